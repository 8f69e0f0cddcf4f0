//! Numbers in sentences: how much more or less than before, how long.

use crate::call::insights::Period;
use crate::inbox::count_label;

/// "the 30 days before", as it stands in a sentence.
pub(super) fn before_words(period: Period) -> String {
    match period {
        Period::Days(1) => say!("the day before").to_owned(),
        Period::Days(days) => say!("the {days} days before", days = days),
        Period::Year => say!("the 12 months before").to_owned(),
        Period::All => say!("before").to_owned(),
    }
}

/// "12 more than the 30 days before, +18 %"; compared with a time up to the same hour.
pub fn change_words(now: u64, before: u64, period: Period) -> String {
    let time = before_words(period);
    if before == 0 {
        return if now == 0 { say!("None in {time} either", time = time) } else { say!("None in {time}", time = time) };
    }
    match change(now, before) {
        None => say!("As many as in {time}", time = time),
        Some(words) => {
            let percent = percent_words(now, before).unwrap_or_default();
            match percent.starts_with(|c: char| c.is_ascii_digit()) {
                true if now < before => {
                    say!("{words} than in {time}, −{percent}", words = words, time = time, percent = percent)
                }
                true => say!("{words} than in {time}, +{percent}", words = words, time = time, percent = percent),
                false => say!("{words} than in {time}, by {percent}", words = words, time = time, percent = percent),
            }
        }
    }
}

/// "12 more", "3 less"; `None` for neither.
pub(super) fn change(now: u64, before: u64) -> Option<String> {
    match now.abs_diff(before) {
        0 => None,
        by if now > before => Some(say!("{by} more", by = count_label(by))),
        by => Some(say!("{by} fewer", by = count_label(by))),
    }
}

/// "18 %", "less than 1 %": by how much it is another number; `None` where there was none.
pub(super) fn percent_words(now: u64, before: u64) -> Option<String> {
    let percent = (now as f64 - before as f64).abs() / before as f64 * 100.0;
    match percent {
        _ if before == 0 => None,
        0.5.. => Some(say!("{percent} %", percent = count_label(percent.round() as u64))),
        _ => Some(say!("less than 1 %").to_owned()),
    }
}

/// "5 points more than in the 30 days before".
pub(super) fn points_words(now: f64, before: Option<f64>, period: Period) -> String {
    let time = before_words(period);
    let Some(before) = before else { return say!("None known in {time}", time = time) };
    let by = now.round() - before.round();
    match by.abs() as u64 {
        0 => say!("As in {time}", time = time),
        points if by > 0.0 => {
            say_many!(points, "{n} point more than in {time}", "{n} points more than in {time}", time = time)
        }
        points => say_many!(points, "{n} point less than in {time}", "{n} points less than in {time}", time = time),
    }
}

/// "1 call", "34 calls".
pub(super) fn calls_words(count: u64) -> String {
    say_many!(count, "{n} call", "{n} calls")
}

/// Below a bar, and in words: lengths in whole seconds, both ends included.
pub(super) fn length_words(from: u64, to: u64) -> (String, String) {
    let short = |secs: u64| match secs.is_multiple_of(60) {
        true => say!("{n} min", n = secs / 60),
        false => say!("{n} s", n = secs),
    };
    match (from, to) {
        (from, u64::MAX) => (say!("{from}+ min", from = from / 60), say!("{from} or longer", from = short(from))),
        (0, to) => (say!("< {to}", to = short(to + 1)), say!("Shorter than {to}", to = short(to + 1))),
        (from, to) => {
            let label = if from < 60 {
                say!("{from}–{to} s", from = from, to = to + 1)
            } else {
                say!("{from}–{to} min", from = from / 60, to = (to + 1) / 60)
            };
            (label, say!("From {from} to less than {to}", from = short(from), to = short(to + 1)))
        }
    }
}

/// "3 min 18 s", "48 s", "2 h 5 min".
pub fn talk_words(ms: u64) -> String {
    let secs = (ms + 500) / 1_000;
    match (secs / 3_600, secs / 60 % 60, secs % 60) {
        (0, 0, secs) => say!("{n} s", n = secs),
        (0, minutes, 0) => say!("{n} min", n = minutes),
        (0, minutes, secs) => say!("{minutes} min {secs} s", minutes = minutes, secs = secs),
        (hours, 0, _) => say!("{n} h", n = count_label(hours)),
        (hours, minutes, _) => say!("{hours} h {minutes} min", hours = count_label(hours), minutes = minutes),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changes_are_said_in_words() {
        let period = Period::Days(30);
        for (now, before, words) in [
            (78, 66, "12 more than in the 30 days before, +18 %"),
            (50, 66, "16 fewer than in the 30 days before, −24 %"),
            (66, 66, "As many as in the 30 days before"),
            (5, 0, "None in the 30 days before"),
            (0, 0, "None in the 30 days before either"),
            (0, 5, "5 fewer than in the 30 days before, −100 %"),
            (10_001, 10_000, "1 more than in the 30 days before, by less than 1 %"),
        ] {
            assert_eq!(change_words(now, before, period), words);
        }
        assert_eq!(change_words(2, 1, Period::Days(1)), "1 more than in the day before, +100 %");
    }

    #[test]
    fn points_and_lengths_are_said_in_words() {
        let time = "in the 12 months before";
        assert_eq!(points_words(64.4, Some(59.6), Period::Year), format!("4 points more than {time}"));
        assert_eq!(points_words(59.0, Some(60.0), Period::Year), format!("1 point less than {time}"));
        assert_eq!(points_words(60.2, Some(60.0), Period::Year), format!("As {time}"));
        assert_eq!(points_words(60.0, None, Period::Year), format!("None known {time}"));
        for (ms, words) in [
            (48_000, "48 s"),
            (198_400, "3 min 18 s"),
            (120_000, "2 min"),
            (7_500_000, "2 h 5 min"),
            (3_600_000, "1 h"),
        ] {
            assert_eq!(talk_words(ms), words);
        }
    }
}
