//! What is worked out of a call once, so that lists can be found and ordered by it: stored beside the row.

use super::query::tokens_of;
use super::{Call, CallerField, IdSource, phone_key, tasks_of, wants_callback};

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
    /// The things to do that the platform named and does not call done, by their keys.
    pub open_tasks: Vec<super::TaskKey>,
}

impl Traits {
    /// Of a call.
    pub fn of(call: &Call) -> Self {
        let known = |field| call.caller.known(field);
        let country = known(CallerField::Country);
        let mut open_tasks: Vec<_> =
            tasks_of(call).into_iter().filter(|task| !task.is_done).map(|task| task.key).collect();
        open_tasks.sort();
        open_tasks.dedup();
        Self {
            sort_name: tokens_of(call.title()).map(|token| token.folded).collect::<Vec<_>>().join(" "),
            phone_key: known(CallerField::PhoneNumber).and_then(|number| phone_key(number, country)),
            email_key: known(CallerField::Email)
                .filter(|mail| mail.contains('@'))
                .map(|mail| mail.trim().to_lowercase()),
            is_unparsed: call.id_source == IdSource::Derived || call.document.fields().is_empty(),
            wants_callback: wants_callback(call),
            open_tasks,
        }
    }
}
