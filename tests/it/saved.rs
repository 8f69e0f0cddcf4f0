//! Saved searches in the window: saved by the keyboard, opened from the rail with their counts, changed, deleted and
//! brought back; and the same through the real store.

use call_inbox::bus::{Command, Event};
use call_inbox::call::{EntryId, SavedSearch, View};
use call_inbox::inbox::{Action, Inbox, SavedAction};
use egui::accesskit::{Role, Toggled};
use egui::{Key, Modifiers};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT, Queryable};
use jiff::tz::TimeZone;

use crate::support::engines::Running;
use crate::support::window::{NOW, Scene, window};

const ANN: &str = r#"{"callId":"c1","callerDetails":{"name":"Ann Lee"},"callAnalysis":{"mood":"Angry"}}"#;

type Window = Harness<'static, Scene>;

fn press(window: &mut Window, modifiers: Modifiers, key: Key) {
    window.key_press_modifiers(modifiers, key);
    window.run();
}

fn write(window: &mut Window, text: &str) {
    window.event(egui::Event::Text(text.to_owned()));
    window.run();
}

fn search(id: i64, name: &str, text: &str) -> SavedSearch {
    SavedSearch { id: EntryId(id), name: name.into(), text: text.into(), tag: None }
}

/// The commands since the last time that have to do with saved searches.
fn asked(window: &mut Window) -> Vec<Command> {
    let mut commands = std::mem::take(&mut window.state_mut().commands);
    commands.retain(|command| {
        matches!(command, Command::SaveSearch(_) | Command::ForgetSearch { .. } | Command::Count { .. })
    });
    commands
}

/// What the store answers.
fn answer(window: &mut Window, searches: &[SavedSearch]) {
    window.state_mut().apply(Event::SavedSearchesLoaded(searches.to_vec()));
    for (search, count) in searches.iter().zip([1_234, 5]) {
        window.state_mut().apply(Event::Counted { id: search.id, count });
    }
    window.run();
}

fn saved(searches: &[SavedSearch], width: f32, height: f32) -> Window {
    let mut window = window(Scene::of(&[ANN]), width, height, false);
    answer(&mut window, searches);
    window
}

#[test]
fn a_search_is_saved_by_the_keyboard_and_stands_in_the_rail_with_its_count() {
    let mut window = window(Scene::of(&[ANN]), 1280.0, 800.0, false);
    press(&mut window, Modifiers::NONE, Key::Slash);
    write(&mut window, "mood:angry");
    press(&mut window, Modifiers::COMMAND, Key::S);
    // The name that is proposed is typed over.
    assert_eq!(window.state().inbox.search_draft.as_ref().unwrap().name, "Angry");
    write(&mut window, "Hot leads");
    press(&mut window, Modifiers::NONE, Key::Enter);
    assert_eq!(asked(&mut window), [Command::SaveSearch(search(0, "Hot leads", "mood:angry"))]);
    answer(&mut window, &[search(3, "Hot leads", "mood:angry")]);
    assert!(matches!(asked(&mut window)[..], [Command::Count { id: EntryId(3), .. }]));
    window.get_by_label_contains("Saved search “Hot leads”");
    window.get_by_label("Hot leads, 1234");
    // The keys are the list's again.
    press(&mut window, Modifiers::NONE, Key::J);
    assert!(window.state().inbox.list.selected().is_some());
}

#[test]
fn a_click_opens_it_over_all_calls() {
    let mut window = saved(&[search(1, "Angry", "mood:angry"), search(2, "Today", "date:today")], 1280.0, 800.0);
    window.get_by_label("Today, 5").click();
    window.run();
    let inbox = &window.state().inbox;
    assert_eq!((inbox.view, inbox.search.as_str()), (View::All, "date:today"));
    let is_selected = |label: &str| window.get_by_label(label).accesskit_node().toggled() == Some(Toggled::True);
    assert_eq!(["Today, 5", "Angry, 1234", "All calls"].map(is_selected), [true, false, false]);
}

