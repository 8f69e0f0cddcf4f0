//! Who is let in, case by case over a real socket: the secret in each place it may stand, what a web page can forge, what
//! came through others, the listener open to the network; and the secret kept out of what is printed.

#![expect(clippy::unwrap_used, reason = "a test may fail here")]

use std::net::{IpAddr, SocketAddr, UdpSocket};

use call_inbox::app::Engines;
use call_inbox::bus::{Bus, Command, Event, Scheme, Secret, Signing};
use call_inbox::webhook::sign;

use crate::support::engines::Running;
use crate::support::program::{Served, folder, json_lines, request};

const HOOK: &str = "/webhook/call-completed";
const BODY: &str = r#"{"callId":"x"}"#;
const SECRET: &str = "s3cret-of-the-listener";
const LOCAL: &str = "Host: 127.0.0.1:8787\r\n";
const JSON: &str = "Content-Type: application/json\r\n";

/// The status of a request with this line and these header lines.
fn ask(address: SocketAddr, line: &str, headers: &str) -> u16 {
    ask_with(address, line, headers, BODY)
}

fn ask_with(address: SocketAddr, line: &str, headers: &str, body: &str) -> u16 {
    let length = body.len();
    let head = format!("{line} HTTP/1.1\r\n{headers}Content-Length: {length}\r\nConnection: close\r\n\r\n");
    request(address, head.as_bytes(), body.as_bytes()).unwrap().status
}

fn post(address: SocketAddr, headers: &str) -> u16 {
    ask(address, &format!("POST {HOOK}"), headers)
}

#[test]
fn what_a_web_page_can_send_is_not_let_in() {
    let folder = folder();
    let served = Served::start(folder.path());
    let at = served.address;
    let fetch = "Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: no-cors\r\nSec-Fetch-Dest: empty\r\n";
    let cases = [
        ("a program on this machine", post(at, &format!("{LOCAL}{JSON}")), 200),
        ("a form", post(at, &format!("{LOCAL}Content-Type: application/x-www-form-urlencoded\r\n")), 415),
        ("a form with files", post(at, &format!("{LOCAL}Content-Type: multipart/form-data; boundary=x\r\n")), 415),
        ("fetch without CORS", post(at, &format!("{LOCAL}{fetch}Content-Type: text/plain;charset=UTF-8\r\n")), 415),
        ("the same with its Origin", post(at, &format!("{LOCAL}{fetch}Origin: https://evil.example\r\n{JSON}")), 403),
        ("a sandboxed frame", post(at, &format!("{LOCAL}Origin: null\r\n{JSON}")), 403),
        ("a page from this machine", post(at, &format!("{LOCAL}Origin: http://127.0.0.1:8787\r\n{JSON}")), 403),
        ("an empty Origin", post(at, &format!("{LOCAL}Origin: \r\n{JSON}")), 403),
        ("sendBeacon with a blob", post(at, &format!("{LOCAL}Origin: https://evil.example\r\n")), 403),
        ("the same from a browser without Origin", post(at, LOCAL), 415),
        ("a ping", post(at, &format!("{LOCAL}Content-Type: text/ping\r\nPing-To: https://evil.example\r\n")), 415),
        ("a rebound name", post(at, &format!("Host: evil.example:8787\r\n{JSON}")), 401),
        ("a rebound name that looks near", post(at, &format!("Host: localhost.evil.example\r\n{JSON}")), 401),
        ("two types", post(at, &format!("{LOCAL}{JSON}Content-Type: text/plain\r\n")), 415),
        ("a preflight", ask(at, &format!("OPTIONS {HOOK}"), &format!("{LOCAL}Origin: https://evil.example\r\n")), 405),
        ("a look", ask(at, &format!("GET {HOOK}"), LOCAL), 200),
        ("another method", ask(at, &format!("DELETE {HOOK}"), LOCAL), 405),
        ("another path", ask(at, "POST /", &format!("{LOCAL}{JSON}")), 404),
        ("a token where there is no secret", ask(at, "POST /hook/guess", &format!("{LOCAL}{JSON}")), 404),
    ];
    for (what, answered, wanted) in cases {
        assert_eq!(answered, wanted, "{what}");
    }
    assert_eq!(json_lines(folder.path(), &["list", "--json"]).len(), 1, "only the program's call is in the inbox");
}

#[test]
fn a_preflight_is_answered_without_leave() {
    let folder = folder();
    let served = Served::start(folder.path());
    let head = format!(
        "OPTIONS {HOOK} HTTP/1.1\r\n{LOCAL}Origin: https://evil.example\r\nAccess-Control-Request-Method: POST\r\n\
         Access-Control-Request-Headers: content-type\r\nAccess-Control-Request-Private-Network: true\r\nConnection: close\r\n\r\n"
    );
    let raw = raw_answer(served.address, head.as_bytes());
    assert!(raw.starts_with("HTTP/1.1 405") && !raw.to_lowercase().contains("access-control"), "{raw}");
}

