//! Rooftop solar.

use super::{Industry, Kind, Topic};

/// The trade.
pub static SOLAR: Industry = Industry {
    name: "rooftop solar",
    businesses: "Sunridge Solar|Brightleaf Energy|Rooftop Rays|Helia Power",
    topics: &[
        Topic {
            kind: Kind::Sales,
            class: "Sales Inquiry|New Lead|Solar Enquiry|sales_inquiry",
            booked: "Site Visit Scheduled|Site Survey Booked|Appointment Scheduled",
            visit: "a free site survey",
            slots: &[
                ("size", "3|4|5|6|8|10"),
                ("bill", "{$90}|{$140}|{$180}|{$240}"),
                ("roof", "flat concrete|tiled|metal sheet|sloping"),
            ],
            about: "a {size} kW rooftop solar system for the house",
            opening: "I would like to know what solar on my roof would cost. Our electricity bill is getting out of hand.",
            talk: &[
                (
                    "Sure. Roughly how much is your electricity bill every month?",
                    "Around {bill}. In summer it is even more.",
                    "Average monthly bill is around {bill}, higher in summer.",
                ),
                (
                    "And what kind of roof do you have?",
                    "It's a {roof} roof, our own house, two floors.",
                    "Owns a two-storey house with a {roof} roof.",
                ),
                (
                    "For that bill we usually suggest a {size} kilowatt system.",
                    "{size} kilowatt, okay. And how many panels is that?",
                    "A {size} kW system was suggested.",
                ),
                (
                    "Is there any shade on the roof, from trees or a water tank?",
                    "There is a {water tank|big tree|neighbour's wall} on the west side, the rest is free.",
                    "Some shade on the west side of the roof.",
                ),
                (
                    "Do you have power cuts? Then a battery may be worth it.",
                    "Yes, {two|three|four} hours some days. Please quote with and without the battery.",
                    "Wants the quotation both with and without battery backup because of power cuts.",
                ),
                (
                    "Do you plan to pay upfront or through a loan?",
                    "A loan, if the instalment stays below what I pay for electricity now.",
                    "Would prefer a loan if the instalment stays below the present bill.",
                ),
            ],
            needs: &[
                ("primaryInterest", "{size} kW rooftop solar"),
                ("monthlyBill", "{bill}"),
                ("roofType", "{roof}"),
                ("batteryBackup", "quote with and without"),
                ("budget", "{$5200} to {$7000}"),
                ("ownership", "own house"),
            ],
            tasks: &[
                "Send the quotation for {size} kW with and without battery",
                "Check eligibility for the subsidy",
                "Prepare the loan options",
            ],
            asks: &["Send a photo of the last electricity bill", "Keep the roof accessible for the survey"],
        },
        Topic {
            kind: Kind::Support,
            class: "Technical Support|Service Request|Complaint",
            booked: "Technician Visit Scheduled|Service Visit Scheduled",
            visit: "a technician visit",
            slots: &[("code", "E031|F12|\"grid lost\"|Err 27"), ("days", "two days|three days|a week|ten days")],
            about: "an inverter that shows {code} and has not produced anything for {days}",
            opening: "My solar inverter has a red light and nothing has been produced for {days} now.",
            talk: &[
                (
                    "What does the display say?",
                    "It says {code}. It comes back every morning.",
                    "The display shows {code} every morning.",
                ),
                (
                    "Have you tried switching the isolator off and on again?",
                    "I did that {twice|three times}. It works for an hour, then it stops.",
                    "Restarting helps for about an hour only.",
                ),
                (
                    "When was the system installed?",
                    "About {two|three|four} years ago, by your own team.",
                    "Installed by our team and still under warranty.",
                ),
                (
                    "Was there a storm or a power cut before it started?",
                    "Yes, there was lightning {on Sunday|last week}.",
                    "The fault began after a storm.",
                ),
                (
                    "I can see your plant on our monitoring. It dropped to zero on that day.",
                    "Then why did nobody call me?",
                    "Asked why monitoring had not raised an alarm.",
                ),
            ],
            needs: &[
                ("issue", "Inverter fault {code}"),
                ("downtime", "{days}"),
                ("warranty", "active"),
                ("expectation", "system running again this week"),
            ],
            tasks: &[
                "Assign a technician for inverter fault {code}",
                "Check the monitoring alarm for this plant",
                "Bring a spare surge protector",
            ],
            asks: &["Send a picture of the inverter display", "Leave the system switched off until the visit"],
        },
        Topic {
            kind: Kind::Request,
            class: "Subsidy Query|Documentation|General Inquiry",
            booked: "",
            visit: "",
            slots: &[(
                "missing",
                "the net meter application|the signed consent form|the latest property tax receipt|the bank passbook copy",
            )],
            about: "the status of the subsidy for a system installed last {month|quarter}",
            opening: "Your team installed our panels and I wanted to ask where my subsidy application stands.",
            talk: &[
                (
                    "I can check. May I have the name the application was made in?",
                    "It's {name}.",
                    "Application found under {name}.",
                ),
                (
                    "Thank you. It is waiting for one paper: {missing}.",
                    "Nobody told me that. I sent everything in {March|June|August}.",
                    "The file is on hold for {missing}.",
                ),
                (
                    "You can send it on WhatsApp, a clear photo is enough.",
                    "And how long after that?",
                    "The paper can be sent as a photo.",
                ),
                (
                    "Usually three to four weeks after the inspection.",
                    "Fine, as long as it is moving.",
                    "Payment usually takes three to four weeks after the inspection.",
                ),
                (
                    "Has the net meter been fitted?",
                    "Yes, the board came {last week|ten days ago}.",
                    "The net meter has been fitted.",
                ),
            ],
            needs: &[("request", "Subsidy status"), ("pendingDocument", "{missing}"), ("netMeter", "installed")],
            tasks: &["Re-submit the subsidy file when {missing} has arrived", "Update {first} on the inspection date"],
            asks: &["Send {missing}"],
        },
    ],
};
