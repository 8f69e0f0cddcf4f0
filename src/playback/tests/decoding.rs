//! Every recording of the fixtures decodes as ffmpeg decodes it: length, samples, and where a seek lands.

use serde_json::Value;

use super::super::decode::{self, Decode, Purpose, Stop};
use super::super::source::{Bytes, Leave};
use super::sources::{Server, fixture};

/// What is known of a fixture.
struct Label {
    name: String,
    state: String,
    codec: String,
    rate: u32,
    channels: usize,
    samples: u64,
}

fn labels() -> (Vec<Label>, u64, u64) {
    let labels: Value = serde_json::from_slice(&fixture("labels.json")).unwrap();
    let text = |file: &Value, key: &str| file[key].as_str().unwrap_or_default().to_owned();
    let number = |file: &Value, key: &str| file[key].as_u64().unwrap_or(0);
    let files = labels["files"].as_array().unwrap().iter();
    let label = |file: &Value| Label {
        name: text(file, "name"),
        state: text(file, "state"),
        codec: text(file, "codec"),
        rate: number(file, "rate") as u32,
        channels: number(file, "channels") as usize,
        samples: number(file, "samples"),
    };
    (files.map(label).collect(), labels["every_ms"].as_u64().unwrap(), labels["slice_ms"].as_u64().unwrap())
}

fn playable() -> impl Iterator<Item = Label> {
    labels().0.into_iter().filter(|label| label.samples > 0)
}

pub(super) fn opened(server: &Server) -> Box<dyn Decode> {
    let bytes = Bytes::new(server.source(), Leave::default());
    decode::open(&bytes, Purpose::Hear).unwrap_or_else(|stop| panic!("{stop:?}"))
}

/// All samples from a place on, by lanes, with holes as silence; at most so many frames.
fn decoded(decoder: &mut dyn Decode, from: u64, most: usize) -> Vec<f32> {
    let lanes = decoder.form().lanes;
    let mut all = Vec::new();
    let mut samples = Vec::new();
    while let Some(at) = decoder.next(&mut samples).unwrap() {
        let begin = (at - from) as usize * lanes;
        assert!(begin >= all.len(), "{begin} comes before {}", all.len());
        all.resize(begin, 0.0);
        all.append(&mut samples);
        if all.len() > most * lanes {
            break;
        }
    }
    all
}

/// The reference's slices: first frame and interleaved samples.
fn slices(label: &Label) -> Vec<(usize, Vec<f32>)> {
    let (_, every_ms, slice_ms) = labels();
    let frames = |ms: u64| (u64::from(label.rate) * ms / 1_000) as usize;
    let reference = fixture(&format!("{}.ref", label.name));
    let samples: Vec<f32> =
        reference.chunks_exact(2).map(|pair| f32::from(i16::from_le_bytes([pair[0], pair[1]])) / 32_768.0).collect();
    let slice = frames(slice_ms) * label.channels;
    samples.chunks(slice).enumerate().map(|(index, part)| (index * frames(every_ms), part.to_vec())).collect()
}

fn correlation(pairs: &[(f32, f32)]) -> f64 {
    let sum = |f: &dyn Fn(f64, f64) -> f64| pairs.iter().map(|(a, b)| f(f64::from(*a), f64::from(*b))).sum::<f64>();
    let (product, one, two) = (sum(&|a, b| a * b), sum(&|a, _| a * a), sum(&|_, b| b * b));
    if (one + two) / (pairs.len() as f64) < 1e-6 { 1.0 } else { product / (one * two).sqrt().max(1e-12) }
}

/// How like a stretch from `from` on is to the reference there.
fn likeness(label: &Label, from: u64, lanes: usize, all: &[f32]) -> f64 {
    let mut pairs = Vec::new();
    for (begin, slice) in slices(label) {
        let Some(begin) = begin.checked_sub(from as usize) else { continue };
        let Some(ours) = all.get(begin * lanes..begin * lanes + slice.len()) else { continue };
        pairs.extend(ours.iter().copied().zip(slice));
    }
    // Too little to compare is as bad as nothing alike.
    if pairs.len() > 300 { correlation(&pairs) } else { 0.0 }
}

