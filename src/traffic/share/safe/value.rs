//! What stands for a value: by the field it is of, and by what it looks like.

use super::disguise::{Disguise, Kind};
use super::field::{Field, is_known_key};
use super::letters::digit_value;
use super::place::{is_host, is_mail, safe_host, safe_mail, safe_url};
use super::words::{COMPANIES, COUNTRIES, FIRST, LAST, OCCUPATIONS, TOWNS, is_plain_part, is_role, says_nothing};

/// The longest word out of a list, in characters.
const LONGEST_WORD: usize = 40;

/// What stands for a string.
pub fn safe_value(text: &str, field: Field, disguise: &mut Disguise) -> String {
    if says_nothing(text) || is_told_openly(text, field, disguise) {
        return text.to_owned();
    }
    // White space around it is kept.
    let core = text.trim();
    if core.len() != text.len() {
        let from = text.len() - text.trim_start().len();
        let (before, after) = (&text[..from], &text[from + core.len()..]);
        return format!("{before}{}{after}", safe_value(core, field, disguise));
    }
    let is_one_word = !text.contains(char::is_whitespace);
    if text.contains("://") && is_one_word {
        return safe_url(text, disguise);
    }
    if is_mail(text) {
        return safe_mail(text, disguise);
    }
    if let Some(moment) = disguise.moment(text) {
        return moment;
    }
    if is_number_to_dial(text) {
        return disguise.phone(text);
    }
    if is_one_word && is_host(text) && field != Field::Person {
        return safe_host(text, disguise);
    }
    match field {
        Field::Person if reads_as_name(text) => name(text, disguise),
        Field::Company if text.is_ascii() && reads_as_name(text) => {
            cased(disguise.listed(Kind::Company, text, &COMPANIES), text)
        }
        Field::Place if text.is_ascii() && reads_as_name(text) && text.len() > 3 => {
            cased(disguise.listed(Kind::Town, text, &TOWNS), text)
        }
        Field::Occupation if text.is_ascii() && reads_as_name(text) => {
            cased(disguise.listed(Kind::Occupation, text, &OCCUPATIONS), text)
        }
        Field::Country if text.is_ascii() => country(text, disguise),
        _ if is_one_word && (field == Field::Code || reads_as_code(text)) => disguise.parts(text),
        _ => prose(text, disguise),
    }
}

/// What stands for a number, as written.
pub fn safe_number(raw: &str, field: Field, disguise: &mut Disguise) -> String {
    let (mantissa, exponent) = raw.split_at(raw.find(['e', 'E']).unwrap_or(raw.len()));
    let whole = mantissa.trim_start_matches('-').split('.').next().unwrap_or_default();
    let is_long = mantissa.split(['-', '.']).any(|digits| digits.len() >= 5);
    if field == Field::Score && whole.len() <= 3
        || !is_long && !matches!(field, Field::Figure | Field::Coordinate | Field::Code)
    {
        return raw.to_owned();
    }
    if let Some(moment) = Some(raw).filter(|raw| raw.len() >= 10).and_then(|raw| disguise.moment(raw)) {
        return moment;
    }
    if field == Field::Coordinate && whole.len() <= 3 {
        return coordinate(mantissa, disguise) + exponent;
    }
    // Zero is no one's; a digit before the point stays one.
    if mantissa.bytes().all(|byte| matches!(byte, b'0' | b'-' | b'.')) {
        return raw.to_owned();
    }
    disguise.figure(mantissa) + exponent
}

/// What stands for a key: keys stay, unless they tell of someone themselves.
pub fn safe_key(key: &str, disguise: &mut Disguise) -> String {
    let digits = key.chars().filter(|c| digit_value(*c).is_some()).count();
    let longest_run =
        key.split(|c: char| digit_value(c).is_none()).map(|run| run.chars().count()).max().unwrap_or_default();
    if is_known_key(key) {
        return key.to_owned();
    }
    if is_mail(key) {
        return safe_mail(key, disguise);
    }
    if key.contains("://") {
        return safe_url(key, disguise);
    }
    if is_number_to_dial(key) {
        return disguise.phone(key);
    }
    if longest_run >= 5 || (digits >= 4 && key.len() >= 12) {
        return disguise.parts(key);
    }
    if disguise.is_someone(key) || key.contains('@') {
        return name(key, disguise);
    }
    key.to_owned()
}

/// Words out of a list, marks and versions are nobody's own.
fn is_told_openly(text: &str, field: Field, disguise: &Disguise) -> bool {
    let is_word = |most_words: usize, most_letters: usize| {
        text.chars().count() <= most_letters
            && text.split_whitespace().count() <= most_words
            && text.chars().all(|c| {
                c.is_alphabetic()
                    || c.is_whitespace()
                    || "-_/&,.'()+".contains(c)
                    || !c.is_ascii_graphic() && !c.is_alphanumeric() && !c.is_control()
            })
            && !disguise.names_someone(text)
    };
    let is_of =
        |signs: &str, most: usize| text.len() <= most && text.chars().all(|c| c.is_ascii_digit() || signs.contains(c));
    match field {
        Field::Vocabulary => is_word(4, LONGEST_WORD),
        Field::Word => is_word(1, 24),
        Field::Version => is_of(".v-", 8),
        Field::Score => is_of("/%.,+- ", 9),
        Field::Person => is_role(text),
        _ => false,
    }
}

