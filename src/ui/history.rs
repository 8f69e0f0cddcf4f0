//! The other calls of the open call's caller: when they were and how they went.

use egui::{Align2, CornerRadius, Role, Sense, Ui, Vec2, WidgetInfo};

use super::keyboard;
use super::theme;
use super::widgets::{icon, line, section_title};
use crate::call::{CallRow, History};
use crate::inbox::{Action, Inbox, count_label, day_label, full_stamp, sentence_case};

const ROW_HEIGHT: f32 = 30.0;

pub fn draw(ui: &mut Ui, inbox: &Inbox, history: &History, actions: &mut Vec<Action>) {
    if history.rows.is_empty() {
        return;
    }
    let count = if history.total >= 1_000 { say!("1,000 or more").to_owned() } else { count_label(history.total) };
    section_title(ui, &say!("Earlier and later calls of this caller ({n})", n = count));
    ui.spacing_mut().item_spacing.y = 0.0;
    for row in &history.rows {
        draw_row(ui, inbox, row, actions);
    }
    let left_out = history.total.saturating_sub(history.rows.len() as u64);
    if left_out > 0 {
        ui.add_space(6.0);
        let text = say!("{n} more are not listed here.", n = count_label(left_out));
        let color = theme::palette(ui).second;
        ui.label(egui::RichText::new(text).font(theme::regular(theme::SMALL)).color(color));
    }
}

fn draw_row(ui: &mut Ui, inbox: &Inbox, row: &CallRow, actions: &mut Vec<Action>) {
    let palette = theme::palette(ui);
    let (rect, response) = ui.allocate_exact_size(Vec2::new(ui.available_width(), ROW_HEIGHT), Sense::click());
    if response.hovered() {
        ui.painter().rect_filled(rect.expand2(Vec2::new(6.0, 0.0)), CornerRadius::same(theme::RADIUS), palette.hover);
    }
    let middle = rect.center().y;
    let when = day_label(row.received_at, inbox.now, &inbox.zone);
    let shown = line(ui, &when, theme::regular(theme::BODY), palette.second, theme::LABEL_WIDTH - 8.0);
    ui.painter().galley(egui::pos2(rect.left(), middle - shown.size().y / 2.0), shown, palette.second);
    let mut right = rect.right();
    if let Some(score) = &row.score {
        let color = score.value.map_or(palette.second, |value| palette.score(value));
        let label = line(ui, &score.label(), theme::semibold(theme::BODY), color, 70.0);
        right -= label.size().x;
        ui.painter().galley(egui::pos2(right, middle - label.size().y / 2.0), label, color);
    }
    let mut x = rect.left() + theme::LABEL_WIDTH + 8.0;
    if let Some(mood) = &row.mood {
        let (ink, _) = palette.tone(mood.tone);
        ui.painter().text(egui::pos2(x, middle), Align2::LEFT_CENTER, icon::face(mood.tone), theme::icons(15.0), ink);
    }
    x += 22.0;
    let outcome = outcome(row);
    let outcome = line(ui, &outcome, theme::regular(theme::BODY), palette.text, right - x - 12.0);
    ui.painter().galley(egui::pos2(x, middle - outcome.size().y / 2.0), outcome, palette.text);
    keyboard::ring(ui, &response, rect);
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, spoken(row, &when)));
    let response = response.on_hover_cursor(egui::CursorIcon::PointingHand);
    if response.clicked() {
        actions.push(Action::SelectCall(row.seq));
    }
    response.on_hover_ui(|ui| {
        ui.label(full_stamp(row.received_at, &inbox.zone));
        if let Some(excerpt) = &row.excerpt {
            ui.label(excerpt);
        }
    });
}

fn outcome(row: &CallRow) -> String {
    match (&row.outcome, &row.excerpt) {
        (Some(outcome), _) => sentence_case(outcome),
        (None, Some(excerpt)) => excerpt.clone(),
        (None, None) => say!("No analysis").to_owned(),
    }
}

/// The row for a screen reader.
fn spoken(row: &CallRow, when: &str) -> String {
    let mut parts = vec![say!("Open the call of {when}", when = when), outcome(row)];
    parts.extend(row.mood.as_ref().map(|mood| say!("mood {mood}", mood = mood.word)));
    parts.extend(row.score.as_ref().map(|score| say!("score {score}", score = score.label())));
    parts.join(", ")
}
