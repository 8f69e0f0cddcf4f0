//! The player on a device whose samples a test pulls: what is heard, and what is told about it.

use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, Condvar, Mutex};
use std::time::{Duration, Instant};

use super::super::{Lost, MakeTap, Opened, Output, Player, Tap};
use super::sources::{Server, Shelf, fixture};
use crate::bus::{AudioDevice, Bus, Event, PlayerCommand, PlayerState, PlayerStatus, SavePlace, Subscriber};
use crate::call::{Clock, Listening, Seq, Sides, UnixMillis};

/// How long anything may take before a test fails.
const PATIENCE: Duration = Duration::from_secs(20);
/// Frames that a device takes at once.
const BLOCK: usize = 480;

/// A device that hands its tap to the test.
struct Bench {
    rate: u32,
    opened: SyncSender<(Tap, Lost)>,
    is_there: Arc<Mutex<bool>>,
}

impl Output for Bench {
    fn open(&mut self, _device: Option<&str>, make: MakeTap<'_>, lost: Lost) -> Result<Opened, String> {
        if !*self.is_there.lock().unwrap() {
            return Err(String::from("There is no sound device."));
        }
        self.opened.send((make(self.rate, 2), lost)).unwrap();
        Ok(Opened { behind: 0, stream: Box::new(()) })
    }

    fn devices(&mut self) -> Vec<AudioDevice> {
        vec![AudioDevice { id: String::from("bench"), name: String::from("Bench") }]
    }
}

/// A player under test, its device, and what it tells.
struct Stage {
    player: Player,
    shelf: Arc<Shelf>,
    devices: Receiver<(Tap, Lost)>,
    tap: Option<(Tap, Lost)>,
    events: Subscriber,
    news: Arc<(Mutex<u64>, Condvar)>,
    now: Arc<Mutex<i64>>,
    is_there: Arc<Mutex<bool>>,
    clips: tempfile::TempDir,
    rate: u32,
}

impl Stage {
    fn new(server: &Server, rate: u32) -> Self {
        let shelf = Shelf::of(server.clone());
        let bus = Bus::default();
        let news: Arc<(Mutex<u64>, Condvar)> = Arc::default();
        let rung = Arc::clone(&news);
        let events = bus.subscribe(Arc::new(move || {
            *rung.0.lock().unwrap() += 1;
            rung.1.notify_all();
        }));
        let now = Arc::new(Mutex::new(0));
        let time = Arc::clone(&now);
        let clock: Clock = Arc::new(move || UnixMillis(*time.lock().unwrap()));
        let (opened, devices) = sync_channel(4);
        let is_there = Arc::new(Mutex::new(true));
        let clips = tempfile::tempdir().unwrap();
        let held = Arc::clone(&is_there);
        let output = Box::new(move || -> Box<dyn Output> { Box::new(Bench { rate, opened, is_there: held }) });
        let player = Player::start_on(output, shelf.clone(), bus, clock, clips.path().to_owned());
        Self { player, shelf, devices, tap: None, events, news, now, is_there, clips, rate }
    }

    fn play(&mut self, listening: Listening) {
        self.player.command(PlayerCommand::Play { seq: Seq(1), listening });
        self.take_device();
    }

    fn take_device(&mut self) {
        self.tap = Some(self.devices.recv_timeout(PATIENCE).unwrap());
    }

    /// Pulls so many frames; time passes accordingly. Silence that was not in the recording is waited out.
    fn pull(&mut self, frames: usize) -> Vec<[f32; 2]> {
        let (tap, _) = self.tap.as_mut().unwrap();
        let heard = (0..frames).map(|_| [tap.sample(), tap.sample()]).collect();
        *self.now.lock().unwrap() += (frames * 1_000) as i64 / i64::from(self.rate);
        heard
    }

