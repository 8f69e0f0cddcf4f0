//! Calling back: whether a call asks for it, and when and how the caller wants to be reached.
//!
//! **Invariant:** nothing here knows what time it is or where anybody is: times stay on the caller's clock until somebody
//! who knows the zone asks. What is not understood whole is kept in the caller's words.

mod agreed;
mod half;
mod phrase;
mod times;
mod way;
mod word;

pub use agreed::agreed_time;
pub use phrase::best_time;
pub use times::{BestTime, DAY_MINUTES, Day, Hours, Moment, Weekdays, Window};
pub use way::ContactWay;

use super::query::tokens_of;
use super::{Call, CallDetail, CallerField, Score, Seq, Traits, UnixMillis, tasks_of, zones_of};

/// Whether somebody is to be called back, as far as the payload tells.
pub fn wants_callback(call: &Call) -> bool {
    if is_unwanted(call) {
        return false;
    }
    let is_known = |field: &CallerField| call.caller.known(*field).is_some();
    [CallerField::ScheduledTime, CallerField::BestTimeToCall].iter().any(is_known)
        || asks_for_callback(call)
        || tasks_of(call).iter().any(|task| !task.is_done && says_call_back(&task.text))
}

/// A call as one that may be answered by another.
#[derive(Debug, Clone, PartialEq)]
pub struct Callback {
    /// Which call.
    pub seq: Seq,
    /// When it came.
    pub received_at: UnixMillis,
    /// Who.
    pub title: String,
    /// Of which company.
    pub company: Option<String>,
    /// Their number, as it was sent.
    pub phone: Option<String>,
    /// Their number in the form that all spellings share.
    pub phone_key: Option<String>,
    /// Their address, as it was sent.
    pub email: Option<String>,
    /// Their address in the form that all spellings share.
    pub email_key: Option<String>,
    /// The way they like to be reached.
    pub way: Option<ContactWay>,
    /// The zones they may be in, by their IANA names.
    pub zones: Vec<&'static str>,
    /// What was agreed on, as it was sent.
    pub agreed_said: Option<String>,
    /// What was agreed on, if it is understood.
    pub agreed: Option<Moment>,
    /// When they like to be called, as it was sent.
    pub best_said: Option<String>,
    /// When they like to be called.
    pub best: Option<BestTime>,
    /// How the call ended.
    pub outcome: Option<String>,
    /// The outcome asks for a call.
    pub is_asked: bool,
    /// How much is still to do.
    pub open_tasks: u32,
    /// The first thing that is still to do.
    pub task: Option<String>,
    /// Score.
    pub score: Option<Score>,
}

impl Callback {
    /// Of a call; `None` if the caller does not want to be called.
    pub fn of(detail: &CallDetail) -> Option<Self> {
        let call = &detail.call;
        if is_unwanted(call) {
            return None;
        }
        let known = |field| call.caller.known(field).map(str::to_owned);
        let traits = Traits::of(call);
        let row = detail.row();
        let (agreed_said, best_said) = (known(CallerField::ScheduledTime), known(CallerField::BestTimeToCall));
        let said_task = detail.said_tasks().into_iter().find(|task| !task.is_done).map(|task| task.text);
        let own_task = || detail.own_tasks.iter().find(|task| task.done_at.is_none()).map(|task| task.text.clone());
        Some(Self {
            seq: detail.seq,
            received_at: detail.received_at,
            company: row.company.filter(|_| call.is_caller_known()),
            title: row.title,
            phone: known(CallerField::PhoneNumber),
            phone_key: traits.phone_key,
            email: known(CallerField::Email),
            email_key: traits.email_key,
            way: call.caller.known(CallerField::PreferredContactMethod).and_then(ContactWay::read),
            zones: zones_of(&call.caller),
            agreed: agreed_said.as_deref().and_then(agreed_time),
            agreed_said,
            best: best_said.as_deref().map(best_time),
            best_said,
            is_asked: asks_for_callback(call),
            outcome: row.outcome,
            open_tasks: row.open_tasks,
            task: said_task.or_else(own_task).filter(|text| !text.is_empty()),
            score: row.score,
        })
    }
}

