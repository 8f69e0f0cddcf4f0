//! Which calls a query selects: words by the full-text index, everything else by one narrow index, in steps from the newest
//! to the oldest, so that a long search can be left at any time and the first page is there after the first of them.
//!
//! **Invariant:** what is found is what `call::query::matches` says of each call; nothing here knows a thread or an event.

mod by_hand;
mod condition;
mod order;
mod sorted;
mod unindexed;
mod words;

use std::ops::Range;

use rusqlite::types::Value;
use rusqlite::{Connection, ErrorCode, params_from_iter};

use super::error::in_words;
use crate::call::query::Term;
use crate::call::{Query, Seq, Sort, View};
use condition::Condition;
pub(super) use order::{counts, newest};
pub(super) use unindexed::{count as count_unindexed, text_of};

/// Calls looked at in the first step; each further step looks at eight times as many, up to the most.
const FIRST_SPAN: i64 = if cfg!(test) { 3 } else { 2_000 };
/// The most calls looked at in a step where each is looked at: some 30 ms.
const MAX_SPAN: i64 = if cfg!(test) { 40 } else { 100_000 };
/// The most calls found in a step: some 30 ms.
const MAX_FOUND: usize = if cfg!(test) { 9 } else { 100_000 };
/// How many are found first where an index leads straight to them: more than a screen shows.
const FIRST_FOUND: usize = if cfg!(test) { 3 } else { 201 };
/// A view of no more calls than this is gone through call by call, however frequent the words are.
const SMALL_VIEW: u64 = if cfg!(test) { 3 } else { 2_000 };
/// A view that holds less than this part of all calls is read by its own index and its rows.
const SPARSE: u64 = if cfg!(test) { 2 } else { 8 };

/// A query as the database is asked it.
struct Plan<'a> {
    query: &'a Query,
    /// What the index is asked for, if all calls looked for have some word.
    words: Option<String>,
    /// Everything else.
    condition: Condition,
    /// How many calls the view holds, and how many there are.
    in_view: u64,
    all: u64,
}

/// How far a question is: newest first, step by step.
pub(super) struct Search {
    query: Query,
    /// What was found, newest first.
    pub found: Vec<Seq>,
    /// Only calls before this one are still to be looked at.
    below: i64,
    span: i64,
    /// How many are wanted first.
    first: usize,
    /// Why the index is no help, in words: each call is looked at.
    pub trouble: Option<String>,
}

impl Search {
    /// Begins at the newest call.
    pub fn begin(connection: &Connection, query: &Query) -> rusqlite::Result<Self> {
        let below = newest(connection)?.0 + 1;
        let (found, first) = (Vec::new(), FIRST_FOUND);
        Ok(Self { query: query.clone(), found, below, span: FIRST_SPAN, first, trouble: None })
    }

    /// Looks for fewer first than a window does.
    pub fn want(&mut self, first: usize) {
        self.first = first.min(FIRST_FOUND);
    }

    /// What is looked for.
    pub fn query(&self) -> &Query {
        &self.query
    }

    /// Everything was looked at.
    pub fn is_complete(&self) -> bool {
        self.below <= 1
    }

    /// What was found stands in the order that was asked for while more is looked for.
    pub fn is_in_order(&self) -> bool {
        self.query.sort == Sort::Newest
    }

    /// Looks at some more calls, in one moment of the database. An index that is damaged or lost loses no call.
    pub fn step(&mut self, connection: &Connection) -> rusqlite::Result<()> {
        let _one_moment = connection.unchecked_transaction()?;
        let stepped = match self.trouble {
            None => self.by_index(connection),
            Some(_) => by_hand::page(connection, &self.query, self.below),
        };
        let (mut found, from) = match stepped {
            Err(error)
                if self.trouble.is_none() && error.sqlite_error_code() != Some(ErrorCode::OperationInterrupted) =>
            {
                // Where more than the index is at fault, this fails too.
                let looked = by_hand::page(connection, &self.query, self.below)?;
                log::error!("the search's index is no help: {error}");
                self.trouble = Some(in_words(&error));
                looked
            }
            stepped => stepped?,
        };
        self.found.append(&mut found);
        self.below = from;
        self.span = (self.span * 8).min(MAX_SPAN);
        Ok(())
    }

    /// Brings all that was found into the order that was asked for; the head of the list first.
    pub fn sort(&mut self, connection: &Connection) -> rusqlite::Result<()> {
        sorted::sort(connection, self.query.sort, &mut self.found)
    }

