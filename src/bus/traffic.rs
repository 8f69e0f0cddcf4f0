//! What is asked about requests and what is told of them, for the developer's view.

use std::sync::Arc;

use super::Ticket;
use crate::call::{DeliveryId, EntryId};
use crate::traffic::{
    Comparison, ContractWatch, CopyForm, ForwardId, ForwardTarget, Forwarding, OpenedDelivery, Rehearsal, Resend,
    SaveForm, SentAgain, ShapeChange, TargetId, TrafficFilter, TrafficLimits, TrafficRow, TunnelProgram,
};

/// What shall be done with requests.
#[derive(Debug, Clone, PartialEq)]
pub enum TrafficCommand {
    /// Find requests: answered by `Found`, once with the newest and again when all were looked at. Replaces any such
    /// command not yet done.
    Find {
        /// Comes back in the answer.
        ticket: Ticket,
        /// What to find.
        filter: TrafficFilter,
    },
    /// Find those that came since: answered by `Followed`.
    Follow {
        /// Of the list.
        ticket: Ticket,
        /// Of the list.
        filter: TrafficFilter,
        /// Only later ones.
        after: DeliveryId,
    },
    /// Read these rows: answered by `RowsLoaded`.
    LoadRows {
        /// The list they are for.
        ticket: Ticket,
        /// Which; at most a few hundred.
        ids: Vec<DeliveryId>,
    },
    /// Read one whole: answered by `Opened` or `Gone`. The newest asked for comes first.
    Open {
        /// Which.
        id: DeliveryId,
    },
    /// Compare two: answered by `Compared` or `Gone`.
    Compare {
        /// The first.
        one: DeliveryId,
        /// The second.
        other: DeliveryId,
    },
    /// Put one in a form for the clipboard: answered by `ToCopy`.
    Copy {
        /// Which.
        id: DeliveryId,
        /// In what form.
        form: CopyForm,
        /// Secrets as they are, not masked.
        shows_secrets: bool,
    },
    /// Write some as a file: answered by `Saved`.
    Save {
        /// Which.
        ids: Vec<DeliveryId>,
        /// In what form.
        form: SaveForm,
        /// Secrets as they are, not masked.
        shows_secrets: bool,
    },
    /// Send one again: answered by `SentAgain` after each try (the first, the last, and now and then between).
    SendAgain(Resend),
    /// Leave the rest of the tries.
    StopSending,
    /// Read where requests are handed on to: answered by `ForwardingLoaded`.
    LoadForwarding,
    /// Add or change a target; told by `ForwardingChanged`.
    SaveTarget(ForwardTarget),
    /// Forget a target and all that waits for it.
    ForgetTarget {
        /// Which.
        id: TargetId,
    },
    /// Try dead letters again: one, or all of a target.
    Revive {
        /// Of this target.
        target: TargetId,
        /// Which; all for `None`.
        forward: Option<ForwardId>,
    },
    /// Try what waits for a target now.
    HurryTarget {
        /// Which.
        id: TargetId,
    },
    /// Read what the contract watch found: answered by `WatchLoaded`.
    LoadWatch,
    /// A person has seen a change, or all of them.
    SeeChange {
        /// Which; all for `None`.
        id: Option<EntryId>,
    },
    /// Answer otherwise on purpose, or no longer; told by `Event::RehearsalChanged`.
    Rehearse(Option<Rehearsal>),
    /// Look which tunnel programs are here; told by `Event::TunnelChanged`.
    FindTunnels,
    /// Start one; another is ended first.
    StartTunnel(TunnelProgram),
    /// End it.
    StopTunnel,
    /// Keep no more than that from now on.
    SetLimits(TrafficLimits),
}

impl From<TrafficCommand> for super::Command {
    fn from(command: TrafficCommand) -> Self {
        Self::Traffic(command)
    }
}

/// What is told of requests.
#[derive(Debug, Clone, PartialEq)]
pub enum TrafficEvent {
    /// What a filter finds.
    Found {
        /// Of the command.
        ticket: Ticket,
        /// Oldest first; of an answer that is not complete, those at the newest end.
        ids: Arc<Vec<DeliveryId>>,
        /// Rows of the newest.
        rows: Vec<TrafficRow>,
        /// How many were looked at so far, found or not.
        looked_at: u64,
        /// All were looked at; more events follow otherwise.
        is_complete: bool,
        /// The newest request there was.
        newest: Option<DeliveryId>,
    },
    /// What came since, oldest first.
    Followed {
        /// Of the command.
        ticket: Ticket,
        /// Those that the filter finds.
        ids: Vec<DeliveryId>,
        /// Rows of the newest of them, at most 200.
        rows: Vec<TrafficRow>,
        /// The newest request there was, found or not: where to go on.
        newest: Option<DeliveryId>,
    },
    /// Rows that were asked for; what is gone is left out.
    RowsLoaded {
        /// Of the command.
        ticket: Ticket,
        /// In no order.
        rows: Vec<TrafficRow>,
    },
    /// One whole.
    Opened(Arc<OpenedDelivery>),
    /// It is not there any more.
    Gone {
        /// Which.
        id: DeliveryId,
    },
    /// Two side by side.
    Compared(Arc<Comparison>),
    /// For the clipboard.
    ToCopy {
        /// What it is (`cURL command`).
        what: &'static str,
        /// The text.
        text: String,
    },
    /// A file was written.
    Saved {
        /// Where it is.
        path: String,
    },
    /// How sending again goes.
    SentAgain(Box<SentAgain>),
    /// Handing on went further, or its targets changed: read it again. At most a few times a second.
    ForwardingChanged,
    /// Where requests are handed on to.
    ForwardingLoaded(Arc<Forwarding>),
    /// What a source sends has changed. Once for each change.
    ShapeChanged(Box<ShapeChange>),
    /// What the contract watch found.
    WatchLoaded(Arc<ContractWatch>),
    /// Old requests were taken away, by the limits.
    Pruned {
        /// How many.
        count: u64,
    },
}
