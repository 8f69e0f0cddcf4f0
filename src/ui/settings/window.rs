//! Settings, Window: what goes on without it.

use egui::Ui;

use super::parts::{fact, flow, on_off, row};
use crate::inbox::{Action, DesktopAction, Inbox, TrayChoice};
use crate::ui::widgets::{ButtonKind, Segment, button, segmented};

pub fn draw(ui: &mut Ui, inbox: &Inbox, actions: &mut Vec<Action>) {
    let prefs = inbox.desktop;
    if prefs.is_throwaway {
        row(
            ui,
            inbox,
            say!("When closed"),
            say!("This inbox is for trying. It is thrown away with its window."),
            |ui| {
                fact(ui, say!("Stops receiving"));
            },
        );
        return;
    }
    let has_tray = prefs.can_have_tray && prefs.tray != TrayChoice::Never;
    let about = match (prefs.keeps_listening, has_tray) {
        (true, true) => {
            say!("Closing the window only hides it. Click its icon in the tray to see it, or start Call Inbox again.")
        }
        (true, false) => {
            say!("Closing the window only hides it. Start Call Inbox again to see it, or click a notification.")
        }
        (false, _) => say!("Calls that come while Call Inbox does not run are lost: the platform sends each once."),
    };
    row(ui, inbox, say!("When closed"), about, |ui| {
        flow(ui, |ui| {
            let offered = [Segment::new(say!("Stop receiving"), false), Segment::new(say!("Keep receiving"), true)];
            if let Some(keeps) = segmented(ui, &offered, prefs.keeps_listening) {
                actions.push(DesktopAction::KeepListening(keeps).into());
            }
            if button(ui, ButtonKind::Quiet, say!("Quit now")).clicked() {
                actions.push(DesktopAction::Quit.into());
            }
        });
    });
    if prefs.can_have_tray {
        let about =
            say!("How many calls are unread, and a menu: open, do not disturb, quit. Where the desktop shows a tray.");
        row(ui, inbox, say!("Tray icon"), about, |ui| {
            let offered = TrayChoice::ALL.map(|choice| Segment::new(choice.label(), choice));
            if let Some(choice) = segmented(ui, &offered, prefs.tray) {
                actions.push(DesktopAction::ShowTray(choice).into());
            }
        });
    }
    if prefs.can_start_at_login {
        let about = say!("Call Inbox begins without its window when you log in.");
        row(ui, inbox, say!("At login"), about, |ui| {
            if let Some(starts) = on_off(ui, say!("Begin to receive at login"), prefs.starts_at_login) {
                actions.push(DesktopAction::StartAtLogin(starts).into());
            }
        });
    } else {
        let about = say!("To have it begin when you log in, add it to what the system starts, with --hidden.");
        row(ui, inbox, say!("At login"), about, |ui| fact(ui, say!("Can't be arranged from here")));
    }
}
