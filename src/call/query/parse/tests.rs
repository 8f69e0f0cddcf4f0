//! What a text is read as: each operator, each problem, what binds to what.

use jiff::tz::TimeZone;

use super::super::term::{Part, Place, ScoreRange, State, Term, Words};
use super::*;

/// Friday, 12 December 2025, 12:00 UTC.
const NOW: UnixMillis = UnixMillis(1_765_540_800_000);

fn read(text: &str) -> Search {
    parse(text, NOW, &TimeZone::UTC)
}

/// A term in few characters: `a*` a prefix, `"a b"` exact, `a*#123` with digits, `mood=a*` in a place.
fn shown(term: &Term) -> String {
    let list = |terms: &[Term]| terms.iter().map(shown).collect::<Vec<_>>().join(" ");
    match term {
        Term::All(terms) => format!("({})", list(terms)),
        Term::Any(terms) => format!("[{}]", list(terms)),
        Term::Not(term) => format!("-{}", shown(term)),
        Term::Words(Words { place, tokens, is_prefix, digits }) => {
            let place =
                if *place == Place::Anywhere { String::new() } else { format!("{}=", Field::At(*place).name()) };
            let words = tokens.join("+");
            let mark = if *is_prefix { "*" } else { "" };
            format!("{place}{words}{mark}{}", digits.as_ref().map(|digits| format!("#{digits}")).unwrap_or_default())
        }
        Term::Received { from, until } => {
            let day = |at: Option<UnixMillis>| {
                at.map(|at| jiff::Timestamp::from_millisecond(at.0).unwrap().to_string()[..10].to_owned())
                    .unwrap_or_default()
            };
            format!("{}..{}", day(*from), day(*until))
        }
        Term::Score(ScoreRange { min, max, .. }) => format!("score={min}..{max}"),
        Term::Is(state) => format!("is={}", state.word()),
        Term::Has(part) => format!("has={}", part.word()),
        Term::Tag(tag) => format!("tag={tag}"),
        Term::Value(vocabulary, key) => format!("{vocabulary:?}={key}"),
        Term::Clock(clock) => format!("clock={:x}/{:x}", clock.hours, clock.weekdays),
        Term::Length(lengths) => format!("length={lengths:?}"),
    }
}

/// Reads as this, and nothing is wrong.
fn check(text: &str, wanted: &str) {
    let search = read(text);
    assert_eq!(shown(&search.term), wanted, "{text}");
    assert_eq!(search.problems, [], "{text}");
}

/// Reads as this, and one thing is wrong: at these words, in a sentence with these words.
fn check_wrong(text: &str, wanted: &str, at: &str, sentence: &str) {
    let search = read(text);
    assert_eq!(shown(&search.term), wanted, "{text}");
    let [problem] = search.problems.as_slice() else { panic!("{text}: {:?}", search.problems) };
    assert_eq!(&text[problem.at.clone()], at, "{text}");
    assert!(problem.sentence.contains(sentence), "{text}: {}", problem.sentence);
}

#[test]
fn words_are_beginnings_and_phrases_are_exact() {
    check("", "()");
    check("Ann", "ann*");
    check("ann LEE", "(ann* lee*)");
    check("\"Ann Lee\" x", "(ann+lee x*)");
    check("john@acme.com", "john+acme+com*");
    check("陳偉明", "陳+偉+明*");
    check("— 🎉 & \"…\"", "()");
    check("or not and", "(or* not* and*)");
    check("https://x.de/a 10:30 note:", "(https+x+de+a* 10+30* note*)");
}

#[test]
fn numbers_are_looked_for_by_their_digits_too() {
    check("555", "555*#555");
    check("55", "55*");
    check("+1-555.123/4", "1+555+123+4*#15551234");
    check("\"(555) 123\"", "555+123#555123");
    check("(555) 123-4567", "(555*#555 123+4567*#1234567)");
    check("555a", "555a*");
    check("phone:55", "phone=55*#55");
    check("phone:5", "phone=5*");
    check("from:55", "from=55*");
    check("from:555 city:555", "(from=555*#555 city=555*)");
}