    /// Pulls until something is heard, and gives what follows: so much in all, without the silence before it.
    fn hear(&mut self, frames: usize) -> Vec<[f32; 2]> {
        let begun = Instant::now();
        let mut heard: Vec<[f32; 2]> = Vec::new();
        while heard.len() < frames {
            assert!(begun.elapsed() < PATIENCE, "nothing is heard: {} frames", heard.len());
            if self.tap.as_ref().unwrap().0.ready() < BLOCK {
                // A device in real time would not be there yet.
                std::thread::yield_now();
                continue;
            }
            let block = self.pull(BLOCK);
            let is_silent = block.iter().all(|frame| *frame == [0.0; 2]);
            if is_silent {
                // The decoding thread has not got there.
                std::thread::yield_now();
                continue;
            }
            heard.extend(block);
        }
        heard
    }

    /// The first state that is so.
    fn wait(&self, what: &str, is_so: impl Fn(&PlayerState) -> bool) -> PlayerState {
        self.wait_event(what, |event| match event {
            Event::PlayerChanged(state) if is_so(&state) => Some(*state),
            _ => None,
        })
    }

    fn wait_event<T>(&self, what: &str, pick: impl Fn(Event) -> Option<T>) -> T {
        let begun = Instant::now();
        let mut last = None;
        loop {
            let seen = *self.news.0.lock().unwrap();
            while let Some(event) = self.events.next() {
                if let Event::PlayerChanged(state) = &event {
                    last = Some(state.clone());
                }
                if let Some(found) = pick(event) {
                    return found;
                }
            }
            let left = PATIENCE.checked_sub(begun.elapsed()).unwrap_or_else(|| panic!("never {what}: {last:?}"));
            let news = self.news.0.lock().unwrap();
            drop(self.news.1.wait_timeout_while(news, left, |count| *count == seen).unwrap());
        }
    }
}

fn hertz(frames: &[[f32; 2]], rate: u32) -> f32 {
    let crossings: Vec<f32> = frames
        .windows(2)
        .enumerate()
        .filter(|(_, pair)| pair[0][0] < 0.0 && pair[1][0] >= 0.0)
        .map(|(at, pair)| at as f32 + pair[0][0] / (pair[0][0] - pair[1][0]))
        .collect();
    (crossings.len() - 1) as f32 * rate as f32 / (crossings[crossings.len() - 1] - crossings[0])
}

fn largest_step(frames: &[[f32; 2]]) -> f32 {
    frames.windows(2).map(|pair| (pair[1][0] - pair[0][0]).abs()).fold(0.0, f32::max)
}

/// A tone as WAV, of one lane.
fn tone(seconds: usize) -> Vec<u8> {
    let spec = hound::WavSpec {
        channels: 1,
        sample_rate: 16_000,
        bits_per_sample: 16,
        sample_format: hound::SampleFormat::Int,
    };
    let mut file = std::io::Cursor::new(Vec::new());
    let mut wav = hound::WavWriter::new(&mut file, spec).unwrap();
    for at in 0..16_000 * seconds {
        let phase = at as f32 * 440.0 / 16_000.0 * std::f32::consts::TAU;
        wav.write_sample((phase.sin() * 12_000.0) as i16).unwrap();
    }
    wav.finalize().unwrap();
    file.into_inner()
}

#[test]
fn a_recording_plays_from_where_it_was_left_to_its_end() {
    let mut stage = Stage::new(&Server::whole(fixture("opus-stereo.ogg")), 44_100);
    stage.play(Listening { position_ms: 12_000, ..Listening::default() });
    stage.hear(4_410);
    let state = stage.wait("playing", |state| state.status == PlayerStatus::Playing);
    assert!((12_000..12_400).contains(&state.position_ms), "{state:?}");
    let begun = Instant::now();
    loop {
        stage.pull(441);
        std::thread::yield_now();
        assert!(begun.elapsed() < PATIENCE);
        if let Some(Event::PlayerChanged(state)) = stage.events.next()
            && state.status == PlayerStatus::Ended
        {
            assert_eq!((state.position_ms, state.duration_ms, state.trouble), (14_118, Some(14_118), None));
            return;
        }
    }
}

