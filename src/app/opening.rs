//! Opens a file or a folder with whatever the system has for it.

use std::io;
use std::path::Path;
use std::process::{Command, Stdio};

/// Opens it; waits until what opens it has taken it.
///
/// # Errors
/// There is nothing to open things with.
pub fn open(path: &Path) -> io::Result<()> {
    let opener = if cfg!(target_os = "macos") {
        "open"
    } else if cfg!(target_os = "windows") {
        "explorer"
    } else {
        "xdg-open"
    };
    let mut command = Command::new(opener);
    command.arg(path).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    let status = command.spawn()?.wait()?;
    // The Explorer says that it failed whatever it did.
    if status.success() || cfg!(target_os = "windows") {
        return Ok(());
    }
    Err(io::Error::other(format!("nothing opens {}", path.display())))
}
