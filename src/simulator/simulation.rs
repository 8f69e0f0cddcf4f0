//! A platform at work: a pile of calls at once, then one now and then, with the files they name. Owns the pace, and which
//! samples and faults are among them.

use std::net::SocketAddr;
use std::ops::RangeInclusive;
use std::thread::{self, JoinHandle};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use fastrand::Rng;

use super::fault::Fault;
use super::file_server::{FileServer, FileServerError};
use super::sample::Sample;
use super::sender::{Sender, Sent};
use super::stop::StopSignal;
use super::story::Story;

/// How far apart the calls of the first pile are dated: some nine minutes, so that they fill a working day.
const PILE_STEP_SECS: u32 = 540;
/// One call in so many is delivered twice, as proxies and replays do.
const REPEAT_ONE_IN: u64 = 15;

/// Formats that one meets in the wild, shown among the first calls.
const SAMPLES: [&str; 4] = ["mp3-vbr.mp3", "wav-alaw.wav", "m4a-moov-last.m4a", "opus-cut.ogg"];
/// Faults that one meets in the wild, shown among the first calls.
const FAULTS: [Fault; 6] =
    [Fault::MissingFirst, Fault::SlowDrip, Fault::CutForGood, Fault::Expired, Fault::Unauthorized, Fault::LoginPage];

/// So many ordinary calls come after them: a list shows these first.
const CALLS_ABOVE: u64 = 8;

/// What to simulate.
#[derive(Debug, Clone)]
pub struct SimulationPlan {
    /// Where calls are posted.
    pub url: String,
    /// Sent with every post, such as a secret.
    pub headers: Vec<(String, String)>,
    /// Which series of stories.
    pub seed: u64,
    /// Calls posted at once in the beginning.
    pub first_calls: u64,
    /// Time between the later ones.
    pub pause: RangeInclusive<Duration>,
    /// Among the first calls are some whose recordings are of other kinds, or can't be fetched.
    pub has_exhibits: bool,
}

impl SimulationPlan {
    /// 40 calls at once, then one every 8 to 20 seconds.
    pub fn new(url: &str, seed: u64) -> Self {
        Self {
            url: url.to_owned(),
            headers: Vec::new(),
            seed,
            first_calls: 40,
            pause: Duration::from_secs(8)..=Duration::from_secs(20),
            has_exhibits: false,
        }
    }
}

/// Why nothing is simulated.
#[derive(Debug, thiserror::Error)]
pub enum SimulationError {
    /// The files could not be served.
    #[error(transparent)]
    Files(#[from] FileServerError),
    /// No thread could be started.
    #[error("cannot start the simulator's thread: {0}")]
    Thread(std::io::Error),
}

/// A running simulation; stops at once when dropped, after the post under way.
#[derive(Debug)]
pub struct Simulation {
    files: FileServer,
    stop: StopSignal,
    thread: Option<JoinHandle<()>>,
}

impl Simulation {
    /// Starts posting. `on_result` is called on the simulator's thread.
    ///
    /// # Errors
    /// When no port or thread can be had. What happens to single posts is told to `on_result`.
    pub fn start(plan: SimulationPlan, on_result: impl FnMut(Sent) + Send + 'static) -> Result<Self, SimulationError> {
        let files = FileServer::start()?;
        let stop = StopSignal::default();
        let sender = plan.headers.iter().fold(
            Sender::new(&files.base_url()).with_concurrency(2).with_stop(stop.clone()),
            |sender, (name, value)| sender.with_header(name, value),
        );
        let signal = stop.clone();
        let exhibits = if plan.has_exhibits { exhibits(&files, plan.seed) } else { Vec::new() };
        let run = move || run(&plan, exhibits, &sender, &signal, on_result);
        let thread = thread::Builder::new().name("simulator".into()).spawn(run).map_err(SimulationError::Thread)?;
        Ok(Self { files, stop, thread: Some(thread) })
    }

