//! What a process takes of the machine, as the system tells it. Elsewhere than on Linux nothing is told.

use std::fs;
use std::process::Child;

/// Memory, threads and open files.
#[derive(Clone, Copy)]
pub struct Taken {
    pub resident_mb: f64,
    /// The most it ever was.
    pub peak_mb: f64,
    pub threads: u64,
    pub descriptors: usize,
}

impl Taken {
    pub fn by(child: &Child) -> Option<Self> {
        let folder = format!("/proc/{}", child.id());
        let status = fs::read_to_string(format!("{folder}/status")).ok()?;
        let number = |name: &str| -> Option<u64> {
            let line = status.lines().find_map(|line| line.strip_prefix(name))?;
            line.split_whitespace().next()?.parse().ok()
        };
        Some(Self {
            resident_mb: number("VmRSS:")? as f64 / 1024.0,
            peak_mb: number("VmHWM:")? as f64 / 1024.0,
            threads: number("Threads:")?,
            descriptors: fs::read_dir(format!("{folder}/fd")).ok()?.count(),
        })
    }
}

/// How busy the machine is, by its own words.
pub fn load_average() -> String {
    fs::read_to_string("/proc/loadavg").unwrap_or_else(|_| String::from("not told here")).trim().to_owned()
}
