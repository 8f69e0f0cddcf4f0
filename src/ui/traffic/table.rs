//! The table: its head, the rows in sight, and what is said when there are none.

use egui::{Align, Align2, Layout, Pos2, Rect, Sense, Ui};

use super::row::{self, Columns};
use crate::inbox::{Action, Inbox, TrafficAction};
use crate::ui::widgets::{ButtonKind, Piece, VirtualRows, button, icon, virtual_rows};
use crate::ui::{empty, theme};

/// Height of the head, in points.
pub const HEAD_HEIGHT: f32 = 30.0;

pub fn draw(ui: &mut Ui, inbox: &Inbox, actions: &mut Vec<Action>) {
    let palette = theme::palette(ui);
    let area = ui.max_rect();
    ui.painter().rect_filled(area, 0.0, palette.panel);
    let list = &inbox.traffic.list;
    if let Some(failure) = list.failure() {
        empty::message(ui, icon::WARNING, say!("The requests can't be shown"), failure);
        let again = ui.vertical_centered(|ui| button(ui, ButtonKind::Plain, say!("Try again")).clicked());
        if again.inner {
            actions.push(TrafficAction::Reload.into());
        }
        return;
    }
    if list.is_empty() {
        nothing(ui, inbox, actions);
        return;
    }
    let columns = Columns::of(area.left(), area.width());
    let (head, _) = ui.allocate_exact_size(egui::vec2(area.width(), HEAD_HEIGHT), Sense::hover());
    draw_head(ui, &columns, head);
    row::follow_keyboard(ui, actions);
    let rows = VirtualRows {
        count: list.len(),
        height: theme::request_height(inbox.looks.density),
        top: list.top(),
        bar_name: say!("Scroll the requests"),
    };
    let sight = virtual_rows(
        ui,
        &rows,
        |_| false,
        |ui, piece, rect| {
            if let Piece::Row(position) = piece
                && let Some(id) = list.id_at(position)
            {
                row::draw(ui, inbox, id, &columns, rect, actions);
            }
        },
    );
    if let Some(top) = sight.scrolled_to {
        actions.push(TrafficAction::Scrolled(top).into());
    }
    let (first, end, page) = (sight.first, sight.end, sight.page);
    // Only what is new, so that an idle window draws nothing.
    if list.is_news(first, end, page) {
        actions.push(TrafficAction::RowsShown { first, end, page }.into());
    }
}

fn draw_head(ui: &Ui, columns: &Columns, rect: Rect) {
    let palette = theme::palette(ui);
    let font = theme::regular(theme::SMALL);
    let y = rect.center().y;
    let left = |x: f32, text: &str| {
        ui.painter().text(Pos2::new(x, y), Align2::LEFT_CENTER, text, font.clone(), palette.second);
    };
    let right = |x: f32, text: &str| {
        ui.painter().text(Pos2::new(x, y), Align2::RIGHT_CENTER, text, font.clone(), palette.second);
    };
    left(columns.time, say!("Time"));
    left(columns.method, say!("Method"));
    left(columns.path.min, say!("Path"));
    if let Some(from) = columns.from {
        left(from.min, say!("From"));
    }
    right(columns.answer_end, say!("Answer"));
    right(columns.took_end, say!("Took"));
    if let Some(end) = columns.size_end {
        right(end, say!("Size"));
    }
    left(columns.verdict, say!("Verdict"));
    left(columns.what.min, say!("What happened"));
    ui.painter().hline(rect.x_range(), rect.bottom() - 0.5, theme::hairline(ui));
}

/// Nothing came yet, nothing fits, or it is still being looked for.
fn nothing(ui: &mut Ui, inbox: &Inbox, actions: &mut Vec<Action>) {
    let list = &inbox.traffic.list;
    if list.is_looking() {
        // It mostly takes milliseconds: a word would only flicker. Once some were looked at, it takes longer.
        if list.looked_at() > 0 {
            empty::message(ui, icon::SEARCH_NONE, &inbox.requests_label(), say!("None of them fits so far."));
        }
        return;
    }
    if inbox.is_filtering() {
        let text = say!("All parts of a filter must hold. Try fewer, or a word of the path, the caller or the reason.");
        empty::message(ui, icon::SEARCH_NONE, say!("No request fits the filter"), text);
        let clear = ui.vertical_centered(|ui| button(ui, ButtonKind::Plain, say!("Show every request")).clicked());
        if clear.inner {
            actions.push(TrafficAction::Filter(String::new()).into());
        }
        return;
    }
    let address = inbox.health().address;
    let text = say!(
        "Every request to {address} appears here as it comes, refused ones too, with its headers, its bytes and our answer.",
        address = address
    );
    empty::message(ui, icon::TRAFFIC, say!("No request yet"), &text);
    ui.vertical_centered(|ui| {
        ui.allocate_ui_with_layout(egui::vec2(260.0, 32.0), Layout::left_to_right(Align::Center), |ui| {
            ui.spacing_mut().item_spacing.x = 8.0;
            if button(ui, ButtonKind::Primary, say!("Send a call"))
                .on_hover_text(say!("A test call, through the real port"))
                .clicked()
            {
                actions.push(Action::SendTestCall);
            }
            if let Some(url) = inbox.url_to_copy()
                && button(ui, ButtonKind::Plain, say!("Copy the webhook URL")).clicked()
            {
                ui.ctx().copy_text(url.reveal().to_owned());
                actions.push(Action::Copied(say!("Webhook URL")));
            }
        });
    });
}
