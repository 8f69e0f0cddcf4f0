//! URLs as people type them: what is wrong with one, in a sentence.

/// What stands against handing requests on to a URL, in a sentence.
pub fn url_problem(text: &str) -> Option<&'static str> {
    let text = text.trim();
    if text.is_empty() {
        return Some(say!("Enter the URL, such as http://localhost:3000/webhook."));
    }
    let Some((scheme, rest)) = text.split_once("://") else {
        return Some(say!("Begin the URL with http:// or https://."));
    };
    if !["http", "https"].iter().any(|known| scheme.eq_ignore_ascii_case(known)) {
        return Some(say!("Only http and https can be sent to."));
    }
    if rest.contains(|c: char| c.is_whitespace() || c.is_control()) {
        return Some(say!("A URL has no spaces in it."));
    }
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let (host, port) = host_and_port(authority.rsplit_once('@').map_or(authority, |(_, host)| host));
    if host.is_empty() {
        return Some(say!("The host is missing: write it after ://, such as localhost:3000."));
    }
    let is_host = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-' | '_' | '[' | ']' | ':' | '%');
    if !host.chars().all(is_host) {
        return Some(say!("The host has a character in it that no host has."));
    }
    match port {
        Some(port) if port.parse::<u16>().ok().is_none_or(|port| port == 0) => {
            Some(say!("The port is a number from 1 to 65535."))
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
}