#[test]
fn it_is_changed_and_deleted_from_its_menus_and_comes_back() {
    let angry = search(1, "Angry", "mood:angry");
    let mut window = saved(std::slice::from_ref(&angry), 1280.0, 800.0);
    asked(&mut window);
    window.get_by_label("Change Angry").click();
    window.run();
    window.get_by_label("Rename or edit…").click();
    window.run();
    write(&mut window, "Cross");
    window.get_by_label("Tag calls that arrive and match").click();
    window.run();
    window.get_by_label("Name the tag.");
    write(&mut window, "Upset");
    window.get_by_label("Save").click();
    window.run();
    let cross = SavedSearch { tag: Some("Upset".into()), name: "Cross".into(), ..angry.clone() };
    assert_eq!(asked(&mut window), [Command::SaveSearch(cross.clone())]);
    answer(&mut window, std::slice::from_ref(&cross));
    window.get_by_label("Cross, 1234").click_secondary();
    window.run();
    window.get_by_label("Delete").click();
    window.run();
    assert_eq!(asked(&mut window), [Command::ForgetSearch { id: EntryId(1) }]);
    answer(&mut window, &[]);
    assert!(window.query_by_label_contains("Cross, ").is_none());
    press(&mut window, Modifiers::NONE, Key::Z);
    assert_eq!(asked(&mut window), [Command::SaveSearch(cross)]);
}

#[test]
fn the_form_is_left_by_escape_and_says_what_is_wrong() {
    let mut scene = Scene::of(&[ANN]);
    scene.act(Action::Search("score:abc".into()));
    scene.act(SavedAction::Save.into());
    let mut window = window(scene, 900.0, 600.0, true);
    // Below the search box, and in the form.
    assert_eq!(window.query_all_by_label_contains("is no range of scores").count(), 2);
    window.get_by_label("Tag calls that arrive and match").click();
    window.run();
    write(&mut window, "Hot");
    window.get_by_label_contains("Only a search that is understood in full can tag calls.");
    press(&mut window, Modifiers::NONE, Key::Enter);
    assert!(window.state().inbox.search_draft.is_some());
    press(&mut window, Modifiers::NONE, Key::Escape);
    assert!(asked(&mut window).is_empty());
    assert_eq!(window.state().inbox.search_draft, None);
    assert_eq!(window.state().inbox.search, "score:abc");
}

#[test]
fn thirty_of_them_leave_room_for_the_rest_of_the_rail() {
    let many: Vec<SavedSearch> =
        (1..=30).map(|id| search(id, &format!("A long name of a search, number {id}"), "x")).collect();
    for (width, height) in [(1280.0, 800.0), (900.0, 600.0), (760.0, 480.0)] {
        let window = saved(&many, width, height);
        let settings = window.get_by_role_and_label(Role::Button, "Settings").rect();
        assert!(settings.bottom() <= height && settings.right() <= width, "{settings:?}");
        let keys = window.get_by_role_and_label(Role::Button, "Keys").rect();
        let first = window.get_by_label_contains("number 1,").rect();
        assert!(first.bottom() <= keys.top(), "{first:?} {keys:?}");
        for node in window.query_all_by_role(Role::Button) {
            assert!(!node.accesskit_node().label().unwrap_or_default().trim().is_empty());
        }
    }
}

#[test]
fn the_store_keeps_counts_forgets_and_brings_back() {
    let mut running = Running::start("127.0.0.1:0");
    running.command(Command::SendTestCall);
    running.wait_for(|event| matches!(event, Event::CallArrived(_)).then_some(()));
    let mut inbox = Inbox::new(TimeZone::UTC, NOW, "/webhook/call-completed", "calls");
    let loaded = |running: &mut Running, inbox: &mut Inbox, commands: Vec<Command>| {
        commands.into_iter().for_each(|command| running.command(command));
        let event = running.wait_for(|event| matches!(event, Event::SavedSearchesLoaded(_)).then_some(event));
        inbox.apply(event)
    };
    assert!(loaded(&mut running, &mut inbox, vec![Command::LoadSavedSearches]).is_empty());
    inbox.act(Action::Search("test".into()));
    inbox.act(SavedAction::Save.into());
    let save = inbox.act(SavedAction::Confirm.into());
    for command in loaded(&mut running, &mut inbox, save) {
        running.command(command);
    }
    let counted = running.wait_for(|event| matches!(event, Event::Counted { .. }).then_some(event));
    inbox.apply(counted);
    let saved = inbox.saved.all()[0].clone();
    assert_eq!((saved.name.as_str(), inbox.saved.count_of(saved.id)), ("Test", Some(1)));
    let forget = inbox.act(SavedAction::Forget(saved.id).into());
    loaded(&mut running, &mut inbox, forget);
    assert!(inbox.saved.all().is_empty());
    let back = inbox.act(Action::Undo);
    loaded(&mut running, &mut inbox, back);
    assert_eq!(inbox.saved.all(), [saved]);
}