    /// Where the recordings are served: loopback addresses that have to be allowed before they are fetched from.
    pub fn media_addresses(&self) -> [SocketAddr; 2] {
        self.files.addresses()
    }
}

impl Drop for Simulation {
    fn drop(&mut self) {
        self.stop.raise();
        if self.thread.take().is_some_and(|thread| thread.join().is_err()) {
            log::error!("the simulator's thread panicked");
        }
    }
}

/// Ids and bodies of the calls that show something.
fn exhibits(files: &FileServer, seed: u64) -> Vec<(String, String)> {
    let samples = SAMPLES.into_iter().filter_map(Sample::named);
    let samples = samples.map(|sample| (sample.call_id(seed), sample.payload(&files.base_url(), seed)));
    let faults = FAULTS.into_iter().map(|fault| (fault.call_id(seed), fault.payload(&files.faults_url(), seed)));
    samples.chain(faults).collect()
}

fn run(
    plan: &SimulationPlan,
    exhibits: Vec<(String, String)>,
    sender: &Sender,
    stop: &StopSignal,
    mut on_result: impl FnMut(Sent),
) {
    let now = unix_secs();
    let dated = |number: u64| {
        let steps = u32::try_from(plan.first_calls - number).unwrap_or(u32::MAX);
        now.saturating_sub(steps.saturating_mul(PILE_STEP_SECS))
    };
    let mut pile = (0..plan.first_calls).map(|number| Story::tell_at(plan.seed, number, dated(number)));
    let after = plan.first_calls.min(CALLS_ABOVE);
    sender.send(&plan.url, pile.by_ref().take((plan.first_calls - after) as usize), None, &mut on_result);
    for (call_id, body) in exhibits {
        if stop.is_raised() {
            return;
        }
        on_result(sender.send_body(&plan.url, call_id, &body));
    }
    sender.send(&plan.url, pile, None, &mut on_result);
    let mut rng = Rng::with_seed(plan.seed);
    let mut number = plan.first_calls;
    let mut last: Option<Story> = None;
    let (shortest, longest) = (plan.pause.start().as_secs_f64(), plan.pause.end().as_secs_f64());
    while stop.pause(Duration::from_secs_f64(shortest + (longest - shortest).max(0.0) * rng.f64())) {
        let repeated = last.take().filter(|_| rng.u64(..REPEAT_ONE_IN) == 0);
        let story = repeated.unwrap_or_else(|| {
            number += 1;
            Story::tell_at(plan.seed, number - 1, unix_secs())
        });
        on_result(sender.send_one(&plan.url, &story));
        last = Some(story);
    }
}

fn unix_secs() -> u32 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    // Ids have four bytes for the time: until 2106.
    u32::try_from(since.as_secs()).unwrap_or(u32::MAX)
}

#[cfg(test)]
#[expect(
    clippy::disallowed_methods,
    reason = "tests may wait for a thread without a name, and for any number of answers"
)]
mod tests {
    use super::*;
    use std::sync::mpsc::channel;

    #[test]
    fn a_pile_comes_first_then_one_by_one_until_it_is_stopped() {
        let receiver = tiny_receiver();
        let (told, results) = channel();
        let mut plan = SimulationPlan::new(&receiver, 9);
        plan.first_calls = 6;
        plan.has_exhibits = true;
        plan.pause = Duration::from_millis(1)..=Duration::from_millis(2);
        let simulation = Simulation::start(plan, move |sent| drop(told.send(sent))).unwrap();
        assert!(simulation.media_addresses().iter().all(|address| address.ip().is_loopback()));
        let mut ids = Vec::new();
        for _ in 0..SAMPLES.len() + FAULTS.len() + 9 {
            let sent = results.recv_timeout(Duration::from_secs(20)).unwrap();
            assert!(sent.answer.unwrap().is_success());
            ids.push(sent.call_id);
        }
        assert!(ids[SAMPLES.len() - 1].starts_with("sample-") && ids[SAMPLES.len()].starts_with("fault-"));
        drop(simulation);
        // Its thread is gone: whatever was told is all there is.
        while results.try_recv().is_ok() {}
        assert!(results.recv().is_err());
    }

    #[test]
    fn a_long_pause_does_not_hold_up_the_end() {
        let (told, results) = channel();
        let mut plan = SimulationPlan::new(&tiny_receiver(), 9);
        plan.first_calls = 1;
        plan.pause = Duration::from_secs(600)..=Duration::from_secs(600);
        let simulation = Simulation::start(plan, move |sent| drop(told.send(sent))).unwrap();
        results.recv_timeout(Duration::from_secs(20)).unwrap();
        let started = std::time::Instant::now();
        drop(simulation);
        assert!(started.elapsed() < Duration::from_secs(10));
    }

    /// Answers everything with 200; lives as long as the test process.
    fn tiny_receiver() -> String {
        let server = tiny_http_receiver();
        format!("http://{server}/webhook/call-completed")
    }

    fn tiny_http_receiver() -> SocketAddr {
        use std::io::{BufRead, BufReader, Read, Write};
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        thread::spawn(move || {
            for mut stream in listener.incoming().flatten() {
                thread::spawn(move || {
                    let mut reader = BufReader::new(stream.try_clone().unwrap());
                    let (mut line, mut length) = (String::new(), 0_u64);
                    while reader.read_line(&mut line).unwrap_or(0) > 0 {
                        if let Some(n) = line.to_lowercase().strip_prefix("content-length:") {
                            length = n.trim().parse().unwrap();
                        }
                        if line == "\r\n" {
                            std::io::copy(&mut (&mut reader).take(length), &mut std::io::sink()).unwrap();
                            stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}").unwrap();
                        }
                        line.clear();
                    }
                });
            }
        });
        address
    }
}
