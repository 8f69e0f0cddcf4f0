//! Any JSON text: what was read is written so that it reads the same, digit for digit, and lines of it are lines.
#![no_main]

use call_inbox::call::Datum;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let Ok(datum) = Datum::parse(text) else { return };
    let written = datum.to_json();
    let again = Datum::parse(&written).expect("what was written is JSON");
    assert_eq!(again, datum);
    assert_eq!(again.to_json(), written);
    _ = (datum.to_line(), datum.is_blank(), datum.leaves().len(), datum.unquoted());
});
