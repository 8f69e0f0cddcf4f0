//! Real estate.

use super::{Industry, Kind, Topic};

/// The trade.
pub static REAL_ESTATE: Industry = Industry {
    name: "real estate",
    businesses: "Keystone Homes|Harbour & Hill Realty|Nestwell Properties|Greenline Estates",
    topics: &[
        Topic {
            kind: Kind::Sales,
            class: "Property Enquiry|Buyer Lead|Sales Inquiry|Hot Lead",
            booked: "Site Visit Scheduled|Viewing Scheduled|Property Visit Booked",
            visit: "a viewing",
            slots: &[
                ("rooms", "two|three|four"),
                ("area", "near the metro|close to the school|in the old town|by the lake"),
                (
                    "move",
                    "before the school year starts|in three months, when the rent contract ends|before the end of the year",
                ),
                ("family", "four|five|three"),
                ("budget", "{$95000}|{$140000}|{$210000}|{$320000}"),
            ],
            about: "a {rooms}-bedroom apartment {area}",
            opening: "I saw your listing for the {rooms}-bedroom apartment {area}. Is it still available?",
            talk: &[
                (
                    "Yes, two units are left. Is it for you or as an investment?",
                    "For us. We are {family} people, with my parents.",
                    "Buying for own use, a family of {family} with the grandparents.",
                ),
                ("What budget do you have in mind?", "About {budget}, not much more.", "Budget about {budget}."),
                (
                    "Do you need a loan?",
                    "Yes, we have a pre-approval {from our bank|for most of it}.",
                    "Loan pre-approval is in place.",
                ),
                ("By when would you like to move?", "Best {move}.", "Wants to move {move}."),
                (
                    "Is parking important to you?",
                    "One covered place at least.",
                    "Needs at least one covered parking place.",
                ),
                (
                    "Which floor would you like?",
                    "Not the ground floor. And facing east, if there is one.",
                    "Prefers a higher floor facing east.",
                ),
            ],
            needs: &[
                ("propertyType", "{rooms}-bedroom apartment"),
                ("location", "{area}"),
                ("budget", "{budget}"),
                ("financing", "pre-approved loan"),
                ("parking", "1 covered"),
                ("facing", "east"),
            ],
            tasks: &[
                "Send the floor plans and the price sheet",
                "Arrange {visit} of both units",
                "Introduce the loan adviser",
            ],
            asks: &["Share the loan pre-approval letter"],
        },
        Topic {
            kind: Kind::Support,
            class: "Tenant Complaint|Maintenance Request|Support",
            booked: "Maintenance Visit Scheduled",
            visit: "a plumber's visit",
            slots: &[
                ("flat", "Block C, flat 304|Number 12, second floor|The corner house, flat 7"),
                ("long", "five days|three days|more than a week"),
                (
                    "harm",
                    "The cupboard is swollen and the paint comes off|The neighbour downstairs is affected too|My mother cannot get to the doctor",
                ),
                (
                    "leak",
                    "water coming through the bathroom ceiling|a leaking kitchen pipe|no hot water|a lift that has been out of order",
                ),
            ],
            about: "{leak} in a rented flat",
            opening: "I rent one of your flats and there is {leak}. I have written two e-mails already.",
            talk: &[
                ("Which building and flat is it?", "{flat}.", "It is {flat}."),
                ("Since when has this been going on?", "For {long} now.", "It has been so for {long}."),
                ("Is anything damaged?", "{harm}.", "\"{harm}.\""),
                (
                    "Could you turn off the valve for now?",
                    "I don't know where it is, honestly.",
                    "Does not know where the valve is.",
                ),
                (
                    "Will someone be at home in the daytime?",
                    "After three, or my neighbour has a key.",
                    "At home after three; the neighbour has a key.",
                ),
            ],
            needs: &[
                ("issue", "{leak}"),
                ("expectation", "repair within 48 hours"),
                ("access", "after 3 pm or neighbour"),
            ],
            tasks: &["Open a maintenance ticket for {leak}", "Answer the two earlier e-mails"],
            asks: &["Send photos of the damage"],
        },
        Topic {
            kind: Kind::Sales,
            class: "Seller Lead|Listing Request|Valuation",
            booked: "Valuation Appointment Scheduled|Valuation Booked",
            visit: "a valuation on site",
            slots: &[
                ("use", "empty|lived in by the owner|rented until spring"),
                ("home", "a terraced house|an inherited house|a two-room flat|a plot with a garden"),
                ("price", "{$160000}|{$230000}|{$275000}"),
            ],
            about: "selling {home}",
            opening: "I'm thinking of selling {home} and I'd like to know how you work.",
            talk: &[
                (
                    "Happy to explain. What price do you have in mind?",
                    "A neighbour got {price}, so something like that.",
                    "Hopes for about {price}, like a neighbour.",
                ),
                ("Is it occupied at the moment?", "At the moment it is {use}.", "The property is {use}."),
                (
                    "Our commission is two and a half percent, only when it is sold.",
                    "Is that negotiable?",
                    "Asked whether the commission of 2.5 % is negotiable.",
                ),
                (
                    "Are all the papers there, the title and the plans?",
                    "The title yes. The plans I would have to look for.",
                    "Title is there, building plans have to be found.",
                ),
                (
                    "How soon would you like to sell?",
                    "There's no hurry, the price matters more.",
                    "Price matters more than speed.",
                ),
            ],
            needs: &[
                ("service", "Sell {home}"),
                ("expectedPrice", "{price}"),
                ("commission", "wants to negotiate 2.5 %"),
                ("timeline", "no hurry"),
            ],
            tasks: &["Prepare a market comparison around {price}", "Send the agency agreement for reading"],
            asks: &["Look for the building plans"],
        },
    ],
};
