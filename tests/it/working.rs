//! Working a call by the keyboard alone, choosing many, and names on everything that can be used.

use std::sync::Arc;

use call_inbox::bus::{Command, Entry, Event};
use call_inbox::call::query::ValueKind;
use call_inbox::call::{EntryId, Note, OwnTask, Seq, TaskKey, TaskRef, TriageChange, View};
use call_inbox::inbox::{Action, ChoiceAction, PickerAction, PickerKind, WorkAction};
use egui::{Key, Modifiers};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT, Queryable};

use crate::support::window::{NOW, Scene, detail, window};

const ANN: &str = r#"{"callId":"c1","callerDetails":{"name":"Ann Lee","company":"Northwind","phoneNumber":"+1-555-0100"},
    "callAnalysis":{"summary":"Wants a demo.","mood":"Positive","score":85,"callOutcome":"Demo Scheduled",
    "actionItems":[{"task":"Send the deck","status":"open"},{"task":"Book a room","status":"open"}]}}"#;
const BOB: &str = r#"{"callId":"c2","callerDetails":{"name":"Bob Ray"},"callAnalysis":{"mood":"Angry","score":0}}"#;

type Window = Harness<'static, Scene>;

fn press(window: &mut Window, keys: &[Key]) {
    for key in keys {
        window.key_press(*key);
        window.run();
    }
}

fn press_with(window: &mut Window, modifiers: Modifiers, key: Key) {
    window.key_press_modifiers(modifiers, key);
    window.run();
}

fn write(window: &mut Window, text: &str) {
    window.event(egui::Event::Text(text.to_owned()));
    window.run();
}

/// The commands since the last time, without what reads.
fn asked(window: &mut Window) -> Vec<Command> {
    let mut commands = std::mem::take(&mut window.state_mut().commands);
    commands.retain(|command| {
        !matches!(command, Command::LoadRows { .. } | Command::LoadCounts | Command::LoadValues { .. })
    });
    commands
}

fn marked(commands: &[Command]) -> Vec<(Vec<i64>, TriageChange)> {
    let marks = commands.iter().filter_map(|command| match command {
        Command::Mark { seqs, change, .. } => Some((seqs.iter().map(|seq| seq.0).collect(), change.clone())),
        _ => None,
    });
    marks.collect()
}

#[test]
fn a_call_is_worked_by_the_keyboard_alone() {
    let mut window = window(Scene::of(&[BOB, ANN]), 1280.0, 800.0, false);
    let ann = Seq(2);
    // Find.
    press(&mut window, &[Key::Slash]);
    write(&mut window, "ann");
    let commands = asked(&mut window);
    assert!(commands.iter().any(|command| matches!(command, Command::LoadList { .. })), "{commands:?}");
    window.state_mut().list(vec![detail(2, ANN).row()]);
    // Open.
    press(&mut window, &[Key::Enter, Key::Enter]);
    assert!(asked(&mut window).contains(&Command::LoadCall { seq: ann }));
    window.state_mut().apply(Event::CallLoaded(Box::new(detail(2, ANN))));
    window.run();
    // Tag.
    press(&mut window, &[Key::L]);
    write(&mut window, "Hot");
    press(&mut window, &[Key::Enter]);
    assert_eq!(marked(&asked(&mut window)), [(vec![2], TriageChange::Tagged("Hot".into(), true))]);
    window.get_by_label("Remove the tag Hot");
    // Tick.
    press(&mut window, &[Key::T, Key::Num2]);
    let task = TaskRef::Said(TaskKey::of("Book a room"));
    assert_eq!(asked(&mut window), [Command::Tick { seq: ann, task, is_done: true }]);
    window.get_by_label("1 of 2 done");
    // Note.
    press(&mut window, &[Key::N]);
    write(&mut window, "Prefers the morning");
    press_with(&mut window, Modifiers::COMMAND, Key::Enter);
    assert_eq!(
        asked(&mut window),
        [Command::AddNote { seq: ann, text: "Prefers the morning".into(), at_ms: None, turn: None }]
    );
    window.state_mut().apply(Event::EntryAdded { seq: ann, entry: Entry::Note(EntryId(7)) });
    // A task.
    press(&mut window, &[Key::A]);
    write(&mut window, "Ring back");
    press(&mut window, &[Key::Enter, Key::Escape]);
    assert_eq!(asked(&mut window), [Command::AddTask { seq: ann, text: "Ring back".into() }]);
    // Put off, with the next call opened.
    window.state_mut().list(vec![detail(1, BOB).row(), detail(2, ANN).row()]);
    press(&mut window, &[Key::H]);
    write(&mut window, "tomorrow 8:30");
    window.get_by_label_contains("Until Sat 08:30");
    press(&mut window, &[Key::Enter]);
    let commands = asked(&mut window);
    assert!(matches!(marked(&commands)[..], [(_, TriageChange::Snoozed(Some(_))), ..]), "{commands:?}");
    assert_eq!(window.state().inbox.list.selected(), Some(Seq(1)));
    // Back again.
    press(&mut window, &[Key::Z]);
    assert_eq!(marked(&asked(&mut window))[0], (vec![2], TriageChange::Snoozed(None)));
    assert_eq!(window.state().inbox.list.selected(), Some(ann));
    press(&mut window, &[Key::J]);
    assert_eq!(window.state().inbox.list.selected(), Some(Seq(1)));
}

