//! Any bytes as the body of a request: laid out, compared, held against the contract and made safe without a fault; what was
//! JSON is JSON again, and nothing is laid out that is not there.
#![no_main]

use call_inbox::traffic::{Folds, Outline, TextLines, deviations, hex_row, hex_rows, safe_body};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let outline = Outline::of(bytes);
    for line in &outline.lines {
        assert!(bytes.get(line.value.start as usize..line.value.end as usize).is_some());
    }
    if outline.fault.is_none() {
        assert!(!outline.lines.is_empty());
        assert!(Outline::of(&safe_body(bytes)).fault.is_none());
    } else {
        let _ = safe_body(bytes);
    }
    let _ = Folds::from_depth(&outline, 1);
    let _ = deviations(bytes);
    let shown: usize = TextLines::of(bytes).lines.iter().map(|line| line.len()).sum();
    assert!(shown <= bytes.len());
    for row in 0..hex_rows(bytes.len()) {
        let _ = hex_row(bytes, row);
    }
});
