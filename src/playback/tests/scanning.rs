//! Waveforms of the fixtures: lengths, sides, who spoke when, and recordings that are still arriving.

use std::sync::{Arc, Condvar, Mutex};
use std::time::{Duration, Instant};

use super::super::{Output, Player};
use super::sources::{Server, Shelf, fixture};
use crate::bus::{AudioDevice, Bus, Event};
use crate::call::{PEAK_MS, Peaks, Seq, Sound, UnixMillis};
use crate::playback::{Lost, MakeTap, Opened};

const PATIENCE: Duration = Duration::from_secs(20);

/// No device is opened for a waveform.
struct Silent;

impl Output for Silent {
    fn open(&mut self, _: Option<&str>, _: MakeTap<'_>, _: Lost) -> Result<Opened, String> {
        panic!("a device is opened")
    }

    fn devices(&mut self) -> Vec<AudioDevice> {
        Vec::new()
    }
}

/// Scans a recording and gives what was told, in order.
fn scan(server: &Server, meanwhile: impl Fn(usize)) -> (Vec<(Sound, Arc<Peaks>)>, Arc<Shelf>) {
    let shelf = Shelf::of(server.clone());
    let bus = Bus::default();
    let rung: Arc<(Mutex<bool>, Condvar)> = Arc::default();
    let bell = Arc::clone(&rung);
    let events = bus.subscribe(Arc::new(move || {
        *bell.0.lock().unwrap() = true;
        bell.1.notify_all();
    }));
    let clock = Arc::new(|| UnixMillis(0));
    let output = Box::new(|| -> Box<dyn Output> { Box::new(Silent) });
    let player = Player::start_on(output, shelf.clone(), bus, clock, std::path::PathBuf::new());
    player.scan(Seq(1));
    let begun = Instant::now();
    let mut told = Vec::new();
    loop {
        assert!(begun.elapsed() < PATIENCE, "it is not told: {:?}", shelf.faulty.lock().unwrap());
        meanwhile(told.len());
        while let Some(event) = events.next() {
            if let Event::SoundRead { sound, peaks, .. } = event {
                told.push((*sound, peaks));
            }
        }
        let is_over = told.last().is_some_and(|(_, peaks)| peaks.is_complete);
        if is_over || shelf.faulty.lock().unwrap().iter().any(|(_, is_readable, _)| !is_readable) {
            return (told, shelf);
        }
        let guard = rung.0.lock().unwrap();
        *rung.1.wait_timeout_while(guard, Duration::from_millis(50), |rung| !*rung).unwrap().0 = false;
    }
}

#[test]
fn a_call_with_two_sides_tells_who_spoke_when() {
    let (told, shelf) = scan(&Server::whole(fixture("opus-stereo.ogg")), |_| ());
    let (sound, peaks) = told.last().unwrap();
    assert_eq!((sound.duration_ms, sound.has_sides, sound.channels, &*sound.codec), (14_118, true, 2, "Opus in Ogg"));
    assert_eq!((peaks.lanes.len(), peaks.lanes[0].len()), (2, 14_118_usize.div_ceil(PEAK_MS as usize)));
    let talk = sound.talk.unwrap();
    // From the labels: left 500-2243, 4420-6308, 9008-10597, 11552-12397; right 2563-4180, 9977-10872, 12547-13668.
    assert!(talk.left_ms.abs_diff(6_065) < 900, "{talk:?}");
    assert!(talk.right_ms.abs_diff(3_633) < 700, "{talk:?}");
    assert!(talk.overlap_ms.abs_diff(620) < 300, "{talk:?}");
    assert!(talk.dead_air_ms.abs_diff(2_700) < 400 && talk.dead_air_ms == talk.longest_pause_ms, "{talk:?}");
    assert_eq!(shelf.kept.lock().unwrap().len(), 1);
    assert!(shelf.faulty.lock().unwrap().is_empty());
}

#[test]
fn the_same_on_both_sides_is_one_lane_and_one_channel_tells_no_talk() {
    for name in ["opus-dual-mono.ogg", "opus-mono.ogg", "silence-only.ogg"] {
        let (told, _) = scan(&Server::whole(fixture(name)), |_| ());
        let (sound, peaks) = told.last().unwrap();
        assert_eq!((sound.has_sides, sound.talk, peaks.lanes.len()), (false, None, 1), "{name}");
    }
}

#[test]
fn a_waveform_grows_while_its_recording_arrives_and_asks_for_nothing() {
    let server = Server::slow(fixture("wav-pcm16.wav"));
    let length = server.length();
    let (told, _) = scan(&server, |count| match count {
        0 => server.arrive(200 << 10),
        _ => {
            server.arrive(length);
            server.settle();
        }
    });
    assert!(told.len() >= 2 && !told[0].1.is_complete, "{}", told.len());
    assert!(told[0].1.lanes[0].len() < 60);
    assert_eq!(told.last().unwrap().0.duration_ms, 5_000);
}

#[test]
fn a_cut_recording_says_how_much_of_it_there_is() {
    for name in ["opus-cut.ogg", "mp3-cut.mp3", "wav-cut.wav", "m4a-cut.m4a"] {
        let (told, shelf) = scan(&Server::whole(fixture(name)), |_| ());
        let damage = told.last().unwrap().0.damage.clone().unwrap_or_default();
        assert!(damage.starts_with("The file ends in the middle; 0:0"), "{name}: {damage}");
        assert!(shelf.faulty.lock().unwrap()[0].1, "{name}");
    }
}

#[test]
fn what_is_no_recording_is_told_to_the_library_once() {
    let (told, shelf) = scan(&Server::whole(fixture("page.html")), |_| ());
    assert!(told.is_empty());
    assert_eq!(shelf.faulty.lock().unwrap().len(), 1);
}
