//! Listening, through the window: the waveform, the keys, every state with its sentence and its button, and the strip of
//! what plays while another call is read.

use std::sync::Arc;

use call_inbox::bus::{AudioDevice, Command, Event, MediaCommand, PlayerCommand, PlayerState, PlayerStatus, SavePlace};
use call_inbox::call::{
    CallDetail, EntryId, Media, MediaCause, MediaKind, MediaState, Note, Peaks, Seq, Sides, Sound, Talk, UnixMillis,
};
use call_inbox::inbox::{Action, PlayerAction, Screen, SettingsAction, SettingsSection};
use egui::{Key, Modifiers, Role};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT, Queryable};

use crate::support::window::{NOW, Scene, detail, window};

const ANN: &str = r#"{"callId":"c1","recordingUri":"https://files.example/a.ogg","callerDetails":{"name":"Ann Lee"},
    "callAnalysis":{"summary":"Wants a demo."}}"#;
const BOB: &str = r#"{"callId":"c2","callerDetails":{"name":"Bob Ray"},"callAnalysis":{"summary":"Nothing to hear."}}"#;
const SEQ: Seq = Seq(1);

type Window = Harness<'static, Scene>;

fn sound() -> Sound {
    Sound {
        codec: "Opus in Ogg".into(),
        channels: 2,
        sample_rate: 48_000,
        duration_ms: 200_000,
        has_sides: true,
        damage: None,
        talk: Some(Talk {
            left_ms: 116_000,
            right_ms: 70_000,
            overlap_ms: 6_000,
            dead_air_ms: 20_000,
            longest_pause_ms: 7_000,
        }),
    }
}

fn media(state: MediaState) -> Media {
    Media { state, ..Media::named(SEQ, MediaKind::Recording, "https://files.example/a.ogg".into()) }
}

/// Ann's call, whose recording is here and was decoded.
fn heard() -> CallDetail {
    let mut call = detail(1, ANN);
    let peaks =
        Peaks { lanes: vec![vec![90; 4_000], vec![40; 4_000]], is_speech: vec![true; 4_000], is_complete: true };
    call.sound = Some((sound(), Arc::new(peaks)));
    call.recording = Some(media(MediaState::Kept));
    call
}

fn open(call: CallDetail) -> Scene {
    let mut scene = Scene::of(&[ANN, BOB]);
    scene.act(Action::SelectCall(SEQ));
    scene.apply(Event::CallLoaded(Box::new(call)));
    scene.commands.clear();
    scene
}

fn state(status: PlayerStatus, position_ms: u64) -> PlayerState {
    let (seq, duration_ms) = (Some(SEQ), Some(200_000));
    PlayerState { seq, status, position_ms, at: NOW, duration_ms, ..PlayerState::default() }
}

fn told(scene: &mut Scene, state: PlayerState) {
    scene.apply(Event::PlayerChanged(Box::new(state)));
}

/// What was asked of the player and the fetcher since the last time.
fn asked(window: &mut Window) -> Vec<Command> {
    let mut commands = std::mem::take(&mut window.state_mut().commands);
    commands.retain(|command| matches!(command, Command::Player(_) | Command::Media(_)));
    commands
}

fn press(window: &mut Window, modifiers: Modifiers, key: Key) -> Vec<Command> {
    window.key_press_modifiers(modifiers, key);
    window.run();
    asked(window)
}

fn player(commands: &[Command]) -> Vec<PlayerCommand> {
    let player = commands.iter().filter_map(|command| match command {
        Command::Player(command) => Some(command.clone()),
        _ => None,
    });
    player.collect()
}

fn seek(position_ms: u64) -> Command {
    Command::Player(PlayerCommand::Seek { position_ms })
}

fn click_at(window: &mut Window, at: egui::Pos2) {
    window.event(egui::Event::PointerMoved(at));
    for pressed in [true, false] {
        let (button, modifiers) = (egui::PointerButton::Primary, Modifiers::NONE);
        window.event(egui::Event::PointerButton { pos: at, button, pressed, modifiers });
        window.run();
    }
}

