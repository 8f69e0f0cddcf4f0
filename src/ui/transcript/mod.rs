//! The transcript beside the open call, or in its place where there is no room for both.
//!
//! **Invariant:** nothing here decides what is heard, found or shown: it draws what `Inbox::open_transcript` says.

mod face;
mod find;
mod head;
mod menu;
mod turn;
mod turns;

use egui::{Align2, Frame, Margin, Panel, Role, Sense, Stroke, Ui, WidgetInfo};

use super::{reading, theme};
use crate::inbox::{Action, Inbox, OpenTranscript, Tab, TranscriptAction, TranscriptFace};
use crate::ui::keyboard;

/// From this width on, in points, the transcript stands beside the call.
const BESIDE_FROM: f32 = 640.0;
/// The narrowest and the widest column for it, in points.
const WIDTH: std::ops::RangeInclusive<f32> = 316.0..=620.0;
/// Height of the tabs, in points.
const TABS_HEIGHT: f32 = 36.0;

/// What is left for the call itself.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Left {
    /// Its page stands beside the transcript, or alone.
    Page,
    /// The transcript took its place.
    Nothing,
}

/// Draws the open call's transcript where there is one.
pub fn draw(ui: &mut Ui, inbox: &Inbox, actions: &mut Vec<Action>) -> Left {
    let Some(open) = inbox.open_transcript() else { return Left::Page };
    if ui.available_width() >= BESIDE_FROM {
        beside(ui, |ui| column(ui, inbox, &open, true, actions));
        return Left::Page;
    }
    tabs(ui, inbox, actions);
    if inbox.transcript.tab == Tab::Call {
        return Left::Page;
    }
    Frame::new()
        .inner_margin(Margin { left: 14, right: 6, top: 4, bottom: 0 })
        .show(ui, |ui| column(ui, inbox, &open, false, actions));
    Left::Nothing
}

/// The column at the right, where there is room for one.
pub fn beside(ui: &mut Ui, draw: impl FnOnce(&mut Ui)) {
    let room = ui.available_width();
    if room < BESIDE_FROM {
        return;
    }
    let width = (room * 0.48).clamp(*WIDTH.start(), *WIDTH.end()).round();
    let panel = Panel::right("transcript")
        .exact_size(width)
        .resizable(false)
        .show_separator_line(false)
        .frame(Frame::new().inner_margin(Margin { left: 10, right: 4, top: 6, bottom: 0 }))
        .show(ui, draw);
    let edge = panel.response.rect;
    ui.painter().vline(edge.left() + 0.5, edge.y_range(), theme::hairline(ui));
}

fn column(ui: &mut Ui, inbox: &Inbox, open: &OpenTranscript<'_>, is_beside: bool, actions: &mut Vec<Action>) {
    head::draw(ui, inbox, open, is_beside, actions);
    match &open.face {
        TranscriptFace::Blank => {}
        TranscriptFace::Reading => reading::turns(ui),
        TranscriptFace::Standing(standing) => face::standing(ui, open, standing, actions),
        TranscriptFace::File { sentence, text, has_turns } => {
            face::file(ui, inbox, sentence, *text, *has_turns, actions);
        }
        TranscriptFace::Turns(shown) => {
            find::draw(ui, inbox, actions);
            head::foot(ui, inbox, open, shown, actions);
            turns::draw(ui, inbox, open, shown, actions);
        }
    }
}

/// Call and transcript, one of them shown.
fn tabs(ui: &mut Ui, inbox: &Inbox, actions: &mut Vec<Action>) {
    let palette = theme::palette(ui);
    let edge = ui.max_rect();
    let panel = Panel::top("call or transcript")
        .exact_size(TABS_HEIGHT)
        .show_separator_line(false)
        .frame(Frame::new().inner_margin(Margin { left: 22, right: 22, top: 0, bottom: 0 }))
        .show(ui, |ui| {
            ui.horizontal(|ui| {
                ui.spacing_mut().item_spacing.x = 22.0;
                for (tab, text) in [(Tab::Call, say!("Call")), (Tab::Transcript, say!("Transcript"))] {
                    let is_shown = inbox.transcript.tab == tab;
                    let ink = if is_shown { palette.text } else { palette.second };
                    let galley = ui.painter().layout_no_wrap(text.to_owned(), theme::medium(theme::BODY), ink);
                    let size = egui::vec2(galley.size().x, TABS_HEIGHT - 2.0);
                    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
                    response.widget_info(|| WidgetInfo::selected(Role::Tab, true, is_shown, text));
                    let ink = if response.hovered() { palette.text } else { ink };
                    ui.painter().text(rect.center(), Align2::CENTER_CENTER, text, theme::medium(theme::BODY), ink);
                    if is_shown {
                        let line = Stroke::new(2.0, palette.accent);
                        ui.painter().hline(rect.x_range(), rect.bottom() + 1.0, line);
                    }
                    keyboard::ring(ui, &response, rect.expand2(egui::vec2(6.0, -6.0)));
                    if response.on_hover_text(say!("V changes between them")).clicked() {
                        actions.push(TranscriptAction::ChooseTab(tab).into());
                    }
                }
            });
        });
    let y = panel.response.rect.bottom() - 0.5;
    ui.painter().hline(edge.x_range(), y, theme::hairline(ui));
}
