//! What every bar is, however it is drawn: a widget with a name, pressed to search for what it stands for where that can be said.

use egui::{Color32, CornerRadius, CursorIcon, Id, Rect, Response, Role, Sense, Stroke, StrokeKind, Ui, WidgetInfo};

use crate::inbox::{Action, ChartBar, Ink, InsightsAction};
use crate::ui::theme;

/// The place of a bar that can be hovered, reached and, where it leads somewhere, pressed.
pub fn place(ui: &Ui, bar: &ChartBar, rect: Rect, id: Id, actions: &mut Vec<Action>) -> Response {
    let palette = theme::palette(ui);
    let sense = if bar.narrowing.is_some() { Sense::click() } else { Sense::focusable_noninteractive() };
    let response = ui.interact(rect, id, sense);
    response.widget_info(|| match bar.narrowing {
        Some(_) => WidgetInfo::selected(Role::Button, true, bar.is_on, &bar.name),
        None => WidgetInfo::labeled(Role::Label, true, &bar.name),
    });
    if response.has_focus() {
        let ring = Stroke::new(2.0, palette.accent);
        ui.painter().rect_stroke(rect, CornerRadius::same(4), ring, StrokeKind::Inside);
        // Walked by the keyboard, it may stand out of sight.
        if response.gained_focus() {
            response.scroll_to_me(None);
        }
    }
    let Some(narrowing) = &bar.narrowing else { return response.on_hover_text(&bar.name) };
    if response.clicked() {
        actions.push(InsightsAction::Narrow(narrowing.clone()).into());
    }
    let hint = if bar.is_on { "Click to search for it no longer" } else { "Click to search for it" };
    response.on_hover_text(format!("{}\n{hint}", bar.name)).on_hover_cursor(CursorIcon::PointingHand)
}

/// What a bar is filled with.
pub fn fill(ui: &Ui, bar: &ChartBar, is_lit: bool) -> Color32 {
    let palette = theme::palette(ui);
    match bar.ink {
        Ink::Plain if is_lit => palette.accent_hover,
        Ink::Plain => palette.accent,
        Ink::Tone(tone) => palette.tone(tone).0,
        Ink::Score(score) => palette.score(score),
        Ink::Faint | Ink::Gathered => palette.wave,
    }
}
