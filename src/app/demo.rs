//! `demo`: the window on a throwaway inbox, fed by the simulator.

use std::sync::Arc;
use std::sync::mpsc::sync_channel;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use super::arguments::Listening;
use super::engines::{Engines, Opening, reachable};
use super::{language, printed, shell};
use crate::bus::{Bus, Event, ListenerState};
use crate::simulator::{Simulation, SimulationPlan};
use crate::webhook::HOOK_PATH;

/// The series of calls that the demo shows.
const DEMO_SEED: u64 = 2;
/// How long the listener may take to be there.
const START_WITHIN: Duration = Duration::from_secs(10);

/// Opens a window on an inbox that is thrown away when it is closed.
///
/// # Errors
/// There is no room for the inbox, nobody can listen, or there is no display.
pub fn run(listening: &Listening) -> Result<()> {
    let started = Instant::now();
    let folder =
        tempfile::Builder::new().prefix("call-inbox-demo-").tempdir().context("The demo has no room for its inbox")?;
    let mistakes = language::begin(folder.path(), None);
    let bus = Bus::default();
    let (wake, woken) = sync_channel::<()>(1);
    let subscriber = bus.subscribe(Arc::new(move || _ = wake.try_send(())));
    // Any free port: a real inbox may be running.
    let address = listening.listen.unwrap_or_else(|| ([127, 0, 0, 1], 0).into());
    let opening = Opening { listen: Some(address), rehearsal: listening.rehearse.clone(), ..Opening::default() };
    let engines = Engines::start(folder.path(), opening, bus.clone())?;
    listening.rehearse.iter().for_each(printed::rehearsal);
    let address = loop {
        match subscriber.next() {
            Some(Event::ListenerChanged(ListenerState::Listening { address })) => break address,
            Some(_) => {}
            None if started.elapsed() > START_WITHIN => bail!("The demo can't receive calls on {address}."),
            None => _ = woken.recv_timeout(Duration::from_millis(100)),
        }
    };
    drop(subscriber);
    let mut url = format!("http://{}{HOOK_PATH}", reachable(address));
    if let Some(secret) = &engines.reach().secret {
        url = format!("{url}/{}", secret.reveal());
    }
    let plan = SimulationPlan { has_exhibits: true, ..SimulationPlan::new(&url, DEMO_SEED) };
    let tell = |sent: crate::simulator::Sent| {
        if let Some(why) = sent.failure() {
            log::warn!("the simulator's call {} was not received: {why}", sent.call_id);
        }
    };
    let simulation = Simulation::start(plan, tell).context("The simulator can't start")?;
    engines.allow_hosts(&simulation.media_addresses());
    let entrance = shell::Entrance { title: "Call Inbox (demo)", is_throwaway: true, is_hidden: false, mistakes };
    let settings = engines.settings().clone();
    shell::open(shell::Coming::Here(Box::new(engines)), &settings, &bus, entrance, started)
}
