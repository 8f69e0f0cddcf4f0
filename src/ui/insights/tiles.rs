//! The answers at the top: a number, how it compares with the time before, and a small line of how it went.

use egui::{CornerRadius, Pos2, Rect, Role, Sense, Shape, Stroke, StrokeKind, Ui, WidgetInfo};

use super::GAP;
use crate::inbox::{Change, Headline, Way};
use crate::ui::theme;
use crate::ui::widgets::line;

/// The narrowest a tile gets, in points.
const NARROWEST: f32 = 160.0;
pub const HEIGHT: f32 = 108.0;
const PADDING: f32 = 13.0;
const VALUE: f32 = 22.0;
/// Where the number would not fit.
const SMALLER_VALUE: f32 = 16.0;
/// The line of how it went, and the least room that it is drawn in, in points.
const COURSE_HEIGHT: f32 = 24.0;
const COURSE_WIDTH: f32 = 84.0;
const LEAST_COURSE: f32 = 36.0;
/// Between how it changed and with what it is compared, in points.
const BESIDE: f32 = 5.0;

/// Places for so many tiles: in rows as even as can be, six as three and three rather than five and one.
pub fn places(ui: &mut Ui, count: usize) -> Vec<Rect> {
    let width = ui.available_width();
    let fitting = (((width + GAP) / (NARROWEST + GAP)) as usize).clamp(1, count.max(1));
    let rows = count.div_ceil(fitting).max(1);
    let in_a_row = count.div_ceil(rows).max(1);
    let tile = (width - GAP * (in_a_row as f32 - 1.0)) / in_a_row as f32;
    let mut places = Vec::with_capacity(count);
    for row in 0..rows {
        let (rect, _) = ui.allocate_exact_size(egui::vec2(width, HEIGHT), Sense::hover());
        for at in 0..in_a_row.min(count - row * in_a_row) {
            let left = rect.left() + at as f32 * (tile + GAP);
            places.push(Rect::from_min_size(egui::pos2(left, rect.top()), egui::vec2(tile, HEIGHT)));
        }
    }
    places
}

pub fn draw(ui: &mut Ui, headlines: &[Headline]) {
    let places = places(ui, headlines.len());
    let width = places.first().map_or(0.0, Rect::width) - 2.0 * PADDING;
    // All of them in one line, or none: numbers of one row are compared.
    let is_beside = headlines.iter().all(|headline| fits_beside(ui, headline, width));
    for (headline, rect) in headlines.iter().zip(places) {
        one(ui, headline, rect, is_beside);
    }
}

/// How it changed and with what it is compared have room in one line; the longer words go before the better place.
fn fits_beside(ui: &Ui, headline: &Headline, width: f32) -> bool {
    let Some(change) = &headline.change else { return true };
    let size = |text: &str, font| line(ui, text, font, theme::palette(ui).text, f32::INFINITY).size().x;
    let change = size(&change_text(change), theme::medium(theme::SMALL));
    let room = width - change - BESIDE;
    headline.below.first().is_none_or(|longest| size(longest, theme::regular(theme::SMALL)) <= room)
}

fn change_text(change: &Change) -> String {
    let sign = match change.way {
        Way::More => "↑ ",
        Way::Less => "↓ ",
        Way::Same => "",
    };
    format!("{sign}{}", change.words)
}

fn one(ui: &Ui, headline: &Headline, rect: Rect, is_beside: bool) {
    let palette = theme::palette(ui);
    let response = ui.interact(rect, ui.scope_id().with(("headline", headline.label)), Sense::hover());
    let said = format!("{}: {}. {}", headline.label, headline.value, headline.words);
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &said));
    ui.painter().rect(rect, CornerRadius::same(8), palette.panel, theme::hairline(ui), StrokeKind::Inside);
    let inner = rect.shrink2(egui::vec2(PADDING, 12.0));
    let label = line(ui, headline.label, theme::regular(theme::SMALL), palette.second, inner.width());
    ui.painter().galley(inner.min, label, palette.second);

    let large = line(ui, &headline.value, theme::semibold(VALUE), palette.text, inner.width());
    // A long word gets smaller rather than cut.
    let value = match large.elided {
        true => line(ui, &headline.value, theme::semibold(SMALLER_VALUE), palette.text, inner.width()),
        false => large,
    };
    let middle = inner.top() + 34.0;
    let room = inner.width() - value.size().x - 12.0;
    ui.painter().galley(egui::pos2(inner.left(), middle - value.size().y / 2.0), value, palette.text);
    if room >= LEAST_COURSE && !headline.course.is_empty() {
        let size = egui::vec2(room.min(COURSE_WIDTH), COURSE_HEIGHT);
        let center = egui::pos2(inner.right() - size.x / 2.0, middle);
        course(ui, &headline.course, Rect::from_center_size(center, size));
    }

    let lowest = inner.bottom() - 8.0;
    let below = |width: f32| {
        let font = || theme::regular(theme::SMALL);
        let mut lines = headline.below.iter().map(|text| line(ui, text, font(), palette.second, width));
        let fitting = lines.clone().find(|galley| !galley.elided);
        fitting.or_else(|| lines.next_back())
    };
    let at_left = |galley: &egui::Galley, y: f32| egui::pos2(inner.left(), y - galley.size().y / 2.0);
    if let Some(change) = &headline.change {
        let ink = match change.is_good {
            Some(true) => palette.good,
            Some(false) => palette.bad,
            None => palette.text,
        };
        let change = line(ui, &change_text(change), theme::medium(theme::SMALL), ink, inner.width());
        let y = if is_beside { lowest } else { lowest - 17.0 };
        let (at, width) = (at_left(&change, y), change.size().x + BESIDE);
        ui.painter().galley(at, change, ink);
        let (room, indent) = if is_beside { (inner.width() - width, width) } else { (inner.width(), 0.0) };
        if let Some(compared) = below(room) {
            let at = at_left(&compared, lowest) + egui::vec2(indent, 0.0);
            ui.painter().galley(at, compared, palette.second);
        }
    } else if let Some(under) = below(inner.width()) {
        ui.painter().galley(at_left(&under, lowest), under, palette.second);
    }
    response.on_hover_text(said);
}

/// How it went, from the smallest to the largest; the last point is marked.
fn course(ui: &Ui, points: &[Option<f64>], rect: Rect) {
    let palette = theme::palette(ui);
    let known = points.iter().flatten();
    let most = known.clone().copied().fold(f64::MIN, f64::max);
    let least = known.copied().fold(f64::MAX, f64::min).min(most);
    let span = (most - least).max(f64::EPSILON);
    let step = rect.width() / (points.len().max(2) - 1) as f32;
    let place = |(at, point): (usize, &Option<f64>)| {
        point.map(|point| {
            let y = if most > least { (point - least) / span } else { 0.5 };
            Pos2::new(rect.left() + step * at as f32, rect.bottom() - 2.0 - y as f32 * (rect.height() - 4.0))
        })
    };
    // What is not known is passed over.
    let line: Vec<Pos2> = points.iter().enumerate().filter_map(place).collect();
    let last = line.last().copied();
    ui.painter().add(Shape::line(line, Stroke::new(1.5, palette.wave)));
    if let Some(last) = last {
        ui.painter().circle_filled(last, 2.5, palette.accent);
    }
}
