//! A dental clinic.

use super::{Industry, Kind, Topic};

/// The trade.
pub static DENTAL: Industry = Industry {
    name: "dental clinic",
    businesses: "Pearl Street Dental|Smile Harbour Clinic|Kindly Dental Care|White Oak Dentistry",
    topics: &[
        Topic {
            kind: Kind::Sales,
            class: "Appointment Request|New Patient|Appointment Booking",
            booked: "Appointment Scheduled|Appointment Booked|appointment scheduled",
            visit: "an appointment with the dentist",
            slots: &[
                ("tooth", "upper left|lower right|upper right|lower left"),
                ("since", "since last night|for two days|since the weekend|for a week"),
                ("visits", "first visit|one visit years ago, for a cleaning"),
            ],
            about: "a toothache on the {tooth} side {since}",
            opening: "I have had a bad toothache {since} and I need to see someone, please.",
            talk: &[
                (
                    "I'm sorry to hear that. Where does it hurt?",
                    "On the {tooth}, at the back. It's worse with anything cold.",
                    "Pain at the back on the {tooth}, worse with cold drinks.",
                ),
                (
                    "Is there any swelling or fever?",
                    "{A little swelling|No swelling|My cheek is a bit puffy}, no fever.",
                    "No fever reported.",
                ),
                ("Have you been with us before?", "{Visits}, as far as I remember.", "Known to the clinic: {visits}."),
                (
                    "Do you take any medicine or have any allergies?",
                    "I'm allergic to penicillin, otherwise nothing.",
                    "Allergic to penicillin.",
                ),
                (
                    "A first check with an X-ray is {$60}.",
                    "That's fine. Do you take insurance?",
                    "The fee of {$60} for a check with X-ray was accepted; asked about insurance.",
                ),
            ],
            needs: &[
                ("concern", "Toothache, {tooth}"),
                ("duration", "{since}"),
                ("allergies", "penicillin"),
                ("urgency", "high"),
                ("insurance", "to be checked"),
            ],
            tasks: &[
                "Keep an emergency slot free",
                "Note the penicillin allergy in the file",
                "Check the insurance cover",
            ],
            asks: &["Bring an ID and the insurance card", "Come ten minutes early for the form"],
        },
        Topic {
            kind: Kind::Sales,
            class: "Treatment Inquiry|Sales Inquiry|Cosmetic Dentistry",
            booked: "Consultation Scheduled|Consultation Booked",
            visit: "a consultation",
            slots: &[
                ("treatment", "clear aligners|two implants|teeth whitening|a crown|veneers"),
                ("price", "{$420}|{$650}|{$900}|{$1400}"),
            ],
            about: "the price of {treatment}",
            opening: "Hello, could you tell me what {treatment} would cost at your clinic?",
            talk: &[
                (
                    "Of course. Is it for yourself?",
                    "Yes, for me. I've been thinking about it for {a year|a while|months}.",
                    "Enquiry for the caller's own treatment.",
                ),
                (
                    "It starts at {price}, after a consultation.",
                    "Hmm. Another clinic told me {less|something similar|a bit more}.",
                    "Starting price of {price} was given; is comparing clinics.",
                ),
                (
                    "We can split that into six payments without interest.",
                    "Oh, that helps. Is that with a credit check?",
                    "Interested in six interest-free payments.",
                ),
                (
                    "How soon would you like to start?",
                    "Before {my sister's wedding|the summer|the new year}, if that is possible.",
                    "Would like to be finished before a family occasion or the holidays.",
                ),
                (
                    "Have you had any gum trouble?",
                    "A bit of bleeding sometimes, nothing serious.",
                    "Mentioned occasional bleeding gums.",
                ),
            ],
            needs: &[
                ("treatment", "{treatment}"),
                ("budget", "around {price}"),
                ("payment", "instalments"),
                ("timeline", "within three months"),
            ],
            tasks: &["E-mail the price list for {treatment}", "Prepare the six-payment plan"],
            asks: &["Send the latest dental X-ray if there is one"],
        },
        Topic {
            kind: Kind::Request,
            class: "Reschedule Request|Appointment Change|Existing Patient",
            booked: "Appointment Rescheduled|Rescheduled",
            visit: "the cleaning",
            slots: &[("reason", "a meeting at work|a sick child|travel|an exam")],
            about: "moving an appointment because of {reason}",
            opening: "I have a cleaning booked for this week, and I'm afraid I have to move it.",
            talk: &[
                (
                    "No problem. What name is it under?",
                    "{name}. It was with the hygienist.",
                    "Existing appointment with the hygienist.",
                ),
                ("I've found it. May I note why?", "{Reason}, it came up this morning.", "Reason: {reason}."),
                ("Mornings or afternoons?", "Afternoons, after four.", "Prefers afternoons after four."),
                (
                    "Shall I remind you by message the day before?",
                    "Yes please, on this number.",
                    "Wants a reminder by message the day before.",
                ),
                (
                    "Would you like to see the same hygienist?",
                    "If she is in, yes, she was lovely.",
                    "Asked for the same hygienist.",
                ),
            ],
            needs: &[
                ("request", "Reschedule the cleaning"),
                ("preferredTime", "afternoon after 4 pm"),
                ("reminder", "SMS"),
            ],
            tasks: &["Release the old slot", "Send a reminder the day before"],
            asks: &["Confirm the reminder message"],
        },
        Topic {
            kind: Kind::Support,
            class: "Complaint|Billing Dispute|Patient Concern",
            booked: "Follow-up Visit Scheduled",
            visit: "a check by the head dentist",
            slots: &[("work", "crown|filling|root canal|bridge"), ("gone", "came off|cracked|came loose")],
            about: "a {work} done {two|three} weeks ago that {gone}",
            opening: "You did a {work} for me not long ago and it already {gone}.",
            talk: &[
                (
                    "I'm sorry. Which dentist treated you?",
                    "I don't remember the name, it was on a Tuesday.",
                    "Does not remember the name of the dentist.",
                ),
                ("Are you in pain right now?", "When I chew, yes.", "Pain when chewing."),
                (
                    "Repairs within six months are free of charge.",
                    "I should hope so, I paid {$380} for it.",
                    "Paid {$380}; was told that repairs within six months are free.",
                ),
                (
                    "Please do not chew on that side until we have seen it.",
                    "I've been living on soup anyway.",
                    "Advised not to chew on that side.",
                ),
                (
                    "Do you still have the piece?",
                    "{Yes, in a little bag|No, I think I swallowed it}.",
                    "Was asked to bring the piece if it is still there.",
                ),
            ],
            needs: &[("issue", "{work} {gone}"), ("expectation", "repair free of charge"), ("pain", "when chewing")],
            tasks: &["Ask the dentist to look at the {work} file", "Waive the repair fee"],
            asks: &["Bring the invoice and the broken piece"],
        },
    ],
};
