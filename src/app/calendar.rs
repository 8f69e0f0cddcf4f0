//! Keeps an appointment as a file and opens it with whatever calendar the system has.

use std::io;
use std::path::{Path, PathBuf};

use super::opener;
use crate::bus::{Bus, Event};

/// The folder for them, in the inbox's.
const FOLDER: &str = "calendar";

/// Writes the file on a thread of its own and opens it; answered by an event.
pub fn save(folder: &Path, file_name: String, text: String, bus: Bus) {
    let folder = folder.join(FOLDER);
    let failed = |bus: &Bus, why: String| {
        bus.publish(&Event::CommandFailed { what: String::from("Saving the appointment"), why });
    };
    let on_failure = bus.clone();
    let thread = std::thread::Builder::new().name(String::from("calendar")).spawn(move || {
        match write(&folder, &file_name, &text) {
            Ok(path) => {
                bus.publish(&Event::CalendarSaved { path: path.display().to_string() });
                // Without a calendar the file is still there, and the message says where.
                if let Err(error) = opener::open(path.as_os_str()) {
                    log::info!("{} can't be opened: {error}", path.display());
                }
            }
            Err(error) => failed(&bus, format!("{error} ({})", folder.display())),
        }
    });
    if let Err(error) = thread {
        failed(&on_failure, error.to_string());
    }
}

fn write(folder: &Path, file_name: &str, text: &str) -> io::Result<PathBuf> {
    std::fs::create_dir_all(folder)?;
    let path = folder.join(file_name);
    std::fs::write(&path, text)?;
    Ok(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_appointment_saved_again_is_the_same_file() {
        let folder = tempfile::tempdir().unwrap();
        let first = write(&folder.path().join(FOLDER), "a.ics", "one").unwrap();
        let second = write(&folder.path().join(FOLDER), "a.ics", "two").unwrap();
        assert_eq!((&first, std::fs::read_to_string(&second).unwrap().as_str()), (&second, "two"));
    }
}