    fn by_index(&self, connection: &Connection) -> rusqlite::Result<(Vec<Seq>, i64)> {
        // Anew for each step: a word may have come into the index since the last one.
        let plan = Plan::of(connection, &self.query)?;
        // An index leads straight to the newest, wherever they are.
        let is_direct = plan.condition.is_empty() && (plan.words.is_none() || self.query.view == View::All);
        let from = if is_direct { 0 } else { (self.below - self.span).max(0) };
        // Until there is a page, no more than that is waited for; other orders need everything anyway.
        let missing = self.first.saturating_sub(self.found.len());
        let limit = if missing > 0 && self.is_in_order() { missing } else { MAX_FOUND };
        plan.page(connection, from..self.below, limit)
    }
}

impl<'a> Plan<'a> {
    /// Looks up what the words of a query may stand for.
    fn of(connection: &Connection, query: &'a Query) -> rusqlite::Result<Self> {
        let (worded, others) = words::split(&query.term);
        let expand = |begin: &str| words::beginning_with(connection, begin);
        let words = words::expression(&worded, &expand)?;
        let condition = Condition::of(&others, &expand)?;
        let counts = counts(connection)?;
        Ok(Self { query, words, condition, in_view: counts.of(query.view), all: counts.all })
    }

    /// The calls found within `range.start <= seq < range.end`, newest first, at most `limit` and those of them that are
    /// not in the index yet; and the call from which on everything was looked at.
    fn page(&self, connection: &Connection, range: Range<i64>, limit: usize) -> rusqlite::Result<(Vec<Seq>, i64)> {
        let (sql, more) = self.sql();
        let mut statement = connection.prepare_cached(&sql)?;
        let bounds = [Value::Integer(range.start), Value::Integer(range.end)];
        let limited = [Value::Integer(i64::try_from(limit).unwrap_or(i64::MAX))];
        let params = bounds.into_iter().chain(limited).chain(more);
        let mut rows = statement.query(params_from_iter(params))?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            found.push(Seq(row.get(0)?));
        }
        let is_all = found.len() < limit;
        let mut from = found.last().filter(|_| !is_all).map_or(range.start, |last| last.0);
        if has_words(&self.query.term) {
            from = unindexed::correct(connection, self.query, from..range.end, &mut found)?;
        }
        Ok((found, from))
    }

    /// The statement: `?1` and `?2` are the range, `?3` is the limit, the rest follows.
    fn sql(&self) -> (String, Vec<Value>) {
        let view = order::condition_of(self.query.view);
        let mut params = self.condition.params.clone();
        let condition = self.condition.numbered(4);
        let tail = "ORDER BY 1 DESC LIMIT ?3";
        let range = "c.seq >= ?1 AND c.seq < ?2";
        let is_sparse = self.in_view.saturating_mul(SPARSE) < self.all;
        let Some(words) = &self.words else {
            let index =
                if self.condition.is_empty() || is_sparse { order::index_of(self.query.view) } else { "calls_facts" };
            let sql =
                format!("SELECT c.seq FROM calls c INDEXED BY {index} WHERE {view} AND {condition} AND {range} {tail}");
            return (sql, params);
        };
        let matched = format!("?{}", 4 + params.len());
        params.push(Value::Text(words.clone()));
        let sql = if self.query.view == View::All && self.condition.is_empty() {
            format!(
                "SELECT rowid FROM calls_text WHERE calls_text MATCH {matched} AND rowid >= ?1 AND rowid < ?2 {tail}"
            )
        } else if self.in_view <= SMALL_VIEW && is_sparse {
            let index = order::index_of(self.query.view);
            format!(
                "SELECT c.seq FROM calls c INDEXED BY {index} WHERE {view} AND {condition} AND {range} \
                 AND EXISTS (SELECT 1 FROM calls_text WHERE calls_text MATCH {matched} AND rowid = c.seq) {tail}"
            )
        } else {
            format!(
                "SELECT w.rowid FROM calls_text w CROSS JOIN calls c INDEXED BY calls_facts ON c.seq = w.rowid \
                 WHERE w.calls_text MATCH {matched} AND w.rowid >= ?1 AND w.rowid < ?2 AND {view} AND {condition} {tail}"
            )
        };
        (sql, params)
    }
}

fn has_words(term: &Term) -> bool {
    match term {
        Term::All(terms) | Term::Any(terms) => terms.iter().any(has_words),
        Term::Not(term) => has_words(term),
        Term::Words(_) => true,
        Term::Received { .. }
        | Term::Score(_)
        | Term::Is(_)
        | Term::Has(_)
        | Term::Tag(_)
        | Term::Value(..)
        | Term::Clock(_)
        | Term::Length(_) => false,
    }
}
