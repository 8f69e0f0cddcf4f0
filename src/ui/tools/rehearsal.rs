//! The page on which answers are altered on purpose: what is chosen, what the sender makes of it, start and stop.

use egui::{Frame, Id, Label, Margin, RichText, Ui};

use super::parts::{chosen_edge, flow, labelled, narrow_field, page, small};
use crate::inbox::{Action, DELAYS_MS, Inbox, PERCENTS, RehearsalAction, STATUSES, delay_label, rehearsal_sentence};
use crate::ui::theme;
use crate::ui::widgets::{ButtonKind, Segment, button, field, icon, segmented};

const ABOUT: &str = say_later!(
    "Answer calls with an error, or late, to see what the sender makes of it. The calls are kept all the \
                     same. The platform sends each call once: what it counts as not delivered it does not send again."
);

pub fn draw(ui: &mut Ui, inbox: &Inbox, actions: &mut Vec<Action>) {
    page(ui, say!("Rehearsal"), crate::words::say(ABOUT), |ui| {
        status(ui, inbox, actions);
        body(ui, inbox, actions);
        delay(ui, inbox, actions);
        share(ui, inbox, actions);
        ui.add_space(6.0);
        outlook(ui, inbox, actions);
    });
}

fn status(ui: &mut Ui, inbox: &Inbox, actions: &mut Vec<Action>) {
    let draft = &inbox.tools.rehearsing;
    let is_typed = !draft.typed_status.trim().is_empty();
    labelled(ui, say!("Answer"), |ui| {
        flow(ui, |ui| {
            let own = Segment::new(say!("Our own"), Some(None));
            let statuses = STATUSES.map(|status| Segment::new(status.to_string(), Some(Some(status))));
            let offered: Vec<_> = std::iter::once(own).chain(statuses).collect();
            let chosen = segmented(ui, &offered, (!is_typed).then_some(draft.status));
            actions.extend(chosen.flatten().map(|status| RehearsalAction::Status(status).into()));
            let (id, name) = (Id::unique("another status"), say!("Another status"));
            let (response, typed) = narrow_field(ui, id, &draft.typed_status, say!("Another"), name, 84.0);
            chosen_edge(ui, &response, is_typed);
            actions.extend(typed.map(|typed| RehearsalAction::TypeStatus(typed).into()));
        });
    });
}

fn body(ui: &mut Ui, inbox: &Inbox, actions: &mut Vec<Action>) {
    labelled(ui, say!("Body"), |ui| {
        let mut typed = inbox.tools.rehearsing.body.clone();
        ui.set_max_width(theme::TEXT_WIDTH.min(ui.available_width()));
        field(
            ui,
            Id::unique("another body"),
            &mut typed,
            say!("Our own, unless you write another"),
            say!("Body of the answer"),
            2,
        );
        if typed != inbox.tools.rehearsing.body {
            actions.push(RehearsalAction::TypeBody(typed).into());
        }
    });
}

fn delay(ui: &mut Ui, inbox: &Inbox, actions: &mut Vec<Action>) {
    let draft = &inbox.tools.rehearsing;
    let is_typed = !draft.typed_delay.trim().is_empty();
    labelled(ui, say!("After"), |ui| {
        flow(ui, |ui| {
            let offered = DELAYS_MS.map(|ms| Segment::new(delay_label(ms), Some(ms)));
            let chosen = segmented(ui, &offered, (!is_typed).then_some(draft.delay_ms));
            actions.extend(chosen.flatten().map(|ms| RehearsalAction::Delay(ms).into()));
            let (id, name) = (Id::unique("another delay"), say!("Another delay in seconds"));
            let (response, typed) = narrow_field(ui, id, &draft.typed_delay, say!("Seconds"), name, 84.0);
            chosen_edge(ui, &response, is_typed);
            actions.extend(typed.map(|typed| RehearsalAction::TypeDelay(typed).into()));
        });
        small(ui, say!("The sender waits 10 s: 9 s is just in time, 11 s is too late."));
    });
}

fn share(ui: &mut Ui, inbox: &Inbox, actions: &mut Vec<Action>) {
    labelled(ui, say!("For"), |ui| {
        let label = |percent| match percent {
            100 => say!("Every call").to_owned(),
            part => say!("{percent} %", percent = part),
        };
        let offered = PERCENTS.map(|percent| Segment::new(label(percent), percent));
        let chosen = segmented(ui, &offered, inbox.tools.rehearsing.percent);
        actions.extend(chosen.map(|percent| RehearsalAction::Percent(percent).into()));
        ui.add_space(2.0);
        small(ui, say!("Which calls these are is left to chance."));
    });
}

fn outlook(ui: &mut Ui, inbox: &Inbox, actions: &mut Vec<Action>) {
    let palette = theme::palette(ui);
    let chosen = inbox.tools.rehearsing.rehearsal();
    let in_force = inbox.tools.rehearsal.as_ref();
    let (ink, ground) =
        if chosen.is_ok() { (palette.mixed, palette.mixed_ground) } else { (palette.neutral, palette.neutral_ground) };
    Frame::new().fill(ground).corner_radius(8).inner_margin(Margin::symmetric(14, 10)).show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.horizontal(|ui| {
            ui.add(Label::new(RichText::new(icon::REHEARSAL).font(theme::icons(18.0)).color(ink)).selectable(false));
            ui.add(Label::new(RichText::new(inbox.rehearsal_outlook()).color(ink)).wrap());
        });
    });
    ui.add_space(8.0);
    let is_as_chosen = in_force.is_some() && chosen.as_ref().ok() == in_force;
    ui.horizontal(|ui| match in_force {
        None => {
            ui.add_enabled_ui(chosen.is_ok(), |ui| {
                if button(ui, ButtonKind::Primary, say!("Start the rehearsal")).clicked() {
                    actions.push(RehearsalAction::Start.into());
                }
            });
        }
        Some(_) => {
            if button(ui, ButtonKind::Primary, say!("Stop the rehearsal")).clicked() {
                actions.push(RehearsalAction::Stop.into());
            }
            if !is_as_chosen {
                ui.add_enabled_ui(chosen.is_ok(), |ui| {
                    if button(ui, ButtonKind::Plain, say!("Change it to this")).clicked() {
                        actions.push(RehearsalAction::Start.into());
                    }
                });
            }
        }
    });
    ui.add_space(4.0);
    match in_force {
        None => small(
            ui,
            say!("It is off until you start it, and ends with the program. Altered answers are marked as such."),
        ),
        Some(rehearsal) => small(ui, &say!("In force now: {how}.", how = rehearsal_sentence(rehearsal))),
    };
}
