//! Scenes of Settings: every section, and what each asks and finds.

use call_inbox::bus::{AudioDevice, Event, FolderFacts, ListenerState, Reach, Scheme, Secret, Signing};
use call_inbox::inbox::{
    AlertAction, AlertPrefs, DesktopPrefs, Licences, LimitsAction, PlayerAction, QuietHours, SETTINGS_ROWS,
    SenderAction, SettingsAction, SettingsSection, Wish,
};
use call_inbox::inbox::{LooksAction, ReachChoice};
use call_inbox::traffic::TrafficLimits;

use crate::callers::inbox;
use crate::studio::{Picture, Window, still};
use crate::window::Scene;

pub fn pictures() -> Vec<Picture> {
    vec![
        still("Settings", "appearance", || section(SettingsSection::Appearance)),
        still("Settings", "appearance, in high contrast", || {
            let mut scene = section(SettingsSection::Appearance);
            scene.act(LooksAction::Contrast(Wish::On).into());
            scene
        }),
        still("Settings", "listener", || section(SettingsSection::Listener)),
        still("Settings", "listener, the port is taken", || {
            let mut scene = section(SettingsSection::Listener);
            let address = "127.0.0.1:8787".parse().unwrap();
            let offer = "127.0.0.1:8788".parse().ok();
            let holder = Some(String::from("nginx, process 4242"));
            scene.apply(Event::ListenerChanged(ListenerState::PortTaken { address, holder, offer }));
            scene
        }),
        still("Settings", "listener, an address of one's own", || {
            let mut scene = beyond(None);
            scene.act(SettingsAction::Open(SettingsSection::Listener).into());
            scene.act(call_inbox::inbox::Action::Senders(SenderAction::ChooseReach(ReachChoice::Address)));
            scene
        }),
        still("Settings", "senders, no secret", || section(SettingsSection::Senders)),
        still("Settings", "senders", || beyond(None)),
        still("Settings", "senders, with signatures", || {
            beyond(Some(Signing { scheme: Scheme::Prefixed, key: Secret::new("whsec_abc"), header: String::new() }))
        }),
        still("Settings", "storage", || measured(SettingsSection::Storage)),
        still("Settings", "storage, being measured", || section(SettingsSection::Storage)),
        still("Settings", "fetching", || {
            let mut scene = section(SettingsSection::Fetching);
            scene.act(PlayerAction::AllowHost("files.local:9000".into()).into());
            scene.act(PlayerAction::AllowHost("10.0.0.7".into()).into());
            scene
        }),
        still("Settings", "playback", || {
            let mut scene = section(SettingsSection::Playback);
            let device = AudioDevice { id: "usb".into(), name: "USB Headset, Analogue Stereo".into() };
            scene.apply(Event::DevicesFound(vec![device]));
            scene.act(PlayerAction::UseDevice(Some("usb".into())).into());
            scene
        }),
        still("Settings", "notifications", || section(SettingsSection::Notifications)),
        still("Settings", "notifications, quiet", || {
            let mut scene = section(SettingsSection::Notifications);
            let quiet_hours = Some(QuietHours::NIGHT);
            scene.act(AlertAction::Choose(AlertPrefs { quiet_hours, ..AlertPrefs::default() }).into());
            scene.act(AlertAction::QuietUntilTomorrow.into());
            scene
        }),
        still("Settings", "window", || {
            let mut scene = section(SettingsSection::Window);
            scene.inbox.desktop = DesktopPrefs { can_start_at_login: true, ..DesktopPrefs::default() };
            scene
        }),
        still("Settings", "requests kept", || section(SettingsSection::Requests)),
        still("Settings", "requests kept, asking before some go", || {
            let mut scene = section(SettingsSection::Requests);
            let limits = TrafficLimits { most_days: Some(30), most_requests: None };
            scene.act(LimitsAction::Choose(limits).into());
            scene
        }),
        still("Settings", "shortcuts", || section(SettingsSection::Shortcuts)),
        still("Settings", "shortcuts, finding", || {
            let mut scene = section(SettingsSection::Shortcuts);
            scene.act(SettingsAction::FindKey("call".into()).into());
            scene
        }),
        still("Settings", "about", || measured(SettingsSection::About)),
        still("Settings", "about, licences", || {
            let mut scene = measured(SettingsSection::About);
            scene.act(SettingsAction::Show(Licences::Parts).into());
            scene
        }),
        still("Settings", "finding", || {
            let mut scene = section(SettingsSection::Appearance);
            scene.act(SettingsAction::Find("quiet".into()).into());
            scene
        }),
        still("Settings", "finding, nothing", || {
            let mut scene = section(SettingsSection::Appearance);
            scene.act(SettingsAction::Find("teapot".into()).into());
            scene
        }),
        still("Settings", "found", || {
            let mut scene = section(SettingsSection::Appearance);
            let row = SETTINGS_ROWS.iter().find(|row| row.name == "Quiet hours").unwrap();
            scene.act(SettingsAction::GoTo(*row).into());
            scene
        }),
        twice("notifications", || section(SettingsSection::Notifications)),
        twice("appearance", || section(SettingsSection::Appearance)),
        twice("senders", || beyond(None)),
        twice("storage", || measured(SettingsSection::Storage)),
        twice("shortcuts", || section(SettingsSection::Shortcuts)),
        twice("about", || measured(SettingsSection::About)),
        twice("finding", || {
            let mut scene = section(SettingsSection::Appearance);
            scene.act(SettingsAction::Find("quiet".into()).into());
            scene
        }),
    ]
}

/// With the room that is left of a window of 1280 by 800 when everything is twice as large.
fn twice(name: &'static str, scene: fn() -> Scene) -> Picture {
    let then = |window: &mut Window| {
        window.set_size(egui::vec2(640.0, 400.0));
        window.run_ok();
    };
    Picture { family: "Settings twice as large", name, scene, then }
}

fn reach(signing: Option<Signing>, address: &str, secret: Option<&str>) -> Event {
    Event::ReachChanged(Reach {
        address: address.parse().unwrap(),
        network_ip: Some("192.168.1.4".parse().unwrap()),
        secret: secret.map(Secret::new),
        signing,
    })
}

fn section(section: SettingsSection) -> Scene {
    let mut scene = inbox();
    scene.inbox.data_folder = "~/.local/share/call-inbox".into();
    scene.apply(reach(None, "127.0.0.1:8787", None));
    scene.act(SettingsAction::Open(section).into());
    scene
}

/// Reached from the whole network.
fn beyond(signing: Option<Signing>) -> Scene {
    let mut scene = section(SettingsSection::Senders);
    let address = "0.0.0.0:8787".parse().unwrap();
    scene.apply(Event::ListenerChanged(ListenerState::Listening { address }));
    scene.apply(reach(signing, "0.0.0.0:8787", Some("k7Qm2xVb9RtLp4WzN8sYc3Hd")));
    scene
}

fn measured(at: SettingsSection) -> Scene {
    let mut scene = section(at);
    scene.apply(Event::FolderMeasured(Box::new(FolderFacts {
        database_bytes: 412_300_000,
        recordings: 1_804,
        recording_bytes: 1_630_000_000,
        transcripts: 1_790,
        transcript_bytes: 38_200_000,
        other_bytes: 4_100_000,
        free_bytes: Some(184_000_000_000),
        format: 14,
        system: "Some Linux 13, x86_64".into(),
    })));
    scene
}
