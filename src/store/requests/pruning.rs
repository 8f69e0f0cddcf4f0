//! Which old requests go, by the limits that a person set: never what a call is made of, nor what the repeat rule knows
//! bytes by, nor what still waits to be handed on. In steps on the writing thread, between which deliveries are stored.

use std::time::{Duration, Instant};

use rusqlite::{Connection, OptionalExtension as _, params};

use super::search::newest;
use crate::call::UnixMillis;
use crate::traffic::TrafficLimits;

/// How long after the last time it is looked again.
const LOOK_EVERY: Duration = if cfg!(test) { Duration::from_millis(20) } else { Duration::from_secs(60) };
/// Or after so many arrivals.
const ARRIVALS: usize = 1_000;
/// The most that go in a step.
const MOST_GONE: usize = if cfg!(test) { 5 } else { 500 };
/// The most that are looked at in a step.
const MOST_LOOKED_AT: usize = if cfg!(test) { 7 } else { 2_000 };
/// The most bytes of bodies that go in a step, unless one alone has more: each page of them is touched.
const MOST_BYTES: u64 = 8 * 1024 * 1024;
/// Numbers among which requests are counted in a step.
const COUNTED: i64 = if cfg!(test) { 3 } else { 50_000 };
/// So many gone are told before all of a run are.
const TOLD_AT: u64 = 10_000;

const DAY_MS: i64 = 24 * 60 * 60 * 1_000;

/// When it is looked what may go, and how far that is.
#[derive(Debug, Default)]
pub(in crate::store) struct Pruning {
    limits: TrafficLimits,
    /// When it is looked again.
    due: Option<Instant>,
    /// Since it was last looked.
    arrivals: usize,
    run: Option<Run>,
    /// Gone, and not told yet.
    gone: u64,
}

/// One look through all requests that may go.
#[derive(Debug, Clone, Copy)]
struct Run {
    /// Those before go.
    old: Option<UnixMillis>,
    /// How many of the newest stay.
    count: Option<Count>,
    /// Always stays, so that its number is not given again.
    newest: i64,
    /// Behind which it goes on: when it came, and its number.
    behind: (i64, i64),
}

/// The search for the oldest that stays by its number.
#[derive(Debug, Clone, Copy)]
enum Count {
    /// So many are still to be counted, before that one.
    Counting { left: u64, below: i64 },
    /// Found: those before it go.
    Found(i64),
}

impl Pruning {
    /// From now on keeps no more than that.
    pub fn limit(&mut self, limits: TrafficLimits) {
        *self = Self { limits, due: is_any(&limits).then(Instant::now), gone: self.gone, ..Self::default() };
    }

    /// Another database, or none knows what: it is looked anew.
    pub fn begin_anew(&mut self) {
        self.limit(self.limits);
    }

    /// So many deliveries were stored.
    pub fn arrived(&mut self, deliveries: usize) {
        self.arrivals += deliveries;
        if self.arrivals >= ARRIVALS && self.due.is_some() {
            self.due = Some(Instant::now());
            self.arrivals = 0;
        }
    }

    /// How long until there is something to do; `None` where nothing is limited.
    pub fn patience(&self) -> Option<Duration> {
        let due = self.due?;
        Some(if self.run.is_some() { Duration::ZERO } else { due.saturating_duration_since(Instant::now()) })
    }

    /// There is something to do.
    pub fn is_due(&self) -> bool {
        self.patience() == Some(Duration::ZERO)
    }

    /// How many are gone that shall be told now.
    pub fn told(&mut self) -> Option<u64> {
        let is_due = self.gone > 0 && (self.run.is_none() || self.gone >= TOLD_AT);
        is_due.then(|| std::mem::take(&mut self.gone))
    }

    /// Does the next step, inside a transaction. What came of it counts once it is [`Self::committed`].
    pub fn step(&self, connection: &Connection, now: UnixMillis) -> rusqlite::Result<Stepped> {
        match self.run {
            None => Ok(Stepped { run: Run::begin(connection, &self.limits, now)?, gone: 0 }),
            Some(run) => run.step(connection),
        }
    }

    /// Takes what a step did.
    pub fn committed(&mut self, stepped: Stepped) {
        self.gone += stepped.gone;
        self.run = stepped.run;
        if self.run.is_none() {
            self.due = Some(Instant::now() + LOOK_EVERY);
        }
    }

    /// Leaves it until later: the database could not be written.
    pub fn put_off(&mut self) {
        self.run = None;
        self.due = is_any(&self.limits).then(|| Instant::now() + LOOK_EVERY);
    }
}

/// What a step did, and what is left to do.
#[derive(Debug)]
pub(in crate::store) struct Stepped {
    run: Option<Run>,
    gone: u64,
}

