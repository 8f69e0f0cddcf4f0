//! Settings, Playback: the device, silence, speed, how loud.

use egui::{ComboBox, RichText, Ui};

use super::parts::{CONTROL, on_off, row, rule};
use crate::inbox::{Action, Inbox, PlayerAction, USUAL_SPEEDS, VOLUME_STEPS, speed_label};
use crate::ui::theme;
use crate::ui::widgets::{ButtonKind, Segment, named_button, segmented};

pub fn draw(ui: &mut Ui, inbox: &Inbox, actions: &mut Vec<Action>) {
    let prefs = &inbox.player.prefs;
    row(ui, inbox, say!("Play on"), "", |ui| devices(ui, inbox, actions));
    let about = say!("Pauses are passed over. The key Q does the same while you listen.");
    row(ui, inbox, say!("Skip silence"), about, |ui| {
        if on_off(ui, say!("Skip silence"), prefs.skips_silence).is_some() {
            actions.push(PlayerAction::ToggleSkipSilence.into());
        }
    });
    let about =
        say!("Of calls that you have not listened to. Each call remembers its own; [\u{a0}and\u{a0}] change it.");
    row(ui, inbox, say!("Usual speed"), about, |ui| {
        let speeds = USUAL_SPEEDS.map(|speed| Segment::of(say!("Usual speed"), speed_label(speed), speed));
        actions
            .extend(segmented(ui, &speeds, prefs.usual_speed).map(|speed| PlayerAction::SetUsualSpeed(speed).into()));
    });
    rule(ui);
    row(ui, inbox, say!("Volume"), say!("100 % is as loud as it was recorded."), |ui| {
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = 8.0;
            if named_button(ui, ButtonKind::Plain, "−", say!("Less loud (-)")).clicked() {
                actions.push(PlayerAction::StepVolume(-1).into());
            }
            let percent = (inbox.player.state.volume * 100.0).round();
            let text = RichText::new(say!("{percent} %", percent = percent)).color(theme::palette(ui).text);
            ui.add_sized([52.0, CONTROL], egui::Label::new(text));
            if named_button(ui, ButtonKind::Plain, "+", say!("Louder (=)")).clicked() {
                actions.push(PlayerAction::StepVolume(1).into());
            }
        });
    });
    row(ui, inbox, say!("Volume step"), say!("How much each press of - or = changes it."), |ui| {
        let steps = VOLUME_STEPS
            .map(|percent| Segment::of(say!("Volume step"), say!("{percent} %", percent = percent), percent));
        let chosen = segmented(ui, &steps, prefs.volume_step_percent);
        actions.extend(chosen.map(|percent| PlayerAction::SetVolumeStep(percent).into()));
    });
}

fn devices(ui: &mut Ui, inbox: &Inbox, actions: &mut Vec<Action>) {
    let chosen = &inbox.player.state.device;
    let devices = inbox.player.devices.as_deref().unwrap_or_default();
    let found = devices.iter().find(|device| Some(&device.id) == chosen.as_ref()).map(|device| &device.name);
    let usual = say!("The system's choice");
    let text = found.or(chosen.as_ref()).map_or(usual, String::as_str);
    let width = 280.0_f32.min(ui.available_width() - 24.0);
    let list = ComboBox::from_id_salt("output device").selected_text(text).width(width).truncate();
    let response = list.show_ui(ui, |ui| {
        if ui.selectable_label(chosen.is_none(), usual).clicked() {
            actions.push(PlayerAction::UseDevice(None).into());
        }
        for device in devices {
            if ui.selectable_label(chosen.as_ref() == Some(&device.id), &device.name).clicked() {
                actions.push(PlayerAction::UseDevice(Some(device.id.clone())).into());
            }
        }
    });
    let name = say!("Play on: {device}", device = text);
    response.response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::ComboBox, true, &name));
}
