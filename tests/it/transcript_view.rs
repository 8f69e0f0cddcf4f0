//! Reading along, through the window: turns by their names, clicks that are heard, what is found, states with their
//! sentences, and thousands of turns of which a few are drawn.

use std::sync::Arc;

use call_inbox::bus::{Command, Event, MediaCommand, PlayerCommand, PlayerState, PlayerStatus};
use call_inbox::call::{
    CallDetail, EntryId, Media, MediaCause, MediaKind, MediaState, Note, Peaks, Seq, Sound, UnixMillis,
};
use call_inbox::inbox::{Action, Tab, TranscriptAction};
use call_inbox::transcript::{Clock, Format, Reading, Side, Transcript, Turn, Word};
use egui::{Key, Modifiers, Role};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT, Queryable};

use crate::support::window::{NOW, Scene, detail, window};

const ANN: &str = r#"{"callId":"c1","recordingUri":"https://files.example/a.ogg",
    "transcriptUri":"https://files.example/a.json","callerDetails":{"name":"Ann Lee"},
    "callAnalysis":{"summary":"Team of twelve people, working on spreadsheets. Wants a demo soon."}}"#;
const SILENT: &str =
    r#"{"callId":"c2","callerDetails":{"name":"Bob Ray"},"callAnalysis":{"summary":"No transcript."}}"#;
const SEQ: Seq = Seq(1);

type Window = Harness<'static, Scene>;

fn said(side: Side, start_secs: u64, text: &str) -> Turn {
    let (start_ms, end_ms) = (Some(start_secs * 1_000), Some(start_secs * 1_000 + 4_000));
    Turn { side, text: text.into(), start_ms, end_ms, ..Turn::default() }
}

fn demo() -> Transcript {
    let mut asks = said(Side::Agent, 15, "Of course. How many people would be using it?");
    asks.words = vec![
        Word { at: 11..14, start_ms: 16_000, end_ms: 16_300 },
        Word { at: 15..19, start_ms: 16_300, end_ms: 16_700 },
    ];
    let turns = vec![
        Turn { side: Side::Hidden, text: "You are a polite agent.".into(), ..Turn::default() },
        said(Side::Agent, 4, "Hello, this is Mira. How can I help you?"),
        said(Side::Caller, 9, "We are a team of twelve people working on spreadsheets."),
        asks,
        Turn { is_interrupted: true, ..said(Side::Agent, 20, "It is a part of the") },
        Turn { confidence: Some(0.41), ..said(Side::Caller, 24, "Is that extra? How much?") },
    ];
    let remarks = vec![String::from("2 items without words were left out.")];
    Transcript { format: Format::TimedTurns, turns, clock: Clock::Approximate, remarks, raw: String::new() }
}

fn file(kind: MediaKind, state: MediaState) -> Media {
    let ending = if kind == MediaKind::Recording { "ogg" } else { "json" };
    Media { state, ..Media::named(SEQ, kind, format!("https://files.example/a.{ending}")) }
}

fn sound() -> Sound {
    Sound {
        codec: "Opus in Ogg".into(),
        channels: 1,
        sample_rate: 48_000,
        duration_ms: 60_000,
        has_sides: false,
        damage: None,
        talk: None,
    }
}

/// Ann's call, whose recording and transcript are here.
fn call() -> CallDetail {
    let mut call = detail(1, ANN);
    let peaks = Peaks { lanes: vec![vec![90; 1_200]], is_speech: vec![true; 1_200], is_complete: true };
    call.sound = Some((sound(), Arc::new(peaks)));
    call.recording = Some(file(MediaKind::Recording, MediaState::Kept));
    call.transcript = Some(file(MediaKind::Transcript, MediaState::Kept));
    call
}

fn tell(scene: &mut Scene, transcript: Option<Transcript>) {
    let transcript = transcript.map(Arc::new);
    scene.apply(Event::TranscriptLoaded { seq: SEQ, transcript, reading: Box::default() });
}

