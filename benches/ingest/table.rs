//! What is printed: one line a measurement, medians, ratios.

use crate::load::Answers;
use crate::process::Taken;

/// Rounds of one receiver with one number of connections, and what it took of the machine.
#[derive(Default)]
pub struct Rounds {
    pub answers: Vec<Answers>,
    pub taken: Option<Taken>,
    /// Calls in the database at the end.
    pub kept: Option<u64>,
}

impl Rounds {
    pub fn received(&self) -> u64 {
        self.answers.iter().map(|round| round.received).sum()
    }

    /// Calls a second, of the median round.
    pub fn per_sec(&self) -> f64 {
        median(self.answers.iter().map(Answers::per_sec))
    }

    /// The time that this share kept within, of the median round.
    pub fn ms(&self, share: f64) -> f64 {
        median(self.answers.iter().map(|round| round.ms(share)))
    }

    /// Calls that were answered 200 and are not there, in words.
    fn lost(&self) -> String {
        let other: u64 = self.answers.iter().map(|round| round.refused + round.broken).sum();
        let lost = match self.kept {
            None => String::from("-"),
            Some(kept) => self.received().saturating_sub(kept).to_string(),
        };
        if other == 0 { lost } else { format!("{lost} ({other} not 200)") }
    }
}

pub fn median(numbers: impl Iterator<Item = f64>) -> f64 {
    let mut numbers: Vec<f64> = numbers.collect();
    numbers.sort_by(f64::total_cmp);
    numbers.get(numbers.len() / 2).copied().unwrap_or(f64::NAN)
}

pub fn head() {
    println!(
        "{:<34}{:>6}{:>10}{:>10}{:>10}{:>10}{:>8}{:>9}  lost",
        "receiver", "conns", "calls/s", "p50 ms", "p99 ms", "stored", "RSS MB", "threads"
    );
}

pub fn line(name: &str, connections: usize, rounds: &Rounds) {
    let taken = rounds.taken;
    println!(
        "{name:<34}{connections:>6}{:>10.0}{:>10.2}{:>10.2}{:>10}{:>8}{:>9}  {}",
        rounds.per_sec(),
        rounds.ms(0.5),
        rounds.ms(0.99),
        rounds.kept.map_or_else(|| String::from("-"), |kept| kept.to_string()),
        taken.map_or_else(|| String::from("-"), |taken| format!("{:.0}", taken.resident_mb)),
        taken.map_or_else(|| String::from("-"), |taken| taken.threads.to_string()),
        rounds.lost(),
    );
}
