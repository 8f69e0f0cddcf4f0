//! What people call about: tables of topics by industry. Words only; `plot.rs` makes a story of them.
//!
//! **Invariant:** tables of words, no randomness and no logic.

mod education;
mod health;
mod home;
mod lodging;
mod logistics;
mod money;
mod motor;
mod property;
mod software;
mod solar;
mod telecom;

/// What a caller wants of a business, which decides how the call can end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// To buy, perhaps.
    Sales,
    /// Something to be put right.
    Support,
    /// A change, a date, a paper.
    Request,
}

/// A trade with its businesses and topics.
#[derive(Debug)]
pub struct Industry {
    /// What the trade is called.
    pub name: &'static str,
    /// Invented businesses, with bars between them.
    pub businesses: &'static str,
    /// What is called about.
    pub topics: &'static [Topic],
}

/// Something to call about. Phrases have gaps as in `phrase.rs`.
#[derive(Debug)]
pub struct Topic {
    /// What the caller wants.
    pub kind: Kind,
    /// Spellings of the classification.
    pub class: &'static str,
    /// Spellings of the outcome when something is booked; empty when nothing can be.
    pub booked: &'static str,
    /// What is then booked: "a site survey".
    pub visit: &'static str,
    /// Slots of its own: name and values.
    pub slots: &'static [(&'static str, &'static str)],
    /// "called about …".
    pub about: &'static str,
    /// How the caller begins.
    pub opening: &'static str,
    /// Agent asks, caller answers, and what a summary makes of it.
    pub talk: &'static [(&'static str, &'static str, &'static str)],
    /// Labels and values of what the caller is after; the first is the main thing.
    pub needs: &'static [(&'static str, &'static str)],
    /// What the business has to do.
    pub tasks: &'static [&'static str],
    /// What the caller has to do.
    pub asks: &'static [&'static str],
}

/// Every industry.
pub static INDUSTRIES: [&Industry; 12] = [
    &solar::SOLAR,
    &health::DENTAL,
    &property::REAL_ESTATE,
    &motor::CAR_SERVICE,
    &money::INSURANCE,
    &money::BANK,
    &software::SAAS,
    &lodging::HOTEL,
    &education::EDUCATION,
    &telecom::TELECOM,
    &logistics::LOGISTICS,
    &home::HOME_SERVICES,
];
