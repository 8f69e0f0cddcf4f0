//! The transcript's rules, through actions and events.

use std::sync::Arc;

use super::samples::{said, transcript};
use super::*;
use crate::bus::{Command, Event, MediaCommand, PlayerCommand, PlayerState, PlayerStatus, TranscriptForm};
use crate::call::{EntryId, Media, MediaCause, MediaKind, MediaState, Note, Seq};
use crate::inbox::samples::{detail, filled};
use crate::inbox::{Action, Field, Inbox, PlayerAction, WorkAction};
use crate::transcript::{Clock, Format, Side};

const SEQ: Seq = Seq(1);
const NAMED: &str = r#"{"recordingUri":"https://x/a.ogg","transcriptUri":"https://x/a.json","callAnalysis":{
    "summary":"Team of twelve people on spreadsheets. Nothing of the kind was said."}}"#;

fn turns() -> Vec<crate::transcript::Turn> {
    vec![
        said(Side::Hidden, "You are Mira.", None),
        said(Side::Agent, "Hello, how can I help you?", Some((4_000, Some(8_000)))),
        said(Side::Caller, "We are a team of twelve people working on spreadsheets.", Some((9_000, Some(14_000)))),
        said(Side::Agent, "Are you all in the café?", Some((15_000, Some(18_000)))),
        said(Side::Caller, "Help, no.", Some((19_000, Some(22_000)))),
    ]
}

/// An inbox whose open call has been read, with what it asked for.
fn opened(json: &str) -> (Inbox, Vec<Command>) {
    let mut inbox = filled(2);
    inbox.act(Action::SelectCall(SEQ));
    let mut call = detail(1, json);
    call.recording = Some(file(MediaKind::Recording, MediaState::Kept));
    call.transcript = Some(file(MediaKind::Transcript, MediaState::Kept));
    let commands = inbox.apply(Event::CallLoaded(Box::new(call)));
    (inbox, commands)
}

fn file(kind: MediaKind, state: MediaState) -> Media {
    let uri = if kind == MediaKind::Recording { "https://x/a.ogg" } else { "https://x/a.json" };
    Media { state, ..Media::named(SEQ, kind, uri.into()) }
}

fn tell(inbox: &mut Inbox, read: Transcript) {
    let transcript = Some(Arc::new(read));
    inbox.apply(Event::TranscriptLoaded { seq: SEQ, transcript, reading: Box::default() });
}

/// An inbox whose open call's turns are shown.
fn shown() -> Inbox {
    let (mut inbox, _) = opened(NAMED);
    tell(&mut inbox, transcript(turns()));
    inbox
}

fn playing(inbox: &mut Inbox, position_ms: u64) {
    let state = PlayerState {
        seq: Some(SEQ),
        status: PlayerStatus::Playing,
        position_ms,
        at: inbox.now,
        duration_ms: Some(60_000),
        ..PlayerState::default()
    };
    inbox.apply(Event::PlayerChanged(Box::new(state)));
}

fn act(inbox: &mut Inbox, action: TranscriptAction) -> Vec<Command> {
    inbox.act(action.into())
}

fn notice(inbox: &Inbox) -> &str {
    &inbox.notices.shown().last().unwrap().text
}

fn sentence(inbox: &Inbox) -> (String, Vec<String>) {
    match inbox.open_transcript().unwrap().face {
        TranscriptFace::Standing(standing) => {
            (standing.sentence, standing.remedies.into_iter().map(|remedy| remedy.label).collect())
        }
        TranscriptFace::File { sentence, .. } => (sentence.to_owned(), Vec::new()),
        face => panic!("{face:?}"),
    }
}

#[test]
fn opening_a_call_asks_for_its_transcript_once() {
    let (mut inbox, commands) = opened(NAMED);
    assert_eq!(commands, [Command::LoadTranscript { seq: SEQ }]);
    let again = inbox.apply(Event::CallLoaded(Box::new(detail(1, NAMED))));
    assert!(!again.contains(&Command::LoadTranscript { seq: SEQ }));
    let (inbox, commands) = opened("{}");
    assert!(commands.is_empty() && inbox.open_transcript().is_none(), "none is named");
    assert_eq!(opened(NAMED).0.apply(Event::Resync).last(), Some(&Command::LoadTranscript { seq: SEQ }));
}

