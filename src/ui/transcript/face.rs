//! Where there are no turns to show: why, and what can be done about it; or the file as it is.

use std::sync::Arc;

use egui::{CornerRadius, Frame, Galley, Label, Margin, RichText, Sense, Ui, UiBuilder};

use super::super::theme;
use super::super::widgets::{ButtonKind, Tall, TallRows, button, icon, link_button, tall_rows};
use crate::inbox::{Action, FileText, Inbox, OpenTranscript, StandingTone, TranscriptAction, TranscriptStanding};

/// Why there are no turns.
pub fn standing(ui: &mut Ui, open: &OpenTranscript<'_>, standing: &TranscriptStanding, actions: &mut Vec<Action>) {
    let palette = theme::palette(ui);
    let (symbol, ink) = match standing.tone {
        StandingTone::Busy => (icon::CLOCK, palette.second),
        StandingTone::Quiet => (icon::TRANSCRIPT, palette.second),
        StandingTone::Warning => (icon::WARNING, palette.mixed),
        StandingTone::Bad => (icon::WARNING, palette.bad),
    };
    Frame::new().inner_margin(Margin { left: 8, right: 16, top: 10, bottom: 10 }).show(ui, |ui| {
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = 8.0;
            ui.add(Label::new(RichText::new(symbol).font(theme::icons(17.0)).color(ink)).selectable(false));
            ui.vertical(|ui| {
                let text = RichText::new(&standing.sentence).font(theme::regular(theme::BODY)).color(palette.text);
                ui.add(Label::new(text.line_height(Some(theme::LINE))).wrap());
                if let Some(progress) = standing.progress {
                    let (track, _) = ui.allocate_exact_size(egui::vec2(ui.available_width(), 3.0), Sense::hover());
                    ui.painter().rect_filled(track, CornerRadius::same(1), palette.neutral_ground);
                    let done = egui::Rect::from_min_size(track.min, egui::vec2(track.width() * progress, 3.0));
                    ui.painter().rect_filled(done, CornerRadius::same(1), palette.accent);
                }
                ui.add_space(6.0);
                ui.horizontal_wrapped(|ui| {
                    ui.spacing_mut().item_spacing = egui::vec2(6.0, 6.0);
                    for (at, remedy) in standing.remedies.iter().enumerate() {
                        let kind = if at == 0 { ButtonKind::Plain } else { ButtonKind::Quiet };
                        if button(ui, kind, &remedy.label).clicked() {
                            match (&remedy.action, open.uri) {
                                (Some(action), _) => actions.push(action.clone()),
                                (None, Some(uri)) => {
                                    ui.ctx().copy_text(uri.to_owned());
                                    actions.push(Action::Copied(say_later!("Transcript's address")));
                                }
                                (None, None) => {}
                            }
                        }
                    }
                });
            });
        });
    });
}

struct Piece(Arc<Galley>);

impl Tall for Piece {
    fn height(&self) -> f32 {
        self.0.size().y
    }
}

/// The file as it is.
pub fn file(
    ui: &mut Ui,
    inbox: &Inbox,
    sentence: &str,
    text: Option<&FileText>,
    has_turns: bool,
    actions: &mut Vec<Action>,
) {
    let palette = theme::palette(ui);
    Frame::new().inner_margin(Margin { left: 8, right: 16, top: 2, bottom: 8 }).show(ui, |ui| {
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing.x = 10.0;
            let said = match text {
                Some(text) if text.is_empty() => say!("The file is empty."),
                Some(_) => sentence,
                None => say!("Reading the file…"),
            };
            ui.label(RichText::new(said).font(theme::regular(theme::SMALL)).color(palette.second));
            if has_turns && link_button(ui, say!("Back")).on_hover_text(say!("Back to the turns")).clicked() {
                actions.push(TranscriptAction::ShowTurns.into());
            }
        });
    });
    let Some(text) = text else { return };
    let area = ui.available_rect_before_wrap();
    let area = egui::Rect::from_min_max(egui::pos2(area.left() + 8.0, area.top()), area.max);
    ui.scope_builder(UiBuilder::new().max_rect(area).id_salt("file as it is"), |ui| {
        let width = area.width() - 16.0;
        let rows = TallRows {
            count: text.len(),
            top: inbox.transcript.file_top(),
            above: &|at| text.above(at),
            bar_name: say!("Scroll the file"),
        };
        let layout = |ui: &Ui, at: usize| {
            let job = egui::text::LayoutJob::simple(
                text.piece(at).to_owned(),
                theme::mono(theme::SMALL),
                palette.text,
                width,
            );
            Piece(ui.painter().layout_job(job))
        };
        let scrolled =
            tall_rows(ui, &rows, None::<(usize, fn(&Piece) -> (f32, f32))>, layout, |ui, at, piece: &Piece, rect| {
                ui.scope_builder(UiBuilder::new().max_rect(rect).id_salt(("piece", at)), |ui| {
                    ui.add(Label::new(Arc::clone(&piece.0)).selectable(true));
                });
            });
        if (scrolled.top - inbox.transcript.file_top()).abs() > 1e-6 {
            actions.push(TranscriptAction::FileScrolled(scrolled.top).into());
        }
    });
}
