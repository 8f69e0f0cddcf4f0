//! The bar over the list while calls are chosen, and while a long marking goes on: how many, what to do with them.

use egui::{Frame, Label, Margin, Panel, Rect, RichText, Stroke, Ui};

use super::theme;
use super::widgets::{ButtonKind, button, icon, icon_button};
use crate::inbox::{Action, ChoiceAction, Inbox, PickerAction, PickerKind};

pub fn draw(ui: &mut Ui, inbox: &Inbox, actions: &mut Vec<Action>) {
    let marking = inbox.marking();
    if inbox.selection.is_empty() && marking.is_none() {
        return;
    }
    let palette = theme::palette(ui);
    Panel::top("selection")
        .show_separator_line(false)
        .frame(Frame::new().fill(palette.selected).inner_margin(Margin { left: 12, right: 13, top: 4, bottom: 6 }))
        .show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 2.0;
            if !inbox.selection.is_empty() {
                chosen(ui, inbox, actions);
            }
            if let Some(marking) = marking {
                ui.horizontal(|ui| {
                    said(ui, &marking.text);
                    if button(ui, ButtonKind::Quiet, "Stop").clicked() {
                        actions.push(Action::StopMarking);
                    }
                });
                bar(ui, marking.part, &marking.text);
            }
        });
}

fn chosen(ui: &mut Ui, inbox: &Inbox, actions: &mut Vec<Action>) {
    let palette = theme::palette(ui);
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 2.0;
        said(ui, &inbox.choice_label());
        if let Some((label, action)) = inbox.choose_all_label()
            && button(ui, ButtonKind::Quiet, &label).clicked()
        {
            actions.push(action);
        }
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            if icon_button(ui, ButtonKind::Quiet, icon::CLOSE, false, palette.second, "Select none (Esc)").clicked() {
                actions.push(Action::Choose(ChoiceAction::Clear));
            }
        });
    });
    let marks = inbox.choice_marks();
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 6.0;
        let done = if marks.done { (icon::BACK_TO_INBOX, "Back to the inbox (E)") } else { (icon::CHECK, "Done (E)") };
        let star = if marks.starred { "Remove the stars (S)" } else { "Star all selected (S)" };
        let unread = if marks.unread { "Mark read (U)" } else { "Mark unread or read (U)" };
        let snooze = Action::Picker(PickerAction::Open(PickerKind::Snooze));
        let tag = Action::Picker(PickerAction::Open(PickerKind::Tags));
        for (symbol, is_filled, name, action) in [
            (done.0, false, done.1, Action::ToggleDone),
            (icon::STAR, marks.starred, star, Action::ToggleStar),
            (icon::UNREAD, false, unread, Action::ToggleUnread),
            (icon::SNOOZE, false, "Snooze all selected (H)", snooze),
            (icon::TAG, false, "Tag all selected (L)", tag),
        ] {
            let response = icon_button(ui, ButtonKind::Plain, symbol, is_filled, palette.text, name);
            if let Action::Picker(PickerAction::Open(kind)) = action {
                super::picker::anchor(ui, kind, response.rect);
            }
            if response.clicked() {
                actions.push(action);
            }
        }
    });
}

fn said(ui: &mut Ui, text: &str) {
    let ink = theme::palette(ui).text;
    ui.add(Label::new(RichText::new(text).font(theme::semibold(theme::BODY)).color(ink)).selectable(false));
}

fn bar(ui: &mut Ui, part: f32, text: &str) {
    let palette = theme::palette(ui);
    let (rect, response) = ui.allocate_exact_size(egui::vec2(ui.available_width(), 6.0), egui::Sense::hover());
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::ProgressIndicator, true, text));
    ui.painter().rect(rect, 3, palette.panel, Stroke::new(1.0, palette.hairline), egui::StrokeKind::Inside);
    let done = Rect::from_min_size(rect.min, egui::vec2(rect.width() * part.clamp(0.0, 1.0), rect.height()));
    ui.painter().rect_filled(done, 3, palette.accent);
}
