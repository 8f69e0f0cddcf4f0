//! Who may send, as Settings shows and changes it: where the listener can be reached, the ready URL with its secret, the
//! signatures that are asked for. What is typed but not yet chosen is kept here too.

use core::net::{IpAddr, Ipv4Addr, SocketAddr};

use super::health::hook_url;
use super::undo::{Undo, Waits};
use super::{Inbox, NoticeKind};
use crate::bus::{Command, ListenerState, Reach, Scheme, Secret, Signing};

/// Written in the place of a secret that is not shown.
pub(super) const MASK: &str = "••••••••";

/// The port where none is known yet.
const DEFAULT_PORT: u16 = 8787;

/// Something a person did about who may send.
#[derive(Debug, Clone, PartialEq)]
pub enum SenderAction {
    /// Choose from where the listener can be reached.
    ChooseReach(ReachChoice),
    /// The box for an address now holds this.
    TypeAddress(String),
    /// Listen at what the box holds.
    UseAddress,
    /// Show or hide the secret.
    ToggleSecret,
    /// Make a secret, or another one.
    NewSecret,
    /// Choose a manner of signing, or none; it counts with its key.
    ChooseScheme(Option<Scheme>),
    /// The box for the key now holds this.
    TypeKey(Secret),
    /// The box for the header's name now holds this.
    TypeHeader(String),
    /// Check signatures as chosen and typed.
    UseSigning,
}

/// From where the listener can be reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ReachChoice {
    /// Loopback.
    #[default]
    ThisComputer,
    /// Every address this machine has.
    LocalNetwork,
    /// One address.
    Address,
}

impl ReachChoice {
    /// In the order they are offered.
    pub const ALL: [Self; 3] = [Self::ThisComputer, Self::LocalNetwork, Self::Address];

    /// What a person reads.
    pub fn label(self) -> &'static str {
        match self {
            Self::ThisComputer => say!("This computer only"),
            Self::LocalNetwork => say!("The local network"),
            Self::Address => say!("An address…"),
        }
    }

    fn of(ip: IpAddr) -> Self {
        match ip {
            IpAddr::V4(Ipv4Addr::LOCALHOST) => Self::ThisComputer,
            ip if ip.is_unspecified() => Self::LocalNetwork,
            _ => Self::Address,
        }
    }
}

/// What is typed or shown in Settings and stored nowhere.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct SendersDraft {
    /// The secret is shown.
    pub is_secret_shown: bool,
    /// An address is being chosen.
    pub is_address_open: bool,
    /// What the box for it holds.
    pub address: String,
    /// The manner of signing that is being chosen; `None`: nothing is.
    pub scheme: Option<Option<Scheme>>,
    /// What the box for the key holds.
    pub key: Secret,
    /// What the box for the header's name holds.
    pub header: String,
}

/// A text with a secret in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SecretLine {
    /// "Ready URL".
    pub label: &'static str,
    /// As it may be shown now.
    pub shown: String,
    /// As it is copied.
    pub copied: Secret,
}

/// The part of Settings that is about senders.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Senders {
    /// From where the listener can be reached.
    pub reach: ReachChoice,
    /// The URL and the headers that hold the secret; empty while there is none.
    pub lines: Vec<SecretLine>,
    /// What has to be known about who is let in, in sentences.
    pub advice: String,
    /// How calls must be signed.
    pub scheme: Option<Scheme>,
    /// The same in a sentence, or what is missing for it.
    pub signing: String,
    /// The header where the chosen manner leaves it open.
    pub usual_header: Option<&'static str>,
    /// Something was chosen that does not count yet.
    pub can_use_signing: bool,
}

/// The webhook's URL as a sender elsewhere in the network reaches it, with the secret.
pub fn ready_url(reach: &Reach, address: SocketAddr, hook_path: &str, secret: &str) -> String {
    let ip = if address.ip().is_unspecified() { reach.network_ip.unwrap_or(address.ip()) } else { address.ip() };
    format!("{}/{secret}", hook_url(SocketAddr::new(ip, address.port()), hook_path))
}