fn raw_answer(address: SocketAddr, head: &[u8]) -> String {
    use std::io::{Read, Write};
    let mut stream = std::net::TcpStream::connect(address).unwrap();
    stream.set_read_timeout(Some(crate::support::program::DEADLINE)).unwrap();
    stream.write_all(head).unwrap();
    let mut text = String::new();
    stream.read_to_string(&mut text).unwrap();
    text
}

#[test]
fn what_came_through_others_needs_the_secret_wherever_it_stands() {
    let mut running = Running::start("127.0.0.1:0");
    let at = running.address;
    let through = [
        "X-Forwarded-For: 203.0.113.7\r\n",
        "Forwarded: for=203.0.113.7\r\n",
        "CF-Connecting-IP: 203.0.113.7\r\n",
        "X-Real-IP: 203.0.113.7\r\n",
        "Via: 1.1 proxy\r\n",
        "Host: my-tunnel.example\r\n",
    ];
    let with_host = |header: &str| {
        if header.starts_with("Host") { header.to_owned() } else { format!("{LOCAL}{header}") }
    };
    for header in through {
        assert_eq!(post(at, &format!("{}{JSON}", with_host(header))), 401, "no secret is set: {header}");
    }
    running.command(Command::UseSecret { secret: Some(Secret::new(SECRET)) });
    for header in through.map(with_host) {
        let wrong = SECRET.to_uppercase();
        for (line, headers, wanted) in [
            (format!("POST {HOOK}"), String::new(), 401),
            (format!("POST {HOOK}/{SECRET}"), String::new(), 200),
            (format!("POST {HOOK}/{SECRET}/?agent=1"), String::new(), 200),
            (format!("POST /hook/{SECRET}"), String::new(), 200),
            (format!("POST /hook/{SECRET}"), String::from("Origin: https://evil.example\r\n"), 200),
            (format!("POST {HOOK}"), format!("X-Webhook-Secret: {SECRET}\r\n"), 200),
            (format!("POST {HOOK}"), format!("Authorization: Bearer {SECRET}\r\n"), 200),
            (format!("POST {HOOK}"), format!("authorization: bearer {SECRET}\r\nContent-Type: text/plain\r\n"), 200),
            (format!("POST {HOOK}/{wrong}"), String::new(), 401),
            (format!("POST {HOOK}/{}", &SECRET[1..]), String::new(), 401),
            (format!("POST {HOOK}"), format!("X-Webhook-Secret: {wrong}\r\n"), 401),
            (format!("POST {HOOK}"), format!("Authorization: Basic {SECRET}\r\n"), 401),
            (format!("GET /hook/{wrong}"), String::new(), 401),
            (format!("GET /hook/{SECRET}"), String::new(), 200),
            (format!("PUT /hook/{SECRET}"), String::new(), 405),
            (format!("POST /hook/{SECRET}/more"), String::new(), 404),
        ] {
            assert_eq!(ask(at, &line, &format!("{header}{headers}")), wanted, "{line} {header}{headers}");
        }
    }
    assert_eq!(post(at, &format!("{LOCAL}{JSON}")), 200, "a program on this machine still needs none");
    assert_eq!(post(at, &format!("{LOCAL}{JSON}X-Webhook-Secret: no\r\n")), 401, "but a wrong one is wrong");
}

#[test]
fn open_to_the_network_everyone_needs_the_secret_that_is_made_for_them() {
    let mut running = Running::start("127.0.0.1:0");
    let port = running.address.port();
    let before = post(running.address, &format!("{LOCAL}{JSON}"));
    running.command(Command::Listen { address: SocketAddr::from(([0, 0, 0, 0], port)) });
    let secret = running.engines().reach().secret.expect("one was made");
    running.wait_until_listening();
    let text = secret.reveal();
    assert!(before == 200 && text.len() >= 26, "128 bits are 26 letters");
    let near = SocketAddr::from(([127, 0, 0, 1], port));
    for address in [Some(near), network_ip().map(|ip| SocketAddr::new(ip, port))].into_iter().flatten() {
        assert_eq!(post(address, &format!("{LOCAL}{JSON}")), 401, "{address}");
        assert_eq!(ask(address, &format!("POST {HOOK}/{text}"), &format!("Host: {address}\r\n")), 200, "{address}");
        assert_eq!(post(address, &format!("Host: x\r\nX-Webhook-Secret: {text}\r\n")), 200, "{address}");
    }
    running.command(Command::NewSecret);
    let newer = running.engines().reach().secret.unwrap();
    assert_ne!(newer, secret);
    assert_eq!(ask(near, &format!("POST /hook/{text}"), "Host: x\r\n"), 401, "the old one is refused at once");
    assert_eq!(ask(near, &format!("POST /hook/{}", newer.reveal()), "Host: x\r\n"), 200);
    let folder = running.stop();
    let again = Engines::start(folder.path(), Some("127.0.0.1:0".parse().unwrap()), Bus::default()).unwrap();
    assert_eq!(again.reach().secret, Some(newer), "it is kept");
    again.stop();
}

