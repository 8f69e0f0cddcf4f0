//! The count of unread calls on the program's entry in a dock: a signal that docks listen for, and nobody else.

use std::collections::HashMap;
use std::time::Duration;

use zbus::blocking::Connection;
use zbus::blocking::connection::Builder;
use zbus::zvariant::Value;

/// The name of the desktop entry, as docks know it.
const ENTRY: &str = "application://call-inbox.desktop";
/// How long the bus may take.
const PATIENCE: Duration = Duration::from_secs(2);

/// The program's entry in a dock.
#[derive(Default)]
pub struct Launcher {
    bus: Option<Connection>,
    /// It was tried.
    is_looked_for: bool,
    shown: u64,
}

impl Launcher {
    /// Shows so many; none for 0.
    pub fn show(&mut self, unread: u64) {
        if unread == self.shown {
            return;
        }
        self.shown = unread;
        if !std::mem::replace(&mut self.is_looked_for, true) {
            let bus = Builder::session().and_then(|builder| builder.method_timeout(PATIENCE).build());
            self.bus = bus.inspect_err(|error| log::info!("docks are not told what is unread: {error}")).ok();
        }
        if let Some(bus) = &self.bus
            && let Err(error) = tell(bus, unread)
        {
            log::info!("docks are not told what is unread any more: {error}");
            self.bus = None;
        }
    }
}

fn tell(bus: &Connection, unread: u64) -> zbus::Result<()> {
    let count = i64::try_from(unread).unwrap_or(i64::MAX);
    let properties = HashMap::from([("count", Value::from(count)), ("count-visible", Value::from(unread > 0))]);
    let none: Option<&str> = None;
    bus.emit_signal(none, "/callinbox", "com.canonical.Unity.LauncherEntry", "Update", &(ENTRY, properties))
}
