//! A tunnel's whole life, with programs of a few lines of shell in place of the real ones and a listener on this machine in
//! place of the public address.

use std::fs;
use std::io::{Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, sync_channel};
use std::time::{Duration, Instant};

use tempfile::TempDir;

use super::{Landmark, Operator, Pace, Places, Setup};
use crate::bus::{Bus, Event, Subscriber};
use crate::traffic::{Tunnel, TunnelProgram, TunnelStatus};

const DEADLINE: Duration = Duration::from_secs(60);
const LOCAL: SocketAddr = SocketAddr::new(std::net::IpAddr::V4(Ipv4Addr::LOCALHOST), 8787);

/// An operator, what it tells, and a folder for its programs.
struct Stage {
    operator: Option<Operator>,
    told: Subscriber,
    woken: Receiver<()>,
    folder: TempDir,
}

impl Stage {
    fn new(pace: Pace) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let bus = Bus::default();
        let (wake, woken) = sync_channel(1);
        let told = bus.subscribe(Arc::new(move || _ = wake.try_send(())));
        let places = Places::of_path(folder.path().as_os_str());
        let landmark = Landmark { path: String::from("/hook"), answer: String::from("Here.") };
        let operator = Some(Operator::start(bus, Setup { places, landmark, pace }).unwrap());
        Self { operator, told, woken, folder }
    }

    fn operator(&self) -> &Operator {
        self.operator.as_ref().unwrap()
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Installs a program.
    fn install(&self, program: TunnelProgram, script: &str) {
        let path = self.path(program.name());
        // Never one that is being written: it is put in place whole.
        let fresh = self.path("fresh");
        let pid = self.path("pid");
        fs::write(&fresh, format!("#!/bin/sh\necho $$ >> {}\n{script}\n", pid.display())).unwrap();
        fs::set_permissions(&fresh, fs::Permissions::from_mode(0o755)).unwrap();
        fs::rename(&fresh, &path).unwrap();
    }

    /// Waits until the tunnel is like that.
    fn waits_for(&self, wanted: impl Fn(&Tunnel) -> bool) -> Tunnel {
        let deadline = Instant::now() + DEADLINE;
        let mut last = None;
        loop {
            match self.told.next() {
                Some(Event::TunnelChanged(tunnel)) if wanted(&tunnel) => return *tunnel,
                Some(Event::TunnelChanged(tunnel)) => last = Some(tunnel),
                Some(_) => {}
                None => {
                    let left = deadline.saturating_duration_since(Instant::now());
                    assert!(self.woken.recv_timeout(left).is_ok(), "it was last {last:?}");
                }
            }
        }
    }

    fn waits_for_failure(&self) -> (String, Tunnel) {
        let tunnel = self.waits_for(|tunnel| matches!(tunnel.status, TunnelStatus::Failed(_)));
        let TunnelStatus::Failed(why) = &tunnel.status else { unreachable!("waited for") };
        (why.clone(), tunnel)
    }

    /// The processes that were started here and are there.
    fn alive(&self) -> usize {
        let text = fs::read_to_string(self.path("pid")).unwrap_or_default();
        let is_there = |pid: &str| {
            let mut ask = std::process::Command::new("kill");
            ask.args(["-0", pid]).stderr(std::process::Stdio::null()).status().unwrap().success()
        };
        text.lines().filter(|pid| is_there(pid)).count()
    }
}

/// A listener that answers like ours while it is told to.
struct Hook {
    base: String,
    answers: Arc<AtomicBool>,
    asked: Arc<AtomicUsize>,
}

impl Hook {
    fn start() -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let base = format!("http://{}", listener.local_addr().unwrap());
        let (answers, asked) = (Arc::new(AtomicBool::new(true)), Arc::new(AtomicUsize::new(0)));
        let (is_well, count) = (Arc::clone(&answers), Arc::clone(&asked));
        let serve = move || {
            for stream in listener.incoming() {
                let Ok(mut stream) = stream else { return };
                let _ = stream.read(&mut [0; 4096]);
                count.fetch_add(1, Ordering::Relaxed);
                let answer: &[u8] = if is_well.load(Ordering::Relaxed) {
                    b"HTTP/1.1 200 OK\r\nContent-Length: 6\r\nConnection: close\r\n\r\nHere.\n"
                } else {
                    b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
                };
                let _ = stream.write_all(answer);
            }
        };
        // It ends with the test's process.
        std::thread::Builder::new().name(String::from("hook")).spawn(serve).unwrap();
        Self { base, answers, asked }
    }

    /// An ngrok that leads to it.
    fn script(&self) -> String {
        let record = format!(r#"{{"lvl":"info","msg":"started tunnel","url":"{}"}}"#, self.base);
        format!("echo '{record}'\nexec sleep 1000")
    }
}

