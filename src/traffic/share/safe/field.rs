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

/// Words by which a field is told, in this order: keys that are one of them, end in one, hold one.
struct Rule {
    field: Field,
    whole: &'static str,
    ends: &'static str,
    holds: &'static str,
}

const RULES: [Rule; 14] = [
    Rule {
        field: Field::Vocabulary,
        whole: "mood calloutcome outcome classification language gender preferredcontactmethod sentiment",
        ends: "",
        holds: "",
    },
    Rule {
        field: Field::Word,
        whole: "event eventtype type kind status direction role currency priority overall format codec channel unit object \
                provider endedreason intent",
        ends: "",
        holds: "",
    },
    Rule { field: Field::Version, whole: "", ends: "version", holds: "" },
    Rule { field: Field::Score, whole: "", ends: "score confidence probability percent percentage rating", holds: "" },
    Rule { field: Field::Coordinate, whole: "lat lng lon long", ends: "", holds: "latitude longitude" },
    Rule {
        field: Field::Figure,
        whole: "tel fax cell msisdn from to ani dnis age year birthyear house housenumber flat floor unitnumber",
        ends: "pincode postcode postalcode zip zipcode pin otp ssn income salary budget",
        holds: "phone mobile whatsapp amount price passport aadhaar account card iban",
    },
    Rule { field: Field::Code, whole: "companyid organizationid organisationid businessid", ends: "", holds: "" },
    Rule { field: Field::Company, whole: "", ends: "", holds: "company organisation organization employer business" },
    Rule { field: Field::Country, whole: "country countrycode nationality", ends: "", holds: "" },
    Rule {
        field: Field::Place,
        whole: "city town state region district county province locality area landmark village",
        ends: "",
        holds: "address street",
    },
    Rule { field: Field::Occupation, whole: "occupation profession jobtitle job designation", ends: "", holds: "" },
    Rule {
        field: Field::Person,
        whole: "owner assignee speaker surname caller callee customer contact agent nickname user assignedto author",
        ends: "name",
        holds: "",
    },
    Rule {
        field: Field::Code,
        whole: "",
        ends: "id ids uuid guid sid token hash key secret signature checksum ref reference",
        holds: "",
    },
    Rule {
        field: Field::Time,
        whole: "at",
        ends: "time date timestamp deadline dob birthday edat startsat endsat startat endat",
        holds: "",
    },
];

/// What the key of a field says. The key may be written any way.
pub fn field_of(key: &str) -> Field {
    let key = folded(key);
    let any = |words: &str, is: &dyn Fn(&str) -> bool| words.split_ascii_whitespace().any(is);
    let tells = |rule: &&Rule| {
        any(rule.whole, &|word| key == word)
            || any(rule.ends, &|word| key.ends_with(word))
            || any(rule.holds, &|word| key.contains(word))
    };
    RULES.iter().find(tells).map_or(Field::Other, |rule| rule.field)
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
