//! `export`: calls with all that is known of them, as a table, as JSON or as a page. Owns the way from the store to a
//! file; what a call looks like is in `table` and `page`, where it is written in `output`.
//!
//! **Invariant:** one call is in memory at a time, however many there are; nothing that a payload holds becomes markup or a
//! formula.

mod markup;
mod output;
mod page;
mod review;
mod said;
mod table;

pub use output::put;
pub use said::{save, transcript};

use anyhow::{Result, bail};
use jiff::tz::TimeZone;

use super::arguments::{Common, ExportWish, Format};
use super::listing::{PAGE, detail_json, open, query_of};
use super::{clock, printed};
use crate::call::{CallDetail, CallRow, Seq, UnixMillis};
use crate::store::Reader;

/// Writes the calls that a search finds, all of them without one.
///
/// # Errors
/// The inbox can't be read, or what is written can't be kept; a file is then as it was before.
pub fn export(common: &Common, wish: &ExportWish) -> Result<()> {
    let Some(format) = wish.format() else { bail!("Say what to write with --format.") };
    let (_store, reader) = open(common)?;
    let order = reader.order(&query_of(&wish.query))?;
    let count = order.len();
    let (now, zone) = (clock::now(), TimeZone::system());
    output::write_to(wish.out.as_deref(), |out, is_stopped| {
        let calls = Calls { reader: &reader, order: &order, is_stopped };
        match format {
            Format::Csv => table::write(out, &calls, now, &zone),
            Format::Jsonl => calls.each(|detail| Ok(writeln!(out, "{}", detail_json(&detail).to_json())?)),
            Format::Html => page::write(out, &calls, &wish.query.join(" "), now, &zone),
        }
    })?;
    if let Some(path) = &wish.out {
        let calls = if count == 1 { "call" } else { "calls" };
        printed::note(&format!("{count} {calls} written to {}", path.display()));
    }
    Ok(())
}

/// The calls to be written, read as they are asked for.
struct Calls<'a> {
    reader: &'a Reader,
    order: &'a [Seq],
    /// A person does not want it any more.
    is_stopped: &'a dyn Fn() -> bool,
}

impl Calls<'_> {
    fn count(&self) -> u64 {
        self.order.len() as u64
    }

    /// Every call whole, one after another; one that is gone meanwhile is left out.
    fn each(&self, mut take: impl FnMut(CallDetail) -> Result<()>) -> Result<()> {
        for seq in self.order {
            self.go_on()?;
            if let Some(detail) = self.reader.detail_alone(*seq)? {
                take(detail)?;
            }
        }
        Ok(())
    }

    /// Every call as a row of the list.
    fn each_row(&self, mut take: impl FnMut(&CallRow) -> Result<()>) -> Result<()> {
        for page in self.order.chunks(PAGE) {
            self.go_on()?;
            self.reader.rows_of(page)?.iter().try_for_each(&mut take)?;
        }
        Ok(())
    }

    fn go_on(&self) -> Result<()> {
        if (self.is_stopped)() {
            bail!("it was stopped");
        }
        Ok(())
    }
}

/// RFC 3339, in UTC; nothing for a time that no calendar has.
fn stamp(at: UnixMillis) -> String {
    jiff::Timestamp::from_millisecond(at.0).map_or_else(|_| String::new(), |at| format!("{at:.3}"))
}