#[test]
fn every_fixture_is_as_long_and_sounds_as_the_reference() {
    let mut wrong = Vec::new();
    for label in playable() {
        let server = Server::whole(fixture(&label.name));
        let mut decoder = opened(&server);
        let form = decoder.form().clone();
        if label.state == "whole" && form.codec != label.codec {
            wrong.push(format!("{} is {} instead of {}", label.name, form.codec, label.codec));
        }
        if (usize::from(form.channels), form.rate) != (label.channels, label.rate) {
            wrong.push(format!("{}: {form:?}", label.name));
            continue;
        }
        let all = decoded(&mut *decoder, 0, usize::MAX / 4);
        let frames = (all.len() / form.lanes) as u64;
        let off_ms = frames.abs_diff(label.samples) * 1_000 / u64::from(form.rate);
        let like = likeness(&label, 0, form.lanes, &all);
        // What was lost is silent in its place; ffmpeg leaves it out.
        let is_damaged = label.state == "damaged" && frames > label.samples && decoder.damage().faults > 0;
        if (off_ms > 50 || like < 0.99) && !is_damaged {
            wrong.push(format!("{}: {off_ms} ms off, {like:.4} like ({frames} {})", label.name, label.samples));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn seeks_land_where_they_should_forward_and_back() {
    let mut wrong = Vec::new();
    for label in playable().filter(|label| label.state == "whole") {
        for server in [Server::whole(fixture(&label.name)), Server::ranged(fixture(&label.name))] {
            let mut decoder = opened(&server);
            let lanes = decoder.form().lanes;
            for part in [0.5, 0.8, 0.1, 0.0] {
                let from = (label.samples as f64 * part) as u64;
                decoder.seek(from).unwrap();
                let all = decoded(&mut *decoder, from, label.rate as usize);
                let like = likeness(&label, from, lanes, &all);
                if like < 0.97 {
                    wrong.push(format!("{} at {part}: {like:.4}", label.name));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn any_beginning_of_any_fixture_ends_in_peace() {
    for label in labels().0 {
        let bytes = fixture(&label.name);
        for part in 0..24 {
            let length = bytes.len() * part / 24;
            let server = Server::whole(bytes[..length].to_vec());
            let bytes = Bytes::new(server.source(), Leave::default());
            let Ok(mut decoder) = decode::open(&bytes, Purpose::Measure) else { continue };
            let mut samples = Vec::new();
            while let Ok(Some(_)) = decoder.next(&mut samples) {
                samples.clear();
            }
        }
    }
}

#[test]
fn flipped_bytes_are_stepped_over() {
    let mut random = 12_345_u32;
    for label in playable() {
        let mut bytes = fixture(&label.name);
        for _ in 0..bytes.len() / 2_000 {
            random = random.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            let at = 4_096.min(bytes.len() / 2) + random as usize % (bytes.len() / 2);
            bytes[at.min(label.samples as usize)] ^= 0x55;
        }
        let bytes = Bytes::new(Server::whole(bytes).source(), Leave::default());
        let Ok(mut decoder) = decode::open(&bytes, Purpose::Hear) else { continue };
        let mut samples = Vec::new();
        while let Ok(Some(_)) = decoder.next(&mut samples) {
            assert!(samples.iter().all(|sample| sample.is_finite()), "{}", label.name);
            samples.clear();
        }
        _ = decoder.seek(u64::from(label.rate));
        _ = decoder.next(&mut samples);
    }
}

#[test]
fn what_is_no_recording_says_what_it_is() {
    for (name, expected) in
        [("page.html", "web page"), ("zero.ogg", "empty"), ("m4a-moov-missing.m4a", "table of contents")]
    {
        let bytes = Bytes::new(Server::whole(fixture(name)).source(), Leave::default());
        let Err(Stop::Failed(why, _)) = decode::open(&bytes, Purpose::Hear) else { panic!("{name} opens") };
        assert!(why.contains(expected) && why.ends_with('.'), "{name}: {why}");
    }
}
