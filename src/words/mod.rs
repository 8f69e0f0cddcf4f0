//! What the program says: each text that a person reads on screen is written as `say!("Add a task")`.
//!
//! **Invariant:** the English text is its own key; without a translation it is shown as it stands, and costs nothing.

/// What is shown for an English text.
pub fn say(english: &'static str) -> &'static str {
    english
}

/// A text on screen: `say!("Add a task")`, or with what stands in it, each part by name:
/// `say!("{count} of {all} done", count = 2, all = 3)`.
macro_rules! say {
    ($english:literal) => {
        $crate::words::say($english)
    };
    ($english:literal, $($name:ident = $value:expr),+ $(,)?) => {
        format!($english, $($name = $value),+)
    };
}

/// A number as people write it: "1,234,567".
pub fn number(number: u64) -> String {
    let digits = number.to_string();
    let mut label = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            label.push(',');
        }
        label.push(digit);
    }
    label
}

/// A text that depends on a number: `say_many!(calls, "{n} call", "{n} calls")`, with more parts by name after it.
macro_rules! say_many {
    ($n:expr, $one:literal, $other:literal $(, $name:ident = $value:expr)* $(,)?) => {{
        let n = $n;
        let shown = $crate::words::number(n);
        if n == 1 { format!($one, n = shown $(, $name = $value)*) } else { format!($other, n = shown $(, $name = $value)*) }
    }};
}

/// A text that is written in a table and said later, by `words::say`.
macro_rules! say_later {
    ($english:literal) => {
        $english
    };
}

#[cfg(test)]
mod tests {
    #[test]
    fn parts_stand_where_they_are_named() {
        assert_eq!(say!("{done} of {all} done", done = 1, all = 3), "1 of 3 done");
        assert_eq!(say_many!(1, "{n} call of {who}", "{n} calls of {who}", who = "Asha"), "1 call of Asha");
        assert_eq!(say_many!(2000, "{n} call of {who}", "{n} calls of {who}", who = "Asha"), "2,000 calls of Asha");
    }
}
