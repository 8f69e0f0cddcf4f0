//! The thread `tunnel`: starts and ends one program at a time, hears it, has its public address asked, and tells how all that
//! is. Whoever asks it for something never waits.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use super::ear::{Ear, ear_with, lock};
use super::health::{Asker, Landmark};
use super::launch;
use super::output::{Lines, Output};
use super::places::Places;
use super::process::Process;
use super::pulse::{Pace, Pulse};
use crate::bus::{Bus, Event};
use crate::traffic::{Tunnel, TunnelFound, TunnelProgram, TunnelStatus};

/// Orders that wait. Persons give them.
const ORDERS_WAITING: usize = 64;
/// While a program runs, it is looked after this often whatever happens.
const LOOK_EVERY: Duration = Duration::from_secs(1);
/// New lines alone are told no closer than this.
const LINES_EVERY: Duration = Duration::from_millis(250);
/// A trouble of a program that runs on has lasted so long.
const TO_BE_LASTING: Duration = Duration::from_millis(500);
/// Its output ends a moment before it does.
const LOOK_AT_THE_END: Duration = Duration::from_millis(10);
/// With none, there is nothing to look after.
const FOR_LONG: Duration = Duration::from_hours(1);

const NOTHING_LISTENS: &str = "Nothing listens at the moment, so that there is nothing to lead to. Choose a free address in \
                               Settings, then start the tunnel again.";

/// What the operator goes by.
#[derive(Debug, Clone)]
pub struct Setup {
    /// Where programs are looked for.
    pub places: Places,
    /// How our listener is told from others.
    pub landmark: Landmark,
    /// How often is asked.
    pub pace: Pace,
}

/// The asking end. The tunnel has ended when this is dropped.
#[derive(Debug)]
pub struct Operator {
    orders: SyncSender<Order>,
    thread: Option<JoinHandle<()>>,
}

#[derive(Debug)]
enum Order {
    Find,
    Start {
        program: TunnelProgram,
        local: Option<SocketAddr>,
    },
    Stop,
    Moved {
        local: SocketAddr,
    },
    /// The program said something.
    Heard,
    /// The public address with this number was asked.
    Asked {
        number: u64,
        outcome: Result<(), String>,
    },
    End,
}

impl Operator {
    /// Starts the thread. It tells by `Event::TunnelChanged`.
    ///
    /// # Errors
    /// No thread can be had.
    pub fn start(bus: Bus, setup: Setup) -> io::Result<Self> {
        let (orders, waiting) = sync_channel(ORDERS_WAITING);
        let for_threads = orders.clone();
        let work = move || Work::new(bus, setup, for_threads).run(&waiting);
        let thread = std::thread::Builder::new().name(String::from("tunnel")).spawn(work)?;
        Ok(Self { orders, thread: Some(thread) })
    }

    /// Looks which programs are here.
    pub fn find(&self) {
        self.order(Order::Find);
    }

    /// Makes that local address public; `None` is that nothing listens. A tunnel that runs is ended first.
    pub fn open(&self, program: TunnelProgram, local: Option<SocketAddr>) {
        self.order(Order::Start { program, local });
    }

    /// Ends the tunnel.
    pub fn close(&self) {
        self.order(Order::Stop);
    }

    /// The listener is at that address now. A tunnel that leads elsewhere is started anew.
    pub fn moved(&self, local: SocketAddr) {
        self.order(Order::Moved { local });
    }

    fn order(&self, order: Order) {
        if let Err(error) = self.orders.try_send(order) {
            log::warn!("the tunnel has too much to do: {error}");
        }
    }
}

impl Drop for Operator {
    fn drop(&mut self) {
        // Waits for a place in the queue, if it must be.
        let _ = self.orders.send(Order::End);
        if self.thread.take().is_some_and(|thread| thread.join().is_err()) {
            log::error!("the tunnel's thread broke down");
        }
    }
}

