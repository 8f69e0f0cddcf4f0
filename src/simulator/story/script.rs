//! Calls told as a whole, line by line: those in other languages, and those too short to have a topic.

/// A whole call.
#[derive(Debug)]
pub struct Script {
    /// Its language; the caller is from where it is spoken.
    pub language: &'static str,
    /// The trade, as in the industries.
    pub industry: &'static str,
    /// Invented businesses.
    pub businesses: &'static str,
    /// Spellings of the classification.
    pub class: &'static str,
    /// Spellings of the outcome.
    pub outcome: &'static str,
    /// The ending's short name.
    pub ending: &'static str,
    /// A feeling by name.
    pub mood: &'static str,
    /// Lowest and highest score.
    pub score: (u8, u8),
    /// Days ahead and hour of what was agreed on.
    pub appointment: Option<(i8, i8)>,
    /// Slots of its own.
    pub slots: &'static [(&'static str, &'static str)],
    /// Agent, caller, agent, …
    pub lines: &'static [&'static str],
    /// In English; the gaps speak of the caller in Latin letters.
    pub summary: &'static str,
    /// In the call's language; may be empty.
    pub own_summary: &'static str,
    /// Labels and values.
    pub needs: &'static [(&'static str, &'static str)],
    /// What the business has to do.
    pub tasks: &'static [&'static str],
}

const NOTHING: Script = Script {
    language: "English",
    industry: "",
    businesses: "Sunridge Solar|Pearl Street Dental|Keystone Homes|Torque Garage|Lantern Mutual|Skylark Broadband|Hotel Marisol",
    class: "",
    outcome: "",
    ending: "",
    mood: "neutral",
    score: (0, 30),
    appointment: None,
    slots: &[],
    lines: &[],
    summary: "",
    own_summary: "",
    needs: &[],
    tasks: &[],
};

/// Calls that came to nothing.
pub static SHORT: [Script; 5] = [
    Script {
        class: "Voicemail|voicemail|No Conversation",
        outcome: "Voicemail|Voicemail Left|No Answer",
        ending: "voicemail",
        score: (0, 20),
        lines: &[
            "Hello, this is {agent} from {business}. Is this {first}?",
            "You have reached the voicemail of {phone}. Please leave a message after the tone.",
            "Hello {first}, I wanted to answer your question. We will try again tomorrow, or just call us back. Thank you!",
        ],
        summary: "Reached the voicemail of {first}; a short message was left.",
        tasks: &["Try again tomorrow"],
        ..NOTHING
    },
    Script {
        class: "Wrong Number|Other|Invalid Lead",
        outcome: "Wrong Number|Wrong number|Invalid Contact",
        ending: "wrong number",
        score: (5, 30),
        lines: &[
            "Thank you for calling {business}, this is {agent}. How can I help you?",
            "Is this the pizza place?",
            "No, this is {business}.",
            "Oh, sorry, wrong number then.",
            "No problem. Have a nice {day|evening}!",
            "You too, bye.",
        ],
        summary: "The caller had dialled the wrong number.",
        ..NOTHING
    },
    Script {
        class: "No Conversation|Silent Call|Unknown",
        outcome: "No Response|Abandoned|Hung Up",
        ending: "silent",
        score: (0, 10),
        lines: &[
            "Thank you for calling {business}. How can I help you today?",
            "…",
            "Hello? Can you hear me?",
            "[background noise]",
            "It seems that I cannot hear you. Please call again. Goodbye.",
        ],
        summary: "Nobody spoke; the call was ended after a few seconds.",
        ..NOTHING
    },
    Script {
        class: "Spam|Solicitation|Not a Customer",
        outcome: "Spam|Call Ended|Blocked",
        ending: "spam",
        mood: "indifferent",
        score: (0, 15),
        lines: &[
            "{business}, this is {agent}. What can I do for you?",
            "Hello, am I speaking with the owner? I can bring your website to the first page.",
            "Thank you, we do not need that.",
            "It takes only two minutes of your time.",
            "I'm sorry, no. Please take this number off your list.",
            "But this offer is only valid today–",
            "Goodbye.",
        ],
        summary: "Cold call by somebody selling search engine advertising. Not a customer.",
        ..NOTHING
    },
    Script {
        class: "General Inquiry|FAQ|Information",
        outcome: "Information Provided|Query Resolved|Answered",
        ending: "hours",
        mood: "positive",
        score: (70, 95),
        lines: &[
            "{business}, {agent} speaking. How can I help?",
            "Hi, are you open on Saturday?",
            "Yes, from nine to one.",
            "And can one park there?",
            "There are six places in the yard behind the building.",
            "Perfect, that's all. Thank you!",
            "You're welcome. See you on Saturday!",
            "Bye.",
        ],
        summary: "Asked for the opening hours on Saturday (nine to one) and for parking. Answered at once.",
        ..NOTHING
    },
];

/// The calls in that language.
pub fn in_language(language: &str) -> Vec<&'static Script> {
    super::tongues::all().filter(|script| script.language == language).collect()
}
