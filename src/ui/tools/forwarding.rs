//! The page on which requests are handed on: the targets, the form by which one is added or changed, what is not there yet.

use egui::{Align, Frame, Id, Key, Label, Layout, Margin, Modifiers, RichText, Stroke, Ui};

use super::letters;
use super::parts::{PART_GAP, card, card_title, checkbox, nothing, page, small, switch, text_line, warning};
use crate::inbox::{Action, Field, ForwardingAction, Inbox, count_label, wait_label, when_within};
use crate::traffic::{ForwardTarget, Forwarding, TargetNote, shown_url};
use crate::ui::tasks::focus;
use crate::ui::theme;
use crate::ui::widgets::{ButtonKind, button, field, icon, icon_button, labelled_button, link_button};

const ABOUT: &str =
    say_later!("Each call is handed on as it arrived: the same bytes and headers, marked as handed on.");
const NOTHING: &str = say_later!(
    "Calls wait in a queue on the disk until the target takes them, those of one call in order, and are \
                       tried again while it is down. Our own answer to the sender never waits for it."
);

pub fn draw(ui: &mut Ui, inbox: &Inbox, actions: &mut Vec<Action>) {
    let page_state = &inbox.tools.forwarding;
    page(ui, say!("Forwarding"), crate::words::say(ABOUT), |ui| {
        let Some(known) = &page_state.known else { return };
        let is_empty = known.targets.is_empty();
        let adding = page_state.draft.as_ref().filter(|draft| draft.id.is_none());
        if is_empty && adding.is_none() {
            nothing(ui, icon::FORWARD, say!("Nothing is handed on"), crate::words::say(NOTHING));
            ui.vertical_centered(|ui| {
                if button(ui, ButtonKind::Primary, say!("Add a target")).clicked() {
                    actions.push(ForwardingAction::Add.into());
                }
            });
        }
        for note in &known.targets {
            ui.push_id(note.target.id, |ui| match &page_state.draft {
                Some(draft) if draft.id == note.target.id => form(ui, inbox, draft, actions),
                _ => target(ui, inbox, note, actions),
            });
        }
        match adding {
            Some(draft) => form(ui, inbox, draft, actions),
            None if !is_empty => {
                ui.add_space(2.0);
                if labelled_button(ui, ButtonKind::Plain, icon::ADD, say!("Add a target"), say!("Add a target"))
                    .clicked()
                {
                    actions.push(ForwardingAction::Add.into());
                }
            }
            None => {}
        }
        what_is_not_there(ui, inbox, known, actions);
    });
}

fn what_is_not_there(ui: &mut Ui, inbox: &Inbox, known: &Forwarding, actions: &mut Vec<Action>) {
    if !known.dead.is_empty() {
        ui.add_space(PART_GAP);
        letters::dead(ui, inbox, known, actions);
    }
    if !known.waiting.is_empty() {
        ui.add_space(PART_GAP);
        letters::waiting(ui, inbox, known, actions);
    }
}

/// A target, how it goes there, and what can be done about it.
fn target(ui: &mut Ui, inbox: &Inbox, note: &TargetNote, actions: &mut Vec<Action>) {
    let Some(id) = note.target.id else { return };
    let palette = theme::palette(ui);
    let title = note.target.label();
    card(ui, |ui| {
        ui.horizontal(|ui| {
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                ui.spacing_mut().item_spacing.x = 4.0;
                let remove = say!("Remove {target}", target = title);
                if icon_button(ui, ButtonKind::Quiet, icon::REMOVE, false, palette.second, &remove).clicked() {
                    actions.push(ForwardingAction::Remove(id).into());
                }
                let edit = say!("Change {target}", target = title);
                if icon_button(ui, ButtonKind::Quiet, icon::EDIT, false, palette.second, &edit).clicked() {
                    actions.push(ForwardingAction::Edit(id).into());
                }
                ui.add_space(6.0);
                if switch(ui, &say!("Hand on to {target}", target = title), note.target.is_on) {
                    actions.push(ForwardingAction::Switch(id, !note.target.is_on).into());
                }
                ui.add_space(8.0);
                ui.with_layout(Layout::left_to_right(Align::Center), |ui| names(ui, note, &title));
            });
        });
        counts(ui, note);
        text_line(ui, |ui| {
            ui.spacing_mut().item_spacing.x = 8.0;
            small(ui, &how_it_goes(inbox, note));
            if note.waiting > 0 && note.target.is_on && link_button(ui, say!("Try now")).clicked() {
                actions.push(ForwardingAction::Hurry(id).into());
            }
        });
        if inbox.tools.forwarding.removing == Some(id) {
            removal(ui, note, &title, actions);
        }
    });
}

fn names(ui: &mut Ui, note: &TargetNote, title: &str) {
    let palette = theme::palette(ui);
    let url = shown_url(&note.target.url);
    let ink = if note.target.is_on { palette.text } else { palette.second };
    ui.add(Label::new(RichText::new(title).font(theme::semibold(theme::BODY)).color(ink)).truncate());
    if url != title {
        ui.add_space(4.0);
        ui.add(Label::new(RichText::new(url).font(theme::mono(11.5)).color(palette.second)).truncate());
    }
}

