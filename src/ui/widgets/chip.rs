//! Chips, badges, the round sign of a caller, the bar of a score.

use egui::{Align2, Color32, CornerRadius, Rect, Response, Sense, Ui, Vec2, WidgetInfo};

use super::line;
use crate::ui::keyboard;
use crate::ui::theme;

/// The widest a chip gets before its text is cut, in points.
const CHIP_WIDTH: f32 = 220.0;
/// Room for what stands beside a chip that can be clicked, in points.
const BESIDE_CHIP: f32 = 174.0;

/// A word on a ground, with a symbol before it if there is one; the whole text is shown on hover when it was cut.
pub fn chip(ui: &mut Ui, symbol: Option<&str>, text: &str, ink: Color32, ground: Color32) -> Response {
    let width = CHIP_WIDTH.min(ui.available_width().max(40.0));
    let galley = line(ui, text, theme::regular(theme::SMALL), ink, width - 16.0);
    let symbol = symbol.map(|symbol| ui.painter().layout_no_wrap(symbol.to_owned(), theme::icons(14.0), ink));
    let lead = symbol.as_ref().map_or(0.0, |symbol| symbol.size().x + 4.0);
    let size = Vec2::new(galley.size().x + lead + 16.0, 24.0);
    let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
    if ui.is_rect_visible(rect) {
        ui.painter().rect_filled(rect, CornerRadius::same(theme::RADIUS), ground);
        let mut x = rect.left() + 8.0;
        if let Some(symbol) = symbol {
            let at = egui::pos2(x, rect.center().y - symbol.size().y / 2.0);
            x += lead;
            ui.painter().galley(at, symbol, ink);
        }
        ui.painter().galley(egui::pos2(x, rect.center().y - galley.size().y / 2.0), galley.clone(), ink);
    }
    let name = text.to_owned();
    response.widget_info(move || WidgetInfo::labeled(egui::Role::Label, true, &name));
    if galley.elided { response.on_hover_text(text) } else { response }
}

/// A word on a ground that can be taken away; true when it is.
pub fn removable(ui: &mut Ui, symbol: &str, text: &str, name: &str) -> bool {
    let palette = theme::palette(ui);
    let (ink, ground) = (palette.neutral, palette.neutral_ground);
    let width = CHIP_WIDTH.min(ui.available_width().max(60.0));
    let galley = line(ui, text, theme::regular(theme::SMALL), ink, width - 50.0);
    let size = Vec2::new(galley.size().x + 50.0, 24.0);
    if ui.available_size_before_wrap().x < size.x {
        ui.end_row();
    }
    let (rect, _) = ui.allocate_exact_size(size, Sense::hover());
    ui.painter().rect_filled(rect, CornerRadius::same(theme::RADIUS), ground);
    let middle = rect.center().y;
    ui.painter().text(egui::pos2(rect.left() + 7.0, middle), Align2::LEFT_CENTER, symbol, theme::icons(14.0), ink);
    ui.painter().galley(egui::pos2(rect.left() + 25.0, middle - galley.size().y / 2.0), galley.clone(), ink);
    let cross = Rect::from_min_max(egui::pos2(rect.right() - 24.0, rect.top()), rect.max);
    let response = ui.interact(cross, ui.scope_id().with(("remove", text)), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(egui::Role::Button, true, name));
    let ink = if response.hovered() || response.has_focus() { palette.text } else { ink };
    ui.painter().text(cross.center(), Align2::CENTER_CENTER, super::icon::CLOSE, theme::icons(14.0), ink);
    keyboard::ring(ui, &response, cross);
    let hint = if galley.elided { format!("{text}\n{name}") } else { name.to_owned() };
    response.on_hover_text(hint).clicked()
}

