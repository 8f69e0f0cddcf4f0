//! The saved searches of the rail: each with its count, and a menu to change or delete it. The form is in `saved_form`.

use egui::{Align2, CornerRadius, Id, Popup, Rect, Response, Role, ScrollArea, Sense, Ui, Vec2, WidgetInfo};

use super::keyboard;
use super::rail::{self, Item, item_height};
use super::theme;
use super::widgets::{icon, line};
use crate::call::SavedSearch;
use crate::inbox::{Action, Inbox, SavedAction};

/// Above and below the line that parts them from the views, in points.
const GAP: f32 = 8.0;
/// Height of their heading, in points.
const NAME_HEIGHT: f32 = 16.0;
/// With so much height there is room for a heading.
const NAMED_FROM: f32 = 120.0;

/// Draws them in at most so much height.
pub fn draw(ui: &mut Ui, inbox: &Inbox, is_wide: bool, height: f32, actions: &mut Vec<Action>) {
    let searches = inbox.saved.all();
    if searches.is_empty() {
        return;
    }
    let is_named = is_wide && height > NAMED_FROM;
    let gap = if is_named { 2.0 * GAP + NAME_HEIGHT } else { 2.0 * GAP + 1.0 };
    let (rect, _) = ui.allocate_exact_size(Vec2::new(ui.available_width(), gap), Sense::hover());
    if is_named {
        let palette = theme::palette(ui);
        let name = line(ui, say!("Saved searches"), theme::medium(11.5), palette.second, rect.width() - 36.0);
        let at = egui::pos2(rect.left() + 18.0, rect.bottom() - name.size().y - 4.0);
        ui.painter().galley(at, name, palette.second);
    } else {
        ui.painter().hline(rect.x_range().shrink(14.0), rect.center().y, theme::hairline(ui));
    }
    let open = inbox.open_saved_search();
    let height = (height - rect.height()).max(item_height(ui));
    ScrollArea::vertical()
        .id_salt("saved searches")
        .max_height(height)
        .min_scrolled_height(height.min(searches.len() as f32 * item_height(ui)))
        .show(ui, |ui| {
            for search in searches {
                ui.push_id(search.id, |ui| {
                    let count = inbox.saved.count_of(search.id);
                    draw_search(ui, search, count, open == Some(search.id), is_wide, actions);
                });
            }
        });
}

fn draw_search(
    ui: &mut Ui,
    search: &SavedSearch,
    count: Option<u64>,
    is_selected: bool,
    is_wide: bool,
    actions: &mut Vec<Action>,
) {
    let rect = Rect::from_min_size(ui.cursor().min, Vec2::new(ui.available_width(), item_height(ui)));
    let more_id = ui.scope_id().with("more");
    // Its menu may be open while the pointer is elsewhere.
    let had_keyboard = ui.data(|data| data.get_temp::<bool>(more_id)).unwrap_or(false);
    let is_reached = ui.rect_contains_pointer(rect) || had_keyboard;
    let mut hint = search.text.clone();
    if let Some(tag) = &search.tag {
        hint.push('\n');
        hint.push_str(&say!("Tags calls that arrive with “{tag}”", tag = tag));
    }
    let item =
        Item { symbol: icon::SAVED, name: &search.name, count, is_count_covered: is_reached, is_selected, hint: &hint };
    let response = rail::item(ui, is_wide, &item);
    if response.clicked() {
        actions.push(SavedAction::Open(search.id).into());
    }
    let more = more_button(ui, more_id, &search.name, rect, is_wide, is_reached);
    for response in [&response, &more] {
        if response.gained_focus() {
            response.scroll_to_me(None);
        }
    }
    let is_menu_open = Popup::is_id_open(ui.ctx(), Popup::default_response_id(&more));
    let is_held = response.has_focus() || more.has_focus() || is_menu_open;
    ui.data_mut(|data| data.insert_temp(more_id, is_held));
    if is_held != had_keyboard {
        ui.ctx().request_repaint();
    }
    Popup::context_menu(&response).show(|ui| menu(ui, search, actions));
    Popup::menu(&more).show(|ui| menu(ui, search, actions));
}

/// "…" in the place of the count.
fn more_button(ui: &Ui, id: Id, name: &str, rect: Rect, is_wide: bool, is_shown: bool) -> Response {
    let palette = theme::palette(ui);
    let width = if is_wide { 24.0 } else { 16.0 };
    let right = rect.right() - if is_wide { 12.0 } else { 1.0 };
    let place = Rect::from_min_max(egui::pos2(right - width, rect.top() + 3.0), egui::pos2(right, rect.bottom() - 4.0));
    let response = ui.interact(place, id, Sense::click());
    let name = say!("Change {name}", name = name);
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &name));
    if is_shown {
        let ink = if response.hovered() || response.has_focus() { palette.text } else { palette.second };
        if response.hovered() {
            ui.painter().rect_filled(place, CornerRadius::same(theme::RADIUS), palette.neutral_ground);
        }
        ui.painter().text(place.center(), Align2::CENTER_CENTER, icon::MORE, theme::icons(16.0), ink);
    }
    keyboard::ring(ui, &response, place);
    response.on_hover_text(name)
}

fn menu(ui: &mut Ui, search: &SavedSearch, actions: &mut Vec<Action>) {
    ui.set_min_width(150.0);
    if ui.button(say!("Rename or edit…")).clicked() {
        actions.push(SavedAction::Edit(search.id).into());
    }
    if ui.button(say!("Delete")).clicked() {
        actions.push(SavedAction::Forget(search.id).into());
    }
}
