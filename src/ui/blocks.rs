//! Any JSON, readable: paragraphs, bullets, labelled rows, checklists.

use egui::{Align2, CornerRadius, Frame, Label, Margin, RichText, Role, Sense, Ui, Vec2, WidgetInfo};

use super::keyboard;
use super::widgets::{badge, icon, script, selectable, struck};
use super::{said, theme};
use crate::call::{Block, Entry, Task, TaskRef, Tone};
use crate::inbox::{Action, DetailPage, Inbox, due_day};

/// Entries of one list that are drawn; beyond that a page can't be laid out within a frame. The rest is one click away.
const ENTRIES_SHOWN: usize = 200;

/// What becomes of the checklists that are drawn, and of the links to where something was said.
pub struct Ticks<'a> {
    page: &'a DetailPage,
    inbox: &'a Inbox,
    /// Ticked, or unticked, in this frame.
    pub taken: Vec<(TaskRef, bool)>,
    /// What else was done in this frame.
    links: Vec<Action>,
}

impl<'a> Ticks<'a> {
    pub fn new(page: &'a DetailPage, inbox: &'a Inbox) -> Self {
        Self { page, inbox, taken: Vec::new(), links: Vec::new() }
    }

    /// Links that were followed in this frame.
    pub fn gone_to(self) -> Vec<Action> {
        self.links
    }
}

pub fn draw(ui: &mut Ui, blocks: &[Block], ticks: &mut Ticks<'_>) {
    let palette = theme::palette(ui);
    for (index, block) in blocks.iter().enumerate() {
        ui.push_id(index, |ui| match block {
            Block::Paragraph(text) => {
                said::whole(ui, ticks.inbox, text.trim(), palette.text, &mut ticks.links);
            }
            Block::Bullets(entries) => some_of(ui, entries, |ui, entry| bullet(ui, entry, ticks)),
            Block::Rows(rows) => {
                some_of(ui, rows, |ui, (label, blocks)| labelled(ui, label, |ui| draw(ui, blocks, ticks)));
            }
            Block::Tasks(tasks) => some_of(ui, tasks, |ui, one| task(ui, one, ticks)),
            Block::Note(text) => {
                selectable(ui, text, theme::regular(theme::SMALL), palette.second);
            }
            Block::Code(text) => code(ui, text),
        });
    }
}

/// The first entries, and a button for all of them where there are many.
fn some_of<T>(ui: &mut Ui, entries: &[T], mut one: impl FnMut(&mut Ui, &T)) {
    let id = ui.scope_id().with("all");
    let is_all = entries.len() <= ENTRIES_SHOWN || ui.data(|data| data.get_temp::<bool>(id)).unwrap_or(false);
    let shown = if is_all { entries.len() } else { ENTRIES_SHOWN };
    for (index, entry) in entries[..shown].iter().enumerate() {
        ui.push_id(index, |ui| one(ui, entry));
    }
    if !is_all && ui.link(format!("Show all {}", crate::inbox::count_label(entries.len() as u64))).clicked() {
        ui.data_mut(|data| data.insert_temp(id, true));
    }
}

/// A label on the left, a value beside it; below it where there is little room.
pub fn labelled(ui: &mut Ui, label: &str, value: impl FnOnce(&mut Ui)) {
    let palette = theme::palette(ui);
    let name = |ui: &mut Ui| {
        selectable(ui, label, theme::regular(theme::BODY), palette.second);
    };
    if ui.available_width() < 2.2 * theme::LABEL_WIDTH {
        name(ui);
        value(ui);
        return;
    }
    script::beside(ui, label, |ui| {
        ui.spacing_mut().item_spacing.x = 8.0;
        script::column(ui, |ui| {
            ui.set_width(theme::LABEL_WIDTH);
            name(ui);
        });
        script::column(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 1.0;
            script::close(ui, value);
        });
    });
}

fn bullet(ui: &mut Ui, entry: &Entry, ticks: &mut Ticks<'_>) {
    let palette = theme::palette(ui);
    script::beside(ui, &entry.text, |ui| {
        ui.spacing_mut().item_spacing.x = 6.0;
        let (rect, _) = ui.allocate_exact_size(Vec2::new(10.0, theme::LINE), Sense::hover());
        ui.painter().circle_filled(rect.center(), 2.0, palette.second);
        script::column(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            if !entry.text.is_empty() {
                said::whole(ui, ticks.inbox, &entry.text, palette.text, &mut ticks.links);
            }
            draw(ui, &entry.detail, ticks);
        });
    });
}

