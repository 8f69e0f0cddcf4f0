//! Car service.

use super::{Industry, Kind, Topic};

/// The trade.
pub static CAR_SERVICE: Industry = Industry {
    name: "car service",
    businesses: "Torque Garage|Junction Motors|Ravi Auto Care|Bluebonnet Auto Service",
    topics: &[
        Topic {
            kind: Kind::Request,
            class: "Service Booking|Appointment Request|Service Request",
            booked: "Service Booked|Appointment Scheduled|Service Slot Confirmed",
            visit: "the service slot",
            slots: &[
                ("car", "hatchback|SUV|estate|pick-up|sedan"),
                ("plate", "4471|0093|7218|7705"),
                ("ride", "a courtesy car|a lift to the station|a hire bike"),
                ("km", "20,000|40,000|60,000|85,000"),
            ],
            about: "the {km} km service of a {car}",
            opening: "Hi, my {car} is due for the {km} kilometre service. When could I bring it?",
            talk: &[
                ("May I have the registration number?", "It ends in {plate}.", "Registration ends in {plate}."),
                (
                    "Any noises or warnings besides the regular service?",
                    "The brakes squeal a bit in the morning.",
                    "Brakes squeal in the morning and should be looked at.",
                ),
                (
                    "The service is {$190}, brake pads would be extra.",
                    "Call me before you change anything, please.",
                    "Service price {$190}; wants a call before any extra work.",
                ),
                (
                    "Do you need a car meanwhile?",
                    "{Ride} would be {great|good|nice}.",
                    "For the day of the service: {ride}.",
                ),
                ("Shall we use the synthetic oil again?", "Whatever the book says.", "Oil as in the service book."),
            ],
            needs: &[
                ("service", "{km} km service"),
                ("vehicle", "{car}"),
                ("extra", "check the brakes"),
                ("approval", "call before extra work"),
            ],
            tasks: &[
                "Order the filters for the {km} km service",
                "Have the brakes checked",
                "Call {first} before any extra work",
            ],
            asks: &["Bring the service book", "Leave the wheel lock key in the car"],
        },
        Topic {
            kind: Kind::Support,
            class: "Complaint|Service Complaint|Warranty Claim",
            booked: "Re-inspection Scheduled|Workshop Visit Scheduled",
            visit: "a re-inspection",
            slots: &[
                (
                    "fault",
                    "the engine light came on again|the air conditioning blows warm|there is a new scratch on the door|the steering pulls to the left",
                ),
                ("job", "47112|20895|33106"),
                ("paid", "{$260}|{$410}|{$580}"),
            ],
            about: "a repair for {paid}, after which {fault}",
            opening: "I picked up my car from you on {Friday|Saturday|Tuesday} and {fault}.",
            talk: &[
                ("I'm sorry about that. Do you have the job number?", "It's on the bill, {job}.", "Job number {job}."),
                (
                    "Is the car safe to drive?",
                    "I'm not going to try it with the children.",
                    "Does not want to drive the car with the children.",
                ),
                ("What was repaired?", "You tell me. I paid {paid} for it.", "Paid {paid}."),
                (
                    "Was everything in order when you left our yard?",
                    "For about ten minutes, yes.",
                    "The fault showed shortly after leaving the yard.",
                ),
                (
                    "We give six months on every repair.",
                    "I'd rather have it done right the first time.",
                    "The repair is covered for six months.",
                ),
            ],
            needs: &[("issue", "After repair: {fault}"), ("expectation", "free correction"), ("paid", "{paid}")],
            tasks: &[
                "Have the workshop lead look at the job",
                "Arrange pick-up of the car",
                "Check the goodwill for {paid}",
            ],
            asks: &["Send a photo or video of the fault"],
        },
        Topic {
            kind: Kind::Sales,
            class: "Sales Inquiry|Test Drive Request|Used Car Lead",
            booked: "Test Drive Scheduled|Test Drive Booked",
            visit: "a test drive",
            slots: &[
                ("used", "two-year-old electric hatchback|seven-seater|diesel SUV|small automatic"),
                ("pay", "half of it financed over three years|in full, by transfer"),
                ("price", "{$9800}|{$14500}|{$21000}"),
            ],
            about: "a used {used} offered at {price}",
            opening: "You have a {used} on your site for {price}. Has it been in an accident?",
            talk: &[
                (
                    "No accidents, and it has had a single owner.",
                    "Good. And how far has it been driven?",
                    "No accidents, single owner.",
                ),
                (
                    "A little over {forty|thirty|fifty-five} thousand kilometres.",
                    "That's all right for its age.",
                    "Mileage is fine for the caller.",
                ),
                (
                    "Would you trade in your present car?",
                    "Yes, an old {hatchback|wagon|coupe}, ten years old.",
                    "Has a ten-year-old car to trade in.",
                ),
                ("How would you like to pay?", "{Pay}.", "Would pay: {pay}."),
                (
                    "We can hold it for you until the weekend.",
                    "Would that cost anything?",
                    "We offered to hold the car until the weekend.",
                ),
            ],
            needs: &[
                ("vehicle", "used {used}"),
                ("price", "{price}"),
                ("tradeIn", "10-year-old car"),
                ("concern", "accident history"),
            ],
            tasks: &["Send the inspection report", "Hold the {used} until the weekend", "Value the trade-in"],
            asks: &["Bring a driving licence"],
        },
    ],
};
