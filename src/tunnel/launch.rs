//! How each program is called to make one local address public. Pure.

use std::net::{IpAddr, SocketAddr};

use crate::traffic::TunnelProgram;

/// A file without settings: with a `config.yml` of its own, cloudflared would follow that one's rules for our tunnel too,
/// and answer 404 to everything.
const NO_SETTINGS: &str = if cfg!(windows) { "NUL" } else { "/dev/null" };

/// The arguments that make it lead to that address.
///
/// # Errors
/// It can't lead there; why, in a sentence.
pub(super) fn arguments(program: TunnelProgram, local: SocketAddr) -> Result<Vec<String>, String> {
    let words: Vec<String> = match program {
        TunnelProgram::Cloudflared => {
            let url = format!("http://{local}");
            ["tunnel", "--no-autoupdate", "--config", NO_SETTINGS, "--url", &url].map(String::from).into()
        }
        TunnelProgram::Ngrok => {
            let target = if local.is_ipv6() { format!("http://{local}") } else { local.to_string() };
            ["http", &target, "--log", "stdout", "--log-format", "json"].map(String::from).into()
        }
        TunnelProgram::Tailscale => {
            if local.ip() != IpAddr::from([127, 0, 0, 1]) {
                return Err(format!(
                    "tailscale leads to 127.0.0.1 only, and calls are received at {}. Choose 127.0.0.1:{} in Settings.",
                    local.ip(),
                    local.port()
                ));
            }
            vec![String::from("funnel"), local.port().to_string()]
        }
    };
    Ok(words)
}

/// How a person gets it, in a sentence.
pub(super) fn how_to_get(program: TunnelProgram) -> String {
    let from = match program {
        TunnelProgram::Cloudflared => "It is free and needs no account: github.com/cloudflare/cloudflared/releases",
        TunnelProgram::Ngrok => "It needs a free account: ngrok.com/download",
        TunnelProgram::Tailscale => "It needs a free account: tailscale.com/download",
    };
    let name = program.name();
    format!("{name} is not installed, or neither on the PATH nor where it usually is. {from}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(program: TunnelProgram, local: &str) -> String {
        arguments(program, local.parse().unwrap()).unwrap().join(" ")
    }

    #[test]
    fn each_is_called_as_its_makers_say() {
        assert!(words(TunnelProgram::Cloudflared, "127.0.0.1:8787").ends_with("--url http://127.0.0.1:8787"));
        assert!(words(TunnelProgram::Cloudflared, "[::1]:1").ends_with("--url http://[::1]:1"));
        assert_eq!(words(TunnelProgram::Ngrok, "127.0.0.1:8787"), "http 127.0.0.1:8787 --log stdout --log-format json");
        assert!(words(TunnelProgram::Ngrok, "[::1]:1").starts_with("http http://[::1]:1 "));
        assert_eq!(words(TunnelProgram::Tailscale, "127.0.0.1:8787"), "funnel 8787");
    }

    #[test]
    fn where_it_can_not_lead_is_said_before() {
        let why = arguments(TunnelProgram::Tailscale, "192.168.1.4:8787".parse().unwrap()).unwrap_err();
        assert!(why.contains("192.168.1.4") && why.contains("127.0.0.1:8787"), "{why}");
    }
}
