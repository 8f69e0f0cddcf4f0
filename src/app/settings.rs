//! What the person chose, in `settings.json` beside the calls. Unknown or unreadable settings are the defaults.

use std::fs;
use std::io::{self, Write};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};

use crate::bus::{Secret, Signing};
use crate::inbox::{
    AlertPrefs, Density, Looks, SoundPrefs, ThemeChoice, TrayChoice, USUAL_SPEEDS, VOLUME_STEPS, Wish, nearest_zoom,
};
use crate::traffic::TrafficLimits;

/// What is remembered from one run to the next.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct Settings {
    /// Which language is spoken, such as `de`, if not the system's.
    pub language: Option<String>,
    /// `System`, `Light` or `Dark`.
    pub theme: String,
    /// How large everything is, in percent, if it was changed.
    pub zoom_percent: Option<u16>,
    /// `Comfortable` or `Compact`.
    pub density: String,
    /// High contrast: `System`, `On` or `Off`.
    pub high_contrast: String,
    /// Reduced motion: `System`, `On` or `Off`.
    pub reduced_motion: String,
    /// Where to listen, if it was changed.
    pub listen: Option<SocketAddr>,
    /// What senders from elsewhere have to know; made when it is first needed.
    pub secret: Option<Secret>,
    /// How calls must be signed, if they must.
    pub signing: Option<Signing>,
    /// Searches that led to a call, the last first.
    pub recent_searches: Vec<String>,
    /// Commands that were picked last, the last first.
    pub recent_commands: Vec<String>,
    /// How loud recordings are played, if it was changed: 1 is as recorded.
    pub volume: Option<f32>,
    /// The device they are played on, by its id; none for the system's choice.
    pub device: Option<String>,
    /// Silence in them is passed over.
    pub skips_silence: bool,
    /// How fast calls are played that nobody has listened to, if it was changed.
    pub usual_speed: Option<f32>,
    /// How much a step of the volume is, in percent, if it was changed.
    pub volume_step_percent: Option<u8>,
    /// Hosts that they are fetched from although their addresses are not public.
    pub allowed_hosts: Vec<String>,
    /// How much room they may take, in gigabytes, if it was changed.
    pub media_budget_gb: Option<u32>,
    /// How many requests are kept; none are taken away by default.
    pub traffic_limits: TrafficLimits,
    /// What is told outside the window.
    pub alerts: AlertPrefs,
    /// Calls are received after the window was closed.
    pub keeps_listening: bool,
    /// When there is an icon in the tray: `always` or `never`, else while the window is closed.
    pub tray: String,
    /// The folder that a file was saved to or chosen from last.
    pub save_folder: Option<PathBuf>,
    /// The window, as it was left.
    pub window: Option<WindowPlace>,
}

/// Where a window stood, in the system's points.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct WindowPlace {
    /// From the left; where windows are not told where they are, none.
    pub x: Option<f32>,
    /// From above.
    pub y: Option<f32>,
    /// Without its frame.
    pub width: f32,
    /// Without its frame.
    pub height: f32,
    /// It filled the screen; the rest is as it was before.
    pub is_maximised: bool,
}

impl Settings {
    /// Looks at the settings of a folder that somebody else owns: touches nothing.
    pub fn look(folder: &Path) -> Self {
        let text = fs::read_to_string(file(folder)).unwrap_or_default();
        serde_json::from_str(&text).unwrap_or_default()
    }

    /// Reads the settings of a folder.
    pub fn read(folder: &Path) -> Self {
        let Ok(text) = fs::read_to_string(file(folder)) else { return Self::default() };
        serde_json::from_str(&text).unwrap_or_else(|error| {
            log::warn!("the settings can't be read, the defaults are used: {error}");
            // Kept: there may be a secret in it that senders know, and the next change writes a new file.
            if let Err(error) = fs::rename(file(folder), folder.join("settings.unreadable.json")) {
                log::warn!("the unreadable settings can't be set aside: {error}");
            }
            Self::default()
        })
    }

