//! A request as a `curl` command for a POSIX shell. What is pasted sends the same bytes again: text stands in quotes, all
//! else goes through `base64`, since an argument can hold neither a NUL nor a long body.

use core::fmt::Write as _;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::call::{Delivery, Header, shown_header, shown_target};

/// The longest body that stands in the command itself, in bytes: an argument of 128 KiB is refused by Linux, and shells get
/// slow at a long line much sooner.
const MOST_QUOTED_BYTES: usize = 32 * 1024;
/// From that size on curl first asks whether it may send the body; older ones do.
const ASKS_FIRST_BYTES: usize = 1024;
/// Bytes a line of base64.
const LINE_BYTES: usize = 57;
/// Ends the body. Never a line of base64.
const END: &str = "END_OF_BODY";
/// Between the parts of the command.
const NEXT_LINE: &str = " \\\n  ";

/// Headers that belong to one connection, which curl makes for its own.
const OF_THE_CONNECTION: [&str; 11] = [
    "host",
    "content-length",
    "connection",
    "transfer-encoding",
    "expect",
    "keep-alive",
    "proxy-connection",
    "te",
    "trailer",
    "upgrade",
    "http2-settings",
];

/// A command for a POSIX shell that sends the same bytes to a URL.
pub fn curl(delivery: &Delivery, url: &str, shows_secrets: bool) -> String {
    let (method, body) = (delivery.note.method.as_str(), delivery.body.as_slice());
    let shown_url = if shows_secrets { url.to_owned() } else { shown_target(url) };
    let mut is_masked = shown_url != url;
    let headers = sent_headers(&delivery.headers, shows_secrets, &mut is_masked);
    let mut parts = vec![format!("curl {}", quoted(&shown_url))];
    let sends_body = !body.is_empty() || has_body_by_nature(delivery);
    let mut option = |option: String| parts.push(option);
    match (method, sends_body) {
        ("GET", false) | ("POST", true) => {}
        ("HEAD", false) => option(String::from("--head")),
        _ => option(format!("-X {}", quoted(method))),
    }
    if shown_url.starts_with("https:") {
        // HTTP/2 would write the names of headers small.
        option(String::from("--http1.1"));
    }
    if shown_url.contains(['[', ']', '{', '}']) {
        option(String::from("--globoff"));
    }
    if shown_url.contains("/.") {
        option(String::from("--path-as-is"));
    }
    for line in own_headers(&delivery.headers, sends_body, body.len(), method) {
        option(format!("-H {}", quoted(line)));
    }
    for line in &headers {
        option(format!("-H {}", quoted(line)));
    }
    if has(&delivery.headers, "accept-encoding") {
        // The header stays as it is; this has the answer unpacked.
        option(String::from("--compressed"));
    }
    let mut command = String::new();
    if is_masked {
        command.push_str("# Secrets are masked as •••. Put your own in their place before you run this.\n");
    }
    match quotable(body).filter(|_| sends_body) {
        Some(text) => {
            // A leading @ would name a file.
            let option = if text.starts_with('@') { "--data-raw" } else { "--data-binary" };
            parts.push(format!("{option} {}", quoted_lines(text)));
            command.push_str(&parts.join(NEXT_LINE));
            command.push('\n');
        }
        None if sends_body => {
            parts.push(String::from("--data-binary @-"));
            let _ = write!(command, "base64 -d <<'{END}' | ");
            command.push_str(&parts.join(NEXT_LINE));
            command.push('\n');
            push_base64(body, &mut command);
            command.push_str(END);
            command.push('\n');
        }
        None => {
            command.push_str(&parts.join(NEXT_LINE));
            command.push('\n');
        }
    }
    command
}

/// An empty body is sent as such where one is expected, or was announced.
fn has_body_by_nature(delivery: &Delivery) -> bool {
    matches!(delivery.note.method.as_str(), "POST" | "PUT" | "PATCH")
        || (has(&delivery.headers, "content-length") && !matches!(delivery.note.method.as_str(), "GET" | "HEAD"))
}

fn has(headers: &[Header], name: &str) -> bool {
    headers.iter().any(|header| header.name.eq_ignore_ascii_case(name))
}

/// Lines that keep curl from sending headers of its own that the sender did not.
fn own_headers(headers: &[Header], sends_body: bool, body_bytes: usize, method: &str) -> Vec<&'static str> {
    let mut lines = Vec::new();
    let mut keep_out = |name, line| {
        if !has(headers, name) {
            lines.push(line);
        }
    };
    keep_out("user-agent", "User-Agent:");
    keep_out("accept", "Accept:");
    if sends_body {
        keep_out("content-type", "Content-Type:");
    }
    if body_bytes > ASKS_FIRST_BYTES {
        lines.push("Expect:");
    }
    if sends_body && method == "HEAD" {
        // Else curl waits for the body that the answer announces.
        lines.push("Connection: close");
    }
    lines
}

