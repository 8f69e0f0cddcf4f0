//! Insurance, and a bank.

use super::{Industry, Kind, Topic};

/// The trade.
pub static INSURANCE: Industry = Industry {
    name: "insurance",
    businesses: "Lantern Mutual|SafeHarbor Insurance|Northgate Assurance|Umbra Cover",
    topics: &[
        Topic {
            kind: Kind::Sales,
            class: "Quote Request|Sales Inquiry|Policy Inquiry|Lead",
            booked: "Adviser Call Scheduled|Meeting Scheduled",
            visit: "a call with an adviser",
            slots: &[
                ("covered", "two adults and two children|a single person|a couple"),
                (
                    "cover",
                    "health cover for the family|term life cover|travel insurance for a month|cover for a small shop",
                ),
                ("premium", "{$38}|{$55}|{$74}|{$110}"),
            ],
            about: "{cover}",
            opening: "I am looking for {cover}. What would that be per month?",
            talk: &[
                ("How many people should be covered?", "{Covered}.", "To be covered: {covered}."),
                (
                    "Is there any illness I should note?",
                    "My {father|mother|wife} has diabetes, otherwise we are fine.",
                    "Diabetes in the family was mentioned.",
                ),
                (
                    "For that it would start at {premium} a month.",
                    "And what is not covered? That's always the trick.",
                    "Premium from {premium} a month; asked about exclusions.",
                ),
                (
                    "Waiting time for existing illnesses is two years.",
                    "Two years is long.",
                    "Finds the waiting time of two years long.",
                ),
                (
                    "Do you have another policy at the moment?",
                    "Through my job, but that ends {in March|next month|this year}.",
                    "Present cover through the employer will end soon.",
                ),
            ],
            needs: &[
                ("product", "{cover}"),
                ("budget", "{premium} a month"),
                ("concern", "exclusions and waiting time"),
                ("currentCover", "through employer, ending"),
            ],
            tasks: &["Send a written quote with the exclusions", "Compare two plans around {premium}"],
            asks: &["Send the dates of birth of everyone to be covered"],
        },
        Topic {
            kind: Kind::Support,
            class: "Claim Status|Claims|Complaint",
            booked: "Surveyor Visit Scheduled",
            visit: "the surveyor's visit",
            slots: &[
                ("damage", "a hail-damaged car|a flooded cellar|a stolen bicycle|a hospital bill"),
                ("sum", "{$640}|{$1850}|{$3200}"),
            ],
            about: "a claim of {sum} for {damage}",
            opening: "I filed a claim for {damage} {four|five|six} weeks ago and have heard nothing.",
            talk: &[
                (
                    "Do you have the claim number?",
                    "It starts with {CL 88|CL 41|CL 07}, I have it in an e-mail.",
                    "The claim was found by its number.",
                ),
                (
                    "I see it. It is waiting for the repair estimate.",
                    "I uploaded that twice!",
                    "The estimate was uploaded twice but is not in the file.",
                ),
                ("What sum did you claim?", "{sum}, with receipts.", "Claimed sum {sum}, receipts exist."),
                (
                    "The assessor has ten working days after that.",
                    "So another two weeks. Unbelievable.",
                    "The assessor needs up to ten working days.",
                ),
                (
                    "I have marked the file as urgent.",
                    "And someone will really call me?",
                    "The file was marked as urgent.",
                ),
            ],
            needs: &[
                ("issue", "Claim for {damage} without answer"),
                ("claimedAmount", "{sum}"),
                ("expectation", "decision this week"),
            ],
            tasks: &["Find the uploaded estimate", "Have an assessor call {first}", "Check the claim of {sum}"],
            asks: &["Send the estimate once more by e-mail"],
        },
        Topic {
            kind: Kind::Request,
            class: "Policy Change|Renewal|Service Request",
            booked: "",
            visit: "",
            slots: &[("change", "a new address|a second driver|a new bank account|the name of the beneficiary")],
            about: "changing {change} in an existing policy",
            opening: "I need to change {change} in my policy. Can you do that on the phone?",
            talk: &[
                ("Yes, after two security questions. Your postal code, please?", "{pincode}.", "Identity was checked."),
                ("And the policy's last four digits?", "{8 1 2 0|3 3 9 7|6 6 0 4}.", "Policy was found."),
                (
                    "From when should it be valid?",
                    "From the first of next month.",
                    "Change shall be valid from the first of next month.",
                ),
                ("That changes the premium by {$3} a month.", "Up, I suppose.", "The premium changes by {$3} a month."),
                (
                    "Shall I send the confirmation by e-mail?",
                    "Yes, to the address you have.",
                    "Confirmation by e-mail.",
                ),
            ],
            needs: &[
                ("request", "Change {change}"),
                ("effectiveFrom", "first of next month"),
                ("confirmation", "e-mail"),
            ],
            tasks: &["Enter {change}", "Send the amended policy"],
            asks: &["Check the amended policy"],
        },
    ],
};

