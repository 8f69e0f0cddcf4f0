//! How many requests are kept: what is offered in Settings, and the question before some go.

use super::LimitsAction;
use crate::bus::{Command, TrafficCommand};
use crate::inbox::{Inbox, count_label};
use crate::traffic::TrafficLimits;

/// Ages to choose from, in days.
pub const AGES_DAYS: [Option<u32>; 4] = [None, Some(7), Some(30), Some(90)];
/// Counts to choose from.
pub const COUNTS: [Option<u64>; 4] = [None, Some(10_000), Some(100_000), Some(1_000_000)];

/// "All", "30 days".
pub fn age_label(days: Option<u32>) -> String {
    days.map_or_else(|| String::from(say!("Any age")), |days| say_many!(u64::from(days), "{n} day", "{n} days"))
}

/// "Any number", "10,000".
pub fn most_label(count: Option<u64>) -> String {
    count.map_or_else(|| String::from(say!("Any number")), count_label)
}

/// Whether requests may go that stay now.
fn is_stricter(asked: TrafficLimits, now: TrafficLimits) -> bool {
    let less = |asked: Option<u64>, now: Option<u64>| asked.is_some_and(|asked| now.is_none_or(|now| asked < now));
    less(asked.most_days.map(u64::from), now.most_days.map(u64::from)) || less(asked.most_requests, now.most_requests)
}

impl Inbox {
    /// What holds at the start, as it was chosen in an earlier run.
    pub fn recall_limits(&mut self, limits: TrafficLimits) {
        self.tools.limits = limits;
    }

    /// The question before requests go, if they were asked to.
    pub fn limits_question(&self) -> Option<String> {
        let asked = self.tools.limits_asked?;
        Some(match (asked.most_days, asked.most_requests) {
            (Some(days), None) => say_many!(
                u64::from(days),
                "Requests that are older than {n} day are taken away, now and from now on. They can't be brought back. \
                 Calls stay.",
                "Requests that are older than {n} days are taken away, now and from now on. They can't be brought back. \
                 Calls stay."
            ),
            (None, Some(count)) => say!(
                "The oldest of more than {count} requests are taken away, now and from now on. They can't be brought \
                 back. Calls stay.",
                count = count_label(count)
            ),
            (Some(days), Some(count)) => say!(
                "Requests that are older than {days} days, and the oldest of more than {count} are taken away, now and \
                 from now on. They can't be brought back. Calls stay.",
                days = days,
                count = count_label(count)
            ),
            (None, None) => return None,
        })
    }

    pub(super) fn act_on_limits(&mut self, action: LimitsAction) -> Vec<Command> {
        let asked = match action {
            LimitsAction::Choose(limits) if is_stricter(limits, self.tools.limits) => {
                self.tools.limits_asked = Some(limits);
                return Vec::new();
            }
            LimitsAction::Choose(limits) => Some(limits),
            LimitsAction::Confirm => self.tools.limits_asked,
            LimitsAction::Cancel => None,
        };
        self.tools.limits_asked = None;
        let Some(limits) = asked.filter(|asked| *asked != self.tools.limits) else { return Vec::new() };
        self.tools.limits = limits;
        vec![TrafficCommand::SetLimits(limits).into()]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inbox::samples::inbox;

    fn limits(most_days: Option<u32>, most_requests: Option<u64>) -> TrafficLimits {
        TrafficLimits { most_days, most_requests }
    }

    #[test]
    fn it_asks_before_requests_go_and_not_when_more_stay() {
        let mut inbox = inbox();
        inbox.recall_limits(limits(Some(90), None));
        let stricter = limits(Some(30), None);
        assert!(inbox.act(LimitsAction::Choose(stricter).into()).is_empty());
        assert!(inbox.limits_question().unwrap().starts_with("Requests that are older than 30 days are taken away"));
        assert!(inbox.act(LimitsAction::Cancel.into()).is_empty());
        assert_eq!((inbox.limits_question(), inbox.tools.limits), (None, limits(Some(90), None)));
        inbox.act(LimitsAction::Choose(stricter).into());
        assert_eq!(inbox.act(LimitsAction::Confirm.into()), [TrafficCommand::SetLimits(stricter).into()]);
        let more = limits(None, None);
        assert_eq!(inbox.act(LimitsAction::Choose(more).into()), [TrafficCommand::SetLimits(more).into()]);
        assert!(inbox.act(LimitsAction::Choose(more).into()).is_empty());
    }

    #[test]
    fn fewer_by_count_asks_too() {
        let mut inbox = inbox();
        inbox.act(LimitsAction::Choose(limits(None, Some(10_000))).into());
        assert!(inbox.limits_question().unwrap().starts_with("The oldest of more than 10,000 requests"));
    }
}
