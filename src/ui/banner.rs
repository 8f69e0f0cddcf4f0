//! The banners across the window: a sign, what is the matter, and what to do about it; in one line where it fits. Here the
//! one for when calls are not received or not kept.

use egui::{Align, Color32, Frame, Label, Layout, Margin, Panel, RichText, Ui};

use super::theme;
use super::widgets::{ButtonKind, button, icon};
use crate::inbox::{Action, Inbox, Remedy};

/// Below this width, in points, the buttons stand under the sentence.
const BESIDE_FROM: f32 = 720.0;

/// What a banner says.
pub struct Banner<'a> {
    pub id: &'static str,
    pub sign: &'a str,
    pub ink: Color32,
    pub ground: Color32,
    /// What is the matter.
    pub headline: &'a str,
    /// What follows from it, more quietly.
    pub more: &'a str,
}

/// Draws it at the top of what is left; `remedies` draws its buttons.
pub fn bar(ui: &mut Ui, banner: &Banner<'_>, remedies: impl FnOnce(&mut Ui)) {
    let edge = theme::hairline(ui);
    let panel = Panel::top(banner.id)
        .show_separator_line(false)
        .frame(Frame::new().fill(banner.ground).inner_margin(Margin { left: 20, right: 14, top: 7, bottom: 7 }))
        .show(ui, |ui| {
            ui.spacing_mut().item_spacing = egui::vec2(8.0, 6.0);
            if ui.available_width() < BESIDE_FROM {
                ui.horizontal_top(|ui| sentence(ui, banner));
                ui.horizontal_wrapped(|ui| {
                    // Under the sentence, not under the sign.
                    ui.add_space(20.0);
                    remedies(ui);
                });
                return;
            }
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                ui.set_min_height(32.0);
                remedies(ui);
                ui.add_space(8.0);
                ui.with_layout(Layout::left_to_right(Align::Center), |ui| sentence(ui, banner));
            });
        });
    // Two of them at once are two.
    let rect = panel.response.rect;
    ui.painter().hline(rect.x_range(), rect.bottom() - edge.width / 2.0, edge);
}

fn sentence(ui: &mut Ui, banner: &Banner<'_>) {
    let palette = theme::palette(ui);
    let sign = RichText::new(banner.sign).font(theme::icons(18.0)).color(banner.ink);
    ui.add(Label::new(sign).selectable(false));
    let mut job = egui::text::LayoutJob::default();
    let mut append = |text: &str, font, color| {
        let format = egui::TextFormat { line_height: Some(theme::LINE), ..egui::TextFormat::simple(font, color) };
        job.append(text, 0.0, format);
    };
    append(banner.headline, theme::medium(theme::BODY), palette.text);
    if !banner.more.is_empty() {
        append(" ", theme::regular(theme::BODY), palette.text);
        append(banner.more, theme::regular(theme::BODY), palette.second);
    }
    ui.add(Label::new(job).wrap());
}

pub fn draw(ui: &mut Ui, inbox: &Inbox, actions: &mut Vec<Action>) {
    let health = inbox.health();
    let Some(trouble) = health.trouble else { return };
    let palette = theme::palette(ui);
    let (headline, more) = first_sentence(&trouble);
    let banner =
        Banner { id: "trouble", sign: icon::WARNING, ink: palette.bad, ground: palette.bad_ground, headline, more };
    bar(ui, &banner, |ui| {
        for remedy in &health.remedies {
            let (text, address) = match remedy {
                Remedy::ListenAt(address) => (say!("Listen on {address}", address = address), *address),
                Remedy::TryAgain(address) => (say!("Try again").to_owned(), *address),
            };
            if button(ui, ButtonKind::Plain, &text).clicked() {
                actions.push(Action::ListenAt(address));
            }
        }
    });
}

/// The first sentence and the rest.
fn first_sentence(text: &str) -> (&str, &str) {
    text.split_once(". ").map_or((text, ""), |(first, rest)| (&text[..=first.len()], rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_sentence_ends_with_its_full_stop() {
        assert_eq!(first_sentence("One at 127.0.0.1:80. Two. Three."), ("One at 127.0.0.1:80.", "Two. Three."));
        assert_eq!(first_sentence("Only one."), ("Only one.", ""));
    }
}
