//! The listener as the rest of the program sees it: started at once, told where to listen, stopped gently.

use std::net::SocketAddr;
use std::sync::mpsc::{self, SyncSender};
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::thread::JoinHandle;

use super::limits::Limits;
use super::rehearsal::{Dice, Rehearsing};
use super::supervisor::{Health, Order, Supervisor};
use super::{Ledger, Terms};
use crate::bus::{Bus, ListenerState};
use crate::call::Clock;
use crate::traffic::Rehearsal;

/// Orders waiting for the supervisor, which reads them at least every few seconds; hints that something died come on top.
const ORDERS_WAITING: usize = 16;

/// How the listener is set up.
#[derive(Debug, Clone)]
pub struct ListenerConfig {
    /// Where to listen; port 0 picks a free one.
    pub address: SocketAddr,
    /// What is asked of senders.
    pub terms: Terms,
    /// What senders may take.
    pub limits: Limits,
}

/// What was chosen and holds now, changed while the listener runs.
pub(super) struct Current<T>(Arc<RwLock<Arc<T>>>);

impl<T> Current<T> {
    fn new(first: T) -> Self {
        Self(Arc::new(RwLock::new(Arc::new(first))))
    }

    pub(super) fn now(&self) -> Arc<T> {
        Arc::clone(&self.0.read().unwrap_or_else(PoisonError::into_inner))
    }

    fn replace(&self, next: T) {
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(next);
    }
}

impl<T> Clone for Current<T> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

/// What holds now, for all who judge and answer requests.
#[derive(Clone)]
pub(super) struct Chosen {
    /// What is asked of senders.
    pub(super) terms: Current<Terms>,
    /// How answers are altered on purpose, if they are.
    pub(super) rehearsing: Current<Option<Rehearsing>>,
}

/// A running listener. Dropped, it stops without waiting for requests in hand.
pub struct Listener {
    orders: SyncSender<Order>,
    chosen: Chosen,
    health: Health,
    thread: Option<JoinHandle<()>>,
}

impl Listener {
    /// Starts listening and returns at once; [`crate::bus::Event::ListenerChanged`] tells how it goes.
    pub fn start(config: ListenerConfig, ledger: Arc<dyn Ledger>, clock: Clock, bus: Bus) -> Self {
        let (orders, to_supervisor) = mpsc::sync_channel(ORDERS_WAITING);
        let health = Health { state: Arc::new(Mutex::new(ListenerState::Starting)), bus };
        let to_look = orders.clone();
        // A hint that finds no room is not needed: the supervisor will look anyway.
        let trouble = Arc::new(move || _ = to_look.try_send(Order::Look));
        let address = config.address;
        // Off at every start: nobody shall be answered otherwise by a choice that was forgotten.
        let chosen = Chosen { terms: Current::new(config.terms), rehearsing: Current::new(None) };
        let supervisor = Supervisor {
            orders: to_supervisor,
            wanted: address,
            limits: config.limits,
            chosen: chosen.clone(),
            ledger,
            clock,
            health: health.clone(),
            trouble,
        };
        let thread = std::thread::Builder::new()
            .name(String::from("webhook-supervisor"))
            .spawn(move || supervisor.run())
            .map_err(|e| {
                health.tell(ListenerState::Failed { address, reason: format!("no thread could be had: {e}") });
            });
        Self { orders, chosen, health, thread: thread.ok() }
    }

    /// Listens elsewhere from now on, or looks again at once whether it works where we are.
    pub fn listen(&self, address: SocketAddr) {
        if self.orders.send(Order::Listen(address)).is_err() {
            log::warn!("the listener is stopped and can't listen at {address}");
        }
    }

    /// Asks this of senders from now on: no request that is judged after the return passes by the terms before. Requests in
    /// hand stay in hand.
    pub fn ask(&self, terms: Terms) {
        self.chosen.terms.replace(terms);
    }

    /// Answers calls otherwise from now on, or no longer; which of them, the dice say. Answers that wait already leave in
    /// their time.
    pub fn rehearse(&self, rehearsal: Option<Rehearsal>, dice: Dice) {
        self.chosen.rehearsing.replace(rehearsal.map(|rehearsal| Rehearsing { rehearsal, dice }));
    }

    /// Lets nobody in any more, finishes requests in hand (at most [`Limits::drain_time`] and some), and ends.
    pub fn stop(mut self) {
        _ = self.orders.send(Order::Stop);
        if let Some(thread) = self.thread.take() {
            _ = thread.join();
        }
    }

    /// Its health now.
    pub fn state(&self) -> ListenerState {
        self.health.now()
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        _ = self.orders.try_send(Order::Stop);
    }
}
