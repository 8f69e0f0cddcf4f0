//! Units and zero points, told from whole files.

use super::*;
use crate::call::UnixMillis;
use crate::transcript::draft::DraftWord;

fn draft(starts: &[Stamp]) -> Draft {
    let turn = |start: &Stamp| DraftTurn { start: *start, ..DraftTurn::default() };
    Draft { turns: starts.iter().map(turn).collect(), ..Draft::default() }
}

fn known(audio_secs: u64) -> Known {
    Known { audio_ms: Some(audio_secs * 1000), recording_began_at: None }
}

/// Beginnings in milliseconds, and what they are worth.
fn settled(mut draft: Draft, known: &Known) -> (Vec<Option<f64>>, Clock) {
    let sides = vec![(Side::Agent, None); draft.turns.len()];
    let clock = settle(&mut draft, &sides, known);
    (draft.turns.iter().map(|turn| floor(turn.start).map(f64::round)).collect(), clock)
}

fn starts(draft: Draft, known: &Known) -> Vec<f64> {
    settled(draft, known).0.into_iter().flatten().collect()
}

fn unclear(numbers: &[f64]) -> Draft {
    draft(&numbers.iter().copied().map(Stamp::Unclear).collect::<Vec<_>>())
}

#[test]
fn epochs_are_told_by_their_size() {
    for scale in [1.0, 1e3, 1e6, 1e9] {
        let epochs = [1_765_539_690.0, 1_765_539_694.5, 1_765_539_700.0].map(|secs: f64| secs * scale);
        let (starts, clock) = settled(unclear(&epochs), &Known::default());
        assert_eq!(clock, Clock::Approximate, "{scale}");
        for (start, expected) in starts.into_iter().zip([0.0, 4_500.0, 10_000.0]) {
            assert!((start.unwrap() - expected).abs() <= 1.0, "{start:?} at {scale}");
        }
    }
}

#[test]
fn seconds_and_milliseconds_are_told_by_gaps_and_by_the_recording() {
    let table: [(&[f64], Known, &[f64]); 8] = [
        (&[0.5, 3.25, 8.0], Known::default(), &[500.0, 3_250.0, 8_000.0]),
        (&[0.0, 4.0, 9.0], Known::default(), &[0.0, 4_000.0, 9_000.0]),
        (&[250.0, 4_100.0, 9_000.0], Known::default(), &[250.0, 4_100.0, 9_000.0]),
        (&[250.5, 4_100.2, 9_000.1], Known::default(), &[251.0, 4_100.0, 9_000.0]),
        // So close that gaps don't tell, but far longer than the recording.
        (&[100.0, 200.0, 300.0], known(20), &[100.0, 200.0, 300.0]),
        (&[100.0, 200.0, 300.0], known(310), &[100_000.0, 200_000.0, 300_000.0]),
        // A long call in which little is said: fractions that fit are seconds.
        (&[12.25, 340.5, 900.75], known(910), &[12_250.0, 340_500.0, 900_750.0]),
        // Twice too long, but not whole: the recording was cut short.
        (&[10.5, 60.25, 95.75], known(30), &[10_500.0, 60_250.0, 95_750.0]),
    ];
    for (numbers, known, expected) in table {
        let (starts, clock) = settled(unclear(numbers), &known);
        assert_eq!(starts.into_iter().flatten().collect::<Vec<_>>(), expected, "{numbers:?}");
        assert_eq!(clock, Clock::Recording);
    }
}

#[test]
fn vendors_units_are_checked_against_the_recording() {
    let secs = |numbers: &[f64]| draft(&numbers.iter().copied().map(Stamp::Secs).collect::<Vec<_>>());
    let millis = |numbers: &[f64]| draft(&numbers.iter().copied().map(Stamp::Millis).collect::<Vec<_>>());
    assert_eq!(starts(secs(&[460.0, 9_000.0, 58_000.0]), &known(60)), [460.0, 9_000.0, 58_000.0]);
    assert_eq!(starts(secs(&[4.0, 90.0, 110.0]), &known(50)), [4_000.0, 90_000.0, 110_000.0]);
    assert_eq!(starts(secs(&[460.0, 9_000.0]), &Known::default()), [460_000.0, 9_000_000.0]);
    assert_eq!(starts(millis(&[4.0, 31.5, 58.0]), &known(60)), [4_000.0, 31_500.0, 58_000.0]);
    assert_eq!(starts(millis(&[460.0, 9_000.0, 58_000.0]), &known(60)), [460.0, 9_000.0, 58_000.0]);
    // Epochs, whatever the name of their field says.
    assert_eq!(starts(secs(&[1_765_539_690.0, 1_765_539_692.0]), &Known::default()), [0.0, 2_000.0]);
    assert_eq!(starts(millis(&[1_765_539_690_000.0, 1_765_539_692_000.0]), &Known::default()), [0.0, 2_000.0]);
}

