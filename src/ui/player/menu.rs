//! The menu of the player: what is wanted now and then, and whatever a narrow window has no room for.

use egui::{Button, Frame, Margin, Popup, Response, ScrollArea, Ui};

use super::super::theme;
use super::{Room, controls};
use crate::call::Sides;
use crate::inbox::{ACTS, Action, Inbox, OpenRecording, PlayerAction, time_label};
use crate::ui::keyboard;

/// In windows that are lower, in points, the menu may have a scroll bar, which takes room of its own.
const LOW_BELOW: f32 = 660.0;

pub fn draw(inbox: &Inbox, open: &OpenRecording<'_>, room_in_bar: Room, more: &Response, actions: &mut Vec<Action>) {
    Popup::menu(more).show(|ui| {
        // A low window scrolls it.
        let height = ui.ctx().content_rect().height();
        let room = (height - theme::PLAYER_HEIGHT - 24.0).max(120.0);
        let right = if height < LOW_BELOW { 12 } else { 0 };
        ScrollArea::vertical().max_height(room).show(ui, |ui| {
            Frame::new().inner_margin(Margin { right, ..Margin::ZERO }).show(ui, |ui| {
                ui.set_min_width(220.0);
                entries(ui, inbox, open, room_in_bar, actions);
            });
            keyboard::keep_in_sight(ui);
        });
    });
}

fn entries(ui: &mut Ui, inbox: &Inbox, open: &OpenRecording<'_>, room: Room, actions: &mut Vec<Action>) {
    if room < Room::Medium {
        ui.menu_button(say!("Speed"), |ui| controls::speeds(ui, open, actions));
    }
    if room < Room::Wide {
        let skips = inbox.player.state.skips_silence;
        let text = if skips { say!("Play silence too") } else { say!("Skip silence") };
        entry(ui, text, PlayerAction::ToggleSkipSilence, actions);
        ui.menu_button(say!("Volume"), |ui| controls::volume(ui, inbox, actions));
        ui.separator();
    }
    let time = time_label(open.position_ms);
    entry(ui, &say!("Bookmark {time}", time = time), PlayerAction::Bookmark, actions);
    entry(ui, &say!("Note about {time}", time = time), PlayerAction::NoteHere, actions);
    ui.separator();
    entry(ui, &say!("Loop from {time}", time = time), PlayerAction::LoopFrom, actions);
    entry(ui, &say!("Loop to {time}", time = time), PlayerAction::LoopTo, actions);
    if open.looped.is_some() || open.loop_from.is_some() {
        entry(ui, say!("No loop"), PlayerAction::ClearLoop, actions);
    }
    if open.looped.is_some() {
        entry(ui, say!("Save the loop as a clip"), PlayerAction::SaveClip, actions);
    }
    ui.separator();
    if open.has_sides() {
        ui.menu_button(say!("Hear"), |ui| hear(ui, open, actions));
        ui.menu_button(say!("Who is where"), |ui| who(ui, open, actions));
    }
    ui.menu_button(say!("Play on"), |ui| devices(ui, inbox, actions));
    ui.separator();
    if open.is_heard {
        entry(ui, say!("Mark unheard"), PlayerAction::MarkHeard(false), actions);
    } else {
        entry(ui, say!("Mark heard"), PlayerAction::MarkHeard(true), actions);
    }
    entry(ui, say!("Next unheard call"), PlayerAction::NextUnheard, actions);
    ui.separator();
    let (text, is_pinned) = if open.media.is_pinned {
        (say!("May make room for newer ones"), false)
    } else {
        (say!("Keep the file for good"), true)
    };
    entry(ui, text, PlayerAction::Pin(is_pinned), actions);
    entry(ui, say!("Fetch again"), PlayerAction::FetchAgain, actions);
    if ui.button(say!("Copy the link")).clicked() {
        ui.ctx().copy_text(open.media.uri.clone());
        actions.push(Action::Copied(say!("Recording's address")));
    }
}

/// A line of the menu, with its key if there is one.
fn entry(ui: &mut Ui, text: &str, action: PlayerAction, actions: &mut Vec<Action>) {
    let action = Action::Player(action);
    let keys = ACTS.iter().find(|act| act.action == action).and_then(|act| act.keys.first());
    let mut button = Button::new(text);
    if let Some(keys) = keys {
        button = button.shortcut_text(*keys);
    }
    if ui.add(button).clicked() {
        actions.push(action);
    }
}

fn hear(ui: &mut Ui, open: &OpenRecording<'_>, actions: &mut Vec<Action>) {
    let (left, right) = open.side_names();
    for sides in Sides::ALL {
        let text = match sides {
            Sides::Both => say!("Both sides").to_owned(),
            Sides::Left => say!("{side} only", side = left),
            Sides::Right => say!("{side} only", side = right),
            Sides::Swapped => say!("Sides changed over").to_owned(),
        };
        if ui.add(Button::selectable(open.sides == sides, text)).clicked() {
            actions.push(PlayerAction::SetSides(sides).into());
        }
    }
}

/// Who is on which side.
pub fn who(ui: &mut Ui, open: &OpenRecording<'_>, actions: &mut Vec<Action>) {
    for (side, text) in [
        (Some(false), say!("Agent left, caller right")),
        (Some(true), say!("Caller left, agent right")),
        (None, say!("Not known")),
    ] {
        if ui.add(Button::selectable(open.is_caller_left == side, text)).clicked() {
            actions.push(PlayerAction::SetCallerLeft(side).into());
        }
    }
}

/// The devices to choose from.
fn devices(ui: &mut Ui, inbox: &Inbox, actions: &mut Vec<Action>) {
    ui.set_max_width(320.0);
    let chosen = &inbox.player.state.device;
    if ui.add(Button::selectable(chosen.is_none(), say!("The system's choice"))).clicked() {
        actions.push(PlayerAction::UseDevice(None).into());
    }
    let Some(devices) = &inbox.player.devices else {
        ui.label(say!("Looking for devices…"));
        return;
    };
    for device in devices {
        let is_chosen = chosen.as_ref() == Some(&device.id);
        if ui.add(Button::selectable(is_chosen, &device.name).truncate()).clicked() {
            actions.push(PlayerAction::UseDevice(Some(device.id.clone())).into());
        }
    }
    if chosen.as_ref().is_some_and(|chosen| devices.iter().all(|device| device.id != *chosen)) {
        ui.label(say!("The chosen device is not there."));
    }
}
