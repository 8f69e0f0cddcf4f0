//! Takes a link apart, strictly, and says in a sentence why one can't be used. What is sent is what was given: only
//! characters that can't stand in a request are written as browsers write them. Pure; whether the host may be asked is
//! the guard's.

use core::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Longer ones are not links. Common servers take 8 KB, some 16.
const MAX_LINK_BYTES: usize = 32 * 1024;

/// A link that can be asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Link {
    /// `https`, not `http`.
    pub(super) is_https: bool,
    /// The host in lower case: a name, or an address without brackets.
    pub(super) host: String,
    /// The address, if the host is one.
    pub(super) ip: Option<IpAddr>,
    /// As given, else that of the scheme.
    pub(super) port: u16,
    /// The whole of it as it is asked for, without the fragment.
    pub(super) text: String,
    /// Where the path begins in `text`.
    path_at: usize,
}

impl Link {
    /// Takes a link apart.
    ///
    /// # Errors
    /// Why it can't be used, in a sentence.
    pub(super) fn parse(given: &str) -> Result<Self, String> {
        let given = given.trim_matches(|letter: char| letter.is_ascii_whitespace());
        if given.len() > MAX_LINK_BYTES {
            return Err(String::from(say!("The link is too long to be one.")));
        }
        if given.chars().any(char::is_control) {
            return Err(String::from(say!(
                "The link has control characters in it, so it can't be used as it was sent."
            )));
        }
        let Some((scheme, rest)) = given.split_once("://") else {
            return Err(match given.split_once(':') {
                Some((scheme, _)) if is_scheme(scheme) => other_scheme(scheme),
                _ => String::from(say!("The link is not a web address: it does not begin with http:// or https://.")),
            });
        };
        let is_https = match scheme.to_ascii_lowercase().as_str() {
            "https" => true,
            "http" => false,
            _ if is_scheme(scheme) => return Err(other_scheme(scheme)),
            _ => return Err(String::from(say!("The link is not a web address."))),
        };
        let authority_end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
        let (authority, tail) = rest.split_at(authority_end);
        let (host, ip, port) = host_and_port(authority, is_https)?;
        let tail = tail.split('#').next().unwrap_or_default();
        let path = tail.split('?').next().unwrap_or_default();
        if path.contains('\\') {
            return Err(String::from(say!(
                "The link has a backslash in its path, which programs read in different ways."
            )));
        }
        let mut text = format!("{}://{authority}", if is_https { "https" } else { "http" });
        let path_at = text.len();
        if !tail.starts_with('/') {
            text.push('/');
        }
        push_as_sent(&mut text, tail);
        Ok(Self { is_https, host, ip, port, text, path_at })
    }

    /// Where a redirect leads to.
    ///
    /// # Errors
    /// Why it is not followed, in a sentence.
    pub(super) fn follow(&self, location: &str) -> Result<Self, String> {
        let location = location.trim_matches(|letter: char| letter.is_ascii_whitespace());
        let scheme_ends = location.find(':').filter(|at| is_scheme(&location[..*at]));
        let scheme = if self.is_https { "https" } else { "http" };
        let joined = if scheme_ends.is_some() {
            location.to_owned()
        } else if location.starts_with("//") {
            format!("{scheme}:{location}")
        } else if location.starts_with('/') {
            format!("{}{location}", &self.text[..self.path_at])
        } else {
            let query_at = self.text.find('?').unwrap_or(self.text.len());
            let folder_end = self.text[..query_at].rfind('/').map_or(query_at, |at| at + 1);
            let base = if location.starts_with('?') { query_at } else { folder_end };
            format!("{}{location}", &self.text[..base])
        };
        let link =
            Self::parse(&joined).map_err(|why| say!("The server sends us on to another link. {why}", why = why))?;
        if self.is_https && !link.is_https {
            let why = say!(
                "The server sends us on from https to http, which anybody on the way could read; it was not followed."
            );
            return Err(String::from(why));
        }
        Ok(link)
    }

