//! How calls end, and how callers feel: the phrases that close a story, with the outcome, mood and score that fit.

use super::industry::Kind;

/// A way a call can end.
#[derive(Debug)]
pub struct Ending {
    /// Short name, for tests and transcripts.
    pub name: &'static str,
    /// Which calls can end so.
    pub kinds: &'static [Kind],
    /// How often, against the others.
    pub weight: u32,
    /// Spellings of the outcome; `{booked}` is the topic's own.
    pub outcome: &'static str,
    /// Moods that go with it, by the names in [`MOODS`].
    pub moods: &'static [&'static str],
    /// Lowest and highest score.
    pub score: (u8, u8),
    /// A time was agreed on.
    pub is_scheduled: bool,
    /// Agent, caller, agent, …: the end of the dialogue.
    pub close: &'static [&'static [&'static str]],
    /// The end of the summary.
    pub summary: &'static [&'static str],
    /// What the business has to do besides the topic's own.
    pub tasks: &'static [&'static str],
}

/// Every ending.
pub static ENDINGS: [Ending; 10] = [
    Ending {
        name: "booked",
        kinds: &[Kind::Sales, Kind::Support, Kind::Request],
        weight: 38,
        outcome: "{booked}",
        moods: &["positive", "excited", "neutral", "relieved", "grateful", "frustrated", "hesitant", "anxious"],
        score: (68, 98),
        is_scheduled: true,
        close: &[
            &[
                "I can offer {when} for {visit}. Would that suit you?",
                "{When} works for me.",
                "Wonderful, {visit} is booked for {when}. You will get a confirmation {on this number|by message}.",
                "Thank you, {agent}.",
                "Thank you for calling, {first}. Goodbye!",
            ],
            &[
                "The next free time for {visit} is {when}.",
                "Nothing earlier?",
                "I'm afraid that is the earliest one.",
                "All right then, {when}.",
                "It's noted, {first}. Have a good day.",
            ],
            &[
                "Shall we fix {visit}? I have {when}.",
                "Yes, please put me down for {when}.",
                "Done. Is there anything else?",
                "No, that was all.",
                "Then see you {when}. Goodbye.",
            ],
        ],
        summary: &[
            "{Visit} was {booked_verb} for {when}.",
            "They agreed on {visit} {when}, and a confirmation was promised.",
            "The call ended with {visit} booked for {when}.",
        ],
        tasks: &["Confirm {visit} for {when}"],
    },
    Ending {
        name: "callback",
        kinds: &[Kind::Sales, Kind::Support, Kind::Request],
        weight: 14,
        outcome: "Callback Requested|Callback requested|Call Back Later|Follow-up Required|callback_requested",
        moods: &["neutral", "hesitant", "impatient", "positive", "mixed"],
        score: (45, 74),
        is_scheduled: true,
        close: &[
            &[
                "May I tell you more about the next steps?",
                "Listen, I'm {driving|at work|in a meeting}. Can you call me {when}?",
                "Of course, {when}. On this number?",
                "Yes, this one.",
                "I've noted it. Speak to you then, {first}.",
            ],
            &[
                "For that I would like our specialist to call you.",
                "Fine, but not today. {When} would be good.",
                "{When} it is.",
                "Thanks, bye.",
            ],
        ],
        summary: &[
            "{First} asked to be called back {when}.",
            "A callback was agreed for {when} because {first} was busy.",
            "Follow-up call needed {when}.",
        ],
        tasks: &["Call {first} back {when}"],
    },
    Ending {
        name: "sent",
        kinds: &[Kind::Sales],
        weight: 12,
        outcome: "Information Sent|Brochure Sent|Quote Sent|Details Shared on WhatsApp|Quotation requested",
        moods: &["neutral", "positive", "curious", "skeptical", "calm"],
        score: (52, 80),
        is_scheduled: false,
        close: &[
            &[
                "Shall I send you all of this in writing?",
                "Yes, to my {e-mail|WhatsApp}, please. I'll look at it tonight.",
                "You will have it within the hour.",
                "Good. Then I'll come back to you.",
                "Thank you, {first}. Goodbye.",
            ],
            &[
                "I can send you a summary with the prices.",
                "That would be best. I want to {compare|show it to my family|talk to my partner} first.",
                "It's on its way. Any other question?",
                "Not now.",
                "Have a nice day, {first}.",
            ],
        ],
        summary: &[
            "Details will be sent in writing; {first} wants to compare first.",
            "The caller asked for everything in writing and will come back to us.",
            "No decision yet: information is to be sent today.",
        ],
        tasks: &["Send the details in writing today", "Ask again in three days"],
    },
    Ending {
        name: "undecided",
        kinds: &[Kind::Sales],
        weight: 9,
        outcome: "Undecided|Needs Follow-up|Considering|Interested - Not Ready",
        moods: &["hesitant", "mixed", "skeptical", "neutral", "confused"],
        score: (38, 62),
        is_scheduled: false,
        close: &[
            &[
                "Would you like to fix a date now?",
                "I don't know. I have to think about it.",
                "What is holding you back, if I may ask?",
                "The price, mostly. And I don't want to rush.",
                "I understand. May I call you next week?",
                "You can try.",
                "Thank you, {first}. Goodbye.",
            ],
            &[
                "Shall I reserve it for you?",
                "Hmm. Let me talk to {my husband|my wife|my family|my boss} first.",
                "Certainly. How long do you need?",
                "A week, maybe two.",
                "Then I'll be in touch. Take care.",
            ],
        ],
        summary: &[
            "{First} is interested but wants to think it over, mostly because of the price.",
            "No commitment was made; the decision is made together with others.",
            "Undecided at the end of the call. A careful follow-up next week makes sense.",
        ],
        tasks: &["Follow up next week", "Prepare an answer to the price question"],
    },
    Ending {
        name: "declined",
        kinds: &[Kind::Sales],
        weight: 8,
        outcome: "Not Interested|Declined|Lost - Price|Do Not Call",
        moods: &["negative", "disappointed", "impatient", "indifferent"],
        score: (12, 40),
        is_scheduled: false,
        close: &[
            &[
                "Would you like to go on from here?",
                "No. That's more than I wanted to spend, really.",
                "We have a smaller offer too.",
                "Thank you, no. Please take me off the list.",
                "I will. Sorry to have taken your time.",
                "Bye.",
            ],
            &[
                "May I make you an offer?",
                "No, we went with someone else in the end.",
                "I see. May I ask what decided it?",
                "They were cheaper and could start earlier.",
                "Thank you for being frank, {first}. All the best.",
            ],
        ],
        summary: &[
            "{First} declined in the end.",
            "Not interested: too expensive compared with what was expected.",
            "The offer was turned down and no further calls are wanted.",
        ],
        tasks: &["Close the lead with the reason"],
    },
    Ending {
        name: "resolved",
        kinds: &[Kind::Support, Kind::Request],
        weight: 34,
        outcome: "Issue Resolved|Resolved|Query Resolved|RESOLVED|Request Completed",
        moods: &["relieved", "grateful", "positive", "satisfied", "calm", "neutral"],
        score: (74, 99),
        is_scheduled: false,
        close: &[
            &[
                "I have just done that. Could you check on your side?",
                "One second. Yes, I can see it.",
                "Great. Anything else I can do?",
                "No, that was quick. Thank you!",
                "You're welcome, {first}. Goodbye.",
            ],
            &[
                "It's all settled from here. You'll get a message in a few minutes.",
                "That was easier than I thought.",
                "I'm glad. Thank you for your patience.",
                "Thank you, {agent}. Have a nice day.",
            ],
        ],
        summary: &[
            "The matter was settled during the call.",
            "Resolved on the call; {first} confirmed and was {content|thankful}.",
            "Everything could be settled and no further call is needed.",
        ],
        tasks: &["Send the confirmation message"],
    },
    Ending {
        name: "escalated",
        kinds: &[Kind::Support, Kind::Request],
        weight: 15,
        outcome: "Escalated|Escalated to Supervisor|Complaint Registered|ESCALATED|Unresolved - Escalated",
        moods: &["angry", "frustrated", "angry", "disappointed", "impatient", "desperate"],
        score: (4, 34),
        is_scheduled: false,
        close: &[
            &[
                "I'd like to find a solution with you.",
                "No. I want to speak to a manager. Now.",
                "I've passed it to my supervisor with the highest priority.",
                "And when will I hear from them?",
                "Within four hours, {first}. I'm truly sorry.",
                "If not, I'm cancelling and you'll find my review online.",
            ],
            &[
                "I can open a complaint for you.",
                "I have three complaint numbers already!",
                "I understand. This one goes straight to the head of service.",
                "We'll see about that.",
                "You'll get a call today.",
            ],
        ],
        summary: &[
            "{First} demanded a manager and the case was escalated with high priority.",
            "Could not be solved on the call; a supervisor has to call back today.",
            "The case was escalated. There is a risk of cancellation and of a bad review.",
        ],
        tasks: &["Supervisor to call {first} back today", "Review earlier tickets of this customer"],
    },
    Ending {
        name: "transferred",
        kinds: &[Kind::Sales, Kind::Support, Kind::Request],
        weight: 7,
        outcome: "Transferred to Human Agent|Transferred|Warm Transfer|Handed Over",
        moods: &["neutral", "confused", "impatient", "calm"],
        score: (48, 76),
        is_scheduled: false,
        close: &[
            &[
                "For this I would rather connect you with a colleague.",
                "A real person? Yes, please.",
                "One moment, I'm transferring you and telling them what we discussed.",
                "Thank you.",
            ],
            &[
                "Can I help you with anything else?",
                "It's a bit complicated. Can I speak to somebody?",
                "Certainly, I'm putting you through now. Please hold the line.",
                "Okay.",
            ],
        ],
        summary: &[
            "The call was transferred to a colleague.",
            "{First} preferred to speak to a person and was put through.",
            "Handed over to the team with a short summary.",
        ],
        tasks: &["Check that the colleague has closed the case"],
    },
    Ending {
        name: "dropped",
        kinds: &[Kind::Sales, Kind::Support, Kind::Request],
        weight: 4,
        outcome: "Call Dropped|Disconnected|Incomplete|Line Disconnected",
        moods: &["neutral", "mixed", "frustrated"],
        score: (15, 45),
        is_scheduled: false,
        close: &[
            &[
                "Let me just check one more thing for you.",
                "Hello? You're breaking up.",
                "I'm still here. Can you hear me?",
                "Hello? I can't hear anyth–",
            ],
            &[
                "Could you repeat that, please?",
                "I said, can you hear me? The line is terrible.",
                "Yes, now it's better. Go on, please.",
                "I was saying that–",
            ],
        ],
        summary: &[
            "The line broke before anything was agreed.",
            "The connection was lost and the caller could not be reached again.",
            "The call ended abruptly because of a bad line.",
        ],
        tasks: &["Try to reach {first} again"],
    },
    Ending {
        name: "handled",
        kinds: &[Kind::Request, Kind::Support],
        weight: 10,
        outcome: "Ticket Created|Request Registered|In Progress|Pending Customer",
        moods: &["neutral", "calm", "mixed", "positive", "anxious"],
        score: (55, 82),
        is_scheduled: false,
        close: &[
            &[
                "I've opened a request, the number is {ticket}.",
                "Let me write that down. {ticket}.",
                "You'll hear from us within two working days.",
                "All right. And if not?",
                "Then call and just give the number.",
                "Fine. Goodbye.",
            ],
            &[
                "I have passed it to the team in charge.",
                "How will I know that it is done?",
                "By message, with the number {ticket}.",
                "Okay, thank you.",
                "Thank you for calling {business}.",
            ],
        ],
        summary: &[
            "Request {ticket} was opened; an answer was promised within two working days.",
            "The matter was registered as {ticket} and passed to the team.",
            "Next step is with our team (ticket {ticket}).",
        ],
        tasks: &["Work on ticket {ticket} within two working days"],
    },
];

