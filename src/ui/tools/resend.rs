//! The form by which a request is sent again. Ctrl+Enter sends, Escape leaves it; what is on its way goes on.

use egui::{Context, Id, Key, Label, Modifiers, RichText, ScrollArea, Ui, UiBuilder};

use super::parts::{checkbox, chosen_edge, flow, labelled, narrow_field, progress_bar, small, warning};
use super::resend_text;
use crate::call::shown_target;
use crate::inbox::{Action, Field, Inbox, ResendAction, ResendForm, bytes_label};
use crate::traffic::REPLAY_HEADER;
use crate::ui::dialog::{self, Place};
use crate::ui::keyboard;
use crate::ui::tasks::focus;
use crate::ui::theme;
use crate::ui::widgets::{ButtonKind, Segment, button, chip_button, field, segmented};

const WIDTH: f32 = 580.0;
/// With the request as text in it.
const WIDE: f32 = 760.0;
/// What stands around the choices, in points.
const AROUND: f32 = 222.0;
/// Of the margin, for the bar, in points.
const BAR: f32 = 16.0;
/// How often, to choose from at once.
const TIMES: [&str; 3] = ["1", "10", "100"];

pub fn draw(ctx: &Context, inbox: &Inbox, actions: &mut Vec<Action>) {
    let Some(form) = &inbox.tools.resend else { return };
    let pressed = |modifiers, key| ctx.input_mut(|input| input.consume_key(modifiers, key));
    if pressed(Modifiers::NONE, Key::Escape) {
        actions.push(ResendAction::Close.into());
    }
    let one_line = [url_id(), times_id()];
    let is_in_one_line = ctx.memory(|memory| memory.focused().is_some_and(|id| one_line.contains(&id)));
    let is_sent = pressed(Modifiers::COMMAND, Key::Enter) || is_in_one_line && pressed(Modifiers::NONE, Key::Enter);
    let width = if form.edited.is_some() { WIDE } else { WIDTH };
    let modal = dialog::show(ctx, "resend form", Place::Middle, width, 20, |ui| {
        head(ui, form);
        ui.add_space(12.0);
        // Below stand the buttons, always in sight.
        let most = dialog::room_for(ctx, Place::Middle, AROUND, f32::INFINITY);
        let room = ui.available_rect_before_wrap();
        // The bar stands in the margin: the fields end where the buttons do.
        let with_bar = room.with_max_x(room.right() + BAR);
        let mut area = ui.new_child(UiBuilder::new().max_rect(with_bar).id_salt("choices"));
        ScrollArea::vertical().max_height(most).auto_shrink([false, true]).show(&mut area, |ui| {
            ui.set_max_width(room.width());
            choices(ui, inbox, form, actions);
            keyboard::keep_in_sight(ui);
        });
        ui.advance_cursor_after_rect(area.min_rect().with_max_x(room.right()));
        foot(ui, inbox, form, actions);
    });
    if modal.backdrop_response.clicked() && form.edited.is_none() {
        actions.push(ResendAction::Close.into());
    }
    // After what was typed in the same frame.
    if is_sent {
        actions.push(ResendAction::Send.into());
    }
}

fn url_id() -> Id {
    Id::unique("resend url")
}

fn times_id() -> Id {
    Id::unique("resend times")
}

/// Which request it is.
fn head(ui: &mut Ui, form: &ResendForm) {
    let palette = theme::palette(ui);
    let row = &form.opened.row;
    let title = say!("Send #{number} again", number = row.note.id.0);
    dialog::title(ui, &title);
    let size = bytes_label(row.note.body_bytes);
    let mut said = format!("{} {} · {size}", row.note.method, shown_target(&row.note.path));
    if let Some(title) = &row.title {
        said.push_str(&format!(" · {title}"));
    }
    let said = RichText::new(said).font(theme::regular(theme::SMALL)).color(palette.second);
    ui.add(Label::new(said).truncate().selectable(false));
}