#[test]
fn a_click_on_the_waveform_goes_there_and_a_drag_where_it_ends() {
    let mut scene = open(heard());
    told(&mut scene, state(PlayerStatus::Paused, 10_000));
    let mut window = window(scene, 1280.0, 800.0, false);
    let wave = window.get_by_label("Position in the recording").rect();
    click_at(&mut window, wave.center());
    let commands = player(&asked(&mut window));
    assert!(matches!(commands[..], [PlayerCommand::Seek { position_ms: 99_000..=101_000 }]), "{commands:?}");
    let (from, to) =
        (wave.left_center() + egui::vec2(2.0, 0.0), wave.right_center() - egui::vec2(wave.width() / 4.0, 0.0));
    let (button, modifiers) = (egui::PointerButton::Primary, Modifiers::NONE);
    window.event(egui::Event::PointerMoved(from));
    window.event(egui::Event::PointerButton { pos: from, button, pressed: true, modifiers });
    window.run();
    window.event(egui::Event::PointerMoved(to));
    window.run();
    assert!(asked(&mut window).is_empty(), "it goes there when it is let go");
    window.event(egui::Event::PointerButton { pos: to, button, pressed: false, modifiers });
    window.run();
    let commands = player(&asked(&mut window));
    assert!(matches!(commands[..], [PlayerCommand::Seek { position_ms: 148_000..=152_000 }]), "{commands:?}");
}

#[test]
fn the_keys_play_jump_and_change_the_speed() {
    let mut window = window(open(heard()), 1280.0, 800.0, false);
    let plays = press(&mut window, Modifiers::NONE, Key::Space);
    assert!(matches!(&plays[..], [Command::Player(PlayerCommand::Play { seq: SEQ, .. })]), "{plays:?}");
    told(window.state_mut(), state(PlayerStatus::Playing, 60_000));
    window.run();
    let (none, shift) = (Modifiers::NONE, Modifiers::SHIFT);
    assert_eq!(press(&mut window, none, Key::ArrowRight), [seek(65_000)]);
    assert_eq!(press(&mut window, none, Key::ArrowLeft), [seek(60_000)]);
    assert_eq!(press(&mut window, shift, Key::ArrowRight), [seek(61_000)]);
    assert_eq!(press(&mut window, none, Key::Comma), [seek(31_000)]);
    assert_eq!(press(&mut window, none, Key::Period), [seek(61_000)]);
    assert_eq!(press(&mut window, none, Key::Backspace), [seek(60_000)]);
    let speed = |speed| [Command::Player(PlayerCommand::SetSpeed(speed))];
    assert_eq!(press(&mut window, none, Key::CloseBracket), speed(1.25));
    assert_eq!(press(&mut window, none, Key::OpenBracket), speed(1.0));
    press(&mut window, none, Key::CloseBracket);
    assert_eq!(press(&mut window, none, Key::Backslash), speed(1.0));
    assert_eq!(press(&mut window, none, Key::M), [Command::Player(PlayerCommand::SetMuted(true))]);
    assert_eq!(press(&mut window, none, Key::Q), [Command::Player(PlayerCommand::SetSkipSilence(true))]);
    press(&mut window, none, Key::I);
    press(&mut window, none, Key::Period);
    assert_eq!(press(&mut window, none, Key::O), [Command::Player(PlayerCommand::SetLoop(Some((60_000, 90_000))))]);
    let clip = press(&mut window, none, Key::C);
    let wanted = PlayerCommand::SaveClip {
        seq: SEQ,
        from_ms: 60_000,
        to_ms: 90_000,
        file_name: String::from("Ann Lee 1.00–1.30"),
        place: SavePlace::Asked,
    };
    assert_eq!(player(&clip), [wanted]);
    assert_eq!(press(&mut window, shift, Key::O), [Command::Player(PlayerCommand::SetLoop(None))]);
    assert_eq!(press(&mut window, none, Key::Space), [Command::Player(PlayerCommand::Pause)]);
    told(window.state_mut(), state(PlayerStatus::Paused, 90_000));
    assert_eq!(press(&mut window, none, Key::Space), [Command::Player(PlayerCommand::Resume)]);
    window.key_press_modifiers(shift, Key::Space);
    window.run();
    assert!(window.state().commands.contains(&Command::FindUnheard { after: Some(SEQ) }));
}

