//! What is said, in English, in made-up files and in the language for trying.

use super::{Language, built_in, date, decimal, during, number, say};

const HEADER: &str = "msgid \"\"\nmsgstr \"Language: xx\\nPlural-Forms: nplurals=3; \
    plural=n%10==1 ? 0 : n%10>=2 && n%10<=4 ? 1 : 2;\\n\"\n\n";

fn language(entries: &str) -> (&'static Language, Vec<String>) {
    let text = format!("{HEADER}{entries}");
    let (language, mistakes) = Language::read(&[("words.po", &text)]);
    (Box::leak(Box::new(language)), mistakes)
}

#[test]
fn parts_stand_where_they_are_named() {
    assert_eq!(say!("{done} of {all} done", done = 1, all = 3), "1 of 3 done");
    assert_eq!(say_many!(1, "{n} call of {who}", "{n} calls of {who}", who = "Asha"), "1 call of Asha");
    assert_eq!(say_many!(2000, "{n} call of {who}", "{n} calls of {who}", who = "Asha"), "2,000 calls of Asha");
    assert_eq!((say_in!("verb", "Open"), say_later!("Open"), decimal(3.45, 1).as_str()), ("Open", "Open", "3.5"));
}

#[test]
fn a_translation_has_its_own_order_and_its_own_plurals() {
    let (language, mistakes) = language(
        r#"
msgid "Add a task"
msgstr "TASK ADD"

msgctxt "verb"
msgid "Open"
msgstr "DO OPEN"

msgid "Open"
msgstr "IS OPEN"

msgid "{done} of {all} done, {{so}}"
msgstr "{{so}}: of {all}, {done}"

msgid "{n} call of {who}"
msgid_plural "{n} calls of {who}"
msgstr[0] "{who}: {n} ONE"
msgstr[1] "{who}: {n} FEW"
msgstr[2] "{who}: MANY"

msgctxt "number"
msgid ","
msgstr "'"

msgctxt "number"
msgid "."
msgstr ","

#, fuzzy
msgid "Unsure"
msgstr "MAYBE"
"#,
    );
    assert_eq!(mistakes, Vec::<String>::new());
    assert_eq!((language.tag(), language.translated()), ("xx", 7));
    let many = |n: u64| say_many!(n, "{n} call of {who}", "{n} calls of {who}", who = "Asha");
    during(language, || {
        assert_eq!((say!("Add a task"), say!("Unsure"), say!("Not there")), ("TASK ADD", "Unsure", "Not there"));
        assert_eq!((say_in!("verb", "Open"), say!("Open"), say(say_later!("Open"))), ("DO OPEN", "IS OPEN", "IS OPEN"));
        assert_eq!(say!("{done} of {all} done, {{so}}", done = 1, all = "3"), "{so}: of 3, 1");
        let shown = [1, 22, 1_011, 1_031].map(many);
        assert_eq!(shown, ["Asha: 1 ONE", "Asha: 22 FEW", "Asha: 1'011 ONE", "Asha: 1'031 ONE"]);
        assert_eq!(many(7), "Asha: MANY");
        assert_eq!((number(1_234_567), decimal(-1.5, 2)), ("1'234'567".to_owned(), "-1,50".to_owned()));
        assert_eq!(say!(""), "", "the header is no translation of nothing");
    });
    assert_eq!((say!("Add a task"), many(2)), ("Add a task", "2 calls of Asha".to_owned()));
}

#[test]
fn a_translation_that_loses_or_invents_a_part_is_told_and_not_used() {
    let (language, mistakes) = language(
        r#"
msgid "{done} of {all}"
msgstr "{done}"

msgid "Hello {name}"
msgstr "HELLO {name} {surname}"

msgid "Plain"
msgstr "PLAIN {"

msgid "{n} call of {who}"
msgid_plural "{n} calls of {who}"
msgstr[0] "{who}"
msgstr[1] "{n}"
msgstr[2] "{n} {who}"
"#,
    );
    assert_eq!(
        mistakes,
        [
            "In words.po the translation of “Hello {name}” is not used: `{surname}` is not in the English text.",
            "In words.po the translation of “Plain” is not used: it has a brace that is not one of a pair.",
            "In words.po the translation of “{done} of {all}” is not used: `{all}` is missing in it.",
            "In words.po the translation of “{n} call of {who}” is not used: `{who}` is missing in it.",
        ]
    );
    during(language, || {
        assert_eq!((say!("Plain"), say!("{done} of {all}", done = 1, all = 2)), ("Plain", "1 of 2".to_owned()));
        assert_eq!(say_many!(2, "{n} call of {who}", "{n} calls of {who}", who = "Asha"), "2 calls of Asha");
        assert_eq!(say!("Hello {name}", name = "Asha"), "Hello Asha");
    });
}