fn choices(ui: &mut Ui, inbox: &Inbox, form: &ResendForm, actions: &mut Vec<Action>) {
    labelled(ui, say!("To"), |ui| {
        let offered = [Segment::new(say!("Our own listener"), false), Segment::new(say!("A URL"), true)];
        let chosen = segmented(ui, &offered, form.is_to_url);
        actions.extend(chosen.map(|is_to_url| ResendAction::ToUrl(is_to_url).into()));
        if form.is_to_url {
            to_url(ui, inbox, form, actions);
        }
    });
    labelled(ui, say!("Times"), |ui| {
        flow(ui, |ui| {
            let offered = TIMES.map(|times| Segment::new(times, times));
            let chosen = segmented(ui, &offered, form.times.trim());
            actions.extend(chosen.map(|times| ResendAction::TypeTimes(times.to_owned()).into()));
            let is_offered = TIMES.contains(&form.times.trim());
            let shown = if is_offered { "" } else { form.times.as_str() };
            let (response, typed) = narrow_field(ui, times_id(), shown, say!("Another"), say!("Times"), 90.0);
            chosen_edge(ui, &response, !shown.trim().is_empty());
            actions.extend(typed.map(|typed| ResendAction::TypeTimes(typed).into()));
        });
    });
    labelled(ui, say!("Request"), |ui| match form.edit_obstacle() {
        Some(obstacle) => {
            checkbox(ui, say!("Edit first"), false, false);
            small(ui, &obstacle);
        }
        None => {
            if checkbox(ui, say!("Edit first"), form.edited.is_some(), true) {
                actions.push(ResendAction::Edit(form.edited.is_none()).into());
            }
        }
    });
    if let Some(edited) = &form.edited {
        resend_text::draw(ui, inbox, edited, actions);
    }
}

fn to_url(ui: &mut Ui, inbox: &Inbox, form: &ResendForm, actions: &mut Vec<Action>) {
    ui.add_space(4.0);
    let mut url = form.url.clone();
    let response = field(ui, url_id(), &mut url, "http://localhost:3000/webhook", say!("URL"), 1);
    focus(ui, inbox, Field::ResendUrl, &response, actions);
    if url != form.url {
        actions.push(ResendAction::TypeUrl(url).into());
    }
    let others: Vec<_> = inbox.tools.urls_to_offer().into_iter().filter(|(url, _)| *url != form.url).collect();
    if !others.is_empty() {
        ui.add_space(4.0);
        flow(ui, |ui| {
            for (url, shown) in others {
                if chip_button(ui, &shown, &say!("Send to {target}", target = shown)).clicked() {
                    actions.push(ResendAction::TypeUrl(url).into());
                }
            }
        });
    }
}

fn foot(ui: &mut Ui, inbox: &Inbox, form: &ResendForm, actions: &mut Vec<Action>) {
    ui.add_space(4.0);
    let said = say!(
        "It carries the header {header}: {number}, by which it is told from a new call.",
        header = REPLAY_HEADER,
        number = form.id().0
    );
    small(ui, &said);
    outcome(ui, form);
    if let Some(obstacle) = form.obstacle().filter(|_| form.is_checked) {
        ui.add_space(4.0);
        warning(ui, &obstacle);
    }
    dialog::buttons(ui, |ui| {
        if form.is_sending {
            let stop = button(ui, ButtonKind::Primary, say!("Stop"));
            focus(ui, inbox, Field::ResendSend, &stop, actions);
            if stop.clicked() {
                actions.push(ResendAction::Stop.into());
            }
        } else {
            let text = if form.sent.is_some() { say!("Send once more") } else { say!("Send") };
            let send = button(ui, ButtonKind::Primary, if form.times.trim() == "1" { text } else { say!("Send") });
            focus(ui, inbox, Field::ResendSend, &send, actions);
            // The keyboard is never left without a place while this is open.
            if ui.memory(|memory| memory.focused().is_none()) {
                send.request_focus();
            }
            if send.on_hover_text(say!("Ctrl+Enter")).clicked() {
                actions.push(ResendAction::Send.into());
            }
        }
        if button(ui, ButtonKind::Plain, say!("Close")).on_hover_text(say!("Esc")).clicked() {
            actions.push(ResendAction::Close.into());
        }
    });
}

/// How it goes, and what was answered last.
fn outcome(ui: &mut Ui, form: &ResendForm) {
    let palette = theme::palette(ui);
    if let Some(failure) = &form.failure {
        ui.add_space(6.0);
        warning(ui, failure);
    }
    let Some((sent, progress)) = form.sent.as_ref().zip(form.progress()) else {
        if form.is_sending {
            ui.add_space(6.0);
            small(ui, say!("On its way…"));
        }
        return;
    };
    ui.add_space(8.0);
    if sent.of > 1 {
        progress_bar(ui, sent.tried as f32 / sent.of as f32, ui.available_width().min(220.0));
    }
    let is_taken = sent.status.is_some_and(|status| (200..300).contains(&status));
    let ink = if is_taken { palette.good } else { palette.bad };
    ui.add(
        Label::new(
            RichText::new(say!("{progress} · {target}", progress = progress, target = sent.to))
                .font(theme::medium(theme::SMALL))
                .color(ink),
        )
        .wrap(),
    );
    if let Some(why) = &sent.why {
        small(ui, why);
    }
    if !sent.answer.trim().is_empty() {
        let answer: String = sent.answer.chars().take(400).collect();
        let answer = RichText::new(answer).font(theme::mono(11.5)).color(palette.text);
        ui.add(Label::new(answer).wrap());
    }
}
