//! Above the charts: which time, which calls, and the way to the list of them.

use egui::{Align, Label, Layout, Ui};

use super::segments::{self, Segment};
use crate::call::insights::Period;
use crate::inbox::{Action, Inbox, InsightsAction, count_label};
use crate::ui::widgets::{heading, line, link_button};
use crate::ui::{filters, search, theme};

/// Room for the filters beside the search box while none is set, in points.
const FILTERS_WIDTH: f32 = 404.0;
/// The search box gets no wider, in points.
const WIDEST_SEARCH: f32 = 520.0;
/// Filters stand below the search box in less room, in points.
const BESIDE_FROM: f32 = 700.0;

pub fn draw(ui: &mut Ui, inbox: &Inbox, actions: &mut Vec<Action>) {
    ui.spacing_mut().item_spacing.y = 0.0;
    ui.horizontal(|ui| {
        ui.set_height(34.0);
        heading(ui, say!("Insights"));
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| periods(ui, inbox, actions));
    });
    ui.spacing_mut().interact_size.y = theme::LINE;
    ui.horizontal(|ui| {
        ui.set_height(20.0);
        let room = (ui.available_width() - 170.0).max(80.0);
        let said = line(ui, &span(inbox), theme::regular(theme::BODY), theme::palette(ui).second, room);
        ui.add(Label::new(said).selectable(false));
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| show_calls(ui, inbox, actions));
    });
    ui.add_space(12.0);
    if ui.available_width() >= BESIDE_FROM {
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = 12.0;
            let width = (ui.available_width() - FILTERS_WIDTH).clamp(180.0, WIDEST_SEARCH);
            ui.allocate_ui_with_layout(egui::vec2(width, 34.0), Layout::top_down(Align::LEFT), |ui| {
                search::draw(ui, inbox, actions);
            });
            ui.vertical(|ui| {
                ui.add_space(5.0);
                ui.horizontal_wrapped(|ui| filters::chips(ui, inbox, actions));
            });
        });
    } else {
        search::draw(ui, inbox, actions);
        ui.add_space(4.0);
        ui.horizontal_wrapped(|ui| filters::chips(ui, inbox, actions));
    }
}

fn periods(ui: &mut Ui, inbox: &Inbox, actions: &mut Vec<Action>) {
    let chosen = inbox.insights_period();
    let segments = Period::OFFERED.map(|period| {
        let is_on = chosen == Some(period);
        let name = match is_on {
            true => say!("Period: {period}, chosen", period = spoken(period)),
            false => say!("Period: {period}", period = spoken(period)),
        };
        Segment { text: label(period), name, is_on }
    });
    if let Some(period) = segments::draw(ui, "periods", &segments).and_then(|at| Period::OFFERED.get(at)) {
        actions.push(InsightsAction::Choose(*period).into());
    }
}

fn spoken(period: Period) -> String {
    match period {
        Period::Days(days) => say_many!(u64::from(days), "the last {n} day", "the last {n} days"),
        Period::Year => say!("this month and the eleven before").to_owned(),
        Period::All => say!("all time").to_owned(),
    }
}

fn label(period: Period) -> String {
    match period {
        Period::Days(days) => say_many!(u64::from(days), "{n} day", "{n} days"),
        Period::Year => say!("12 months").to_owned(),
        Period::All => say!("All").to_owned(),
    }
}

/// What is looked at; while it is counted, that it is.
fn span(inbox: &Inbox) -> String {
    let view = &inbox.insights;
    match view.page() {
        Some(page) if view.is_current() => page.span.clone(),
        _ if view.is_waiting() => say!("Counting…").to_owned(),
        _ => String::new(),
    }
}

/// Opens the list of what is summed, and says how many they are.
fn show_calls(ui: &mut Ui, inbox: &Inbox, actions: &mut Vec<Action>) {
    let page = inbox.insights.page().filter(|page| page.is_complete && !page.is_empty());
    let Some(page) = page.filter(|_| inbox.insights.is_current()) else { return };
    let text = match page.insights.sums.calls {
        1 => say!("Show this call").to_owned(),
        count => say!("Show these {count} calls", count = count_label(count)),
    };
    if link_button(ui, &text).clicked() {
        actions.push(InsightsAction::ShowCalls.into());
    }
}
