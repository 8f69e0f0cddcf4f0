//! What playing costs of a slow link: bytes before the first sound, and for a seek, in half an hour of Opus.

use super::super::decode::checksum;
use super::decoding::opened;
use super::sources::{Server, fixture};

/// How often the fixture's call is repeated: 28 minutes in all.
const TIMES: u64 = 120;

/// The fixture again and again, its pages counted and timed on.
fn half_an_hour() -> Vec<u8> {
    let once = fixture("opus-24k-voip.ogg");
    let mut pages: Vec<Vec<u8>> = Vec::new();
    let mut at = 0;
    while at < once.len() {
        let segments = usize::from(once[at + 26]);
        let body: usize = once[at + 27..at + 27 + segments].iter().map(|length| usize::from(*length)).sum();
        pages.push(once[at..at + 27 + segments + body].to_vec());
        at += 27 + segments + body;
    }
    let granule = |page: &[u8]| u64::from_le_bytes(page[6..14].try_into().unwrap());
    let length = granule(pages.last().unwrap()).next_multiple_of(960);
    let (heads, sound) = pages.split_at(2);
    let mut all = heads.concat();
    for time in 0..TIMES {
        for (number, page) in sound.iter().enumerate() {
            let mut page = page.clone();
            let is_last = time + 1 == TIMES && number + 1 == sound.len();
            let end = if number + 1 == sound.len() { length } else { granule(&page) };
            page[5] = if is_last { 4 } else { 0 };
            page[6..14].copy_from_slice(&(end + time * length).to_le_bytes());
            let sequence = 2 + time as u32 * sound.len() as u32 + number as u32;
            page[18..22].copy_from_slice(&sequence.to_le_bytes());
            let sum = checksum(&page);
            page[22..26].copy_from_slice(&sum.to_le_bytes());
            all.extend(page);
        }
    }
    all
}

#[test]
fn the_first_sound_costs_one_page_and_a_seek_two_jumps() {
    let file = half_an_hour();
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
