//! Any bytes as a transcript, whatever is known of the call: read without a fault, turns that hold together, never nothing.
#![no_main]

use call_inbox::call::UnixMillis;
use call_inbox::transcript::{Known, read};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    // The last byte says what is known, so that seeds stay what they are.
    let hint = bytes.last().copied().unwrap_or(0);
    let known = Known {
        audio_ms: (hint & 1 == 1).then(|| u64::from(hint) * 1_000),
        recording_began_at: (hint & 2 == 2).then_some(UnixMillis(1_765_539_685_000)),
    };
    let transcript = read(bytes, &known);
    assert_eq!(read(bytes, &known), transcript);
    for turn in &transcript.turns {
        assert!(!turn.text.trim().is_empty());
        assert!(turn.end_ms.is_none_or(|end| turn.start_ms.is_some_and(|start| end >= start)));
        let mut before = (0, 0);
        for word in &turn.words {
            assert!(turn.text.get(word.at.clone()).is_some());
            assert!(word.at.start >= before.0 && word.start_ms >= before.1 && word.end_ms >= word.start_ms);
            before = (word.at.end, word.start_ms);
        }
    }
    assert!(!(transcript.turns.is_empty() && transcript.raw.is_empty() && transcript.remarks.is_empty()));
});
