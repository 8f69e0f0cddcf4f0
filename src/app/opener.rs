//! Hands an address or a file to whatever program the system has for it: a telephone, a mail program, a calendar.

use std::ffi::OsStr;
use std::io;
use std::process::{Command, Stdio};

use crate::bus::{Bus, Event};

/// Opens a `tel:` or `mailto:` link, or a page, on a thread of its own; answered only where it could not be opened.
pub fn open_link(url: String, bus: Bus) {
    let failed = |bus: &Bus, why: String| {
        bus.publish(&Event::CommandFailed { what: String::from("Opening the link"), why });
    };
    let on_failure = bus.clone();
    let work = move || {
        if let Err(error) = open(OsStr::new(&url)) {
            log::info!("{url} can't be opened: {error}");
            failed(&bus, sentence(&url));
        }
    };
    if let Err(error) = std::thread::Builder::new().name(String::from("open-link")).spawn(work) {
        failed(&on_failure, error.to_string());
    }
}

/// What a person can do without such a program.
fn sentence(url: &str) -> String {
    match url.split_once(':') {
        Some(("tel", number)) => {
            format!(
                "this system has no program for telephone numbers. Dial {number}, or choose one in the system's settings."
            )
        }
        Some(("mailto", address)) => {
            format!("this system has no program for mail. Write to {address}, or choose one in the system's settings.")
        }
        _ => String::from("this system has no program for it."),
    }
}

/// Opens a file or an address. Waits until it was handed on.
///
/// # Errors
/// There is no program for it, or none to ask.
pub fn open(target: &OsStr) -> io::Result<()> {
    let opener = if cfg!(target_os = "macos") {
        "open"
    } else if cfg!(target_os = "windows") {
        "explorer"
    } else {
        "xdg-open"
    };
    let mut command = Command::new(opener);
    command.arg(target).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    let ended = command.spawn()?.wait()?;
    // Explorer says 1 whatever happened.
    if ended.success() || cfg!(target_os = "windows") { Ok(()) } else { Err(io::Error::other(ended.to_string())) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_a_program_it_is_said_what_to_do_by_hand() {
        assert!(sentence("tel:+15551234567").contains("Dial +15551234567,"));
        assert!(sentence("mailto:ann@example.com").contains("Write to ann@example.com,"));
        assert_eq!(sentence("https://a/b"), "this system has no program for it.");
    }
}
