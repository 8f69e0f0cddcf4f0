//! `serve`: the inbox without a window.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::mpsc::{RecvTimeoutError, sync_channel};
use std::time::Duration;

use anyhow::{Result, bail};

use super::arguments::{Common, Listening};
use super::engines::{Engines, warm_up};
use super::tunnel_remarks::TunnelRemarks;
use super::{paths, printed, shutdown};
use crate::bus::{Bus, Command, Event, ListenerState, StoreState, TrafficCommand};
use crate::inbox::{Health, ready_url};
use crate::traffic::TunnelProgram;
use crate::webhook::HOOK_PATH;

/// Receives calls until it is told to stop.
///
/// # Errors
/// The folder is not to be had, or nobody can listen at the address when it starts. Later troubles are said on stderr and
/// tried again.
pub fn serve(common: &Common, listening: &Listening, tunnel: Option<TunnelProgram>) -> Result<()> {
    let folder = paths::data_folder(common)?;
    let stop = shutdown::signals()?;
    let bus = Bus::default();
    // One waiting wake-up stands for any number.
    let (wake, woken) = sync_channel::<()>(1);
    let subscriber = bus.subscribe(Arc::new(move || _ = wake.try_send(())));
    let mut engines = Engines::start(&folder, listening, bus)?;
    warm_up();
    let mut reached = TunnelRemarks::default();
    listening.rehearse.iter().for_each(printed::rehearsal);
    let mut has_listened = false;
    let mut last_trouble = None;
    loop {
        while let Some(event) = subscriber.next() {
            engines.heard(&event);
            let health = match &event {
                Event::ListenerChanged(state) => Health::of(state, &StoreState::Ready, HOOK_PATH),
                Event::StoreChanged(state) => Health::of(&engines.listener_state(), state, HOOK_PATH),
                Event::DatabaseSetAside { sentences } => {
                    printed::remark(sentences);
                    continue;
                }
                Event::TunnelChanged(tunnel) => {
                    reached.changed(&engines, tunnel);
                    continue;
                }
                Event::CommandFailed { what, why } => {
                    printed::remark(&format!("{what} failed: {why}"));
                    continue;
                }
                _ => continue,
            };
            if let Event::ListenerChanged(ListenerState::Listening { address }) = &event {
                printed::line(&format!("listening on http://{address}{HOOK_PATH}"))?;
                if !has_listened {
                    say_how_to_reach(&engines, *address);
                    if let Some(program) = tunnel {
                        engines.command(Command::Traffic(TrafficCommand::StartTunnel(program)));
                    }
                }
                has_listened = true;
            }
            match health.trouble {
                Some(trouble) if !has_listened => {
                    engines.stop();
                    bail!("{trouble}");
                }
                trouble if trouble == last_trouble => {}
                trouble => {
                    printed::remark(trouble.as_deref().unwrap_or("Calls are received and kept again."));
                    last_trouble = trouble;
                }
            }
        }
        if stop.try_recv().is_ok() {
            engines.stop();
            return Ok(());
        }
        // Signals have no waker of their own: that is what the limit is for.
        match woken.recv_timeout(Duration::from_millis(200)) {
            Ok(()) | Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => {}
        }
    }
}

/// Beyond this machine nobody is let in without the secret: a new one is said once, with the URL that holds it.
fn say_how_to_reach(engines: &Engines, address: SocketAddr) {
    if address.ip().to_canonical().is_loopback() {
        return;
    }
    let reach = engines.reach();
    match reach.secret.as_ref().filter(|_| engines.has_made_secret()) {
        Some(secret) => {
            let url = ready_url(&reach, address, HOOK_PATH, secret.reveal());
            printed::remark(&format!("A secret was made for senders. They post to {url}"));
        }
        None => {
            let folder = engines.store().folder().display();
            printed::remark(&format!("Senders need the secret that is kept in settings.json in {folder}."));
        }
    }
}
