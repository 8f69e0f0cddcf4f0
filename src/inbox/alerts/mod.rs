//! What a person is told outside the window, and when: calls that arrive while they look elsewhere, a burst of them at once.
//! How it is shown is the window's affair.
//!
//! **Invariant:** only calls that were never here before are told; nothing while the window has the keyboard, or while the
//! person does not want to be disturbed.

mod prefs;

pub use prefs::{AlertPrefs, QuietHours};

use super::{Inbox, NoticeKind, sentence_case, until_label};
use crate::bus::Command;
use crate::call::{CallRow, Seq, UnixMillis};

/// A burst is over when nothing came for that long, in milliseconds.
const BURST_MS: i64 = 2_000;
/// A burst that does not end is told all the same.
const LONGEST_BURST_MS: i64 = 6_000;
/// Bursts that follow so soon are one message with a growing count rather than one below the other, in milliseconds.
const SAME_MESSAGE_MS: i64 = 60_000;
/// When a day's quiet ends that is to last "until tomorrow", as a person would type it.
const TOMORROW: &str = "tomorrow 8:00";

/// A change to what is told.
#[derive(Debug, Clone, PartialEq)]
pub enum AlertAction {
    /// So it shall be.
    Choose(AlertPrefs),
    /// Nothing until tomorrow morning.
    QuietUntilTomorrow,
    /// That is over.
    EndQuiet,
    /// Show how it looks, whatever is chosen.
    Test,
}

impl From<AlertAction> for super::Action {
    fn from(action: AlertAction) -> Self {
        Self::Alerts(action)
    }
}

/// A message for outside the window.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alert {
    /// Its headline.
    pub title: String,
    /// What it says.
    pub text: String,
    /// The call to open when it is clicked.
    pub seq: Option<Seq>,
    /// To be heard.
    pub has_sound: bool,
    /// It takes the place of the one before.
    pub replaces: bool,
    /// Asked for by the person: whether it works is to be said.
    pub is_test: bool,
}

/// What came while nobody looked and was not told yet.
#[derive(Debug, Clone, PartialEq)]
struct Burst {
    since: UnixMillis,
    last: UnixMillis,
    count: u64,
    newest: Seq,
    title: String,
    outcome: Option<String>,
}

/// What is told outside the window.
#[derive(Debug, Default)]
pub struct Alerts {
    /// What the person chose.
    pub prefs: AlertPrefs,
    /// The window has the keyboard.
    is_watched: bool,
    burst: Option<Burst>,
    /// When something was told last since the person looked, and how many calls it was about in all.
    told: Option<(UnixMillis, u64)>,
    test: Option<Alert>,
}

impl Alerts {
    pub(super) fn arrived(&mut self, row: &CallRow, now: UnixMillis) {
        if self.is_watched || !self.prefs.is_on {
            return;
        }
        let before = self.burst.take();
        self.burst = Some(Burst {
            since: before.as_ref().map_or(now, |burst| burst.since),
            last: now,
            count: before.map_or(0, |burst| burst.count) + 1,
            newest: row.seq,
            title: row.title.clone(),
            outcome: row.outcome.clone(),
        });
    }

    /// When there is something to be told.
    pub fn due_at(&self) -> Option<UnixMillis> {
        if self.test.is_some() {
            return Some(UnixMillis(i64::MIN));
        }
        let burst = self.burst.as_ref()?;
        Some(UnixMillis((burst.last.0 + BURST_MS).min(burst.since.0 + LONGEST_BURST_MS)))
    }

    fn message(&self, burst: Burst, now: UnixMillis) -> Alert {
        let before = self.told.filter(|(at, _)| now.0 - at.0 < SAME_MESSAGE_MS).map(|(_, count)| count);
        let count = before.unwrap_or(0) + burst.count;
        let (title, text) = match (count, self.prefs.hides_details) {
            (1, true) => (String::from(say!("New call")), String::from(say!("Open Call Inbox to see it."))),
            (_, true) => {
                (say_many!(count, "{n} new call", "{n} new calls"), String::from(say!("Open Call Inbox to see them.")))
            }
            (1, false) => {
                let outcome =
                    burst.outcome.map_or_else(|| String::from(say!("Just came in.")), |it| sentence_case(&it));
                (say!("New call: {who}", who = burst.title), outcome)
            }
            (_, false) => {
                let newest = match burst.outcome {
                    Some(outcome) => {
                        say!("The newest from {who}: {outcome}", who = burst.title, outcome = sentence_case(&outcome))
                    }
                    None => say!("The newest from {who}", who = burst.title),
                };
                (say_many!(count, "{n} new call", "{n} new calls"), newest)
            }
        };
        let has_sound = self.prefs.has_sound && before.is_none();
        Alert { title, text, seq: Some(burst.newest), has_sound, replaces: before.is_some(), is_test: false }
    }
}

