//! What files hold, and that hostile words stay words.

use super::*;
use crate::transcript::{Clock, Format, Known, Reading, Side, Transcript, Turn, Word};

const HOSTILE: &str = "</script><script>alert(1)</script> \"quoted\" 'it' & --> {\\an8}\u{0}\n\nNOTE x";

fn turn(side: Side, text: &str, times: Option<(u64, u64)>) -> Turn {
    let (start_ms, end_ms) = times.unzip();
    Turn { side, text: text.to_owned(), start_ms, end_ms, ..Turn::default() }
}

fn transcript() -> Transcript {
    let words =
        vec![Word { at: 0..5, start_ms: 9_000, end_ms: 9_400 }, Word { at: 6..9, start_ms: 9_500, end_ms: 10_000 }];
    let turns = vec![
        turn(Side::Hidden, "You are polite.", None),
        Turn { words, is_interrupted: true, ..turn(Side::Agent, "Hello you", Some((9_000, 10_000))) },
        Turn { translation: Some(String::from("Yes")), ..turn(Side::Caller, "Ja\ndoch", Some((3_661_000, 3_662_500))) },
        turn(Side::Tool, "{}", Some((3_662_000, 3_662_000))),
        Turn { speaker: Some(String::from("Ann")), ..turn(Side::Speaker(1), HOSTILE, None) },
    ];
    Transcript { format: Format::Livekit, clock: Clock::Recording, turns, ..Transcript::default() }
}

fn script() -> Script {
    let names = [(String::from("caller"), String::from("<b>Bo & \"Co\""))].into();
    Script::of(&transcript(), &Reading { names, ..Reading::default() })
}

#[test]
fn as_text_a_turn_is_a_line() {
    let text = text(&script());
    let hostile = "</script><script>alert(1)</script> \"quoted\" 'it' & --> {\\an8} NOTE x";
    assert_eq!(text, format!("[0:09] Agent: Hello you —\n[1:01:01] <b>Bo & \"Co\": Ja doch\nAnn: {hostile}\n"));
    let raw = Transcript { raw: String::from("odd\ntext"), ..Transcript::default() };
    assert_eq!(super::text(&Script::of(&raw, &Reading::default())), "odd\ntext");
}

#[test]
fn as_subtitles_each_has_its_times_and_its_speaker() {
    let srt = srt(&script()).unwrap();
    let wanted = "1\n00:00:09,000 --> 00:00:10,000\nAgent: Hello you\n\n\
                  2\n01:01:01,000 --> 01:01:02,500\n<b>Bo & \"Co\": Ja doch\n\n\
                  3\n01:01:02,500 --> 01:01:05,500\nAnn: </script><script>alert(1)</script> \"quoted\" 'it' & → {\\an8} NOTE x\n\n";
    assert_eq!(srt, wanted);
    let vtt = vtt(&script()).unwrap();
    let wanted = "WEBVTT\n\n00:00:09.000 --> 00:00:10.000\n<v Agent>Hello you\n\n\
                  01:01:01.000 --> 01:01:02.500\n<v &lt;b&gt;Bo &amp; \"Co\">Ja doch\n\n\
                  01:01:02.500 --> 01:01:05.500\n<v Ann>&lt;/script&gt;&lt;script&gt;alert(1)&lt;/script&gt; \"quoted\" 'it' &amp; \
                  --&gt; {\\an8} NOTE x\n\n";
    assert_eq!(vtt, wanted);
    let mut untimed = transcript();
    untimed.turns.iter_mut().for_each(|turn| turn.start_ms = None);
    let script = Script::of(&untimed, &Reading::default());
    assert_eq!((super::srt(&script), super::vtt(&script)), (Err(Untimed), Err(Untimed)));
}

