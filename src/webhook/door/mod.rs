//! The doorkeeper: owns the public socket, reads each request whole under limits and deadlines, answers the bad ones
//! itself and hands the others to the HTTP server behind it.
//!
//! **Invariant:** one thread, which never waits for a sender, the server or the ledger. It decides nothing about who may
//! send or what a body means, and names neither.

mod answer;
mod chunked;
mod clients;
mod conversation;
#[cfg(fuzzing)]
pub mod fuzzing;
mod gate;
mod inside;
mod link;
mod reserve;
mod start_line;

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::JoinHandle;
use std::time::Duration;

use mio::net::TcpListener;
use mio::{Interest, Poll, Waker};

pub(super) use conversation::Refusal;
use gate::{Gate, LISTENER, WAKER};
pub(super) use link::InnerAddress;

use super::facts::Facts;
use super::limits::Limits;
use crate::call::Clock;

/// How long the door's thread may take to let go of its address: it is never busy for longer.
const ADDRESS_TIME: Duration = Duration::from_secs(1);

/// What the door needs of the others.
pub(super) struct DoorPorts {
    /// Where the server behind it listens.
    pub(super) inner: InnerAddress,
    /// Where heads are left for the server.
    pub(super) facts: Arc<Facts>,
    /// Where refusals are reported, with how long they took.
    pub(super) refusals: SyncSender<(Refusal, Duration)>,
    /// For the time of arrival.
    pub(super) clock: Clock,
    /// What senders may take.
    pub(super) limits: Limits,
    /// Told when the server seems gone, and when the door itself has ended.
    pub(super) trouble: Arc<dyn Fn() + Send + Sync>,
}

/// The door, as its owner sees it.
pub(super) struct Door {
    drain: Arc<AtomicBool>,
    /// Disconnected when the public socket is closed.
    address_free: Receiver<()>,
    waker: Arc<Waker>,
    thread: JoinHandle<()>,
}

impl Door {
    /// Opens the door on a bound socket.
    ///
    /// # Errors
    /// The system refuses an event queue, or the thread.
    pub(super) fn open(listener: std::net::TcpListener, ports: DoorPorts) -> io::Result<Self> {
        listener.set_nonblocking(true)?;
        let mut listener = TcpListener::from_std(listener);
        let poll = Poll::new()?;
        poll.registry().register(&mut listener, LISTENER, Interest::READABLE)?;
        let waker = Arc::new(Waker::new(poll.registry(), WAKER)?);
        let drain = Arc::new(AtomicBool::new(false));
        let trouble = Arc::clone(&ports.trouble);
        let (holds_address, address_free) = sync_channel(1);
        let mut gate = Gate::new(poll, (listener, holds_address), ports, Arc::clone(&drain));
        let thread = std::thread::Builder::new().name(String::from("webhook-door")).spawn(move || {
            let _at_the_end = AtTheEnd(trouble);
            if let Err(error) = gate.run() {
                log::error!("the door has ended: {error}");
            }
        })?;
        Ok(Self { drain, address_free, waker, thread })
    }

    /// The door has ended by itself.
    pub(super) fn has_ended(&self) -> bool {
        self.thread.is_finished()
    }

    /// Begins to close: returns as soon as the address is free.
    pub(super) fn give_up_address(&self) {
        if self.begin_to_close() {
            _ = self.address_free.recv_timeout(ADDRESS_TIME);
        }
    }

    /// Lets nobody in any more, finishes the requests in hand within the drain time, and ends.
    pub(super) fn close(self) {
        if self.begin_to_close() {
            _ = self.thread.join();
        }
    }

    fn begin_to_close(&self) -> bool {
        self.drain.store(true, Ordering::Release);
        let woken = self.waker.wake();
        if let Err(error) = &woken {
            log::error!("the door can't be woken to be closed: {error}");
        }
        woken.is_ok()
    }
}

/// Tells trouble when the thread ends, by a panic too.
struct AtTheEnd(Arc<dyn Fn() + Send + Sync>);

impl Drop for AtTheEnd {
    fn drop(&mut self) {
        (self.0)();
    }
}