#[test]
fn many_are_chosen_and_marked_by_the_keyboard() {
    let mut window = window(Scene::of(&[BOB, ANN, BOB]), 1280.0, 800.0, false);
    press(&mut window, &[Key::J]);
    asked(&mut window);
    press_with(&mut window, Modifiers::SHIFT, Key::J);
    window.get_by_label("2 selected");
    press(&mut window, &[Key::S]);
    assert_eq!(marked(&asked(&mut window)), [(vec![2, 3], TriageChange::Starred(true))]);
    press(&mut window, &[Key::Escape]);
    assert!(window.state().inbox.selection.is_empty());
    press_with(&mut window, Modifiers::COMMAND, Key::A);
    window.get_by_label("All 3 selected");
    press(&mut window, &[Key::E]);
    assert_eq!(marked(&asked(&mut window)), [(vec![1, 2, 3], TriageChange::Done(true))]);
}

#[test]
fn many_are_chosen_by_clicks() {
    let mut window = window(Scene::of(&[BOB, ANN, BOB, ANN]), 1280.0, 800.0, true);
    let row = |window: &Window, at: usize| {
        let rows: Vec<_> = window.query_all_by_role(egui::Role::ListItem).map(|row| row.rect().center()).collect();
        rows[at]
    };
    let click = |window: &mut Window, at: egui::Pos2, modifiers: Modifiers| {
        window.event_modifiers(egui::Event::PointerMoved(at), modifiers);
        for pressed in [true, false] {
            let button = egui::PointerButton::Primary;
            window.event_modifiers(egui::Event::PointerButton { pos: at, button, pressed, modifiers }, modifiers);
        }
        window.run();
    };
    let (second, last) = (row(&window, 1), row(&window, 3));
    click(&mut window, second, Modifiers::COMMAND);
    window.get_by_label("1 selected");
    click(&mut window, last, Modifiers::SHIFT);
    window.get_by_label("3 selected");
    window.get_by_label("Select all 4").click();
    window.run();
    window.get_by_label("All 4 selected");
    let boxes: Vec<_> = window.query_all_by_label("Select the call of Bob Ray").collect();
    boxes[0].click();
    window.run();
    window.get_by_label("3 selected");
    window.get_by_label("Select none (Esc)").click();
    window.run();
    assert!(window.state().inbox.selection.is_empty());
}

#[test]
fn a_long_marking_shows_how_far_it_is_and_stops() {
    let mut scene = Scene::of(&[BOB]);
    scene.act(Action::SelectView(View::All));
    let ticket = scene.inbox.list.ticket();
    let order = Arc::new((1..=48_213).map(Seq).collect::<Vec<_>>());
    scene.apply(Event::ListLoaded { ticket, order, rows: vec![], complete: true });
    let mut window = window(scene, 900.0, 600.0, false);
    press_with(&mut window, Modifiers::COMMAND, Key::A);
    window.get_by_label("All 48,213 selected");
    asked(&mut window);
    press(&mut window, &[Key::S]);
    let commands = asked(&mut window);
    let [Command::Mark { ticket, seqs, .. }] = &commands[..] else { panic!("{commands:?}") };
    assert_eq!(seqs.len(), 48_213);
    let back = vec![((1..=25_000).map(Seq).collect(), TriageChange::Starred(false))];
    window.state_mut().apply(Event::Marked { ticket: *ticket, marked: 25_000, of: 48_213, back });
    window.run();
    window.get_by_role_and_label(egui::Role::ProgressIndicator, "Marking 25,000 of 48,213");
    window.get_by_label("Stop").click();
    window.run();
    assert_eq!(asked(&mut window), [Command::StopMarking { ticket: *ticket }]);
    window.state_mut().apply(Event::Marked { ticket: *ticket, marked: 25_000, of: 25_000, back: vec![] });
    window.run();
    assert!(window.query_by_label("Stop").is_none());
    press(&mut window, &[Key::Z]);
    let undone: Vec<i64> = (1..=25_000).collect();
    assert_eq!(marked(&asked(&mut window)), [(undone, TriageChange::Starred(false))]);
    window.get_by_role_and_label(egui::Role::ProgressIndicator, "Undoing 0 of 25,000");
}

