//! How the platform gets to this machine: the local network, a reverse proxy, a tunnel; and what is still missing for it.

use core::net::{IpAddr, Ipv4Addr, SocketAddr};

use super::{ReachAction, Tools};
use crate::bus::{Command, ListenerState, Secret, TrafficCommand};
use crate::inbox::onboarding::settings_json;
use crate::inbox::senders::MASK;
use crate::inbox::{Inbox, SecretLine, ready_url};
use crate::traffic::{Tunnel, TunnelProgram, TunnelStatus};

/// The name that stands for a person's own in what a reverse proxy is told.
const OWN_HOST: &str = "hooks.example.com";

/// The page in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReachPage {
    /// What is there and what is missing.
    pub checks: Vec<Check>,
    /// The local network.
    pub network: NetworkCard,
    /// What a reverse proxy is told: for Caddy, for nginx.
    pub proxies: [Snippet; 2],
    /// The URL behind such a proxy.
    pub proxied_url: Option<SecretLine>,
    /// The tunnel.
    pub tunnel: TunnelCard,
    /// A secret is there.
    pub has_secret: bool,
    /// What to do next.
    pub next: NextStep,
}

/// The one thing to do next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NextStep {
    /// The listener has to listen first; what stands in its way is said elsewhere.
    Listen,
    /// This program is here: start it.
    Start(TunnelProgram),
    /// None of the programs is here: install one, then look again.
    Install,
    /// Nothing but to wait.
    Wait,
    /// Give the URL to the platform.
    Paste,
}

/// One thing that has to be so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Check {
    /// What it is, as it is now.
    pub text: String,
    /// Whether it is so.
    pub state: CheckState,
}

/// Whether something is as it has to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CheckState {
    /// It is.
    Done,
    /// It is not, and does not have to be yet.
    Open,
    /// It is about to be.
    Waiting,
    /// It is not, and something is the matter.
    Wrong,
}

/// The local network.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NetworkCard {
    /// The listener takes requests from it.
    pub is_open: bool,
    /// How it is, in sentences.
    pub text: String,
    /// The URL in it, with the secret.
    pub url: Option<SecretLine>,
}

/// A text to paste elsewhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Snippet {
    /// For which program.
    pub program: &'static str,
    /// The text.
    pub text: String,
}

/// The tunnel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TunnelCard {
    /// In the order they are offered.
    pub programs: Vec<ProgramLine>,
    /// How the one that was started is, in sentences; `None` where none was.
    pub status: Option<String>,
    /// Whether that is well.
    pub state: CheckState,
    /// One runs or is being started.
    pub is_on: bool,
    /// The URL behind it, with the secret.
    pub url: Option<SecretLine>,
    /// The lines for the agent's settings, with that URL.
    pub settings_json: Option<SecretLine>,
    /// Its last lines, where it failed.
    pub log: Vec<String>,
}

/// A program that makes tunnels.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProgramLine {
    /// Which.
    pub program: TunnelProgram,
    /// Where it is; `None` where it is not here.
    pub path: Option<String>,
    /// What it is and how to get it.
    pub text: &'static str,
    /// It is the one that runs.
    pub is_running: bool,
}

impl Inbox {
    /// What the page says.
    pub fn reach_page(&self) -> ReachPage {
        let secret = self.reach.as_ref().and_then(|reach| reach.secret.as_ref()).filter(|secret| !secret.is_blank());
        ReachPage {
            checks: self.checks(secret.is_some()),
            network: self.network_card(secret),
            proxies: self.proxies(),
            proxied_url: secret.map(|secret| {
                self.masked(say!("URL behind the proxy"), secret, |it| {
                    self.public_url(&format!("https://{OWN_HOST}"), it)
                })
            }),
            tunnel: self.tunnel_card(secret),
            has_secret: secret.is_some(),
            next: self.next_step(),
        }
    }

