//! Every key and what it does: the groups of this screen first, with a field to find one by.

use egui::{Context, Id, Key, Label, Modifiers, RichText, ScrollArea, Sense, Ui, Vec2, WidgetInfo};

use super::dialog::{self, Place};
use super::theme;
use super::widgets::{ButtonKind, KeyCaps, button, field, key_caps, line};
use crate::inbox::{Action, Group, HelpLine, Inbox};
use crate::words::say;

const WIDTH: f32 = 920.0;
/// A column is not narrower, in points.
const COLUMN_FROM: f32 = 250.0;
const MOST_COLUMNS: usize = 3;
/// Between two columns, in points.
const GAP: f32 = 32.0;
const LINE_HEIGHT: f32 = 26.0;
const TITLE_HEIGHT: f32 = 26.0;
/// Below a group, in points.
const BELOW: f32 = 14.0;
/// What stands around the columns, in points.
const AROUND: f32 = 172.0;
/// One step of an arrow key, in points.
const STEP: f32 = 3.0 * LINE_HEIGHT;

type Part = (Group, Vec<HelpLine>);

pub fn draw(ctx: &Context, inbox: &Inbox, actions: &mut Vec<Action>) {
    let modal = dialog::show(ctx, "shortcuts", Place::Middle, WIDTH, 20, |ui| {
        let height = dialog::room_for(ui.ctx(), Place::Middle, AROUND, 640.0);
        let scroll = keys(ui, height);
        head(ui, inbox, actions);
        ui.add_space(12.0);
        let parts = inbox.help();
        // As high as all of it wants, whatever is found: nothing jumps while one types.
        let area = ScrollArea::vertical().id_salt(&inbox.help_find).max_height(height).min_scrolled_height(height);
        area.auto_shrink(false).show(ui, |ui| {
            if let Some(by) = scroll {
                ui.scroll_with_delta(Vec2::new(0.0, -by));
            }
            if parts.is_empty() {
                let text = say!("No key does that. Commands without a key are in the palette: Ctrl+Shift+P.");
                ui.add(Label::new(RichText::new(text).color(theme::palette(ui).second)).wrap());
            }
            // The bar lies over what is at the right.
            ui.set_max_width(ui.available_width() - 12.0);
            columns(ui, parts);
        });
        dialog::buttons(ui, |ui| button(ui, ButtonKind::Plain, say!("Close")).clicked())
    });
    if modal.inner || modal.should_close() {
        actions.push(Action::ToggleShortcuts);
    }
}

/// How far the keys scroll, in points down; the field needs none of them.
fn keys(ui: &Ui, height: f32) -> Option<f32> {
    let far = 1.0e6;
    let page = height - LINE_HEIGHT;
    let steps = [
        (Key::ArrowDown, STEP),
        (Key::ArrowUp, -STEP),
        (Key::PageDown, page),
        (Key::PageUp, -page),
        (Key::Home, -far),
        (Key::End, far),
    ];
    let pressed = |(key, by)| ui.input_mut(|input| input.consume_key(Modifiers::NONE, key)).then_some(by);
    steps.into_iter().filter_map(pressed).next_back()
}

fn head(ui: &mut Ui, inbox: &Inbox, actions: &mut Vec<Action>) {
    dialog::title(ui, say!("Keys"));
    ui.add_space(8.0);
    let id = Id::unique("help field");
    let is_focused = ui.memory(|memory| memory.has_focus(id));
    if is_focused && ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Escape)) {
        actions.push(Action::ToggleShortcuts);
    }
    let mut typed = inbox.help_find.clone();
    let response = field(
        ui,
        id,
        &mut typed,
        say!("Find a key by what it does, or what it does by its key"),
        say!("Find a key"),
        1,
    );
    // The keyboard is never left without a place while this is open.
    if ui.memory(|memory| memory.focused().is_none()) {
        response.request_focus();
    }
    if typed == "?" {
        // The key that opens it closes it too.
        actions.push(Action::ToggleShortcuts);
    } else if typed != inbox.help_find {
        actions.push(Action::FindKey(typed));
    }
}

/// The parts in as many columns as there is room for, none much longer than the others.
fn columns(ui: &mut Ui, parts: Vec<Part>) {
    let width = ui.available_width();
    let count = (((width + GAP) / (COLUMN_FROM + GAP)) as usize).clamp(1, MOST_COLUMNS);
    let column = (width - GAP * (count - 1) as f32) / count as f32;
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = GAP;
        for parts in shared_out(parts, count) {
            ui.allocate_ui(Vec2::new(column, 0.0), |ui| {
                ui.vertical(|ui| {
                    ui.set_width(column);
                    ui.spacing_mut().item_spacing = Vec2::ZERO;
                    parts.into_iter().for_each(|part| group(ui, part));
                });
            });
        }
    });
}

