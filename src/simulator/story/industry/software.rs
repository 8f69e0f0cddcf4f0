//! Business software by subscription.

use super::{Industry, Kind, Topic};

/// The trade.
pub static SAAS: Industry = Industry {
    name: "software",
    businesses: "Ledgerloop|Plankton CRM|Shiftwise|Quillboard",
    topics: &[
        Topic {
            kind: Kind::Sales,
            class: "Sales Inquiry|Demo Request|Sales Qualified Lead|sales",
            booked: "Demo Scheduled|Product Demo Booked|Demo Booked",
            visit: "a product demo",
            slots: &[
                ("who", "the finance lead|the two founders|the head of operations"),
                ("live", "by the end of the quarter|in six weeks|without a fixed date"),
                ("users", "12|25|40|80|150"),
                (
                    "now",
                    "spreadsheets|an old system nobody likes|three tools that do not talk to each other|paper forms",
                ),
                ("feature", "the mobile app|single sign-on|the accounting export|the reports"),
            ],
            about: "a demo for a team of {users}",
            opening: "We're a team of {users} and still work with {now}. I would like to see your product.",
            talk: &[
                (
                    "Great. What matters most to you?",
                    "{Feature}, that has to work. Everything else is a bonus.",
                    "Most important: {feature}.",
                ),
                (
                    "How many people would use it?",
                    "{users} to begin with, more next year.",
                    "{users} users to begin with.",
                ),
                ("And who decides about it?", "That would be {who}.", "The decision is made by {who}."),
                (
                    "It is {$9} per user and month.",
                    "Is there a discount if we pay yearly?",
                    "Price of {$9} per user and month; asked about a yearly discount.",
                ),
                ("By when would you like to be live?", "{Live}.", "Wants to go live {live}."),
                (
                    "Where must the data be kept?",
                    "In our own region, our lawyers ask for that.",
                    "Data must be kept in the customer's region.",
                ),
            ],
            needs: &[
                ("primary", "Replace {now}"),
                ("seats", "{users}"),
                ("mustHave", "{feature}"),
                ("budget", "{$9} per user and month"),
                ("dataResidency", "own region"),
                ("decisionMaker", "involved"),
            ],
            tasks: &[
                "Send the deck and the price list",
                "Prepare the demo around {feature}",
                "Invite the finance lead",
            ],
            asks: &["Send a sample of the present data", "Name the people who will join"],
        },
        Topic {
            kind: Kind::Support,
            class: "Technical Support|Bug Report|Support|P2 Incident",
            booked: "Screen Share Scheduled|Support Session Booked",
            visit: "a screen-sharing session",
            slots: &[
                ("hit", "everyone in the office|only the people on the old version|about half of the team"),
                (
                    "bug",
                    "the export stops at half of the rows|nobody can log in since the update|invoices are sent twice|the app loses entries made offline",
                ),
            ],
            about: "a fault: {bug}",
            opening: "Since yesterday {bug}. We cannot work like this.",
            talk: &[
                ("That must not happen. Does it affect everyone?", "{Hit}.", "Affected: {hit}."),
                (
                    "Do you see an error message?",
                    "A white page with a long number. I can read it out.",
                    "An error number was given.",
                ),
                ("Does it also happen in another browser?", "We tried two, it's the same.", "Happens in two browsers."),
                (
                    "Our status page shows an incident from this morning.",
                    "Then write to your customers, please.",
                    "Matches an incident on the status page; asked for better notice.",
                ),
                ("Could you send me one example?", "I'll send a screenshot.", "Will send a screenshot."),
            ],
            needs: &[("issue", "{bug}"), ("impact", "team blocked"), ("expectation", "workaround today")],
            tasks: &[
                "Attach the call to the incident",
                "Send a workaround today",
                "Credit one week of the subscription",
            ],
            asks: &["Send a screenshot with the error number"],
        },
        Topic {
            kind: Kind::Request,
            class: "Cancellation Request|Churn Risk|Retention",
            booked: "Retention Call Scheduled",
            visit: "a call with the account manager",
            slots: &[(
                "why",
                "it is too expensive for a small team|the company was bought and has to switch|the support takes days to answer|only two people still use it",
            )],
            about: "cancelling the subscription because {why}",
            opening: "I would like to cancel our subscription, please.",
            talk: &[
                ("I'm sorry to hear that. May I ask why?", "To be honest, {why}.", "Reason: {why}."),
                (
                    "There is a smaller plan for {$49} a month. Would that help?",
                    "Perhaps. What would we lose?",
                    "Was offered a smaller plan for {$49} a month.",
                ),
                (
                    "The reports and the phone support.",
                    "We need the reports, that's the problem.",
                    "Cannot do without the reports.",
                ),
                (
                    "Would you like an export of all your data?",
                    "Yes, in a form that Excel can open.",
                    "Wants an export that opens in Excel.",
                ),
                (
                    "Your contract runs until the end of the month.",
                    "That's what I thought.",
                    "The contract runs until the end of the month.",
                ),
            ],
            needs: &[("request", "Cancel the subscription"), ("reason", "{why}"), ("dataExport", "Excel")],
            tasks: &[
                "Offer the smaller plan in writing",
                "Prepare the data export",
                "Tell the account manager about the churn risk",
            ],
            asks: &["Confirm the cancellation in writing"],
        },
    ],
};
