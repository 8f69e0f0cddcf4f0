//! Calls that are made to show something: the body that is posted for one. What is shown is in `sample` and `fault`.

use crate::call::Datum;

/// Whose calls they say they are.
const COMPANY: &str = "Call Inbox simulator";

/// What a call that shows something says of itself.
pub struct Exhibit<'a> {
    /// The same for the same thing shown with the same seed.
    pub call_id: String,
    /// Where its recording is.
    pub recording_url: String,
    /// Whose call it seems to be: what is shown, in a few words.
    pub name: String,
    /// What is to be heard or seen.
    pub summary: &'a str,
    /// What kind of thing is shown.
    pub classification: &'a str,
}

impl Exhibit<'_> {
    /// The webhook's body, in the contract's order.
    pub fn payload(&self) -> String {
        let text = |text: &str| Datum::Text(text.into());
        let record = |fields: &[(&str, Datum)]| {
            Datum::Record(fields.iter().map(|(key, value)| ((*key).to_owned(), value.clone())).collect())
        };
        let caller = record(&[("name", text(&self.name)), ("company", text(COMPANY))]);
        let analysis = record(&[
            ("summary", text(self.summary)),
            ("callOutcome", text("To be played")),
            ("classification", text(self.classification)),
        ]);
        let body = record(&[
            ("callId", text(&self.call_id)),
            ("recordingUri", text(&self.recording_url)),
            ("callerDetails", caller),
            ("callAnalysis", analysis),
        ]);
        body.to_json()
    }
}
