//! The command that "Copy as cURL" makes, run by a real shell and a real curl: what arrives is what had arrived, byte for
//! byte.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::{Command, Stdio};

use call_inbox::call::{Delivery, DeliveryId, DeliveryNote, Header, UnixMillis, Verdict};
use call_inbox::traffic::curl;

use crate::support::program::{DEADLINE, folder};

/// What curl makes for itself on each connection.
const OWN: [&str; 4] = ["host", "content-length", "connection", "expect"];

fn header(name: &str, value: &str) -> Header {
    Header { name: name.to_owned(), value: value.to_owned() }
}

fn delivery(headers: &[Header], body: &[u8]) -> Delivery {
    let note = DeliveryNote {
        id: DeliveryId(1),
        received_at: UnixMillis(0),
        source: String::from("default"),
        peer: None,
        method: String::from("POST"),
        path: String::from("/hook?a='b'&c=$d"),
        status: 200,
        verdict: Verdict::New,
        reason: None,
        call_id: None,
        body_bytes: body.len() as u64,
        took_micros: None,
        changes: Vec::new(),
    };
    Delivery { note, headers: headers.to_vec(), body: body.to_vec() }
}

/// One request as it was on the wire.
struct Arrived {
    line: String,
    headers: Vec<Header>,
    body: Vec<u8>,
}

/// Reads one request to its end and answers it.
fn receive(mut stream: TcpStream) -> Arrived {
    stream.set_read_timeout(Some(DEADLINE)).unwrap();
    let mut bytes = Vec::new();
    let mut buffer = vec![0; 1 << 16];
    let head = loop {
        if let Some(at) = bytes.windows(4).position(|four| four == b"\r\n\r\n") {
            break at;
        }
        let read = stream.read(&mut buffer).unwrap();
        assert!(read > 0, "the head ends early: {}", String::from_utf8_lossy(&bytes));
        bytes.extend_from_slice(&buffer[..read]);
    };
    let text = String::from_utf8(bytes[..head].to_vec()).unwrap();
    let mut lines = text.split("\r\n");
    let line = lines.next().unwrap().to_owned();
    let headers: Vec<Header> =
        lines.map(|line| line.split_once(':').unwrap()).map(|(name, value)| header(name, value.trim())).collect();
    let length = headers.iter().find(|header| header.name.eq_ignore_ascii_case("content-length"));
    let length: usize = length.map_or(0, |header| header.value.parse().unwrap());
    let mut body = bytes.split_off(head + 4);
    while body.len() < length {
        let read = stream.read(&mut buffer).unwrap();
        assert!(read > 0, "the body ends early");
        body.extend_from_slice(&buffer[..read]);
    }
    let answer = if line.starts_with("HEAD") { "" } else { "ok" };
    write!(stream, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{answer}").unwrap();
    Arrived { line, headers, body }
}

/// How a command comes to the shell.
#[derive(Debug, Clone, Copy)]
enum Way {
    Argument,
    Typed,
}

/// Has a shell run the command for a delivery, and hands back what arrived.
fn sent(delivery: &Delivery, shell: &str, way: Way) -> Arrived {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}{}", listener.local_addr().unwrap(), delivery.note.path);
    let command = curl(delivery, &url, true);
    let home = folder();
    let mut shell = Command::new(shell);
    // Whatever this person has told curl to do always.
    shell.env("CURL_HOME", home.path()).env("HOME", home.path()).env("LC_ALL", "C");
    for proxy in ["http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"] {
        shell.env_remove(proxy);
    }
    shell.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::piped());
    if matches!(way, Way::Argument) {
        shell.args(["-c", &command]);
    }
    let mut running = shell.spawn().unwrap();
    let mut input = running.stdin.take().unwrap();
    let receiver = std::thread::Builder::new().name(String::from("receiver"));
    let receiver = receiver.spawn(move || receive(listener.accept().unwrap().0)).unwrap();
    if matches!(way, Way::Typed) {
        input.write_all(command.as_bytes()).unwrap();
    }
    drop(input);
    let output = running.wait_with_output().unwrap();
    if !output.status.success() {
        // Nothing may have come, and nobody would wait for it.
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        let shown: String = command.chars().take(400).collect();
        panic!("{:?}: {said}\n{shown}", output.status.code());
    }
    receiver.join().unwrap()
}

