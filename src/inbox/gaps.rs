//! Times in which calls could not reach us, as quiet strips between the calls that did.

use jiff::tz::TimeZone;

use super::format::{clock_label, when_label};
use super::{Inbox, RowSlot};
use crate::call::{Gap, GapReason, UnixMillis, View};

/// Shorter gaps are not shown, in milliseconds: a listener that moves to another port is back sooner than that.
const SHORTEST_SHOWN_MS: i64 = 5_000;

impl Inbox {
    /// What stands between the row at a position and the next older one.
    pub fn strip_below(&self, position: usize) -> Option<String> {
        if !self.shows_gaps() {
            return None;
        }
        let newer = self.received_at(position)?;
        let older = self.received_at(position + 1)?;
        self.strip(|gap| gap.from >= older && gap.from < newer)
    }

    /// What stands above the newest row.
    pub fn strip_above(&self) -> Option<String> {
        if !self.shows_gaps() {
            return None;
        }
        let newest = self.received_at(0)?;
        self.strip(|gap| gap.from >= newest)
    }

    /// Rows side by side are calls side by side only where nothing is left out.
    fn shows_gaps(&self) -> bool {
        !self.gaps.is_empty() && matches!(self.view, View::Inbox | View::All) && self.search.trim().is_empty()
    }

    fn received_at(&self, position: usize) -> Option<UnixMillis> {
        match self.list.slot(position)? {
            RowSlot::Known(row) => Some(row.received_at),
            RowSlot::Reading(_) => None,
        }
    }

    fn strip(&self, is_here: impl Fn(&Gap) -> bool) -> Option<String> {
        let is_long = |gap: &&Gap| gap.to.unwrap_or(self.now).0 - gap.from.0 >= SHORTEST_SHOWN_MS;
        let here: Vec<&Gap> = self.gaps.iter().filter(|gap| is_here(gap)).filter(is_long).collect();
        let (first, last) = (here.first()?, here.last()?);
        let span = span_label(first.from, last.to, self.now, &self.zone);
        Some(match here.as_slice() {
            [only] => gap_label(only, self.now, &self.zone),
            several => say_many!(
                several.len(),
                "Not listening {n} time, {span}, calls may be missing",
                "Not listening {n} times, {span}, calls may be missing",
                span = span
            ),
        })
    }
}

/// "Closed 08:10–09:40, calls may be missing".
pub fn gap_label(gap: &Gap, now: UnixMillis, zone: &TimeZone) -> String {
    {
        let span = span_label(gap.from, gap.to, now, zone);
        match gap.reason {
            GapReason::Closed => say!("Closed {span}, calls may be missing", span = span),
            GapReason::Crashed => say!("Stopped unexpectedly {span}, calls may be missing", span = span),
            GapReason::PortLost => say!("Not listening {span}, calls may be missing", span = span),
            GapReason::Asleep => say!("Asleep {span}, calls may be missing", span = span),
            GapReason::NotKept => say!("Calls not kept {span}, calls may be missing", span = span),
        }
    }
}

/// "08:10–09:40", "Yesterday 08:10–09:40", "Mon 9 Mar 18:00 – Today 09:00", "since 09:40".
fn span_label(from: UnixMillis, to: Option<UnixMillis>, now: UnixMillis, zone: &TimeZone) -> String {
    let start = when_label(from, now, zone);
    let today_begins = format!("{} ", say!("Today"));
    let day_of = |label: &str| label.rsplit_once(' ').map(|(day, _)| day.to_owned());
    let today = |label: String| label.strip_prefix(&today_begins).map(str::to_owned).unwrap_or(label);
    let Some(to) = to else { return say!("since {when}", when = today(start)) };
    let end = when_label(to, now, zone);
    if start == end {
        return today(start);
    }
    if day_of(&start) == day_of(&end) {
        format!("{}–{}", today(start), clock_label(to, zone))
    } else {
        format!("{start} – {end}")
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::super::samples::{inbox, row};
    use super::*;
    use crate::bus::Event;
    use crate::call::{CallRow, Seq};

    const HOUR: i64 = 3_600_000;

    /// An inbox with calls at these hours (newest last) and these gaps, at noon of some day.
    fn scene(hours: &[i64], gaps: &[(i64, i64, GapReason)]) -> Inbox {
        let mut inbox = inbox();
        let midnight = 1_765_497_600_000;
        inbox.now = UnixMillis(midnight + 12 * HOUR);
        inbox.begin();
        let at = |hour: i64| UnixMillis(midnight + hour * HOUR);
        let rows: Vec<CallRow> =
            hours.iter().zip(1..).map(|(hour, seq)| CallRow { received_at: at(*hour), ..row(seq) }).collect();
        let order = Arc::new((1..=rows.len() as i64).map(Seq).collect());
        inbox.apply(Event::ListLoaded { ticket: inbox.list.ticket(), order, rows, complete: true });
        let gaps = gaps.iter().map(|(from, to, reason)| Gap { from: at(*from), to: Some(at(*to)), reason: *reason });
        inbox.apply(Event::GapsLoaded(Arc::new(gaps.collect())));
        inbox
    }

    #[test]
    fn a_gap_stands_between_the_calls_before_and_after_it() {
        let inbox = scene(&[7, 10], &[(8, 9, GapReason::Closed)]);
        assert_eq!(inbox.strip_below(0).as_deref(), Some("Closed 08:00–09:00, calls may be missing"));
        assert_eq!((inbox.strip_above(), inbox.strip_below(1)), (None, None));
    }

    #[test]
    fn a_gap_after_the_newest_call_stands_above_it() {
        let inbox = scene(&[7], &[(8, 9, GapReason::Crashed)]);
        assert_eq!(inbox.strip_above().as_deref(), Some("Stopped unexpectedly 08:00–09:00, calls may be missing"));
    }

    #[test]
    fn several_gaps_in_one_place_are_one_strip() {
        let inbox = scene(&[-30, 10], &[(-20, -18, GapReason::Closed), (8, 9, GapReason::Asleep)]);
        let strip = inbox.strip_below(0).unwrap();
        assert_eq!(strip, "Not listening 2 times, Yesterday 04:00 – Today 09:00, calls may be missing");
    }

    #[test]
    fn searches_and_partial_views_show_none() {
        let mut inbox = scene(&[7, 10], &[(8, 9, GapReason::Closed)]);
        inbox.view = View::Starred;
        assert_eq!(inbox.strip_below(0), None);
    }
}
