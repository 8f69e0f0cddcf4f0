//! Letters and digits that stand for others of the same kind: small for small, Cyrillic for Cyrillic, a digit for a digit.

/// Numbers that look thrown, and are the same each time: they tell nothing of what they replace.
#[derive(Debug, Clone)]
pub struct Dice(u64);

impl Default for Dice {
    fn default() -> Self {
        Self(0x5eed)
    }
}

impl Dice {
    /// Below that.
    pub fn below(&mut self, end: u32) -> u32 {
        // SplitMix64.
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        u32::try_from((mixed >> 33) % u64::from(end.max(1))).unwrap_or_default()
    }

    /// One of them.
    pub fn pick<T: Copy>(&mut self, of: &[T]) -> Option<T> {
        of.get(self.below(u32::try_from(of.len()).unwrap_or(u32::MAX)) as usize).copied()
    }

    fn between(&mut self, first: u32, last: u32) -> char {
        char::from_u32(first + self.below(last - first + 1)).unwrap_or('x')
    }
}

/// Without `e` and `u`: no `true`, `false`, `null` comes of them, and no exponent.
const SMALL: &[u8] = b"abcdfghijklmnopqrstvwxyz";
const HEX: &[u8] = b"abcdf";
const ACCENTED: [char; 16] = ['á', 'à', 'â', 'ä', 'å', 'é', 'è', 'ê', 'í', 'î', 'ó', 'ö', 'ø', 'ú', 'ü', 'ñ'];
const HAN: [char; 24] = [
    '山', '川', '田', '中', '村', '木', '林', '森', '石', '原', '野', '島', '本', '松', '井', '上', '下', '前', '東',
    '西', '南', '北', '青', '白',
];
/// The zeros of the scripts that write numbers with ten digits.
const ZEROS: [char; 11] = ['0', '٠', '۰', '०', '০', '੦', '૦', '௦', '౦', '๐', '０'];

/// The value of a digit of any script.
pub fn digit_value(c: char) -> Option<u32> {
    c.to_digit(10).or_else(|| zero_of(c).map(|zero| u32::from(c) - u32::from(zero)))
}

/// That digit in the script of another.
pub fn digit_like(c: char, value: u32) -> char {
    zero_of(c).and_then(|zero| char::from_u32(u32::from(zero) + value)).unwrap_or(c)
}

fn zero_of(c: char) -> Option<char> {
    ZEROS.into_iter().find(|zero| (u32::from(*zero)..u32::from(*zero) + 10).contains(&u32::from(c)))
}

/// Some character of the same kind. Marks that belong to a letter before them stay.
pub fn another(c: char, is_hex: bool, dice: &mut Dice) -> char {
    if digit_value(c).is_some() {
        return digit_like(c, dice.below(10));
    }
    if c.is_ascii_alphabetic() {
        let small = char::from(dice.pick(if is_hex { HEX } else { SMALL }).unwrap_or(b'x'));
        return if c.is_ascii_uppercase() { small.to_ascii_uppercase() } else { small };
    }
    if c.is_ascii() || !c.is_alphanumeric() {
        return c;
    }
    let code = u32::from(c);
    match code {
        0xaa..=0x24f => {
            let small = dice.pick(&ACCENTED).unwrap_or('á');
            if c.is_uppercase() { small.to_uppercase().next().unwrap_or(small) } else { small }
        }
        0x370..=0x3ff if c.is_uppercase() => dice.between(0x391, 0x3a1),
        0x370..=0x3ff => dice.between(0x3b1, 0x3c1),
        0x400..=0x52f if c.is_uppercase() => dice.between(0x410, 0x42f),
        0x400..=0x52f => dice.between(0x430, 0x44f),
        0x531..=0x556 => dice.between(0x531, 0x556),
        0x561..=0x586 => dice.between(0x561, 0x586),
        0x5d0..=0x5ea => dice.between(0x5d0, 0x5ea),
        0x64b..=0x65f | 0x670 => c,
        0x620..=0x6ff => dice.between(0x628, 0x63a),
        0x900..=0xd7f => indic(c, code, dice),
        0xe01..=0xe2e => dice.between(0xe01, 0xe2e),
        0xe2f..=0xe7f => c,
        0x10d0..=0x10f0 => dice.between(0x10d0, 0x10f0),
        0x3041..=0x3096 => dice.between(0x304b, 0x3062),
        0x30a1..=0x30fa => dice.between(0x30ab, 0x30c2),
        0x3400..=0x9fff | 0xf900..=0xfaff | 0x2_0000..=0x3_ffff => dice.pick(&HAN).unwrap_or('山'),
        0xac00..=0xd7a3 => dice.between(0xac00, 0xd7a3),
        0xff21..=0xff3a => dice.between(0xff21, 0xff3a),
        0xff41..=0xff5a => dice.between(0xff41, 0xff5a),
        _ => neighbour(c, code, dice),
    }
}

/// The scripts of India have their letters in the same places: consonants stand for letters, signs stay.
fn indic(c: char, code: u32, dice: &mut Dice) -> char {
    let block = code & !0x7f;
    match code & 0x7f {
        // Tamil has fewer letters.
        0x05..=0x39 if block == 0xb80 => dice.between(0xbae, 0xbb9),
        0x05..=0x39 => dice.between(block + 0x15, block + 0x28),
        _ => c,
    }
}

/// A letter that stands near in the table of all characters.
fn neighbour(c: char, code: u32, dice: &mut Dice) -> char {
    const ROOM: u32 = 0x40;
    const TRIES: usize = 24;
    let fits = |other: &char| {
        *other != c
            && other.is_alphabetic()
            && other.is_lowercase() == c.is_lowercase()
            && other.is_uppercase() == c.is_uppercase()
    };
    let mut tries = (0..TRIES).filter_map(|_| char::from_u32((code & !(ROOM - 1)) + dice.below(ROOM)));
    tries.find(fits).unwrap_or('x')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_letter_stands_for_one_of_its_kind() {
        let mut dice = Dice::default();
        for c in "aZ7éÉяЯω字か한مशéᏣꮳ٣९".chars() {
            for _ in 0..50 {
                let other = another(c, false, &mut dice);
                assert!(other.is_alphanumeric(), "{c}: {other}");
                assert_eq!((other.is_uppercase(), other.is_ascii()), (c.is_uppercase(), c.is_ascii()), "{c}: {other}");
                assert_eq!(digit_value(other).is_some(), digit_value(c).is_some(), "{c}: {other}");
            }
        }
        assert_eq!(another('\u{0301}', false, &mut dice), '\u{0301}');
        assert_eq!(another('-', false, &mut dice), '-');
    }
}
