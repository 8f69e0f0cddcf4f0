//! The door's conversation for the fuzzer `request_head`: whatever a sender says, in whatever pieces. Compiled for it alone.

use std::time::Instant;

use super::conversation::{Conversation, Moment, Step};
use crate::call::UnixMillis;
use crate::webhook::admission::Rules;
use crate::webhook::intake::{take_in, turned_away};
use crate::webhook::limits::{HEAD_LINES, Limits};

/// What comes of a talk.
#[derive(Debug, PartialEq)]
pub enum Said {
    /// A whole request.
    Whole(String, String, Vec<u8>, bool),
    /// A refusal, which ends it.
    Refused(u16),
}

/// Has a talk over bytes that come in pieces of these lengths, again and again.
pub fn talk(bytes: &[u8], pieces: &[u8]) -> Vec<Said> {
    let limits = Limits { head_bytes: 2_048, body_bytes: 4_096, ..Limits::default() };
    let start = Instant::now();
    let now = Moment { instant: start, wall: UnixMillis(0) };
    let mut talk = Conversation::new(limits, ([127, 0, 0, 1], 9).into(), start);
    let (mut said, mut rest) = (Vec::new(), bytes);
    let mut lengths = pieces.iter().copied().map(usize::from).filter(|length| *length > 0).cycle();
    while !rest.is_empty() {
        let (piece, later) = rest.split_at(lengths.next().unwrap_or(rest.len()).min(rest.len()));
        rest = later;
        talk.take(piece, now);
        loop {
            match talk.step(now) {
                Step::Read => break,
                Step::Continue => {}
                Step::Whole(whole) => {
                    assert!(whole.body.len() as u64 <= limits.body_bytes);
                    assert!(whole.head.headers.len() <= HEAD_LINES);
                    assert!(whole.head.values("Content-Length").count() < 2);
                    assert!(whole.head.values("Transfer-Encoding").count() < 2);
                    _ = take_in(&whole.head, whole.body.clone(), &Rules::default());
                    let (method, target) = (whole.head.method.clone(), whole.head.target.clone());
                    said.push(Said::Whole(method, target, whole.body, whole.stays));
                    talk.answered(start);
                }
                Step::Refuse(refusal) => {
                    assert!((400..600).contains(&refusal.status) && !refusal.reason.is_empty());
                    said.push(Said::Refused(refusal.status));
                    _ = turned_away(refusal);
                    return said;
                }
            }
        }
    }
    _ = talk.ended();
    said
}
