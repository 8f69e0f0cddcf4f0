//! For whoever uses the window without a mouse, with a screen reader, enlarged or in high contrast: names and roles of
//! everything that can be used, a key or the palette for every act, Tab through every screen.

use std::collections::{HashMap, HashSet};

use call_inbox::bus::Event;
use call_inbox::call::{DeliveryId, EntryId, Note, OwnTask, Seq};
use call_inbox::inbox::{
    ACTS, Action, AlertAction, BodyAction, ChoiceAction, Inbox, Licences, LooksAction, PickerAction, PickerKind,
    ResendAction, SavedAction, Screen, SettingsAction, SettingsSection, ThemeChoice, ToolAction, TrafficAction,
    TrafficPage, TranscriptAction, Wish, WorkAction,
};
use call_inbox::traffic::TunnelStatus;
use call_inbox::ui::theme;
use egui::{Key, Modifiers, Role};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT, Queryable};

use crate::support::window::{NOW, Scene, detail, window};
use crate::{callback, settings, traffic_tools, traffic_view, transcript_view};

const ANN: &str = r#"{"callId":"c1","callerDetails":{"name":"Ann Lee","company":"Northwind","phoneNumber":"+1-555-0100",
    "email":"ann@example.com"},"callAnalysis":{"summary":"Wants a demo.","mood":"Positive","score":85,
    "callOutcome":"Demo Scheduled","actionItems":["Send the deck","Book a room"]},"odd":[1,{"a":2}]}"#;
const BOB: &str = r#"{"callId":"c2","callerDetails":{"name":"Bob Ray"},"callAnalysis":{"mood":"Angry","score":0}}"#;
const CLEO: &str =
    r#"{"callId":"c3","callerDetails":{"name":"Cleo Park"},"transcriptUri":"https://files.example/c.json"}"#;

type Window = Harness<'static, Scene>;
type Making = fn() -> Scene;

/// A call with everything on it.
fn worked() -> Scene {
    let mut call = detail(1, ANN);
    call.tags = vec!["Hot".into(), "Cold".into()];
    call.notes =
        vec![Note { id: EntryId(3), written_at: NOW, edited_at: None, text: "Old".into(), at_ms: None, turn: None }];
    call.own_tasks = vec![OwnTask { id: EntryId(4), text: "Own".into(), created_at: NOW, done_at: None }];
    call.triage.snoozed_until = Some(NOW);
    let mut scene = Scene::of(&[ANN, BOB, CLEO]);
    scene.apply(Event::CallChanged(Box::new(call.row())));
    scene.act(Action::SelectCall(Seq(1)));
    scene.apply(Event::CallLoaded(Box::new(call)));
    scene
}

/// A call whose files a person attached.
fn attached() -> Scene {
    let mut call = detail(1, ANN);
    let uri = Some(format!("attached:{}/mine", "0f".repeat(32)));
    (call.call.recording_uri, call.call.transcript_uri) = (uri.clone(), uri);
    let mut scene = worked();
    scene.apply(Event::CallLoaded(Box::new(call)));
    scene
}

fn request() -> Scene {
    let mut scene = traffic_view::scene(5);
    scene.act(TrafficAction::Take(DeliveryId(4)).into());
    scene.apply(traffic_view::opened(4, traffic_view::BODY));
    scene
}

fn heard() -> Scene {
    let mut scene = transcript_view::shown();
    transcript_view::play(&mut scene, 10_000);
    scene
}

fn with(mut scene: Scene, actions: impl IntoIterator<Item = Action>) -> Scene {
    actions.into_iter().for_each(|action| scene.act(action));
    scene
}

fn page(page: TrafficPage) -> Scene {
    use traffic_tools::{forwarding, opened_on, rehearsal, tunnel, watch};
    let rehearsal = Event::RehearsalChanged(Some(rehearsal()));
    opened_on(page, [forwarding(), watch(40), tunnel(TunnelStatus::Healthy), rehearsal])
}

fn picking(kind: PickerKind) -> Scene {
    with(worked(), [Action::Picker(PickerAction::Open(kind))])
}

