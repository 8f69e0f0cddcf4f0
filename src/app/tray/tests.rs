//! Tray and dock on a real bus that nobody else is on. Since both find it by the environment, which is shared by all tests,
//! the test runs once more in a process of its own.

#![cfg(target_os = "linux")]

use std::collections::HashMap;
use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::time::Duration;

use zbus::blocking::{Connection, Proxy, connection::Builder};
use zbus::zvariant::{OwnedValue, Value};

use super::*;

const NAME: &str = "app::tray::tests::tray_and_dock_on_a_bus";
const INSIDE: &str = "CALL_INBOX_PRIVATE_BUS";
/// Width, height, pixels of each.
type Icons = Vec<(i32, i32, Vec<u8>)>;
const DEADLINE: Duration = Duration::from_secs(20);

/// A bus of its own, ended when dropped.
struct PrivateBus {
    daemon: Child,
    address: String,
}

impl PrivateBus {
    /// `None` where there is no program for it.
    fn start() -> Option<Self> {
        let arguments = ["--session", "--nofork", "--nopidfile", "--print-address"];
        let daemon = Command::new("dbus-daemon").args(arguments).stdout(Stdio::piped()).spawn();
        let mut daemon = daemon.ok()?;
        let mut address = String::new();
        BufReader::new(daemon.stdout.take()?).read_line(&mut address).ok()?;
        Some(Self { daemon, address: address.trim().to_owned() })
    }
}

impl Drop for PrivateBus {
    fn drop(&mut self) {
        _ = self.daemon.kill();
        _ = self.daemon.wait();
    }
}

/// Stands in for the part of a desktop that shows trays.
struct Watcher {
    registered: SyncSender<String>,
    has_host: bool,
}

#[zbus::interface(name = "org.kde.StatusNotifierWatcher")]
impl Watcher {
    fn register_status_notifier_item(&self, service: String) {
        self.registered.send(service).unwrap();
    }

    #[zbus(property)]
    fn is_status_notifier_host_registered(&self) -> bool {
        self.has_host
    }
}

#[test]
fn tray_and_dock_on_a_bus() {
    if std::env::var_os(INSIDE).is_some() {
        inside();
        return;
    }
    let Some(bus) = PrivateBus::start() else {
        println!("not tested: there is no dbus-daemon here");
        return;
    };
    let again = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", NAME, "--nocapture"])
        .env("DBUS_SESSION_BUS_ADDRESS", &bus.address)
        .env(INSIDE, "1")
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&again.stdout) + String::from_utf8_lossy(&again.stderr);
    assert!(again.status.success() && said.contains("1 passed"), "{said}");
}

fn face(unread: u64) -> TrayFace {
    let sentence = format!("{unread} unread · listening at 127.0.0.1:8787");
    TrayFace { badge: Badge { unread, sentence, is_quiet: false }, has_icon: true, is_playing: false }
}

fn docked(counts: &Receiver<(String, HashMap<String, OwnedValue>)>) -> (i64, bool) {
    let (entry, said) = counts.recv_timeout(DEADLINE).unwrap();
    assert_eq!(entry, "application://call-inbox.desktop");
    (said["count"].downcast_ref().unwrap(), said["count-visible"].downcast_ref().unwrap())
}

/// A dock listens before anything is told.
fn listen(bus: &Connection) -> Receiver<(String, HashMap<String, OwnedValue>)> {
    let (tell, told) = sync_channel(16);
    let rule = zbus::MatchRule::builder().interface("com.canonical.Unity.LauncherEntry").unwrap().build();
    let signals = zbus::blocking::MessageIterator::for_match_rule(rule, bus, None).unwrap();
    std::thread::Builder::new()
        .spawn(move || {
            for signal in signals.flatten() {
                if tell.send(signal.body().deserialize().unwrap()).is_err() {
                    return;
                }
            }
        })
        .unwrap();
    told
}

fn inside() {
    let (wish, wishes) = sync_channel(16);
    let picture = Picture { side: 64, rgba: [0, 0, 255, 255].repeat(64 * 64), dot: [200, 0, 0] };
    let dock = Connection::session().unwrap();
    let counts = listen(&dock);

    // Nobody shows trays yet.
    let mut tray = Tray::start(move || Some(picture), move |wanted| wish.send(wanted).unwrap());
    tray.show(face(4));
    assert_eq!(docked(&counts), (4, true));
    // What is told next is told once the item waits for a desktop.
    for unread in [5, 4] {
        tray.show(face(unread));
        assert_eq!(docked(&counts), (i64::try_from(unread).unwrap(), true));
    }

    // A desktop that comes later finds it all the same.
    let (register, registered) = sync_channel(16);
    let desktop = Builder::session()
        .unwrap()
        .serve_at("/StatusNotifierWatcher", Watcher { registered: register, has_host: true })
        .unwrap()
        .name("org.kde.StatusNotifierWatcher")
        .unwrap()
        .build()
        .unwrap();
    let service = registered.recv_timeout(DEADLINE).unwrap();
    let item = Proxy::new(&desktop, service.as_str(), "/StatusNotifierItem", "org.kde.StatusNotifierItem").unwrap();
    let tip = |item: &Proxy<'_>| {
        let tip: (String, Icons, String, String) = item.get_property("ToolTip").unwrap();
        tip.3
    };
    assert_eq!(tip(&item), "4 unread · listening at 127.0.0.1:8787");
    let icons = |item: &Proxy<'_>| item.get_property::<Icons>("IconPixmap").unwrap();
    let dotted = icons(&item);
    assert_eq!(dotted.iter().map(|icon| icon.0).collect::<Vec<_>>(), [64, 32, 16]);

    item.call_method("Activate", &(1, 1)).unwrap();
    assert_eq!(wishes.recv_timeout(DEADLINE), Ok(TrayWish::Show));
    let menu = Proxy::new(&desktop, service.as_str(), "/MenuBar", "com.canonical.dbusmenu").unwrap();
    for (label, wanted) in [
        ("Open Call Inbox", TrayWish::Show),
        ("Do not disturb until tomorrow", TrayWish::Quiet(true)),
        ("Quit", TrayWish::Quit),
    ] {
        let id = entry(&menu, label).unwrap();
        menu.call_method("Event", &(id, "clicked", Value::from(0), 0_u32)).unwrap();
        assert_eq!(wishes.recv_timeout(DEADLINE), Ok(wanted), "{label}");
    }
    assert_eq!(entry(&menu, "Pause the recording"), None);

    tray.show(TrayFace { is_playing: true, ..face(0) });
    assert_eq!(docked(&counts), (0, false));
    tray.show(TrayFace { has_icon: false, ..face(2) });
    assert_eq!(docked(&counts), (2, true));
    tray.show(face(3));
    assert_eq!(docked(&counts), (3, true));
    let again = registered.recv_timeout(DEADLINE).unwrap();
    assert_ne!(again, service, "it is another one than the one that was taken away");
    drop(tray);
    assert_eq!(docked(&counts), (0, false));
}

/// The number of an entry of the menu, by its label.
fn entry(menu: &Proxy<'_>, label: &str) -> Option<i32> {
    type Layout = (u32, (i32, HashMap<String, OwnedValue>, Vec<OwnedValue>));
    let (_, (_, _, children)): Layout = menu.call("GetLayout", &(0, -1, Vec::<String>::new())).unwrap();
    children.into_iter().find_map(|child| {
        let (id, said, _): (i32, HashMap<String, OwnedValue>, Vec<OwnedValue>) = child.try_into().ok()?;
        let is_it = said.get("label")?.downcast_ref::<&str>().ok()? == label;
        is_it.then_some(id)
    })
}
