//! Any JSON, readable: paragraphs, bullets, labelled rows, checklists.

use std::borrow::Cow;
use std::sync::Arc;

use egui::{
    Color32, CornerRadius, Frame, Galley, Label, Margin, Rect, RichText, Role, Sense, Stroke, StrokeKind, Ui, Vec2,
    WidgetInfo,
};

use super::keyboard;
use super::widgets::{line, script, selectable, struck};
use super::{said, theme};
use crate::call::{Block, Entry, Task, TaskRef};
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

/// Side of a box to tick, and from it to the words, in points.
pub const BOX: f32 = 16.0;
pub const BOX_GAP: f32 = 8.0;
/// So far what belongs to a label stands in below it, in points.
const INDENT: f32 = 14.0;
/// So often; deeper values have their path for a label instead.
const DEEPEST: u8 = 3;

pub fn draw(ui: &mut Ui, blocks: &[Block], ticks: &mut Ticks<'_>) {
    nested(ui, blocks, ticks, 0);
}

fn nested(ui: &mut Ui, blocks: &[Block], ticks: &mut Ticks<'_>, depth: u8) {
    let palette = theme::palette(ui);
    for (index, block) in blocks.iter().enumerate() {
        ui.push_id(index, |ui| match block {
            Block::Paragraph(text) => {
                said::whole(ui, ticks.inbox, text.trim(), palette.text, &mut ticks.links);
            }
            Block::Bullets(entries) => some_of(ui, entries, |ui, entry| bullet(ui, entry, ticks)),
            Block::Rows(rows) => {
                some_of(ui, rows, |ui, (label, blocks)| row(ui, label, blocks, ticks, depth));
            }
            Block::Tasks(tasks) => some_of(ui, tasks, |ui, one| task(ui, one, ticks)),
            Block::Note(text) => {
                selectable(ui, text, theme::regular(theme::SMALL), palette.second);
            }
            Block::Code(text) => code(ui, text),
        });
    }
}

/// A label and what belongs to it: beside it where that is simple; below it, a little further in, where it has labels of
/// its own. What is one inside the other goes in one line: "Nested › Deep".
fn row(ui: &mut Ui, label: &str, blocks: &[Block], ticks: &mut Ticks<'_>, depth: u8) {
    let (label, blocks) = path(label, blocks);
    let label = label.as_ref();
    match blocks {
        [Block::Rows(rows)] if depth == DEEPEST => {
            some_of(ui, rows, |ui, (inner, blocks)| {
                row(ui, &format!("{label}{STEP}{inner}"), blocks, ticks, depth);
            });
        }
        blocks if has_parts(blocks) => {
            name(ui, label);
            let (left, deeper) = if depth == DEEPEST { (0.0, depth) } else { (INDENT, depth + 1) };
            ui.horizontal_top(|ui| {
                ui.spacing_mut().item_spacing.x = 0.0;
                ui.add_space(left);
                ui.vertical(|ui| nested(ui, blocks, ticks, deeper));
            });
        }
        blocks => {
            let column = theme::LABEL_WIDTH - INDENT * f32::from(depth);
            let width = if label.contains(STEP) { width(ui, label) } else { 0.0 };
            if width <= column {
                labelled_at(ui, label, column, |ui| nested(ui, blocks, ticks, depth));
            } else if matches!(blocks, [Block::Paragraph(text)] if width + 10.0 + self::width(ui, text) < ui.available_width())
            {
                ui.horizontal_top(|ui| {
                    name(ui, label);
                    nested(ui, blocks, ticks, depth);
                });
            } else {
                name(ui, label);
                nested(ui, blocks, ticks, depth);
            }
        }
    }
}

/// How wide a text is in one line. What is long needs no measuring: it has no room anywhere.
fn width(ui: &Ui, text: &str) -> f32 {
    const LONG: usize = 400;
    if text.len() > LONG {
        return f32::INFINITY;
    }
    line(ui, text, theme::regular(theme::BODY), Color32::PLACEHOLDER, f32::INFINITY).size().x
}

/// Between the labels of a path.
const STEP: &str = " › ";

/// As long as a label has one label below it and nothing else, they are one.
fn path<'a>(label: &'a str, blocks: &'a [Block]) -> (Cow<'a, str>, &'a [Block]) {
    let (mut label, mut blocks) = (Cow::Borrowed(label), blocks);
    while let [Block::Rows(rows)] = blocks
        && let [(inner, below)] = &rows[..]
    {
        label = Cow::Owned(format!("{label}{STEP}{inner}"));
        blocks = below;
    }
    (label, blocks)
}

/// There are labels in it, or things to tick: too much for what is left beside a label.
fn has_parts(blocks: &[Block]) -> bool {
    blocks.iter().any(|block| match block {
        Block::Rows(_) | Block::Tasks(_) => true,
        Block::Bullets(entries) => entries.iter().any(|entry| has_parts(&entry.detail)),
        Block::Paragraph(_) | Block::Note(_) | Block::Code(_) => false,
    })
}

