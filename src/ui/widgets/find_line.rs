//! The line to find in what is shown: the field, how many places there are, the steps between them, what closes it.

use egui::{Align, Id, Key, Label, Layout, Modifiers, Response, RichText, Ui};

use super::{ButtonKind, field, icon, icon_button};
use crate::inbox::count_label;
use crate::ui::theme;

/// From one place to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FindStep {
    Next,
    Previous,
}

/// The places that were found.
#[derive(Debug, Clone, Copy)]
pub struct Places {
    pub count: usize,
    /// Which of them is shown, from 0.
    pub at: Option<usize>,
}

/// What a person did with the line.
pub struct FindLine {
    /// What the field holds now, if that is new.
    pub typed: Option<String>,
    pub step: Option<FindStep>,
    pub is_closed: bool,
}

/// Draws the line, from the right edge; `on_field` may give the field the keyboard. Escape closes it, Enter goes on, and
/// with Shift back, while the field has the keyboard.
pub fn find_line(
    ui: &mut Ui,
    id: Id,
    name: &str,
    before: &str,
    places: Places,
    on_field: impl FnOnce(&Ui, &Response),
) -> FindLine {
    let palette = theme::palette(ui);
    let has_focus = ui.memory(|memory| memory.has_focus(id));
    let pressed = |ui: &Ui, modifiers, key| has_focus && ui.input_mut(|input| input.consume_key(modifiers, key));
    let mut is_closed = pressed(ui, Modifiers::NONE, Key::Escape);
    let is_left = is_closed;
    let back = pressed(ui, Modifiers::SHIFT, Key::Enter).then_some(FindStep::Previous);
    let next = pressed(ui, Modifiers::NONE, Key::Enter).then_some(FindStep::Next);
    let mut typed = before.to_owned();
    let mut step = back.or(next);
    ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
        ui.spacing_mut().item_spacing.x = 0.0;
        let close = say!("Close the field (Esc)");
        is_closed |= icon_button(ui, ButtonKind::Quiet, icon::CLOSE, false, palette.second, close).clicked();
        step = find_steps(ui).or(step);
        ui.add_space(6.0);
        if !before.trim().is_empty() {
            find_count(ui, places, "");
        }
        ui.add_space(6.0);
        let response = field(ui, id, &mut typed, name, name, 1);
        on_field(ui, &response);
        if is_left {
            response.surrender_focus();
        }
    });
    FindLine { typed: Some(typed).filter(|typed| typed != before), step, is_closed }
}

/// Draws the two steps.
pub fn find_steps(ui: &mut Ui) -> Option<FindStep> {
    let ink = theme::palette(ui).second;
    let mut button = |symbol, name| icon_button(ui, ButtonKind::Quiet, symbol, false, ink, name).clicked();
    let next = button(icon::DOWN, say!("Next place (F3)")).then_some(FindStep::Next);
    let previous = button(icon::UP, say!("Place before (Shift+F3)")).then_some(FindStep::Previous);
    next.or(previous)
}

/// "2 of 3", and what is added to it; "None".
pub fn find_count(ui: &mut Ui, places: Places, added: &str) {
    let palette = theme::palette(ui);
    let all = count_label(places.count as u64);
    let (text, ink) = match places.at {
        _ if places.count == 0 => (say!("None").to_owned(), palette.mixed),
        Some(at) => (say!("{at} of {all}", at = count_label(at as u64 + 1), all = all) + added, palette.second),
        None => (format!("{all}{added}"), palette.second),
    };
    ui.add(Label::new(RichText::new(text).font(theme::regular(theme::SMALL)).color(ink)).selectable(false));
}
