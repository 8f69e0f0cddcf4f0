//! What `cloudflared tunnel --url` says, on stderr: a box with the address, `INF`, `WRN` and `ERR`.

use super::{Said, base, no_way_out, urls};

/// What a line tells.
pub(super) fn read(line: &str) -> Option<Said> {
    let is_ours = |host: &str| {
        let name = host.strip_suffix(".trycloudflare.com");
        // Tunnels are asked for at `api`.
        name.is_some_and(|name| !name.is_empty() && name != "api" && !name.contains('.'))
    };
    let has = |part: &str| line.contains(part);
    let is_error = has(" ERR ") || line.starts_with("ERR ");
    if !is_error && let Some(url) = urls(line).find_map(|url| base(url, is_ours)) {
        return Some(Said::Url(url));
    }
    if has("Registered tunnel connection") || has("Connection ") && has(" registered connIndex=") {
        return Some(Said::Connected);
    }
    if has("1015") && has("error code") || has("429 Too Many Requests") {
        return Some(trouble(
            "Cloudflare gives no more tunnels to this network for now: too many were asked for. Try again in a few minutes, or \
             use another program.",
        ));
    }
    if has("failed to request quick Tunnel") || has("failed to read quick-tunnel response") {
        return Some(no_way_out("cloudflared", "Cloudflare", ""));
    }
    if has("Error unmarshaling QuickTunnel response") || has("failed to unmarshal quick Tunnel") {
        return Some(trouble(
            "Cloudflare gave no tunnel: what it answered could not be read. Its free tunnels may be out of order. Try again in a \
             few minutes, or use another program.",
        ));
    }
    if has("Unable to establish connection with Cloudflare edge")
        || has("failed to dial to edge")
        || has("edge discovery")
        || has("Failed to create new quic connection")
    {
        return Some(no_way_out("cloudflared", "Cloudflare", " It needs port 7844 to the outside, over UDP or TCP."));
    }
    if has("flag provided but not defined") || has("Incorrect Usage") {
        return Some(trouble(
            "This cloudflared does not know how it was called. It may be very old: install a newer one.",
        ));
    }
    // Ours, on purpose: see `launch`.
    if is_error && !has("Configuration file") {
        let (_, said) = line.split_once("ERR ")?;
        return Some(Said::Complaint(said.trim().to_owned()));
    }
    None
}

fn trouble(sentence: &str) -> Said {
    Said::Trouble(sentence.to_owned())
}

#[cfg(test)]
mod tests {
    use super::super::tests::all;
    use super::*;
    use crate::traffic::TunnelProgram;

