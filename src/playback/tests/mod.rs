//! The whole of it, without a sound card: fixtures decoded, and a player whose samples a test pulls.
//!
//! **Invariant:** no test waits by the clock, plays sound, or needs a tool.

mod decoding;
mod playing;
mod saving;
mod scanning;
mod sources;
