//! How much room the folder takes, what is left on its disk, and which system this is. Slow where there is much: on a thread
//! of its own.

use std::fs;
use std::path::Path;

use crate::bus::FolderFacts;
use crate::{media, store};

/// Folders within the folder that are looked into; deeper ones are not ours.
const DEEPEST: usize = 4;

/// Measures a folder.
pub fn measure(folder: &Path) -> FolderFacts {
    let files = media::room_taken(folder);
    let database_bytes = store::database_bytes(folder);
    let known = database_bytes + files.recording_bytes + files.transcript_bytes;
    FolderFacts {
        database_bytes,
        recordings: files.recordings,
        recording_bytes: files.recording_bytes,
        transcripts: files.transcripts,
        transcript_bytes: files.transcript_bytes,
        other_bytes: all_bytes(folder, DEEPEST).saturating_sub(known),
        free_bytes: free_bytes(folder),
        format: store::FORMAT,
        system: system(),
    }
}

fn all_bytes(folder: &Path, deepest: usize) -> u64 {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let sizes = entries.map(|entry| match entry.metadata() {
        Ok(found) if found.is_file() => found.len(),
        Ok(found) if found.is_dir() && deepest > 0 => all_bytes(&entry.path(), deepest - 1),
        _ => 0,
    });
    sizes.sum()
}

/// What may still be written by who runs this.
#[cfg(unix)]
fn free_bytes(folder: &Path) -> Option<u64> {
    let disk = rustix::fs::statvfs(folder).ok()?;
    disk.f_bavail.checked_mul(disk.f_frsize)
}

#[cfg(not(unix))]
fn free_bytes(_: &Path) -> Option<u64> {
    None
}

/// "Debian GNU/Linux 13 (trixie), x86_64".
fn system() -> String {
    let told = fs::read_to_string("/etc/os-release").unwrap_or_default();
    let name = pretty_name(&told).unwrap_or(std::env::consts::OS);
    format!("{name}, {}", std::env::consts::ARCH)
}

/// What a distribution calls itself in `os-release`.
fn pretty_name(text: &str) -> Option<&str> {
    let name = text.lines().find_map(|line| line.strip_prefix("PRETTY_NAME="))?.trim_matches(['"', '\'']);
    Some(name).filter(|name| !name.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_is_measured_by_what_lies_in_it() {
        let folder = tempfile::tempdir().unwrap();
        let write = |name: &str, bytes: usize| {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, vec![0; bytes]).unwrap();
        };
        for (name, bytes) in [
            ("inbox.sqlite3", 1_000),
            ("inbox.sqlite3-wal", 200),
            ("inbox.sqlite3.damaged-1", 70),
            ("media/02/258-recording", 40),
            ("media/03/259-recording.part", 5),
            ("media/02/258-transcript", 3),
            ("clips/a.wav", 8),
            ("settings.json", 1),
        ] {
            write(name, bytes);
        }
        let facts = measure(folder.path());
        assert_eq!((facts.database_bytes, facts.other_bytes), (1_200, 79));
        assert_eq!((facts.recordings, facts.recording_bytes), (2, 45));
        assert_eq!((facts.transcripts, facts.transcript_bytes), (1, 3));
        assert_eq!(facts.all_bytes(), 1_327);
        assert!(facts.free_bytes.is_none_or(|free| free > 0) && facts.format > 0);
        assert!(facts.system.ends_with(std::env::consts::ARCH), "{}", facts.system);
        let nowhere = measure(&folder.path().join("nowhere"));
        assert_eq!((nowhere.all_bytes(), nowhere.recordings), (0, 0));
    }

    #[test]
    fn a_distribution_is_called_as_it_calls_itself() {
        assert_eq!(pretty_name("ID=x\nPRETTY_NAME=\"Some Linux 13 (one)\"\n"), Some("Some Linux 13 (one)"));
        assert_eq!((pretty_name("PRETTY_NAME=\"\""), pretty_name("ID=x")), (None, None));
    }
}
