//! The buttons of the player: play, time, speed, skipping silence, volume.

use egui::{Align2, Button, Popup, PopupCloseBehavior, Rect, Sense, Slider, Ui, WidgetInfo};

use super::super::theme;
use super::super::widgets::{ButtonKind, icon, icon_button, named_button, round_button};
use super::{Room, menu};
use crate::inbox::{Action, Inbox, OpenRecording, PlayerAction, SPEEDS_OFFERED, speed_label, time_label};

/// The round button.
pub fn play(ui: &mut Ui, open: &OpenRecording<'_>, rect: Rect, actions: &mut Vec<Action>) {
    let (symbol, name) =
        if open.is_going() { (icon::PAUSE, say!("Pause (Space)")) } else { (icon::PLAY, say!("Play (Space)")) };
    let is_enabled = open.can_play() || open.is_going();
    if round_button(ui, rect, symbol, is_enabled, name).clicked() {
        actions.push(PlayerAction::Toggle.into());
    }
}

/// What stands right of the waveform, from the right.
pub fn cluster(ui: &mut Ui, inbox: &Inbox, open: &OpenRecording<'_>, room: Room, actions: &mut Vec<Action>) {
    ui.spacing_mut().item_spacing.x = 8.0;
    let palette = theme::palette(ui);
    let more = icon_button(ui, ButtonKind::Plain, icon::MORE, false, palette.second, say!("More about the recording"));
    if more.clicked() {
        actions.push(PlayerAction::FindDevices.into());
    }
    menu::draw(inbox, open, room, &more, actions);
    if !open.shows_waveform() {
        return;
    }
    if room == Room::Wide {
        volume_button(ui, inbox, actions);
        let is_on = inbox.player.state.skips_silence;
        let kind = if is_on { ButtonKind::Chosen } else { ButtonKind::Plain };
        let name = if is_on { say!("Skip silence (Q), on") } else { say!("Skip silence (Q), off") };
        if named_button(ui, kind, say!("Skip silence"), name).clicked() {
            actions.push(PlayerAction::ToggleSkipSilence.into());
        }
    }
    if room >= Room::Medium {
        speed_button(ui, open, actions);
    }
    time(ui, open);
}

/// "0:16 / 3:18", as wide as it will ever be; "0:16 / –" while nobody knows how long it is.
fn time(ui: &mut Ui, open: &OpenRecording<'_>) {
    let palette = theme::palette(ui);
    let all = open.duration_ms.map_or_else(|| String::from("–"), time_label);
    let text = say!("{at} / {all}", at = time_label(open.position_ms), all = all);
    let font = theme::regular(theme::SMALL);
    let longest = time_label(open.duration_ms.unwrap_or(0).max(open.position_ms));
    let longest = longest.replace(|c: char| c.is_ascii_digit(), "0");
    let width_of = |text: String| ui.painter().layout_no_wrap(text, font.clone(), palette.text).size().x.ceil();
    let width = width_of(say!("{at} / {all}", at = longest, all = longest)).max(width_of(text.clone()));
    let (rect, response) = ui.allocate_exact_size(egui::vec2(width, theme::LINE), Sense::hover());
    ui.painter().text(rect.right_center(), Align2::RIGHT_CENTER, &text, font, palette.text);
    response.widget_info(|| WidgetInfo::labeled(egui::Role::Label, true, &text));
}

fn speed_button(ui: &mut Ui, open: &OpenRecording<'_>, actions: &mut Vec<Action>) {
    let label = speed_label(open.speed);
    let kind = if (open.speed - 1.0).abs() < 0.01 { ButtonKind::Plain } else { ButtonKind::Chosen };
    let button = named_button(ui, kind, &label, &say!("Speed {speed} ( [ and ] )", speed = label));
    Popup::menu(&button).show(|ui| speeds(ui, open, actions));
}

/// The speeds to choose from.
pub fn speeds(ui: &mut Ui, open: &OpenRecording<'_>, actions: &mut Vec<Action>) {
    ui.set_min_width(96.0);
    for speed in SPEEDS_OFFERED {
        let is_chosen = (open.speed - speed).abs() < 0.01;
        if ui.add(Button::selectable(is_chosen, speed_label(speed))).clicked() {
            actions.push(PlayerAction::SetSpeed(speed).into());
        }
    }
}

fn volume_button(ui: &mut Ui, inbox: &Inbox, actions: &mut Vec<Action>) {
    let palette = theme::palette(ui);
    let state = &inbox.player.state;
    let is_silent = state.is_muted || state.volume <= 0.0;
    let (symbol, ink) = if is_silent { (icon::VOLUME_OFF, palette.mixed) } else { (icon::VOLUME, palette.second) };
    let name = if is_silent {
        say!("Volume, muted").to_owned()
    } else {
        say!("Volume {percent} %", percent = percent(state.volume))
    };
    let button = icon_button(ui, ButtonKind::Plain, symbol, false, ink, &name);
    Popup::menu(&button).close_behavior(PopupCloseBehavior::CloseOnClickOutside).show(|ui| volume(ui, inbox, actions));
}

/// The volume, and silence.
pub fn volume(ui: &mut Ui, inbox: &Inbox, actions: &mut Vec<Action>) {
    let state = &inbox.player.state;
    ui.set_min_width(200.0);
    let mut value = state.volume * 100.0;
    ui.horizontal(|ui| {
        ui.spacing_mut().slider_width = 140.0;
        let slider = Slider::new(&mut value, 0.0..=200.0).step_by(5.0).show_value(false).trailing_fill(true);
        if ui.add(slider).accessible_name(say!("Volume")).changed() {
            actions.push(PlayerAction::SetVolume(value / 100.0).into());
        }
        ui.label(say!("{percent} %", percent = percent(state.volume)));
    });
    let mute = Button::selectable(state.is_muted, if state.is_muted { say!("Muted") } else { say!("Mute") });
    if ui.add(mute.shortcut_text("M")).clicked() {
        actions.push(PlayerAction::ToggleMute.into());
    }
}

fn percent(volume: f32) -> i32 {
    (volume * 100.0).round() as i32
}