fn open(call: CallDetail, transcript: Option<Transcript>) -> Scene {
    let mut scene = Scene::of(&[ANN, SILENT]);
    scene.act(Action::SelectCall(SEQ));
    scene.apply(Event::CallLoaded(Box::new(call)));
    if transcript.is_some() {
        tell(&mut scene, transcript);
    }
    scene
}

pub fn shown() -> Scene {
    let mut scene = open(call(), Some(demo()));
    scene.commands.clear();
    scene
}

pub fn play(scene: &mut Scene, position_ms: u64) {
    let (seq, duration_ms) = (Some(SEQ), Some(600_000));
    let status = PlayerStatus::Playing;
    let state = PlayerState { seq, status, position_ms, at: NOW, duration_ms, ..PlayerState::default() };
    scene.apply(Event::PlayerChanged(Box::new(state)));
}

fn wide(scene: Scene) -> Window {
    window(scene, 1280.0, 800.0, false)
}

fn click(window: &mut Window, name: &str) -> Vec<Command> {
    window.state_mut().commands.clear();
    window.get_by_label(name).click();
    window.run();
    window.state().commands.clone()
}

fn press(window: &mut Window, modifiers: Modifiers, key: Key) -> Vec<Command> {
    window.state_mut().commands.clear();
    window.key_press_modifiers(modifiers, key);
    window.run();
    window.state().commands.clone()
}

fn is_shown(window: &Window, name: &str) -> bool {
    window.query_all_by_label(name).next().is_some()
}

#[test]
fn opening_a_call_asks_for_its_transcript_and_shows_the_turns() {
    let scene = open(call(), None);
    assert!(scene.commands.contains(&Command::LoadTranscript { seq: SEQ }));
    let mut window = wide(shown());
    for text in ["Hello, this is Mira. How can I help you?", "It is a part of the —", "Caller, 0:24, unsure"] {
        assert!(is_shown(&window, text), "{text}");
    }
    assert_eq!(window.query_all_by_label("Rename Agent").count(), 2, "turns of one speaker go under one name");
    window.get_by_label("Agent 60 % · Caller 40 %");
    window.get_by_label("2 items without words were left out. Times are approximate.");
    assert!(!is_shown(&window, "You are a polite agent."));
    click(&mut window, "Show tool calls and prompts");
    window.get_by_label("You are a polite agent.");
}

#[test]
fn a_click_on_a_time_is_heard_and_enter_on_a_turn_too() {
    let mut window = wide(shown());
    let commands = click(&mut window, "Play from 0:09");
    let heard = |commands: &[Command]| match commands {
        [Command::Player(PlayerCommand::Play { seq: SEQ, listening })] => listening.position_ms,
        other => panic!("{other:?}"),
    };
    assert_eq!(heard(&commands), 9_000);
    play(window.state_mut(), 9_000);
    window.run();
    window.get_by_label("Agent, 0:15").focus();
    window.run();
    let commands = press(&mut window, Modifiers::NONE, Key::Enter);
    assert_eq!(commands, [Command::Player(PlayerCommand::Seek { position_ms: 15_000 })]);
    let commands = press(&mut window, Modifiers::NONE, Key::Space);
    assert!(commands.contains(&Command::Player(PlayerCommand::Pause)), "Space stays what it is: {commands:?}");
}

#[test]
fn what_is_heard_is_followed_until_it_is_scrolled_and_again_when_asked() {
    let turns = (0..60).map(|at| said(Side::Agent, at * 5, &format!("Sentence number {at}."))).collect();
    let mut scene = open(call(), Some(Transcript { turns, ..demo() }));
    play(&mut scene, 0);
    let mut window = wide(scene);
    let sentence = "Sentence number 50.";
    assert!(!is_shown(&window, sentence));
    play(window.state_mut(), 250_500);
    window.run();
    let place = window.get_by_label(sentence).rect();
    assert!((120.0..700.0).contains(&place.center().y), "{place:?}");
    window.event(egui::Event::PointerMoved(place.center()));
    window.event(egui::Event::MouseWheel {
        unit: egui::MouseWheelUnit::Point,
        delta: egui::vec2(0.0, 900.0),
        phase: egui::TouchPhase::Move,
        source: egui::MouseWheelSource::Unknown,
        modifiers: Modifiers::NONE,
    });
    window.run();
    assert!(!is_shown(&window, sentence) && !window.state().inbox.transcript.is_following);
    play(window.state_mut(), 255_500);
    window.run();
    assert!(!is_shown(&window, "Sentence number 51."), "it stays where a person scrolled it");
    click(&mut window, "Back to what is heard");
    window.get_by_label("Sentence number 51.");
    assert!(!is_shown(&window, "Back to what is heard"));
}

