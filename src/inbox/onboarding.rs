//! What the first-run screen says: the URL, the settings to paste, the curl line; and the keys that `?` shows.

use crate::bus::{ListenerState, Reach, Secret};

use super::health::hook_url;
use super::senders::{MASK, ready_url};

/// The texts of the first-run screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Onboarding {
    /// The webhook's URL; `None` while nothing listens.
    pub url: Option<String>,
    /// The lines for the agent's settings, as they may be shown.
    pub settings_json: String,
    /// The same with the secret, where senders need it.
    pub settings_json_copied: Secret,
    /// A command that sends the documentation's test call, as it may be shown.
    pub curl: String,
    /// The same with the secret, where senders need it.
    pub curl_copied: Secret,
    /// From where the URL works, in a sentence.
    pub advice: &'static str,
}

impl Onboarding {
    /// For the address that is listened on, or wanted.
    pub fn of(listener: &ListenerState, reach: Option<&Reach>, hook_path: &str) -> Self {
        let (address, is_listening) = match listener {
            ListenerState::Listening { address } => (Some(*address), true),
            ListenerState::PortTaken { address, .. } | ListenerState::Failed { address, .. } => (Some(*address), false),
            ListenerState::Starting | ListenerState::Stopped => (reach.map(|reach| reach.address), false),
        };
        let beyond = address.filter(|address| !address.ip().to_canonical().is_loopback());
        let secret = reach.zip(reach.and_then(|reach| reach.secret.as_ref()));
        let (url, copied) = match (address, beyond.zip(secret)) {
            (_, Some((address, (reach, secret)))) => {
                (ready_url(reach, address, hook_path, MASK), ready_url(reach, address, hook_path, secret.reveal()))
            }
            (Some(address), None) => (hook_url(address, hook_path), hook_url(address, hook_path)),
            (None, None) => (format!("http://127.0.0.1{hook_path}"), format!("http://127.0.0.1{hook_path}")),
        };
        Self {
            settings_json: settings_json(&url),
            settings_json_copied: Secret::new(settings_json(&copied)),
            curl: curl(&url),
            curl_copied: Secret::new(curl(&copied)),
            advice: if beyond.is_some() {
                say!(
                    "This address works in the local network and holds the secret; it is copied whole. Settings shows it."
                )
            } else {
                say!(
                    "This address works from this machine. From elsewhere, put a tunnel or a reverse proxy in front of it, with the \
                 secret that Settings makes."
                )
            },
            url: is_listening.then_some(url),
        }
    }
}

/// The lines for the agent's settings.
pub(super) fn settings_json(url: &str) -> String {
    format!("\"webhooks\": {{\n  \"postCall\": \"{url}\"\n}}")
}

fn curl(url: &str) -> String {
    format!(
        "curl -X POST {url} \\\n  -H \"Content-Type: application/json\" \\\n  -d '{{\n    \"callId\": \
                 \"test-call-123\",\n    \"recordingUri\": \"https://example.com/recording.ogg\",\n    \"callerDetails\": \
                 {{\n      \"name\": \"Test User\",\n      \"phoneNumber\": \"+1-555-000-0000\"\n    }}\n  }}'"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn beyond_this_machine_the_secret_is_copied_and_not_shown() {
        let address = "0.0.0.0:8787".parse().unwrap();
        let network_ip = Some("192.168.1.4".parse().unwrap());
        let reach = Reach { address, network_ip, secret: Some(Secret::new("s3cret")), signing: None };
        let onboarding = Onboarding::of(&ListenerState::Listening { address }, Some(&reach), "/x");
        for (shown, copied) in
            [(&onboarding.settings_json, &onboarding.settings_json_copied), (&onboarding.curl, &onboarding.curl_copied)]
        {
            assert!(shown.contains("http://192.168.1.4:8787/x/•") && !shown.contains("s3cret"), "{shown}");
            assert!(copied.reveal().contains("http://192.168.1.4:8787/x/s3cret"));
        }
    }

    #[test]
    fn the_curl_line_is_the_documentations_with_our_url() {
        let listener = ListenerState::Listening { address: "127.0.0.1:8787".parse().unwrap() };
        let onboarding = Onboarding::of(&listener, None, "/webhook/call-completed");
        assert!(onboarding.curl.starts_with("curl -X POST http://127.0.0.1:8787/webhook/call-completed \\\n"));
        assert!(onboarding.settings_json.contains("\"postCall\": \"http://127.0.0.1:8787/webhook/call-completed\""));
        assert!(onboarding.url.is_some());
        assert!(Onboarding::of(&ListenerState::Starting, None, "/x").url.is_none());
    }
}
