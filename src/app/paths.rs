//! Where things are kept.

use std::path::PathBuf;

use anyhow::{Context, Result};

use super::arguments::Common;

/// The folder of the inbox: as asked for, else the platform's folder for data.
///
/// # Errors
/// The platform names no such folder (there is no home folder).
pub fn data_folder(common: &Common) -> Result<PathBuf> {
    if let Some(folder) = &common.data_dir {
        return Ok(folder.clone());
    }
    let folders = directories::ProjectDirs::from("", "", "call-inbox")
        .context("This account has no home folder to keep calls in. Name one with --data-dir DIR.")?;
    Ok(folders.data_dir().to_path_buf())
}
