//! What is on the page, and that hostile words stay words.

use super::*;
use crate::call::{Call, CallDetail, CallId, Datum, EntryId, IdSource, Seq, Triage, UnixMillis};
use crate::transcript::{Reading, Transcript};

const HOSTILE: &str = "</script><script>alert(1)</script><img src=x onerror='a'> \"&'{policy}";

fn page(payload: &str, notes: Vec<Note>) -> DetailPage {
    let call = Call::read(CallId::given("c1").unwrap(), IdSource::Given, Datum::parse(payload).unwrap());
    let mut detail = CallDetail::new(Seq(1), UnixMillis(0), call, Triage::default(), Vec::new());
    detail.notes = notes;
    DetailPage::of(detail, UnixMillis(0), &TimeZone::UTC)
}

fn said(side: Side, text: &str, times: Option<(u64, u64)>) -> Turn {
    let (start_ms, end_ms) = times.unzip();
    Turn { side, text: text.to_owned(), start_ms, end_ms, ..Turn::default() }
}

fn script(turns: Vec<Turn>) -> Script {
    Script::of(&Transcript { turns, ..Transcript::default() }, &Reading::default())
}

fn draw(page: &DetailPage, script: Option<&Script>, recording: Result<&str, &str>) -> String {
    review(&Review { page, script, recording, zone: &TimeZone::UTC }).unwrap()
}

fn note(text: &str, at_ms: Option<u64>, turn: Option<u32>) -> Note {
    Note { id: EntryId(1), written_at: UnixMillis(0), edited_at: None, text: text.to_owned(), at_ms, turn }
}

#[test]
fn turns_and_words_carry_their_times() {
    let words = vec![
        Word { at: 0..5, start_ms: 1_500, end_ms: 1_900 },
        Word { at: 4..9, start_ms: 0, end_ms: 1 },
        Word { at: 6..10, start_ms: 2_000, end_ms: 2_400 },
        Word { at: 90..91, start_ms: 0, end_ms: 1 },
    ];
    let first = Turn { words, is_interrupted: true, ..said(Side::Agent, "Hello Mia.", Some((1_500, 2_500))) };
    let told = said(Side::Hidden, "Be polite", None);
    let script = script(vec![told, first, said(Side::Caller, "Ja", None)]);
    let html = draw(&page("{}", Vec::new()), Some(&script), Ok("recording.ogg"));
    for part in [
        r#"<article class="turn agent" id="t1" data-t="1500 2500"><button type="button" class="at">0:01</button>"#,
        r#"<b data-t="1500 1900">Hello</b> <b data-t="2000 2400">Mia.</b> —</p>"#,
        r#"<article class="turn caller" id="t2"><span></span><div><div class="who" dir="auto">Caller</div>"#,
        r#"<audio controls preload="metadata" src="recording.ogg"></audio>"#,
    ] {
        assert!(html.contains(part), "{part} in {html}");
    }
    assert!(!html.contains("Be polite"));
}

#[test]
fn what_a_summary_says_leads_to_where_it_was_said_and_notes_to_their_place() {
    let payload = r#"{"callerDetails":{"name":"John"},"callAnalysis":{"summary":"A good talk. The pricing sheet goes to Rotterdam by 9.30 a.m. tomorrow.","score":80,"actionItems":["Send it"]}}"#;
    let script = script(vec![
        said(Side::Agent, "Hello, how are you?", Some((0, 900))),
        said(Side::Caller, "Please send the pricing sheet to Rotterdam tomorrow by 9.30", Some((1_000, 4_000))),
    ]);
    let notes = vec![note("Nice", Some(61_000), None), note("Here", None, Some(1)), note("Gone", None, Some(9))];
    let page = page(payload, notes);
    let html = draw(&page, Some(&script), Ok("recording.wav"));
    for part in [
        "<title>John</title>",
        r##"A good talk. <a class="said" href="#t1">The pricing sheet goes to Rotterdam by 9.30 a.m. tomorrow.</a>"##,
        r#"<button type="button" class="at" data-at="61000">1:01</button> Nice"#,
        r##"<a class="said" href="#t1">In the transcript:</a> Here"##,
        r#"dir="auto">Gone"#,
        r#"<span class="chip" dir="auto">Score 80"#,
        "Send it",
    ] {
        assert!(html.contains(part), "{part} in {html}");
    }
    let silent = draw(&page, Some(&script), Err("The recording is not here."));
    assert!(silent.contains("1:01 Nice") && silent.contains("The recording is not here."), "{silent}");
    assert!(
        !silent.contains("data-t=\"") && !silent.contains("<audio") && silent.contains(r#"<span class="at">0:01"#),
        "{silent}"
    );
}

#[test]
fn without_times_or_turns_it_says_so() {
    let page = page("{}", Vec::new());
    let untimed = draw(&page, Some(&script(vec![said(Side::Agent, "Hello", None)])), Ok("recording.ogg"));
    assert!(untimed.contains("has no times") && untimed.contains(r#"<div class="untimed">"#), "{untimed}");
    assert!(draw(&page, None, Ok("recording.ogg")).contains("There is no transcript of this call."));
    let raw = Transcript { raw: String::from("<odd>"), ..Transcript::default() };
    assert!(
        draw(&page, Some(&Script::of(&raw, &Reading::default())), Err(""))
            .contains("<pre dir=\"auto\">\n&lt;odd&gt;</pre>")
    );
}

#[test]
fn no_word_of_a_payload_is_markup_and_only_our_script_runs() {
    let text = Datum::from(HOSTILE).to_json();
    let payload = format!(
        r#"{{"callerDetails":{{"name":{text},"company":{text},"email":{text}}},"callAnalysis":{{"summary":{text},"mood":{text},"callOutcome":{text},"score":{text},"actionItems":[{text}],"interestsAndNeeds":{{{text}:{text}}}}}}}"#
    );
    let turn = Turn {
        speaker: Some(HOSTILE.to_owned()),
        translation: Some(HOSTILE.to_owned()),
        words: vec![Word { at: 0..9, start_ms: 0, end_ms: 9 }],
        ..said(Side::Speaker(1), HOSTILE, Some((0, 9)))
    };
    let mut transcript = Transcript { turns: vec![turn], ..Transcript::default() };
    transcript.remarks = vec![HOSTILE.to_owned()];
    let script = Script::of(&transcript, &Reading::default());
    let html = draw(&page(&payload, vec![note(HOSTILE, Some(1), None)]), Some(&script), Ok("recording.ogg"));
    assert_eq!((html.matches("<script").count(), html.matches("<img").count()), (1, 0), "{html}");
    assert!(html.matches("&lt;img src=x onerror=&#39;").count() >= 10, "{html}");
    // The hash is of exactly what stands between the tags.
    let (_, behind) = html.split_once("<script>").unwrap();
    let (script, _) = behind.split_once("</script>").unwrap();
    let hash = STANDARD.encode(Sha256::digest(script));
    assert!(html.contains(&format!("script-src 'sha256-{hash}';")), "{hash}");
}

#[test]
fn sentences_end_where_people_end_them() {
    let parts: Vec<&str> = sentences("One 3.5 a.m. two. Three!\nFour? v1.2.").collect();
    assert_eq!(parts, ["One 3.5 a.m. two. ", "Three!\n", "Four? ", "v1.2."]);
    assert_eq!(sentences("हां। नहीं।").collect::<Vec<_>>(), ["हां। ", "नहीं।"]);
}
