//! What these pages are made of: the column they stand in, cards, labelled lines, texts to copy, switches.

use egui::{
    Align, Align2, CornerRadius, Frame, Id, Label, Layout, Margin, Response, RichText, Role, ScrollArea, Sense, Stroke,
    StrokeKind, Ui, UiBuilder, Vec2, WidgetInfo,
};

use crate::bus::Secret;
use crate::inbox::Action;
use crate::ui::widgets::{ButtonKind, field, heading, icon, labelled_button, selectable};
use crate::ui::{empty, keyboard, theme};

/// Left of the column, in points.
const MARGIN: f32 = 28.0;
/// The widest a column of cards or rows gets, in points.
const WIDEST: f32 = 860.0;
/// Room for the button that copies a text, in points.
const COPY_WIDTH: f32 = 92.0;
/// Room between two parts, in points.
pub const PART_GAP: f32 = 22.0;

/// A page: its heading, what it is for, and what follows below.
pub fn page(ui: &mut Ui, name: &str, text: &str, content: impl FnOnce(&mut Ui)) {
    ScrollArea::vertical().id_salt(("page", name)).auto_shrink(false).show(ui, |ui| {
        ui.horizontal_top(|ui| {
            ui.add_space(MARGIN);
            ui.vertical(|ui| {
                ui.set_width(WIDEST.min(ui.available_width() - MARGIN));
                ui.add_space(20.0);
                heading(ui, name);
                ui.scope(|ui| {
                    ui.set_max_width(theme::TEXT_WIDTH.min(ui.available_width()));
                    ui.add(Label::new(RichText::new(text).color(theme::palette(ui).second)).wrap());
                });
                ui.add_space(16.0);
                content(ui);
                ui.add_space(28.0);
            });
        });
        keyboard::keep_in_sight(ui);
    });
}

/// Something that stands for itself, on a ground of its own.
pub fn card<R>(ui: &mut Ui, content: impl FnOnce(&mut Ui) -> R) -> R {
    let palette = theme::palette(ui);
    let frame = Frame::new()
        .fill(palette.panel)
        .stroke(theme::hairline(ui))
        .corner_radius(8)
        .inner_margin(Margin::symmetric(16, 12));
    let shown = frame.show(ui, |ui| {
        ui.set_width(ui.available_width());
        content(ui)
    });
    ui.add_space(6.0);
    shown.inner
}

/// The heading of a card.
pub fn card_title(ui: &mut Ui, text: &str) {
    let ink = theme::palette(ui).text;
    ui.add(Label::new(RichText::new(text).font(theme::semibold(theme::BODY)).color(ink)).selectable(false));
}

/// Quieter text that wraps.
pub fn small(ui: &mut Ui, text: &str) -> Response {
    let ink = theme::palette(ui).second;
    ui.add(Label::new(RichText::new(text).font(theme::regular(theme::SMALL)).color(ink)).wrap())
}

/// What is wrong, with a sign before it.
pub fn warning(ui: &mut Ui, text: &str) {
    let ink = theme::palette(ui).mixed;
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = 6.0;
        ui.add(Label::new(RichText::new(icon::WARNING).font(theme::icons(15.0)).color(ink)).selectable(false));
        ui.add(Label::new(RichText::new(text).font(theme::regular(theme::SMALL)).color(ink)).wrap());
    });
}

/// A label at the left, what it is about beside it; wraps there.
pub fn labelled(ui: &mut Ui, label: &str, content: impl FnOnce(&mut Ui)) {
    ui.horizontal_top(|ui| {
        ui.allocate_ui_with_layout(Vec2::new(theme::LABEL_WIDTH, 30.0), Layout::top_down(Align::Min), |ui| {
            ui.set_min_width(theme::LABEL_WIDTH);
            ui.add_space(6.0);
            ui.label(RichText::new(label).color(theme::palette(ui).second));
        });
        ui.vertical(|ui| {
            ui.set_width(ui.available_width());
            content(ui);
        });
    });
    ui.add_space(10.0);
}

