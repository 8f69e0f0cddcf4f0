//! The open call as a page: who and how to reach them, then the analysis, then everything else. Every scalar that the
//! payload holds is on it.

use jiff::tz::TimeZone;

use super::format::{bytes_label, full_stamp, millis_label, scheduled_label, when_label};
use super::work::{TaskLine, task_lines};
use crate::call::{
    Block, CallDetail, CallerField, Datum, DeliveryNote, IdSource, Seq, TaskRef, UnixMillis, Verdict, attached_name,
    blocks, words_from_key,
};

/// What the right side of the window shows.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Detail {
    /// No call is open.
    #[default]
    Nothing,
    /// A call is being read.
    Reading(Seq),
    /// A call.
    Shown(Box<DetailPage>),
    /// The call is not there any more.
    Missing(Seq),
}

impl Detail {
    /// Which call it is about.
    pub fn seq(&self) -> Option<Seq> {
        match self {
            Self::Nothing => None,
            Self::Reading(seq) | Self::Missing(seq) => Some(*seq),
            Self::Shown(page) => Some(page.detail.seq),
        }
    }
}

/// A call ready to be drawn.
#[derive(Debug, Clone, PartialEq)]
pub struct DetailPage {
    /// What it was made from.
    pub detail: CallDetail,
    /// Who, in one line.
    pub title: String,
    /// Company and ways to reach the caller.
    pub contacts: Vec<Contact>,
    /// "Today 10:42".
    pub when: String,
    /// The same in full.
    pub when_full: String,
    /// The parts, in reading order; but for what a person can add to, none of them is empty.
    pub sections: Vec<Section>,
    /// Every thing to do, as they are numbered.
    pub tasks: Vec<TaskLine>,
}

/// A way to reach the caller, or their company.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contact {
    /// What it is.
    pub kind: ContactKind,
    /// As the platform said it.
    pub text: String,
    /// `tel:` or `mailto:`; `None` when it can't be one.
    pub link: Option<String>,
}

/// What a contact is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ContactKind {
    /// A company's name.
    Company,
    /// A phone number, or what was sent for one.
    Phone,
    /// An e-mail address, or what was sent for one.
    Email,
}

/// One titled part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Section {
    /// Running text.
    Text {
        /// Its heading.
        title: &'static str,
        /// All of it.
        text: String,
    },
    /// Any JSON.
    Blocks {
        /// Its heading.
        title: &'static str,
        /// In order.
        blocks: Vec<Block>,
    },
    /// What is to do: what the platform named; what a person added follows.
    Tasks {
        /// In order, ticked as they stand now.
        blocks: Vec<Block>,
    },
    /// What a person wrote.
    Notes,
    /// Labelled values.
    Facts {
        /// Its heading.
        title: &'static str,
        /// In order.
        facts: Vec<Fact>,
    },
    /// How the call reached us.
    Deliveries(Vec<DeliveryLine>),
}

/// A labelled value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    /// "Address"
    pub label: String,
    /// The value as people write it.
    pub text: String,
    /// The value as it was sent, where that differs.
    pub as_sent: Option<String>,
    /// It is an address or key that one would copy.
    pub is_copied: bool,
}

/// One delivery in a line or two.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeliveryLine {
    /// What became of it.
    pub verdict: Verdict,
    /// "Today 10:42"
    pub when: String,
    /// The same in full.
    pub when_full: String,
    /// "1.9 KB, answered 200 in 3 ms"
    pub facts: String,
    /// "score: 62 → 31", one each.
    pub changes: Vec<String>,
    /// What had to be assumed.
    pub note: Option<String>,
}

