//! `list`, `insights`, `show`, `traffic` and `contract`: what is stored, for people and for scripts. They only read, beside whoever owns the folder.
//!
//! **Invariant:** nothing is written but to stdout and stderr, and the folder is never owned.

mod contract;
mod insights;
mod json;
mod text;
mod traffic;
mod transcript;

use std::io::Write;

use anyhow::{Context, Result, bail};
use jiff::tz::TimeZone;

use super::arguments::{Common, ListWish};
use super::{clock, paths, printed};
use crate::bus::Bus;
use crate::call::query::parse;
use crate::call::{CallId, Query, View};
use crate::inbox::DetailPage;
use crate::store::{Access, Reader, Store};
pub use contract::contract;
pub use insights::insights;
use json::whole_json;
pub(super) use json::{delivery_json, detail_json};
pub(super) use text::{note_text, to_do_lines};
use text::{page_text, row_line};
pub use traffic::traffic;
use transcript::turn_lines;

/// Rows read at a time.
pub(super) const PAGE: usize = 500;

/// What is stored, to be read beside whoever owns the folder.
pub(super) fn open(common: &Common) -> Result<(Store, Reader)> {
    let folder = paths::data_folder(common)?;
    let store = Store::open(&folder, Access::Guest, Bus::default(), clock::system())?;
    let reader = store.reader()?;
    Ok((store, reader))
}

/// What the words of a search ask for, among all calls; what could not be understood is said on stderr.
pub(super) fn query_of(words: &[String]) -> Query {
    let search = parse(&words.join(" "), clock::now(), &TimeZone::system());
    for problem in &search.problems {
        printed::note(&problem.sentence);
    }
    Query { view: View::All, term: search.term, sort: search.sort.unwrap_or_default() }
}

/// Calls, newest first.
///
/// # Errors
/// The inbox can't be read, or stdout is gone.
pub fn list(common: &Common, wish: &ListWish) -> Result<()> {
    let (_store, reader) = open(common)?;
    let query = query_of(&wish.query);
    if wish.count {
        return Ok(printed::line(&reader.order(&query)?.len().to_string())?);
    }
    let found = reader.head(&query, wish.limit.unwrap_or(usize::MAX))?;
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    if wish.json {
        for seq in &found {
            if let Some(detail) = reader.detail_alone(*seq)? {
                writeln!(out, "{}", detail_json(&detail).to_json())?;
            }
        }
    } else {
        for page in found.chunks(PAGE) {
            for row in &reader.rows_of(page)? {
                writeln!(out, "{}", row_line(row, clock::now(), &TimeZone::system()))?;
            }
        }
    }
    out.flush()?;
    Ok(())
}

/// One call.
///
/// # Errors
/// There is no such call, the inbox can't be read, or stdout is gone.
pub fn show(common: &Common, call_id: &str, is_json: bool, is_raw: bool) -> Result<()> {
    let (_store, reader) = open(common)?;
    let id = CallId::given(call_id).with_context(|| format!("“{call_id}” can't be a call's id."))?;
    if is_raw {
        let Some(body) = reader.first_body(&id)? else { bail!("There is no call with the id {id}.") };
        return Ok(printed::bytes(&body)?);
    }
    let Some(detail) = reader.detail_by_id(&id)? else { bail!("There is no call with the id {id}.") };
    let (transcript, reading) = reader.transcript(detail.seq)?;
    if is_json {
        let transcript = transcript.as_ref().map(|transcript| (transcript, &reading));
        return Ok(printed::line(&whole_json(&detail, transcript).to_json())?);
    }
    let page = DetailPage::of(detail, clock::now(), &TimeZone::system());
    let mut text = page_text(&page);
    text.extend(transcript.iter().flat_map(|transcript| turn_lines(transcript, &reading)).map(|line| line + "\n"));
    Ok(printed::bytes(text.as_bytes())?)
}
