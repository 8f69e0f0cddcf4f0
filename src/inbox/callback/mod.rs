//! The queue of people to call back: what is known of it, when it is asked for again, and what a person does with it.
//!
//! **Invariant:** the order follows from the calls, the time and the zones alone; a caller's time zone is never narrowed
//! by guessing.

mod local;
mod queue;
mod standing;

pub use local::ZoneNamed;
pub use queue::CallbackEntry;
pub use standing::CallbackGroup;

use std::sync::Arc;

use jiff::tz::TimeZone;

use super::{Flight, Inbox, Motion, Screen, calendar};
use crate::bus::Command;
use crate::call::{CallDetail, Callback, Seq, TriageChange, UnixMillis};
use local::Places;

/// The least time between two readings, in milliseconds: the store looks at up to two thousand calls for each.
const SHOWN_PAUSE_MS: i64 = 1_000;
/// The same while only the number in the rail is seen.
const HIDDEN_PAUSE_MS: i64 = 15_000;
/// The order is looked at again that often, in milliseconds: clocks show minutes.
const MINUTE_MS: i64 = 60_000;

/// The queue as plain state.
#[derive(Default)]
pub struct Callbacks {
    calls: Arc<Vec<Callback>>,
    entries: Vec<CallbackEntry>,
    flight: Flight,
    /// Something changed since it was asked for.
    is_stale: bool,
    is_known: bool,
    asked_at: Option<UnixMillis>,
    ordered_at: Option<UnixMillis>,
    /// The person that keys are about, and their place.
    chosen: Option<(Seq, usize)>,
}

impl Callbacks {
    /// The person that keys are about.
    pub fn chosen(&self) -> Option<Seq> {
        self.chosen.map(|(seq, _)| seq)
    }

    /// From person to person.
    pub(super) fn step(&mut self, motion: Motion) {
        /// About what is in sight of a window.
        const PAGE: usize = 6;
        let last = self.entries.len().saturating_sub(1);
        let to = match (motion, self.chosen) {
            (Motion::First, _) | (Motion::Down | Motion::PageDown, None) => 0,
            (Motion::Last, _) | (Motion::Up | Motion::PageUp, None) => last,
            (Motion::Down, Some((_, at))) => at + 1,
            (Motion::Up, Some((_, at))) => at.saturating_sub(1),
            (Motion::PageDown, Some((_, at))) => at + PAGE,
            (Motion::PageUp, Some((_, at))) => at.saturating_sub(PAGE),
        };
        let to = to.min(last);
        self.chosen = self.entries.get(to).map(|entry| (entry.seq, to));
    }

    /// After the order changed: the same person, or whoever took their place.
    fn choose_again(&mut self) {
        let Some((seq, at)) = self.chosen else { return };
        let same = self.entries.iter().position(|entry| entry.seqs.contains(&seq));
        let to = same.unwrap_or_else(|| at.min(self.entries.len().saturating_sub(1)));
        self.chosen = self.entries.get(to).map(|entry| (entry.seq, to));
    }

    /// The people to call back, the most urgent first.
    pub fn entries(&self) -> &[CallbackEntry] {
        &self.entries
    }

    /// How many can be called now; `None` until it is known.
    pub fn now_count(&self) -> Option<u64> {
        let count = self.entries.iter().filter(|entry| entry.group == CallbackGroup::Now).count();
        self.is_known.then_some(count as u64)
    }

    /// It was read at least once.
    pub fn is_known(&self) -> bool {
        self.is_known
    }

    pub(super) fn spoil(&mut self) {
        self.is_stale = true;
    }
}

impl Inbox {
    /// When the queue is to be looked at again, at the latest.
    pub fn callbacks_due_at(&self) -> UnixMillis {
        let queue = &self.callbacks;
        let pause = if self.screen == Screen::Callbacks { SHOWN_PAUSE_MS } else { HIDDEN_PAUSE_MS };
        let is_wanted = queue.flight == Flight::Idle && (queue.is_stale || queue.asked_at.is_none());
        let reading = queue.asked_at.map_or(i64::MIN, |at| at.0 + pause);
        // To the full minute, as clocks are.
        let ordering = queue.ordered_at.map_or(i64::MAX, |at| (at.0.div_euclid(MINUTE_MS) + 1) * MINUTE_MS);
        UnixMillis(if is_wanted { reading.min(ordering) } else { ordering })
    }

