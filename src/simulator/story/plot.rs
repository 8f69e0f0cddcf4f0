//! From tables to one call: who calls about what, what is said, how it ends, and what a summary makes of it.

use fastrand::Rng;

use super::calendar::Appointment;
use super::ending::{ENDINGS, Ending, Feeling, feeling};
use super::industry::{INDUSTRIES, Kind, Topic};
use super::person::{Name, Person};
use super::phrase::{Words, capital_first, chance, digits, one_of, pick, weighted};
use super::script::{SHORT, Script, in_language};
use super::serial::Serial;

/// A call before anybody decided which of it a payload tells.
#[derive(Debug, Clone)]
pub struct Plot {
    /// The trade.
    pub industry: &'static str,
    /// How it ended, by the ending's short name.
    pub ending: &'static str,
    /// How the caller felt.
    pub feeling: &'static Feeling,
    /// The business that was called.
    pub business: String,
    /// The voice agent's name.
    pub agent: &'static str,
    /// The language spoken.
    pub language: &'static str,
    /// What was agreed on.
    pub appointment: Option<Appointment>,
    /// As the platform spells it.
    pub mood: String,
    /// 0 to 100.
    pub score: u8,
    /// As the platform spells it.
    pub outcome: String,
    /// As the platform spells it.
    pub classification: String,
    /// One sentence to three paragraphs.
    pub summary: String,
    /// Labels and values.
    pub needs: Vec<(&'static str, String)>,
    /// What the business has to do.
    pub tasks: Vec<String>,
    /// What the caller has to do.
    pub asks: Vec<String>,
    /// Who says what: true is the agent.
    pub lines: Vec<(bool, String)>,
}

const AGENTS: &str = "Maya|Aria|Neha|Sam|Clara|Leo|Zara|Noah";
/// What somebody says who has understood; keeps long dialogues from sounding like a form.
const NODS_CHOICE: &str = "{Okay.|Right.|Mhm.|I see.|Good.|Sure.|Alright.}";
const GREETINGS: [&str; 3] = [
    "Thank you for calling {business}, this is {agent}. How can I help you today?",
    "{business}, {agent} speaking. What can I do for you?",
    "Hello and welcome to {business}, I'm {agent}. How may I help?",
];
const NAME_QUESTIONS: [&str; 3] = [
    "Of course. May I have your name first?",
    "Certainly. Who am I speaking with?",
    "I can help with that. Your name, please?",
];

/// The plot of a story: the words only depend on `rng`, the dates also on the time of the call.
pub fn invent(caller: &Person, serial: Serial, rng: &mut Rng) -> Plot {
    let local = in_language(caller.place.language);
    if chance(6, rng) {
        return recite(&SHORT[rng.usize(..SHORT.len())], caller, serial, rng);
    }
    if !local.is_empty() && chance(34, rng) {
        let script = local[rng.usize(..local.len())];
        return recite(script, caller, serial, rng);
    }
    compose(caller, serial, rng)
}

fn words(caller: &Person, name: &Name, rng: &mut Rng) -> Words {
    let mut words = Words::new(caller.place.currency);
    words.set("first", name.first.as_str());
    words.set("family", name.family.as_str());
    words.set("name", name.full.as_str());
    words.set("phone", caller.phone.as_str());
    words.set("city", caller.city.as_str());
    words.set("address", caller.address.as_str());
    words.set("pincode", if caller.pincode.is_empty() { "10001" } else { &caller.pincode });
    words.set("ticket", digits("@@-####", rng));
    words
}

fn recite(script: &'static Script, caller: &Person, serial: Serial, rng: &mut Rng) -> Plot {
    let offset = caller.place.offset_minutes;
    let appointment =
        script.appointment.map(|(days, hour)| Appointment::after(serial.local_end(offset), days, hour, 0, offset));
    let is_english = script.language == "English";
    let mut latin = words(caller, &caller.latin, rng);
    let mut spoken = words(caller, if is_english { &caller.latin } else { &caller.own }, rng);
    let business = pick(script.businesses, rng);
    let agent = pick(AGENTS, rng);
    let ticket = latin.get("ticket").unwrap_or_default();
    let when = appointment.map_or_else(String::new, |a| a.phrase());
    for words in [&mut latin, &mut spoken] {
        words.set("business", business);
        words.set("agent", agent);
        words.set("ticket", ticket.as_str());
        words.set("when", when.as_str());
    }
    for (slot, values) in script.slots {
        let value = pick(values, rng);
        latin.set(slot, value);
        spoken.set(slot, value);
    }
    let lines = script.lines.iter().enumerate().map(|(i, line)| (i % 2 == 0, spoken.fill(line, rng))).collect();
    let is_own_summary = !script.own_summary.is_empty() && chance(25, rng);
    let summary = if is_own_summary { spoken.fill(script.own_summary, rng) } else { latin.fill(script.summary, rng) };
    let feeling = feeling(script.mood);
    Plot {
        industry: script.industry,
        ending: script.ending,
        feeling,
        business: business.to_owned(),
        agent,
        language: script.language,
        appointment,
        mood: mood_word(feeling, if is_english { 5 } else { 30 }, rng),
        score: rng.u8(script.score.0..=script.score.1),
        outcome: pick(script.outcome, rng).to_owned(),
        classification: pick(script.class, rng).to_owned(),
        summary,
        needs: script.needs.iter().map(|(label, value)| (*label, latin.fill(value, rng))).collect(),
        tasks: script.tasks.iter().map(|task| latin.fill(task, rng)).collect(),
        asks: Vec::new(),
        lines,
    }
}

fn compose(caller: &Person, serial: Serial, rng: &mut Rng) -> Plot {
    let industry = *one_of(&INDUSTRIES, rng);
    let topic = one_of(industry.topics, rng);
    let fits =
        |ending: &Ending| ending.kinds.contains(&topic.kind) && !(ending.name == "booked" && topic.booked.is_empty());
    let ending = &ENDINGS[weighted(ENDINGS.iter().map(|e| if fits(e) { e.weight } else { 0 }), rng)];
    let mood: &str = one_of::<&str>(ending.moods, rng);
    let feeling = feeling(mood);
    let offset = caller.place.offset_minutes;
    let appointment = Appointment::soon(serial.local_end(offset), offset, rng);
    let agent = pick(AGENTS, rng);

    let mut words = words(caller, &caller.latin, rng);
    words.set("business", pick(industry.businesses, rng));
    words.set("agent", agent);
    words.set("when", appointment.phrase());
    words.set("visit", topic.visit);
    words.set("booked_verb", "booked|scheduled|agreed".split('|').nth(rng.usize(..3)).unwrap_or("booked"));
    words.set("booked", pick(topic.booked, rng));
    for (slot, values) in topic.slots {
        let value = words.fill(pick(values, rng), rng);
        words.set(slot, value);
    }
    let about = words.fill(topic.about, rng);
    words.set("about", about);

    let is_outbound = topic.kind == Kind::Sales && chance(25, rng);
    let mut told = (0..topic.talk.len()).collect::<Vec<_>>();
    let wanted = if ending.name == "dropped" { rng.usize(2..=3) } else { rng.usize(3..=topic.talk.len()) };
    while told.len() > wanted {
        told.remove(rng.usize(1..told.len()));
    }
    let lines = dialogue(topic, ending, feeling, &told, is_outbound, &words, rng);
    let summary = summary(topic, ending, feeling, &told, is_outbound, &words, rng);
    let fill_all = |phrases: &[&str], rng: &mut Rng| {
        phrases.iter().map(|phrase| capital_first(&words.fill(phrase, rng))).collect::<Vec<_>>()
    };
    let mut tasks = fill_all(ending.tasks, rng);
    if !matches!(ending.name, "declined" | "dropped") {
        tasks.extend(fill_all(topic.tasks, rng));
    }
    let asks =
        if matches!(ending.name, "booked" | "sent" | "handled") { fill_all(topic.asks, rng) } else { Vec::new() };
    Plot {
        industry: industry.name,
        ending: ending.name,
        feeling,
        business: words.get("business").unwrap_or_default(),
        agent,
        language: "English",
        appointment: ending.is_scheduled.then_some(appointment),
        mood: mood_word(feeling, 4, rng),
        score: score(ending, feeling, rng),
        outcome: words.fill(pick(ending.outcome, rng), rng),
        classification: pick(topic.class, rng).to_owned(),
        summary,
        needs: topic.needs.iter().map(|(label, value)| (*label, words.fill(value, rng))).collect(),
        tasks,
        asks,
        lines,
    }
}

/// Within the ending's range, pulled down or up by the feeling.
fn score(ending: &Ending, feeling: &Feeling, rng: &mut Rng) -> u8 {
    let (low, high) = (f32::from(ending.score.0), f32::from(ending.score.1));
    // What went well in the end still leaves an angry caller with a worse call.
    let malus = if low > 40.0 { feeling.polarity.min(0.0) * 40.0 } else { 0.0 };
    let place = (0.5 + feeling.polarity * 0.4 + (rng.f32() - 0.5) * 0.4).clamp(0.0, 1.0);
    (low + malus + (high - low) * place).round().clamp(0.0, 100.0) as u8
}

fn mood_word(feeling: &Feeling, odd_percent: u8, rng: &mut Rng) -> String {
    pick(if chance(odd_percent, rng) { feeling.odd_words } else { feeling.words }, rng).to_owned()
}

/// Lines as they are said, each filled when it is added.
struct Talk<'a> {
    words: &'a Words,
    lines: Vec<(bool, String)>,
}

