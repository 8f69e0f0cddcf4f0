//! The texts of the program and their translations, against the sources. `cargo run --example words` writes what is held
//! here.

#[path = "../../examples/words/extract.rs"]
pub mod extract;
#[path = "../../examples/words/template.rs"]
mod template;

use std::fs;
use std::path::{Path, PathBuf};

use call_inbox::words::{Language, built_in};
use extract::Texts;
use template::{brought_up, template};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/words")
}

fn translations() -> Vec<(String, String)> {
    let paths = fs::read_dir(folder()).expect("the folder is ours").map(|entry| entry.expect("it was listed").path());
    let paths = paths.filter(|path| path.extension().is_some_and(|ending| ending == "po"));
    let name = |path: &Path| path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    paths.map(|path| (name(&path), fs::read_to_string(&path).expect("it was listed"))).collect()
}

#[test]
fn the_template_has_every_text_of_the_sources() {
    let texts = extract::of_program(Path::new(env!("CARGO_MANIFEST_DIR"))).unwrap();
    assert_eq!(texts.mistakes, Vec::<String>::new());
    let kept = fs::read_to_string(folder().join("call-inbox.pot")).unwrap_or_default();
    let is_same = kept == template(&texts);
    assert!(
        is_same,
        "the texts have changed: `cargo run --example words` writes the template and brings up the translations"
    );
    for (name, text) in translations() {
        let is_same = brought_up(&texts, &text).0 == text;
        assert!(is_same, "{name}.po is of other texts: `cargo run --example words` brings it up");
    }
}

#[test]
fn every_translation_is_built_in_and_without_mistakes() {
    for (name, text) in translations() {
        assert_eq!(built_in(&name).map(|one| one.name), Some(name.as_str()), "it has no line in src/words/language.rs");
        let (language, mistakes) = Language::read(&[(&name, &text)]);
        assert_eq!(mistakes, Vec::<String>::new());
        assert_eq!(language.tag(), name);
    }
}

fn texts_of(source: &str) -> Texts {
    let mut texts = Texts::default();
    texts.read("src/inbox/x.rs", source);
    texts
}

#[test]
fn texts_are_found_with_what_they_mean_and_what_is_remarked() {
    let texts = texts_of(
        r#"
fn f(n: u64) -> String {
    // Translators: a button
    // of the list.
    let open = say_in!("verb", "Open");
    let all = [say_later!("One\ttwo \
        three"), say!("{a} of \"{b}\"", a = say!("Inside"), b = { n })];
    say_many!(n, "{n} call of {who}", "{n} calls of {who}", who = open)
}
#[cfg(test)]
mod tests { fn f() { say!("For tests"); } }
macro_rules! say { () => { say!("Of the macro") } }
"#,
    );
    assert_eq!(texts.mistakes, Vec::<String>::new());
    let written = template(&texts);
    let entries = written.split("\n\n").skip(1).collect::<Vec<_>>().join("\n\n");
    assert_eq!(
        entries,
        r#"#: src/inbox/x.rs
msgid "Inside"
msgstr ""

#: src/inbox/x.rs
msgid "One\ttwo three"
msgstr ""

#: src/inbox/x.rs
#, python-brace-format
msgid "{a} of \"{b}\""
msgstr ""

#: src/inbox/x.rs
#, python-brace-format
msgid "{n} call of {who}"
msgid_plural "{n} calls of {who}"
msgstr[0] ""
msgstr[1] ""

#. a button of the list.
#: src/inbox/x.rs
msgctxt "verb"
msgid "Open"
msgstr ""
"#
    );
}

#[test]
fn texts_that_nobody_can_translate_are_told() {
    let what = |source: &str| texts_of(source).mistakes.join("\n");
    for (source, expected) in [
        ("fn f() { say!(x) }", "no literal"),
        ("fn f() { say!(\"\") }", "says nothing"),
        ("fn f() { say!(\"{x:.1} s\", x = 1) }", "form it before"),
        ("fn f() { say!(\"{x}\") }", "given or named"),
        ("fn f() { say!(\"x\", x = 1) }", "given or named"),
        ("fn f() { say_many!(1, \"{n} of {a}\", \"{n}\", a = 1) }", "given or named"),
        ("fn f() { say_many!(1, \"{n} a\", \"{n} b\"); say_many!(1, \"{n} a\", \"{n} c\") }", "another plural"),
    ] {
        assert!(what(source).contains(expected), "{source}: {:?}", what(source));
    }
    assert_eq!(what("fn f() { say_many!(1, \"A call\", \"{n} calls\"); say!(\"{{x}}\") }"), "");
}

#[test]
fn a_translation_is_brought_up_to_the_texts_and_keeps_what_was_done() {
    let texts = texts_of("fn f() { say!(\"Old\"); say!(\"New\"); say_in!(\"verb\", \"Open\"); say!(\"Unsure\") }");
    let header = "# By Asha\nmsgid \"\"\nmsgstr \"\"\n\"Language: xx\\n\"\n";
    let before = format!(
        "{header}\n# We say it so\n#: gone.rs\nmsgid \"Old\"\nmsgstr \"\"\n\"AL\"\n\"T\"\n\n#: gone.rs\nmsgid \"Gone\"\n\
         msgstr \"WEG\"\n\n#, fuzzy\nmsgid \"Unsure\"\nmsgstr \"?\"\n\nmsgctxt \"verb\"\nmsgid \"Open\"\nmsgstr \"AUF\"\n"
    );
    let (after, translated) = brought_up(&texts, &before);
    let file = "#: src/inbox/x.rs\n";
    assert_eq!(
        after,
        format!(
            "{header}\n{file}msgid \"New\"\nmsgstr \"\"\n\n# We say it so\n{file}msgid \"Old\"\nmsgstr \"ALT\"\n\n\
             {file}#, fuzzy\nmsgid \"Unsure\"\nmsgstr \"?\"\n\n{file}msgctxt \"verb\"\nmsgid \"Open\"\nmsgstr \"AUF\"\n"
        )
    );
    assert_eq!((translated, &brought_up(&texts, &after).0), (2, &after));
}
