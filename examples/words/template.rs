//! Writes the texts as gettext's files: the template, and translations brought up to it.

use std::collections::BTreeMap;
use std::fmt::Write;

use spiritless_po::Catalog;

use super::extract::{Entry, Key, Texts};

const HEADER: &str = "# What Call Inbox says. Written by `cargo run --example words`; do not edit.\n\
    msgid \"\"\n\
    msgstr \"\"\n\
    \"Project-Id-Version: call-inbox\\n\"\n\
    \"Language: \\n\"\n\
    \"MIME-Version: 1.0\\n\"\n\
    \"Content-Type: text/plain; charset=UTF-8\\n\"\n\
    \"Content-Transfer-Encoding: 8bit\\n\"\n\
    \"Plural-Forms: nplurals=INTEGER; plural=EXPRESSION;\\n\"\n";

/// The template that a translation starts from.
pub fn template(texts: &Texts) -> String {
    let mut written = String::from(HEADER);
    for (key, entry) in &texts.entries {
        write_entry(&mut written, key, entry, &Known::default());
    }
    written
}

/// A translation with the texts of today: its header, what it has translated and what its translators remarked stay; what
/// is gone is left out. With it how many are translated.
pub fn brought_up(texts: &Texts, translation: &str) -> (String, usize) {
    let (header, entries) = translation.split_once("\n\n").unwrap_or((translation, ""));
    let known: BTreeMap<String, Known> = entries.split("\n\n").filter_map(Known::read).collect();
    let (mut written, mut translated) = (format!("{}\n", header.trim_end()), 0);
    for (key, entry) in &texts.entries {
        let id = key.0.as_ref().map_or_else(|| key.1.clone(), |context| format!("{context}\u{4}{}", key.1));
        let nothing = Known::default();
        let known = known.get(&id).unwrap_or(&nothing);
        translated += usize::from(!known.forms.is_empty() && !known.is_unsure);
        write_entry(&mut written, key, entry, known);
    }
    (written, translated)
}

/// What a translation has of one text.
#[derive(Default)]
struct Known {
    forms: Vec<String>,
    remarks: Vec<String>,
    is_unsure: bool,
}

impl Known {
    fn read(entry: &str) -> Option<(String, Self)> {
        let (flags, lines): (Vec<&str>, Vec<&str>) = entry.lines().partition(|line| line.starts_with("#,"));
        let mut catalogue = Catalog::new();
        // Where a translation is broken is told by the test and by the program; what can be read is kept.
        let _ = catalogue.add_str(&format!("{}\n", lines.join("\n")));
        let (id, place) = catalogue.index().iter().next()?;
        let count = usize::try_from(place.total_plurals()).ok()?;
        let known = Self {
            forms: catalogue.string_table().iter().skip(place.string_table_index()).take(count).cloned().collect(),
            remarks: lines.iter().filter(|line| line.starts_with("# ")).map(|line| (*line).to_owned()).collect(),
            is_unsure: flags.iter().any(|flags| flags.contains("fuzzy")),
        };
        Some((id.clone(), known))
    }
}

fn write_entry(written: &mut String, (context, english): &Key, entry: &Entry, known: &Known) {
    let form = |at: usize| quoted(known.forms.get(at).map_or("", String::as_str));
    let mut put = |line: String| {
        // Writing into a text can't fail.
        let _ = writeln!(written, "{line}");
    };
    put(String::new());
    known.remarks.iter().for_each(|remark| put(remark.clone()));
    entry.remarks.iter().for_each(|remark| put(format!("#. {remark}")));
    entry.files.iter().for_each(|file| put(format!("#: {file}")));
    let flags = [(known.is_unsure, "fuzzy"), (english.contains('{') || entry.many.is_some(), "python-brace-format")];
    let flags: Vec<&str> = flags.into_iter().filter_map(|(is_set, flag)| is_set.then_some(flag)).collect();
    if !flags.is_empty() {
        put(format!("#, {}", flags.join(", ")));
    }
    if let Some(context) = context {
        put(format!("msgctxt {}", quoted(context)));
    }
    put(format!("msgid {}", quoted(english)));
    match &entry.many {
        None => put(format!("msgstr {}", form(0))),
        Some(many) => {
            put(format!("msgid_plural {}", quoted(many)));
            (0..known.forms.len().max(2)).for_each(|at| put(format!("msgstr[{at}] {}", form(at))));
        }
    }
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n").replace('\t', "\\t"))
}
