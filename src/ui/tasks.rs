//! What is to do: the platform's action items as a checklist, what a person added below it, a field for more.

use egui::{Align, Id, Key, Label, Layout, Modifiers, RichText, Ui};

use super::widgets::{ButtonKind, field, icon, icon_button, selectable};
use super::{blocks, theme};
use crate::call::{Block, TaskRef};
use crate::inbox::{Action, DetailPage, Field, Inbox, WorkAction};

pub fn draw(ui: &mut Ui, inbox: &Inbox, page: &DetailPage, said: &[Block], actions: &mut Vec<Action>) {
    let palette = theme::palette(ui);
    let seq = page.detail.seq;
    let row = egui::vec2(ui.available_width(), theme::LINE);
    ui.allocate_ui_with_layout(row, Layout::left_to_right(Align::Center), |ui| {
        let title = RichText::new("Action items").font(theme::semibold(theme::SMALL)).color(palette.second);
        ui.add(Label::new(title).selectable(false));
        if let Some(label) = page.tasks_label() {
            ui.label(RichText::new(label).font(theme::regular(theme::SMALL)).color(palette.second));
        }
    });
    ui.add_space(theme::GRID);
    let mut ticks = blocks::Ticks::new(page, inbox);
    blocks::draw(ui, said, &mut ticks);
    for task in &page.detail.own_tasks {
        ui.push_id(("own", task.id), |ui| {
            ui.horizontal_top(|ui| {
                ui.spacing_mut().item_spacing.x = 6.0;
                let own = TaskRef::Own(task.id);
                let is_done = task.done_at.is_some();
                blocks::checkbox(ui, &mut ticks, own, &task.text, is_done);
                let width = ui.available_width() - 40.0;
                ui.allocate_ui(egui::vec2(width, 0.0), |ui| {
                    ui.set_width(width);
                    blocks::task_text(ui, &task.text, is_done);
                });
                let name = format!("Remove the task {}", task.text);
                // Beside the first line, which is less high than a button.
                let at = ui.cursor().left_top() - egui::vec2(0.0, 6.0);
                let place = egui::Rect::from_min_size(at, egui::vec2(32.0, 32.0));
                let mut place = ui.new_child(egui::UiBuilder::new().max_rect(place));
                if icon_button(&mut place, ButtonKind::Quiet, icon::CLOSE, false, palette.second, &name).clicked() {
                    actions.push(WorkAction::RemoveTask(task.id).into());
                }
            });
        });
        ui.add_space(theme::GRID);
    }
    ui.add_space(theme::GRID);
    actions.extend(ticks.taken.drain(..).map(|(task, is_done)| WorkAction::Tick(task, is_done).into()));
    actions.extend(ticks.gone_to());
    let id = Id::unique(("task field", seq));
    let before = &inbox.draft(seq).task;
    let mut typed = before.clone();
    let is_sent = ui.memory(|memory| memory.has_focus(id))
        && ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Enter));
    let response = field(ui, id, &mut typed, "Add a task (A)", "Add a task", 1);
    focus(ui, inbox, Field::Task, &response, actions);
    if typed != *before {
        actions.push(WorkAction::TypeTask(typed).into());
    }
    if is_sent {
        actions.push(WorkAction::AddTask.into());
    }
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
