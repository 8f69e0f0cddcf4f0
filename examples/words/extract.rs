//! Finds the texts that the program says, in its own sources: `say!`, `say_in!`, `say_many!`, `say_later!`. A remark for
//! translators is a comment above the text that begins with `Translators:`.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::{fs, io};

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};

/// A text: what it means here, if that has to be said, and the English of it.
pub type Key = (Option<String>, String);

/// What is known of a text.
#[derive(Debug, Default, PartialEq)]
pub struct Entry {
    /// The English for more than one, if it depends on a number.
    pub many: Option<String>,
    /// The files that say it.
    pub files: BTreeSet<String>,
    /// Remarks for translators.
    pub remarks: BTreeSet<String>,
}

/// All texts, in the order of the template.
#[derive(Debug, Default)]
pub struct Texts {
    /// Each once.
    pub entries: BTreeMap<Key, Entry>,
    /// Sentences on what can't be translated as it is written.
    pub mistakes: Vec<String>,
}

/// Reads every source of the program.
pub fn of_program(root: &Path) -> io::Result<Texts> {
    let mut files = Vec::new();
    walk(&root.join("src"), &mut files)?;
    files.sort();
    let mut texts = Texts::default();
    for file in files {
        let name = file.strip_prefix(root).unwrap_or(&file).to_string_lossy().replace('\\', "/");
        texts.read(&name, &fs::read_to_string(&file)?);
    }
    Ok(texts)
}

fn walk(folder: &Path, found: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() && !path.ends_with("tests") {
            walk(&path, found)?;
        } else if path.extension().is_some_and(|ending| ending == "rs") && !path.ends_with("tests.rs") {
            found.push(path);
        }
    }
    Ok(())
}

impl Texts {
    /// Takes in what one file says; what stands under `#[cfg(test)]` is left out.
    pub fn read(&mut self, name: &str, source: &str) {
        match source.parse() {
            Ok(tokens) => self.walk(tokens, &File { name, lines: source.lines().collect() }),
            Err(error) => self.mistakes.push(format!("{name}: {error}")),
        }
    }

    fn walk(&mut self, tokens: TokenStream, file: &File<'_>) {
        let tokens: Vec<TokenTree> = tokens.into_iter().collect();
        let mut at = 0;
        while at < tokens.len() {
            match &tokens[at..] {
                [TokenTree::Punct(hash), TokenTree::Group(attribute), ..] if hash.as_char() == '#' => {
                    at += if is_for_tests(attribute) { item_length(&tokens[at..]) } else { 2 };
                    continue;
                }
                // The macros themselves are made of each other.
                [TokenTree::Ident(name), TokenTree::Punct(_), ..] if name == "macro_rules" => {
                    at += item_length(&tokens[at..]);
                    continue;
                }
                [TokenTree::Ident(name), TokenTree::Punct(bang), TokenTree::Group(inside), ..]
                    if bang.as_char() == '!' && MACROS.iter().any(|known| name == known) =>
                {
                    self.take(&name.to_string(), inside, file);
                    self.walk(inside.stream(), file);
                    at += 3;
                    continue;
                }
                [TokenTree::Group(group), ..] => self.walk(group.stream(), file),
                _ => {}
            }
            at += 1;
        }
    }

    fn take(&mut self, name: &str, inside: &Group, file: &File<'_>) {
        let line = inside.span_open().start().line;
        let arguments = arguments(inside.stream());
        let texts: Vec<Option<String>> = arguments.iter().map(|argument| literal(argument)).collect();
        let text = |at: usize| texts.get(at).cloned().flatten();
        let (key, many, given) = match name {
            "say_later" if arguments.len() < 2 || text(1).is_none() => {
                (text(0).map(|english| (None, english)), None, 1)
            }
            "say" => (text(0).map(|english| (None, english)), None, 1),
            "say_in" | "say_later" => {
                (text(0).zip(text(1)).map(|(context, english)| (Some(context), english)), None, 2)
            }
            _ => (text(1).map(|one| (None, one)), text(2), 3),
        };
        let Some(key) = key else {
            return self.mistakes.push(format!("{}:{line}: {name}! has no literal to translate", file.name));
        };
        let mut given: BTreeSet<String> = arguments.iter().skip(given).filter_map(|part| part_name(part)).collect();
        if name == "say_many" {
            given.insert("n".to_owned());
        }
        for english in std::iter::once(&key.1).chain(&many) {
            self.mistakes.extend(mistake(english, &given, name).map(|what| format!("{}:{line}: {what}", file.name)));
        }
        let entry = self.entries.entry(key.clone()).or_default();
        if entry.many.is_some() && many.is_some() && entry.many != many {
            self.mistakes.push(format!("{}:{line}: “{}” has another plural elsewhere", file.name, key.1));
        }
        entry.many = entry.many.take().or(many);
        entry.files.insert(file.name.to_owned());
        entry.remarks.extend(file.remark_above(line));
    }
}

