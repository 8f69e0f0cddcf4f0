//! What is on its way: rows of requests for targets, one statement a function.

use rusqlite::{Connection, Row, params};

use super::targets;
use crate::call::{DeliveryId, Seq, UnixMillis};
use crate::traffic::{DueForward, ForwardId, ForwardNote, ForwardOutcome, ForwardState, TargetId};

/// Rows changed or taken away at once: deliveries wait meanwhile.
pub(super) const AT_ONCE: i64 = 1_000;

/// The columns of a target first.
const NOTE: &str = "t.id, t.name, t.url, t.is_on, t.takes_unparsed, f.id, f.delivery_id, f.state, f.tries, f.next_at, \
                    f.status, f.why, f.took_micros, f.tried_at FROM forwards f JOIN forward_targets t ON t.id = f.target_id";

/// What is to be sent to a target now, in order of arrival. Of a call only the first that waits, due or not: the rest
/// comes after it.
pub(super) fn due(
    connection: &Connection,
    target: TargetId,
    now: UnixMillis,
    limit: i64,
) -> rusqlite::Result<Vec<DueForward>> {
    connection
        .prepare_cached(
            "SELECT f.id, f.delivery_id, f.call_seq, f.tries FROM forwards f \
             WHERE f.target_id = ?1 AND f.state = 'waiting' AND (f.next_at IS NULL OR f.next_at <= ?2) \
             AND (f.call_seq IS NULL OR NOT EXISTS (SELECT 1 FROM forwards earlier WHERE earlier.target_id = ?1 \
             AND earlier.call_seq = f.call_seq AND earlier.state = 'waiting' AND earlier.id < f.id)) \
             ORDER BY f.id LIMIT ?3",
        )?
        .query_map([target.0, now.0, limit], |row| {
            Ok(DueForward {
                id: ForwardId(row.get(0)?),
                delivery: DeliveryId(row.get(1)?),
                call: row.get::<_, Option<i64>>(2)?.map(Seq),
                tries: row.get(3)?,
            })
        })?
        .collect()
}

/// When the next of those that wait for their time is due.
pub(super) fn next_at(
    connection: &Connection,
    target: TargetId,
    now: UnixMillis,
) -> rusqlite::Result<Option<UnixMillis>> {
    connection
        .prepare_cached(
            "SELECT min(next_at) FROM forwards WHERE target_id = ?1 AND state = 'waiting' AND next_at > ?2",
        )?
        .query_row([target.0, now.0], |row| row.get::<_, Option<i64>>(0))
        .map(|at| at.map(UnixMillis))
}

/// Notes what came of a try; false if it does not wait any more. The number alone would not do: it is given anew once the
/// newest was taken away.
pub(super) fn settle(connection: &Connection, outcome: &ForwardOutcome) -> rusqlite::Result<bool> {
    let changed = connection
        .prepare_cached(
            "UPDATE forwards SET state = ?4, tries = ?5, next_at = ?6, status = ?7, why = ?8, took_micros = ?9, \
             tried_at = ?10 WHERE id = ?1 AND target_id = ?2 AND delivery_id = ?3 AND state = 'waiting'",
        )?
        .execute(params![
            outcome.due.id.0,
            outcome.target.0,
            outcome.due.delivery.0,
            outcome.state.as_str(),
            outcome.tries,
            outcome.next_at.map(|at| at.0),
            outcome.status,
            outcome.why,
            outcome.took_micros.map(u64::cast_signed),
            outcome.at.0
        ])?;
    Ok(changed > 0)
}

/// Takes one out that is not to be handed on at all.
pub(super) fn leave_out(connection: &Connection, target: TargetId, due: &DueForward) -> rusqlite::Result<()> {
    connection
        .prepare_cached("DELETE FROM forwards WHERE id = ?1 AND target_id = ?2 AND delivery_id = ?3")?
        .execute([due.id.0, target.0, due.delivery.0])
        .map(drop)
}

