//! Listening, from acts and events to commands and what is shown.

use std::sync::Arc;

use super::super::samples::{detail, filled};
use super::super::{Action, Detail, Inbox, Screen};
use super::*;
use crate::bus::{Command, Event, MediaCommand, PlayerCommand};
use crate::call::{CallDetail, MediaKind, MediaState};

const SEQ: Seq = Seq(2);

fn recorded(seq: i64) -> CallDetail {
    let mut call = detail(seq, r#"{"recordingUri":"https://x/a.ogg","callerDetails":{"name":"Ann"}}"#);
    let media = Media::named(Seq(seq), MediaKind::Recording, "https://x/a.ogg".into());
    call.recording = Some(Media { state: MediaState::Kept, ..media });
    let sound = Sound {
        codec: "MP3".into(),
        channels: 1,
        sample_rate: 8_000,
        duration_ms: 100_000,
        has_sides: false,
        damage: None,
        talk: None,
    };
    call.sound = Some((sound, Arc::default()));
    call
}

fn open(inbox: &mut Inbox, call: CallDetail) -> Vec<Command> {
    inbox.act(Action::SelectCall(call.seq));
    inbox.apply(Event::CallLoaded(Box::new(call)))
}

fn opened() -> Inbox {
    let mut inbox = filled(3);
    open(&mut inbox, recorded(2));
    inbox
}

fn told(inbox: &mut Inbox, status: PlayerStatus, position_ms: u64) -> Vec<Command> {
    let state = PlayerState {
        seq: Some(SEQ),
        status,
        position_ms,
        at: inbox.now,
        duration_ms: Some(100_000),
        ..PlayerState::default()
    };
    inbox.apply(Event::PlayerChanged(Box::new(state)))
}

fn act(inbox: &mut Inbox, action: PlayerAction) -> Vec<Command> {
    inbox.act(action.into())
}

fn later(inbox: &mut Inbox, ms: i64) {
    inbox.tick(UnixMillis(inbox.now.0 + ms));
}

fn remembered(commands: &[Command]) -> Vec<(i64, u64, bool)> {
    let remembered = commands.iter().filter_map(|command| match command {
        Command::RememberListening { seq, listening } => {
            Some((seq.0, listening.position_ms, listening.heard_at.is_some()))
        }
        _ => None,
    });
    remembered.collect()
}

fn seek(position_ms: u64) -> Vec<Command> {
    vec![Command::Player(PlayerCommand::Seek { position_ms })]
}

#[test]
fn space_plays_pauses_and_goes_on() {
    let mut inbox = opened();
    let listening = Listening::default();
    assert_eq!(act(&mut inbox, PlayerAction::Toggle), [Command::Player(PlayerCommand::Play { seq: SEQ, listening })]);
    assert_eq!(inbox.open_recording().unwrap().status, PlayerStatus::Opening);
    told(&mut inbox, PlayerStatus::Playing, 4_000);
    later(&mut inbox, 500);
    let commands = act(&mut inbox, PlayerAction::Toggle);
    assert_eq!(commands[0], Command::Player(PlayerCommand::Pause));
    assert_eq!(remembered(&commands), [(2, 4_500, false)]);
    assert_eq!(act(&mut inbox, PlayerAction::Toggle), [Command::Player(PlayerCommand::Resume)]);
}

#[test]
fn a_call_goes_on_where_it_was_left_and_begins_anew_after_its_end() {
    let mut inbox = opened();
    let mut call = recorded(3);
    call.listening = Listening { position_ms: 30_000, speed: 1.5, ..Listening::default() };
    open(&mut inbox, call);
    let shown = inbox.open_recording().unwrap();
    assert_eq!((shown.position_ms, shown.speed), (30_000, 1.5));
    let commands = act(&mut inbox, PlayerAction::Toggle);
    let is_it = |command: &Command| matches!(command, Command::Player(PlayerCommand::Play { seq: Seq(3), listening }) if listening.position_ms == 30_000);
    assert!(commands.iter().any(is_it), "{commands:?}");
    let mut call = recorded(2);
    call.listening.position_ms = 99_900;
    open(&mut inbox, call);
    let commands = act(&mut inbox, PlayerAction::Toggle);
    assert_eq!(remembered(&commands), [(3, 30_000, false)], "what is left is remembered");
    let is_it = |command: &Command| matches!(command, Command::Player(PlayerCommand::Play { seq: SEQ, listening }) if listening.position_ms == 0);
    assert!(commands.iter().any(is_it), "{commands:?}");
}

#[test]
fn positions_are_remembered_now_and_then_and_at_the_end() {
    let mut inbox = opened();
    act(&mut inbox, PlayerAction::Toggle);
    let mut all = Vec::new();
    for step in 0..=120 {
        later(&mut inbox, 100);
        all.extend(told(&mut inbox, PlayerStatus::Playing, step * 100));
    }
    assert_eq!(remembered(&all).len(), 1, "every ten seconds");
    let ended = told(&mut inbox, PlayerStatus::Ended, 100_000);
    assert_eq!(remembered(&ended), [(2, 0, true)]);
    assert!(told(&mut inbox, PlayerStatus::Ended, 100_000).is_empty());
    assert!(inbox.open_recording().unwrap().is_heard);
}

#[test]
fn most_of_it_heard_is_heard_and_a_jump_to_its_end_is_not() {
    let mut inbox = opened();
    act(&mut inbox, PlayerAction::Toggle);
    told(&mut inbox, PlayerStatus::Playing, 0);
    act(&mut inbox, PlayerAction::SeekTo(97_000));
    told(&mut inbox, PlayerStatus::Playing, 97_000);
    assert!(!inbox.open_recording().unwrap().is_heard);
    act(&mut inbox, PlayerAction::SeekTo(0));
    for position in (0..96_000).step_by(500) {
        told(&mut inbox, PlayerStatus::Playing, position);
    }
    assert!(inbox.open_recording().unwrap().is_heard);
    let commands = act(&mut inbox, PlayerAction::MarkHeard(false));
    assert!(matches!(remembered(&commands)[..], [(2, _, false)]));
}

#[test]
fn jumps_are_taken_back_and_steps_that_follow_each_other_as_one() {
    let mut inbox = opened();
    act(&mut inbox, PlayerAction::Toggle);
    told(&mut inbox, PlayerStatus::Paused, 20_000);
    assert_eq!(act(&mut inbox, PlayerAction::SeekTo(80_000)), seek(80_000));
    act(&mut inbox, PlayerAction::Step(5_000));
    assert_eq!(act(&mut inbox, PlayerAction::Step(500_000)), seek(100_000));
    assert_eq!(act(&mut inbox, PlayerAction::UndoSeek), seek(80_000));
    assert_eq!(act(&mut inbox, PlayerAction::UndoSeek), seek(20_000));
    assert!(act(&mut inbox, PlayerAction::UndoSeek).is_empty());
}

#[test]
fn a_report_of_before_a_jump_does_not_move_back() {
    let mut inbox = opened();
    act(&mut inbox, PlayerAction::Toggle);
    let before = inbox.now;
    told(&mut inbox, PlayerStatus::Playing, 20_000);
    later(&mut inbox, 50);
    act(&mut inbox, PlayerAction::SeekTo(80_000));
    let stale = PlayerState { position_ms: 20_040, at: before, ..inbox.player.state.clone() };
    inbox.apply(Event::PlayerChanged(Box::new(stale)));
    assert_eq!(inbox.open_recording().unwrap().position_ms, 80_000);
}

#[test]
fn what_is_not_loaded_is_moved_by_keys_and_played_by_a_click() {
    let mut inbox = opened();
    let commands = act(&mut inbox, PlayerAction::Step(5_000));
    assert_eq!(remembered(&commands), [(2, 5_000, false)]);
    let commands = act(&mut inbox, PlayerAction::SeekTo(50_000));
    let is_it = |command: &Command| matches!(command, Command::Player(PlayerCommand::Play { listening, .. }) if listening.position_ms == 50_000);
    assert!(commands.iter().any(is_it), "{commands:?}");
}

#[test]
fn a_loop_has_a_beginning_and_an_end_behind_it() {
    let mut inbox = opened();
    act(&mut inbox, PlayerAction::Toggle);
    told(&mut inbox, PlayerStatus::Paused, 20_000);
    act(&mut inbox, PlayerAction::LoopFrom);
    assert_eq!(inbox.open_recording().unwrap().loop_from, Some(20_000));
    assert!(act(&mut inbox, PlayerAction::LoopTo).is_empty(), "it would have no length");
    told(&mut inbox, PlayerStatus::Paused, 30_000);
    let looped = |stretch| vec![Command::Player(PlayerCommand::SetLoop(stretch))];
    assert_eq!(act(&mut inbox, PlayerAction::LoopTo), looped(Some((20_000, 30_000))));
    act(&mut inbox, PlayerAction::Step(-5_000));
    assert_eq!(act(&mut inbox, PlayerAction::LoopFrom), looped(Some((25_000, 30_000))));
    let clip = act(&mut inbox, PlayerAction::SaveClip);
    assert!(
        matches!(&clip[..], [Command::Player(PlayerCommand::SaveClip { file_name, .. })] if file_name == "Ann 0.25–0.30")
    );
    assert_eq!(act(&mut inbox, PlayerAction::ClearLoop), looped(None));
}

#[test]
fn the_next_unheard_call_is_opened_and_played() {
    let mut inbox = opened();
    assert_eq!(act(&mut inbox, PlayerAction::NextUnheard), [Command::FindUnheard { after: Some(SEQ) }]);
    let commands = inbox.apply(Event::UnheardFound { seq: Some(Seq(1)) });
    assert!(commands.contains(&Command::LoadCall { seq: Seq(1) }));
    let commands = inbox.apply(Event::CallLoaded(Box::new(recorded(1))));
    let is_it = |command: &Command| matches!(command, Command::Player(PlayerCommand::Play { seq: Seq(1), .. }));
    assert!(commands.iter().any(is_it), "{commands:?}");
    act(&mut inbox, PlayerAction::NextUnheard);
    inbox.apply(Event::UnheardFound { seq: None });
    assert_eq!(inbox.notices.shown()[0].text, "Every recording was heard");
    // Who opens another call meanwhile is not taken away from it.
    act(&mut inbox, PlayerAction::NextUnheard);
    open(&mut inbox, recorded(3));
    assert!(inbox.apply(Event::UnheardFound { seq: Some(Seq(1)) }).is_empty());
}

#[test]
fn what_was_told_of_a_file_stands_above_what_is_stored() {
    let mut inbox = filled(3);
    let media = |state| Media { state, ..Media::named(SEQ, MediaKind::Recording, "https://x/a.ogg".into()) };
    inbox.apply(Event::MediaChanged(Box::new(media(MediaState::Kept))));
    let mut stored = recorded(2);
    stored.recording = Some(media(MediaState::Fetching));
    let commands = open(&mut inbox, stored.clone());
    assert!(!commands.iter().any(|command| matches!(command, Command::Media(_))), "it is here: {commands:?}");
    assert_eq!(inbox.open_recording().unwrap().media.state, MediaState::Kept);
    inbox.apply(Event::Resync);
    let commands = inbox.apply(Event::CallLoaded(Box::new(stored)));
    assert_eq!(inbox.open_recording().unwrap().media.state, MediaState::Fetching);
    assert!(!commands.iter().any(|command| matches!(command, Command::Media(_))), "it was looked at before");
    inbox.apply(Event::MediaChanged(Box::new(media(MediaState::Missing))));
    assert_eq!(inbox.open_recording().unwrap().media.state, MediaState::Missing);
}

#[test]
fn an_opened_call_is_fetched_before_others() {
    let mut inbox = filled(3);
    let mut call = recorded(2);
    call.recording = None;
    assert!(open(&mut inbox, call).contains(&Command::Media(MediaCommand::Look { seq: SEQ })));
    let open = inbox.open_recording().unwrap();
    assert_eq!(open.standing.unwrap().sentence, "Waiting to be fetched.");
}

#[test]
fn what_cannot_be_played_says_why_when_it_is_asked_for() {
    let mut inbox = filled(3);
    let mut call = recorded(2);
    call.sound = None;
    call.recording = call.recording.map(|media| Media { state: MediaState::Missing, ..media });
    open(&mut inbox, call);
    assert!(act(&mut inbox, PlayerAction::Toggle).is_empty());
    assert_eq!(inbox.notices.shown()[0].text, "The server does not have this recording.");
    // What waits for its bytes can be stopped all the same.
    told(&mut inbox, PlayerStatus::RunningDry, 0);
    assert_eq!(act(&mut inbox, PlayerAction::Toggle)[0], Command::Player(PlayerCommand::Pause));
}

#[test]
fn sound_goes_on_while_another_call_is_read_and_keys_are_about_it() {
    let mut inbox = opened();
    act(&mut inbox, PlayerAction::Toggle);
    told(&mut inbox, PlayerStatus::Playing, 20_000);
    assert_eq!(inbox.now_playing(), None);
    open(&mut inbox, detail(1, "{}"));
    let now = inbox.now_playing().unwrap();
    assert_eq!((now.title, now.position_ms), ("Ann", 20_000));
    assert_eq!(act(&mut inbox, PlayerAction::Step(1_000)), seek(21_000));
    assert!(act(&mut inbox, PlayerAction::ReturnToPlaying).contains(&Command::LoadCall { seq: SEQ }));
    inbox.act(Action::OpenScreen(Screen::Settings));
    act(&mut inbox, PlayerAction::PutAway);
    assert_eq!((inbox.now_playing(), inbox.player.state.status), (None, PlayerStatus::Paused));
    assert_eq!(remembered(&inbox.closing()), [(2, 21_000, false)]);
}

#[test]
fn who_is_where_is_remembered_with_the_call() {
    let mut inbox = opened();
    act(&mut inbox, PlayerAction::SetCallerLeft(Some(true)));
    let Detail::Shown(page) = &inbox.detail else { panic!("no call is open") };
    assert_eq!(page.detail.listening.is_caller_left, Some(true));
    assert_eq!(inbox.open_recording().unwrap().side_names(), ("Caller", "Agent"));
}

#[test]
fn a_note_is_about_the_moment_and_both_it_and_a_bookmark_are_taken_back() {
    use super::super::WorkAction;
    use crate::bus::Entry;
    use crate::call::EntryId;
    let mut inbox = opened();
    act(&mut inbox, PlayerAction::Toggle);
    told(&mut inbox, PlayerStatus::Paused, 42_000);
    act(&mut inbox, PlayerAction::NoteHere);
    inbox.act(WorkAction::TypeNote("asked about price".into()).into());
    let note = |text: &str| vec![Command::AddNote { seq: SEQ, text: text.into(), at_ms: Some(42_000), turn: None }];
    assert_eq!(inbox.act(WorkAction::AddNote.into()), note("asked about price"));
    assert_eq!(inbox.draft(SEQ).note_at, None);
    assert_eq!(act(&mut inbox, PlayerAction::Bookmark), note(""));
    for id in [EntryId(8), EntryId(9)] {
        inbox.apply(Event::EntryAdded { seq: SEQ, entry: Entry::Note(id) });
    }
    assert_eq!(inbox.act(Action::Undo), [Command::RemoveNote { id: EntryId(9), is_removed: true }]);
    assert_eq!(inbox.act(Action::Undo), [Command::RemoveNote { id: EntryId(8), is_removed: true }]);
}

/// Seen once: "A recording" played, and nobody knew whose.
#[test]
fn who_is_heard_is_named_however_it_came_to_play() {
    let mut inbox = opened();
    told(&mut inbox, PlayerStatus::Playing, 1_000);
    inbox.act(Action::OpenScreen(Screen::Settings));
    assert_eq!(inbox.now_playing().unwrap().title, "Ann");
    let mut inbox = filled(3);
    told(&mut inbox, PlayerStatus::Playing, 1_000);
    let row = inbox.list.row(SEQ).unwrap().title.clone();
    assert_eq!(inbox.now_playing().unwrap().title, row);
    let mut inbox = filled(1);
    told(&mut inbox, PlayerStatus::Playing, 1_000);
    assert_eq!(inbox.now_playing().unwrap().title, "A recording");
}