/// How a caller feels, and how that sounds.
#[derive(Debug)]
pub struct Feeling {
    /// The name endings use.
    pub name: &'static str,
    /// Spellings of the mood: the first most often.
    pub words: &'static str,
    /// Rarer ones, in other languages or odd casing.
    pub odd_words: &'static str,
    /// -1 to 1.
    pub polarity: f32,
    /// Caller says, agent answers; said after the opening.
    pub remarks: &'static [(&'static str, &'static str)],
    /// What a summary says of it.
    pub notes: &'static [&'static str],
}

/// Every feeling.
pub static MOODS: [Feeling; 20] = [
    feel(
        "positive",
        "Positive|Positive|positive|Friendly",
        "POSITIVE|Positif|Positiv|सकारात्मक",
        0.7,
        &[("I've heard good things about you, by the way.", "That's kind of you to say, {first}.")],
        &["{First} was friendly throughout.", "A pleasant conversation."],
    ),
    feel(
        "neutral",
        "Neutral|neutral|Neutral",
        "NEUTRAL|Neutral |中性|Neutro",
        0.0,
        &[],
        &["The tone was matter-of-fact."],
    ),
    feel(
        "excited",
        "Excited|Enthusiastic|excited",
        "Very Excited!|Begeistert",
        0.9,
        &[(
            "I can't wait, to be honest. We've talked about it for months!",
            "I can hear that. Let's get it going, then.",
        )],
        &["{First} was visibly excited about it.", "Very enthusiastic."],
    ),
    feel(
        "frustrated",
        "Frustrated|frustrated|Slightly Frustrated",
        "FRUSTRATED|Frustrado|Frustriert",
        -0.6,
        &[
            (
                "This is the {second|third} time I'm calling about this.",
                "I'm sorry about that, {first}. Let me take care of it today.",
            ),
            ("I was on hold for {ten|fifteen|twenty} minutes, you know.", "I apologise for the wait."),
        ],
        &["{First} was frustrated because of the earlier contacts.", "The caller was annoyed about the waiting time."],
    ),
    feel(
        "angry",
        "Angry|angry|Very Angry",
        "ANGRY|Furious|Enojado|Wütend|злой",
        -0.9,
        &[
            ("I'm really angry. You take the money and then nobody answers.", "I understand, and I am sorry."),
            ("This is a joke. I've never seen such a service.", "I'm sorry that it went like that."),
        ],
        &["{First} was angry and raised the voice several times.", "Very upset caller."],
    ),
    feel(
        "mixed",
        "Mixed|mixed|Mixed (positive, then impatient)",
        "MIXED|Gemischt",
        0.1,
        &[
            ("I like what you do, but the last time did not go well.", "Thank you for telling me. What happened?"),
            ("Part of me wants it, part of me doesn't.", "That's quite all right."),
        ],
        &["Praise and criticism in the same call.", "The mood went up and down."],
    ),
    feel(
        "hesitant",
        "Hesitant|hesitant|Uncertain",
        "Hésitant|HESITANT",
        -0.1,
        &[("I'm not sure yet, I just want to ask first.", "That's perfectly fine, ask away.")],
        &["{First} sounded hesitant.", "The caller was careful not to commit."],
    ),
    feel(
        "relieved",
        "Relieved|relieved",
        "Erleichtert|Aliviado",
        0.6,
        &[("Oh good, I was afraid that nobody would pick up.", "I'm here. Let's look at it together.")],
        &["{First} was relieved at the end."],
    ),
    feel(
        "grateful",
        "Grateful|Thankful|grateful",
        "Agradecida|आभारी",
        0.8,
        &[("Thank you for taking the time.", "With pleasure, {first}.")],
        &["{First} thanked us warmly."],
    ),
    feel(
        "satisfied",
        "Satisfied|satisfied|Happy",
        "Zufrieden|满意|خوش",
        0.8,
        &[("You people are always so quick.", "We do our best.")],
        &["A satisfied customer."],
    ),
    feel("calm", "Calm|calm|Polite", "Ruhig", 0.3, &[], &["A calm, factual call."]),
    feel(
        "curious",
        "Curious|Interested|curious",
        "Curieux|Очень заинтересован",
        0.5,
        &[("I have a few questions, I hope that's all right.", "Please, go ahead.")],
        &["{First} asked many detailed questions."],
    ),
    feel(
        "skeptical",
        "Skeptical|skeptical|Sceptical",
        "Skeptisch",
        -0.2,
        &[("It sounds too good to be true, you know.", "I understand. I'll send you everything in writing.")],
        &["Some doubt about the promises remained."],
    ),
    feel(
        "confused",
        "Confused|confused",
        "Confus|Confundida",
        -0.2,
        &[("Sorry, I don't quite follow. Say that again?", "Of course, I'll go through it slowly.")],
        &["{First} had difficulty following the details."],
    ),
    feel(
        "disappointed",
        "Disappointed|disappointed",
        "Déçu|Enttäuscht",
        -0.5,
        &[("I expected more from you, I must say.", "I'm sorry to hear that.")],
        &["{First} was disappointed."],
    ),
    feel(
        "impatient",
        "Impatient|impatient|In a hurry",
        "Ungeduldig",
        -0.3,
        &[("Can we make it short? I have five minutes.", "Of course, I'll be quick.")],
        &["{First} was in a hurry."],
    ),
    feel(
        "anxious",
        "Anxious|Worried|anxious",
        "Besorgt|Inquieta",
        -0.3,
        &[("I'm a bit worried, to be honest.", "I understand. We'll find a way.")],
        &["{First} was worried and needed reassurance."],
    ),
    feel(
        "desperate",
        "Desperate|Upset",
        "Verzweifelt",
        -0.8,
        &[("Please, I don't know who else to call.", "I'm listening. Tell me everything.")],
        &["{First} was close to tears."],
    ),
    feel(
        "negative",
        "Negative|negative",
        "NEGATIVE|Négatif|नकारात्मक",
        -0.6,
        &[("I'll be honest, I don't expect much.", "I appreciate that you're frank.")],
        &["{First} was dismissive."],
    ),
    feel("indifferent", "Indifferent|Disengaged", "Gleichgültig", -0.1, &[], &["Little engagement from the caller."]),
];

const fn feel(
    name: &'static str,
    words: &'static str,
    odd_words: &'static str,
    polarity: f32,
    remarks: &'static [(&'static str, &'static str)],
    notes: &'static [&'static str],
) -> Feeling {
    Feeling { name, words, odd_words, polarity, remarks, notes }
}

/// The feeling of that name.
pub fn feeling(name: &str) -> &'static Feeling {
    MOODS.iter().find(|feeling| feeling.name == name).unwrap_or(&MOODS[1])
}
