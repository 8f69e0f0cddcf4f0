//! What was found, in another order than that of arrival: by walking the index of that order and keeping what was found.

use std::collections::HashMap;

use rusqlite::Connection;

use crate::call::{Seq, Sort};

/// So few calls are looked up one by one instead.
const FEW: usize = if cfg!(test) { 3 } else { 4_000 };

/// Brings calls, newest first, into an order; the head of the list first.
pub(super) fn sort(connection: &Connection, sort: Sort, found: &mut Vec<Seq>) -> rusqlite::Result<()> {
    match sort {
        Sort::Newest => {}
        Sort::Oldest => found.reverse(),
        Sort::ScoreDown | Sort::ScoreUp if found.len() <= FEW => few_by_score(connection, sort, found)?,
        Sort::Name if found.len() <= FEW => few_by_name(connection, found)?,
        Sort::ScoreDown | Sort::ScoreUp | Sort::Name => walk(connection, sort, found)?,
    }
    Ok(())
}

fn few_by_score(connection: &Connection, sort: Sort, found: &mut [Seq]) -> rusqlite::Result<()> {
    let mut statement = connection.prepare_cached("SELECT score FROM calls WHERE seq = ?1")?;
    let mut scores = HashMap::with_capacity(found.len());
    for seq in found.iter() {
        let score: Option<f64> = statement.query_row([seq.0], |row| row.get(0))?;
        scores.insert(*seq, score);
    }
    // Stable: equal ones stay newest first.
    found.sort_by(|a, b| match (scores[a], scores[b]) {
        (Some(a), Some(b)) if sort == Sort::ScoreUp => a.total_cmp(&b),
        (Some(a), Some(b)) => b.total_cmp(&a),
        (a, b) => b.is_some().cmp(&a.is_some()),
    });
    Ok(())
}

fn few_by_name(connection: &Connection, found: &mut [Seq]) -> rusqlite::Result<()> {
    let mut statement = connection.prepare_cached("SELECT sort_name FROM calls WHERE seq = ?1")?;
    let mut names: HashMap<Seq, String> = HashMap::with_capacity(found.len());
    for seq in found.iter() {
        names.insert(*seq, statement.query_row([seq.0], |row| row.get(0))?);
    }
    found.sort_by(|a, b| names[a].cmp(&names[b]));
    Ok(())
}

fn walk(connection: &Connection, sort: Sort, found: &mut Vec<Seq>) -> rusqlite::Result<()> {
    let highest = found.iter().map(|seq| seq.0).max().unwrap_or(0);
    let mut wanted = vec![false; usize::try_from(highest + 1).unwrap_or(0)];
    let place = |seq: i64| usize::try_from(seq).unwrap_or(usize::MAX);
    for seq in found.iter() {
        if let Some(slot) = wanted.get_mut(place(seq.0)) {
            *slot = true;
        }
    }
    let is_wanted = |seq: i64| wanted.get(place(seq)).copied().unwrap_or(false);
    let sql = match sort {
        Sort::Name => "SELECT seq, sort_name FROM calls INDEXED BY calls_by_name ORDER BY sort_name, seq",
        Sort::ScoreUp => "SELECT seq, score FROM calls INDEXED BY calls_by_score ORDER BY score, seq",
        _ => "SELECT seq, score FROM calls INDEXED BY calls_by_score ORDER BY score DESC, seq DESC",
    };
    let mut statement = connection.prepare_cached(sql)?;
    let mut rows = statement.query([])?;
    let mut ordered = Vec::with_capacity(found.len());
    let mut unscored = Vec::new();
    // Equal ones stand newest first, against the index's direction: each run of them is turned round.
    let mut run_from = 0;
    let mut run_key: Option<Vec<u8>> = None;
    while let Some(row) = rows.next()? {
        let seq: i64 = row.get(0)?;
        if !is_wanted(seq) {
            continue;
        }
        match (sort, row.get_ref(1)?) {
            (Sort::ScoreUp, rusqlite::types::ValueRef::Null) => {
                unscored.push(Seq(seq));
                continue;
            }
            (Sort::ScoreUp | Sort::Name, key) => {
                let is_same = match (&run_key, key) {
                    (Some(known), rusqlite::types::ValueRef::Text(text)) => known == text,
                    (Some(known), rusqlite::types::ValueRef::Real(score)) => *known == score.to_be_bytes(),
                    _ => false,
                };
                if !is_same {
                    ordered[run_from..].reverse();
                    run_from = ordered.len();
                    run_key = Some(match key {
                        rusqlite::types::ValueRef::Text(text) => text.to_vec(),
                        rusqlite::types::ValueRef::Real(score) => score.to_be_bytes().to_vec(),
                        _ => Vec::new(),
                    });
                }
            }
            _ => {}
        }
        ordered.push(Seq(seq));
    }
    if sort != Sort::ScoreDown {
        ordered[run_from..].reverse();
    }
    unscored.reverse();
    ordered.append(&mut unscored);
    *found = ordered;
    Ok(())
}
