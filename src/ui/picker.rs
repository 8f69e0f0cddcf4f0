//! Something to pick while typing: a field, what fits below it. Times and tags hang under the button that opens them, the
//! commands are in `palette`.

use egui::text::{LayoutJob, TextFormat, TextWrapping};
use egui::{Align2, Area, Context, Frame, Id, Key, Label, Modifiers, Order, Rect, RichText, ScrollArea, Ui, Vec2};

use super::widgets::{field, icon, key_caps, line};
use super::{dialog, keyboard, palette, theme};
use crate::inbox::{Action, Field, Inbox, Picker, PickerAction, PickerKind, PickerLine};

const WIDTH: f32 = 300.0;
const LINE_HEIGHT: f32 = 30.0;
/// Height of a heading among the lines, in points.
const TITLE_HEIGHT: f32 = 28.0;
/// How far Page Up and Page Down lead.
const PAGE: isize = 8;

/// Where a kind of picker hangs: under this button. The last one drawn counts.
pub fn anchor(ui: &Ui, kind: PickerKind, rect: Rect) {
    ui.data_mut(|data| data.insert_temp(Id::unique(("picker anchor", kind as u8)), rect));
}

/// Where it hangs when it is about this row alone.
pub fn anchor_row(ui: &Ui, rect: Rect) {
    ui.data_mut(|data| data.insert_temp(Id::unique("picker anchor of a row"), rect));
}

pub fn draw(ctx: &Context, inbox: &Inbox, actions: &mut Vec<Action>) {
    let Some(picker) = &inbox.picker else { return };
    dialog::remember(ctx);
    let room = ctx.content_rect();
    let anchor = match picker.about {
        Some(_) => Id::unique("picker anchor of a row"),
        None => Id::unique(("picker anchor", picker.kind as u8)),
    };
    let under = ctx.data(|data| data.get_temp::<Rect>(anchor));
    let under = under.unwrap_or(Rect::from_min_size(room.center_top(), Vec2::ZERO));
    let left = under.left().min(room.right() - WIDTH - 36.0).max(room.left() + 8.0);
    let area = Area::new(Id::unique("picker"))
        .order(Order::Foreground)
        .pivot(Align2::LEFT_TOP)
        .fixed_pos(egui::pos2(left, under.bottom() + 4.0))
        .constrain(true)
        .show(ctx, |ui| {
            Frame::popup(ui.style()).inner_margin(10).show(ui, |ui| {
                ui.set_width(WIDTH);
                body(ui, inbox, picker, 240.0, actions);
            });
        });
    if area.response.clicked_elsewhere() {
        actions.push(Action::Picker(PickerAction::Close));
    }
}

/// The field and the lines.
pub fn body(ui: &mut Ui, inbox: &Inbox, picker: &Picker, height: f32, actions: &mut Vec<Action>) {
    let palette = theme::palette(ui);
    let id = Id::unique("picker field");
    let mut typed = picker.typed.clone();
    if ui.memory(|memory| memory.has_focus(id)) {
        let pressed = |key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
        for (key, action) in [
            (Key::ArrowDown, PickerAction::Step(1)),
            (Key::ArrowUp, PickerAction::Step(-1)),
            (Key::PageDown, PickerAction::Step(PAGE)),
            (Key::PageUp, PickerAction::Step(-PAGE)),
            (Key::Enter, PickerAction::TakeHere),
            (Key::Escape, PickerAction::Close),
        ] {
            if pressed(key) {
                actions.push(Action::Picker(action));
            }
        }
    }
    let response = field(ui, id, &mut typed, picker.kind.hint(), picker.kind.title(), 1);
    let is_wanted = inbox.focus == Some(Field::Picker);
    // The keyboard is never left without a place while this is open.
    if is_wanted || ui.memory(|memory| memory.focused().is_none()) {
        response.request_focus();
    }
    if is_wanted {
        actions.push(Action::FieldFocused);
    }
    if typed != picker.typed {
        actions.push(Action::Picker(PickerAction::Type(typed)));
    }
    ui.add_space(6.0);
    let lines = inbox.picker_lines();
    // What is typed leads to other lines: they begin at the top.
    let list = ScrollArea::vertical().id_salt(&picker.typed).max_height(height);
    let list = if picker.kind == PickerKind::Acts { list.min_scrolled_height(height) } else { list };
    list.auto_shrink([false, true]).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        let mut section = None;
        for (at, entry) in lines.iter().enumerate() {
            let top = ui.cursor().top();
            if entry.section != section {
                section = entry.section;
                section.into_iter().for_each(|text| title(ui, text));
            }
            if draw_line(ui, entry, at, picker, top) {
                let take =
                    if picker.kind == PickerKind::Tags { PickerAction::Toggle(at) } else { PickerAction::Take(at) };
                actions.push(Action::Picker(take));
            }
        }
        keyboard::keep_in_sight(ui);
    });
    if let Some(problem) = inbox.picker_problem() {
        let text = RichText::new(problem).font(theme::regular(theme::SMALL)).color(palette.second);
        ui.add(Label::new(text).wrap());
    }
}