    /// A frame is to be drawn when [`Self::callbacks_due_at`] comes: clocks are in sight, or what is shown is out of date.
    pub fn is_waiting_for_callbacks(&self) -> bool {
        let queue = &self.callbacks;
        self.screen == Screen::Callbacks || queue.flight == Flight::Idle && queue.is_stale
    }

    /// Reads the queue again, or puts it in order again, if it is time for that.
    pub(super) fn refresh_callbacks(&mut self) -> Vec<Command> {
        if self.callbacks_due_at() > self.now {
            return Vec::new();
        }
        self.order_callbacks();
        let queue = &mut self.callbacks;
        let pause = if self.screen == Screen::Callbacks { SHOWN_PAUSE_MS } else { HIDDEN_PAUSE_MS };
        let may_ask = queue.asked_at.is_none_or(|at| at.0 + pause <= self.now.0);
        if !(queue.is_stale || queue.asked_at.is_none()) || !may_ask || !queue.flight.ask() {
            return Vec::new();
        }
        (queue.is_stale, queue.asked_at) = (false, Some(self.now));
        vec![Command::LoadCallbacks]
    }

    pub(super) fn callbacks_loaded(&mut self, calls: Arc<Vec<Callback>>) {
        self.callbacks.flight.landed();
        self.callbacks.calls = calls;
        self.callbacks.is_known = true;
        self.order_callbacks();
    }

    /// A question failed; it is asked again when there is reason to.
    pub(super) fn callbacks_failed(&mut self) {
        if self.callbacks.flight != Flight::Idle {
            self.callbacks.flight = Flight::Idle;
            self.callbacks.is_stale = true;
        }
    }

    fn order_callbacks(&mut self) {
        let entries = queue::queue(&self.callbacks.calls, self.now, &self.zone, self.zone_named);
        self.callbacks.entries = entries;
        self.callbacks.choose_again();
        self.callbacks.ordered_at = Some(self.now);
    }

    /// Keys can go from person to person.
    pub fn has_people(&self) -> bool {
        self.screen == Screen::Callbacks && !self.callbacks.entries.is_empty()
    }

    /// The person that keys are about, while they are in sight.
    pub(super) fn person_chosen(&self) -> Option<Seq> {
        self.callbacks.chosen().filter(|_| self.screen == Screen::Callbacks)
    }

    /// Marks every waiting call of a person done.
    pub(super) fn callback_done(&mut self, seq: Seq) -> Vec<Command> {
        let Some(entry) = self.callbacks.entries.iter().find(|entry| entry.seq == seq) else { return Vec::new() };
        let (seqs, name) = (entry.seqs.clone(), entry.name.clone());
        let what = say_many!(seqs.len(), "{name} marked done", "{n} calls of {name} marked done", name = name);
        // They leave the queue at once; the store's answer follows.
        let calls = self.callbacks.calls.iter().filter(|call| !seqs.contains(&call.seq)).cloned().collect();
        self.callbacks.calls = Arc::new(calls);
        self.order_callbacks();
        self.callbacks.spoil();
        let mut seqs = seqs;
        seqs.sort_unstable();
        self.mark_as(what, Arc::new(seqs), TriageChange::Done(true))
    }

    /// Saves what was agreed on for a calendar.
    pub(super) fn save_calendar(&mut self, seq: Seq) -> Vec<Command> {
        let Some(entry) = self.callbacks.entries.iter().find(|entry| entry.seq == seq) else { return Vec::new() };
        let Some(at) = entry.appointment else { return Vec::new() };
        let (file_name, text) = calendar::appointment(entry, at, self.now);
        vec![Command::SaveCalendar { file_name, text }]
    }
}

