//! Reads the project's own files for the tidy tests, and takes Rust apart just far enough for them.
//! Owns: which files there are, what in them is code, what is only test. It judges nothing.

use std::fs;
use std::path::Path;

/// One file, seen in three ways that share their line numbers.
pub struct Source {
    /// From the top of the project, with forward slashes.
    pub path: String,
    pub text: String,
    /// `text` with comments and the insides of string literals blanked out.
    pub code: String,
    /// `code` with everything under `#[cfg(test)]` blanked out as well.
    pub product: String,
}

impl Source {
    pub fn new(path: &str, text: &str) -> Self {
        let code = without_prose(text);
        let product = if path.ends_with("/tests.rs") || path.contains("/tests/") {
            String::new()
        } else {
            without_tests(&code)
        };
        Self { path: path.to_owned(), text: text.to_owned(), code, product }
    }

    /// The folders below `src/`, then the file, as Rust's modules: `src/ui/list.rs` is `ui`, `list`.
    pub fn module(&self) -> Vec<&str> {
        let inside = self.path.strip_prefix("src/").unwrap_or_default();
        let name = inside.strip_suffix(".rs").unwrap_or(inside);
        name.split('/').filter(|part| !matches!(*part, "" | "mod" | "lib" | "main")).collect()
    }

    /// Whether this file is `home.rs` or lies in the folder `home/`.
    pub fn lives_in(&self, home: &str) -> bool {
        self.path.strip_prefix(home).is_some_and(|rest| rest == ".rs" || rest.starts_with('/'))
    }
}

/// Every text file below these folders of the project, in order; `""` is the whole project.
pub fn read_all(folders: &[&str]) -> Vec<Source> {
    let mut found = Vec::new();
    for folder in folders {
        walk(folder, &mut found);
    }
    found.sort_by(|a, b| a.path.cmp(&b.path));
    found
}

fn walk(folder: &str, found: &mut Vec<Source>) {
    let Ok(entries) = fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)) else { return };
    for entry in entries {
        let entry = entry.expect("the folder was readable a moment ago");
        let name = entry.file_name().into_string().expect("our file names are plain");
        let path = if folder.is_empty() { name.clone() } else { format!("{folder}/{name}") };
        let kind = entry.file_type().expect("the entry was listed a moment ago");
        if kind.is_dir() && name != "target" && name != ".git" {
            walk(&path, found);
        } else if kind.is_file()
            && let Ok(text) = fs::read_to_string(entry.path())
        {
            found.push(Source::new(&path, &text));
        }
    }
}

/// The line, from 1, that this byte is in.
pub fn line_of(text: &str, at: usize) -> usize {
    text.as_bytes()[..at].iter().filter(|byte| **byte == b'\n').count() + 1
}

/// Where `word` stands on its own, not as a part of a longer name.
pub fn words<'a>(code: &'a str, word: &'a str) -> impl Iterator<Item = usize> + 'a {
    code.match_indices(word).map(|(at, _)| at).filter(move |at| {
        let before = code[..*at].bytes().next_back();
        let after = code[at + word.len()..].bytes().next();
        !before.is_some_and(is_name) && !after.is_some_and(is_name)
    })
}

/// What is named right below `root`, with its line: `a` and `b` for `root::{a::C, b}`.
pub fn children(code: &str, root: &str) -> Vec<(usize, String)> {
    words(code, root).flat_map(|at| children_at(code, at + root.len())).collect()
}

/// The same for the path that goes on at this byte; nothing if none does.
pub fn children_at(code: &str, at: usize) -> Vec<(usize, String)> {
    let Some(rest) = code[at..].strip_prefix("::") else { return Vec::new() };
    let start = at + 2;
    if !rest.starts_with('{') {
        return vec![(line_of(code, start), name_at(rest))];
    }
    let mut found = Vec::new();
    let (mut depth, mut begins) = (0, false);
    for (offset, letter) in rest.char_indices() {
        match letter {
            '{' => depth += 1,
            '}' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            break;
        }
        if begins && depth == 1 && !letter.is_whitespace() && letter != ',' {
            found.push((line_of(code, start + offset), name_at(&rest[offset..])));
        }
        begins = depth == 1 && (matches!(letter, '{' | ',') || begins && letter.is_whitespace());
    }
    found
}

fn name_at(rest: &str) -> String {
    if rest.starts_with('*') {
        return "*".to_owned();
    }
    rest.chars().take_while(|letter| letter.is_alphanumeric() || *letter == '_').collect()
}

fn is_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || !byte.is_ascii()
}