#[test]
fn find_counts_and_steps() {
    let mut window = wide(shown());
    press(&mut window, Modifiers::COMMAND, Key::F);
    window.event(egui::Event::Text("how".into()));
    window.run();
    window.get_by_label("1 of 3");
    press(&mut window, Modifiers::NONE, Key::Enter);
    window.get_by_label("2 of 3");
    press(&mut window, Modifiers::SHIFT, Key::Enter);
    press(&mut window, Modifiers::NONE, Key::F3);
    window.get_by_label("2 of 3");
    // What is typed is no act.
    window.event(egui::Event::Text("d".into()));
    press(&mut window, Modifiers::NONE, Key::D);
    assert_eq!(window.state().inbox.transcript.find.as_deref(), Some("howd"));
    window.get_by_label("None");
    press(&mut window, Modifiers::NONE, Key::Escape);
    assert_eq!(window.state().inbox.transcript.find, None);
    assert!(matches!(window.state().inbox.detail, call_inbox::inbox::Detail::Shown(_)), "the call stays open");
}

#[test]
fn words_of_the_search_are_stepped_through() {
    let mut scene = Scene::of(&[ANN]);
    scene.act(Action::Search("how".into()));
    scene.list(vec![detail(1, ANN).row()]);
    scene.act(Action::SelectCall(SEQ));
    scene.apply(Event::CallLoaded(Box::new(call())));
    tell(&mut scene, Some(demo()));
    let mut window = wide(scene);
    window.get_by_label("1 of 3 in the transcript");
    click(&mut window, "Next place (F3)");
    window.get_by_label("2 of 3 in the transcript");
}

#[test]
fn a_name_is_changed_where_it_stands_and_remembered() {
    let mut window = wide(shown());
    window.get_all_by_label("Rename Caller").next().unwrap().click();
    window.run();
    assert_eq!(
        window.state().inbox.transcript.renaming.as_ref().map(|renaming| renaming.typed.as_str()),
        Some("Caller")
    );
    press(&mut window, Modifiers::COMMAND, Key::A);
    window.event(egui::Event::Text("Ann".into()));
    window.run();
    let commands = press(&mut window, Modifiers::NONE, Key::Enter);
    let reading = Reading { names: [("caller".to_owned(), "Ann".to_owned())].into(), ..Reading::default() };
    assert_eq!(commands, [Command::RememberReading { seq: SEQ, reading }]);
    window.get_by_label("Agent 60 % · Ann 40 %");
}

#[test]
fn a_narrow_window_shows_one_of_the_two() {
    let mut window = window(shown(), 900.0, 600.0, false);
    let hello = "Hello, this is Mira. How can I help you?";
    assert!(!is_shown(&window, hello) && is_shown(&window, "Add a note"));
    window.get_by_role_and_label(Role::Tab, "Transcript").click();
    window.run();
    assert!(is_shown(&window, hello) && !is_shown(&window, "Add a note"));
    press(&mut window, Modifiers::NONE, Key::V);
    assert!(!is_shown(&window, hello));
    press(&mut window, Modifiers::COMMAND, Key::F);
    assert!(is_shown(&window, hello), "there is something to find in it");
    press(&mut window, Modifiers::NONE, Key::Escape);
    press(&mut window, Modifiers::NONE, Key::N);
    assert_eq!(window.state().inbox.transcript.tab, Tab::Call, "the field for notes is there");
    assert!(is_shown(&window, "Add a note"));
}

