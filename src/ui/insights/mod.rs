//! Insights: the search and the period, a few answers in words, and charts of the calls that are found.
//!
//! **Invariant:** as for all of `ui`; every bar has a name that says all it shows, and is reached by the keyboard too: one
//! stop a chart, the arrows from bar to bar.

mod bar;
mod card;
mod columns;
mod head;
mod rows;
mod segments;
mod skeleton;
mod stops;
mod tiles;
mod week;

use egui::{Frame, Margin, ScrollArea, Ui};

use super::{empty, keyboard};
use crate::call::insights::Period;
use crate::inbox::{Action, Chart, Inbox, InsightsAction, InsightsPage};

/// From the edge of the screen, in points.
const MARGIN: i8 = 28;
/// Between cards, in points.
const GAP: f32 = 12.0;
/// Two cards stand beside each other from this width on, in points.
const TWO_COLUMNS_FROM: f32 = 840.0;
/// Beyond that the eye loses its way, in points.
const WIDEST: f32 = 1_400.0;
const CALLS_HEIGHT: f32 = 170.0;
/// The least of a chart of columns, in points.
const COLUMNS_HEIGHT: f32 = 150.0;
/// A chart of values, before it is known how many there are, in points.
const ROWS_HEIGHT: f32 = 168.0;
/// How much of the figures of before is seen while others are counted, of 1.
const DIMMED: f32 = 0.45;
/// They fade so long, in seconds: what is counted within that does not flicker.
const FADE_SECS: f32 = 0.3;

/// A chart, how high it wants to be, and how it is drawn.
struct Piece<'a> {
    chart: &'a Chart,
    height: f32,
    draw: fn(&mut Ui, &Chart, f32, &mut Vec<Action>),
}

pub fn draw(ui: &mut Ui, inbox: &Inbox, actions: &mut Vec<Action>) {
    if let Some(due) = inbox.insights_due_at()
        && due <= inbox.now
    {
        actions.push(InsightsAction::Refresh.into());
    }
    Frame::new().inner_margin(Margin { left: MARGIN, right: MARGIN, top: 16, bottom: 10 }).show(ui, |ui| {
        ui.set_max_width(ui.available_width().min(WIDEST));
        head::draw(ui, inbox, actions);
    });
    if let Some(failure) = inbox.insights.failure() {
        if empty::failed(ui, say!("The calls can't be summed"), failure) {
            actions.push(InsightsAction::Refresh.into());
        }
        return;
    }
    let page = inbox.insights.page();
    if page.is_some_and(|page| page.is_empty() && page.is_complete) {
        nothing(ui, inbox, actions);
        return;
    }
    let is_old = !inbox.insights.is_current();
    let id = ui.scope_id().with("figures of before");
    let secs = if ui.style().animation_time > 0.0 { FADE_SECS } else { 0.0 };
    let fade = ui.ctx().animate_bool_with_time(id, is_old && page.is_some(), secs);
    ScrollArea::vertical().id_salt("insights").auto_shrink(false).show(ui, |ui| {
        Frame::new().inner_margin(Margin { left: MARGIN, right: MARGIN, top: 2, bottom: 28 }).show(ui, |ui| {
            ui.set_max_width(ui.available_width().min(WIDEST));
            ui.spacing_mut().item_spacing = egui::vec2(GAP, GAP);
            ui.multiply_opacity(1.0 - fade * (1.0 - DIMMED));
            match page {
                Some(page) => cards(ui, page, actions),
                None => skeleton::draw(ui),
            }
        });
        keyboard::keep_in_sight(ui);
    });
}

fn cards(ui: &mut Ui, page: &InsightsPage, actions: &mut Vec<Action>) {
    let columns = |chart| Piece { chart, height: COLUMNS_HEIGHT, draw: columns::draw };
    tiles::draw(ui, &page.headlines);
    let calls = Piece { chart: &page.calls, height: CALLS_HEIGHT, draw: columns::draw };
    row(ui, &[calls], &page.legend, actions);
    let of_rows = |chart| Piece {
        chart,
        height: rows::height(chart),
        draw: |ui, chart, _, actions| rows::draw(ui, chart, actions),
    };
    let moods = Piece {
        chart: &page.moods,
        height: rows::parts_height(&page.moods),
        draw: |ui, chart, _, actions| rows::draw_parts(ui, chart, actions),
    };
    let week =
        Piece { chart: &page.week, height: week::HEIGHT, draw: |ui, chart, _, actions| week::draw(ui, chart, actions) };
    let lengths = if page.lengths.bars.is_empty() {
        Piece { chart: &page.lengths, height: 0.0, draw: |_, _, _, _| () }
    } else {
        columns(&page.lengths)
    };
    let pairs = [[of_rows(&page.outcomes), moods], [week, columns(&page.scores)], [of_rows(&page.classes), lengths]];
    for pair in pairs {
        if ui.available_width() >= TWO_COLUMNS_FROM {
            row(ui, &pair, "", actions);
        } else {
            pair.iter().for_each(|piece| row(ui, std::slice::from_ref(piece), "", actions));
        }
    }
}

/// Cards beside each other, as high as the highest of them.
fn row(ui: &mut Ui, pieces: &[Piece<'_>], legend: &str, actions: &mut Vec<Action>) {
    let highest = pieces.iter().map(|piece| piece.height + card::around(piece.chart)).fold(0.0, f32::max);
    for (piece, rect) in pieces.iter().zip(card::row(ui, pieces.len(), highest)) {
        card::draw(ui, rect, piece.chart, legend, |ui, height| (piece.draw)(ui, piece.chart, height, actions));
    }
}

/// No call was found.
fn nothing(ui: &mut Ui, inbox: &Inbox, actions: &mut Vec<Action>) {
    let is_search = !inbox.search.trim().is_empty();
    let is_all = matches!(inbox.insights_period(), Some(Period::All) | None);
    let title = if is_all { say!("No calls") } else { say!("No calls in this period") };
    let text = match (is_search, is_all) {
        (true, true) => say!("No call fits the search. Try fewer words or filters."),
        (true, false) => say!("No call of this time fits the search. There may be some in a longer one."),
        (false, true) => say!("What calls say together stands here once some have come."),
        (false, false) => say!("None came in this time. There may be some in a longer one."),
    };
    if empty::with_way_out(ui, title, text, (!is_all).then_some(say!("Look at all time"))) {
        actions.push(InsightsAction::Choose(Period::All).into());
    }
}
