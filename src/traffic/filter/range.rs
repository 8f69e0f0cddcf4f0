//! Ranges of numbers as they follow `status:`, `size:` and `took:`, each with its units.

/// Numbers from one to another, both belonging to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NumberRange {
    /// The least.
    pub min: u64,
    /// The most.
    pub max: u64,
}

/// How the numbers of an operator are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unit {
    /// `404`; `4xx` and `4` are a class, `40` ten codes.
    Status,
    /// `10k`, `1.5mb`; without a unit bytes.
    Bytes,
    /// `250us`, `100ms`, `1.5s`; without a unit milliseconds. In microseconds.
    Took,
}

/// The most that is counted: what SQLite's numbers hold.
const MOST: u64 = i64::MAX.unsigned_abs();

impl NumberRange {
    /// Whether a number belongs to it.
    pub fn holds(&self, number: u64) -> bool {
        (self.min..=self.max).contains(&number)
    }
}

impl Unit {
    /// A range: a number, `>=n`, `>n`, `<=n`, `<n`, `n..m`; `None` if it is none.
    pub fn range(self, value: &str) -> Option<NumberRange> {
        let value = value.to_ascii_lowercase();
        let bound = |text: &str| self.number(text.trim());
        let (min, max) = if let Some(least) = value.strip_prefix(">=") {
            (bound(least)?.min, MOST)
        } else if let Some(most) = value.strip_prefix("<=") {
            (0, bound(most)?.max)
        } else if let Some(below) = value.strip_prefix('>') {
            (bound(below)?.max.checked_add(1)?, MOST)
        } else if let Some(above) = value.strip_prefix('<') {
            (0, bound(above)?.min.checked_sub(1)?)
        } else if let Some((low, high)) = value.split_once("..") {
            if low.is_empty() && high.is_empty() {
                return None;
            }
            let low = if low.is_empty() { NumberRange { min: 0, max: 0 } } else { bound(low)? };
            let high = if high.is_empty() { NumberRange { min: MOST, max: MOST } } else { bound(high)? };
            // 499..400 can only mean one thing.
            (low.min.min(high.min), low.max.max(high.max))
        } else {
            let exact = bound(value.strip_prefix('=').unwrap_or(&value))?;
            (exact.min, exact.max)
        };
        Some(NumberRange { min, max })
    }

    /// Whether it is the beginning of a range.
    pub fn could_become_range(value: &str) -> bool {
        matches!(value, "" | ">" | "<" | ">=" | "<=" | "=" | "..") || value.ends_with("..") || value.ends_with('.')
    }

    /// What a person should write instead.
    pub fn wanted(self) -> &'static str {
        match self {
            Self::Status => "write status:404, status:4xx, status:>=400 or status:400..499",
            Self::Bytes => "write size:>10k, size:<=500, size:1m or size:1k..10k",
            Self::Took => "write took:>100ms, took:<1s or took:10ms..50ms",
        }
    }

    /// A number with its unit; of statuses, the codes that are meant.
    fn number(self, text: &str) -> Option<NumberRange> {
        match self {
            Self::Status => status(text),
            Self::Bytes => scaled(text, bytes_in),
            Self::Took => scaled(text, micros_in),
        }
    }
}

/// `404`, `40x`, `4xx`; while it is typed, `40` and `4`.
fn status(text: &str) -> Option<NumberRange> {
    let digits = text.trim_end_matches('x');
    let is_status = (1..=3).contains(&text.len()) && !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
    let rest = u32::try_from(3_usize.checked_sub(digits.len())?).ok()?;
    let step = 10_u64.pow(rest);
    let min = digits.parse::<u64>().ok().filter(|_| is_status)? * step;
    Some(NumberRange { min, max: min + step - 1 })
}

fn bytes_in(unit: &str) -> Option<f64> {
    Some(match unit {
        "" | "b" => 1.0,
        "k" | "kb" => 1e3,
        "m" | "mb" => 1e6,
        "g" | "gb" => 1e9,
        _ => return None,
    })
}

fn micros_in(unit: &str) -> Option<f64> {
    Some(match unit {
        "us" | "µs" | "μs" => 1.0,
        "" | "ms" => 1e3,
        "s" => 1e6,
        "min" => 6e7,
        _ => return None,
    })
}

/// A decimal number and a unit.
fn scaled(text: &str, unit_in: impl Fn(&str) -> Option<f64>) -> Option<NumberRange> {
    let end = text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len());
    let (number, unit) = text.split_at(end);
    let is_number = number.starts_with(|c: char| c.is_ascii_digit()) && number.len() <= 15;
    let number: f64 = number.parse().ok().filter(|_| is_number)?;
    // Cannot be negative, and is cut where it is more than a number holds.
    let number = (number * unit_in(unit.trim())?).round().min(1e18) as u64;
    Some(NumberRange { min: number, max: number })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(unit: Unit, cases: &[(&str, u64, u64)]) {
        for (value, min, max) in cases {
            assert_eq!(unit.range(value), Some(NumberRange { min: *min, max: *max }), "{value}");
        }
    }

    #[test]
    fn codes_and_classes() {
        check(
            Unit::Status,
            &[
                ("404", 404, 404),
                ("4xx", 400, 499),
                ("4XX", 400, 499),
                ("4", 400, 499),
                ("40", 400, 409),
                ("40x", 400, 409),
                (">=400", 400, MOST),
                (">4xx", 500, MOST),
                ("<400", 0, 399),
                ("<=4xx", 0, 499),
                ("400..499", 400, 499),
                ("4xx..5xx", 400, 599),
                ("499..400", 400, 499),
                ("500..", 500, MOST),
                ("..299", 0, 299),
            ],
        );
        for value in ["", "x", "xxx", "4044", "4x4", "ok", "..", ">", "-4", "4.0"] {
            assert_eq!(Unit::Status.range(value), None, "{value}");
        }
    }

    #[test]
    fn sizes_and_times_have_units() {
        check(
            Unit::Bytes,
            &[("10", 10, 10), (">10k", 10_001, MOST), ("<1.5MB", 0, 1_499_999), ("1k..10 KB", 1_000, 10_000)],
        );
        check(
            Unit::Took,
            &[
                (">100ms", 100_001, MOST),
                (">1s", 1_000_001, MOST),
                ("<5", 0, 4_999),
                (">=250us", 250, MOST),
                ("10ms..0.5s", 10_000, 500_000),
            ],
        );
        for value in ["", "k", "1x", "1e3", "--1", ">", "1..2..3", "<0"] {
            assert_eq!(Unit::Bytes.range(value), None, "{value}");
        }
        assert_eq!(Unit::Bytes.range("999999999999999g").map(|range| range.max), Some(1_000_000_000_000_000_000));
    }
}