#[test]
fn a_tone_keeps_its_pitch_at_every_speed_without_clicks() {
    let mut stage = Stage::new(&Server::whole(tone(60)), 48_000);
    stage.play(Listening::default());
    let step = largest_step(&stage.hear(24_000));
    for speed in [0.75, 1.5, 2.0, 1.0, 3.0, 0.5] {
        stage.player.command(PlayerCommand::SetSpeed(speed));
        stage.wait("that fast", |state| state.speed == speed);
        // The ring is played out, through the change.
        let heard = stage.hear(40_000);
        assert!(largest_step(&heard) < step * 1.35, "a click at {speed}: {} {step}", largest_step(&heard));
        let tone = hertz(&heard[20_000..], 48_000);
        assert!((tone - 440.0).abs() < 4.4, "{tone} Hz at {speed}");
    }
}

#[test]
fn seeks_pauses_and_loudness_do_not_click() {
    let mut stage = Stage::new(&Server::whole(tone(60)), 16_000);
    stage.play(Listening::default());
    let step = largest_step(&stage.hear(8_000)[200..]);
    let mut heard = Vec::new();
    for position_ms in [30_000, 5_000, 59_000, 100] {
        stage.player.command(PlayerCommand::Seek { position_ms });
        stage.wait("there", |state| state.position_ms.abs_diff(position_ms) < 300);
        heard.extend(stage.pull(800));
        heard.extend(stage.hear(4_000));
    }
    for command in
        [PlayerCommand::Pause, PlayerCommand::Resume, PlayerCommand::SetVolume(0.2), PlayerCommand::SetMuted(true)]
    {
        stage.player.command(command);
        stage.wait("changed", |_| true);
        heard.extend(stage.pull(1_600));
    }
    // A fade of 5 ms at full level adds 1/80 of it to a step.
    assert!(largest_step(&heard) < step * 1.25, "{} {step}", largest_step(&heard));
}

#[test]
fn first_sound_and_a_seek_cost_few_bytes_of_a_ranged_server() {
    let server = Server::ranged(fixture("opus-24k-voip.ogg"));
    let mut stage = Stage::new(&server, 48_000);
    stage.play(Listening::default());
    stage.hear(BLOCK);
    let first = server.taken();
    assert!(first <= 16 << 10, "{first} bytes before the first sound");
    stage.player.command(PlayerCommand::Seek { position_ms: 7_000 });
    stage.wait("there", |state| state.position_ms >= 7_000);
    stage.hear(BLOCK);
}

#[test]
fn what_has_not_arrived_runs_dry_and_goes_on_by_itself() {
    let server = Server::slow(fixture("opus-stereo.ogg"));
    let mut stage = Stage::new(&server, 48_000);
    server.arrive(server.length() / 4);
    stage.play(Listening::default());
    stage.hear(48_000);
    let begun = Instant::now();
    let state = loop {
        stage.pull(BLOCK);
        std::thread::yield_now();
        assert!(begun.elapsed() < PATIENCE);
        if let Some(Event::PlayerChanged(state)) = stage.events.next()
            && state.status == PlayerStatus::RunningDry
            && state.position_ms > 2_000
        {
            break state;
        }
    };
    assert!((2_000..7_000).contains(&state.position_ms), "{state:?}");
    server.arrive(server.length());
    server.settle();
    stage.hear(48_000);
    stage.wait("going on", |state| state.status == PlayerStatus::Playing);
}

#[test]
fn a_seek_ahead_of_what_has_arrived_waits_for_it_and_another_seek_does_not() {
    let server = Server::slow(fixture("mp3-cbr.mp3"));
    let mut stage = Stage::new(&server, 48_000);
    server.arrive(server.length() / 3);
    stage.play(Listening::default());
    stage.hear(BLOCK);
    stage.player.command(PlayerCommand::Seek { position_ms: 4_000 });
    let state = stage.wait("opening", |state| state.position_ms == 4_000);
    assert_eq!(state.status, PlayerStatus::Opening);
    stage.player.command(PlayerCommand::Seek { position_ms: 800 });
    stage.wait("back", |state| state.position_ms < 1_500);
    stage.pull(BLOCK);
    stage.hear(BLOCK);
    stage.player.command(PlayerCommand::Seek { position_ms: 4_000 });
    stage.wait("opening", |state| state.position_ms == 4_000);
    server.arrive(server.length());
    server.settle();
    stage.pull(BLOCK * 4);
    stage.hear(BLOCK * 20);
    let state = stage.wait("there", |state| state.status == PlayerStatus::Playing && state.position_ms >= 4_000);
    assert!(state.position_ms < 4_600, "{state:?}");
}