#[test]
fn a_call_without_a_transcript_has_the_room_to_itself() {
    let mut scene = Scene::of(&[ANN, SILENT]);
    scene.open(2, SILENT);
    let mut window = window(scene, 900.0, 600.0, false);
    assert!(!is_shown(&window, "Transcript") && is_shown(&window, "No transcript."));
    assert!(press(&mut window, Modifiers::COMMAND, Key::F).is_empty());
}

#[test]
fn every_state_shows_its_sentence_and_its_button_does_it() {
    let (seq, kind) = (SEQ, MediaKind::Transcript);
    let again = || Command::Media(MediaCommand::FetchAgain { seq, kind });
    let host = String::from("files.example:9000");
    let at = |secs: i64| Some(UnixMillis(NOW.0 + secs * 1_000));
    let file = |state| file(kind, state);
    let cases = [
        (
            Media { retry_at: at(12), ..file(MediaState::Waiting) },
            "Not there yet. Tried again in 12 s.",
            "Try now",
            again(),
        ),
        (
            Media {
                total_bytes: Some(4_000),
                ranges: std::iter::once(0..1_000).collect(),
                ..file(MediaState::Fetching)
            },
            "Fetching: 1.0 KB of 4.0 KB.",
            "Stop fetching",
            Command::Media(MediaCommand::StopFetching { seq, kind }),
        ),
        (
            Media { expires_at: at(-60), ..file(MediaState::Expired) },
            "The link ran out today 11:40, before the transcript was here.",
            "Try anyway",
            again(),
        ),
        (file(MediaState::Missing), "The server does not have this transcript.", "Try again", again()),
        (
            Media { cause: Some(MediaCause::HostNotAllowed(host.clone())), ..file(MediaState::Refused) },
            "Not fetched: files.example:9000 is not a public address. Allow it if you know it.",
            "Allow files.example:9000",
            Command::Media(MediaCommand::AllowHost(host)),
        ),
        (
            Media { why: Some("It is a web page.".into()), ..file(MediaState::Unsupported) },
            "It is a web page.",
            "Show the file",
            Command::LoadTranscriptText { seq },
        ),
        (file(MediaState::Evicted), "It was taken away to make room for newer files.", "Fetch again", again()),
    ];
    for (media, sentence, remedy, command) in cases {
        let mut call = call();
        call.transcript = Some(media);
        let mut scene = open(call, None);
        tell(&mut scene, None);
        let mut window = wide(scene);
        window.get_by_label(sentence);
        let commands = click(&mut window, remedy);
        assert_eq!(commands, [command], "{sentence}");
    }
}

#[test]
fn what_is_not_known_is_shown_as_it_is() {
    let raw = String::from("<log>\nsomething else\n</log>");
    let window = wide(open(call(), Some(Transcript { raw: raw.clone(), ..Transcript::default() })));
    window.get_by_label("This shape is not known; here is the file as it is.");
    window.get_by_label(&raw);
}

#[test]
fn the_file_can_be_shown_and_left() {
    let mut window = wide(shown());
    click(&mut window, "More about the transcript");
    let commands = click(&mut window, "Show the file");
    assert_eq!(commands, [Command::LoadTranscriptText { seq: SEQ }]);
    window.state_mut().apply(Event::TranscriptTextLoaded { seq: SEQ, text: Arc::from("{\"turns\":[]}") });
    window.run();
    window.get_by_label("{\"turns\":[]}");
    click(&mut window, "Back");
    window.get_by_label("Hello, this is Mira. How can I help you?");
}

#[test]
fn without_sound_the_time_says_why_and_asks_for_nothing() {
    let mut call = call();
    call.sound = None;
    call.recording = Some(file(MediaKind::Recording, MediaState::Missing));
    let mut window = wide(open(call, Some(demo())));
    assert!(click(&mut window, "Play from 0:09").is_empty());
    let told = window.state().inbox.notices.shown().iter().map(|notice| notice.text.as_str()).collect::<Vec<_>>();
    assert_eq!(told, ["No recording to play: The server does not have this recording."]);
}