#[test]
fn keys_are_left_to_what_is_typed_and_to_a_button_that_has_the_keyboard() {
    let mut window = window(open(heard()), 1280.0, 800.0, false);
    press(&mut window, Modifiers::NONE, Key::N);
    window.event(egui::Event::Text("a b".into()));
    assert!(press(&mut window, Modifiers::NONE, Key::Space).is_empty());
    assert!(press(&mut window, Modifiers::NONE, Key::M).is_empty());
    press(&mut window, Modifiers::NONE, Key::Escape);
    window.get_by_label("Play (Space)").focus();
    window.run();
    let commands = press(&mut window, Modifiers::NONE, Key::Space);
    assert_eq!(commands.len(), 1, "played once: {commands:?}");
    told(window.state_mut(), state(PlayerStatus::Playing, 1_000));
    window.run();
    window.get_by_label("Skip silence (Q), off").focus();
    window.run();
    let commands = press(&mut window, Modifiers::NONE, Key::Space);
    assert_eq!(commands, [Command::Player(PlayerCommand::SetSkipSilence(true))]);
}

#[test]
fn every_state_shows_its_sentence_and_its_button_does_it() {
    let at = |secs: i64| Some(UnixMillis(NOW.0 + secs * 1_000));
    let (seq, kind) = (SEQ, MediaKind::Recording);
    let again = || MediaCommand::FetchAgain { seq, kind };
    let host = String::from("files.example:9000");
    let cases = [
        (
            Media { retry_at: at(12), ..media(MediaState::Waiting) },
            "Not there yet. Tried again in 12 s.",
            "Try now",
            again(),
        ),
        (
            Media {
                ranges: std::iter::once(0..1_000).collect(),
                total_bytes: Some(4_000),
                ..media(MediaState::Fetching)
            },
            "Fetching: 1.0 KB of 4.0 KB.",
            "Stop fetching",
            MediaCommand::StopFetching { seq, kind },
        ),
        (
            Media { expires_at: at(-60), ..media(MediaState::Expired) },
            "The link ran out today 11:40, before the recording was here.",
            "Try anyway",
            again(),
        ),
        (media(MediaState::Missing), "The server does not have this recording.", "Try again", again()),
        (
            Media { cause: Some(MediaCause::HostNotAllowed(host.clone())), ..media(MediaState::Refused) },
            "Not fetched: files.example:9000 is not a public address. Allow it if you know it.",
            "Allow files.example:9000",
            MediaCommand::AllowHost(host),
        ),
        (
            Media { cause: Some(MediaCause::TooLarge(None)), ..media(MediaState::Refused) },
            "Not fetched: the file is larger than allowed.",
            "Try again",
            again(),
        ),
        (
            Media { why: Some("The file ends in the middle.".into()), ..media(MediaState::Damaged) },
            "The file ends in the middle.",
            "Fetch again",
            again(),
        ),
        (
            Media { why: Some("It is a web page.".into()), ..media(MediaState::Unsupported) },
            "It is a web page.",
            "Fetch again",
            again(),
        ),
        (media(MediaState::Evicted), "It was taken away to make room for newer recordings.", "Fetch again", again()),
    ];
    for (width, height) in [(1280.0, 800.0), (900.0, 600.0), (760.0, 480.0)] {
        for (media, sentence, remedy, command) in &cases {
            let mut call = detail(1, ANN);
            call.recording = Some(media.clone());
            let mut window = window(open(call), width, height, false);
            window.get_by_label(sentence);
            window.get_by_label(remedy).click();
            window.run();
            assert_eq!(asked(&mut window), [Command::Media(command.clone())], "{sentence}");
        }
    }
}

#[test]
fn the_players_trouble_is_told() {
    let mut scene = open(heard());
    told(&mut scene, state(PlayerStatus::RunningDry, 5_000));
    let mut window = window(scene, 1280.0, 800.0, true);
    window.get_by_label("Waiting for the recording…");
    let trouble = Some(String::from("There is no device to play on."));
    told(window.state_mut(), PlayerState { trouble, ..state(PlayerStatus::Failed, 0) });
    window.run();
    window.get_by_label("There is no device to play on.");
}

