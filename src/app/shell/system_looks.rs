//! What the system asks of every program: high contrast, less motion. egui does not tell, so the system's own settings are
//! read once, by its own small programs, on a thread of their own. Where there are none, nothing is asked.

use std::process::{Command, Stdio};
use std::sync::mpsc::{Receiver, sync_channel};

use crate::inbox::SystemLooks;

/// Asks; the answer comes a moment later, or never. `wake` is called once it is there.
pub fn ask(wake: impl FnOnce() + Send + 'static) -> Receiver<SystemLooks> {
    // One answer.
    let (sender, receiver) = sync_channel(1);
    let asking = std::thread::Builder::new().name("system-looks".into()).spawn(move || {
        let more_contrast = is_wanted(CONTRAST);
        let less_motion = is_wanted(MOTION);
        // Nobody waits any more if the window is closed.
        if sender.send(SystemLooks { more_contrast, less_motion }).is_ok() {
            wake();
        }
    });
    if let Err(error) = asking {
        log::debug!("the system can't be asked how windows should look: {error}");
    }
    receiver
}

/// A program with its arguments, and whether what it says means yes.
type Question = (&'static [&'static str], fn(&str) -> bool);

#[cfg(target_os = "linux")]
const CONTRAST: Question =
    (&["gsettings", "get", "org.gnome.desktop.a11y.interface", "high-contrast"], |said| said == "true");
#[cfg(target_os = "linux")]
const MOTION: Question =
    (&["gsettings", "get", "org.gnome.desktop.interface", "enable-animations"], |said| said == "false");
#[cfg(target_os = "macos")]
const CONTRAST: Question = (&["defaults", "read", "com.apple.universalaccess", "increaseContrast"], |said| said == "1");
#[cfg(target_os = "macos")]
const MOTION: Question = (&["defaults", "read", "com.apple.universalaccess", "reduceMotion"], |said| said == "1");
#[cfg(not(any(target_os = "linux", target_os = "macos")))]
const CONTRAST: Question =
    (&["reg", "query", r"HKCU\Control Panel\Accessibility\HighContrast", "/v", "Flags"], is_odd_flag);
#[cfg(not(any(target_os = "linux", target_os = "macos")))]
const MOTION: Question =
    (&["reg", "query", r"HKCU\Control Panel\Desktop\WindowMetrics", "/v", "MinAnimate"], |said| said.ends_with(" 0"));

/// The lowest bit of the number at the end says that it is on.
#[cfg(any(test, not(any(target_os = "linux", target_os = "macos"))))]
fn is_odd_flag(said: &str) -> bool {
    let last = said.split_whitespace().next_back().and_then(|number| number.parse::<u32>().ok());
    last.is_some_and(|flags| flags & 1 == 1)
}

fn is_wanted((line, means_yes): Question) -> bool {
    let Some((program, arguments)) = line.split_first() else { return false };
    let said = Command::new(program).args(arguments).stdin(Stdio::null()).stderr(Stdio::null()).output();
    said.is_ok_and(|said| said.status.success() && means_yes(String::from_utf8_lossy(&said.stdout).trim()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_program_that_is_not_there_asks_for_nothing() {
        assert!(!is_wanted((&["no-such-program-of-ours"], |_| true)));
        assert!(!is_wanted((&[], |_| true)));
    }

    #[test]
    fn the_lowest_bit_of_the_flags_counts() {
        assert!(is_odd_flag("    Flags    REG_SZ    127"));
        assert!(!is_odd_flag("    Flags    REG_SZ    126"));
        assert!(!is_odd_flag("ERROR: The system was unable to find the specified registry key"));
    }
}
