//! Addresses of the net: links, mail, hosts. What stands for them is reserved for examples and leads nowhere.

use super::disguise::{Disguise, Kind};
use super::words::is_extension;

/// Whether it is one address of mail, and nothing else.
pub fn is_mail(text: &str) -> bool {
    let text = text.strip_prefix("mailto:").unwrap_or(text);
    let Some((name, host)) = text.rsplit_once('@') else { return false };
    !name.is_empty()
        && host.contains(char::is_alphanumeric)
        && !text.contains(char::is_whitespace)
        && !text.contains("://")
}

/// Another address of mail.
pub fn safe_mail(text: &str, disguise: &mut Disguise) -> String {
    let (scheme, address) = text.split_at(if text.starts_with("mailto:") { "mailto:".len() } else { 0 });
    let made =
        disguise.instead(Kind::Mail, &address.to_lowercase(), |_, number| format!("person{}@example.com", number + 1));
    format!("{scheme}{made}")
}

/// Whether it is a host or an address, with a port or without.
pub fn is_host(text: &str) -> bool {
    let host = without_port(text);
    let is_named = host.contains('.')
        && host
            .split('.')
            .all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-'))
        && host
            .rsplit('.')
            .next()
            .is_some_and(|last| last.len() >= 2 && last.bytes().all(|byte| byte.is_ascii_alphabetic()));
    is_named || is_ip(host)
}

/// Whether it is an address of the net, in numbers.
pub fn is_ip(host: &str) -> bool {
    host.trim_matches(['[', ']']).parse::<core::net::IpAddr>().is_ok()
}

/// Whether it leads to this machine.
pub fn is_here(text: &str) -> bool {
    let host = without_port(text).trim_matches(['[', ']']);
    host.eq_ignore_ascii_case("localhost") || host.parse::<core::net::IpAddr>().is_ok_and(|ip| ip.is_loopback())
}

/// Another host; one that leads to this machine stays, since much depends on that and it is nobody's own.
pub fn safe_host(text: &str, disguise: &mut Disguise) -> String {
    let host = without_port(text);
    let port = &text[host.len()..];
    let port = if port.len() > ":9999".len() { ":8080" } else { port };
    if is_here(host) {
        return format!("{host}{port}");
    }
    let made = match host.trim_matches(['[', ']']).parse() {
        Ok(core::net::IpAddr::V4(_)) => {
            disguise.instead(Kind::Host, host, |_, number| format!("192.0.2.{}", number % 250 + 1))
        }
        Ok(core::net::IpAddr::V6(_)) => {
            let made = disguise.instead(Kind::Host, host, |_, number| format!("2001:db8::{:x}", number + 1));
            if host.starts_with('[') { format!("[{made}]") } else { made }
        }
        Err(_) => String::from("example.com"),
    };
    format!("{made}{port}")
}

fn without_port(text: &str) -> &str {
    let colons = text.bytes().filter(|byte| *byte == b':').count();
    match text.rsplit_once(':') {
        Some((host, port)) if !port.is_empty() && port.bytes().all(|byte| byte.is_ascii_digit()) => {
            if colons == 1 || host.ends_with(']') { host } else { text }
        }
        _ => text,
    }
}

/// Another link: its kind, the number of its steps, the ending of its file and the names in its query stay.
pub fn safe_url(text: &str, disguise: &mut Disguise) -> String {
    let Some((scheme, rest)) = text.split_once("://") else { return safe_target(text, disguise) };
    let scheme =
        if scheme.len() <= 8 && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+.-".contains(&byte)) {
            scheme.to_owned()
        } else {
            disguise.parts(scheme)
        };
    let (authority, target) = rest.split_at(rest.find(['/', '?', '#']).unwrap_or(rest.len()));
    let port = authority.rsplit_once(':').map_or("", |(_, port)| port);
    let is_port = !port.is_empty() && port.bytes().all(|byte| byte.is_ascii_digit());
    let port = if is_port { ":8080" } else { "" };
    let host = if authority.is_empty() { "" } else { "example.com" };
    format!("{scheme}://{host}{port}{}", safe_target(target, disguise))
}

