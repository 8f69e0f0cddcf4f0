//! What was said in calls: kept, found, forgotten with the file it was read from, and shown where a search found it.

use super::*;
use crate::call::{Media, MediaKind, MediaState};
use crate::transcript::{Clock as Times, Format, Reading, Side, Transcript, Turn, Word};

const URI: &str = "https://x.example/a.json";

fn named(id: &str, uri: &str) -> NewDelivery {
    call(id, &format!(r#"{{"transcriptUri":"{uri}","callAnalysis":{{"summary":"A call about a boiler."}}}}"#))
}

fn turn(side: Side, text: &str) -> Turn {
    Turn { side, text: text.to_owned(), ..Turn::default() }
}

fn transcript(said: &str) -> Transcript {
    let timed = Turn {
        speaker: Some(String::from("Mira")),
        start_ms: Some(1_000),
        end_ms: Some(1_500),
        words: vec![Word { at: 0..5, start_ms: 1_000, end_ms: 1_500 }],
        confidence: Some(0.81),
        is_interrupted: true,
        ..turn(Side::Agent, "Hello, this is the heating service.")
    };
    Transcript {
        format: Format::Livekit,
        turns: vec![turn(Side::Hidden, "You are a secretive agent."), timed, turn(Side::Caller, said)],
        clock: Times::Recording,
        remarks: vec![String::from("1 item without words was left out.")],
        raw: String::new(),
    }
}

fn read_of(seq: i64, uri: &str, transcript: &Transcript) -> ReadTranscript {
    let file = (uri.to_owned(), String::from("ab"));
    ReadTranscript::new(Seq(seq), file, Some(90_000), Arc::new(transcript.clone()), Reading::default())
}

impl Fixture {
    /// Keeps a transcript and waits until it is on disk; what was told.
    fn keep_transcript(&self, read: ReadTranscript) -> (Seq, Option<Arc<Transcript>>, Reading) {
        self.store().writer().keep_transcript(read);
        self.events.find(loaded)
    }

    fn found_by(&self, text: &str) -> Vec<i64> {
        self.reader().order(&search(View::All, text)).unwrap().into_iter().map(|seq| seq.0).collect()
    }
}

fn loaded(event: Event) -> Option<(Seq, Option<Arc<Transcript>>, Reading)> {
    match event {
        Event::TranscriptLoaded { seq, transcript, reading } => Some((seq, transcript, *reading)),
        _ => None,
    }
}

#[test]
fn a_transcript_is_kept_told_and_read_back_to_the_letter() {
    let mut inbox = Fixture::new();
    inbox.keep(named("a", URI));
    let said = transcript("“Grüß Gott”, my boiler \\ leaks\n\u{0}");
    let (seq, told, _) = inbox.keep_transcript(read_of(1, URI, &said));
    assert_eq!((seq, told.as_deref()), (Seq(1), Some(&said)));
    inbox.reopen();
    assert_eq!(inbox.reader().transcript(Seq(1)).unwrap(), (Some(said.clone()), Reading::default()));
    let note = inbox.reader().transcript_note(Seq(1)).unwrap().unwrap();
    assert_eq!(
        note,
        TranscriptNote { sha256: String::from("ab"), is_current: true, audio_ms: Some(90_000), is_none: false }
    );
    inbox.store().command(Command::LoadTranscript { seq: Seq(1) });
    assert_eq!(inbox.events.find(loaded).1.as_deref(), Some(&said));
    inbox.store().command(Command::LoadTranscript { seq: Seq(7) });
    assert_eq!(inbox.events.find(loaded), (Seq(7), None, Reading::default()));
}

#[test]
fn a_call_is_found_by_what_was_said_before_and_after_that_is_indexed() {
    let inbox = Fixture::new();
    inbox.keep(named("a", URI));
    inbox.keep(named("b", URI));
    inbox.indexed();
    inbox.store().writer().set_indexing(false);
    inbox.on_writer(|_| ());
    inbox.keep_transcript(read_of(1, URI, &transcript("I want a refund")));
    let check = |when: &str| {
        for (text, wanted) in [
            ("refu", &[1][..]),
            ("transcript:refund", &[1]),
            ("transcript:\"want a refund\"", &[1]),
            ("transcript:boiler", &[]),
            ("boiler -refund", &[2]),
            ("mira", &[1]),
            ("secretive", &[]),
            ("boiler refund", &[1]),
        ] {
            assert_eq!(inbox.found_by(text), wanted, "{text} {when}");
        }
    };
    assert_eq!(inbox.reader().unindexed_count().unwrap(), 1);
    check("at once");
    inbox.store().writer().set_indexing(true);
    inbox.on_writer(|_| ());
    inbox.indexed();
    check("indexed");
    // What is written afterwards leaves what was said.
    inbox.store().command(Command::AddNote { seq: Seq(1), text: String::from("Zebra"), at_ms: None, turn: Some(2) });
    inbox.events.find(|event| matches!(event, Event::CallChanged(_)).then_some(()));
    assert_eq!(inbox.reader().detail(Seq(1)).unwrap().unwrap().notes[0].turn, Some(2));
    assert_eq!((inbox.found_by("zebra refund"), inbox.found_by("refund")), (vec![1], vec![1]));
    inbox.keep(call("a", r#"{"callAnalysis":{"summary":"A call about a heater."}}"#));
    assert_eq!(inbox.found_by("heater refund zebra"), [1]);
    inbox.indexed();
    assert_eq!(inbox.found_by("heater refund zebra"), [1]);
}

#[test]
fn what_is_kept_again_takes_the_place_of_what_was_read_before() {
    let inbox = Fixture::new();
    inbox.keep(named("a", URI));
    inbox.keep_transcript(read_of(1, URI, &transcript("I want a refund")));
    inbox.indexed();
    inbox.keep_transcript(read_of(1, URI, &transcript("I want a refill")));
    assert_eq!((inbox.found_by("refund"), inbox.found_by("refill")), (vec![], vec![1]));
    inbox.indexed();
    assert_eq!((inbox.found_by("refund"), inbox.found_by("refill")), (vec![], vec![1]));
}

#[test]
fn another_address_makes_what_was_said_void() {
    let mut inbox = Fixture::new();
    inbox.keep(named("a", URI));
    inbox.keep_transcript(read_of(1, URI, &transcript("I want a refund")));
    inbox.indexed();
    inbox.keep(named("a", "https://x.example/b.json"));
    assert_eq!((inbox.found_by("refund"), inbox.found_by("boiler")), (vec![], vec![1]));
    assert_eq!(inbox.reader().transcript(Seq(1)).unwrap().0, None);
    // Read of the file before, and late.
    inbox.store().writer().keep_transcript(read_of(1, URI, &transcript("I want a refund")));
    inbox.store().writer().keep_transcript(read_of(9, URI, &transcript("Of a call that is gone")));
    inbox.reopen();
    assert_eq!(inbox.reader().transcript(Seq(1)).unwrap().0, None);
    assert_eq!(inbox.events.all().into_iter().find_map(loaded), None);
    inbox.keep_transcript(read_of(1, "https://x.example/b.json", &transcript("All is well")));
    assert_eq!(inbox.found_by("\"all is well\""), [1]);
}

#[test]
fn how_a_person_reads_along_is_remembered_and_comes_with_what_was_said() {
    let mut inbox = Fixture::new();
    inbox.keep(named("a", URI));
    let names = std::iter::once((String::from("agent"), String::from("Ann"))).collect();
    let reading = Reading { offset_ms: -1_500, is_swapped: true, names };
    inbox.store().command(Command::RememberReading { seq: Seq(1), reading: reading.clone() });
    inbox.store().command(Command::RememberReading { seq: Seq(9), reading: reading.clone() });
    assert_eq!(inbox.keep_transcript(read_of(1, URI, &transcript("Hi"))).2, reading);
    inbox.reopen();
    assert_eq!(inbox.reader().transcript(Seq(1)).unwrap().1, reading);
    assert_eq!(inbox.reader().transcript(Seq(9)).unwrap().1, Reading::default());
}

#[test]
fn files_that_are_here_and_were_not_read_as_they_are_are_found_newest_first() {
    let mut inbox = Fixture::new();
    let media = |seq, state, sha256: Option<&str>| Media {
        state,
        ranges: std::iter::once(0..8).collect(),
        sha256: sha256.map(str::to_owned),
        ..Media::named(Seq(seq), MediaKind::Transcript, URI.to_owned())
    };
    let states = [
        (MediaState::Kept, Some("ab")),
        (MediaState::Kept, Some("other")),
        (MediaState::Damaged, None),
        (MediaState::Fetching, None),
        (MediaState::Unsupported, Some("ab")),
        (MediaState::Evicted, Some("ab")),
    ];
    for (seq, (state, sha256)) in (1..).zip(states) {
        inbox.keep(named(&format!("c{seq}"), URI));
        inbox.store().writer().keep_media(media(seq, state, sha256));
    }
    inbox.reopen();
    let unread = |inbox: &Fixture, before: Option<i64>, limit| {
        let (mut all, mut below) = (Vec::new(), before.map(Seq));
        loop {
            let (found, more) = inbox.reader().unread_transcripts(below, limit).unwrap();
            assert!(found.len() <= limit);
            all.extend(found.into_iter().map(|seq| seq.0));
            below = more;
            if below.is_none() {
                return all;
            }
        }
    };
    assert_eq!(unread(&inbox, None, 9), [5, 3, 2, 1]);
    assert_eq!((unread(&inbox, None, 1), unread(&inbox, Some(3), 9)), (vec![5, 3, 2, 1], vec![2, 1]));
    for seq in [1, 2, 3] {
        inbox.keep_transcript(read_of(seq, URI, &transcript("Hi")));
    }
    assert_eq!(unread(&inbox, None, 9), [5, 2]);
    inbox.on_writer(|c| c.execute("UPDATE transcripts SET reader = reader - 1 WHERE call_seq = 1", []).unwrap());
    assert_eq!(unread(&inbox, None, 9), [5, 2, 1]);
    assert!(!inbox.reader().transcript_note(Seq(1)).unwrap().unwrap().is_current);
}

#[test]
fn a_length_that_is_learned_later_is_noted() {
    let mut inbox = Fixture::new();
    inbox.keep(named("a", URI));
    let file = (URI.to_owned(), String::from("ab"));
    let said = Arc::new(transcript("Hi"));
    inbox.keep_transcript(ReadTranscript::new(Seq(1), file, None, said, Reading::default()));
    assert_eq!(inbox.reader().transcript_note(Seq(1)).unwrap().unwrap().audio_ms, None);
    inbox.store().writer().note_transcript_length(Seq(1), 61_000);
    inbox.reopen();
    assert_eq!(inbox.reader().transcript_note(Seq(1)).unwrap().unwrap().audio_ms, Some(61_000));
}

#[test]
fn a_row_shows_what_was_said_where_nothing_else_shows_why_it_was_found() {
    let inbox = Fixture::new();
    for id in ["a", "b", "c"] {
        inbox.keep(named(id, URI));
    }
    let long =
        "That takes quite some time to explain, but in the end what I really want from you is a refund for the boiler.";
    inbox.keep_transcript(read_of(1, URI, &transcript(long)));
    let hidden = Transcript { turns: vec![turn(Side::Tool, "refund")], ..Transcript::default() };
    inbox.keep_transcript(read_of(2, URI, &hidden));
    inbox.keep_transcript(read_of(3, URI, &transcript("My refund?\nNow!")));
    inbox.store().command(Command::AddNote { seq: Seq(3), text: String::from("Refund"), at_ms: None, turn: None });
    let said = |text: &str| {
        let query = search(View::All, text);
        inbox.store().command(Command::LoadList { ticket: Ticket(1), query });
        let rows = inbox.events.find(|event| match event {
            Event::ListLoaded { rows, complete: true, .. } => Some(rows),
            _ => None,
        });
        rows.into_iter().map(|row| (row.seq.0, row.said)).collect::<Vec<_>>()
    };
    inbox.events.find(|event| matches!(event, Event::CallChanged(_)).then_some(()));
    let around = Some(String::from("…want from you is a refund for the boiler."));
    assert_eq!(said("refund"), [(3, None), (1, around.clone())]);
    assert_eq!(said("refund boiler"), [(3, None), (1, around.clone())]);
    assert_eq!(said("boiler"), [(3, None), (2, None), (1, None)]);
    assert_eq!(said("transcript:refund"), [(3, Some(String::from("My refund? Now!"))), (1, around.clone())]);
    // Rows that come into sight later are read with the same search.
    inbox.store().command(Command::LoadRows { ticket: Ticket(1), seqs: vec![Seq(1)] });
    let rows = inbox.events.find(|event| match event {
        Event::RowsLoaded { rows, .. } => Some(rows),
        _ => None,
    });
    assert_eq!(rows[0].said, around);
}

#[test]
fn a_rule_that_begins_to_hold_by_what_was_said_gives_its_tag_once() {
    let inbox = Fixture::new();
    let term = search(View::All, "refund").term;
    inbox.store().writer().use_rules(move |_| vec![(term.clone(), String::from("Money"))]);
    inbox.keep(named("a", URI));
    let tags = || inbox.reader().rows_of(&[Seq(1)]).unwrap().remove(0).tags;
    assert_eq!(tags(), [""; 0]);
    inbox.keep_transcript(read_of(1, URI, &transcript("I want a refund")));
    let told = inbox.events.find(|event| match event {
        Event::CallChanged(row) => Some(row.tags),
        _ => None,
    });
    assert_eq!((told, tags()), (vec![String::from("Money")], vec![String::from("Money")]));
    inbox.store().command(mark(&[Seq(1)], TriageChange::Tagged(String::from("Money"), false)));
    inbox.events.find(|event| matches!(event, Event::Marked { .. }).then_some(()));
    inbox.keep_transcript(read_of(1, URI, &transcript("I still want a refund")));
    assert_eq!(tags(), [""; 0]);
}

#[test]
fn what_can_not_be_written_is_shown_all_the_same() {
    let inbox = Fixture::new();
    inbox.keep(named("a", URI));
    inbox.on_writer(|c| c.execute_batch("DROP TABLE transcripts").unwrap());
    let said = transcript("Hi");
    assert_eq!(inbox.keep_transcript(read_of(1, URI, &said)).1.as_deref(), Some(&said));
}