/// A line of texts and links, no taller than they are.
pub fn text_line(ui: &mut Ui, content: impl FnOnce(&mut Ui)) {
    ui.scope(|ui| {
        ui.spacing_mut().interact_size.y = theme::LINE;
        ui.horizontal_wrapped(content);
    });
}

/// The same with something at its right end.
pub fn line_with_end(ui: &mut Ui, begin: impl FnOnce(&mut Ui), end: impl FnOnce(&mut Ui)) {
    ui.scope(|ui| {
        ui.spacing_mut().interact_size.y = theme::LINE;
        ui.horizontal(|ui| {
            begin(ui);
            ui.with_layout(Layout::right_to_left(Align::Center), end);
        });
    });
}

/// Things in lines, left to right.
pub fn flow(ui: &mut Ui, content: impl FnOnce(&mut Ui)) {
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = Vec2::new(8.0, 6.0);
        content(ui);
    });
}

/// A field of that width, in points; what it holds now, if that changed.
pub fn narrow_field(ui: &mut Ui, id: Id, text: &str, hint: &str, name: &str, width: f32) -> (Response, Option<String>) {
    let mut typed = text.to_owned();
    let response = ui
        .allocate_ui_with_layout(Vec2::new(width, 32.0), Layout::left_to_right(Align::Center), |ui| {
            ui.set_max_width(width);
            field(ui, id, &mut typed, hint, name, 1)
        })
        .inner;
    let changed = (typed != text).then_some(typed);
    (response, changed)
}

/// What was typed is the choice that counts, like a chosen button beside it.
pub fn chosen_edge(ui: &Ui, field: &Response, is_chosen: bool) {
    if is_chosen && !field.has_focus() {
        let palette = theme::palette(ui);
        let (radius, rect) = (CornerRadius::same(theme::RADIUS), field.rect);
        ui.painter().rect_filled(rect.shrink(1.0), radius, palette.accent.gamma_multiply(0.12));
        ui.painter().rect_stroke(rect, radius, Stroke::new(1.5, palette.accent), StrokeKind::Inside);
    }
}

/// A number at the foot of a step, or the sign that it is done.
pub fn step_sign(ui: &Ui, at: egui::Pos2, number: usize, is_done: bool, is_next: bool) {
    let palette = theme::palette(ui);
    if is_done {
        ui.painter().text(at, Align2::CENTER_CENTER, icon::DONE, theme::icons(20.0), palette.good);
        return;
    }
    let (ground, ink) =
        if is_next { (palette.accent, palette.on_accent) } else { (palette.neutral_ground, palette.neutral) };
    ui.painter().circle_filled(at, 9.5, ground);
    ui.painter().text(at, Align2::CENTER_CENTER, number.to_string(), theme::semibold(theme::SMALL), ink);
}

/// How far something is, of 1.
pub fn progress_bar(ui: &mut Ui, share: f32, width: f32) {
    let palette = theme::palette(ui);
    let (rect, _) = ui.allocate_exact_size(Vec2::new(width, 6.0), Sense::hover());
    ui.painter().rect_filled(rect, CornerRadius::same(3), palette.neutral_ground);
    let done = egui::Rect::from_min_size(rect.min, Vec2::new((width * share.clamp(0.0, 1.0)).max(6.0), 6.0));
    ui.painter().rect_filled(done, CornerRadius::same(3), palette.accent);
}

/// A text in another hand, with a button to copy it whole.
pub fn code_block(
    ui: &mut Ui,
    shown: &str,
    copied: &Secret,
    what: &'static str,
    name: &str,
    actions: &mut Vec<Action>,
) {
    let palette = theme::palette(ui);
    Frame::new()
        .fill(palette.background)
        .stroke(theme::hairline(ui))
        .corner_radius(theme::RADIUS)
        .inner_margin(Margin::symmetric(12, 8))
        .show(ui, |ui| {
            ui.set_width(ui.available_width());
            let corner = ui.max_rect().right_top();
            ui.scope(|ui| {
                ui.set_max_width(ui.available_width() - COPY_WIDTH);
                selectable(ui, shown, theme::mono(theme::SMALL), palette.text);
            });
            // Level with the first line, and no reason for the block to grow.
            let size = Vec2::new(COPY_WIDTH, 32.0);
            let place = egui::Rect::from_min_size(corner + Vec2::new(4.0 - COPY_WIDTH, -7.0), size);
            let mut child = ui.new_child(UiBuilder::new().max_rect(place).layout(Layout::right_to_left(Align::Center)));
            if labelled_button(&mut child, ButtonKind::Quiet, icon::COPY, say!("Copy"), name).clicked() {
                ui.ctx().copy_text(copied.reveal().to_owned());
                actions.push(Action::Copied(what));
            }
        });
    ui.add_space(4.0);
}