    /// Reads the settings of a folder that another program may own: nothing is set aside.
    pub fn peek(folder: &Path) -> Self {
        fs::read_to_string(file(folder)).ok().and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default()
    }

    /// Writes the settings of a folder, whole or not at all.
    ///
    /// # Errors
    /// The folder can't be written to.
    pub fn write(&self, folder: &Path) -> Result<()> {
        let text = serde_json::to_string_pretty(self).context("The settings can't be put into words")?;
        let fresh = folder.join("settings.json.new");
        write_private(&fresh, &text)
            .and_then(|()| fs::rename(&fresh, file(folder)))
            .with_context(|| format!("The settings can't be kept in {}", folder.display()))
    }

    /// What holds for every recording.
    pub fn sound_prefs(&self) -> SoundPrefs {
        let usual = SoundPrefs::default();
        SoundPrefs {
            volume: self
                .volume
                .filter(|volume| volume.is_finite())
                .map_or(usual.volume, |volume| volume.clamp(0.0, 2.0)),
            device: self.device.clone(),
            skips_silence: self.skips_silence,
            usual_speed: offered(&USUAL_SPEEDS, self.usual_speed).unwrap_or(usual.usual_speed),
            volume_step_percent: offered(&VOLUME_STEPS, self.volume_step_percent).unwrap_or(usual.volume_step_percent),
            allowed_hosts: self.allowed_hosts.clone(),
            budget_gb: self.media_budget_gb.unwrap_or(usual.budget_gb),
        }
    }

    /// Takes in what holds for every recording.
    pub fn keep_sound_prefs(&mut self, prefs: &SoundPrefs) {
        let usual = SoundPrefs::default();
        let is_same = |one: f32, other: f32| (one - other).abs() < f32::EPSILON;
        self.volume = Some(prefs.volume).filter(|volume| !is_same(*volume, usual.volume));
        self.usual_speed = Some(prefs.usual_speed).filter(|speed| !is_same(*speed, usual.usual_speed));
        self.volume_step_percent =
            Some(prefs.volume_step_percent).filter(|percent| *percent != usual.volume_step_percent);
        self.device.clone_from(&prefs.device);
        self.skips_silence = prefs.skips_silence;
        self.allowed_hosts.clone_from(&prefs.allowed_hosts);
        self.media_budget_gb = Some(prefs.budget_gb).filter(|budget| *budget != usual.budget_gb);
    }

    /// How everything looks.
    pub fn looks(&self) -> Looks {
        let wish = |stored: &str| Wish::ALL.into_iter().find(|wish| wish.stored() == stored).unwrap_or_default();
        Looks {
            zoom_percent: nearest_zoom(self.zoom_percent.unwrap_or(100)),
            density: Density::ALL.into_iter().find(|one| one.stored() == self.density).unwrap_or_default(),
            contrast: wish(&self.high_contrast),
            stillness: wish(&self.reduced_motion),
        }
    }

    /// Takes in how everything looks.
    pub fn keep_looks(&mut self, looks: &Looks) {
        let usual = Looks::default();
        // What is as usual is not written: it may be something else in a later version.
        let kept = |is_usual: bool, label: &str| if is_usual { String::new() } else { label.to_owned() };
        self.zoom_percent = Some(looks.zoom_percent).filter(|percent| *percent != usual.zoom_percent);
        self.density = kept(looks.density == usual.density, looks.density.stored());
        self.high_contrast = kept(looks.contrast == usual.contrast, looks.contrast.stored());
        self.reduced_motion = kept(looks.stillness == usual.stillness, looks.stillness.stored());
    }

    /// When there is an icon in the tray.
    pub fn tray_choice(&self) -> TrayChoice {
        TrayChoice::ALL.into_iter().find(|choice| choice.word() == self.tray).unwrap_or_default()
    }

