//! The integration tests: one binary, a file a subject, `support` for what they share.

mod a_day;
mod abuse;
mod callback;
mod command_line;
mod coverage;
mod durability;
mod export;
mod faults;
mod insights;
mod listening;
mod many_senders;
mod reach;
mod readme;
mod recordings;
mod review_page;
mod said;
mod saved;
mod support;
mod tidy;
mod transcript_view;
mod transcripts;
mod tunnel;
mod whole_path;
mod window;
mod work;
mod working;
