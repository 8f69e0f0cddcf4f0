//! What is looked for among requests: words, and operators such as `status:4xx`. The language, what it means, and whether a
//! request is meant.
//!
//! **Invariant:** total and without a clock: any text gives a filter. What is not understood is told, never dropped without
//! a word. Whoever asks a database finds exactly what [`matches()`] says.

mod meaning;
mod operator;
mod parse;
mod range;
#[cfg(test)]
pub(crate) mod samples;
mod text;
mod times;
mod words;

pub use meaning::{FactTest, FilterPart, FilterTest, RequestFacts, RequestTexts, TextTest, matches};
pub use operator::TrafficOperator;
pub use parse::parse;
pub use range::NumberRange;

/// What is looked for; everything for its default.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct TrafficFilter {
    /// Words and phrases without case and accents, all of which stand somewhere in what is told of a request.
    pub words: Vec<String>,
    /// What else holds of it.
    pub parts: Vec<FilterPart>,
}

impl TrafficFilter {
    /// It asks nothing: every request is meant.
    pub fn is_everything(&self) -> bool {
        self.words.is_empty() && self.parts.is_empty()
    }

    /// What is told of a request besides its numbers has to be read: words, and operators that look into texts.
    pub fn reads_texts(&self) -> bool {
        !self.words.is_empty() || self.texts().next().is_some()
    }

    /// How long we took is asked for, which is known a moment after a request was stored.
    pub fn asks_time(&self) -> bool {
        self.facts().any(|(_, test)| matches!(test, FactTest::Took(_)))
    }

    /// Whether everything holds that is asked of a request's texts.
    pub fn holds_for_texts(&self, texts: &RequestTexts<'_>) -> bool {
        self.words.iter().all(|word| texts.have_word(word))
            && self.texts().all(|(is_negated, test)| test.holds(texts) != is_negated)
    }

    /// What is asked of texts, and whether it shall not be so.
    pub fn texts(&self) -> impl Iterator<Item = (bool, &TextTest)> {
        self.parts.iter().filter_map(|part| match &part.test {
            FilterTest::Text(test) => Some((part.is_negated, test)),
            FilterTest::Fact(_) => None,
        })
    }

    /// What is asked of facts, and whether it shall not be so.
    pub fn facts(&self) -> impl Iterator<Item = (bool, &FactTest)> {
        self.parts.iter().filter_map(|part| match &part.test {
            FilterTest::Fact(test) => Some((part.is_negated, test)),
            FilterTest::Text(_) => None,
        })
    }
}

/// Something that was typed and not understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FilterProblem {
    /// What is wrong, in a sentence.
    pub sentence: String,
}

/// A filter as it was typed.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ReadFilter {
    /// What was understood.
    pub filter: TrafficFilter,
    /// What was not.
    pub problems: Vec<FilterProblem>,
}
