//! Which requests a filter means: in steps from the newest to the oldest, each some milliseconds long, so that the first
//! page is there at once and a long search can be left at any time. Facts are asked in SQL, texts are looked into here.
//!
//! No index serves this. Measured with a million requests: a filter of facts reads all of them in a quarter of a second,
//! an index that holds every fact halves that, and costs every request that arrives and 1.5 s at the first start.

use std::time::{Duration, Instant};

use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension as _, Row, params_from_iter};

use super::condition::Condition;
use crate::call::{DeliveryId, Header, Verdict};
use crate::store::rows::headers_from_json;
use crate::traffic::{RequestTexts, TextTest, TrafficFilter};

/// Requests looked at in the first step; how many in the next follows from how long that took.
const FIRST_SPAN: i64 = if cfg!(test) { 3 } else { 1_000 };
/// The most in a step.
const MAX_SPAN: i64 = if cfg!(test) { 40 } else { 500_000 };
/// How long a step shall take.
const STEP: Duration = Duration::from_millis(15);
/// A step is left before its end when it took so long: bodies are large, a disk may be slow.
const MOST: Duration = Duration::from_millis(30);
/// A step is at most so many times as long as the one before.
const GROWTH: i64 = 8;

/// How far a search for requests is.
#[derive(Debug, Clone)]
pub struct RequestSearch {
    filter: TrafficFilter,
    condition: String,
    params: Vec<Value>,
    /// What was found, newest first.
    pub found: Vec<DeliveryId>,
    /// How many were looked at, found or not.
    pub looked_at: u64,
    /// The newest request when it was begun.
    pub newest: Option<DeliveryId>,
    /// Only later ones are meant.
    after: i64,
    /// Only those before this one are still to be looked at.
    below: i64,
    span: i64,
}

impl RequestSearch {
    /// Begins at the newest request; ends behind `after`.
    pub(super) fn begin(
        connection: &Connection,
        filter: TrafficFilter,
        after: Option<DeliveryId>,
    ) -> rusqlite::Result<Self> {
        let newest = newest(connection)?;
        let Condition { text: condition, params } = Condition::of(&filter);
        let after = after.map_or(0, |id| id.0);
        Ok(Self {
            filter,
            condition,
            params,
            found: Vec::new(),
            looked_at: 0,
            newest,
            after,
            below: newest.map_or(0, |id| id.0).saturating_add(1),
            span: FIRST_SPAN,
        })
    }

    /// Everything was looked at.
    pub fn is_complete(&self) -> bool {
        self.below <= self.after.saturating_add(1)
    }

    fn asks_facts(&self) -> bool {
        self.filter.facts().next().is_some()
    }

    /// Looks at some more requests, in one moment of the database.
    pub(super) fn step(&mut self, connection: &Connection) -> rusqlite::Result<()> {
        if self.is_complete() {
            return Ok(());
        }
        let begun = Instant::now();
        let from = self.below.saturating_sub(self.span).max(self.after + 1).max(0);
        self.page(connection, from, begun)?;
        let took = begun.elapsed().max(Duration::from_micros(1));
        let fitting = (self.span as f64 * STEP.as_secs_f64() / took.as_secs_f64()) as i64;
        self.span = fitting.clamp(1, self.span.saturating_mul(GROWTH)).min(MAX_SPAN);
        Ok(())
    }

    /// Looks at those from one on, as far as there is time.
    fn page(&mut self, connection: &Connection, mut from: i64, begun: Instant) -> rusqlite::Result<()> {
        let mut statement = connection.prepare_cached(&self.sql())?;
        let bounds = [from, self.below].map(Value::Integer);
        let mut rows = statement.query(params_from_iter(bounds.iter().chain(&self.params)))?;
        let reads_texts = self.filter.reads_texts();
        let mut read = 0;
        while let Some(row) = rows.next()? {
            let id = row.get(0)?;
            read += 1;
            if !reads_texts || self.holds(row, id)? {
                self.found.push(DeliveryId(id));
            }
            if begun.elapsed() > MOST {
                from = id;
                break;
            }
        }
        // Where only those come that are meant, all of them have to be counted.
        self.looked_at += if self.asks_facts() { count_in(connection, from, self.below)? } else { read };
        self.below = from;
        Ok(())
    }

