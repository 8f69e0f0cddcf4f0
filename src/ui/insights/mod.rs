//! Insights: the search and the period, a few answers in words, and charts of the calls that are found.
//!
//! **Invariant:** as for all of `ui`; every bar is a widget with a name that says all it shows, reached by the keyboard too.

mod bar;
mod columns;
mod rows;
mod tiles;

use egui::{Align, CornerRadius, Frame, Label, Layout, Margin, RichText, ScrollArea, Stroke, Ui};

use super::widgets::{ButtonKind, button, named_button};
use super::{empty, filters, search, theme};
use crate::call::insights::Period;
use crate::inbox::{Action, Chart, Inbox, InsightsAction, InsightsPage, count_label};

/// From the edge of the screen, in points.
const MARGIN: f32 = 24.0;
/// Between cards, in points.
const GAP: f32 = 12.0;
/// Two cards stand beside each other from this width on, in points.
const TWO_COLUMNS_FROM: f32 = 840.0;
/// Beyond that the eye loses its way, in points.
const WIDEST: f32 = 1_400.0;
/// Room that the periods take beside the search box, in points.
const PERIODS_WIDTH: f32 = 373.0;
const CALLS_HEIGHT: f32 = 170.0;
const COLUMNS_HEIGHT: f32 = 140.0;

pub fn draw(ui: &mut Ui, inbox: &Inbox, actions: &mut Vec<Action>) {
    if let Some(due) = inbox.insights_due_at()
        && due <= inbox.now
    {
        actions.push(InsightsAction::Refresh.into());
    }
    Frame::new().inner_margin(Margin { left: MARGIN as i8, right: MARGIN as i8, top: 16, bottom: 8 }).show(ui, |ui| {
        head(ui, inbox, actions);
    });
    if let Some(failure) = inbox.insights.failure() {
        if empty::failed(ui, "The calls can't be summed", failure) {
            actions.push(InsightsAction::Refresh.into());
        }
        return;
    }
    let Some(page) = inbox.insights.page() else { return };
    if page.is_empty() && page.is_complete {
        nothing(ui, inbox, actions);
        return;
    }
    ScrollArea::vertical().id_salt("insights").auto_shrink(false).show(ui, |ui| {
        Frame::new().inner_margin(Margin { left: MARGIN as i8, right: MARGIN as i8, top: 4, bottom: 24 }).show(
            ui,
            |ui| {
                ui.set_max_width(ui.available_width().min(WIDEST));
                ui.spacing_mut().item_spacing = egui::vec2(GAP, GAP);
                cards(ui, page, actions);
            },
        );
    });
}

fn cards(ui: &mut Ui, page: &InsightsPage, actions: &mut Vec<Action>) {
    tiles::draw(ui, &page.headlines);
    card(ui, &page.calls, &page.legend, |ui| columns::draw(ui, &page.calls, CALLS_HEIGHT, actions));
    if ui.available_width() >= TWO_COLUMNS_FROM {
        // Each side flows by itself: cards are of different heights.
        ui.columns(2, |sides| {
            for (side, charts) in sides
                .iter_mut()
                .zip([[&page.outcomes, &page.classes, &page.hours], [&page.moods, &page.scores, &page.weekdays]])
            {
                charts.into_iter().for_each(|chart| one(side, chart, actions));
            }
        });
    } else {
        for chart in [&page.outcomes, &page.moods, &page.scores, &page.classes, &page.hours, &page.weekdays] {
            one(ui, chart, actions);
        }
    }
}

/// Values stand below each other with room for their names; numbers, hours and days beside each other.
fn one(ui: &mut Ui, chart: &Chart, actions: &mut Vec<Action>) {
    let are_values = matches!(chart.title, "Outcomes" | "Moods" | "Classification");
    card(ui, chart, "", |ui| {
        if are_values {
            rows::draw(ui, chart, actions);
        } else {
            columns::draw(ui, chart, COLUMNS_HEIGHT, actions);
        }
    });
}

