//! What sections are made of: rows of a label, a control and a sentence, lines between groups of them, texts to copy.

use egui::{Color32, CornerRadius, Id, Label, Rect, RichText, Role, Sense, Ui, Vec2, WidgetInfo};

use crate::bus::Secret;
use crate::inbox::{Action, Inbox};
use crate::ui::theme;
use crate::ui::tools::switch;
use crate::ui::widgets::{ButtonKind, icon, icon_button, line, selectable};

/// Room for labels, in points.
const LABEL_WIDTH: f32 = 148.0;
/// Between a label and its control, in points.
const GAP: f32 = 12.0;
/// Below this width a label stands above its control, in points.
const BESIDE_FROM: f32 = 440.0;
/// Height of a control, in points: that of a button.
pub const CONTROL: f32 = 32.0;
/// Between two rows, in points.
const ROW_GAP: f32 = 16.0;

/// A row: its label, its control, and in a sentence what it means; empty for none.
pub fn row(ui: &mut Ui, inbox: &Inbox, name: &str, note: &str, control: impl FnOnce(&mut Ui)) {
    let is_beside = ui.available_width() >= BESIDE_FROM;
    let content = |ui: &mut Ui| {
        ui.spacing_mut().interact_size.y = CONTROL;
        ui.spacing_mut().item_spacing.y = 0.0;
        control(ui);
        if !note.is_empty() {
            ui.add_space(5.0);
            self::note(ui, note);
        }
    };
    let is_pointed = inbox.settings.pointed.is_some_and(|pointed| crate::words::say(pointed) == name);
    let above = ui.cursor().top();
    if is_beside {
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = 0.0;
            label(ui, name, CONTROL, is_pointed);
            ui.add_space(GAP);
            ui.vertical(|ui| {
                ui.set_width(ui.available_width());
                ui.spacing_mut().item_spacing.x = 2.0 * theme::GRID;
                content(ui);
            });
        });
    } else {
        if !name.is_empty() {
            label(ui, name, 26.0, is_pointed);
        }
        ui.scope(content);
    }
    if is_pointed {
        into_sight(ui, name, above);
    }
    ui.add_space(ROW_GAP);
}

fn label(ui: &mut Ui, name: &str, height: f32, is_pointed: bool) {
    let palette = theme::palette(ui);
    let (rect, response) = ui.allocate_exact_size(Vec2::new(LABEL_WIDTH, height), Sense::hover());
    if name.is_empty() {
        return;
    }
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, name));
    let (ink, font) = if is_pointed {
        (palette.text, theme::semibold(theme::BODY))
    } else {
        (palette.text, theme::regular(theme::BODY))
    };
    let text = line(ui, name, font, ink, LABEL_WIDTH);
    let at = egui::pos2(rect.left(), rect.center().y - text.size().y / 2.0);
    if is_pointed {
        let ground = Rect::from_min_size(at, text.size()).expand2(Vec2::new(8.0, 4.0));
        ui.painter().rect_filled(ground, CornerRadius::same(theme::RADIUS), palette.selected);
    }
    ui.painter().galley(at, text, ink);
}

/// What was gone to comes into sight, once.
fn into_sight(ui: &Ui, name: &str, above: f32) {
    let id = Id::unique("setting in sight");
    if ui.data(|data| data.get_temp::<String>(id)).as_deref() == Some(name) {
        return;
    }
    ui.data_mut(|data| data.insert_temp(id, name.to_owned()));
    let place = Rect::from_x_y_ranges(ui.min_rect().x_range(), above..=ui.cursor().top());
    ui.scroll_to_rect(place.expand(12.0), None);
}

/// A sentence in the second ink.
pub fn note(ui: &mut Ui, text: &str) {
    let ink = theme::palette(ui).second;
    ui.add(Label::new(RichText::new(text).font(theme::regular(theme::SMALL)).color(ink)).wrap());
}

/// A line between two groups of rows.
pub fn rule(ui: &mut Ui) {
    let (rect, _) = ui.allocate_exact_size(Vec2::new(ui.available_width(), 1.0), Sense::hover());
    ui.painter().hline(rect.x_range(), rect.center().y, theme::hairline(ui));
    ui.add_space(ROW_GAP);
}

/// A text in the place of a control.
pub fn fact(ui: &mut Ui, text: &str) {
    let ink = theme::palette(ui).text;
    fact_in(ui, text, ink);
}

fn fact_in(ui: &mut Ui, text: &str, ink: Color32) {
    ui.add_space((CONTROL - theme::LINE) / 2.0);
    selectable(ui, text, theme::regular(theme::BODY), ink);
    ui.add_space((CONTROL - theme::LINE) / 2.0);
}

/// Controls beside each other, and below where there is no room.
pub fn flow(ui: &mut Ui, content: impl FnOnce(&mut Ui)) {
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = Vec2::splat(2.0 * theme::GRID);
        content(ui);
    });
}

/// A switch, alone in its row; what it is to be, if it was clicked.
pub fn on_off(ui: &mut Ui, name: &str, is_on: bool) -> Option<bool> {
    switch(ui, name, is_on).then_some(!is_on)
}

/// A text that is shown, with a button to copy it; what is copied may say more.
pub fn copied(ui: &mut Ui, shown: &str, copied: &Secret, what: &'static str, name: &str, actions: &mut Vec<Action>) {
    let ink = theme::palette(ui).accent;
    ui.horizontal_top(|ui| {
        let room = ui.available_width() - CONTROL - 2.0 * theme::GRID;
        let text = ui.painter().layout_no_wrap(shown.to_owned(), theme::regular(theme::BODY), ink);
        ui.scope(|ui| {
            // Right behind it where it is short, else at the end of the column.
            ui.set_width((text.size().x + 1.0).min(room));
            ui.vertical(|ui| fact(ui, shown));
        });
        if icon_button(ui, ButtonKind::Quiet, icon::COPY, false, ink, name).clicked() {
            ui.ctx().copy_text(copied.reveal().to_owned());
            actions.push(Action::Copied(what));
        }
    });
}
