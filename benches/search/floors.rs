//! The same questions in SQL as one would write it by hand, on the same file: the first hundred rows with their columns.

use std::path::Path;
use std::time::{Duration, Instant};

use call_inbox::call::query::parse;
use call_inbox::call::{Query, View};
use call_inbox::store::Store;
use jiff::tz::TimeZone;
use rusqlite::types::Value;
use rusqlite::{Connection, OpenFlags};

use crate::{millis, stored};

const ROWS: usize = 100;
const ROUNDS: usize = 15;
/// What a row of the list shows.
const COLUMNS: &str = "c.seq, c.call_id, c.received_at, c.title, c.company, c.mood, c.outcome, c.score_text, c.score, \
    c.excerpt, c.has_recording, c.has_transcript, c.updated, c.unread, c.starred, c.done, c.snoozed_until, c.open_tasks, \
    c.notes";

pub fn compare(store: &Store, folder: &Path, words: &stored::Words) {
    let connection =
        Connection::open_with_flags(folder.join("inbox.sqlite3"), OpenFlags::SQLITE_OPEN_READ_ONLY).unwrap();
    let reader = store.reader().unwrap();
    let stored::Words { rare, common, usual, digits, mood } = words;
    let by_words = |text: String, rest: &str| {
        let from = "FROM calls_text w JOIN calls c ON c.seq = w.rowid";
        format!("SELECT {COLUMNS} {from} WHERE w.calls_text MATCH '{text}' {rest} ORDER BY w.rowid DESC LIMIT {ROWS}")
    };
    let questions = [
        (String::new(), format!("SELECT {COLUMNS} FROM calls c ORDER BY c.seq DESC LIMIT {ROWS}")),
        (rare.clone(), by_words(format!("{rare} *"), "")),
        (common.clone(), by_words(format!("{common} *"), "")),
        (format!("{common} {usual}"), by_words(format!("{common} * {usual} *"), "")),
        (format!("\"{common}\" \"{usual}\""), by_words(format!("{common} {usual}"), "")),
        (
            format!("{common} mood:{mood} score:>=80"),
            by_words(format!("{common} * AND mood : {mood} *"), "AND c.score >= 80"),
        ),
        (format!("{usual} score:>=97"), by_words(format!("{usual} *"), "AND c.score >= 97")),
        (digits.clone(), by_words(format!("\"{digits}\" *"), "")),
        (common.chars().take(2).collect(), by_words(format!("{} *", &common[..2]), "")),
        (
            String::from("score:>=97"),
            format!("SELECT {COLUMNS} FROM calls c WHERE c.score >= 97 ORDER BY c.seq DESC LIMIT {ROWS}"),
        ),
    ];
    for (typed, sql) in questions {
        let read = parse(&typed, stored::NOW, &TimeZone::UTC);
        let query = Query { view: View::All, term: read.term, sort: read.sort.unwrap_or_default() };
        let (mut ours, mut theirs) = (Vec::new(), Vec::new());
        let (mut rows, mut sql_rows) = (0, 0);
        for _ in 0..ROUNDS {
            let begun = Instant::now();
            rows = reader.rows(&query, ROWS).unwrap().len();
            ours.push(begun.elapsed());
            let begun = Instant::now();
            sql_rows = by_hand(&connection, &sql);
            theirs.push(begun.elapsed());
        }
        let (ours, theirs) = (median(ours), median(theirs));
        let ratio = ours.as_secs_f64() / theirs.as_secs_f64();
        println!("{typed:<58}{:>9.2}{:>9.2}{ratio:>9.2}{rows:>5}/{sql_rows}", millis(ours), millis(theirs));
    }
}

fn by_hand(connection: &Connection, sql: &str) -> usize {
    let mut statement = connection.prepare(sql).unwrap();
    let columns = statement.column_count();
    let mut rows = statement.query([]).unwrap();
    let mut count = 0;
    while let Some(row) = rows.next().unwrap() {
        for at in 0..columns {
            std::hint::black_box(row.get::<_, Value>(at).unwrap());
        }
        count += 1;
    }
    count
}

fn median(mut took: Vec<Duration>) -> Duration {
    took.sort_unstable();
    took[took.len() / 2]
}