impl DetailPage {
    /// The page of a call.
    pub fn of(detail: CallDetail, now: UnixMillis, zone: &TimeZone) -> Self {
        let call = &detail.call;
        let analysis = &call.analysis;
        let mut sections = Vec::new();
        if let Some(summary) = &analysis.summary {
            sections.push(Section::Text { title: say!("Summary"), text: summary.clone() });
        }
        let tasks = task_lines(&detail);
        let mut to_do = analysis.action_items.as_ref().map_or_else(Vec::new, |value| blocks(value, true));
        tick(&mut to_do, &tasks);
        sections.push(Section::Tasks { blocks: to_do });
        sections.push(Section::Notes);
        for (title, value) in
            [(say!("Interests and needs"), &analysis.interests_and_needs), (say!("Sentiment"), &analysis.sentiment)]
        {
            let blocks = value.as_ref().map_or_else(Vec::new, |value| blocks(value, false));
            if !blocks.is_empty() {
                sections.push(Section::Blocks { title, blocks });
            }
        }
        push_facts(&mut sections, say!("Caller"), caller_facts(&detail, zone));
        push_facts(&mut sections, say!("Call"), call_facts(&detail, zone));
        if !call.more.is_empty() {
            let rows = call.more.iter().map(|field| (label_of(&field.path), blocks(&field.value, false)));
            let rows: Vec<_> = rows.filter(|(_, blocks)| !blocks.is_empty()).collect();
            if !rows.is_empty() {
                sections.push(Section::Blocks { title: say!("More fields"), blocks: vec![Block::Rows(rows)] });
            }
        }
        if !detail.deliveries.is_empty() {
            let lines = detail.deliveries.iter().map(|note| delivery_line(note, now, zone)).collect();
            sections.push(Section::Deliveries(lines));
        }
        Self {
            title: one_line(call.title()),
            contacts: contacts(&detail),
            when: when_label(detail.received_at, now, zone),
            when_full: full_stamp(detail.received_at, zone),
            sections,
            tasks,
            detail,
        }
    }

    /// "Today 10:42 · 3 min 18 s · English": when, how long, in which language, as far as it is known.
    pub fn circumstances(&self) -> String {
        let sound = self.detail.sound.as_ref().map(|(sound, _)| sound.duration_ms);
        let length = sound.filter(|length| *length > 0).map(length_label);
        let language = self.detail.call.caller.known(CallerField::Language).map(one_line);
        [Some(self.when.clone()), length, language].into_iter().flatten().collect::<Vec<_>>().join(" · ")
    }

    /// The chips under the name: outcome and classification.
    pub fn chips(&self) -> impl Iterator<Item = &str> {
        let analysis = &self.detail.call.analysis;
        let outcome = analysis.outcome.as_deref();
        // Some platforms send one word for both.
        let class = analysis.classification.as_deref();
        let class = class.filter(|class| !outcome.is_some_and(|outcome| outcome.eq_ignore_ascii_case(class)));
        [outcome, class].into_iter().flatten()
    }

    /// Every text on the page, for searching it.
    pub fn texts(&self) -> Vec<String> {
        let analysis = &self.detail.call.analysis;
        let mut texts = vec![self.title.clone(), self.when.clone()];
        texts.extend(self.contacts.iter().map(|contact| contact.text.clone()));
        texts.extend(self.chips().map(str::to_owned));
        texts.extend(analysis.mood.iter().map(|mood| mood.word.clone()));
        texts.extend(analysis.score.iter().flat_map(|score| [score.label(), score.text.clone()]));
        for section in &self.sections {
            match section {
                Section::Text { text, .. } => texts.push(text.clone()),
                Section::Blocks { blocks, .. } | Section::Tasks { blocks } => collect(blocks, &mut texts),
                Section::Notes => texts.extend(self.detail.notes.iter().map(|note| note.text.clone())),
                Section::Facts { facts, .. } => {
                    texts.extend(
                        facts.iter().flat_map(|fact| [Some(fact.text.clone()), fact.as_sent.clone()]).flatten(),
                    );
                }
                Section::Deliveries(lines) => texts.extend(lines.iter().map(|line| line.facts.clone())),
            }
        }
        texts
    }
}

/// Ticks of a person stand above what the platform says.
fn tick(blocks: &mut [Block], lines: &[TaskLine]) {
    for block in blocks {
        match block {
            Block::Tasks(tasks) => {
                for task in tasks {
                    let is_it = |line: &&TaskLine| line.task == TaskRef::Said(task.key.clone());
                    task.is_done = lines.iter().find(is_it).map_or(task.is_done, |line| line.is_done);
                }
            }
            Block::Rows(rows) => rows.iter_mut().for_each(|(_, blocks)| tick(blocks, lines)),
            Block::Bullets(entries) => entries.iter_mut().for_each(|entry| tick(&mut entry.detail, lines)),
            Block::Paragraph(_) | Block::Note(_) | Block::Code(_) => {}
        }
    }
}