fn card(ui: &mut Ui, chart: &Chart, legend: &str, draw: impl FnOnce(&mut Ui)) {
    let palette = theme::palette(ui);
    Frame::new()
        .fill(palette.panel)
        .stroke(Stroke::new(1.0, palette.hairline))
        .corner_radius(CornerRadius::same(8))
        .inner_margin(Margin::symmetric(16, 12))
        .show(ui, |ui| {
            ui.set_width(ui.available_width());
            ui.spacing_mut().item_spacing = egui::vec2(8.0, 2.0);
            ui.add(
                Label::new(RichText::new(chart.title).font(theme::semibold(theme::BODY)).color(palette.text))
                    .selectable(false),
            );
            for said in [chart.note.as_str(), legend] {
                if !said.is_empty() {
                    let text = RichText::new(said).font(theme::regular(theme::SMALL)).color(palette.second);
                    ui.add(Label::new(text).wrap());
                }
            }
            ui.add_space(8.0);
            ui.push_id(chart.title, |ui| draw(ui));
        });
}

fn head(ui: &mut Ui, inbox: &Inbox, actions: &mut Vec<Action>) {
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = 12.0;
        let width = (ui.available_width() - PERIODS_WIDTH).clamp(180.0, WIDEST);
        ui.allocate_ui_with_layout(egui::vec2(width, 34.0), Layout::top_down(Align::LEFT), |ui| {
            search::draw(ui, inbox, actions);
        });
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = 4.0;
            let chosen = inbox.insights_period();
            for period in Period::OFFERED {
                let is_chosen = chosen == Some(period);
                let kind = if is_chosen { ButtonKind::Chosen } else { ButtonKind::Plain };
                let state = if is_chosen { ", chosen" } else { "" };
                if named_button(ui, kind, &period.label(), &format!("Period: {}{state}", spoken(period))).clicked() {
                    actions.push(InsightsAction::Choose(period).into());
                }
            }
        });
    });
    ui.horizontal(|ui| {
        ui.set_height(44.0);
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            show_calls(ui, inbox, actions);
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| filters::chips(ui, inbox, actions));
        });
    });
}

fn spoken(period: Period) -> String {
    match period {
        Period::Days(_) => format!("the last {}", period.label()),
        Period::Year => String::from("this month and the eleven before"),
        Period::All => String::from("all time"),
    }
}

/// Opens the list of what is summed, and says how many they are or that they are being counted.
fn show_calls(ui: &mut Ui, inbox: &Inbox, actions: &mut Vec<Action>) {
    let view = &inbox.insights;
    let counted = view.page().filter(|page| page.is_complete && !page.is_empty());
    if let Some(page) = counted {
        let text = match page.insights.sums.calls {
            1 => String::from("Show this call"),
            count => format!("Show these {} calls", count_label(count)),
        };
        if button(ui, ButtonKind::Plain, &text).clicked() {
            actions.push(InsightsAction::ShowCalls.into());
        }
    }
    if view.is_waiting() && counted.is_none() {
        let text = RichText::new("Counting…").font(theme::regular(theme::SMALL)).color(theme::palette(ui).second);
        ui.add(Label::new(text).selectable(false));
    }
}

/// No call was found.
fn nothing(ui: &mut Ui, inbox: &Inbox, actions: &mut Vec<Action>) {
    let is_search = !inbox.search.trim().is_empty();
    let is_all = matches!(inbox.insights_period(), Some(Period::All) | None);
    let title = if is_all { "No calls" } else { "No calls in this period" };
    let text = match (is_search, is_all) {
        (true, true) => "No call fits the search. Try fewer words or filters.",
        (true, false) => "No call of this time fits the search. There may be some in a longer one.",
        (false, true) => "What calls say together stands here once some have come.",
        (false, false) => "None came in this time. There may be some in a longer one.",
    };
    if empty::with_way_out(ui, title, text, (!is_all).then_some("Look at all time")) {
        actions.push(InsightsAction::Choose(Period::All).into());
    }
}
