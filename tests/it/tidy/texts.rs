//! Which literals of a source are texts that a person reads, and are not said by `say!` and its like. Owns the rule and its
//! exceptions; a text that nobody on screen reads is listed here with the reason.

use proc_macro2::{Delimiter, TokenStream, TokenTree};

use crate::words::extract::{is_for_tests, item_length};

/// Whose texts are all said.
pub const FOLDERS: &[&str] = &["src/inbox", "src/ui"];

/// Literals that look like texts and are none: where, which, why. A literal may end in `…` for all that begin so.
const EXCEPT: &[(&str, &[&str], &str)] = &[
    (
        "src/inbox/acts/mod.rs",
        &["ArrowDown", "ArrowUp", "ArrowLeft", "ArrowRight", "PageDown", "PageUp", "Home", "End"],
        KEYS,
    ),
    (
        "src/inbox/acts/mod.rs",
        &["Enter", "Esc", "Space", "Backspace", "Shift", "Shift+…", "Ctrl", "Ctrl+…", "F3", "G then…", "T then…"],
        KEYS,
    ),
    ("src/inbox/alerts/mod.rs", &["tomorrow 8:00"], "is read by the program"),
    ("src/inbox/apply.rs", &["Marking", "Reading"], ENGINES),
    ("src/inbox/calendar.rs", &["call-…", "DTSTAMP", "DTSTART", "DTEND", "%Y%m%dT%H%M%SZ"], FORMAT),
    ("src/inbox/detail.rs", &["+-() .\u{a0}/x", "tel:…", "mailto:…", "callAnalysis.", "callerDetails."], FORMAT),
    ("src/inbox/health.rs", &["http://…"], FORMAT),
    ("src/inbox/insights/mod.rs", &["Summing"], ENGINES),
    ("src/inbox/insights/narrowing.rs", &["%Y…", "{}d"], FORMAT),
    ("src/inbox/onboarding.rs", &["http://…", "curl…", "\"webhooks\"…"], FORMAT),
    ("src/inbox/insights/narrowing.rs", &[">={…", "{from}…"], FORMAT),
    ("src/inbox/palette.rs", &["Save this search"], "is looked for among names"),
    ("src/inbox/detail_reading.rs", &["Reading the call", "Reading the inbox"], ENGINES),
    ("src/inbox/saved/mod.rs", &["Saving the search"], ENGINES),
    ("src/inbox/saved/name.rs", &["AND", "OR", "NOT"], "is of the search language"),
    ("src/inbox/senders.rs", &["X-Webhook-Secret…", "Authorization…"], FORMAT),
    ("src/inbox/tools/reach.rs", &["https://…", "location …", "Caddy"], FORMAT),
    ("src/inbox/tools/resend.rs", &["Sending"], ENGINES),
    ("src/inbox/traffic/act.rs", &["http://…"], FORMAT),
    ("src/inbox/traffic/act.rs", &["id:…"], "is of the search language"),
    ("src/inbox/transcript/open.rs", &["no times"], "is looked for in remarks"),
    ("src/ui/blocks.rs", &["Status"], "is looked for among labels"),
    ("src/ui/first_run.rs", &["Ctrl+Shift+P"], KEYS),
    ("src/ui/keys.rs", &["Ctrl"], KEYS),
    ("src/ui/nothing_open.rs", &["G I", "G C", "G K", "G Z"], KEYS),
    ("src/ui/notes.rs", &["⌘ Enter", "Ctrl+Enter"], KEYS),
    ("src/ui/palette.rs", &["ArrowUp", "ArrowDown", "Enter", "Esc"], KEYS),
    ("src/ui/search.rs", &["⌘ K", "Ctrl K"], KEYS),
    ("src/ui/settings/about.rs", &["Call Inbox"], "is a name"),
    ("src/ui/settings/listener.rs", &["Webhook URL"], "is said by `Action::Copied`"),
    (
        "src/ui/theme/system_fonts.rs",
        &["zh-SG", "zh-TW", "Noto Sans {}", "Hant", "HK", "TW", "MO"],
        "is a font's or a language's name",
    ),
    ("src/ui/tools/reach.rs", &["Caddy"], "is a name"),
    ("src/ui/tools/resend_text.rs", &["POST"], FORMAT),
    ("src/ui/traffic/body.rs", &["where it stops to be JSON"], "is an id"),
    ("src/ui/widgets/key_caps.rs", &["Arrow…", "PageDown", "PageUp", "Ctrl", "Shift"], KEYS),
];

const KEYS: &str = "is a key's name, which is said by `keys_label`";
const FORMAT: &str = "is a format that programs read";
const ENGINES: &str = "is what an engine calls its work";

