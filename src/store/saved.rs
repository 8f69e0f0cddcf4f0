//! Saved searches. What their text means is no concern of this: it is read by whoever looks for something.

use rusqlite::{Connection, OptionalExtension as _, Row, params};

use super::tags;
use crate::call::{EntryId, SavedSearch};

/// The saved searches, in order.
pub(super) fn all(connection: &Connection) -> rusqlite::Result<Vec<SavedSearch>> {
    connection
        .prepare_cached("SELECT id, name, text, tag FROM saved_searches ORDER BY id")?
        .query_map([], read)?
        .collect()
}

/// Changes a search, makes a new one of `EntryId(0)`, or brings one back that was forgotten.
pub(super) fn save(connection: &Connection, search: &SavedSearch) -> rusqlite::Result<()> {
    let before = at(connection, search.id)?;
    let id = (search.id != EntryId(0)).then_some(search.id.0);
    connection
        .prepare_cached(
            "INSERT INTO saved_searches (id, name, text, tag) VALUES (?1, ?2, ?3, ?4) \
             ON CONFLICT (id) DO UPDATE SET name = excluded.name, text = excluded.text, tag = excluded.tag",
        )?
        .execute(params![id, search.name, search.text, search.tag])?;
    if let Some(name) = &search.tag {
        tags::find_or_add(connection, name)?;
    }
    forget_tag(connection, before)
}

pub(super) fn forget(connection: &Connection, id: EntryId) -> rusqlite::Result<()> {
    let before = at(connection, id)?;
    connection.prepare_cached("DELETE FROM saved_searches WHERE id = ?1")?.execute([id.0])?;
    forget_tag(connection, before)
}

fn at(connection: &Connection, id: EntryId) -> rusqlite::Result<Option<SavedSearch>> {
    connection
        .prepare_cached("SELECT id, name, text, tag FROM saved_searches WHERE id = ?1")?
        .query_row([id.0], read)
        .optional()
}

/// The tag that a search gave, if nothing has it any more.
fn forget_tag(connection: &Connection, before: Option<SavedSearch>) -> rusqlite::Result<()> {
    let name = before.and_then(|search| search.tag);
    let tag = name.map(|name| tags::find(connection, &name)).transpose()?.flatten();
    tag.map_or(Ok(()), |tag| tags::forget_unused(connection, &tag))
}

fn read(row: &Row<'_>) -> rusqlite::Result<SavedSearch> {
    Ok(SavedSearch { id: EntryId(row.get(0)?), name: row.get(1)?, text: row.get(2)?, tag: row.get(3)? })
}
