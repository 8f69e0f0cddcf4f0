//! Tags: their names and which calls have them. A tag is told by its folded words, and shown as it was written first.

use rusqlite::{Connection, OptionalExtension as _};

use super::saved;
use crate::call::Seq;
use crate::call::query::tokens_of;

/// A tag.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Tag {
    id: i64,
    /// As it was written first.
    pub name: String,
    /// What tells it from others.
    pub folded: String,
}

/// What tells a tag from others, whatever way it is written; `None` if there is no letter and no digit in it.
pub(super) fn fold(name: &str) -> Option<String> {
    let words: Vec<String> = tokens_of(name).map(|token| token.folded).collect();
    (!words.is_empty()).then(|| words.join(" "))
}

pub(super) fn find(connection: &Connection, name: &str) -> rusqlite::Result<Option<Tag>> {
    let Some(folded) = fold(name) else { return Ok(None) };
    let mut statement = connection.prepare_cached("SELECT id, name FROM tags WHERE folded = ?1")?;
    let found = statement.query_row([&folded], |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
    Ok(found.map(|(id, name)| Tag { id, name, folded }))
}

/// The tag of that name, which is made if need be; `None` if that is no name.
pub(super) fn find_or_add(connection: &Connection, name: &str) -> rusqlite::Result<Option<Tag>> {
    if let Some(tag) = find(connection, name)? {
        return Ok(Some(tag));
    }
    let Some(folded) = fold(name) else { return Ok(None) };
    let name = name.trim().to_owned();
    let id = connection
        .prepare_cached("INSERT INTO tags (folded, name) VALUES (?1, ?2)")?
        .insert([folded.as_str(), name.as_str()])?;
    Ok(Some(Tag { id, name, folded }))
}

/// False if the call has it already, or is gone.
pub(super) fn give(connection: &Connection, tag: &Tag, seq: Seq) -> rusqlite::Result<bool> {
    let sql = "INSERT OR IGNORE INTO call_tags (tag_id, call_seq) SELECT ?1, seq FROM calls WHERE seq = ?2";
    connection.prepare_cached(sql)?.execute([tag.id, seq.0]).map(|rows| rows > 0)
}

/// False if the call has not got it.
pub(super) fn take(connection: &Connection, tag: &Tag, seq: Seq) -> rusqlite::Result<bool> {
    let sql = "DELETE FROM call_tags WHERE tag_id = ?1 AND call_seq = ?2";
    connection.prepare_cached(sql)?.execute([tag.id, seq.0]).map(|rows| rows > 0)
}

/// Deletes a tag that no call has any more, unless a saved search gives it.
pub(super) fn forget_unused(connection: &Connection, tag: &Tag) -> rusqlite::Result<()> {
    let searches = saved::all(connection)?;
    let mut given = searches.iter().filter_map(|search| search.tag.as_deref());
    if given.any(|name| fold(name).as_ref() == Some(&tag.folded)) {
        return Ok(());
    }
    let sql = "DELETE FROM tags WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM call_tags WHERE tag_id = ?1)";
    connection.prepare_cached(sql)?.execute([tag.id]).map(drop)
}

/// The tags of a call, in order of the alphabet.
pub(super) fn of_call(connection: &Connection, seq: Seq) -> rusqlite::Result<Vec<Tag>> {
    connection
        .prepare_cached(
            "SELECT t.id, t.name, t.folded FROM call_tags c INDEXED BY call_tags_of_call \
             CROSS JOIN tags t ON t.id = c.tag_id WHERE c.call_seq = ?1 ORDER BY t.folded",
        )?
        .query_map([seq.0], |row| Ok(Tag { id: row.get(0)?, name: row.get(1)?, folded: row.get(2)? }))?
        .collect()
}

/// Their names.
pub(super) fn names_of(connection: &Connection, seq: Seq) -> rusqlite::Result<Vec<String>> {
    Ok(of_call(connection, seq)?.into_iter().map(|tag| tag.name).collect())
}
