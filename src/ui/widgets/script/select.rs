//! Words that can be selected and copied. What runs both ways is selected as it is read, which egui does not do.

use std::ops::Range;
use std::sync::Arc;

use egui::text::{LayoutJob, TextWrapping};
use egui::{
    Color32, CornerRadius, CursorIcon, Event, FontId, Galley, Id, Key, Label, Rect, Response, Role, Sense, Ui,
    WidgetInfo,
};
use unicode_segmentation::UnicodeSegmentation;

use super::super::line;
use super::direction::is_plain;
use super::places::{char_at, places_at};

/// What is selected of a text, in characters: from where it was begun to where it is now.
#[derive(Clone, Copy)]
struct Selection {
    of: Id,
    from: usize,
    to: usize,
}

impl Selection {
    fn range(self) -> Range<usize> {
        self.from.min(self.to)..self.from.max(self.to)
    }
}

/// One line at the next place, cut with "…" where it does not fit; it can be selected, and is whole on hover.
pub fn cut(ui: &mut Ui, text: &str, font: FontId, color: Color32) -> Response {
    let galley = line(ui, text, font, color, ui.available_width());
    words(ui, &galley)
}

/// A text that was laid out, at the next place; it can be selected.
pub fn words(ui: &mut Ui, galley: &Arc<Galley>) -> Response {
    if is_plain(galley.text()) {
        return ui.add(Label::new(Arc::clone(galley)).selectable(true));
    }
    let (rect, response) = ui.allocate_exact_size(galley.size(), Sense::CLICK | Sense::DRAG);
    response.widget_info(|| WidgetInfo::labeled(Role::Label, ui.is_enabled(), galley.text()));
    if !ui.is_rect_visible(rect) {
        return response;
    }
    if let Some(selected) = selected(ui, &response, rect, galley) {
        let ground = ui.visuals().selection.bg_fill;
        for place in places_at(galley, rect.min, &selected) {
            ui.painter().rect_filled(place, CornerRadius::ZERO, ground);
        }
    }
    let ink = ui.visuals().text_color();
    ui.painter().galley(rect.min, Arc::clone(galley), ink);
    let response = response.on_hover_cursor(CursorIcon::Text);
    if galley.elided { response.on_hover_ui(|ui| whole(ui, galley)) } else { response }
}

/// All of a text that was cut.
fn whole(ui: &mut Ui, galley: &Galley) {
    let mut job = LayoutJob::clone(&galley.job);
    job.wrap = TextWrapping::wrap_at_width(ui.available_width());
    let galley = super::lay(ui, job);
    ui.add(Label::new(galley).selectable(false));
}

/// What is selected of this text after what was done in this frame.
fn selected(ui: &Ui, response: &Response, rect: Rect, galley: &Galley) -> Option<Range<usize>> {
    let id = Id::unique("selected from right to left");
    let before = ui.data(|data| data.get_temp::<Selection>(id)).filter(|selection| selection.of == response.id);
    let mut now = before;
    let under = response.interact_pointer_pos().map(|at| char_at(galley, at - rect.min));
    let (is_pressed, is_escape) = ui.input(|input| (input.pointer.any_pressed(), input.key_pressed(Key::Escape)));
    if is_escape || is_pressed && !response.contains_pointer() {
        now = None;
    }
    if let Some(under) = under {
        let is_begun = is_pressed && response.is_pointer_button_down_on();
        if response.triple_clicked() {
            now = Some(Selection { of: response.id, from: 0, to: galley.text().chars().count() });
        } else if response.double_clicked() {
            let word = word_around(galley.text(), under);
            now = Some(Selection { of: response.id, from: word.start, to: word.end });
        } else if is_begun {
            now = match now.filter(|_| ui.input(|input| input.modifiers.shift)) {
                Some(selection) => Some(Selection { to: under, ..selection }),
                None => Some(Selection { of: response.id, from: under, to: under }),
            };
        } else if response.dragged() {
            now = now.map(|selection| Selection { to: under, ..selection });
        }
    }
    match now {
        Some(now) => ui.data_mut(|data| _ = data.insert_temp(id, now)),
        None if before.is_some() => ui.data_mut(|data| data.remove::<Selection>(id)),
        None => (),
    }
    let range = now.map(Selection::range).filter(|range| !range.is_empty())?;
    if ui.input(|input| input.events.iter().any(|event| matches!(event, Event::Copy | Event::Cut))) {
        ui.ctx().copy_text(galley.text().chars().skip(range.start).take(range.len()).collect());
    }
    Some(range)
}

/// The word that a character belongs to.
fn word_around(text: &str, char_at: usize) -> Range<usize> {
    let mut first = 0;
    for word in text.split_word_bounds() {
        let count = word.chars().count();
        if char_at < first + count {
            return first..first + count;
        }
        first += count;
    }
    first..first
}
