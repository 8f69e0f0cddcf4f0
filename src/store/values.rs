//! Values that exist, to be offered while a search is typed, and where to begin filtering.

use rusqlite::Connection;

use crate::call::query::{Place, ValueKind, tokens_of};

/// The most values offered at once.
const OFFERED: i64 = 40;

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
             ORDER BY (SELECT count(*) FROM call_tags WHERE tag_id = tags.id) DESC, folded LIMIT ?3",
        )?
        .query_map((begin, end, OFFERED), |row| row.get(0))?
        .collect()
}

fn names(connection: &Connection, begin: &str, end: &str) -> rusqlite::Result<Vec<String>> {
    connection
        .prepare_cached(
            "SELECT title FROM calls INDEXED BY calls_by_name WHERE sort_name >= ?1 AND sort_name < ?2 \
             GROUP BY sort_name ORDER BY sort_name LIMIT ?3",
        )?
        .query_map((begin, end, OFFERED), |row| row.get(0))?
        .collect()
}
