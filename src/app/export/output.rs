//! Where an export goes: stdout, a pipe or a device, or a file that is replaced only when all of it is on disk.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::Path;

use anyhow::{Context, Result, bail};

use super::super::shutdown;

/// What writes: it is given where to, and whether to stop.
pub trait Writing: FnOnce(&mut dyn Write, &dyn Fn() -> bool) -> Result<()> {}

impl<F: FnOnce(&mut dyn Write, &dyn Fn() -> bool) -> Result<()>> Writing for F {}

/// Writes to a path, or to stdout.
///
/// # Errors
/// As the writing; or there is no room, or no such folder.
pub fn write_to(path: Option<&Path>, write: impl Writing) -> Result<()> {
    let Some(path) = path else {
        let mut out = BufWriter::new(io::stdout().lock());
        let written = write(&mut out, &|| false).and_then(|()| Ok(out.flush()?));
        return written.context("Not all calls were exported");
    };
    let outcome = match fs::metadata(path) {
        Ok(there) if there.is_dir() => bail!("{} is a folder: name a file in it.", path.display()),
        // A pipe or a device: it can't be replaced, and nobody wants it to be.
        Ok(there) if !there.is_file() => pour(path, write),
        there => {
            // Ctrl-C takes the half file away before it ends us.
            let signals = shutdown::signals()?;
            let is_stopped = || signals.try_recv().is_ok();
            // What a link leads to is replaced, not the link.
            let target = there.and_then(|_| fs::canonicalize(path)).unwrap_or_else(|_| path.to_path_buf());
            replace(&target, write, &is_stopped)
        }
    };
    outcome.with_context(|| format!("Nothing was exported to {}", path.display()))
}

/// Puts a file in its place once all of it is on disk, without asking whether to stop.
///
/// # Errors
/// There is no room, or no such folder; a file that was there is as it was before.
pub fn put(path: &Path, bytes: &[u8]) -> Result<()> {
    pour_into(path, |out| out.write_all(bytes))
}

/// The same for what is written bit by bit.
///
/// # Errors
/// As for [`put`], or as the writing.
pub fn pour_into(path: &Path, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<()> {
    if path.is_dir() {
        bail!("{} is a folder: name a file in it.", path.display());
    }
    replace(path, |out: &mut dyn Write, _: &dyn Fn() -> bool| Ok(write(out)?), &|| false)
}

fn pour(path: &Path, write: impl Writing) -> Result<()> {
    let mut out = BufWriter::new(File::options().write(true).open(path)?);
    write(&mut out, &|| false)?;
    Ok(out.flush()?)
}

/// Writes beside the file and then puts it in its place, so that the file is the old one or the new one, never a half.
fn replace(path: &Path, write: impl Writing, is_stopped: &dyn Fn() -> bool) -> Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let file = tempfile::Builder::new().prefix(".call-inbox-export-").tempfile_in(folder)?;
    let mut out = BufWriter::new(file);
    write(&mut out, is_stopped)?;
    let file = out.into_inner().map_err(io::IntoInnerError::into_error)?;
    // Who could read the old one can read the new one; a file that was not there is for its owner alone.
    if let Ok(old) = fs::metadata(path) {
        file.as_file().set_permissions(old.permissions())?;
    }
    file.as_file().sync_all()?;
    file.persist(path).map_err(|failure| failure.error)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names_in(folder: &Path) -> Vec<String> {
        fs::read_dir(folder).unwrap().map(|file| file.unwrap().file_name().into_string().unwrap()).collect()
    }

    #[test]
    fn a_file_is_replaced_when_all_is_written_and_else_stays_as_it_was() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("calls.csv");
        let read = || fs::read_to_string(&path).unwrap();
        replace(&path, |out: &mut dyn Write, _: &dyn Fn() -> bool| Ok(out.write_all(b"one")?), &|| false).unwrap();
        assert_eq!(read(), "one");
        let fails = |out: &mut dyn Write, is_stopped: &dyn Fn() -> bool| {
            out.write_all(&[b'x'; 100_000])?;
            assert!(is_stopped());
            assert_eq!((fs::read_to_string(&path)?, names_in(folder.path()).len()), (String::from("one"), 2));
            bail!("No room")
        };
        assert_eq!(replace(&path, fails, &|| true).unwrap_err().to_string(), "No room");
        assert_eq!((read().as_str(), names_in(folder.path())), ("one", vec![String::from("calls.csv")]));
    }

    #[test]
    fn a_folder_or_no_folder_is_said() {
        let folder = tempfile::tempdir().unwrap();
        let write = |_: &mut dyn Write, _: &dyn Fn() -> bool| Ok(());
        let said = write_to(Some(folder.path()), write).unwrap_err().to_string();
        assert!(said.ends_with("is a folder: name a file in it."), "{said}");
        assert!(replace(&folder.path().join("nowhere/calls.csv"), write, &|| false).is_err());
    }
}