/// Shares parts out to columns in their order, so that the highest column is as low as can be.
fn shared_out(parts: Vec<Part>, count: usize) -> Vec<Vec<Part>> {
    let lines = |part: &Part| part.1.len() + 2;
    let fits = |limit: usize| {
        let (mut columns, mut height) = (1, 0);
        for part in &parts {
            if height > 0 && height + lines(part) > limit {
                (columns, height) = (columns + 1, 0);
            }
            height += lines(part);
        }
        columns <= count
    };
    let least = parts.iter().map(lines).max().unwrap_or(0);
    let all: usize = parts.iter().map(lines).sum();
    let limit = (least..=all).find(|limit| fits(*limit)).unwrap_or(all);
    let mut columns: Vec<Vec<Part>> = vec![Vec::new()];
    let mut height = 0;
    for part in parts {
        if height > 0 && height + lines(&part) > limit {
            columns.push(Vec::new());
            height = 0;
        }
        height += lines(&part);
        columns.last_mut().into_iter().for_each(|column| column.push(part.clone()));
    }
    columns
}

fn group(ui: &mut Ui, (group, lines): Part) {
    let palette = theme::palette(ui);
    let (rect, response) = ui.allocate_exact_size(Vec2::new(ui.available_width(), TITLE_HEIGHT), Sense::hover());
    let title = line(ui, group.title(), theme::semibold(theme::SMALL), palette.second, rect.width());
    response.widget_info(|| WidgetInfo::labeled(egui::Role::Heading, true, group.title()));
    ui.painter().galley(egui::pos2(rect.left(), rect.center().y - title.size().y / 2.0), title, palette.second);
    lines.iter().for_each(|line| entry(ui, line));
    ui.add_space(BELOW);
}

/// What a key does at the left, the key at the right; other keys for the same before it, where there is room.
fn entry(ui: &mut Ui, entry: &HelpLine) {
    let palette = theme::palette(ui);
    let (rect, response) = ui.allocate_exact_size(Vec2::new(ui.available_width(), LINE_HEIGHT), Sense::hover());
    let keys = entry.keys.join(say!(" or "));
    response.widget_info(|| {
        WidgetInfo::labeled(egui::Role::Label, true, say!("{does}: {keys}", does = say(entry.name), keys = keys))
    });
    if !ui.is_rect_visible(rect) {
        return;
    }
    let name = line(ui, say(entry.name), theme::regular(theme::BODY), palette.text, rect.width());
    let mut right = rect.right();
    let or = line(ui, say!("or"), theme::regular(11.0), palette.second, 40.0);
    let room = rect.width() - name.size().x - 12.0;
    let caps: Vec<KeyCaps> = entry.keys.iter().map(|keys| key_caps(ui, keys)).collect();
    let all = caps.iter().map(|caps| caps.width).sum::<f32>() + (caps.len() - 1) as f32 * (or.size().x + 12.0);
    let shown = if all <= room { caps.len() } else { 1 };
    for (nth, caps) in caps.iter().take(shown).enumerate().collect::<Vec<_>>().into_iter().rev() {
        right -= caps.width;
        caps.paint(ui, egui::pos2(right, rect.center().y));
        if nth > 0 {
            right -= 6.0 + or.size().x;
            ui.painter().galley(egui::pos2(right, rect.center().y - or.size().y / 2.0), or.clone(), palette.second);
            right -= 6.0;
        }
    }
    let name = line(ui, say(entry.name), theme::regular(theme::BODY), palette.text, right - rect.left() - 8.0);
    let is_cut = name.elided;
    ui.painter().galley(egui::pos2(rect.left(), rect.center().y - name.size().y / 2.0), name, palette.text);
    if is_cut || shown < caps.len() {
        response.on_hover_text(say!("{does}: {keys}", does = say(entry.name), keys = keys));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_of_about_one_height_and_keep_the_order() {
        let line = HelpLine { name: "Next", keys: vec!["J"] };
        let part = |group, count| (group, vec![line.clone(); count]);
        let parts = vec![part(Group::Work, 9), part(Group::Move, 8), part(Group::Go, 20), part(Group::Look, 3)];
        let shared = shared_out(parts, 3);
        let groups: Vec<Vec<Group>> =
            shared.iter().map(|column| column.iter().map(|(group, _)| *group).collect()).collect();
        assert_eq!(groups, [vec![Group::Work, Group::Move], vec![Group::Go], vec![Group::Look]]);
        assert_eq!(shared_out(Vec::new(), 3), [Vec::<Part>::new()]);
    }
}