/// As fast as a test likes it.
fn fast() -> Pace {
    let moment = Duration::from_millis(20);
    Pace { settle: moment, quick: moment, usual: moment, grace: Duration::ZERO, ..Pace::default() }
}

#[test]
fn programs_are_looked_for_and_told() {
    let stage = Stage::new(Pace::default());
    stage.install(TunnelProgram::Ngrok, "exit");
    stage.operator().find();
    let tunnel = stage.waits_for(|tunnel| !tunnel.found.is_empty());
    let here: Vec<_> = tunnel.found.iter().filter(|found| found.path.is_some()).map(|found| found.program).collect();
    assert_eq!((here, tunnel.status), (vec![TunnelProgram::Ngrok], TunnelStatus::Off));
}

#[test]
fn a_tunnel_is_healthy_once_ours_was_seen_to_answer_and_off_once_it_is_stopped() {
    let (stage, hook) = (Stage::new(Pace::default()), Hook::start());
    stage.install(TunnelProgram::Ngrok, &hook.script());
    stage.operator().open(TunnelProgram::Ngrok, Some(LOCAL));
    let tunnel = stage.waits_for(|tunnel| tunnel.status == TunnelStatus::Healthy);
    assert_eq!((tunnel.public_url, tunnel.log.len()), (Some(hook.base), 1));
    assert_eq!(stage.alive(), 1);
    stage.operator().close();
    let tunnel = stage.waits_for(|tunnel| tunnel.status == TunnelStatus::Off);
    assert_eq!((tunnel.public_url, tunnel.log.len(), stage.alive()), (None, 0, 0));
}

#[test]
fn dropping_the_operator_ends_the_program() {
    let (mut stage, hook) = (Stage::new(Pace::default()), Hook::start());
    stage.install(TunnelProgram::Ngrok, &hook.script());
    stage.operator().open(TunnelProgram::Ngrok, Some(LOCAL));
    stage.waits_for(|tunnel| tunnel.public_url.is_some());
    assert_eq!(stage.alive(), 1);
    stage.operator = None;
    assert_eq!(stage.alive(), 0);
    stage.waits_for(|tunnel| tunnel.status == TunnelStatus::Off && tunnel.public_url.is_none());
}

#[test]
fn an_address_that_stops_answering_is_a_trouble_until_it_answers_again() {
    let (stage, hook) = (Stage::new(fast()), Hook::start());
    stage.install(TunnelProgram::Ngrok, &hook.script());
    stage.operator().open(TunnelProgram::Ngrok, Some(LOCAL));
    stage.waits_for(|tunnel| tunnel.status == TunnelStatus::Healthy);
    hook.answers.store(false, Ordering::Relaxed);
    let tunnel = stage.waits_for(|tunnel| matches!(tunnel.status, TunnelStatus::Unhealthy(_)));
    assert!(matches!(&tunnel.status, TunnelStatus::Unhealthy(why) if why.contains("502")), "{tunnel:?}");
    assert_eq!(tunnel.public_url, Some(hook.base.clone()), "it is still shown");
    hook.answers.store(true, Ordering::Relaxed);
    stage.waits_for(|tunnel| tunnel.status == TunnelStatus::Healthy);
    assert!(hook.asked.load(Ordering::Relaxed) >= 4);
}

#[test]
fn one_that_is_not_installed_is_said_with_where_to_get_it() {
    let stage = Stage::new(Pace::default());
    stage.operator().open(TunnelProgram::Cloudflared, Some(LOCAL));
    let (why, tunnel) = stage.waits_for_failure();
    assert!(why.contains("not installed") && why.contains("github.com/cloudflare"), "{why}");
    assert_eq!(tunnel.program, Some(TunnelProgram::Cloudflared));
}

#[test]
fn where_nothing_listens_nothing_is_started() {
    let stage = Stage::new(Pace::default());
    stage.install(TunnelProgram::Ngrok, "exec sleep 1000");
    stage.operator().open(TunnelProgram::Ngrok, None);
    let (why, _) = stage.waits_for_failure();
    assert!(why.contains("Nothing listens"), "{why}");
    assert_eq!(stage.alive(), 0);
}

#[test]
fn one_that_ends_at_once_is_told_with_what_to_do() {
    let stage = Stage::new(Pace::default());
    let script = "echo 'ERROR:  authentication failed: Usage of ngrok requires a verified account and authtoken.' >&2\n\
                  echo 'ERROR:  ERR_NGROK_4018' >&2\nexit 1";
    stage.install(TunnelProgram::Ngrok, script);
    stage.operator().open(TunnelProgram::Ngrok, Some(LOCAL));
    let (why, tunnel) = stage.waits_for_failure();
    assert!(why.contains("ngrok config add-authtoken"), "{why}");
    assert!(tunnel.log.iter().any(|line| line.contains("ERR_NGROK_4018")), "{tunnel:?}");
}

