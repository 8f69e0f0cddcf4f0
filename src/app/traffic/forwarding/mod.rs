//! Handing on and sending again, joined: a person's wishes to the store and to the relay, and both to one another.
//!
//! **Invariant:** whoever asks never waits, and no request is sent from here: that is the relay's business.

mod desk;
mod outbox;

use std::sync::Arc;
use std::sync::mpsc::{SyncSender, TrySendError, sync_channel};
use std::thread::JoinHandle;

use anyhow::{Context, Result};

use crate::app::clock;
use crate::bus::{Bus, Event, Secret, Signing, TrafficCommand};
use crate::relay::{Again, Audience, Pace, Relay, Resender, Signer};
use crate::store::Store;
use crate::traffic::Resend;
use crate::webhook::sign;
use desk::Desk;
use outbox::StoreOutbox;

/// Wishes of a person that wait.
const MAX_WISHES: usize = 64;

/// Where our own listener takes calls.
#[derive(Debug, Clone)]
pub struct OwnHook {
    /// Its URL, as this machine reaches it; `None` while nothing listens.
    pub url: Option<String>,
    /// What it asks for.
    pub secret: Option<Secret>,
    /// How calls must be signed.
    pub signing: Option<Signing>,
}

impl OwnHook {
    /// Whom a request that is sent again is meant for: that URL, else us.
    ///
    /// # Errors
    /// It is meant for us, and nothing listens.
    pub fn audience(&self, url: Option<String>) -> Result<Audience, String> {
        let secret = self.secret.clone();
        match (url, &self.url) {
            (Some(url), own) if own.as_ref() != Some(&url) => Ok(Audience::Other { url, secret }),
            (_, Some(own)) => Ok(Audience::Own { url: own.clone(), secret, signer: self.signer() }),
            (_, None) => Err(String::from("Nothing listens at the moment.")),
        }
    }

    fn signer(&self) -> Option<Signer> {
        let signing = self.signing.clone()?;
        Some(Arc::new(move |body, now| sign(&signing, body, now)))
    }
}

/// The asking end. What is under way gets a moment to end when it is dropped.
pub struct Forwarding {
    // In the order in which they are dropped.
    wishes: Option<SyncSender<(TrafficCommand, Option<String>)>>,
    desk: Option<JoinHandle<()>>,
    resender: Resender,
    relay: Arc<Relay>,
    outbox: Arc<StoreOutbox>,
    bus: Bus,
}

impl Forwarding {
    /// Starts the threads.
    ///
    /// # Errors
    /// The store can't be read, or no thread can be had.
    pub fn start(store: &Store, bus: &Bus) -> Result<Self> {
        const NO_THREAD: &str = "The threads that hand requests on can't be started";
        let outbox = Arc::new(StoreOutbox::new(store.writer(), store.reader()?));
        let for_relay = Arc::clone(&outbox);
        let relay = Relay::start(for_relay, Pace::default(), clock::system(), bus.clone()).context(NO_THREAD)?;
        let relay = Arc::new(relay);
        let resender = Resender::start(clock::system(), bus.clone()).context(NO_THREAD)?;
        let desk = Desk::new(store.writer(), store.reader()?, Arc::clone(&relay), bus.clone());
        let (wishes, to_desk) = sync_channel(MAX_WISHES);
        let thread = std::thread::Builder::new().name(String::from("forwarding-desk"));
        let desk = thread.spawn(move || desk.run(&to_desk)).context(NO_THREAD)?;
        Ok(Self { wishes: Some(wishes), desk: Some(desk), resender, relay, outbox, bus: bus.clone() })
    }

    /// Has a command carried out.
    pub fn command(&self, command: TrafficCommand, own: &OwnHook) {
        match command {
            TrafficCommand::SendAgain(resend) => self.send_again(resend, own),
            TrafficCommand::StopSending => self.resender.stop_sending(),
            wish => self.wish(wish, own.url.clone()),
        }
    }

    /// Something may be waiting to be handed on.
    pub fn look(&self) {
        self.relay.look();
    }

    /// Our own listener asks for this from now on: it is not handed on.
    pub fn ask_for(&self, secret: Option<&Secret>) {
        self.outbox.keep_back(secret.cloned());
        self.relay.look();
    }

    fn send_again(&self, resend: Resend, own: &OwnHook) {
        let (outbox, audience) = (Arc::clone(&self.outbox), own.audience(resend.url.clone()));
        self.resender.send(move || {
            use crate::relay::Outbox as _;
            let audience = audience?;
            if let Audience::Other { url, .. } = &audience {
                crate::relay::check_url(url)?;
            }
            let delivery = outbox.request(resend.id)?.ok_or("The request is not there any more.")?;
            Ok(Again::new(delivery, resend, audience))
        });
    }

    fn wish(&self, wish: TrafficCommand, own: Option<String>) {
        let Some(wishes) = &self.wishes else { return };
        match wishes.try_send((wish, own)) {
            Ok(()) => {}
            Err(TrySendError::Full(_) | TrySendError::Disconnected(_)) => {
                let what = String::from("Handing requests on");
                self.bus.publish(&Event::CommandFailed { what, why: String::from("The disk is too busy.") });
            }
        }
    }
}

impl Drop for Forwarding {
    fn drop(&mut self) {
        drop(self.wishes.take());
        if self.desk.take().is_some_and(|desk| desk.join().is_err()) {
            log::error!("the thread for what is wished of handing on had panicked");
        }
    }
}
