//! The thread `forwarding-desk`: carries out what a person wants of handing on, so that nobody waits for the disk.

use std::sync::Arc;
use std::sync::mpsc::Receiver;

use super::outbox::{in_words, write};
use crate::bus::{Bus, Event, TrafficCommand, TrafficEvent};
use crate::relay::{Relay, check_url};
use crate::store::{ForwardStep, Reader, Writer};
use crate::traffic::{ForwardTarget, TargetId};

/// The thread's belongings.
pub(super) struct Desk {
    writer: Writer,
    reader: Reader,
    relay: Arc<Relay>,
    bus: Bus,
}

impl Desk {
    pub fn new(writer: Writer, reader: Reader, relay: Arc<Relay>, bus: Bus) -> Self {
        Self { writer, reader, relay, bus }
    }

    /// Works until nobody can wish for anything any more. With each wish comes where our own listener takes calls.
    pub fn run(mut self, wishes: &Receiver<(TrafficCommand, Option<String>)>) {
        for (wish, own) in wishes {
            let Some((what, outcome)) = self.carry_out(wish, own.as_deref()) else { continue };
            if let Err(why) = outcome {
                self.bus.publish(&Event::CommandFailed { what: what.to_owned(), why });
            }
        }
    }

    /// What was tried, and why it was not done; `None` of what is none of this desk's business.
    fn carry_out(&mut self, wish: TrafficCommand, own: Option<&str>) -> Option<(&'static str, Result<(), String>)> {
        Some(match wish {
            TrafficCommand::LoadForwarding => ("Reading what is handed on", self.load()),
            TrafficCommand::SaveTarget(target) => ("Saving the target", self.save(target, own)),
            TrafficCommand::ForgetTarget { id } => ("Forgetting the target", self.write(ForwardStep::ForgetTarget(id))),
            TrafficCommand::Revive { target, forward } => {
                let revived = self.write(ForwardStep::Revive(target, forward));
                self.relay.look();
                ("Trying dead letters again", revived)
            }
            TrafficCommand::HurryTarget { id } => ("Trying the target", self.hurry(id)),
            _ => return None,
        })
    }

    fn load(&mut self) -> Result<(), String> {
        let found = self.reader.follow().and_then(|()| self.reader.forwarding()).map_err(in_words)?;
        self.bus.publish(&Event::Traffic(TrafficEvent::ForwardingLoaded(Arc::new(found))));
        Ok(())
    }

    fn save(&mut self, mut target: ForwardTarget, own: Option<&str>) -> Result<(), String> {
        target.url = target.url.trim().to_owned();
        target.name = target.name.trim().to_owned();
        check_url(&target.url)?;
        if own.is_some_and(|own| target.url.starts_with(own)) {
            return Err(String::from("That is this inbox's own address: what arrives is here already."));
        }
        let known = target.id;
        self.write(ForwardStep::SaveTarget(target))?;
        match known {
            Some(id) => self.relay.hurry(id),
            None => self.relay.look(),
        }
        Ok(())
    }

    fn hurry(&mut self, id: TargetId) -> Result<(), String> {
        let hurried = self.write(ForwardStep::Hurry(id));
        self.relay.hurry(id);
        hurried
    }

    /// Writes all of a step, and tells that something changed.
    fn write(&mut self, step: ForwardStep) -> Result<(), String> {
        while write(&self.writer, step.clone())? {}
        self.bus.publish(&Event::Traffic(TrafficEvent::ForwardingChanged));
        Ok(())
    }
}
