//! The line to find in the transcript, and the one that says how often the search's words stand in it.

use egui::{Align, Frame, Id, Layout, Margin, Panel, Ui};

use super::super::tasks::focus;
use super::super::widgets::{FindStep, Places, find_count, find_line, find_steps};
use crate::inbox::{Action, Field, Inbox, TranscriptAction};

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
    let (id, name) = (Id::unique("find field"), say!("Find in the transcript"));
    let line = find_line(ui, id, name, before, places(inbox), |ui, response| {
        focus(ui, inbox, Field::Find, response, actions);
    });
    actions.extend(line.typed.map(|typed| TranscriptAction::TypeFind(typed).into()));
    step(line.step, actions);
    if line.is_closed {
        actions.push(TranscriptAction::CloseFind.into());
    }
}

/// "2 of 3 in the transcript".
fn searched(ui: &mut Ui, inbox: &Inbox, actions: &mut Vec<Action>) {
    ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
        ui.spacing_mut().item_spacing.x = 0.0;
        step(find_steps(ui), actions);
        ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
            find_count(ui, places(inbox), say!(" in the transcript"));
        });
    });
}

fn places(inbox: &Inbox) -> Places {
    Places { count: inbox.transcript.hits().len(), at: inbox.transcript.hit_at() }
}

fn step(step: Option<FindStep>, actions: &mut Vec<Action>) {
    actions.extend(step.map(|step| match step {
        FindStep::Next => TranscriptAction::NextHit.into(),
        FindStep::Previous => TranscriptAction::PreviousHit.into(),
    }));
}
