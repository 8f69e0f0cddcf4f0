//! Any bytes as a recording: told, opened, decoded, sought in, without a crash, an endless loop or a heap of memory. A
//! panic within a foreign decoder is caught by the program, as it is meant to be; one that escapes is a find.
#![no_main]

use std::sync::Once;

use call_inbox::playback::fuzzing::decode_some;
use libfuzzer_sys::fuzz_target;

static QUIET: Once = Once::new();

fuzz_target!(|input: &[u8]| {
    // The fuzzer's own hook would end the program before anybody can catch anything.
    QUIET.call_once(|| std::panic::set_hook(Box::new(|panic| eprintln!("{panic}"))));
    decode_some(input);
});
