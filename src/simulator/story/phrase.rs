//! Phrases with gaps: `{slot}`, `{one|or another}`, `{$120}`. Owns how a gap is filled, not what is said.

use fastrand::Rng;

/// How amounts are written where the caller lives.
#[derive(Debug, Clone, Copy)]
pub struct Currency {
    /// Put before the digits, or after them when it starts with a space.
    pub sign: &'static str,
    /// What a dollar's worth of service costs there, roughly.
    pub per_dollar: f64,
    /// Lakhs and crores: `1,20,000`.
    pub groups_by_lakh: bool,
}

/// What the gaps of one story are filled with. The same slot says the same thing everywhere in a story.
#[derive(Debug, Clone)]
pub struct Words {
    slots: Vec<(&'static str, String)>,
    currency: Currency,
}

impl Words {
    /// No slots yet.
    pub fn new(currency: Currency) -> Self {
        Self { slots: Vec::new(), currency }
    }

    /// Fixes what a slot says; a later value wins.
    pub fn set(&mut self, slot: &'static str, value: impl Into<String>) {
        self.slots.insert(0, (slot, value.into()));
    }

    /// What a slot says; a capital first letter asks for a capital.
    pub fn get(&self, slot: &str) -> Option<String> {
        let find = |name: &str| self.slots.iter().find(|(known, _)| *known == name).map(|(_, value)| value.clone());
        find(slot).or_else(|| {
            let lower = lower_first(slot);
            (lower != slot).then(|| find(&lower)).flatten().map(|value| capital_first(&value))
        })
    }

    /// The phrase with every gap filled. A gap nobody knows stays as it is, so that a test can find it.
    pub fn fill(&self, phrase: &str, rng: &mut Rng) -> String {
        let mut text = String::with_capacity(phrase.len() + 32);
        let mut rest = phrase;
        while let Some(open) = rest.find('{') {
            text.push_str(&rest[..open]);
            let Some(length) = closing(&rest[open..]) else { break };
            let gap = &rest[open + 1..open + length];
            rest = &rest[open + length + 1..];
            let options = split_top(gap);
            if options.len() > 1 {
                let option = options[rng.usize(..options.len())];
                text.push_str(&self.fill(option, rng));
            } else if let Some(dollars) = gap.strip_prefix('$').and_then(|digits| digits.parse::<f64>().ok()) {
                text.push_str(&amount(self.currency, dollars));
            } else if let Some(value) = self.get(gap) {
                text.push_str(&value);
            } else {
                text.push('{');
                text.push_str(gap);
                text.push('}');
            }
        }
        text.push_str(rest);
        text
    }
}

/// One of the parts between bars outside braces: `a|b {c|d}` is `a` or `b {c|d}`.
pub fn pick<'a>(options: &'a str, rng: &mut Rng) -> &'a str {
    let options = split_top(options);
    options[rng.usize(..options.len())]
}

/// One of a slice that is never empty.
pub fn one_of<'a, T>(items: &'a [T], rng: &mut Rng) -> &'a T {
    &items[rng.usize(..items.len())]
}

/// True so many times in a hundred.
pub fn chance(percent: u8, rng: &mut Rng) -> bool {
    rng.u8(..100) < percent
}

/// The index of one of several weights.
pub fn weighted(weights: impl Iterator<Item = u32> + Clone, rng: &mut Rng) -> usize {
    let mut left = rng.u32(..weights.clone().sum::<u32>().max(1));
    for (index, weight) in weights.enumerate() {
        if left < weight {
            return index;
        }
        left -= weight;
    }
    0
}

/// Replaces every `#` by a digit and every `@` by a capital letter.
pub fn digits(pattern: &str, rng: &mut Rng) -> String {
    let capital = |rng: &mut Rng| char::from(*one_of(b"ABCDEFGHJKLMNPRSTUVWXY", rng));
    pattern
        .chars()
        .map(|c| match c {
            '#' => rng.digit(10),
            '@' => capital(rng),
            other => other,
        })
        .collect()
}

/// With a capital first letter.
pub fn capital_first(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

fn lower_first(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_lowercase().chain(chars).collect())
}

/// An amount worth that many dollars as people would name it: two leading digits, local sign and grouping.
pub fn amount(currency: Currency, dollars: f64) -> String {
    let local = dollars * currency.per_dollar;
    let step = 10_f64.powf((local.log10().floor() - 1.0).max(0.0));
    let rounded = (local / step).round() * step;
    let digits = format!("{rounded:.0}");
    let mut grouped = String::new();
    for (index, digit) in digits.chars().enumerate() {
        let left = digits.len() - index;
        let is_group = if currency.groups_by_lakh { left == 3 || left > 3 && left % 2 == 1 } else { left % 3 == 0 };
        if index > 0 && is_group {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    if currency.sign.starts_with(' ') {
        format!("{grouped}{}", currency.sign)
    } else {
        format!("{}{grouped}", currency.sign)
    }
}

/// Where the brace that opens `text` closes.
fn closing(text: &str) -> Option<usize> {
    let mut depth = 0_usize;
    for (at, c) in text.char_indices() {
        match c {
            '{' => depth += 1,
            '}' => {
                depth -= 1;
                if depth == 0 {
                    return Some(at);
                }
            }
            _ => {}
        }
    }
    None
}

fn split_top(text: &str) -> Vec<&str> {
    let (mut depth, mut start, mut parts) = (0_usize, 0, Vec::new());
    for (at, c) in text.char_indices() {
        match c {
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            '|' if depth == 0 => {
                parts.push(&text[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    parts.push(&text[start..]);
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    const RUPEES: Currency = Currency { sign: "₹", per_dollar: 40.0, groups_by_lakh: true };
    const EUROS: Currency = Currency { sign: " €", per_dollar: 0.95, groups_by_lakh: false };

    #[test]
    fn gaps_are_filled_and_unknown_ones_stay() {
        let mut words = Words::new(RUPEES);
        words.set("day", "tuesday");
        let mut rng = Rng::with_seed(1);
        assert_eq!(words.fill("{Day} or {day}, {$120} {nobody}", &mut rng), "Tuesday or tuesday, ₹4,800 {nobody}");
        assert!(["a!", "tuesday!"].contains(&words.fill("{a|{day}}!", &mut rng).as_str()));
    }

    #[test]
    fn amounts_look_local() {
        assert_eq!(amount(RUPEES, 3_000.0), "₹1,20,000");
        assert_eq!(amount(EUROS, 3_000.0), "2,900 €");
        assert_eq!(amount(RUPEES, 1.0), "₹40");
    }
}
