//! Where callers live: names, phone numbers, addresses and money of some thirty places. Tables; `person.rs` makes people of them.
//!
//! **Invariant:** tables of words, no randomness and no logic; nobody in them is a real person.

mod africa_and_middle_east;
mod americas;
mod east_asia;
mod europe_east;
mod europe_west;
mod india;

use super::phrase::Currency;

/// A country, or a part of one that has its own language.
///
/// The text tables are lists with bars between the items; a name in another script carries its Latin spelling after a
/// tilde (`आशा~Asha`).
#[derive(Debug)]
pub struct Place {
    /// How often callers are from here, against the others.
    pub weight: u32,
    /// Spellings of the country.
    pub country: &'static str,
    /// The language spoken besides English.
    pub language: &'static str,
    /// How many of a hundred names are written in their own script, where that is not Latin.
    pub own_script_percent: u8,
    /// Whether the family name comes first in its own script.
    pub is_family_first: bool,
    /// Given names.
    pub women: &'static str,
    /// Given names.
    pub men: &'static str,
    /// Family names.
    pub families: &'static str,
    /// Family names of women where they differ; same order.
    pub families_of_women: &'static str,
    /// Whole long names, each with a `w` or `m` after a semicolon.
    pub long_names: &'static str,
    /// `#` is a digit.
    pub phones: &'static str,
    /// `city;state;postal code`, `#` is a digit and `@` a letter.
    pub cities: &'static str,
    /// `#` is a digit.
    pub streets: &'static str,
    /// What follows a family name in a company's.
    pub companies: &'static str,
    /// Money.
    pub currency: Currency,
    /// Minutes east of Greenwich, without summer time.
    pub offset_minutes: i16,
}

/// Every place.
pub fn all() -> impl Iterator<Item = &'static Place> + Clone {
    let tables: [&'static [Place]; 6] = [
        &india::PLACES,
        &americas::PLACES,
        &europe_west::PLACES,
        &europe_east::PLACES,
        &africa_and_middle_east::PLACES,
        &east_asia::PLACES,
    ];
    tables.into_iter().flatten()
}

const fn money(sign: &'static str, per_dollar: f64) -> Currency {
    Currency { sign, per_dollar, groups_by_lakh: false }
}

const fn rupees() -> Currency {
    Currency { sign: "₹", per_dollar: 40.0, groups_by_lakh: true }
}

/// Where somebody from nowhere is from.
pub static FALLBACK: &Place = &india::PLACES[0];