impl Talk<'_> {
    fn agent(&mut self, phrase: &str, rng: &mut Rng) {
        self.lines.push((true, capital_first(self.words.fill(phrase, rng).trim())));
    }

    /// Two lines of the caller in a row become one.
    fn caller(&mut self, phrase: &str, rng: &mut Rng) {
        let line = capital_first(self.words.fill(phrase, rng).trim());
        match self.lines.last_mut() {
            Some((false, last)) => {
                last.push(' ');
                last.push_str(&line);
            }
            _ => self.lines.push((false, line)),
        }
    }
}

fn dialogue(
    topic: &Topic,
    ending: &Ending,
    feeling: &Feeling,
    told: &[usize],
    is_outbound: bool,
    words: &Words,
    rng: &mut Rng,
) -> Vec<(bool, String)> {
    let mut talk = Talk { words, lines: Vec::new() };
    if is_outbound {
        talk.agent("{Hello|Hi|Good day}, this is {agent} from {business}. Am I speaking with {first}?", rng);
        talk.caller("{Yes, speaking|Yes, that's me|That's right}.", rng);
        talk.agent("You asked us about {about} on our website. Is this a good time?", rng);
        talk.caller("{Yes, go ahead.|Sure.|A few minutes, yes.}", rng);
    } else {
        let greeting = *one_of(&GREETINGS, rng);
        talk.agent(greeting, rng);
        talk.caller(&["{Hello.|Hi {agent}.|Good {morning|afternoon}.} ", topic.opening].concat(), rng);
        if chance(45, rng) {
            let question = *one_of(&NAME_QUESTIONS, rng);
            talk.agent(question, rng);
            talk.caller("{It's {name}.|{name}.|My name is {name}.}", rng);
            talk.agent(
                "{Thank you, {first}. One moment, please.|Thanks, {first}. Let me see.|Thank you, {first}.}",
                rng,
            );
        }
    }
    if !feeling.remarks.is_empty() {
        let (caller, agent) = *one_of(feeling.remarks, rng);
        talk.caller(caller, rng);
        talk.agent(agent, rng);
        talk.caller(NODS_CHOICE, rng);
    } else if matches!(talk.lines.last(), Some((true, _))) {
        talk.caller(NODS_CHOICE, rng);
    }
    for (index, at) in told.iter().enumerate() {
        let (agent, caller, _) = topic.talk[*at];
        talk.agent(agent, rng);
        talk.caller(caller, rng);
        if index > 0 && chance(14, rng) {
            talk.agent("{Let me note that.|One second, I'm writing it down.|Thank you, that helps.}", rng);
            talk.caller(NODS_CHOICE, rng);
        }
    }
    for (index, phrase) in one_of(ending.close, rng).iter().enumerate() {
        if index % 2 == 0 { talk.agent(phrase, rng) } else { talk.caller(phrase, rng) }
    }
    talk.lines
}

