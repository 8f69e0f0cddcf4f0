//! The id of a call that never was: 24 hex digits like a MongoDB ObjectId, from which the call can be told again.

use jiff::civil::DateTime;

/// Which story, and when its call ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Serial {
    /// Unix seconds.
    pub ended_at: u32,
    /// Of a series of stories; 40 bits.
    pub seed: u64,
    /// In the series; 24 bits.
    pub number: u64,
}

/// Only so many bits of a seed count: an id has no room for more.
pub const SEED_MASK: u64 = (1 << 40) - 1;
/// Only so many bits of a number count.
pub const NUMBER_MASK: u64 = (1 << 24) - 1;

/// An odd factor has an inverse: neighbouring seeds look unrelated, and still can be read back.
const SPREAD: u64 = 0x5d_6b8f_a0e5;
const MASK: u64 = 0xa3_91c7_4d26;

impl Serial {
    /// The id: four bytes of time, five of the seed, three of the number.
    pub fn call_id(self) -> String {
        let machine = (self.seed & SEED_MASK).wrapping_mul(SPREAD) & SEED_MASK ^ MASK;
        format!("{:08x}{machine:010x}{:06x}", self.ended_at, self.number & NUMBER_MASK)
    }

    /// The inverse of [`Self::call_id`]; `None` for what it could not have written.
    pub fn from_call_id(id: &str) -> Option<Self> {
        let is_ours = id.len() == 24 && id.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
        let part = |range: std::ops::Range<usize>| u64::from_str_radix(id.get(range)?, 16).ok();
        let seed = (part(8..18)? ^ MASK).wrapping_mul(inverse(SPREAD)) & SEED_MASK;
        is_ours.then_some(Self { ended_at: u32::try_from(part(0..8)?).ok()?, seed, number: part(18..24)? })
    }

    /// The wall clock at the end of the call, that many minutes east of Greenwich.
    pub fn local_end(self, offset_minutes: i16) -> DateTime {
        let secs = i64::from(self.ended_at) + i64::from(offset_minutes) * 60;
        jiff::tz::Offset::UTC.to_datetime(jiff::Timestamp::from_second(secs).unwrap_or_default())
    }
}

/// The number whose product with an odd one is 1 (mod 2^64), by Newton's iteration.
fn inverse(odd: u64) -> u64 {
    let mut guess = odd;
    for _ in 0..5 {
        guess = guess.wrapping_mul(2_u64.wrapping_sub(odd.wrapping_mul(guess)));
    }
    guess
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_can_be_read_back() {
        for (seed, number) in [(0, 0), (1, 7), (SEED_MASK, NUMBER_MASK), (0x12_3456_789a, 99_999)] {
            let serial = Serial { ended_at: 1_765_539_682, seed, number };
            assert_eq!(Serial::from_call_id(&serial.call_id()), Some(serial));
            assert!(serial.call_id().starts_with("693bff62"));
        }
    }

    #[test]
    fn other_ids_are_not_ours() {
        for id in ["", "test-call-123", "693BFF62619c51fac21acf50", "ééééééééé", "693bff62619c51fac21acf5é"] {
            assert_eq!(Serial::from_call_id(id), None, "{id}");
        }
    }
}
