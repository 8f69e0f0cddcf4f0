//! Any head under any rules: a verdict, and nobody is let in who neither knows the secret nor is a program on this machine.
#![no_main]

use std::sync::Arc;
use std::time::Instant;

use arbitrary::Arbitrary;
use call_inbox::bus::{Scheme, Secret, Signing};
use call_inbox::call::{Header, UnixMillis};
use call_inbox::webhook::{Admission, HOOK_PATH, RequestHead, Rules, Terms, admit, check};
use libfuzzer_sys::fuzz_target;

#[derive(Debug, Arbitrary)]
enum Path<'a> {
    Hook,
    HookToken(&'a str),
    ShortToken(&'a str),
    Other(&'a str),
}

#[derive(Debug, Arbitrary)]
enum Line<'a> {
    Json,
    Host(Option<&'a str>),
    Origin(&'a str),
    Secret(&'a str),
    Bearer(&'a str),
    Forwarded(&'a str),
    Other(&'a str, &'a str),
}

#[derive(Debug, Arbitrary)]
struct Input<'a> {
    method: Option<&'a str>,
    path: Path<'a>,
    lines: Vec<Line<'a>>,
    is_near: bool,
    secret: Option<&'a str>,
    beyond_loopback: bool,
    scheme: u8,
    body: &'a [u8],
}

fuzz_target!(|input: Input<'_>| {
    let pair = |name: &str, value: &str| Header { name: name.to_owned(), value: value.to_owned() };
    let headers: Vec<Header> = input
        .lines
        .iter()
        .map(|line| match line {
            Line::Json => pair("Content-Type", "application/json"),
            Line::Host(host) => pair("Host", host.unwrap_or("localhost:8787")),
            Line::Origin(origin) => pair("Origin", origin),
            Line::Secret(secret) => pair("X-Webhook-Secret", secret),
            Line::Bearer(token) => pair("Authorization", &format!("Bearer {token}")),
            Line::Forwarded(by) => pair("X-Forwarded-For", by),
            Line::Other(name, value) => pair(name, value),
        })
        .collect();
    let target = match input.path {
        Path::Hook => HOOK_PATH.to_owned(),
        Path::HookToken(token) => format!("{HOOK_PATH}/{token}"),
        Path::ShortToken(token) => format!("/hook/{token}"),
        Path::Other(path) => path.to_owned(),
    };
    let head = RequestHead {
        method: input.method.unwrap_or("POST").to_owned(),
        target,
        headers,
        peer: if input.is_near { ([127, 0, 0, 1], 1) } else { ([10, 0, 0, 1], 1) }.into(),
        received_at: UnixMillis(0),
        began: Instant::now(),
    };
    let terms = Terms { secret: input.secret.map(Secret::new), signing: None };
    let rules = Rules { terms: Arc::new(terms), beyond_loopback: input.beyond_loopback };
    let verdict = admit(&head, &rules);
    assert_eq!(verdict, admit(&head, &rules));
    if let Admission::Refused { status, reason } = &verdict {
        assert!([401, 403, 404, 405, 415].contains(status) && !reason.is_empty(), "{status} {reason}");
    }
    if verdict == Admission::Call && !knows(&head, input.secret) {
        assert!(input.is_near && !input.beyond_loopback, "a stranger was let in");
        for forbidden in ["Origin", "X-Forwarded-For", "Forwarded", "Via"] {
            assert!(head.values(forbidden).next().is_none(), "{forbidden} was let in");
        }
        assert!(head.values("Content-Type").next().is_some(), "a form was let in");
        assert!(head.path() == HOOK_PATH || head.path() == format!("{HOOK_PATH}/"), "{}", head.path());
    }
    let scheme = Scheme::ALL[usize::from(input.scheme) % Scheme::ALL.len()];
    let signing = Signing { scheme, key: Secret::new("c2VjcmV0"), header: String::new() };
    assert!(check(&signing, &head, input.body, UnixMillis(0)).is_err(), "a signature was guessed");
});

/// Whether the secret is anywhere in the head, in clear or percent-encoded.
fn knows(head: &RequestHead, secret: Option<&str>) -> bool {
    let Some(secret) = secret.filter(|secret| !secret.trim().is_empty()) else { return false };
    head.headers.iter().any(|header| header.value.contains(secret))
        || head.target.contains(secret)
        || percent_decoded(head.target.as_bytes()).windows(secret.len()).any(|part| part == secret.as_bytes())
}

fn percent_decoded(bytes: &[u8]) -> Vec<u8> {
    let digit = |byte: u8| char::from(byte).to_digit(16);
    match bytes {
        [] => Vec::new(),
        [b'%', one, two, rest @ ..] if digit(*one).is_some() && digit(*two).is_some() => {
            let value = digit(*one).unwrap_or(0) * 16 + digit(*two).unwrap_or(0);
            [vec![value as u8], percent_decoded(rest)].concat()
        }
        [byte, rest @ ..] => [vec![*byte], percent_decoded(rest)].concat(),
    }
}