fn collect(blocks: &[Block], texts: &mut Vec<String>) {
    for block in blocks {
        match block {
            Block::Paragraph(text) | Block::Note(text) | Block::Code(text) => texts.push(text.clone()),
            Block::Bullets(entries) => {
                for entry in entries {
                    texts.push(entry.text.clone());
                    collect(&entry.detail, texts);
                }
            }
            Block::Rows(rows) => {
                for (label, blocks) in rows {
                    texts.push(label.clone());
                    collect(blocks, texts);
                }
            }
            Block::Tasks(tasks) => {
                for task in tasks {
                    texts.push(task.text.clone());
                    texts.extend(task.due.clone());
                    texts.extend(task.tags.iter().map(|(_, value)| value.clone()));
                    collect(&task.detail, texts);
                }
            }
        }
    }
}

fn push_facts(sections: &mut Vec<Section>, title: &'static str, facts: Vec<Fact>) {
    if !facts.is_empty() {
        sections.push(Section::Facts { title, facts });
    }
}

fn contacts(detail: &CallDetail) -> Vec<Contact> {
    let caller = &detail.call.caller;
    let title = detail.call.title();
    let mut contacts = Vec::new();
    for (field, kind) in [
        (CallerField::Company, ContactKind::Company),
        (CallerField::PhoneNumber, ContactKind::Phone),
        (CallerField::Email, ContactKind::Email),
    ] {
        let Some(text) = caller.known(field) else { continue };
        let link = match kind {
            ContactKind::Company => None,
            ContactKind::Phone => tel_link(text),
            ContactKind::Email => mailto_link(text),
        };
        if text != title || link.is_some() {
            contacts.push(Contact { kind, text: one_line(text), link });
        }
    }
    contacts
}

/// RFC 3966: digits and a leading plus; `None` for what has no digits to dial.
pub(super) fn tel_link(text: &str) -> Option<String> {
    let dialled: String = text
        .chars()
        .enumerate()
        .filter(|(at, c)| c.is_ascii_digit() || *c == '+' && *at == 0)
        .map(|(_, c)| c)
        .collect();
    let is_phone = text.chars().all(|c| c.is_ascii_digit() || "+-() .\u{a0}/x".contains(c));
    (is_phone && dialled.len() >= 3).then(|| format!("tel:{dialled}"))
}

pub(super) fn mailto_link(text: &str) -> Option<String> {
    let (name, host) = text.split_once('@')?;
    let is_plain = |c: char| !c.is_whitespace() && !c.is_control() && !"<>\"?&#%,;:()[]\\".contains(c);
    (!name.is_empty() && host.contains('.') && text.chars().all(is_plain) && !host.contains('@'))
        .then(|| format!("mailto:{text}"))
}

/// The fields that make up an address, in the order people write them.
const ADDRESS: [CallerField; 5] =
    [CallerField::Address, CallerField::City, CallerField::State, CallerField::Pincode, CallerField::Country];
/// The fields that the head shows.
const IN_HEAD: [CallerField; 4] =
    [CallerField::Name, CallerField::Company, CallerField::PhoneNumber, CallerField::Email];

fn caller_facts(detail: &CallDetail, zone: &TimeZone) -> Vec<Fact> {
    let caller = &detail.call.caller;
    let mut facts = Vec::new();
    let address: Vec<&str> = ADDRESS.iter().filter_map(|field| caller.known(*field)).collect();
    let mut is_address_told = false;
    // Fields of which the platform said that it does not know them, by its words for that.
    let mut unknown: Vec<(&str, Vec<&str>)> = Vec::new();
    for field in CallerField::ALL {
        let Some(text) = caller.get(*field) else { continue };
        if caller.known(*field).is_none() {
            match unknown.iter_mut().find(|(words, _)| *words == text) {
                Some((_, labels)) => labels.push(field.label()),
                None => unknown.push((text, vec![field.label()])),
            }
            continue;
        }
        let mut fact = Fact { label: field.label().to_owned(), text: text.to_owned(), as_sent: None, is_copied: false };
        if ADDRESS.contains(field) {
            if is_address_told {
                continue;
            }
            is_address_told = true;
            fact.label = String::from(say!("Address"));
            fact.text = address.join(", ");
        } else if *field == CallerField::ScheduledTime {
            fact.text = scheduled_label(text, zone);
            fact.as_sent = (fact.text != text).then(|| text.to_owned());
        } else if IN_HEAD.contains(field) && one_line(text) == text {
            continue;
        }
        facts.push(fact);
    }
    for (words, labels) in unknown {
        facts.push(Fact {
            label: String::from(say!("Not known")),
            text: labels.join(", "),
            as_sent: Some(say!("“{words}”, says the platform", words = words)),
            is_copied: false,
        });
    }
    facts
}

