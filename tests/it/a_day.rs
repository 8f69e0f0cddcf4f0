//! A day's work by the keyboard alone, through everything there is: calls posted to the real port, kept in a real database,
//! found, opened, tagged, ticked, put off and noted in the window, and taken back.

use std::time::Instant;

use call_inbox::call::{CallId, UnixMillis, View};
use call_inbox::inbox::{Detail, Inbox};
use egui::{Key, Modifiers};
use egui_kittest::Harness;

use crate::support::engines::Running;
use crate::support::program::{DEADLINE, post};
use crate::support::window::{Scene, window};

/// A window whose questions are answered by engines.
struct Day {
    window: Harness<'static, Scene>,
    engines: Running,
}

impl Day {
    fn begin() -> Self {
        let mut day =
            Self { window: window(Scene::empty(), 1280.0, 800.0, false), engines: Running::start("127.0.0.1:0") };
        // The engines' clock: what is put off until a time that is over comes back at once.
        day.window.state_mut().inbox.now = UnixMillis(jiff::Timestamp::now().as_millisecond());
        day.until("the list is read", |inbox| inbox.list.is_complete());
        day
    }

    /// Posts a call; returns when the window has it.
    fn arrives(&mut self, id: &str, json: &str) {
        let before = self.inbox().counts.map_or(0, |counts| counts.all);
        let body = format!(r#"{{"callId":"{id}",{json}}}"#);
        assert_eq!(post(self.engines.address, body.as_bytes()).expect("it listens").status, 200);
        self.until("the call is counted", |inbox| inbox.counts.is_some_and(|counts| counts.all > before));
    }

    fn press(&mut self, keys: &[Key]) {
        for key in keys {
            self.window.key_press(*key);
            self.window.run();
            self.hand_on();
        }
    }

    fn write(&mut self, text: &str) {
        self.window.event(egui::Event::Text(text.to_owned()));
        self.window.run();
        self.hand_on();
    }

    /// Commands to the engines.
    fn hand_on(&mut self) {
        let commands = std::mem::take(&mut self.window.state_mut().commands);
        commands.into_iter().for_each(|command| self.engines.command(command));
    }

    /// Events to the window until it is so.
    fn until(&mut self, what: &str, is_so: impl Fn(&Inbox) -> bool) {
        let deadline = Instant::now() + DEADLINE;
        self.hand_on();
        while !is_so(self.inbox()) {
            let event = self.engines.next_event(deadline).unwrap_or_else(|| panic!("it never came to be that {what}"));
            self.engines.engines().heard(&event);
            self.window.state_mut().apply(event);
            self.window.run();
            self.hand_on();
        }
    }

    fn inbox(&self) -> &Inbox {
        &self.window.state().inbox
    }
}

/// The open call's id.
fn open(inbox: &Inbox) -> Option<CallId> {
    match &inbox.detail {
        Detail::Shown(page) => Some(page.detail.call.id.clone()),
        _ => None,
    }
}

fn is_open(id: &str) -> impl Fn(&Inbox) -> bool {
    let id = CallId::given(id).expect("no id of these is blank");
    move |inbox| open(inbox).as_ref() == Some(&id)
}

fn in_detail(wanted: impl Fn(&call_inbox::call::CallDetail) -> bool) -> impl Fn(&Inbox) -> bool {
    move |inbox| matches!(&inbox.detail, Detail::Shown(page) if wanted(&page.detail))
}

#[test]
fn calls_are_found_and_worked_by_the_keyboard_alone() {
    let mut day = Day::begin();
    day.arrives(
        "ann",
        r#""callerDetails":{"name":"Ann Lee","phoneNumber":"+1-555-010-0100"},"callAnalysis":{"mood":"Positive","score":85,
            "summary":"Wants a demo of the roof.","actionItems":["Send the deck","Book a room"]}"#,
    );
    day.arrives(
        "bob",
        r#""callerDetails":{"name":"Bob Ray"},"callAnalysis":{"mood":"Angry","score":10,"summary":"A demo failed."}"#,
    );
    day.arrives("cho", r#""callerDetails":{"name":"Søren Åberg"},"callAnalysis":{"mood":"Calm","score":40,"summary":"Asked the price."}"#);

    // Find: as it is typed, with operators, and by an operator that is offered.
    day.press(&[Key::Slash]);
    day.write("demo");
    day.until("two are found", |inbox| inbox.list.is_complete() && inbox.list.len() == 2);
    day.write(" score:>=80");
    day.until("one is found", |inbox| inbox.list.is_complete() && inbox.list.len() == 1);
    day.press(&[Key::Enter]);
    day.until("it is open", is_open("ann"));

    // Tag, tick, note, each told by the store.
    day.press(&[Key::L]);
    day.write("Hot");
    day.press(&[Key::Enter]);
    day.until("it is tagged", in_detail(|call| call.tags == ["Hot"]));
    day.press(&[Key::T, Key::Num2]);
    day.until("it is ticked", in_detail(|call| call.ticks.len() == 1 && call.open_tasks() == 1));
    day.press(&[Key::N]);
    day.write("Prefers the morning");
    day.window.key_press_modifiers(Modifiers::COMMAND, Key::Enter);
    day.window.run();
    day.until("it is noted", in_detail(|call| call.notes.len() == 1));
    day.press(&[Key::Escape]);

    // What was written is found, also by its tag, wherever the call is.
    day.press(&[Key::Slash]);
    day.window.key_press_modifiers(Modifiers::COMMAND, Key::A);
    day.window.run();
    day.write("morning tag:hot has:notes");
    day.until("the note is found", |inbox| inbox.list.is_complete() && inbox.list.len() == 1);
    day.press(&[Key::Escape, Key::Escape]);
    day.until("all are there", |inbox| inbox.list.is_complete() && inbox.list.len() == 3);

    // Put off: out of the inbox, the next one opens; and taken back.
    day.press(&[Key::End]);
    day.until("the oldest is open", is_open("ann"));
    day.press(&[Key::H]);
    day.write("in 3 days");
    day.press(&[Key::Enter]);
    day.until("it is snoozed", |inbox| inbox.counts.is_some_and(|counts| counts.snoozed == 1 && counts.inbox == 2));
    day.until("the next one is open", |inbox| open(inbox).is_some_and(|id| id.as_str() != "ann"));
    day.press(&[Key::Z]);
    day.until("it is back", |inbox| inbox.counts.is_some_and(|counts| counts.snoozed == 0 && counts.inbox == 3));
    day.until("it is open again", is_open("ann"));

    // On to the next, all of them done at once, and that taken back.
    day.press(&[Key::K]);
    day.until("the next one is open", is_open("bob"));
    day.window.key_press_modifiers(Modifiers::COMMAND, Key::A);
    day.window.run();
    day.press(&[Key::E]);
    day.until("all are done", |inbox| inbox.counts.is_some_and(|counts| counts.done == 3));
    day.press(&[Key::Z]);
    day.until("none is done", |inbox| inbox.counts.is_some_and(|counts| counts.done == 0 && counts.inbox == 3));

    // In another order, and everything still there.
    day.press(&[Key::G, Key::A]);
    assert_eq!(day.inbox().view, View::All);
    day.press(&[Key::Slash]);
    day.write("sort:score ");
    day.until("sorted", |inbox| inbox.list.is_complete() && inbox.list.slot(2).is_some());
    let highest = day.inbox().list.seq_at(0);
    day.press(&[Key::Enter]);
    day.until("the highest score is open", is_open("ann"));
    assert_eq!(day.inbox().list.selected(), highest);
    day.until("the note is still there", in_detail(|call| call.notes.len() == 1 && call.tags == ["Hot"]));
    day.engines.stop();
}