/// The outcome asks for a call: "Callback requested", "Call back later", "Follow-up required".
fn asks_for_callback(call: &Call) -> bool {
    let Some(outcome) = call.analysis.outcome.as_deref() else { return false };
    let words = folded(outcome);
    let is_follow_up = words.contains(" follow up ") || words.contains(" followup ");
    says_call_back(outcome)
        || is_follow_up && [" required ", " needed ", " needs ", " requested "].iter().any(|word| words.contains(word))
}

fn says_call_back(text: &str) -> bool {
    let words = folded(text);
    let no = [" no callback ", " no call back ", " not call ", " don t call "];
    let yes =
        [" callback ", " call back ", " calls back ", " ring back ", " phone back ", " call again ", " return call "];
    let is_call = |word: &str| words.contains(word);
    // "Call her back", "call the customer back".
    let is_split =
        words.split_once(" call ").is_some_and(|(_, rest)| rest.split(' ').take(4).any(|word| word == "back"));
    !no.iter().any(|word| is_call(word)) && (is_split || yes.iter().any(|word| is_call(word)))
}

/// The outcome says that nobody is to be called.
fn is_unwanted(call: &Call) -> bool {
    let Some(outcome) = call.analysis.outcome.as_deref() else { return false };
    let words = folded(outcome);
    [" do not call ", " don t call ", " dnc ", " wrong number ", " spam "].iter().any(|word| words.contains(word))
}

/// The words without case, a space on both sides of each.
fn folded(text: &str) -> String {
    let mut folded = String::from(" ");
    for token in tokens_of(text).take(200) {
        folded.push_str(&token.folded);
        folded.push(' ');
    }
    folded
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::call::{CallId, Datum, IdSource};

    fn call(json: &str) -> Call {
        Call::read(CallId::given("c").unwrap(), IdSource::Given, Datum::parse(json).unwrap())
    }

    #[test]
    fn a_callback_is_wanted_when_the_payload_says_so() {
        for (json, is_wanted) in [
            ("{}", false),
            (r#"{"callerDetails":{"bestTimeToCall":"Mornings"}}"#, true),
            (r#"{"callerDetails":{"bestTimeToCall":"N/A"}}"#, false),
            (r#"{"callerDetails":{"scheduledTime":"2025-01-20T10:00:00Z"}}"#, true),
            (r#"{"callAnalysis":{"callOutcome":"callback_requested"}}"#, true),
            (r#"{"callAnalysis":{"callOutcome":"Call Back Later"}}"#, true),
            (r#"{"callAnalysis":{"callOutcome":"Follow-up Required"}}"#, true),
            (r#"{"callAnalysis":{"callOutcome":"No callback needed"}}"#, false),
            (r#"{"callAnalysis":{"callOutcome":"Resolved"}}"#, false),
            (r#"{"callAnalysis":{"actionItems":["Call Ann back on Monday"]}}"#, true),
            (r#"{"callAnalysis":{"actionItems":["Send the quote"]}}"#, false),
            (r#"{"callerDetails":{"bestTimeToCall":"Mornings"},"callAnalysis":{"callOutcome":"Do Not Call"}}"#, false),
        ] {
            assert_eq!(wants_callback(&call(json)), is_wanted, "{json}");
        }
    }

    #[test]
    fn a_call_is_read_for_calling_back() {
        let json = r#"{"callerDetails":{"name":"Asha Rao","phoneNumber":"98200 12345","country":"India",
            "bestTimeToCall":"Evenings","scheduledTime":"soon","preferredContactMethod":"WhatsApp"},
            "callAnalysis":{"actionItems":["Send the quote"],"score":70}}"#;
        let detail = CallDetail::new(Seq(1), UnixMillis(0), call(json), crate::call::Triage::default(), Vec::new());
        let callback = Callback::of(&detail).unwrap();
        assert_eq!(callback.phone_key.as_deref(), Some("+919820012345"));
        assert_eq!((callback.way, &callback.zones[..]), (Some(ContactWay::WhatsApp), &["Asia/Kolkata"][..]));
        assert_eq!((callback.agreed, callback.agreed_said.as_deref()), (None, Some("soon")));
        assert_eq!((callback.open_tasks, callback.task.as_deref()), (1, Some("Send the quote")));
    }
}
