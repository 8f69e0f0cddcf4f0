//! The line to find in the transcript, and the one that says how often the search's words stand in it.

use egui::{Align, Frame, Id, Key, Label, Layout, Margin, Modifiers, Panel, RichText, Ui};

use super::super::tasks::focus;
use super::super::theme;
use super::super::widgets::{ButtonKind, field, icon, icon_button};
use crate::inbox::{Action, Field, Inbox, TranscriptAction, count_label};

pub fn draw(ui: &mut Ui, inbox: &Inbox, actions: &mut Vec<Action>) {
    let view = &inbox.transcript;
    if view.find.is_none() && view.hits().is_empty() {
        return;
    }
    let frame = Frame::new().inner_margin(Margin { left: 8, right: 0, top: 0, bottom: 4 });
    Panel::top("find in the transcript").show_separator_line(false).frame(frame).show(ui, |ui| {
        ui.horizontal(|ui| match &view.find {
            Some(typed) => typing(ui, inbox, typed, actions),
            None => searched(ui, inbox, actions),
        });
    });
}

fn typing(ui: &mut Ui, inbox: &Inbox, before: &str, actions: &mut Vec<Action>) {
    let palette = theme::palette(ui);
    let id = Id::unique("find field");
    let has_focus = ui.memory(|memory| memory.has_focus(id));
    let pressed = |ui: &Ui, modifiers, key| has_focus && ui.input_mut(|input| input.consume_key(modifiers, key));
    let is_closed = pressed(ui, Modifiers::NONE, Key::Escape);
    let is_back = pressed(ui, Modifiers::SHIFT, Key::Enter);
    let is_next = pressed(ui, Modifiers::NONE, Key::Enter);
    let mut typed = before.to_owned();
    ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
        ui.spacing_mut().item_spacing.x = 0.0;
        let name = "Close the field (Esc)";
        if icon_button(ui, ButtonKind::Quiet, icon::CLOSE, false, palette.second, name).clicked() || is_closed {
            actions.push(TranscriptAction::CloseFind.into());
        }
        steps(ui, actions);
        ui.add_space(6.0);
        count(ui, inbox, !before.trim().is_empty(), "");
        ui.add_space(6.0);
        let response = field(ui, id, &mut typed, "Find in the transcript", "Find in the transcript", 1);
        focus(ui, inbox, Field::Find, &response, actions);
        if is_closed {
            response.surrender_focus();
        }
    });
    if typed != before {
        actions.push(TranscriptAction::TypeFind(typed).into());
    }
    if is_next || is_back {
        let action = if is_back { TranscriptAction::PreviousHit } else { TranscriptAction::NextHit };
        actions.push(action.into());
    }
}

/// "2 of 3 in the transcript".
fn searched(ui: &mut Ui, inbox: &Inbox, actions: &mut Vec<Action>) {
    ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
        ui.spacing_mut().item_spacing.x = 0.0;
        steps(ui, actions);
        ui.with_layout(Layout::left_to_right(Align::Center), |ui| count(ui, inbox, true, " in the transcript"));
    });
}

fn steps(ui: &mut Ui, actions: &mut Vec<Action>) {
    let palette = theme::palette(ui);
    let name = "Next place (F3)";
    if icon_button(ui, ButtonKind::Quiet, icon::DOWN, false, palette.second, name).clicked() {
        actions.push(TranscriptAction::NextHit.into());
    }
    let name = "Place before (Shift+F3)";
    if icon_button(ui, ButtonKind::Quiet, icon::UP, false, palette.second, name).clicked() {
        actions.push(TranscriptAction::PreviousHit.into());
    }
}

fn count(ui: &mut Ui, inbox: &Inbox, is_asked: bool, what: &str) {
    let palette = theme::palette(ui);
    let hits = inbox.transcript.hits().len();
    let all = count_label(hits as u64);
    let text = match inbox.transcript.hit_at() {
        _ if !is_asked => return,
        _ if hits == 0 => String::from("None"),
        Some(at) => format!("{} of {all}{what}", count_label(at as u64 + 1)),
        None => format!("{all}{what}"),
    };
    let ink = if hits == 0 { palette.mixed } else { palette.second };
    ui.add(Label::new(RichText::new(text).font(theme::regular(theme::SMALL)).color(ink)).selectable(false));
}