    /// The host and the port, as a person allows them.
    pub(super) fn host_and_port(&self) -> String {
        if self.host.contains(':') {
            format!("[{}]:{}", self.host, self.port)
        } else {
            format!("{}:{}", self.host, self.port)
        }
    }

    /// What comes after the `?`.
    pub(super) fn query(&self) -> &str {
        self.text.split_once('?').map_or("", |(_, query)| query)
    }
}

fn is_scheme(text: &str) -> bool {
    text.starts_with(|letter: char| letter.is_ascii_alphabetic())
        && text.chars().all(|letter| letter.is_ascii_alphanumeric() || "+-.".contains(letter))
}

fn other_scheme(scheme: &str) -> String {
    let shown: String = scheme.chars().take(20).collect();
    say!("The link begins with {shown}:, and only http and https are fetched.", shown = shown)
}

fn host_and_port(authority: &str, is_https: bool) -> Result<(String, Option<IpAddr>, u16), String> {
    if authority.contains('@') {
        return Err(String::from(say!("The link carries a user name or a password; such links are not fetched.")));
    }
    if authority.contains('\\') {
        return Err(String::from(say!("The link has a backslash in its host, which programs read in different ways.")));
    }
    let (host, port, is_ipv6) = match authority.strip_prefix('[') {
        Some(rest) => {
            let (host, after) =
                rest.split_once(']').ok_or(say!("The link's host begins with a bracket and has no end."))?;
            let port = if after.is_empty() { None } else { Some(after.strip_prefix(':').unwrap_or("?")) };
            (host, port, true)
        }
        None => match authority.split_once(':') {
            Some((host, port)) => (host, Some(port), false),
            None => (authority, None, false),
        },
    };
    let port = match port {
        None => {
            if is_https {
                443
            } else {
                80
            }
        }
        Some(port) => port
            .parse::<u16>()
            .ok()
            .filter(|number| *number != 0 && port.bytes().all(|digit| digit.is_ascii_digit()))
            .ok_or(say!("The link names a port that does not exist."))?,
    };
    if is_ipv6 {
        let ip: Ipv6Addr =
            host.parse().map_err(|_| say!("The link's host is not an address of the Internet Protocol."))?;
        return Ok((ip.to_string(), Some(ip.into()), port));
    }
    let host = host.to_ascii_lowercase();
    let name = host.strip_suffix('.').unwrap_or(&host);
    if name.is_empty() {
        return Err(String::from(say!("The link names no host.")));
    }
    if !host.is_ascii() {
        return Err(String::from(say!("The link's host has letters that only its ASCII form (xn--…) can carry.")));
    }
    let is_label = |label: &str| {
        (1..=63).contains(&label.len())
            && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_')
    };
    if name.len() > 253 || !name.split('.').all(is_label) {
        return Err(String::from(say!("The link's host is not a name that a host can have.")));
    }
    if !ends_in_a_number(name) {
        return Ok((name.to_owned(), None, port));
    }
    // 127.1, 0x7f.0.0.1, 017700000001 and 2130706433 all mean 127.0.0.1 to some programs, and something else to others.
    match host.parse::<Ipv4Addr>() {
        Ok(ip) => Ok((host, Some(ip.into()), port)),
        Err(_) => {
            Err(String::from(say!("The link's host is an address in an unusual spelling; such links are not fetched.")))
        }
    }
}

