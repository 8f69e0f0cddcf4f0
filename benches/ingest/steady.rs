//! An ordinary busy day: calls at a steady pace for a minute into an inbox that holds many, beside bare tiny_http that
//! answers the same pace and stores nothing. Times count from when a call was due.

use std::thread::Builder;
use std::time::Duration;

use crate::calls::Calls;
use crate::growth::fill;
use crate::load::Load;
use crate::process::Taken;
use crate::receivers::{self, Receiver};
use crate::table::{self, Rounds};

const STORED: u64 = 100_000;
const PER_SEC: f64 = 200.0;
const WINDOW: Duration = Duration::from_secs(60);
const WARM_UP: Duration = Duration::from_secs(1);
const CONNECTIONS: usize = 16;

pub fn run(calls: &Calls) {
    let folder = receivers::folder();
    fill(folder.path(), STORED, calls);
    let running = [Receiver::CallInbox.start(folder.path()), Receiver::Bare.start(folder.path())];
    let loads = running.each_ref().map(|running| Load {
        address: running.address,
        connections: CONNECTIONS,
        knocks: running.receiver.wants_knocks(),
        per_sec: Some(PER_SEC),
        warm_up: WARM_UP,
        window: WINDOW,
    });
    let answers = std::thread::scope(|scope| {
        let post = |load| Builder::new().name(String::from("load")).spawn_scoped(scope, move || Load::run(load, calls));
        loads.each_ref().map(|load| post(load).unwrap()).map(|thread| thread.join().unwrap())
    });
    table::head();
    let mut p99 = Vec::new();
    for (running, answers) in running.into_iter().zip(answers) {
        let (name, taken) = (running.receiver.name(), Taken::by(&running.child));
        let longest = answers.ms(1.0);
        let kept = running.kill_and_count().map(|kept| kept - STORED);
        let rounds = Rounds { answers: vec![answers], taken, kept };
        table::line(name, CONNECTIONS, &rounds);
        println!("{:<34}longest {longest:.1} ms", "");
        p99.push(rounds.ms(0.99));
    }
    println!("\np99 against bare tiny_http: {:.1}x", p99[0] / p99[1]);
}
