//! What a field is about, by its key.

/// What a field is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Field {
    /// A few words out of a list: the mood, the outcome.
    Vocabulary,
    /// A word of the sender's own making: the kind of an event, a direction.
    Word,
    /// The version of something.
    Version,
    /// A mark out of so many.
    Score,
    /// Who.
    Person,
    /// Which company.
    Company,
    /// Which country.
    Country,
    /// A town, a state, an address.
    Place,
    /// What someone does for a living.
    Occupation,
    /// An identifier.
    Code,
    /// When.
    Time,
    /// A latitude or a longitude.
    Coordinate,
    /// A number that tells of a person: an age, a code, an income.
    Figure,
    /// Anything else.
    Other,
}

/// Keys that were seen so often that they are nobody's own.
const KNOWN_KEYS: &str = " callid recordinguri transcripturi callerdetails name phonenumber email scheduledtime address \
    pincode city state country age gender occupation company preferredcontactmethod besttimetocall language callanalysis \
    summary mood score calloutcome classification interestsandneeds actionitems sentiment id type event data message \
    messages text value values key label title role content status result results call calls caller callee agent customer \
    contact user phone mobile number from to start end time date timestamp created updated duration metadata tags items \
    task tasks owner assignee due duedate priority notes note transcript recording url uri link version source direction \
    primary secondary needs interests budget overall reason description details first last firstname lastname fullname \
    payload body analysis report object string array ";

/// What the key of a field says. The key may be written any way.
pub fn field_of(key: &str) -> Field {
    let key = folded(key);
    let is = |words: &[&str]| words.contains(&key.as_str());
    let ends = |words: &[&str]| words.iter().any(|word| key.ends_with(word));
    let holds = |words: &[&str]| words.iter().any(|word| key.contains(word));
    if is(&[
        "mood",
        "calloutcome",
        "outcome",
        "classification",
        "language",
        "gender",
        "preferredcontactmethod",
        "sentiment",
    ]) {
        Field::Vocabulary
    } else if is(&[
        "event",
        "eventtype",
        "type",
        "kind",
        "status",
        "direction",
        "role",
        "currency",
        "priority",
        "overall",
        "format",
        "codec",
        "channel",
        "unit",
        "object",
        "provider",
        "endedreason",
        "intent",
    ]) {
        Field::Word
    } else if ends(&["version"]) {
        Field::Version
    } else if ends(&["score", "confidence", "probability", "percent", "percentage", "rating"]) {
        Field::Score
    } else if holds(&["latitude", "longitude"]) || is(&["lat", "lng", "lon", "long"]) {
        Field::Coordinate
    } else if holds(&["phone", "mobile", "whatsapp"])
        || is(&["tel", "fax", "cell", "msisdn", "from", "to", "ani", "dnis"])
    {
        Field::Figure
    } else if ends(&[
        "pincode",
        "postcode",
        "postalcode",
        "zip",
        "zipcode",
        "pin",
        "otp",
        "ssn",
        "income",
        "salary",
        "budget",
    ]) || holds(&["amount", "price", "passport", "aadhaar", "account", "card", "iban"])
        || is(&["age", "year", "birthyear", "house", "housenumber", "flat", "floor", "unitnumber"])
    {
        Field::Figure
    } else if holds(&["company", "organisation", "organization", "employer", "business"]) && !ends(&["id"]) {
        Field::Company
    } else if is(&["country", "countrycode", "nationality"]) {
        Field::Country
    } else if holds(&["address", "street"])
        || is(&[
            "city", "town", "state", "region", "district", "county", "province", "locality", "area", "landmark",
            "village",
        ])
    {
        Field::Place
    } else if is(&["occupation", "profession", "jobtitle", "job", "designation"]) {
        Field::Occupation
    } else if ends(&["name"]) && !ends(&["filename", "hostname"])
        || is(&[
            "owner",
            "assignee",
            "speaker",
            "surname",
            "caller",
            "callee",
            "customer",
            "contact",
            "agent",
            "nickname",
            "user",
            "assignedto",
            "author",
        ])
    {
        Field::Person
    } else if ends(&[
        "id",
        "ids",
        "uuid",
        "guid",
        "sid",
        "token",
        "hash",
        "key",
        "secret",
        "signature",
        "checksum",
        "ref",
        "reference",
    ]) {
        Field::Code
    } else if ends(&["time", "date", "timestamp", "deadline", "dob", "birthday"]) || ends_in_at(&key) {
        Field::Time
    } else {
        Field::Other
    }
}

/// `createdAt`, not `format`.
fn ends_in_at(key: &str) -> bool {
    ["edat", "tat", "dat"].iter().any(|end| key.ends_with(end))
        && !["format", "flat", "stat"].iter().any(|end| key.ends_with(end))
}

/// Whether it is one of the keys that everyone uses.
pub fn is_known_key(key: &str) -> bool {
    let key = folded(key);
    !key.is_empty() && KNOWN_KEYS.split(' ').any(|known| known == key)
}

/// Letters and digits alone, small.
fn folded(key: &str) -> String {
    key.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_says_what_its_field_is_about() {
        for (key, field) in [
            ("mood", Field::Vocabulary),
            ("callOutcome", Field::Vocabulary),
            ("event_type", Field::Word),
            ("customer_name", Field::Person),
            ("companyName", Field::Company),
            ("phoneNumber", Field::Figure),
            ("pincode", Field::Figure),
            ("callId", Field::Code),
            ("scheduledTime", Field::Time),
            ("createdAt", Field::Time),
            ("leadScore", Field::Score),
            ("lat", Field::Coordinate),
            ("city", Field::Place),
            ("summary", Field::Other),
            ("stat", Field::Other),
        ] {
            assert_eq!(field_of(key), field, "{key}");
        }
        assert!(is_known_key("callerDetails") && is_known_key("first_name") && !is_known_key("Asha Verma"));
    }
}
