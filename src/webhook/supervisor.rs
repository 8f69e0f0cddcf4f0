//! Keeps a station open at the wanted address: binds, probes, opens another when one has died, waits for a port that is
//! taken. Tells every change of health, once.

use std::io::{self, ErrorKind};
use std::net::SocketAddr;
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use super::port_holder;
use super::station::Station;
use super::{Ledger, ListenerConfig};
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
    pub(super) config: ListenerConfig,
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
    pub(super) fn run(self) {
        let mut wanted = self.config.address;
        let mut tries = 0;
        loop {
            let next = match Station::open(wanted, &self.config, &self.ledger, &self.clock, &self.trouble) {
                Ok(station) => {
                    // A port that was picked once is kept: senders know it.
                    wanted = station.address();
                    tries = 0;
                    self.watch(station)
                }
                Err(error) => {
                    self.tell_why_not(wanted, &error, tries);
                    tries += 1;
                    self.wait(BIND_AGAIN)
                }
            };
            match next {
                Some(Order::Listen(address)) => {
                    if address != wanted {
                        self.health.tell(ListenerState::Starting);
                    }
                    (wanted, tries) = (address, 0);
                }
                Some(Order::Stop) => return self.health.tell(ListenerState::Stopped),
                Some(Order::Look) | None => {}
            }
        }
    }

    /// Watches over a station until it has died or another order comes. The station is closed then.
    fn watch(&self, station: Station) -> Option<Order> {
        let mut missed = 0;
        let next = loop {
            match station.probe() {
                Ok(()) => {
                    missed = 0;
                    self.health.tell(ListenerState::Listening { address: station.address() });
                }
                Err(error) => {
                    missed += 1;
                    log::warn!("the listener did not answer our own question: {error}");
                    if missed >= PROBES_MISSED || station.has_ended() || error.kind() == ErrorKind::ConnectionRefused {
                        let reason = String::from("the listener no longer answered, it is started again");
                        self.health.tell(ListenerState::Failed { address: station.address(), reason });
                        break None;
                    }
                }
            }
            match self.wait(if missed == 0 { PROBE_EVERY } else { PROBE_AGAIN }) {
                Some(Order::Listen(address)) if address == station.address() => {}
                Some(Order::Look) | None => {}
                order => break order,
            }
        };
        station.close();
        next
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
            ErrorKind::AddrInUse if tries % LOOK_EVERY == 0 => {
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