fn title(ui: &mut Ui, text: &str) {
    let palette = theme::palette(ui);
    let (rect, _) = ui.allocate_exact_size(Vec2::new(ui.available_width(), TITLE_HEIGHT), egui::Sense::hover());
    let galley = line(ui, text, theme::semibold(theme::SMALL), palette.second, rect.width() - 16.0);
    ui.painter().galley(egui::pos2(rect.left() + 8.0, rect.bottom() - 5.0 - galley.size().y), galley, palette.second);
}

/// A line; `top` is where its heading begins, if it has one.
fn draw_line(ui: &mut Ui, entry: &PickerLine, at: usize, picker: &Picker, top: f32) -> bool {
    let palette = theme::palette(ui);
    let is_here = picker.at == at;
    let size = Vec2::new(ui.available_width(), LINE_HEIGHT);
    let (rect, _) = ui.allocate_exact_size(size, egui::Sense::hover());
    let response = ui.interact(rect, ui.scope_id().with(("line", at)), egui::Sense::click());
    let name = [entry.text.as_str(), entry.beside.as_str(), entry.keys.unwrap_or_default()];
    let name = name.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ");
    let is_on = entry.is_on.unwrap_or(is_here);
    response.widget_info(|| egui::WidgetInfo::selected(egui::Role::ListItem, entry.is_possible, is_on, &name));
    if is_here {
        ui.painter().rect_filled(rect, theme::RADIUS, palette.selected);
        let id = ui.scope_id().with("reached");
        let before = ui.data(|data| data.get_temp::<usize>(id));
        if before != Some(at) {
            ui.data_mut(|data| data.insert_temp(id, at));
            ui.scroll_to_rect(rect.with_min_y(top), None);
        }
    } else if response.hovered() && entry.is_possible {
        ui.painter().rect_filled(rect, theme::RADIUS, palette.hover);
    }
    if !ui.is_rect_visible(rect) {
        return response.clicked();
    }
    keyboard::ring(ui, &response, rect);
    let ink = if entry.is_possible { palette.text } else { palette.second };
    let mut left = rect.left() + 8.0;
    let sign = match entry.is_on {
        Some(true) => Some((icon::CHECKED, palette.accent)),
        Some(false) => Some((icon::UNCHECKED, palette.second)),
        None => palette::sign(entry.face).map(|sign| (sign, palette.second)),
    };
    if let Some((sign, ink)) = sign {
        let at = egui::pos2(left + 8.0, rect.center().y);
        ui.painter().text(at, Align2::CENTER_CENTER, sign, theme::icons(16.0), ink);
        left += 26.0;
    } else if picker.kind == PickerKind::Tags {
        let at = egui::pos2(left + 8.0, rect.center().y);
        ui.painter().text(at, Align2::CENTER_CENTER, icon::ADD, theme::icons(16.0), palette.second);
        left += 26.0;
    }
    let mut right = rect.right() - 10.0;
    if let Some(keys) = entry.keys {
        let caps = key_caps(ui, keys);
        right -= caps.width;
        caps.paint(ui, egui::pos2(right, rect.center().y));
        right -= 8.0;
    }
    if !entry.beside.is_empty() {
        let beside = line(ui, &entry.beside, theme::regular(theme::SMALL), palette.second, rect.width() * 0.6);
        right -= beside.size().x;
        ui.painter().galley(egui::pos2(right, rect.center().y - beside.size().y / 2.0), beside, palette.second);
        right -= 8.0;
    }
    let text = with_letters(ui, entry, ink, right - left);
    ui.painter().galley(egui::pos2(left, rect.center().y - text.size().y / 2.0), text, ink);
    response.clicked()
}

/// The text of a line, with the letters that were typed standing out.
fn with_letters(ui: &Ui, entry: &PickerLine, ink: egui::Color32, width: f32) -> std::sync::Arc<egui::Galley> {
    let accent = theme::palette(ui).accent;
    let plain = TextFormat { font_id: theme::regular(theme::BODY), color: ink, ..TextFormat::default() };
    let meant = TextFormat {
        font_id: theme::semibold(theme::BODY),
        color: if entry.is_possible { accent } else { ink },
        ..TextFormat::default()
    };
    let mut job = LayoutJob::default();
    let mut done = 0;
    for hit in &entry.hits {
        job.append(&entry.text[done..hit.start], 0.0, plain.clone());
        job.append(&entry.text[hit.clone()], 0.0, meant.clone());
        done = hit.end;
    }
    job.append(&entry.text[done..], 0.0, plain);
    job.wrap = TextWrapping::truncate_at_width(width.max(0.0));
    job.break_on_newline = false;
    ui.painter().layout_job(job)
}
