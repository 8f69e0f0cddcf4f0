//! The turns in sight, kept in step with what is heard, and the way back to it.

use egui::{CornerRadius, Rect, Role, Sense, Ui, UiBuilder, WidgetInfo};

use super::super::theme;
use super::super::widgets::{TallRows, icon, tall_rows};
use super::turn::{Laid, Sheet};
use crate::inbox::{Action, Conversation, Inbox, OpenTranscript, TranscriptAction};
use crate::ui::keyboard;

pub fn draw(ui: &mut Ui, inbox: &Inbox, open: &OpenTranscript<'_>, shown: &Conversation, actions: &mut Vec<Action>) {
    let view = &inbox.transcript;
    let area = ui.available_rect_before_wrap();
    let sheet = Sheet::of(ui, inbox, open, shown, area.width());
    let lines = shown.lines();
    let followed = open.spoken.filter(|_| view.is_following);
    let wanted = view.reveal().or(followed.map(|spoken| spoken.turn)).map(|turn| shown.line_of(turn));
    let part = |laid: &Laid| match view.reveal() {
        Some(_) => sheet.hit_part(laid),
        None => sheet.spoken_part(laid),
    };
    let rows = TallRows {
        count: lines.len(),
        top: view.top(),
        above: &|line| shown.above(line),
        bar_name: say!("Scroll the transcript"),
    };
    let scrolled = tall_rows(
        ui,
        &rows,
        wanted.map(|line| (line, part)),
        |ui, line| sheet.lay(ui, lines[line]),
        |ui, _, laid, rect| sheet.draw(ui, laid, rect, actions),
    );
    if (scrolled.top - view.top()).abs() > 1e-6 || view.reveal().is_some() || scrolled.is_by_hand {
        let (top, is_by_hand) = (scrolled.top, scrolled.is_by_hand);
        actions.push(TranscriptAction::Scrolled { top, is_by_hand }.into());
    }
    if open.can_follow {
        way_back(ui, area, actions);
    }
}

/// The way back to what is heard, above the last turns in sight.
fn way_back(ui: &mut Ui, area: Rect, actions: &mut Vec<Action>) {
    let palette = theme::palette(ui);
    let text = ui.painter().layout_no_wrap(
        say!("Back to what is heard").to_owned(),
        theme::medium(theme::SMALL),
        palette.on_accent,
    );
    let symbol = ui.painter().layout_no_wrap(icon::RECORDING.to_owned(), theme::icons(15.0), palette.on_accent);
    let size = egui::vec2(text.size().x + symbol.size().x + 30.0, 30.0);
    let rect = Rect::from_center_size(egui::pos2(area.center().x - 4.0, area.bottom() - 28.0), size);
    let rect = Rect::from_min_size(rect.min.round(), size);
    ui.scope_builder(UiBuilder::new().max_rect(rect).id_salt("back to what is heard"), |ui| {
        let response = ui.interact(rect, ui.scope_id().with("pill"), Sense::click());
        response.widget_info(|| WidgetInfo::labeled(Role::Button, true, say!("Back to what is heard")));
        let ground = if response.hovered() || response.has_focus() { palette.accent_hover } else { palette.accent };
        ui.painter().rect_filled(rect, CornerRadius::same(15), ground);
        keyboard::ring_of(ui, &response, rect.expand(4.0), CornerRadius::same(18));
        let at = egui::pos2(rect.left() + 12.0, rect.center().y - symbol.size().y / 2.0);
        let lead = symbol.size().x;
        ui.painter().galley(at, symbol, palette.on_accent);
        let at = egui::pos2(rect.left() + 18.0 + lead, rect.center().y - text.size().y / 2.0);
        ui.painter().galley(at, text, palette.on_accent);
        if response.on_hover_text("F").clicked() {
            actions.push(TranscriptAction::Follow.into());
        }
    });
}