#[test]
fn a_transcript_of_another_call_is_not_shown() {
    let mut inbox = shown();
    inbox.act(Action::SelectCall(Seq(2)));
    inbox.apply(Event::CallLoaded(Box::new(detail(2, NAMED))));
    assert!(inbox.transcript.conversation().is_none());
    tell(&mut inbox, transcript(turns()));
    assert!(inbox.transcript.conversation().is_none());
}

#[test]
fn where_there_are_no_turns_it_says_why_and_what_can_be_done() {
    let (mut inbox, _) = opened(NAMED);
    assert!(matches!(inbox.open_transcript().unwrap().face, TranscriptFace::Blank), "the answer is a moment away");
    inbox.apply(Event::TranscriptLoaded { seq: SEQ, transcript: None, reading: Box::default() });
    assert_eq!(sentence(&inbox).0, "Reading the transcript…");
    let host = Some(MediaCause::HostNotAllowed("files.local:9000".into()));
    let file = |state| file(MediaKind::Transcript, state);
    let cases = [
        (file(MediaState::Waiting), "Waiting to be fetched.", "Try now"),
        (file(MediaState::Fetching), "Fetching…", "Stop fetching"),
        (file(MediaState::Expired), "The link has run out.", "Try anyway"),
        (file(MediaState::Missing), "The server does not have this transcript.", "Try again"),
        (
            Media { cause: host, ..file(MediaState::Refused) },
            "Not fetched: files.local:9000 is not a public address. Allow it if you know it.",
            "Allow files.local:9000",
        ),
        (file(MediaState::Evicted), "It was taken away to make room for newer files.", "Fetch again"),
        (file(MediaState::Unsupported), "The file is here, but it is not a transcript.", "Show the file"),
    ];
    for (media, wanted, remedy) in cases {
        inbox.apply(Event::MediaChanged(Box::new(media)));
        let (said, remedies) = sentence(&inbox);
        assert_eq!((said.as_str(), remedies[0].as_str()), (wanted, remedy));
    }
    let none = Transcript { format: Format::NotATranscript, ..Transcript::default() };
    tell(&mut inbox, none);
    assert_eq!(
        sentence(&inbox),
        ("This file is not a transcript.".into(), vec!["Show the file".into(), "Fetch again".into()])
    );
    tell(&mut inbox, Transcript { raw: "<x>".into(), ..Transcript::default() });
    assert_eq!(sentence(&inbox).0, "This shape is not known; here is the file as it is.");
}

#[test]
fn a_transcript_that_comes_later_is_asked_for_and_its_fetching_again() {
    let (mut inbox, _) = opened(NAMED);
    let media = |state| Event::MediaChanged(Box::new(file(MediaKind::Transcript, state)));
    assert!(inbox.apply(media(MediaState::Fetching)).is_empty());
    assert_eq!(inbox.apply(media(MediaState::Kept)), [Command::LoadTranscript { seq: SEQ }]);
    let (seq, kind) = (SEQ, MediaKind::Transcript);
    let again = act(&mut inbox, TranscriptAction::FetchAgain);
    assert_eq!(again, [Command::Media(MediaCommand::FetchAgain { seq, kind })]);
    let stop = act(&mut inbox, TranscriptAction::StopFetching);
    assert_eq!(stop, [Command::Media(MediaCommand::StopFetching { seq, kind })]);
}

