//! IN: the listener. Takes HTTP requests off the public port, decides what they are, answers them.
//!
//! **Invariant:** nothing here stores, draws, or fetches; no 200 leaves before the ledger said that the delivery is on disk.
