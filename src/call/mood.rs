//! The mood of a caller: an open vocabulary, sorted into a few tones so that it can have a colour and a glyph.

/// What a mood's word sounds like. Never shown alone: the word itself always stands beside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Tone {
    /// Content, interested, grateful.
    Good,
    /// Angry, frustrated, sad.
    Bad,
    /// Both, or unsettled.
    Mixed,
    /// Neither, or a word we do not know.
    #[default]
    Neutral,
}

/// A mood as the platform said it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mood {
    /// The platform's word, trimmed.
    pub word: String,
    /// What it sounds like.
    pub tone: Tone,
}

impl Mood {
    /// Sorts a word; `None` for a blank one.
    pub fn read(word: &str) -> Option<Self> {
        let word = word.trim();
        (!word.is_empty()).then(|| Self { word: word.to_owned(), tone: tone(word) })
    }
}

const GOOD: [&str; 30] = [
    "positive",
    "happy",
    "satisf",
    "pleased",
    "delight",
    "excited",
    "enthus",
    "interest",
    "friendly",
    "grateful",
    "thank",
    "content",
    "joy",
    "cheer",
    "relie",
    "optimis",
    "confident",
    "warm",
    "good",
    "great",
    "calm",
    "polite",
    "cooperative",
    "eager",
    "curious",
    "сочувств",
    "доволен",
    "खुश",
    "positiv",
    "contento",
];
const BAD: [&str; 30] = [
    "negativ",
    "angry",
    "anger",
    "frustrat",
    "upset",
    "annoy",
    "irritat",
    "sad",
    "disappoint",
    "unhappy",
    "hostile",
    "rude",
    "dissatisf",
    "furious",
    "impatient",
    "worried",
    "anxious",
    "stress",
    "bad",
    "poor",
    "disgust",
    "fear",
    "aggress",
    "skeptic",
    "sceptic",
    "rage",
    "desperate",
    "नाराज",
    "недовол",
    "enojado",
];
const MIXED: [&str; 10] =
    ["mixed", "hesita", "uncertain", "unsure", "confus", "ambival", "undecided", "cautious", "concern", "nervous"];

/// Bad words are looked for first ("dissatisfied" holds "satisf"), and a "not" before a good one turns it round.
fn tone(word: &str) -> Tone {
    let word = word.to_lowercase();
    let holds = |stems: &[&str]| stems.iter().any(|stem| word.contains(stem));
    let negated = word.starts_with("not ") || word.starts_with("un") && !word.starts_with("understanding");
    if holds(&MIXED) || holds(&BAD) && word.split([',', '/', '&']).count() > 1 && holds(&GOOD) {
        Tone::Mixed
    } else if holds(&BAD) {
        Tone::Bad
    } else if holds(&GOOD) {
        if negated { Tone::Bad } else { Tone::Good }
    } else {
        Tone::Neutral
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_sorted_and_unknown_ones_stay_neutral() {
        for (word, wanted) in [
            ("Positive", Tone::Good),
            ("  VERY SATISFIED ", Tone::Good),
            ("Dissatisfied", Tone::Bad),
            ("not happy", Tone::Bad),
            ("Frustrated", Tone::Bad),
            ("Mixed", Tone::Mixed),
            ("hesitant", Tone::Mixed),
            ("positive / angry", Tone::Mixed),
            ("Neutral", Tone::Neutral),
            ("Zorbly", Tone::Neutral),
        ] {
            assert_eq!(Mood::read(word).unwrap().tone, wanted, "{word}");
        }
        assert_eq!(Mood::read("  "), None);
    }
}