#[test]
fn a_call_without_a_recording_has_no_player() {
    let mut scene = Scene::of(&[ANN, BOB]);
    scene.open(2, BOB);
    let window = window(scene, 1280.0, 800.0, false);
    assert!(window.query_by_label("Play (Space)").is_none());
    assert!(window.query_by_label("Position in the recording").is_none());
}

#[test]
fn what_plays_goes_on_in_a_strip_while_another_call_is_read() {
    let mut scene = open(heard());
    scene.act(PlayerAction::Toggle.into());
    told(&mut scene, state(PlayerStatus::Playing, 42_000));
    scene.act(Action::SelectCall(Seq(2)));
    scene.apply(Event::CallLoaded(Box::new(detail(2, BOB))));
    scene.commands.clear();
    let mut window = window(scene, 900.0, 600.0, false);
    window.get_by_label("0:42 / 3:20");
    window.get_by_label("Pause what plays").click();
    window.run();
    assert_eq!(asked(&mut window), [Command::Player(PlayerCommand::Pause)]);
    window.get_by_label("Go on with what played").click();
    window.run();
    assert_eq!(asked(&mut window), [Command::Player(PlayerCommand::Resume)]);
    window.state_mut().act(Action::OpenScreen(Screen::Settings));
    window.run();
    window.get_by_label("Go to the call").click();
    window.run();
    assert_eq!(window.state().inbox.list.selected(), Some(SEQ));
    window.state_mut().apply(Event::CallLoaded(Box::new(heard())));
    window.run();
    assert!(window.query_by_label("Go to the call").is_none());
    window.state_mut().act(Action::OpenScreen(Screen::Settings));
    window.run();
    window.get_by_label("Stop it and put this strip away").click();
    window.run();
    assert!(window.query_by_label("Go to the call").is_none());
}

#[test]
fn moments_are_listed_and_pinned_and_each_is_one_click_away() {
    let mut call = heard();
    let note = |id, at_ms, text: &str| Note {
        id: EntryId(id),
        written_at: NOW,
        edited_at: None,
        text: text.into(),
        at_ms,
        turn: None,
    };
    call.notes = vec![note(1, Some(42_000), "asked about price"), note(2, Some(96_000), ""), note(3, None, "Mornings")];
    let mut scene = open(call);
    told(&mut scene, state(PlayerStatus::Paused, 7_000));
    let mut window = window(scene, 1280.0, 1000.0, false);
    window.get_by_label("0:42 · asked about price").click();
    window.run();
    assert_eq!(asked(&mut window), [seek(42_000)]);
    window.get_by_label("Play from 1:36").click();
    window.run();
    assert_eq!(asked(&mut window), [seek(96_000)]);
    window.get_by_label("1:36 · Bookmark");
    window.get_by_label("Bookmark");
    window.key_press(Key::B);
    window.key_press_modifiers(Modifiers::SHIFT, Key::N);
    window.run();
    window.event(egui::Event::Text("Here".into()));
    window.run();
    window.key_press_modifiers(Modifiers::COMMAND, Key::Enter);
    window.run();
    let added = |text: &str| Command::AddNote { seq: SEQ, text: text.into(), at_ms: Some(96_000), turn: None };
    let commands = &window.state().commands;
    assert!(commands.contains(&added("")) && commands.contains(&added("Here")), "{commands:?}");
}