#[test]
fn a_connection_that_breaks_plays_what_came_and_says_so() {
    let server = Server::slow(fixture("opus-stereo.ogg"));
    server.arrive(server.length() / 2);
    server.settle();
    let mut stage = Stage::new(&server, 48_000);
    stage.play(Listening { position_ms: 5_000, ..Listening::default() });
    let begun = Instant::now();
    loop {
        stage.pull(BLOCK);
        std::thread::yield_now();
        assert!(begun.elapsed() < PATIENCE);
        if let Some(Event::PlayerChanged(state)) = stage.events.next()
            && state.status == PlayerStatus::Ended
        {
            assert!(state.trouble.as_ref().is_some_and(|why| why.starts_with("Only 0:0")), "{state:?}");
            return;
        }
    }
}

#[test]
fn a_stretch_is_repeated_without_a_gap() {
    let mut stage = Stage::new(&Server::whole(tone(20)), 16_000);
    stage.play(Listening::default());
    stage.hear(1_600);
    stage.player.command(PlayerCommand::SetLoop(Some((5_000, 5_500))));
    stage.wait("looped", |state| state.looped.is_some());
    stage.pull(BLOCK);
    let heard = stage.hear(40_000);
    let quiet = heard[800..].chunks(160).filter(|part| part.iter().all(|frame| frame[0].abs() < 0.02)).count();
    assert_eq!(quiet, 0, "a gap of 10 ms");
    let state = stage.wait("a position", |state| state.status == PlayerStatus::Playing);
    assert!((5_000..=5_500).contains(&state.position_ms), "{state:?}");
}

#[test]
fn sides_are_heard_as_they_are_chosen() {
    let mut stage = Stage::new(&Server::whole(fixture("opus-stereo.ogg")), 48_000);
    // The agent speaks, on the left alone.
    stage.play(Listening { position_ms: 700, sides: Sides::Swapped, ..Listening::default() });
    let power = |heard: &[[f32; 2]], side: usize| heard.iter().map(|frame| frame[side] * frame[side]).sum::<f32>();
    let heard = stage.hear(24_000);
    assert!(power(&heard, 1) > 20.0 * power(&heard, 0), "{} {}", power(&heard, 0), power(&heard, 1));
    stage.player.command(PlayerCommand::SetSides(Sides::Left));
    stage.wait("left", |state| state.sides == Sides::Left);
    stage.player.command(PlayerCommand::Seek { position_ms: 700 });
    stage.wait("there", |state| state.position_ms < 1_100);
    stage.pull(BLOCK * 4);
    let heard = stage.hear(24_000);
    assert!(heard[4_800..].iter().all(|frame| frame[0] == frame[1]));
}

#[test]
fn a_lost_device_is_replaced_where_it_was_and_without_one_it_says_so() {
    let mut stage = Stage::new(&Server::whole(tone(60)), 16_000);
    stage.play(Listening { position_ms: 20_000, ..Listening::default() });
    stage.hear(8_000);
    let at = stage.wait("playing", |state| state.status == PlayerStatus::Playing).position_ms;
    let (_, lost) = stage.tap.take().unwrap();
    lost();
    stage.take_device();
    stage.hear(1_600);
    let state = stage.wait("told", |state| state.trouble.is_some() && state.status == PlayerStatus::Playing);
    assert!(state.position_ms >= at && state.position_ms < at + 2_000, "{state:?} {at}");
    *stage.is_there.lock().unwrap() = false;
    let (_, lost) = stage.tap.take().unwrap();
    lost();
    let state = stage.wait("failed", |state| state.status == PlayerStatus::Failed);
    assert_eq!(state.trouble.as_deref(), Some("There is no sound device."));
    *stage.is_there.lock().unwrap() = true;
    stage.player.command(PlayerCommand::Resume);
    stage.take_device();
    stage.hear(1_600);
    let state = stage.wait("playing", |state| state.status == PlayerStatus::Playing);
    assert!(state.position_ms >= at, "{state:?}");
}

