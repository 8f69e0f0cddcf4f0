//! What `tailscale funnel PORT` says in the foreground: a heading, the address below it, and whom to ask for leave before.

use super::{Said, base, urls};

/// Understands its lines.
#[derive(Debug, Default)]
pub(in crate::tunnel) struct Output {
    /// What the next address is.
    next: Next,
}

#[derive(Debug, Default, Clone, Copy, PartialEq)]
enum Next {
    #[default]
    Nothing,
    /// Ours.
    Ours,
    /// Where a person gives leave.
    Leave(&'static str),
}

const NOT_ENABLED: &str = "Funnel is not enabled in your tailnet.";
const NOT_LOGGED_IN: &str = "This computer is not signed in to Tailscale.";

impl Output {
    /// What a line tells.
    pub(super) fn read(&mut self, line: &str) -> Option<Said> {
        let has = |part: &str| line.contains(part);
        if has("Available on the internet") {
            self.next = Next::Ours;
        }
        match self.next {
            Next::Ours => {
                let is_ours = |host: &str| host.ends_with(".ts.net") && host.len() > ".ts.net".len();
                if let Some(url) = urls(line).find_map(|url| base(url, is_ours)) {
                    self.next = Next::Nothing;
                    return Some(Said::Url(url));
                }
            }
            Next::Leave(what) => {
                if let Some(url) = urls(line).find(|url| url.starts_with("https://login.tailscale.com/")) {
                    self.next = Next::Nothing;
                    return Some(Said::Trouble(format!(
                        "{what} Open {url} and agree; the tunnel then goes on by itself."
                    )));
                }
            }
            Next::Nothing => {}
        }
        if has("not enabled on your tailnet") {
            self.next = Next::Leave(NOT_ENABLED);
            return Some(trouble(&format!(
                "{NOT_ENABLED} Enable it at login.tailscale.com, then start the tunnel again."
            )));
        }
        if has("To authenticate, visit") || has("To log in") {
            self.next = Next::Leave(NOT_LOGGED_IN);
            return None;
        }
        if line.trim() == "Success." {
            return Some(Said::Connected);
        }
        known(line).or_else(|| {
            let text = line.trim();
            let said = text.strip_prefix("error:").or_else(|| text.strip_prefix("Error:"))?;
            Some(Said::Complaint(said.trim().to_owned()))
        })
    }
}

fn known(line: &str) -> Option<Said> {
    let lower = line.to_lowercase();
    let has = |part: &str| lower.contains(part);
    let sentence = if has("funnel not available") && has("https") && !has("attribute") {
        "Tailscale's funnel needs HTTPS certificates: enable them at login.tailscale.com/admin/dns, then start the tunnel again."
    } else if has("funnel not available") || has("\"funnel\" node attribute not set") {
        "Your tailnet does not let this computer use Funnel: its policy has to give it the attribute \"funnel\" \
         (tailscale.com/s/no-funnel). Then start the tunnel again."
    } else if has("not logged in") || has("logged out") || has("needslogin") {
        "This computer is not signed in to Tailscale: run \"tailscale up\", then start the tunnel again."
    } else if has("tailscale is stopped") || has("state: stopped") {
        "Tailscale is switched off on this computer: run \"tailscale up\", then start the tunnel again."
    } else if has("failed to connect to local tailscale")
        || has("is tailscaled running")
        || has("tailscaled not running")
    {
        "Tailscale's service does not run on this computer. Start it (on Linux: sudo systemctl start tailscaled), then start the \
         tunnel again."
    } else if has("access denied") || has("serve config denied") {
        "Tailscale lets only the administrator do this: run \"sudo tailscale set --operator=$USER\" once, then start the tunnel \
         again."
    } else if has("already exists under this port") || has("configuration already exists") {
        "Another funnel of this computer uses the address. End it (\"tailscale funnel reset\" ends all), then start the tunnel \
         again."
    } else if has("shields-up") {
        "Tailscale blocks incoming connections here: allow them in its settings (\"tailscale set --shields-up=false\"), then \
         start the tunnel again."
    } else if has("available within your tailnet") {
        "Tailscale shows the listener to your tailnet only, not to the internet: Funnel is not enabled. See \
         tailscale.com/s/no-funnel."
    } else {
        return None;
    };
    Some(trouble(sentence))
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
Available on the internet:

https://my-laptop.tail9f3a2.ts.net/
|-- proxy http://127.0.0.1:8787

Press Ctrl+C to exit.
";

    const ASKS_FIRST: &str = "
Funnel is not enabled on your tailnet.
To enable, visit:

         https://login.tailscale.com/f/funnel?node=nho4oGYG7X11CNTRL

Success.
";

    fn of(text: &str) -> Vec<Said> {
        all(TunnelProgram::Tailscale, text)
    }

    fn url() -> Said {
        Said::Url(String::from("https://my-laptop.tail9f3a2.ts.net"))
    }

    #[test]
    fn the_address_is_the_one_below_the_heading() {
        assert_eq!(of(STARTS), [url()]);
        assert_eq!(of(&STARTS.replace('\n', "\r\n")), [url()]);
        assert_eq!(of(&STARTS.replace(":\n\n", ":\t")), [url()]);
        let other_port = STARTS.replace(".net/", ".net:8443/");
        assert_eq!(of(&other_port), [Said::Url(String::from("https://my-laptop.tail9f3a2.ts.net:8443"))]);
    }

    #[test]
    fn leave_is_asked_for_with_its_link_and_then_it_goes_on() {
        let said = of(&format!("{ASKS_FIRST}{STARTS}"));
        let [Said::Trouble(_), Said::Trouble(why), Said::Connected, address] = &said[..] else { panic!("{said:?}") };
        assert!(why.contains("https://login.tailscale.com/f/funnel?node=nho4oGYG7X11CNTRL"), "{why}");
        assert_eq!(*address, url());
    }

    #[test]
    fn what_stands_in_the_way_is_said_in_plain_words() {
        for (line, part) in [
            ("Funnel not available; HTTPS must be enabled. See https://tailscale.com/s/https.", "certificates"),
            (
                "error: Funnel not available; \"funnel\" node attribute not set. See https://tailscale.com/s/no-funnel.",
                "policy",
            ),
            ("Logged out.", "tailscale up"),
            ("failed to connect to local tailscaled; it doesn't appear to be running", "systemctl start tailscaled"),
            ("sending serve config: Access denied: serve config denied", "--operator"),
            ("foreground already exists under this port", "tailscale funnel reset"),
            (
                "background configuration already exists, use `tailscale funnel --https=443 off` to remove the existing \
                 configuration",
                "tailscale funnel reset",
            ),
            ("updating config: Unable to turn on Funnel while shields-up is enabled", "incoming connections"),
            ("Available within your tailnet:", "not to the internet"),
        ] {
            assert!(matches!(&of(line)[..], [Said::Trouble(why)] if why.contains(part)), "{line}: {:?}", of(line));
        }
    }

    #[test]
    fn no_other_address_is_ours() {
        for text in [
            "https://my-laptop.tail9f3a2.ts.net/",
            "Available on the internet:\nhttps://tailscale.com/kb/1223/funnel",
            "Available on the internet:\nhttps://evil.example/.ts.net",
        ] {
            assert_eq!(of(text), [], "{text}");
        }
    }

    #[test]
    fn another_error_is_kept_in_its_own_words() {
        assert_eq!(of("error: it rains"), [Said::Complaint(String::from("it rains"))]);
    }
}