#[test]
fn a_broken_file_says_where_and_the_rest_of_it_is_used() {
    let (language, mistakes) = language("msgid \"A\"\nmsgstr \"no end\n\nmsgid \"B\"\nmsgstr \"TRANSLATED\"\n");
    assert_eq!(mistakes.len(), 1, "{mistakes:?}");
    assert!(mistakes[0].starts_with("In words.po, line 5, letter "), "{mistakes:?}");
    during(language, || assert_eq!((say!("A"), say!("B")), ("A", "TRANSLATED")));
}

proptest::proptest! {
    #[test]
    fn no_file_ends_the_program(bytes in "(msg(id|str|ctxt|id_plural|str\\[[0-9]\\]) |\"|\\\\|\n|#|, fuzzy|plural=|n|%|\\?|[0-9]|\\PC){0,80}") {
        let (language, _) = Language::read(&[("words.po", &bytes)]);
        let language: &'static Language = Box::leak(Box::new(language));
        during(language, || (say!("n"), say_many!(11, "{n} call", "{n} calls")));
    }

    #[test]
    fn no_rule_of_plurals_ends_the_program(rule in "[n0-9 %?:()&|<>=!*/+-]{0,30}", n in proptest::num::u64::ANY) {
        let text = format!(
            "msgid \"\"\nmsgstr \"Plural-Forms: nplurals=3; plural={rule};\\n\"\n\n\
             msgid \"{{n}} call\"\nmsgid_plural \"{{n}} calls\"\nmsgstr[0] \"a\"\nmsgstr[1] \"b\"\nmsgstr[2] \"c\"\n"
        );
        let (language, _) = Language::read(&[("words.po", &text)]);
        let language: &'static Language = Box::leak(Box::new(language));
        let said = during(language, || say_many!(n, "{n} call", "{n} calls"));
        proptest::prop_assert!(["a", "b", "c"].contains(&said.as_str()), "{}", said);
    }
}

#[test]
fn the_language_for_trying_is_strange_longer_and_keeps_its_parts() {
    let language: &'static Language = Box::leak(Box::new(Language::pseudo()));
    during(language, || {
        assert_eq!(say!("Add a task"), "[Ádd á ťášķ···]");
        assert_eq!(say!("{done} of {all}, {{so}}", done = "One", all = 2), "[One óf 2, {šó}···]");
        assert_eq!(say_many!(2_000, "{n} call", "{n} calls"), "[2,000 çáļļš··]");
        assert_eq!(say_in!("verb", "Open"), "[Ópéñ··]");
        assert!(std::ptr::eq(say!("Add a task"), say!("Add a task")), "made up once");
    });
}

#[test]
fn german_has_its_own_plurals_order_numbers_and_dates() {
    let built_in = built_in("de").unwrap();
    let (language, mistakes) = Language::read(&[(built_in.name, built_in.text)]);
    assert_eq!(mistakes, Vec::<String>::new());
    assert!(language.translated() > 500, "{}", language.translated());
    let language: &'static Language = Box::leak(Box::new(language));
    let day = jiff::civil::date(2025, 12, 15);
    let noon = jiff::Timestamp::from_second(1_765_803_600).unwrap().to_zoned_datetime(jiff::tz::TimeZone::UTC);
    during(language, || {
        let calls = [0, 1, 1_204].map(|count: u64| say_many!(count, "{n} call", "{n} calls"));
        assert_eq!(calls, ["0 Anrufe", "1 Anruf", "1.204 Anrufe"]);
        assert_eq!(say!("Go to {place}", place = say!("Inbox")), "Gehe zu: Eingang");
        assert_eq!(say!("{hours} h ago", hours = decimal(2.5, 1)), "vor 2,5 Std.");
        assert_eq!(date(say_in!("date", "%a %-d %b"), day), "Mo 15. Dez.");
        assert_eq!(date(say_in!("date", "%A %-d %B %Y"), day), "Montag, 15. Dezember 2025");
        assert_eq!(date(say_in!("date", "tomorrow %H:%M"), &noon), "morgen 13:00");
        assert_eq!(super::say_kept("The link has run out."), "Der Link ist abgelaufen.");
        assert_eq!(super::say_kept("said by a server"), "said by a server");
    });
    assert_eq!(date("%a %-d %b", day), "Mon 15 Dec");
    assert_eq!(date("%Q %H", day), "", "what can't be followed says nothing");
}

#[test]
fn a_pattern_that_is_none_is_told() {
    let (_, mistakes) = language("msgctxt \"date\"\nmsgid \"%H:%M\"\nmsgstr \"%H:%\"\n");
    assert_eq!(mistakes, ["In words.po the translation of “%H:%M” is not used: “%H:%” is no pattern of `strftime`."]);
}

#[test]
fn a_language_is_found_by_what_systems_call_it() {
    let found = |tag| built_in(tag).map(|one| one.name);
    for tag in ["de", "de-DE", "de_AT.UTF-8", "DE", "de_DE@euro", "de-Latn-DE"] {
        assert_eq!(found(tag), Some("de"), "{tag}");
    }
    for tag in ["", "C", "POSIX", "en-GB", "den", "d"] {
        assert_eq!(found(tag), None, "{tag}");
    }
}
