//! What the integration tests share: a running inbox, requests to it, the program's own command line, ready-made windows.

#![expect(clippy::unwrap_used, reason = "a test may fail here")]

pub mod browser;
pub mod corpus;
pub mod engines;
pub mod power;
pub mod preload;
pub mod program;
#[path = "../../../src/relay/tests/target.rs"]
pub mod target;
pub mod window;