/// A box to tick, and its name for screen readers.
pub fn checkbox(ui: &mut Ui, ticks: &mut Ticks<'_>, task: TaskRef, text: &str, is_done: bool) {
    let palette = theme::palette(ui);
    let (symbol, ink) = if is_done { (icon::CHECKED, palette.accent) } else { (icon::UNCHECKED, palette.second) };
    let (rect, response) = ui.allocate_exact_size(Vec2::new(20.0, 20.0), Sense::click());
    let name = if text.is_empty() { "Task" } else { text };
    response.widget_info(|| WidgetInfo::selected(Role::CheckBox, true, is_done, name));
    let ink = if response.hovered() { palette.text } else { ink };
    ui.painter().text(rect.center(), Align2::CENTER_CENTER, symbol, theme::icons(17.0), ink);
    keyboard::ring(ui, &response, rect.expand(1.0));
    let key = ticks.page.task_number(&task).filter(|number| *number <= 9);
    let key = key.map(|number| format!(" (T then {number})")).unwrap_or_default();
    let hint = if is_done { "Done" } else { "To do" };
    if response.on_hover_text(format!("{hint}{key}")).clicked() {
        ticks.taken.push((task, !is_done));
    }
}

/// The words of a thing to do, struck out when it is done.
pub fn task_text(ui: &mut Ui, text: &str, is_done: bool) {
    let palette = theme::palette(ui);
    let ink = if is_done { palette.second } else { palette.text };
    if !is_done {
        script::close(ui, |ui| selectable(ui, text, theme::regular(theme::BODY), ink));
        return;
    }
    script::close(ui, |ui| struck(ui, text, theme::regular(theme::BODY), ink));
}

fn task(ui: &mut Ui, task: &Task, ticks: &mut Ticks<'_>) {
    let palette = theme::palette(ui);
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = 6.0;
        checkbox(ui, ticks, TaskRef::Said(task.key.clone()), &task.text, task.is_done);
        ui.vertical(|ui| {
            ui.spacing_mut().item_spacing.y = 2.0;
            let place = ticks.inbox.transcript.place_of(&task.text).filter(|_| task.is_done);
            if task.is_done {
                task_text(ui, &task.text, task.is_done);
            } else if !task.text.is_empty() {
                script::close(ui, |ui| said::whole(ui, ticks.inbox, &task.text, palette.text, &mut ticks.links));
            }
            // That it is done is seen by its box.
            let mut tags =
                task.tags.iter().filter(|(label, value)| !(task.is_done && is_done(label, value))).peekable();
            if task.due.is_some() || tags.peek().is_some() || place.is_some() {
                ui.horizontal_wrapped(|ui| {
                    ui.spacing_mut().item_spacing = egui::vec2(6.0, 4.0);
                    if let Some(due) = &task.due {
                        let day = due_day(due, ticks.inbox.now, &ticks.inbox.zone);
                        let is_pressing = day.as_ref().is_some_and(|day| day.is_pressing) && !task.is_done;
                        let (ink, ground) = palette.tone(if is_pressing { Tone::Mixed } else { Tone::Neutral });
                        let text = day.as_ref().map_or(due.as_str(), |day| day.text.as_str());
                        badge(ui, text, ink, ground).on_hover_text(format!("Due {due}"));
                    }
                    for (label, value) in tags {
                        badge(ui, value, palette.neutral, palette.neutral_ground).on_hover_text(label);
                    }
                    if let Some(turn) = place {
                        said::link(ui, ticks.inbox, turn, &mut ticks.links);
                    }
                });
            }
            draw(ui, &task.detail, ticks);
        });
    });
    ui.add_space(2.0);
}

/// A tag says no more than that a task is done.
fn is_done(label: &str, value: &str) -> bool {
    label == "Status" && value.eq_ignore_ascii_case("done")
}

fn code(ui: &mut Ui, text: &str) {
    /// Longer text would be laid out whole for nothing: the payload's bytes are one click away.
    const CHARS_SHOWN: usize = 4_000;
    let palette = theme::palette(ui);
    let cut = text.char_indices().nth(CHARS_SHOWN).map_or(text.len(), |(at, _)| at);
    let more = if cut < text.len() { "…" } else { "" };
    Frame::new().fill(palette.neutral_ground).corner_radius(CornerRadius::same(4)).inner_margin(Margin::same(6)).show(
        ui,
        |ui| {
            let code = RichText::new(format!("{}{more}", &text[..cut])).font(theme::mono(theme::SMALL));
            ui.add(Label::new(code.color(palette.text)).wrap());
        },
    );
}