#[test]
fn what_binds_to_what() {
    check("a b OR c", "[(a* b*) c*]");
    check("a (b | c)", "(a* [b* c*])");
    check("a AND b OR c AND d", "[(a* b*) (c* d*)]");
    check("((a)) (b c)", "(a* b* c*)");
    check("a OR (b OR c)", "[a* b* c*]");
    check("-a NOT b", "(-a* -b*)");
    check("-(a OR b) c", "(-[a* b*] c*)");
    check("NOT -a NOT NOT b", "(a* b*)");
    check("-(-a)", "a*");
    check("a-b - c", "(a+b* c*)");
    check("--a", "a*");
    check("() a", "a*");
}

#[test]
fn operators_look_in_one_place() {
    for place in ["from", "phone", "company", "city", "mood", "outcome", "class", "lang"] {
        check(&format!("{place}:x"), &format!("{place}=x*"));
        check(&format!("{}:\"X y\"", place.to_uppercase()), &format!("{place}=x+y"));
        check(&format!("-{place}:x"), &format!("-{place}=x*"));
    }
    check("mood:(a OR b)", "[mood=a* mood=b*]");
    check("mood:(a -b city:c)", "(mood=a* -mood=b* city=c*)");
    check("tag:Später tag:\"Hot lead\" tag:🔥", "(tag=spater tag=hot lead tag=🔥)");
    check("tag:(a | b)", "[tag=a tag=b]");
    check("from:o'neil", "from=o+neil*");
    check("company:OR city:-x", "(company=or* city=x*)");
}

#[test]
fn an_equals_sign_asks_for_the_whole_value() {
    check("mood:=\"Very Calm\"", "(mood=very+calm Mood=very calm)");
    check("outcome:=Lost", "(outcome=lost Outcome=lost)");
    check("class:=“Sales, new”", "(class=sales+new Class=sales new)");
    check("mood:=🔥 outcome:=\"\"", "(Mood=🔥 Outcome=)");
    check("-mood:=calm", "-(mood=calm Mood=calm)");
    check("mood:(=calm OR =\"very calm\")", "[(mood=calm Mood=calm) (mood=very+calm Mood=very calm)]");
    // Still being typed; where a value has no vocabulary, the sign says nothing.
    check("mood:=", "()");
    check("company:=\"Acme GmbH\"", "company=acme+gmbh");
}

#[test]
fn hours_weekdays_and_lengths() {
    check("hour:9 weekday:mon", "(clock=200/7f clock=ffffff/1)");
    check("hour:22..5", "clock=c0003f/7f");
    check("length:1m..5m", "length=Seconds(60, 300)");
    check("length:none", "length=Unknown");
    check("weekday:", "()");
    check_wrong("hour:25 a", "(hour* 25* a*)", "hour:25", "write hour:9");
    check_wrong("length:long a", "(length* long* a*)", "length:long", "length:>2m");
    check_wrong("weekday:someday a", "(weekday* someday* a*)", "weekday:someday", "monday..friday");
}

#[test]
fn marks_parts_and_scores() {
    for state in State::ALL {
        check(&format!("is:{}", state.word()), &format!("is={}", state.word()));
    }
    for part in Part::ALL {
        check(&format!("HAS:{}", part.word().to_uppercase()), &format!("has={}", part.word()));
    }
    check("is:(unread OR starred)", "[is=unread is=starred]");
    check("score:>=80 score:none", "(score=80..100 -has=score)");
    check("score:(>80 OR 40..60)", "[score=80..100 score=40..60]");
    check("-score:none", "has=score");
}

#[test]
fn days_are_those_of_the_person() {
    check("on:2025-01-20", "2025-01-20..2025-01-21");
    check("on:2025-01", "2025-01-01..2025-02-01");
    check("on:2025", "2025-01-01..2026-01-01");
    check("before:2025-01", "..2025-01-01");
    check("after:2025-01-20", "2025-01-20..");
    check("after:7d before:yesterday", "(2025-12-05.. ..2025-12-11)");
    check("Today OR yesterday", "[2025-12-12..2025-12-13 2025-12-11..2025-12-12]");
    check("\"today\" mood:today", "(today mood=today*)");
    let auckland = TimeZone::get("Pacific/Auckland").unwrap();
    // There it is the 13th already, 01:00 in summer, and that began at 11:00 UTC.
    let Term::Received { from, until } = parse("today", NOW, &auckland).term else { panic!("no day") };
    assert_eq!((from, until), (Some(UnixMillis(NOW.0 - 3_600_000)), Some(UnixMillis(NOW.0 + 23 * 3_600_000))));
}

