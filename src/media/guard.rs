//! Decides whether an address may be asked: what is not plainly the public Internet is not, unless a person allows the
//! host. Pure; that only what was decided here is connected to is `http`'s care.

use core::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use super::link::Link;
use crate::words;

/// Hosts that a person allowed, whatever their addresses.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Allowed {
    /// In lower case: `host` for all its ports, or `host:port`.
    hosts: Vec<String>,
}

impl Allowed {
    pub(super) fn of(hosts: &[String]) -> Self {
        let mut allowed = Self::default();
        hosts.iter().for_each(|host| allowed.add(host));
        allowed
    }

    /// Also that one: `host` or `host:port`.
    pub(super) fn add(&mut self, host: &str) {
        let host = host.trim().to_ascii_lowercase();
        if !host.is_empty() && !self.hosts.contains(&host) {
            self.hosts.push(host);
        }
    }

    /// That one no longer.
    pub(super) fn remove(&mut self, host: &str) {
        let host = host.trim().to_ascii_lowercase();
        self.hosts.retain(|known| *known != host);
    }

    /// A person allowed it.
    pub(super) fn has(&self, link: &Link) -> bool {
        self.has_named(&link.host_and_port())
    }

    /// A person allowed that `host:port`.
    pub(super) fn has_named(&self, host_and_port: &str) -> bool {
        let host = host_and_port.rsplit_once(':').map_or(host_and_port, |(host, _)| host);
        let bare = host.trim_start_matches('[').trim_end_matches(']');
        self.hosts.iter().any(|allowed| [host_and_port, host, bare].contains(&allowed.as_str()))
    }
}

/// Passes a host with all its addresses, or says what is wrong with one of them. One bad address is enough: a name that
/// leads both to the Internet and into this network is what an attacker would make.
pub(super) fn pass(link: &Link, addresses: &[IpAddr], allowed: &Allowed) -> Result<(), String> {
    if allowed.has(link) {
        return Ok(());
    }
    let Some((ip, what)) = addresses.iter().find_map(|ip| Some((*ip, kept_away_from(*ip)?))) else {
        return Ok(());
    };
    let host = &link.host;
    let is_itself = link.ip.is_some();
    Err(if is_itself {
        say!(
            "{host} is {what}. Nothing is fetched from there unless you allow it.",
            host = host,
            what = words::say(what)
        )
    } else {
        say!(
            "{host} leads to {ip}, {what}. Nothing is fetched from there unless you allow it.",
            host = host,
            ip = ip,
            what = words::say(what)
        )
    })
}

/// What is special about an address, if nothing is fetched from such.
pub(super) fn kept_away_from(ip: IpAddr) -> Option<&'static str> {
    match ip {
        IpAddr::V4(ip) => special_v4(ip),
        IpAddr::V6(ip) => special_v6(ip),
    }
}

const THIS_COMPUTER: &str = say_later!("this computer");
const THIS_NETWORK: &str = say_later!("an address inside a private network");
const LINK_LOCAL: &str = say_later!("an address that only works on the local link, such as a cloud's metadata service");
const RESERVED: &str = say_later!("an address that no public server has");

fn special_v4(ip: Ipv4Addr) -> Option<&'static str> {
    // After the registry of special-purpose addresses (RFC 6890 and its updates).
    match ip.octets() {
        [0 | 127, ..] => Some(THIS_COMPUTER),
        [10, ..] | [172, 16..=31, ..] | [192, 168, ..] | [100, 64..=127, ..] => Some(THIS_NETWORK),
        [169, 254, ..] => Some(LINK_LOCAL),
        // Oracle's and Alibaba's metadata services live in 192.0.0.0/24 and 100.64.0.0/10; Azure's in public space.
        [192, 0, 0, _] | [168, 63, 129, 16] => Some(RESERVED),
        [192, 0, 2, _] | [198, 51, 100, _] | [203, 0, 113, _] => Some(RESERVED),
        [192, 88, 99, _] | [198, 18..=19, ..] | [192, 31, 196, _] | [192, 52, 193, _] | [192, 175, 48, _] => {
            Some(RESERVED)
        }
        [224..=255, ..] => Some(RESERVED),
        _ => None,
    }
}

