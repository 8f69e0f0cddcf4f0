//! Something to pick while typing: a field, what fits below it. Times and tags hang under the button that opens them, the
//! commands are in `palette`.

use egui::{Align2, Area, Context, Frame, Id, Key, Label, Modifiers, Order, Rect, RichText, ScrollArea, Ui, Vec2};

use super::keyboard;
use super::theme;
use super::widgets::{field, icon, line};
use crate::inbox::{Action, Field, Inbox, Picker, PickerAction, PickerKind, PickerLine};

const WIDTH: f32 = 300.0;
const LINE_HEIGHT: f32 = 30.0;

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
    ui.add_space(4.0);
    let lines = inbox.picker_lines();
    ScrollArea::vertical().max_height(height).min_scrolled_height(height).auto_shrink([false, true]).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        for (at, entry) in lines.iter().enumerate() {
            if draw_line(ui, entry, at, picker) {
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

fn draw_line(ui: &mut Ui, entry: &PickerLine, at: usize, picker: &Picker) -> bool {
    let palette = theme::palette(ui);
    let is_here = picker.at == at;
    let size = Vec2::new(ui.available_width(), LINE_HEIGHT);
    let (rect, _) = ui.allocate_exact_size(size, egui::Sense::hover());
    let response = ui.interact(rect, ui.scope_id().with(("line", at)), egui::Sense::click());
    let name = if entry.beside.is_empty() { entry.text.clone() } else { format!("{}, {}", entry.text, entry.beside) };
    response
        .widget_info(|| egui::WidgetInfo::selected(egui::Role::ListItem, true, entry.is_on.unwrap_or(is_here), &name));
    if is_here {
        ui.painter().rect_filled(rect, theme::RADIUS, palette.selected);
        let id = ui.scope_id().with("reached");
        let before = ui.data(|data| data.get_temp::<usize>(id));
        if before != Some(at) {
            ui.data_mut(|data| data.insert_temp(id, at));
            ui.scroll_to_rect(rect, None);
        }
    } else if response.hovered() {
        ui.painter().rect_filled(rect, theme::RADIUS, palette.hover);
    }
    keyboard::ring(ui, &response, rect);
    let mut left = rect.left() + 8.0;
    if let Some(is_on) = entry.is_on {
        let (symbol, ink) = if is_on { (icon::CHECKED, palette.accent) } else { (icon::UNCHECKED, palette.second) };
        let at = egui::pos2(left, rect.center().y);
        ui.painter().text(at, Align2::LEFT_CENTER, symbol, theme::icons(16.0), ink);
        left += 24.0;
    }
    let beside = line(ui, &entry.beside, theme::regular(theme::SMALL), palette.second, rect.width() * 0.6);
    let right = rect.right() - 8.0 - beside.size().x;
    ui.painter().galley(egui::pos2(right, rect.center().y - beside.size().y / 2.0), beside, palette.second);
    let text = line(ui, &entry.text, theme::regular(theme::BODY), palette.text, right - left - 8.0);
    ui.painter().galley(egui::pos2(left, rect.center().y - text.size().y / 2.0), text, palette.text);
    response.clicked()
}
