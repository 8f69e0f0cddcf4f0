//! The rail: the listener's health, the views with their counts, the saved searches, the other screens.

use egui::{Align2, Color32, CornerRadius, Rect, Response, Role, Sense, Stroke, Ui, Vec2, WidgetInfo};

use super::keyboard;
use super::widgets::{icon, line};
use super::{saved, theme};
use crate::call::View;
use crate::inbox::{Action, HealthTone, Inbox, Screen};

/// Height of an item, in points.
const ITEM_HEIGHT: f32 = 31.0;
/// The same in a window too low for that.
const LOW_ITEM_HEIGHT: f32 = 26.0;
/// Windows are low below this height, in points.
const LOW_BELOW: f32 = 560.0;
const MARGIN: f32 = 10.0;

/// An item of the rail.
pub struct Item<'a> {
    pub symbol: &'a str,
    pub name: &'a str,
    pub count: Option<u64>,
    /// Something else stands where the count would be.
    pub is_count_covered: bool,
    pub is_selected: bool,
    pub hint: &'a str,
}

pub fn draw(ui: &mut Ui, inbox: &Inbox, is_wide: bool, actions: &mut Vec<Action>) {
    let edge = ui.max_rect();
    ui.painter().vline(edge.right() - 0.5, edge.y_range(), theme::hairline(ui));
    ui.spacing_mut().item_spacing = Vec2::ZERO;
    ui.add_space(14.0);
    health(ui, inbox, is_wide, actions);
    ui.add_space(14.0);
    for view in View::ALL {
        if view == View::Starred {
            // What is to be done stands together.
            call_back(ui, inbox, is_wide, actions);
        }
        let (symbol, name, hint) = match view {
            View::Inbox => (icon::INBOX, say!("Inbox"), say!("Calls not done yet (G then I)")),
            View::Unread => (icon::UNREAD, say!("Unread"), say!("Calls nobody opened yet (G then U)")),
            View::Tasks => (icon::CHECKED, say!("Tasks"), say!("Calls with something to do (G then K)")),
            View::Snoozed => (icon::SNOOZE, say!("Snoozed"), say!("Calls put off until later (G then Z)")),
            View::Starred => (icon::STAR, say!("Starred"), say!("Starred calls (G then S)")),
            View::Done => (icon::DONE, say!("Done"), say!("Calls worked off (G then D)")),
            View::All => (icon::ALL, say!("All calls"), say!("Every call (G then A)")),
        };
        let is_selected = inbox.screen == Screen::Calls && inbox.view == view && inbox.open_saved_search().is_none();
        let count = match view {
            View::Inbox | View::Unread | View::Tasks | View::Starred | View::Snoozed => {
                inbox.counts.map(|counts| counts.of(view))
            }
            View::Done | View::All => None,
        };
        if plain_item(ui, symbol, name, count.filter(|count| *count > 0), is_selected, is_wide, hint).clicked() {
            actions.push(Action::SelectView(view));
        }
    }
    let foot = 4.0 * item_height(ui) + MARGIN;
    saved::draw(ui, inbox, is_wide, ui.available_height() - foot - MARGIN, actions);
    // In the lowest window there is room for no more.
    ui.add_space((ui.available_height() - foot).max(2.0));
    let is_traffic = inbox.screen == Screen::Traffic;
    if plain_item(
        ui,
        icon::TRAFFIC,
        say!("Traffic"),
        inbox.traffic_mark(),
        is_traffic,
        is_wide,
        say!("Every request that came (G then T)"),
    )
    .clicked()
    {
        actions.push(Action::OpenScreen(Screen::Traffic));
    }
    let is_insights = inbox.screen == Screen::Insights;
    let hint = say!("What calls say together (G then B)");
    if plain_item(ui, icon::INSIGHTS, say!("Insights"), None, is_insights, is_wide, hint).clicked() {
        actions.push(Action::OpenScreen(Screen::Insights));
    }
    if plain_item(ui, icon::KEYBOARD, say!("Keys"), None, inbox.shortcuts_shown, is_wide, say!("Every key (?)"))
        .clicked()
    {
        actions.push(Action::ToggleShortcuts);
    }
    let is_settings = inbox.screen == Screen::Settings;
    if plain_item(ui, icon::SETTINGS, say!("Settings"), None, is_settings, is_wide, say!("Settings (Ctrl+,)")).clicked()
    {
        actions.push(Action::OpenScreen(Screen::Settings));
    }
}

fn call_back(ui: &mut Ui, inbox: &Inbox, is_wide: bool, actions: &mut Vec<Action>) {
    let is_selected = inbox.screen == Screen::Callbacks;
    let count = inbox.callbacks.now_count().filter(|count| *count > 0);
    let hint = say!("Whom to call back, and how many of them now (G then C)");
    if plain_item(ui, icon::CALL_BACK, say!("Call back"), count, is_selected, is_wide, hint).clicked() {
        actions.push(Action::OpenScreen(Screen::Callbacks));
    }
}

