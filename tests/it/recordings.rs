//! The recordings of `tests/fixtures/audio` are what `labels.json` says of them, as far as that can be told without a decoder.

#![expect(clippy::unwrap_used, reason = "a test may fail here")]

use std::path::PathBuf;

use serde_json::Value;

fn file(name: &str) -> Vec<u8> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/audio");
    std::fs::read(folder.join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

fn labels() -> Value {
    serde_json::from_slice(&file("labels.json")).unwrap()
}

fn number(label: &Value, key: &str) -> usize {
    usize::try_from(label[key].as_u64().unwrap_or_else(|| panic!("{key} is missing in {label}"))).unwrap()
}

#[test]
fn a_reference_holds_its_slices_of_every_recording() {
    let labels = labels();
    let (every_ms, slice_ms) = (number(&labels, "every_ms"), number(&labels, "slice_ms"));
    for label in labels["files"].as_array().unwrap() {
        let name = label["name"].as_str().unwrap();
        let length = file(name).len();
        if label["state"] == "nothing" {
            continue;
        }
        assert!(length > 1_000, "{name}");
        let (rate, samples) = (number(label, "rate"), number(label, "samples"));
        assert_eq!(number(label, "duration_ms"), (samples * 1_000 + rate / 2) / rate, "{name}");
        let (every, slice) = (rate * every_ms / 1_000, rate * slice_ms / 1_000);
        let kept: usize = (0..samples).step_by(every).map(|from| slice.min(samples - from)).sum();
        assert_eq!(file(&format!("{name}.ref")).len(), kept * number(label, "channels") * 2, "{name}");
    }
}

#[test]
fn opus_files_are_as_long_as_their_last_page_says() {
    for label in labels()["files"].as_array().unwrap() {
        if label["codec"] != "Opus in Ogg" || label["state"] != "whole" {
            continue;
        }
        let name = label["name"].as_str().unwrap();
        let mut reader = ogg::PacketReader::new(std::io::Cursor::new(file(name)));
        let head = reader.read_packet().unwrap().unwrap().data;
        assert_eq!((&head[..8], usize::from(head[9])), (&b"OpusHead"[..], number(label, "channels")), "{name}");
        let pre_skip = usize::from(u16::from_le_bytes([head[10], head[11]]));
        let mut last = 0;
        while let Some(packet) = reader.read_packet().unwrap() {
            last = usize::try_from(packet.absgp_page()).unwrap();
        }
        assert_eq!(last - pre_skip, number(label, "samples"), "{name}");
    }
}

#[test]
fn whoever_is_labelled_as_speaking_is_heard_on_their_side_and_nobody_else() {
    const RATE: usize = 16_000;
    let labels = labels();
    let wav = file("wav-pcm16.wav");
    let begin = wav.windows(4).position(|window| window == b"data").unwrap() + 8;
    let samples: Vec<f32> = wav[begin..]
        .chunks_exact(2)
        .map(|bytes| f32::from(i16::from_le_bytes([bytes[0], bytes[1]])) / 32_768.0)
        .collect();
    let part = &labels["speech"]["part"];
    assert_eq!(samples.len() / 2, number(part, "duration_ms") * RATE / 1_000);
    let segments = part["segments"].as_array().unwrap();
    for (side, name) in [(0, "left"), (1, "right")] {
        // Loudness of each hundredth of a second.
        let channel: Vec<f32> = samples.iter().skip(side).step_by(2).copied().collect();
        let loudness: Vec<f32> = channel
            .chunks(RATE / 100)
            .map(|chunk| (chunk.iter().map(|s| s * s).sum::<f32>() / chunk.len() as f32).sqrt())
            .collect();
        let own: Vec<_> = segments.iter().filter(|segment| segment["side"] == name).collect();
        assert!(own.len() > 1);
        for segment in &own {
            let spoken = &loudness[number(segment, "start_ms") / 10..number(segment, "end_ms") / 10];
            let loud = spoken.iter().filter(|level| **level > 0.004).count();
            assert!(loud * 3 > spoken.len() * 2, "{segment}: {loud} of {}", spoken.len());
        }
        let is_silent =
            |at_ms: usize| own.iter().all(|s| at_ms + 30 < number(s, "start_ms") || at_ms > number(s, "end_ms") + 20);
        for (index, level) in loudness.iter().enumerate().filter(|(index, _)| is_silent(index * 10)) {
            assert!(*level < 0.004, "{name} at {} ms: {level}", index * 10);
        }
    }
}
