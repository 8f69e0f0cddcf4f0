//! A folder only we may enter, gone when it is no longer needed.

use std::io;
use std::path::{Path, PathBuf};

use super::facts::unguessable;

/// The folder; removed with all in it when dropped.
pub(super) struct PrivateFolder(PathBuf);

impl PrivateFolder {
    /// Makes one where the system keeps temporary files.
    ///
    /// # Errors
    /// The system's.
    #[cfg_attr(not(unix), expect(dead_code, reason = "only Unix sockets live in folders"))]
    pub(super) fn make() -> io::Result<Self> {
        // Short: a Unix socket's path may have 104 bytes on macOS, of which the temporary folder takes 50.
        let path = std::env::temp_dir().join(format!("call-inbox-{}", &unguessable()[..16]));
        let mut folder = std::fs::DirBuilder::new();
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut folder, 0o700);
        folder.create(&path)?;
        Ok(Self(path))
    }

    #[cfg_attr(not(unix), expect(dead_code, reason = "only Unix sockets live in folders"))]
    pub(super) fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for PrivateFolder {
    fn drop(&mut self) {
        if let Err(error) = std::fs::remove_dir_all(&self.0) {
            log::debug!("a temporary folder could not be removed: {error}");
        }
    }
}

#[cfg(all(test, unix))]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    #[test]
    fn nobody_else_may_enter_and_nothing_stays_behind() {
        let folder = PrivateFolder::make().unwrap();
        let path = folder.path().to_owned();
        assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o700);
        drop(folder);
        assert!(!path.exists());
    }
}
