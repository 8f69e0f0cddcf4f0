//! Any bytes as a recording: told, opened, decoded, sought in, without a crash, an endless loop or a heap of memory.
#![no_main]

use call_inbox::playback::fuzzing::decode_some;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &[u8]| decode_some(input));
