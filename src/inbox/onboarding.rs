//! What the first-run screen says: the URL, the settings to paste, the curl line; and the keys that `?` shows.

use crate::bus::ListenerState;

use super::health::hook_url;

/// The texts of the first-run screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Onboarding {
    /// The webhook's URL; `None` while nothing listens.
    pub url: Option<String>,
    /// The lines for the agent's settings.
    pub settings_json: String,
    /// A command that sends the documentation's test call.
    pub curl: String,
}

impl Onboarding {
    /// For the address that is listened on, or wanted.
    pub fn of(listener: &ListenerState, hook_path: &str) -> Self {
        let (address, is_listening) = match listener {
            ListenerState::Listening { address } => (Some(*address), true),
            ListenerState::PortTaken { address, .. } | ListenerState::Failed { address, .. } => (Some(*address), false),
            ListenerState::Starting | ListenerState::Stopped => (None, false),
        };
        let url =
            address.map_or_else(|| format!("http://127.0.0.1{hook_path}"), |address| hook_url(address, hook_path));
        Self {
            settings_json: format!("\"webhooks\": {{\n  \"postCall\": \"{url}\"\n}}"),
            curl: format!(
                "curl -X POST {url} \\\n  -H \"Content-Type: application/json\" \\\n  -d '{{\n    \"callId\": \
                 \"test-call-123\",\n    \"recordingUri\": \"https://example.com/recording.ogg\",\n    \"callerDetails\": \
                 {{\n      \"name\": \"Test User\",\n      \"phoneNumber\": \"+1-555-000-0000\"\n    }}\n  }}'"
            ),
            url: is_listening.then_some(url),
        }
    }
}

/// The keys and what they do, in groups.
pub const SHORTCUTS: &[(&str, &[(&str, &str)])] = &[
    (
        "Move",
        &[
            ("J  or  ↓", "Next call"),
            ("K  or  ↑", "Previous call"),
            ("Page Down / Up", "A screenful"),
            ("Home / End", "Newest / oldest"),
            ("Esc", "Back"),
        ],
    ),
    ("Work", &[("E", "Done, or not done"), ("S", "Star"), ("U", "Unread, or read"), ("Z", "Undo")]),
    (
        "Go",
        &[
            ("/  or  Ctrl+K", "Search"),
            ("G then I", "Inbox"),
            ("G then U", "Unread"),
            ("G then S", "Starred"),
            ("G then D", "Done"),
            ("G then A", "All calls"),
            ("G then ,", "Settings"),
            ("?", "These keys"),
        ],
    ),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_curl_line_is_the_documentations_with_our_url() {
        let listener = ListenerState::Listening { address: "127.0.0.1:8787".parse().unwrap() };
        let onboarding = Onboarding::of(&listener, "/webhook/call-completed");
        assert!(onboarding.curl.starts_with("curl -X POST http://127.0.0.1:8787/webhook/call-completed \\\n"));
        assert!(onboarding.settings_json.contains("\"postCall\": \"http://127.0.0.1:8787/webhook/call-completed\""));
        assert!(onboarding.url.is_some());
        assert!(Onboarding::of(&ListenerState::Starting, "/x").url.is_none());
    }
}