/// Every screen and state with something in it.
const SCENES: &[(&str, Making)] = &[
    ("first run", Scene::empty),
    ("calls", || Scene::of(&[ANN, BOB, CLEO])),
    ("a call", worked),
    ("a call, its note edited", || with(worked(), [Action::Work(WorkAction::EditNote(EntryId(3)))])),
    ("calls chosen", || with(worked(), [Action::Choose(ChoiceAction::All)])),
    ("a search", || with(worked(), [Action::Search("mood:positive demo".into())])),
    ("a search saved", || with(worked(), [Action::Search("demo".into()), SavedAction::Save.into()])),
    ("a transcript", heard),
    ("found in a transcript", || with(heard(), [Action::Transcript(TranscriptAction::Find)])),
    ("callbacks", || {
        let scene = callback::waiting(&[callback::ASHA, callback::BEN, callback::CLEO]);
        with(scene, [Action::OpenScreen(Screen::Callbacks)])
    }),
    ("settings, appearance", || settings::at(SettingsSection::Appearance)),
    ("settings, listener", || settings::at(SettingsSection::Listener)),
    ("settings, senders", || settings::at(SettingsSection::Senders)),
    ("settings, storage", || settings::at(SettingsSection::Storage)),
    ("settings, fetching", || settings::at(SettingsSection::Fetching)),
    ("settings, playback", || settings::at(SettingsSection::Playback)),
    ("settings, notifications", || settings::at(SettingsSection::Notifications)),
    ("settings, window", || settings::at(SettingsSection::Window)),
    ("settings, requests kept", || settings::at(SettingsSection::Requests)),
    ("settings, shortcuts", || settings::at(SettingsSection::Shortcuts)),
    ("settings, about", || settings::at(SettingsSection::About)),
    ("settings, licences", || {
        with(settings::at(SettingsSection::About), [SettingsAction::Show(Licences::Parts).into()])
    }),
    ("settings, found", || with(settings::at(SettingsSection::About), [SettingsAction::Find("quiet".into()).into()])),
    ("requests", || traffic_view::scene(5)),
    ("a request", request),
    ("found in a request", || with(request(), [BodyAction::Find.into()])),
    ("forwarding", || page(TrafficPage::Forwarding)),
    ("contract", || page(TrafficPage::Contract)),
    ("rehearsal", || page(TrafficPage::Rehearsal)),
    ("reach", || page(TrafficPage::Reach)),
    ("sending again", || {
        let mut scene = traffic_tools::opened_on(TrafficPage::Requests, []);
        scene.act(ToolAction::OpenResend(traffic_tools::request(b"{}")).into());
        with(scene, [ResendAction::ToUrl(true).into(), ResendAction::Edit(true).into()])
    }),
    ("snooze", || picking(PickerKind::Snooze)),
    ("tags", || picking(PickerKind::Tags)),
    ("palette", || picking(PickerKind::Acts)),
    ("help", || with(worked(), [Action::ToggleShortcuts])),
];

const SIZE: (f32, f32) = (1280.0, 800.0);

fn shown(scene: Scene) -> Window {
    window(scene, SIZE.0, SIZE.1, false)
}

/// What can be clicked, dragged or typed into.
fn used(window: &Window) -> Vec<(Role, String, Option<bool>, egui::Rect, bool)> {
    let nodes = window.root().children_recursive().map(|node| {
        // The root itself has none.
        let is_placed = node.accesskit_node().bounding_box().is_some();
        let rect = if is_placed { node.rect() } else { egui::Rect::NOTHING };
        let is_enabled = !node.accesskit_node().is_disabled();
        let is_focusable = is_enabled && node.accesskit_node().data().supports_action(egui::accesskit::Action::Focus);
        let node = node.accesskit_node();
        let is_on = node.toggled().map(|toggled| toggled == egui::accesskit::Toggled::True).or(node.is_selected());
        (node.role(), node.label().unwrap_or_default(), is_on, rect, is_focusable)
    });
    nodes.filter(|(.., is_focusable)| *is_focusable).collect()
}

