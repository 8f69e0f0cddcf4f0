//! What is worked out of a call once, so that lists can be found and ordered by it: stored beside the row.

use std::collections::BTreeSet;

use super::query::tokens_of;
use super::row::one_line;
use super::{Call, CallerField, IdSource, TaskKey, Tick, phone_key, tasks_of, wants_callback};

/// What is worked out of a call.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Traits {
    /// The name (or what stands for it), folded: the order by name.
    pub sort_name: String,
    /// The telephone number in the one form that all its spellings share.
    pub phone_key: Option<String>,
    /// The e-mail address, in lower case.
    pub email_key: Option<String>,
    /// The payload could not be read as the contract has it: no id of its own, or no record at all.
    pub is_unparsed: bool,
    /// Somebody is to be called back, as far as the payload tells.
    pub wants_callback: bool,
    /// What the call was about, in one line.
    pub class: Option<String>,
    /// The things to do that the platform named and does not call done, by their keys.
    pub open_tasks: Vec<TaskKey>,
    /// Those of which it calls every one done.
    pub done_tasks: Vec<TaskKey>,
}

impl Traits {
    /// Of a call.
    pub fn of(call: &Call) -> Self {
        let known = |field| call.caller.known(field);
        let country = known(CallerField::Country);
        let (done, open): (Vec<_>, Vec<_>) = tasks_of(call).into_iter().partition(|task| task.is_done);
        let open_tasks: BTreeSet<_> = open.into_iter().map(|task| task.key).collect();
        let done_tasks: BTreeSet<_> = done.into_iter().map(|task| task.key).collect();
        let done_tasks = done_tasks.difference(&open_tasks).cloned().collect();
        Self {
            sort_name: tokens_of(call.title()).map(|token| token.folded).collect::<Vec<_>>().join(" "),
            phone_key: known(CallerField::PhoneNumber).and_then(|number| phone_key(number, country)),
            email_key: known(CallerField::Email)
                .filter(|mail| mail.contains('@'))
                .map(|mail| mail.trim().to_lowercase()),
            is_unparsed: call.id_source == IdSource::Derived || call.document.fields().is_empty(),
            wants_callback: wants_callback(call),
            class: call.analysis.classification.as_deref().map(one_line).filter(|class| !class.is_empty()),
            open_tasks: open_tasks.into_iter().collect(),
            done_tasks,
        }
    }

    /// How many of the things to do that the platform named are open: what a person said of one stands above what it says.
    pub fn open_tasks_after(&self, ticks: &[Tick]) -> u32 {
        let said = |key: &TaskKey| ticks.iter().find(|tick| tick.key == *key).map(|tick| tick.is_done);
        let open = self.open_tasks.iter().filter(|key| said(key) != Some(true)).count();
        let reopened = self.done_tasks.iter().filter(|key| said(key) == Some(false)).count();
        u32::try_from(open + reopened).unwrap_or(u32::MAX)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::call::{CallId, Datum, UnixMillis};

    #[test]
    fn a_persons_ticks_stand_above_what_the_platform_says() {
        let json = r#"{"callAnalysis":{"actionItems":["Send quote","Send  QUOTE!",{"task":"Call","status":"done"}]}}"#;
        let call = Call::read(CallId::given("c").unwrap(), IdSource::Given, Datum::parse(json).unwrap());
        let traits = Traits::of(&call);
        let tick = |text, is_done| Tick { key: TaskKey::of(text), is_done, at: UnixMillis(0) };
        assert_eq!(traits.open_tasks_after(&[]), 1);
        assert_eq!(traits.open_tasks_after(&[tick("send quote", true), tick("other", false)]), 0);
        assert_eq!(traits.open_tasks_after(&[tick("send quote", false), tick("CALL", false)]), 2);
    }
}
