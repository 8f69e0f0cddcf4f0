//! Buttons: one height, painted here, so that text and symbols sit the same in each of them.

use egui::{
    Align2, Color32, CornerRadius, FontId, Rect, Response, Role, Sense, Stroke, StrokeKind, Ui, Vec2, WidgetInfo,
};

use crate::ui::keyboard;
use crate::ui::theme;

/// Height of every button, in points.
const HEIGHT: f32 = 32.0;

/// How much a button asks to be clicked.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum ButtonKind {
    /// The one thing to do here.
    Primary,
    /// One of several.
    Plain,
    /// Switched on.
    Chosen,
    /// Text only.
    Quiet,
}

/// A button with a text.
pub fn button(ui: &mut Ui, kind: ButtonKind, text: &str) -> Response {
    face(ui, kind, None, Some(text), text)
}

/// A button with a text that goes by another name for screen readers and on hover ("Speed 1.5×").
pub fn named_button(ui: &mut Ui, kind: ButtonKind, text: &str, name: &str) -> Response {
    face(ui, kind, None, Some(text), name).on_hover_text(name)
}

/// A small text in a line of others that can be clicked.
pub fn link_button(ui: &mut Ui, text: &str) -> Response {
    link(ui, text, text)
}

/// The same under another name for screen readers.
pub fn link(ui: &mut Ui, text: &str, name: &str) -> Response {
    let palette = theme::palette(ui);
    let galley = super::line(ui, text, theme::medium(theme::SMALL), palette.accent, 240.0);
    let (rect, response) = ui.allocate_exact_size(galley.size(), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, ui.is_enabled(), name));
    if response.hovered() {
        ui.painter().hline(rect.x_range(), rect.bottom() - 1.0, Stroke::new(1.0, palette.accent));
    }
    keyboard::ring_of(ui, &response, rect.expand(4.0), CornerRadius::same(4));
    ui.painter().galley(rect.min, galley, palette.accent);
    response.on_hover_cursor(egui::CursorIcon::PointingHand)
}

/// The one round button of a place, filling a square, with a filled symbol.
pub fn round_button(ui: &mut Ui, rect: Rect, symbol: &str, is_enabled: bool, name: &str) -> Response {
    let palette = theme::palette(ui);
    let sense = if is_enabled { Sense::click() } else { Sense::hover() };
    let response = ui.interact(rect, ui.scope_id().with("round button"), sense);
    response.widget_info(|| WidgetInfo::labeled(Role::Button, is_enabled, name));
    let is_lit = response.hovered() || response.has_focus();
    let (ground, ink) = match (is_enabled, is_lit) {
        (false, _) => (palette.neutral_ground, palette.third),
        (true, true) => (palette.accent_hover, palette.on_accent),
        (true, false) => (palette.accent, palette.on_accent),
    };
    let press = if response.is_pointer_button_down_on() { 1.0 } else { 0.0 };
    ui.painter().circle_filled(rect.center(), rect.width() / 2.0 - press, ground);
    keyboard::circle(ui, &response, rect.center(), rect.width() / 2.0 + 3.0);
    ui.painter().text(rect.center(), Align2::CENTER_CENTER, symbol, theme::icons_filled(rect.width() * 0.58), ink);
    response.on_hover_text(name)
}

/// A button with a symbol before its text, under another name for screen readers ("Mark done").
pub fn labelled_button(ui: &mut Ui, kind: ButtonKind, symbol: &str, text: &str, name: &str) -> Response {
    face(ui, kind, Some((symbol, theme::icons(17.0), None)), Some(text), name)
}

/// A square button with a symbol, named for screen readers and on hover ("Star (S)").
pub fn icon_button(
    ui: &mut Ui,
    kind: ButtonKind,
    symbol: &str,
    is_filled: bool,
    color: Color32,
    name: &str,
) -> Response {
    let font = if is_filled { theme::icons_filled(18.0) } else { theme::icons(18.0) };
    face(ui, kind, Some((symbol, font, Some(color))), None, name).on_hover_text(name)
}

fn face(
    ui: &mut Ui,
    kind: ButtonKind,
    symbol: Option<(&str, FontId, Option<Color32>)>,
    text: Option<&str>,
    name: &str,
) -> Response {
    let palette = theme::palette(ui);
    let ink = match kind {
        ButtonKind::Primary => palette.on_accent,
        ButtonKind::Plain => palette.text,
        ButtonKind::Quiet | ButtonKind::Chosen => palette.accent,
    };
    let symbol = symbol.map(|(symbol, font, color)| {
        let color = color.unwrap_or(ink);
        (ui.painter().layout_no_wrap(symbol.to_owned(), font, color), color)
    });
    let text = text.map(|text| ui.painter().layout_no_wrap(text.to_owned(), theme::medium(theme::BODY), ink));
    let gap = if symbol.is_some() && text.is_some() { 6.0 } else { 0.0 };
    let content = symbol.as_ref().map_or(0.0, |(galley, _)| galley.size().x)
        + gap
        + text.as_ref().map_or(0.0, |text| text.size().x);
    let padding = if text.is_some() { 24.0 } else { 0.0 };
    let (rect, response) = ui.allocate_exact_size(Vec2::new((content + padding).max(HEIGHT), HEIGHT), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, ui.is_enabled(), name));
    if !ui.is_rect_visible(rect) {
        return response;
    }
    let is_lit = response.hovered() || response.has_focus();
    let (ground, edge) = match kind {
        ButtonKind::Primary if is_lit => (palette.accent_hover, palette.accent_hover),
        ButtonKind::Primary => (palette.accent, palette.accent),
        ButtonKind::Plain if is_lit => (palette.hover, palette.edge),
        ButtonKind::Plain => (palette.panel, palette.hairline),
        ButtonKind::Chosen => (palette.accent_ground, if is_lit { palette.accent } else { palette.accent_ground }),
        ButtonKind::Quiet if is_lit => (palette.hover, Color32::TRANSPARENT),
        ButtonKind::Quiet => (Color32::TRANSPARENT, Color32::TRANSPARENT),
    };
    let radius = CornerRadius::same(theme::RADIUS);
    let rect_drawn = if response.is_pointer_button_down_on() { rect.shrink(0.5) } else { rect };
    ui.painter().rect(rect_drawn, radius, ground, Stroke::new(1.0, edge), StrokeKind::Inside);
    // Outside of it: a primary button has the same colour.
    keyboard::ring(ui, &response, rect.expand(palette.focus_width + 1.0));
    let mut x = rect.center().x - content / 2.0;
    if let Some((galley, color)) = symbol {
        let width = galley.size().x;
        ui.painter().galley(egui::pos2(x, rect.center().y - galley.size().y / 2.0), galley, color);
        x += width + gap;
    }
    if let Some(text) = text {
        ui.painter().galley(egui::pos2(x, rect.center().y - text.size().y / 2.0), text, ink);
    }
    response
}