fn without_prose(text: &str) -> String {
    let mut kept = text.as_bytes().to_vec();
    let mut at = 0;
    while at < text.len() {
        match prose_bytes(&text.as_bytes()[at..]) {
            0 => at += 1,
            length => {
                blank(&mut kept[at..at + length]);
                at += length;
            }
        }
    }
    String::from_utf8(kept).expect("whole letters were blanked")
}

/// How many bytes of comment or literal start here: 0 in code.
fn prose_bytes(rest: &[u8]) -> usize {
    let until = |from: usize, end: &[u8]| {
        let found = rest[from..].windows(end.len()).position(|window| window == end);
        found.map_or(rest.len(), |offset| from + offset + end.len())
    };
    match rest {
        [b'/', b'/', ..] => until(2, b"\n") - usize::from(rest.contains(&b'\n')),
        [b'/', b'*', ..] => until(2, b"*/"),
        [b'"', ..] => quoted_bytes(rest, b'"'),
        [b'r', b'"' | b'#', ..] => {
            let hashes = rest[1..].iter().take_while(|byte| **byte == b'#').count();
            let is_string = rest.get(1 + hashes) == Some(&b'"');
            let end = [&b"\""[..], &vec![b'#'; hashes]].concat();
            if is_string { until(2 + hashes, &end) } else { 0 }
        }
        [b'\'', b'\\', ..] => quoted_bytes(rest, b'\''),
        // Anything else after a quote is a letter if the quote closes behind it, else a lifetime.
        [b'\'', first, ..] => {
            let length = match first {
                0xF0.. => 4,
                0xE0.. => 3,
                0xC0.. => 2,
                _ => 1,
            };
            if rest.get(1 + length) == Some(&b'\'') { 2 + length } else { 0 }
        }
        _ => 0,
    }
}

fn quoted_bytes(rest: &[u8], quote: u8) -> usize {
    let mut at = 1;
    while at < rest.len() && rest[at] != quote {
        at += if rest[at] == b'\\' { 2 } else { 1 };
    }
    (at + 1).min(rest.len())
}

fn without_tests(code: &str) -> String {
    let mut kept = code.as_bytes().to_vec();
    for mark in ["#[cfg(test)]", "#[cfg(all(test", "#[cfg(any(test"] {
        for (at, _) in code.match_indices(mark) {
            let end = at + item_bytes(&code.as_bytes()[at..]);
            blank(&mut kept[at..end]);
        }
    }
    String::from_utf8(kept).expect("whole letters were blanked")
}

/// How many bytes the item with its attributes takes: up to its `;`, or the brace that closes it.
fn item_bytes(rest: &[u8]) -> usize {
    let mut depth = 0_i32;
    for (at, byte) in rest.iter().enumerate() {
        match byte {
            b'(' | b'[' | b'{' => depth += 1,
            b')' | b']' | b'}' => depth -= 1,
            _ => {}
        }
        if depth == 0 && matches!(byte, b'}' | b';') {
            return at + 1;
        }
    }
    rest.len()
}

fn blank(bytes: &mut [u8]) {
    bytes.iter_mut().filter(|byte| **byte != b'\n').for_each(|byte| *byte = b' ');
}

#[test]
fn prose_is_told_from_code() {
    let text = "a /* b */ \"c\\\" d\" e // f\nr#\"g\"h\"# '\"' i<'j> 'é' k '\\'' l";
    let code = Source::new("src/x.rs", text).code;
    assert_eq!(code.split_whitespace().collect::<Vec<_>>(), ["a", "e", "i<'j>", "k", "l"]);
    assert_eq!(code.len(), text.len());
}

#[test]
fn tests_are_told_from_the_product() {
    let text = "fn a() {}\n#[cfg(test)]\nmod tests {\n fn b() { c({}) }\n}\nfn d() {}\n#[cfg(test)] use e::{f, g};";
    let product = Source::new("src/x.rs", text).product;
    assert_eq!(product.split_whitespace().collect::<Vec<_>>(), ["fn", "a()", "{}", "fn", "d()", "{}", ";"]);
}

#[test]
fn children_are_found_one_by_one_and_in_groups() {
    let named = children("use root::a;\nuse root::{b::{X, Y}, c,\n d::*};\nuse uproot::e; root::f()", "root");
    let named: Vec<_> = named.iter().map(|(line, name)| (*line, name.as_str())).collect();
    assert_eq!(named, [(1, "a"), (2, "b"), (2, "c"), (3, "d"), (4, "f")]);
}