/// A path with its query and all.
pub fn safe_target(target: &str, disguise: &mut Disguise) -> String {
    let (target, fragment) = target.split_at(target.find('#').unwrap_or(target.len()));
    let (path, query) = target.split_at(target.find('?').unwrap_or(target.len()));
    let (steps, file) = path.split_at(path.rfind('/').map_or(0, |at| at + 1));
    let mut out = parts(steps, disguise);
    match file.rsplit_once('.') {
        Some((stem, ending)) if is_extension(ending) => {
            out.push_str(&parts(stem, disguise));
            out.push('.');
            out.push_str(ending);
        }
        _ => out.push_str(&parts(file, disguise)),
    }
    for (at, pair) in query.split('&').enumerate() {
        if at > 0 {
            out.push('&');
        }
        match pair.split_once('=') {
            Some((name, value)) => {
                out.push_str(&query_name(name, disguise));
                out.push('=');
                out.push_str(&parts(value, disguise));
            }
            None => out.push_str(&parts(pair, disguise)),
        }
    }
    out.push_str(&parts(fragment, disguise));
    out
}

/// Names stay, unless they are someone's.
fn query_name(name: &str, disguise: &mut Disguise) -> String {
    let bare = name.trim_start_matches('?');
    let is_plain = bare.len() <= 40
        && bare.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.[]".contains(&byte))
        && bare.bytes().filter(u8::is_ascii_digit).count() < 4
        && !disguise.is_someone(bare);
    if is_plain { name.to_owned() } else { parts(name, disguise) }
}

/// Part by part; characters that are written as percent signs by others.
fn parts(text: &str, disguise: &mut Disguise) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find('%') {
        let (before, coded) = rest.split_at(at);
        out.push_str(&disguise.parts(before));
        let made = safe_percent(coded).unwrap_or("%");
        out.push_str(made);
        rest = &coded[made.len()..];
    }
    out + &disguise.parts(rest)
}

/// What stands for a character that is written as a percent sign and two digits: a sign stays, a letter does not. `None` if
/// the text does not begin with one.
pub fn safe_percent(text: &str) -> Option<&str> {
    let code =
        text.get(1..3).filter(|_| text.starts_with('%')).and_then(|digits| u8::from_str_radix(digits, 16).ok())?;
    let is_sign = code.is_ascii() && !code.is_ascii_alphanumeric();
    Some(if is_sign { &text[..3] } else { "%78" })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_keeps_its_shape_and_leads_nowhere() {
        let mut disguise = Disguise::default();
        let made = safe_url(
            "https://files.acme.io:9443/recordings/ann-lee/call_77123.ogg?X-Sig=abc9&exp=%C3%A9%20",
            &mut disguise,
        );
        assert!(made.starts_with("https://example.com:8080/recordings/"), "{made}");
        assert!(made.contains(".ogg?X-Sig=") && made.ends_with("&exp=%78%78%20"), "{made}");
        for own in ["acme", "ann", "lee", "77123", "abc9", "9443"] {
            assert!(!made.contains(own), "{made}");
        }
        assert_eq!(safe_mail("Ann.Lee@acme.io", &mut disguise), "person1@example.com");
        assert_eq!(safe_mail("mailto:ann.lee@ACME.io", &mut disguise), "mailto:person1@example.com");
    }

    #[test]
    fn hosts_are_told_and_those_of_this_machine_stay() {
        let mut disguise = Disguise::default();
        for (host, made) in [
            ("acme.io", "example.com"),
            ("acme.io:443", "example.com:443"),
            ("203.0.113.9", "192.0.2.1"),
            ("203.0.113.9:55123", "192.0.2.1:8080"),
            ("[2a00::1]:80", "[2001:db8::2]:80"),
            ("localhost:8787", "localhost:8787"),
            ("127.0.0.1", "127.0.0.1"),
            ("[::1]:1", "[::1]:1"),
        ] {
            assert!(is_host(host) || is_here(host), "{host}");
            assert_eq!(safe_host(host, &mut disguise), made, "{host}");
        }
        assert!(!is_host("85.5") && !is_host("Mr.") && !is_host("a.b.") && !is_host("hello"));
    }
}