fn special_v6(ip: Ipv6Addr) -> Option<&'static str> {
    let segments = ip.segments();
    let last_v4 = || {
        let [a, b] = segments[6].to_be_bytes();
        let [c, d] = segments[7].to_be_bytes();
        Ipv4Addr::new(a, b, c, d)
    };
    match segments {
        [0, 0, 0, 0, 0, 0, 0, 0 | 1] => Some(THIS_COMPUTER),
        // Mapped and compatible ones, which reach hosts of IPv4: those have addresses of their own.
        [0, 0, 0, 0, 0, 0xffff, ..] => Some(special_v4(last_v4()).unwrap_or(RESERVED)),
        [0, 0, 0, 0, ..] => Some(RESERVED),
        // How a network with IPv6 alone reaches hosts of IPv4 (RFC 6052): as good as the host behind it.
        [0x64, 0xff9b, 0, 0, 0, 0, ..] => special_v4(last_v4()),
        [0xfe80..=0xfebf, ..] => Some(LINK_LOCAL),
        [0xfc00..=0xfdff | 0xfec0..=0xfeff, ..] => Some(THIS_NETWORK),
        // Teredo, benchmarking, ORCHID and other protocols' own; documentation; 6to4.
        [0x2001, 0..=0x1ff | 0xdb8, ..] | [0x2002, ..] | [0x3fff, 0..=0xfff, ..] => Some(RESERVED),
        [0x2620, 0x4f, 0x8000, ..] => Some(RESERVED),
        // Only 2000::/3 is given to anybody.
        [0x2000..=0x3fff, ..] => None,
        _ => Some(RESERVED),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_open(ip: &str) -> bool {
        kept_away_from(ip.parse().unwrap()).is_none()
    }

    #[test]
    fn only_the_public_internet_is_open() {
        for ip in [
            "0.0.0.0",
            "0.1.2.3",
            "10.0.0.1",
            "100.64.0.1",
            "100.100.100.200",
            "100.127.255.255",
            "127.0.0.1",
            "127.255.255.255",
            "168.63.129.16",
            "169.254.169.254",
            "172.16.0.1",
            "172.31.255.255",
            "192.0.0.192",
            "192.0.2.1",
            "192.88.99.1",
            "192.168.1.1",
            "198.18.0.1",
            "198.19.255.255",
            "198.51.100.1",
            "203.0.113.1",
            "224.0.0.1",
            "239.1.1.1",
            "240.0.0.1",
            "255.255.255.255",
        ] {
            assert!(!is_open(ip), "{ip}");
        }
        for ip in [
            "::",
            "::1",
            "::2",
            "::127.0.0.1",
            "::8.8.8.8",
            "::ffff:127.0.0.1",
            "::ffff:8.8.8.8",
            "::ffff:0:127.0.0.1",
            "64:ff9b::127.0.0.1",
            "64:ff9b::10.0.0.1",
            "64:ff9b::169.254.169.254",
            "64:ff9b:1::1",
            "100::1",
            "2001::1",
            "2001:2::1",
            "2001:10::1",
            "2001:db8::1",
            "2002:7f00:1::",
            "2002:a00:1::1",
            "3fff::1",
            "5f00::1",
            "fc00::1",
            "fd00:ec2::254",
            "fe80::1",
            "febf::1",
            "fec0::1",
            "ff02::1",
            "ffff::1",
            "4000::1",
        ] {
            assert!(!is_open(ip), "{ip}");
        }
        for ip in [
            "1.1.1.1",
            "8.8.8.8",
            "11.0.0.1",
            "100.63.255.255",
            "100.128.0.1",
            "126.255.255.255",
            "172.15.0.1",
            "172.32.0.1",
            "192.167.1.1",
            "198.17.0.1",
            "223.255.255.255",
            "64:ff9b::8.8.8.8",
            "2001:4860:4860::8888",
            "2400:cb00::1",
            "2600::1",
            "2a00:1450::1",
        ] {
            assert!(is_open(ip), "{ip}");
        }
    }

    #[test]
    fn a_host_is_allowed_with_its_port_or_with_all_of_them() {
        let link = |text: &str| Link::parse(text).unwrap();
        let loopback = ["127.0.0.1".parse().unwrap()];
        let port = Allowed::of(&[String::from("127.0.0.1:9000")]);
        assert_eq!(pass(&link("http://127.0.0.1:9000/x"), &loopback, &port), Ok(()));
        assert!(pass(&link("http://127.0.0.1:9001/x"), &loopback, &port).is_err());
        assert!(pass(&link("http://localhost:9000/x"), &loopback, &port).is_err());
        let host = Allowed::of(&[String::from("Files.Local"), String::from("::1"), String::from("[::2]")]);
        assert_eq!(pass(&link("http://files.local:81/x"), &loopback, &host), Ok(()));
        assert!(host.has(&link("http://[::1]:5/")) && host.has(&link("http://[::2]:5/")));
        assert!(!host.has(&link("http://[::3]:5/")));
    }

    #[test]
    fn one_bad_address_of_a_host_is_enough() {
        let link = Link::parse("https://rebind.example/x").unwrap();
        let addresses = ["8.8.8.8", "10.0.0.1"].map(|ip| ip.parse().unwrap());
        let why = pass(&link, &addresses, &Allowed::default()).unwrap_err();
        assert!(why.starts_with("rebind.example leads to 10.0.0.1, an address inside a private network."), "{why}");
        assert_eq!(pass(&link, &addresses[..1], &Allowed::default()), Ok(()));
    }
}