#[test]
fn the_file_is_read_when_it_is_asked_for() {
    let mut inbox = shown();
    assert_eq!(act(&mut inbox, TranscriptAction::ShowFile), [Command::LoadTranscriptText { seq: SEQ }]);
    let text = "line\n".repeat(2_000);
    inbox.apply(Event::TranscriptTextLoaded { seq: SEQ, text: Arc::from(text.as_str()) });
    let open = inbox.open_transcript().unwrap();
    let TranscriptFace::File { text: Some(shown), .. } = open.face else { panic!("{:?}", open.face) };
    let whole: Vec<&str> = (0..shown.len()).map(|at| shown.piece(at)).collect();
    assert_eq!(whole.join("\n").trim_end(), text.trim_end());
    assert!((5..20).contains(&shown.len()), "{}", shown.len());
    act(&mut inbox, TranscriptAction::ShowTurns);
    assert!(matches!(inbox.open_transcript().unwrap().face, TranscriptFace::Turns(_)));
}

#[test]
fn a_turn_is_heard_from_its_time_and_what_was_paused_plays() {
    let mut inbox = shown();
    let plays = act(&mut inbox, TranscriptAction::Hear(2));
    let [Command::Player(PlayerCommand::Play { seq: SEQ, listening })] = &plays[..] else { panic!("{plays:?}") };
    assert_eq!(listening.position_ms, 9_000);
    playing(&mut inbox, 9_000);
    inbox.act(PlayerAction::Toggle.into());
    let plays = act(&mut inbox, TranscriptAction::Hear(3));
    let wanted = [Command::Player(PlayerCommand::Seek { position_ms: 15_000 }), Command::Player(PlayerCommand::Resume)];
    assert_eq!(plays, wanted);
    playing(&mut inbox, 15_000);
    let seek = act(&mut inbox, TranscriptAction::Hear(1));
    assert_eq!(seek, [Command::Player(PlayerCommand::Seek { position_ms: 4_000 })]);
}

