//! The body of the open request: as a tree, as text, as bytes; what is found in it, and where it stops to be JSON.

use egui::{Align, Frame, Id, Label, Layout, Margin, Panel, RichText, Ui};

use super::open::Sheet;
use super::{head, hex, pretty, raw};
use crate::inbox::{Action, BodyAction, BodyView, Field, OpenRequest, TrafficAction, count_label};
use crate::traffic::JsonFault;
use crate::ui::tasks::focus;
use crate::ui::widgets::{ButtonKind, FindStep, Places, find_line, icon, icon_button, link};
use crate::ui::{empty, theme};

pub fn draw(ui: &mut Ui, sheet: &Sheet<'_>, actions: &mut Vec<Action>) {
    let palette = theme::palette(ui);
    let now = sheet.inbox.traffic.body;
    let has_body = !sheet.opened.body.is_empty();
    let names = BodyView::ALL.map(|view| {
        let key = match view {
            BodyView::Pretty => "1",
            BodyView::Raw => "2",
            BodyView::Hex => "3",
        };
        (view, view.label(), key)
    });
    let clicked = head::tabs(ui, "ways to show the body", &names, now, |ui| {
        if icon_button(ui, ButtonKind::Quiet, icon::CLOSE, false, palette.second, say!("Close the request (Esc)"))
            .clicked()
        {
            actions.push(TrafficAction::Close.into());
        }
        if has_body {
            let name = say!("Copy the body");
            if icon_button(ui, ButtonKind::Quiet, icon::COPY, false, palette.second, name).clicked() {
                actions.push(TrafficAction::CopyBody.into());
            }
            let name = say!("Find in the body (Ctrl+F)");
            if icon_button(ui, ButtonKind::Quiet, icon::SEARCH, false, palette.second, name).clicked() {
                actions.push(BodyAction::Find.into());
            }
        }
        if now == BodyView::Pretty && sheet.opened.outline.lines.len() > 2 {
            ui.add_space(6.0);
            let (text, action) = if sheet.open.folds().is_empty() {
                (say!("Fold all"), BodyAction::FoldAll)
            } else {
                (say!("Unfold all"), BodyAction::UnfoldAll)
            };
            if link(ui, text, text).clicked() {
                actions.push(action.into());
            }
        }
    });
    if let Some(view) = clicked {
        actions.push(TrafficAction::Body(view).into());
    }
    if !has_body {
        empty::message(ui, icon::TRAFFIC, say!("No body"), say!("The request came without one."));
        return;
    }
    find(ui, sheet, actions);
    if let Some(fault) = &sheet.opened.outline.fault {
        fault_line(ui, fault, actions);
    }
    match now {
        BodyView::Pretty => pretty::draw(ui, sheet, actions),
        BodyView::Raw => raw::draw(ui, sheet, actions),
        BodyView::Hex => hex::draw(ui, sheet, actions),
    }
}

/// Where rows are to be scrolled to, so that the one that is wanted is in sight.
pub fn top_for(open: &OpenRequest, view: BodyView, fit: f64) -> f64 {
    let top = open.top(view);
    match open.reveal() {
        Some(row) => {
            let row = row as f64;
            let is_in_sight = row >= top + 0.5 && row + 2.0 <= top + fit;
            if is_in_sight { top } else { (row - fit * 0.3).floor().max(0.0) }
        }
        None => top,
    }
}

/// "Line 4, column 17: expected a comma or a closing brace".
pub fn fault_text(fault: &JsonFault) -> String {
    say!(
        "Line {line}, column {column}: {what}",
        line = count_label(fault.line as u64),
        column = count_label(fault.column as u64),
        what = fault.what
    )
}

fn fault_line(ui: &mut Ui, fault: &JsonFault, actions: &mut Vec<Action>) {
    let palette = theme::palette(ui);
    Panel::top("where it stops to be JSON")
        .show_separator_line(false)
        .frame(Frame::new().fill(palette.bad_ground).inner_margin(Margin { left: 14, right: 12, top: 6, bottom: 6 }))
        .show(ui, |ui| {
            ui.horizontal(|ui| {
                ui.spacing_mut().item_spacing.x = 8.0;
                ui.spacing_mut().interact_size.y = theme::LINE;
                ui.label(RichText::new(icon::WARNING).font(theme::icons(16.0)).color(palette.bad));
                ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                    if link(ui, say!("show"), say!("Show the place of the fault")).clicked() {
                        actions.push(BodyAction::GoToFault.into());
                    }
                    ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                        ui.add(Label::new(RichText::new(fault_text(fault)).color(palette.bad)).truncate());
                    });
                });
            });
        });
}

fn find(ui: &mut Ui, sheet: &Sheet<'_>, actions: &mut Vec<Action>) {
    let Some(before) = sheet.open.find() else { return };
    let edge = ui.max_rect();
    let frame = Frame::new().inner_margin(Margin { left: 14, right: 6, top: 0, bottom: 5 });
    let panel = Panel::top("find in the body").show_separator_line(false).frame(frame).show(ui, |ui| {
        let places = Places { count: sheet.open.hits().len(), at: sheet.open.hit_at() };
        let (id, name) = (Id::unique("find in the body field"), say!("Find in the body"));
        let line = find_line(ui, id, name, before, places, |ui, response| {
            focus(ui, sheet.inbox, Field::BodyFind, response, actions);
        });
        actions.extend(line.typed.map(|typed| BodyAction::Type(typed).into()));
        actions.extend(line.step.map(|step| match step {
            FindStep::Next => BodyAction::NextHit.into(),
            FindStep::Previous => BodyAction::PreviousHit.into(),
        }));
        if line.is_closed {
            actions.push(BodyAction::CloseFind.into());
        }
    });
    let y = panel.response.rect.bottom() - 0.5;
    ui.painter().hline(edge.x_range(), y, theme::hairline(ui));
}
