//! Telephone numbers in one form, whatever way they are written, and the country they are of.

use phonenumber::PhoneNumber;

use super::Country;

/// The fewest digits of what is taken for a number: shorter ones are extensions and short codes, which many share.
const MIN_DIGITS: usize = 5;
/// The most: E.164 allows 15, a prefix for dialling out stands before them.
const MAX_DIGITS: usize = 18;
/// The longest text that is looked at, in bytes.
const MAX_BYTES: usize = 64;
/// Words that stand beside a number without being of it.
const WORDS: [&str; 14] =
    ["tel", "phone", "ph", "mobile", "mob", "cell", "whatsapp", "sip", "x", "ext", "extn", "extension", "isub", "home"];

/// The one form that all spellings of a number share: E.164 where it can be told, else its digits; `None` if it is no
/// number. `country` is what the payload says of the caller's, for numbers that are written without their country code.
/// An extension is left out.
pub fn phone_key(number: &str, country: Option<&str>) -> Option<String> {
    let dialled = dialled(number)?;
    Some(match parse(&dialled, country.and_then(Country::read)) {
        Some(parsed) => format!("+{}{}", parsed.code().value(), parsed.national()),
        None => dialled.chars().filter(char::is_ascii_digit).collect(),
    })
}

/// The country that a number is of; that of the payload where the number does not tell.
pub fn phone_country(number: &str, country: Option<&str>) -> Option<Country> {
    let said = country.and_then(Country::read);
    let parsed = dialled(number).and_then(|dialled| parse(&dialled, said));
    parsed.and_then(|parsed| parsed.country().id()).and_then(|id| Country::of_code(id.as_ref())).or(said)
}

fn parse(dialled: &str, country: Option<Country>) -> Option<PhoneNumber> {
    // "00" is how most of the world dials abroad.
    let abroad = dialled.strip_prefix("00").filter(|_| country.is_none()).map(|rest| format!("+{rest}"));
    let dialled = abroad.as_deref().unwrap_or(dialled);
    if country.is_none() && !dialled.starts_with('+') {
        return None;
    }
    let hint = country.and_then(|country| country.code().parse().ok());
    phonenumber::parse(hint, dialled).ok().filter(|parsed| parsed.code().value() > 0)
}

/// What one would dial: digits, with a plus before them if there is one. `None` for what is no number.
fn dialled(number: &str) -> Option<String> {
    if number.len() > MAX_BYTES || number.contains("://") {
        return None;
    }
    // A SIP address is a number if its name is one.
    let number = number.split('@').next()?;
    let mut dialled = String::with_capacity(16);
    let mut word = String::new();
    for c in number.chars().chain([' ']) {
        if c.is_alphabetic() {
            word.extend(c.to_lowercase());
            continue;
        }
        if !word.is_empty() {
            if !WORDS.contains(&word.as_str()) {
                return None;
            }
            if matches!(word.as_str(), "x" | "ext" | "extn" | "extension" | "isub") && dialled.len() >= MIN_DIGITS {
                break;
            }
            word.clear();
        }
        match c {
            '+' | '＋' if dialled.is_empty() => dialled.push('+'),
            // What follows is dialled later, or told to the exchange.
            ';' | ',' | '#' if dialled.len() >= MIN_DIGITS => break,
            _ => dialled.extend(digit(c)),
        }
    }
    // "+44 (0)20": the zero is for callers within the country.
    if number.contains("(0)") && dialled.starts_with('+') {
        let before = number.split("(0)").next().unwrap_or_default().chars().filter_map(digit).count();
        // It may stand behind what is dialled, in an extension.
        if dialled.as_bytes().get(before + 1) == Some(&b'0') {
            dialled.remove(before + 1);
        }
    }
    let digits = dialled.trim_start_matches('+');
    // "0000000000" stands for no number, and would make one person of all who have none.
    let is_filler = digits.bytes().all(|digit| digits.starts_with(char::from(digit)));
    (!is_filler && (MIN_DIGITS..=MAX_DIGITS).contains(&digits.len())).then_some(dialled)
}

