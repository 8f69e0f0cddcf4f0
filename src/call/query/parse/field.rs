//! The names that stand before a colon (`mood:`), and what each of them takes. Not what the value means.

use super::super::term::Place;

/// An operator that takes a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in super::super) enum Field {
    /// Words in a place.
    At(Place),
    /// A tag.
    Tag,
    /// A range of scores.
    Score,
    /// A range of lengths.
    Length,
    /// Hours of the day.
    Hour,
    /// Days of the week.
    Weekday,
    /// A day, before which.
    Before,
    /// A day, from which on.
    After,
    /// A day, a month or a year, within which.
    On,
    /// A mark or a state.
    Is,
    /// A part.
    Has,
    /// An order.
    Sort,
}

impl Field {
    /// In the order they are named to a person.
    pub const ALL: [Self; 20] = [
        Self::At(Place::From),
        Self::At(Place::Phone),
        Self::At(Place::Company),
        Self::At(Place::City),
        Self::At(Place::Mood),
        Self::At(Place::Outcome),
        Self::At(Place::Class),
        Self::At(Place::Language),
        Self::At(Place::Transcript),
        Self::Tag,
        Self::Score,
        Self::Length,
        Self::Hour,
        Self::Weekday,
        Self::Before,
        Self::After,
        Self::On,
        Self::Is,
        Self::Has,
        Self::Sort,
    ];

    /// The one of that name, in any case.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|field| field.name().eq_ignore_ascii_case(name))
    }

    /// Without the colon.
    pub fn name(self) -> &'static str {
        match self {
            // `Anywhere` is what stands without an operator.
            Self::At(Place::Anywhere) => "",
            Self::At(Place::From) => "from",
            Self::At(Place::Phone) => "phone",
            Self::At(Place::Company) => "company",
            Self::At(Place::City) => "city",
            Self::At(Place::Mood) => "mood",
            Self::At(Place::Outcome) => "outcome",
            Self::At(Place::Class) => "class",
            Self::At(Place::Language) => "lang",
            Self::At(Place::Transcript) => "transcript",
            Self::Tag => "tag",
            Self::Score => "score",
            Self::Length => "length",
            Self::Hour => "hour",
            Self::Weekday => "weekday",
            Self::Before => "before",
            Self::After => "after",
            Self::On => "on",
            Self::Is => "is",
            Self::Has => "has",
            Self::Sort => "sort",
        }
    }
}