impl Inbox {
    /// What was chosen in an earlier run.
    pub fn recall_alerts(&mut self, prefs: AlertPrefs) {
        self.alerts.prefs = prefs;
    }

    /// Whether the window has the keyboard. What came meanwhile is seen then, and need not be told.
    pub fn watched(&mut self, is_watched: bool) {
        self.alerts.is_watched = is_watched;
        if is_watched {
            self.alerts.burst = None;
            self.alerts.told = None;
        }
    }

    /// What is to be told outside the window now.
    pub fn take_alert(&mut self) -> Option<Alert> {
        if let Some(test) = self.alerts.test.take() {
            return Some(test);
        }
        self.alerts.due_at().filter(|due| *due <= self.now)?;
        let burst = self.alerts.burst.take()?;
        if self.alerts.prefs.is_quiet(self.now, &self.zone) {
            return None;
        }
        let alert = self.alerts.message(burst.clone(), self.now);
        let before = self.alerts.told.filter(|_| alert.replaces).map_or(0, |(_, count)| count);
        self.alerts.told = Some((self.now, before + burst.count));
        Some(alert)
    }

    /// Why nothing is told at the moment, for Settings.
    pub fn quiet_label(&self) -> Option<String> {
        let prefs = &self.alerts.prefs;
        if !prefs.is_on {
            return None;
        }
        let until = prefs.quiet_until(self.now, &self.zone)?;
        Some(say!("Nothing is told until {until}.", until = until_label(until, self.now, &self.zone)))
    }

    pub(super) fn act_on_alerts(&mut self, action: AlertAction) -> Vec<Command> {
        match action {
            AlertAction::Choose(prefs) => {
                self.alerts.prefs = prefs;
                self.alerts.burst = self.alerts.burst.take().filter(|_| prefs.is_on);
            }
            AlertAction::QuietUntilTomorrow => {
                self.alerts.prefs.quiet_until_ms =
                    super::snooze_time(TOMORROW, self.now, &self.zone).ok().map(|until| until.0);
                if let Some(sentence) = self.quiet_label() {
                    self.notices.push(NoticeKind::Done, sentence.trim_end_matches('.'), self.now);
                }
            }
            AlertAction::EndQuiet => {
                self.alerts.prefs.quiet_until_ms = None;
                self.notices.push(NoticeKind::Done, say!("New calls are told again"), self.now);
            }
            AlertAction::Test => {
                let prefs = &self.alerts.prefs;
                let (title, text) = if prefs.hides_details {
                    (say!("New call"), say!("Open Call Inbox to see it."))
                } else {
                    (say!("New call: Asha Rao"), say!("Demo scheduled (this is a test)"))
                };
                self.alerts.test = Some(Alert {
                    title: title.to_owned(),
                    text: text.to_owned(),
                    seq: None,
                    has_sound: prefs.has_sound,
                    replaces: false,
                    is_test: true,
                });
            }
        }
        Vec::new()
    }
}

#[cfg(test)]
mod tests {
    use super::super::samples::{inbox, row};
    use super::*;
    use crate::bus::Event;

    fn arrive(inbox: &mut Inbox, seq: i64, at_ms: i64) {
        inbox.tick(UnixMillis(at_ms));
        let row = CallRow { title: format!("Caller {seq}"), outcome: Some("demo scheduled".into()), ..row(seq) };
        inbox.apply(Event::CallArrived(Box::new(row)));
    }

    fn at(inbox: &mut Inbox, ms: i64) -> Option<Alert> {
        inbox.tick(UnixMillis(ms));
        inbox.take_alert()
    }

    #[test]
    fn a_call_is_told_once_with_caller_and_outcome() {
        let mut inbox = inbox();
        arrive(&mut inbox, 7, 0);
        assert_eq!(at(&mut inbox, BURST_MS - 1), None);
        let alert = at(&mut inbox, BURST_MS).unwrap();
        assert_eq!((alert.title.as_str(), alert.text.as_str()), ("New call: Caller 7", "Demo scheduled"));
        assert_eq!((alert.seq, alert.has_sound, alert.replaces), (Some(Seq(7)), true, false));
        assert_eq!((at(&mut inbox, 10_000), inbox.alerts.due_at()), (None, None));
    }

