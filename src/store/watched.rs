//! What the contract watch counts: which fields a source sends, as which types, on which days, and where that changed. What
//! counts as what is decided by who counts; here it is added up, exactly once for each delivery.

use std::collections::{BTreeMap, HashMap};

use rusqlite::{Connection, Row, params};

use super::{Reader, StoreError};
use crate::bus::{Event, TrafficEvent};
use crate::call::{DeliveryId, EntryId, UnixMillis};
use crate::traffic::{ContractWatch, DOCUMENTED, FieldType, FieldUse, Habit, ShapeChange, ShapeChangeKind, documented};

/// In `path` and `type`: the payloads themselves are counted.
const PAYLOADS: &str = "";
/// A day in milliseconds.
const DAY_MS: i64 = 86_400_000;
/// Days that are told one by one.
const DAYS_TOLD: i64 = 30;
/// Days that are kept one by one; older ones are put together.
const DAYS_KEPT: i64 = 90;
/// Changes that are told at once, the newest.
const MOST_CHANGES: usize = 200;
/// Bytes of bodies that are read at once: the journal can't be emptied meanwhile.
const BYTES_AT_ONCE: usize = 16 * 1024 * 1024;

/// Whose field, as what, on which day since 1970-01-01 (UTC).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Use {
    /// Which source.
    pub source: String,
    /// Which day.
    pub day: i64,
    /// Which field, and as what; `None` counts payloads.
    pub field: Option<(String, FieldType)>,
}

/// What was counted of deliveries that follow one another.
#[derive(Debug, Clone, PartialEq)]
pub struct Counted {
    /// They came after this one. If that is not what was counted last, all of this is void.
    pub after: DeliveryId,
    /// The last of them.
    pub upto: DeliveryId,
    /// How many payloads, and the last of them.
    pub uses: BTreeMap<Use, (u64, DeliveryId)>,
    /// Changes, with how many payloads showed them; their number and whether they were seen is not looked at. One that is
    /// known is only counted on.
    pub changes: Vec<ShapeChange>,
}

impl Counted {
    /// Nothing yet, after that delivery.
    pub fn after(after: DeliveryId) -> Self {
        Self { after, upto: after, uses: BTreeMap::new(), changes: Vec::new() }
    }

    /// One more payload.
    pub fn count(&mut self, source: &str, at: UnixMillis, delivery: DeliveryId, fields: &[(&str, FieldType)]) {
        let day = at.0.div_euclid(DAY_MS);
        let named = fields.iter().map(|(path, kind)| Some(((*path).to_owned(), *kind)));
        for field in named.chain([None]) {
            let (count, last) = self.uses.entry(Use { source: source.to_owned(), day, field }).or_insert((0, delivery));
            *count += 1;
            *last = (*last).max(delivery);
        }
    }
}

/// A delivery as the watch looks at it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Delivered<'a> {
    /// Which.
    pub id: DeliveryId,
    /// By which source.
    pub source: &'a str,
    /// When.
    pub received_at: UnixMillis,
    /// Byte for byte.
    pub body: &'a [u8],
}

/// Adds up what was counted; gives the changes that are new, to be told once they are on disk.
pub(super) fn put(connection: &Connection, counted: &Counted) -> rusqlite::Result<Vec<Event>> {
    if last_counted(connection)? != counted.after {
        return Ok(Vec::new());
    }
    for (used, (count, last)) in &counted.uses {
        add(connection, used, *count, *last)?;
    }
    let newest_day = counted.uses.keys().map(|used| used.day).max();
    if let Some(day) = newest_day {
        put_together(connection, day - DAYS_KEPT)?;
    }
    let mut news = Vec::new();
    for change in &counted.changes {
        if let Some(id) = add_change(connection, change)? {
            let change = ShapeChange { id, is_seen: false, ..change.clone() };
            news.push(Event::Traffic(TrafficEvent::ShapeChanged(Box::new(change))));
        }
    }
    connection.prepare_cached("UPDATE watched SET last_delivery = ?1")?.execute([counted.upto.0])?;
    Ok(news)
}

