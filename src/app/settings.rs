//! What the person chose, in `settings.json` beside the calls. Unknown or unreadable settings are the defaults.

use std::fs;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};

use crate::inbox::ThemeChoice;

/// What is remembered from one run to the next.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct Settings {
    /// `System`, `Light` or `Dark`.
    pub theme: String,
    /// Where to listen, if it was changed.
    pub listen: Option<SocketAddr>,
}

impl Settings {
    /// Reads the settings of a folder.
    pub fn read(folder: &Path) -> Self {
        let Ok(text) = fs::read_to_string(file(folder)) else { return Self::default() };
        serde_json::from_str(&text).unwrap_or_else(|error| {
            log::warn!("the settings can't be read, the defaults are used: {error}");
            Self::default()
        })
    }

    /// Writes the settings of a folder, whole or not at all.
    ///
    /// # Errors
    /// The folder can't be written to.
    pub fn write(&self, folder: &Path) -> Result<()> {
        let text = serde_json::to_string_pretty(self).context("The settings can't be put into words")?;
        let fresh = folder.join("settings.json.new");
        fs::write(&fresh, text)
            .and_then(|()| fs::rename(&fresh, file(folder)))
            .with_context(|| format!("The settings can't be kept in {}", folder.display()))
    }

    /// The chosen theme.
    pub fn theme_choice(&self) -> ThemeChoice {
        ThemeChoice::ALL.into_iter().find(|choice| choice.label() == self.theme).unwrap_or_default()
    }
}

fn file(folder: &Path) -> PathBuf {
    folder.join("settings.json")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_are_read_back_and_rubbish_is_the_defaults() {
        let folder = tempfile::tempdir().unwrap();
        let settings = Settings { theme: "Dark".into(), listen: Some("127.0.0.1:9".parse().unwrap()) };
        settings.write(folder.path()).unwrap();
        assert_eq!(Settings::read(folder.path()), settings);
        fs::write(file(folder.path()), "{nonsense").unwrap();
        assert_eq!(Settings::read(folder.path()), Settings::default());
    }
}