/// "3 waiting · 120 sent · 2 given up".
fn counts(ui: &mut Ui, note: &TargetNote) {
    let palette = theme::palette(ui);
    text_line(ui, |ui| {
        ui.spacing_mut().item_spacing.x = 14.0;
        for (count, text, ink) in [
            (note.waiting, say!("{count} waiting", count = count_label(note.waiting)), palette.mixed),
            (note.sent, say!("{count} sent", count = count_label(note.sent)), palette.good),
            (note.dead, say!("{count} given up", count = count_label(note.dead)), palette.bad),
        ] {
            let ink = if count == 0 { palette.second } else { ink };
            ui.add(Label::new(RichText::new(text).font(theme::medium(theme::SMALL)).color(ink)).selectable(false));
        }
        if note.target.takes_unparsed {
            small(ui, say!("what is not JSON, too"));
        }
    });
}

/// "Connection refused, today 10:42. Tried again in 12 s."
fn how_it_goes(inbox: &Inbox, note: &TargetNote) -> String {
    let last = match (&note.last, note.last_at) {
        (Some(last), Some(at)) => {
            say!("Last: {answer}, {when}.", answer = last, when = when_within(at, inbox.now, &inbox.zone))
        }
        (Some(last), None) => say!("Last: {answer}.", answer = last),
        (None, _) => say!("Nothing was handed on to it yet.").to_owned(),
    };
    if !note.target.is_on {
        if note.waiting > 0 {
            say!("{last} Switched off: what waits stays, and what arrives is not handed on.", last = last)
        } else {
            say!("{last} Switched off: what arrives is not handed on.", last = last)
        }
    } else if let Some(at) = note.next_at.filter(|_| note.waiting > 0) {
        say!("{last} Tried again {when}.", last = last, when = wait_label(at, inbox.now))
    } else {
        last
    }
}

fn removal(ui: &mut Ui, note: &TargetNote, title: &str, actions: &mut Vec<Action>) {
    let requests = |count: u64| say_many!(count, "{n} request", "{n} requests");
    let what = match (note.waiting, note.dead) {
        (waiting, 0) => say!("{requests} on the way to {target}", requests = requests(waiting), target = title),
        (0, dead) => say!("{requests} given up for {target}", requests = requests(dead), target = title),
        (waiting, dead) => say!(
            "{requests} on the way to {target} and {count} given up",
            requests = requests(waiting),
            target = title,
            count = count_label(dead)
        ),
    };
    ui.add_space(6.0);
    warning(ui, &say!("{what} are forgotten with it. The requests themselves stay.", what = what));
    ui.add_space(4.0);
    ui.horizontal(|ui| {
        if button(ui, ButtonKind::Plain, say!("Remove it")).clicked() {
            actions.push(ForwardingAction::ConfirmRemove.into());
        }
        if button(ui, ButtonKind::Quiet, say!("Keep it")).clicked() {
            actions.push(ForwardingAction::KeepTarget.into());
        }
    });
}

/// The form by which a target is added or changed. Enter saves, Escape leaves it.
fn form(ui: &mut Ui, inbox: &Inbox, draft: &ForwardTarget, actions: &mut Vec<Action>) {
    let palette = theme::palette(ui);
    let (url_id, name_id) = (Id::unique("target url"), Id::unique("target name"));
    let has_keyboard = ui.memory(|memory| memory.has_focus(url_id) || memory.has_focus(name_id));
    let pressed = |key| has_keyboard && ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
    let (is_entered, is_left) = (pressed(Key::Enter), pressed(Key::Escape));
    let frame = Frame::new()
        .fill(palette.panel)
        .stroke(Stroke::new(1.0, palette.accent))
        .corner_radius(8)
        .inner_margin(Margin::symmetric(16, 14));
    frame.show(ui, |ui| {
        ui.set_width(ui.available_width());
        card_title(ui, if draft.id.is_some() { say!("Change this target") } else { say!("Hand calls on to") });
        ui.add_space(6.0);
        ui.scope(|ui| {
            ui.set_max_width(theme::TEXT_WIDTH.min(ui.available_width()));
            let mut url = draft.url.clone();
            let response = field(ui, url_id, &mut url, "http://localhost:3000/webhook", say!("URL"), 1);
            focus(ui, inbox, Field::TargetUrl, &response, actions);
            if url != draft.url {
                actions.push(ForwardingAction::TypeUrl(url).into());
            }
            ui.add_space(2.0);
            let mut name = draft.name.clone();
            field(ui, name_id, &mut name, say!("Name, if it is to have one"), say!("Name"), 1);
            if name != draft.name {
                actions.push(ForwardingAction::TypeName(name).into());
            }
        });
        let unparsed = say!("Hand on what is not JSON, too");
        if checkbox(ui, unparsed, draft.takes_unparsed, true) {
            actions.push(ForwardingAction::TakeUnparsed(!draft.takes_unparsed).into());
        }
        if draft.id.is_none() {
            small(ui, say!("What arrives from now on is handed on. Refused requests never are."));
        }
        if let Some(obstacle) = inbox.target_obstacle().filter(|_| inbox.tools.forwarding.is_checked) {
            warning(ui, obstacle);
        }
        ui.add_space(8.0);
        ui.horizontal(|ui| {
            if button(ui, ButtonKind::Primary, if draft.id.is_some() { say!("Save") } else { say!("Add") }).clicked() {
                actions.push(ForwardingAction::Save.into());
            }
            if button(ui, ButtonKind::Quiet, say!("Cancel")).clicked() {
                actions.push(ForwardingAction::Cancel.into());
            }
        });
    });
    ui.add_space(6.0);
    // After what was typed in the same frame.
    if is_left {
        ui.memory_mut(egui::Memory::stop_text_input);
        actions.push(ForwardingAction::Cancel.into());
    } else if is_entered {
        actions.push(ForwardingAction::Save.into());
    }
}
