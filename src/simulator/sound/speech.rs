//! From letters to sounds: a rough reading of any script, good enough to babble along.

/// A kind of sound and how it is made.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Phone {
    /// The three lowest resonances of the mouth, in Hz, for a man.
    pub formants: [f32; 3],
    /// Loudness of the voice.
    pub voiced: f32,
    /// Loudness of the breath.
    pub breath: f32,
    /// Where the breath hisses, in Hz.
    pub breath_hz: f32,
    /// Length in thousandths of a second, before the tempo is fitted.
    pub length_ms: f32,
}

const SCHWA: [f32; 3] = [500.0, 1_500.0, 2_500.0];

const fn vowel(f1: f32, f2: f32, f3: f32) -> Phone {
    Phone { formants: [f1, f2, f3], voiced: 1.0, breath: 0.012, breath_hz: 2_000.0, length_ms: 105.0 }
}

const fn hiss(breath: f32, breath_hz: f32, voiced: f32, length_ms: f32) -> Phone {
    Phone { formants: SCHWA, voiced, breath, breath_hz, length_ms }
}

const fn hum(f1: f32, f2: f32, f3: f32, voiced: f32, length_ms: f32) -> Phone {
    Phone { formants: [f1, f2, f3], voiced, breath: 0.005, breath_hz: 2_000.0, length_ms }
}

const VOWELS: [Phone; 6] = [
    vowel(730.0, 1_120.0, 2_450.0),
    vowel(530.0, 1_840.0, 2_480.0),
    vowel(290.0, 2_250.0, 2_950.0),
    vowel(560.0, 880.0, 2_410.0),
    vowel(320.0, 900.0, 2_240.0),
    vowel(500.0, 1_450.0, 2_450.0),
];
const CONSONANTS: [Phone; 8] = [
    hum(260.0, 1_050.0, 2_200.0, 0.42, 62.0),
    hum(280.0, 1_600.0, 2_500.0, 0.42, 58.0),
    hum(370.0, 1_250.0, 2_650.0, 0.62, 55.0),
    hum(330.0, 1_350.0, 1_750.0, 0.58, 50.0),
    hiss(0.22, 4_600.0, 0.0, 85.0),
    hiss(0.10, 3_300.0, 0.12, 70.0),
    hiss(0.12, 1_500.0, 0.05, 55.0),
    hiss(0.16, 2_700.0, 0.0, 80.0),
];
/// The moment of silence before a plosive.
const CLOSURE: Phone = Phone { formants: SCHWA, voiced: 0.0, breath: 0.0, breath_hz: 1_500.0, length_ms: 42.0 };

const fn pause(length_ms: f32) -> Phone {
    Phone { length_ms, ..CLOSURE }
}

/// The sounds of a text, in order; never empty.
pub fn phones(text: &str) -> Vec<Phone> {
    let mut phones: Vec<Phone> = Vec::with_capacity(text.len() + 8);
    let mut is_after_vowel = false;
    let mut last = ' ';
    for c in text.chars().flat_map(char::to_lowercase) {
        if c == last && c.is_alphabetic() {
            continue;
        }
        last = c;
        match c {
            '.' | '!' | '?' | ':' | '。' | '？' | '！' | '।' | '–' | '…' | '؟' | ';' => {
                phones.push(pause(210.0));
            }
            ',' | '、' | '，' | '،' => phones.push(pause(120.0)),
            ' ' => {}
            c if c.is_ascii_digit() => {
                phones.extend([CONSONANTS[c as usize % 8], VOWELS[c as usize % 6], CONSONANTS[1]]);
                is_after_vowel = false;
            }
            c if c.is_alphabetic() => is_after_vowel = letter(c, is_after_vowel, &mut phones),
            _ => {}
        }
    }
    if phones.iter().all(|phone| phone.voiced == 0.0) {
        phones.push(VOWELS[5]);
    }
    phones
}

/// Adds the sounds of one letter and says whether it ended in a vowel.
fn letter(c: char, is_after_vowel: bool, phones: &mut Vec<Phone>) -> bool {
    let code = c as usize;
    let known_vowel = match c {
        'a' | 'á' | 'à' | 'â' | 'ä' | 'ã' | 'å' | 'а' | 'я' | 'α' | 'ά' => Some(0),
        'e' | 'é' | 'è' | 'ê' | 'ë' | 'ę' | 'æ' | 'е' | 'э' | 'ε' | 'έ' => Some(1),
        'i' | 'y' | 'í' | 'î' | 'ï' | 'ı' | 'и' | 'ы' | 'ι' | 'η' | 'ή' | 'ί' => Some(2),
        'o' | 'ó' | 'ô' | 'õ' | 'о' | 'ё' | 'ο' | 'ω' | 'ό' | 'ώ' => Some(3),
        'u' | 'ú' | 'û' | 'ü' | 'ö' | 'у' | 'ю' | 'υ' | 'ύ' => Some(4),
        _ => None,
    };
    if let Some(index) = known_vowel {
        // Two vowels in a row glide into each other.
        let length_ms = if is_after_vowel { 55.0 } else { VOWELS[index].length_ms };
        phones.push(Phone { length_ms, ..VOWELS[index] });
        return true;
    }
    if c.is_ascii_alphabetic() {
        let burst = |breath_hz: f32, voiced: f32| hiss(0.26, breath_hz, voiced, 20.0);
        match c {
            'm' => phones.push(CONSONANTS[0]),
            'n' => phones.push(CONSONANTS[1]),
            'l' | 'w' => phones.push(CONSONANTS[2]),
            'r' => phones.push(CONSONANTS[3]),
            's' | 'z' | 'x' => phones.push(CONSONANTS[4]),
            'f' | 'v' => phones.push(CONSONANTS[5]),
            'h' => phones.push(CONSONANTS[6]),
            'j' | 'c' => phones.push(CONSONANTS[7]),
            'p' => phones.extend([CLOSURE, burst(900.0, 0.0)]),
            'b' => phones.extend([Phone { voiced: 0.1, ..CLOSURE }, burst(700.0, 0.4)]),
            't' => phones.extend([CLOSURE, burst(4_200.0, 0.0)]),
            'd' => phones.extend([Phone { voiced: 0.1, ..CLOSURE }, burst(3_600.0, 0.4)]),
            'g' => phones.extend([Phone { voiced: 0.1, ..CLOSURE }, burst(1_700.0, 0.4)]),
            _ => phones.extend([CLOSURE, burst(1_900.0, 0.0)]),
        }
        return false;
    }
    let is_syllable = matches!(code, 0x3040..=0x30ff | 0x3400..=0x9fff | 0xac00..=0xd7af);
    if is_syllable {
        phones.extend([CONSONANTS[code % 8], VOWELS[code / 8 % 6]]);
        return true;
    }
    // Any other script: consonants and vowels take turns.
    phones.push(if is_after_vowel { CONSONANTS[code % 8] } else { VOWELS[code % 6] });
    !is_after_vowel
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_script_has_voiced_sounds() {
        for text in ["Hello, Maya!", "नमस्ते जी", "山口様", "مرحبا", "Здравствуйте", "สวัสดี", "4711", "…", ""]
        {
            assert!(phones(text).iter().any(|phone| phone.voiced > 0.3), "{text}");
        }
    }
}