#[test]
fn as_json_every_turn_is_there_with_its_words() {
    let json = json(&script()).to_json();
    let wanted = concat!(
        r#"{"format":"livekit","times":"recording","remarks":[],"turns":["#,
        r#"{"role":"hidden","speaker":null,"text":"You are polite.","startSecs":null,"endSecs":null},"#,
        r#"{"role":"agent","speaker":null,"text":"Hello you","startSecs":9,"endSecs":10,"interrupted":true,"words":["#,
        r#"{"text":"Hello","startSecs":9,"endSecs":9.4},{"text":"you","startSecs":9.5,"endSecs":10}]},"#,
        r#"{"role":"caller","speaker":"<b>Bo & \"Co\"","text":"Ja\ndoch","startSecs":3661,"endSecs":3662.5,"translation":"Yes"},"#,
        r#"{"role":"tool","speaker":null,"text":"{}","startSecs":3662,"endSecs":3662},"#,
        r#"{"role":"speaker","speaker":"Ann","text":"</script>"#
    );
    assert!(json.starts_with(wanted), "{json}");
    assert!(json.ends_with("NOTE x\",\"startSecs\":null,\"endSecs\":null}],\"text\":null}"), "{json}");
}

/// What is read back of what was written: sides, texts, times.
fn back(written: &str) -> Vec<(Side, String, Option<u64>, Option<u64>)> {
    let read = crate::transcript::read(written.as_bytes(), &Known::default());
    read.turns.into_iter().map(|turn| (turn.side, turn.text, turn.start_ms, turn.end_ms)).collect()
}

/// A talk as platforms write it, with what files stumble over.
fn talk() -> Transcript {
    let lines = [
        "Hello, this is Mira. How can I help you?",
        "Guten Tag: ich hätte <gern> einen Termin & zwar um 9:30",
        "Note: 10:30 is free --> or 11:00, as you like",
        "1",
        "नमस्ते, शनिवार सुबह ठीक रहेगा।",
        "Then \"Saturday\" it is",
    ];
    let turns = lines.iter().enumerate().map(|(number, line)| {
        let start = 750 + 4_321 * number as u64;
        let side = if number.is_multiple_of(2) { Side::Agent } else { Side::Caller };
        turn(side, line, Some((start, start + 3_210)))
    });
    Transcript { format: Format::Retell, clock: Clock::Recording, turns: turns.collect(), ..Transcript::default() }
}

#[test]
fn what_is_written_is_read_back_the_same() {
    let script = Script::of(&talk(), &Reading::default());
    let wanted: Vec<_> =
        talk().turns.into_iter().map(|turn| (turn.side, turn.text, turn.start_ms, turn.end_ms)).collect();
    assert_eq!(back(&vtt(&script).unwrap()), wanted);
    assert_eq!(back(&json(&script).to_json()), wanted);
    let mut as_srt = wanted.clone();
    as_srt[2].1 = as_srt[2].1.replace("-->", "→");
    assert_eq!(back(&srt(&script).unwrap()), as_srt);
    // Text has whole seconds, and no ends.
    let texts = |turns: Vec<(Side, String, Option<u64>, Option<u64>)>| -> Vec<(Side, String, Option<u64>)> {
        turns.into_iter().map(|(side, text, start, _)| (side, text, start.map(|ms| ms / 1_000))).collect()
    };
    assert_eq!(texts(back(&text(&script))), texts(wanted));
}

#[test]
fn words_are_read_back_where_they_stood() {
    let mut said = talk();
    said.turns[0].words = vec![
        Word { at: 0..6, start_ms: 800, end_ms: 1_200 },
        Word { at: 7..11, start_ms: 1_250, end_ms: 1_400 },
        Word { at: 15..20, start_ms: 1_600, end_ms: 2_050 },
    ];
    let json = json(&Script::of(&said, &Reading::default())).to_json();
    let read = crate::transcript::read(json.as_bytes(), &Known::default());
    assert_eq!(read.turns[0].words, said.turns[0].words);
    // A long turn comes back in pieces that are all of it.
    let long = "Well, I can offer you Monday. ".repeat(12);
    let mut from = 0;
    let words = long.trim().split(' ').enumerate().map(|(number, word)| {
        let at = from..from + word.len();
        from += word.len() + 1;
        Word { at, start_ms: 300 * number as u64, end_ms: 300 * number as u64 + 250 }
    });
    said.turns = vec![Turn { words: words.collect(), ..turn(Side::Agent, long.trim(), Some((0, 22_000))) }];
    let pieces = back(&vtt(&Script::of(&said, &Reading::default())).unwrap());
    assert!(pieces.len() > 3 && pieces.iter().all(|(side, ..)| *side == Side::Agent), "{pieces:?}");
    let texts: Vec<&str> = pieces.iter().map(|(_, text, ..)| text.as_str()).collect();
    assert_eq!(texts.join(" "), long.trim());
}