/// A program that runs.
struct Running {
    number: u64,
    program: TunnelProgram,
    local: SocketAddr,
    process: Process,
    ear: Ear,
    since: Instant,
    /// Its public address, once it is known, and how that does.
    url: Option<String>,
    pulse: Option<Pulse>,
    is_asking: bool,
    /// It ended by itself, and its last words may be on the way.
    ended_at: Option<Instant>,
    /// Its output ended, and it may be about to.
    over_at: Option<Instant>,
    /// Since then something stands in the way.
    trouble_at: Option<Instant>,
}

/// What the thread owns.
struct Work {
    bus: Bus,
    setup: Setup,
    orders: SyncSender<Order>,
    running: Option<Running>,
    /// Of the last address that was to be known.
    number: u64,
    found: Vec<TunnelFound>,
    /// What is told while nothing runs.
    rest: Tunnel,
    told: Tunnel,
    told_at: Instant,
    /// There are lines yet to be told.
    is_behind: bool,
    to_ask: Option<SyncSender<(u64, String)>>,
}

impl Work {
    fn new(bus: Bus, setup: Setup, orders: SyncSender<Order>) -> Self {
        Self {
            bus,
            setup,
            orders,
            running: None,
            number: 0,
            found: Vec::new(),
            rest: Tunnel::default(),
            told: Tunnel::default(),
            told_at: Instant::now(),
            is_behind: false,
            to_ask: None,
        }
    }

    fn run(mut self, orders: &Receiver<Order>) {
        loop {
            match orders.recv_timeout(self.pause(Instant::now())) {
                Ok(Order::End) | Err(RecvTimeoutError::Disconnected) => break,
                Ok(order) => self.carry_out(order),
                Err(RecvTimeoutError::Timeout) => {}
            }
            self.look(Instant::now());
        }
        self.running = None;
        self.rest = Tunnel::default();
        self.tell(Instant::now());
    }

    fn pause(&self, now: Instant) -> Duration {
        let Some(running) = &self.running else { return FOR_LONG };
        let was_just = |at: Option<Instant>| at.is_some_and(|at| now.saturating_duration_since(at) < LOOK_EVERY);
        let longest = match (was_just(running.over_at), self.is_behind || was_just(running.trouble_at)) {
            (true, _) => LOOK_AT_THE_END,
            (false, true) => LINES_EVERY,
            (false, false) => LOOK_EVERY,
        };
        let due = running.pulse.as_ref().filter(|_| !running.is_asking).map(Pulse::due);
        due.map_or(longest, |due| due.saturating_duration_since(now).min(longest))
    }

    fn carry_out(&mut self, order: Order) {
        match order {
            Order::Find => {
                self.found = self.setup.places.find();
                self.tell_even_so();
            }
            Order::Start { program, local } => self.start(program, local, Vec::new()),
            Order::Stop => {
                self.running = None;
                self.rest = Tunnel::default();
            }
            Order::Moved { local } => {
                let Some(running) = self.running.take_if(|running| running.local != local) else { return };
                let program = running.program;
                let mut log: Vec<String> = lock(&running.ear).log.iter().cloned().collect();
                drop(running);
                log.push(format!("(Call Inbox listens at {local} now: {} is started anew.)", program.name()));
                self.start(program, Some(local), log);
            }
            Order::Asked { number, outcome } => {
                if let Some(running) = self.running.as_mut().filter(|running| running.number == number)
                    && let Some(pulse) = &mut running.pulse
                {
                    running.is_asking = false;
                    pulse.asked(Instant::now(), outcome);
                }
            }
            Order::Heard | Order::End => {}
        }
    }

    fn start(&mut self, program: TunnelProgram, local: Option<SocketAddr>, log: Vec<String>) {
        // The one before has ended when this is done.
        self.running = None;
        self.found = self.setup.places.find();
        self.rest = Tunnel { program: Some(program), ..Tunnel::default() };
        match self.launch(program, local, log) {
            Ok(running) => self.running = Some(running),
            Err(why) => self.rest.status = TunnelStatus::Failed(why),
        }
        self.tell_even_so();
    }

