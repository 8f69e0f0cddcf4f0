//! Any bytes in any pieces at the door: no fault, nothing over the limits, and the pieces make no difference.
#![no_main]

use call_inbox::webhook::fuzzing::talk;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: (Vec<u8>, &[u8])| {
    let (pieces, bytes) = input;
    assert_eq!(talk(bytes, &pieces), talk(bytes, &[]));
});
