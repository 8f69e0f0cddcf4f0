//! What was said where a search found it, for rows that show nothing of it otherwise. Done for the rows that are read alone,
//! never for all that were found: it takes reading the call and its transcript.

use std::borrow::Cow;

use rusqlite::{Connection, OptionalExtension as _};
use serde::Deserialize;

use super::words;
use crate::call::CallRow;
use crate::call::query::{Column, Highlighter, IndexText, Place, Term, Words, shorter_around};
use crate::transcript::Side;

/// Transcripts looked through for one answer, in bytes: a quick look at a page of ordinary calls, and no long one at a page of
/// calls that lasted for hours.
const MAX_BYTES: usize = 16 * 1024 * 1024;
/// A word that was found stands within so many characters of the beginning of what is shown.
const HIT_WITHIN: usize = 40;

/// What of a stored transcript is looked into.
#[derive(Deserialize)]
struct Said<'a> {
    #[serde(borrow)]
    turns: Vec<SaidTurn<'a>>,
}

#[derive(Deserialize)]
struct SaidTurn<'a> {
    side: Side,
    #[serde(borrow)]
    text: Cow<'a, str>,
    #[serde(borrow)]
    translation: Option<Cow<'a, str>>,
}

/// Has rows show what was said where the words of a search stand in the transcript and nowhere else in the call.
pub(super) fn add(connection: &Connection, term: &Term, rows: &mut [CallRow]) -> rusqlite::Result<()> {
    let mut wanted = Vec::new();
    collect(term, &mut wanted);
    if wanted.is_empty() {
        return Ok(());
    }
    let mut left = MAX_BYTES;
    for row in rows.iter_mut().filter(|row| row.has_transcript) {
        // Most rows show themselves why they were found.
        let shown = shown_by(row);
        let hidden: Vec<&Words> = wanted.iter().copied().filter(|words| !shown.holds(words)).collect();
        if hidden.is_empty() {
            continue;
        }
        let Some(body) = body_at(connection, row)? else { continue };
        let Some(rest) = left.checked_sub(body.len()) else { return Ok(()) };
        left = rest;
        let mut elsewhere = words::of_call(connection, row.seq)?;
        elsewhere.set(Column::Transcript, String::new());
        let hidden = hidden.into_iter().filter(|words| !elsewhere.holds(words));
        let hidden = Term::any(hidden.cloned().map(|words| Term::Words(Words { place: Place::Anywhere, ..words })));
        if let Some(said) = excerpt(&body, &Highlighter::of(&hidden)) {
            row.quote(&said);
        }
    }
    Ok(())
}

/// The words that a transcript may hold, and that are looked for, not excluded.
fn collect<'a>(term: &'a Term, wanted: &mut Vec<&'a Words>) {
    match term {
        Term::All(terms) | Term::Any(terms) => terms.iter().for_each(|term| collect(term, wanted)),
        Term::Words(words) if matches!(words.place, Place::Anywhere | Place::Transcript) => wanted.push(words),
        _ => {}
    }
}

fn shown_by(row: &CallRow) -> IndexText {
    let mut text = IndexText::default();
    let mood = row.mood.as_ref().map(|mood| mood.word.as_str());
    let shown =
        [Some(row.title.as_str()), row.company.as_deref(), mood, row.outcome.as_deref(), row.excerpt.as_deref()];
    for (column, said) in
        [Column::Name, Column::Company, Column::Mood, Column::Outcome, Column::Text].into_iter().zip(shown)
    {
        text.add(column, said.unwrap_or_default());
    }
    text
}

fn body_at(connection: &Connection, row: &CallRow) -> rusqlite::Result<Option<String>> {
    connection
        .prepare_cached("SELECT body FROM transcripts WHERE call_seq = ?1")?
        .query_row([row.seq.0], |row| row.get(0))
        .optional()
}

/// What was said around the first hit.
fn excerpt(body: &str, highlighter: &Highlighter) -> Option<String> {
    let said: Said<'_> = serde_json::from_str(body).ok()?;
    let spoken = said.turns.iter().filter(|turn| turn.side.is_spoken());
    let mut texts = spoken.flat_map(|turn| [Some(&turn.text), turn.translation.as_ref()]).flatten();
    let text = texts.find(|text| !highlighter.hits(text).is_empty())?;
    Some(shorter_around(text, highlighter, HIT_WITHIN))
}