/// The trade.
pub static BANK: Industry = Industry {
    name: "bank and loans",
    businesses: "Meridian Credit Union|Clearwater Bank|Sahayak Finance|First Orchard Lending",
    topics: &[
        Topic {
            kind: Kind::Sales,
            class: "Loan Inquiry|Loan Enquiry|Lead|Qualified Lead",
            booked: "Branch Visit Scheduled|Appointment Scheduled",
            visit: "a branch appointment",
            slots: &[
                ("work", "employed for six years|self-employed with a small shop|employed since last year"),
                ("loan", "home loan|personal loan|business loan|car loan"),
                ("sum", "{$8000}|{$25000}|{$60000}|{$120000}"),
                ("income", "{$1400}|{$2100}|{$3300}"),
            ],
            about: "a {loan} of {sum}",
            opening: "I want to take a {loan} of about {sum}. What interest do you charge?",
            talk: &[
                ("It depends on a few things. Are you employed or self-employed?", "I'm {work}.", "{First} is {work}."),
                (
                    "What is your monthly income, roughly?",
                    "About {income} after tax.",
                    "Monthly income about {income} after tax.",
                ),
                (
                    "Are there other loans running?",
                    "A phone on instalments, nothing else.",
                    "Only a small instalment plan is running.",
                ),
                (
                    "The rate would be between eight and ten percent.",
                    "The other bank said seven and a half.",
                    "Indicated rate 8 to 10 %; another bank offered 7.5 %.",
                ),
                (
                    "Over how many years?",
                    "{Five|Ten|Fifteen|Three}, or as long as the instalment stays small.",
                    "Wants a small instalment.",
                ),
                (
                    "There is a processing fee of one percent.",
                    "Can that be waived?",
                    "Asked to waive the processing fee of 1 %.",
                ),
            ],
            needs: &[
                ("product", "{loan}"),
                ("amount", "{sum}"),
                ("income", "{income} a month"),
                ("competingOffer", "7.5 %"),
                ("priority", "low instalment"),
            ],
            tasks: &[
                "Ask whether 7.5 % can be matched",
                "Send the list of papers for a {loan}",
                "Check the fee waiver",
            ],
            asks: &["Upload the last three salary slips", "Bring an ID and proof of address"],
        },
        Topic {
            kind: Kind::Support,
            class: "Fraud Report|Card Dispute|Complaint|URGENT - Fraud",
            booked: "",
            visit: "",
            slots: &[
                ("sum", "{$49}|{$230}|{$610}"),
                (
                    "shop",
                    "a web shop I have never heard of|a petrol station abroad|a game store|a hotel in another city",
                ),
            ],
            about: "a card payment of {sum} that was not made by the cardholder",
            opening: "There is a payment of {sum} on my card from {shop}. That was not me.",
            talk: &[
                (
                    "I'm blocking the card right now. Do you still have it with you?",
                    "Yes, it is in my hand.",
                    "Card is still in the caller's possession and was blocked.",
                ),
                (
                    "Did you share a code with anybody?",
                    "{No. I got a message, but I did not click|Someone called yesterday and said they were from the bank}.",
                    "Possible phishing before the payment.",
                ),
                (
                    "Are there other payments you don't know?",
                    "Let me look. No, only that one.",
                    "Only one payment is disputed.",
                ),
                (
                    "You will get the money back provisionally within five days.",
                    "And the new card?",
                    "Provisional refund within five days was promised.",
                ),
                (
                    "The new card takes four working days.",
                    "I travel on the weekend, that's bad timing.",
                    "Travels on the weekend and needs the new card before.",
                ),
            ],
            needs: &[
                ("issue", "Unauthorised payment of {sum}"),
                ("cardStatus", "blocked"),
                ("expectation", "refund and new card before the weekend"),
            ],
            tasks: &["Open a dispute for {sum}", "Send the new card by courier", "Report the phishing message"],
            asks: &["Sign the dispute form", "Do not answer further messages"],
        },
        Topic {
            kind: Kind::Request,
            class: "Account Service|EMI Query|General Inquiry",
            booked: "",
            visit: "",
            slots: &[(
                "ask",
                "an interest certificate for the tax return|a later date for the instalment|a statement of the last six months|the closing amount of the loan",
            )],
            about: "{ask}",
            opening: "I need {ask}, and the app does not let me do it.",
            talk: &[
                (
                    "I can help. What does the app show?",
                    "It says \"something went wrong\", every time.",
                    "The app only shows an error.",
                ),
                ("Is this for the loan or the savings account?", "For the loan.", "Concerns the loan account."),
                ("Where shall I send it?", "To my e-mail, please.", "To be sent by e-mail."),
                ("Have you updated the app lately?", "It updates itself, I think.", "App version is unknown."),
                ("It is ready by tomorrow evening.", "Tomorrow is fine.", "Ready by the next evening."),
            ],
            needs: &[("request", "{ask}"), ("channel", "e-mail"), ("appIssue", "\"something went wrong\"")],
            tasks: &["Send {ask}", "Report the app error"],
            asks: &["Update the app"],
        },
    ],
};
