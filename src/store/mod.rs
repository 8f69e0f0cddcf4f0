//! KEEP: SQLite. Deliveries and calls on disk, and every question about them.
//!
//! **Invariant:** no rusqlite type leaves this folder; nothing here knows HTTP or a screen.
