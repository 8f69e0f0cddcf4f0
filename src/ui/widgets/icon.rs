//! The symbols of the icon font, by what they mean here.

use crate::call::Tone;

pub const INBOX: &str = "\u{e156}";
pub const UNREAD: &str = "\u{f18a}";
pub const STAR: &str = "\u{f09a}";
pub const DONE: &str = "\u{f0be}";
pub const ALL: &str = "\u{e97f}";
pub const SETTINGS: &str = "\u{e8b8}";
pub const SEARCH: &str = "\u{ef7a}";
pub const PHONE: &str = "\u{f0d4}";
pub const MAIL: &str = "\u{e159}";
pub const GAP: &str = "\u{e034}";
pub const COPY: &str = "\u{e14d}";
pub const CLOSE: &str = "\u{e5cd}";
pub const MORE: &str = "\u{e5d3}";
pub const TRAFFIC: &str = "\u{e8d4}";
pub const INSIGHTS: &str = "\u{e26b}";
pub const KEYBOARD: &str = "\u{e312}";
pub const WARNING: &str = "\u{f083}";
pub const CHECK: &str = "\u{e668}";
pub const CHECKED: &str = "\u{e9de}";
pub const UNCHECKED: &str = "\u{e835}";
pub const RECORDING: &str = "\u{e1b8}";
pub const TRANSCRIPT: &str = "\u{e873}";
pub const SEARCH_NONE: &str = "\u{ef7a}";
pub const BACK_TO_INBOX: &str = "\u{e166}";
pub const SNOOZE: &str = "\u{e046}";
pub const TAG: &str = "\u{e893}";
pub const EVENT: &str = "\u{e878}";
pub const CALL_BACK: &str = "\u{e649}";
pub const CLOCK: &str = "\u{efd6}";
pub const SAVED: &str = "\u{e8e7}";
pub const DOWN: &str = "\u{e313}";
pub const UP: &str = "\u{e316}";
pub const EDIT: &str = "\u{f097}";
pub const REMOVE: &str = "\u{e92e}";
pub const SORT: &str = "\u{e164}";
pub const PLAY: &str = "\u{e037}";
pub const PAUSE: &str = "\u{e034}";
pub const VOLUME: &str = "\u{e050}";
pub const VOLUME_OFF: &str = "\u{e04f}";
pub const FORWARD: &str = "\u{f57a}";
pub const REHEARSAL: &str = "\u{ea4b}";
pub const CONTRACT: &str = "\u{e80d}";
pub const ADD: &str = "\u{e145}";
pub const COLOURS: &str = "\u{e40a}";
pub const LISTENER: &str = "\u{e1e2}";
pub const LOCK: &str = "\u{e899}";
pub const FOLDER: &str = "\u{e2c7}";
pub const DOWNLOAD: &str = "\u{f090}";
pub const NOTIFICATIONS: &str = "\u{e7f5}";
pub const WINDOW: &str = "\u{e31e}";
pub const ABOUT: &str = "\u{e88e}";
pub const OPEN_OUTSIDE: &str = "\u{e89e}";
pub const HISTORY: &str = "\u{e8b3}";

/// The face of a tone; the word always stands beside it.
pub fn face(tone: Tone) -> &'static str {
    match tone {
        Tone::Good => "\u{e813}",
        Tone::Bad => "\u{e811}",
        Tone::Mixed => "\u{eb37}",
        Tone::Neutral => "\u{ef4a}",
    }
}