#[test]
fn everything_that_can_be_used_has_a_name_a_role_and_a_state() {
    /// Texts that can be selected, and what holds others.
    const NOT_USED: [Role; 5] = [Role::Label, Role::TextRun, Role::Window, Role::GenericContainer, Role::Pane];
    let mut wrong = Vec::new();
    for (name, make) in SCENES {
        let window = shown(make());
        let mut seen: HashMap<(Role, String), usize> = HashMap::new();
        let mut found = 0;
        for (role, label, is_on, rect, _) in used(&window) {
            if NOT_USED.contains(&role) && !label.trim().is_empty() {
                continue;
            }
            found += 1;
            if label.trim().is_empty() {
                wrong.push(format!("{name}: {role:?} at {rect:?} has no name"));
            }
            if matches!(role, Role::Unknown | Role::GenericContainer) {
                wrong.push(format!("{name}: {label:?} at {rect:?} is {role:?}"));
            }
            let has_state = matches!(role, Role::CheckBox | Role::Switch | Role::RadioButton | Role::Tab);
            if has_state && is_on.is_none() {
                wrong.push(format!("{name}: {role:?} {label:?} does not say whether it is on"));
            }
            // Values of a body may well be the same.
            if role != Role::TreeItem {
                *seen.entry((role, label)).or_default() += 1;
            }
        }
        let twice = seen.into_iter().filter(|(_, times)| *times > 1);
        wrong.extend(twice.map(|((role, label), times)| format!("{name}: {times} times {role:?} {label:?}")));
        assert!(found > 5, "{name}: {found} things can be used");
    }
    assert!(wrong.is_empty(), "{}:\n{}", wrong.len(), wrong.join("\n"));
}

/// The name and place of what has the keyboard.
fn focused(window: &Window) -> Option<(egui::Id, egui::Rect)> {
    let id = window.ctx.memory(egui::Memory::focused)?;
    window.ctx.read_response(id).map(|response| (id, response.rect))
}

/// Whether a line is drawn around that place.
fn is_ringed(window: &Window, place: egui::Rect) -> bool {
    let palette = theme::palette_of(&window.ctx.global_style().visuals);
    let is_ring = |stroke: &egui::Stroke| *stroke == palette.focus();
    let near = place.expand(12.0);
    window.output().shapes.iter().any(|shape| match &shape.shape {
        egui::Shape::Rect(rect) => is_ring(&rect.stroke) && near.intersects(rect.rect),
        egui::Shape::Circle(circle) => is_ring(&circle.stroke) && near.contains(circle.center),
        _ => false,
    })
}

