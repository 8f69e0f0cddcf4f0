//! A caller who does not exist: name, ways to reach them, where and how they live. Owns who; not what they want.

use fastrand::Rng;

use super::phrase::{chance, digits, one_of, pick, weighted};
use super::place::{self, Place};

/// A caller.
#[derive(Debug, Clone)]
pub struct Person {
    /// Where they live.
    pub place: &'static Place,
    /// The name as the platform writes it, in whatever script.
    pub name: String,
    /// The name in Latin letters, as an English sentence would say it.
    pub latin: Name,
    /// The name in its own script.
    pub own: Name,
    /// Speaks of herself as a woman.
    pub is_woman: bool,
    /// As typed or dialled.
    pub phone: String,
    /// At a domain reserved for examples.
    pub email: String,
    /// Street and number.
    pub address: String,
    /// Postal code; may be empty.
    pub pincode: String,
    /// City.
    pub city: String,
    /// State or region; may be empty.
    pub state: String,
    /// Country, in one of its spellings.
    pub country: String,
    /// Years.
    pub age: u8,
    /// What they do for a living.
    pub occupation: String,
    /// Where they work, if they call for a company.
    pub company: Option<String>,
}

/// A name in one script.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name {
    /// Given name, or what stands first.
    pub first: String,
    /// Family name.
    pub family: String,
    /// All of it, in the order of its script.
    pub full: String,
}

const OCCUPATIONS: &str = "Teacher|Software engineer|Shop owner|Nurse|Accountant|Farmer|Retired|Student|Architect|Driver|Civil engineer|Homemaker|Lawyer|Chef|Electrician|Freelance designer|Sales manager|Doctor|Police officer|Tailor|Carpenter|Journalist|Pharmacist|Hotel manager|Professor|Warehouse supervisor|Self-employed|Photographer|Musician|HR lead";

/// Somebody from somewhere.
pub fn anybody(rng: &mut Rng) -> Person {
    let places = place::all();
    let index = weighted(places.clone().map(|place| place.weight), rng);
    let place = places.clone().nth(index).unwrap_or(place::FALLBACK);
    let is_woman = rng.bool();
    let (own, latin) = name(place, is_woman, rng);
    let is_own = chance(place.own_script_percent, rng) || place.own_script_percent == 0;
    let mut city = pick(place.cities, rng).splitn(3, ';').map(|part| digits(part, rng)).collect::<Vec<_>>();
    city.resize(3, String::new());
    let company = chance(24, rng).then(|| format!("{} {}", latin.family, pick(place.companies, rng)));
    Person {
        name: if is_own { own.full.clone() } else { spoken(&latin.full, rng) },
        phone: digits(pick(place.phones, rng), rng),
        email: email(&latin, company.as_deref(), rng),
        address: digits(pick(place.streets, rng), rng),
        pincode: city.remove(2),
        state: city.remove(1),
        city: city.remove(0),
        country: pick(place.country, rng).to_owned(),
        age: rng.u8(19..79),
        occupation: pick(OCCUPATIONS, rng).to_owned(),
        place,
        latin,
        own,
        is_woman,
        company,
    }
}

/// Now and then a name is all lower case or capitals, as typed into a form.
fn spoken(name: &str, rng: &mut Rng) -> String {
    match rng.u8(..100) {
        0..=2 => name.to_lowercase(),
        3..=4 => name.to_uppercase(),
        _ => name.to_owned(),
    }
}

/// The name in its own script and in Latin letters.
fn name(place: &Place, is_woman: bool, rng: &mut Rng) -> (Name, Name) {
    let long: Vec<&str> =
        place.long_names.split('|').filter(|n| n.ends_with(if is_woman { ";w" } else { ";m" })).collect();
    if !long.is_empty() && chance(12, rng) {
        let (own, latin) = scripts(one_of(&long, rng).trim_end_matches(";w").trim_end_matches(";m"));
        return (whole(own), whole(latin));
    }
    let given = pick(if is_woman { place.women } else { place.men }, rng);
    let families: Vec<&str> = place.families.split('|').collect();
    let index = rng.usize(..families.len());
    let of_women = place.families_of_women.split('|').nth(index).filter(|family| is_woman && !family.is_empty());
    let (given_own, given_latin) = scripts(given);
    let (family_own, family_latin) = scripts(of_women.unwrap_or(families[index]));
    let join = |first: &str, family: &str, is_latin: bool| Name {
        full: match place.is_family_first {
            true if is_latin && place.own_script_percent > 0 => format!("{first} {family}"),
            true if first.is_ascii() || first.contains(' ') || place.own_script_percent == 0 => {
                format!("{family} {first}")
            }
            true => format!("{family}{}{first}", if place.language == "Japanese" { " " } else { "" }),
            false => format!("{first} {family}"),
        },
        first: first.to_owned(),
        family: family.to_owned(),
    };
    (join(given_own, family_own, false), join(given_latin, family_latin, true))
}

