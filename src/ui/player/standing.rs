//! The sentence on where a recording stands, and its buttons: below the waveform, or in its place.

use egui::text::{LayoutJob, TextFormat, TextWrapping};
use egui::{Align, Align2, Color32, CornerRadius, Layout, Rect, Sense, Ui, UiBuilder, WidgetInfo};

use super::super::theme::{self, Palette};
use super::super::widgets::{ButtonKind, button, icon, line, link_button};
use crate::inbox::{Action, MediaRemedy, OpenRecording, Standing, StandingTone};

/// Room for the sign before a sentence below the waveform, in points.
const SIGN_WIDTH: f32 = 18.0;
/// From this width on, in points, buttons stand beside the sentence.
const BESIDE_FROM: f32 = 400.0;

fn ink(tone: StandingTone, palette: &Palette) -> Color32 {
    match tone {
        StandingTone::Quiet | StandingTone::Busy => palette.second,
        StandingTone::Warning => palette.mixed,
        StandingTone::Bad => palette.bad,
    }
}

/// The sign of a sentence.
fn sign(tone: StandingTone) -> &'static str {
    match tone {
        StandingTone::Busy => icon::CLOCK,
        StandingTone::Quiet => icon::RECORDING,
        StandingTone::Warning | StandingTone::Bad => icon::WARNING,
    }
}

/// What is offered beside the sentence: the best, and not what the menu beside it offers anyway.
fn remedies(standing: &Standing) -> impl DoubleEndedIterator<Item = &MediaRemedy> {
    standing
        .remedies
        .iter()
        .enumerate()
        .filter(|(at, one)| *at == 0 || **one != MediaRemedy::CopyLink)
        .map(|(_, one)| one)
}

/// One line: where it stands, else who spoke how long.
pub fn below(ui: &mut Ui, open: &OpenRecording<'_>, area: Rect, actions: &mut Vec<Action>) {
    let palette = theme::palette(ui);
    ui.scope_builder(
        UiBuilder::new().max_rect(area).layout(Layout::left_to_right(Align::Center)).id_salt("line below"),
        |ui| {
            ui.spacing_mut().item_spacing.x = 10.0;
            ui.spacing_mut().interact_size.y = area.height();
            let Some(standing) = &open.standing else {
                let talk = open.talk.as_deref().unwrap_or_default();
                sentence(ui, talk, palette.second, area.width());
                return;
            };
            let widths: f32 = remedies(standing).map(|remedy| link_width(ui, &remedy.label()) + 10.0).sum();
            let room = (area.width() - widths - SIGN_WIDTH).max(60.0);
            let ink = ink(standing.tone, palette);
            let at = egui::pos2(area.left() - 1.0, area.center().y);
            ui.painter().text(at, Align2::LEFT_CENTER, sign(standing.tone), theme::icons(14.0), ink);
            ui.add_space(SIGN_WIDTH);
            sentence(ui, &standing.sentence, ink, room);
            for remedy in remedies(standing) {
                if link_button(ui, &remedy.label()).clicked() {
                    carry_out(ui, open, remedy, actions);
                }
            }
        },
    );
}

fn link_width(ui: &Ui, label: &str) -> f32 {
    line(ui, label, theme::medium(theme::SMALL), Color32::PLACEHOLDER, 240.0).size().x
}

/// A sentence in one line, whole on hover.
fn sentence(ui: &mut Ui, text: &str, ink: Color32, width: f32) {
    let galley = line(ui, text, theme::regular(theme::SMALL), ink, width);
    let (rect, response) = ui.allocate_exact_size(galley.size(), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(egui::Role::Label, true, text));
    let is_cut = galley.elided;
    ui.painter().galley(rect.min, galley, ink);
    if is_cut {
        response.on_hover_text(text);
    }
}

