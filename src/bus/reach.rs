//! Who may send, as the person chose it: where the listener can be reached, the secret it asks for, the signatures it
//! checks. Values only; a secret never shows itself in a log.

use std::fmt;
use std::net::{IpAddr, SocketAddr};

use serde::{Deserialize, Serialize};

/// A text that only its owner and the settings may show.
#[derive(Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Secret(String);

impl Secret {
    /// From its text.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The text itself; never for a log.
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// It holds nothing to be known.
    pub fn is_blank(&self) -> bool {
        self.0.trim().is_empty()
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(•••)")
    }
}

/// How the listener can be reached, and by whom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reach {
    /// Where it listens or wants to.
    pub address: SocketAddr,
    /// This machine's own address in the local network, if it has one.
    pub network_ip: Option<IpAddr>,
    /// What senders from elsewhere have to know.
    pub secret: Option<Secret>,
    /// How calls must be signed.
    pub signing: Option<Signing>,
}

/// How calls must be signed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Signing {
    /// In which manner.
    pub scheme: Scheme,
    /// The key that the platform signs with.
    pub key: Secret,
    /// The header that carries the signature, where the scheme leaves that open; blank for its usual one.
    #[serde(default)]
    pub header: String,
}

/// The manners of signing that are understood.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Scheme {
    /// `x-retell-signature: v=<ms>,d=<hex>`, over the body and the time.
    Retell,
    /// `ElevenLabs-Signature: t=<s>,v0=<hex>`, over time, dot, body.
    ElevenLabs,
    /// `X-Webhook-Signature: <hex>`, over the body.
    Bland,
    /// `X-Ultravox-Webhook-Signature` and `-Timestamp`, over the body and the time.
    Ultravox,
    /// `Sarvam-Signature` and `-Timestamp`, over time, dot, body.
    Sarvam,
    /// `webhook-id`, `-timestamp`, `-signature` (or `svix-…`), over id, dot, time, dot, body.
    StandardWebhooks,
    /// `sha256=<hex>` in a header of choice, over the body.
    Prefixed,
    /// `<hex>` in a header of choice, over the body.
    Hex,
}

impl Scheme {
    /// In the order they are offered.
    pub const ALL: [Self; 8] = [
        Self::Retell,
        Self::ElevenLabs,
        Self::Bland,
        Self::Ultravox,
        Self::Sarvam,
        Self::StandardWebhooks,
        Self::Prefixed,
        Self::Hex,
    ];

    /// What a person reads.
    pub fn label(self) -> &'static str {
        match self {
            Self::Retell => "Retell",
            Self::ElevenLabs => "ElevenLabs",
            Self::Bland => "Bland",
            Self::Ultravox => "Ultravox",
            Self::Sarvam => "Sarvam",
            Self::StandardWebhooks => "Standard Webhooks, Svix",
            Self::Prefixed => "sha256=… in a header",
            Self::Hex => "Hex in a header",
        }
    }

    /// The header that usually carries the signature.
    pub fn usual_header(self) -> &'static str {
        match self {
            Self::Retell => "x-retell-signature",
            Self::ElevenLabs => "ElevenLabs-Signature",
            Self::Bland | Self::Hex => "X-Webhook-Signature",
            Self::Ultravox => "X-Ultravox-Webhook-Signature",
            Self::Sarvam => "Sarvam-Signature",
            Self::StandardWebhooks => "webhook-signature",
            Self::Prefixed => "X-Hub-Signature-256",
        }
    }

    /// Whether the sender chooses the header.
    pub fn has_header_of_choice(self) -> bool {
        matches!(self, Self::Prefixed | Self::Hex)
    }
}

impl Signing {
    /// The header that carries the signature.
    pub fn header(&self) -> &str {
        let chosen = self.header.trim();
        if self.scheme.has_header_of_choice() && !chosen.is_empty() { chosen } else { self.scheme.usual_header() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_never_shows_itself() {
        let secret = Secret::new("k3y");
        let signing = Signing { scheme: Scheme::Hex, key: secret.clone(), header: String::new() };
        assert!(!format!("{secret:?} {signing:?}").contains("k3y"));
    }

    #[test]
    fn the_header_is_the_usual_one_unless_there_is_a_choice() {
        let of = |scheme, header: &str| {
            Signing { scheme, key: Secret::default(), header: header.into() }.header().to_owned()
        };
        assert_eq!(of(Scheme::Hex, " X-Mine "), "X-Mine");
        assert_eq!(of(Scheme::Hex, " "), "X-Webhook-Signature");
        assert_eq!(of(Scheme::Retell, "X-Mine"), "x-retell-signature");
    }
}
