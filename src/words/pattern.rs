//! Texts with parts in them, `{done} of {all}`: which parts there are, and how they are put in. As in `format!`, `{{` is a
//! brace; nothing but a name stands between braces, so that a translator can't get a format wrong.

use std::fmt::{Display, Write};

/// The parts of a text by name, in their order; or what is wrong with its braces.
pub(super) fn parts(text: &str) -> Result<Vec<&str>, String> {
    let mut found = Vec::new();
    for piece in pieces(text) {
        match piece {
            Piece::Text(_) => {}
            Piece::Part(name) if is_name(name) => found.push(name),
            Piece::Part(name) => return Err(format!("`{{{name}}}` is no part's name")),
            Piece::Loose => return Err("it has a brace that is not one of a pair".to_owned()),
        }
    }
    Ok(found)
}

/// Puts the parts into a text.
pub fn fill(text: &str, parts: &[(&str, &dyn Display)]) -> String {
    let mut filled = String::with_capacity(text.len() + 16 * parts.len());
    for piece in pieces(text) {
        match piece {
            Piece::Text(text) => filled.push_str(text),
            Piece::Part(name) => {
                if let Some((_, part)) = parts.iter().find(|(known, _)| *known == name) {
                    // Writing into a text can't fail.
                    let _ = write!(filled, "{part}");
                }
            }
            Piece::Loose => {}
        }
    }
    filled
}

#[derive(Debug, PartialEq)]
pub(super) enum Piece<'a> {
    Text(&'a str),
    Part(&'a str),
    Loose,
}

pub(super) fn pieces(text: &str) -> impl Iterator<Item = Piece<'_>> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let at = rest.find(['{', '}']).unwrap_or(rest.len());
        let (piece, bytes) = match rest.as_bytes().get(at..).unwrap_or_default() {
            [] if at == 0 => return None,
            _ if at > 0 => (Piece::Text(&rest[..at]), at),
            [b'{', b'{', ..] | [b'}', b'}', ..] => (Piece::Text(&rest[..1]), 2),
            [b'{', ..] => match rest.find('}') {
                Some(end) => (Piece::Part(&rest[1..end]), end + 1),
                None => (Piece::Loose, 1),
            },
            _ => (Piece::Loose, 1),
        };
        rest = &rest[bytes..];
        Some(piece)
    })
}

fn is_name(name: &str) -> bool {
    !name.is_empty() && name.chars().all(|letter| letter == '_' || letter.is_ascii_alphanumeric())
}