    fn next_step(&self) -> NextStep {
        let tunnel = &self.tools.tunnel;
        let found = |program: &TunnelProgram| {
            tunnel.found.iter().any(|found| found.program == *program && found.path.is_some())
        };
        match (&self.listener, &tunnel.status) {
            (ListenerState::Starting, _) | (_, TunnelStatus::Starting) => NextStep::Wait,
            (ListenerState::PortTaken { .. } | ListenerState::Failed { .. } | ListenerState::Stopped, _) => {
                NextStep::Listen
            }
            (_, TunnelStatus::Healthy) => NextStep::Paste,
            // It may answer again by itself; it can be stopped below.
            (_, TunnelStatus::Unhealthy(_)) => NextStep::Wait,
            (_, TunnelStatus::Off | TunnelStatus::Failed(_)) => {
                let again = tunnel.program.filter(found);
                again.or_else(|| TunnelProgram::ALL.into_iter().find(found)).map_or(NextStep::Install, NextStep::Start)
            }
        }
    }

    /// A text with the secret in it, as it may be shown and as it is copied.
    fn masked(&self, label: &'static str, secret: &Secret, text: impl Fn(&str) -> String) -> SecretLine {
        let is_shown = self.senders_draft.is_secret_shown;
        SecretLine {
            label,
            shown: text(if is_shown { secret.reveal() } else { MASK }),
            copied: Secret::new(text(secret.reveal())),
        }
    }

    fn public_url(&self, base: &str, secret: &str) -> String {
        format!("{}{}/{secret}", base.trim_end_matches('/'), self.hook_path)
    }

    fn checks(&self, has_secret: bool) -> Vec<Check> {
        let listener = match &self.listener {
            ListenerState::Listening { address } => {
                (say!("The listener is on, at {address}", address = address), CheckState::Done)
            }
            ListenerState::Starting => (String::from(say!("The listener starts")), CheckState::Waiting),
            ListenerState::PortTaken { .. } | ListenerState::Failed { .. } | ListenerState::Stopped => {
                (String::from(say!("The listener is not on: see above why")), CheckState::Wrong)
            }
        };
        let secret = if has_secret {
            (String::from(say!("A secret is set, so that nobody else can send calls")), CheckState::Done)
        } else {
            (String::from(say!("No secret is set: calls from elsewhere are refused")), CheckState::Open)
        };
        let answers = match (&self.tools.tunnel.status, &self.tools.tunnel.public_url) {
            (TunnelStatus::Healthy, _) => (String::from(say!("The public URL answers as ours")), CheckState::Done),
            (TunnelStatus::Starting, _) => {
                (String::from(say!("The public URL is about to be known")), CheckState::Waiting)
            }
            (TunnelStatus::Unhealthy(_), _) => {
                (String::from(say!("The public URL does not answer as ours")), CheckState::Wrong)
            }
            (TunnelStatus::Failed(_), _) => (String::from(say!("The tunnel ended")), CheckState::Wrong),
            (TunnelStatus::Off, _) => (
                String::from(say!("No public URL is known here: start a tunnel, or use a proxy of your own")),
                CheckState::Open,
            ),
        };
        [listener, secret, answers].into_iter().map(|(text, state)| Check { text, state }).collect()
    }

    fn network_card(&self, secret: Option<&Secret>) -> NetworkCard {
        let address = self.wanted_address();
        let is_open = address.is_some_and(|address| !address.ip().to_canonical().is_loopback());
        let network_ip = self.reach.as_ref().and_then(|reach| reach.network_ip);
        let text = match (is_open, network_ip) {
            (true, _) => {
                say!(
                    "Machines in the same network reach the listener at this URL. Everyone needs the secret in it. The connection is \
                 not encrypted."
                )
            }
            (false, None) => say!("This machine has no address in a network at the moment."),
            (false, Some(_)) => {
                say!(
                    "Only programs on this machine reach the listener now. If it listens for the network too, everyone needs the \
                 secret, programs on this machine as well; one is made if there is none."
                )
            }
        };
        let line = self.reach.as_ref().zip(address).zip(secret).filter(|_| is_open);
        let url = line.map(|((reach, address), secret)| {
            self.masked(say!("URL in the network"), secret, |it| ready_url(reach, address, &self.hook_path, it))
        });
        NetworkCard { is_open, text: text.to_owned(), url }
    }

