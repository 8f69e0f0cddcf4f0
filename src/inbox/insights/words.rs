//! Numbers in sentences: how much more or less than before, how long.

use crate::call::insights::Period;
use crate::inbox::count_label;

/// "Pale: the 30 days before, up to the same time of day (34 calls)".
pub(super) fn legend(period: Period, calls: u64) -> String {
    let calls = calls_words(calls);
    match period {
        Period::Days(days) => say_many!(
            days,
            "Pale: the day before, up to the same time of day ({calls})",
            "Pale: the {n} days before, up to the same time of day ({calls})",
            calls = calls
        ),
        Period::Year => say!("Pale: the 12 months before, up to the same time of day ({calls})", calls = calls),
        Period::All => say!("Pale: the time before, up to the same time of day ({calls})", calls = calls),
    }
}

/// "in the 30 days before", as it stands in a sentence.
fn in_time_before(period: Period) -> String {
    match period {
        Period::Days(days) => say_many!(days, "in the day before", "in the {n} days before"),
        Period::Year => say!("in the 12 months before").to_owned(),
        Period::All => say!("in the time before").to_owned(),
    }
}

/// "12 more than in the 30 days before, +18 %"; compared with a time up to the same hour.
pub fn change_words(now: u64, before: u64, period: Period) -> String {
    let time = in_time_before(period);
    if before == 0 {
        // Translators: {time} is such as "in the 30 days before", here and in the texts like this one.
        return if now == 0 { say!("None {time} either", time = time) } else { say!("None {time}", time = time) };
    }
    let percent = percent_words(now, before);
    match now.abs_diff(before) {
        0 => say!("As many as {time}", time = time),
        by if now > before => say_many!(
            by,
            "{n} more than {time}, {percent}",
            "{n} more than {time}, {percent}",
            time = time,
            percent = percent
        ),
        by => say_many!(
            by,
            "{n} fewer than {time}, {percent}",
            "{n} fewer than {time}, {percent}",
            time = time,
            percent = percent
        ),
    }
}

/// "12 more", "3 fewer", "as many as before".
pub(super) fn change(now: u64, before: u64) -> String {
    match now.abs_diff(before) {
        0 => say!("as many as before").to_owned(),
        by if now > before => say_many!(by, "{n} more", "{n} more"),
        by => say_many!(by, "{n} fewer", "{n} fewer"),
    }
}

fn percent_words(now: u64, before: u64) -> String {
    let percent = (now as f64 - before as f64) / before as f64 * 100.0;
    let sign = if percent < 0.0 { "−" } else { "+" };
    let size = percent.abs();
    match size {
        0.0..0.5 => say!("by less than 1 %").to_owned(),
        _ => format!("{sign}{} %", count_label(size.round() as u64)),
    }
}

/// "5 points more than in the 30 days before".
pub(super) fn points_words(now: f64, before: Option<f64>, period: Period) -> String {
    let time = in_time_before(period);
    let Some(before) = before else { return say!("None known {time}", time = time) };
    let by = now.round() - before.round();
    match by.abs() as u64 {
        0 => say!("As {time}", time = time),
        points if by > 0.0 => {
            say_many!(points, "{n} point more than {time}", "{n} points more than {time}", time = time)
        }
        points => say_many!(points, "{n} point less than {time}", "{n} points less than {time}", time = time),
    }
}

/// "1 call", "34 calls".
pub(super) fn calls_words(count: u64) -> String {
    say_many!(count, "{n} call", "{n} calls")
}

/// "3 min 18 s", "48 s", "2 h 5 min".
pub fn talk_words(ms: u64) -> String {
    let secs = (ms + 500) / 1_000;
    match (secs / 3_600, secs / 60 % 60, secs % 60) {
        (0, 0, secs) => say!("{secs} s", secs = secs),
        (0, minutes, 0) => say!("{minutes} min", minutes = minutes),
        (0, minutes, secs) => say!("{minutes} min {secs} s", minutes = minutes, secs = secs),
        (hours, 0, _) => say!("{hours} h", hours = count_label(hours)),
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
