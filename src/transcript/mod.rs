//! READ: the transcript of a call, in whatever shape a platform writes it, as turns that a person can read along.
//!
//! **Invariant:** no I/O, no clock, nothing of a screen or of SQL. Foreign bytes always give a [`Transcript`], never an
//! error and never a panic: what is not recognised is kept as the text it is.

mod applied;
mod bytes;
mod clock;
mod draft;
mod fields;
mod finish;
mod generic;
mod json;
mod known;
mod markup;
mod name;
mod places;
mod reading;
mod roles;
mod shapes;
mod speaking;
mod stamp;
mod strangers;
mod text;
mod turn;
mod words;
pub mod write;

use crate::call::Datum;
use draft::Draft;

pub use applied::applied;
pub use known::Known;
pub use places::Places;
pub use reading::Reading;
pub use speaking::{SpeakingTime, speaking_time};
pub use turn::{Clock, Format, Side, Transcript, Turn, Word};

/// So much of a file without turns is shown: more is nothing that a person reads, and would be stored with the call.
const MOST_RAW_BYTES: usize = 1 << 20;

/// Raised when [`read`] reads something otherwise than before: what was read by an older version is read again.
pub const READER_VERSION: u32 = 1;

/// A file's text as it is: unpacked if it is packed, what is no text replaced. For whoever wants to see it unread.
pub fn text_of(bytes: &[u8]) -> String {
    bytes::content(bytes).map_or_else(|_| String::from_utf8_lossy(bytes).into_owned(), |content| content.text)
}

/// Reads a transcript file.
pub fn read(bytes: &[u8], known: &Known) -> Transcript {
    let content = match bytes::content(bytes) {
        Ok(content) => content,
        Err(sentence) => {
            return Transcript { format: Format::NotATranscript, remarks: vec![sentence], ..Transcript::default() };
        }
    };
    let mut remarks = content.remarks;
    let transcript = match found(&content.text) {
        Found::Draft(mut draft) => {
            remarks.append(&mut draft.remarks);
            finish::finish(Draft { remarks, ..draft }, known)
        }
        Found::SomethingElse(sentence) => {
            remarks.insert(0, sentence);
            Transcript { format: Format::NotATranscript, remarks, ..Transcript::default() }
        }
        Found::Nothing => Transcript { remarks, ..Transcript::default() },
    };
    if transcript.turns.is_empty() { with_raw(transcript, &content.text) } else { transcript }
}

/// What a text turned out to be.
enum Found {
    Draft(Draft),
    /// A sentence on what it is instead of a transcript.
    SomethingElse(String),
    Nothing,
}

fn found(text: &str) -> Found {
    if let Some(sentence) = markup::page_or_error(text) {
        return Found::SomethingElse(sentence);
    }
    if let Some(draft) = text::captions(text) {
        return Found::Draft(draft);
    }
    let parsed = json::parse(text);
    let is_json = parsed.as_ref().is_some_and(|parsed| !parsed.is_damaged) || text.trim_start().starts_with('{');
    if let Some(parsed) = parsed {
        match in_json(&parsed.value) {
            Found::Draft(mut draft) => {
                if parsed.is_damaged {
                    draft.remarks.insert(
                        0,
                        String::from("The file is damaged or its end is missing: this is what could be read."),
                    );
                }
                return Found::Draft(draft);
            }
            Found::SomethingElse(sentence) => return Found::SomethingElse(sentence),
            Found::Nothing => {}
        }
    }
    if is_json { Found::Nothing } else { text::plain(text).map_or(Found::Nothing, Found::Draft) }
}

fn in_json(value: &Datum) -> Found {
    if let Some(sentence) = strangers::something_else(value) {
        return Found::SomethingElse(sentence);
    }
    if let Some(draft) = in_shape(value) {
        return Found::Draft(draft);
    }
    if !generic::is_list_of_texts(value) {
        for document in json::documents(value) {
            if let Some(draft) = in_shape(document) {
                return Found::Draft(draft);
            }
        }
    }
    if let Some(draft) = generic::generic(value).or_else(|| shapes::unlabelled(value)) {
        return Found::Draft(draft);
    }
    strangers::error(value).map_or(Found::Nothing, Found::SomethingElse)
}

fn in_shape(value: &Datum) -> Option<Draft> {
    let levels = json::levels(value);
    shapes::ALL.iter().find_map(|shape| levels.iter().find_map(|level| shape(level)))
}

/// Shows the file itself where no turns are.
fn with_raw(mut transcript: Transcript, text: &str) -> Transcript {
    if transcript.format != Format::NotATranscript && transcript.format != Format::Unrecognised {
        transcript.remarks.push(String::from("There are no words in this transcript."));
    }
    let end = text.floor_char_boundary(MOST_RAW_BYTES);
    if end < text.len() {
        transcript.remarks.push(String::from("Only the beginning of the file is shown."));
    }
    text[..end].clone_into(&mut transcript.raw);
    transcript
}
