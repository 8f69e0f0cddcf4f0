//! What a filter asks of a request, and whether it holds: of facts, which a database keeps close together, and of texts.

use super::{NumberRange, TrafficFilter, text};
use crate::call::query::folded_text;
use crate::call::{CallId, Header, UnixMillis, Verdict};
use crate::traffic::{ForwardState, ForwardTally, TrafficRow};

/// One condition.
#[derive(Debug, Clone, PartialEq)]
pub struct FilterPart {
    /// It shall not be so.
    pub is_negated: bool,
    /// What.
    pub test: FilterTest,
}

/// What is asked.
#[derive(Debug, Clone, PartialEq)]
pub enum FilterTest {
    /// Of a fact.
    Fact(FactTest),
    /// Of a text.
    Text(TextTest),
}

/// What is asked of a request's facts.
#[derive(Debug, Clone, PartialEq)]
pub enum FactTest {
    /// Our answer's status is in one of these.
    Status(Vec<NumberRange>),
    /// What became of it is one of these.
    Verdict(Vec<Verdict>),
    /// Its number.
    Number(i64),
    /// Its body's bytes.
    Size(Vec<NumberRange>),
    /// How long we took, in microseconds. Does not hold while that is not known.
    Took(Vec<NumberRange>),
    /// When it came.
    Received {
        /// From then on.
        from: Option<UnixMillis>,
        /// Before then.
        until: Option<UnixMillis>,
    },
    /// It was sent again from here.
    Replay,
    /// Our answer was altered on purpose.
    Rehearsed,
    /// It stands so on its way to at least one target.
    Forward(ForwardState),
    /// One of these holds.
    Any(Vec<Self>),
}

/// What is asked of a request's texts. All are folded.
#[derive(Debug, Clone, PartialEq)]
pub enum TextTest {
    /// Stands somewhere in what is told of it.
    Word(String),
    /// It has that number, or its call's id begins so; one of these.
    Id(Vec<(Option<i64>, String)>),
    /// Its method is one of these.
    Method(Vec<String>),
    /// Stands in its path.
    Path(String),
    /// Its sender's address begins so.
    From(String),
    /// Stands in its call's id or title.
    Call(String),
    /// Stands in the name or the value of a header; or in the value of the one that has what is left of the colon as its name.
    Header(String),
    /// Stands in its body.
    Body(String),
}

/// A request's facts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RequestFacts {
    /// Its number.
    pub id: i64,
    /// Our answer's status.
    pub status: u16,
    /// What became of it.
    pub verdict: Verdict,
    /// When it came.
    pub received_at: UnixMillis,
    /// Its body's bytes.
    pub body_bytes: u64,
    /// How long we took, in microseconds.
    pub took_micros: Option<u64>,
    /// It was sent again from here.
    pub is_replay: bool,
    /// Our answer was altered on purpose.
    pub is_rehearsed: bool,
    /// What became of handing it on.
    pub forwards: ForwardTally,
}

/// A request's texts, borrowed from wherever they are.
#[derive(Debug, Clone, Copy)]
pub struct RequestTexts<'a> {
    /// Its number.
    pub id: i64,
    /// As sent.
    pub method: &'a str,
    /// As sent.
    pub path: &'a str,
    /// Of the sender.
    pub peer: Option<&'a str>,
    /// Why it was refused, or what had to be assumed.
    pub reason: Option<&'a str>,
    /// Our answer's.
    pub status: u16,
    /// What became of it.
    pub verdict: Verdict,
    /// Of the call it belongs to.
    pub call_id: Option<&'a str>,
    /// Who called.
    pub title: Option<&'a str>,
    /// In the order sent; empty where no filter asks for them.
    pub headers: &'a [Header],
    /// Byte for byte; empty where no filter asks for it.
    pub body: &'a [u8],
}