/// How a caller likes to be reached, in a line for the open call: "10:12 there now · Prefers WhatsApp, “Mornings”": what may
/// be cut off last comes first. `None`
/// when nothing is known.
pub fn callback_line(detail: &CallDetail, now: UnixMillis, zone: &TimeZone, zone_named: ZoneNamed) -> Option<String> {
    let callback = Callback::of(detail)?;
    let places = Places::of(&callback.zones, now, zone, zone_named);
    let way = callback.way.map(|way| say!("Prefers {way}", way = way.label()));
    let best = callback.best_said.map(|said| format!("“{}”", said.split_whitespace().collect::<Vec<_>>().join(" ")));
    let wish = [way, best].into_iter().flatten().collect::<Vec<_>>().join(", ");
    let clock = places.clock().map(|clock| say!("{clock} there now", clock = clock));
    let parts: Vec<String> = [clock, Some(wish).filter(|wish| !wish.is_empty())].into_iter().flatten().collect();
    (!parts.is_empty()).then(|| parts.join(" · "))
}

#[cfg(test)]
pub(super) mod samples {
    //! Zones and calls for the tests of this folder.

    use super::*;
    use crate::call::{Call, CallId, Datum, IdSource, Triage};

    /// Winter time of the zones that the tests name.
    pub fn zone_named(name: &str) -> Option<TimeZone> {
        let minutes = match name {
            "Asia/Kolkata" => 330,
            "America/New_York" | "America/Detroit" => -300,
            "America/Chicago" => -360,
            "America/Los_Angeles" => -480,
            _ => return None,
        };
        Some(TimeZone::fixed(jiff::tz::Offset::from_seconds(minutes * 60).unwrap()))
    }

    pub fn at(text: &str) -> UnixMillis {
        UnixMillis(text.parse::<jiff::Timestamp>().unwrap().as_millisecond())
    }

    pub fn queue_of(calls: &[Callback], now: UnixMillis) -> Vec<CallbackEntry> {
        queue::queue(calls, now, &TimeZone::UTC, zone_named)
    }

    pub fn callback(seq: i64, received_at: &str, json: &str) -> Callback {
        let call = Call::read(CallId::given(&format!("c{seq}")).unwrap(), IdSource::Given, Datum::parse(json).unwrap());
        let detail = CallDetail::new(Seq(seq), at(received_at), call, Triage::default(), Vec::new());
        Callback::of(&detail).unwrap()
    }
}

#[cfg(test)]
mod tests {
    use super::super::Action;
    use super::super::samples::{detail, inbox};
    use super::samples::{at, callback, zone_named};
    use super::*;
    use crate::bus::Event;

    const ASHA: &str = r#"{"callerDetails":{"name":"Asha","phoneNumber":"+919820012345","bestTimeToCall":"any time"}}"#;

    fn filled() -> Inbox {
        let mut inbox = inbox();
        inbox.now = at("2025-12-12T06:00:00Z");
        inbox.zone_named = zone_named;
        assert_eq!(inbox.act(Action::RefreshCallbacks), [Command::LoadCallbacks]);
        let calls = [3, 2, 1].map(|seq| callback(seq, "2025-12-12T05:00:00Z", ASHA)).to_vec();
        inbox.apply(Event::CallbacksLoaded(Arc::new(calls)));
        inbox
    }

    #[test]
    fn the_queue_is_read_once_and_again_after_a_pause_when_something_changed() {
        let mut inbox = filled();
        assert_eq!(inbox.callbacks.now_count(), Some(1));
        assert!(inbox.act(Action::RefreshCallbacks).is_empty());
        inbox.apply(Event::CallChanged(Box::new(detail(9, "{}").row())));
        assert!(inbox.act(Action::RefreshCallbacks).is_empty());
        inbox.tick(UnixMillis(inbox.now.0 + HIDDEN_PAUSE_MS));
        assert_eq!(inbox.act(Action::RefreshCallbacks), [Command::LoadCallbacks]);
    }

    #[test]
    fn clocks_go_on_without_asking() {
        let mut inbox = filled();
        assert_eq!(inbox.callbacks.entries()[0].local_clock.as_deref(), Some("11:30"));
        inbox.tick(UnixMillis(inbox.now.0 + MINUTE_MS));
        assert!(inbox.act(Action::RefreshCallbacks).is_empty());
        assert_eq!(inbox.callbacks.entries()[0].local_clock.as_deref(), Some("11:31"));
    }