fn last_counted(connection: &Connection) -> rusqlite::Result<DeliveryId> {
    connection.prepare_cached("SELECT last_delivery FROM watched")?.query_row([], |row| row.get(0).map(DeliveryId))
}

fn add(connection: &Connection, used: &Use, count: u64, last: DeliveryId) -> rusqlite::Result<()> {
    let (path, kind) = used.field.as_ref().map_or((PAYLOADS, PAYLOADS), |(path, kind)| (path, kind.as_str()));
    connection
        .prepare_cached(
            "INSERT INTO fields_seen (source, path, type, day, count, last_delivery) VALUES (?1, ?2, ?3, ?4, ?5, ?6) \
             ON CONFLICT DO UPDATE SET count = count + excluded.count, \
             last_delivery = max(last_delivery, excluded.last_delivery)",
        )?
        .execute(params![used.source, path, kind, used.day, count.cast_signed(), last.0])
        .map(drop)
}

/// Puts days together that nobody looks at one by one any more, as day 0: the table shall not grow for ever.
fn put_together(connection: &Connection, before: i64) -> rusqlite::Result<()> {
    let has_some = "SELECT 1 FROM fields_seen WHERE path = '' AND day > 0 AND day < ?1 LIMIT 1";
    if !connection.prepare_cached(has_some)?.exists([before])? {
        return Ok(());
    }
    connection
        .prepare_cached(
            "INSERT INTO fields_seen (source, path, type, day, count, last_delivery) \
             SELECT source, path, type, 0, sum(count), max(last_delivery) FROM fields_seen \
             WHERE day > 0 AND day < ?1 GROUP BY source, path, type \
             ON CONFLICT DO UPDATE SET count = count + excluded.count, \
             last_delivery = max(last_delivery, excluded.last_delivery)",
        )?
        .execute([before])?;
    connection.prepare_cached("DELETE FROM fields_seen WHERE day > 0 AND day < ?1")?.execute([before]).map(drop)
}

/// The number of a change that is new; one that is known is counted on.
fn add_change(connection: &Connection, change: &ShapeChange) -> rusqlite::Result<Option<EntryId>> {
    let (word, usual, found) = words_of(&change.kind);
    let key = params![change.source, change.path, word, found, change.count.cast_signed()];
    let is_known = connection
        .prepare_cached(
            "UPDATE shape_changes SET count = count + ?5 WHERE source = ?1 AND path = ?2 AND change = ?3 AND found = ?4",
        )?
        .execute(key)?;
    if is_known > 0 {
        return Ok(None);
    }
    connection
        .prepare_cached(
            "INSERT INTO shape_changes (source, path, change, usual, found, example, at, count, seen) \
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, 0)",
        )?
        .insert(params![
            change.source,
            change.path,
            word,
            usual,
            found,
            change.example.0,
            change.at.0,
            change.count.cast_signed()
        ])
        .map(|id| Some(EntryId(id)))
}

/// Notes that a change was seen, or all of them.
pub(super) fn see(connection: &Connection, id: Option<EntryId>) -> rusqlite::Result<()> {
    connection
        .prepare_cached("UPDATE shape_changes SET seen = 1 WHERE id = coalesce(?1, id)")?
        .execute([id.map(|id| id.0)])
        .map(drop)
}

/// How it is stored: the change, the usual type, the one that was found.
fn words_of(kind: &ShapeChangeKind) -> (&'static str, &str, &str) {
    match kind {
        ShapeChangeKind::New { found } => ("new", "", found),
        ShapeChangeKind::Missing => ("missing", "", ""),
        ShapeChangeKind::Retyped { usual, found } => ("retyped", usual, found),
    }
}

