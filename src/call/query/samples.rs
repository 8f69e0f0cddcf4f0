//! Random calls and random searches for tests, and a filter that says in the plainest way which call a search finds. The
//! filter folds and cuts words by itself: nothing of `fold`, `parse` or `matcher` is in it.

use proptest::prelude::*;

use super::{Facts, IndexText};
use crate::call::query::{Column, WEEKDAYS, tag_key};
use crate::call::{Call, CallId, Datum, IdSource, Traits, Triage, UnixMillis};

/// When it is: Friday, 12 December 2025, 12:00 UTC. The zone is UTC.
pub(crate) const NOW: UnixMillis = UnixMillis(1_765_540_800_000);
const DAY_MILLIS: i64 = 86_400_000;

/// A call as it was delivered, and what a person made of it.
#[derive(Debug, Clone, Default)]
pub(crate) struct SampleCall {
    /// Its id; of letters that no search asks for.
    pub id: String,
    /// When its first delivery came.
    pub received_at: UnixMillis,
    /// The person's marks.
    pub triage: Triage,
    /// Its first delivery was another ([`Self::earlier_json`]).
    pub is_updated: bool,
    /// Tags, as written; none twice.
    pub tags: Vec<String>,
    /// What a person wrote.
    pub note: Option<String>,
    /// What was said on the phone, a text a turn, as far as its transcript was read.
    pub said: Vec<String>,
    name: Option<String>,
    company: Option<String>,
    phone: Option<String>,
    email: Option<String>,
    city: Option<String>,
    language: Option<String>,
    mood: Option<String>,
    outcome: Option<String>,
    class: Option<String>,
    score: Option<f64>,
    summary: Option<String>,
    tasks: Vec<String>,
    extra: Option<String>,
    has_recording: bool,
    has_transcript: bool,
}

impl SampleCall {
    /// Its last delivery.
    pub fn json(&self) -> String {
        let text = |value: &Option<String>| value.as_ref().map(|value| format!("\"{value}\""));
        let fields = |fields: &[(&str, Option<String>)]| {
            let said = fields.iter().filter_map(|(key, value)| Some(format!("\"{key}\":{}", value.as_ref()?)));
            format!("{{{}}}", said.collect::<Vec<_>>().join(","))
        };
        let tasks = self.tasks.iter().map(|task| format!("\"{task}\"")).collect::<Vec<_>>().join(",");
        let address = |has: bool| has.then(|| "\"https://q.invalid/q\"".to_owned());
        let caller = fields(&[
            ("name", text(&self.name)),
            ("company", text(&self.company)),
            ("phoneNumber", text(&self.phone)),
            ("email", text(&self.email)),
            ("city", text(&self.city)),
            ("language", text(&self.language)),
        ]);
        let analysis = fields(&[
            ("mood", text(&self.mood)),
            ("callOutcome", text(&self.outcome)),
            ("classification", text(&self.class)),
            ("score", self.score.map(|score| score.to_string())),
            ("summary", text(&self.summary)),
            ("actionItems", Some(format!("[{tasks}]"))),
        ]);
        fields(&[
            ("callId", Some(format!("\"{}\"", self.id))),
            ("round", Some("\"qlater\"".to_owned())),
            ("recordingUri", address(self.has_recording)),
            ("transcriptUri", address(self.has_transcript)),
            ("callerDetails", Some(caller)),
            ("callAnalysis", Some(analysis)),
            ("remark", text(&self.extra)),
        ])
    }

    /// What was delivered before, of a call that was updated: all of it is overwritten.
    pub fn earlier_json(&self) -> String {
        format!("{{\"callId\":\"{}\",\"round\":\"qearlier\"}}", self.id)
    }

    /// As it is read.
    pub fn call(&self) -> Call {
        let id = CallId::given(&self.id).expect("random_calls gives each one an id");
        Call::read(id, IdSource::Given, Datum::parse(&self.json()).expect("json() writes JSON"))
    }