/// In place of the waveform.
pub fn instead(ui: &mut Ui, open: &OpenRecording<'_>, standing: &Standing, area: Rect, actions: &mut Vec<Action>) {
    let palette = theme::palette(ui);
    let ink = ink(standing.tone, palette);
    let symbol = sign(standing.tone);
    let is_beside = area.width() >= BESIDE_FROM;
    let inner = area.shrink2(egui::vec2(0.0, 8.0));
    let mut right = inner.right();
    if is_beside {
        let place = Rect::from_min_max(egui::pos2(inner.left() + 160.0, inner.top()), inner.max);
        let buttons = ui.scope_builder(
            UiBuilder::new().max_rect(place).layout(Layout::right_to_left(Align::Center)).id_salt("remedies"),
            |ui| {
                ui.spacing_mut().item_spacing.x = 8.0;
                for (at, remedy) in remedies(standing).collect::<Vec<_>>().into_iter().enumerate().rev() {
                    let kind = if at == 0 { ButtonKind::Plain } else { ButtonKind::Quiet };
                    if button(ui, kind, &remedy.label()).clicked() {
                        carry_out(ui, open, remedy, actions);
                    }
                }
            },
        );
        right = buttons.response.rect.left() - 12.0;
    }
    let lead = 24.0;
    let width = right - inner.left() - lead;
    let job = |rows: usize| {
        let format = TextFormat {
            font_id: theme::regular(theme::BODY),
            color: palette.text,
            line_height: Some(17.0),
            ..TextFormat::default()
        };
        let mut job = LayoutJob::single_section(standing.sentence.clone(), format);
        job.wrap = TextWrapping { max_width: width, max_rows: rows, ..TextWrapping::default() };
        job
    };
    let galley = ui.painter().layout_job(job(if is_beside { 3 } else { 2 }));
    let links = if is_beside || standing.remedies.is_empty() { 0.0 } else { 24.0 };
    let top = inner.center().y - (galley.size().y + links) / 2.0;
    let text = Rect::from_min_size(egui::pos2(inner.left() + lead, top), galley.size());
    let response = ui.interact(text, ui.scope_id().with("sentence"), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(egui::Role::Label, true, &standing.sentence));
    let first_row = top + galley.rows.first().map_or(8.0, |row| row.size.y / 2.0);
    ui.painter().text(egui::pos2(inner.left(), first_row), Align2::LEFT_CENTER, symbol, theme::icons(17.0), ink);
    let is_cut = galley.elided;
    ui.painter().galley(text.min, galley, palette.text);
    if is_cut {
        response.on_hover_text(&standing.sentence);
    }
    if links > 0.0 {
        let row = Rect::from_min_size(egui::pos2(text.left(), text.bottom() + 4.0), egui::vec2(width, 20.0));
        ui.scope_builder(
            UiBuilder::new().max_rect(row).layout(Layout::left_to_right(Align::Center)).id_salt("links"),
            |ui| {
                ui.spacing_mut().item_spacing.x = 14.0;
                for remedy in remedies(standing) {
                    if link_button(ui, &remedy.label()).clicked() {
                        carry_out(ui, open, remedy, actions);
                    }
                }
            },
        );
    }
    if let Some(progress) = standing.progress {
        let track = Rect::from_min_size(egui::pos2(area.left(), area.bottom() - 4.0), egui::vec2(area.width(), 2.0));
        ui.painter().rect_filled(track, CornerRadius::same(1), palette.neutral_ground);
        let done = Rect::from_min_size(track.min, egui::vec2(track.width() * progress, track.height()));
        ui.painter().rect_filled(done, CornerRadius::same(1), palette.accent);
    }
}

fn carry_out(ui: &Ui, open: &OpenRecording<'_>, remedy: &MediaRemedy, actions: &mut Vec<Action>) {
    match remedy.action() {
        Some(action) => actions.push(action.into()),
        None => {
            ui.ctx().copy_text(open.media.uri.clone());
            actions.push(Action::Copied(say!("Recording's address")));
        }
    }
}
