//! A field to type into. Escape gives the keyboard back and keeps what was typed; whoever draws it may take it first.

use egui::{EventFilter, Frame, Id, Key, Margin, Modifiers, Response, RichText, TextEdit, Ui};

use crate::ui::keyboard;
use crate::ui::theme;

/// A field under this id, as wide as there is room; `rows` beyond one make it one of several lines.
pub fn field(ui: &mut Ui, id: Id, text: &mut String, hint: &str, name: &str, rows: usize) -> Response {
    let palette = theme::palette(ui);
    let filter = EventFilter { horizontal_arrows: true, vertical_arrows: true, escape: true, ..EventFilter::default() };
    let is_left = ui.memory(|memory| memory.has_focus(id))
        && ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Escape));
    let edit = if rows > 1 { TextEdit::multiline(text).desired_rows(rows) } else { TextEdit::singleline(text) };
    let is_focused = ui.memory(|memory| memory.has_focus(id));
    if is_focused {
        keyboard::shown(ui, id);
    }
    let frame = Frame::new()
        .fill(palette.panel)
        .stroke(theme::field_edge(ui, is_focused))
        .corner_radius(theme::RADIUS)
        .inner_margin(Margin::symmetric(8, 6));
    let edit = edit
        .frame(frame)
        .id(id)
        .event_filter(filter)
        .font(theme::regular(theme::BODY))
        .hint_text(RichText::new(hint).color(palette.second))
        .desired_width(f32::INFINITY);
    let response = ui.add(edit).accessible_name(name);
    if is_left {
        response.surrender_focus();
    }
    response
}
