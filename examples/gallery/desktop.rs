//! Scenes of the window among others: files held over it, what became of them, the tray in Settings.

use call_inbox::bus::Event;
use call_inbox::call::{Media, MediaKind, MediaState, Seq, UnixMillis};
use call_inbox::inbox::{DesktopPrefs, SettingsAction, SettingsSection};

use crate::callers::{JOHNS, call, inbox, opened};
use crate::studio::{Picture, Window, still};
use crate::window::{NOW, Scene};

pub fn pictures() -> Vec<Picture> {
    vec![
        held("a payload held over it", inbox, |window| hold(window, &["call.json"])),
        held("a recording held over a call", || opened(call(JOHNS)), |window| hold(window, &["call.wav"])),
        held(
            "all sorts held over a call",
            || opened(call(JOHNS)),
            |window| hold(window, &["a.ogg", "a.vtt", "b.json"]),
        ),
        held("a recording held over no call", inbox, |window| hold(window, &["call.mp3"])),
        still("Desktop", "a recording was attached", attached),
        still("Desktop", "what is no call", || {
            let mut scene = inbox();
            let refused = vec![
                "call.wav was not received: it is a recording. Open the call it belongs to, and drop it there.".into(),
                "notes.pdf was not received: it holds no JSON.".into(),
            ];
            scene.apply(Event::FilesReceived { received: 2, refused });
            scene
        }),
        still("Desktop", "settings of window and tray", settings),
    ]
}

fn held(name: &'static str, scene: fn() -> Scene, then: fn(&mut Window)) -> Picture {
    Picture { family: "Desktop", name, scene, then }
}

fn hold(window: &mut Window, names: &[&str]) {
    let files = names.iter().map(|name| egui::HoveredFile { path: Some(name.into()), ..egui::HoveredFile::default() });
    window.input_mut().hovered_files = files.collect();
    window.run_ok();
}

fn attached() -> Scene {
    let media = Media::attached(
        (Seq(JOHNS), MediaKind::Recording),
        "0f".repeat(32),
        "call with John.wav",
        9,
        UnixMillis(NOW.0),
    );
    let mut john = call(JOHNS);
    john.call.recording_uri = Some(media.uri.clone());
    john.recording = Some(Media { state: MediaState::Kept, ..media.clone() });
    let mut scene = opened(john.clone());
    scene.apply(Event::Attached { seq: media.seq, kind: media.kind, uri: media.uri, replaces: true });
    scene.apply(Event::CallLoaded(Box::new(john)));
    scene
}

fn settings() -> Scene {
    let mut scene = inbox();
    scene.inbox.desktop = DesktopPrefs {
        keeps_listening: true,
        can_start_at_login: true,
        can_have_tray: true,
        ..DesktopPrefs::default()
    };
    scene.act(SettingsAction::Open(SettingsSection::Window).into());
    scene
}
