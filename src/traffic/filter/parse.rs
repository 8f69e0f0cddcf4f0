//! What was typed to a filter, and what is said of what it does not mean.

use jiff::tz::TimeZone;

use super::operator::TrafficOperator;
use super::range::Unit;
use super::words::{Typed, cut};
use super::{FactTest, FilterPart, FilterProblem, FilterTest, NumberRange, ReadFilter, TextTest, times};
use crate::call::query::folded_text;
use crate::call::{UnixMillis, Verdict};
use crate::traffic::ForwardState;

/// The most words and operators that are looked for at once.
const MAX_PARTS: usize = 64;

const VERDICTS: [Verdict; 6] =
    [Verdict::New, Verdict::Repeat, Verdict::Updated, Verdict::Unparsed, Verdict::Refused, Verdict::Checked];

const STATES: [(&str, FactTest); 5] = [
    ("replay", FactTest::Replay),
    ("rehearsed", FactTest::Rehearsed),
    ("forwarded", FactTest::Forward(ForwardState::Sent)),
    ("waiting", FactTest::Forward(ForwardState::Waiting)),
    ("dead", FactTest::Forward(ForwardState::Dead)),
];

/// Reads what was typed. Never fails: what is not understood is looked for as a word, or left out and told.
pub fn parse(text: &str, now: UnixMillis, zone: &TimeZone) -> ReadFilter {
    let (typed, is_not_alone) = cut(text);
    let mut read = ReadFilter::default();
    if typed.len() > MAX_PARTS {
        read.tell(format!("Only the first {MAX_PARTS} words are looked for: leave some out."));
    }
    for typed in typed.into_iter().take(MAX_PARTS) {
        read.take(typed, now, zone);
    }
    if is_not_alone {
        read.tell(String::from("NOT stands before what is left out: write it behind NOT."));
    }
    read
}

/// What a value comes to.
enum Meant {
    /// This.
    Test(FilterTest),
    /// Nothing yet: it is still typed.
    Unfinished,
    /// Nothing, and this is to be said.
    Wrong(String),
}

impl ReadFilter {
    fn tell(&mut self, sentence: String) {
        self.problems.push(FilterProblem { sentence });
    }

    fn take(&mut self, typed: Typed, now: UnixMillis, zone: &TimeZone) {
        let Some(name) = &typed.name else { return self.word(&typed.value, typed.is_negated) };
        let Some(operator) = TrafficOperator::named(name) else {
            self.tell(unknown(name));
            return self.word(&format!("{name}:{}", typed.value), typed.is_negated);
        };
        match meaning(operator, &typed, now, zone) {
            Meant::Test(test) => self.filter.parts.push(FilterPart { is_negated: typed.is_negated, test }),
            Meant::Unfinished => {}
            Meant::Wrong(sentence) => self.tell(sentence),
        }
    }

    fn word(&mut self, text: &str, is_negated: bool) {
        let word = folded_text(text.trim());
        if word.is_empty() {
            return;
        }
        if is_negated {
            self.filter.parts.push(FilterPart { is_negated, test: FilterTest::Text(TextTest::Word(word)) });
        } else {
            self.filter.words.push(word);
        }
    }
}

fn unknown(name: &str) -> String {
    match TrafficOperator::nearest(name) {
        Some(near) => {
            format!(
                "{name}: is not known, so it is looked for as a word. Did you mean {}, as in {}?",
                near.typed, near.example
            )
        }
        None => {
            let known = TrafficOperator::ALL.map(|operator| operator.typed).join(", ");
            format!("{name}: is not known, so it is looked for as a word. Known are {known}.")
        }
    }
}