#[test]
fn moments_count_from_the_files_beginning_then_the_known_one_then_the_first_thing_said() {
    let moments = [Stamp::Wall(1_765_539_690_000.0), Stamp::None, Stamp::Wall(1_765_539_700_000.0)];
    let all = |mut draft: Draft, began_at: Option<f64>, recording: Option<i64>| {
        draft.began_at = began_at;
        settled(draft, &Known { audio_ms: Some(30_000), recording_began_at: recording.map(UnixMillis) }).0
    };
    let [began, known] = [1_765_539_688_000.0, 1_765_539_685_000.0];
    assert_eq!(all(draft(&moments), Some(began), Some(known as i64)), [Some(2_000.0), None, Some(12_000.0)]);
    assert_eq!(all(draft(&moments), Some(7.0), Some(known as i64)), [Some(5_000.0), None, Some(15_000.0)]);
    assert_eq!(all(draft(&moments), None, Some(7)), [Some(0.0), None, Some(10_000.0)]);
    // A moment of another day is a mistake and moves nothing.
    let odd = [Stamp::Wall(1_765_539_690_000.0), Stamp::Wall(1_765_539_700_000.0), Stamp::Wall(1_000_000_000_000.0)];
    assert_eq!(all(draft(&odd), None, None), [Some(0.0), Some(10_000.0), None]);
    assert_eq!(starts(unclear(&[0.0, 1_765_539_690.0, 1_765_539_692.0]), &Known::default()), [0.0, 2_000.0]);
}

#[test]
fn what_lies_wholly_behind_the_recording_counts_from_its_first() {
    let of_day = draft(&[Stamp::Secs(53_175.0), Stamp::Secs(53_180.0)]);
    let (starts, clock) = settled(of_day, &known(60));
    assert_eq!((starts, clock), (vec![Some(0.0), Some(5_000.0)], Clock::Approximate));
}

#[test]
fn ends_come_from_ends_then_lengths_then_words_and_never_before_beginnings() {
    let word = |text: &str, start: f64, end: Option<f64>| DraftWord {
        text: text.to_owned(),
        start: Stamp::Unclear(start),
        end: end.map_or(Stamp::None, Stamp::Unclear),
    };
    let mut draft = unclear(&[1.0, 2.0, 5.0]);
    draft.turns[0].end = Stamp::Unclear(0.5);
    draft.turns[1].length = Stamp::Unclear(1.5);
    draft.turns.push(DraftTurn {
        words: vec![word("a", 7.0, None), word("b", 7.5, Some(7.75)), word("c", 7.25, Some(7.0))],
        ..DraftTurn::default()
    });
    draft.turns.push(DraftTurn { end: Stamp::Unclear(9.0), ..DraftTurn::default() });
    let sides = vec![(Side::Agent, None); 5];
    assert_eq!(settle(&mut draft, &sides, &Known::default()), Clock::Recording);
    let spans: Vec<_> = draft.turns.iter().map(|turn| (floor(turn.start), floor(turn.end))).collect();
    let expected = [
        (Some(1_000.0), None),
        (Some(2_000.0), Some(3_500.0)),
        (Some(5_000.0), None),
        (Some(7_000.0), Some(7_500.0)),
        (None, None),
    ];
    assert_eq!(spans, expected);
    let words: Vec<_> = draft.turns[3].words.iter().map(|word| (floor(word.start), floor(word.end))).collect();
    let secs = |secs: f64| Some(secs * 1e3);
    assert_eq!(words, [(secs(7.0), secs(7.5)), (secs(7.5), secs(7.75)), (secs(7.5), secs(7.5))]);
}

#[test]
fn words_tell_the_unit_where_turns_do_not() {
    let mut draft = unclear(&[0.0]);
    let words = [0.0, 320.0, 700.0].map(|start| DraftWord { start: Stamp::Unclear(start), ..DraftWord::default() });
    draft.turns[0].words = words.to_vec();
    draft.turns.push(DraftTurn { start: Stamp::Unclear(150.0), ..DraftTurn::default() });
    assert_eq!(starts(draft, &Known::default()), [0.0, 150.0]);
}

#[test]
fn without_times_there_is_no_clock() {
    assert_eq!(settled(draft(&[Stamp::None, Stamp::None]), &known(60)), (vec![None, None], Clock::None));
    let mut whole = draft(&[Stamp::Secs(1.0)]);
    whole.is_coarse = true;
    assert_eq!(settled(whole, &known(60)).1, Clock::Approximate);
}
