//! A field that looks like a line until it is pointed at or typed into: a sign and what it is for; then it has an edge. It
//! is as high in either case, so that nothing below it moves.

use egui::{Align2, EventFilter, Frame, Id, Key, Margin, Modifiers, Rect, Response, RichText, TextEdit, Ui, UiBuilder};

use super::theme;
use super::widgets::line;
use super::{blocks, keyboard};

/// What a quiet field is for.
pub struct QuietField<'a> {
    pub id: Id,
    /// Before its text.
    pub symbol: &'a str,
    /// What it says while it is empty, and its name.
    pub name: &'a str,
    /// The key that leads here.
    pub key: &'a str,
    /// Several lines can be typed.
    pub is_tall: bool,
}

/// So far its edge stands out of the column, in points: what is typed stands where the texts above it stand.
const OUT: f32 = 8.0;

impl QuietField<'_> {
    /// Draws it over the width that there is.
    pub fn draw(&self, ui: &mut Ui, text: &mut String) -> Response {
        let palette = theme::palette(ui);
        let (id, has_focus) = (self.id, ui.memory(|memory| memory.has_focus(self.id)));
        let is_left = has_focus && ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Escape));
        if has_focus {
            keyboard::shown(ui, id);
        }
        let was_pointed_at = ui.ctx().read_response(id).is_some_and(|before| before.hovered());
        // With high contrast it has an edge at all times.
        let is_at_rest = !has_focus && !was_pointed_at && text.is_empty() && !palette.is_strong;
        let (ground, edge) = if is_at_rest {
            (egui::Color32::TRANSPARENT, egui::Stroke::NONE)
        } else {
            (palette.panel, theme::field_edge(ui, has_focus))
        };
        let lead = OUT + blocks::BOX + blocks::BOX_GAP;
        let frame = Frame::new().inner_margin(Margin { left: lead as i8, right: 8, top: 5, bottom: 5 });
        let filter =
            EventFilter { horizontal_arrows: true, vertical_arrows: true, escape: true, ..EventFilter::default() };
        let edit = if self.is_tall { TextEdit::multiline(text).desired_rows(1) } else { TextEdit::singleline(text) };
        let edit = edit
            .frame(frame)
            .id(id)
            .event_filter(filter)
            .font(theme::regular(theme::BODY))
            .hint_text(RichText::new(self.name).color(palette.second))
            .desired_width(f32::INFINITY);
        let room = ui.available_rect_before_wrap();
        let room = Rect::from_min_max(
            egui::pos2(room.left() - OUT, room.top()),
            egui::pos2(room.right() + OUT, room.bottom()),
        );
        let below = ui.painter().add(egui::Shape::Noop);
        let mut child = ui.new_child(UiBuilder::new().max_rect(room).id_salt(("quiet field", id)));
        let response = child.add(edit).accessible_name(self.name);
        let rect = Rect::from_min_max(
            egui::pos2(room.left(), response.rect.top()),
            egui::pos2(room.right(), response.rect.bottom()),
        );
        ui.advance_cursor_after_rect(rect.shrink2(egui::vec2(OUT, 0.0)));
        let ground = egui::Shape::Rect(egui::epaint::RectShape::new(
            rect,
            egui::CornerRadius::same(theme::RADIUS),
            ground,
            edge,
            egui::StrokeKind::Inside,
        ));
        ui.painter().set(below, ground);
        let middle = rect.top() + 5.0 + theme::LINE / 2.0 - 1.0;
        let sign = egui::pos2(rect.left() + OUT + blocks::BOX / 2.0, middle);
        let ink = if has_focus { palette.accent } else { palette.second };
        ui.painter().text(sign, Align2::CENTER_CENTER, self.symbol, theme::icons(17.0), ink);
        if was_pointed_at && !has_focus && text.is_empty() {
            let key = line(ui, self.key, theme::regular(theme::SMALL), palette.second, 40.0);
            let at = egui::pos2(rect.right() - 10.0 - key.size().x, middle - key.size().y / 2.0);
            ui.painter().galley(at, key, palette.second);
        }
        if is_left {
            response.surrender_focus();
        }
        response
    }
}