/// The sender's own, in order, each as curl takes it.
fn sent_headers(headers: &[Header], shows_secrets: bool, is_masked: &mut bool) -> Vec<String> {
    let mut lines = Vec::new();
    for Header { name, value } in headers {
        if name.is_empty() || OF_THE_CONNECTION.iter().any(|own| name.eq_ignore_ascii_case(own)) {
            continue;
        }
        let shown = if shows_secrets { value.into() } else { shown_header(name, value) };
        *is_masked |= *shown != *value;
        // With a colon and nothing behind it curl would leave the header out.
        let line = if shown.trim().is_empty() { format!("{name};") } else { format!("{name}: {shown}") };
        lines.push(line.replace(['\r', '\n', '\0'], " "));
    }
    lines
}

/// The body as text that survives being pasted; `None` for anything that a terminal or a shell might take otherwise.
fn quotable(body: &[u8]) -> Option<&str> {
    let text = core::str::from_utf8(body).ok().filter(|text| text.len() <= MOST_QUOTED_BYTES)?;
    // Tabs complete names, line ends are changed, marks of direction show it otherwise than it is.
    let is_odd = |c: char| {
        (c.is_control() && c != '\n') || matches!(c, '\u{feff}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    (!text.contains(is_odd)).then_some(text)
}

/// A word of the command line.
fn quoted(word: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "-_./".contains(c);
    if !word.is_empty() && word.chars().all(is_plain) {
        return word.to_owned();
    }
    format!("'{}'", word.replace('\'', r"'\''"))
}

/// The same for a text with line ends: an older bash takes `!` for its history on all but the first line, quotes or not.
fn quoted_lines(text: &str) -> String {
    let quoted = format!("'{}'", text.replace('\'', r"'\''"));
    if text.contains('\n') { quoted.replace('!', r"'\!'") } else { quoted }
}

fn push_base64(body: &[u8], out: &mut String) {
    out.reserve(body.len() / 3 * 4 + body.len() / LINE_BYTES + LINE_BYTES * 2);
    for line in body.chunks(LINE_BYTES) {
        STANDARD.encode_string(line, out);
        out.push('\n');
    }
}

#[cfg(test)]
mod tests {
    use super::super::samples::delivery;
    use super::*;

    #[test]
    fn an_ordinary_call_is_a_command_that_a_person_can_read() {
        let mut call = delivery(b"{\"callId\":\"x\",\"it's\":1}");
        call.headers = vec![
            Header { name: String::from("Host"), value: String::from("h:1") },
            Header { name: String::from("User-Agent"), value: String::from("agent/1") },
            Header { name: String::from("X-Webhook-Secret"), value: String::from("s3cret") },
            Header { name: String::from("X-Empty"), value: String::new() },
            Header { name: String::from("Content-Type"), value: String::from("application/json") },
        ];
        let url = "http://h:1/webhook/call-completed";
        assert_eq!(
            curl(&call, url, true),
            r#"curl 'http://h:1/webhook/call-completed' \
  -H 'Accept:' \
  -H 'User-Agent: agent/1' \
  -H 'X-Webhook-Secret: s3cret' \
  -H 'X-Empty;' \
  -H 'Content-Type: application/json' \
  --data-binary '{"callId":"x","it'\''s":1}'
"#
        );
        let masked = curl(&call, "http://h:1/hook/s3cret", false);
        assert!(masked.starts_with("# Secrets are masked"), "{masked}");
        assert!(!masked.contains("s3cret") && masked.contains("curl 'http://h:1/hook/•••'"), "{masked}");
    }

    #[test]
    fn what_a_shell_or_a_terminal_might_change_goes_through_base64() {
        for body in [&b"a\0b"[..], b"a\tb", b"a\r\nb", b"\xff", "\u{feff}{}".as_bytes(), &[b'x'; MOST_QUOTED_BYTES + 1]]
        {
            let command = curl(&delivery(body), "http://h/", true);
            assert!(command.starts_with("base64 -d <<'END_OF_BODY' | curl "), "{body:?}");
            assert!(command.ends_with("\nEND_OF_BODY\n"));
        }
        assert!(curl(&delivery(b"@file"), "http://h/", true).contains("--data-raw '@file'"));
        assert!(curl(&delivery(b"a\nb!"), "http://h/", true).contains("--data-binary 'a\nb'\\!''\n"));
    }

    #[test]
    fn a_request_without_a_body_stays_one() {
        let mut look = delivery(b"");
        for (method, says) in [
            ("GET", "curl 'http://h/' \\\n  -H 'User-Agent:' \\\n  -H 'Accept:'\n"),
            ("HEAD", "curl 'http://h/' \\\n  --head \\\n  -H 'User-Agent:' \\\n  -H 'Accept:'\n"),
            ("DELETE", "curl 'http://h/' \\\n  -X DELETE \\\n  -H 'User-Agent:' \\\n  -H 'Accept:'\n"),
        ] {
            look.note.method = method.to_owned();
            assert_eq!(curl(&look, "http://h/", true), says);
        }
        look.note.method = String::from("POST");
        assert!(curl(&look, "http://h/", true).ends_with("-H 'Content-Type:' \\\n  --data-binary ''\n"));
    }
}