/// A box that is ticked or not; true when it is clicked.
pub fn checkbox(ui: &mut Ui, text: &str, is_ticked: bool, is_enabled: bool) -> bool {
    let palette = theme::palette(ui);
    let shown = if is_enabled { palette.text } else { palette.second };
    let galley = ui.painter().layout_no_wrap(text.to_owned(), theme::regular(theme::BODY), shown);
    let sense = if is_enabled { Sense::click() } else { Sense::hover() };
    let (rect, response) = ui.allocate_exact_size(Vec2::new(galley.size().x + 30.0, 26.0), sense);
    response.widget_info(|| WidgetInfo::selected(Role::CheckBox, is_enabled, is_ticked, text));
    let (symbol, ink) = if is_ticked { (icon::CHECKED, palette.accent) } else { (icon::UNCHECKED, palette.second) };
    let ink = if response.hovered() && is_enabled { palette.text } else { ink };
    let at = egui::pos2(rect.left() + 10.0, rect.center().y);
    ui.painter().text(at, Align2::CENTER_CENTER, symbol, theme::icons(17.0), ink);
    ui.painter().galley(egui::pos2(rect.left() + 26.0, rect.center().y - galley.size().y / 2.0), galley, shown);
    keyboard::ring(ui, &response, rect);
    response.clicked()
}

/// Something that is on or off; true when it is clicked.
pub fn switch(ui: &mut Ui, name: &str, is_on: bool) -> bool {
    const SIZE: Vec2 = Vec2::new(34.0, 20.0);
    let palette = theme::palette(ui);
    let (rect, response) = ui.allocate_exact_size(Vec2::new(SIZE.x, 32.0), Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::Switch, ui.is_enabled(), is_on, name));
    let track = egui::Rect::from_center_size(rect.center(), SIZE);
    let radius = CornerRadius::same(10);
    let (ground, edge, knob) = if is_on {
        (palette.accent, palette.accent, palette.on_accent)
    } else {
        (palette.neutral_ground, palette.edge, palette.second)
    };
    ui.painter().rect(track, radius, ground, Stroke::new(1.0, edge), StrokeKind::Inside);
    let x = if is_on { track.right() - 10.0 } else { track.left() + 10.0 };
    ui.painter().circle_filled(egui::pos2(x, track.center().y), if is_on { 7.0 } else { 6.0 }, knob);
    keyboard::ring(ui, &response, track.expand(3.0));
    response
        .on_hover_text(if is_on { say!("On: click to switch it off") } else { say!("Off: click to switch it on") })
        .clicked()
}

/// What is shown where there is nothing yet.
pub fn nothing(ui: &mut Ui, symbol: &str, title: &str, text: &str) {
    const WIDTH: f32 = 430.0;
    let palette = theme::palette(ui);
    ui.add_space(36.0);
    ui.horizontal_top(|ui| {
        let width = WIDTH.min(ui.available_width());
        ui.add_space((ui.available_width() - width) / 2.0);
        ui.allocate_ui_with_layout(Vec2::new(width, 0.0), Layout::top_down(Align::Center), |ui| {
            empty::sign(ui, symbol, palette.second, palette.neutral_ground);
            ui.label(RichText::new(title).font(theme::semibold(15.0)).color(palette.text));
            ui.add_space(2.0);
            ui.label(RichText::new(text).color(palette.second));
        });
    });
    ui.add_space(14.0);
}