/// Puts dead letters of a target on their way again, one or some of all; how many.
pub(super) fn revive(connection: &Connection, target: TargetId, one: Option<ForwardId>) -> rusqlite::Result<usize> {
    connection
        .prepare_cached(
            "UPDATE forwards SET state = 'waiting', tries = 0, next_at = NULL WHERE id IN (SELECT id FROM forwards \
             WHERE target_id = ?1 AND state = 'dead' AND (?2 IS NULL OR id = ?2) ORDER BY id LIMIT ?3)",
        )?
        .execute(params![target.0, one.map(|id| id.0), AT_ONCE])
}

/// Has some of what waits for its time tried as soon as its turn comes; how many.
pub(super) fn hurry(connection: &Connection, target: TargetId) -> rusqlite::Result<usize> {
    connection
        .prepare_cached(
            "UPDATE forwards SET next_at = NULL WHERE id IN (SELECT id FROM forwards \
             WHERE target_id = ?1 AND state = 'waiting' AND next_at IS NOT NULL LIMIT ?2)",
        )?
        .execute([target.0, AT_ONCE])
}

/// Takes some of a target's away; how many.
pub(super) fn forget(connection: &Connection, target: TargetId) -> rusqlite::Result<usize> {
    connection
        .prepare_cached("DELETE FROM forwards WHERE id IN (SELECT id FROM forwards WHERE target_id = ?1 LIMIT ?2)")?
        .execute([target.0, AT_ONCE])
}

/// What became of one request, in the order of targets.
pub(super) fn of_delivery(connection: &Connection, delivery: DeliveryId) -> rusqlite::Result<Vec<ForwardNote>> {
    connection
        .prepare_cached(&format!("SELECT {NOTE} WHERE f.delivery_id = ?1 ORDER BY t.id"))?
        .query_map([delivery.0], read)?
        .collect()
}

/// Dead letters, newest first.
pub(super) fn dead(connection: &Connection, limit: i64) -> rusqlite::Result<Vec<ForwardNote>> {
    newest(connection, "f.state = 'dead'", limit)
}

/// What waits and was tried already, newest first.
pub(super) fn tried(connection: &Connection, limit: i64) -> rusqlite::Result<Vec<ForwardNote>> {
    newest(connection, "f.state = 'waiting' AND f.tried_at IS NOT NULL", limit)
}

/// Of each target as many as are asked for, then the newest of all: each of them by its own index.
fn newest(connection: &Connection, condition: &str, limit: i64) -> rusqlite::Result<Vec<ForwardNote>> {
    let mut found = Vec::new();
    for target in targets::all(connection)?.iter().filter_map(|target| target.id) {
        let sql = format!("SELECT {NOTE} WHERE f.target_id = ?1 AND {condition} ORDER BY f.id DESC LIMIT ?2");
        let mut statement = connection.prepare_cached(&sql)?;
        let notes = statement.query_map([target.0, limit], read)?;
        found.extend(notes.collect::<rusqlite::Result<Vec<_>>>()?);
    }
    found.sort_by_key(|note| std::cmp::Reverse(note.id));
    found.truncate(usize::try_from(limit).unwrap_or_default());
    Ok(found)
}

fn read(row: &Row<'_>) -> rusqlite::Result<ForwardNote> {
    let target = targets::read(row)?;
    Ok(ForwardNote {
        target: TargetId(row.get(0)?),
        target_name: target.label(),
        id: ForwardId(row.get(5)?),
        delivery: DeliveryId(row.get(6)?),
        state: ForwardState::from_word(row.get_ref(7)?.as_str()?),
        tries: row.get(8)?,
        next_at: row.get::<_, Option<i64>>(9)?.map(UnixMillis),
        status: row.get(10)?,
        why: row.get(11)?,
        took_micros: row.get::<_, Option<i64>>(12)?.map(i64::cast_unsigned),
        tried_at: row.get::<_, Option<i64>>(13)?.map(UnixMillis),
    })
}