    #[test]
    fn done_is_done_for_all_calls_of_a_person_and_can_be_undone() {
        let mut inbox = filled();
        let commands = inbox.act(Action::CallbackDone(Seq(3)));
        let seqs = Arc::new(vec![Seq(1), Seq(2), Seq(3)]);
        assert!(
            matches!(&commands[0], Command::Mark { seqs: marked, change: TriageChange::Done(true), .. } if *marked == seqs)
        );
        assert!(inbox.callbacks.entries().is_empty());
        let Command::Mark { ticket, .. } = commands[0] else { unreachable!() };
        let back = vec![(seqs.to_vec(), TriageChange::Done(false))];
        inbox.apply(Event::Marked { ticket, marked: 3, of: 3, back });
        let back = inbox.act(Action::Undo);
        assert!(back.iter().any(|command| matches!(command, Command::Mark { change: TriageChange::Done(false), .. })));
    }

    #[test]
    fn a_call_opened_from_the_queue_leads_back_to_it_and_undo_stays_there() {
        let mut inbox = filled();
        inbox.act(Action::OpenScreen(Screen::Callbacks));
        inbox.act(Action::CallbackDone(Seq(3)));
        inbox.act(Action::Undo);
        assert_eq!((inbox.screen, inbox.list.selected()), (Screen::Callbacks, None));
        inbox.act(Action::SelectCall(Seq(2)));
        assert_eq!(inbox.screen, Screen::Calls);
        inbox.act(Action::Back);
        assert_eq!(inbox.screen, Screen::Callbacks);
        inbox.act(Action::Back);
        inbox.act(Action::SelectCall(Seq(2)));
        inbox.act(Action::Back);
        assert_eq!((inbox.screen, inbox.list.selected()), (Screen::Calls, None));
    }

    #[test]
    fn a_failed_question_is_asked_again_later() {
        let mut inbox = inbox();
        inbox.act(Action::RefreshCallbacks);
        inbox.apply(Event::CommandFailed { what: "Reading".into(), why: "gone".into() });
        inbox.tick(UnixMillis(inbox.now.0 + HIDDEN_PAUSE_MS));
        assert_eq!(inbox.act(Action::RefreshCallbacks), [Command::LoadCallbacks]);
    }

    #[test]
    fn keys_go_from_person_to_person_and_work_them_off() {
        let mut inbox = inbox();
        inbox.act(Action::OpenScreen(Screen::Callbacks));
        let json = |name: &str| format!(r#"{{"callerDetails":{{"name":"{name}","bestTimeToCall":"soon"}}}}"#);
        let calls = [(3, "Cleo"), (2, "Ben"), (1, "Asha")];
        let calls = calls.map(|(seq, name)| callback(seq, "2025-12-12T04:00:00Z", &json(name)));
        inbox.apply(Event::CallbacksLoaded(Arc::new(calls.to_vec())));
        let order: Vec<Seq> = inbox.callbacks.entries().iter().map(|entry| entry.seq).collect();
        assert_eq!(inbox.person_chosen(), None);
        inbox.act(Action::Move(Motion::Down));
        inbox.act(Action::Move(Motion::Down));
        assert_eq!(inbox.person_chosen(), Some(order[1]));
        inbox.act(Action::ToggleDone);
        assert_eq!((inbox.callbacks.entries().len(), inbox.person_chosen()), (2, Some(order[2])));
        inbox.act(Action::Move(Motion::First));
        let commands = inbox.act(Action::OpenHere);
        assert!(commands.contains(&Command::LoadCall { seq: order[0] }), "{commands:?}");
        assert_eq!(inbox.person_chosen(), None);
    }

    #[test]
    fn a_line_says_how_and_when_to_call() {
        let now = at("2025-12-12T04:42:00Z");
        let line = |json: &str| callback_line(&detail(1, json), now, &TimeZone::UTC, zone_named);
        let all =
            r#"{"callerDetails":{"country":"India","preferredContactMethod":"WhatsApp","bestTimeToCall":"Mornings"}}"#;
        assert_eq!(line(all).as_deref(), Some("10:12 there now · Prefers WhatsApp, “Mornings”"));
        assert_eq!(line(r#"{"callerDetails":{"country":"India"}}"#).as_deref(), Some("10:12 there now"));
        assert_eq!(line("{}"), None);
    }
}
