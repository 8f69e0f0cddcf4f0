//! Files that calls name, and how calls are listened to.

use super::*;
use crate::call::{Listening, Media, MediaCause, MediaKind, MediaState, PEAK_MS, Peaks, Sides, Sound, Talk};

const FIRST: &str =
    r#"{"callId":"a","recordingUri":"https://x.example/a.ogg","transcriptUri":"https://x.example/a.json"}"#;
const SECOND: &str = r#"{"callId":"b","recordingUri":"https://x.example/b.ogg"}"#;
const THIRD: &str = r#"{"callId":"c"}"#;

fn filled() -> Fixture {
    let fixture = Fixture::new();
    for (id, json) in [("a", FIRST), ("b", SECOND), ("c", THIRD)] {
        fixture.keep(call(id, json));
    }
    fixture
}

fn recording(fixture: &Fixture, seq: i64) -> Media {
    fixture.reader().media(Seq(seq), MediaKind::Recording).unwrap().unwrap()
}

/// As it is read once the writing thread has written it.
fn written(fixture: &mut Fixture, media: &Media) -> Media {
    fixture.store().writer().keep_media(media.clone());
    fixture.reopen();
    fixture.reader().media(media.seq, media.kind).unwrap().unwrap()
}

fn sound() -> (Sound, Arc<Peaks>) {
    let talk = Talk { left_ms: 900, right_ms: 400, overlap_ms: 100, dead_air_ms: 0, longest_pause_ms: 50 };
    let sound = Sound {
        codec: String::from("Opus in Ogg"),
        channels: 2,
        sample_rate: 48_000,
        duration_ms: 3 * u64::from(PEAK_MS),
        has_sides: true,
        damage: None,
        talk: Some(talk),
    };
    let lanes = vec![vec![0, 128, 255], vec![9, 0, 0]];
    (sound, Arc::new(Peaks { lanes, is_speech: vec![false, true, true], is_complete: true }))
}

#[test]
fn what_a_call_names_is_known_before_it_was_ever_tried() {
    let fixture = filled();
    assert_eq!(
        recording(&fixture, 1),
        Media::named(Seq(1), MediaKind::Recording, String::from("https://x.example/a.ogg"))
    );
    assert_eq!(fixture.reader().media(Seq(3), MediaKind::Recording).unwrap(), None);
    assert_eq!(fixture.reader().media(Seq(9), MediaKind::Recording).unwrap(), None);
}

#[test]
fn all_that_is_known_of_a_file_is_read_back() {
    let mut fixture = filled();
    let causes = [
        None,
        Some(MediaCause::HostNotAllowed(String::from("10.0.0.7:9000"))),
        Some(MediaCause::TooLarge(Some(7))),
        Some(MediaCause::TooLarge(None)),
        Some(MediaCause::Other),
    ];
    for (state, cause) in MediaState::ALL.into_iter().zip(causes.into_iter().cycle()) {
        let media = Media {
            state,
            cause,
            why: Some(String::from("Because.")),
            tries: 3,
            retry_at: Some(UnixMillis(5)),
            expires_at: Some(UnixMillis(6)),
            ranges: vec![0..10, 20..4_000_000_000],
            total_bytes: Some(5_000_000_000),
            sha256: Some(String::from("ab")),
            etag: Some(String::from("\"v1\"")),
            is_pinned: true,
            used_at: Some(UnixMillis(7)),
            ..recording(&fixture, 1)
        };
        assert_eq!(written(&mut fixture, &media), media);
    }
}

#[test]
fn another_address_makes_what_was_known_void_and_the_waveform_with_it() {
    let mut fixture = filled();
    let media = Media { state: MediaState::Kept, used_at: Some(UnixMillis(1)), ..recording(&fixture, 2) };
    fixture.store().writer().keep_media(media);
    fixture.store().writer().keep_sound(Seq(2), Some(sound()));
    fixture.reopen();
    let detail = fixture.reader().detail(Seq(2)).unwrap().unwrap();
    assert_eq!((detail.recording.unwrap().state, detail.sound), (MediaState::Kept, Some(sound())));
    fixture.keep(call("b", &SECOND.replace("b.ogg", "new.ogg")));
    let detail = fixture.reader().detail(Seq(2)).unwrap().unwrap();
    assert_eq!((detail.recording.unwrap().state, detail.sound), (MediaState::Waiting, None));
    let new = recording(&fixture, 2);
    written(&mut fixture, &new);
    assert_eq!(fixture.reader().sound(Seq(2)).unwrap(), None);
}

