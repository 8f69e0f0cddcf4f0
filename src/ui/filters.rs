//! The filters below the search box, one operator each, and the line that says how many calls there are and in what order.

use egui::{
    Align, Align2, CornerRadius, Layout, Popup, PopupCloseBehavior, Rect, Response, Role, ScrollArea, Sense, Stroke,
    Ui, WidgetInfo,
};

use super::keyboard;
use super::theme;
use super::widgets::{icon, line};
use crate::call::Sort;
use crate::inbox::{Action, Filter, Inbox, SearchAction, count_label};

const HEIGHT: f32 = 24.0;
/// The widest that what a filter is set to gets, in points.
const SET_WIDTH: f32 = 120.0;
const MENU_WIDTH: f32 = 190.0;
const MENU_HEIGHT: f32 = 324.0;
const CROSS: f32 = 20.0;

pub fn draw(ui: &mut Ui, inbox: &Inbox, actions: &mut Vec<Action>) {
    ui.add_space(8.0);
    ui.horizontal_wrapped(|ui| chips(ui, inbox, actions));
    ui.add_space(5.0);
    ui.horizontal(|ui| {
        let palette = theme::palette(ui);
        ui.set_height(20.0);
        let mut said = inbox.list_label();
        if inbox.unindexed > 0 {
            said.push_str(&format!(" · {} being indexed", count_label(inbox.unindexed)));
        }
        let galley = line(ui, &said, theme::regular(theme::SMALL), palette.second, ui.available_width() - 130.0);
        let (rect, response) = ui.allocate_exact_size(egui::vec2(galley.size().x, 20.0), Sense::hover());
        ui.painter().galley(egui::pos2(rect.left(), rect.center().y - galley.size().y / 2.0), galley, palette.second);
        response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &said));
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| order(ui, inbox, actions));
    });
}

/// The filters alone.
pub fn chips(ui: &mut Ui, inbox: &Inbox, actions: &mut Vec<Action>) {
    ui.spacing_mut().item_spacing = egui::vec2(4.0, 4.0);
    // The sign for "more" gives way where all of them would not stand in a line.
    let set = Filter::ALL.map(|filter| inbox.filter_label(filter));
    let has_signs = ui.available_width() > 310.0 && set.iter().all(Option::is_none);
    for (filter, set) in Filter::ALL.into_iter().zip(&set) {
        one(ui, inbox, filter, set.as_deref(), has_signs, actions);
    }
}

fn one(ui: &mut Ui, inbox: &Inbox, filter: Filter, set: Option<&str>, has_sign: bool, actions: &mut Vec<Action>) {
    let (response, is_cleared) = chip(ui, filter.label(), set, has_sign);
    if is_cleared {
        actions.push(Action::SearchBox(SearchAction::Filter(filter, None)));
        return;
    }
    if response.clicked() {
        actions.push(Action::SearchBox(SearchAction::OpenFilter(filter)));
    }
    Popup::menu(&response).close_behavior(PopupCloseBehavior::CloseOnClick).show(|ui| {
        ui.set_width(MENU_WIDTH);
        let choices = inbox.filter_choices(filter);
        // As high as it may get from the first frame on: what is offered comes a moment later.
        let list = ScrollArea::vertical().max_height(MENU_HEIGHT).min_scrolled_height(MENU_HEIGHT);
        list.auto_shrink([false, true]).show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            if choices.is_empty() {
                ui.label(format!(
                    "No call has said a{} yet.",
                    if filter == Filter::Outcome { "n outcome" } else { " value" }
                ));
            }
            for choice in choices {
                let taken = entry(ui, &choice.label, choice.is_on);
                if taken {
                    let value = (!choice.is_on).then_some(choice.typed);
                    actions.push(Action::SearchBox(SearchAction::Filter(filter, value)));
                }
            }
            keyboard::keep_in_sight(ui);
        });
    });
}

