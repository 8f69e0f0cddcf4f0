//! A request with nothing personal in it, and the same in every other way: what a bug report needs.
//!
//! **Invariant:** what comes out tells of nobody: names, numbers, addresses, identifiers and free text are made up. White
//! space, keys and their order, types, escapes and faults are those of what went in.

mod disguise;
mod field;
mod heads;
mod lenient;
mod letters;
mod moment;
mod place;
mod scan;
mod spelling;
#[cfg(test)]
mod tests;
mod value;
mod words;

use crate::call::{CallId, Delivery, Header, UnixMillis};
use disguise::Disguise;
use field::{Field, field_of};
use scan::{Piece, pieces};
use spelling::Spelled;
use value::{safe_key, safe_number, safe_value};

/// How deep JSON in a string in JSON is read.
const MOST_NESTED: usize = 4;
/// When a safe sample came: a moment that is nobody's.
const SOME_DAY: UnixMillis = UnixMillis(1_736_937_000_000);

/// The same shape with nothing personal in it.
pub fn safe_body(body: &[u8]) -> Vec<u8> {
    let mut disguise = Disguise::default();
    learn_body(body, &mut disguise);
    disguised_body(body, &mut disguise)
}

/// Headers with nothing personal and nothing secret in them.
pub fn safe_headers(headers: &[Header]) -> Vec<Header> {
    let mut disguise = Disguise::default();
    headers.iter().for_each(|header| disguise.learn(&header.value, field_of(&header.name)));
    headers.iter().map(|header| heads::safe_header(header, &mut disguise)).collect()
}

/// The target of a request with nothing personal and nothing secret in it.
pub fn safe_target(target: &str) -> String {
    let mut disguise = Disguise::default();
    disguise.learn(target, Field::Code);
    disguised_target(target, &mut disguise)
}

/// A whole request and the body of our answer: what stands for a value is the same in all parts of it.
pub fn safe_delivery(delivery: &Delivery, answer: &str) -> (Delivery, String) {
    let mut disguise = Disguise::default();
    learn_body(&delivery.body, &mut disguise);
    delivery.headers.iter().for_each(|header| disguise.learn(&header.value, field_of(&header.name)));
    disguise.learn(&delivery.note.path, Field::Code);
    let body = disguised_body(&delivery.body, &mut disguise);
    let mut safe = delivery.clone();
    safe.headers = delivery.headers.iter().map(|header| heads::safe_header(header, &mut disguise)).collect();
    for header in &mut safe.headers {
        if header.name.eq_ignore_ascii_case("content-length") && delivery.note.body_bytes == delivery.body.len() as u64
        {
            header.value = body.len().to_string();
        }
    }
    let note = &mut safe.note;
    note.path = disguised_target(&note.path, &mut disguise);
    note.peer = note.peer.take().map(|peer| place::safe_host(&peer, &mut disguise));
    note.call_id =
        note.call_id.take().and_then(|id| CallId::given(&safe_value(id.as_str(), Field::Code, &mut disguise)));
    note.received_at = SOME_DAY;
    note.reason = note.reason.take().map(|reason| redacted(&reason, &mut disguise));
    note.changes.clear();
    if note.body_bytes == delivery.body.len() as u64 {
        note.body_bytes = body.len() as u64;
    }
    let answer = redacted(answer, &mut disguise);
    safe.body = body;
    (safe, answer)
}

/// Of a sentence of our own: what names someone or looks like a number of theirs is replaced, the words stay.
fn redacted(sentence: &str, disguise: &mut Disguise) -> String {
    disguise.by_words(sentence, |disguise, word| {
        let digits = word.chars().filter(|c| letters::digit_value(*c).is_some()).count();
        if disguise.names_someone(word) || digits >= 5 || (digits > 0 && word.chars().any(char::is_alphabetic)) {
            disguise.part(word)
        } else {
            word.to_owned()
        }
    })
}

fn disguised_target(target: &str, disguise: &mut Disguise) -> String {
    let shown = crate::call::shown_target(target);
    if shown == target {
        place::safe_url(target, disguise)
    } else {
        // What stands behind the mask is the query.
        let (path, query) = shown.split_at(shown.find('?').unwrap_or(shown.len()));
        path.to_owned() + &place::safe_url(query, disguise)
    }
}