#[test]
fn without_times_there_is_no_column_for_them() {
    let mut read = demo();
    for turn in &mut read.turns {
        (turn.start_ms, turn.end_ms) = (None, None);
        turn.words.clear();
    }
    let window = wide(open(call(), Some(Transcript { clock: Clock::None, ..read })));
    assert!(!is_shown(&window, "Play from 0:00"));
    window.get_by_label("2 items without words were left out. It has no times, so it can't follow the recording.");
    window.get_by_label("Agent, turn 2");
}

#[test]
fn a_note_stands_on_its_turn_and_leads_to_it() {
    let mut call = call();
    let text = String::from("Twelve seats");
    call.notes =
        vec![Note { id: EntryId(4), written_at: NOW, edited_at: None, text, at_ms: Some(9_000), turn: Some(2) }];
    let mut window = wide(open(call, Some(demo())));
    window.get_by_label("Note: Twelve seats");
    click(&mut window, "Go to 0:09 Caller: We are a team of twelve people w…");
    assert_eq!(window.state().inbox.transcript.chosen(), Some(2));
    window.state_mut().act(TranscriptAction::NoteOn(3).into());
    window.run();
    window.event(egui::Event::Text("Ask again".into()));
    window.run();
    let commands = click(&mut window, "Save the note");
    let text = String::from("Ask again");
    assert_eq!(commands, [Command::AddNote { seq: SEQ, text, at_ms: Some(15_000), turn: Some(3) }]);
}

#[test]
fn a_sentence_of_the_summary_leads_to_where_it_was_said() {
    let mut window = wide(shown());
    let commands = click(&mut window, "Go to where it was said, 0:09");
    assert!(commands.is_empty(), "it does not play: {commands:?}");
    assert_eq!(window.state().inbox.transcript.chosen(), Some(2));
}

#[test]
fn of_five_thousand_turns_some_tens_are_drawn() {
    let words = "one two three four five six seven eight nine ten eleven twelve";
    let side = |at: u64| if at.is_multiple_of(2) { Side::Agent } else { Side::Caller };
    let turns = (0..5_000).map(|at| said(side(at), at * 5, &format!("{at}: {words}"))).collect();
    let mut scene = open(call(), Some(Transcript { turns, ..demo() }));
    let (seq, duration_ms) = (Some(SEQ), Some(25_000_000));
    let status = PlayerStatus::Playing;
    let position_ms = 12_500_500;
    scene.apply(Event::PlayerChanged(Box::new(PlayerState {
        seq,
        status,
        position_ms,
        at: NOW,
        duration_ms,
        ..PlayerState::default()
    })));
    let window = wide(scene);
    let drawn = window.query_all_by_label_contains(words).count();
    assert!((5..60).contains(&drawn), "{drawn}");
    assert!(is_shown(&window, &format!("2500: {words}")));
}

#[test]
fn everything_has_a_name_and_stays_inside() {
    for (width, height) in [(1280.0, 800.0), (900.0, 600.0), (760.0, 480.0)] {
        for is_dark in [false, true] {
            let mut scene = shown();
            scene.act(TranscriptAction::ChooseTab(Tab::Transcript).into());
            scene.act(TranscriptAction::Find.into());
            scene.act(TranscriptAction::TypeFind("how".into()).into());
            play(&mut scene, 16_400);
            let mut window = window(scene, width, height, is_dark);
            window.get_by_label("Agent, 0:15").hover();
            window.run();
            for node in window.root().children_recursive() {
                let node = node.accesskit_node();
                let Some(rect) = node.bounding_box() else { continue };
                let name = node.label().unwrap_or_default();
                if matches!(node.role(), Role::Button | Role::Tab | Role::CheckBox | Role::Link) {
                    assert!(!name.trim().is_empty(), "{:?} at {rect:?} has no name", node.role());
                    assert!(rect.x1 <= f64::from(width) + 1.0, "{name:?} reaches {}", rect.x1);
                }
            }
        }
    }
}
