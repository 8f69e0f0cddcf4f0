//! How a caller likes to be reached (`preferredContactMethod`).

use crate::call::query::tokens_of;

/// A way to reach somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ContactWay {
    /// By a call.
    Phone,
    /// By WhatsApp.
    WhatsApp,
    /// By a text message.
    Sms,
    /// By e-mail.
    Email,
}

impl ContactWay {
    /// The way that is named first; `None` if none is.
    pub fn read(text: &str) -> Option<Self> {
        let text: Vec<String> = tokens_of(text).take(12).map(|token| token.folded).collect();
        // "No calls, e-mail only": what is not wanted is not told apart from what is.
        if text.iter().any(|word| ["no", "not", "never", "don", "dont", "except"].contains(&word.as_str())) {
            return None;
        }
        text.iter().enumerate().find_map(|(at, word)| match word.as_str() {
            "whatsapp" | "wa" => Some(Self::WhatsApp),
            "sms" | "text" | "texts" => Some(Self::Sms),
            "email" | "mail" => Some(Self::Email),
            "e" if text.get(at + 1).is_some_and(|next| next == "mail") => Some(Self::Email),
            // A "WhatsApp call" is one on WhatsApp, and says so first.
            "phone" | "call" | "calls" | "telephone" | "mobile" | "cell" | "voice" | "telefon" | "telefono" => {
                Some(Self::Phone)
            }
            _ => None,
        })
    }

    /// "WhatsApp"
    pub fn label(self) -> &'static str {
        match self {
            Self::Phone => say!("a call"),
            Self::WhatsApp => "WhatsApp",
            Self::Sms => say!("a text message"),
            Self::Email => "e-mail",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ways_are_read_as_they_are_said() {
        for (text, way) in [
            ("Phone", Some(ContactWay::Phone)),
            ("phone call", Some(ContactWay::Phone)),
            ("WhatsApp message", Some(ContactWay::WhatsApp)),
            ("E-mail first", Some(ContactWay::Email)),
            ("Email", Some(ContactWay::Email)),
            ("SMS", Some(ContactWay::Sms)),
            ("text message", Some(ContactWay::Sms)),
            ("not by phone", None),
            ("carrier pigeon", None),
            ("", None),
        ] {
            assert_eq!(ContactWay::read(text), way, "{text}");
        }
    }
}
