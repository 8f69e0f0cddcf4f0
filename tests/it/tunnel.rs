//! `serve --tunnel` from one end to the other, with programs of a few lines of shell in place of the real ones: their public
//! address is our own listener's.
#![cfg(unix)]
#![expect(clippy::unwrap_used, reason = "a test may fail here")]

use std::fs;
use std::net::TcpListener;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::mpsc::sync_channel;
use std::time::{Duration, Instant};

use call_inbox::app::Engines;
use call_inbox::bus::{Bus, Command as Order, Event, TrafficCommand};
use call_inbox::traffic::{REACH_CHECK_AGENT, TunnelProgram, TunnelStatus};
use tempfile::TempDir;

use crate::support::engines::Running;
use crate::support::program::{DEADLINE, Served, folder, json_lines, program, request};

/// An ngrok that "tunnels" by giving the local address as the public one. It notes its number.
const NGROK: &str = r#"echo $$ > "$0.pid"
trap '' TERM
echo '{"lvl":"info","msg":"client session established","obj":"tunnels.session"}'
echo '{"lvl":"info","msg":"started tunnel","name":"command_line","addr":"http://'$2'","url":"http://'$2'"}'
while :; do sleep 1000; done"#;

/// A folder with that program in it.
fn installed(name: &str, script: &str) -> TempDir {
    let folder = folder();
    let path = folder.path().join(name);
    fs::write(&path, format!("#!/bin/sh\n{script}\n")).unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
    folder
}

fn serve(data: &Path, tunnel: &str, installed: &Path) -> Served {
    let path: Vec<PathBuf> =
        [installed.to_owned()].into_iter().chain(std::env::split_paths(&std::env::var_os("PATH").unwrap())).collect();
    let mut command = program(data, &["serve", "--listen", "127.0.0.1:0", "--tunnel", tunnel]);
    Served::launch_heard(command.env("PATH", std::env::join_paths(path).unwrap()))
}

fn is_there(pid: &str) -> bool {
    Command::new("kill").args(["-0", pid]).stderr(Stdio::null()).status().unwrap().success()
}

/// Waits until nobody has that number. The system tells nobody when a process ends that is not their own.
fn is_gone(pid: &str) -> bool {
    let (_silent, pause) = sync_channel::<()>(0);
    let deadline = Instant::now() + DEADLINE;
    while is_there(pid) {
        if Instant::now() > deadline {
            return false;
        }
        let _ = pause.recv_timeout(Duration::from_millis(20));
    }
    true
}