fn meaning(operator: &TrafficOperator, typed: &Typed, now: UnixMillis, zone: &TimeZone) -> Meant {
    let value = typed.value.trim();
    if value.is_empty() {
        return if typed.is_last {
            Meant::Unfinished
        } else {
            let TrafficOperator { typed: name, example, .. } = operator;
            Meant::Wrong(format!("Nothing stands behind {name}. Write its value without a space, as in {example}."))
        };
    }
    let fact = |test| Meant::Test(FilterTest::Fact(test));
    let text = |test: fn(String) -> TextTest| Meant::Test(FilterTest::Text(test(folded_text(value))));
    match operator.name() {
        "status" => ranges(Unit::Status, typed).map_or_else(|meant| meant, |ranges| fact(FactTest::Status(ranges))),
        "size" => ranges(Unit::Bytes, typed).map_or_else(|meant| meant, |ranges| fact(FactTest::Size(ranges))),
        "took" => ranges(Unit::Took, typed).map_or_else(|meant| meant, |ranges| fact(FactTest::Took(ranges))),
        "verdict" => {
            let known = VERDICTS.map(|verdict| (verdict.as_str(), verdict));
            named("verdict:", &known, typed).map_or_else(|meant| meant, |verdicts| fact(FactTest::Verdict(verdicts)))
        }
        "is" => named("is:", &STATES, typed).map_or_else(|meant| meant, |states| fact(FactTest::Any(states))),
        "method" => Meant::Test(FilterTest::Text(TextTest::Method(values(typed).map(folded_text).collect()))),
        "id" => id(typed),
        "path" => text(TextTest::Path),
        "from" => text(TextTest::From),
        "call" => text(TextTest::Call),
        "header" => text(TextTest::Header),
        "body" => text(TextTest::Body),
        name => match times::received(name, value, now, zone) {
            Some(test) => fact(test),
            None if typed.is_last && times::could_become_time(value) => Meant::Unfinished,
            None => Meant::Wrong(format!(
                "“{value}” is no time: write {name}:{}2025-01-20, {name}:2025-01, {name}:yesterday, {name}:monday or \
                 {name}:7d (7 days ago).",
                if name == "on" { String::new() } else { format!("10:30, {name}:15min (15 minutes ago), {name}:") }
            )),
        },
    }
}

/// What stands between commas; a text in quotes whole.
fn values(typed: &Typed) -> impl Iterator<Item = &str> {
    let separator = if typed.is_quoted { '\0' } else { ',' };
    typed.value.split(separator).map(str::trim).filter(|value| !value.is_empty())
}

fn ranges(unit: Unit, typed: &Typed) -> Result<Vec<NumberRange>, Meant> {
    let mut ranges = Vec::new();
    for value in values(typed) {
        match unit.range(value) {
            Some(range) => ranges.push(range),
            None if typed.is_last && Unit::could_become_range(value) => {}
            None => {
                let what = match unit {
                    Unit::Status => "status",
                    Unit::Bytes => "size",
                    Unit::Took => "length of time",
                };
                return Err(Meant::Wrong(format!("“{value}” is no {what}: {}.", unit.wanted())));
            }
        }
    }
    if ranges.is_empty() { Err(Meant::Unfinished) } else { Ok(ranges) }
}

/// Those whose names begin with a value.
fn named<T: Clone>(operator: &str, known: &[(&str, T)], typed: &Typed) -> Result<Vec<T>, Meant> {
    let mut found = Vec::new();
    for value in values(typed) {
        let begin = value.to_ascii_lowercase();
        let meant = known.iter().filter(|(name, _)| name.starts_with(&begin)).map(|(_, meant)| meant.clone());
        let before = found.len();
        found.extend(meant);
        if found.len() == before {
            let names: Vec<_> = known.iter().map(|(name, _)| *name).collect();
            let (last, others) =
                names.split_last().map_or(("", String::new()), |(last, rest)| (*last, rest.join(", ")));
            return Err(Meant::Wrong(format!(
                "{operator}{value} is not known. Behind {operator} stands {others} or {last}."
            )));
        }
    }
    if found.is_empty() { Err(Meant::Unfinished) } else { Ok(found) }
}

/// `42` is a number, or how a call's id begins; `#42` a number alone.
fn id(typed: &Typed) -> Meant {
    let number = |value: &str| value.parse::<i64>().ok().filter(|number| *number > 0 && !value.starts_with('+'));
    let ids: Vec<&str> = values(typed).collect();
    let numbers: Vec<_> = ids.iter().filter_map(|id| number(id.strip_prefix('#')?)).map(FactTest::Number).collect();
    if !ids.is_empty() && numbers.len() == ids.len() {
        return Meant::Test(FilterTest::Fact(FactTest::Any(numbers)));
    }
    let either: Vec<_> = ids.iter().map(|id| (number(id.strip_prefix('#').unwrap_or(id)), folded_text(id))).collect();
    if either.is_empty() { Meant::Unfinished } else { Meant::Test(FilterTest::Text(TextTest::Id(either))) }
}