const MACROS: [&str; 4] = ["say", "say_in", "say_later", "say_many"];

/// What is wrong with a text as a key: an empty one, or parts that a translation could not name.
fn mistake(english: &str, given: &BTreeSet<String>, name: &str) -> Option<String> {
    if english.is_empty() {
        return Some(format!("{name}! says nothing"));
    }
    let bare = english.replace("{{", "").replace("}}", "");
    let named: BTreeSet<String> =
        bare.split('{').skip(1).map(|rest| rest.split_once('}').map_or("", |(part, _)| part).to_owned()).collect();
    let is_plain =
        |part: &String| !part.is_empty() && part.chars().all(|letter| letter == '_' || letter.is_alphanumeric());
    if let Some(part) = named.iter().find(|part| !is_plain(part)) {
        return Some(format!("`{{{part}}}` in “{english}”: a part is a name and nothing else; form it before"));
    }
    let unnamed = given.iter().find(|part| !named.contains(*part) && *part != "n");
    if let Some(part) = unnamed.or_else(|| named.iter().find(|part| !given.contains(*part))) {
        return Some(format!("“{english}”: `{part}` is given or named, not both"));
    }
    None
}

struct File<'a> {
    name: &'a str,
    lines: Vec<&'a str>,
}

impl File<'_> {
    /// The comment for translators right above a line, or above the statement that it goes on.
    fn remark_above(&self, line: usize) -> Option<String> {
        let above = self.lines.get(..line.saturating_sub(1))?;
        let remark: Vec<&str> =
            above.iter().rev().map_while(|line| line.trim().strip_prefix("//")).map(str::trim).collect();
        let remark = remark.into_iter().rev().collect::<Vec<_>>().join(" ");
        remark.split_once("Translators:").map(|(_, remark)| remark.trim().to_owned())
    }
}

/// Whether an attribute leaves its item to tests.
pub fn is_for_tests(attribute: &Group) -> bool {
    let text = attribute.stream().to_string().replace(' ', "");
    attribute.delimiter() == Delimiter::Bracket
        && text.starts_with("cfg(")
        && text.contains("test")
        && !text.contains("not(test")
}

/// Up to the `;` or the braces that end an item.
pub fn item_length(tokens: &[TokenTree]) -> usize {
    let ends = |token: &TokenTree| match token {
        TokenTree::Punct(mark) => mark.as_char() == ';',
        TokenTree::Group(group) => group.delimiter() == Delimiter::Brace,
        _ => false,
    };
    tokens.iter().position(ends).map_or(tokens.len(), |end| end + 1)
}

fn arguments(tokens: TokenStream) -> Vec<Vec<TokenTree>> {
    let mut found = vec![Vec::new()];
    for token in tokens {
        match (&token, found.last_mut()) {
            (TokenTree::Punct(mark), _) if mark.as_char() == ',' => found.push(Vec::new()),
            (_, Some(last)) => last.push(token),
            (_, None) => {}
        }
    }
    found
}

fn literal(argument: &[TokenTree]) -> Option<String> {
    let [TokenTree::Literal(literal)] = argument else { return None };
    syn::parse_str::<syn::LitStr>(&literal.to_string()).ok().map(|literal| literal.value())
}

fn part_name(argument: &[TokenTree]) -> Option<String> {
    let [TokenTree::Ident(name), TokenTree::Punct(mark), ..] = argument else { return None };
    (mark.as_char() == '=').then(|| name.to_string())
}
