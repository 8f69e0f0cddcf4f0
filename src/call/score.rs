//! The score of a call: a number within 0 to 100 where the payload's words allow it, and those words.

use super::Datum;

/// A score as it was sent, and its number if it can be placed on the contract's scale.
#[derive(Debug, Clone, PartialEq)]
pub struct Score {
    /// As it was sent (`85`, `85/100`, `A`).
    pub text: String,
    /// 0 to 100; `None` when the words give no number on that scale. Zero is a score like any other.
    pub value: Option<f64>,
}

impl Score {
    /// Reads a score; `None` when nothing was said (null, empty).
    pub fn read(datum: &Datum) -> Option<Self> {
        let inner = match datum {
            Datum::List(items) if items.len() == 1 => &items[0],
            _ => datum,
        };
        if matches!(inner, Datum::Bool(_)) {
            return Some(Self { text: inner.to_line()?, value: None });
        }
        let text = inner.to_line()?;
        let value = place(&text);
        Some(Self { text, value })
    }

    /// A stored score again.
    pub fn stored(text: String, value: Option<f64>) -> Self {
        Self { text, value }
    }

    /// What a person reads: the number rounded to a whole when it is one, else the sender's words.
    pub fn label(&self) -> String {
        match self.value {
            Some(value) if (value - value.round()).abs() < 1e-9 => format!("{value:.0}"),
            Some(value) => format!("{value:.2}").trim_end_matches('0').trim_end_matches('.').to_owned(),
            None => self.text.clone(),
        }
    }
}

/// `85`, `85.0`, `85%`, `85/100`, `8.5/10` on the scale of 0 to 100. A bare fraction such as 0.85 stays 0.85: whether it
/// means 85 can't be known.
fn place(text: &str) -> Option<f64> {
    let text = text.trim().trim_end_matches('%').trim_end();
    let value = match text.split_once('/') {
        Some((part, whole)) => {
            let (part, whole) = (number(part)?, number(whole)?);
            if whole <= 0.0 {
                return None;
            }
            part / whole * 100.0
        }
        None => number(text)?,
    };
    (0.0..=100.0).contains(&value).then_some(value + 0.0)
}

fn number(text: &str) -> Option<f64> {
    let text = text.trim();
    text.starts_with(|c: char| c.is_ascii_digit() || c == '-' || c == '+' || c == '.')
        .then(|| text.parse::<f64>().ok())
        .flatten()
        .filter(|value| value.is_finite())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(json: &str) -> Option<f64> {
        Score::read(&Datum::parse(json).unwrap()).and_then(|score| score.value)
    }

    #[test]
    fn scores_are_read_from_every_form_seen() {
        for (json, wanted) in [
            ("85", Some(85.0)),
            ("85.0", Some(85.0)),
            ("\"85\"", Some(85.0)),
            ("\"85/100\"", Some(85.0)),
            ("\"85%\"", Some(85.0)),
            ("\"8.5/10\"", Some(85.0)),
            ("0", Some(0.0)),
            ("-0", Some(0.0)),
            ("0.85", Some(0.85)),
            ("[85]", Some(85.0)),
            ("{\"value\":85}", Some(85.0)),
            ("-3", None),
            ("250", None),
            ("\"A\"", None),
            ("\"NaN\"", None),
            ("1e400", None),
            ("true", None),
            ("\"7/0\"", None),
        ] {
            assert_eq!(value(json), wanted, "{json}");
        }
    }

    #[test]
    fn zero_is_not_unknown_and_odd_words_stay() {
        assert_eq!(Score::read(&Datum::parse("0").unwrap()).unwrap().label(), "0");
        assert_eq!(Score::read(&Datum::parse("\"A-\"").unwrap()).unwrap().label(), "A-");
        assert_eq!(Score::read(&Datum::Null), None);
    }
}
