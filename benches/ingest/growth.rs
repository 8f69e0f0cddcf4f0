//! Whether receiving slows down as the inbox grows: the program on an empty folder and on filled ones, by turns.

use std::time::{Duration, Instant};

use crate::calls::Calls;
use crate::process::Taken;
use crate::receivers::{self, Receiver};
use crate::table::{self, Rounds};
use crate::{ceiling, full_speed};

const STORED: [u64; 3] = [0, 100_000, 1_000_000];
const CONNECTIONS: usize = 64;
/// More than else: the differences looked for are small.
const ROUNDS: usize = 9;
/// Fills the queue, so that every commit is as large as one can be.
const IN_FLIGHT: usize = 512;
const AN_HOUR: Duration = Duration::from_secs(3_600);

pub fn run(calls: &Calls) {
    let mut filled = STORED.map(|stored| {
        let folder = receivers::folder();
        fill(folder.path(), stored, calls);
        (Receiver::CallInbox.start(folder.path()), folder, Rounds::default(), stored)
    });
    for round in 0..ROUNDS {
        for (running, _, rounds, _) in &mut filled {
            let answers = full_speed(running, CONNECTIONS).run(calls);
            // The first touches what is not in memory yet.
            if round > 0 {
                rounds.answers.push(answers);
            } else {
                println!("first touch: {:.0} calls/s, p99 {:.1} ms", answers.per_sec(), answers.ms(0.99));
            }
            rounds.taken = Taken::by(&running.child);
        }
    }
    table::head();
    let mut rates = Vec::new();
    for (running, _folder, rounds, stored) in filled {
        drop(running);
        table::line(&format!("over {stored} calls"), CONNECTIONS, &rounds);
        rates.push(rounds.per_sec());
    }
    println!("\nrate over 100,000 stored calls against none: {:.2}", rates[1] / rates[0]);
    println!("rate over 1,000,000 stored calls against none: {:.2}", rates[2] / rates[0]);
}

/// Stores that many calls, through the program's own store.
pub fn fill(folder: &std::path::Path, stored: u64, calls: &Calls) {
    if stored == 0 {
        return;
    }
    let begun = Instant::now();
    let store = ceiling::open_store(folder);
    let answers = ceiling::keep(&store, IN_FLIGHT, AN_HOUR, stored, calls);
    store.close();
    println!("{} calls stored in {:.1} s", answers.received, begun.elapsed().as_secs_f64());
}