#[test]
fn the_palette_finds_an_act_and_leaves_the_keys_working() {
    let mut scene = Scene::of(&[BOB, ANN]);
    scene.open(2, ANN);
    let mut window = window(scene, 900.0, 600.0, false);
    press_with(&mut window, Modifiers::COMMAND.plus(Modifiers::SHIFT), Key::P);
    write(&mut window, "go sno");
    press(&mut window, &[Key::Enter]);
    assert_eq!((window.state().inbox.view, &window.state().inbox.picker), (View::Snoozed, &None));
    press(&mut window, &[Key::G, Key::K]);
    assert_eq!(window.state().inbox.view, View::Tasks);
    for kind in [PickerKind::Acts, PickerKind::Tags, PickerKind::Snooze] {
        window.state_mut().list(vec![detail(1, BOB).row(), detail(2, ANN).row()]);
        window.state_mut().open(2, ANN);
        window.state_mut().act(Action::Picker(PickerAction::Open(kind)));
        window.run();
        press(&mut window, &[Key::Escape]);
        assert_eq!(window.state().inbox.picker, None);
        press(&mut window, &[Key::S]);
        assert_eq!(marked(&asked(&mut window)).last().map(|(seqs, _)| seqs.clone()), Some(vec![2]), "{kind:?}");
    }
}

#[test]
fn escape_in_a_field_keeps_what_was_typed_and_the_call_open() {
    let mut scene = Scene::of(&[BOB, ANN]);
    scene.open(2, ANN);
    let mut window = window(scene, 1280.0, 800.0, false);
    press(&mut window, &[Key::N]);
    write(&mut window, "Half a");
    press(&mut window, &[Key::Escape]);
    assert_eq!(window.state().inbox.draft(Seq(2)).note, "Half a");
    assert_eq!(window.state().inbox.list.selected(), Some(Seq(2)));
    press(&mut window, &[Key::J]);
    assert_eq!(window.state().inbox.list.selected(), Some(Seq(1)));
}

#[test]
fn escape_closes_what_is_offered_then_clears_then_leaves() {
    let mut window = window(Scene::of(&[BOB, ANN]), 1280.0, 800.0, false);
    press(&mut window, &[Key::J, Key::Slash]);
    write(&mut window, "moo");
    assert!(!window.state().inbox.suggestions().is_empty());
    press(&mut window, &[Key::Escape]);
    assert_eq!((window.state().inbox.search.as_str(), window.state().inbox.suggestions().len()), ("moo", 0));
    write(&mut window, "d");
    assert_eq!(window.state().inbox.search, "mood");
    press(&mut window, &[Key::Escape, Key::Escape]);
    assert_eq!(window.state().inbox.search, "");
    let open = window.state().inbox.list.selected();
    assert!(open.is_some(), "leaving the box leaves the call open");
}

#[test]
fn tab_takes_what_is_offered_and_leaves_the_keyboard_in_the_box() {
    let mut window = window(Scene::of(&[BOB, ANN]), 1280.0, 800.0, false);
    press(&mut window, &[Key::Slash]);
    write(&mut window, "moo");
    press(&mut window, &[Key::Tab]);
    write(&mut window, "x");
    assert_eq!(window.state().inbox.search, "mood:x");
    assert!(window.ctx.text_edit_focused());
}

#[test]
fn arrows_walk_the_list_while_a_row_has_the_keyboard_and_take_it_along() {
    let mut window = window(Scene::of(&[BOB, ANN, BOB]), 1280.0, 800.0, false);
    window.query_all_by_role(egui::Role::ListItem).next().unwrap().focus();
    window.run();
    press(&mut window, &[Key::ArrowDown, Key::ArrowDown]);
    assert_eq!(window.state().inbox.list.selected(), Some(Seq(2)));
    let focused: Vec<_> =
        window.query_all_by_role(egui::Role::ListItem).map(|row| row.accesskit_node().is_focused()).collect();
    assert_eq!(focused, [false, true, false]);
}

