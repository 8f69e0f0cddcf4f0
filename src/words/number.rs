//! Numbers as people write them. What stands between their parts is a text like any other, so that a translation can say
//! it; the digits are everywhere the same.

/// What can be counted.
pub trait Count {
    /// How many.
    fn count(self) -> u64;
}

impl Count for u64 {
    fn count(self) -> u64 {
        self
    }
}

impl Count for u32 {
    fn count(self) -> u64 {
        u64::from(self)
    }
}

impl Count for u16 {
    fn count(self) -> u64 {
        u64::from(self)
    }
}

impl Count for usize {
    fn count(self) -> u64 {
        u64::try_from(self).unwrap_or(u64::MAX)
    }
}

impl Count for i32 {
    fn count(self) -> u64 {
        u64::from(self.unsigned_abs())
    }
}

/// A number as people write it: "1,234,567".
pub fn number(number: u64) -> String {
    let digits = number.to_string();
    if digits.len() <= 3 {
        return digits;
    }
    // Translators: what stands between the thousands of a number, as in 1,234,567.
    let between = say_in!("number", ",");
    let mut label = String::with_capacity(digits.len() + digits.len() / 3 * between.len());
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            label.push_str(between);
        }
        label.push(digit);
    }
    label
}

/// A number with this many places behind the point: "3.5".
pub fn decimal(number: f64, places: usize) -> String {
    let label = format!("{number:.places$}");
    // Translators: what stands before the fraction of a number, as in 3.5.
    let point = say_in!("number", ".");
    if point == "." { label } else { label.replace('.', point) }
}