impl Inbox {
    /// What Settings says about senders.
    pub fn senders(&self) -> Senders {
        let reach = self.reach.as_ref();
        let secret = reach.and_then(|reach| reach.secret.as_ref()).filter(|secret| !secret.is_blank());
        let is_beyond = self.wanted_address().is_some_and(|address| !address.ip().is_loopback());
        let advice = match (is_beyond, secret) {
            (true, _) => {
                say!(
                    "Everyone who can reach this address needs the secret. The connection itself is not encrypted: over the \
                 internet, put a tunnel or a reverse proxy with https in front."
                )
            }
            (false, None) => {
                say!(
                    "Programs on this computer need no secret. A call that comes through a tunnel or a reverse proxy does: make \
                 one for it."
                )
            }
            (false, Some(_)) => {
                say!(
                    "A call that comes through a tunnel or a reverse proxy needs the secret: put the tunnel's own https address in \
                 the place of the one before /webhook."
                )
            }
        };
        let in_force = reach.and_then(|reach| reach.signing.as_ref());
        let scheme = self.senders_draft.scheme.unwrap_or(in_force.map(|signing| signing.scheme));
        let is_in_force = in_force.map(|signing| signing.scheme) == scheme;
        let signing = match (scheme, is_in_force) {
            (None, _) => String::from(say!("Signatures are not looked at.")),
            (Some(scheme), true) => {
                say!("Only calls with a right signature ({scheme}) are let in.", scheme = scheme.label())
            }
            (Some(_), false) => {
                String::from(say!("Enter the key that the platform signs with, then check signatures."))
            }
        };
        Senders {
            reach: if self.senders_draft.is_address_open {
                ReachChoice::Address
            } else {
                self.wanted_address().map_or_else(ReachChoice::default, |address| ReachChoice::of(address.ip()))
            },
            lines: reach.zip(secret).map(|(reach, secret)| self.secret_lines(reach, secret)).unwrap_or_default(),
            advice: advice.to_owned(),
            scheme,
            signing,
            usual_header: scheme.filter(|scheme| scheme.has_header_of_choice()).map(Scheme::usual_header),
            can_use_signing: scheme.is_some() && !self.senders_draft.key.is_blank(),
        }
    }

    fn secret_lines(&self, reach: &Reach, secret: &Secret) -> Vec<SecretLine> {
        let address = self.wanted_address().unwrap_or(reach.address);
        let line = |label, text: &dyn Fn(&str) -> String| SecretLine {
            label,
            shown: text(if self.senders_draft.is_secret_shown { secret.reveal() } else { MASK }),
            copied: Secret::new(text(secret.reveal())),
        };
        vec![
            line(say!("Ready URL"), &|secret| ready_url(reach, address, &self.hook_path, secret)),
            line(say!("Or a header"), &|secret| format!("X-Webhook-Secret: {secret}")),
            line(say!("Or a token"), &|secret| format!("Authorization: Bearer {secret}")),
        ]
    }

    /// Where the listener is, or is wanted.
    pub(super) fn wanted_address(&self) -> Option<SocketAddr> {
        match &self.listener {
            ListenerState::Listening { address }
            | ListenerState::PortTaken { address, .. }
            | ListenerState::Failed { address, .. } => Some(*address),
            ListenerState::Starting | ListenerState::Stopped => self.reach.as_ref().map(|reach| reach.address),
        }
    }

    /// The URL that a sender is given: with the secret where it is needed. `None` while nothing listens.
    pub fn url_to_copy(&self) -> Option<Secret> {
        let url = self.health().url?;
        let beyond = self.wanted_address().filter(|address| !address.ip().to_canonical().is_loopback());
        let secret = self.reach.as_ref().and_then(|reach| Some((reach, reach.secret.as_ref()?)));
        Some(Secret::new(match beyond.zip(secret) {
            Some((address, (reach, secret))) => ready_url(reach, address, &self.hook_path, secret.reveal()),
            None => url,
        }))
    }

    pub(super) fn act_on_senders(&mut self, action: SenderAction) -> Vec<Command> {
        let draft = &mut self.senders_draft;
        match action {
            SenderAction::ChooseReach(choice) => return self.choose_reach(choice),
            SenderAction::TypeAddress(text) => draft.address = text,
            SenderAction::UseAddress => return self.use_address(),
            SenderAction::ToggleSecret => draft.is_secret_shown = !draft.is_secret_shown,
            SenderAction::NewSecret => return self.new_secret(),
            SenderAction::ChooseScheme(None) => {
                draft.scheme = None;
                draft.key = Secret::default();
                return self.check_signatures(None);
            }
            SenderAction::ChooseScheme(scheme) => draft.scheme = Some(scheme),
            SenderAction::TypeKey(key) => draft.key = key,
            SenderAction::TypeHeader(header) => draft.header = header,
            SenderAction::UseSigning => return self.use_signing(),
        }
        Vec::new()
    }

