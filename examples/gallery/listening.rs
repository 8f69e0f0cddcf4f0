//! Scenes of listening and reading along: the player in its states, the transcript in its.

use std::sync::Arc;

use call_inbox::bus::{Event, PlayerState, PlayerStatus};
use call_inbox::call::{
    CallDetail, EntryId, Media, MediaCause, MediaKind, MediaState, Note, Seq, Sound, Talk, UnixMillis,
};
use call_inbox::inbox::{Action, Screen};
use call_inbox::transcript::{Clock, Format, Side, Transcript, Turn, Word};
use egui::{Key, Modifiers};

use crate::callers::{JOHNS, ago, call, opened, peaks, transcript_shown};
use crate::studio::{Picture, press, still, write};
use crate::window::{NOW, Scene};

const SEQ: Seq = Seq(JOHNS);
const LENGTH_MS: u64 = 198_000;

pub fn pictures() -> Vec<Picture> {
    vec![
        still("Player", "playing", || playing(16_400)),
        still("Player", "paused, with bookmarks", paused),
        still("Player", "loop at speed", looped),
        still("Player", "running dry", running_dry),
        still("Player", "waiting", || standing(MediaState::Waiting)),
        still("Player", "fetching", || standing(MediaState::Fetching)),
        still("Player", "expired", || standing(MediaState::Expired)),
        still("Player", "missing", || standing(MediaState::Missing)),
        still("Player", "refused", || standing(MediaState::Refused)),
        still("Player", "damaged", || standing(MediaState::Damaged)),
        still("Player", "unsupported", || standing(MediaState::Unsupported)),
        still("Player", "evicted", || standing(MediaState::Evicted)),
        still("Player", "strip on another screen", elsewhere),
        still("Transcript", "with times", || read(demo())),
        still("Transcript", "as a tab", || transcript_shown(playing(16_400))),
        still("Transcript", "without times", || transcript_shown(read(untimed()))),
        still("Transcript", "in three scripts", || transcript_shown(read(scripts()))),
        Picture {
            family: "Transcript",
            name: "finding",
            scene: || read(demo()),
            then: |window| {
                window.key_press_modifiers(Modifiers::COMMAND, Key::F);
                window.run_ok();
                write(window, "how");
                press(window, &[Key::Enter]);
            },
        },
        still("Transcript", "not here yet", not_here),
        still("Transcript", "expired", expired),
        still("Transcript", "none", || opened(call(7))),
    ]
}

fn sound() -> Sound {
    Sound {
        codec: "Opus in Ogg".into(),
        channels: 2,
        sample_rate: 48_000,
        duration_ms: LENGTH_MS,
        has_sides: true,
        damage: None,
        talk: Some(Talk {
            left_ms: 116_000,
            right_ms: 70_000,
            overlap_ms: 6_000,
            dead_air_ms: 12_000,
            longest_pause_ms: 7_000,
        }),
    }
}

fn media(kind: MediaKind, state: MediaState) -> Media {
    let uri = if kind == MediaKind::Recording { "https://files.example/a.ogg" } else { "https://files.example/a.json" };
    Media { state, ..Media::named(SEQ, kind, uri.into()) }
}

pub fn heard() -> CallDetail {
    let mut call = call(JOHNS);
    call.sound = Some((sound(), peaks(3_960)));
    call.recording = Some(media(MediaKind::Recording, MediaState::Kept));
    call.transcript = Some(media(MediaKind::Transcript, MediaState::Kept));
    call
}

pub fn said(side: Side, start_secs: u64, text: &str) -> Turn {
    let (start_ms, end_ms) = (Some(start_secs * 1_000), Some(start_secs * 1_000 + 4_000));
    Turn { side, text: text.into(), start_ms, end_ms, ..Turn::default() }
}

pub fn demo() -> Transcript {
    let mut asks = said(Side::Agent, 15, "Of course. How many people would be using it on your side?");
    asks.words = vec![
        Word { at: 11..14, start_ms: 16_000, end_ms: 16_300 },
        Word { at: 15..19, start_ms: 16_300, end_ms: 16_700 },
    ];
    let turns = vec![
        Turn { side: Side::Hidden, text: "You are a polite agent.".into(), ..Turn::default() },
        said(Side::Agent, 4, "Hello, this is Mira from Northwind. How can I help you today?"),
        said(Side::Caller, 9, "Hi Mira. We saw the reporting view in your video and would like a demo."),
        asks,
        said(Side::Caller, 19, "Twelve at the moment. Is single sign-on included, or is that extra?"),
        Turn {
            is_interrupted: true,
            ..said(Side::Agent, 26, "It is part of the team plan. Shall we look at it together on")
        },
        Turn {
            confidence: Some(0.41),
            ..said(Side::Caller, 33, "Monday at three works. Could you send something about security before that?")
        },
        said(Side::Agent, 39, "I will send the overview today."),
        said(Side::Caller, 46, "Perfect, thank you. How much would it be for twelve?"),
        said(Side::Agent, 52, "I will prepare a price for twelve seats and bring it to the demo."),
    ];
    let remarks = vec![String::from("2 items without words were left out.")];
    Transcript { format: Format::TimedTurns, turns, clock: Clock::Approximate, remarks, raw: String::new() }
}