    fn proxies(&self) -> [Snippet; 2] {
        let upstream = self.wanted_address().map_or_else(
            || String::from("127.0.0.1:8787"),
            |address| {
                let ip = if address.ip().is_unspecified() { Ipv4Addr::LOCALHOST.into() } else { address.ip() };
                SocketAddr::new(ip, address.port()).to_string()
            },
        );
        let path = &self.hook_path;
        let caddy = format!("{OWN_HOST} {{\n    reverse_proxy {path}* {upstream}\n}}");
        let nginx = format!(
            "location {path} {{\n    proxy_pass http://{upstream};\n    proxy_set_header Host $host;\n    proxy_set_header \
             X-Forwarded-For $proxy_add_x_forwarded_for;\n    client_max_body_size 32m;\n}}"
        );
        [Snippet { program: "Caddy", text: caddy }, Snippet { program: "nginx", text: nginx }]
    }

    fn tunnel_card(&self, secret: Option<&Secret>) -> TunnelCard {
        let tunnel = &self.tools.tunnel;
        let is_on =
            matches!(tunnel.status, TunnelStatus::Starting | TunnelStatus::Healthy | TunnelStatus::Unhealthy(_));
        let url = tunnel.public_url.as_ref().zip(secret).filter(|_| is_on);
        TunnelCard {
            programs: TunnelProgram::ALL.map(|program| program_line(program, tunnel, is_on)).into(),
            status: status_sentence(tunnel),
            state: match tunnel.status {
                TunnelStatus::Off => CheckState::Open,
                TunnelStatus::Starting => CheckState::Waiting,
                TunnelStatus::Healthy => CheckState::Done,
                TunnelStatus::Unhealthy(_) | TunnelStatus::Failed(_) => CheckState::Wrong,
            },
            is_on,
            url: url.map(|(base, secret)| self.masked(say!("Public URL"), secret, |it| self.public_url(base, it))),
            settings_json: url.map(|(base, secret)| {
                self.masked(say!("Settings"), secret, |it| settings_json(&self.public_url(base, it)))
            }),
            log: match tunnel.status {
                TunnelStatus::Failed(_) | TunnelStatus::Unhealthy(_) => tunnel.log.clone(),
                TunnelStatus::Off | TunnelStatus::Starting | TunnelStatus::Healthy => Vec::new(),
            },
        }
    }

    pub(super) fn act_on_reach(&mut self, action: ReachAction) -> Vec<Command> {
        match action {
            ReachAction::ListenBeyond(is_beyond) => {
                let Some(address) = self.wanted_address() else { return Vec::new() };
                let ip: IpAddr = if is_beyond { Ipv4Addr::UNSPECIFIED } else { Ipv4Addr::LOCALHOST }.into();
                self.listen_at(SocketAddr::new(ip, address.port()))
            }
            ReachAction::FindTunnels => vec![TrafficCommand::FindTunnels.into()],
            // It brings a secret with it: what comes through a tunnel needs one.
            ReachAction::Start(program) => vec![TrafficCommand::StartTunnel(program).into()],
            ReachAction::Stop => vec![TrafficCommand::StopTunnel.into()],
        }
    }

    pub(in crate::inbox) fn tunnel_changed(&mut self, tunnel: Tunnel) -> Vec<Command> {
        self.tools.tunnel = tunnel;
        Vec::new()
    }
}

