//! From a draft to a transcript: what has no words is left out, single words are put together, sides and times are decided,
//! words are found in their texts. It knows no shapes.

use super::clock;
use super::draft::{Draft, DraftTurn, DraftWord, Kind, Stamp};
use super::known::Known;
use super::roles::{self, role_of};
use super::turn::{Side, Transcript, Turn, Word};
use super::words::{Finder, has_no_spaces};

/// Fewer items than this are not taken for single words.
const FEWEST_WORDS: usize = 4;

/// The transcript that the draft is.
pub(super) fn finish(mut draft: Draft, known: &Known) -> Transcript {
    let mut remarks = std::mem::take(&mut draft.remarks);
    if are_single_words(&draft.turns) {
        draft.turns = put_together(std::mem::take(&mut draft.turns));
    }
    draft.turns.iter_mut().for_each(clean);
    let count = draft.turns.len();
    draft.turns.retain(|turn| !turn.text.is_empty());
    match count - draft.turns.len() {
        0 => {}
        1 => remarks.push(String::from("1 item without words was left out.")),
        several => remarks.push(format!("{several} items without words were left out.")),
    }
    let cast = roles::cast(&draft.turns);
    let clock = clock::settle(&mut draft, &cast, known);
    let most = draft.turns.iter().filter_map(|turn| turn.confidence).fold(0.0, f64::max);
    let scale = if most > 1.0 { 100.0 } else { 1.0 };
    let finished = |(turn, (side, speaker)): (DraftTurn, (Side, Option<String>))| Turn {
        side,
        speaker,
        start_ms: millis(turn.start),
        end_ms: millis(turn.end),
        words: placed(&turn.text, &turn.words),
        confidence: turn
            .confidence
            .map(|sure| sure / scale)
            .filter(|sure| (0.0..=1.0).contains(sure))
            .map(|sure| sure as f32),
        is_interrupted: turn.is_interrupted,
        text: turn.text,
        translation: turn.translation,
    };
    let turns = draft.turns.into_iter().zip(cast).map(finished).collect();
    Transcript { format: draft.format, turns, clock, remarks, raw: String::new() }
}

fn millis(stamp: Stamp) -> Option<u64> {
    if let Stamp::Millis(millis) = stamp { Some(millis.round().max(0.0) as u64) } else { None }
}

fn placed(text: &str, words: &[DraftWord]) -> Vec<Word> {
    let mut finder = Finder::new(text);
    let place = |word: &DraftWord| {
        let (start_ms, end_ms) = (millis(word.start)?, millis(word.end)?);
        Some(Word { at: finder.find(&word.text)?, start_ms, end_ms })
    };
    words.iter().filter_map(place).collect()
}

fn clean(turn: &mut DraftTurn) {
    if turn.text.trim().is_empty() && !turn.words.is_empty() {
        let words = turn.words.iter().map(|word| word.text.as_str());
        turn.text = words.fold(String::new(), joined);
    }
    let is_agent = turn.role.as_deref().and_then(role_of).is_some_and(|role| role.side == Side::Agent);
    if is_agent && turn.kind == Kind::ByRole && turn.text.contains('<') {
        turn.text = without_expressions(&turn.text);
    }
    turn.text = shown(&turn.text);
    turn.translation = turn.translation.take().map(|text| shown(&text)).filter(|text| !text.is_empty());
    if turn.text.is_empty() {
        turn.text = turn.translation.take().unwrap_or_default();
    }
}

/// Trimmed, with plain ends of lines, and without what no screen shows.
fn shown(text: &str) -> String {
    let is_odd = |letter: char| letter.is_control() && !matches!(letter, '\n' | '\t');
    let text = text.trim();
    if !text.contains(is_odd) {
        return text.to_owned();
    }
    text.replace("\r\n", "\n").replace('\r', "\n").replace(is_odd, "").trim().to_owned()
}

/// The text without `<expr .../>`, which tells a voice how to speak.
fn without_expressions(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('<') {
        let tag = &rest[at + 1..];
        let name = tag.strip_prefix('/').unwrap_or(tag);
        let is_expression =
            name.strip_prefix("expr").is_some_and(|after| after.starts_with([' ', '/', '>', '\n', '\t']));
        match tag.find('>').filter(|_| is_expression) {
            Some(end) => {
                out.push_str(&rest[..at]);
                rest = &tag[end + 1..];
                if out.is_empty() || out.ends_with(char::is_whitespace) {
                    rest = rest.trim_start_matches(' ');
                }
            }
            None => {
                out.push_str(&rest[..=at]);
                rest = tag;
            }
        }
    }
    out.push_str(rest);
    out
}

/// Whether the file has an item for every word, so that most items are one and the same speaker goes on.
fn are_single_words(turns: &[DraftTurn]) -> bool {
    let spoken = || turns.iter().filter(|turn| turn.kind == Kind::ByRole && !turn.text.trim().is_empty());
    let count = spoken().count();
    let single = spoken().filter(|turn| is_single_word(&turn.text)).count();
    let goes_on = spoken().zip(spoken().skip(1)).filter(|(one, next)| is_same_speaker(one, next)).count();
    count >= FEWEST_WORDS && single * 10 >= count * 8 && goes_on * 2 >= count
}

fn is_single_word(text: &str) -> bool {
    let word = text.trim();
    // Scripts without spaces have sentences without spaces; their words are short.
    let most = if word.contains(has_no_spaces) { 4 } else { 40 };
    !word.contains(char::is_whitespace) && word.chars().count() <= most
}

