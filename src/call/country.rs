//! Countries, however a payload names them, and the time zones they have. The facts are those of the tz database
//! (`iso3166.tab`, `zone.tab`, public domain), with more spellings of names, in `assets/zones`.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::query::tokens_of;

const COUNTRIES: &str = include_str!("../../assets/zones/countries.tsv");

/// A country of the world.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Country(&'static str);

struct Facts {
    by_name: HashMap<String, Country>,
    zones: HashMap<Country, Vec<&'static str>>,
}

static FACTS: LazyLock<Facts> = LazyLock::new(|| {
    let mut facts = Facts { by_name: HashMap::new(), zones: HashMap::new() };
    for line in COUNTRIES.lines() {
        let mut columns = line.split('\t');
        let (Some(code), Some(names), Some(zones)) = (columns.next(), columns.next(), columns.next()) else { continue };
        let country = Country(code);
        facts.zones.insert(country, zones.split(' ').collect());
        for name in names.split('|').chain([code]) {
            facts.by_name.insert(name_key(name), country);
        }
    }
    facts
});

impl Country {
    /// The country that a payload names: in English, in its own language, or by its ISO code.
    pub fn read(words: &str) -> Option<Self> {
        // Longer than the longest name: not worth folding.
        if words.len() > 120 {
            return None;
        }
        FACTS.by_name.get(&name_key(words)).copied()
    }

    /// The country of an ISO 3166 code.
    pub fn of_code(code: &str) -> Option<Self> {
        FACTS.zones.get_key_value(code).map(|(country, _)| *country)
    }

    /// Its ISO 3166 code: "IN".
    pub fn code(self) -> &'static str {
        self.0
    }

    /// The IANA names of its time zones; the first ones are no likelier than the others.
    pub fn zones(self) -> &'static [&'static str] {
        FACTS.zones.get(&self).map_or(&[], Vec::as_slice)
    }
}

impl std::borrow::Borrow<str> for Country {
    fn borrow(&self) -> &str {
        self.0
    }
}

/// A name without case, accents, spaces and points: "U.S.A." and "usa" are one.
pub(super) fn name_key(name: &str) -> String {
    tokens_of(name).map(|token| token.folded).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_country_is_known_by_any_of_its_names() {
        for (words, code) in [
            ("India", "IN"),
            ("भारत", "IN"),
            ("IN", "IN"),
            ("ind", "IN"),
            (" u.s.a. ", "US"),
            ("United States", "US"),
            ("Türkiye", "TR"),
            ("turkiye", "TR"),
            ("日本", "JP"),
            ("Việt Nam", "VN"),
            ("England", "GB"),
            ("الإمارات", "AE"),
            ("Қазақстан", "KZ"),
        ] {
            assert_eq!(Country::read(words).map(Country::code), Some(code), "{words}");
        }
    }

    #[test]
    fn what_is_no_country_is_none() {
        for words in ["", "   ", "-", "string", "Mumbai", "unknown", "99", &"x".repeat(5_000)] {
            assert_eq!(Country::read(words), None, "{words}");
        }
    }

    #[test]
    fn every_country_has_its_zones() {
        assert_eq!(Country::of_code("IN").unwrap().zones(), ["Asia/Kolkata"]);
        assert!(Country::of_code("US").unwrap().zones().len() > 20);
        assert_eq!(Country::of_code("XX"), None);
        assert!(FACTS.zones.values().flatten().all(|zone| zone.contains('/')));
    }
}
