//! Searching a million calls: from a key in the search box to painted rows, through the program's own store and window (all
//! but the graphics driver), and the same questions in hand-written SQL on the same file. Nothing is asserted.
//!
//!     cargo bench --bench search                      fills target/search-<calls> once (a quarter of an hour), then asks
//!     cargo bench --bench search -- --calls 100000    with fewer calls
//!     cargo bench --bench search -- --ingest          what indexing costs those who send

#![expect(clippy::print_stdout, clippy::unwrap_used, reason = "a bench prints, and may fail here")]

mod floors;
mod ingest;
mod stored;
mod window;

use std::path::PathBuf;
use std::time::{Duration, Instant};

use call_inbox::bus::Bus;
use call_inbox::call::{Sort, TriageChange};
use call_inbox::store::{Access, Store};

use window::Window;

const CALLS: u64 = 1_000_000;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    let calls = match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        [] => CALLS,
        ["--calls", calls] => calls.parse().unwrap(),
        ["--ingest"] => return ingest::run(),
        _ => return println!("usage: cargo bench --bench search [-- --calls N | --ingest]"),
    };
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(format!("target/search-{calls}"));
    stored::fill(&folder, calls);
    let bus = Bus::default();
    let store = Store::open(&folder, Access::Owner, bus.clone(), stored::clock()).unwrap();
    let words = stored::Words::pick();
    println!("{words:?}");

    let rest = resident_megabytes();
    let begun = Instant::now();
    let mut window = Window::open(&store, &bus);
    println!("first rows {:.1} ms after the question", millis(begun.elapsed()));
    window.settle();
    println!(
        "whole list {:.1} ms; {} calls; memory +{:.0} MB",
        millis(begun.elapsed()),
        window.len(),
        resident_megabytes() - rest
    );

    println!(
        "\n{:<58}{:>9}{:>9}{:>9}{:>10}",
        "from a key to painted rows, milliseconds", "median", "p95", "longest", "found"
    );
    for (what, query) in words.questions() {
        for view in [call_inbox::call::View::Inbox, call_inbox::call::View::All] {
            window.show(view);
            let mut took = Vec::new();
            for _ in 0..5 {
                took.extend(window.type_in(&query));
            }
            let found = window.settle_search();
            report(&format!("{what} ({query}) in {view:?}"), took, found);
        }
    }
    window.clear();

    println!("\n{:<58}{:>9}{:>9}{:>9}{:>9}", "the first 100 rows, milliseconds", "ours", "SQL", "ratio", "rows");
    floors::compare(&store, &folder, &words);

    println!("\n{:<58}{:>9}{:>9}{:>9}", "frames, milliseconds", "median", "p95", "longest");
    for sort in Sort::ALL {
        let took = window.sort(sort);
        println!("sorted {:<51}{:>9.1} until painted", sort.word(), millis(took));
        report_frames(&format!("scroll, {}", sort.label()), window.scroll());
    }
    window.clear();
    report_frames("jump between the ends", window.jump());

    println!();
    window.type_in(&words.common);
    window.settle_search();
    let matching = window.matching(50_000);
    let took = window.mark(matching.clone(), TriageChange::Done(true));
    println!("marking {} calls done: {:.2} s in {} steps", matching.len(), took.0.as_secs_f64(), took.1);
    let took = window.undo_marking();
    println!("and back: {:.2} s in {} steps", took.0.as_secs_f64(), took.1);
    println!("memory at the end: {:.0} MB resident", resident_megabytes());
    drop(window);
    store.close();
}

pub fn millis(took: Duration) -> f64 {
    took.as_secs_f64() * 1e3
}

fn quantiles(mut took: Vec<Duration>) -> [f64; 3] {
    took.sort_unstable();
    let at = |share: f64| millis(took[((took.len() - 1) as f64 * share) as usize]);
    [at(0.5), at(0.95), at(1.0)]
}

fn report(what: &str, took: Vec<Duration>, found: usize) {
    let [median, p95, longest] = quantiles(took);
    println!("{what:<58}{median:>9.1}{p95:>9.1}{longest:>9.1}{found:>10}");
}

fn report_frames(what: &str, took: Vec<Duration>) {
    let [median, p95, longest] = quantiles(took);
    println!("{what:<58}{median:>9.2}{p95:>9.2}{longest:>9.2}");
}

/// What of this process is in memory, from the system.
fn resident_megabytes() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap_or("0 kB");
    line.trim().trim_end_matches(" kB").parse::<f64>().unwrap_or(0.0) / 1e3
}