    /// What the matcher asks beside words.
    pub fn facts(&self) -> Facts {
        let traits = Traits::of(&self.call());
        Facts {
            received_at: self.received_at,
            score: self.call().analysis.score.and_then(|score| score.value),
            triage: self.triage,
            is_updated: self.is_updated,
            is_unparsed: traits.is_unparsed,
            has_recording: self.has_recording,
            has_transcript: self.has_transcript,
            has_email: traits.email_key.is_some(),
            has_phone: self.phone.is_some(),
            open_tasks: u32::try_from(traits.open_tasks.len()).unwrap_or(u32::MAX),
            notes: u32::from(self.note.is_some()),
            tags: self.tags.iter().map(|tag| tag_key(tag)).collect(),
            mood: tag_key(self.mood.as_deref().unwrap_or_default()),
            outcome: tag_key(self.outcome.as_deref().unwrap_or_default()),
            class: tag_key(self.class.as_deref().unwrap_or_default()),
            talk_ms: None,
        }
    }

    /// What the matcher looks into for words.
    pub fn index_text(&self) -> IndexText {
        let mut text = IndexText::of(&self.call());
        text.add(Column::Notes, self.note.as_deref().unwrap_or_default());
        self.said.iter().for_each(|said| text.add(Column::Transcript, said));
        text
    }

    /// The texts of a place; a phrase does not reach from one list into another.
    fn texts(&self, place: &str) -> Vec<Vec<&str>> {
        fn list<'a>(texts: &[&'a Option<String>]) -> Vec<&'a str> {
            texts.iter().filter_map(|text| text.as_deref()).collect()
        }
        let title = [&self.name, &self.phone, &self.email, &self.company].into_iter().find_map(|text| text.as_deref());
        let name = vec![title.unwrap_or("Unknown caller")];
        match place {
            "from" => vec![name, list(&[&self.email])],
            "company" => vec![list(&[&self.company])],
            "city" => vec![list(&[&self.city])],
            "mood" => vec![list(&[&self.mood])],
            "outcome" => vec![list(&[&self.outcome])],
            "class" => vec![list(&[&self.class])],
            "lang" => vec![list(&[&self.language])],
            "transcript" => vec![self.said.iter().map(String::as_str).collect()],
            "phone" => Vec::new(),
            _ => {
                let mut texts: Vec<Vec<&str>> =
                    ["from", "company", "city", "mood", "outcome", "class", "lang", "transcript"]
                        .iter()
                        .flat_map(|place| self.texts(place))
                        .collect();
                let mut text = list(&[&self.summary]);
                text.extend(self.tasks.iter().map(String::as_str));
                // Between the tasks and the remark stands the round, which nothing asks for.
                texts.extend([text, list(&[&self.extra]), list(&[&self.note])]);
                texts
            }
        }
    }
}