fn health(ui: &mut Ui, inbox: &Inbox, is_wide: bool, actions: &mut Vec<Action>) {
    let health = inbox.health();
    let palette = theme::palette(ui);
    let color = match health.tone {
        HealthTone::Good => palette.good,
        HealthTone::Waiting => palette.third,
        HealthTone::Bad => palette.bad,
    };
    let (rect, response) = ui.allocate_exact_size(Vec2::new(ui.available_width(), 40.0), Sense::click());
    let said = format!("{} {}", health.headline, health.address);
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, say!("{said}, copy the webhook URL", said = said)));
    let dot = if is_wide { rect.left_center() + Vec2::new(21.0, -6.0) } else { rect.center() };
    ui.painter().circle_filled(dot, 4.5, color);
    if health.tone == HealthTone::Bad {
        // Not by colour alone: a ring round it, and the headline beside it.
        ui.painter().circle_stroke(dot, 7.0, Stroke::new(1.2, color));
    }
    if is_wide {
        let left = rect.left() + 34.0;
        let width = rect.right() - left - 6.0;
        let headline = line(ui, &health.headline, theme::semibold(theme::BODY), palette.text, width);
        ui.painter().galley(egui::pos2(left, rect.top() + 4.0), headline, palette.text);
        let address = line(ui, &health.address, theme::regular(theme::SMALL), palette.second, width);
        ui.painter().galley(egui::pos2(left, rect.top() + 21.0), address, palette.second);
    }
    keyboard::ring(ui, &response, rect.shrink2(Vec2::new(6.0, 0.0)));
    match inbox.url_to_copy() {
        Some(url) => {
            if response.on_hover_text(say!("{said}\nClick to copy the webhook URL", said = said)).clicked() {
                ui.ctx().copy_text(url.reveal().to_owned());
                actions.push(Action::Copied(say_later!("Webhook URL")));
            }
        }
        None => {
            if response.on_hover_text(health.trouble.unwrap_or(said)).clicked() {
                actions.push(Action::OpenScreen(Screen::Settings));
            }
        }
    }
}

fn plain_item(
    ui: &mut Ui,
    symbol: &str,
    name: &str,
    count: Option<u64>,
    is_selected: bool,
    is_wide: bool,
    hint: &str,
) -> Response {
    item(ui, is_wide, &Item { symbol, name, count, is_count_covered: false, is_selected, hint })
}

/// Height of an item in this window, in points.
pub fn item_height(ui: &Ui) -> f32 {
    if ui.ctx().content_rect().height() < LOW_BELOW { LOW_ITEM_HEIGHT } else { ITEM_HEIGHT }
}

/// Draws an item.
pub fn item(ui: &mut Ui, is_wide: bool, item: &Item<'_>) -> Response {
    let Item { symbol, name, count, is_count_covered, is_selected, hint } = *item;
    let palette = theme::palette(ui);
    let (rect, response) = ui.allocate_exact_size(Vec2::new(ui.available_width(), item_height(ui)), Sense::click());
    let label = count.map_or_else(|| name.to_owned(), |count| format!("{name}, {count}"));
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, is_selected, &label));
    // Where it is narrow, a count stands beside the symbol.
    let ground = rect.shrink2(Vec2::new(if is_wide { 9.0 } else { 4.0 }, 0.0));
    if is_selected {
        ui.painter().rect(
            ground,
            CornerRadius::same(theme::RADIUS),
            palette.panel,
            theme::hairline(ui),
            egui::StrokeKind::Inside,
        );
    } else if response.hovered() {
        ui.painter().rect_filled(ground, CornerRadius::same(theme::RADIUS), palette.hover);
    }
    let ink = if is_selected { palette.text } else { palette.second };
    let center = if is_wide { egui::pos2(rect.left() + 26.0, rect.center().y) } else { rect.center() };
    ui.painter().text(center, Align2::CENTER_CENTER, symbol, theme::icons(17.0), ink);
    let counted = count.map(crate::inbox::count_label);
    let mut is_cut = false;
    if is_wide {
        let font = if is_selected { theme::semibold(theme::BODY) } else { theme::regular(theme::BODY) };
        let mut right = rect.right() - 19.0;
        if is_count_covered {
            right -= 18.0;
        } else if let Some(count) = counted {
            let color = if is_selected { palette.accent } else { palette.second };
            let at = egui::pos2(right, rect.center().y);
            right = ui.painter().text(at, Align2::RIGHT_CENTER, count, theme::medium(theme::SMALL), color).left() - 8.0;
        }
        let left = rect.left() + 43.0;
        let galley = line(ui, name, font, ink, right - left);
        is_cut = galley.elided;
        ui.painter().galley(egui::pos2(left, rect.center().y - galley.size().y / 2.0), galley, ink);
    } else if let Some(count) = count.filter(|_| !is_count_covered) {
        let is_lit = response.hovered() || is_selected;
        badge(ui, ground, count, is_selected, if is_lit { ground_of(palette, is_selected) } else { palette.rail });
    }
    keyboard::ring(ui, &response, ground);
    if is_wide && !is_cut { response.on_hover_text(hint) } else { response.on_hover_text(format!("{label}\n{hint}")) }
}

/// A count at the corner of the symbol in the middle of an item, where there is room for no more than two figures.
fn badge(ui: &Ui, item: Rect, count: u64, is_selected: bool, ground: Color32) {
    let palette = theme::palette(ui);
    let text = if count > 99 { String::from("99+") } else { count.to_string() };
    let ink = if is_selected { palette.accent } else { palette.second };
    let galley = line(ui, &text, theme::semibold(9.0), ink, 24.0);
    let size = Vec2::new(galley.size().x + 4.0, 12.0);
    // The longest would cover the edge of an item.
    let left = (item.center().x + 4.0).min(item.right() - 2.0 - size.x);
    let place = Rect::from_min_size(egui::pos2(left, item.center().y - 13.0), size);
    // The symbol ends where the count begins.
    ui.painter().rect_filled(place, CornerRadius::same(4), ground);
    ui.painter().galley(place.center() - galley.size() / 2.0, galley, ink);
}

/// What an item that is chosen or pointed at stands on.
fn ground_of(palette: &theme::Palette, is_selected: bool) -> Color32 {
    if is_selected { palette.panel } else { palette.hover }
}
