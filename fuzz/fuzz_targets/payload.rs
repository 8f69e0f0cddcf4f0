//! Any bytes as a body: read without a fault, the document can be written and read again, and merges with itself.
#![no_main]

use call_inbox::call::{Call, Datum, merge};
use call_inbox::webhook::read;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|body: &[u8]| {
    let Ok(payload) = read(body, &[7; 32]) else { return };
    assert!(!payload.call_id.as_str().trim().is_empty());
    let text = payload.document.to_json();
    let again = Datum::parse(&text).expect("what was written is JSON");
    assert_eq!(again, payload.document);
    // Names that come twice are one afterwards, so the merged document may be a shorter one, but only once.
    let (merged, changes) = merge(&payload.document, &payload.document);
    assert_eq!(changes, [], "a call merged with itself changes");
    let (again, changes) = merge(&merged, &payload.document);
    assert_eq!((again, changes.len()), (merged, 0), "and once more");
    let call = Call::read(payload.call_id, payload.id_source, payload.document);
    assert_eq!(call.document.to_json(), text);
});
