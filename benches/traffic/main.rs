//! Finding requests among a million: from a command to the answer of the program's own engines, for filters of every kind;
//! rows while a person scrolls, one request opened. Nothing is asserted.
//!
//!     cargo bench --bench traffic                         fills target/traffic-<requests> once (some minutes), then asks
//!     cargo bench --bench traffic -- --requests 100000    with fewer requests

#![expect(clippy::print_stdout, clippy::unwrap_used, reason = "a bench prints, and may fail here")]

mod filled;

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, sync_channel};
use std::time::{Duration, Instant};

use call_inbox::app::Engines;
use call_inbox::bus::{Bus, Command, Event, Subscriber, Ticket, TrafficCommand, TrafficEvent};
use call_inbox::call::{DeliveryId, UnixMillis};
use call_inbox::traffic::parse;
use jiff::tz::TimeZone;

const REQUESTS: u64 = 1_000_000;
/// How often each is asked; of those that read every body, and every head.
const ROUNDS: usize = 20;
const SLOW_ROUNDS: usize = 2;
/// Rows that are in sight.
const IN_SIGHT: i64 = 60;
const JUMPS: u64 = 200;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    let requests = match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        [] => REQUESTS,
        ["--requests", requests] => requests.parse().unwrap(),
        _ => return println!("usage: cargo bench --bench traffic [-- --requests N]"),
    };
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(format!("target/traffic-{requests}"));
    filled::fill(&folder, requests);
    let mut asking = Asking::start(&folder);
    let newest = i64::try_from(requests).unwrap();

    let rest = resident_megabytes();
    println!(
        "\n{:<44}{:>10}{:>10}{:>10}{:>10}{:>10}",
        "from the command, milliseconds", "first", "p95", "complete", "p95", "found"
    );
    let old_call = filled::call_id(requests / 5);
    let old_number = format!("id:#{}", requests / 3);
    let by_call = format!("id:{old_call}");
    for (filter, rounds) in [
        ("", ROUNDS),
        ("status:4xx", ROUNDS),
        ("status:599", ROUNDS),
        ("verdict:refused,unparsed", ROUNDS),
        ("-verdict:new size:>1k", ROUNDS),
        ("took:>50ms after:7d", ROUNDS),
        ("is:replay", ROUNDS),
        (&old_number, ROUNDS),
        (&by_call, ROUNDS),
        ("ann", ROUNDS),
        ("zzzzzz", ROUNDS),
        ("secret -from:10. status:401", ROUNDS),
        ("header:curl", SLOW_ROUNDS),
        ("body:zzzzzz", SLOW_ROUNDS),
    ] {
        asking.find(filter, rounds);
    }
    println!("memory +{:.0} MB", resident_megabytes() - rest);

    let mut took = Vec::new();
    for jump in 0..JUMPS {
        // Anywhere, the same each time.
        let from = i64::try_from((jump * 7_919_993) % requests).unwrap().min(newest - IN_SIGHT).max(1);
        let ids = (from..from + IN_SIGHT).map(DeliveryId).collect();
        let command = TrafficCommand::LoadRows { ticket: Ticket(0), ids };
        took.push(asking.time(command, |event| matches!(event, TrafficEvent::RowsLoaded { .. })));
    }
    report(&format!("{IN_SIGHT} rows anywhere"), took);
    let opened = (0..JUMPS).map(|jump| {
        let id = DeliveryId(i64::try_from((jump * 7_919_993) % requests).unwrap().max(1));
        asking.time(TrafficCommand::Open { id }, |event| matches!(event, TrafficEvent::Opened(_)))
    });
    let opened = opened.collect();
    report("one opened", opened);
    let ticket = asking.ticket();
    let filter = parse("status:4xx", UnixMillis(0), &TimeZone::UTC).filter;
    let after = DeliveryId(newest);
    let followed = (0..ROUNDS).map(|_| {
        let command = TrafficCommand::Follow { ticket, filter: filter.clone(), after };
        asking.time(command, |event| matches!(event, TrafficEvent::Followed { .. }))
    });
    let followed = followed.collect();
    report("followed, nothing new", followed);

    println!("memory at the end: {:.0} MB resident", resident_megabytes());
    asking.engines.stop();
}

/// The program's engines, and what they tell.
struct Asking {
    engines: Engines,
    subscriber: Subscriber,
    woken: Receiver<()>,
    last: u64,
}

impl Asking {
    fn start(folder: &std::path::Path) -> Self {
        let bus = Bus::default();
        let (wake, woken) = sync_channel(1);
        let subscriber = bus.subscribe(Arc::new(move || _ = wake.try_send(())));
        let begun = Instant::now();
        let address: std::net::SocketAddr = "127.0.0.1:0".parse().unwrap();
        let engines = Engines::start(folder, Some(address), bus).unwrap();
        println!("started in {:.0} ms", millis(begun.elapsed()));
        Self { engines, subscriber, woken, last: 0 }
    }

    fn ticket(&mut self) -> Ticket {
        self.last += 1;
        Ticket(self.last)
    }

    fn command(&mut self, command: TrafficCommand) {
        self.engines.command(Command::Traffic(command));
    }

    fn next(&self) -> TrafficEvent {
        loop {
            match self.subscriber.next() {
                Some(Event::Traffic(event)) => return event,
                Some(_) => {}
                None => self.woken.recv().unwrap(),
            }
        }
    }

    fn time(&mut self, command: TrafficCommand, is_answer: impl Fn(&TrafficEvent) -> bool) -> Duration {
        let begun = Instant::now();
        self.command(command);
        while !is_answer(&self.next()) {}
        begun.elapsed()
    }

    fn find(&mut self, text: &str, rounds: usize) {
        let read = parse(text, filled::NOW, &TimeZone::UTC);
        assert!(read.problems.is_empty(), "{text}: {:?}", read.problems);
        let (mut first, mut complete, mut count) = (Vec::new(), Vec::new(), 0);
        for _ in 0..rounds {
            let ticket = self.ticket();
            let begun = Instant::now();
            self.command(TrafficCommand::Find { ticket, filter: read.filter.clone() });
            let mut told = None;
            loop {
                let TrafficEvent::Found { ids, is_complete, ticket: of, .. } = self.next() else { continue };
                if of != ticket {
                    continue;
                }
                told.get_or_insert_with(|| begun.elapsed());
                if is_complete {
                    count = ids.len();
                    break;
                }
            }
            first.extend(told);
            complete.push(begun.elapsed());
        }
        let (first, complete) = (quantiles(first), quantiles(complete));
        println!("{text:<44}{:>10.1}{:>10.1}{:>10.1}{:>10.1}{count:>10}", first[0], first[1], complete[0], complete[1]);
    }
}

fn report(what: &str, took: Vec<Duration>) {
    let longest = took.iter().max().copied().unwrap_or_default();
    let [median, p95] = quantiles(took);
    println!("{what:<44}{median:>10.2} ms; p95 {p95:.2} ms; longest {:.2} ms", millis(longest));
}

/// The median and the 95th of a hundred, in milliseconds.
fn quantiles(mut took: Vec<Duration>) -> [f64; 2] {
    took.sort_unstable();
    [0.5, 0.95].map(|share| millis(took[((took.len() - 1) as f64 * share).round() as usize]))
}

fn millis(took: Duration) -> f64 {
    took.as_secs_f64() * 1e3
}

fn resident_megabytes() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap_or("0 kB");
    line.trim().trim_end_matches(" kB").parse::<f64>().unwrap_or(0.0) / 1e3
}