fn assert_same(delivery: &Delivery, shell: &str, way: Way) {
    let arrived = sent(delivery, shell, way);
    let is_same = arrived.body == delivery.body;
    let start = |body: &[u8]| String::from_utf8_lossy(&body[..body.len().min(80)]).into_owned();
    assert!(is_same, "{:?} arrived as {:?}", start(&delivery.body), start(&arrived.body));
    assert_eq!(arrived.line, format!("{} {} HTTP/1.1", delivery.note.method, delivery.note.path));
    let theirs = |headers: &[Header]| -> Vec<Header> {
        let own = |header: &&Header| !OWN.iter().any(|own| header.name.eq_ignore_ascii_case(own));
        headers.iter().filter(own).cloned().collect()
    };
    assert_eq!(theirs(&arrived.headers), theirs(&delivery.headers));
}

fn json() -> Vec<Header> {
    vec![
        header("Host", "inbox.example:8787"),
        header("User-Agent", "platform/1.0 (it's \"us\")"),
        header("Content-Type", "application/json"),
        header("Content-Length", "12345"),
    ]
}

/// Bodies that a shell, a terminal or curl could take for something else.
fn odd_bodies() -> Vec<Vec<u8>> {
    let texts = [
        "",
        " ",
        "\n",
        "\n\n\n",
        "{\"callId\":\"x\"}",
        "{\"callId\":\"x\"}\n",
        "{\n  \"callId\": \"x\"\n}\n\n",
        "it's",
        "'",
        "''",
        "'''\"\"\"'",
        "\"",
        "\\",
        "\\\\'\\",
        "\\n\\t\\0\\x41",
        "a\\",
        "\\\n\\\n",
        "`id` $(id) ${HOME} $HOME $$ $1",
        "!! !x !\"x\" '!'",
        "line one!\nline 'two' !!\n!three",
        "@/etc/passwd",
        "@",
        "@-",
        "<file >file | & ; ( ) { } [ ] * ? ~ #",
        "# not a comment\n# nor this",
        "-H 'X: y'",
        "--data-binary",
        "%s %d %% \\c",
        "\r\n",
        "{\r\n\"a\":1\r\n}\r\n",
        "a\rb\rc",
        "a\tb\t",
        "\u{b}\u{c}\u{7}\u{8}\u{1b}[31mred\u{7f}",
        "END_OF_BODY",
        "x\nEND_OF_BODY\nrm\n",
        "EOF\nEOF\n",
        "ümlaut é ß \u{00a0} 日本語 हिन्दी العربية",
        "😀👩🏽‍⚕️🇮🇳",
        "\u{feff}{\"callId\":\"x\"}",
        "\u{2028}\u{2029}\u{202e}drow\u{202c}",
        "\u{85}\u{9b}",
        "a=b&c=d%20e+f",
        "\u{10ffff}\u{fffd}\u{0}",
    ];
    let mut bodies: Vec<Vec<u8>> = texts.iter().map(|text| text.as_bytes().to_vec()).collect();
    bodies.extend([
        vec![0],
        vec![0; 3_000],
        b"a\0b\0".to_vec(),
        (0..=255).collect(),
        (0..=255).rev().cycle().take(5_000).collect(),
        b"\xff\xfe{\0}\0".to_vec(),
        b"{\"name\":\"Jos\xe9\"}".to_vec(),
        b"\xc3".to_vec(),
        b"\xed\xa0\x80\xf8".to_vec(),
        b"\x1f\x8b\x08\0\0\0\0\0\0\x03".to_vec(),
        vec![b'\''; 1_000],
        "x".repeat(1_025).into_bytes(),
    ]);
    bodies
}

#[test]
fn odd_bodies_arrive_as_they_were() {
    let bodies = odd_bodies();
    assert!(bodies.len() >= 50, "{}", bodies.len());
    for (number, body) in bodies.iter().enumerate() {
        let way = if number % 2 == 0 { Way::Typed } else { Way::Argument };
        // As an argument of the shell the command holds no NUL either: it is base64 by then.
        assert_same(&delivery(&json(), body), "sh", way);
    }
}

#[test]
fn bash_takes_the_same_commands() {
    if !is_there("bash") {
        return;
    }
    for body in odd_bodies().into_iter().step_by(3) {
        assert_same(&delivery(&json(), &body), "bash", Way::Typed);
    }
}