#[test]
fn the_public_url_is_said_once_it_answers_and_the_program_ends_with_serve() {
    let (data, ngrok) = (folder(), installed("ngrok", NGROK));
    let served = serve(data.path(), "ngrok", ngrok.path());
    let line = served.hears("The platform posts to");
    let (_, url) = line.rsplit_once(' ').unwrap();
    let path = url.strip_prefix(&format!("http://{}", served.address)).unwrap_or_else(|| panic!("{line}"));
    let (hook, secret) = path.rsplit_once('/').unwrap();
    assert!(hook == "/webhook/call-completed" && secret.len() >= 26, "a secret was made: {line}");
    let post = |path: &str| {
        let head = format!(
            "POST {path} HTTP/1.1\r\nHost: a.ngrok-free.app\r\nX-Forwarded-For: 203.0.113.7\r\nContent-Type: \
             application/json\r\nContent-Length: 14\r\nConnection: close\r\n\r\n"
        );
        request(served.address, head.as_bytes(), br#"{"callId":"x"}"#).unwrap().status
    };
    assert_eq!((post(path), post(hook)), (200, 401), "through the tunnel the secret is asked for");
    let rows = json_lines(data.path(), &["traffic", "--json"]);
    let checked: Vec<_> = rows.iter().filter(|row| row["verdict"] == "checked").collect();
    assert!(checked.iter().all(|row| row["method"] == "GET" && row["status"] == 200), "{rows:?}");
    assert!((1..=2).contains(&checked.len()), "the checks are seen, and few: {rows:?}");
    let pid = fs::read_to_string(ngrok.path().join("ngrok.pid")).unwrap();
    assert!(is_there(pid.trim()));
    assert_eq!(served.terminate(), Some(0));
    assert!(!is_there(pid.trim()), "it has ended before serve has, although it ignores SIGTERM");
}

#[test]
fn the_program_ends_when_serve_is_killed() {
    let (data, ngrok) = (folder(), installed("ngrok", NGROK));
    let served = serve(data.path(), "ngrok", ngrok.path());
    served.hears("The platform posts to");
    let pid = fs::read_to_string(ngrok.path().join("ngrok.pid")).unwrap();
    served.kill();
    assert!(is_gone(pid.trim()));
}

#[test]
fn without_a_tunnel_calls_are_received_all_the_same() {
    let script = "echo '2026-05-13T07:00:00Z INF Requesting new quick Tunnel on trycloudflare.com...' >&2\n\
                  echo 'failed to request quick Tunnel: Post \"https://api.trycloudflare.com/tunnel\": dial tcp: lookup \
                  api.trycloudflare.com: no such host' >&2\nexit 1";
    let (data, cloudflared) = (folder(), installed("cloudflared", script));
    let served = serve(data.path(), "cloudflared", cloudflared.path());
    let line = served.hears("There is no tunnel.");
    assert!(line.contains("there is no network"), "{line}");
    assert_eq!(served.post(br#"{"callId":"x"}"#).status, 200);
    assert_eq!(served.terminate(), Some(0));
}

#[test]
fn a_secret_is_made_before_a_tunnel_is_started() {
    // Where nothing can listen no program is started, whichever there are on this machine.
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let (data, bus) = (folder(), Bus::default());
    let (wake, woken) = sync_channel(1);
    let told = bus.subscribe(Arc::new(move || _ = wake.try_send(())));
    let mut engines = Engines::start(data.path(), Some(taken.local_addr().unwrap()), bus).unwrap();
    assert_eq!(engines.reach().secret, None);
    engines.command(Order::Traffic(TrafficCommand::StartTunnel(TunnelProgram::Ngrok)));
    let secret = engines.reach().secret.expect("one was made");
    let (mut is_told, mut tunnel) = (false, None);
    let deadline = Instant::now() + DEADLINE;
    while tunnel.is_none() {
        match told.next() {
            Some(Event::ReachChanged(reach)) => is_told = reach.secret.as_ref() == Some(&secret),
            Some(Event::TunnelChanged(changed)) => tunnel = Some(changed),
            Some(_) => {}
            None => woken.recv_timeout(deadline.saturating_duration_since(Instant::now())).unwrap(),
        }
    }
    let status = tunnel.unwrap().status;
    assert!(is_told && matches!(&status, TunnelStatus::Failed(why) if why.contains("Nothing listens")), "{status:?}");
    engines.command(Order::Traffic(TrafficCommand::StartTunnel(TunnelProgram::Ngrok)));
    assert_eq!(engines.reach().secret, Some(secret), "one that is known is not replaced");
    engines.stop();
}

#[test]
fn our_own_checks_are_known_by_their_agent() {
    let running = Running::start("127.0.0.1:0");
    let head = format!(
        "GET /webhook/call-completed HTTP/1.1\r\nHost: a.example\r\nX-Forwarded-For: 203.0.113.7\r\nUser-Agent: \
         {REACH_CHECK_AGENT}\r\nConnection: close\r\n\r\n"
    );
    let answer = request(running.address, head.as_bytes(), b"").unwrap();
    assert_eq!((answer.status, answer.body.trim()), (200, call_inbox::webhook::Reply::here().body.trim()));
}

#[test]
fn reach_says_the_ways_to_this_machine_without_the_secret() {
    let (data, ngrok) = (folder(), installed("ngrok", NGROK));
    let served = serve(data.path(), "ngrok", ngrok.path());
    let line = served.hears("The platform posts to");
    let (_, secret) = line.rsplit_once('/').unwrap();
    let at = served.address.to_string();
    let said = |arguments: &[&str]| {
        let output = program(data.path(), arguments).env("PATH", ngrok.path()).output().unwrap();
        assert!(output.status.success(), "{output:?}");
        String::from_utf8(output.stdout).unwrap()
    };
    let ways: serde_json::Value = serde_json::from_str(&said(&["reach", "--json", "--listen", &at])).unwrap();
    assert_eq!(ways["local"]["url"], format!("http://{at}/webhook/call-completed"));
    assert_eq!((&ways["local"]["answers"], &ways["hasSecret"]), (&true.into(), &true.into()));
    assert!(ways["network"].is_null(), "{ways}");
    let tunnel = ways["tunnels"].as_array().unwrap().iter().find(|tunnel| tunnel["program"] == "ngrok").unwrap();
    assert_eq!(tunnel["path"], ngrok.path().join("ngrok").to_str().unwrap());
    let words = said(&["reach", "--listen", &at]);
    assert!(words.contains("Call Inbox answers there.") && !words.contains(secret), "{words}");
    drop(served);
    let words = said(&["reach", "--listen", &at]);
    assert!(words.contains("the connection was refused"), "{words}");
}