/// A telephone number: nothing but digits and what stands between them.
fn is_number_to_dial(text: &str) -> bool {
    let plain = text.strip_prefix("tel:").or(text.strip_prefix("whatsapp:")).unwrap_or(text);
    let digits = plain.chars().filter(|c| digit_value(*c).is_some()).count();
    let allowed = |c: char| digit_value(c).is_some() || " +-.()/＋－\u{a0}\u{2011}".contains(c);
    (7..=20).contains(&digits) && plain.chars().all(allowed)
}

/// A few words without a sentence's signs.
fn reads_as_name(text: &str) -> bool {
    const MOST_WORDS: usize = 6;
    let allowed = |c: char| {
        c.is_alphabetic() || c.is_whitespace() || "-.'’&,".contains(c) || !c.is_ascii() && !c.is_alphanumeric()
    };
    text.split_whitespace().count() <= MOST_WORDS && text.chars().count() <= 64 && text.chars().all(allowed)
}

/// One word that no one would say: with digits or signs in it, or very long.
fn reads_as_code(text: &str) -> bool {
    const LONGEST_SPOKEN: usize = 20;
    let has_digits = text.bytes().any(|byte| byte.is_ascii_digit());
    text.is_ascii() && (has_digits || text.contains(['_', ':', '=', '/']) || text.len() > LONGEST_SPOKEN)
}

fn name(text: &str, disguise: &mut Disguise) -> String {
    let last = text.split_whitespace().count().saturating_sub(1);
    let mut out = String::new();
    let mut rest = text;
    let mut at = 0;
    while !rest.is_empty() {
        let end = rest.find(char::is_whitespace).unwrap_or(rest.len());
        let (word, after) = rest.split_at(end);
        out.push_str(&name_word(word, at, last, disguise));
        let next = after.find(|c: char| !c.is_whitespace()).unwrap_or(after.len());
        out.push_str(&after[..next]);
        rest = &after[next..];
        at += usize::from(!word.is_empty());
    }
    out
}

fn name_word(word: &str, at: usize, last: usize, disguise: &mut Disguise) -> String {
    const TITLES: [&str; 11] = ["mr", "mrs", "ms", "dr", "prof", "sir", "miss", "mx", "jr", "sr", "herr"];
    let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
    if TITLES.iter().any(|title| bare.eq_ignore_ascii_case(title)) {
        return word.to_owned();
    }
    let is_latin =
        bare.chars().all(|c| c.is_ascii_alphabetic() || "-'".contains(c) || ('\u{c0}'..'\u{250}').contains(&c));
    if !is_latin || bare.chars().count() < 2 {
        return disguise.by_words(word, Disguise::part);
    }
    let (kind, list) = if at > 0 && at == last { (Kind::LastName, &LAST) } else { (Kind::FirstName, &FIRST) };
    let made = cased(disguise.listed(kind, &bare.to_lowercase(), list), bare);
    word.replacen(bare, &made, 1)
}

fn country(text: &str, disguise: &mut Disguise) -> String {
    let names = COUNTRIES.map(|(name, two, three)| match text.len() {
        2 => two,
        3 => three,
        _ => name,
    });
    cased(disguise.listed(Kind::Country, text, &names), text)
}

/// Still on the globe.
fn coordinate(mantissa: &str, disguise: &mut Disguise) -> String {
    let whole = mantissa.trim_start_matches('-').split('.').next().unwrap_or_default().len();
    disguise.digits(Kind::Figure, mantissa, |disguise, digits, _| {
        let made = disguise.scrambled(digits);
        let (head, tail) = made.split_at(whole.min(made.len()));
        let head = match head.len() {
            3 => format!("1{}{}", head[1..2].replace(['8', '9'], "3"), &head[2..]),
            2 => head.replace('9', "4"),
            _ => head.to_owned(),
        };
        head + tail
    })
}

/// Words of the same length; what is a number, a link or an address in it as such.
fn prose(text: &str, disguise: &mut Disguise) -> String {
    disguise.instead(Kind::Prose, text, |disguise, _| {
        let mut out = String::with_capacity(text.len());
        let mut rest = text;
        while !rest.is_empty() {
            let end = rest.find(char::is_whitespace).unwrap_or(rest.len());
            let (word, after) = rest.split_at(end);
            prose_word(word, disguise, &mut out);
            let next = after.find(|c: char| !c.is_whitespace()).unwrap_or(after.len());
            out.push_str(&after[..next]);
            rest = &after[next..];
        }
        out
    })
}

fn prose_word(word: &str, disguise: &mut Disguise, out: &mut String) {
    let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
    if bare.contains("://") || is_mail(bare) {
        let made = if is_mail(bare) { safe_mail(bare, disguise) } else { safe_url(bare, disguise) };
        out.push_str(&word.replacen(bare, &made, 1));
        return;
    }
    let digits_alone = |part: &str| part.chars().all(|c| digit_value(c).is_some());
    out.push_str(&disguise.by_words(word, |disguise, part| {
        if digits_alone(part) {
            if part.len() < 5 { disguise.scrambled(part) } else { disguise.figure(part) }
        } else if part.chars().all(char::is_alphabetic) {
            disguise.word(part)
        } else if is_plain_part(part) {
            part.to_owned()
        } else {
            disguise.part(part)
        }
    }));
}

/// As the other is written: all large, all small, or as it is.
fn cased(made: String, like: &str) -> String {
    let has = |is: fn(char) -> bool| like.chars().any(is);
    match (has(char::is_uppercase), has(char::is_lowercase)) {
        (true, false) if like.chars().count() > 1 => made.to_uppercase(),
        (false, true) => made.to_lowercase(),
        _ => made,
    }
}
