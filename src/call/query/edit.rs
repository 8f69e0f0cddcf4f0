//! One operator of a typed search set, replaced or taken away, the rest left as it was typed: what a filter chip does.

/// The value of the first operator of that name that narrows the whole search.
pub fn value_of(_text: &str, _field: &str) -> Option<String> {
    None
}

/// The text with one operator set to a value, or without it.
pub fn with_operator(text: &str, _field: &str, _value: Option<&str>) -> String {
    text.to_owned()
}
