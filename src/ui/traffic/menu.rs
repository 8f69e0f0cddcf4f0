//! What else can be done with the open request.

use egui::{Button, Popup, Response, Ui};

use super::open::Sheet;
use crate::inbox::{ACTS, Action, TrafficAction};
use crate::traffic::SaveForm;

pub fn draw(sheet: &Sheet<'_>, more: &Response, actions: &mut Vec<Action>) {
    Popup::menu(more).show(|ui| {
        ui.set_min_width(260.0);
        ui.spacing_mut().item_spacing.y = 2.0;
        let mut entry = |ui: &mut Ui, text: &str, action: TrafficAction| entry(ui, text, action, actions);
        entry(ui, say!("Save as a fixture"), TrafficAction::Save(SaveForm::Fixture));
        entry(ui, say!("Save the body"), TrafficAction::Save(SaveForm::Body));
        entry(ui, say!("Save as HAR"), TrafficAction::Save(SaveForm::Har));
        if sheet.inbox.traffic.list.len() > 1 {
            entry(ui, &sheet.inbox.save_all_label(), TrafficAction::SaveAll);
        }
        ui.separator();
        entry(ui, say!("Copy the body"), TrafficAction::CopyBody);
        entry(ui, say!("Copy a safe sample"), TrafficAction::CopySafe);
        entry(ui, say!("Save a safe fixture"), TrafficAction::Save(SaveForm::SafeFixture));
        ui.separator();
        entry(ui, say!("Compare with another…"), TrafficAction::Compare);
        if sheet.opened.row.note.call_id.is_some() {
            entry(ui, say!("Compare with the delivery before"), TrafficAction::CompareBefore);
            entry(ui, say!("Open the call"), TrafficAction::OpenCall);
        }
    });
}

/// A line of the menu, with its key if there is one.
fn entry(ui: &mut Ui, text: &str, action: TrafficAction, actions: &mut Vec<Action>) {
    let action = Action::Traffic(action);
    let keys = ACTS.iter().find(|act| act.action == action).and_then(|act| act.keys.first());
    let mut button = Button::new(text);
    if let Some(keys) = keys {
        button = button.shortcut_text(*keys);
    }
    if ui.add(button).clicked() {
        actions.push(action);
    }
}
