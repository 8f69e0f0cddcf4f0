//! REACH: starts the programs that make this machine reachable, and asks whether the platform would get through.
//!
//! **Invariant:** nothing is downloaded or installed, and no program outlives the inbox.