#[test]
fn without_sound_or_times_nothing_is_played_and_it_says_so() {
    let mut inbox = shown();
    inbox.apply(Event::MediaChanged(Box::new(file(MediaKind::Recording, MediaState::Missing))));
    assert!(act(&mut inbox, TranscriptAction::Hear(1)).is_empty());
    assert_eq!(notice(&inbox), "No recording to play: The server does not have this recording.");
    let mut inbox = shown();
    tell(&mut inbox, Transcript { clock: Clock::None, ..transcript(vec![said(Side::Agent, "Hi", None)]) });
    assert!(act(&mut inbox, TranscriptAction::Hear(0)).is_empty());
    assert_eq!(notice(&inbox), "This turn has no time to play from");
    assert_eq!(inbox.open_transcript().unwrap().remarks, ["It has no times, so it can't follow the recording."]);
    let (mut inbox, _) = opened(r#"{"transcriptUri":"https://x/a.json"}"#);
    tell(&mut inbox, transcript(turns()));
    assert!(act(&mut inbox, TranscriptAction::Hear(1)).is_empty());
    assert_eq!(notice(&inbox), "No recording to play: the call names none.");
}

#[test]
fn what_is_heard_is_marked_while_the_open_call_plays_and_no_other() {
    let mut inbox = shown();
    assert_eq!(inbox.spoken(), None);
    playing(&mut inbox, 8_990);
    assert_eq!(inbox.spoken().map(|spoken| spoken.turn), Some(1));
    let change = inbox.transcript_changes_at().unwrap();
    assert_eq!(change.0 - inbox.now.0, 10);
    inbox.tick(change);
    assert_eq!(inbox.spoken().map(|spoken| spoken.turn), Some(2));
    let state =
        PlayerState { seq: Some(Seq(2)), status: PlayerStatus::Playing, at: inbox.now, ..PlayerState::default() };
    inbox.apply(Event::PlayerChanged(Box::new(state)));
    assert_eq!((inbox.spoken(), inbox.transcript_changes_at()), (None, None));
}

#[test]
fn twice_as_fast_the_next_turn_comes_twice_as_soon() {
    let mut inbox = shown();
    playing(&mut inbox, 8_000);
    inbox.player.state.speed = 2.0;
    assert_eq!(inbox.transcript_changes_at().unwrap().0 - inbox.now.0, 500);
}

#[test]
fn scrolling_lets_go_of_what_is_heard_and_one_act_returns() {
    let mut inbox = shown();
    let scroll = |top| TranscriptAction::Scrolled { top, is_by_hand: true };
    act(&mut inbox, scroll(1.0));
    assert!(inbox.transcript.is_following, "nothing plays");
    playing(&mut inbox, 9_000);
    act(&mut inbox, TranscriptAction::Scrolled { top: 2.0, is_by_hand: false });
    assert!(inbox.transcript.is_following);
    act(&mut inbox, scroll(0.5));
    assert!(!inbox.transcript.is_following && inbox.open_transcript().unwrap().can_follow);
    act(&mut inbox, TranscriptAction::Follow);
    assert!(inbox.transcript.is_following && !inbox.open_transcript().unwrap().can_follow);
}

#[test]
fn find_counts_goes_round_and_does_not_mind_accents() {
    let mut inbox = shown();
    act(&mut inbox, TranscriptAction::Find);
    assert_eq!(inbox.focus, Some(Field::Find));
    act(&mut inbox, TranscriptAction::TypeFind("help".into()));
    let at = |inbox: &Inbox| (inbox.transcript.hit_at(), inbox.transcript.hits().len(), inbox.transcript.reveal());
    assert_eq!(at(&inbox), (Some(0), 2, Some(1)));
    act(&mut inbox, TranscriptAction::NextHit);
    assert_eq!(at(&inbox), (Some(1), 2, Some(4)));
    act(&mut inbox, TranscriptAction::NextHit);
    assert_eq!(at(&inbox), (Some(0), 2, Some(1)));
    act(&mut inbox, TranscriptAction::PreviousHit);
    assert_eq!(at(&inbox).0, Some(1));
    act(&mut inbox, TranscriptAction::TypeFind("CAFE".into()));
    assert_eq!(at(&inbox), (Some(0), 1, Some(3)));
    inbox.act(Action::Back);
    assert_eq!((inbox.transcript.find.clone(), at(&inbox).1), (None, 0));
}

#[test]
fn a_call_opened_by_a_search_begins_where_its_words_were_said() {
    let mut inbox = filled(2);
    inbox.act(Action::Search("twelve".into()));
    inbox.act(Action::SelectCall(SEQ));
    inbox.apply(Event::CallLoaded(Box::new(detail(1, NAMED))));
    tell(&mut inbox, transcript(turns()));
    assert_eq!((inbox.transcript.hits().len(), inbox.transcript.reveal()), (1, Some(2)));
    inbox.act(Action::Search("team OR help".into()));
    assert_eq!(inbox.transcript.hits().len(), 3);
    inbox.act(Action::Search("transcript:twelve".into()));
    assert_eq!(inbox.transcript.hits().len(), 1, "what is looked for on the phone alone is marked there");
    inbox.act(Action::Search("company:twelve".into()));
    assert!(inbox.transcript.hits().is_empty());
    inbox.act(Action::Search(String::new()));
    assert!(inbox.transcript.hits().is_empty());
}

#[test]
fn asides_are_shown_when_asked_for_and_what_is_in_sight_stays() {
    let mut inbox = shown();
    act(&mut inbox, TranscriptAction::Scrolled { top: 1.5, is_by_hand: true });
    act(&mut inbox, TranscriptAction::ToggleAsides);
    let lines = inbox.transcript.conversation().unwrap().lines();
    assert_eq!((lines.len(), lines[0].turn), (5, 0));
    assert!((inbox.transcript.top() - 2.5).abs() < 1e-9);
    act(&mut inbox, TranscriptAction::ToggleAsides);
    assert_eq!(inbox.transcript.conversation().unwrap().lines().len(), 4);
}

#[test]
fn a_speaker_is_renamed_and_that_is_remembered() {
    let mut inbox = shown();
    act(&mut inbox, TranscriptAction::Rename(2));
    assert_eq!(inbox.transcript.renaming.as_ref().unwrap().typed, "Caller");
    act(&mut inbox, TranscriptAction::TypeName(" Ann ".into()));
    let commands = act(&mut inbox, TranscriptAction::SaveName);
    let [Command::RememberReading { seq: SEQ, reading }] = &commands[..] else { panic!("{commands:?}") };
    assert_eq!(reading.names.get("caller").map(String::as_str), Some("Ann"));
    assert_eq!(inbox.transcript.conversation().unwrap().name(4), "Ann");
    // What is stored may be older.
    tell(&mut inbox, transcript(turns()));
    assert_eq!(inbox.transcript.conversation().unwrap().name(4), "Ann");
    act(&mut inbox, TranscriptAction::Rename(2));
    act(&mut inbox, TranscriptAction::TypeName(String::new()));
    act(&mut inbox, TranscriptAction::SaveName);
    assert!(inbox.transcript.reading().names.is_empty());
    act(&mut inbox, TranscriptAction::Rename(0));
    assert_eq!(inbox.transcript.renaming, None, "nobody is to be renamed there");
}

#[test]
fn swapped_sides_keep_their_voices_names() {
    let mut inbox = shown();
    act(&mut inbox, TranscriptAction::Rename(1));
    act(&mut inbox, TranscriptAction::TypeName("Mira".into()));
    act(&mut inbox, TranscriptAction::SaveName);
    let commands = act(&mut inbox, TranscriptAction::Swap);
    assert!(matches!(&commands[..], [Command::RememberReading { reading, .. }] if reading.is_swapped));
    let shown = inbox.transcript.conversation().unwrap();
    assert_eq!((shown.transcript.turns[1].side, shown.name(1), shown.name(2)), (Side::Caller, "Mira", "Agent"));
    act(&mut inbox, TranscriptAction::Rename(2));
    act(&mut inbox, TranscriptAction::TypeName("Ann".into()));
    let commands = act(&mut inbox, TranscriptAction::SaveName);
    let [Command::RememberReading { reading, .. }] = &commands[..] else { panic!("{commands:?}") };
    assert_eq!(reading.names.get("caller").map(String::as_str), Some("Ann"), "by the side as the file has it");
}

#[test]
fn times_are_shifted_by_steps_or_by_what_is_said_now() {
    let mut inbox = shown();
    act(&mut inbox, TranscriptAction::Shift(500));
    let commands = act(&mut inbox, TranscriptAction::Shift(500));
    assert!(matches!(&commands[..], [Command::RememberReading { reading, .. }] if reading.offset_ms == 1_000));
    let start = |inbox: &Inbox, turn: usize| inbox.transcript.conversation().unwrap().transcript.turns[turn].start_ms;
    assert_eq!(start(&inbox, 1), Some(5_000));
    let plays = act(&mut inbox, TranscriptAction::Hear(1));
    assert!(
        matches!(&plays[..], [Command::Player(PlayerCommand::Play { listening, .. })] if listening.position_ms == 5_000)
    );
    playing(&mut inbox, 2_500);
    act(&mut inbox, TranscriptAction::SaidNow(1));
    assert_eq!((start(&inbox, 1), inbox.transcript.reading().offset_ms), (Some(2_500), -1_500));
    assert_eq!(inbox.spoken().map(|spoken| spoken.turn), Some(1));
    assert_eq!(notice(&inbox), "Everything is said 1.5 s earlier than the file says");
    act(&mut inbox, TranscriptAction::NoShift);
    assert_eq!(start(&inbox, 1), Some(4_000));
    assert!(act(&mut inbox, TranscriptAction::SaidNow(0)).is_empty(), "a prompt has no time");
}

#[test]
fn the_callers_turns_are_gone_to_one_by_one() {
    let mut inbox = shown();
    let here = |inbox: &Inbox| inbox.transcript.chosen();
    act(&mut inbox, TranscriptAction::NextCaller);
    assert_eq!((here(&inbox), inbox.transcript.tab), (Some(2), Tab::Transcript));
    act(&mut inbox, TranscriptAction::NextCaller);
    assert_eq!(here(&inbox), Some(4));
    act(&mut inbox, TranscriptAction::NextCaller);
    assert_eq!((here(&inbox), notice(&inbox)), (Some(4), "No later turn of the caller"));
    act(&mut inbox, TranscriptAction::PreviousCaller);
    assert_eq!(here(&inbox), Some(2));
    playing(&mut inbox, 4_500);
    act(&mut inbox, TranscriptAction::PreviousCaller);
    assert_eq!(notice(&inbox), "No earlier turn of the caller");
}

#[test]
fn turns_are_copied_with_name_and_time() {
    let mut inbox = shown();
    act(&mut inbox, TranscriptAction::Copy(1));
    assert_eq!(inbox.to_copy, Some(("Turn", "[0:04] Agent: Hello, how can I help you?".to_owned())));
    inbox.act(Action::Copied("Turn"));
    assert_eq!((inbox.to_copy.clone(), notice(&inbox)), (None, "Turn copied"));
    act(&mut inbox, TranscriptAction::CopyAll);
    let (what, text) = inbox.to_copy.clone().unwrap();
    assert!(what == "Transcript" && text.contains("Caller: Help, no."), "{text}");
    assert!(!text.contains("You are Mira"), "prompts are no part of what was said: {text}");
}

#[test]
fn a_note_is_about_a_turn_and_its_moment() {
    let mut inbox = shown();
    act(&mut inbox, TranscriptAction::NoteOn(2));
    assert_eq!((inbox.focus, inbox.transcript.tab), (Some(Field::Note), Tab::Call));
    assert_eq!((inbox.draft(SEQ).note_turn, inbox.draft(SEQ).note_at), (Some(2), Some(9_000)));
    inbox.act(WorkAction::TypeNote("Twelve seats".into()).into());
    let commands = inbox.act(WorkAction::AddNote.into());
    let (text, at_ms) = (String::from("Twelve seats"), Some(9_000));
    assert_eq!(commands, [Command::AddNote { seq: SEQ, text, at_ms, turn: Some(2) }]);
    assert_eq!((inbox.draft(SEQ).note_turn, inbox.draft(SEQ).note_at), (None, None));
    act(&mut inbox, TranscriptAction::NoteOn(2));
    inbox.act(WorkAction::NoteAt(None).into());
    assert_eq!(inbox.draft(SEQ).note_turn, None);
}

#[test]
fn notes_and_sentences_lead_to_their_turns() {
    let mut inbox = shown();
    let mut call = detail(1, NAMED);
    let at = UnixMillis(0);
    call.notes =
        vec![Note { id: EntryId(3), written_at: at, edited_at: None, text: "Hm".into(), at_ms: None, turn: Some(2) }];
    inbox.apply(Event::CallLoaded(Box::new(call)));
    let open = inbox.open_transcript().unwrap();
    assert_eq!(open.notes.iter().map(|(turn, note)| (*turn, note.text.as_str())).collect::<Vec<_>>(), [(2, "Hm")]);
    assert_eq!(inbox.transcript.place_of("Team of twelve people on spreadsheets."), Some(2));
    assert_eq!(inbox.transcript.place_of("Nothing of the kind was said."), None);
    act(&mut inbox, TranscriptAction::GoTo(2));
    let open = inbox.open_transcript().unwrap();
    assert_eq!((open.flash, inbox.transcript.reveal(), inbox.transcript.tab), (Some(2), Some(2), Tab::Transcript));
    let end = inbox.transcript_changes_at().unwrap();
    inbox.tick(end);
    assert_eq!(inbox.open_transcript().unwrap().flash, None);
}

#[test]
fn it_is_written_in_any_form() {
    let mut inbox = shown();
    for form in TranscriptForm::ALL {
        assert_eq!(act(&mut inbox, TranscriptAction::Save(form)), [Command::SaveTranscript { seq: SEQ, form }]);
    }
    let (mut inbox, _) = opened(NAMED);
    assert!(act(&mut inbox, TranscriptAction::Save(TranscriptForm::Text)).is_empty(), "there is nothing to write");
}
