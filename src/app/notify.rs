//! Messages of the system: shown on a thread of its own, so that nothing waits for a service that may be slow or missing.
//! What is told is `inbox::Alert`'s.

use std::sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel};
use std::thread::Builder;

use notify_rust::Notification;

use crate::call::Seq;
use crate::inbox::Alert;

/// Messages waiting to be shown; what is more is not told.
const WAITING: usize = 8;
/// Messages whose click is waited for at a time, each on a thread of its own; of older ones a click only closes them.
#[cfg(all(unix, not(target_os = "macos")))]
const CLICKABLE: usize = 8;

/// What came of a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Told {
    /// It was clicked: the call it is about.
    Clicked(Option<Seq>),
    /// One that the person asked for, to see whether it works, could not be shown.
    Failed(String),
}

/// Shows messages.
pub struct Notifier {
    queue: Option<SyncSender<Alert>>,
}

impl Notifier {
    /// Starts the thread `notifications`; `tell` is called on it and on those that wait for clicks.
    pub fn start(tell: impl Fn(Told) + Clone + Send + 'static) -> Self {
        let (queue, alerts) = sync_channel(WAITING);
        match Builder::new().name(String::from("notifications")).spawn(move || show_all(&alerts, &tell)) {
            Ok(_) => Self { queue: Some(queue) },
            Err(error) => {
                log::warn!("new calls can't be told outside the window: {error}");
                Self { queue: None }
            }
        }
    }

    /// Shows a message, soon. Never waits.
    pub fn show(&self, alert: Alert) {
        match self.queue.as_ref().map(|queue| queue.try_send(alert)) {
            Some(Err(TrySendError::Full(alert))) => log::debug!("not told, the service is slow: {}", alert.title),
            Some(Err(TrySendError::Disconnected(_)) | Ok(())) | None => {}
        }
    }
}

fn show_all(alerts: &Receiver<Alert>, tell: &(impl Fn(Told) + Clone + Send + 'static)) {
    let mut service = Service::default();
    let mut has_failed = false;
    for alert in alerts {
        match service.show(&alert, tell) {
            Ok(()) => has_failed = false,
            Err(error) if alert.is_test => tell(Told::Failed(format!(
                "the system's notification service does not answer ({error}). Calls arrive in the window all the same."
            ))),
            Err(_) if has_failed => {}
            Err(error) => {
                has_failed = true;
                log::warn!("new calls can't be told outside the window: {error}");
            }
        }
    }
}

/// A message as every system shows it.
fn message(alert: &Alert, text: &str) -> Notification {
    let mut message = Notification::new();
    message.appname("Call Inbox").summary(&alert.title).body(text);
    message
}

#[cfg(all(unix, not(target_os = "macos")))]
#[derive(Default)]
struct Service {
    /// The number of the one before.
    last: Option<u32>,
    /// It takes text with markup, in which what callers said has to be escaped.
    has_markup: Option<bool>,
    waiting: std::sync::Arc<std::sync::atomic::AtomicUsize>,
}

#[cfg(all(unix, not(target_os = "macos")))]
impl Service {
    fn show(
        &mut self,
        alert: &Alert,
        tell: &(impl Fn(Told) + Clone + Send + 'static),
    ) -> notify_rust::error::Result<()> {
        use notify_rust::{Hint, Urgency};
        let has_markup = match self.has_markup {
            Some(has_markup) => has_markup,
            None => {
                let can = notify_rust::get_capabilities()?;
                *self.has_markup.insert(can.iter().any(|one| one == "body-markup"))
            }
        };
        let text = if has_markup { escaped(&alert.text) } else { alert.text.clone() };
        let mut message = message(alert, &text);
        message.icon("call-inbox").urgency(Urgency::Normal).action("default", "Open");
        message.hint(Hint::DesktopEntry(String::from("call-inbox")));
        message.hint(Hint::Category(String::from("im.received")));
        if alert.has_sound {
            message.sound_name("message-new-instant");
        } else {
            message.hint(Hint::SuppressSound(true));
        }
        if let Some(last) = self.last.filter(|_| alert.replaces) {
            message.id(last);
        }
        let handle = message.show()?;
        self.last = Some(handle.id());
        self.wait_for_click(handle, alert.seq, tell.clone());
        Ok(())
    }

    fn wait_for_click(
        &self,
        handle: notify_rust::NotificationHandle,
        seq: Option<Seq>,
        tell: impl Fn(Told) + Send + 'static,
    ) {
        use std::sync::atomic::Ordering;
        if self.waiting.fetch_add(1, Ordering::AcqRel) >= CLICKABLE {
            self.waiting.fetch_sub(1, Ordering::AcqRel);
            return;
        }
        let waiting = std::sync::Arc::clone(&self.waiting);
        let work = move || {
            handle.wait_for_action(|action| {
                if action == "default" {
                    tell(Told::Clicked(seq));
                }
            });
            waiting.fetch_sub(1, Ordering::AcqRel);
        };
        if let Err(error) = Builder::new().name(String::from("notification-click")).spawn(work) {
            self.waiting.fetch_sub(1, Ordering::AcqRel);
            log::debug!("a click on the message can't be heard: {error}");
        }
    }
}

/// In the markup of freedesktop.org's notifications.
#[cfg(all(unix, not(target_os = "macos")))]
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(not(all(unix, not(target_os = "macos"))))]
#[derive(Default)]
struct Service;

#[cfg(not(all(unix, not(target_os = "macos"))))]
impl Service {
    /// These systems bring the program up by themselves, and do not say which message was clicked.
    #[expect(clippy::unused_self, reason = "elsewhere a service is remembered")]
    fn show(
        &mut self,
        alert: &Alert,
        _tell: &(impl Fn(Told) + Clone + Send + 'static),
    ) -> notify_rust::error::Result<()> {
        let mut message = message(alert, &alert.text);
        if alert.has_sound {
            message.sound_name(if cfg!(target_os = "macos") { "default" } else { "IM" });
        }
        message.show().map(drop)
    }
}

#[cfg(all(test, unix, not(target_os = "macos")))]
mod tests {
    use super::*;

    #[test]
    fn what_callers_said_is_no_markup() {
        assert_eq!(escaped("<img src=\"http://x\"> & co"), "&lt;img src=\"http://x\"&gt; &amp; co");
    }
}