fn whole(full: &str) -> Name {
    let is_title = |word: &&str| word.ends_with('.');
    let first = full.split(' ').find(|word| !is_title(word)).unwrap_or(full);
    let family = full.rsplit(' ').next().unwrap_or(full);
    Name { first: first.to_owned(), family: family.to_owned(), full: full.to_owned() }
}

/// `own~latin`, or one name for both.
fn scripts(name: &str) -> (&str, &str) {
    name.split_once('~').unwrap_or((name, name))
}

fn email(name: &Name, company: Option<&str>, rng: &mut Rng) -> String {
    let word = |text: &str| ascii(text.split([' ', '-']).next().unwrap_or(text));
    let (first, family) = (word(&name.first), ascii(name.family.split(' ').next_back().unwrap_or(&name.family)));
    let initial: String = first.chars().take(1).collect();
    let local = match rng.u8(..6) {
        0 => format!("{first}{}", digits("##", rng)),
        1 => format!("{initial}.{family}"),
        2 => format!("{family}_{first}"),
        3 => format!("{first}{family}"),
        _ => format!("{first}.{family}"),
    };
    match company {
        Some(company) if rng.bool() => {
            format!("{local}@{}.example", ascii(company.split(' ').next().unwrap_or("office")))
        }
        _ => format!("{local}@{}", pick("example.com|example.com|example.org|mail.example|example.net", rng)),
    }
}

/// Lower-case ASCII letters and digits only, diacritics dropped.
fn ascii(text: &str) -> String {
    let plain = |c: char| match c {
        'á' | 'à' | 'â' | 'ä' | 'ã' | 'å' | 'ă' | 'ą' | 'ā' | 'ạ' | 'ả' | 'ấ' | 'ầ' | 'Á' | 'Å' | 'Ä' => {
            "a"
        }
        'ç' | 'č' | 'ć' | 'Ç' => "c",
        'é' | 'è' | 'ê' | 'ë' | 'ě' | 'ę' | 'ẹ' | 'ế' | 'É' | 'Ê' => "e",
        'í' | 'ì' | 'î' | 'ï' | 'ı' | 'İ' | 'ị' | 'Í' => "i",
        'ó' | 'ò' | 'ô' | 'ö' | 'õ' | 'ø' | 'ő' | 'ọ' | 'ố' | 'Ó' | 'Ö' => "o",
        'ú' | 'ù' | 'û' | 'ü' | 'ů' | 'ụ' | 'ũ' | 'ư' | 'Ú' | 'Ü' | 'Û' => "u",
        'ñ' | 'ń' | 'ň' | 'Ñ' => "n",
        'ş' | 'š' | 'ś' | 'ṣ' | 'Ş' | 'Š' | 'Ś' => "s",
        'ž' | 'ź' | 'ż' | 'Ž' => "z",
        'ğ' => "g",
        'ł' | 'Ł' => "l",
        'ř' | 'Ř' => "r",
        'ť' => "t",
        'ý' => "y",
        'đ' | 'ð' | 'Đ' => "d",
        'þ' | 'Þ' => "th",
        'æ' | 'Æ' => "ae",
        'ß' => "ss",
        _ => "",
    };
    let mut folded = String::new();
    for c in text.chars() {
        if c.is_ascii_alphanumeric() {
            folded.push(c.to_ascii_lowercase());
        } else {
            folded.push_str(plain(c));
        }
    }
    if folded.is_empty() { String::from("me") } else { folded }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_ascii_and_reserved() {
        let mut rng = Rng::with_seed(3);
        for _ in 0..500 {
            let person = anybody(&mut rng);
            assert!(person.email.is_ascii(), "{}", person.email);
            let host = person.email.split('@').nth(1).unwrap();
            assert!(host.ends_with(".example") || host.starts_with("example."), "{host}");
            assert!(!person.phone.contains('#') && !person.latin.full.contains(['~', '|']), "{person:?}");
        }
    }

    #[test]
    fn diacritics_are_folded() {
        assert_eq!(ascii("Þórdís Şebnem-Łukasz"), "thordissebnemlukasz");
    }
}