fn untimed() -> Transcript {
    let mut transcript = demo();
    for turn in &mut transcript.turns {
        (turn.start_ms, turn.end_ms, turn.words) = (None, None, Vec::new());
    }
    Transcript { clock: Clock::default(), remarks: Vec::new(), ..transcript }
}

fn scripts() -> Transcript {
    let turns = vec![
        said(Side::Agent, 2, "नमस्ते, मैं मीरा बोल रही हूँ। मैं आपकी क्या मदद कर सकती हूँ?"),
        said(Side::Caller, 8, "मुझे छत पर सोलर लगवाना है।"),
        said(Side::Agent, 14, "您好，請問有什麼可以幫您？"),
        said(Side::Caller, 20, "我想了解一下價格。"),
        said(Side::Agent, 26, "مرحبًا، كيف يمكنني مساعدتك؟"),
        said(Side::Caller, 32, "أودّ أن أعرف موعد التسليم."),
    ];
    Transcript { turns, remarks: Vec::new(), ..demo() }
}

fn read(transcript: Transcript) -> Scene {
    let mut scene = opened(heard());
    let transcript = Some(Arc::new(transcript));
    scene.apply(Event::TranscriptLoaded { seq: SEQ, transcript, reading: Box::default() });
    scene
}

pub fn plays(scene: &mut Scene, status: PlayerStatus, position_ms: u64) {
    let state = PlayerState {
        seq: Some(SEQ),
        status,
        position_ms,
        at: NOW,
        duration_ms: Some(LENGTH_MS),
        ..PlayerState::default()
    };
    scene.apply(Event::PlayerChanged(Box::new(state)));
}

fn playing(position_ms: u64) -> Scene {
    let mut scene = read(demo());
    plays(&mut scene, PlayerStatus::Playing, position_ms);
    scene
}

fn paused() -> Scene {
    let mut call = heard();
    let note = |id: i64, at_secs: u64, text: &str| Note {
        id: EntryId(id),
        written_at: ago(10),
        edited_at: None,
        text: text.into(),
        at_ms: Some(at_secs * 1_000),
        turn: None,
    };
    call.notes = vec![note(1, 30, "Asks for the price"), note(2, 95, ""), note(3, 150, "Promises an answer")];
    let mut scene = opened(call);
    scene.apply(Event::TranscriptLoaded { seq: SEQ, transcript: Some(Arc::new(demo())), reading: Box::default() });
    plays(&mut scene, PlayerStatus::Paused, 82_000);
    scene
}

fn looped() -> Scene {
    let mut scene = read(demo());
    let state = PlayerState {
        seq: Some(SEQ),
        status: PlayerStatus::Playing,
        position_ms: 70_000,
        at: NOW,
        duration_ms: Some(LENGTH_MS),
        speed: 1.5,
        is_muted: true,
        skips_silence: true,
        skipped_ms: 8_000,
        looped: Some((60_000, 90_000)),
        ..PlayerState::default()
    };
    scene.apply(Event::PlayerChanged(Box::new(state)));
    scene
}

fn running_dry() -> Scene {
    let mut call = heard();
    call.sound = Some((sound(), peaks(1_200)));
    call.recording = Some(Media {
        ranges: std::iter::once(0..180_000).collect(),
        total_bytes: Some(600_000),
        ..media(MediaKind::Recording, MediaState::Fetching)
    });
    let mut scene = opened(call);
    plays(&mut scene, PlayerStatus::RunningDry, 60_000);
    scene
}

fn standing(state: MediaState) -> Scene {
    let mut call = call(JOHNS);
    let at = |secs: i64| Some(UnixMillis(NOW.0 + secs * 1_000));
    let bare = media(MediaKind::Recording, state);
    call.recording = Some(match state {
        MediaState::Waiting => Media { retry_at: at(12), ..bare },
        MediaState::Fetching => {
            Media { ranges: std::iter::once(0..310_000).collect(), total_bytes: Some(940_000), ..bare }
        }
        MediaState::Expired => Media { expires_at: at(-3_600), ..bare },
        MediaState::Refused => Media { cause: Some(MediaCause::HostNotAllowed("10.0.0.7:9000".into())), ..bare },
        MediaState::Damaged => {
            call.sound = Some((Sound { damage: Some("The file ends in the middle.".into()), ..sound() }, peaks(2_400)));
            Media { why: Some("The file ends in the middle.".into()), ..bare }
        }
        MediaState::Unsupported => Media { why: Some("It is a web page.".into()), ..bare },
        _ => bare,
    });
    opened(call)
}

fn elsewhere() -> Scene {
    let mut scene = playing(16_400);
    scene.act(Action::OpenScreen(Screen::Settings));
    scene
}

fn not_here() -> Scene {
    let mut call = heard();
    call.transcript =
        Some(Media { retry_at: Some(UnixMillis(NOW.0 + 42_000)), ..media(MediaKind::Transcript, MediaState::Waiting) });
    transcript_shown(opened(call))
}

fn expired() -> Scene {
    let mut call = heard();
    call.transcript = Some(Media { expires_at: Some(ago(60)), ..media(MediaKind::Transcript, MediaState::Expired) });
    transcript_shown(opened(call))
}