    fn launch(
        &mut self,
        program: TunnelProgram,
        local: Option<SocketAddr>,
        log: Vec<String>,
    ) -> Result<Running, String> {
        let local = local.ok_or(NOTHING_LISTENS)?;
        let path = self.setup.places.path_of(program).ok_or_else(|| launch::how_to_get(program))?;
        let arguments = launch::arguments(program, local)?;
        let ear = ear_with(log);
        let (orders, told) = (self.orders.clone(), Arc::clone(&ear));
        let (mut lines, mut output) = (Lines::default(), Output::of(program));
        let on_piece = move |piece: &[u8]| {
            let mut heard = lock(&told);
            lines.take(piece).iter().for_each(|line| heard.line(&mut output, line));
            heard.is_over |= piece.is_empty();
            // One waiting is enough. Where there is no place for it, there is one for what will be looked at before.
            heard.is_told = heard.is_told || orders.try_send(Order::Heard).is_ok();
        };
        let process = Process::start(&path, &arguments, on_piece)
            .map_err(|error| format!("{} could not be started: {error}.", path.display()))?;
        Ok(Running {
            number: self.number,
            program,
            local,
            process,
            ear,
            since: Instant::now(),
            url: None,
            pulse: None,
            is_asking: false,
            ended_at: None,
            over_at: None,
            trouble_at: None,
        })
    }

    /// Takes in what has happened, asks if it is time, tells what is new.
    fn look(&mut self, now: Instant) {
        let pace = self.setup.pace;
        if let Some(running) = &mut self.running {
            let mut heard = lock(&running.ear);
            if heard.url != running.url {
                running.url.clone_from(&heard.url);
                // The other two give names that are known already.
                let must_settle = running.program == TunnelProgram::Cloudflared;
                running.pulse = Some(Pulse::new(pace, now, must_settle));
                // What is still asked is asked of an address that counts no more.
                self.number += 1;
                (running.number, running.is_asking) = (self.number, false);
            }
            if let Some(pulse) = &mut running.pulse {
                if std::mem::take(&mut heard.is_connected) {
                    pulse.connected(now);
                }
                if std::mem::take(&mut heard.has_complained) {
                    pulse.complained(now);
                }
            }
            heard.is_told = false;
            running.trouble_at = heard.trouble.as_ref().map(|_| running.trouble_at.unwrap_or(now));
            let is_over = heard.is_over;
            drop(heard);
            if is_over {
                running.over_at.get_or_insert(now);
            }
            // Its last words are read before it counts as ended, unless something it left behind keeps its output open.
            if running.process.ended().is_some()
                && (is_over || now.saturating_duration_since(*running.ended_at.get_or_insert(now)) >= LOOK_EVERY)
            {
                self.ended();
            }
        }
        self.ask(now);
        self.tell(now);
    }

    /// The program ended by itself.
    fn ended(&mut self) {
        let Some(mut running) = self.running.take() else { return };
        let code = running.process.ended().and_then(|status| status.code());
        let mut heard = lock(&running.ear);
        let why = heard.trouble.take().unwrap_or_else(|| {
            let name = running.program.name();
            let code = code.map_or(String::from("it was ended from outside"), |code| format!("code {code}"));
            match heard.complaint.take().or_else(|| heard.log.back().cloned()) {
                Some(said) => format!("{name} ended ({code}). Its last words: {}", said.trim_end_matches('.')),
                None => format!("{name} ended ({code}) without a word"),
            }
        });
        let why = if why.ends_with('.') { why } else { format!("{why}.") };
        self.rest = Tunnel {
            program: Some(running.program),
            status: TunnelStatus::Failed(why),
            public_url: None,
            log: heard.log.iter().cloned().collect(),
            found: Vec::new(),
        };
    }

