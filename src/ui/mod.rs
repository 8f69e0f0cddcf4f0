//! SHOW: egui. Draws `&Inbox`, returns what the person did.
//!
//! **Invariant:** nothing here decides, stores or waits; no engine, file, lock or clock is seen. Colours, sizes and fonts
//! come from `theme` alone; everything that can be clicked has an accessible name.

mod banner;
mod blocks;
mod callback;
mod detail;
mod detail_head;
mod dialog;
mod dropping;
mod empty;
mod filters;
mod first_run;
mod history;
mod insights;
mod keyboard;
mod keys;
mod list;
pub mod motion;
mod notes;
mod nothing_open;
mod notices;
mod palette;
mod picker;
mod player;
mod quiet_field;
mod rail;
mod reading;
mod row;
mod row_acts;
mod said;
mod saved;
mod saved_form;
mod search;
mod selection_bar;
mod settings;
mod shortcuts;
mod tasks;
pub mod theme;
mod tools;
mod traffic;
mod transcript;
mod widgets;

use egui::{CentralPanel, Frame, Panel, Ui};

use crate::inbox::{Action, Detail, Inbox, PickerKind, SavedAction, Screen};

/// Below this width, in points, the rail shows icons only.
const WIDE_FROM: f32 = 1_000.0;

/// Below this width, in points, the list and the open call take turns: a small window, or a large size.
const BOTH_FROM: f32 = 740.0;

/// Draws the window and returns what the person did, in order.
pub fn draw(ui: &mut Ui, inbox: &Inbox) -> Vec<Action> {
    let mut actions = Vec::new();
    let colors = theme::palette(ui);
    if let Some((what, text)) = &inbox.to_copy {
        ui.ctx().copy_text(text.clone());
        actions.push(Action::Copied(what));
    }
    if inbox.callbacks_due_at() <= inbox.now {
        actions.push(Action::RefreshCallbacks);
    }
    if inbox.recount_due_at().is_some_and(|at| at <= inbox.now) {
        actions.push(SavedAction::Recount.into());
    }
    keys::read(ui.ctx(), inbox, &mut actions);

    let is_wide = ui.available_width() >= WIDE_FROM;
    let has_both = ui.available_width() >= BOTH_FROM;
    let rail_width = if is_wide { theme::RAIL_WIDTH } else { theme::RAIL_NARROW_WIDTH };
    Panel::left("rail")
        .exact_size(rail_width)
        .resizable(false)
        .show_separator_line(false)
        .frame(Frame::new().fill(colors.rail))
        .show(ui, |ui| rail::draw(ui, inbox, is_wide, &mut actions));

    let ground = Frame::new().fill(colors.background);
    CentralPanel::no_frame().frame(ground).show(ui, |ui| {
        banner::draw(ui, inbox, &mut actions);
        tools::banner(ui, inbox, &mut actions);
        // Screens paint no ground of their own: it would lie over the banner.
        if inbox.screen != Screen::Calls {
            player::strip(ui, inbox, &mut actions);
        }
        match inbox.screen {
            Screen::Callbacks => callback::draw(ui, inbox, &mut actions),
            Screen::Traffic => traffic::draw(ui, inbox, &mut actions),
            Screen::Insights => insights::draw(ui, inbox, &mut actions),
            Screen::Settings => settings::draw(ui, inbox, &mut actions),
            Screen::Calls if inbox.is_first_run() => first_run::draw(ui, inbox, &mut actions),
            Screen::Calls if !has_both => one_of_both(ui, inbox, &mut actions),
            Screen::Calls => {
                Panel::left("list")
                    .exact_size(if is_wide { theme::LIST_WIDTH } else { theme::LIST_NARROW_WIDTH })
                    .resizable(false)
                    .show_separator_line(false)
                    .frame(Frame::new().fill(colors.panel))
                    .show(ui, |ui| list::draw(ui, inbox, &mut actions));
                CentralPanel::no_frame().frame(ground).show(ui, |ui| detail::draw(ui, inbox, &mut actions));
            }
        }
    });
    notices::draw(ui.ctx(), inbox, &mut actions);
    match inbox.picker.as_ref().map(|picker| picker.kind) {
        Some(PickerKind::Acts) => palette::draw(ui.ctx(), inbox, &mut actions),
        Some(PickerKind::Snooze | PickerKind::Tags) => picker::draw(ui.ctx(), inbox, &mut actions),
        None => {}
    }
    tools::draw_over(ui.ctx(), inbox, &mut actions);
    saved_form::draw(ui.ctx(), inbox, &mut actions);
    dropping::draw(ui.ctx(), inbox, &mut actions);
    if inbox.shortcuts_shown {
        shortcuts::draw(ui.ctx(), inbox, &mut actions);
    }
    dialog::give_back(ui.ctx());
    keyboard::back_from_menus(ui.ctx());
    keyboard::anywhere(ui.ctx());
    actions
}

/// The open call, or else the list.
fn one_of_both(ui: &mut Ui, inbox: &Inbox, actions: &mut Vec<Action>) {
    let is_searched = inbox.focus_search || ui.memory(|memory| memory.has_focus(search::id()));
    let is_open = !matches!(inbox.detail, Detail::Nothing) && inbox.selection.is_empty() && !is_searched;
    if !is_open {
        let colors = theme::palette(ui);
        let ground = Frame::new().fill(colors.panel);
        CentralPanel::no_frame().frame(ground).show(ui, |ui| list::draw(ui, inbox, actions));
        return;
    }
    Panel::top("back to the list").show_separator_line(false).frame(Frame::new().inner_margin(6)).show(ui, |ui| {
        if widgets::link_button(ui, say!("Back to the calls")).clicked() {
            actions.push(Action::CloseCall);
        }
    });
    detail::draw(ui, inbox, actions);
}
