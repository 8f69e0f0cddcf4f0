//! Answering otherwise on purpose: what is chosen on its page, and what is in force, in words.

use super::RehearsalAction;
use crate::bus::{Command, TrafficCommand};
use crate::inbox::{Inbox, NoticeKind};
use crate::traffic::{Rehearsal, seconds};

/// Statuses to choose from at once.
pub const STATUSES: [u16; 10] = [200, 400, 401, 404, 408, 429, 500, 502, 503, 504];
/// Delays to choose from at once, in milliseconds.
pub const DELAYS_MS: [u64; 6] = [0, 1_000, 5_000, 9_000, 11_000, 30_000];
/// Shares to choose from, of a hundred calls.
pub const PERCENTS: [u8; 4] = [10, 25, 50, 100];
/// The sender waits no longer for an answer, in milliseconds.
const SENDER_WAITS_MS: u64 = 10_000;

/// What is chosen, and counts once it is started.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RehearsalDraft {
    /// This status; our own for `None`.
    pub status: Option<u16>,
    /// What the field for another status holds; blank while it is not used.
    pub typed_status: String,
    /// This body; blank for our own.
    pub body: String,
    /// So late.
    pub delay_ms: u64,
    /// What the field for another delay holds, in seconds; blank while it is not used.
    pub typed_delay: String,
    /// For so many of a hundred calls.
    pub percent: u8,
}

impl Default for RehearsalDraft {
    fn default() -> Self {
        Self {
            status: Some(503),
            typed_status: String::new(),
            body: String::new(),
            delay_ms: 0,
            typed_delay: String::new(),
            percent: 100,
        }
    }
}

impl RehearsalDraft {
    /// What would be in force, or what stands against it.
    ///
    /// # Errors
    /// A sentence that says what to choose or to type otherwise.
    pub fn rehearsal(&self) -> Result<Rehearsal, String> {
        let status = match self.typed_status.trim() {
            "" => self.status,
            typed => match typed.parse::<u16>() {
                Ok(status @ 200..=599) => Some(status),
                _ => return Err(String::from(say!("A status is a number from 200 to 599."))),
            },
        };
        let delay_ms = match self.typed_delay.trim() {
            "" => self.delay_ms,
            typed => match typed.replace(',', ".").parse::<f64>() {
                Ok(secs) if (0.0..=Rehearsal::MOST_DELAY_MS as f64 / 1e3).contains(&secs) => {
                    (secs * 1e3).round() as u64
                }
                _ => return Err(String::from(say!("A delay is a number of seconds from 0 to 60."))),
            },
        };
        let body = (!self.body.trim().is_empty()).then(|| self.body.clone());
        let rehearsal = Rehearsal { status, body, delay_ms, percent: self.percent };
        rehearsal.problem().map_or(Ok(rehearsal), Err)
    }

    /// Chooses what is in force already.
    fn follow(&mut self, rehearsal: &Rehearsal) {
        let typed = |is_offered: bool, text: String| if is_offered { String::new() } else { text };
        self.status = rehearsal.status;
        self.typed_status =
            rehearsal.status.map_or_else(String::new, |status| typed(STATUSES.contains(&status), status.to_string()));
        self.body = rehearsal.body.clone().unwrap_or_default();
        self.delay_ms = rehearsal.delay_ms;
        self.typed_delay = typed(DELAYS_MS.contains(&rehearsal.delay_ms), secs_typed(rehearsal.delay_ms));
        self.percent = rehearsal.percent;
    }
}

/// "2", "1.5": seconds.
fn secs_typed(ms: u64) -> String {
    format!("{}", ms as f64 / 1e3)
}

/// "At once", "9 s".
pub fn delay_label(ms: u64) -> String {
    match ms {
        0 => String::from(say!("At once")),
        ms => seconds(ms),
    }
}

/// "503 after 2 s for half of the calls".
pub fn rehearsal_sentence(rehearsal: &Rehearsal) -> String {
    let what = match (rehearsal.status, rehearsal.body.is_some()) {
        (Some(status), false) => status.to_string(),
        (Some(status), true) => say!("{status} with another body", status = status),
        (None, true) => String::from(say!("another body")),
        (None, false) => String::from(say!("our own answer")),
    };
    let share = match rehearsal.percent {
        100.. => String::from(say!("every call")),
        50 => String::from(say!("half of the calls")),
        25 => String::from(say!("a quarter of the calls")),
        10 => String::from(say!("a tenth of the calls")),
        percent => say!("{percent} % of the calls", percent = percent),
    };
    match rehearsal.delay_ms {
        0 => say!("{what} for {share}", what = what, share = share),
        ms => say!("{what} after {time} for {share}", what = what, time = seconds(ms), share = share),
    }
}

