//! Commands: what the inbox wants an engine to do. In the imperative.

use std::net::SocketAddr;

use super::{Secret, Signing, Ticket};
use crate::call::{Query, Seq, TriageChange};

/// Something an engine shall do; it answers with events.
#[derive(Debug, Clone, PartialEq)]
pub enum Command {
    /// Find what a query selects: answered by `ListLoaded`. Replaces any such command not yet begun.
    LoadList {
        /// Comes back in the answer.
        ticket: Ticket,
        /// What to find.
        query: Query,
    },
    /// Read these rows: answered by `RowsLoaded`.
    LoadRows {
        /// The list they are for.
        ticket: Ticket,
        /// Which; at most a few hundred.
        seqs: Vec<Seq>,
    },
    /// Read one call whole: answered by `CallLoaded` or `CallMissing`.
    LoadCall {
        /// Which.
        seq: Seq,
    },
    /// Count the views: answered by `CountsLoaded`.
    LoadCounts,
    /// Set or clear a mark: answered by `CallChanged` for each, or `CommandFailed`.
    Mark {
        /// Which calls.
        seqs: Vec<Seq>,
        /// The mark.
        change: TriageChange,
    },
    /// Post one test call to our own listener, through the real port.
    SendTestCall,
    /// Post a hundred simulated calls to our own listener.
    SendSampleCalls,
    /// Listen at another address, or try the same again. Beyond this machine a secret is made if there is none.
    Listen {
        /// Where.
        address: SocketAddr,
    },
    /// Make a secret; the one before is refused from then on. Answered by `ReachChanged`.
    NewSecret,
    /// Ask for this secret, or for none. Answered by `ReachChanged`.
    UseSecret {
        /// Which.
        secret: Option<Secret>,
    },
    /// Check signatures this way, or not at all. Answered by `ReachChanged`.
    CheckSignatures {
        /// How.
        signing: Option<Signing>,
    },
}