/// How the bytes of a text are laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Layout {
    Utf16 { is_big: bool },
    Utf8,
    Bytes,
}

/// The body as text, if it is one.
fn text_of(body: &[u8]) -> (Layout, String) {
    let is_big = body.starts_with(&[0xfe, 0xff]) || matches!(body, [0, first, ..] if *first != 0);
    let is_wide = is_big || body.starts_with(&[0xff, 0xfe]) || matches!(body, [first, 0, ..] if *first != 0);
    if is_wide && body.len() % 2 == 0 {
        let unit = |pair: &[u8]| match *pair {
            [one, other] if is_big => u16::from_be_bytes([one, other]),
            [one, other] => u16::from_le_bytes([one, other]),
            _ => 0,
        };
        let text: Result<String, _> = char::decode_utf16(body.chunks(2).map(unit)).collect();
        if let Ok(text) = text {
            return (Layout::Utf16 { is_big }, text);
        }
    }
    match core::str::from_utf8(body) {
        Ok(text) => (Layout::Utf8, text.to_owned()),
        Err(_) => (Layout::Bytes, String::new()),
    }
}

fn learn_body(body: &[u8], disguise: &mut Disguise) {
    match text_of(body) {
        (Layout::Bytes, _) => body.utf8_chunks().for_each(|chunk| disguise.learn(chunk.valid(), Field::Other)),
        (_, text) => learn_text(&text, 0, disguise),
    }
}

fn learn_text(text: &str, nested: usize, disguise: &mut Disguise) {
    let fault = pieces(text, |piece| match piece {
        Piece::Frame(_) => {}
        // Words of keys are nobody's, until a value says otherwise; a number may be someone's.
        Piece::Key(raw) => disguise.learn_runs(&Spelled::read(raw).text),
        Piece::Number(raw, field) => disguise.learn(raw, field),
        Piece::Text(raw, field) => {
            let value = Spelled::read(raw).text;
            if holds_json(&value, nested) {
                learn_text(&value, nested + 1, disguise);
            } else {
                disguise.learn(&value, field);
            }
        }
    });
    if let Some(fault) = fault {
        disguise.learn(&text[fault..], Field::Other);
    }
}

fn disguised_body(body: &[u8], disguise: &mut Disguise) -> Vec<u8> {
    let (layout, text) = text_of(body);
    match layout {
        Layout::Bytes => lenient::safe_bytes(body, disguise),
        Layout::Utf8 => disguised_text(&text, 0, disguise).into_bytes(),
        Layout::Utf16 { is_big } => {
            let made = disguised_text(&text, 0, disguise);
            made.encode_utf16().flat_map(|unit| if is_big { unit.to_be_bytes() } else { unit.to_le_bytes() }).collect()
        }
    }
}

fn disguised_text(text: &str, nested: usize, disguise: &mut Disguise) -> String {
    let mut out = String::with_capacity(text.len());
    let fault = pieces(text, |piece| match piece {
        Piece::Frame(frame) => out.push_str(frame),
        Piece::Key(raw) => {
            let key = Spelled::read(raw);
            key.write(&safe_key(&key.text, disguise), &mut out);
        }
        Piece::Number(raw, field) => out.push_str(&safe_number(raw, field, disguise)),
        Piece::Text(raw, field) => {
            let value = Spelled::read(raw);
            let made = if holds_json(&value.text, nested) {
                disguised_text(&value.text, nested + 1, disguise)
            } else {
                safe_value(&value.text, field, disguise)
            };
            value.write(&made, &mut out);
        }
    });
    if let Some(fault) = fault {
        out.push_str(&lenient::safe_text(&text[fault..], disguise));
    }
    out
}

/// JSON in a string: a list or an object.
fn holds_json(text: &str, nested: usize) -> bool {
    nested < MOST_NESTED && text.trim_start().starts_with(['{', '[']) && pieces(text, |_| {}).is_none()
}
