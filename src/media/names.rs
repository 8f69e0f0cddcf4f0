//! Looks up the addresses of a host, within a time and without holding up a program that ends.

use std::io;
use std::net::{IpAddr, ToSocketAddrs, UdpSocket};
use std::sync::mpsc::{RecvTimeoutError, sync_channel};
use std::time::Duration;

/// Knows the addresses of hosts.
pub(super) trait Names: Send + Sync + std::fmt::Debug {
    /// All addresses of a host, in the order they are tried.
    ///
    /// # Errors
    /// `ErrorKind::NetworkDown` while there is no network, `TimedOut` if it takes too long, any other if there is no such
    /// host.
    fn look_up(&self, host: &str, within: Duration) -> io::Result<Vec<IpAddr>>;
}

/// As the system knows them.
#[derive(Debug)]
pub(super) struct SystemNames;

impl Names for SystemNames {
    fn look_up(&self, host: &str, within: Duration) -> io::Result<Vec<IpAddr>> {
        // The system's own look-up can't be told to hurry: it goes on by itself if it takes too long.
        let (answer, answered) = sync_channel(1);
        let host = host.to_owned();
        std::thread::Builder::new().name(String::from("media-names")).spawn(move || {
            let found = (host.as_str(), 0_u16).to_socket_addrs();
            _ = answer.send(found.map(|addresses| addresses.map(|address| address.ip()).collect()));
        })?;
        match answered.recv_timeout(within) {
            Ok(Err(_)) if !has_network() => Err(io::ErrorKind::NetworkDown.into()),
            Ok(found) => found,
            Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => Err(io::ErrorKind::TimedOut.into()),
        }
    }
}

/// Whether there is a way out of this machine: asked of the system's routes, nothing is sent.
fn has_network() -> bool {
    // Addresses for documentation: they lead where everything leads that is not near.
    [("0.0.0.0:0", "192.0.2.1:9"), ("[::]:0", "[2001:db8::1]:9")]
        .into_iter()
        .any(|(from, to)| UdpSocket::bind(from).and_then(|socket| socket.connect(to)).is_ok())
}