/// A decimal digit of any script that is written with them, as an ASCII one.
fn digit(c: char) -> Option<char> {
    const ZEROS: [char; 10] = ['0', '٠', '۰', '०', '০', '੦', '૦', '௦', '๐', '０'];
    let zero = ZEROS.into_iter().find(|zero| (0..10).contains(&(c as i64 - *zero as i64)))?;
    char::from_digit(c as u32 - zero as u32, 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_spelling_of_a_number_has_one_key() {
        for (spellings, country, key) in [
            (
                &["+1-212-555-0100", "(212) 555-0100", "212.555.0100", "1 212 555 0100", "+1 (212) 555 0100 ext. 7"][..],
                "USA",
                "+12125550100",
            ),
            (
                &[
                    "+91 98200 12345",
                    "9820012345",
                    "098200 12345",
                    "00919820012345",
                    "tel:+91-98200-12345",
                    "९८२०० १२३४५",
                ],
                "India",
                "+919820012345",
            ),
            (&["020 7946 0958", "+44 20 7946 0958", "+44 (0)20 7946 0958", "0044 20 7946 0958"], "UK", "+442079460958"),
            (&["+49 30 901820", "030/901820", "030 - 90 18 20"], "Deutschland", "+4930901820"),
            (&["+39 06 6982 1234", "06 6982 1234"], "IT", "+390669821234"),
            (&["090-1234-5678", "+81 90 1234 5678", "０９０－１２３４－５６７８"], "日本", "+819012345678"),
        ] {
            for spelling in spellings {
                assert_eq!(phone_key(spelling, Some(country)).as_deref(), Some(key), "{spelling}");
            }
        }
    }

    /// Found by the fuzzer: a zero in brackets behind the number's end.
    #[test]
    fn a_zero_in_brackets_may_stand_in_the_extension() {
        assert_eq!(phone_key("+0 0064 # +0 (0)", None).as_deref(), Some("00064"));
        assert_eq!(phone_key("+44 20 7946 0958 # (0)", None).as_deref(), Some("+442079460958"));
    }

    #[test]
    fn without_a_country_a_plus_still_tells_and_digits_stay() {
        for (number, key) in [
            ("+91 98200 12345", "+919820012345"),
            ("0091 98200 12345", "+919820012345"),
            ("98200-12345", "9820012345"),
            ("+1-555-0100", "+15550100"),
            ("sip:+12125550100@voice.example.com", "+12125550100"),
        ] {
            assert_eq!(phone_key(number, None).as_deref(), Some(key), "{number}");
        }
    }

    #[test]
    fn what_is_no_number_has_no_key() {
        let long = "1".repeat(40);
        for junk in [
            "",
            "Chat",
            "1234",
            "0000000000",
            "anonymous@example.com",
            "web",
            "agent_12345678",
            "https://x.example/123456",
            &long,
        ] {
            assert_eq!(phone_key(junk, Some("India")), None, "{junk}");
            assert_eq!(phone_key(junk, None), None, "{junk}");
        }
    }

    #[test]
    fn a_number_tells_its_country() {
        for (number, said, code) in [
            ("+919820012345", None, Some("IN")),
            ("+1 212 555 0100", None, Some("US")),
            ("+1 514 987 1234", None, Some("CA")),
            ("9820012345", Some("India"), Some("IN")),
            ("9820012345", None, None),
            ("Chat", Some("Spain"), Some("ES")),
        ] {
            assert_eq!(phone_country(number, said).map(Country::code), code, "{number}");
        }
    }

    proptest::proptest! {
        #[test]
        fn no_text_breaks_the_reading(number in "\\PC{0,40}", country in "(India|US|日本|\\PC{0,6})") {
            let key = phone_key(&number, Some(&country));
            proptest::prop_assert!(key.is_none_or(|key| key.trim_start_matches('+').bytes().all(|b| b.is_ascii_digit())));
            phone_country(&number, Some(&country));
        }
    }
}
