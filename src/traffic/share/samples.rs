//! A request for the tests of this folder.

use crate::call::{Delivery, DeliveryId, DeliveryNote, UnixMillis, Verdict};

/// A plain POST with that body and no headers.
pub fn delivery(body: &[u8]) -> Delivery {
    let note = DeliveryNote {
        id: DeliveryId(7),
        received_at: UnixMillis(1_737_368_422_123),
        source: String::from("default"),
        peer: Some(String::from("192.0.2.7:4711")),
        method: String::from("POST"),
        path: String::from("/webhook/call-completed"),
        status: 200,
        verdict: Verdict::New,
        reason: None,
        call_id: None,
        body_bytes: body.len() as u64,
        took_micros: Some(12_500),
        changes: Vec::new(),
    };
    Delivery { note, headers: Vec::new(), body: body.to_vec() }
}
