//! What every bar is, however it is drawn: a thing with a name, pressed to search for what it stands for where that can be
//! said; all bars of a chart are one stop for the keyboard.

use egui::{Color32, CornerRadius, CursorIcon, Rect, Response, Role, StrokeKind, Ui, WidgetInfo};

use super::stops::Stops;
use crate::inbox::{Action, ChartBar, Ink, InsightsAction};
use crate::ui::{keyboard, theme};

/// The place of a bar that can be hovered, walked to and, where it leads somewhere, pressed.
pub fn place(ui: &Ui, bar: &ChartBar, rect: Rect, stops: &Stops, at: usize, actions: &mut Vec<Action>) -> Response {
    let palette = theme::palette(ui);
    let response = ui.interact(rect, stops.id(at), stops.sense(at, bar.narrowing.is_some()));
    response.widget_info(|| match bar.narrowing {
        Some(_) => WidgetInfo::selected(Role::Button, true, bar.is_on, &bar.name),
        None => WidgetInfo::labeled(Role::Label, true, &bar.name),
    });
    if response.has_focus() {
        ui.painter().rect_stroke(rect, CornerRadius::same(4), palette.focus(), StrokeKind::Inside);
        keyboard::shown(ui, response.id);
        // Walked by the keyboard, it may stand out of sight; and what it says is read by whoever sees it, too.
        if response.gained_focus() {
            response.scroll_to_me(None);
        }
    }
    let said = bar.name.replacen(": ", "\n", 1);
    let Some(narrowing) = &bar.narrowing else { return told(response, said) };
    if response.clicked() {
        actions.push(InsightsAction::Narrow(narrowing.clone()).into());
    }
    let hint = if bar.is_on { say!("Click to search for it no longer") } else { say!("Click to search for it") };
    told(response, format!("{said}\n{hint}")).on_hover_cursor(CursorIcon::PointingHand)
}

/// Shown to the pointer, and at once to whoever walks with the keyboard.
fn told(response: Response, said: String) -> Response {
    if response.has_focus() && !response.hovered() {
        response.show_tooltip_text(said);
        return response;
    }
    response.on_hover_text(said)
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
