//! How many calls a second are received and kept, beside other receivers: distinct calls over 1, 16, 64 and 256
//! connections, on disk before the answer, in short rounds by turns, medians. Nothing is asserted; machines differ, their
//! ratios less.
//!
//!     cargo bench --bench ingest                  receivers side by side, about a minute
//!     cargo bench --bench ingest -- --growth      over 0, 100,000 and 1,000,000 calls that are there already
//!     cargo bench --bench ingest -- --steady      200 calls a second for a minute, over 100,000
//!     cargo bench --bench ingest -- --hold        with 1,000 slow and silent connections

#![expect(clippy::print_stdout, clippy::unwrap_used, reason = "a bench prints, and may fail here")]

mod bare;
mod calls;
mod ceiling;
mod growth;
mod hold;
mod load;
mod process;
mod receivers;
mod steady;
mod table;

use std::path::Path;
use std::time::Duration;

use calls::Calls;
use ceiling::PlainSqlite;
use load::Load;
use process::Taken;
use receivers::{AS_RECEIVER, Receiver, Running};
use table::Rounds;

const CONNECTIONS: [usize; 4] = [1, 16, 64, 256];
/// Of each, by turns.
const ROUNDS: usize = 3;
const WARM_UP: Duration = Duration::from_millis(150);
const WINDOW: Duration = Duration::from_millis(700);

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        [AS_RECEIVER] => bare::serve(None),
        [AS_RECEIVER, folder] => bare::serve(Some(Path::new(folder))),
        [hold::AS_HOLDER, address, connections] => hold::hold(address, connections),
        [] => measured(side_by_side),
        ["--growth"] => measured(growth::run),
        ["--steady"] => measured(steady::run),
        ["--hold"] => measured(hold::run),
        _ => println!("usage: cargo bench --bench ingest [-- --growth | --steady | --hold]"),
    }
}

fn measured(run: fn(&Calls)) {
    let calls = Calls::new();
    println!("payloads of {} bytes on average; load before: {}", calls.mean_bytes(), process::load_average());
    run(&calls);
    println!("load after: {}", process::load_average());
}

fn side_by_side(calls: &Calls) {
    let mut receivers = Receiver::ALL.to_vec();
    if let Err(why) = receivers::install_express() {
        println!("without Express: {why}");
        receivers.retain(|receiver| *receiver != Receiver::Express);
    }
    table::head();
    let mut ratios = Vec::new();
    for connections in CONNECTIONS {
        let rates = with_connections(connections, &receivers, calls);
        let ours =
            rates.iter().find(|(receiver, _)| *receiver == Receiver::CallInbox).map_or(f64::NAN, |(_, rate)| *rate);
        for (receiver, rate) in rates.into_iter().filter(|(receiver, _)| *receiver != Receiver::CallInbox) {
            ratios.push(format!("{connections:>4} connections: {:>6.2} of {}", ours / rate, receiver.name()));
        }
    }
    println!("\nCall Inbox's calls/s over others'\n{}", ratios.join("\n"));
}

/// All receivers by turns; calls a second of each.
fn with_connections(connections: usize, receivers: &[Receiver], calls: &Calls) -> Vec<(Receiver, f64)> {
    let started: Vec<_> = receivers
        .iter()
        .map(|receiver| {
            let folder = receivers::folder();
            (receiver.start(folder.path()), folder, Rounds::default())
        })
        .collect();
    let mut started = started;
    let (plain_folder, store_folder) = (receivers::folder(), receivers::folder());
    let (plain, store) = (PlainSqlite::open(plain_folder.path()), ceiling::open_store(store_folder.path()));
    let (mut of_plain, mut of_store) = (Rounds::default(), Rounds::default());
    for _ in 0..ROUNDS {
        for (running, _, rounds) in &mut started {
            rounds.answers.push(full_speed(running, connections).run(calls));
            rounds.taken = Taken::by(&running.child);
        }
        of_store.answers.push(ceiling::keep(&store, connections, WINDOW, u64::MAX, calls));
        of_plain.answers.push(plain.run(connections, WINDOW, calls));
    }
    of_plain.kept = Some(plain.count());
    let mut rates = Vec::new();
    for (running, _folder, mut rounds) in started {
        let receiver = running.receiver;
        rounds.kept = running.kill_and_count();
        table::line(receiver.name(), connections, &rounds);
        rates.push((receiver, rounds.per_sec()));
    }
    table::line("its store without HTTP", connections, &of_store);
    table::line("plain SQLite without HTTP", connections, &of_plain);
    rates
}

/// As many calls as are answered.
fn full_speed(running: &Running, connections: usize) -> Load {
    let knocks = running.receiver.wants_knocks();
    Load { address: running.address, connections, knocks, per_sec: None, warm_up: WARM_UP, window: WINDOW }
}