fn read_change(row: &Row<'_>) -> rusqlite::Result<ShapeChange> {
    let (usual, found) = (row.get(4)?, row.get(5)?);
    let kind = match row.get_ref(3)?.as_str()? {
        "new" => ShapeChangeKind::New { found },
        "missing" => ShapeChangeKind::Missing,
        _ => ShapeChangeKind::Retyped { usual, found },
    };
    Ok(ShapeChange {
        id: EntryId(row.get(0)?),
        source: row.get(1)?,
        path: row.get(2)?,
        kind,
        example: DeliveryId(row.get(6)?),
        at: UnixMillis(row.get(7)?),
        count: row.get::<_, i64>(8)?.cast_unsigned(),
        is_seen: row.get(9)?,
    })
}

impl Reader {
    /// Turns to the database that is there now, as [`Self::follow`] does; true if that is another one than before.
    ///
    /// # Errors
    /// As there.
    pub fn follow_and_tell(&mut self) -> Result<bool, StoreError> {
        let is_other = self.is_outdated();
        self.follow()?;
        Ok(is_other)
    }

    /// The last delivery that the contract watch counted.
    ///
    /// # Errors
    /// [`StoreError::Question`], as for every question here.
    pub fn last_counted(&self) -> Result<DeliveryId, StoreError> {
        self.ask("Reading the contract watch", last_counted)
    }

    /// What each source usually sends.
    ///
    /// # Errors
    /// As for [`Self::last_counted`].
    pub fn habits(&self) -> Result<HashMap<String, Habit>, StoreError> {
        self.ask("Reading what is usually sent", |connection| {
            let mut habits: HashMap<String, Habit> = HashMap::new();
            let mut statement = connection
                .prepare_cached("SELECT source, path, type, sum(count) FROM fields_seen GROUP BY source, path, type")?;
            let mut rows = statement.query([])?;
            while let Some(row) = rows.next()? {
                let habit = habits.entry(row.get(0)?).or_default();
                let count = row.get::<_, i64>(3)?.cast_unsigned();
                match row.get_ref(1)?.as_str()? {
                    PAYLOADS => habit.recall_payloads(count),
                    path => habit.recall(path, FieldType::from_word(row.get_ref(2)?.as_str()?), count),
                }
            }
            Ok(habits)
        })
    }

    /// Changes in what sources send, newest first, at most `limit`.
    ///
    /// # Errors
    /// As for [`Self::last_counted`].
    pub fn shape_changes(&self, limit: usize) -> Result<Vec<ShapeChange>, StoreError> {
        self.ask("Reading what changed", |connection| {
            connection
                .prepare_cached(
                    "SELECT id, source, path, change, usual, found, example, at, count, seen FROM shape_changes \
                     ORDER BY id DESC LIMIT ?1",
                )?
                .query_map([i64::try_from(limit).unwrap_or(i64::MAX)], read_change)?
                .collect()
        })
    }

