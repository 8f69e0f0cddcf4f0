//! Any JSON, readable: paragraphs, bullets, labelled rows, checklists.

use egui::{CornerRadius, Frame, Label, Margin, RichText, Sense, Ui, Vec2};

use super::theme;
use super::widgets::{badge, icon, selectable};
use crate::call::{Block, Entry, Task};

/// Entries of one list that are drawn; beyond that a page can't be laid out within a frame. The rest is one click away.
const ENTRIES_SHOWN: usize = 200;

pub fn draw(ui: &mut Ui, blocks: &[Block]) {
    let palette = theme::palette(ui);
    for (index, block) in blocks.iter().enumerate() {
        ui.push_id(index, |ui| match block {
            Block::Paragraph(text) => {
                selectable(ui, text.trim(), theme::regular(theme::BODY), palette.text);
            }
            Block::Bullets(entries) => some_of(ui, entries, bullet),
            Block::Rows(rows) => some_of(ui, rows, |ui, (label, blocks)| labelled(ui, label, |ui| draw(ui, blocks))),
            Block::Tasks(tasks) => some_of(ui, tasks, task),
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
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = 8.0;
        ui.vertical(|ui| {
            ui.set_width(theme::LABEL_WIDTH);
            name(ui);
        });
        ui.vertical(|ui| {
            ui.spacing_mut().item_spacing.y = 1.0;
            value(ui);
        });
    });
}

fn bullet(ui: &mut Ui, entry: &Entry) {
    let palette = theme::palette(ui);
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = 6.0;
        let (rect, _) = ui.allocate_exact_size(Vec2::new(10.0, theme::LINE), Sense::hover());
        ui.painter().circle_filled(rect.center(), 2.0, palette.second);
        ui.vertical(|ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            if !entry.text.is_empty() {
                selectable(ui, &entry.text, theme::regular(theme::BODY), palette.text);
            }
            draw(ui, &entry.detail);
        });
    });
}

fn task(ui: &mut Ui, task: &Task) {
    let palette = theme::palette(ui);
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = 6.0;
        let (symbol, ink) =
            if task.is_done { (icon::CHECKED, palette.accent) } else { (icon::UNCHECKED, palette.second) };
        ui.add(Label::new(RichText::new(symbol).font(theme::icons(17.0)).color(ink)).selectable(false))
            .on_hover_text(if task.is_done { "Done, says the platform" } else { "To do" });
        ui.vertical(|ui| {
            ui.spacing_mut().item_spacing.y = 2.0;
            let ink = if task.is_done { palette.second } else { palette.text };
            if !task.text.is_empty() {
                selectable(ui, &task.text, theme::regular(theme::BODY), ink);
            }
            if task.due.is_some() || !task.tags.is_empty() {
                ui.horizontal_wrapped(|ui| {
                    ui.spacing_mut().item_spacing = egui::vec2(6.0, 4.0);
                    if let Some(due) = &task.due {
                        badge(ui, due, palette.mixed, palette.mixed_ground).on_hover_text("Due");
                    }
                    for (label, value) in &task.tags {
                        badge(ui, value, palette.neutral, palette.neutral_ground).on_hover_text(label);
                    }
                });
            }
            draw(ui, &task.detail);
        });
    });
    ui.add_space(2.0);
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
