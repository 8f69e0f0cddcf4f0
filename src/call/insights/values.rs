//! How often each value of an open vocabulary was said, whichever case and accents it was written with.

use std::collections::HashMap;

use crate::call::query::tag_key;

/// Values told apart. What comes beyond is counted together: anybody can send a million of them.
const MAX_VALUES: usize = 1_000;
/// Spellings that are remembered, so that they are not folded again for each call.
const MAX_SPELLINGS: usize = 10_000;

/// A value and how many calls said it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ValueCount {
    /// What all its spellings share.
    pub key: String,
    /// As it was written first.
    pub value: String,
    /// How many calls.
    pub count: u64,
}

/// What was said, how often.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Values {
    /// The most frequent first; those that are as frequent, by the alphabet.
    pub said: Vec<ValueCount>,
    /// Calls with any other value, where there are too many values to tell apart.
    pub others: u64,
    /// Calls that did not say.
    pub blank: u64,
}

impl Values {
    /// How many calls said a value.
    pub fn count_of(&self, key: &str) -> u64 {
        self.said.iter().find(|value| value.key == key).map_or(0, |value| value.count)
    }
}

/// The same while it is being counted.
#[derive(Debug, Clone, Default)]
pub(super) struct Counting {
    said: Vec<ValueCount>,
    by_key: HashMap<String, usize>,
    by_spelling: HashMap<String, usize>,
    others: u64,
    blank: u64,
}

impl Counting {
    pub fn add(&mut self, value: Option<&str>) {
        let Some(value) = value.map(str::trim).filter(|value| !value.is_empty()) else {
            self.blank += 1;
            return;
        };
        if let Some(at) = self.by_spelling.get(value) {
            self.said[*at].count += 1;
            return;
        }
        let key = tag_key(value);
        let at = match self.by_key.get(&key) {
            Some(at) => *at,
            None if self.said.len() >= MAX_VALUES => {
                self.others += 1;
                return;
            }
            None => {
                let at = self.said.len();
                self.by_key.insert(key.clone(), at);
                self.said.push(ValueCount { key, value: value.to_owned(), count: 0 });
                at
            }
        };
        self.said[at].count += 1;
        if self.by_spelling.len() < MAX_SPELLINGS {
            self.by_spelling.insert(value.to_owned(), at);
        }
    }

    pub fn values(&self) -> Values {
        let mut said = self.said.clone();
        said.sort_by(|one, other| other.count.cmp(&one.count).then_with(|| one.key.cmp(&other.key)));
        Values { said, others: self.others, blank: self.blank }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_are_one_value_and_blanks_are_counted() {
        let mut counting = Counting::default();
        for value in [Some("Calm"), Some("POSITIVE"), Some(" positive "), None, Some(" "), Some("Positivé")] {
            counting.add(value);
        }
        let values = counting.values();
        let said: Vec<_> = values.said.iter().map(|value| (value.value.as_str(), value.count)).collect();
        assert_eq!((said, values.others, values.blank), (vec![("POSITIVE", 3), ("Calm", 1)], 0, 2));
        assert_eq!((values.count_of("positive"), values.count_of("angry")), (3, 0));
    }

    #[test]
    fn a_million_values_are_not_kept_in_mind() {
        let mut counting = Counting::default();
        for number in 0..MAX_VALUES + 50 {
            counting.add(Some(&format!("value {number}")));
        }
        counting.add(Some("value 3"));
        let values = counting.values();
        assert_eq!((values.said.len(), values.others, values.said[0].count), (MAX_VALUES, 50, 2));
    }
}