    fn ask(&mut self, now: Instant) {
        let Some(running) = self.running.as_mut().filter(|running| !running.is_asking) else { return };
        let Some(pulse) = running.pulse.as_mut().filter(|pulse| pulse.due() <= now) else { return };
        let Some(url) = running.url.clone() else { return };
        let to_ask = match self.to_ask.take() {
            Some(to_ask) => Ok(to_ask),
            None => asking(self.setup.landmark.clone(), self.orders.clone()),
        };
        match to_ask {
            Ok(to_ask) => {
                running.is_asking = to_ask.try_send((running.number, url)).is_ok();
                self.to_ask = Some(to_ask);
            }
            Err(error) => log::warn!("no thread can be had to ask for the public address: {error}"),
        }
        if !running.is_asking {
            // The answer for an earlier tunnel is still waited for.
            pulse.put_off(now + LOOK_EVERY);
        }
    }

    /// How all is now.
    fn tunnel(&self, now: Instant) -> Tunnel {
        let Some(running) = &self.running else {
            return Tunnel { found: self.found.clone(), ..self.rest.clone() };
        };
        let heard = lock(&running.ear);
        let is_slow = now.saturating_duration_since(running.since) > self.setup.pace.grace;
        let status = match (&running.pulse, &heard.trouble) {
            (Some(pulse), trouble) => match (pulse.status(now), trouble) {
                (TunnelStatus::Unhealthy(_), Some(trouble)) => TunnelStatus::Unhealthy(trouble.clone()),
                (status, _) => status,
            },
            // Most programs end with it at once, which is then what is told.
            (None, Some(_))
                if running.trouble_at.is_none_or(|at| now.saturating_duration_since(at) < TO_BE_LASTING) =>
            {
                TunnelStatus::Starting
            }
            (None, Some(trouble)) => TunnelStatus::Unhealthy(trouble.clone()),
            (None, None) if is_slow => {
                let said = heard.complaint.as_ref().map(|said| format!(" It said: {said}")).unwrap_or_default();
                let name = running.program.name();
                TunnelStatus::Unhealthy(format!("{name} runs, but has not said its public address yet.{said}"))
            }
            (None, None) => TunnelStatus::Starting,
        };
        Tunnel {
            program: Some(running.program),
            status,
            public_url: running.url.clone(),
            log: heard.log.iter().cloned().collect(),
            found: self.found.clone(),
        }
    }

    /// Tells what is new; new lines alone not all at once.
    fn tell(&mut self, now: Instant) {
        let tunnel = self.tunnel(now);
        let is_same_but_for_lines = tunnel.status == self.told.status
            && tunnel.public_url == self.told.public_url
            && tunnel.program == self.told.program
            && tunnel.found == self.told.found;
        let is_soon = now.saturating_duration_since(self.told_at) < LINES_EVERY;
        self.is_behind = tunnel != self.told;
        if self.is_behind && !(is_same_but_for_lines && is_soon) {
            self.publish(tunnel, now);
        }
    }

    /// Tells it although it may be as it was: somebody asked.
    fn tell_even_so(&mut self) {
        let now = Instant::now();
        self.publish(self.tunnel(now), now);
    }

    fn publish(&mut self, tunnel: Tunnel, now: Instant) {
        self.told = tunnel.clone();
        self.told_at = now;
        self.is_behind = false;
        self.bus.publish(&Event::TunnelChanged(Box::new(tunnel)));
    }
}

/// The thread that asks, one address at a time. It ends when nobody wants to ask any more; nobody waits for that.
fn asking(landmark: Landmark, orders: SyncSender<Order>) -> io::Result<SyncSender<(u64, String)>> {
    let (to_ask, wanted) = sync_channel::<(u64, String)>(1);
    let work = move || {
        let asker = Asker::new(landmark);
        for (number, url) in wanted {
            let outcome = asker.ask(&url);
            if orders.send(Order::Asked { number, outcome }).is_err() {
                return;
            }
        }
    };
    std::thread::Builder::new().name(String::from("tunnel-health")).spawn(work)?;
    Ok(to_ask)
}
