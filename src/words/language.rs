//! A language that the program can speak: a translation read from gettext's `.po` files, or the one for trying.

use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::{Mutex, PoisonError};

use spiritless_po::Catalog;

use super::date::is_pattern;
use super::pattern::parts;
use super::pseudo;

/// The translations that come along.
const BUILT_IN: &[BuiltIn] =
    &[BuiltIn { name: "de", text: include_str!("../../assets/words/de.po"), is_finished: false }];
/// What a catalogue of gettext puts between a context and the text.
const BETWEEN: char = '\u{4}';
/// How many mistakes of a file are told; somebody who mends these is told the next.
const MISTAKES_TOLD: usize = 20;

/// A translation that comes along.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct BuiltIn {
    /// The name of its language: "de".
    pub name: &'static str,
    /// Its file.
    pub text: &'static str,
    /// It has next to all texts: it is spoken wherever the system speaks it. Another has to be asked for, since a window
    /// in two languages is worse than one in English.
    pub is_finished: bool,
}

/// A language.
#[derive(Debug)]
pub struct Language {
    tag: String,
    kind: Kind,
}

#[derive(Debug)]
enum Kind {
    /// Made up; what was said once is kept.
    Pseudo(Mutex<HashMap<&'static str, &'static str>>),
    /// Translated, but for the texts whose translation is faulty.
    Translated { catalogue: Box<Catalog>, refused: HashSet<String> },
}

/// The translation of this name that comes along, if there is one: "de" is there for "de-AT" and for "de_AT.UTF-8" too.
pub fn built_in(tag: &str) -> Option<BuiltIn> {
    let parts: Vec<&str> = tag.split(['.', '@']).next().unwrap_or_default().split(['-', '_']).collect();
    let is = |name: &str, count: usize| {
        let name: Vec<&str> = name.split('-').collect();
        name.len() == count && parts.get(..count).is_some_and(|parts| name.iter().zip(parts).all(alike))
    };
    (1..=parts.len()).rev().find_map(|count| BUILT_IN.iter().find(|one| is(one.name, count)).copied())
}

fn alike((one, other): (&&str, &&str)) -> bool {
    one.eq_ignore_ascii_case(other)
}

impl Language {
    /// The one for trying: English with strange letters, in brackets and a third longer.
    pub fn pseudo() -> Self {
        Self { tag: "en".to_owned(), kind: Kind::Pseudo(Mutex::default()) }
    }

    /// Reads a translation from the text of `.po` files, named for people; what the first has not, the next may have.
    /// With it a sentence for each mistake: what is faulty stays English.
    pub fn read(files: &[(&str, &str)]) -> (Self, Vec<String>) {
        let mut catalogue = Catalog::new();
        let (mut mistakes, mut refused) = (Vec::new(), HashSet::new());
        for (name, text) in files {
            if let Err(error) = catalogue.add_str(text.strip_prefix('\u{feff}').unwrap_or(text)) {
                mistakes.extend(error.error_messages().iter().map(|message| mistake(name, message)));
            }
        }
        let name = files.first().map_or("", |(name, _)| name);
        let mut keys: Vec<&String> = catalogue.index().keys().filter(|key| !key.is_empty()).collect();
        keys.sort();
        for key in keys {
            if let Err(why) = check(key, &translations(&catalogue, key)) {
                let english = key.split_once(BETWEEN).map_or(key.as_str(), |(_, text)| text);
                mistakes.push(format!("In {name} the translation of “{english}” is not used: {why}."));
                refused.insert(key.clone());
            }
        }
        if mistakes.len() > MISTAKES_TOLD {
            let more = mistakes.len() - MISTAKES_TOLD;
            mistakes.truncate(MISTAKES_TOLD);
            mistakes.push(format!("In {name} there are {more} more mistakes."));
        }
        let tag = catalogue.metadata().get("Language").map_or("", |tag| tag.trim()).replace('_', "-");
        (Self { tag, kind: Kind::Translated { catalogue: Box::new(catalogue), refused } }, mistakes)
    }

    /// As web pages name it: "de".
    pub fn tag(&self) -> &str {
        if self.tag.is_empty() { "und" } else { &self.tag }
    }

    /// How many texts are translated and used.
    pub fn translated(&self) -> usize {
        match &self.kind {
            Kind::Pseudo(_) => 0,
            Kind::Translated { catalogue, refused } => {
                catalogue.index().keys().filter(|key| !key.is_empty() && !refused.contains(*key)).count()
            }
        }
    }

