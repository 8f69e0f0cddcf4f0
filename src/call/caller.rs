//! Who called: the contract's sixteen caller fields as text, however they were typed.

use super::Datum;

/// The caller's details. Every field is what the platform said, or `None` when it said nothing.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Caller([Option<String>; CallerField::ALL.len()]);

macro_rules! caller_fields {
    ($($(#[$doc:meta])* $variant:ident $key:literal $label:expr;)*) => {
        /// A field of `callerDetails`, in the contract's order.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum CallerField { $($(#[$doc])* $variant,)* }

        impl CallerField {
            /// Every field, in the contract's order.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// The payload's name for it.
            pub fn key(self) -> &'static str {
                match self { $(Self::$variant => $key,)* }
            }

            /// What a person calls it.
            pub fn label(self) -> &'static str {
                match self { $(Self::$variant => $crate::words::say($label),)* }
            }
        }
    };
}

caller_fields! {
    /// Full name.
    Name "name" say_later!("Name");
    /// In whatever format it was sent.
    PhoneNumber "phoneNumber" say_later!("Phone");
    /// E-mail address.
    Email "email" say_later!("E-mail");
    /// When something was agreed for; usually ISO 8601, not always.
    ScheduledTime "scheduledTime" say_later!("Scheduled");
    /// Street address.
    Address "address" say_later!("Address");
    /// Postal code.
    Pincode "pincode" say_later!("Postal code");
    /// City.
    City "city" say_later!("City");
    /// State or region.
    State "state" say_later!("State");
    /// Country.
    Country "country" say_later!("Country");
    /// Age, in the sender's words.
    Age "age" say_later!("Age");
    /// Gender, in the sender's words.
    Gender "gender" say_later!("Gender");
    /// Occupation.
    Occupation "occupation" say_later!("Occupation");
    /// Company.
    Company "company" say_later!("Company");
    /// How they like to be reached.
    PreferredContactMethod "preferredContactMethod" say_later!("Prefers");
    /// When they like to be called, in free words.
    BestTimeToCall "bestTimeToCall" say_later!("Best time");
    /// Language of the call.
    Language "language" say_later!("Language");
}

impl Caller {
    /// Reads the fields of a record; anything that is not one of them is not looked at.
    pub fn read(details: &Datum) -> Self {
        let mut caller = Self::default();
        for field in CallerField::ALL {
            caller.0[*field as usize] = details.get(field.key()).and_then(Datum::to_line);
        }
        caller
    }

    /// What the platform said for a field.
    pub fn get(&self, field: CallerField) -> Option<&str> {
        self.0[field as usize].as_deref()
    }

    /// What the platform said for a field, unless that is only a way of saying "not known".
    pub fn known(&self, field: CallerField) -> Option<&str> {
        self.get(field).filter(|text| !is_placeholder(text))
    }
}

/// A word that language models put where they know nothing.
pub(super) fn is_placeholder(text: &str) -> bool {
    const WORDS: [&str; 12] = [
        "n/a",
        "na",
        "none",
        "null",
        "unknown",
        "not provided",
        "not specified",
        "not mentioned",
        "not available",
        "undefined",
        "-",
        "caller",
    ];
    let text = text.trim().trim_end_matches('.').to_lowercase();
    WORDS.contains(&text.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_text_whatever_their_type() {
        let details =
            Datum::parse(r#"{"name":["Ann","Lee"],"pincode":560001,"age":34,"city":"","gender":false}"#).unwrap();
        let caller = Caller::read(&details);
        assert_eq!(caller.get(CallerField::Name), Some("Ann, Lee"));
        assert_eq!(caller.get(CallerField::Pincode), Some("560001"));
        assert_eq!(caller.get(CallerField::City), None);
        assert_eq!(caller.get(CallerField::Gender), Some("false"));
    }

    #[test]
    fn placeholders_are_said_but_not_known() {
        let caller = Caller::read(&Datum::parse(r#"{"name":"Not provided"}"#).unwrap());
        assert_eq!((caller.get(CallerField::Name), caller.known(CallerField::Name)), (Some("Not provided"), None));
    }
}
