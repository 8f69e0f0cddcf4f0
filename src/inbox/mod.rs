//! DECIDE: everything on screen as plain state.
//!
//! **Invariant:** no I/O, no clock, no egui; time and answers come in as arguments.