/// A short word on a ground that can be clicked, under another name for screen readers and on hover.
pub fn chip_button(ui: &mut Ui, text: &str, name: &str) -> Response {
    let palette = theme::palette(ui);
    let room = (ui.available_width() - BESIDE_CHIP).clamp(80.0, CHIP_WIDTH);
    let galley = line(ui, text, theme::medium(theme::SMALL), palette.accent, room);
    let (rect, response) = ui.allocate_exact_size(Vec2::new(galley.size().x + 14.0, 22.0), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(egui::Role::Button, ui.is_enabled(), name));
    let is_lit = response.hovered() || response.has_focus();
    let edge = egui::Stroke::new(if is_lit { 1.5 } else { 0.0 }, palette.accent);
    let radius = CornerRadius::same(theme::RADIUS);
    ui.painter().rect(rect, radius, palette.accent_ground, edge, egui::StrokeKind::Inside);
    ui.painter().galley(rect.center() - galley.size() / 2.0, galley, palette.accent);
    response.on_hover_text(name).on_hover_cursor(egui::CursorIcon::PointingHand)
}

/// A small word on a ground in monospace that can be clicked, under another name for screen readers.
pub fn field_chip(ui: &mut Ui, text: &str, name: &str, ink: Color32, ground: Color32) -> Response {
    let room = (ui.max_rect().width() - 14.0).max(80.0);
    let galley = line(ui, text, theme::mono(11.5), ink, room);
    let size = galley.size() + Vec2::new(12.0, 5.0);
    if ui.available_size_before_wrap().x < size.x {
        ui.end_row();
    }
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
    response.widget_info(|| WidgetInfo::labeled(egui::Role::Button, ui.is_enabled(), name));
    let is_lit = response.hovered() || response.has_focus();
    let edge = egui::Stroke::new(if is_lit { 1.0 } else { 0.0 }, ink);
    ui.painter().rect(rect, CornerRadius::same(4), ground, edge, egui::StrokeKind::Inside);
    ui.painter().galley(rect.center() - galley.size() / 2.0, galley, ink);
    response.on_hover_text(name).on_hover_cursor(egui::CursorIcon::PointingHand)
}

/// A small word on a ground.
pub fn badge(ui: &mut Ui, text: &str, ink: Color32, ground: Color32) -> Response {
    let galley = line(ui, text, theme::regular(theme::SMALL), ink, 160.0);
    let (rect, response) = ui.allocate_exact_size(galley.size() + Vec2::new(12.0, 4.0), Sense::hover());
    ui.painter().rect_filled(rect, CornerRadius::same(4), ground);
    ui.painter().galley(rect.min + Vec2::new(6.0, 2.0), galley.clone(), ink);
    let name = text.to_owned();
    response.widget_info(move || WidgetInfo::labeled(egui::Role::Label, true, &name));
    if galley.elided { response.on_hover_text(text) } else { response }
}

/// A caller's initials in a circle. Decoration: the name stands beside it.
pub fn avatar(ui: &mut Ui, letters: &str, diameter: f32) {
    let palette = theme::palette(ui);
    let (rect, _) = ui.allocate_exact_size(Vec2::splat(diameter), Sense::hover());
    ui.painter().circle_filled(rect.center(), diameter / 2.0, palette.accent_ground);
    ui.painter().text(rect.center(), Align2::CENTER_CENTER, letters, theme::semibold(diameter * 0.34), palette.accent);
}

/// How far a score of 0 to 100 reaches, as a bar.
pub fn score_bar(ui: &mut Ui, value: f64, width: f32) {
    let palette = theme::palette(ui);
    let (rect, _) = ui.allocate_exact_size(Vec2::new(width, 6.0), Sense::hover());
    ui.painter().rect_filled(rect, CornerRadius::same(3), palette.neutral_ground);
    let reach = Rect::from_min_size(rect.min, Vec2::new((width * (value / 100.0) as f32).max(6.0), 6.0));
    ui.painter().rect_filled(reach, CornerRadius::same(3), palette.score(value));
}
