//! A transcript as a person reads it: sides swapped and times moved as they said.

use super::{Reading, Transcript};

/// The transcript with a person's corrections. Names are looked up before ([`Reading::name_of`]), by the file's sides.
pub fn applied(transcript: &Transcript, reading: &Reading) -> Transcript {
    let mut applied = transcript.clone();
    let moved = |ms: u64| ms.saturating_add_signed(reading.offset_ms);
    for turn in &mut applied.turns {
        turn.side = reading.side_of(turn);
        turn.start_ms = turn.start_ms.map(moved);
        turn.end_ms = turn.end_ms.map(moved);
        for word in &mut turn.words {
            word.start_ms = moved(word.start_ms);
            word.end_ms = moved(word.end_ms);
        }
    }
    applied
}

#[cfg(test)]
mod tests {
    use super::super::{Side, Turn, Word};
    use super::*;

    #[test]
    fn sides_are_swapped_and_times_move_no_further_than_the_beginning() {
        let words = vec![Word { at: 0..2, start_ms: 1_500, end_ms: 1_900 }];
        let text = String::from("Hi");
        let agent =
            Turn { side: Side::Agent, text, start_ms: Some(1_500), end_ms: Some(2_500), words, ..Turn::default() };
        let turns = vec![agent, Turn { side: Side::Caller, ..Turn::default() }, Turn::default()];
        let transcript = Transcript { turns, ..Transcript::default() };
        let read = applied(&transcript, &Reading { offset_ms: -2_000, is_swapped: true, ..Reading::default() });
        let sides: Vec<Side> = read.turns.iter().map(|turn| turn.side).collect();
        assert_eq!(sides, [Side::Caller, Side::Agent, Side::Speaker(1)]);
        assert_eq!((read.turns[0].start_ms, read.turns[0].end_ms, read.turns[1].start_ms), (Some(0), Some(500), None));
        assert_eq!((read.turns[0].words[0].start_ms, read.turns[0].words[0].end_ms), (0, 0));
        let read = applied(&transcript, &Reading { offset_ms: 250, ..Reading::default() });
        assert_eq!((read.turns[0].side, read.turns[0].words[0].end_ms), (Side::Agent, 2_150));
        assert_eq!(applied(&transcript, &Reading::default()), transcript);
    }
}
