//! Opening a request of 10 MB: its body as a tree of lines and as lines of text, a search in it, and two of them compared.
//! Many small objects, one huge string, deep nesting, nothing but numbers, and what is not JSON. Nothing is asserted but
//! that all of the body was laid out.
//!
//!     cargo bench --bench traffic_body

#![expect(clippy::print_stdout, clippy::unwrap_used, reason = "a bench prints, and may fail here")]

use std::fmt::Write as _;
use std::hint::black_box;
use std::time::{Duration, Instant};

use call_inbox::call::{Delivery, DeliveryId, DeliveryNote, UnixMillis, Verdict};
use call_inbox::traffic::{Folds, LineKind, Outline, OutlineLine, TextLines, compare};

const BODY_BYTES: usize = 10_000_000;
const RUNS: usize = 5;

fn main() {
    println!(
        "{:<26}{:>7}{:>10}{:>9}{:>9}{:>9}{:>9}{:>9}{:>9}{:>9}{:>9}{:>9}",
        "milliseconds, median of 5",
        "MB",
        "lines",
        "of body",
        "lay out",
        "longest",
        "as text",
        "search",
        "fold",
        "path",
        "compare",
        "differ"
    );
    measure("many small objects", &small_objects(), true);
    measure("one huge string", &huge_string(), true);
    measure("deep nesting", &deep(), true);
    measure("nothing but numbers", &numbers(), true);
    measure("not JSON", &form(), false);
    println!(
        "\n\"of body\" is the memory of the outline as a multiple of the body: {} bytes a line.",
        size_of::<OutlineLine>()
    );
}

fn measure(what: &str, body: &[u8], is_json: bool) {
    let (took, outline) = timed(|| Outline::of(black_box(body)));
    assert_eq!(outline.fault.is_none(), is_json, "{what}: {:?}", outline.fault);
    assert!(!is_json || outline.rest(body).is_empty(), "{what} is not laid out whole");
    let (took_text, text) = timed(|| TextLines::of(black_box(body)));
    assert!(text.lines.last().unwrap().end as usize == body.len(), "{what} is not all lines");
    let (took_search, _) = timed(|| outline.hits(black_box("Nobody says this"), body));
    let (took_fold, folds) = timed(|| Folds::from_depth(black_box(&outline), 1));
    assert!(folds.rows() <= outline.lines.len());
    let last = outline.lines.iter().rposition(|line| line.kind != LineKind::Closes).unwrap_or_default();
    let (took_path, path) = timed(|| outline.path_of(black_box(last), body));
    assert!(!is_json || outline.line_of(&path, body) == Some(last), "{what}: the path leads elsewhere");
    let (one, other) = (delivery(body.to_vec()), delivery(changed(body)));
    let (took_compare, comparison) = timed(|| compare(black_box(&one), black_box(&other)));
    let differ = comparison.fields.len() + comparison.left_out;
    assert!(differ > 0, "{what} was changed");
    println!(
        "{what:<26}{:>7.1}{:>10}{:>9.2}{:>9.1}{:>9.1}{:>9.1}{:>9.1}{:>9.1}{:>9.1}{:>9.1}{:>9}",
        body.len() as f64 / 1e6,
        outline.lines.len(),
        (outline.lines.capacity() * size_of::<OutlineLine>()) as f64 / body.len() as f64,
        median(&took),
        millis(took[RUNS - 1]),
        median(&took_text),
        median(&took_search),
        median(&took_fold),
        median(&took_path),
        median(&took_compare),
        differ
    );
}

/// How long each run took, shortest first, and what the last one made.
fn timed<T>(mut run: impl FnMut() -> T) -> (Vec<Duration>, T) {
    let mut took = Vec::with_capacity(RUNS);
    let mut made = None;
    for _ in 0..RUNS {
        // What the run before made goes away first, so that two of them are never there at once.
        drop(made.take());
        let begun = Instant::now();
        made = Some(run());
        took.push(begun.elapsed());
    }
    took.sort_unstable();
    (took, made.unwrap())
}

fn median(took: &[Duration]) -> f64 {
    millis(took[took.len() / 2])
}

fn millis(took: Duration) -> f64 {
    took.as_secs_f64() * 1e3
}

/// As long as a body may usefully be, of pieces by their number.
fn filled(begin: &str, piece: impl Fn(usize) -> String, end: &str) -> Vec<u8> {
    let mut text = String::with_capacity(BODY_BYTES + 1_000);
    text.push_str(begin);
    for number in 0.. {
        if text.len() + end.len() >= BODY_BYTES {
            break;
        }
        let _ = write!(text, "{}{}", if number == 0 { "" } else { "," }, piece(number));
    }
    text.push_str(end);
    text.into_bytes()
}

fn small_objects() -> Vec<u8> {
    let item = |number: usize| {
        format!(r#"{{"id":{number},"name":"Zoë Müller","score":{}.50,"tags":["a","b"],"done":null}}"#, number % 100)
    };
    filled(r#"{"callId":"bench","items":["#, item, "]}")
}

fn huge_string() -> Vec<u8> {
    let words = |_| String::from("she said \\\"yes\\\" and the café was full\\n");
    filled(r#"{"callId":"bench","transcript":""#, words, "\"}")
}

fn deep() -> Vec<u8> {
    let depth = BODY_BYTES / 7;
    format!("{}1{}", r#"{"a":"#.repeat(depth), "}".repeat(depth)).into_bytes()
}

fn numbers() -> Vec<u8> {
    filled("[", |number| (number % 10).to_string(), "]")
}

fn form() -> Vec<u8> {
    filled("", |number| format!("field{number}=value+{number}\r\n"), "")
}

/// With one byte in a hundred thousand changed, where that keeps JSON what it is.
fn changed(body: &[u8]) -> Vec<u8> {
    let mut body = body.to_vec();
    for begin in (0..body.len()).step_by(100_000) {
        let digit = body[begin..].iter().position(|byte| (b'1'..=b'8').contains(byte));
        if let Some(at) = digit.filter(|at| *at < 100_000) {
            body[begin + at] += 1;
        }
    }
    if let Some(at) = body.windows(3).position(|letters| letters == b"yes") {
        body[at] = b'Y';
    }
    body
}

fn delivery(body: Vec<u8>) -> Delivery {
    let note = DeliveryNote {
        id: DeliveryId(1),
        received_at: UnixMillis(0),
        source: String::from("default"),
        peer: None,
        method: String::from("POST"),
        path: String::from("/webhook/call-completed"),
        status: 200,
        verdict: Verdict::New,
        reason: None,
        call_id: None,
        body_bytes: body.len() as u64,
        took_micros: None,
        changes: Vec::new(),
    };
    Delivery { note, headers: Vec::new(), body }
}