fn program_line(program: TunnelProgram, tunnel: &Tunnel, is_on: bool) -> ProgramLine {
    let text = match program {
        TunnelProgram::Cloudflared => {
            say!(
                "Cloudflare's tunnel. Needs no account; the address is a new one each time. It is in Homebrew and winget as \
             cloudflared, and a download from Cloudflare for Linux."
            )
        }
        TunnelProgram::Ngrok => {
            say!(
                "Needs a free account. Install it with ngrok's own instructions, then run “ngrok config add-authtoken” once."
            )
        }
        TunnelProgram::Tailscale => {
            say!(
                "For those who use Tailscale: the address stays the same. Funnel has to be allowed once in the tailnet's settings."
            )
        }
    };
    let found = tunnel.found.iter().find(|found| found.program == program);
    ProgramLine {
        program,
        path: found.and_then(|found| found.path.clone()),
        text,
        is_running: is_on && tunnel.program == Some(program),
    }
}

fn status_sentence(tunnel: &Tunnel) -> Option<String> {
    let name = tunnel.program.map_or(say!("The tunnel"), TunnelProgram::name);
    match &tunnel.status {
        TunnelStatus::Off => None,
        TunnelStatus::Starting => Some(say!("{name} starts; its public URL is not known yet.", name = name)),
        TunnelStatus::Healthy => Some(say!("{name} runs, and its public URL answers as ours.", name = name)),
        TunnelStatus::Unhealthy(why) => {
            Some(say!("{name} runs, but its public URL does not answer as ours: {why}", name = name, why = why))
        }
        TunnelStatus::Failed(why) => Some(say!("{name} does not run: {why}", name = name, why = why)),
    }
}

impl Tools {
    /// The tunnel runs and the public URL answers.
    pub fn is_reached(&self) -> bool {
        self.tunnel.status == TunnelStatus::Healthy
    }
}

#[cfg(test)]
mod tests {
    use super::super::samples::tunnel;
    use super::super::{ToolAction, TrafficPage};
    use super::*;
    use crate::bus::{Event, Reach};
    use crate::inbox::samples::inbox;
    use crate::inbox::{Action, SenderAction};
    use crate::traffic::TunnelFound;

    fn listening(address: &str, secret: Option<&str>) -> Inbox {
        let address = address.parse().unwrap();
        let mut inbox = inbox();
        inbox.apply(Event::ListenerChanged(ListenerState::Listening { address }));
        let network_ip = Some("192.168.1.4".parse().unwrap());
        inbox.apply(Event::ReachChanged(Reach { address, network_ip, secret: secret.map(Secret::new), signing: None }));
        inbox
    }

    #[test]
    fn the_page_looks_for_tunnels_when_it_is_opened() {
        let mut inbox = listening("127.0.0.1:8787", None);
        let commands = inbox.act(ToolAction::OpenPage(TrafficPage::Reach).into());
        assert!(commands.contains(&TrafficCommand::FindTunnels.into()), "{commands:?}");
    }

    #[test]
    fn there_is_always_one_thing_to_do_next() {
        let mut inbox = listening("127.0.0.1:8787", None);
        assert_eq!(inbox.reach_page().next, NextStep::Install);
        for (status, next) in [
            (TunnelStatus::Off, NextStep::Start(TunnelProgram::Cloudflared)),
            (TunnelStatus::Starting, NextStep::Wait),
            (TunnelStatus::Healthy, NextStep::Paste),
            (TunnelStatus::Unhealthy("no answer".into()), NextStep::Wait),
            (TunnelStatus::Failed("it ended".into()), NextStep::Start(TunnelProgram::Cloudflared)),
        ] {
            let found =
                vec![TunnelFound { program: TunnelProgram::Cloudflared, path: Some("/opt/cloudflared".into()) }];
            inbox.apply(Event::TunnelChanged(Box::new(Tunnel { found, ..tunnel(status) })));
            assert_eq!(inbox.reach_page().next, next);
        }
        inbox.apply(Event::ListenerChanged(ListenerState::Stopped));
        assert_eq!(inbox.reach_page().next, NextStep::Listen);
    }

