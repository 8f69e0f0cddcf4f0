//! Made-up words: names, places, and the Latin that means nothing.

/// First names.
pub const FIRST: [&str; 24] = [
    "Alex", "Robin", "Jamie", "Taylor", "Morgan", "Casey", "Riley", "Quinn", "Avery", "Rowan", "Skyler", "Emery",
    "Finley", "Harper", "Kendall", "Lennox", "Marlow", "Oakley", "Peyton", "Reese", "Sawyer", "Tatum", "Winter",
    "Ellis",
];
/// Family names.
pub const LAST: [&str; 24] = [
    "Ashgrove",
    "Birchwood",
    "Copperfield",
    "Dunmore",
    "Elmsworth",
    "Fairbank",
    "Greenhill",
    "Hawthorne",
    "Ivywood",
    "Juniper",
    "Kestrel",
    "Larkspur",
    "Meadows",
    "Northgate",
    "Oakhurst",
    "Pinecrest",
    "Quillfeather",
    "Ravenscar",
    "Stonebridge",
    "Thornbury",
    "Underhill",
    "Valewood",
    "Whitcombe",
    "Yarrow",
];
/// Companies.
pub const COMPANIES: [&str; 12] = [
    "Bluebell Works",
    "Cedar Point Ltd",
    "Driftwood Partners",
    "Evergreen Trading",
    "Foxglove Studio",
    "Granite Bay Group",
    "Harborlight Inc",
    "Inkwell Press",
    "Juniper Lane Ltd",
    "Kingfisher Supply",
    "Lanternhouse",
    "Mosswood Labs",
];
/// Towns that are on no map.
pub const TOWNS: [&str; 12] = [
    "Brightwater",
    "Cloverdale Falls",
    "Duskmere",
    "Eastvale",
    "Fernhollow",
    "Goldcrest",
    "Hazelmoor",
    "Ivorydale",
    "Kingsmere",
    "Lakeminster",
    "Mistral Bay",
    "Northhaven",
];
/// What people do.
pub const OCCUPATIONS: [&str; 8] =
    ["Beekeeper", "Bookbinder", "Glassblower", "Lighthouse Keeper", "Clockmaker", "Florist", "Potter", "Weaver"];
/// Countries, with their codes of two and three letters.
pub const COUNTRIES: [(&str, &str, &str); 6] = [
    ("Norway", "NO", "NOR"),
    ("Chile", "CL", "CHL"),
    ("Ghana", "GH", "GHA"),
    ("Iceland", "IS", "ISL"),
    ("Uruguay", "UY", "URY"),
    ("Estonia", "EE", "EST"),
];
/// Parts of identifiers and paths that belong to nobody.
const PLAIN_PARTS: &str = " call calls agent agents conv conversation msg message messages evt event events req request rec \
    recording recordings transcript transcripts user users cust customer org session sess task test demo audio media file \
    files voice webhook webhooks hook api v1 v2 v3 download downloads public private static assets storage bucket \
    completed http https www json call_id id uuid prod dev staging string number object ";
/// Endings of files.
const EXTENSIONS: &str =
    " ogg oga opus mp3 wav m4a mp4 aac flac webm mkv json jsonl txt vtt srt xml csv html pdf gz zip ";
/// Said in the place of what is not known.
const NOTHING_KNOWN: [&str; 22] = [
    "n/a",
    "na",
    "none",
    "null",
    "nil",
    "unknown",
    "not provided",
    "not mentioned",
    "not specified",
    "not available",
    "not known",
    "undefined",
    "anonymous",
    "private",
    "unavailable",
    "no",
    "yes",
    "string",
    "number",
    "object",
    "true",
    "false",
];

/// Who speaks or shall act, without saying who it is.
const ROLES: [&str; 14] = [
    "agent",
    "ai",
    "assistant",
    "bot",
    "caller",
    "client",
    "customer",
    "human",
    "lead",
    "operator",
    "sales",
    "support",
    "system",
    "user",
];

/// Latin by length, from one letter.
const LATIN: [&[&str]; 13] = [
    &["a", "o", "i"],
    &["et", "in", "ut", "ad", "ex", "id", "ac"],
    &["sit", "non", "est", "qui", "sed", "nec", "per", "dui"],
    &["amet", "elit", "quis", "duis", "enim", "esse", "aute", "sint"],
    &["lorem", "ipsum", "dolor", "magna", "minim", "velit", "culpa", "augue"],
    &["tempor", "labore", "aliqua", "veniam", "fugiat", "mollit", "semper", "mattis"],
    &["nostrud", "laboris", "aliquip", "commodo", "officia", "egestas", "blandit", "gravida"],
    &["deserunt", "proident", "pariatur", "volutpat", "interdum", "faucibus", "maecenas", "pulvinar"],
    &["consequat", "excepteur", "cupidatat", "voluptate", "phasellus", "curabitur", "imperdiet", "ultricies"],
    &["incididunt", "vestibulum", "adipiscing"],
    &["consectetur", "scelerisque", "suspendisse", "ullamcorper", "condimentum"],
    &["sollicitudin", "pellentesque", "exercitation"],
    &["reprehenderit"],
];

/// Latin words of that length; none of such a length.
pub fn latin(letters: usize) -> &'static [&'static str] {
    letters.checked_sub(1).and_then(|at| LATIN.get(at)).copied().unwrap_or_default()
}

/// Whether a part of an identifier or a path is nobody's own.
pub fn is_plain_part(part: &str) -> bool {
    is_listed(PLAIN_PARTS, part)
}

/// Whether that is the ending of a kind of file.
pub fn is_extension(ending: &str) -> bool {
    is_listed(EXTENSIONS, ending)
}

/// Whether it says that nothing is known.
pub fn says_nothing(text: &str) -> bool {
    let text = text.trim().trim_end_matches('.');
    text.chars().all(|c| !c.is_alphanumeric()) || NOTHING_KNOWN.iter().any(|known| text.eq_ignore_ascii_case(known))
}

/// Whether it says in what part someone speaks or acts, and not who.
pub fn is_role(text: &str) -> bool {
    ROLES.iter().any(|role| text.eq_ignore_ascii_case(role))
}

fn is_listed(list: &str, word: &str) -> bool {
    let word = word.to_ascii_lowercase();
    !word.is_empty() && list.split(' ').any(|listed| listed == word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn latin_words_have_their_length() {
        for letters in 0..20 {
            assert!(latin(letters).iter().all(|word| word.len() == letters), "{letters}");
            assert_eq!(latin(letters).is_empty(), letters == 0 || letters > 13);
        }
    }

    #[test]
    fn what_says_nothing_is_told() {
        for text in ["", "  ", "N/A", "-", "Not provided.", "unknown", "..."] {
            assert!(says_nothing(text), "{text}");
        }
        assert!(!says_nothing("Ann") && is_extension("OGG") && is_plain_part("call") && !is_plain_part(""));
    }
}
