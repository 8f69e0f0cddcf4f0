//! How a call gets here, as steps: which are done, and the one thing to do next.

use egui::{Align, Label, Layout, RichText, Role, Sense, Ui, UiBuilder, Vec2, WidgetInfo};

use super::parts::{card, small, step_sign};
use super::reach::secret_block;
use crate::inbox::{Action, CheckState, Inbox, NextStep, ReachAction, ReachPage, SenderAction};
use crate::ui::theme;
use crate::ui::widgets::{ButtonKind, line, link_button, named_button};

const ROW_HEIGHT: f32 = 46.0;
/// Left of the words, in points.
const INDENT: f32 = 34.0;

/// The names of the steps, in the order of the page's checks.
const STEPS: [&str; 3] = [
    say_later!("Listen on this machine"),
    say_later!("Keep strangers out with a secret"),
    say_later!("Open a public address"),
];

pub fn draw(ui: &mut Ui, inbox: &Inbox, shown: &ReachPage, actions: &mut Vec<Action>) {
    card(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        let is_open = |state: CheckState| state != CheckState::Done;
        // A tunnel brings a secret with it: the first thing that nothing else brings is next.
        let next = match shown.next {
            NextStep::Listen => 0,
            NextStep::Start(_) | NextStep::Install | NextStep::Wait => 2,
            NextStep::Paste => 3,
        };
        for (at, (check, name)) in shown.checks.iter().zip(STEPS).enumerate() {
            let is_wrong = check.state == CheckState::Wrong;
            let said = match check.state {
                CheckState::Done => say!("done"),
                CheckState::Open => say!("not yet"),
                CheckState::Waiting => say!("in a moment"),
                CheckState::Wrong => say!("not right"),
            };
            let row = Row {
                number: at + 1,
                name: crate::words::say(name),
                text: &check.text,
                spoken: &format!("{}, {said}", check.text),
                is_done: !is_open(check.state),
                is_next: at == next,
                is_wrong,
            };
            step(ui, &row, |ui| match at {
                1 => secret(ui, inbox, shown, actions),
                2 => public(ui, shown.next, actions),
                _ => {}
            });
        }
        let has_url = shown.tunnel.url.is_some();
        let text = if has_url { say!("Then every call comes here") } else { say!("It stands here once there is one") };
        let row = Row {
            number: STEPS.len() + 1,
            name: say!("Give the URL to the platform"),
            text,
            spoken: text,
            is_done: false,
            is_next: next == STEPS.len(),
            is_wrong: false,
        };
        step(ui, &row, |_| ());
        if let Some(url) = &shown.tunnel.url {
            indented(ui, |ui| {
                secret_block(ui, url, actions);
                if let Some(settings) = &shown.tunnel.settings_json {
                    small(ui, say!("Or, as a whole, for the agent's settings:"));
                    ui.add_space(4.0);
                    secret_block(ui, settings, actions);
                }
            });
        }
    });
}

/// A step in words.
struct Row<'a> {
    number: usize,
    name: &'a str,
    text: &'a str,
    spoken: &'a str,
    is_done: bool,
    is_next: bool,
    is_wrong: bool,
}

/// Draws a step; `end` draws what stands at its right.
fn step(ui: &mut Ui, row: &Row<'_>, end: impl FnOnce(&mut Ui)) {
    let palette = theme::palette(ui);
    let (rect, response) = ui.allocate_exact_size(Vec2::new(ui.available_width(), ROW_HEIGHT), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, row.spoken));
    step_sign(ui, egui::pos2(rect.left() + 10.0, rect.center().y), row.number, row.is_done, row.is_next);
    let builder = UiBuilder::new().max_rect(rect).layout(Layout::right_to_left(Align::Center)).id_salt(row.number);
    let mut right = ui.new_child(builder);
    end(&mut right);
    let left = rect.left() + INDENT;
    let room = (right.min_rect().left() - 16.0 - left).max(60.0);
    let ink = if row.is_done || row.is_next { palette.text } else { palette.second };
    let font = if row.is_next { theme::semibold(theme::BODY) } else { theme::medium(theme::BODY) };
    let name = line(ui, row.name, font, ink, room);
    ui.painter().galley(egui::pos2(left, rect.center().y - 17.0), name, ink);
    let ink = if row.is_wrong { palette.bad } else { palette.second };
    let text = line(ui, row.text, theme::regular(theme::SMALL), ink, room);
    ui.painter().galley(egui::pos2(left, rect.center().y + 1.0), text, ink);
}

fn indented(ui: &mut Ui, content: impl FnOnce(&mut Ui)) {
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = 0.0;
        ui.add_space(INDENT);
        ui.vertical(content);
    });
}

fn secret(ui: &mut Ui, inbox: &Inbox, shown: &ReachPage, actions: &mut Vec<Action>) {
    if !shown.has_secret {
        if link_button(ui, say!("Make a secret")).clicked() {
            actions.push(Action::Senders(SenderAction::NewSecret));
        }
        return;
    }
    let text = if inbox.senders_draft.is_secret_shown { say!("Hide the secret") } else { say!("Show the secret") };
    if link_button(ui, text).clicked() {
        actions.push(Action::Senders(SenderAction::ToggleSecret));
    }
}

fn public(ui: &mut Ui, next: NextStep, actions: &mut Vec<Action>) {
    match next {
        NextStep::Start(program) => {
            let name = program.name();
            let text = say!("Start {program}", program = name);
            let spoken = say!("Next: start {program}", program = name);
            if named_button(ui, ButtonKind::Primary, &text, &spoken).clicked() {
                actions.push(ReachAction::Start(program).into());
            }
        }
        NextStep::Install => {
            let text = RichText::new(say!("Install a program below, or use your own proxy"));
            let text = text.font(theme::regular(theme::SMALL)).color(theme::palette(ui).second);
            ui.add(Label::new(text).selectable(false));
        }
        NextStep::Listen | NextStep::Wait | NextStep::Paste => {}
    }
}
