//! A hotel.

use super::{Industry, Kind, Topic};

/// The trade.
pub static HOTEL: Industry = Industry {
    name: "hotel",
    businesses: "Hotel Marisol|The Larkspur Inn|Cedar Bay Resort|Old Mill Hotel",
    topics: &[
        Topic {
            kind: Kind::Sales,
            class: "Reservation|Booking Inquiry|Room Enquiry",
            booked: "Reservation Confirmed|Room Booked|Booking Confirmed",
            visit: "the arrival",
            slots: &[
                ("party", "two adults|two adults and two children, six and nine|one person"),
                ("nights", "two|three|four|five|seven"),
                ("room", "a double room with a balcony|two connecting rooms|a quiet single room|the family suite"),
                ("rate", "{$85}|{$120}|{$165}"),
            ],
            about: "{room} for {nights} nights",
            opening: "Good day, I'd like to book {room} for {nights} nights.",
            talk: &[
                ("With pleasure. For how many guests?", "{Party}.", "Guests: {party}."),
                (
                    "The rate is {rate} a night, breakfast included.",
                    "Is that with the sea view?",
                    "Rate {rate} a night with breakfast; asked about the view.",
                ),
                (
                    "You can cancel free of charge until two days before.",
                    "That's good to know.",
                    "Free cancellation until two days before arrival.",
                ),
                (
                    "Will you arrive by car?",
                    "By train. Is there a shuttle?",
                    "Arrives by train and asked for the shuttle.",
                ),
                (
                    "Is there anything we should know for your stay?",
                    "It's our anniversary. And my wife cannot eat nuts.",
                    "Wedding anniversary; nut allergy.",
                ),
            ],
            needs: &[
                ("room", "{room}"),
                ("nights", "{nights}"),
                ("rate", "{rate}"),
                ("dietary", "no nuts"),
                ("transfer", "shuttle from the station"),
                ("occasion", "anniversary"),
            ],
            tasks: &["Block {room}", "Tell the kitchen about the nut allergy", "Put flowers in the room"],
            asks: &["Tell us the train's arrival time"],
        },
        Topic {
            kind: Kind::Support,
            class: "Guest Complaint|Complaint|Refund Request",
            booked: "",
            visit: "",
            slots: &[
                ("number", "214|307|118|9, in the annexe"),
                (
                    "wrong",
                    "the room was next to the kitchen and loud all night|the heating did not work|one night was charged twice|the pool was closed for the whole stay",
                ),
                ("sum", "{$70}|{$140}|{$260}"),
            ],
            about: "the last stay, where {wrong}",
            opening: "I stayed with you last weekend, and {wrong}.",
            talk: &[
                (
                    "I'm sorry. Did you tell the reception?",
                    "I did, they said the manager would call. Nobody did.",
                    "The reception had promised a call that never came.",
                ),
                ("Which room was it?", "Room {number}.", "It was room {number}."),
                ("What would you see as fair?", "{sum} back. That's one night.", "Asks for {sum} back."),
                (
                    "May I offer a free night instead?",
                    "I don't think we will come back.",
                    "A free night was offered and declined.",
                ),
                (
                    "The refund goes to the card you paid with.",
                    "How long does that take?",
                    "A refund would go to the same card.",
                ),
            ],
            needs: &[("issue", "{wrong}"), ("refundRequested", "{sum}"), ("expectation", "call from the manager")],
            tasks: &["Have the manager call {first}", "Decide about the refund of {sum}"],
            asks: &["Send the invoice"],
        },
        Topic {
            kind: Kind::Sales,
            class: "Event Inquiry|Group Booking|Banquet Lead",
            booked: "Venue Visit Scheduled|Site Visit Scheduled",
            visit: "a tour of the venue",
            slots: &[
                ("date", "the second weekend of May|some time in the autumn|the last Saturday of the month"),
                ("stay", "twenty|half|thirty"),
                ("event", "a wedding|a company offsite|a 70th birthday|a yoga retreat"),
                ("guests", "35|60|120|220"),
            ],
            about: "{event} for {guests} guests",
            opening: "We're looking for a place for {event} with about {guests} guests.",
            talk: &[
                ("How lovely. Do you have a date?", "{Date}, if you have it.", "Preferred date: {date}."),
                ("Indoors or in the garden?", "The garden, with a plan for rain.", "Garden with a plan for rain."),
                (
                    "How many guests stay overnight?",
                    "Perhaps {stay} of them.",
                    "About {stay} of the guests stay overnight.",
                ),
                (
                    "Menus start at {$42} per person.",
                    "We have many vegetarians.",
                    "Menu from {$42} per person; many vegetarians.",
                ),
                (
                    "Would you need a stage or a projector?",
                    "A small stage and good speakers.",
                    "Needs a small stage and speakers.",
                ),
            ],
            needs: &[
                ("event", "{event}"),
                ("guests", "{guests}"),
                ("venue", "garden with rain plan"),
                ("catering", "vegetarian, from {$42} per person"),
                ("equipment", "stage, speakers"),
            ],
            tasks: &["Send the event menu", "Hold the garden for {event}", "Price the rooms for the guests"],
            asks: &["Send a first guest list"],
        },
    ],
};
