//! Other calls of a caller: those with the same telephone number or e-mail address, in whatever way it was written.

use rusqlite::{Connection, params};

use super::rows;
use crate::call::{History, Seq};

/// The newest that are shown.
const ROWS: usize = 20;

/// The other calls of a call's caller.
pub(super) fn history(connection: &Connection, seq: Seq) -> rusqlite::Result<History> {
    let seqs = seqs(connection, seq)?;
    let rows = seqs.iter().take(ROWS).filter_map(|seq| rows::row_at(connection, *seq).transpose());
    Ok(History { rows: rows.collect::<rusqlite::Result<_>>()?, total: seqs.len() as u64 })
}

/// Newest first; counted up to a thousand, which is more calls than a person makes and fewer than a telephone exchange.
fn seqs(connection: &Connection, seq: Seq) -> rusqlite::Result<Vec<Seq>> {
    connection
        .prepare_cached(
            "WITH open AS (SELECT phone_key, email_key FROM calls WHERE seq = ?1) \
             SELECT seq FROM (SELECT seq FROM calls INDEXED BY calls_phone \
                 WHERE phone_key = (SELECT phone_key FROM open) ORDER BY seq DESC LIMIT 1001) WHERE seq <> ?1 \
             UNION SELECT seq FROM (SELECT seq FROM calls INDEXED BY calls_email \
                 WHERE email_key = (SELECT email_key FROM open) ORDER BY seq DESC LIMIT 1001) WHERE seq <> ?1 \
             ORDER BY 1 DESC LIMIT 1000",
        )?
        .query_map(params![seq.0], |row| Ok(Seq(row.get(0)?)))?
        .collect()
}