#[test]
fn one_that_ends_for_no_known_reason_is_told_in_its_own_words() {
    let stage = Stage::new(Pace::default());
    stage.install(TunnelProgram::Cloudflared, "echo 'a riddle'; exit 7");
    stage.operator().open(TunnelProgram::Cloudflared, Some(LOCAL));
    let (why, _) = stage.waits_for_failure();
    assert_eq!(why, "cloudflared ended (code 7). Its last words: a riddle.");
    stage.install(TunnelProgram::Cloudflared, "exit 8");
    stage.operator().open(TunnelProgram::Cloudflared, Some(LOCAL));
    stage.waits_for(|tunnel| {
        tunnel.status == TunnelStatus::Failed(String::from("cloudflared ended (code 8) without a word."))
    });
}

#[test]
fn one_that_waits_for_a_person_says_so_while_it_runs() {
    let stage = Stage::new(Pace::default());
    let script = "echo; echo 'Funnel is not enabled on your tailnet.'; echo 'To enable, visit:'; echo\n\
                  echo '         https://login.tailscale.com/f/funnel?node=n1'; exec sleep 1000";
    stage.install(TunnelProgram::Tailscale, script);
    stage.operator().open(TunnelProgram::Tailscale, Some(LOCAL));
    let is_asking =
        |tunnel: &Tunnel| matches!(&tunnel.status, TunnelStatus::Unhealthy(why) if why.contains("/f/funnel?node=n1"));
    stage.waits_for(is_asking);
    assert_eq!(stage.alive(), 1);
}

#[test]
fn a_silent_one_is_not_waited_for_in_silence() {
    let stage = Stage::new(Pace { grace: Duration::ZERO, ..Pace::default() });
    stage.install(TunnelProgram::Cloudflared, "exec sleep 1000");
    stage.operator().open(TunnelProgram::Cloudflared, Some(LOCAL));
    stage.waits_for(|tunnel| matches!(&tunnel.status, TunnelStatus::Unhealthy(why) if why.contains("not said")));
}

#[test]
fn a_second_one_takes_the_place_of_the_first() {
    let (stage, hook) = (Stage::new(Pace::default()), Hook::start());
    stage.install(TunnelProgram::Ngrok, &hook.script());
    stage.install(TunnelProgram::Cloudflared, "echo up; exec sleep 1000");
    stage.operator().open(TunnelProgram::Ngrok, Some(LOCAL));
    stage.waits_for(|tunnel| tunnel.status == TunnelStatus::Healthy);
    stage.operator().open(TunnelProgram::Cloudflared, Some(LOCAL));
    let is_up = |tunnel: &Tunnel| tunnel.program == Some(TunnelProgram::Cloudflared) && tunnel.log == ["up"];
    let tunnel = stage.waits_for(is_up);
    assert_eq!((tunnel.public_url, stage.alive()), (None, 1), "nothing of the first is left");
}

#[test]
fn a_tunnel_follows_the_listener() {
    let stage = Stage::new(Pace::default());
    stage.install(TunnelProgram::Ngrok, "echo \"to $2\"; exec sleep 1000");
    stage.operator().open(TunnelProgram::Ngrok, Some(LOCAL));
    stage.waits_for(|tunnel| tunnel.log == ["to 127.0.0.1:8787"]);
    stage.operator().moved(LOCAL);
    stage.operator().moved("127.0.0.1:8788".parse().unwrap());
    let tunnel = stage.waits_for(|tunnel| tunnel.log.last().is_some_and(|line| line == "to 127.0.0.1:8788"));
    assert_eq!((tunnel.log.len(), stage.alive()), (3, 1), "{tunnel:?}");
    stage.operator().close();
    stage.waits_for(|tunnel| tunnel.status == TunnelStatus::Off);
    stage.operator().moved("127.0.0.1:8789".parse().unwrap());
    stage.operator().find();
    let tunnel = stage.waits_for(|tunnel| tunnel.status == TunnelStatus::Off && !tunnel.found.is_empty());
    assert_eq!((tunnel.program, stage.alive()), (None, 0), "one that was stopped stays so");
}

#[test]
fn a_flood_of_lines_does_not_drown_what_is_asked() {
    let stage = Stage::new(Pace::default());
    stage.install(TunnelProgram::Cloudflared, "while :; do echo drip; done");
    stage.operator().open(TunnelProgram::Cloudflared, Some(LOCAL));
    let tunnel = stage.waits_for(|tunnel| tunnel.log.len() > 10);
    assert!(tunnel.log.len() <= 40);
    stage.operator().close();
    stage.waits_for(|tunnel| tunnel.status == TunnelStatus::Off);
    assert_eq!(stage.alive(), 0);
}