#[test]
fn what_can_not_be_played_fails_in_a_sentence_and_tells_the_library() {
    let mut stage = Stage::new(&Server::whole(fixture("page.html")), 48_000);
    stage.play(Listening::default());
    let state = stage.wait("failed", |state| state.status == PlayerStatus::Failed);
    assert!(state.trouble.as_ref().unwrap().contains("web page"), "{state:?}");
    let faulty = stage.shelf.faulty.lock().unwrap();
    assert_eq!((faulty[0].0, faulty[0].1), (Seq(1), false));
}

#[test]
fn silence_is_passed_over_and_counted() {
    let mut stage = Stage::new(&Server::whole(fixture("opus-stereo.ogg")), 48_000);
    stage.player.command(PlayerCommand::SetSkipSilence(true));
    stage.play(Listening { position_ms: 6_000, ..Listening::default() });
    let begun = Instant::now();
    let state = loop {
        stage.pull(BLOCK);
        std::thread::yield_now();
        assert!(begun.elapsed() < PATIENCE);
        if let Some(Event::PlayerChanged(state)) = stage.events.next()
            && state.status == PlayerStatus::Ended
        {
            break state;
        }
    };
    // From 6.3 to 9.0 nobody speaks; the other pauses are shorter than what is kept.
    assert!((2_000..4_000).contains(&state.skipped_ms), "{state:?}");
}

#[test]
fn a_clip_is_the_stretch_and_nothing_else() {
    let stage = Stage::new(&Server::whole(fixture("opus-stereo.ogg")), 48_000);
    let (file_name, place) = (String::from("John/Smith"), SavePlace::Usual);
    stage.player.command(PlayerCommand::SaveClip { seq: Seq(1), from_ms: 1_000, to_ms: 3_500, file_name, place });
    let path = stage.wait_event("saved", |event| match event {
        Event::ClipSaved { path } => Some(path),
        Event::CommandFailed { why, .. } => panic!("{why}"),
        _ => None,
    });
    let wav = hound::WavReader::open(&path).unwrap();
    assert_eq!((wav.duration(), wav.spec().sample_rate, wav.spec().channels), (120_000, 48_000, 2));
    assert_eq!(std::path::Path::new(&path), stage.clips.path().join("John-Smith.wav"));

    // Where a person says, in the place of what is there: they were asked.
    let chosen = stage.clips.path().join("mine.wav");
    std::fs::write(&chosen, "older").unwrap();
    let (file_name, place) = (String::new(), SavePlace::At(chosen.clone()));
    stage.player.command(PlayerCommand::SaveClip { seq: Seq(1), from_ms: 0, to_ms: 500, file_name, place });
    let path = stage.wait_event("saved there", |event| match event {
        Event::ClipSaved { path } => Some(path),
        _ => None,
    });
    assert_eq!(path, chosen.display().to_string());
    assert_eq!(hound::WavReader::open(&chosen).unwrap().duration(), 24_000);
    assert_eq!(std::fs::read_dir(stage.clips.path()).unwrap().count(), 2);
}

#[test]
fn the_length_is_learnt_soon_after_sound_began() {
    for (name, duration_ms) in
        [("opus-stereo.ogg", 14_118), ("vorbis.ogg", 5_000), ("mp3-vbr.mp3", 5_000), ("flac-in-ogg.ogg", 5_000)]
    {
        let mut stage = Stage::new(&Server::whole(fixture(name)), 48_000);
        stage.play(Listening::default());
        stage.hear(BLOCK);
        let state = stage.wait(name, |state| state.duration_ms.is_some());
        assert_eq!(state.duration_ms, Some(duration_ms), "{name}");
    }
}

#[test]
fn devices_are_listed() {
    let stage = Stage::new(&Server::whole(Vec::new()), 48_000);
    stage.player.command(PlayerCommand::FindDevices);
    let devices = stage.wait_event("devices", |event| match event {
        Event::DevicesFound(devices) => Some(devices),
        _ => None,
    });
    assert_eq!(devices[0].name, "Bench");
}