    #[test]
    fn a_tunnel_is_started_and_stopped() {
        let mut inbox = listening("127.0.0.1:8787", None);
        let start = inbox.act(ReachAction::Start(TunnelProgram::Ngrok).into());
        assert_eq!(start, [TrafficCommand::StartTunnel(TunnelProgram::Ngrok).into()]);
        inbox.apply(Event::TunnelChanged(Box::new(tunnel(TunnelStatus::Starting))));
        let lines = inbox.reach_page().tunnel.programs;
        assert_eq!(lines.iter().map(|line| line.is_running).collect::<Vec<_>>(), [true, false, false]);
        assert_eq!(inbox.act(ReachAction::Stop.into()), [TrafficCommand::StopTunnel.into()]);
    }

    #[test]
    fn the_public_url_carries_the_secret_and_does_not_show_it() {
        let mut inbox = listening("127.0.0.1:8787", Some("s3cret"));
        inbox.apply(Event::TunnelChanged(Box::new(tunnel(TunnelStatus::Healthy))));
        let card = inbox.reach_page().tunnel;
        let (url, json) = (card.url.unwrap(), card.settings_json.unwrap());
        assert_eq!(url.shown, "https://abc.trycloudflare.com/webhook/call-completed/••••••••");
        assert_eq!(url.copied.reveal(), "https://abc.trycloudflare.com/webhook/call-completed/s3cret");
        assert!(
            json.copied
                .reveal()
                .contains("\"postCall\": \"https://abc.trycloudflare.com/webhook/call-completed/s3cret\"")
        );
        assert!(!json.shown.contains("s3cret"));
        inbox.act(Action::Senders(SenderAction::ToggleSecret));
        assert_eq!(inbox.reach_page().tunnel.url.unwrap().shown, url.copied.reveal());
        let states: Vec<_> = inbox.reach_page().checks.iter().map(|check| check.state).collect();
        assert_eq!(states, [CheckState::Done; 3]);
        assert!(inbox.tools.is_reached());
    }

    #[test]
    fn a_tunnel_that_failed_shows_why_and_its_lines() {
        let mut inbox = listening("127.0.0.1:8787", Some("s"));
        let failed = TunnelStatus::Failed("it ended at once.".into());
        inbox.apply(Event::TunnelChanged(Box::new(tunnel(failed))));
        let card = inbox.reach_page().tunnel;
        assert_eq!(card.status.as_deref(), Some("cloudflared does not run: it ended at once."));
        assert_eq!((card.is_on, card.url, card.log.len()), (false, None, 2));
    }

    #[test]
    fn the_network_is_opened_and_closed_again() {
        let mut inbox = listening("127.0.0.1:9000", None);
        assert_eq!(inbox.reach_page().network.url, None);
        let listen = |ip: &str| [Command::Listen { address: format!("{ip}:9000").parse().unwrap() }];
        assert_eq!(inbox.act(ReachAction::ListenBeyond(true).into()), listen("0.0.0.0"));
        let mut inbox = listening("0.0.0.0:9000", Some("s"));
        let card = inbox.reach_page().network;
        assert_eq!(card.url.unwrap().copied.reveal(), "http://192.168.1.4:9000/webhook/call-completed/s");
        assert!(card.is_open);
        assert_eq!(inbox.act(ReachAction::ListenBeyond(false).into()), listen("127.0.0.1"));
    }

    #[test]
    fn a_proxy_is_told_where_we_listen_and_tells_who_called() {
        let inbox = listening("0.0.0.0:9000", Some("s"));
        let [caddy, nginx] = inbox.reach_page().proxies;
        assert!(caddy.text.contains("reverse_proxy /webhook/call-completed* 127.0.0.1:9000"), "{}", caddy.text);
        assert!(nginx.text.contains("proxy_pass http://127.0.0.1:9000;"), "{}", nginx.text);
        // Without it a call from elsewhere would look like one of this machine, and need no secret.
        assert!(nginx.text.contains("proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;"));
    }
}
