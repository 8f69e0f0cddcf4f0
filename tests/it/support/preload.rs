//! Small C libraries that are loaded into the program before all others (`LD_PRELOAD`), compiled by the test that needs
//! them. Linux with a C compiler only; elsewhere the test says so and is passed over.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Compiles a library into a folder; `None`, and a line that says why, where that can't be done.
pub fn library(folder: &Path, name: &str, source: &str) -> Option<PathBuf> {
    if !cfg!(all(target_os = "linux", target_env = "gnu")) {
        return passed_over("nothing can be preloaded on this system");
    }
    let (code, library) = (folder.join(format!("{name}.c")), folder.join(format!("{name}.so")));
    std::fs::write(&code, source).unwrap();
    let compiled =
        Command::new("cc").args(["-shared", "-fPIC", "-O1", "-o"]).arg(&library).arg(&code).arg("-ldl").output();
    match compiled {
        Err(_) => passed_over("there is no C compiler (`cc`)"),
        Ok(output) => {
            assert!(output.status.success(), "{name}.c: {}", String::from_utf8_lossy(&output.stderr));
            Some(library)
        }
    }
}

/// Says why a test was passed over.
pub fn passed_over<T>(why: &str) -> Option<T> {
    // Printed past the test's own capture, so that it is seen.
    let _ = writeln!(std::io::stderr(), "passed over: {why}");
    None
}
