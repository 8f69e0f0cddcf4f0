//! Values that exist, to be offered while a search is typed, and where to begin filtering.

use rusqlite::Connection;

use crate::call::query::{Place, ValueKind, tokens_of};

/// The most values offered at once.
const OFFERED: i64 = 40;
/// Calls of a tag are counted up to here: more of them make no difference to the order.
const COUNTED: i64 = 10_000;

/// Values whose beginning, or one of whose words, begins with something; the most frequent first.
pub(super) fn beginning_with(connection: &Connection, kind: ValueKind, begin: &str) -> rusqlite::Result<Vec<String>> {
    let begin = tokens_of(begin).map(|token| token.folded).collect::<Vec<_>>().join(" ");
    let end = format!("{begin}\u{10ffff}");
    let kind = match kind {
        ValueKind::Tag => return tags(connection, &begin, &end),
        ValueKind::At(Place::Anywhere | Place::From | Place::Phone) => return names(connection, &begin, &end),
        ValueKind::At(place) => place.columns()[0].name(),
    };
    connection
        .prepare_cached(
            "SELECT value FROM known_values WHERE kind = ?1 AND (folded >= ?2 AND folded < ?3 OR instr(folded, ?4) > 0) \
             ORDER BY folded >= ?2 AND folded < ?3 DESC, calls DESC, folded LIMIT ?5",
        )?
        .query_map((kind, &begin, &end, format!(" {begin}"), OFFERED), |row| row.get(0))?
        .collect()
}

fn tags(connection: &Connection, begin: &str, end: &str) -> rusqlite::Result<Vec<String>> {
    connection
        .prepare_cached(
            "SELECT name FROM tags WHERE folded >= ?1 AND folded < ?2 \
             ORDER BY (SELECT count(*) FROM (SELECT 1 FROM call_tags WHERE tag_id = tags.id LIMIT ?4)) DESC, folded LIMIT ?3",
        )?
        .query_map((begin, end, OFFERED, COUNTED), |row| row.get(0))?
        .collect()
}

/// From each name straight to the next: of those who hide theirs there may be half a million, all of one name.
fn names(connection: &Connection, begin: &str, end: &str) -> rusqlite::Result<Vec<String>> {
    connection
        .prepare_cached(
            "WITH RECURSIVE names (name) AS ( \
                 SELECT min(sort_name) FROM calls INDEXED BY calls_by_name WHERE sort_name >= ?1 AND sort_name < ?2 \
                 UNION ALL SELECT (SELECT min(sort_name) FROM calls INDEXED BY calls_by_name \
                     WHERE sort_name > name AND sort_name < ?2) FROM names WHERE name IS NOT NULL LIMIT ?3) \
             SELECT (SELECT title FROM calls INDEXED BY calls_by_name WHERE sort_name = name LIMIT 1) \
             FROM names WHERE name IS NOT NULL",
        )?
        .query_map((begin, end, OFFERED), |row| row.get(0))?
        .collect()
}
