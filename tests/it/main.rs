//! The integration tests: one binary, a file a subject, `support` for what they share.

mod support;
mod tidy;
mod window;
