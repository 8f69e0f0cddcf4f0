//! Keeps a station open at the wanted address: binds, probes, opens another when one has died, waits for a port that is
//! taken. Tells every change of health, once.

use std::io::{self, ErrorKind};
use std::net::SocketAddr;
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

use super::Ledger;
use super::limits::Limits;
use super::listener::Chosen;
use super::port_holder;
use super::station::Station;
use crate::bus::{Bus, Event, ListenerState};
use crate::call::Clock;

/// How often a healthy station is probed.
const PROBE_EVERY: Duration = Duration::from_secs(5);

/// How soon a probe that failed is repeated.
const PROBE_AGAIN: Duration = Duration::from_millis(500);

/// How many probes in a row must fail before the station is given up: a store that hangs for some seconds is no reason
/// to drop the senders that wait for it.
const PROBES_MISSED: u32 = 5;

/// How soon binding is tried again.
const BIND_AGAIN: Duration = Duration::from_secs(2);

/// Every how many tries it is looked again for who has the port; looking goes through all processes.
const LOOK_EVERY: u32 = 5;

/// What the supervisor is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Order {
    /// Listen there from now on; or look at once whether it works, if we already do.
    Listen(SocketAddr),
    /// Something seems to have died.
    Look,
    /// End.
    Stop,
}

/// The supervisor's thread's own.
pub(super) struct Supervisor {
    pub(super) orders: Receiver<Order>,
    /// Where to listen; the same with the picked port, once one was picked.
    pub(super) wanted: SocketAddr,
    pub(super) limits: Limits,
    pub(super) chosen: Chosen,
    pub(super) ledger: Arc<dyn Ledger>,
    pub(super) clock: Clock,
    pub(super) health: Health,
    /// Sends [`Order::Look`].
    pub(super) trouble: Arc<dyn Fn() + Send + Sync>,
}

/// The state that everyone sees.
#[derive(Clone)]
pub(super) struct Health {
    pub(super) state: Arc<Mutex<ListenerState>>,
    pub(super) bus: Bus,
}

impl Health {
    pub(super) fn now(&self) -> ListenerState {
        self.state.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Tells a state, unless it is what everyone knows.
    pub(super) fn tell(&self, state: ListenerState) {
        let mut known = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        if *known != state {
            log::info!("listener: {state:?}");
            *known = state.clone();
            drop(known);
            self.bus.publish(&Event::ListenerChanged(state));
        }
    }
}

impl Supervisor {
    /// Runs until it is told to stop.
    pub(super) fn run(mut self) {
        let mut tries = 0;
        let mut before = None;
        let mut leaving = Vec::new();
        loop {
            let opened = self.open(before.as_ref());
            // Whoever is inside there is answered while others already come in here.
            leaving.extend(before.take().and_then(retire));
            leaving.retain(|thread: &JoinHandle<()>| !thread.is_finished());
            let next = match opened {
                Ok(station) => {
                    // A port that was picked once is kept: senders know it.
                    self.wanted = station.address();
                    tries = 0;
                    let order = self.watch(&station);
                    match order {
                        Some(Order::Listen(_)) => before = Some(station),
                        _ => station.close(),
                    }
                    order
                }
                Err(error) => {
                    self.tell_why_not(self.wanted, &error, tries);
                    tries += 1;
                    self.wait(BIND_AGAIN)
                }
            };
            match next {
                Some(Order::Listen(address)) => {
                    // Told even if nothing comes of it: whoever asked waits for a word.
                    self.health.tell(ListenerState::Starting);
                    (self.wanted, tries) = (address, 0);
                }
                Some(Order::Stop) => break,
                Some(Order::Look) | None => {}
            }
        }
        for thread in leaving {
            _ = thread.join();
        }
        self.health.tell(ListenerState::Stopped);
    }

    /// Opens a station where it is wanted. The one before goes on letting senders in until then, or, if it is in the way
    /// (another address of the same port), until a moment before.
    fn open(&self, before: Option<&Station>) -> io::Result<Station> {
        let open = || Station::open(self.wanted, &self.chosen, self.limits, &self.ledger, &self.clock, &self.trouble);
        match (open(), before) {
            (Err(error), Some(before))
                if error.kind() == ErrorKind::AddrInUse && before.address().port() == self.wanted.port() =>
            {
                before.give_up_address();
                open()
            }
            (opened, _) => opened,
        }
    }

    /// Watches over a station until it has died or another order comes.
    fn watch(&self, station: &Station) -> Option<Order> {
        let mut missed = 0;
        loop {
            match station.probe() {
                Ok(()) => {
                    missed = 0;
                    self.health.tell(ListenerState::Listening { address: station.address() });
                }
                Err(error) => {
                    missed += 1;
                    log::warn!("the listener did not answer our own question: {error}");
                    let is_gone = matches!(error.kind(), ErrorKind::ConnectionRefused | ErrorKind::NotFound);
                    if missed >= PROBES_MISSED || station.has_ended() || is_gone {
                        let reason = String::from("the listener no longer answered, it is started again");
                        self.health.tell(ListenerState::Failed { address: station.address(), reason });
                        return None;
                    }
                }
            }
            match self.wait(if missed == 0 { PROBE_EVERY } else { PROBE_AGAIN }) {
                Some(Order::Listen(address)) if address == station.address() => {}
                Some(Order::Look) | None => {}
                order => return order,
            }
        }
    }

    /// The next order within a time. A supervisor nobody can talk to any more stops.
    fn wait(&self, time: Duration) -> Option<Order> {
        match self.orders.recv_timeout(time) {
            Ok(order) => Some(order),
            Err(RecvTimeoutError::Timeout) => None,
            Err(RecvTimeoutError::Disconnected) => Some(Order::Stop),
        }
    }

    fn tell_why_not(&self, address: SocketAddr, error: &io::Error, tries: u32) {
        let state = match error.kind() {
            ErrorKind::AddrInUse if tries.is_multiple_of(LOOK_EVERY) => {
                let (holder, offer) = (port_holder::holder(address), port_holder::offer(address));
                ListenerState::PortTaken { address, holder, offer }
            }
            ErrorKind::AddrInUse => return,
            ErrorKind::PermissionDenied => {
                let port = address.port();
                let reason = format!("the system does not allow this program to listen at port {port}");
                ListenerState::Failed { address, reason }
            }
            ErrorKind::AddrNotAvailable => {
                let reason = format!("this machine does not have the address {}", address.ip());
                ListenerState::Failed { address, reason }
            }
            _ => ListenerState::Failed { address, reason: error.to_string() },
        };
        self.health.tell(state);
    }
}

/// Closes a station on a thread of its own.
fn retire(station: Station) -> Option<JoinHandle<()>> {
    station.give_up_address();
    let thread = std::thread::Builder::new().name(String::from("webhook-drain")).spawn(move || station.close());
    // Without a thread the station was dropped with the attempt: its address is free all the same.
    thread.inspect_err(|error| log::warn!("senders at the old address are left unanswered: {error}")).ok()
}