    #[test]
    fn a_burst_becomes_one_and_the_next_takes_its_place_in_silence() {
        let mut inbox = inbox();
        (1..=12).for_each(|seq| arrive(&mut inbox, seq, seq * 100));
        let alert = at(&mut inbox, 1_200 + BURST_MS).unwrap();
        let told = (alert.title.as_str(), alert.text.as_str(), alert.replaces);
        assert_eq!(told, ("12 new calls", "The newest from Caller 12: Demo scheduled", false));
        arrive(&mut inbox, 13, 10_000);
        let next = at(&mut inbox, 12_000).unwrap();
        assert_eq!((next.title.as_str(), next.replaces, next.has_sound), ("13 new calls", true, false));
        arrive(&mut inbox, 14, 12_000 + SAME_MESSAGE_MS);
        let later = at(&mut inbox, 15_000 + SAME_MESSAGE_MS).unwrap();
        assert_eq!((later.title.as_str(), later.replaces, later.has_sound), ("New call: Caller 14", false, true));
    }

    #[test]
    fn calls_that_never_stop_coming_are_told_all_the_same() {
        let mut inbox = inbox();
        for step in 0..=6 {
            arrive(&mut inbox, step + 1, step * 1_000);
        }
        assert_eq!(at(&mut inbox, LONGEST_BURST_MS).unwrap().title, "7 new calls");
    }

    #[test]
    fn who_looks_is_not_told_and_looking_begins_anew() {
        let mut inbox = inbox();
        inbox.watched(true);
        arrive(&mut inbox, 1, 0);
        inbox.watched(false);
        assert_eq!(at(&mut inbox, 5_000), None);
        arrive(&mut inbox, 2, 6_000);
        assert!(at(&mut inbox, 9_000).is_some());
        arrive(&mut inbox, 3, 10_000);
        inbox.watched(true);
        inbox.watched(false);
        assert_eq!(at(&mut inbox, 15_000), None);
        arrive(&mut inbox, 4, 16_000);
        assert_eq!(at(&mut inbox, 18_000).unwrap().title, "New call: Caller 4");
    }

    #[test]
    fn updates_and_what_is_switched_off_are_not_told() {
        let mut inbox = inbox();
        inbox.tick(UnixMillis(0));
        inbox.apply(Event::CallChanged(Box::new(row(1))));
        assert_eq!(inbox.alerts.due_at(), None);
        inbox.act(AlertAction::Choose(AlertPrefs { is_on: false, ..AlertPrefs::default() }).into());
        arrive(&mut inbox, 2, 0);
        assert_eq!(at(&mut inbox, 9_000), None);
    }

    #[test]
    fn nobody_is_disturbed_until_tomorrow_and_nothing_is_made_up_for() {
        let mut inbox = inbox();
        // Friday 12 December 2025, 11:21 UTC.
        let now = inbox.now.0;
        inbox.act(AlertAction::QuietUntilTomorrow.into());
        assert_eq!(inbox.quiet_label().as_deref(), Some("Nothing is told until Sat 08:00."));
        arrive(&mut inbox, 1, now);
        assert_eq!((at(&mut inbox, now + 5_000), inbox.alerts.due_at()), (None, None));
        arrive(&mut inbox, 2, now + 24 * 3_600_000);
        assert_eq!(at(&mut inbox, now + 24 * 3_600_000 + 5_000).unwrap().title, "New call: Caller 2");
        assert_eq!(inbox.quiet_label(), None);
    }

    #[test]
    fn details_are_hidden_where_others_could_read_them() {
        let mut inbox = inbox();
        let prefs = AlertPrefs { hides_details: true, has_sound: false, ..AlertPrefs::default() };
        inbox.recall_alerts(prefs);
        arrive(&mut inbox, 1, 0);
        let alert = at(&mut inbox, 2_000).unwrap();
        assert_eq!((alert.title.as_str(), alert.has_sound), ("New call", false));
        arrive(&mut inbox, 2, 100_000);
        arrive(&mut inbox, 3, 100_000);
        let alert = at(&mut inbox, 102_000).unwrap();
        assert!(!format!("{} {}", alert.title, alert.text).contains("Caller"), "{alert:?}");
    }

    #[test]
    fn a_test_is_shown_whatever_is_chosen() {
        let mut inbox = inbox();
        inbox.watched(true);
        inbox.act(AlertAction::QuietUntilTomorrow.into());
        inbox.act(AlertAction::EndQuiet.into());
        assert_eq!(inbox.quiet_label(), None);
        inbox.act(AlertAction::QuietUntilTomorrow.into());
        inbox.act(AlertAction::Test.into());
        assert!(inbox.alerts.due_at().is_some_and(|due| due <= inbox.now));
        assert!(inbox.take_alert().is_some_and(|alert| alert.is_test && alert.seq.is_none()));
        assert_eq!(inbox.take_alert(), None);
    }
}