fn order(ui: &mut Ui, inbox: &Inbox, actions: &mut Vec<Action>) {
    let palette = theme::palette(ui);
    let now = inbox.searching.sort();
    let galley = line(ui, now.label(), theme::regular(theme::SMALL), palette.second, 130.0);
    let (rect, response) = ui.allocate_exact_size(egui::vec2(galley.size().x + 20.0, 20.0), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, format!("Order: {}", now.label())));
    let ink = if response.hovered() || response.has_focus() { palette.text } else { palette.second };
    let at = egui::pos2(rect.left() + 7.0, rect.center().y);
    ui.painter().text(at, Align2::CENTER_CENTER, icon::SORT, theme::icons(15.0), ink);
    let at = egui::pos2(rect.left() + 18.0, rect.center().y - galley.size().y / 2.0);
    ui.painter().galley_with_override_text_color(at, galley, ink);
    keyboard::ring(ui, &response, rect.expand(2.0));
    Popup::menu(&response).show(|ui| {
        ui.set_width(MENU_WIDTH);
        ui.spacing_mut().item_spacing.y = 0.0;
        for sort in Sort::ALL {
            if entry(ui, sort.label(), sort == now) {
                actions.push(Action::SearchBox(SearchAction::Sort(sort)));
            }
        }
    });
}

/// A filter's name, or what it is set to with a cross that takes it away; whether that was clicked.
fn chip(ui: &mut Ui, name: &str, set: Option<&str>, has_sign: bool) -> (Response, bool) {
    let palette = theme::palette(ui);
    let is_set = set.is_some();
    let ink = if is_set { palette.accent } else { palette.second };
    let font = if is_set { theme::medium(theme::SMALL) } else { theme::regular(theme::SMALL) };
    let galley = line(ui, set.unwrap_or(name), font, ink, SET_WIDTH);
    let sign = match (is_set, has_sign) {
        (true, _) => CROSS,
        (false, true) => 13.0,
        (false, false) => 2.0,
    };
    let size = egui::vec2(galley.size().x + 14.0 + sign, HEIGHT);
    if ui.available_size_before_wrap().x < size.x {
        ui.end_row();
    }
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
    let spoken = set.map_or_else(|| format!("Filter by {}", name.to_lowercase()), |set| format!("{name}: {set}"));
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &spoken));
    let is_lit = response.hovered() || response.has_focus();
    let (ground, edge) = match (is_set, is_lit) {
        (true, _) => (palette.accent_ground, palette.accent_ground),
        (false, true) => (palette.hover, palette.edge),
        (false, false) => (palette.panel, palette.hairline),
    };
    let radius = CornerRadius::same(theme::RADIUS);
    ui.painter().rect(rect, radius, ground, Stroke::new(1.0, edge), egui::StrokeKind::Inside);
    ui.painter().galley(egui::pos2(rect.left() + 8.0, rect.center().y - galley.size().y / 2.0), galley.clone(), ink);
    keyboard::ring(ui, &response, rect);
    if !is_set {
        if has_sign {
            let at = egui::pos2(rect.right() - 11.0, rect.center().y + 0.5);
            ui.painter().text(at, Align2::CENTER_CENTER, icon::DOWN, theme::icons(13.0), palette.second);
        }
        return (response, false);
    }
    let place = Rect::from_min_max(egui::pos2(rect.right() - CROSS, rect.top()), rect.max);
    let cross = ui.interact(place, ui.scope_id().with(("clear", name)), Sense::click());
    cross.widget_info(|| WidgetInfo::labeled(Role::Button, true, format!("Any {}", name.to_lowercase())));
    ui.painter().text(place.center(), Align2::CENTER_CENTER, icon::CLOSE, theme::icons(13.0), ink);
    keyboard::ring(ui, &cross, place);
    let response = if galley.elided { response.on_hover_text(spoken) } else { response };
    (response, cross.clicked())
}

/// A line of a menu, with a tick if it is on; true when it is taken.
fn entry(ui: &mut Ui, text: &str, is_on: bool) -> bool {
    let palette = theme::palette(ui);
    let (rect, response) = ui.allocate_exact_size(egui::vec2(ui.available_width(), 27.0), Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::MenuItem, true, is_on, text));
    if response.hovered() || response.has_focus() {
        ui.painter().rect_filled(rect, theme::RADIUS, palette.hover);
    }
    keyboard::ring(ui, &response, rect);
    if is_on {
        let at = egui::pos2(rect.left() + 13.0, rect.center().y);
        ui.painter().text(at, Align2::CENTER_CENTER, icon::CHECK, theme::icons(15.0), palette.accent);
    }
    let galley = line(ui, text, theme::regular(theme::BODY), palette.text, rect.width() - 36.0);
    ui.painter().galley(egui::pos2(rect.left() + 27.0, rect.center().y - galley.size().y / 2.0), galley, palette.text);
    response.clicked()
}