    /// Shows the calls among the deliveries after one, in order, at most so many deliveries (fewer where their bodies are
    /// long); what was sent again from here is no one's habit and left out. The last delivery that was looked at, `None`
    /// if there was none.
    ///
    /// # Errors
    /// As for [`Self::last_counted`].
    pub fn deliveries_to_count(
        &self,
        after: DeliveryId,
        most: usize,
        mut show: impl FnMut(Delivered<'_>),
    ) -> Result<Option<DeliveryId>, StoreError> {
        self.ask("Reading what was sent", |connection| {
            let mut statement = connection.prepare_cached(
                "SELECT d.id, d.source, d.received_at, b.body FROM deliveries d LEFT JOIN bodies b \
                 ON b.delivery_id = d.id AND d.replay_of IS NULL AND d.verdict IN ('new', 'updated', 'repeat') \
                 WHERE d.id > ?1 ORDER BY d.id LIMIT ?2",
            )?;
            let mut rows = statement.query([after.0, i64::try_from(most).unwrap_or(i64::MAX)])?;
            let (mut last, mut bytes) = (None, 0);
            while let Some(row) = rows.next()? {
                let id = DeliveryId(row.get(0)?);
                last = Some(id);
                if let Some(body) = row.get_ref(3)?.as_blob_or_null()? {
                    let source = row.get_ref(1)?.as_str()?;
                    show(Delivered { id, source, received_at: UnixMillis(row.get(2)?), body });
                    bytes += body.len();
                }
                if bytes >= BYTES_AT_ONCE {
                    break;
                }
            }
            Ok(last)
        })
    }

    /// All that the contract watch found, of all sources together.
    ///
    /// # Errors
    /// As for [`Self::last_counted`].
    pub fn contract_watch(&self, now: UnixMillis) -> Result<ContractWatch, StoreError> {
        let changes = self.shape_changes(MOST_CHANGES)?;
        self.ask("Reading the contract watch", |connection| {
            let _one_moment = connection.unchecked_transaction()?;
            let since = now.0.div_euclid(DAY_MS) - DAYS_TOLD;
            let (payloads, fields) = (payloads(connection)?, fields(connection, since)?);
            Ok(ContractWatch { payloads, changes, fields })
        })
    }
}

fn payloads(connection: &Connection) -> rusqlite::Result<u64> {
    connection
        .prepare_cached("SELECT coalesce(sum(count), 0) FROM fields_seen WHERE path = ''")?
        .query_row([], |row| row.get::<_, i64>(0))
        .map(i64::cast_unsigned)
}

/// In the contract's order, whether they came or not; then the others.
fn fields(connection: &Connection, since: i64) -> rusqlite::Result<Vec<FieldUse>> {
    let blank = |path: &str| FieldUse {
        path: path.to_owned(),
        documented: documented(path).map(|field| field.kind.as_str()),
        types: Vec::new(),
        present: 0,
        days: Vec::new(),
        example: None,
    };
    let mut others: BTreeMap<String, FieldUse> = BTreeMap::new();
    let mut statement = connection.prepare_cached(
        "SELECT path, type, sum(count), max(last_delivery) FROM fields_seen WHERE path <> '' GROUP BY path, type \
         ORDER BY path, 3 DESC, type",
    )?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let path: String = row.get(0)?;
        let used = others.entry(path).or_insert_with_key(|path| blank(path));
        let (count, last) = (row.get::<_, i64>(2)?.cast_unsigned(), DeliveryId(row.get(3)?));
        used.types.push((row.get(1)?, count));
        used.present += count;
        used.example = used.example.max(Some(last));
    }
    let mut all: Vec<FieldUse> =
        DOCUMENTED.iter().map(|field| others.remove(field.path).unwrap_or_else(|| blank(field.path))).collect();
    all.extend(others.into_values());
    let days = days(connection, since)?;
    let payloads = days.get(PAYLOADS).cloned().unwrap_or_default();
    for used in &mut all {
        let present = days.get(&used.path);
        let of = |day| present.and_then(|days| days.get(day)).copied().unwrap_or(0);
        used.days = payloads.iter().map(|(day, count)| (UnixMillis(day * DAY_MS), of(day), *count)).collect();
    }
    Ok(all)
}

/// How many payloads had each path on each day after that one; the blank path counts all of them.
fn days(connection: &Connection, since: i64) -> rusqlite::Result<HashMap<String, BTreeMap<i64, u64>>> {
    let mut days: HashMap<String, BTreeMap<i64, u64>> = HashMap::new();
    let mut statement =
        connection.prepare_cached("SELECT path, day, sum(count) FROM fields_seen WHERE day > ?1 GROUP BY path, day")?;
    let mut rows = statement.query([since])?;
    while let Some(row) = rows.next()? {
        days.entry(row.get(0)?).or_default().insert(row.get(1)?, row.get::<_, i64>(2)?.cast_unsigned());
    }
    Ok(days)
}