impl Inbox {
    /// What the sender makes of what is chosen, in sentences.
    pub fn rehearsal_outlook(&self) -> String {
        let rehearsal = match self.tools.rehearsing.rehearsal() {
            Ok(rehearsal) => rehearsal,
            Err(obstacle) => return obstacle,
        };
        let is_late = rehearsal.delay_ms > SENDER_WAITS_MS;
        let is_refusal = rehearsal.status.is_some_and(|status| !(200..300).contains(&status));
        let then = match (is_late, is_refusal) {
            (true, _) => say!("The sender gives up after 10 s and counts the call as not delivered."),
            (false, true) => say!("The sender counts the call as not delivered."),
            (false, false) => say!("The sender counts the call as delivered."),
        };
        let sentence = rehearsal_sentence(&rehearsal);
        let (first, rest) = sentence.split_at(1);
        format!("{}{rest}. {then}", first.to_uppercase())
    }

    pub(super) fn act_on_rehearsal(&mut self, action: RehearsalAction) -> Vec<Command> {
        let draft = &mut self.tools.rehearsing;
        match action {
            RehearsalAction::Status(status) => {
                draft.status = status;
                draft.typed_status.clear();
            }
            RehearsalAction::TypeStatus(typed) => draft.typed_status = typed.chars().take(8).collect(),
            RehearsalAction::TypeBody(body) => draft.body = body,
            RehearsalAction::Delay(ms) => {
                draft.delay_ms = ms;
                draft.typed_delay.clear();
            }
            RehearsalAction::TypeDelay(typed) => draft.typed_delay = typed.chars().take(8).collect(),
            RehearsalAction::Percent(percent) => draft.percent = percent.min(100),
            RehearsalAction::Start => {
                let Ok(rehearsal) = draft.rehearsal() else { return Vec::new() };
                return vec![TrafficCommand::Rehearse(Some(rehearsal)).into()];
            }
            RehearsalAction::Stop => {
                if self.tools.rehearsal.is_none() {
                    return Vec::new();
                }
                self.notices.push(NoticeKind::Done, say!("Answers are our own again"), self.now);
                return vec![TrafficCommand::Rehearse(None).into()];
            }
        }
        Vec::new()
    }

    pub(in crate::inbox) fn rehearsal_changed(&mut self, rehearsal: Option<Rehearsal>) -> Vec<Command> {
        if let Some(rehearsal) = &rehearsal {
            self.tools.rehearsing.follow(rehearsal);
        }
        self.tools.rehearsal = rehearsal;
        Vec::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bus::Event;
    use crate::inbox::samples::inbox;

    fn rehearsal(status: Option<u16>, delay_ms: u64, percent: u8) -> Rehearsal {
        Rehearsal { status, body: None, delay_ms, percent }
    }

    #[test]
    fn it_is_off_until_it_is_started_and_stopped_again() {
        let mut inbox = inbox();
        assert_eq!(inbox.tools.rehearsal, None);
        assert!(inbox.act(RehearsalAction::Stop.into()).is_empty());
        inbox.act(RehearsalAction::TypeDelay("1,5".into()).into());
        inbox.act(RehearsalAction::Percent(50).into());
        let wanted = rehearsal(Some(503), 1_500, 50);
        assert_eq!(inbox.act(RehearsalAction::Start.into()), [TrafficCommand::Rehearse(Some(wanted.clone())).into()]);
        inbox.apply(Event::RehearsalChanged(Some(wanted.clone())));
        assert_eq!(inbox.tools.rehearsing.rehearsal(), Ok(wanted));
        assert_eq!(inbox.act(RehearsalAction::Stop.into()), [TrafficCommand::Rehearse(None).into()]);
        inbox.apply(Event::RehearsalChanged(None));
        assert_eq!(inbox.tools.rehearsal, None);
    }

    #[test]
    fn what_is_typed_is_checked_in_words() {
        let mut inbox = inbox();
        for (action, obstacle) in [
            (RehearsalAction::TypeStatus("99".into()), "A status is a number from 200 to 599."),
            (RehearsalAction::TypeStatus("abc".into()), "A status is a number from 200 to 599."),
            (RehearsalAction::Status(None), "Nothing is altered so"),
            (RehearsalAction::TypeDelay("61".into()), "A delay is a number of seconds from 0 to 60."),
            (RehearsalAction::TypeDelay("nan".into()), "A delay is a number of seconds from 0 to 60."),
        ] {
            inbox.act(action.into());
            assert!(inbox.rehearsal_outlook().starts_with(obstacle), "{}", inbox.rehearsal_outlook());
            assert!(inbox.act(RehearsalAction::Start.into()).is_empty());
        }
        inbox.act(RehearsalAction::Delay(11_000).into());
        assert_eq!(
            inbox.rehearsal_outlook(),
            "Our own answer after 11 s for every call. The sender gives up after 10 s and counts the call as not \
             delivered."
        );
    }

    #[test]
    fn what_is_in_force_is_said_in_words() {
        for (rehearsal, sentence) in [
            (rehearsal(Some(503), 2_000, 50), "503 after 2 s for half of the calls"),
            (rehearsal(None, 11_000, 100), "our own answer after 11 s for every call"),
            (rehearsal(Some(429), 0, 10), "429 for a tenth of the calls"),
            (
                Rehearsal { body: Some("{}".into()), ..rehearsal(Some(200), 500, 33) },
                "200 with another body after 500 ms for 33 % of the calls",
            ),
        ] {
            assert_eq!(rehearsal_sentence(&rehearsal), sentence);
        }
    }
}
