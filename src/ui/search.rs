//! The search box: what is typed, what could be typed next, and what is wrong with it.

use egui::text::{CCursor, CCursorRange};
use egui::{
    Area, EventFilter, Frame, Id, Key, Label, Modifiers, Order, Rect, RichText, Sense, TextEdit, Ui, UiBuilder, Vec2,
};

use super::widgets::{ButtonKind, icon, icon_button, line};
use super::{keyboard, row_acts, theme};
use crate::inbox::{Action, Inbox, Motion, SavedAction, SearchAction, Suggestion};

const HEIGHT: f32 = 34.0;
/// So wide is the end of what is typed where it fades out, in points.
const FADE: f32 = 24.0;
const LINE_HEIGHT: f32 = 29.0;

pub fn draw(ui: &mut Ui, inbox: &Inbox, actions: &mut Vec<Action>) {
    let (rect, _) = ui.allocate_exact_size(egui::vec2(ui.available_width(), HEIGHT), Sense::hover());
    // Not a scope: what stands in the field must not move what stands below it.
    let mut inside = ui.new_child(UiBuilder::new().max_rect(rect).id_salt("search field"));
    let is_focused = field(&mut inside, inbox, rect, actions);
    if inbox.unindexed > 0 && inbox.is_searched() {
        let left = inbox.unindexed;
        let text =
            say_many!(left, "{n} call is still being made searchable", "{n} calls are still being made searchable");
        ui.add_space(4.0);
        let text = RichText::new(text).font(theme::regular(theme::SMALL)).color(theme::palette(ui).second);
        ui.add(Label::new(text).wrap());
    }
    if let Some(problem) = inbox.searching.problem() {
        let palette = theme::palette(ui);
        ui.add_space(5.0);
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = 5.0;
            let sign = RichText::new(icon::WARNING).font(theme::icons(15.0)).color(palette.mixed);
            ui.add(Label::new(sign).selectable(false));
            let text = RichText::new(&problem.sentence).font(theme::regular(theme::SMALL)).color(palette.mixed);
            ui.add(Label::new(text).wrap());
        });
    }
    let lines = inbox.suggestions();
    if is_focused && !lines.is_empty() {
        offer(ui, inbox, &lines, rect, actions);
    }
}

/// Of the field.
pub fn id() -> Id {
    Id::unique("search box")
}

/// True while it has the keyboard.
fn field(ui: &mut Ui, inbox: &Inbox, rect: Rect, actions: &mut Vec<Action>) -> bool {
    let palette = theme::palette(ui);
    let id = id();
    let mut text = inbox.search.clone();
    let is_focused = ui.memory(|memory| memory.has_focus(id));
    let radius = egui::CornerRadius::same(theme::RADIUS + 1);
    ui.painter().rect(rect, radius, palette.background, theme::field_edge(ui, is_focused), egui::StrokeKind::Inside);
    if is_focused {
        keyboard::shown(ui, id);
    }
    let at = egui::pos2(rect.left() + 18.0, rect.center().y);
    ui.painter().text(at, egui::Align2::CENTER_CENTER, icon::SEARCH, theme::icons(17.0), palette.second);
    let is_typed = !inbox.search.is_empty();
    let can_save = inbox.can_save_search();
    let right = match (is_typed, can_save) {
        (true, true) => 62.0,
        (true, false) => 34.0,
        (false, _) if is_focused => 12.0,
        (false, _) => keys_hint(ui, rect) + 8.0,
    };
    let right = right + told(ui, inbox, rect.right() - right, rect);
    let inner = Rect::from_min_max(rect.min + egui::vec2(34.0, 0.0), rect.max - egui::vec2(right, 0.0));
    if is_focused {
        keys(ui, inbox, id, actions);
    }
    if let Some(cursor) = inbox.searching.cursor() {
        let mut state = TextEdit::load_state(ui.ctx(), id).unwrap_or_default();
        let chars = inbox.search.get(..cursor).unwrap_or(&inbox.search).chars().count();
        state.cursor.set_char_range(Some(CCursorRange::one(CCursor::new(chars))));
        state.store(ui.ctx(), id);
        actions.push(Action::SearchBox(SearchAction::CursorSet));
    }
    let edit = TextEdit::singleline(&mut text)
        .id(id)
        .frame(Frame::NONE)
        .font(theme::regular(theme::BODY))
        .align(egui::Align2::LEFT_CENTER)
        .hint_text(RichText::new(inbox.search_hint()).color(palette.second))
        // Else Tab would also lead on to the next button, and Escape take the keyboard away before it is looked at.
        .event_filter(EventFilter {
            tab: takes_tab(inbox),
            escape: true,
            horizontal_arrows: true,
            vertical_arrows: true,
        })
        .desired_width(inner.width());
    let response = ui.put(inner, edit).accessible_name(say!("Search calls"));
    // While it is typed into, its end may be in sight, with the cursor.
    if !is_focused && is_typed && is_longer(ui, &inbox.search, inner.width()) {
        // Letters stand out of the field by a hair.
        let right = inner.right() + 4.0;
        let end = Rect::from_x_y_ranges(right - FADE..=right, inner.top() + 2.0..=inner.bottom() - 2.0);
        row_acts::fade(ui, end, palette.background);
    }
    if inbox.focus_search {
        response.request_focus();
        actions.push(Action::SearchFocused);
    }
    if response.gained_focus() || response.clicked() || text != inbox.search {
        let chars = TextEdit::load_state(ui.ctx(), id).and_then(|state| state.cursor.char_range());
        let chars = chars.map_or(usize::MAX, |range| range.primary.index.0);
        let cursor = text.char_indices().nth(chars).map_or(text.len(), |(at, _)| at);
        actions.push(Action::SearchBox(SearchAction::Type(text, cursor)));
    }
    if is_typed {
        let close = Rect::from_center_size(egui::pos2(rect.right() - 18.0, rect.center().y), Vec2::splat(32.0));
        let clear = ui.scope_builder(UiBuilder::new().max_rect(close), |ui| {
            icon_button(ui, ButtonKind::Quiet, icon::CLOSE, false, palette.second, say!("Clear the search (Esc)"))
        });
        if clear.inner.clicked() {
            actions.push(Action::Search(String::new()));
        }
        if can_save {
            save(ui, inbox, rect, actions);
        }
    }
    is_focused
}