#[test]
fn what_nobody_settled_is_found_newest_first_and_in_pages() {
    let mut fixture = filled();
    let found = |fixture: &Fixture, before: Option<i64>, limit| {
        let media = fixture.reader().unsettled_media(before.map(Seq), limit).unwrap();
        media.iter().map(|media| (media.seq.0, media.kind == MediaKind::Recording)).collect::<Vec<_>>()
    };
    assert_eq!(found(&fixture, None, 10), [(2, true), (1, true), (1, false)]);
    assert_eq!(found(&fixture, None, 1), [(2, true)]);
    assert_eq!(found(&fixture, Some(2), 10), [(1, true), (1, false)]);
    let kept = Media { state: MediaState::Kept, ..recording(&fixture, 2) };
    written(&mut fixture, &kept);
    let fetching = Media { state: MediaState::Fetching, ..recording(&fixture, 1) };
    written(&mut fixture, &fetching);
    assert_eq!(found(&fixture, None, 10), [(1, true), (1, false)]);
}

#[test]
fn of_many_remarks_on_one_file_the_last_is_kept() {
    let mut fixture = filled();
    let media = recording(&fixture, 1);
    for tries in 0..500 {
        fixture.store().writer().keep_media(Media { tries, ..media.clone() });
    }
    let last = Media { tries: 500, ..media };
    assert_eq!(written(&mut fixture, &last).tries, 500);
}

#[test]
fn files_that_take_room_come_least_recently_used_first() {
    let mut fixture = filled();
    let here = |seq, at| Media {
        state: MediaState::Kept,
        ranges: std::iter::once(0..8).collect(),
        used_at: Some(UnixMillis(at)),
        ..recording(&fixture, seq)
    };
    let (one, two) = (here(1, 20), here(2, 10));
    for media in [&one, &two] {
        fixture.store().writer().keep_media(media.clone());
    }
    fixture.reopen();
    assert_eq!(fixture.reader().media_here().unwrap(), [two, one]);
}

#[test]
fn how_a_call_was_listened_to_is_remembered() {
    let mut fixture = filled();
    let listening = Listening {
        position_ms: 61_000,
        speed: 1.5,
        sides: Sides::Swapped,
        is_caller_left: Some(true),
        heard_at: Some(UnixMillis(4)),
    };
    fixture.store().command(Command::RememberListening { seq: Seq(2), listening: listening.clone() });
    fixture.reopen();
    assert_eq!(fixture.reader().detail(Seq(2)).unwrap().unwrap().listening, listening);
    assert_eq!(fixture.reader().detail(Seq(1)).unwrap().unwrap().listening, Listening::default());
}

#[test]
fn the_next_unheard_call_is_the_next_older_one_then_the_newest() {
    let mut fixture = filled();
    fixture.keep(call("d", &SECOND.replace("\"b\"", "\"d\"")));
    let next = |fixture: &Fixture, after: Option<i64>| fixture.reader().unheard(after.map(Seq)).unwrap();
    assert_eq!(
        [None, Some(4), Some(2), Some(1)].map(|after| next(&fixture, after)),
        [4, 2, 1, 4].map(|s| Some(Seq(s)))
    );
    let heard = Listening { heard_at: Some(UnixMillis(1)), ..Listening::default() };
    for seq in [4, 2] {
        fixture.store().writer().remember_listening(Seq(seq), heard.clone());
    }
    fixture.reopen();
    assert_eq!([next(&fixture, None), next(&fixture, Some(1))], [Some(Seq(1)), None]);
    fixture.store().command(Command::FindUnheard { after: None });
    let found = fixture.events.find(|event| match event {
        Event::UnheardFound { seq } => Some(seq),
        _ => None,
    });
    assert_eq!(found, Some(Seq(1)));
}

#[test]
fn a_bookmark_says_nothing_but_its_moment() {
    let fixture = filled();
    let add = |text: &str, at_ms| Command::AddNote { seq: Seq(1), text: text.to_owned(), at_ms, turn: None };
    fixture.store().command(add("", Some(61_250)));
    fixture.store().command(add("", None));
    let why = fixture.events.find(|event| match event {
        Event::CommandFailed { why, .. } => Some(why),
        _ => None,
    });
    assert_eq!(why, "A note needs some words.");
    let notes = fixture.reader().detail(Seq(1)).unwrap().unwrap().notes;
    assert_eq!(notes.iter().map(|note| (note.text.as_str(), note.at_ms)).collect::<Vec<_>>(), [("", Some(61_250))]);
}