#[test]
fn tab_leads_to_everything_and_is_seen_wherever_it_is() {
    let mut wrong = Vec::new();
    for (name, make) in SCENES {
        let mut window = shown(make());
        let (mut visited, mut lost) = (Vec::<(egui::Id, egui::Rect)>::new(), 0);
        let mut names = HashSet::new();
        for _ in 0..400 {
            window.key_press(Key::Tab);
            window.run();
            let Some(at) = focused(&window) else {
                // From the last to the first it takes a frame.
                lost += 1;
                if lost > 2 {
                    break;
                }
                continue;
            };
            if visited.iter().any(|(id, _)| *id == at.0) {
                break;
            }
            if !is_ringed(&window, at.1) {
                wrong.push(format!("{name}: the keyboard is not seen at {:?}", at.1));
            }
            let screen = egui::Rect::from_min_size(egui::Pos2::ZERO, SIZE.into());
            if !screen.intersects(at.1) {
                wrong.push(format!("{name}: the keyboard is out of sight at {:?}", at.1));
            }
            visited.push(at);
            let nodes = window.root().children_recursive().map(|node| node.accesskit_node());
            names
                .extend(nodes.filter(egui_kittest::kittest::AccessKitNode::is_focused).filter_map(|node| node.label()));
        }
        if lost > 1 {
            wrong.push(format!("{name}: the keyboard is lost after {} stops", visited.len()));
        }
        // The help has one button.
        if visited.len() < 5 && *name != "help" {
            wrong.push(format!("{name}: Tab leads to {} things", visited.len()));
        }
        // What a picker or a form lies over is not reached, and need not be.
        let is_over = matches!(*name, "snooze" | "tags" | "palette" | "help" | "sending again" | "a search saved");
        let used = used(&window).into_iter().filter(|(role, _, _, rect, _)| {
            matches!(
                role,
                Role::Button | Role::Tab | Role::CheckBox | Role::Switch | Role::RadioButton | Role::TextInput
            ) && rect.bottom() < SIZE.1
                && rect.top() > 0.0
        });
        for (role, label, _, rect, _) in used.filter(|_| !is_over) {
            if !names.contains(&label) {
                wrong.push(format!("{name}: Tab does not lead to {role:?} {label:?} at {rect:?}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}:\n{}", wrong.len(), wrong.join("\n"));
}

/// Menus: where they are, and what opens them.
const MENUS: &[(&str, Making, &str)] = &[
    ("filter by score", worked, "Filter by score"),
    ("filter by date", worked, "Filter by date"),
    ("order", worked, "Order: Newest first"),
    ("of a call", worked, "More"),
    ("of a recording", heard, "More about the recording"),
    ("of a transcript", heard, "More about the transcript"),
    ("of a request", request, "More to do with the request"),
];

#[test]
fn menus_are_walked_by_arrows_and_give_the_keyboard_back() {
    let mut wrong = Vec::new();
    for (name, make, opener) in MENUS {
        let mut window = shown(make());
        window.get_by_label(opener).focus();
        window.run();
        let at_opener = focused(&window).map(|(id, _)| id);
        let before = used(&window).len();
        window.key_press(Key::Enter);
        window.run();
        if !egui::Popup::is_any_open(&window.ctx) {
            wrong.push(format!("{name}: Enter does not open it"));
            continue;
        }
        let used = used(&window);
        if used.len() < before + 2 {
            wrong.push(format!("{name}: it holds {} things", used.len() - before));
        }
        if let Some((role, _, _, rect, _)) = used.iter().find(|(role, label, ..)| {
            label.trim().is_empty() && !matches!(role, Role::Label | Role::Window | Role::GenericContainer | Role::Pane)
        }) {
            wrong.push(format!("{name}: {role:?} at {rect:?} has no name"));
        }
        window.state_mut().actions.clear();
        let mut seen = HashSet::new();
        for _ in 0..2 {
            window.key_press(Key::ArrowDown);
            window.run();
            let Some((id, rect)) = focused(&window) else { continue };
            seen.insert(id);
            if !is_ringed(&window, rect) {
                wrong.push(format!("{name}: the keyboard is not seen at {rect:?}"));
            }
        }
        if seen.len() < 2 || seen.iter().any(|id| Some(*id) == at_opener) {
            wrong.push(format!("{name}: arrows lead to {} lines", seen.len()));
        }
        // What lies below is not worked meanwhile.
        window.key_press(Key::S);
        window.run();
        let done = &window.state().actions;
        if done.iter().any(|action| !matches!(action, Action::SearchBox(_))) {
            wrong.push(format!("{name}: keys reach what lies below it: {done:?}"));
        }
        window.key_press(Key::Escape);
        window.run();
        if egui::Popup::is_any_open(&window.ctx) {
            wrong.push(format!("{name}: Escape does not close it"));
        }
        if focused(&window).map(|(id, _)| id) != at_opener {
            wrong.push(format!("{name}: the keyboard does not come back"));
        }
    }
    assert!(wrong.is_empty(), "{}:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn what_lies_over_the_window_gives_the_keyboard_back() {
    let open = |window: &mut Window, keys: &str| {
        for (modifiers, key) in strokes(keys) {
            window.key_press_modifiers(modifiers, key);
            window.run();
        }
    };
    for (opener, keys) in [("Filter by score", "Ctrl+Shift+P"), ("Filter by score", "?"), ("Filter by date", "H")] {
        let mut window = shown(worked());
        window.get_by_label(opener).focus();
        window.run();
        let before = focused(&window).map(|(id, _)| id);
        open(&mut window, keys);
        let over = focused(&window).map(|(id, _)| id);
        assert!(over.is_some() && over != before, "{keys}");
        window.key_press(Key::Escape);
        window.run();
        let inbox = &window.state().inbox;
        assert!(inbox.picker.is_none() && !inbox.shortcuts_shown, "{keys}");
        assert_eq!(focused(&window).map(|(id, _)| id), before, "{keys}");
    }
}

/// Left by Escape a field goes on being typed in; once something was done the keys are the list's.
#[test]
fn a_field_has_the_keyboard_again_only_if_nothing_was_done() {
    for (leave, is_field) in [(Key::Escape, true), (Key::Enter, false)] {
        let mut window = shown(worked());
        window.key_press(Key::Slash);
        window.run();
        let search = focused(&window).map(|(id, _)| id);
        window.key_press_modifiers(Modifiers::COMMAND.plus(Modifiers::SHIFT), Key::P);
        window.run();
        window.event(egui::Event::Text("star".into()));
        window.run();
        window.key_press(leave);
        window.run();
        assert!(window.state().inbox.picker.is_none());
        assert_eq!(focused(&window).map(|(id, _)| id) == search, is_field, "{leave:?}");
    }
}

#[test]
fn messages_fold_and_the_newest_is_nearest_to_the_foot() {
    let mut scene = worked();
    for what in ["One", "Two", "Three", "Four", "Five"] {
        scene.apply(Event::CommandFailed { what: what.into(), why: "no".into() });
    }
    let mut window = window(scene, 900.0, 600.0, false);
    let bottom = |window: &Window, text: &str| window.get_by_label(text).rect().bottom();
    assert!(window.query_by_label("Two failed: no").is_none());
    assert!(bottom(&window, "Five failed: no") > bottom(&window, "Three failed: no"));
    window.get_by_label("and 2 more");
    window.get_by_label("Dismiss: Five failed: no").click();
    window.run();
    window.get_by_label("Two failed: no");
    assert!(window.query_by_label("Five failed: no").is_none());
    window.get_by_label("Close all").click();
    window.run();
    assert!(window.query_by_label("Four failed: no").is_none());
}

#[test]
fn the_help_is_scrolled_by_keys_and_closed_by_the_key_that_opens_it() {
    let mut window = window(with(worked(), [Action::ToggleShortcuts]), 900.0, 600.0, false);
    let top = |window: &Window| window.get_by_label("Next call: J or ArrowDown").rect().top();
    let before = top(&window);
    window.key_press(Key::PageDown);
    window.run();
    assert!(top(&window) < before - 100.0, "{} {before}", top(&window));
    window.key_press(Key::Home);
    window.run();
    assert!((top(&window) - before).abs() < 1.0);
    window.event(egui::Event::Text("?".into()));
    window.run();
    assert!(!window.state().inbox.shortcuts_shown);
}

/// The key strokes of "G then I", "Ctrl+Shift+P", "?".
fn strokes(keys: &str) -> Vec<(Modifiers, Key)> {
    let one = |stroke: &str| {
        let mut rest = stroke;
        let mut modifiers = Modifiers::NONE;
        while let Some((begin, end)) = rest.split_once('+').filter(|(begin, end)| !begin.is_empty() && !end.is_empty())
        {
            modifiers = modifiers.plus(if begin == "Ctrl" { Modifiers::COMMAND } else { Modifiers::SHIFT });
            rest = end;
        }
        (modifiers, Key::from_name(rest).unwrap_or_else(|| panic!("{stroke} is no key")))
    };
    keys.split(" then ").map(one).collect()
}

fn looped() -> Scene {
    let mut scene = heard();
    let state = scene.inbox.player.state.clone();
    let state = call_inbox::bus::PlayerState { looped: Some((0, 9_000)), ..state };
    scene.apply(Event::PlayerChanged(Box::new(state)));
    scene
}

/// For each act there is a state in which it is possible, and there its keys do it.
#[test]
fn every_act_has_a_key_that_does_it_or_is_in_the_palette() {
    const STATES: &[Making] = &[
        worked,
        heard,
        looped,
        request,
        || with(Scene::of(&[ANN, BOB]), [Action::Search("demo".into())]),
        || with(worked(), [Action::Choose(ChoiceAction::All)]),
        || page(TrafficPage::Rehearsal),
        || with(worked(), [LooksAction::Size(150).into()]),
        || settings::at(SettingsSection::Storage),
        || with(worked(), [Action::Alerts(AlertAction::QuietUntilTomorrow)]),
        || with(worked(), [Action::ChooseTheme(ThemeChoice::Dark)]),
        attached,
    ];
    let possible = |is_possible: fn(&Inbox) -> bool| STATES.iter().find(|make| is_possible(&make().inbox));
    let mut window = shown(Scene::empty());
    let mut wrong = Vec::new();
    for act in ACTS {
        let Some(make) = possible(act.is_possible) else {
            wrong.push(format!("{} is possible in no state", act.name));
            continue;
        };
        for keys in act.keys {
            window.state_mut().replace(make());
            window.ctx.memory_mut(egui::Memory::stop_text_input);
            window.run();
            window.state_mut().actions.clear();
            for (modifiers, key) in strokes(keys) {
                // Not until nothing moves: the second key of a chord comes soon after the first.
                window.key_press_modifiers(modifiers, key);
                window.step();
            }
            window.step();
            if !window.state().actions.contains(&act.action) {
                wrong.push(format!("{keys} does not do {:?}: {:?}", act.name, window.state().actions));
            }
        }
        let mut scene = make();
        scene.act(Action::Picker(PickerAction::Open(PickerKind::Acts)));
        scene.act(Action::Picker(PickerAction::Type(act.name.to_owned())));
        let is_offered = scene.inbox.picker_lines().iter().any(|line| line.text == act.palette_name());
        if act.keys.is_empty() && !is_offered {
            wrong.push(format!("{} has no key and is not in the palette", act.name));
        }
    }
    assert!(wrong.is_empty(), "{}:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn the_size_is_changed_by_keys_even_while_something_is_typed() {
    let mut window = shown(worked());
    window.key_press(Key::Slash);
    window.run();
    for (key, size) in [(Key::Plus, 110), (Key::Equals, 125), (Key::Minus, 110), (Key::Num0, 100)] {
        window.key_press_modifiers(Modifiers::COMMAND, key);
        window.run();
        assert_eq!(window.state().inbox.looks.zoom_percent, size);
        // Nobody else changes it: the window does as it is told.
        assert!((window.ctx.zoom_factor() - 1.0).abs() < f32::EPSILON);
    }
    assert_eq!(window.state().inbox.search, "");
}

#[test]
fn settings_change_how_everything_looks() {
    let mut window = window(with(worked(), [Action::OpenScreen(Screen::Settings)]), 1280.0, 1400.0, true);
    for name in ["Size: 150 %", "Rows: Compact", "High contrast: On", "Less motion: On"] {
        window.get_by_label(name).click();
        window.run();
        let node = window.get_by_label(name);
        assert_eq!(node.accesskit_node().toggled(), Some(egui::accesskit::Toggled::True), "{name}");
    }
    let looks = window.state().inbox.looks;
    assert_eq!((looks.zoom_percent, looks.density.label(), looks.contrast), (150, "Compact", Wish::On));
    assert!(window.state().inbox.is_still());
    assert!(theme::palette_of(&window.ctx.global_style().visuals).is_strong);
}

/// A touchpad tells fractions of a point: none of them is lost, and nothing jumps.
#[test]
fn fractions_of_a_point_add_up() {
    let mut scene = Scene::of(&[ANN; 60]);
    scene.act(Action::SelectView(call_inbox::call::View::All));
    let rows = (1..=60).rev().map(|seq| detail(seq, ANN).row()).collect();
    scene.list(rows);
    let mut window = shown(scene);
    let at = egui::pos2(300.0, 400.0);
    window.event(egui::Event::PointerMoved(at));
    window.run();
    let before = window.state().inbox.list.top();
    for _ in 0..40 {
        window.event(egui::Event::MouseWheel {
            unit: egui::MouseWheelUnit::Point,
            delta: egui::vec2(0.0, -0.3),
            phase: egui::TouchPhase::Move,
            modifiers: Modifiers::NONE,
            source: egui::MouseWheelSource::Trackpad,
        });
        window.run();
    }
    let rows = window.state().inbox.list.top() - before;
    let points = rows * f64::from(theme::row_height(window.state().inbox.looks.density));
    assert!((points - 12.0).abs() < 0.5, "{points}");
}

/// Enlarged to twice its size, a window of 1280 by 800 has this much room: everything stays inside.
#[test]
fn at_twice_the_size_everything_stays_inside() {
    let mut wrong = Vec::new();
    for (name, make) in SCENES {
        let window = window(make(), 640.0, 400.0, false);
        for (role, label, _, rect, _) in used(&window) {
            if role != Role::Label && (rect.right() > 641.0 || rect.left() < -1.0) {
                wrong.push(format!("{name}: {role:?} {label:?} at {rect:?}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}:\n{}", wrong.len(), wrong.join("\n"));
}
