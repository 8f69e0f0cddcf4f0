//! The handle of the player: commands go in from any thread, events come out on the bus.

use std::io;
use std::path::PathBuf;
use std::sync::Arc;
use std::thread::JoinHandle;

use super::Library;
use super::engine::{Engine, Inbox};
use super::output::{Output, Speakers};
use super::scan::Scans;
use crate::bus::{Bus, PlayerCommand};
use crate::call::{Clock, Seq};

/// The running player. Idle, it has no device open and takes no processor time.
pub struct Player {
    inbox: Arc<Inbox>,
    scans: Scans,
    engine: Option<JoinHandle<()>>,
}

impl Player {
    /// Starts it, for the machine's own devices.
    pub fn start(library: Arc<dyn Library>, bus: Bus, clock: Clock, clips_folder: PathBuf) -> Self {
        Self::start_on(Box::new(|| Box::new(Speakers)), library, bus, clock, clips_folder)
    }

    /// Starts it for other outputs, made on its own thread: a test pulls the samples itself.
    pub fn start_on(
        output: Box<dyn FnOnce() -> Box<dyn Output> + Send>,
        library: Arc<dyn Library>,
        bus: Bus,
        clock: Clock,
        clips_folder: PathBuf,
    ) -> Self {
        let inbox = Arc::new(Inbox::default());
        let scans = Scans::new(Arc::clone(&library), bus.clone());
        let (commands, named) = (Arc::clone(&inbox), std::thread::Builder::new().name(String::from("audio-engine")));
        let begun: io::Result<JoinHandle<()>> =
            named.spawn(move || Engine::new(commands, library, bus, clock, clips_folder, output()).run());
        let engine = begun.inspect_err(|error| log::error!("nothing can be played: {error}")).ok();
        Self { inbox, scans, engine }
    }

    /// Has something done; what comes of it is told on the bus. Never waits.
    pub fn command(&self, command: PlayerCommand) {
        self.inbox.command(command);
    }

    /// Has the waveform, and what can be measured, of a recording found out that has arrived or is arriving; in the
    /// background. Known ones are told at once.
    pub fn scan(&self, seq: Seq) {
        self.scans.ask(seq);
    }

    /// Ends it.
    pub fn stop(mut self) {
        self.end();
    }

    fn end(&mut self) {
        self.scans.stop();
        self.inbox.stop();
        if let Some(engine) = self.engine.take()
            && engine.join().is_err()
        {
            log::error!("the player's thread panicked");
        }
    }
}

impl Drop for Player {
    fn drop(&mut self) {
        self.end();
    }
}