#[test]
fn a_snoozed_call_says_until_when_and_is_brought_back() {
    let mut call = detail(1, ANN);
    call.triage.snoozed_until = Some(call_inbox::call::UnixMillis(NOW.0 + 86_400_000));
    let mut scene = Scene::of(&[ANN]);
    scene.act(Action::SelectView(View::Snoozed));
    scene.list(vec![call.row()]);
    scene.act(Action::SelectCall(Seq(1)));
    scene.apply(Event::CallLoaded(Box::new(call)));
    let mut window = window(scene, 1280.0, 800.0, false);
    window.get_by_label_contains("snoozed until Sat 11:41");
    window.get_by_label("Snoozed until Sat 11:41");
    asked(&mut window);
    window.get_by_label("Bring back now").click();
    window.run();
    assert_eq!(marked(&asked(&mut window)), [(vec![1], TriageChange::Snoozed(None))]);
}

#[test]
fn notes_and_tasks_are_worked_by_their_buttons() {
    let mut call = detail(1, ANN);
    call.notes = vec![Note {
        id: EntryId(3),
        written_at: NOW,
        edited_at: Some(NOW),
        text: "Old".into(),
        at_ms: None,
        turn: None,
    }];
    call.own_tasks = vec![OwnTask { id: EntryId(4), text: "Own".into(), created_at: NOW, done_at: None }];
    let mut scene = Scene::of(&[ANN]);
    scene.act(Action::SelectCall(Seq(1)));
    scene.apply(Event::CallLoaded(Box::new(call)));
    let mut window = window(scene, 1280.0, 900.0, true);
    asked(&mut window);
    window.get_by_label_contains("· edited");
    window.get_by_role_and_label(egui::Role::CheckBox, "Own").click();
    window.run();
    window.get_by_label("Remove the task Own").click();
    window.run();
    window.get_by_label("Edit the note").click();
    window.run();
    write(&mut window, "er");
    window.get_by_label("Save").click();
    window.run();
    window.get_by_label("Remove the note").click();
    window.run();
    assert_eq!(
        asked(&mut window),
        [
            Command::Tick { seq: Seq(1), task: TaskRef::Own(EntryId(4)), is_done: true },
            Command::RemoveTask { id: EntryId(4), is_removed: true },
            Command::EditNote { id: EntryId(3), text: "Older".into() },
            Command::RemoveNote { id: EntryId(3), is_removed: true },
        ]
    );
}

/// Whatever can be clicked or typed into says what it is, and stays within a narrow window.
#[test]
fn everything_that_can_be_used_has_a_name_and_room() {
    for (width, height) in [(1280.0, 800.0), (900.0, 600.0)] {
        let mut call = detail(1, ANN);
        call.tags =
            vec!["Hot".into(), "A tag with a name that goes on and on for much longer than anyone would".into()];
        call.notes = vec![Note {
            id: EntryId(3),
            written_at: NOW,
            edited_at: None,
            text: "Old".into(),
            at_ms: None,
            turn: None,
        }];
        call.own_tasks = vec![OwnTask { id: EntryId(4), text: "Own ".repeat(60), created_at: NOW, done_at: None }];
        call.triage.snoozed_until = Some(NOW);
        let mut scene = Scene::of(&[ANN, BOB, ANN]);
        scene.apply(Event::CallChanged(Box::new(call.row())));
        scene.act(Action::SelectCall(Seq(1)));
        scene.apply(Event::CallLoaded(Box::new(call)));
        scene.act(Action::Work(WorkAction::TypeNote("Hello".into())));
        let mut window = window(scene, width, height, false);
        check_names(&window, width);
        window.state_mut().act(Action::Work(WorkAction::EditNote(EntryId(3))));
        window.state_mut().act(Action::Choose(ChoiceAction::All));
        window.run();
        check_names(&window, width);
        for kind in [PickerKind::Tags, PickerKind::Snooze, PickerKind::Acts] {
            window.state_mut().act(Action::Picker(PickerAction::Open(kind)));
            let values = vec!["Cold".to_owned(), "Hot".to_owned()];
            window.state_mut().apply(Event::ValuesLoaded { kind: ValueKind::Tag, begin: String::new(), values });
            window.run();
            check_names(&window, width);
        }
    }
}

fn check_names(window: &Window, width: f32) {
    use egui::Role;
    const USED: [Role; 6] =
        [Role::Button, Role::CheckBox, Role::ListItem, Role::TextInput, Role::MultilineTextInput, Role::Link];
    let mut found = 0;
    for node in window.root().children_recursive() {
        let node = node.accesskit_node();
        if USED.contains(&node.role()) {
            let name = node.label().unwrap_or_default();
            assert!(!name.trim().is_empty(), "{:?} at {:?} has no name", node.role(), node.bounding_box());
            let right = node.bounding_box().map_or(0.0, |rect| rect.x1);
            assert!(right <= f64::from(width) + 1.0, "{name:?} reaches {right}");
            found += 1;
        }
    }
    assert!(found > 10, "{found} things can be used");
}