    fn holds(&self, row: &Row<'_>, id: i64) -> rusqlite::Result<bool> {
        let headers: Vec<Header> = row.get_ref(8)?.as_str_or_null()?.map(headers_from_json).unwrap_or_default();
        let texts = RequestTexts {
            id,
            method: row.get_ref(1)?.as_str()?,
            path: row.get_ref(2)?.as_str()?,
            peer: row.get_ref(3)?.as_str_or_null()?,
            reason: row.get_ref(4)?.as_str_or_null()?,
            status: row.get(5)?,
            verdict: Verdict::from_word(row.get_ref(6)?.as_str()?),
            call_id: row.get_ref(7)?.as_str_or_null()?,
            title: row.get_ref(9)?.as_str_or_null()?,
            headers: &headers,
            body: row.get_ref(10)?.as_blob_or_null()?.unwrap_or_default(),
        };
        Ok(self.filter.holds_for_texts(&texts))
    }

    /// The statement: `?1` and `?2` are the range, the rest is the condition's. Only what is looked into is read.
    fn sql(&self) -> String {
        let asks = |what: fn(&TextTest) -> bool| self.filter.texts().any(|(_, test)| what(test));
        let tail = format!("WHERE d.id >= ?1 AND d.id < ?2 AND {} ORDER BY d.id DESC", self.condition);
        if !self.filter.reads_texts() {
            return format!("SELECT d.id FROM deliveries d {tail}");
        }
        let (call, calls) = if !self.filter.words.is_empty() || asks(TextTest::reads_call) {
            (["c.call_id", "c.title"], "LEFT JOIN calls c ON c.seq = d.call_seq")
        } else {
            (["NULL"; 2], "")
        };
        let (reads_headers, reads_body) = (asks(TextTest::reads_headers), asks(TextTest::reads_body));
        let headers = if reads_headers { "b.headers" } else { "NULL" };
        let body = if reads_body { "b.body" } else { "NULL" };
        let bodies = if reads_headers || reads_body { "LEFT JOIN bodies b ON b.delivery_id = d.id" } else { "" };
        let [call_id, title] = call;
        format!(
            "SELECT d.id, d.method, d.path, d.peer, d.reason, d.status, d.verdict, {call_id}, {headers}, {title}, {body} \
             FROM deliveries d {calls} {bodies} {tail}"
        )
    }
}

/// The newest request there is.
pub(super) fn newest(connection: &Connection) -> rusqlite::Result<Option<DeliveryId>> {
    let newest: Option<i64> =
        connection.prepare_cached("SELECT max(id) FROM deliveries")?.query_row([], |row| row.get(0))?;
    Ok(newest.map(DeliveryId))
}

/// The first behind one of which it is not known how long we took.
pub(super) fn first_untimed(connection: &Connection, after: DeliveryId) -> rusqlite::Result<Option<DeliveryId>> {
    connection
        .prepare_cached("SELECT id FROM deliveries WHERE id > ?1 AND took_micros IS NULL ORDER BY id LIMIT 1")?
        .query_row([after.0], |row| row.get(0).map(DeliveryId))
        .optional()
}

/// How many there are from one number to before another.
fn count_in(connection: &Connection, from: i64, below: i64) -> rusqlite::Result<u64> {
    let count: i64 = connection
        .prepare_cached("SELECT count(*) FROM deliveries WHERE id >= ?1 AND id < ?2")?
        .query_row([from, below], |row| row.get(0))?;
    Ok(count.cast_unsigned())
}

/// How many there are.
pub(super) fn count(connection: &Connection) -> rusqlite::Result<u64> {
    let count: i64 = connection.prepare_cached("SELECT count(*) FROM deliveries")?.query_row([], |row| row.get(0))?;
    Ok(count.cast_unsigned())
}
