//! What indexing costs those who send: the program's own store at full speed, with the index following behind and without
//! it, by turns in one run; and how long the index then takes to catch up.

use std::sync::mpsc::sync_channel;
use std::time::{Duration, Instant};

use call_inbox::bus::Bus;
use call_inbox::store::{Access, Store};

use crate::stored;

const ROUNDS: usize = 5;
const CALLS: u64 = 6_000;
const IN_FLIGHT: usize = 64;
const WAIT: Duration = Duration::from_millis(20);

pub fn run() {
    let (mut with, mut without, mut caught_up) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        let (rate, after) = keep(true);
        with.push(rate);
        caught_up.push(after);
        without.push(keep(false).0);
    }
    let median = |mut rates: Vec<f64>| {
        rates.sort_by(f64::total_cmp);
        rates[rates.len() / 2]
    };
    let (with, without) = (median(with), median(without));
    println!(
        "calls kept a second, {IN_FLIGHT} at a time: {with:.0} with the index, {without:.0} without; ratio {:.2}",
        with / without
    );
    println!("the index had caught up {:.1} s after the last of {CALLS} calls", median(caught_up));
}

/// Calls a second, and how many seconds later all of them were indexed.
fn keep(is_indexed: bool) -> (f64, f64) {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(folder.path(), Access::Owner, Bus::default(), stored::clock()).unwrap();
    let writer = store.writer();
    writer.set_indexing(is_indexed);
    let deliveries: Vec<_> = (0..CALLS).map(|number| stored::delivery(number, CALLS)).collect();
    let (done, kept) = sync_channel(IN_FLIGHT);
    let begun = Instant::now();
    let mut waiting = 0;
    for delivery in deliveries {
        let done = done.clone();
        writer.keep(delivery, Box::new(move |outcome| done.send(outcome.map(drop)).unwrap()));
        waiting += 1;
        if waiting == IN_FLIGHT {
            kept.recv().unwrap().unwrap();
            waiting -= 1;
        }
    }
    (0..waiting).for_each(|_| kept.recv().unwrap().unwrap());
    let took = begun.elapsed().as_secs_f64();
    let since = Instant::now();
    let reader = store.reader().unwrap();
    while is_indexed && reader.unindexed_count().unwrap() > 0 {
        stored::wait(WAIT);
    }
    store.close();
    (CALLS as f64 / took, since.elapsed().as_secs_f64())
}