/// What a search is made of.
#[derive(Debug, Clone)]
pub(crate) enum Ask {
    /// Words in a place, `""` for everywhere; in quotes or not.
    Words(&'static str, String, bool),
    /// One of these words in a place: `mood:(a OR b)`.
    OneOf(&'static str, Vec<String>),
    /// `score:` and `>=`, `>`, `<=`, `<`, nothing, `..` with another bound, or `none`.
    Score(&'static str, u8, u8),
    /// `before`, `after` or `on`, and how many days ago; as a date or not.
    Day(&'static str, i64, bool),
    /// `is:`
    Is(&'static str),
    /// `has:`
    Has(&'static str),
    /// `tag:`
    Tag(String),
    /// A whole value of a place: `mood:="very calm"`.
    Whole(&'static str, &'static str),
    /// `hour:`, from one to another.
    Hour(i64, i64),
    /// `weekday:`, by its place in the week from Monday on.
    Weekday(usize),
    /// `length:`, from so many seconds to so many.
    Length(u64, u64),
    /// Turned round; with the word for it or not.
    Not(Box<Ask>, bool),
    /// All of them; with the word for it or not.
    All(Vec<Ask>, bool),
    /// One of them; with the word for it or the stroke.
    Any(Vec<Ask>, bool),
}

impl Ask {
    /// As a person types it.
    pub fn text(&self) -> String {
        match self {
            Self::Words("", words, is_quoted) => quoted(words, *is_quoted),
            Self::Words(place, words, is_quoted) => format!("{place}:{}", quoted(words, *is_quoted)),
            Self::OneOf(place, words) => format!("{place}:({})", words.join(" OR ")),
            Self::Score("..", low, high) => format!("score:{low}..{high}"),
            Self::Score("none", ..) => "score:none".to_owned(),
            Self::Score(sign, bound, _) => format!("SCORE:{sign}{bound}"),
            Self::Day(which, ago, true) => {
                let day = jiff::civil::date(2025, 12, 12).saturating_sub(jiff::Span::new().days(*ago));
                format!("{which}:{day}")
            }
            Self::Day("on", 0, false) => "Today".to_owned(),
            Self::Day("on", 1, false) => "yesterday".to_owned(),
            Self::Day(which, ago, false) => format!("{which}:{ago}d"),
            Self::Is(state) => format!("Is:{state}"),
            Self::Has(part) => format!("has:{part}"),
            Self::Tag(tag) => format!("tag:\"{tag}\""),
            Self::Whole(place, value) => format!("{place}:=\"{value}\""),
            Self::Hour(from, to) => format!("hour:{from}..{to}"),
            Self::Weekday(day) => format!("weekday:{}", WEEKDAYS[*day].0),
            Self::Length(from, to) => format!("length:{from}s..{to}s"),
            Self::Not(ask, true) => format!("NOT {}", ask.wrapped()),
            Self::Not(ask, false) if matches!(**ask, Self::Not(..)) => format!("-({})", ask.text()),
            Self::Not(ask, false) => format!("-{}", ask.wrapped()),
            Self::All(asks, is_said) => {
                let parts: Vec<_> = asks.iter().map(Self::wrapped).collect();
                parts.join(if *is_said { " AND " } else { " " })
            }
            Self::Any(asks, is_said) => {
                // All of these bind tighter: no parentheses.
                let part = |ask: &Self| if matches!(ask, Self::All(..)) { ask.text() } else { ask.wrapped() };
                asks.iter().map(part).collect::<Vec<_>>().join(if *is_said { " OR " } else { "|" })
            }
        }
    }

    fn wrapped(&self) -> String {
        if matches!(self, Self::All(..) | Self::Any(..)) { format!("({})", self.text()) } else { self.text() }
    }

    /// Whether it finds a call: the plain filter.
    pub fn holds(&self, call: &SampleCall) -> bool {
        match self {
            Self::Words(place, words, is_quoted) => has_words(call, place, words, *is_quoted),
            Self::OneOf(place, words) => words.iter().any(|word| has_words(call, place, word, false)),
            Self::Score("none", ..) => call.score.is_none(),
            Self::Score(sign, bound, other) => call.score.is_some_and(|score| {
                let (bound, other) = (f64::from(*bound), f64::from(*other));
                match *sign {
                    ">=" => score >= bound,
                    ">" => score > bound,
                    "<=" => score <= bound,
                    "<" => score < bound,
                    ".." => score >= bound.min(other) && score <= bound.max(other),
                    _ => score == bound,
                }
            }),
            Self::Day(which, ago, _) => {
                let day = NOW.0.div_euclid(DAY_MILLIS) - ago;
                let on = call.received_at.0.div_euclid(DAY_MILLIS);
                match *which {
                    "before" => on < day,
                    "after" => on >= day,
                    _ => on == day,
                }
            }
            Self::Is(state) => match *state {
                "unread" => call.triage.unread,
                "read" => !call.triage.unread,
                "starred" => call.triage.starred,
                "done" => call.triage.done,
                "snoozed" => call.triage.snoozed_until.is_some(),
                "updated" => call.is_updated,
                _ => false,
            },
            Self::Has(part) => match *part {
                "recording" => call.has_recording,
                "transcript" => call.has_transcript,
                "email" => call.email.is_some(),
                "phone" => call.phone.is_some(),
                "tasks" => !call.tasks.is_empty(),
                "notes" => call.note.is_some(),
                "score" => call.score.is_some(),
                _ => !call.tags.is_empty(),
            },
            Self::Tag(tag) => call.tags.iter().any(|own| plain_words(own) == plain_words(tag)),
            Self::Whole(place, value) => {
                let own = call.texts(place).concat();
                plain_words(&own.join(" ")) == plain_words(value)
            }
            Self::Hour(from, to) => {
                let hour = call.received_at.0.rem_euclid(DAY_MILLIS) / 3_600_000;
                if from <= to { (from..=to).contains(&&hour) } else { hour >= *from || hour <= *to }
            }
            // Now is a Friday.
            Self::Weekday(day) => {
                let days = call.received_at.0.div_euclid(DAY_MILLIS) - NOW.0.div_euclid(DAY_MILLIS);
                (days + 4).rem_euclid(7) == *day as i64
            }
            // No recording of these calls is measured.
            Self::Length(..) => false,
            Self::Not(ask, _) => !ask.holds(call),
            Self::All(asks, _) => asks.iter().all(|ask| ask.holds(call)),
            Self::Any(asks, _) => asks.iter().any(|ask| ask.holds(call)),
        }
    }
}

fn quoted(words: &str, is_quoted: bool) -> String {
    if is_quoted { format!("\"{words}\"") } else { words.to_owned() }
}

fn has_words(call: &SampleCall, place: &str, words: &str, is_quoted: bool) -> bool {
    let digits: String = words.chars().filter(char::is_ascii_digit).collect();
    // A number of two digits is not looked for as a part of one, but as its beginning or that of an end of it.
    if digits.len() >= if is_quoted { 3 } else { 2 }
        && !words.contains(char::is_alphabetic)
        && ["", "from", "phone"].contains(&place)
    {
        let own: String = call.phone.iter().flat_map(|phone| phone.chars()).filter(char::is_ascii_digit).collect();
        if own.contains(&digits) {
            return true;
        }
    }
    let wanted = plain_words(words);
    call.texts(place).iter().any(|texts| {
        let own: Vec<String> = texts.iter().flat_map(|text| plain_words(text)).collect();
        (0..own.len()).any(|start| {
            wanted.iter().enumerate().all(|(index, word)| {
                let is_last = index + 1 == wanted.len();
                own.get(start + index).is_some_and(|own| own == word || is_last && !is_quoted && own.starts_with(word))
            })
        })
    })
}

/// Words without case and accents, of the letters that occur here.
fn plain_words(text: &str) -> Vec<String> {
    let mut plain = String::new();
    for c in text.to_lowercase().chars() {
        match c {
            'á' | 'à' | 'ä' => plain.push('a'),
            'é' | 'è' => plain.push('e'),
            'í' => plain.push('i'),
            'ö' | 'ó' | 'ø' => plain.push('o'),
            'ü' => plain.push('u'),
            'ñ' => plain.push('n'),
            'ł' => plain.push('l'),
            'ß' => plain.push_str("ss"),
            '\u{301}' => {}
            '\u{4e00}'..='\u{9fff}' => plain.extend([' ', c, ' ']),
            c if c.is_alphanumeric() => plain.push(c),
            _ => plain.push(' '),
        }
    }
    plain.split(' ').filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

const NAMES: &[&str] =
    &["Ann Lee", "José García", "JOSE", "Jürgen Groß", "Søren Łukasz", "陳偉明", "Анна", "Joe\u{301} Anders", "O'Neil"];
const PLACES: &[&str] = &["Berlin", "São José", "Málaga", "Gross-Gerau", "陳家", "Acme GmbH", "acme", "Lee & Sons"];
const PHONES: &[&str] = &["+1 (555) 123-4567", "5551234567", "+49 30 901820", "0049-30/9018", "91 98450 12345"];
const EMAILS: &[&str] = &["ann@acme.com", "JOSE.GARCIA@example.org", "lee@lee.example"];
const MOODS: &[&str] = &["Positive", "very positive", "Négative", "calm", "Hot"];
const ENDS: &[&str] = &["Appointment Scheduled", "Callback", "Not interested", "Sales", "Sales Inquiry"];
const LANGUAGES: &[&str] = &["English", "Español", "中文"];
const WHOLES: &[&str] = &["positive", "Very Positive", "NEGATIVE", "sales", "Sales Inquiry", "callback", ""];
const TEXTS: &[&str] = &[
    "Ann called about the new flat in Málaga, budget 9018 per month.",
    "CALLBACK to josé tomorrow: not interested now",
    "Größe und Preis; Straße 12",
    "陳 wants a hot deal, very positive, 555 123",
    "Анна is calm",
    "send the annual price list to Acme",
];
const TAGS: &[&str] = &["VIP", "Hot lead", "später", "Łead"];
const WORDS: &[&str] = &[
    "ann",
    "an",
    "LEE",
    "jose",
    "José",
    "gar",
    "gross",
    "Straße",
    "STRASSE",
    "soren",
    "łuk",
    "陳",
    "陳偉",
    "анна",
    "anna",
    "acme",
    "acme.com",
    "ann@acme",
    "malaga",
    "málaga,",
    "berl",
    "positive",
    "posi",
    "very",
    "hot",
    "calm",
    "neg",
    "call",
    "callback",
    "sales",
    "inq",
    "not",
    "interested",
    "espanol",
    "中",
    "unknown",
    "12",
    "555",
    "123",
    "9018",
    "5551234",
    "555-123",
    "+49",
    "joe",
    "o'neil",
    "price",
    "budget",
    "zebra",
];
const PHRASES: &[&str] = &[
    "Ann Lee",
    "jose garcia",
    "very positive",
    "Sales Inquiry",
    "sales",
    "positive",
    "not interested",
    "interested now",
    "陳偉明",
    "偉明",
    "hot deal",
    "price list",
    "555 123",
    "(555) 123",
    "lee lee",
    "ann",
    "acme com",
    "Groß",
    "posi",
    "calm ann",
];

/// A random call; its id is given to it by [`random_calls`].
pub(crate) fn random_call() -> impl Strategy<Value = SampleCall> {
    let maybe = |texts: &'static [&'static str]| {
        prop::option::weighted(0.7, prop::sample::select(texts).prop_map(str::to_owned))
    };
    let caller = (maybe(NAMES), maybe(PLACES), maybe(PHONES), maybe(EMAILS), maybe(PLACES), maybe(LANGUAGES));
    let score = prop::option::of(prop_oneof![(0_u8..=100).prop_map(f64::from), Just(40.0), Just(80.0), Just(79.5)]);
    let tasks = prop::collection::vec(prop::sample::select(TEXTS).prop_map(str::to_owned), 0..2);
    let analysis = (maybe(MOODS), maybe(ENDS), maybe(ENDS), score, maybe(TEXTS), tasks, maybe(TEXTS));
    let flags = any::<[bool; 7]>();
    let said = prop::collection::vec(prop::sample::select(TEXTS).prop_map(str::to_owned), 1..3);
    let said = prop::option::weighted(0.4, said);
    let written = (prop::sample::subsequence(TAGS, 0..=2), prop::option::of(prop::sample::select(TEXTS)), said);
    let received_at = prop_oneof![
        (-40 * DAY_MILLIS..DAY_MILLIS).prop_map(|ago| UnixMillis(NOW.0 + ago)),
        // Right at the beginning of a day, and right before it.
        (-3..2_i64, -1..1_i64).prop_map(|(days, millis)| {
            UnixMillis(NOW.0.div_euclid(DAY_MILLIS) * DAY_MILLIS + days * DAY_MILLIS + millis)
        }),
    ];
    (caller, analysis, flags, written, received_at).prop_map(|(caller, analysis, flags, written, received_at)| {
        let [unread, starred, done, is_snoozed, is_updated, has_recording, has_transcript] = flags;
        let snoozed_until = (is_snoozed && !done).then_some(UnixMillis(NOW.0 + DAY_MILLIS));
        SampleCall {
            id: String::new(),
            received_at,
            triage: Triage { unread, starred, done, snoozed_until },
            is_updated,
            tags: written.0.into_iter().map(str::to_owned).collect(),
            note: written.1.map(str::to_owned),
            said: written.2.filter(|_| has_transcript).unwrap_or_default(),
            name: caller.0,
            company: caller.1,
            phone: caller.2,
            email: caller.3,
            city: caller.4,
            language: caller.5,
            mood: analysis.0,
            outcome: analysis.1,
            class: analysis.2,
            score: analysis.3,
            summary: analysis.4,
            tasks: analysis.5,
            extra: analysis.6,
            has_recording,
            has_transcript,
        }
    })
}

/// Random calls, each with an id of its own.
pub(crate) fn random_calls(most: usize) -> impl Strategy<Value = Vec<SampleCall>> {
    prop::collection::vec(random_call(), 1..=most).prop_map(|mut calls| {
        for (at, call) in calls.iter_mut().enumerate() {
            call.id = format!("qid{at}");
        }
        calls
    })
}

/// A random search: what it asks, to be typed ([`Ask::text`]) and to be answered ([`Ask::holds`]).
pub(crate) fn random_search() -> impl Strategy<Value = Ask> {
    let places = prop::sample::select(vec![
        "from",
        "phone",
        "company",
        "city",
        "mood",
        "outcome",
        "class",
        "lang",
        "transcript",
    ]);
    let word = || prop::sample::select(WORDS).prop_map(str::to_owned);
    let phrase = prop::sample::select(PHRASES).prop_map(str::to_owned);
    let leaf = prop_oneof![
        6 => word().prop_map(|word| Ask::Words("", word, false)),
        3 => phrase.clone().prop_map(|words| Ask::Words("", words, true)),
        4 => (places.clone(), word()).prop_map(|(place, word)| Ask::Words(place, word, false)),
        2 => (places.clone(), phrase).prop_map(|(place, words)| Ask::Words(place, words, true)),
        1 => (places, prop::collection::vec(word(), 1..3)).prop_map(|(place, words)| Ask::OneOf(place, words)),
        2 => (
            prop::sample::select(vec![">=", ">", "<=", "<", "", "..", "none"]),
            prop::sample::select(vec![0, 40, 60, 79, 80, 100]),
            prop::sample::select(vec![0, 40, 60, 79, 80, 100]),
        )
            .prop_map(|(sign, low, high)| Ask::Score(sign, low, high)),
        2 => (prop::sample::select(vec!["before", "after", "on"]), 0..30_i64, any::<bool>())
            .prop_map(|(which, ago, is_date)| Ask::Day(which, ago, is_date)),
        1 => prop::sample::select(vec!["unread", "read", "starred", "done", "snoozed", "updated", "unparsed"])
            .prop_map(Ask::Is),
        1 => prop::sample::select(vec![
            "recording", "transcript", "email", "phone", "tasks", "notes", "score", "tags",
        ])
        .prop_map(Ask::Has),
        2 => (prop::sample::select(vec!["mood", "outcome", "class"]), prop::sample::select(WHOLES))
            .prop_map(|(place, value)| Ask::Whole(place, value)),
        1 => (0..24_i64, 0..24_i64).prop_map(|(from, to)| Ask::Hour(from, to)),
        1 => (0..7_usize).prop_map(Ask::Weekday),
        1 => (0..90_u64, 90..300_u64).prop_map(|(from, to)| Ask::Length(from, to)),
        1 => prop::sample::select(vec!["vip", "hot LEAD", "spater", "hot", "none"]).prop_map(|tag| Ask::Tag(tag.to_owned())),
    ];
    leaf.prop_recursive(3, 12, 3, |inner| {
        let some = prop::collection::vec(inner.clone(), 1..4);
        prop_oneof![
            (inner, any::<bool>()).prop_map(|(ask, is_said)| Ask::Not(Box::new(ask), is_said)),
            (some.clone(), any::<bool>()).prop_map(|(asks, is_said)| Ask::All(asks, is_said)),
            (some, any::<bool>()).prop_map(|(asks, is_said)| Ask::Any(asks, is_said)),
        ]
    })
}
