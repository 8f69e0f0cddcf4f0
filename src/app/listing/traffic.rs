//! `traffic`: every request that reached the listener, those that a filter means, newest first; or the last ones and then
//! those that arrive, beside a window or `serve` that runs.

use std::io::Write;
use std::sync::mpsc::RecvTimeoutError;
use std::time::{Duration, Instant};

use anyhow::Result;
use jiff::tz::TimeZone;

use super::json::request_json;
use super::text::request_line;
use super::{PAGE, open};
use crate::app::arguments::{Common, TrafficWish};
use crate::app::{clock, printed, shutdown};
use crate::bus::MAX_GAPS;
use crate::call::{DeliveryId, Gap, UnixMillis};
use crate::inbox::gap_label;
use crate::store::{Reader, RequestSearch};
use crate::traffic::{TrafficFilter, TrafficRow, parse};

/// How many of the last are shown before it is followed.
const LAST: usize = 10;
/// How often it is looked whether something came.
const LOOK_EVERY: Duration = Duration::from_millis(200);
/// The same while it is not known yet how long the answer to the last took.
const LOOK_AGAIN: Duration = Duration::from_millis(20);
/// How long that is waited for.
const MOST_WAIT: Duration = Duration::from_millis(300);

/// Requests, newest first; for people also, between them, when none could arrive.
///
/// # Errors
/// The inbox can't be read, or stdout is gone.
pub fn traffic(common: &Common, wish: &TrafficWish) -> Result<()> {
    let (_store, reader) = open(common)?;
    let read = parse(&wish.filter.join(" "), clock::now(), &TimeZone::system());
    for problem in &read.problems {
        printed::note(&problem.sentence);
    }
    if wish.follow { follow(reader, read.filter, wish) } else { list(&reader, read.filter, wish) }
}

fn list(reader: &Reader, filter: TrafficFilter, wish: &TrafficWish) -> Result<()> {
    let limit = wish.limit.unwrap_or(usize::MAX);
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    let (now, zone) = (clock::now(), TimeZone::system());
    // Oldest first, so that the newest that was not printed yet is the last. Scripts get requests alone, and between those
    // that a filter picks a gap says nothing.
    let is_whole = !wish.json && filter.is_everything();
    let mut gaps: Vec<Gap> = if is_whole { reader.gaps(UnixMillis(0)..now, MAX_GAPS)? } else { Vec::new() };
    let mut search = reader.begin_finding(filter, None)?;
    let mut printed = 0;
    while printed < limit && !search.is_complete() {
        reader.find_more(&mut search)?;
        let found = search.found.get(printed..search.found.len().min(limit)).unwrap_or_default();
        printed += found.len();
        for page in found.chunks(PAGE) {
            for row in &reader.requests(page)? {
                while let Some(gap) = gaps.pop_if(|gap| gap.from >= row.note.received_at) {
                    writeln!(out, "-- {}", gap_label(&gap, now, &zone))?;
                }
                writeln!(out, "{}", line(row, wish.json))?;
            }
        }
    }
    out.flush()?;
    Ok(())
}

fn line(row: &TrafficRow, is_json: bool) -> String {
    if is_json { request_json(row).to_json() } else { request_line(row) }
}

fn follow(mut reader: Reader, filter: TrafficFilter, wish: &TrafficWish) -> Result<()> {
    let signals = shutdown::signals()?;
    let mut search = reader.begin_finding(filter.clone(), None)?;
    let last = wish.limit.unwrap_or(LAST);
    while search.found.len() < last && !search.is_complete() {
        reader.find_more(&mut search)?;
    }
    let mut ids: Vec<DeliveryId> = search.found.into_iter().take(last).collect();
    ids.reverse();
    print(&reader, &ids, wish.json)?;
    let mut arrivals = Arrivals { shown: search.newest.unwrap_or(NONE), seen: Vec::new() };
    loop {
        let wait = if arrivals.seen.is_empty() { LOOK_EVERY } else { LOOK_AGAIN };
        match signals.recv_timeout(wait) {
            Err(RecvTimeoutError::Timeout) => {}
            Ok(()) | Err(RecvTimeoutError::Disconnected) => return Ok(()),
        }
        if reader.is_outdated() {
            reader.follow()?;
            // Another database counts anew.
            arrivals = Arrivals { shown: NONE, seen: Vec::new() };
        }
        let shown = arrivals.shown;
        let Some(until) = arrivals.look(&reader)? else { continue };
        let mut search = reader.begin_finding(filter.clone(), Some(shown))?;
        while !search.is_complete() {
            reader.find_more(&mut search)?;
        }
        print(&reader, &those_until(search, until), wish.json)?;
    }
}

/// Before the first.
const NONE: DeliveryId = DeliveryId(0);

fn those_until(search: RequestSearch, until: DeliveryId) -> Vec<DeliveryId> {
    search.found.into_iter().rev().filter(|id| *id <= until).collect()
}

fn print(reader: &Reader, ids: &[DeliveryId], is_json: bool) -> Result<()> {
    for page in ids.chunks(PAGE) {
        let lines: Vec<String> = reader.requests(page)?.iter().map(|row| line(row, is_json) + "\n").collect();
        printed::bytes(lines.concat().as_bytes())?;
    }
    Ok(())
}

/// What has arrived: shown, and still waiting to be.
struct Arrivals {
    /// Up to which all were shown.
    shown: DeliveryId,
    /// The newest there was, each time there was a newer one, and when that was seen.
    seen: Vec<(DeliveryId, Instant)>,
}

impl Arrivals {
    /// Up to which of them can be shown now: how long their answers took is known, or was waited for long enough.
    fn look(&mut self, reader: &Reader) -> Result<Option<DeliveryId>> {
        let newest = reader.newest_request()?.unwrap_or(NONE);
        if newest > self.seen.last().map_or(self.shown, |(seen, _)| *seen) {
            self.seen.push((newest, Instant::now()));
        }
        let waited_for = self.seen.iter().rev().find(|(_, since)| since.elapsed() >= MOST_WAIT);
        let known = waited_for.map_or(self.shown, |(seen, _)| *seen).max(self.shown);
        let until = reader.first_untimed(known)?.map_or(newest, |untimed| DeliveryId(untimed.0 - 1)).max(known);
        self.seen.retain(|(seen, _)| *seen > until);
        let is_more = until > self.shown;
        self.shown = self.shown.max(until);
        Ok(is_more.then_some(until))
    }
}
