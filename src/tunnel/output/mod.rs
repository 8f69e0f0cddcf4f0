//! What the programs say, understood: the public address, that it is connected, what stands in the way.
//!
//! **Invariant:** pure; an address is only what its program gave as ours, never one out of an advice, an error or the terms of
//! use.

mod cloudflared;
mod lines;
mod ngrok;
mod tailscale;

pub(super) use lines::{Lines, masked};

use crate::traffic::TunnelProgram;

/// What a line tells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Said {
    /// The public base URL, without a slash at the end.
    Url(String),
    /// It is connected: what stood in the way does not any more.
    Connected,
    /// What stands in the way and what to do, in sentences.
    Trouble(String),
    /// An error that we have no better words for, in its own.
    Complaint(String),
}

/// Understands one program's lines, in their order.
#[derive(Debug)]
pub(super) enum Output {
    Cloudflared,
    Ngrok(ngrok::Output),
    Tailscale(tailscale::Output),
}

impl Output {
    pub(super) fn of(program: TunnelProgram) -> Self {
        match program {
            TunnelProgram::Cloudflared => Self::Cloudflared,
            TunnelProgram::Ngrok => Self::Ngrok(ngrok::Output::default()),
            TunnelProgram::Tailscale => Self::Tailscale(tailscale::Output::default()),
        }
    }

    /// What a line tells, if it tells anything. The line is clean already.
    pub(super) fn read(&mut self, line: &str) -> Option<Said> {
        match self {
            Self::Cloudflared => cloudflared::read(line),
            Self::Ngrok(output) => output.read(line),
            Self::Tailscale(output) => output.read(line),
        }
    }
}

/// The web addresses in a line.
fn urls(line: &str) -> impl Iterator<Item = &str> {
    let is_end = |c: char| c.is_whitespace() || "|\"'<>()[]{},`".contains(c);
    let starts = line.match_indices("https://");
    starts.map(move |(at, _)| line[at..].split(is_end).next().unwrap_or_default())
}

/// A base URL: scheme, host and port, nothing behind them but a slash. As text without it.
fn base(url: &str, is_host: impl Fn(&str) -> bool) -> Option<String> {
    let (scheme, rest) = url.split_once("://")?;
    let authority = rest.strip_suffix('/').unwrap_or(rest);
    let (host, port) = authority.split_once(':').map_or((authority, None), |(host, port)| (host, Some(port)));
    let is_name = |host: &str| {
        !host.is_empty() && host.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'.')
    };
    let is_port = port.is_none_or(|port| port.parse::<u16>().is_ok());
    let host = host.to_ascii_lowercase();
    (matches!(scheme, "http" | "https") && is_name(&host) && is_port && is_host(&host)).then(|| {
        let port = port.map(|port| format!(":{port}")).unwrap_or_default();
        format!("{scheme}://{host}{port}")
    })
}

/// The program can't reach its servers.
fn no_way_out(program: &str, whose: &str, detail: &str) -> Said {
    Said::Trouble(format!(
        "{program} can't reach {whose}: there is no network, or a firewall or proxy stands between.{detail} It goes on trying \
         where it can."
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// All that a program tells with this output, in whatever pieces it comes.
    pub(super) fn all(program: TunnelProgram, text: &str) -> Vec<Said> {
        let read = |piece: usize| {
            let (mut lines, mut output) = (Lines::default(), Output::of(program));
            let mut said = Vec::new();
            for piece in text.as_bytes().chunks(piece) {
                said.extend(lines.take(piece).iter().filter_map(|line| output.read(line)));
            }
            said.extend(lines.take(b"").iter().filter_map(|line| output.read(line)));
            said
        };
        let whole = read(usize::MAX);
        assert_eq!(read(1), whole, "pieces make no difference");
        assert_eq!(read(7), whole, "pieces make no difference");
        whole
    }

    #[test]
    fn an_address_is_a_host_and_nothing_more() {
        let any = |url: &str| base(url, |_| true);
        assert_eq!(any("https://A-b.example/"), Some(String::from("https://a-b.example")));
        assert_eq!(any("https://a.example:8443/"), Some(String::from("https://a.example:8443")));
        for wrong in [
            "https://a.example/x",
            "https://u@a.example",
            "ftp://a",
            "https://",
            "https://a:b",
            "https://a?x",
            "a.example",
        ] {
            assert_eq!(any(wrong), None, "{wrong}");
        }
        assert_eq!(base("https://a.example", |host| host == "b"), None);
    }

    #[test]
    fn addresses_end_where_a_box_or_a_bracket_begins() {
        let found: Vec<_> = urls("| https://a.b |(https://c.d) \"https://e.f\"https://").collect();
        assert_eq!(found, ["https://a.b", "https://c.d", "https://e.f", "https://"]);
    }
}
