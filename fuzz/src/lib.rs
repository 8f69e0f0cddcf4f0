//! The program's sources that read foreign bytes, without the window, the store and what those are built with: a fuzzer is
//! built in a minute, and only what it is after is measured.

#[path = "../../src/bus/mod.rs"]
pub mod bus;
#[path = "../../src/call/mod.rs"]
pub mod call;
#[path = "../../src/playback/mod.rs"]
pub mod playback;
#[path = "../../src/traffic/mod.rs"]
pub mod traffic;
#[path = "../../src/transcript/mod.rs"]
pub mod transcript;
#[path = "../../src/webhook/mod.rs"]
pub mod webhook;
