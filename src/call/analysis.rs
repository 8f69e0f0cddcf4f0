//! What the platform's analysis found out about a call.

use super::{Datum, Mood, Score};

/// The fields of `callAnalysis`. The last three are open: any JSON.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Analysis {
    /// What the call was about.
    pub summary: Option<String>,
    /// The caller's mood.
    pub mood: Option<Mood>,
    /// 0 to 100, if it can be placed there.
    pub score: Option<Score>,
    /// How it ended (`Appointment Scheduled`).
    pub outcome: Option<String>,
    /// What kind of call it was (`Sales Inquiry`).
    pub classification: Option<String>,
    /// What the caller is after.
    pub interests_and_needs: Option<Datum>,
    /// What is to be done.
    pub action_items: Option<Datum>,
    /// Mood in detail.
    pub sentiment: Option<Datum>,
}

impl Analysis {
    /// The payload's names of the fields read here.
    pub const KEYS: [&'static str; 8] =
        ["summary", "mood", "score", "callOutcome", "classification", "interestsAndNeeds", "actionItems", "sentiment"];

    /// Reads the fields of a record; anything that is not one of them is not looked at.
    pub fn read(analysis: &Datum) -> Self {
        let line = |key: &str| analysis.get(key).and_then(Datum::to_line);
        let open =
            |key: &str| analysis.get(key).map(|value| value.unquoted().into_owned()).filter(|value| !value.is_blank());
        Self {
            summary: line("summary"),
            mood: line("mood").and_then(|word| Mood::read(&word)),
            score: analysis.get("score").and_then(Score::read),
            outcome: line("callOutcome"),
            classification: line("classification"),
            interests_and_needs: open("interestsAndNeeds"),
            action_items: open("actionItems"),
            sentiment: open("sentiment"),
        }
    }
}
