//! The engines of an inbox in this process: listener and store on a folder of their own, with what they tell.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, sync_channel};
use std::time::Instant;

use call_inbox::app::Engines;
use call_inbox::bus::{Bus, Command, Event, ListenerState, Subscriber};
use tempfile::TempDir;

use super::program::{DEADLINE, folder};

/// Engines that run.
pub struct Running {
    engines: Engines,
    subscriber: Subscriber,
    woken: Receiver<()>,
    /// Where they listen.
    pub address: SocketAddr,
    folder: TempDir,
}

impl Running {
    /// Listening there.
    pub fn start(address: &str) -> Self {
        Self::start_in(folder(), address)
    }

    /// In a folder that may hold calls already.
    pub fn start_in(folder: TempDir, address: &str) -> Self {
        let bus = Bus::default();
        let (wake, woken) = sync_channel(1);
        let subscriber = bus.subscribe(Arc::new(move || _ = wake.try_send(())));
        let address: SocketAddr = address.parse().unwrap();
        let engines = Engines::start(folder.path(), Some(address), bus).unwrap();
        let mut running = Self { engines, subscriber, woken, address, folder };
        running.wait_until_listening();
        running
    }

    pub fn engines(&self) -> &Engines {
        &self.engines
    }

    pub fn command(&mut self, command: Command) {
        self.engines.command(command);
    }

    /// Waits for an event in which there is what is looked for.
    pub fn wait_for<T>(&self, mut wanted: impl FnMut(Event) -> Option<T>) -> T {
        let deadline = Instant::now() + DEADLINE;
        loop {
            match self.subscriber.next() {
                Some(event) => {
                    if let Some(found) = wanted(event) {
                        return found;
                    }
                }
                None => self.woken.recv_timeout(deadline.saturating_duration_since(Instant::now())).unwrap(),
            }
        }
    }

    /// The next event, waited for until then.
    pub fn next_event(&self, deadline: Instant) -> Option<Event> {
        loop {
            if let Some(event) = self.subscriber.next() {
                return Some(event);
            }
            self.woken.recv_timeout(deadline.checked_duration_since(Instant::now())?).ok()?;
        }
    }

    pub fn wait_until_listening(&mut self) {
        self.address = self.wait_for(|event| match event {
            Event::ListenerChanged(ListenerState::Listening { address }) => Some(address),
            _ => None,
        });
    }

    /// Ends them; what they kept.
    pub fn stop(self) -> TempDir {
        self.engines.stop();
        self.folder
    }
}