impl Run {
    /// `None` where nothing can be too much.
    fn begin(connection: &Connection, limits: &TrafficLimits, now: UnixMillis) -> rusqlite::Result<Option<Self>> {
        let Some(newest) = newest(connection)?.map(|id| id.0) else { return Ok(None) };
        let old = limits.most_days.map(|days| UnixMillis(now.0.saturating_sub(i64::from(days) * DAY_MS)));
        let is_more = |most: &u64| *most < newest.unsigned_abs();
        let most = limits.most_requests.filter(is_more);
        let count = most.map(|most| Count::Counting { left: most.max(1), below: newest + 1 });
        let run = Self { old, count, newest, behind: (i64::MIN, i64::MIN) };
        Ok((old.is_some() || count.is_some()).then_some(run))
    }

    fn step(self, connection: &Connection) -> rusqlite::Result<Stepped> {
        let Some(Count::Counting { left, below }) = self.count else { return self.prune(connection) };
        let count = count_on(connection, left, below)?;
        let run = Self { count, ..self };
        Ok(Stepped { run: (count.is_some() || run.old.is_some()).then_some(run), gone: 0 })
    }

    /// Takes some of the oldest away.
    fn prune(self, connection: &Connection) -> rusqlite::Result<Stepped> {
        let (mut looked_at, mut gone, mut bytes, mut behind, mut is_over) = (0, 0, 0_u64, self.behind, false);
        let mut going = Vec::new();
        let mut statement = connection.prepare_cached(SPARE)?;
        // Clocks go back, numbers don't: of those with a smaller number none may be passed over, whenever it came.
        let (id, until) = match self.count {
            Some(Count::Found(id)) => (id, i64::MAX),
            Some(Count::Counting { .. }) | None => (i64::MIN, i64::MIN),
        };
        let old = self.old.map_or(i64::MIN, |old| old.0);
        let mut rows = statement.query(params![behind.0, behind.1, old, until, id, self.newest])?;
        while looked_at < MOST_LOOKED_AT && going.len() < MOST_GONE && bytes < MOST_BYTES {
            let Some(row) = rows.next()? else {
                is_over = true;
                break;
            };
            looked_at += 1;
            behind = (row.get(1)?, row.get(0)?);
            if row.get(3)? {
                going.push(behind.1);
                bytes += row.get::<_, i64>(2)?.unsigned_abs();
            }
        }
        drop(rows);
        let mut delete = connection.prepare_cached("DELETE FROM deliveries WHERE id = ?1")?;
        for id in going {
            gone += delete.execute([id])? as u64;
        }
        Ok(Stepped { run: (!is_over).then_some(Self { behind, ..self }), gone })
    }
}

/// Those that are not what a call is made of, are too old or too many, the earliest first: number, when it came, bytes, and
/// whether it may go. Bytes that a call was sent with once are known as a repeat for ever, so the first with them stays.
const SPARE: &str = "
    SELECT d.id, d.received_at, d.body_bytes,
        NOT EXISTS (SELECT 1 FROM forwards f WHERE f.delivery_id = d.id AND f.state = 'waiting')
        AND (d.call_seq IS NULL OR EXISTS (
            SELECT 1 FROM deliveries e
            WHERE e.call_seq = d.call_seq AND e.body_sha256 = d.body_sha256 AND e.body_bytes = d.body_bytes
                AND e.id < d.id))
    FROM deliveries d INDEXED BY deliveries_spare
    WHERE d.verdict NOT IN ('new', 'updated')
        AND d.received_at >= ?1 AND (d.received_at > ?1 OR d.id > ?2)
        AND d.received_at < max(?3, ?4) AND (d.received_at < ?3 OR d.id < ?5) AND d.id < ?6
    ORDER BY d.received_at, d.id";

/// Counts some more of the newest; `None` where there are no more than may stay.
fn count_on(connection: &Connection, left: u64, below: i64) -> rusqlite::Result<Option<Count>> {
    let from = (below - COUNTED).max(0);
    let there: i64 = connection
        .prepare_cached("SELECT count(*) FROM deliveries WHERE id >= ?1 AND id < ?2")?
        .query_row([from, below], |row| row.get(0))?;
    let there = there.unsigned_abs();
    if there < left {
        return Ok((from > 0).then_some(Count::Counting { left: left - there, below: from }));
    }
    connection
        .prepare_cached("SELECT id FROM deliveries WHERE id < ?1 ORDER BY id DESC LIMIT 1 OFFSET ?2")?
        .query_row(params![below, (left - 1).cast_signed()], |row| row.get(0).map(Count::Found))
        .optional()
}

fn is_any(limits: &TrafficLimits) -> bool {
    limits.most_days.is_some() || limits.most_requests.is_some()
}
