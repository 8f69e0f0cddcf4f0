//! Tunnels by which the platform reaches this machine. Values; who starts the programs is `tunnel`'s business.

/// The `User-Agent` of our own requests to a tunnel's public address, by which they are known in Traffic.
pub const REACH_CHECK_AGENT: &str = "call-inbox reach check";

/// A program that makes this machine reachable.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TunnelProgram {
    /// Cloudflare's `cloudflared`.
    Cloudflared,
    /// `ngrok`.
    Ngrok,
    /// `tailscale`, its funnel.
    Tailscale,
}

impl TunnelProgram {
    /// In the order they are offered.
    pub const ALL: [Self; 3] = [Self::Cloudflared, Self::Ngrok, Self::Tailscale];

    /// The program's name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Cloudflared => "cloudflared",
            Self::Ngrok => "ngrok",
            Self::Tailscale => "tailscale",
        }
    }

    /// What a person should know of it before, in a sentence or two.
    pub fn remark(self) -> &'static str {
        match self {
            Self::Cloudflared => {
                "Free, without an account. Each start has a new address, which the platform has to be told anew."
            }
            Self::Ngrok => {
                "Needs an account; a free one has one address that stays. Browsers are shown a warning page first; a POST is not."
            }
            Self::Tailscale => {
                "Needs an account with Funnel enabled; the address stays. The first time, its name may take ten minutes to be known \
                 everywhere, and from this computer it may answer earlier than from outside."
            }
        }
    }
}

/// Whether a program is here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TunnelFound {
    /// Which.
    pub program: TunnelProgram,
    /// Where it is, if it is installed.
    pub path: Option<String>,
}

/// How the tunnel is.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum TunnelStatus {
    /// None runs.
    #[default]
    Off,
    /// Started; its public address is not known yet, or was not seen to answer, which takes a moment.
    Starting,
    /// Its public address answers as ours, which was seen by asking.
    Healthy,
    /// Its public address does not answer as ours; why, in a sentence.
    Unhealthy(String),
    /// It ended or could not be started; why, in a sentence.
    Failed(String),
}

/// The tunnel.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Tunnel {
    /// Which program, if one was started.
    pub program: Option<TunnelProgram>,
    /// How it is.
    pub status: TunnelStatus,
    /// Its public base URL, once it is known (`https://abc.trycloudflare.com`).
    pub public_url: Option<String>,
    /// Its last lines, for when it fails.
    pub log: Vec<String>,
    /// Which programs are here; empty while nobody looked.
    pub found: Vec<TunnelFound>,
}
