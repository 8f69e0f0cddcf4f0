//! One bound address with all that belongs to it: the public socket, the door, the server behind it, the note-taker of
//! refusals. Opened, probed and closed as a whole by the supervisor.

use std::io::{self, Read, Write};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver};
use std::time::Duration;

use super::Ledger;
use super::admission::HOOK_PATH;
use super::door::{Door, DoorPorts, Refusal};
use super::facts::{Facts, PROBE_HEADER};
use super::intake::turned_away;
use super::limits::{Limits, descriptors};
use super::listener::Chosen;
use super::server::{Server, ServerPorts};
use crate::call::Clock;

/// Refusals waiting to be noted. Whoever floods us with nonsense shall not fill the memory; what is over it is only logged.
const REFUSALS_WAITING: usize = 256;

/// How long a probe waits for each step.
const PROBE_TIME: Duration = Duration::from_secs(3);

/// A listener that is up.
pub(super) struct Station {
    address: SocketAddr,
    facts: Arc<Facts>,
    door: Door,
    server: Server,
}

impl Station {
    /// Binds an address and opens the door there.
    ///
    /// # Errors
    /// The address can't be bound (`AddrInUse`: someone else has it), or the system has no more sockets or threads.
    pub(super) fn open(
        address: SocketAddr,
        chosen: &Chosen,
        limits: Limits,
        ledger: &Arc<dyn Ledger>,
        clock: &Clock,
        trouble: &Arc<dyn Fn() + Send + Sync>,
    ) -> io::Result<Self> {
        let listener = TcpListener::bind(address)?;
        let address = listener.local_addr()?;
        let facts = Arc::new(Facts::new());
        let beyond_loopback = !address.ip().to_canonical().is_loopback();
        let limits = limits.within_descriptors(descriptors());
        let server = Server::start(ServerPorts {
            facts: Arc::clone(&facts),
            ledger: Arc::clone(ledger),
            chosen: chosen.clone(),
            beyond_loopback,
            held_back: limits.held_back(),
            trouble: Arc::clone(trouble),
        })?;
        let (refusals, to_note) = mpsc::sync_channel(REFUSALS_WAITING);
        let note_ledger = Arc::clone(ledger);
        std::thread::Builder::new()
            .name(String::from("webhook-refusals"))
            .spawn(move || note_refusals(&to_note, &note_ledger))?;
        let ports = DoorPorts {
            inner: server.address().clone(),
            facts: Arc::clone(&facts),
            refusals,
            clock: Arc::clone(clock),
            limits,
            trouble: Arc::clone(trouble),
        };
        let door = Door::open(listener, ports)?;
        Ok(Self { address, facts, door, server })
    }

    /// Where it listens; with the port that was picked if none was asked for.
    pub(super) fn address(&self) -> SocketAddr {
        self.address
    }

    /// The door has ended by itself.
    pub(super) fn has_ended(&self) -> bool {
        self.door.has_ended()
    }

    /// Asks the way a sender would, and sees that the server still takes new connections. Leaves no trace in Traffic.
    ///
    /// # Errors
    /// No answer within a few seconds, or another than ours.
    pub(super) fn probe(&self) -> io::Result<()> {
        let mut stream = TcpStream::connect_timeout(&reachable(self.address), PROBE_TIME)?;
        stream.set_read_timeout(Some(PROBE_TIME))?;
        stream.set_write_timeout(Some(PROBE_TIME))?;
        let token = self.facts.probe_token();
        let request = format!(
            "GET {HOOK_PATH} HTTP/1.1\r\nHost: localhost\r\n{PROBE_HEADER}: {token}\r\nConnection: close\r\n\r\n"
        );
        stream.write_all(request.as_bytes())?;
        expect(&mut stream, b"HTTP/1.1 200")?;
        expect(&mut *self.server.knock(PROBE_TIME)?, b"HTTP/1.1 403")
    }

    /// Lets nobody in any more and gives the address free; what is in hand is finished by [`Self::close`].
    pub(super) fn give_up_address(&self) {
        self.server.hold_back_no_more();
        self.door.give_up_address();
    }

    /// Lets nobody in any more, answers what is in hand within the drain time, and ends.
    pub(super) fn close(self) {
        self.server.hold_back_no_more();
        self.door.close();
        self.server.stop();
    }
}

fn expect(stream: &mut dyn Read, wanted: &[u8; 12]) -> io::Result<()> {
    let mut start = [0; 12];
    stream.read_exact(&mut start)?;
    if start == *wanted { Ok(()) } else { Err(io::Error::other("something else answers there")) }
}

/// An address to reach ourselves at, when we are bound to all of them.
fn reachable(address: SocketAddr) -> SocketAddr {
    let ip = match address.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => IpAddr::V4(Ipv4Addr::LOCALHOST),
        IpAddr::V6(ip) if ip.is_unspecified() => IpAddr::V6(Ipv6Addr::LOCALHOST),
        ip => ip,
    };
    let mut reachable = address;
    reachable.set_ip(ip);
    reachable
}

fn note_refusals(refusals: &Receiver<(Refusal, Duration)>, ledger: &Arc<dyn Ledger>) {
    for (refusal, took) in refusals {
        let Some(delivery) = turned_away(refusal) else { continue };
        let then = Arc::clone(ledger);
        ledger.keep(
            delivery,
            Box::new(move |kept| {
                if let Ok(receipt) = kept {
                    then.answered(receipt.delivery, took);
                }
            }),
        );
    }
}
