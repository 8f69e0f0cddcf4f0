//! What is still being read: bars where texts will be, once that takes long enough to be seen. Nothing moves.

use egui::{CornerRadius, Frame, Margin, Panel, Rect, Role, Sense, Ui, Vec2, WidgetInfo};

use super::detail_head::Head;
use super::{theme, transcript};
use crate::call::Seq;
use crate::inbox::{Action, Inbox};

/// Height of a bar, in points.
const BAR: f32 = 8.0;

/// The call in the shape it will have: its head as the row knows it, the rest as bars.
pub fn call(ui: &mut Ui, inbox: &Inbox, seq: Seq, actions: &mut Vec<Action>) {
    let row = inbox.list.row(seq);
    if let Some(row) = row {
        if row.has_recording {
            player(ui);
        }
        Head::of_row(inbox, row).draw(ui, inbox, actions);
    }
    if !inbox.is_reading_told() {
        return;
    }
    let response = ui.interact(ui.max_rect(), ui.scope_id().with("reading"), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, say!("Reading the call")));
    if row.is_some_and(|row| row.has_transcript) {
        transcript::beside(ui, turns);
    }
    Frame::new().inner_margin(Margin { left: 22, right: 22, top: 16, bottom: 0 }).show(ui, |ui| {
        ui.set_max_width(theme::TEXT_WIDTH.min(ui.available_width()));
        ui.spacing_mut().item_spacing.y = 0.0;
        bar(ui, 0.0, 64.0);
        ui.add_space(4.0);
        for share in [0.96, 0.9, 0.98, 0.4] {
            share_of(ui, 0.0, share);
        }
        ui.add_space(24.0);
        bar(ui, 0.0, 84.0);
        ui.add_space(4.0);
        for share in [0.55, 0.7, 0.6] {
            labelled(ui, share);
        }
        ui.add_space(24.0);
        bar(ui, 0.0, 56.0);
        ui.add_space(4.0);
        for share in [0.4, 0.5] {
            labelled(ui, share);
        }
    });
}

/// Turns that are being read.
pub fn turns(ui: &mut Ui) {
    ui.spacing_mut().item_spacing.y = 0.0;
    ui.add_space(10.0);
    for shares in [&[0.8, 0.5][..], &[0.9, 0.95, 0.3], &[0.7], &[0.85, 0.6]] {
        bar(ui, 62.0, 48.0);
        for share in shares {
            share_of(ui, 62.0, *share);
        }
        ui.add_space(16.0);
    }
}

/// The place of the player.
fn player(ui: &mut Ui) {
    let palette = theme::palette(ui);
    let panel = Panel::bottom("player")
        .exact_size(theme::PLAYER_HEIGHT)
        .resizable(false)
        .show_separator_line(false)
        .frame(Frame::new().fill(palette.panel))
        .show(ui, |ui| {
            let area = ui.max_rect();
            let center = egui::pos2(area.left() + 42.0, area.center().y);
            ui.painter().circle_filled(center, 20.0, palette.neutral_ground);
        });
    let edge = panel.response.rect;
    ui.painter().hline(edge.x_range(), edge.top() + 0.5, theme::hairline(ui));
}

fn labelled(ui: &mut Ui, share: f32) {
    let (row, _) = ui.allocate_exact_size(Vec2::new(ui.available_width(), theme::LINE + theme::GRID), Sense::hover());
    let middle = row.center().y;
    let left = row.left() + theme::LABEL_WIDTH + 8.0;
    paint(ui, row.left(), middle, 72.0);
    paint(ui, left, middle, (row.right() - left) * share);
}

fn share_of(ui: &mut Ui, left: f32, share: f32) {
    let width = (ui.available_width() - left) * share;
    bar(ui, left, width);
}

/// A bar in a line of its own.
fn bar(ui: &mut Ui, left: f32, width: f32) {
    let (row, _) = ui.allocate_exact_size(Vec2::new(ui.available_width(), theme::LINE), Sense::hover());
    paint(ui, row.left() + left, row.center().y, width);
}

fn paint(ui: &Ui, left: f32, middle: f32, width: f32) {
    let bar = Rect::from_min_size(egui::pos2(left, middle - BAR / 2.0), Vec2::new(width.max(0.0), BAR));
    ui.painter().rect_filled(bar, CornerRadius::same(4), theme::palette(ui).neutral_ground);
}