fn name(ui: &mut Ui, label: &str) {
    let ink = theme::palette(ui).second;
    selectable(ui, label, theme::regular(theme::BODY), ink);
}

/// The first entries, and a button for all of them where there are many.
fn some_of<T>(ui: &mut Ui, entries: &[T], mut one: impl FnMut(&mut Ui, &T)) {
    let id = ui.scope_id().with("all");
    let is_all = entries.len() <= ENTRIES_SHOWN || ui.data(|data| data.get_temp::<bool>(id)).unwrap_or(false);
    let shown = if is_all { entries.len() } else { ENTRIES_SHOWN };
    for (index, entry) in entries[..shown].iter().enumerate() {
        ui.push_id(index, |ui| one(ui, entry));
    }
    if !is_all && ui.link(say!("Show all {n}", n = crate::inbox::count_label(entries.len() as u64))).clicked() {
        ui.data_mut(|data| data.insert_temp(id, true));
    }
}

/// A label on the left, a value beside it; below it where there is little room.
pub fn labelled(ui: &mut Ui, label: &str, value: impl FnOnce(&mut Ui)) {
    labelled_at(ui, label, theme::LABEL_WIDTH, value);
}

fn labelled_at(ui: &mut Ui, label: &str, column: f32, value: impl FnOnce(&mut Ui)) {
    if ui.available_width() < 2.2 * theme::LABEL_WIDTH {
        name(ui, label);
        value(ui);
        return;
    }
    script::beside(ui, label, |ui| {
        ui.spacing_mut().item_spacing.x = 8.0;
        script::column(ui, |ui| {
            ui.set_width(column);
            name(ui, label);
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
fn checkbox(ui: &mut Ui, ticks: &mut Ticks<'_>, task: TaskRef, text: &str, is_done: bool) {
    let palette = theme::palette(ui);
    let (place, _) = ui.allocate_exact_size(Vec2::new(BOX, theme::LINE), Sense::hover());
    let rect = Rect::from_center_size(place.center(), Vec2::splat(BOX));
    let response = ui.interact(rect.expand(4.0), ui.scope_id().with("box"), Sense::click());
    let name = if text.is_empty() { say!("Task") } else { text };
    response.widget_info(|| WidgetInfo::selected(Role::CheckBox, true, is_done, name));
    let radius = CornerRadius::same(4);
    let is_lit = response.hovered() || response.has_focus();
    if is_done {
        let ground = if is_lit { palette.accent_hover } else { palette.accent };
        ui.painter().rect_filled(rect, radius, ground);
        let at = |x: f32, y: f32| rect.min + Vec2::new(x, y);
        let tick = vec![at(4.0, 8.2), at(6.9, 11.1), at(12.0, 5.4)];
        ui.painter().add(egui::Shape::line(tick, Stroke::new(1.8, palette.on_accent)));
    } else {
        let edge = Stroke::new(1.25, if is_lit { palette.accent } else { palette.edge });
        ui.painter().rect(rect, radius, palette.panel, edge, StrokeKind::Inside);
    }
    keyboard::ring(ui, &response, rect.expand(4.0));
    let key = ticks.page.task_number(&task).filter(|number| *number <= 9);
    let hint = match (is_done, key) {
        (true, Some(number)) => say!("Done (T then {number})", number = number),
        (true, None) => say!("Done").to_owned(),
        (false, Some(number)) => say!("To do (T then {number})", number = number),
        (false, None) => say!("To do").to_owned(),
    };
    let response = response.on_hover_cursor(egui::CursorIcon::PointingHand);
    if response.on_hover_text(hint).clicked() {
        ticks.taken.push((task, !is_done));
    }
}

/// The words of a thing to do, struck out when it is done.
fn task_text(ui: &mut Ui, text: &str, is_done: bool, ticks: &mut Ticks<'_>) {
    let palette = theme::palette(ui);
    if !is_done {
        script::close(ui, |ui| said::whole(ui, ticks.inbox, text, palette.text, &mut ticks.links));
        return;
    }
    script::close(ui, |ui| struck(ui, text, theme::regular(theme::BODY), palette.second));
}

/// Something to do, in a line: its box, its words, and at the right end whose it is and when it is due.
pub struct TaskLine<'a> {
    pub task: TaskRef,
    pub text: &'a str,
    pub is_done: bool,
    /// When it is due, as it was sent.
    pub due: Option<&'a str>,
    /// Whose, how urgent: label and value.
    pub aside: Vec<(&'a str, &'a str)>,
    /// Room to leave at the right end, in points.
    pub right: f32,
}

/// The widest that a due date gets beside a long text, in points; beside a short one phrases have twice as much.
const DUE_WIDTH: f32 = 132.0;
/// Between what stands at the right end of a line, in points.
const RIGHT_GAP: f32 = 12.0;

impl TaskLine<'_> {
    /// Draws it, with what belongs to it below.
    pub fn draw(self, ui: &mut Ui, ticks: &mut Ticks<'_>, below: impl FnOnce(&mut Ui, &mut Ticks<'_>)) {
        let palette = theme::palette(ui);
        let small = theme::regular(theme::SMALL);
        let said_at = ticks.inbox.transcript.place_of(self.text);
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = 0.0;
            let (top, mut right) = (ui.cursor().top(), ui.max_rect().right() - self.right);
            checkbox(ui, ticks, self.task.clone(), self.text, self.is_done);
            ui.add_space(BOX_GAP);
            let left = ui.cursor().left();
            let link = if said_at.is_some() { 44.0 } else { 0.0 };
            let natural = width(ui, self.text) + link;
            if let Some(sent) = self.due {
                let (text, ink) = due_words(ui, ticks.inbox, sent, self.is_done);
                let free = right - left - natural - RIGHT_GAP;
                let font = if ink == palette.second { small.clone() } else { theme::medium(theme::SMALL) };
                let due = line(ui, &text, font, ink, free.clamp(DUE_WIDTH, 2.0 * DUE_WIDTH));
                right -= due.size().x;
                quiet(ui, egui::pos2(right, top), due, ink, &text, &say!("Due {when}", when = sent));
                right -= RIGHT_GAP;
            }
            let aside = self.aside.iter().map(|(_, value)| *value).collect::<Vec<_>>().join(" · ");
            let hint =
                self.aside.iter().map(|(label, value)| format!("{label}: {value}")).collect::<Vec<_>>().join("\n");
            let galley = line(ui, &aside, small.clone(), palette.second, f32::INFINITY);
            let is_beside = !aside.is_empty() && left + natural + RIGHT_GAP + galley.size().x <= right;
            if is_beside {
                right -= galley.size().x;
                quiet(ui, egui::pos2(right, top), galley, palette.second, &aside, &hint);
                right -= RIGHT_GAP;
            }
            let room = (right - left).max(60.0);
            ui.allocate_ui_with_layout(Vec2::new(room, 0.0), egui::Layout::top_down(egui::Align::LEFT), |ui| {
                ui.set_width(room);
                ui.spacing_mut().item_spacing.y = 0.0;
                if !self.text.is_empty() {
                    task_text(ui, self.text, self.is_done, ticks);
                }
                if !aside.is_empty() && !is_beside {
                    let words = RichText::new(&aside).font(small).color(palette.second);
                    ui.add(Label::new(words.line_height(Some(theme::LINE))).wrap()).on_hover_text(&hint);
                }
                if let Some(turn) = said_at.filter(|_| self.is_done) {
                    said::link(ui, ticks.inbox, turn, &mut ticks.links);
                }
                ui.spacing_mut().item_spacing.y = theme::GRID;
                below(ui, ticks);
            });
        });
        // The gap to the next line, once more.
        ui.add_space(0.0);
    }
}

