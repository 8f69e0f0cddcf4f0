//! A search as a tree: what the parser makes, what SQL is made of, what the matcher evaluates.

use super::clock::Clock;
use crate::call::UnixMillis;

/// A condition on a call.
#[derive(Debug, Clone, PartialEq)]
pub enum Term {
    /// Every one of these; an empty one holds for every call.
    All(Vec<Term>),
    /// One of these; an empty one holds for none.
    Any(Vec<Term>),
    /// Not this.
    Not(Box<Term>),
    /// Words occur.
    Words(Words),
    /// Received at or after `from` and before `until`.
    Received {
        /// None: however early.
        from: Option<UnixMillis>,
        /// None: however late.
        until: Option<UnixMillis>,
    },
    /// The score is a number in a range.
    Score(ScoreRange),
    /// A mark or a state.
    Is(State),
    /// There is something of it.
    Has(Part),
    /// It has this tag, whichever case and accents it is written with: folded.
    Tag(String),
    /// What it says of something is this and no more, folded like a tag; `""` where it says nothing.
    Value(Vocabulary, String),
    /// It came at such a time of the day or the week.
    Clock(Clock),
    /// How long its recording is.
    Length(Lengths),
}

impl Default for Term {
    fn default() -> Self {
        Self::All(Vec::new())
    }
}

impl Term {
    /// Every one of these. In the simplest form: none inside another of its kind, none of a single term.
    pub fn all(terms: impl IntoIterator<Item = Self>) -> Self {
        let mut flat = Vec::new();
        for term in terms {
            match term {
                Self::All(inner) => flat.extend(inner),
                other => flat.push(other),
            }
        }
        if flat.len() == 1 { flat.remove(0) } else { Self::All(flat) }
    }

    /// One of these. In the simplest form, like [`Self::all`].
    pub fn any(terms: impl IntoIterator<Item = Self>) -> Self {
        let mut flat = Vec::new();
        for term in terms {
            match term {
                Self::Any(inner) => flat.extend(inner),
                other => flat.push(other),
            }
        }
        if flat.len() == 1 { flat.remove(0) } else { Self::Any(flat) }
    }

    /// Not this. Turned round twice, it is itself.
    #[must_use]
    pub fn negated(self) -> Self {
        match self {
            Self::Not(term) => *term,
            other => Self::Not(Box::new(other)),
        }
    }

    /// Holds for every call.
    pub fn is_everything(&self) -> bool {
        matches!(self, Self::All(terms) if terms.iter().all(Self::is_everything))
    }
}

/// Words that stand next to each other, in this order, in one column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Words {
    /// Where they are looked for.
    pub place: Place,
    /// Folded; never empty unless `digits` is there.
    pub tokens: Vec<String>,
    /// The last one is the beginning of a word.
    pub is_prefix: bool,
    /// These digits, one after the other, in the telephone number do as well.
    pub digits: Option<String>,
}

/// Where words are looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Place {
    /// In every column.
    Anywhere,
    /// `from:` Name, e-mail and telephone number.
    From,
    /// `phone:`
    Phone,
    /// `company:`
    Company,
    /// `city:`
    City,
    /// `mood:`
    Mood,
    /// `outcome:`
    Outcome,
    /// `class:`
    Class,
    /// `lang:`
    Language,
    /// `transcript:`
    Transcript,
}

impl Place {
    /// The columns looked into.
    pub fn columns(self) -> &'static [Column] {
        match self {
            Self::Anywhere => &Column::ALL,
            Self::From => &[Column::Name, Column::Email, Column::Phone],
            Self::Phone => &[Column::Phone],
            Self::Company => &[Column::Company],
            Self::City => &[Column::City],
            Self::Mood => &[Column::Mood],
            Self::Outcome => &[Column::Outcome],
            Self::Class => &[Column::Class],
            Self::Language => &[Column::Language],
            Self::Transcript => &[Column::Transcript],
        }
    }
}

/// A column of the index.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Column {
    /// Name of the caller, or whatever stands for it.
    Name,
    /// Company.
    Company,
    /// Telephone number: every end of its digits, and its letters if it has some.
    Phone,
    /// E-mail address.
    Email,
    /// City.
    City,
    /// Mood.
    Mood,
    /// Outcome.
    Outcome,
    /// Classification.
    Class,
    /// Language.
    Language,
    /// Summary, action items, interests, sentiment, what else the payload says, and the call's id.
    Text,
    /// What a person wrote: notes and tasks of their own.
    Notes,
    /// What was said, once the transcript is there.
    Transcript,
}

impl Column {
    /// In the index's order.
    pub const ALL: [Self; 12] = [
        Self::Name,
        Self::Company,
        Self::Phone,
        Self::Email,
        Self::City,
        Self::Mood,
        Self::Outcome,
        Self::Class,
        Self::Language,
        Self::Text,
        Self::Notes,
        Self::Transcript,
    ];