    pub(super) fn text(&'static self, english: &'static str) -> &'static str {
        match &self.kind {
            Kind::Pseudo(said) => made_up(said, english),
            // The empty text is the key of the file's own header.
            Kind::Translated { refused, .. } if english.is_empty() || refused.contains(english) => english,
            Kind::Translated { catalogue, .. } => catalogue.gettext(english),
        }
    }

    pub(super) fn kept<'a>(&self, english: &'a str) -> Cow<'a, str> {
        match &self.kind {
            Kind::Pseudo(_) => Cow::Owned(pseudo::of(english)),
            Kind::Translated { refused, .. } if english.is_empty() || refused.contains(english) => english.into(),
            Kind::Translated { catalogue, .. } => match catalogue.gettext(english) {
                same if same == english => english.into(),
                translation => translation.to_owned().into(),
            },
        }
    }

    pub(super) fn text_in(&'static self, context: &'static str, english: &'static str) -> &'static str {
        match &self.kind {
            // What is no word, such as the point of a number, is not made up.
            Kind::Pseudo(_) if context == "date" || !english.contains(char::is_alphabetic) => english,
            Kind::Pseudo(said) => made_up(said, english),
            Kind::Translated { refused, .. }
                if !refused.is_empty() && refused.contains(&format!("{context}{BETWEEN}{english}")) =>
            {
                english
            }
            Kind::Translated { catalogue, .. } => catalogue.pgettext(context, english),
        }
    }

    pub(super) fn text_of_many(&'static self, n: u64, one: &'static str, other: &'static str) -> &'static str {
        let english = if n == 1 { one } else { other };
        match &self.kind {
            Kind::Pseudo(said) => made_up(said, english),
            Kind::Translated { refused, .. } if refused.contains(one) => english,
            Kind::Translated { catalogue, .. } => {
                catalogue.ngettext(one, other, usize::try_from(n).unwrap_or(usize::MAX))
            }
        }
    }
}

fn made_up(said: &Mutex<HashMap<&'static str, &'static str>>, english: &'static str) -> &'static str {
    let mut said = said.lock().unwrap_or_else(PoisonError::into_inner);
    said.entry(english).or_insert_with(|| Box::leak(pseudo::of(english).into_boxed_str()))
}

fn translations<'a>(catalogue: &'a Catalog, key: &str) -> Vec<&'a str> {
    let Some(place) = catalogue.index().get(key) else { return Vec::new() };
    let first = place.string_table_index();
    let count = usize::try_from(place.total_plurals()).unwrap_or_default();
    catalogue.string_table().iter().skip(first).take(count).map(String::as_str).collect()
}

/// Whether translations have the parts of their text. A count may be left out and put in: "one call", "{n} calls".
fn check(key: &str, translations: &[&str]) -> Result<(), String> {
    let (context, english) = key.split_once(BETWEEN).unwrap_or(("", key));
    if context == "date" {
        let wrong = translations.iter().find(|pattern| !is_pattern(pattern));
        return wrong.map_or(Ok(()), |wrong| Err(format!("“{wrong}” is no pattern of `strftime`")));
    }
    let Ok(named) = parts(english) else { return Ok(()) };
    let named: BTreeSet<&str> = named.into_iter().collect();
    let is_count = |part: &str| part == "n" && translations.len() > 1;
    for translation in translations {
        let translated: BTreeSet<&str> = parts(translation)?.into_iter().collect();
        if let Some(part) = named.difference(&translated).find(|part| !is_count(part)) {
            return Err(format!("`{{{part}}}` is missing in it"));
        }
        if let Some(part) = translated.difference(&named).find(|part| **part != "n" || translations.len() == 1) {
            return Err(format!("`{{{part}}}` is not in the English text"));
        }
    }
    Ok(())
}

/// A mistake of a file, `12,3: What.`, as a sentence.
fn mistake(name: &str, message: &str) -> String {
    let placed = message.split_once(": ").and_then(|(place, what)| Some((place.split_once(',')?, what)));
    match placed {
        Some(((line, column), what)) => {
            format!("In {name}, line {line}, letter {column}: {}", what.trim_end_matches('.').to_owned() + ".")
        }
        None => format!("In {name}: {}.", message.trim_end_matches('.')),
    }
}
