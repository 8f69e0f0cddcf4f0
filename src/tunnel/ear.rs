//! What a program has said so far, written by the thread that reads it and looked at by the operator.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::output::{Output, Said, masked};

/// Lines kept for when it fails.
const LOG_LINES: usize = 40;

/// What a program has said.
#[derive(Debug, Default)]
pub(super) struct Heard {
    pub(super) log: VecDeque<String>,
    pub(super) url: Option<String>,
    pub(super) trouble: Option<String>,
    pub(super) complaint: Option<String>,
    /// Since they were last looked at.
    pub(super) is_connected: bool,
    pub(super) has_complained: bool,
    /// Its output is closed.
    pub(super) is_over: bool,
    /// The operator was told that there is something to look at.
    pub(super) is_told: bool,
}

impl Heard {
    /// Takes a line in.
    pub(super) fn line(&mut self, output: &mut Output, line: &str) {
        if self.log.len() == LOG_LINES {
            self.log.pop_front();
        }
        self.log.push_back(masked(line));
        match output.read(line) {
            Some(Said::Url(url)) => {
                // A secure address is not given up for another.
                if !self.url.as_ref().is_some_and(|known| known.starts_with("https:") && !url.starts_with("https:")) {
                    self.url = Some(url);
                }
                (self.trouble, self.complaint) = (None, None);
            }
            Some(Said::Connected) => {
                (self.trouble, self.complaint) = (None, None);
                self.is_connected = true;
            }
            Some(Said::Trouble(why)) => {
                self.trouble = Some(why);
                self.has_complained = true;
            }
            Some(Said::Complaint(why)) => {
                self.complaint = Some(masked(&why));
                self.has_complained = true;
            }
            None => {}
        }
    }
}

/// Shared by who reads and who decides.
pub(super) type Ear = Arc<Mutex<Heard>>;

/// What was heard so far.
pub(super) fn lock(ear: &Ear) -> MutexGuard<'_, Heard> {
    ear.lock().unwrap_or_else(PoisonError::into_inner)
}

/// One that has heard only what was said before.
pub(super) fn ear_with(log: Vec<String>) -> Ear {
    Arc::new(Mutex::new(Heard { log: log.into(), ..Heard::default() }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::traffic::TunnelProgram;

    fn heard(program: TunnelProgram, lines: &[&str]) -> Heard {
        let (mut heard, mut output) = (Heard::default(), Output::of(program));
        lines.iter().for_each(|line| heard.line(&mut output, line));
        heard
    }

    #[test]
    fn a_secure_address_is_not_given_up_for_another_but_for_a_newer_one() {
        let started = |url: &str| format!(r#"{{"msg":"started tunnel","url":"{url}"}}"#);
        let url = |urls: &[&str]| {
            let lines: Vec<_> = urls.iter().map(|url| started(url)).collect();
            heard(TunnelProgram::Ngrok, &lines.iter().map(String::as_str).collect::<Vec<_>>()).url.unwrap()
        };
        assert_eq!(url(&["http://a.example", "https://a.example"]), "https://a.example");
        assert_eq!(url(&["https://a.example", "http://a.example"]), "https://a.example");
        assert_eq!(url(&["https://a.example", "https://b.example"]), "https://b.example");
    }

    #[test]
    fn what_stood_in_the_way_is_forgotten_once_it_is_connected() {
        let lost = "2026-05-13T07:00:00Z ERR Unable to establish connection with Cloudflare edge";
        let back = "2026-05-13T07:00:09Z INF Registered tunnel connection connIndex=0";
        let in_trouble = heard(TunnelProgram::Cloudflared, &[back, lost]);
        assert!(in_trouble.trouble.is_some() && in_trouble.has_complained);
        let well = heard(TunnelProgram::Cloudflared, &[lost, back]);
        assert!(well.trouble.is_none() && well.is_connected);
    }

    #[test]
    fn the_last_lines_are_kept_without_tokens() {
        let mut lines = vec!["line"; LOG_LINES * 2];
        lines.push(r#"{"lvl":"eror","err":"Odd.\nYour authtoken: 1yaP1QLD0cV\n"}"#);
        let heard = heard(TunnelProgram::Ngrok, &lines);
        assert_eq!(heard.log.len(), LOG_LINES);
        assert!(heard.log.iter().chain(&heard.complaint).all(|line| !line.contains("1yaP1QLD0cV")), "{heard:?}");
    }
}