/// What is not for people on screen: logs, and what only a broken program says.
const NOT_ON_SCREEN: &[&str] = &[
    "assert",
    "assert_eq",
    "assert_ne",
    "debug",
    "debug_assert",
    "debug_assert_eq",
    "env",
    "error",
    "include_bytes",
    "include_str",
    "info",
    "panic",
    "trace",
    "unreachable",
    "warn",
];
const FORMATS: &[&str] = &["format", "format_args", "write", "writeln"];
const SAYS: &[(&str, usize)] = &[("say", 1), ("say_in", 2), ("say_later", 2), ("say_many", 3)];

/// The line of each bare text, from 1, and the text.
pub fn bare_texts(path: &str, source: &str) -> Vec<(usize, String)> {
    if path.ends_with("/tests.rs") || path.ends_with("/samples.rs") || path.contains("/tests/") {
        return Vec::new();
    }
    let mut found = Vec::new();
    match source.parse() {
        Ok(tokens) => walk(tokens, false, &mut found),
        Err(error) => found.push((1, format!("can't be read: {error}"))),
    }
    found.retain(|(_, text)| !is_excepted(path, text));
    // Where pictures are made, widgets have ids, which are written in small letters.
    let is_id = |text: &str| path.starts_with("src/ui/") && !text.contains(char::is_uppercase);
    found.retain(|(_, text)| !is_id(text));
    found
}

fn is_excepted(path: &str, text: &str) -> bool {
    let of_file = EXCEPT.iter().filter(|(file, ..)| *file == path);
    of_file.flat_map(|(_, texts, _)| *texts).any(|known| match known.strip_suffix('…') {
        Some(begin) => text.starts_with(begin),
        None => text == *known,
    })
}

/// The exceptions that are none any more.
pub fn idle_exceptions(read: impl Fn(&str) -> String) -> Vec<String> {
    let mut idle = Vec::new();
    for (path, texts, _) in EXCEPT {
        let mut found = Vec::new();
        if let Ok(tokens) = read(path).parse() {
            walk(tokens, false, &mut found);
        }
        let is_there = |known: &str| match known.strip_suffix('…') {
            Some(begin) => found.iter().any(|(_, text)| text.starts_with(begin)),
            None => found.iter().any(|(_, text)| text == known),
        };
        idle.extend(texts.iter().filter(|known| !is_there(known)).map(|known| format!("{path}: {known}")));
    }
    idle
}

fn walk(tokens: TokenStream, is_format: bool, found: &mut Vec<(usize, String)>) {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let mut at = 0;
    while at < tokens.len() {
        at +=
            match &tokens[at..] {
                [TokenTree::Punct(hash), TokenTree::Group(attribute), ..]
                    if hash.as_char() == '#' && attribute.delimiter() == Delimiter::Bracket =>
                {
                    if is_for_tests(attribute) { item_length(&tokens[at..]) } else { 2 }
                }
                // The comment on top of a file.
                [TokenTree::Punct(hash), TokenTree::Punct(_), TokenTree::Group(_), ..] if hash.as_char() == '#' => 3,
                [TokenTree::Ident(name), TokenTree::Punct(bang), TokenTree::Group(inside), ..]
                    if bang.as_char() == '!' =>
                {
                    if let Some((_, count)) = SAYS.iter().find(|(known, _)| name == known) {
                        walk(after(inside.stream(), *count), false, found);
                    } else if !NOT_ON_SCREEN.iter().any(|known| name == known) {
                        walk(inside.stream(), FORMATS.iter().any(|known| name == known), found);
                    }
                    3
                }
                // Said by a broken program alone.
                [TokenTree::Ident(name), TokenTree::Group(_), ..] if name == "expect" || name == "expect_err" => 2,
                [TokenTree::Group(group), ..] => {
                    walk(group.stream(), false, found);
                    1
                }
                [TokenTree::Literal(literal), ..] => {
                    if let Ok(text) = syn::parse_str::<syn::LitStr>(&literal.to_string())
                        && is_text(&text.value(), is_format)
                    {
                        found.push((literal.span().start().line, text.value()));
                    }
                    1
                }
                _ => 1,
            };
    }
}

/// What reads as words: a capital letter, or letters and a space; in a format any letter that is not a part's.
fn is_text(text: &str, is_format: bool) -> bool {
    let mut outside = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        outside.push_str(before);
        rest = after.split_once('}').map_or("", |(_, after)| after);
    }
    outside.push_str(rest);
    let has_letters = outside.chars().any(char::is_alphabetic);
    let has_capital = outside.chars().any(char::is_uppercase);
    // A single letter is a key or a sign.
    has_letters && text.chars().nth(1).is_some() && (is_format || has_capital || outside.trim().contains(' '))
}

/// What follows the first arguments.
fn after(tokens: TokenStream, count: usize) -> TokenStream {
    let mut commas = 0;
    let is_comma = |token: &TokenTree| matches!(token, TokenTree::Punct(mark) if mark.as_char() == ',');
    let is_first = |token: &TokenTree| {
        commas += usize::from(is_comma(token));
        commas < count
    };
    tokens.into_iter().skip_while(is_first).collect()
}