impl FactTest {
    /// Whether it is so.
    pub fn holds(&self, facts: &RequestFacts) -> bool {
        let any = |ranges: &[NumberRange], number| ranges.iter().any(|range| range.holds(number));
        match self {
            Self::Status(ranges) => any(ranges, facts.status.into()),
            Self::Verdict(verdicts) => verdicts.contains(&facts.verdict),
            Self::Number(id) => facts.id == *id,
            Self::Size(ranges) => any(ranges, facts.body_bytes),
            Self::Took(ranges) => facts.took_micros.is_some_and(|took| any(ranges, took)),
            Self::Received { from, until } => {
                from.is_none_or(|from| facts.received_at >= from) && until.is_none_or(|until| facts.received_at < until)
            }
            Self::Replay => facts.is_replay,
            Self::Rehearsed => facts.is_rehearsed,
            Self::Forward(ForwardState::Waiting) => facts.forwards.waiting > 0,
            Self::Forward(ForwardState::Sent) => facts.forwards.sent > 0,
            Self::Forward(ForwardState::Dead) => facts.forwards.dead > 0,
            Self::Any(tests) => tests.iter().any(|test| test.holds(facts)),
        }
    }
}

impl TextTest {
    /// Whether it is so.
    pub fn holds(&self, texts: &RequestTexts<'_>) -> bool {
        let call_id = texts.call_id;
        match self {
            Self::Word(word) => texts.have_word(word),
            Self::Id(ids) => ids.iter().any(|(number, begin)| {
                *number == Some(texts.id) || call_id.is_some_and(|call_id| text::begins(call_id, begin))
            }),
            Self::Method(methods) => methods.iter().any(|method| folded_text(texts.method) == *method),
            Self::Path(part) => text::holds(texts.path, part),
            Self::From(begin) => texts.peer.is_some_and(|peer| {
                // An address of the newer kind stands in brackets, which nobody types.
                text::begins(peer, begin) || peer.strip_prefix('[').is_some_and(|peer| text::begins(peer, begin))
            }),
            Self::Call(part) => [call_id, texts.title].into_iter().flatten().any(|said| text::holds(said, part)),
            Self::Header(part) => texts.headers.iter().any(|header| header_holds(header, part)),
            Self::Body(part) => text::bytes_hold(texts.body, part),
        }
    }

    /// Asks for the call that a request belongs to.
    pub fn reads_call(&self) -> bool {
        matches!(self, Self::Word(_) | Self::Id(_) | Self::Call(_))
    }

    /// Asks for headers.
    pub fn reads_headers(&self) -> bool {
        matches!(self, Self::Header(_))
    }

    /// Asks for the body.
    pub fn reads_body(&self) -> bool {
        matches!(self, Self::Body(_))
    }
}

impl RequestTexts<'_> {
    /// Whether a folded word or phrase stands in one of them; headers and body are not looked into.
    pub(super) fn have_word(&self, word: &str) -> bool {
        let told = [Some(self.path), self.peer, self.reason, self.call_id, self.title, Some(self.method)];
        text::holds(self.verdict.as_str(), word)
            || told.into_iter().flatten().any(|said| text::holds(said, word))
            || word.bytes().all(|byte| byte.is_ascii_digit()) && self.status.to_string().contains(word)
    }
}

fn header_holds(header: &Header, part: &str) -> bool {
    let in_value = |part: &str| text::holds(&header.value, part);
    let is_named =
        |(name, value): (&str, &str)| folded_text(&header.name) == name.trim_end() && in_value(value.trim_start());
    text::holds(&header.name, part) || in_value(part) || part.split_once(':').is_some_and(is_named)
}

/// Whether a filter means a request. What a database is asked must come to the same.
pub fn matches(filter: &TrafficFilter, row: &TrafficRow, headers: &[Header], body: &[u8]) -> bool {
    let note = &row.note;
    let facts = RequestFacts {
        id: note.id.0,
        status: note.status,
        verdict: note.verdict,
        received_at: note.received_at,
        body_bytes: note.body_bytes,
        took_micros: note.took_micros,
        is_replay: row.replay_of.is_some(),
        is_rehearsed: row.rehearsed.is_some(),
        forwards: row.forwards,
    };
    let texts = RequestTexts {
        id: note.id.0,
        method: &note.method,
        path: &note.path,
        peer: note.peer.as_deref(),
        reason: note.reason.as_deref(),
        status: note.status,
        verdict: note.verdict,
        call_id: note.call_id.as_ref().map(CallId::as_str),
        title: row.title.as_deref(),
        headers,
        body,
    };
    filter.facts().all(|(is_negated, test)| test.holds(&facts) != is_negated) && filter.holds_for_texts(&texts)
}
