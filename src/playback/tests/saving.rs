//! What playing costs of a slow link: bytes before the first sound, and for a seek, in half an hour of Opus.

use super::super::decode::checksum;
use super::decoding::opened;
use super::sources::{Server, fixture};

/// How often the fixture's call is repeated: 28 minutes in all.
const TIMES: u64 = 120;

/// A fixture again and again, then another one of the same length, their pages counted and timed on.
fn half_an_hour(first: &str, second: &str) -> Vec<u8> {
    let halves = [pages_of(first), pages_of(second)];
    let granule = |page: &[u8]| u64::from_le_bytes(page[6..14].try_into().unwrap());
    let serial: [u8; 4] = halves[0][0][14..18].try_into().unwrap();
    let mut all = halves[0][..2].concat();
    let (mut sequence, mut begin) = (2_u32, 0);
    for time in 0..TIMES {
        let sound = &halves[usize::from(time >= TIMES / 2)][2..];
        let length = granule(sound.last().unwrap()).next_multiple_of(960);
        for (number, page) in sound.iter().enumerate() {
            let mut page = page.clone();
            let is_end = number + 1 == sound.len();
            let end = if is_end { length } else { granule(&page) };
            page[5] = if is_end && time + 1 == TIMES { 4 } else { 0 };
            page[6..14].copy_from_slice(&(end + begin).to_le_bytes());
            page[14..18].copy_from_slice(&serial);
            page[18..22].copy_from_slice(&sequence.to_le_bytes());
            let sum = checksum(&page);
            page[22..26].copy_from_slice(&sum.to_le_bytes());
            all.extend(page);
            sequence += 1;
        }
        begin += length;
    }
    all
}

fn pages_of(name: &str) -> Vec<Vec<u8>> {
    let once = fixture(name);
    let mut pages: Vec<Vec<u8>> = Vec::new();
    let mut at = 0;
    while at < once.len() {
        let segments = usize::from(once[at + 26]);
        let body: usize = once[at + 27..at + 27 + segments].iter().map(|length| usize::from(*length)).sum();
        pages.push(once[at..at + 27 + segments + body].to_vec());
        at += 27 + segments + body;
    }
    pages
}

/// Where half of a call takes three times the bytes of the other, places are not where the average has them.
#[test]
fn a_seek_finds_its_place_where_the_rate_varies() {
    for names in [("opus-24k-voip.ogg", "opus-stereo.ogg"), ("opus-stereo.ogg", "opus-24k-voip.ogg")] {
        let server = Server::ranged(half_an_hour(names.0, names.1));
        let mut decoder = opened(&server);
        let mut samples = Vec::new();
        decoder.next(&mut samples).unwrap();
        for minute in [18, 5, 13, 15, 26, 1, 22] {
            let (before, jumps) = (server.taken(), server.jumps());
            decoder.seek(minute * 60 * 48_000).unwrap();
            samples.clear();
            let place = decoder.next(&mut samples).unwrap().unwrap();
            assert!(place.abs_diff(minute * 60 * 48_000) < 48 * 3, "{place}");
            let (bytes, jumps) = (server.taken() - before, server.jumps() - jumps);
            println!("{names:?}, minute {minute}: {bytes} bytes, {jumps} jumps");
            assert!(bytes <= 96 << 10 && jumps <= 6, "{names:?}, minute {minute}: {bytes} bytes, {jumps} jumps");
        }
    }
}

#[test]
fn the_first_sound_costs_one_page_and_a_seek_two_jumps() {
    let file = half_an_hour("opus-24k-voip.ogg", "opus-24k-voip.ogg");
    let (length, minutes) = (file.len() as u64, TIMES * 14_118 / 60_000);
    assert!(length > 3 << 20 && minutes == 28, "{length} bytes, {minutes} minutes");
    let server = Server::ranged(file);
    let mut decoder = opened(&server);
    let mut samples = Vec::new();
    while samples.len() < 4_800 {
        decoder.next(&mut samples).unwrap();
    }
    let first = server.taken();
    assert!(first <= 12 << 10, "{first} bytes before the first sound");
    for minute in [14, 3, 27, 20] {
        let (before, jumps) = (server.taken(), server.jumps());
        decoder.seek(minute * 60 * 48_000).unwrap();
        samples.clear();
        let place = decoder.next(&mut samples).unwrap().unwrap();
        assert!(place.abs_diff(minute * 60 * 48_000) < 48 * 3, "{place}");
        let (bytes, jumps) = (server.taken() - before, server.jumps() - jumps);
        println!("a seek to minute {minute}: {bytes} bytes, {jumps} jumps");
        assert!(bytes <= 24 << 10 && jumps <= 3, "minute {minute}: {bytes} bytes, {jumps} jumps");
    }
}
