//! Hands the tunnel what a person asks of it, and tells it where the listener is.

use std::net::SocketAddr;

use super::super::engines::reachable;
use super::OwnHook;
use crate::bus::{Bus, Event, ListenerState, TrafficCommand};
use crate::tunnel::{Landmark, Operator, Pace, Places, Setup};
use crate::webhook::{HOOK_PATH, Reply};

/// The asking end. Ends the tunnel when dropped.
pub struct Tunnels {
    bus: Bus,
    /// Started with the first command: most people need no tunnel.
    operator: Option<Operator>,
}

impl Tunnels {
    /// Nothing runs yet.
    pub fn new(bus: &Bus) -> Self {
        Self { bus: bus.clone(), operator: None }
    }

    /// Has a command carried out.
    pub fn command(&mut self, command: TrafficCommand, own: &OwnHook) {
        match command {
            TrafficCommand::FindTunnels => self.with_operator(Operator::find),
            TrafficCommand::StartTunnel(program) => {
                let local = own.url.as_deref().and_then(address);
                self.with_operator(|operator| operator.open(program, local));
            }
            TrafficCommand::StopTunnel => {
                if let Some(operator) = &self.operator {
                    operator.close();
                }
            }
            _ => {}
        }
    }

    /// A tunnel has to follow the listener.
    pub fn heard(&self, event: &Event) {
        if let (Some(operator), Event::ListenerChanged(ListenerState::Listening { address })) = (&self.operator, event)
        {
            operator.moved(reachable(*address));
        }
    }

    fn with_operator(&mut self, order: impl FnOnce(&Operator)) {
        let operator = match self.operator.take() {
            Some(operator) => operator,
            None => match Operator::start(self.bus.clone(), setup()) {
                Ok(operator) => operator,
                Err(error) => {
                    let what = String::from("Starting a tunnel");
                    self.bus.publish(&Event::CommandFailed { what, why: error.to_string() });
                    return;
                }
            },
        };
        order(self.operator.insert(operator));
    }
}

fn setup() -> Setup {
    Setup { places: Places::of_this_machine(), landmark: landmark(), pace: Pace::default() }
}

/// How our listener is told from others.
pub fn landmark() -> Landmark {
    Landmark { path: String::from(HOOK_PATH), answer: Reply::here().body }
}

/// The address in our own URL.
fn address(url: &str) -> Option<SocketAddr> {
    url.strip_prefix("http://")?.split('/').next()?.parse().ok()
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use std::fs;
    use std::os::unix::fs::PermissionsExt;
    use std::sync::Arc;
    use std::sync::mpsc::sync_channel;
    use std::time::{Duration, Instant};

    use super::*;
    use crate::traffic::TunnelProgram;

    #[test]
    fn it_leads_to_our_own_listener_and_follows_it() {
        let folder = tempfile::tempdir().unwrap();
        let program = folder.path().join("ngrok");
        fs::write(&program, "#!/bin/sh\necho \"to $2\"\nexec sleep 1000\n").unwrap();
        fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).unwrap();
        let bus = Bus::default();
        let (wake, woken) = sync_channel(1);
        let told = bus.subscribe(Arc::new(move || _ = wake.try_send(())));
        let waits_for_line = |wanted: &str| {
            let deadline = Instant::now() + Duration::from_secs(60);
            loop {
                match told.next() {
                    Some(Event::TunnelChanged(tunnel)) if tunnel.log.iter().any(|line| line == wanted) => return,
                    Some(_) => {}
                    None => woken.recv_timeout(deadline.saturating_duration_since(Instant::now())).unwrap(),
                }
            }
        };
        let setup = Setup { places: Places::of_path(folder.path().as_os_str()), ..setup() };
        let mut tunnels = Tunnels { bus: bus.clone(), operator: Some(Operator::start(bus, setup).unwrap()) };
        let own = OwnHook { url: Some(format!("http://127.0.0.1:8787{HOOK_PATH}")), secret: None, signing: None };

        tunnels.command(TrafficCommand::StartTunnel(TunnelProgram::Ngrok), &own);
        waits_for_line("to 127.0.0.1:8787");
        let address = "0.0.0.0:8788".parse().unwrap();
        tunnels.heard(&Event::ListenerChanged(ListenerState::Listening { address }));
        waits_for_line("to 127.0.0.1:8788");
    }

    #[test]
    fn the_address_in_our_own_url_is_read() {
        assert_eq!(address("http://[::1]:8787/webhook/call-completed"), Some("[::1]:8787".parse().unwrap()));
        assert_eq!(address("https://a.example/webhook"), None);
    }
}
