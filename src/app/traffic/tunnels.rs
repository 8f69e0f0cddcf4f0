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
    let landmark = Landmark { path: String::from(HOOK_PATH), answer: Reply::here().body };
    Setup { places: Places::of_this_machine(), landmark, pace: Pace::default() }
}

/// The address in our own URL.
fn address(url: &str) -> Option<SocketAddr> {
    url.strip_prefix("http://")?.split('/').next()?.parse().ok()
}
