//! Whether honest senders are served while a thousand connections are held: silent ones, heads and bodies of one byte a
//! second, answers that nobody reads; each comes again a second after it was closed. Two honest senders measure: one on
//! kept connections, one on a new connection for each call.

use std::io::{BufRead, BufReader, ErrorKind, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{Builder, park_timeout};
use std::time::{Duration, Instant};

use crate::calls::Calls;
use crate::load::{Answers, Load, request, whole};
use crate::process::Taken;
use crate::receivers::{self, Receiver, Running};
use crate::table::{self, Rounds};

/// The argument with which this bench holds connections, as a process of its own.
pub const AS_HOLDER: &str = "--as-holder";

const HELD: usize = 1_000;
const PER_SEC: f64 = 50.0;
const KEPT_CONNECTIONS: usize = 8;
const WITHOUT: Duration = Duration::from_secs(5);
/// Longer than the limit for heads.
const HOLDING: Duration = Duration::from_secs(25);
const GIVING_BACK: Duration = Duration::from_secs(90);
const A_SECOND: Duration = Duration::from_secs(1);
/// Connections to the server behind the door that the door may keep, each of one thread and three descriptors.
const LINKS_KEPT: usize = 4;
/// In a second.
const BEATS: usize = 20;
/// Requests sent ahead by those who never read.
const AHEAD: usize = 50;
/// What a sender waits for an answer.
const PATIENCE: Duration = Duration::from_secs(10);

pub fn run(calls: &Calls) {
    let folder = receivers::folder();
    let running = Receiver::CallInbox.start(folder.path());
    table::head();
    let mut kept = honest(&running, "nobody else", WITHOUT, calls);
    let before = Taken::by(&running.child);
    let mut holder = Command::new(std::env::current_exe().unwrap())
        .args([AS_HOLDER, &running.address.to_string(), &HELD.to_string()])
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut said = BufReader::new(holder.stdout.take().unwrap()).lines();
    println!("{}", said.next().unwrap().unwrap());
    kept += honest(&running, "1,000 held", HOLDING, calls);
    let during = Taken::by(&running.child);
    holder.kill().unwrap();
    holder.wait().unwrap();
    let since = Instant::now();
    let back = |taken: Taken| {
        before.is_none_or(|before| {
            taken.descriptors <= before.descriptors + 3 * LINKS_KEPT
                && taken.threads <= before.threads + LINKS_KEPT as u64
        })
    };
    while since.elapsed() < GIVING_BACK && Taken::by(&running.child).is_some_and(|taken| !back(taken)) {
        park_timeout(Duration::from_millis(100));
    }
    let took = since.elapsed();
    let after = Taken::by(&running.child);
    kept += honest(&running, "nobody else any more", WITHOUT, calls);
    for (when, taken) in [("before", before), ("at the end of holding", during), ("given back", after)] {
        if let Some(Taken { resident_mb, peak_mb, threads, descriptors }) = taken {
            println!(
                "{when:<24} {resident_mb:>5.0} MB resident (at most {peak_mb:.0}), {threads} threads, {descriptors} \
                 descriptors"
            );
        }
    }
    println!("given back after {:.1} s", took.as_secs_f64());
    let there = running.kill_and_count().unwrap_or_default();
    println!("{kept} answered 200, {there} in the database");
}

/// The two honest senders for so long; how many calls were answered 200.
fn honest(running: &Running, when: &str, window: Duration, calls: &Calls) -> u64 {
    let load = Load {
        address: running.address,
        connections: KEPT_CONNECTIONS,
        knocks: false,
        per_sec: Some(PER_SEC),
        warm_up: Duration::ZERO,
        window,
    };
    let is_over = AtomicBool::new(false);
    let (on_kept, on_new, taken) = std::thread::scope(|scope| {
        let named = |name: &str| Builder::new().name(name.to_owned());
        let on_kept = named("kept").spawn_scoped(scope, || load.run(calls)).unwrap();
        let on_new = named("new").spawn_scoped(scope, || one_by_one(running.address, window, calls)).unwrap();
        let most = named("watch").spawn_scoped(scope, || most_taken(running, &is_over)).unwrap();
        let answers = (on_kept.join().unwrap(), on_new.join().unwrap());
        is_over.store(true, Ordering::Release);
        (answers.0, answers.1, most.join().unwrap())
    });
    let mut received = 0;
    for (name, connections, answers) in [("kept", KEPT_CONNECTIONS, on_kept), ("new", 1, on_new)] {
        let rounds = Rounds { answers: vec![answers], taken, kept: None };
        received += rounds.received();
        table::line(&format!("{when}, {name} connections"), connections, &rounds);
    }
    if let Some(Taken { descriptors, .. }) = taken {
        println!("{:<34}at most {descriptors} descriptors", "");
    }
    received
}

/// The most that a process took at any look.
fn most_taken(running: &Running, is_over: &AtomicBool) -> Option<Taken> {
    let mut most = Taken::by(&running.child)?;
    while !is_over.load(Ordering::Acquire) {
        park_timeout(Duration::from_millis(250));
        let now = Taken::by(&running.child)?;
        most = Taken {
            resident_mb: most.resident_mb.max(now.resident_mb),
            peak_mb: now.peak_mb,
            threads: most.threads.max(now.threads),
            descriptors: most.descriptors.max(now.descriptors),
        };
    }
    Some(most)
}

/// Posts at the pace, each call on a connection of its own.
fn one_by_one(address: SocketAddr, window: Duration, calls: &Calls) -> Answers {
    let mut answers = Answers { window, ..Answers::default() };
    let (begin, every) = (Instant::now(), Duration::from_secs_f64(1.0 / PER_SEC));
    let mut due = begin;
    while due < begin + window {
        while Instant::now() < due {
            park_timeout(due - Instant::now().min(due));
        }
        match post_once(address, calls) {
            Ok(200) => {
                answers.received += 1;
                answers.micros.push(due.elapsed().as_micros() as u64);
            }
            Ok(_) => answers.refused += 1,
            Err(_) => answers.broken += 1,
        }
        due += every;
    }
    answers.micros.sort_unstable();
    answers
}

fn post_once(address: SocketAddr, calls: &Calls) -> std::io::Result<u16> {
    let (mut body, mut out, mut answer) = (Vec::new(), Vec::new(), Vec::new());
    calls.next(&mut body);
    request(address, &body, &mut out);
    let mut stream = TcpStream::connect_timeout(&address, PATIENCE)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.write_all(&out)?;
    let mut scratch = [0; 4096];
    loop {
        let read = stream.read(&mut scratch)?;
        if read == 0 {
            return Err(ErrorKind::UnexpectedEof.into());
        }
        answer.extend_from_slice(&scratch[..read]);
        if let Some((status, _)) = whole(&answer) {
            return Ok(status);
        }
    }
}

/// This bench as a holder of connections. Never returns; it is killed.
pub fn hold(address: &str, connections: &str) {
    let address: SocketAddr = address.parse().unwrap();
    let mut held: Vec<Option<TcpStream>> = (0..connections.parse().unwrap()).map(|_| None).collect();
    let (mut due, mut opened) = (Instant::now(), 0_u64);
    for beat in 0.. {
        // All at first, then each once a second, not all at once.
        for (number, place) in
            held.iter_mut().enumerate().filter(|(number, _)| beat == 0 || (number + beat) % BEATS == 0)
        {
            if place.as_mut().is_none_or(|stream| !goes_on(stream, number)) {
                *place = open(address, number);
                opened += u64::from(place.is_some());
            }
        }
        if beat == 0 {
            println!(
                "{opened} connections opened: silent, slow heads, slow bodies, answers never read, a quarter each"
            );
            std::io::stdout().flush().unwrap();
        }
        due += A_SECOND / BEATS as u32;
        while Instant::now() < due {
            park_timeout(due - Instant::now().min(due));
        }
    }
}

fn open(address: SocketAddr, number: usize) -> Option<TcpStream> {
    let mut stream = TcpStream::connect_timeout(&address, A_SECOND).ok()?;
    stream.set_nonblocking(true).ok()?;
    let first = match number % 4 {
        0 => String::new(),
        1 => String::from("POST /webhook/call-completed HTTP/1.1\r\nHost: localhost\r\nX-Slow: "),
        2 => format!(
            "POST /webhook/call-completed HTTP/1.1\r\nHost: {address}\r\nContent-Type: application/json\r\n\
             Content-Length: 1500\r\n\r\n{{"
        ),
        _ => unread().repeat(AHEAD),
    };
    _ = stream.write(first.as_bytes());
    Some(stream)
}

/// One more byte, or one more request; false if the connection is closed.
fn goes_on(stream: &mut TcpStream, number: usize) -> bool {
    let mut scratch = [0; 1024];
    let is_open = |outcome: std::io::Result<usize>| match outcome {
        Ok(0) => false,
        Ok(_) => true,
        Err(error) => error.kind() == ErrorKind::WouldBlock,
    };
    match number % 4 {
        0 => is_open(stream.read(&mut scratch)),
        1 | 2 => is_open(stream.read(&mut scratch)) && is_open(stream.write(b" ")),
        _ => is_open(stream.write(unread().as_bytes())),
    }
}

fn unread() -> String {
    String::from("GET /webhook/call-completed HTTP/1.1\r\nHost: localhost\r\n\r\n")
}
