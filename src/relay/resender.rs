//! The thread `send-again`: carries out one order after the other, and can be told to leave the rest.

use std::collections::VecDeque;
use std::io;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use super::again::Again;
use super::http::Http;
use crate::bus::{Bus, Event, TrafficEvent};
use crate::call::Clock;

/// Orders that wait: a person clicks, nothing else makes them.
const MAX_ORDERS: usize = 32;
/// Between two words on how it goes, but for the first and the last.
const TOLD_EVERY: Duration = Duration::from_millis(200);
/// What it is called where it fails.
const SENDING_AGAIN: &str = "Sending again";

/// Makes an order ready, on the thread; why that can't be, in a sentence.
type Order = Box<dyn FnOnce() -> Result<Again, String> + Send>;

/// Sends requests again. Stops when it is dropped.
pub struct Resender {
    shared: Arc<Shared>,
    thread: Option<JoinHandle<()>>,
}

struct Shared {
    state: Mutex<State>,
    came: Condvar,
    http: Http,
    clock: Clock,
    bus: Bus,
}

#[derive(Default)]
struct State {
    orders: VecDeque<Order>,
    /// The order under way is left.
    is_stopped: bool,
    is_ending: bool,
}

impl Resender {
    /// Starts the thread.
    ///
    /// # Errors
    /// No thread can be had.
    pub fn start(clock: Clock, bus: Bus) -> io::Result<Self> {
        let state = Mutex::default();
        let shared = Arc::new(Shared { state, came: Condvar::new(), http: Http::default(), clock, bus });
        let work = Arc::clone(&shared);
        let thread = std::thread::Builder::new().name(String::from("send-again")).spawn(move || work.run())?;
        Ok(Self { shared, thread: Some(thread) })
    }

    /// Has an order carried out, after those that came before; told by `SentAgain`, or by `CommandFailed`.
    pub fn send(&self, order: impl FnOnce() -> Result<Again, String> + Send + 'static) {
        let mut state = self.shared.lock();
        let is_full = state.orders.len() >= MAX_ORDERS;
        if !is_full {
            state.orders.push_back(Box::new(order));
        }
        drop(state);
        if is_full {
            self.shared.failed(String::from("Too many requests wait to be sent again."));
        }
        self.shared.came.notify_all();
    }

    /// Leaves the rest of what was ordered; what is under way at this moment is answered first.
    pub fn stop_sending(&self) {
        let mut state = self.shared.lock();
        state.is_stopped = true;
        state.orders.clear();
    }
}

impl Drop for Resender {
    fn drop(&mut self) {
        let mut state = self.shared.lock();
        (state.is_ending, state.is_stopped) = (true, true);
        state.orders.clear();
        drop(state);
        self.shared.came.notify_all();
        // Nothing is lost by it: whoever ordered it has closed the window.
        self.shared.http.cut();
        // It may be connecting, which can't be cut: then it ends by itself.
        drop(self.thread.take());
    }
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn failed(&self, why: String) {
        self.bus.publish(&Event::CommandFailed { what: SENDING_AGAIN.to_owned(), why });
    }

    fn run(&self) {
        while let Some(order) = self.next() {
            match order() {
                Ok(again) => self.carry_out(again),
                Err(why) => self.failed(why),
            }
        }
    }

    fn next(&self) -> Option<Order> {
        let mut state = self.lock();
        loop {
            if state.is_ending {
                return None;
            }
            if let Some(order) = state.orders.pop_front() {
                state.is_stopped = false;
                return Some(order);
            }
            state = self.came.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
    }

    fn carry_out(&self, again: Again) {
        let mut told: Option<Instant> = None;
        again.go(
            &self.http,
            &self.clock,
            || self.lock().is_stopped,
            |so_far| {
                if so_far.is_over() || told.is_none_or(|at| at.elapsed() >= TOLD_EVERY) {
                    told = Some(Instant::now());
                    self.bus.publish(&Event::Traffic(TrafficEvent::SentAgain(Box::new(so_far.clone()))));
                }
            },
        );
    }
}