fn call_facts(detail: &CallDetail, zone: &TimeZone) -> Vec<Fact> {
    let call = &detail.call;
    let fact = |label: &str, text: String, is_copied| Fact { label: label.to_owned(), text, as_sent: None, is_copied };
    let mut facts = Vec::new();
    for (label, uri, field) in [
        (say!("Recording"), &call.recording_uri, say!("recordingUri")),
        (say!("Transcript"), &call.transcript_uri, say!("transcriptUri")),
    ] {
        let Some(uri) = uri else { continue };
        facts.push(match attached_name(uri) {
            None => fact(label, uri.clone(), true),
            Some(name) => Fact {
                as_sent: call
                    .document
                    .get(field)
                    .and_then(Datum::to_line)
                    .map(|sent| say!("The call names {sent}", sent = sent)),
                ..fact(label, say!("{name} (attached)", name = name), false)
            },
        });
    }
    if let Some(score) = call.analysis.score.as_ref().filter(|score| score.label() != score.text) {
        facts.push(fact(say!("Score as sent"), score.text.clone(), false));
    }
    if let Some(secs) = call.id.object_id_secs() {
        let at = UnixMillis(secs * 1_000);
        facts.push(fact(say!("Made about"), full_stamp(at, zone), false));
    }
    let id = fact(say!("Call ID"), call.id.to_string(), true);
    facts.push(match call.id_source {
        IdSource::Derived => {
            Fact { as_sent: Some(String::from(say!("The sender gave none; made from the content"))), ..id }
        }
        IdSource::Alias | IdSource::Given => id,
    });
    facts
}

fn delivery_line(note: &DeliveryNote, now: UnixMillis, zone: &TimeZone) -> DeliveryLine {
    let change = |change: &crate::call::Change| {
        let label = label_of(&change.path);
        match &change.before {
            Some(before) => format!("{label}: {} → {}", short(before), short(&change.after)),
            None => say!("{label} added: {after}", label = label, after = short(&change.after)),
        }
    };
    DeliveryLine {
        verdict: note.verdict,
        when: when_label(note.received_at, now, zone),
        when_full: full_stamp(note.received_at, zone),
        facts: match note.took_micros {
            Some(micros) => say!(
                "{size}, answered {status} in {time}",
                size = bytes_label(note.body_bytes),
                status = note.status,
                time = millis_label(micros)
            ),
            None => say!("{size}, answered {status}", size = bytes_label(note.body_bytes), status = note.status),
        },
        changes: note.changes.iter().map(change).collect(),
        note: note.reason.clone(),
    }
}

/// "callAnalysis.leadScore" as "Lead score": the part of the contract it stands in goes without saying.
fn label_of(path: &str) -> String {
    let inner = path.strip_prefix("callAnalysis.").or_else(|| path.strip_prefix("callerDetails.")).unwrap_or(path);
    if inner.contains(['.', '[']) { inner.to_owned() } else { words_from_key(inner) }
}

/// "3 min 18 s", "42 s", "1 h 5 min".
fn length_label(length_ms: u64) -> String {
    let secs = (length_ms + 500) / 1_000;
    match (secs / 3_600, secs / 60 % 60, secs % 60) {
        (0, 0, secs) => say!("{secs} s", secs = secs),
        (0, minutes, secs) => say!("{minutes} min {secs} s", minutes = minutes, secs = secs),
        (hours, minutes, _) => say!("{hours} h {minutes} min", hours = hours, minutes = minutes),
    }
}

