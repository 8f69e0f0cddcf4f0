//! The coverage record: when we were listening, when not, and why. What to write is decided purely, from what was written
//! last and what the clock says; the statements are below. Written with deliveries wherever there are some.

use std::ops::Range;

use rusqlite::{Connection, params};

use crate::call::{Gap, GapReason, UnixMillis};

/// How often it is noted that we still listen, in milliseconds. Each costs an fsync if no delivery came meanwhile.
pub(super) const BEAT_MS: i64 = 30_000;
/// Longer without a beat than this, two and a half of them, and the machine has slept.
const ASLEEP_MS: i64 = BEAT_MS * 5 / 2;
/// A store that failed for less than this is no gap: one delivery that did not fit, or a moment's contention.
const SHORTEST_FAILURE_MS: i64 = 1_000;

/// What the writing thread knows of it.
#[derive(Debug, Default)]
pub(super) struct Coverage {
    is_listening: bool,
    /// The period that lasts.
    period: Option<Period>,
    /// Since when deliveries can't be stored.
    failing_since: Option<UnixMillis>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Period {
    id: i64,
    begun_at: UnixMillis,
    seen_at: UnixMillis,
}

/// Something to be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Step {
    /// The end of the period that lasts, and why.
    end: Option<(UnixMillis, GapReason)>,
    /// Whether we listen now.
    listens: bool,
    at: UnixMillis,
}

/// What was written; true once it is committed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Written {
    period: Option<Period>,
    /// A gap began or ended.
    pub is_told: bool,
}

impl Coverage {
    /// The listener listens, or it does not.
    pub fn set_listening(&mut self, yes: bool) {
        self.is_listening = yes;
    }

    /// Whether beats are due from time to time.
    pub fn is_listening(&self) -> bool {
        self.is_listening
    }

    /// The database is another one, which knows nothing of the period that lasts.
    pub fn forget_period(&mut self) {
        self.period = None;
    }

    /// Deliveries can't be stored from now on.
    pub fn fails(&mut self, now: UnixMillis) {
        self.failing_since.get_or_insert(now);
    }

    /// What is to be written now, if anything.
    pub fn next(&self, now: UnixMillis) -> Option<Step> {
        let Some(period) = self.period else {
            return self.is_listening.then_some(Step { end: None, listens: true, at: now });
        };
        let end = if let Some(since) = self.failing_since.filter(|since| now.0 - since.0 >= SHORTEST_FAILURE_MS) {
            Some((since.max(period.begun_at), GapReason::NotKept))
        } else if now.0 - period.seen_at.0 > ASLEEP_MS {
            Some((period.seen_at, GapReason::Asleep))
        } else if !self.is_listening {
            Some((period.seen_at.max(now), GapReason::PortLost))
        } else {
            None
        };
        let is_due = end.is_some() || now.0 - period.seen_at.0 >= BEAT_MS;
        is_due.then_some(Step { end, listens: self.is_listening, at: now })
    }

    /// What is to be written last.
    pub fn last(&self, now: UnixMillis) -> Option<Step> {
        let next = self.next(now).filter(|step| step.end.is_some());
        let close = |period: Period| (period.seen_at.max(now), GapReason::Closed);
        next.or_else(|| self.period.map(|period| Step { end: Some(close(period)), listens: false, at: now }))
            .map(|step| Step { listens: false, ..step })
    }

    /// Writes a step, within a transaction of the caller's.
    pub fn write(&self, connection: &Connection, step: Step) -> rusqlite::Result<Written> {
        let mut period = self.period;
        if let Some((at, reason)) = step.end
            && let Some(ended) = period.take()
        {
            end(connection, ended.id, at, reason)?;
        }
        period = match period {
            _ if !step.listens => None,
            Some(period) => {
                see(connection, period.id, step.at)?;
                Some(Period { seen_at: step.at, ..period })
            }
            None => {
                let id = begin(connection, step.at)?;
                Some(Period { id, begun_at: step.at, seen_at: step.at })
            }
        };
        let is_told = period.map(|period| period.id) != self.period.map(|period| period.id);
        Ok(Written { period, is_told })
    }

    /// What was written is committed.
    pub fn committed(&mut self, written: Written) {
        self.period = written.period;
        self.failing_since = None;
    }

    /// Deliveries are stored again, and nothing had to be written.
    pub fn works(&mut self) {
        self.failing_since = None;
    }
}

fn begin(connection: &Connection, at: UnixMillis) -> rusqlite::Result<i64> {
    let sql = "INSERT INTO coverage (begun_at, last_seen_at) VALUES (?1, ?1)";
    connection.prepare_cached(sql)?.execute([at.0])?;
    Ok(connection.last_insert_rowid())
}

fn see(connection: &Connection, id: i64, at: UnixMillis) -> rusqlite::Result<()> {
    connection.prepare_cached("UPDATE coverage SET last_seen_at = ?2 WHERE id = ?1")?.execute([id, at.0]).map(drop)
}

fn end(connection: &Connection, id: i64, at: UnixMillis, reason: GapReason) -> rusqlite::Result<()> {
    let sql = "UPDATE coverage SET last_seen_at = ?2, ended_at = ?2, end_reason = ?3 WHERE id = ?1";
    connection.prepare_cached(sql)?.execute(params![id, at.0, reason.as_str()]).map(drop)
}

/// Ends what a program that died has left: when it was last seen, or received something, by a clock that went on.
pub(super) fn end_crashed(connection: &Connection, now: UnixMillis) -> rusqlite::Result<()> {
    let sql = "UPDATE coverage SET end_reason = ?1, ended_at = max(last_seen_at, coalesce( \
               (SELECT received_at FROM deliveries WHERE received_at <= ?2 ORDER BY id DESC LIMIT 1), 0)) \
               WHERE ended_at IS NULL";
    connection.prepare_cached(sql)?.execute(params![GapReason::Crashed.as_str(), now.0]).map(drop)
}

/// The newest gaps that overlap a time, at most `limit`, oldest first. Times that a clock set back makes empty are none.
pub(super) fn gaps(connection: &Connection, within: Range<UnixMillis>, limit: usize) -> rusqlite::Result<Vec<Gap>> {
    let sql = "SELECT ended_at, next, end_reason FROM \
               (SELECT id, ended_at, end_reason, lead(begun_at) OVER (ORDER BY id) AS next FROM coverage) \
               WHERE ended_at IS NOT NULL AND ended_at < ?2 AND (next IS NULL OR next > max(ended_at, ?1)) \
               ORDER BY id DESC LIMIT ?3";
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let mut statement = connection.prepare_cached(sql)?;
    let rows = statement.query_map(params![within.start.0, within.end.0, limit], |row| {
        let (from, to, reason): (i64, Option<i64>, String) = (row.get(0)?, row.get(1)?, row.get(2)?);
        Ok(Gap { from: UnixMillis(from), to: to.map(UnixMillis), reason: GapReason::named(&reason) })
    })?;
    let mut gaps = rows.collect::<Result<Vec<_>, _>>()?;
    gaps.reverse();
    Ok(gaps)
}