    const STARTS: &str = "\
2026-05-13T07:00:00Z INF Thank you for trying Cloudflare Tunnel. Doing so, without a Cloudflare account, is a quick way to experiment and try it out. However, be aware that these account-less Tunnels have no uptime guarantee, are subject to the Cloudflare Online Services Terms of Use (https://www.cloudflare.com/website-terms/), and Cloudflare reserves the right to investigate your use of Tunnels for violations of such terms. If you intend to use Tunnels in production you should use a pre-created named tunnel by following: https://developers.cloudflare.com/cloudflare-one/connections/connect-apps
2026-05-13T07:00:00Z INF Requesting new quick Tunnel on trycloudflare.com...
2026-05-13T07:00:04Z INF +--------------------------------------------------------------------------------------------+
2026-05-13T07:00:04Z INF |  Your quick Tunnel has been created! Visit it at (it may take some time to be reachable):  |
2026-05-13T07:00:04Z INF |  https://buffalo-marco-cardiff-motel.trycloudflare.com                                     |
2026-05-13T07:00:04Z INF +--------------------------------------------------------------------------------------------+
2026-05-13T07:00:04Z ERR Configuration file /dev/null was empty
2026-05-13T07:00:04Z INF Version 2026.4.0 (Checksum 0d6d6b0a)
2026-05-13T07:00:04Z INF GOOS: linux, GOVersion: go1.24.2, GoArch: amd64
2026-05-13T07:00:04Z INF Settings: map[config:/dev/null ha-connections:1 no-autoupdate:true protocol:quic url:http://127.0.0.1:8787]
2026-05-13T07:00:04Z INF Generated Connector ID: 3f9c1d3a-1f3b-4a52-9f0e-0a4cf0c3d9a1
2026-05-13T07:00:04Z INF Initial protocol quic
2026-05-13T07:00:04Z INF ICMP proxy will use 192.168.1.20 as source for IPv4
2026-05-13T07:00:04Z INF Starting metrics server on 127.0.0.1:20241/metrics
2026-05-13T07:00:05Z INF Registered tunnel connection connIndex=0 connection=1d8b0c8f-5c3f-4d7b-8b6e-2d3f9e5f6a7b event=0 ip=198.41.192.57 location=fra08 protocol=quic
";

    fn of(text: &str) -> Vec<Said> {
        all(TunnelProgram::Cloudflared, text)
    }

    fn url() -> Said {
        Said::Url(String::from("https://buffalo-marco-cardiff-motel.trycloudflare.com"))
    }

    #[test]
    fn the_address_is_the_one_in_the_box() {
        assert_eq!(of(STARTS), [url(), Said::Connected]);
    }

    #[test]
    fn on_a_terminal_of_windows_it_is_the_same() {
        let coloured = STARTS.replace("INF", "\u{1b}[32mINF\u{1b}[0m").replace('\n', "\r\n");
        assert_eq!(of(&coloured), [url(), Said::Connected]);
    }

    #[test]
    fn no_other_address_is_ours() {
        for line in [
            "2026-05-13T07:00:00Z INF see https://developers.cloudflare.com/cloudflare-one/",
            "INF https://www.trycloudflare.com.evil.example",
            "INF https://api.trycloudflare.com",
            "INF https://trycloudflare.com",
            "INF https://a-b.trycloudflare.com/path",
            "INF http://127.0.0.1:8787",
        ] {
            assert_eq!(of(line), [], "{line}");
        }
    }

    #[test]
    fn what_stands_in_the_way_is_said_in_plain_words() {
        for (line, part) in [
            (
                "failed to request quick Tunnel: Post \"https://api.trycloudflare.com/tunnel\": dial tcp: lookup \
                 api.trycloudflare.com on 127.0.0.11:53: no such host",
                "no network",
            ),
            (
                "2026-05-13T07:00:00Z ERR Error unmarshaling QuickTunnel response: error code: 1015 error=\"invalid character \
                 'e' looking for beginning of value\" status_code=\"429 Too Many Requests\"",
                "Try again in a few minutes",
            ),
            (
                "2026-05-13T07:00:00Z ERR Error unmarshaling QuickTunnel response: <html> error=\"invalid character '<'\" \
                 status_code=\"500 Internal Server Error\"",
                "out of order",
            ),
            (
                "2026-05-13T07:00:00Z ERR Failed to create new quic connection error=\"failed to dial to edge with quic: \
                 timeout: no recent network activity\" connIndex=0 ip=198.41.200.23",
                "7844",
            ),
            ("flag provided but not defined: -no-autoupdate", "install a newer one"),
        ] {
            assert!(matches!(&of(line)[..], [Said::Trouble(why)] if why.contains(part)), "{line}: {:?}", of(line));
        }
    }

    #[test]
    fn another_error_is_kept_in_its_own_words() {
        let line = "2026-05-13T07:00:00Z ERR  error=\"Unable to reach the origin service: dial tcp 127.0.0.1:8787: connect: \
                    connection refused\" dest=https://buffalo-marco-cardiff-motel.trycloudflare.com/";
        assert!(matches!(&of(line)[..], [Said::Complaint(why)] if why.starts_with("error=\"Unable")), "{:?}", of(line));
    }
}
