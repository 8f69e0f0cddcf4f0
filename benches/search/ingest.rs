//! What indexing costs those who send: the program's own store at full speed, with the index following behind and without
//! it, by turns in one run; and how long the index then takes to catch up.

use std::sync::mpsc::sync_channel;
use std::time::{Duration, Instant};

use call_inbox::bus::Bus;
use call_inbox::store::{Access, Store};

use crate::stored;

/// A burst, after which the index catches up; and so many at a stretch that indexing takes turns with them.
const SIZES: [(u64, usize); 2] = [(6_000, 5), (60_000, 3)];
const IN_FLIGHT: usize = 64;
const WAIT: Duration = Duration::from_millis(20);

pub fn run() {
    for (calls, rounds) in SIZES {
        let (mut with, mut without, mut caught_up) = (Vec::new(), Vec::new(), Vec::new());
        for _ in 0..rounds {
            let (rate, after) = keep(calls, true);
            with.push(rate);
            caught_up.push(after);
            without.push(keep(calls, false).0);
        }
        let (with, without) = (median(with), median(without));
        println!(
            "{calls} calls, {IN_FLIGHT} at a time: {with:.0} a second with the index, {without:.0} without; ratio {:.2}; \
             it had caught up {:.1} s after the last",
            with / without,
            median(caught_up)
        );
    }
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

/// Calls a second, and how many seconds later all of them were indexed.
fn keep(calls: u64, is_indexed: bool) -> (f64, f64) {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(folder.path(), Access::Owner, Bus::default(), stored::clock()).unwrap();
    let writer = store.writer();
    writer.set_indexing(is_indexed);
    let deliveries: Vec<_> = (0..calls).map(|number| stored::delivery(number, calls)).collect();
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
    (calls as f64 / took, since.elapsed().as_secs_f64())
}
