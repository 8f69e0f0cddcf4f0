//! URLs as people type them: what is wrong with one, in a sentence, and how one is shown without what is secret in it.

use crate::inbox::Inbox;
use crate::inbox::senders::MASK;

/// What stands against handing requests on to a URL, in a sentence.
pub fn url_problem(text: &str) -> Option<&'static str> {
    let text = text.trim();
    if text.is_empty() {
        return Some("Enter the URL, such as http://localhost:3000/webhook.");
    }
    let Some((scheme, rest)) = text.split_once("://") else {
        return Some("Begin the URL with http:// or https://.");
    };
    if !["http", "https"].iter().any(|known| scheme.eq_ignore_ascii_case(known)) {
        return Some("Only http and https can be sent to.");
    }
    if rest.contains(|c: char| c.is_whitespace() || c.is_control()) {
        return Some("A URL has no spaces in it.");
    }
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let (host, port) = host_and_port(authority.rsplit_once('@').map_or(authority, |(_, host)| host));
    if host.is_empty() {
        return Some("The host is missing: write it after ://, such as localhost:3000.");
    }
    let is_host = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-' | '_' | '[' | ']' | ':' | '%');
    if !host.chars().all(is_host) {
        return Some("The host has a character in it that no host has.");
    }
    match port {
        Some(port) if port.parse::<u16>().ok().is_none_or(|port| port == 0) => {
            Some("The port is a number from 1 to 65535.")
        }
        _ => None,
    }
}

/// A host and what stands after its colon. The colons of `[::1]` are its own.
fn host_and_port(text: &str) -> (&str, Option<&str>) {
    match text.rsplit_once(':') {
        Some((host, port)) if !port.contains(']') => (host, Some(port)),
        _ => (text, None),
    }
}

/// A URL without what is secret in it: a password, a key among its parameters, a long token in its path.
pub fn shown_url(url: &str) -> String {
    let Some((scheme, rest)) = url.split_once("://") else { return url.to_owned() };
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let (authority, target) = rest.split_at(end);
    let authority = match authority.rsplit_once('@') {
        Some((_, host)) => format!("{MASK}@{host}"),
        None => authority.to_owned(),
    };
    let (path, query) = target.split_once('?').map_or((target, None), |(path, query)| (path, Some(query)));
    let path = path.split('/').map(|part| if is_token(part) { MASK } else { part }).collect::<Vec<_>>().join("/");
    let query = query.map(|query| query.split('&').map(shown_pair).collect::<Vec<_>>().join("&"));
    match query {
        Some(query) => format!("{scheme}://{authority}{path}?{query}"),
        None => format!("{scheme}://{authority}{path}"),
    }
}

/// Long, with letters and digits mixed: nobody writes such a word, but programs make them.
fn is_token(part: &str) -> bool {
    const TOKEN_CHARS: usize = 20;
    let has = |test: fn(&char) -> bool| part.chars().any(|c| test(&c));
    part.chars().count() >= TOKEN_CHARS && has(char::is_ascii_digit) && has(char::is_ascii_alphabetic)
}

fn shown_pair(pair: &str) -> String {
    match pair.split_once('=') {
        Some((key, value)) if !value.is_empty() && (is_secret_name(key) || is_token(value)) => format!("{key}={MASK}"),
        _ => pair.to_owned(),
    }
}

/// A parameter or a header by this name usually holds what nobody else shall know.
pub fn is_secret_name(name: &str) -> bool {
    const WORDS: [&str; 9] =
        ["secret", "token", "authorization", "signature", "cookie", "password", "passwd", "apikey", "api-key"];
    let name = name.to_lowercase();
    WORDS.iter().any(|word| name.contains(word)) || matches!(name.as_str(), "key" | "auth" | "sig" | "api_key")
}

impl Inbox {
    /// A request's path without the secret that may stand in it.
    pub fn shown_path(&self, path: &str) -> String {
        let (bare, query) = path.split_once('?').map_or((path, None), |(bare, query)| (bare, Some(query)));
        let token = bare.strip_prefix(self.hook_path.as_str()).and_then(|rest| rest.strip_prefix('/'));
        let bare = match token.filter(|token| !token.is_empty()) {
            Some(_) => format!("{}/{MASK}", self.hook_path),
            None => bare.split('/').map(|part| if is_token(part) { MASK } else { part }).collect::<Vec<_>>().join("/"),
        };
        match query {
            Some(query) => format!("{bare}?{}", query.split('&').map(shown_pair).collect::<Vec<_>>().join("&")),
            None => bare,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_wrong_with_a_url_is_said_in_words() {
        for (url, begin) in [
            ("", "Enter the URL"),
            ("localhost:3000", "Begin the URL"),
            ("ftp://x/y", "Only http and https"),
            ("http://a b", "A URL has no spaces"),
            ("http:///x", "The host is missing"),
            ("http://:80/x", "The host is missing"),
            ("https://u:p@", "The host is missing"),
            ("http://a<b/", "The host has a character"),
            ("http://a:0/", "The port is a number"),
            ("http://a:99999", "The port is a number"),
            ("http://a:x", "The port is a number"),
        ] {
            assert!(
                url_problem(url).is_some_and(|problem| problem.starts_with(begin)),
                "{url}: {:?}",
                url_problem(url)
            );
        }
        for url in
            ["http://localhost:3000/x", "HTTPS://a.example", "http://[::1]:9/x", "http://[::1]", "http://u:p@h:1/"]
        {
            assert_eq!(url_problem(url), None, "{url}");
        }
    }

    #[test]
    fn nothing_secret_is_shown_of_a_url() {
        for (url, shown) in [
            ("http://localhost:3000/hook?x=1", "http://localhost:3000/hook?x=1"),
            ("https://ann:pw@h.example/x", "https://••••••••@h.example/x"),
            ("https://h/x?token=abc&y=2&key=", "https://h/x?token=••••••••&y=2&key="),
            ("https://h/hooks/3f9c2a7b41d84e0f9a6c/in", "https://h/hooks/••••••••/in"),
            ("https://h/a-very-long-word-of-a-path", "https://h/a-very-long-word-of-a-path"),
            ("nonsense", "nonsense"),
        ] {
            assert_eq!(shown_url(url), shown);
        }
        let inbox = crate::inbox::samples::inbox();
        for (path, shown) in [
            ("/webhook/call-completed", "/webhook/call-completed"),
            ("/webhook/call-completed/abc?x=1", "/webhook/call-completed/••••••••?x=1"),
            ("/hook/3f9c2a7b41d84e0f9a6c?token=1", "/hook/••••••••?token=••••••••"),
        ] {
            assert_eq!(inbox.shown_path(path), shown);
        }
    }
}
