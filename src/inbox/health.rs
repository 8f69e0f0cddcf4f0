//! The health of listener and store in words: what the rail's dot says, and the banner when something is to be done.

use core::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use crate::bus::{ListenerState, StoreState};

/// Green, waiting, or red.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HealthTone {
    /// Calls are received and kept.
    Good,
    /// Not known yet.
    Waiting,
    /// Calls are being lost.
    Bad,
}

/// What the person can do about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Remedy {
    /// Listen at another address, which was free.
    ListenAt(SocketAddr),
    /// Try the same address again.
    TryAgain(SocketAddr),
}

/// Listener and store in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Health {
    /// The dot's colour.
    pub tone: HealthTone,
    /// "Listening".
    pub headline: String,
    /// "127.0.0.1:8787", or what is the matter in a few words.
    pub address: String,
    /// The webhook's URL, for copying.
    pub url: Option<String>,
    /// What happened, to what, and what to do; only when something is the matter.
    pub trouble: Option<String>,
    /// Buttons beside it.
    pub remedies: Vec<Remedy>,
}

impl Health {
    /// Listener first: without it nothing arrives. Then the store: what arrives is answered 503.
    pub fn of(listener: &ListenerState, store: &StoreState, hook_path: &str) -> Self {
        let mut health = Self::of_listener(listener, hook_path);
        if let StoreState::Failing { reason } = store {
            health.tone = HealthTone::Bad;
            health.headline = String::from(say!("Not keeping calls"));
            let store_trouble = say!(
                "Calls can't be kept: {reason} Senders are answered 503 until this is mended; it is tried again by itself.",
                reason = sentence(reason)
            );
            health.trouble = Some(match health.trouble.take() {
                Some(listener_trouble) => format!("{store_trouble} {listener_trouble}"),
                None => store_trouble,
            });
        }
        health
    }

    fn of_listener(listener: &ListenerState, hook_path: &str) -> Self {
        let plain = |tone, headline: &str, address: String| Self {
            tone,
            headline: headline.to_owned(),
            address,
            url: None,
            trouble: None,
            remedies: Vec::new(),
        };
        match listener {
            ListenerState::Starting => plain(HealthTone::Waiting, say!("Starting…"), String::new()),
            ListenerState::Stopped => Self {
                trouble: Some(String::from(say!("The listener is stopped. Calls that are sent now are lost."))),
                ..plain(HealthTone::Bad, say!("Stopped"), String::new())
            },
            ListenerState::Listening { address } => Self {
                url: Some(hook_url(*address, hook_path)),
                ..plain(HealthTone::Good, say!("Listening"), address.to_string())
            },
            ListenerState::PortTaken { address, holder, offer } => {
                let who = holder.as_deref().map_or_else(|| String::from(say!("Another program")), str::to_owned);
                Self {
                    trouble: Some(say!(
                        "{who} already listens on {address}, so calls can't arrive here. Close it, or listen on another port and \
                         change the URL in the agent's settings. The port is tried again by itself.",
                        who = who,
                        address = address
                    )),
                    remedies: offer
                        .iter()
                        .map(|offer| Remedy::ListenAt(*offer))
                        .chain([Remedy::TryAgain(*address)])
                        .collect(),
                    ..plain(HealthTone::Bad, say!("Port in use"), address.to_string())
                }
            }
            ListenerState::Failed { address, reason } => Self {
                trouble: Some(say!(
                    "Call Inbox can't listen on {address}: {reason} It is tried again by itself.",
                    address = address,
                    reason = sentence(reason)
                )),
                remedies: vec![Remedy::TryAgain(*address)],
                ..plain(HealthTone::Bad, say!("Not listening"), address.to_string())
            },
        }
    }
}

/// The webhook's URL as a sender on this machine reaches it.
pub fn hook_url(address: SocketAddr, hook_path: &str) -> String {
    let host = match address.ip() {
        IpAddr::V4(Ipv4Addr::UNSPECIFIED) => IpAddr::V4(Ipv4Addr::LOCALHOST),
        IpAddr::V6(Ipv6Addr::UNSPECIFIED) => IpAddr::V6(Ipv6Addr::LOCALHOST),
        ip => ip,
    };
    format!("http://{}{hook_path}", SocketAddr::new(host, address.port()))
}

fn sentence(reason: &str) -> String {
    let reason = reason.trim();
    if reason.ends_with(['.', '!', '?']) { reason.to_owned() } else { format!("{reason}.") }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PATH: &str = "/webhook/call-completed";

    fn address() -> SocketAddr {
        "127.0.0.1:8787".parse().unwrap()
    }

    #[test]
    fn listening_shows_the_url() {
        let health = Health::of(&ListenerState::Listening { address: address() }, &StoreState::Ready, PATH);
        assert_eq!(health.url.as_deref(), Some("http://127.0.0.1:8787/webhook/call-completed"));
        assert_eq!((health.tone, health.trouble), (HealthTone::Good, None));
        assert_eq!(hook_url("0.0.0.0:9".parse().unwrap(), "/x"), "http://127.0.0.1:9/x");
    }

    #[test]
    fn a_taken_port_names_who_and_offers_another() {
        let offer = "127.0.0.1:8788".parse().unwrap();
        let state = ListenerState::PortTaken {
            address: address(),
            holder: Some("nginx, process 42,".into()),
            offer: Some(offer),
        };
        let health = Health::of(&state, &StoreState::Ready, PATH);
        assert!(health.trouble.unwrap().starts_with("nginx, process 42,"));
        assert_eq!(health.remedies, [Remedy::ListenAt(offer), Remedy::TryAgain(address())]);
    }

    #[test]
    fn a_failing_store_is_red_although_the_port_is_open() {
        let store = StoreState::Failing { reason: "the disk is full".into() };
        let health = Health::of(&ListenerState::Listening { address: address() }, &store, PATH);
        assert_eq!(health.tone, HealthTone::Bad);
        assert!(health.trouble.unwrap().contains("the disk is full. Senders are answered 503"));
    }
}