/// An address of this machine that is not loopback.
fn network_ip() -> Option<IpAddr> {
    let socket = UdpSocket::bind("0.0.0.0:0").ok()?;
    socket.connect("192.0.2.1:9").ok()?;
    Some(socket.local_addr().ok()?.ip()).filter(|ip| !ip.is_loopback() && !ip.is_unspecified())
}

#[test]
fn a_test_call_finds_its_way_whatever_is_asked_of_senders() {
    let mut running = Running::start("0.0.0.0:0");
    for scheme in [None, Some(Scheme::Retell), Some(Scheme::StandardWebhooks), Some(Scheme::Ultravox)] {
        let signing = scheme.map(|scheme| Signing { scheme, key: Secret::new("c2VjcmV0"), header: String::new() });
        running.command(Command::CheckSignatures { signing });
        running.command(Command::SendTestCall);
        running.wait_for(|event| match event {
            Event::CallArrived(_) => Some(()),
            Event::CommandFailed { what, why } => panic!("{scheme:?}: {what}: {why}"),
            _ => None,
        });
    }
}

#[test]
fn a_call_without_a_right_signature_stays_out_of_the_inbox_and_in_traffic() {
    let mut running = Running::start("127.0.0.1:0");
    let at = running.address;
    let signing = Signing { scheme: Scheme::ElevenLabs, key: Secret::new("wsec_1"), header: String::new() };
    running.command(Command::CheckSignatures { signing: Some(signing.clone()) });
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap().as_millis();
    let signed = |millis_ago: u128| {
        let at = call_inbox::call::UnixMillis(i64::try_from(now - millis_ago).unwrap());
        let headers = sign(&signing, BODY.as_bytes(), at);
        let lines: String = headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
        format!("{LOCAL}{JSON}{lines}")
    };
    assert_eq!(post(at, &format!("{LOCAL}{JSON}")), 401);
    assert_eq!(post(at, &signed(3_600_000)), 401, "an hour old");
    assert_eq!(ask_with(at, &format!("POST {HOOK}"), &signed(0), &BODY.replace('x', "y")), 401, "another body");
    assert_eq!(
        ask_with(at, &format!("POST {HOOK}"), &signed(0), &BODY.replace(':', ": ")),
        401,
        "the same in other bytes"
    );
    assert_eq!(post(at, &signed(0)), 200);
    let folder = running.stop();
    assert_eq!(json_lines(folder.path(), &["list", "--json"]).len(), 1);
    let traffic = json_lines(folder.path(), &["traffic", "--json"]);
    let refused: Vec<_> = traffic.iter().filter(|row| row["status"] == 401).collect();
    assert!(refused.len() == 4 && refused.iter().all(|row| row["verdict"] == "refused"), "{traffic:?}");
    assert!(refused[0]["reason"].as_str().unwrap().contains("signature"), "{refused:?}");
}

#[test]
fn serve_says_the_ready_url_once_and_traffic_never_shows_the_secret() {
    let folder = folder();
    let (served, said) = Served::start_at(folder.path(), "0.0.0.0:0");
    let line = said.iter().find(|line| line.contains("http://")).unwrap_or_else(|| panic!("{said:?}"));
    let (_, secret) = line.rsplit_once('/').unwrap();
    assert!(secret.len() >= 26, "{line}");
    let at = SocketAddr::from(([127, 0, 0, 1], served.address.port()));
    for (line, wanted) in [
        (format!("POST {HOOK}/{secret}"), 200),
        (format!("POST /hook/{secret}?from=here"), 200),
        (format!("POST /hook/{secret}/x"), 404),
        (format!("POST /hook/{}", &secret[1..]), 401),
    ] {
        assert_eq!(ask(at, &line, "Host: x\r\n"), wanted, "{line}");
    }
    for arguments in [&["traffic", "--json"][..], &["traffic"], &["list", "--json"]] {
        let printed = String::from_utf8(crate::support::program::run(folder.path(), arguments).stdout).unwrap();
        assert!(!printed.contains(&secret[1..]), "{printed}");
        assert!(arguments[0] == "list" || printed.contains("/hook/•••"), "{printed}");
    }
    assert_eq!(served.terminate(), Some(0));
    let (_served, said) = Served::start_at(folder.path(), "0.0.0.0:0");
    assert!(!said.concat().contains(secret) && said.concat().contains("settings.json"), "{said:?}");
}
