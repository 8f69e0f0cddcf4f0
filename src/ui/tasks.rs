//! What is to do: the platform's action items as a checklist, what a person added below it, a field for more.

use egui::{Align, Id, Key, Label, Layout, Modifiers, RichText, Ui};

use super::quiet_field::QuietField;
use super::widgets::{icon, selectable};
use super::{blocks, keyboard, theme};
use crate::call::{Block, OwnTask, TaskRef};
use crate::inbox::{Action, DetailPage, Field, Inbox, WorkAction};

pub fn draw(ui: &mut Ui, inbox: &Inbox, page: &DetailPage, said: &[Block], actions: &mut Vec<Action>) {
    let seq = page.detail.seq;
    if let Some(label) = page.tasks_label() {
        title(ui, &label);
    }
    let mut ticks = blocks::Ticks::new(page, inbox);
    blocks::draw(ui, said, &mut ticks);
    for task in &page.detail.own_tasks {
        ui.push_id(("own", task.id), |ui| own(ui, task, &mut ticks, actions));
    }
    actions.extend(ticks.taken.drain(..).map(|(task, is_done)| WorkAction::Tick(task, is_done).into()));
    actions.extend(ticks.gone_to());
    let id = Id::unique(("task field", seq));
    let before = &inbox.draft(seq).task;
    let mut typed = before.clone();
    let is_sent = ui.memory(|memory| memory.has_focus(id))
        && ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Enter));
    let field = QuietField { id, symbol: icon::ADD, name: say!("Add a task"), key: "A", is_tall: false };
    let response = field.draw(ui, &mut typed);
    focus(ui, inbox, Field::Task, &response, actions);
    if typed != *before {
        actions.push(WorkAction::TypeTask(typed).into());
    }
    if is_sent {
        actions.push(WorkAction::AddTask.into());
    }
}

/// "Action items", and how many are done.
fn title(ui: &mut Ui, done: &str) {
    let palette = theme::palette(ui);
    let row = egui::vec2(ui.available_width(), theme::LINE);
    ui.allocate_ui_with_layout(row, Layout::left_to_right(Align::Center), |ui| {
        let title = RichText::new(say!("Action items")).font(theme::semibold(theme::SMALL)).color(palette.second);
        ui.add(Label::new(title).selectable(false));
        ui.label(RichText::new(done).font(theme::regular(theme::SMALL)).color(palette.second));
    });
    ui.add_space(theme::GRID);
}

/// Something that a person added, and the way to take it away again.
fn own(ui: &mut Ui, task: &OwnTask, ticks: &mut blocks::Ticks<'_>, actions: &mut Vec<Action>) {
    /// Room for the cross at the right end, in points.
    const CROSS: f32 = 24.0;
    let at = ui.cursor().left_top() + egui::vec2(ui.available_width() - CROSS, -2.5);
    let line = blocks::TaskLine {
        task: TaskRef::Own(task.id),
        text: &task.text,
        is_done: task.done_at.is_some(),
        due: None,
        aside: Vec::new(),
        right: CROSS + theme::GRID,
    };
    line.draw(ui, ticks, |_, _| ());
    let place = egui::Rect::from_min_size(at, egui::Vec2::splat(CROSS));
    if sign(ui, place, icon::CLOSE, &say!("Remove the task {task}", task = task.text)) {
        actions.push(WorkAction::RemoveTask(task.id).into());
    }
}

/// A small sign at the end of a line that is clicked; faint until it is pointed at.
pub fn sign(ui: &mut Ui, place: egui::Rect, symbol: &str, name: &str) -> bool {
    let palette = theme::palette(ui);
    let response = ui.interact(place, ui.scope_id().with(("sign", symbol)), egui::Sense::click());
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, name));
    let is_lit = response.hovered() || response.has_focus();
    if is_lit {
        ui.painter().rect_filled(place, egui::CornerRadius::same(theme::RADIUS), palette.hover);
    }
    let ink = if is_lit { palette.text } else { palette.third };
    ui.painter().text(place.center(), egui::Align2::CENTER_CENTER, symbol, theme::icons(15.0), ink);
    keyboard::ring(ui, &response, place);
    response.on_hover_cursor(egui::CursorIcon::PointingHand).on_hover_text(name).clicked()
}

/// Gives a field the keyboard if it is asked for.
pub fn focus(ui: &Ui, inbox: &Inbox, field: Field, response: &egui::Response, actions: &mut Vec<Action>) {
    if inbox.focus == Some(field) {
        response.request_focus();
        ui.scroll_to_rect(response.rect, Some(Align::Center));
        actions.push(Action::FieldFocused);
    }
}

/// Running text that can be selected.
pub fn text(ui: &mut Ui, text: &str) {
    let ink = theme::palette(ui).text;
    selectable(ui, text, theme::regular(theme::BODY), ink);
}
