//! Parcels and freight.

use super::{Industry, Kind, Topic};

/// The trade.
pub static LOGISTICS: Industry = Industry {
    name: "logistics",
    businesses: "Kestrel Freight|Paperboat Logistics|Milestone Couriers|Overland Express",
    topics: &[
        Topic {
            kind: Kind::Support,
            class: "Delivery Issue|Shipment Tracking|Complaint|Where Is My Order",
            booked: "Redelivery Scheduled|Redelivery Booked",
            visit: "the new delivery",
            slots: &[
                ("track", "5502|7194|0038"),
                ("parcel", "a parcel with medicine|a laptop|two boxes of samples|a birthday present|spare parts"),
                (
                    "status",
                    "\"delivered\" although nothing came|\"out for delivery\" for three days|\"held at customs\"|\"address not found\"",
                ),
            ],
            about: "{parcel} shown as {status}",
            opening: "Your tracking says {status}. I'm waiting for {parcel}.",
            talk: &[
                ("Let me look. May I have the tracking number?", "It ends in {track}.", "The shipment was found."),
                ("Was anyone at home?", "I was here the whole day, nobody rang.", "Was at home all day."),
                ("Could a neighbour have taken it?", "I asked on both sides. No.", "The neighbours do not have it."),
                (
                    "I am asking the depot where the van is.",
                    "Please do, it's urgent.",
                    "The depot was asked; it is urgent.",
                ),
                ("Is the address right: {city}, {address}?", "Yes, that is right.", "The address is right."),
                ("What is it worth?", "About {$320}.", "Value about {$320}."),
            ],
            needs: &[("issue", "{parcel}: {status}"), ("value", "{$320}"), ("urgency", "high")],
            tasks: &[
                "Trace {parcel} with the depot",
                "Call {first} before the next attempt",
                "Open a loss report if it is not found",
            ],
            asks: &["Keep the phone near on the day of delivery"],
        },
        Topic {
            kind: Kind::Sales,
            class: "Freight Quote|Quote Request|B2B Lead",
            booked: "Pickup Scheduled|Collection Booked",
            visit: "the collection",
            slots: &[
                ("goods", "fragile ceramics|food, not chilled|machine parts|books"),
                ("load", "six pallets|a 20-foot container|two tonnes of tiles|forty cartons a week"),
                ("to", "the harbour|the next capital|a warehouse abroad|three shops in the north"),
            ],
            about: "a quote for {load} to {to}",
            opening: "I need a price for {load} to {to}.",
            talk: &[
                ("What are the goods?", "{Goods}.", "Goods: {goods}."),
                (
                    "Is there a ramp for loading?",
                    "No ramp, you would need a tail lift.",
                    "No ramp: a tail lift is needed.",
                ),
                (
                    "Once or regularly?",
                    "Every {week|month}, if the price is right.",
                    "Would be regular if the price is right.",
                ),
                (
                    "It would be about {$780} with insurance.",
                    "We pay {$690} at the moment.",
                    "Quoted {$780} with insurance; pays {$690} at present.",
                ),
                ("When does it have to be there?", "Within four days.", "Has to arrive within four days."),
            ],
            needs: &[
                ("shipment", "{load} to {to}"),
                ("frequency", "regular"),
                ("targetPrice", "{$690}"),
                ("equipment", "tail lift"),
            ],
            tasks: &[
                "Send a written quote for {load}",
                "Ask whether {$690} is possible",
                "Plan a truck with a tail lift",
            ],
            asks: &["Send the packing list and the weights"],
        },
        Topic {
            kind: Kind::Request,
            class: "Address Change|Delivery Instructions|Service Request",
            booked: "Delivery Rescheduled",
            visit: "the delivery",
            slots: &[
                ("door", "code 44A|second bell|the gate is open"),
                ("wish", "bring it to the office|leave it at the reception|come after six|bring it to the parcel shop"),
            ],
            about: "changing a delivery: {wish}",
            opening: "There's a delivery for me tomorrow, but I won't be home. Could you {wish}?",
            talk: &[
                (
                    "Let me check what is possible. The tracking number, please?",
                    "One moment. {8 8 1 7|2 2 0 5|6 1 3 1} at the end.",
                    "The shipment was found.",
                ),
                ("It is not loaded yet, so that works.", "Perfect, thank you.", "The parcel was not loaded yet."),
                ("Somebody has to sign for it.", "My colleague can sign.", "A colleague may sign."),
                (
                    "Shall the driver call before?",
                    "Ten minutes before, please.",
                    "The driver should call ten minutes before.",
                ),
                ("Is there an entry code?", "{Door}.", "Way in: {door}."),
            ],
            needs: &[("request", "{wish}"), ("signature", "colleague"), ("driverCall", "10 minutes before")],
            tasks: &["Change the delivery note: {wish}", "Tell the driver to call ten minutes before"],
            asks: &["Tell the colleague"],
        },
    ],
};
