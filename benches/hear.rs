//! Plays a file on the real device and says what it cost: `cargo bench --bench hear -- FILE ACTION...`, where an action is
//! `wait=SECONDS`, `seek=SECONDS`, `speed=FACTOR`, `pause`, `resume`, `skip` (silence), or alone `peaks`.

#![expect(clippy::print_stdout, reason = "a bench prints")]

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, RecvTimeoutError, sync_channel};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use call_inbox::bus::{Bus, Event, PlayerCommand, PlayerState, PlayerStatus, Subscriber};
use call_inbox::call::{Listening, Peaks, Seq, Sound, UnixMillis};
use call_inbox::playback::{ByteSource, Library, Player};

/// A file on disk as a recording.
struct Disk(PathBuf);

struct Whole(File, u64);

impl Read for Whole {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.0.read(buffer)
    }
}

impl Seek for Whole {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.0.seek(to)
    }
}

impl ByteSource for Whole {
    fn total_bytes(&self) -> Option<u64> {
        Some(self.1)
    }

    fn can_jump(&self) -> Option<bool> {
        Some(true)
    }

    fn ready_bytes(&self, from: u64) -> u64 {
        self.1.saturating_sub(from)
    }

    fn is_settled(&self) -> bool {
        true
    }
}

impl Library for Disk {
    fn open(&self, _: Seq) -> Result<Box<dyn ByteSource>, String> {
        let file = File::open(&self.0).map_err(|error| error.to_string())?;
        let length = file.metadata().map_err(|error| error.to_string())?.len();
        Ok(Box::new(Whole(file, length)))
    }

    fn sound(&self, _: Seq) -> Option<(Sound, Arc<Peaks>)> {
        None
    }

    fn keep_sound(&self, _: Seq, _: &Sound, _: &Arc<Peaks>) {}

    fn found_faulty(&self, _: Seq, is_readable: bool, why: &str) {
        println!("faulty, readable: {is_readable}: {why}");
    }
}

/// What the player tells, as it comes.
struct Ear {
    events: Subscriber,
    rung: Receiver<()>,
    begun: Instant,
}

impl Ear {
    /// Listens until the deadline, or until something is so.
    fn listen(&self, time: Duration, mut until: impl FnMut(&Event) -> bool) -> bool {
        let deadline = Instant::now() + time;
        loop {
            while let Some(event) = self.events.next() {
                if until(&event) {
                    return true;
                }
            }
            let left = deadline.saturating_duration_since(Instant::now());
            if self.rung.recv_timeout(left) == Err(RecvTimeoutError::Timeout) {
                return false;
            }
        }
    }

    fn state(&self, what: &str, is_so: impl Fn(&PlayerState) -> bool) {
        let is_there = self.listen(Duration::from_secs(20), |event| match event {
            Event::PlayerChanged(state) => is_so(state),
            _ => false,
        });
        println!("{:8.3} s  {what}{}", self.begun.elapsed().as_secs_f64(), if is_there { "" } else { ": NEVER" });
    }
}

/// Seconds of processor time that this process took.
fn processor_secs() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields: Vec<&str> = stat.rsplit(')').next().unwrap_or_default().split_whitespace().collect();
    let ticks = |at: usize| fields.get(at).and_then(|field| field.parse::<f64>().ok()).unwrap_or(0.0);
    (ticks(11) + ticks(12)) / 100.0
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    let Some((file, actions)) = arguments.split_first() else {
        println!("hear: no file is given, nothing is played");
        return;
    };
    let bus = Bus::default();
    let (ring, rung) = sync_channel(1);
    let ring = Mutex::new(ring);
    let events = bus.subscribe(Arc::new(move || {
        _ = ring.lock().map(|ring| ring.try_send(()));
    }));
    let clock = Arc::new(|| {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        UnixMillis(i64::try_from(since.as_millis()).unwrap_or(0))
    });
    let ear = Ear { events, rung, begun: Instant::now() };
    let player = Player::start(Arc::new(Disk(PathBuf::from(file))), bus, clock, PathBuf::from("."));
    let seq = Seq(1);
    if actions.iter().any(|action| action == "peaks") {
        player.scan(seq);
        let is_done = ear.listen(Duration::from_secs(600), |event| match event {
            Event::SoundRead { sound, peaks, .. } if peaks.is_complete => {
                println!("{} columns; {sound:?}", peaks.is_speech.len());
                true
            }
            _ => false,
        });
        println!(
            "peaks, done: {is_done}: {:.2} s, {:.2} s of processor",
            ear.begun.elapsed().as_secs_f64(),
            processor_secs()
        );
        return;
    }
    player.command(PlayerCommand::Play { seq, listening: Listening::default() });
    ear.state("playing", |state| state.status == PlayerStatus::Playing);
    for action in actions {
        let (name, value) = action.split_once('=').unwrap_or((action, ""));
        let number: f32 = value.parse().unwrap_or(0.0);
        match name {
            "seek" => {
                let position_ms = (number * 1_000.0) as u64;
                player.command(PlayerCommand::Seek { position_ms });
                ear.state("there", |state| {
                    state.status == PlayerStatus::Playing && state.position_ms.abs_diff(position_ms) < 1_000
                });
            }
            "speed" => {
                player.command(PlayerCommand::SetSpeed(number));
                ear.state(action, |state| state.speed == number);
            }
            "pause" => player.command(PlayerCommand::Pause),
            "resume" => player.command(PlayerCommand::Resume),
            "skip" => player.command(PlayerCommand::SetSkipSilence(true)),
            _ => {
                let before = processor_secs();
                let mut trouble = None;
                ear.listen(Duration::from_secs_f32(number.max(0.0)), |event| {
                    if let Event::PlayerChanged(state) = event
                        && state.status == PlayerStatus::RunningDry
                    {
                        println!("{:8.3} s  RUNNING DRY", ear.begun.elapsed().as_secs_f64());
                    }
                    if let Event::PlayerChanged(state) = event
                        && state.trouble != trouble
                    {
                        trouble.clone_from(&state.trouble);
                        println!("{:8.3} s  {:?}: {trouble:?}", ear.begun.elapsed().as_secs_f64(), state.status);
                    }
                    false
                });
                println!(
                    "{:8.3} s  {action}: {:.2} s of processor",
                    ear.begun.elapsed().as_secs_f64(),
                    processor_secs() - before
                );
            }
        }
    }
    player.stop();
}
