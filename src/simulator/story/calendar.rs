//! Times that were agreed on: how they are said, and the many ways they are written.

use fastrand::Rng;
use jiff::ToSpan;
use jiff::civil::{DateTime, Weekday};

use super::phrase::chance;

/// A time agreed on in a call, on the caller's clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Appointment {
    /// On the caller's clock.
    pub at: DateTime,
    /// Minutes east of Greenwich of that clock.
    pub offset_minutes: i16,
    /// The day after the call.
    pub is_tomorrow: bool,
}

impl Appointment {
    /// So many days after the call at that hour; a Sunday becomes the Monday after it.
    pub fn after(ended: DateTime, days: i8, hour: i8, minute: i8, offset_minutes: i16) -> Self {
        let day = ended.date().saturating_add(i32::from(days).days());
        let is_sunday = day.weekday() == Weekday::Sunday;
        let day = if is_sunday { day.saturating_add(1.day()) } else { day };
        Self { at: day.at(hour, minute, 0, 0), offset_minutes, is_tomorrow: days == 1 && !is_sunday }
    }

    /// Some time in the working hours of the next days.
    pub fn soon(ended: DateTime, offset_minutes: i16, rng: &mut Rng) -> Self {
        let (days, hour) = (rng.i8(1..7), rng.i8(9..18));
        Self::after(ended, days, hour, if chance(30, rng) { 30 } else { 0 }, offset_minutes)
    }

    /// As one says it: "tomorrow at 4 pm", "Thursday at half past ten".
    pub fn phrase(&self) -> String {
        let day = if self.is_tomorrow { "tomorrow" } else { weekday(self.at.weekday()) };
        let hour = match self.at.hour() {
            0 | 12 => 12,
            hour => hour % 12,
        };
        let half = if self.at.hour() < 12 { "am" } else { "pm" };
        match self.at.minute() {
            0 => format!("{day} at {hour} {half}"),
            minute => format!("{day} at {hour}:{minute:02} {half}"),
        }
    }

    /// As one of the ways a platform writes it.
    pub fn written(&self, rng: &mut Rng) -> String {
        let offset = i64::from(self.offset_minutes);
        let utc = self.at.saturating_sub(offset.minutes());
        match rng.u8(..100) {
            0..=54 => utc.strftime("%Y-%m-%dT%H:%M:%SZ").to_string(),
            55..=69 => {
                let sign = if offset < 0 { '-' } else { '+' };
                let (hours, minutes) = (offset.abs() / 60, offset.abs() % 60);
                format!("{}{sign}{hours:02}:{minutes:02}", self.at.strftime("%Y-%m-%dT%H:%M:%S"))
            }
            70..=79 => self.at.strftime("%Y-%m-%d %H:%M").to_string(),
            80..=86 => self.at.strftime("%d/%m/%Y %I:%M %p").to_string(),
            87..=90 => self.at.strftime("%d %B %Y, %H:%M").to_string(),
            _ => super::phrase::capital_first(&self.phrase()),
        }
    }
}

fn weekday(day: Weekday) -> &'static str {
    match day {
        Weekday::Monday => "Monday",
        Weekday::Tuesday => "Tuesday",
        Weekday::Wednesday => "Wednesday",
        Weekday::Thursday => "Thursday",
        Weekday::Friday => "Friday",
        Weekday::Saturday => "Saturday",
        Weekday::Sunday => "Sunday",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_said_and_written_alike() {
        let ended = jiff::civil::date(2025, 12, 12).at(11, 41, 22, 0);
        let next = Appointment::after(ended, 1, 16, 30, 330);
        assert_eq!(
            (next.phrase().as_str(), next.at.date().to_string().as_str()),
            ("tomorrow at 4:30 pm", "2025-12-13")
        );
        let moved = Appointment::after(ended, 2, 12, 0, -300);
        assert_eq!(moved.phrase(), "Monday at 12 pm");
        let mut rng = Rng::with_seed(1);
        let all: Vec<String> = (0..200).map(|_| next.written(&mut rng)).collect();
        assert!(
            all.contains(&"2025-12-13T11:00:00Z".to_owned()) && all.contains(&"2025-12-13T16:30:00+05:30".to_owned())
        );
    }
}