#[cfg(test)]
mod tests {
    use super::super::samples::NOW;
    use super::*;

    fn read(text: &str) -> ReadFilter {
        parse(text, NOW, &TimeZone::UTC)
    }

    fn test(text: &str) -> FilterTest {
        let read = read(text);
        assert!(read.problems.is_empty() && read.filter.parts.len() == 1, "{text}: {read:?}");
        read.filter.parts[0].test.clone()
    }

    #[test]
    fn words_and_operators_are_read() {
        let filter = read("Zoë \"Two Words\" -gone").filter;
        assert_eq!(filter.words, ["zoe", "two words"]);
        let part = FilterPart { is_negated: true, test: FilterTest::Text(TextTest::Word(String::from("gone"))) };
        assert_eq!(filter.parts, [part]);
        let range = |min, max| NumberRange { min, max };
        assert_eq!(test("status:4xx,500"), FilterTest::Fact(FactTest::Status(vec![range(400, 499), range(500, 500)])));
        assert_eq!(test("VERDICT:New,ref"), FilterTest::Fact(FactTest::Verdict(vec![Verdict::New, Verdict::Refused])));
        assert_eq!(test("is:replay"), FilterTest::Fact(FactTest::Any(vec![FactTest::Replay])));
        let ids = vec![(Some(42), String::from("42")), (None, String::from("call_a"))];
        assert_eq!(test("id:42,call_A"), FilterTest::Text(TextTest::Id(ids)));
        assert_eq!(test("id:#7"), FilterTest::Fact(FactTest::Any(vec![FactTest::Number(7)])));
        assert_eq!(test("body:\"a, b\""), FilterTest::Text(TextTest::Body(String::from("a, b"))));
        assert_eq!(test("header:X-A:\"b c\""), FilterTest::Text(TextTest::Header(String::from("x-a:b c"))));
    }

    #[test]
    fn what_is_still_typed_asks_nothing() {
        for text in ["", "  ", "status:", "status:>", "verdict:new took:>=", "size:1.", "after:20", "after:15m", "is:"]
        {
            let read = read(text);
            assert!(read.problems.is_empty() && read.filter.parts.len() < 2, "{text}: {read:?}");
        }
    }

    #[test]
    fn what_is_wrong_is_said_with_what_would_be_right() {
        for (text, words, sentence) in [
            ("stauts:404", &["stauts:404"][..], "Did you mean status:, as in status:4xx,500?"),
            ("colour:red", &["colour:red"], "Known are status:, verdict:, id:"),
            ("status:abc x", &["x"], "“abc” is no status: write status:404"),
            ("verdict:purple", &[], "stands new, repeat, updated, unparsed, refused or checked."),
            ("is:purple", &[], "stands replay, rehearsed, forwarded, waiting or dead."),
            ("size:big", &[], "is no size"),
            ("took:long", &[], "is no length of time"),
            ("after:soon", &[], "“soon” is no time: write after:10:30, after:15min"),
            ("on:soon", &[], "“soon” is no time: write on:2025-01-20"),
            ("path: x", &["x"], "Nothing stands behind path:."),
            ("x NOT ", &["x"], "NOT stands before"),
        ] {
            let read = read(text);
            let [problem] = read.problems.as_slice() else { panic!("{text}: {:?}", read.problems) };
            assert!(problem.sentence.contains(sentence), "{text}: {}", problem.sentence);
            assert_eq!(read.filter.words, words, "{text}");
        }
        assert_eq!(read(&"a ".repeat(100)).filter.words.len(), MAX_PARTS);
    }

    proptest::proptest! {
        #[test]
        fn any_text_gives_a_filter(text in ".{0,60}") {
            let once = read(&text);
            proptest::prop_assert_eq!(&once, &read(&text));
        }
    }
}