    /// Its name in the index.
    pub fn name(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Company => "company",
            Self::Phone => "phone",
            Self::Email => "email",
            Self::City => "city",
            Self::Mood => "mood",
            Self::Outcome => "outcome",
            Self::Class => "class",
            Self::Language => "language",
            Self::Text => "text",
            Self::Notes => "notes",
            Self::Transcript => "transcript",
        }
    }
}

/// What a call says in words of the sender's own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Vocabulary {
    /// How the caller felt.
    Mood,
    /// How the call ended.
    Outcome,
    /// What it was about.
    Class,
}

impl Vocabulary {
    /// The one that is looked for in a place.
    pub fn of(place: Place) -> Option<Self> {
        match place {
            Place::Mood => Some(Self::Mood),
            Place::Outcome => Some(Self::Outcome),
            Place::Class => Some(Self::Class),
            _ => None,
        }
    }
}

/// A range of lengths, in whole seconds as they are shown; both ends belong to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lengths {
    /// Nobody measured it.
    Unknown,
    /// From, to.
    Seconds(u64, u64),
}

impl Lengths {
    /// Whether a length in milliseconds is in it.
    pub fn holds(self, ms: Option<u64>) -> bool {
        match (self, ms) {
            (Self::Unknown, ms) => ms.is_none(),
            (Self::Seconds(..), None) => false,
            (Self::Seconds(from, to), Some(ms)) => (from..=to).contains(&shown_secs(ms)),
        }
    }
}

/// A length in whole seconds, as it is shown.
pub fn shown_secs(ms: u64) -> u64 {
    ms.saturating_add(500) / 1_000
}

/// A range of scores, 0 to 100. No range holds an unknown score.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ScoreRange {
    /// At least this; more than this if `is_above`.
    pub min: f64,
    /// At most this; less than this if `is_below`.
    pub max: f64,
    /// `min` itself is left out.
    pub is_above: bool,
    /// `max` itself is left out.
    pub is_below: bool,
}

impl ScoreRange {
    /// Whether a score is in it.
    pub fn holds(&self, score: f64) -> bool {
        (if self.is_above { score > self.min } else { score >= self.min })
            && (if self.is_below { score < self.max } else { score <= self.max })
    }
}

/// A mark or a state of a call: what follows `is:`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum State {
    /// Not opened yet, or marked so.
    Unread,
    /// The opposite.
    Read,
    /// Starred.
    Starred,
    /// Worked off.
    Done,
    /// Put off.
    Snoozed,
    /// A later delivery changed it.
    Updated,
    /// Its payload could not be read as the contract has it: no id of its own, or no record at all.
    Unparsed,
}

/// Something that a call has or lacks: what follows `has:`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Part {
    /// A recording was named.
    Recording,
    /// A transcript was named.
    Transcript,
    /// An e-mail address.
    Email,
    /// A telephone number.
    Phone,
    /// Something still to do.
    Tasks,
    /// A note.
    Notes,
    /// A score that is a number.
    Score,
    /// A tag.
    Tags,
}

impl State {
    /// In the order they are offered.
    pub const ALL: [Self; 7] =
        [Self::Unread, Self::Read, Self::Starred, Self::Done, Self::Snoozed, Self::Updated, Self::Unparsed];

    /// What follows `is:`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Unread => "unread",
            Self::Read => "read",
            Self::Starred => "starred",
            Self::Done => "done",
            Self::Snoozed => "snoozed",
            Self::Updated => "updated",
            Self::Unparsed => "unparsed",
        }
    }

    /// What it says of a call.
    pub fn meaning(self) -> &'static str {
        match self {
            Self::Unread => say!("Not opened yet"),
            Self::Read => say!("Opened"),
            Self::Starred => say!("Starred"),
            Self::Done => say!("Done"),
            Self::Snoozed => say!("Put off until later"),
            Self::Updated => say!("Changed by a later delivery"),
            Self::Unparsed => say!("Not sent the way it should be"),
        }
    }
}

impl Part {
    /// In the order they are offered.
    pub const ALL: [Self; 8] = [
        Self::Recording,
        Self::Transcript,
        Self::Email,
        Self::Phone,
        Self::Tasks,
        Self::Notes,
        Self::Score,
        Self::Tags,
    ];

    /// What follows `has:`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Recording => "recording",
            Self::Transcript => "transcript",
            Self::Email => "email",
            Self::Phone => "phone",
            Self::Tasks => "tasks",
            Self::Notes => "notes",
            Self::Score => "score",
            Self::Tags => "tags",
        }
    }

    /// What it says of a call.
    pub fn meaning(self) -> &'static str {
        match self {
            Self::Recording => say!("There is a recording"),
            Self::Transcript => say!("There is a transcript"),
            Self::Email => say!("An e-mail address is known"),
            Self::Phone => say!("A telephone number is known"),
            Self::Tasks => say!("Something is still to do"),
            Self::Notes => say!("There is a note"),
            Self::Score => say!("There is a score"),
            Self::Tags => say!("There is a tag"),
        }
    }
}
