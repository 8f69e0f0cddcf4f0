//! Plumbers, cleaners, painters: services at home.

use super::{Industry, Kind, Topic};

/// The trade.
pub static HOME_SERVICES: Industry = Industry {
    name: "home services",
    businesses: "Handy & Co|FixNest|Dolphin Plumbing|Maple Home Services",
    topics: &[
        Topic {
            kind: Kind::Sales,
            class: "Service Booking|Quote Request|Home Service|Emergency",
            booked: "Visit Scheduled|Appointment Scheduled|Job Booked",
            visit: "a visit",
            slots: &[
                ("site", "a flat on the third floor|a house with a garden|a small office"),
                (
                    "hurry",
                    "quite urgent, guests come on the weekend|not very urgent, this month would be fine|very urgent, the water is running",
                ),
                (
                    "job",
                    "a blocked drain|a dripping tap|two rooms to be painted|a deep cleaning after moving out|an air conditioner that leaks|termites in the door frame",
                ),
                ("price", "{$45}|{$80}|{$150}|{$310}"),
            ],
            about: "{job}",
            opening: "Hello, I need somebody for {job}. How soon can you come?",
            talk: &[
                ("Let me see. Is it a flat or a house?", "{Site}.", "The place is {site}."),
                ("Is it urgent?", "{Hurry}.", "It is {hurry}."),
                (
                    "A visit with the first hour is {price}.",
                    "And if it takes longer?",
                    "Price {price} with the first hour.",
                ),
                ("Can you send me a photo of it?", "Yes, I'll send it to this number.", "Will send a photo."),
                (
                    "Is there parking in front of the house?",
                    "On the street, before nine it is easy.",
                    "Parking on the street before nine.",
                ),
                ("Do you have pets?", "A {dog|cat}, very friendly.", "There is a friendly pet."),
            ],
            needs: &[("service", "{job}"), ("price", "{price}"), ("access", "parking before 9 am"), ("pets", "yes")],
            tasks: &["Plan {visit} for {job}", "Bring the usual spare parts"],
            asks: &["Send a photo", "Clear the space around it"],
        },
        Topic {
            kind: Kind::Support,
            class: "Complaint|Rework Request|Service Issue",
            booked: "Rework Scheduled|Repeat Visit Scheduled",
            visit: "a repeat visit",
            slots: &[
                ("lately", "last week|ten days ago"),
                (
                    "bad",
                    "the tap drips again|the paint has bubbles|the cleaner did not come|they left a hole in the wall",
                ),
                ("paid", "{$75}|{$190}|{$420}"),
            ],
            about: "work done {lately}: {bad}",
            opening: "Your people were here not long ago and now {bad}.",
            talk: &[
                (
                    "I'm sorry. Who was the worker?",
                    "A young man, very polite, but he was in a hurry.",
                    "The worker was in a hurry.",
                ),
                ("How much did you pay?", "{paid}, in cash.", "Paid {paid} in cash."),
                ("Did you get a receipt?", "A slip of paper with a number.", "Has a receipt."),
                (
                    "We will do it again without charge.",
                    "By somebody with experience, please.",
                    "Wants an experienced worker.",
                ),
                ("Could you send a photo?", "I've sent three already.", "Had already sent three photos."),
            ],
            needs: &[("issue", "{bad}"), ("paid", "{paid}"), ("expectation", "rework by an experienced worker")],
            tasks: &["Send an experienced worker", "Look at the three photos", "Check a refund of {paid}"],
            asks: &["Keep the receipt ready"],
        },
        Topic {
            kind: Kind::Request,
            class: "Contract Renewal|Maintenance Plan|AMC Renewal",
            booked: "Service Visit Scheduled",
            visit: "the yearly check",
            slots: &[("years", "six|nine|eleven"), ("unit", "boiler|water purifier|lift|air conditioning")],
            about: "the yearly maintenance of the {unit}",
            opening: "I got a letter that the maintenance of our {unit} ends this month.",
            talk: &[
                (
                    "Yes, it can be renewed for {$110} a year.",
                    "Last year it was less.",
                    "Renewal costs {$110} a year; it was less last year.",
                ),
                (
                    "It now includes two visits and all filters.",
                    "Two visits, all right.",
                    "Includes two visits and filters.",
                ),
                ("How old is the unit?", "{Years} years.", "It is {years} years old."),
                (
                    "Did it make trouble this year?",
                    "Once, in winter, but you came quickly.",
                    "One fault in winter, quickly repaired.",
                ),
                ("How would you like to pay?", "By transfer, send me a link.", "Pays by link or transfer."),
            ],
            needs: &[("request", "Renew maintenance of the {unit}"), ("price", "{$110} a year"), ("payment", "link")],
            tasks: &["Send the payment link", "Renew the contract for the {unit}"],
            asks: &["Pay before the end of the month"],
        },
    ],
};
