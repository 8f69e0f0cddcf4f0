//! What files hold, and that hostile words stay words.

use super::*;
use crate::transcript::{Clock, Format, Reading, Side, Transcript, Turn, Word};

const HOSTILE: &str = "</script><script>alert(1)</script> \"quoted\" 'it' & --> {\\an8}\u{0}\n\nNOTE x";

fn turn(side: Side, text: &str, times: Option<(u64, u64)>) -> Turn {
    let (start_ms, end_ms) = times.unzip();
    Turn { side, text: text.to_owned(), start_ms, end_ms, ..Turn::default() }
}

fn transcript() -> Transcript {
    let words = vec![Word { at: 0..5, start_ms: 9_000, end_ms: 9_400 }, Word { at: 6..9, start_ms: 9_500, end_ms: 10_000 }];
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