#[test]
fn a_day_on_which_the_clocks_change_is_as_long_as_it_is() {
    let berlin = TimeZone::get("Europe/Berlin").unwrap();
    for (text, hours) in [("on:2025-03-30", 23), ("on:2025-10-26", 25), ("on:2025-03", 31 * 24 - 1)] {
        let Term::Received { from: Some(from), until: Some(until) } = parse(text, NOW, &berlin).term else {
            panic!("no day")
        };
        assert_eq!(until.0 - from.0, hours * 3_600_000, "{text}");
    }
}

#[test]
fn the_order_is_no_condition() {
    for sort in Sort::ALL {
        let search = read(&format!("a sort:{}", sort.word()));
        assert_eq!((shown(&search.term), search.sort, search.problems.len()), ("a*".to_owned(), Some(sort), 0));
    }
    check("a OR sort:name", "a*");
    assert_eq!(read("sort:name sort:oldest").sort, Some(Sort::Oldest));
}

#[test]
fn what_is_being_typed_asks_for_nothing_yet() {
    for text in ["mood:", "a mood:", "mood:\"\"", "is:", "a -mood:", "(a mood:)", "a OR from: "] {
        let wanted = if text.contains('a') { "a*" } else { "()" };
        check(text, wanted);
    }
    check_wrong("a is:un", "a*", "is:un", "unread, read");
    check_wrong("a score:>", "a*", "score:>", "score:>=80");
    check_wrong("a after:2025-0", "a*", "after:2025-0", "after:2025-01-20");
    check_wrong("a sort:ol", "a*", "sort:ol", "newest, oldest");
}

#[test]
fn what_is_wrong_is_said_and_looked_for() {
    check_wrong("foo:bar x", "(foo* bar* x*)", "foo:bar", "from:, phone:, company:");
    check_wrong("-foo:\"b c\"", "-(foo* b+c)", "foo:\"b c\"", "foo: is not known");
    check_wrong("foo:(a OR b)", "(foo* [a* b*])", "foo:(", "foo: is not known");
    check_wrong("is:purple", "(is* purple*)", "is:purple", "unread, read, starred, done, snoozed, updated or unparsed");
    check_wrong("has:x y", "(has* x* y*)", "has:x", "recording, transcript");
    check_wrong("is:un x", "(is* un* x*)", "is:un", "unread");
    check_wrong("sort:x", "(sort* x*)", "sort:x", "score-up");
    check_wrong("score:101 x", "(score* 101*#101 x*)", "score:101", "0 to 100");
    check_wrong("on:2025-02-30 x", "(on* 2025+02+30*#20250230 x*)", "on:2025-02-30", "2025-01-20");
    check_wrong("is:(unread OR x)", "[is=unread x*]", "x", "unread");
    check_wrong("mood: happy", "happy*", "mood:", "mood:positive");
    check_wrong("(a b", "(a* b*)", "(", "not closed");
    check_wrong("a) b", "(a* b*)", ")", "closes nothing");
    check_wrong("\"a b", "a+b*", "\"a b", "not closed");
    check_wrong("a OR", "a*", "OR", "either side");
    check_wrong("| a", "a*", "|", "either side");
    check_wrong("(OR a)", "a*", "OR", "either side");
    check_wrong("a NOT", "a*", "NOT", "behind NOT");
    check_wrong("a AND", "a*", "AND", "either side");
    check_wrong("AND a", "a*", "AND", "either side");
    assert_eq!(read("a OR OR b").problems.len(), 1);
}

#[test]
fn long_and_deep_searches_are_cut_and_that_is_said() {
    let long = "a ".repeat(65);
    let Term::All(terms) = read(&long).term else { panic!("no list") };
    assert_eq!((terms.len(), read(&long).problems.len()), (64, 1));
    let phrase = read(&"陳".repeat(100));
    assert_eq!(phrase.problems.len(), 1);
    assert!(matches!(phrase.term, Term::Words(words) if words.tokens.len() == 64 && !words.is_prefix));

    let deep = |levels| format!("{}a b{} c", "(".repeat(levels), ")".repeat(levels));
    check(&deep(32), "(a* b* c*)");
    check_wrong(&deep(33), "(a* b* c*)", "(", "32 parentheses");
    check_wrong(&deep(5000), "(a* b* c*)", "(", "32 parentheses");
    assert_eq!(shown(&read(&"-(".repeat(9000)).term), "()");
}