/// A quiet word at the end of a line, with its own word on hover.
fn quiet(ui: &mut Ui, at: egui::Pos2, galley: Arc<Galley>, ink: Color32, text: &str, hint: &str) {
    let place = Rect::from_min_size(at, Vec2::new(galley.size().x, theme::LINE));
    let response = ui.interact(place, ui.scope_id().with(("quiet", hint)), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, text));
    ui.painter().galley(egui::pos2(place.left(), place.center().y - galley.size().y / 2.0), galley, ink);
    response.on_hover_text(hint);
}

/// "Today", "Overdue, Wed 10 Dec", or as it was sent; in a colour that presses if it does.
fn due_words(ui: &Ui, inbox: &Inbox, sent: &str, is_done: bool) -> (String, Color32) {
    let palette = theme::palette(ui);
    match due_day(sent, inbox.now, &inbox.zone) {
        Some(day) if day.is_overdue && !is_done => {
            let day = if day.text == say!("Yesterday") { day.text.to_lowercase() } else { day.text };
            (say!("Overdue, {day}", day = day), palette.bad)
        }
        Some(day) if day.is_pressing && !is_done => (day.text, palette.mixed),
        Some(day) => (day.text, palette.second),
        None => (sent.to_owned(), palette.second),
    }
}

fn task(ui: &mut Ui, task: &Task, ticks: &mut Ticks<'_>) {
    // That it is done is seen by its box.
    let tags = task.tags.iter().filter(|(label, value)| !(task.is_done && is_done(label, value)));
    let line = TaskLine {
        task: TaskRef::Said(task.key.clone()),
        text: &task.text,
        is_done: task.is_done,
        due: task.due.as_deref(),
        aside: tags.map(|(label, value)| (label.as_str(), value.as_str())).collect(),
        right: 0.0,
    };
    line.draw(ui, ticks, |ui, ticks| draw(ui, &task.detail, ticks));
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