fn is_there(program: &str) -> bool {
    let mut command = Command::new(program);
    let outcome = command.arg("--version").stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).status();
    outcome.is_ok_and(|status| status.success())
}

#[test]
fn long_bodies_arrive_whole() {
    // On both sides of what stands in the command, and of what fits into one argument.
    let kib = |count: usize| count * 1_024;
    for length in [kib(32) - 1, kib(32), kib(32) + 1, kib(127), kib(128) - 1, kib(128), kib(129), kib(1_024) + 1] {
        let text = "{\"a\":\"it's \\\\ $x\"}".bytes().cycle().take(length).collect::<Vec<u8>>();
        assert_same(&delivery(&json(), &text), "sh", Way::Typed);
    }
    let lines: Vec<u8> = b"it's a line\n".iter().copied().cycle().take(kib(20)).collect();
    assert_same(&delivery(&json(), &lines), "sh", Way::Argument);
}

#[test]
fn ten_megabytes_arrive_whole() {
    let body: Vec<u8> =
        (0u32..).flat_map(|number| number.wrapping_mul(2_654_435_761).to_le_bytes()).take(10 << 20).collect();
    assert_same(&delivery(&json(), &body), "sh", Way::Typed);
}

#[test]
fn headers_arrive_in_order_with_repeats_and_no_others() {
    let sets = [
        vec![],
        vec![header("accept", "*/*"), header("user-agent", "x")],
        vec![
            header("X-A", "1"),
            header("x-a", "2"),
            header("X-B", ""),
            header("X-A", "1"),
            header("Cookie", "a=1; b='2'"),
        ],
        vec![
            header("X-Quotes", "it's \"so\" `x` $y \\z !"),
            header("X-At", "@file"),
            header("X-Semi", "a;b"),
            header("X-Colon", ":"),
        ],
        vec![
            header("X-Wide", "é 日本 😀"),
            header("Content-Type", "text/plain"),
            header("Content-Type", "application/json"),
        ],
        vec![header("Accept-Encoding", "gzip, br;q=0.5"), header("Accept", "text/html")],
        vec![header("Authorization", "Bearer a'b\"c"), header("X-Webhook-Secret", "s3/cr t'")],
        vec![header("Referer", "https://a/?b"), header("Range", "bytes=0-1"), header("If-None-Match", "\"x\"")],
        vec![header("X-Long", &"v'".repeat(2_000))],
    ];
    for headers in sets {
        for body in [&b""[..], b"{}", &[b'x'; 2_000], b"\0"] {
            assert_same(&delivery(&headers, body), "sh", Way::Typed);
        }
    }
}

#[test]
fn methods_and_targets_arrive_as_they_were() {
    for (method, body) in [
        ("GET", &b""[..]),
        ("GET", b"{}"),
        ("HEAD", b""),
        ("PUT", b"{}"),
        ("PUT", b""),
        ("PATCH", b"\0"),
        ("DELETE", b""),
        ("OPTIONS", b""),
        ("M-SEARCH", b"x"),
        ("POST", b""),
    ] {
        for path in ["/", "/a/../b/./c", "/[1-3]{a,b}?x[]=1&y={z}", "/%00%27%22?q=a'b\"c$d`e!", "//x//"] {
            let mut request = delivery(&[header("X-A", "1")], body);
            request.note.method = method.to_owned();
            request.note.path = path.to_owned();
            assert_same(&request, "sh", Way::Typed);
        }
    }
}

#[test]
fn a_masked_command_says_so_and_runs() {
    let mut call = delivery(&[header("X-Webhook-Secret", "s3cret"), header("Content-Type", "application/json")], b"{}");
    call.note.path = String::from("/hook/s3cret");
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let command = curl(&call, &format!("http://{}/hook/s3cret", listener.local_addr().unwrap()), false);
    assert!(command.starts_with("# ") && !command.contains("s3cret"), "{command}");
    let mut shell = Command::new("sh");
    let mut running = shell.args(["-c", &command]).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    let arrived = receive(listener.accept().unwrap().0);
    assert_eq!(arrived.headers.iter().find(|header| header.name == "X-Webhook-Secret").unwrap().value, "•••");
    assert!(running.wait().unwrap().success());
}
