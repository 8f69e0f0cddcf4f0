//! The bar over the list while calls are chosen: how many, what to do with them; and how far a long marking is.

use egui::{Align, Frame, Id, Label, Layout, Margin, Panel, Rect, RichText, Sense, Ui, UiBuilder};

use super::theme;
use super::widgets::{ButtonKind, button, icon, icon_button};
use crate::inbox::{Action, ChoiceAction, Inbox, PickerAction, PickerKind};

/// Least height of the bar, in points: it lies over the search box and the filters.
const HEIGHT: f32 = 86.0;
/// Height of what stands in it, in points.
const CONTENT_HEIGHT: f32 = 64.0;

/// Draws over what stands above the list, so that no row moves when the first call is chosen.
pub fn draw(ui: &mut Ui, inbox: &Inbox, list: Rect, actions: &mut Vec<Action>) {
    let is_searching = ui.memory(|memory| memory.has_focus(Id::unique("search box")));
    if inbox.selection.is_empty() || is_searching {
        return;
    }
    let palette = theme::palette(ui);
    let bottom = ui.available_rect_before_wrap().top().max(list.top() + HEIGHT);
    let place = Rect::from_min_max(list.min, egui::pos2(list.right(), bottom));
    // What lies below is neither seen nor clicked.
    ui.interact(place, ui.scope_id().with("selection bar"), Sense::CLICK | Sense::DRAG);
    ui.painter().rect_filled(place, 0, palette.panel);
    ui.painter().rect_filled(place, 0, palette.selected);
    ui.painter().hline(place.x_range(), place.bottom() - 0.5, theme::hairline(ui));
    let spare = (place.height() - CONTENT_HEIGHT).max(0.0) / 2.0;
    let inner = Rect::from_min_max(place.min + egui::vec2(14.0, spare), place.max - egui::vec2(11.0, 1.0));
    let mut over = ui.new_child(UiBuilder::new().max_rect(inner));
    over.spacing_mut().item_spacing.y = 10.0;
    over.spacing_mut().interact_size.y = 20.0;
    chosen(&mut over, inbox, actions);
}

/// How far a long marking is, at the foot of the list.
pub fn progress(ui: &mut Ui, inbox: &Inbox, actions: &mut Vec<Action>) {
    let Some(marking) = inbox.marking() else { return };
    let ground = theme::palette(ui).selected;
    let frame = Frame::new().fill(ground).inner_margin(Margin { left: 12, right: 13, top: 4, bottom: 8 });
    Panel::bottom("marking").show_separator_line(false).frame(frame).show(ui, |ui| {
        ui.horizontal(|ui| {
            said(ui, &marking.text);
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                if button(ui, ButtonKind::Quiet, say!("Stop")).clicked() {
                    actions.push(Action::StopMarking);
                }
            });
        });
        bar(ui, marking.part, &marking.text);
    });
}

fn chosen(ui: &mut Ui, inbox: &Inbox, actions: &mut Vec<Action>) {
    let palette = theme::palette(ui);
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 8.0;
        said(ui, &inbox.choice_label());
        if let Some((label, action)) = inbox.choose_all_label() {
            let text = RichText::new(label).font(theme::medium(theme::BODY)).color(palette.accent);
            if ui.link(text).clicked() {
                actions.push(action);
            }
        }
    });
    let marks = inbox.choice_marks();
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 6.0;
        let done = if marks.done {
            (icon::BACK_TO_INBOX, say!("Back to the inbox (E)"))
        } else {
            (icon::CHECK, say!("Done (E)"))
        };
        let star = if marks.starred { say!("Remove the stars (S)") } else { say!("Star all selected (S)") };
        let unread = if marks.unread { say!("Mark read (U)") } else { say!("Mark unread or read (U)") };
        let snooze = Action::Picker(PickerAction::Open(PickerKind::Snooze));
        let tag = Action::Picker(PickerAction::Open(PickerKind::Tags));
        for (symbol, is_filled, name, action) in [
            (done.0, false, done.1, Action::ToggleDone),
            (icon::STAR, marks.starred, star, Action::ToggleStar),
            (icon::UNREAD, false, unread, Action::ToggleUnread),
            (icon::SNOOZE, false, say!("Snooze all selected (H)"), snooze),
            (icon::TAG, false, say!("Tag all selected (L)"), tag),
        ] {
            let response = icon_button(ui, ButtonKind::Plain, symbol, is_filled, palette.text, name);
            if let Action::Picker(PickerAction::Open(kind)) = action {
                super::picker::anchor(ui, kind, response.rect);
            }
            if response.clicked() {
                actions.push(action);
            }
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            if icon_button(ui, ButtonKind::Quiet, icon::CLOSE, false, palette.second, say!("Select none (Esc)"))
                .clicked()
            {
                actions.push(Action::Choose(ChoiceAction::Clear));
            }
        });
    });
}

fn said(ui: &mut Ui, text: &str) {
    let ink = theme::palette(ui).text;
    ui.add(Label::new(RichText::new(text).font(theme::semibold(theme::BODY)).color(ink)).selectable(false));
}

fn bar(ui: &mut Ui, part: f32, text: &str) {
    let palette = theme::palette(ui);
    let (rect, response) = ui.allocate_exact_size(egui::vec2(ui.available_width(), 6.0), Sense::hover());
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::ProgressIndicator, true, text));
    ui.painter().rect(rect, 3, palette.panel, theme::hairline(ui), egui::StrokeKind::Inside);
    let done = Rect::from_min_size(rect.min, egui::vec2(rect.width() * part.clamp(0.0, 1.0), rect.height()));
    ui.painter().rect_filled(done, 3, palette.accent);
}
