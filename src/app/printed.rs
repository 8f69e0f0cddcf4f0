//! What is printed: answers on stdout, remarks and failures on stderr. A reader that closes the pipe ends us quietly.

use std::io::{self, Write};

use crate::traffic::Rehearsal;

/// One line on stdout, at once.
///
/// # Errors
/// Stdout is gone or full.
pub fn line(text: &str) -> io::Result<()> {
    let mut out = io::stdout().lock();
    writeln!(out, "{text}")?;
    out.flush()
}

/// Bytes on stdout, as they are.
///
/// # Errors
/// Stdout is gone or full.
pub fn bytes(bytes: &[u8]) -> io::Result<()> {
    let mut out = io::stdout().lock();
    out.write_all(bytes)?;
    out.flush()
}

/// A remark on stderr.
pub fn remark(text: &str) {
    // With stderr gone there is nobody to tell.
    let _ = writeln!(io::stderr(), "call-inbox: {text}");
}

/// Says that answers are altered on purpose, so that nobody wonders at them.
pub fn rehearsal(rehearsal: &Rehearsal) {
    let summary = rehearsal.summary();
    remark(&format!("Answers are altered on purpose in this run ({summary}). Calls are kept all the same."));
}

/// Something worth knowing about what is answered, on stderr, in one line.
pub fn note(text: &str) {
    let line: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    // With stderr gone there is nobody to tell.
    let _ = writeln!(io::stderr(), "note: {line}");
}

/// Why it ended, on stderr, in a sentence.
pub fn say_failure(error: &anyhow::Error) {
    remark(&format!("{error:#}"));
}

/// The reader of our output went away (`call-inbox list | head`).
pub fn is_closed_pipe(error: &anyhow::Error) -> bool {
    error
        .chain()
        .any(|cause| cause.downcast_ref::<io::Error>().is_some_and(|cause| cause.kind() == io::ErrorKind::BrokenPipe))
}