    /// Takes in when there is an icon in the tray; what is usual is not written.
    pub fn keep_tray(&mut self, choice: TrayChoice) {
        self.tray = if choice == TrayChoice::default() { String::new() } else { choice.word().to_owned() };
    }

    /// The chosen theme.
    pub fn theme_choice(&self) -> ThemeChoice {
        ThemeChoice::ALL.into_iter().find(|choice| choice.stored() == self.theme).unwrap_or_default()
    }
}

/// Writes a file to the disk that only its owner may read: a secret is in it, which a power cut shall not change.
pub fn write_private(path: &Path, text: &str) -> io::Result<()> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()
}

/// What was stored, if it is one of those that are offered.
fn offered<T: Copy + PartialEq>(all: &[T], stored: Option<T>) -> Option<T> {
    stored.filter(|stored| all.contains(stored))
}

fn file(folder: &Path) -> PathBuf {
    folder.join("settings.json")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bus::Scheme;
    use crate::inbox::QuietHours;

    #[test]
    fn settings_are_read_back_and_rubbish_is_the_defaults() {
        let folder = tempfile::tempdir().unwrap();
        let signing = Signing { scheme: Scheme::Prefixed, key: Secret::new("k"), header: String::from("X-Mine") };
        let settings = Settings {
            language: Some("de".into()),
            theme: "Dark".into(),
            zoom_percent: Some(150),
            density: "Compact".into(),
            high_contrast: "On".into(),
            reduced_motion: "Off".into(),
            listen: Some("127.0.0.1:9".parse().unwrap()),
            secret: Some(Secret::new("s")),
            signing: Some(signing),
            recent_searches: vec![String::from("mood:calm")],
            recent_commands: vec![String::from("Snooze")],
            volume: Some(0.5),
            device: Some("usb".into()),
            skips_silence: true,
            usual_speed: Some(1.5),
            volume_step_percent: Some(5),
            allowed_hosts: vec![String::from("files.local:9000")],
            media_budget_gb: Some(25),
            traffic_limits: TrafficLimits { most_days: Some(30), most_requests: None },
            alerts: AlertPrefs { has_sound: false, quiet_hours: Some(QuietHours::NIGHT), ..AlertPrefs::default() },
            keeps_listening: true,
            tray: "never".into(),
            save_folder: Some(PathBuf::from("/srv/exports")),
            window: Some(WindowPlace { x: Some(-1200.0), y: None, width: 900.0, height: 640.5, is_maximised: true }),
        };
        settings.write(folder.path()).unwrap();
        assert_eq!(Settings::read(folder.path()), settings);
        assert_eq!(settings.tray_choice(), TrayChoice::Never);
        let mut kept = Settings::default();
        kept.keep_tray(settings.tray_choice());
        assert_eq!(kept.tray, "never");
        kept.keep_tray(TrayChoice::WhenClosed);
        kept.keep_sound_prefs(&settings.sound_prefs());
        assert_eq!(kept.sound_prefs(), settings.sound_prefs());
        kept.keep_looks(&settings.looks());
        assert_eq!(kept.looks(), settings.looks());
        assert_eq!((kept.zoom_percent, kept.density.as_str()), (Some(150), "Compact"));
        kept.keep_looks(&Looks::default());
        kept.keep_sound_prefs(&SoundPrefs::default());
        assert_eq!(kept, Settings::default());
        assert_eq!(Settings::peek(folder.path()), settings);
        fs::write(file(folder.path()), "{nonsense").unwrap();
        assert_eq!(Settings::peek(folder.path()), Settings::default());
        assert_eq!(Settings::read(folder.path()), Settings::default());
        let aside = fs::read_to_string(folder.path().join("settings.unreadable.json")).unwrap();
        assert_eq!(aside, "{nonsense");
    }

    #[cfg(unix)]
    #[test]
    fn only_the_owner_reads_the_settings() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        Settings::default().write(folder.path()).unwrap();
        assert_eq!(fs::metadata(file(folder.path())).unwrap().permissions().mode() & 0o777, 0o600);
    }
}
