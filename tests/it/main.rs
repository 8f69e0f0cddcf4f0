//! The integration tests: one binary, a file a subject, `support` for what they share.

mod tidy;