/// A text needs more than that width.
fn is_longer(ui: &Ui, text: &str, width: f32) -> bool {
    line(ui, text, theme::regular(theme::BODY), theme::palette(ui).text, f32::INFINITY).size().x > width
}

/// The keys that lead here, on a cap, at the right; the room they take.
fn keys_hint(ui: &Ui, rect: Rect) -> f32 {
    let palette = theme::palette(ui);
    let keys = if cfg!(target_os = "macos") { "⌘ K" } else { "Ctrl K" };
    let galley = line(ui, keys, theme::regular(11.0), palette.second, 80.0);
    let size = egui::vec2(galley.size().x + 12.0, 20.0);
    let cap = Rect::from_min_size(egui::pos2(rect.right() - 8.0 - size.x, rect.center().y - size.y / 2.0), size);
    let edge = theme::hairline(ui);
    ui.painter().rect(cap, egui::CornerRadius::same(5), palette.panel, edge, egui::StrokeKind::Inside);
    ui.painter().galley(cap.center() - galley.size() / 2.0, galley, palette.second);
    rect.right() - cap.left()
}

/// How many were found, left of `right`, or what is being done; a screen reader is told how many calls there are in any
/// case. The room it takes.
fn told(ui: &Ui, inbox: &Inbox, right: f32, rect: Rect) -> f32 {
    let palette = theme::palette(ui);
    let mut label = inbox.list_label();
    let galley = line(ui, &label, theme::regular(theme::SMALL), palette.second, 120.0);
    if inbox.unindexed > 0 {
        label = say_many!(
            inbox.unindexed,
            "{calls}, {n} call still being made searchable",
            "{calls}, {n} calls still being made searchable",
            calls = label
        );
    }
    let is_shown = inbox.is_searched();
    let width = if is_shown { galley.size().x + 4.0 } else { 0.0 };
    let place = Rect::from_min_max(egui::pos2(right - width, rect.top()), egui::pos2(right, rect.bottom()));
    let response = ui.interact(place, ui.scope_id().with("how many calls"), Sense::hover());
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Label, true, &label));
    if is_shown {
        ui.painter().galley(egui::pos2(place.left(), rect.center().y - galley.size().y / 2.0), galley, palette.second);
        response.on_hover_text(label);
        return width + 8.0;
    }
    0.0
}

fn save(ui: &mut Ui, inbox: &Inbox, rect: Rect, actions: &mut Vec<Action>) {
    let palette = theme::palette(ui);
    let at = Rect::from_center_size(egui::pos2(rect.right() - 46.0, rect.center().y), Vec2::splat(32.0));
    let (is_saved, ink, name) = match inbox.is_saved_as() {
        Some(name) => (true, palette.accent, say!("Saved as {name}: change it (Ctrl+S)", name = name)),
        None => (false, palette.second, say!("Save this search (Ctrl+S)").to_owned()),
    };
    let button = ui.scope_builder(UiBuilder::new().max_rect(at), |ui| {
        icon_button(ui, ButtonKind::Quiet, icon::SAVED, is_saved, ink, &name)
    });
    if button.inner.clicked() {
        actions.push(Action::Saved(SavedAction::Save));
    }
}

