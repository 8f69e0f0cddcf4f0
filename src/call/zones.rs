//! Which time zones a caller may be in, by their country, state, city and number. All of those that are possible: a
//! country with several is never narrowed to one by guessing. What `assets/zones/regions.tsv` says of states, cities
//! and area codes is looked up, nothing else.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::country::name_key;
use super::{Caller, CallerField, Country, phone_country, phone_key};

const REGIONS: &str = include_str!("../../assets/zones/regions.tsv");

/// Zones by country and: a state's name, `.` and a city's name, or `+` and the beginning of a number.
static BY_REGION: LazyLock<HashMap<(&'static str, String), Vec<&'static str>>> = LazyLock::new(|| {
    let mut by_region = HashMap::new();
    for line in REGIONS.lines() {
        let mut columns = line.split('\t');
        let (Some(code), Some(names), Some(zones)) = (columns.next(), columns.next(), columns.next()) else { continue };
        for name in names.split('|') {
            let key = match name.chars().next() {
                Some('+') => name.to_owned(),
                Some('.') => format!(".{}", name_key(name)),
                _ => name_key(name),
            };
            by_region.insert((code, key), zones.split(' ').collect());
        }
    }
    by_region
});

/// The length of a number's beginning that tells an area of North America: "+1" and three digits.
const AREA_CODE_BYTES: usize = 5;

/// The IANA names of every zone that a caller may be in; none if not even the country is known.
pub fn zones_of(caller: &Caller) -> Vec<&'static str> {
    let said = caller.known(CallerField::Country);
    let number = caller.known(CallerField::PhoneNumber);
    let country = said.and_then(Country::read).or_else(|| number.and_then(|number| phone_country(number, None)));
    let Some(country) = country else { return Vec::new() };
    if country.zones().len() < 2 {
        return country.zones().to_vec();
    }
    let state = caller.known(CallerField::State).map(name_key);
    let city = caller.known(CallerField::City).map(name_key);
    let listed = |key: String| BY_REGION.get(&(country.code(), key)).cloned();
    let by_state = state.and_then(listed);
    let by_city = city.and_then(|city| listed(format!(".{city}")).or_else(|| zone_named(country, &city)));
    match (by_state, by_city) {
        // A city of that name in another state says nothing.
        (Some(state), Some(city)) if city.iter().all(|zone| state.contains(zone)) => city,
        (Some(state), _) => state,
        (None, Some(city)) => city,
        (None, None) => {
            // Where a number was given out is where most of those who have it live; a foreign one tells nothing.
            let area = number.and_then(|number| phone_key(number, Some(country.code())));
            let area = area.as_deref().and_then(|key| key.get(..AREA_CODE_BYTES)).map(str::to_owned);
            area.and_then(listed).unwrap_or_else(|| country.zones().to_vec())
        }
    }
}

/// The zone that is named after a city: "São Paulo", `America/Sao_Paulo`.
fn zone_named(country: Country, city: &str) -> Option<Vec<&'static str>> {
    let is_of_city =
        |zone: &&&str| zone.rsplit('/').next().is_some_and(|name| name_key(&name.replace('_', " ")) == city);
    country.zones().iter().find(is_of_city).map(|zone| vec![*zone])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::call::Datum;

    fn zones(json: &str) -> Vec<&'static str> {
        zones_of(&Caller::read(&Datum::parse(json).unwrap()))
    }

    #[test]
    fn a_country_with_one_zone_is_enough() {
        assert_eq!(zones(r#"{"country":"India","city":"Pune"}"#), ["Asia/Kolkata"]);
        assert_eq!(zones(r#"{"phoneNumber":"+91 98200 12345"}"#), ["Asia/Kolkata"]);
        assert_eq!(zones(r#"{"country":"日本"}"#), ["Asia/Tokyo"]);
    }

    #[test]
    fn nothing_known_is_no_zone() {
        for json in ["{}", r#"{"city":"Paris"}"#, r#"{"phoneNumber":"98200 12345"}"#, r#"{"country":"unknown"}"#] {
            assert!(zones(json).is_empty(), "{json}");
        }
    }

    #[test]
    fn a_state_or_city_narrows_and_nothing_guesses() {
        for (json, first, count) in [
            (r#"{"country":"USA","state":"TX","city":"Austin"}"#, "America/Chicago", 1),
            (r#"{"country":"USA","state":"TX"}"#, "America/Chicago", 2),
            (r#"{"country":"USA","state":"Texas","city":"El Paso"}"#, "America/Denver", 1),
            (r#"{"country":"USA","state":"Ohio","city":"Denver"}"#, "America/New_York", 1),
            (r#"{"country":"US","city":"San Francisco"}"#, "America/Los_Angeles", 1),
            (r#"{"country":"US","city":"New York"}"#, "America/New_York", 1),
            (r#"{"country":"US","city":"Springfield"}"#, "America/New_York", 29),
            (r#"{"country":"US","phoneNumber":"(415) 555-0100"}"#, "America/Los_Angeles", 1),
            (r#"{"phoneNumber":"+1 514 555 0100"}"#, "America/Toronto", 1),
            (r#"{"country":"Brasil","city":"São Paulo"}"#, "America/Sao_Paulo", 1),
            (r#"{"country":"Canada","city":"Montréal","state":"Québec"}"#, "America/Toronto", 1),
            (r#"{"country":"Australia","state":"QLD"}"#, "Australia/Brisbane", 1),
            (r#"{"country":"Germany","phoneNumber":"+1 415 555 0100"}"#, "Europe/Berlin", 2),
        ] {
            let found = zones(json);
            assert_eq!((found.first().copied(), found.len()), (Some(first), count), "{json}");
        }
    }

    #[test]
    fn every_listed_zone_is_one_of_its_country() {
        for ((code, key), zones) in BY_REGION.iter() {
            let country = Country::of_code(code).unwrap_or_else(|| panic!("{code}"));
            for zone in zones {
                assert!(country.zones().contains(zone), "{code} {key} {zone}");
            }
        }
    }
}
