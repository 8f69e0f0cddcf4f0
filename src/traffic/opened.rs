//! One request whole, made ready to be looked at. Made off the main thread: a body of 10 MB is laid out here.

use std::sync::Arc;

use super::{Deviation, ForwardNote, Outline, TextLines, TrafficRow, deviations};
use crate::call::{Delivery, Header};

/// One request, made ready to be looked at.
#[derive(Debug, Clone, PartialEq)]
pub struct OpenedDelivery {
    /// The request and what became of it.
    pub row: TrafficRow,
    /// In the order sent, repeats too.
    pub headers: Vec<Header>,
    /// Byte for byte.
    pub body: Arc<Vec<u8>>,
    /// The body as a tree of lines; with the place of the fault where it is not JSON.
    pub outline: Outline,
    /// The body as lines of text.
    pub text: TextLines,
    /// The body of our answer.
    pub answer: String,
    /// Where the body is not as the contract says.
    pub contract: Vec<Deviation>,
    /// What became of handing it on.
    pub forwards: Vec<ForwardNote>,
}

impl OpenedDelivery {
    /// Lays a request out.
    pub fn of(row: TrafficRow, delivery: Delivery, answer: String, forwards: Vec<ForwardNote>) -> Self {
        let Delivery { note: _, headers, body } = delivery;
        let outline = Outline::of(&body);
        let text = TextLines::of(&body);
        let contract = deviations(&body);
        Self { row, headers, body: Arc::new(body), outline, text, answer, contract, forwards }
    }
}