/// Arrows walk what is offered, else the list; Tab and Enter take an offered line; Enter opens the first call; Escape closes
/// what is offered, then clears.
fn keys(ui: &Ui, inbox: &Inbox, id: Id, actions: &mut Vec<Action>) {
    let pressed = |key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
    let lines = inbox.suggestions();
    let at = inbox.searching.at();
    let mut act = |action| actions.push(Action::SearchBox(action));
    if !lines.is_empty() {
        if pressed(Key::ArrowDown) {
            act(SearchAction::Step(1));
        }
        if at.is_some() && pressed(Key::ArrowUp) {
            act(SearchAction::Step(-1));
        }
        if takes_tab(inbox) && pressed(Key::Tab) {
            act(SearchAction::Take(at.unwrap_or(0)));
        }
        if let Some(at) = at
            && pressed(Key::Enter)
        {
            act(SearchAction::Take(at));
        }
        if pressed(Key::Escape) {
            act(SearchAction::Close);
        }
    }
    if pressed(Key::Enter) {
        act(SearchAction::Submit);
        ui.memory_mut(|memory| memory.surrender_focus(id));
    }
    for (key, motion) in [(Key::ArrowDown, Motion::Down), (Key::ArrowUp, Motion::Up)] {
        if pressed(key) {
            actions.push(Action::Move(motion));
        }
    }
    if pressed(Key::Escape) {
        ui.memory_mut(|memory| memory.surrender_focus(id));
        if !inbox.search.is_empty() {
            actions.push(Action::Search(String::new()));
        }
    }
}

/// Whether Tab takes an offered line. With nothing typed it leads on from here as everywhere.
fn takes_tab(inbox: &Inbox) -> bool {
    let is_picked = inbox.searching.at().is_some() || !inbox.search.trim().is_empty();
    is_picked && !inbox.suggestions().is_empty()
}

fn offer(ui: &Ui, inbox: &Inbox, lines: &[Suggestion], under: Rect, actions: &mut Vec<Action>) {
    Area::new(Id::unique("search suggestions"))
        .order(Order::Foreground)
        .fixed_pos(under.left_bottom() + egui::vec2(0.0, 4.0))
        .show(ui.ctx(), |ui| {
            Frame::popup(ui.style()).inner_margin(6).show(ui, |ui| {
                ui.set_width(under.width() - 14.0);
                ui.spacing_mut().item_spacing.y = 0.0;
                for (at, suggestion) in lines.iter().enumerate() {
                    if suggested(ui, suggestion, at, inbox.searching.at() == Some(at)) {
                        actions.push(Action::SearchBox(SearchAction::Take(at)));
                    }
                }
            });
        });
}

/// True when it is taken.
fn suggested(ui: &mut Ui, suggestion: &Suggestion, at: usize, is_here: bool) -> bool {
    let palette = theme::palette(ui);
    let (rect, _) = ui.allocate_exact_size(egui::vec2(ui.available_width(), LINE_HEIGHT), Sense::hover());
    let response = ui.interact(rect, ui.scope_id().with(("suggestion", at)), Sense::click());
    let name = format!("{} {}", suggestion.text, suggestion.meaning);
    response.widget_info(|| egui::WidgetInfo::selected(egui::Role::ListItem, true, is_here, name.trim()));
    if is_here {
        ui.painter().rect_filled(rect, theme::RADIUS, palette.selected);
    } else if response.hovered() {
        ui.painter().rect_filled(rect, theme::RADIUS, palette.hover);
    }
    let mut left = rect.left() + 8.0;
    if suggestion.is_recent {
        let at = egui::pos2(left, rect.center().y);
        ui.painter().text(at, egui::Align2::LEFT_CENTER, icon::HISTORY, theme::icons(15.0), palette.second);
        left += 23.0;
    }
    let text = line(ui, &suggestion.text, theme::medium(theme::BODY), palette.text, rect.right() - left - 8.0);
    ui.painter().galley(egui::pos2(left, rect.center().y - text.size().y / 2.0), text.clone(), palette.text);
    let room = rect.right() - 8.0 - left - text.size().x - 16.0;
    if !suggestion.meaning.is_empty() && room > 40.0 {
        let meaning = line(ui, &suggestion.meaning, theme::regular(theme::SMALL), palette.second, room);
        let at = egui::pos2(rect.right() - 8.0 - meaning.size().x, rect.center().y - meaning.size().y / 2.0);
        ui.painter().galley(at, meaning, palette.second);
    }
    response.clicked()
}