/// Programs read such a host as an address.
fn ends_in_a_number(name: &str) -> bool {
    let last = name.rsplit('.').next().unwrap_or_default();
    let hex = last.strip_prefix("0x");
    last.bytes().all(|byte| byte.is_ascii_digit())
        || hex.is_some_and(|hex| hex.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

/// Writes path and query as given; what can't stand in a request is escaped, as browsers do.
fn push_as_sent(text: &mut String, tail: &str) {
    for letter in tail.chars() {
        if letter.is_ascii_graphic() && !"\"<>\\^`{|}".contains(letter) {
            text.push(letter);
        } else {
            let mut buffer = [0; 4];
            for byte in letter.encode_utf8(&mut buffer).bytes() {
                text.push('%');
                text.extend([byte >> 4, byte & 15].map(|half| char::from(b"0123456789ABCDEF"[usize::from(half)])));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(given: &str) -> String {
        Link::parse(given).unwrap().text
    }

    #[test]
    fn a_link_is_asked_for_as_it_was_sent() {
        let signed =
            "https://b.example/a%2Fb/c+d//e/../f;v=1/%zz?X-Amz-Signature=ab%2Fcd+ef&x=%20&y=[1]&z='(*)!~$,@:&e=#frag";
        assert_eq!(text(signed), signed.strip_suffix("#frag").unwrap());
        assert_eq!(text(" HTTP://Example.COM "), "http://Example.COM/");
        assert_eq!(text("http://example.com?a=b"), "http://example.com/?a=b");
    }

    #[test]
    fn what_cannot_stand_in_a_request_is_escaped_as_browsers_do() {
        assert_eq!(text("http://h.example/Über uns.ogg?q=a b|c"), "http://h.example/%C3%9Cber%20uns.ogg?q=a%20b%7Cc");
    }

    #[test]
    fn a_redirect_is_joined_to_where_it_came_from() {
        let from = Link::parse("https://a.example:8443/calls/1.ogg?sig=a/b").unwrap();
        let to = |location: &str| from.follow(location).map(|link| link.text);
        assert_eq!(to("https://b.example/x?y=%2F"), Ok(String::from("https://b.example/x?y=%2F")));
        assert_eq!(to("//b.example/x"), Ok(String::from("https://b.example/x")));
        assert_eq!(to("/x"), Ok(String::from("https://a.example:8443/x")));
        assert_eq!(to("x/2.ogg?t=1:2"), Ok(String::from("https://a.example:8443/calls/x/2.ogg?t=1:2")));
        assert_eq!(to("?t=1"), Ok(String::from("https://a.example:8443/calls/1.ogg?t=1")));
        assert!(to("http://b.example/x").is_err());
        assert!(to("file:///etc/passwd").is_err());
        assert!(Link::parse("http://a.example/").unwrap().follow("https://b.example/").is_ok());
    }

    #[test]
    fn host_and_port_are_told_apart() {
        let of = |given: &str| Link::parse(given).map(|link| link.host_and_port()).unwrap();
        assert_eq!(of("http://Files.Local./x"), "files.local:80");
        assert_eq!(of("https://10.0.0.7/x"), "10.0.0.7:443");
        assert_eq!(of("http://[::0001]:9000"), "[::1]:9000");
    }

    #[test]
    fn why_a_link_cannot_be_used_is_a_sentence() {
        for given in [
            "",
            "calls/1.ogg",
            "ftp://a.example/x",
            "file:///etc/passwd",
            "data:audio/ogg;base64,AA",
            "http://",
            "http://u:p@a.example/",
            "http://a.example:0/",
            "http://a.example:99999/",
            "http://a.example:/",
            "http://127.1/",
            "http://0x7f.1/",
            "http://2130706433/",
            "http://0177.0.0.1/",
            "http://1.2.3.4./",
            "http://[::1",
            "http://[fe80::1%25eth0]/",
            "http://a..example/",
            "http://a.example\\@b.example/",
            "http://a.example/\\b",
            "http://a b.example/",
            "http://%31%32%37.0.0.1/",
            "http://①②⑦.0.0.1/",
            "http://a.example/\r\nHost: b",
            "http:/a.example",
            "http:///a.example/x",
        ] {
            let why = Link::parse(given).expect_err(given);
            assert!(why.ends_with('.') && why.starts_with("The link"), "{given}: {why}");
        }
    }
}