fn summary(
    topic: &Topic,
    ending: &Ending,
    feeling: &Feeling,
    told: &[usize],
    is_outbound: bool,
    words: &Words,
    rng: &mut Rng,
) -> String {
    let lead = if is_outbound {
        "{{agent} called {first} back about {about}.|Outbound call to {name} about {about}.|Follow-up on a web enquiry: {first} is interested in {about}.}"
    } else {
        "{{name} called about {about}.|Customer called about {about}.|{First} from {city} called about {about}.|The caller contacted {business} about {about}.|Call from {name} about {about}.}"
    };
    let details: Vec<&str> = told.iter().map(|at| topic.talk[*at].2).collect();
    let close = *one_of(ending.summary, rng);
    let note = *one_of(feeling.notes, rng);
    let next = "Next step: {next}.";
    let task = topic.tasks.first().copied().unwrap_or("Follow up");
    let phrase = match rng.u8(..100) {
        0..=7 => lead.to_owned(),
        8..=27 => format!("{lead} {close}"),
        28..=79 => {
            let some = details.iter().take(rng.usize(1..=details.len().min(3))).copied().collect::<Vec<_>>().join(" ");
            let note = if chance(40, rng) { note } else { "" };
            format!("{lead} {some} {close} {note}")
        }
        _ => {
            let (first, second) = details.split_at(details.len() / 2);
            let (first, second) = (first.join(" "), second.join(" "));
            format!("{lead} {first}\n\n{second} {note}\n\n{close} {next}")
        }
    };
    let text = words.fill(&phrase, rng).replace("{next}", &words.fill(&lower(task), rng));
    let sentences = text.split('\n').map(tidy).collect::<Vec<_>>();
    sentences.join("\n")
}

/// One space between sentences, and each begins with a capital.
fn tidy(paragraph: &str) -> String {
    let mut out = String::with_capacity(paragraph.len());
    for word in paragraph.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        if out.is_empty() || out.ends_with(". ") { out.push_str(&capital_first(word)) } else { out.push_str(word) }
    }
    out
}

fn lower(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_lowercase().chain(chars).collect())
}