fn short(text: &str) -> String {
    const CHARS: usize = 80;
    let line = one_line(text);
    if line.chars().count() <= CHARS { line } else { line.chars().take(CHARS).chain(['…']).collect() }
}

fn one_line(text: &str) -> String {
    text.split(|c: char| c.is_whitespace() || c.is_control())
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

#[cfg(test)]
mod tests {
    use super::super::samples::detail;
    use super::*;
    use crate::call::Datum;

    fn page(json: &str) -> DetailPage {
        DetailPage::of(detail(1, json), UnixMillis(1_765_539_682_000), &TimeZone::UTC)
    }

    /// Leaves of the payload that no text of the page holds.
    fn missing(json: &str) -> Vec<String> {
        let texts = page(json).texts();
        let mut leaves = Vec::new();
        spoken(&Datum::parse(json).unwrap(), &mut leaves);
        leaves.retain(|said| !texts.iter().any(|text| text.contains(said) || text.contains(&one_line(said))));
        leaves
    }

    /// What the scalars say; JSON in a string is read once, as the page does.
    fn spoken(value: &Datum, said: &mut Vec<String>) {
        match &*value.unquoted() {
            Datum::List(items) => items.iter().for_each(|item| spoken(item, said)),
            Datum::Record(fields) => fields.iter().for_each(|(_, value)| spoken(value, said)),
            scalar => said.extend(scalar.to_line()),
        }
    }

    #[test]
    fn every_leaf_is_on_the_page() {
        for json in [
            r#"{"callId":"c1","recordingUri":"https://a/r.ogg","transcriptUri":"https://a/t.json","callerDetails":{"name":"A B","phoneNumber":"+1-555","email":"a@b.co","scheduledTime":"2025-01-20T10:00:00Z","address":"1 Main","pincode":560001,"city":"X","state":"Y","country":"Z","age":34,"gender":"f","occupation":"o","company":"Co","preferredContactMethod":"p","bestTimeToCall":"b","language":"l"},"callAnalysis":{"summary":"s\n\ntwo","mood":"m","score":"8.5/10","callOutcome":"oo","classification":"cc","interestsAndNeeds":{"n":["q",{"z":1}]},"actionItems":[{"task":"t1","owner":"me","when":"soon","note":"a rather long remark that is no badge at all"},"t2",{"odd":true}],"sentiment":"{\"overall\":\"fine\"}"}}"#,
            r#"{"callId":"c2","callerDetails":{"name":"N/A","company":"unknown","phoneNumber":"Chat","x":{"y":[1,2,{"deep":"er"}]}},"event":"done","callAnalysis":"only text"}"#,
            r#"{"callId":"c3","callAnalysis":{"score":"A","mood":["Calm","Sad"],"actionItems":{"agent":[{"title":"T","sub":{"k":"v"}}]},"lead":false}}"#,
        ] {
            assert_eq!(missing(json), [""; 0], "{json}");
        }
    }

    #[test]
    fn how_long_a_call_was() {
        let lengths = [400, 42_000, 198_000, 3_905_000].map(length_label);
        assert_eq!(lengths, ["0 s", "42 s", "3 min 18 s", "1 h 5 min"]);
    }

    #[test]
    fn ways_to_reach_a_caller_are_links_when_they_can_be() {
        let contact =
            |json: &str| page(json).contacts.into_iter().filter_map(|contact| contact.link).collect::<Vec<_>>();
        assert_eq!(contact(r#"{"callerDetails":{"phoneNumber":"+1 (555) 123-4567"}}"#), ["tel:+15551234567"]);
        assert_eq!(contact(r#"{"callerDetails":{"email":"j@example.com"}}"#), ["mailto:j@example.com"]);
        assert!(contact(r#"{"callerDetails":{"phoneNumber":"Chat","email":"a@b.co?bcc=x"}}"#).is_empty());
    }

    #[test]
    fn empty_parts_take_no_room() {
        let sections = page(r#"{"callId":"c","callAnalysis":{"summary":"","actionItems":{}}}"#).sections;
        let wanted = [Section::Tasks { blocks: vec![] }, Section::Notes];
        assert!(
            matches!(&sections[..], [one, two, Section::Facts { title: "Call", .. }] if [one, two] == [&wanted[0], &wanted[1]]),
            "{sections:?}"
        );
    }
}
