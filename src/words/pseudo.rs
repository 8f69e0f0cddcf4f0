//! A language for trying: English with strange letters, in brackets and a third longer. A text on screen that is still
//! plain was forgotten; one whose bracket is missing has no room.

use super::pattern::{Piece, pieces};

/// A text in that language; the parts in it stay.
pub(super) fn of(english: &str) -> String {
    let mut text = String::from("[");
    let mut letters = 0;
    for piece in pieces(english) {
        match piece {
            Piece::Part(name) => text.extend(["{", name, "}"]),
            // Only of a doubled brace is one left.
            Piece::Text(brace @ ("{" | "}")) => text.extend([brace, brace]),
            Piece::Text(plain) => {
                letters += plain.chars().count();
                text.extend(plain.chars().map(strange));
            }
            Piece::Loose => {}
        }
    }
    text.extend(std::iter::repeat_n('·', (letters * 3).div_ceil(10)));
    text.push(']');
    text
}

/// A letter that looks alike, of those that every font of Latin has.
fn strange(letter: char) -> char {
    let (plain, strange) = ("aceghijklnorstuwyzACEGHIJKLNORSTUWYZ", "áçéĝĥíĵķļñóŕšťúŵýžÁÇÉĜĤÍĴĶĻÑÓŔŠŤÚŴÝŽ");
    plain.find(letter).and_then(|at| strange.chars().nth(at)).unwrap_or(letter)
}