    fn choose_reach(&mut self, choice: ReachChoice) -> Vec<Command> {
        let now = self.wanted_address();
        let port = now.map_or(DEFAULT_PORT, |address| address.port());
        let ip = match choice {
            ReachChoice::ThisComputer => Ipv4Addr::LOCALHOST,
            ReachChoice::LocalNetwork => Ipv4Addr::UNSPECIFIED,
            ReachChoice::Address => {
                self.senders_draft.is_address_open = true;
                self.senders_draft.address = now.map(|address| address.to_string()).unwrap_or_default();
                return Vec::new();
            }
        };
        self.listen_at(SocketAddr::new(ip.into(), port))
    }

    fn use_address(&mut self) -> Vec<Command> {
        let typed = self.senders_draft.address.trim();
        let port = self.wanted_address().map_or(DEFAULT_PORT, |address| address.port());
        let address = typed.parse().ok().or_else(|| Some(SocketAddr::new(typed.parse().ok()?, port)));
        let Some(address) = address else {
            let text = say!("“{typed}” is no address. Write it like 192.168.1.4:8787.", typed = typed);
            self.notices.push(NoticeKind::Failed, text, self.now);
            return Vec::new();
        };
        self.listen_at(address)
    }

    pub(super) fn listen_at(&mut self, address: SocketAddr) -> Vec<Command> {
        self.senders_draft.is_address_open = false;
        if self.listener == (ListenerState::Listening { address }) {
            return Vec::new();
        }
        self.listener = ListenerState::Starting;
        vec![Command::Listen { address }]
    }

    fn new_secret(&mut self) -> Vec<Command> {
        let before = self.reach.as_ref().and_then(|reach| reach.secret.clone());
        if before.is_none() {
            return vec![Command::NewSecret];
        }
        let what = say!("New secret made, the old one is refused from now on");
        let undo = Undo {
            waits: Waits::Nothing,
            what: String::from(say!("New secret")),
            changes: Vec::new(),
            commands: vec![Command::UseSecret { secret: before }],
        };
        self.remember_undo(undo);
        self.notices.push(NoticeKind::Undoable, what, self.now);
        vec![Command::NewSecret]
    }

    fn use_signing(&mut self) -> Vec<Command> {
        let in_force = self.reach.as_ref().and_then(|reach| reach.signing.as_ref()).map(|signing| signing.scheme);
        let draft = &mut self.senders_draft;
        let Some(scheme) = draft.scheme.unwrap_or(in_force).filter(|_| !draft.key.is_blank()) else {
            return Vec::new();
        };
        draft.scheme = None;
        let signing = Signing { scheme, key: std::mem::take(&mut draft.key), header: draft.header.trim().to_owned() };
        self.check_signatures(Some(signing))
    }

    fn check_signatures(&mut self, signing: Option<Signing>) -> Vec<Command> {
        let before = self.reach.as_ref().and_then(|reach| reach.signing.clone());
        if before == signing {
            return Vec::new();
        }
        let what =
            if signing.is_some() { say!("Signatures are checked") } else { say!("Signatures are no longer checked") };
        let commands = vec![Command::CheckSignatures { signing: before }];
        self.remember_undo(Undo { what: what.to_owned(), changes: Vec::new(), commands, waits: Waits::Nothing });
        self.notices.push(NoticeKind::Undoable, what, self.now);
        vec![Command::CheckSignatures { signing }]
    }
}

#[cfg(test)]
mod tests {
    use super::super::samples::inbox;
    use super::super::{Action, Inbox};
    use super::*;
    use crate::bus::Event;

    fn listening(address: &str, secret: Option<&str>) -> Inbox {
        let address = address.parse().unwrap();
        let mut inbox = inbox();
        inbox.apply(Event::ListenerChanged(ListenerState::Listening { address }));
        inbox.apply(Event::ReachChanged(Reach {
            address,
            network_ip: Some("192.168.1.4".parse().unwrap()),
            secret: secret.map(Secret::new),
            signing: None,
        }));
        inbox
    }

    fn act(inbox: &mut Inbox, action: SenderAction) -> Vec<Command> {
        inbox.act(Action::Senders(action))
    }

