//! What plays while its call is not in sight: who, how far, pause, and the way back.

use egui::{Align, Frame, Label, Layout, Margin, Panel, RichText, Ui};

use super::super::theme;
use super::super::widgets::{ButtonKind, icon, icon_button, link_button};
use crate::bus::PlayerStatus;
use crate::inbox::{Action, Inbox, PlayerAction, time_label};

/// Height of the strip, in points.
pub const HEIGHT: f32 = 44.0;

/// Draws the strip at the foot of what is left of `ui`, if anything plays that is not in sight.
pub fn draw(ui: &mut Ui, inbox: &Inbox, actions: &mut Vec<Action>) {
    let Some(now) = inbox.now_playing() else { return };
    let palette = theme::palette(ui);
    let panel = Panel::bottom("now playing")
        .exact_size(HEIGHT)
        .resizable(false)
        .show_separator_line(false)
        .frame(Frame::new().fill(palette.accent_ground).inner_margin(Margin::symmetric(22, 6)))
        .show(ui, |ui| {
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                ui.spacing_mut().item_spacing.x = 10.0;
                let close = say!("Stop it and put this strip away");
                if icon_button(ui, ButtonKind::Quiet, icon::CLOSE, false, palette.text, close).clicked() {
                    actions.push(PlayerAction::PutAway.into());
                }
                if link_button(ui, say!("Go to the call")).clicked() {
                    actions.push(PlayerAction::ReturnToPlaying.into());
                }
                ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                    let is_going =
                        matches!(now.status, PlayerStatus::Playing | PlayerStatus::Opening | PlayerStatus::RunningDry);
                    let (symbol, name) = if is_going {
                        (icon::PAUSE, say!("Pause what plays"))
                    } else {
                        (icon::PLAY, say!("Go on with what played"))
                    };
                    if icon_button(ui, ButtonKind::Quiet, symbol, true, palette.accent, name).clicked() {
                        actions.push(PlayerAction::TogglePlaying.into());
                    }
                    let told = now.trouble.map_or_else(
                        || match now.duration_ms {
                            Some(all) => say!("{at} / {all}", at = time_label(now.position_ms), all = time_label(all)),
                            None => time_label(now.position_ms),
                        },
                        str::to_owned,
                    );
                    let small = RichText::new(&told).font(theme::regular(theme::SMALL)).color(palette.text);
                    let name = RichText::new(now.title).font(theme::semibold(theme::BODY)).color(palette.text);
                    let room = (ui.available_width() - 110.0).max(40.0);
                    ui.scope(|ui| {
                        ui.set_max_width(room);
                        ui.add(Label::new(name).truncate());
                    });
                    ui.add(Label::new(small).truncate());
                });
            });
        });
    let edge = panel.response.rect;
    ui.painter().hline(edge.x_range(), edge.top() + 0.5, theme::hairline(ui));
}