fn is_same_speaker(one: &DraftTurn, next: &DraftTurn) -> bool {
    one.kind == Kind::ByRole && next.kind == Kind::ByRole && (&one.role, &one.speaker) == (&next.role, &next.speaker)
}

/// Items of one word each as turns, their times as those of words.
fn put_together(items: Vec<DraftTurn>) -> Vec<DraftTurn> {
    let mut turns: Vec<DraftTurn> = Vec::new();
    for item in items {
        let word = DraftWord { text: item.text.trim().to_owned(), start: item.start, end: item.end };
        match turns.last_mut() {
            Some(turn) if is_same_speaker(turn, &item) => {
                turn.text = joined(std::mem::take(&mut turn.text), &item.text);
                turn.end = item.end;
                turn.words.push(word);
                turn.is_interrupted |= item.is_interrupted;
                // How sure the recogniser was of one word says little about the others.
                turn.confidence = turn.confidence.zip(item.confidence).map(|(one, other)| one.min(other));
            }
            _ => turns.push(DraftTurn { words: vec![word], length: Stamp::None, ..item }),
        }
    }
    turns
}

/// Both with a space between them, unless one has it or what follows is a mark.
fn joined(mut text: String, next: &str) -> String {
    let is_mark = next.trim_start().starts_with([',', '.', '?', '!', ';', ':', '।', '。', '、', '？', '！']);
    let has_space = text.is_empty() || text.ends_with(char::is_whitespace) || next.starts_with(char::is_whitespace);
    if !has_space && !is_mark {
        text.push(' ');
    }
    text.push_str(next);
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::transcript::turn::Clock;

    fn item(role: &str, text: &str) -> DraftTurn {
        DraftTurn { role: Some(role.to_owned()), text: text.to_owned(), ..DraftTurn::default() }
    }

    fn finished(turns: Vec<DraftTurn>) -> Transcript {
        finish(Draft { turns, ..Draft::default() }, &Known::default())
    }

    fn texts(turns: Vec<DraftTurn>) -> Vec<String> {
        finished(turns).turns.into_iter().map(|turn| turn.text).collect()
    }

    #[test]
    fn items_of_single_words_become_turns_with_spaces_where_neither_side_has_one() {
        let words =
            [("user", "Is"), ("user", "it"), ("user", " mine"), ("user", "?"), ("agent", "It "), ("agent", "is.")];
        assert_eq!(texts(words.map(|(role, text)| item(role, text)).to_vec()), ["Is it mine?", "It is."]);
        let short = [("user", "Hello?"), ("agent", "Yes."), ("user", "Good."), ("agent", "Bye.")];
        assert_eq!(texts(short.map(|(role, text)| item(role, text)).to_vec()), ["Hello?", "Yes.", "Good.", "Bye."]);
        let sentences = ["I have two things.", "One.", "The boiler is cold.", "Two."].map(|text| item("user", text));
        assert_eq!(texts(sentences.to_vec()).len(), 4);
    }

    #[test]
    fn marks_for_the_voice_are_taken_from_what_the_agent_says_only() {
        let text = "<expr a=\"b\"/> Well, <expr>so <b>bold</b></expr> it is";
        assert_eq!(texts(vec![item("assistant", text)]), ["Well, so <b>bold</b> it is"]);
        assert_eq!(texts(vec![item("user", text), item("system", text)]), [text, text]);
        let only = finished(vec![item("assistant", "<expr/>")]);
        assert_eq!((only.turns.len(), only.remarks), (0, vec![String::from("1 item without words was left out.")]));
        assert_eq!(texts(vec![item("bot", "<expr 5 < 6")]), ["<expr 5 < 6"]);
    }

    #[test]
    fn confidence_is_a_part_of_one() {
        let sure = |numbers: &[f64]| -> Vec<Option<f32>> {
            let turns =
                numbers.iter().map(|sure| DraftTurn { confidence: Some(*sure), ..item("user", "hi") }).collect();
            finished(turns).turns.iter().map(|turn| turn.confidence).collect()
        };
        assert_eq!(sure(&[0.5, 1.0]), [Some(0.5), Some(1.0)]);
        assert_eq!(sure(&[50.0, 1.0]), [Some(0.5), Some(0.01)]);
        assert_eq!(sure(&[-1.0, 5000.0]), [None, None]);
    }

    #[test]
    fn text_is_made_of_words_where_there_is_none_and_of_the_translation_where_there_are_neither() {
        let word =
            |text: &str, start: f64| DraftWord { text: text.to_owned(), start: Stamp::Secs(start), end: Stamp::None };
        let of_words = DraftTurn {
            words: vec![word("So", 1.0), word("be", 1.5), word("it", 2.0), word(".", 2.2)],
            ..item("user", " ")
        };
        let translated = DraftTurn { translation: Some(String::from(" Yes. ")), ..item("user", "") };
        let transcript = finished(vec![of_words, translated]);
        assert_eq!((transcript.turns[0].text.as_str(), transcript.turns[0].start_ms), ("So be it.", Some(1_000)));
        assert_eq!((transcript.turns[1].text.as_str(), transcript.turns[1].translation.as_deref()), ("Yes.", None));
        assert_eq!(transcript.clock, Clock::Recording);
        assert_eq!(
            transcript.turns[0].words.iter().map(|word| word.at.clone()).collect::<Vec<_>>(),
            [0..2, 3..5, 6..8, 8..9]
        );
    }
}