    #[test]
    fn the_ready_url_is_masked_until_it_is_shown_and_copied_whole() {
        let mut inbox = listening("0.0.0.0:8787", Some("s3cret"));
        let line = inbox.senders().lines[0].clone();
        assert_eq!(line.shown, "http://192.168.1.4:8787/webhook/call-completed/••••••••");
        assert_eq!(line.copied.reveal(), "http://192.168.1.4:8787/webhook/call-completed/s3cret");
        act(&mut inbox, SenderAction::ToggleSecret);
        let lines = inbox.senders().lines;
        assert_eq!(
            (lines[0].shown.as_str(), lines[1].shown.as_str()),
            (lines[0].copied.reveal(), "X-Webhook-Secret: s3cret")
        );
        assert_eq!(lines[2].shown, "Authorization: Bearer s3cret");
        assert_eq!(inbox.url_to_copy().as_ref(), Some(&lines[0].copied));
        let near = listening("127.0.0.1:8787", Some("s3cret"));
        assert_eq!(near.url_to_copy().unwrap().reveal(), "http://127.0.0.1:8787/webhook/call-completed");
        assert!(listening("127.0.0.1:8787", None).senders().lines.is_empty());
    }

    #[test]
    fn the_reach_is_chosen_and_the_port_stays() {
        let mut inbox = listening("127.0.0.1:9000", None);
        assert_eq!(inbox.senders().reach, ReachChoice::ThisComputer);
        assert!(act(&mut inbox, SenderAction::ChooseReach(ReachChoice::ThisComputer)).is_empty());
        let commands = act(&mut inbox, SenderAction::ChooseReach(ReachChoice::LocalNetwork));
        assert_eq!(commands, [Command::Listen { address: "0.0.0.0:9000".parse().unwrap() }]);
        let mut inbox = listening("0.0.0.0:9000", Some("s"));
        assert_eq!(inbox.senders().reach, ReachChoice::LocalNetwork);
        act(&mut inbox, SenderAction::ChooseReach(ReachChoice::Address));
        assert_eq!(
            (inbox.senders().reach, inbox.senders_draft.address.as_str()),
            (ReachChoice::Address, "0.0.0.0:9000")
        );
        act(&mut inbox, SenderAction::TypeAddress(String::from("nowhere")));
        assert!(act(&mut inbox, SenderAction::UseAddress).is_empty());
        assert!(inbox.notices.shown()[0].text.contains("“nowhere” is no address"));
        act(&mut inbox, SenderAction::TypeAddress(String::from(" 10.0.0.7 ")));
        let commands = act(&mut inbox, SenderAction::UseAddress);
        assert_eq!(commands, [Command::Listen { address: "10.0.0.7:9000".parse().unwrap() }]);
    }

    #[test]
    fn a_new_secret_can_be_taken_back() {
        let mut inbox = listening("0.0.0.0:8787", Some("old"));
        assert_eq!(act(&mut inbox, SenderAction::NewSecret), [Command::NewSecret]);
        assert_eq!(inbox.act(Action::Undo), [Command::UseSecret { secret: Some(Secret::new("old")) }]);
        let mut first = listening("127.0.0.1:8787", None);
        assert_eq!(act(&mut first, SenderAction::NewSecret), [Command::NewSecret]);
        assert!(first.act(Action::Undo).is_empty());
    }

    #[test]
    fn signatures_are_checked_once_there_is_a_key() {
        let mut inbox = listening("127.0.0.1:8787", None);
        act(&mut inbox, SenderAction::ChooseScheme(Some(Scheme::Prefixed)));
        assert_eq!(inbox.senders().usual_header, Some("X-Hub-Signature-256"));
        assert!(act(&mut inbox, SenderAction::UseSigning).is_empty());
        act(&mut inbox, SenderAction::TypeKey(Secret::new("k")));
        act(&mut inbox, SenderAction::TypeHeader(String::from("X-Mine ")));
        assert!(inbox.senders().can_use_signing);
        let signing = Signing { scheme: Scheme::Prefixed, key: Secret::new("k"), header: String::from("X-Mine") };
        let commands = act(&mut inbox, SenderAction::UseSigning);
        assert_eq!(commands, [Command::CheckSignatures { signing: Some(signing.clone()) }]);
        let mut reach = inbox.reach.clone().unwrap();
        reach.signing = Some(signing.clone());
        inbox.apply(Event::ReachChanged(reach));
        assert!(inbox.senders().signing.starts_with("Only calls with a right signature"));
        assert_eq!(act(&mut inbox, SenderAction::ChooseScheme(None)), [Command::CheckSignatures { signing: None }]);
        assert_eq!(inbox.act(Action::Undo), [Command::CheckSignatures { signing: Some(signing) }]);
    }
}
