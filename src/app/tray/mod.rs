//! The program where it has no window: an icon in the tray with a menu, and the count of unread calls on the dock. All of it
//! on a thread of its own, begun after the first frame; where nothing listens for it, nothing is seen and nothing fails.
//! Linux alone: elsewhere a notification and a second start bring the window up.
//!
//! **Invariant:** nothing here decides what is shown; `Badge` comes in, wishes go out. The window never waits for it.

mod icon;
#[cfg(target_os = "linux")]
mod item;
#[cfg(target_os = "linux")]
mod launcher;
#[cfg(test)]
mod tests;

use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

use crate::inbox::Badge;

pub use icon::Picture;

/// There can be a tray on this system.
pub const CAN_BE: bool = cfg!(target_os = "linux");
/// Changes that wait to be shown; where there are more, the window tells again.
const WAITING: usize = 8;

/// What a person wants who clicks in the tray.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TrayWish {
    /// The window, in sight.
    Show,
    /// Nothing told outside the window until tomorrow, or again.
    Quiet(bool),
    /// Silence: what plays is paused.
    Pause,
    /// The end of the program.
    Quit,
}

/// What tray and dock say.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TrayFace {
    /// What is said.
    pub badge: Badge,
    /// There shall be an icon in the tray.
    pub has_icon: bool,
    /// A recording is heard.
    pub is_playing: bool,
}

/// The thread that shows it.
pub struct Tray {
    queue: Option<SyncSender<TrayFace>>,
    told: Option<TrayFace>,
}

impl Tray {
    /// One that shows nothing.
    pub fn none() -> Self {
        Self { queue: None, told: None }
    }

    /// Starts the thread `tray`; `wish` is called on it, and on that of the bus. The picture is the program's icon, unpacked
    /// there; without one there is no tray.
    pub fn start(
        picture: impl FnOnce() -> Option<Picture> + Send + 'static,
        wish: impl Fn(TrayWish) + Clone + Send + Sync + 'static,
    ) -> Self {
        if !CAN_BE {
            return Self::none();
        }
        let (queue, faces) = sync_channel(WAITING);
        let work = move || {
            if let Some(picture) = picture() {
                show_all(&faces, &picture, &wish);
            }
        };
        match std::thread::Builder::new().name(String::from("tray")).spawn(work) {
            Ok(_) => Self { queue: Some(queue), told: None },
            Err(error) => {
                log::info!("there is no tray: {error}");
                Self::none()
            }
        }
    }

    /// Shows this from now on. Never waits.
    pub fn show(&mut self, face: TrayFace) {
        let Some(queue) = &self.queue else { return };
        if self.told.as_ref() != Some(&face) && queue.try_send(face.clone()).is_ok() {
            self.told = Some(face);
        }
    }
}

#[cfg(target_os = "linux")]
fn show_all(faces: &Receiver<TrayFace>, picture: &Picture, wish: &(impl Fn(TrayWish) + Clone + Send + Sync + 'static)) {
    let mut launcher = launcher::Launcher::default();
    let mut item = None;
    for face in faces {
        launcher.show(face.badge.unread);
        if face.has_icon {
            match &item {
                Some(shown) => item::change(shown, face),
                None => item = item::begin(picture, face, wish.clone()),
            }
        } else if let Some(shown) = item.take() {
            item::end(&shown);
        }
    }
    launcher.show(0);
    item.iter().for_each(item::end);
}

#[cfg(not(target_os = "linux"))]
fn show_all(_: &Receiver<TrayFace>, _: &Picture, _: &impl Fn(TrayWish)) {}
