//! The request as text, in the form by which it is sent again: its method, its headers a line each, its body.

use egui::{EventFilter, Frame, Id, Label, Margin, Response, RichText, ScrollArea, TextEdit, Ui};

use super::parts::{narrow_field, text_line, warning};
use crate::inbox::{Action, EditedText, Field, Inbox, ResendAction};
use crate::ui::keyboard;
use crate::ui::tasks::focus;
use crate::ui::theme;
use crate::ui::widgets::link_button;

pub fn draw(ui: &mut Ui, inbox: &Inbox, edited: &EditedText, actions: &mut Vec<Action>) {
    label(ui, say!("Method"));
    let (_, typed) = narrow_field(ui, Id::unique("resend method"), &edited.method, "POST", say!("Method"), 110.0);
    actions.extend(typed.map(|typed| ResendAction::TypeMethod(typed).into()));
    ui.add_space(6.0);
    text_line(ui, |ui| {
        label(ui, say!("Headers, a line each"));
        if edited.is_masked && link_button(ui, say!("Show secrets")).clicked() {
            actions.push(ResendAction::ShowSecrets.into());
        }
    });
    let mut headers = edited.headers.clone();
    code_field(ui, Id::unique("resend headers"), &mut headers, say!("Headers"), 4, 110.0);
    if headers != edited.headers {
        actions.push(ResendAction::TypeHeaders(headers).into());
    }
    ui.add_space(6.0);
    label(ui, say!("Body"));
    // Above the body, where it is in sight while one writes.
    if let Some(fault) = &edited.fault {
        warning(ui, &say!("{fault}. It can be sent all the same.", fault = fault.trim_end_matches('.')));
    }
    let mut body = edited.body.clone();
    let response = code_field(ui, Id::unique("resend body"), &mut body, say!("Body"), 8, 260.0);
    focus(ui, inbox, Field::ResendBody, &response, actions);
    if body != edited.body {
        actions.push(ResendAction::TypeBody(body).into());
    }
}

fn label(ui: &mut Ui, text: &str) {
    let text = RichText::new(text).font(theme::medium(theme::SMALL)).color(theme::palette(ui).second);
    ui.add(Label::new(text).selectable(false));
}

/// A field of several lines in even letters; scrolls beyond a height.
fn code_field(ui: &mut Ui, id: Id, text: &mut String, name: &str, rows: usize, height: f32) -> Response {
    let palette = theme::palette(ui);
    let filter = EventFilter { horizontal_arrows: true, vertical_arrows: true, ..EventFilter::default() };
    let is_focused = ui.memory(|memory| memory.has_focus(id));
    if is_focused {
        keyboard::shown(ui, id);
    }
    let frame = Frame::new()
        .fill(palette.panel)
        .stroke(theme::field_edge(ui, is_focused))
        .corner_radius(theme::RADIUS)
        .inner_margin(Margin::symmetric(8, 6));
    frame
        .show(ui, |ui| {
            ScrollArea::vertical().id_salt(id).max_height(height).show(ui, |ui| {
                let edit = TextEdit::multiline(text)
                    .id(id)
                    .frame(Frame::NONE)
                    .event_filter(filter)
                    .font(theme::mono(theme::SMALL))
                    .desired_rows(rows)
                    .desired_width(f32::INFINITY);
                ui.add(edit).accessible_name(name)
            })
        })
        .inner
        .inner
}
