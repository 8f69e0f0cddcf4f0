//! Telephone and internet.

use super::{Industry, Kind, Topic};

/// The trade.
pub static TELECOM: Industry = Industry {
    name: "telecom support",
    businesses: "Fibra Uno|TwoBar Mobile|Skylark Broadband|Netwala",
    topics: &[
        Topic {
            kind: Kind::Support,
            class: "Technical Support|Network Issue|Internet Down|Complaint",
            booked: "Technician Visit Scheduled|Engineer Visit Scheduled",
            visit: "a technician visit",
            slots: &[
                (
                    "fault",
                    "the internet drops every evening|there is no signal at all|the line is dead|the speed is a tenth of what was promised",
                ),
                ("since", "since Sunday|for four days|for two weeks|since the storm"),
            ],
            about: "a connection where {fault} {since}",
            opening: "I have trouble with my connection: {fault}, {since}.",
            talk: &[
                (
                    "Let me test your line. Which lights are on at the router?",
                    "Power is green and the one with the globe is {red|blinking|off}.",
                    "The internet light of the router is not steady.",
                ),
                (
                    "Please unplug it for thirty seconds.",
                    "I've done that more often than I can count. All right, it is off.",
                    "Restarting the router did not help.",
                ),
                (
                    "Does it happen by cable as well?",
                    "By cable too, I tried it with the laptop.",
                    "Happens by cable too.",
                ),
                (
                    "I see {many errors|a loss of signal} on the line to the street.",
                    "So it is on your side.",
                    "The line test shows a fault outside the house.",
                ),
                (
                    "Do you work from home?",
                    "Both of us. I had to take calls in the car.",
                    "Two people work from home and depend on the line.",
                ),
                (
                    "I've added a credit of {$12} to your account.",
                    "Thank you, but I'd rather have it working.",
                    "A credit of {$12} was given.",
                ),
            ],
            needs: &[
                ("issue", "{fault}"),
                ("since", "{since}"),
                ("impact", "two people working from home"),
                ("expectation", "working line within a day"),
            ],
            tasks: &[
                "Send a technician to the street cabinet",
                "Call back after the repair",
                "Check the credit of {$12}",
            ],
            asks: &["Keep the router switched on", "Be at home for the visit"],
        },
        Topic {
            kind: Kind::Sales,
            class: "Plan Upgrade|Sales Inquiry|New Connection",
            booked: "Installation Scheduled|Installation Booked",
            visit: "the installation",
            slots: &[
                ("plan", "the 300 megabit plan|the gigabit plan|the family plan with four numbers|the unlimited plan"),
                ("price", "{$18}|{$29}|{$45}"),
            ],
            about: "{plan}",
            opening: "I'm moving house and want to know if I can get {plan} at the new place.",
            talk: &[
                (
                    "What is the new address?",
                    "In {city}, near the {park|station|market}. I can send it.",
                    "New address is in {city}.",
                ),
                (
                    "Fibre is available there. It is {price} a month.",
                    "And for how long am I bound?",
                    "Available for {price} a month; asked about the contract time.",
                ),
                ("Twelve months, then monthly.", "Twelve is fine.", "Twelve months are acceptable."),
                ("Would you like to keep your number?", "Yes, absolutely.", "Wants to keep the number."),
                ("Do you need television with it?", "No, nobody watches it.", "No television needed."),
            ],
            needs: &[("plan", "{plan}"), ("price", "{price} a month"), ("numberPorting", "yes"), ("tv", "no")],
            tasks: &["Check the port at the new address", "Start the number porting", "Send the contract for {plan}"],
            asks: &["Send the new address"],
        },
        Topic {
            kind: Kind::Support,
            class: "Billing Dispute|Billing|BILLING",
            booked: "",
            visit: "",
            slots: &[
                ("extra", "{$14}|{$37}|{$88}"),
                (
                    "what",
                    "roaming that was never used|an unwanted premium service|a plan cancelled in spring|a router that went back long ago",
                ),
            ],
            about: "{extra} on the bill for {what}",
            opening: "My bill is {extra} too high. You charge me for {what}.",
            talk: &[
                (
                    "Let me open the bill. Is it the one of this month?",
                    "This month and the one before.",
                    "Concerns two bills.",
                ),
                (
                    "I see the item. When did you cancel?",
                    "I have the e-mail here, from {April|May|July}.",
                    "Has the cancellation in writing.",
                ),
                ("I can take it off this bill.", "And the one before?", "The item was taken off the latest bill."),
                (
                    "For that I have to ask the billing team.",
                    "Every time the same answer.",
                    "The earlier bill needs the billing team.",
                ),
                ("Should the money go to your account?", "As a credit is fine.", "A credit is acceptable."),
            ],
            needs: &[
                ("issue", "Charged {extra} for {what}"),
                ("refundRequested", "{extra}"),
                ("evidence", "cancellation e-mail"),
            ],
            tasks: &["Correct both bills by {extra}", "Stop further charges for {what}"],
            asks: &["Forward the cancellation e-mail"],
        },
    ],
};