#[test]
fn the_menu_has_devices_sides_and_whatever_a_narrow_window_leaves_out() {
    let mut scene = open(heard());
    told(&mut scene, state(PlayerStatus::Paused, 7_000));
    let devices = vec![AudioDevice { id: "usb".into(), name: "USB headset".into() }];
    scene.apply(Event::DevicesFound(devices));
    let mut window = window(scene, 760.0, 700.0, false);
    let choose = |window: &mut Window, entries: &[&str]| {
        window.get_by_label("More about the recording").click();
        window.run();
        for entry in entries {
            // Menus within menus go by the pointer.
            let at = window.get_by_label_contains(entry).rect().center();
            click_at(window, at);
        }
        let commands = player(&asked(window));
        if entries.is_empty() {
            window.key_press(Key::Escape);
            window.run();
        }
        commands
    };
    assert!(choose(&mut window, &[]).contains(&PlayerCommand::FindDevices));
    let device = PlayerCommand::UseDevice(Some("usb".into()));
    assert!(choose(&mut window, &["Play on", "USB headset"]).contains(&device));
    assert!(choose(&mut window, &["Hear", "Left only"]).contains(&PlayerCommand::SetSides(Sides::Left)));
    choose(&mut window, &["Who is where", "Caller left, agent right"]);
    assert!(choose(&mut window, &["Hear", "Caller only"]).contains(&PlayerCommand::SetSides(Sides::Left)));
    assert!(choose(&mut window, &["Speed", "2.5×"]).contains(&PlayerCommand::SetSpeed(2.5)));
    window.get_by_label_contains("Agent 35 % · Caller 58 %");
}

/// Whatever can be clicked says what it is, and stays within the window.
#[test]
fn everything_of_the_player_has_a_name_and_room() {
    for (width, height) in [(1280.0, 800.0), (900.0, 600.0), (760.0, 480.0)] {
        for state in MediaState::ALL {
            let mut call = heard();
            call.recording =
                Some(Media { why: Some("It went wrong in a way that takes long to tell. ".repeat(6)), ..media(state) });
            call.notes = vec![Note {
                id: EntryId(1),
                written_at: NOW,
                edited_at: None,
                text: "x ".repeat(300),
                at_ms: Some(1),
                turn: None,
            }];
            let window = window(open(call), width, height, true);
            for node in window.root().children_recursive() {
                let node = node.accesskit_node();
                let Some(rect) = node.bounding_box() else { continue };
                let name = node.label().unwrap_or_default();
                if matches!(node.role(), Role::Button | Role::Slider | Role::CheckBox | Role::Link) {
                    assert!(!name.trim().is_empty(), "{:?} at {rect:?} has no name", node.role());
                }
                let is_in_player = rect.y0 > f64::from(height) - 84.0;
                assert!(!is_in_player || rect.x1 <= f64::from(width) + 1.0, "{state:?}: {name:?} reaches {}", rect.x1);
            }
        }
    }
}

#[test]
fn recordings_are_set_in_settings() {
    let mut scene = Scene::empty();
    scene.act(PlayerAction::AllowHost("files.local:9000".into()).into());
    scene.act(Action::OpenScreen(Screen::Settings));
    let mut window = window(scene, 1280.0, 800.0, false);
    assert!(asked(&mut window).contains(&Command::Player(PlayerCommand::FindDevices)));
    for (section, name) in [
        (SettingsSection::Storage, "25 GB"),
        (SettingsSection::Fetching, "Allow files.local:9000 no longer"),
        (SettingsSection::Playback, "Skip silence"),
        (SettingsSection::Playback, "Usual speed: 1.5×"),
        (SettingsSection::Playback, "Volume step: 20 %"),
        (SettingsSection::Playback, "Less loud (-)"),
    ] {
        window.state_mut().act(SettingsAction::Open(section).into());
        window.run();
        let found = window.query_all_by_label(name).find(|node| node.accesskit_node().role() != Role::Label);
        found.unwrap_or_else(|| panic!("there is no {name}")).click();
        window.run();
    }
    let wanted = [
        Command::Media(MediaCommand::SetBudget { bytes: 25_000_000_000 }),
        Command::Media(MediaCommand::ForbidHost("files.local:9000".into())),
        Command::Player(PlayerCommand::SetSkipSilence(true)),
        Command::Player(PlayerCommand::SetVolume(0.8)),
    ];
    let asked: Vec<_> = asked(&mut window).into_iter().filter(|command| *command != Command::MeasureFolder).collect();
    assert_eq!(asked, wanted);
    let prefs = &window.state().inbox.player.prefs;
    assert!(prefs.allowed_hosts.is_empty() && prefs.budget_gb == 25 && prefs.skips_silence);
    assert_eq!((prefs.usual_speed, prefs.volume_step_percent), (1.5, 20));
}
