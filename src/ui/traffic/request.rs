//! What came: the request line, the headers, who sent it, how it stands to the contract, what became of it.

use egui::{Align, Frame, Label, Layout, Margin, Panel, RichText, ScrollArea, Ui};

use super::menu;
use super::open::{INDENT, Sheet};
use crate::call::{Tone, shown_header, shown_target};
use crate::inbox::{
    Action, BodyAction, TrafficAction, budget_label, bytes_label, count_label, full_stamp, millis_label,
};
use crate::traffic::{Deviation, DeviationKind, ForwardNote, ForwardState};
use crate::ui::blocks::labelled;
use crate::ui::keyboard;
use crate::ui::theme;
use crate::ui::widgets::{ButtonKind, button, icon, icon_button, link, section_title, selectable};

/// The widest that the names of headers get, in points.
const NAME_WIDTH: f32 = 150.0;
/// Deviations of a kind that are listed; the contract's page counts them all.
const LISTED: usize = 40;

pub fn draw(ui: &mut Ui, sheet: &Sheet<'_>, actions: &mut Vec<Action>) {
    foot(ui, sheet, actions);
    let id = sheet.opened.row.note.id;
    ScrollArea::vertical().id_salt(("request", id.0)).auto_shrink(false).show(ui, |ui| {
        Frame::new().inner_margin(Margin { left: 18, right: 18, top: 4, bottom: 18 }).show(ui, |ui| {
            ui.set_max_width(theme::TEXT_WIDTH.min(ui.available_width()));
            ui.spacing_mut().item_spacing = egui::vec2(8.0, 3.0);
            ui.spacing_mut().interact_size.y = theme::LINE;
            lines(ui, sheet, actions);
            part(ui, say!("Timing"), |ui| timing(ui, sheet));
            part(ui, say!("Sender"), |ui| sender(ui, sheet, actions));
            if !sheet.opened.contract.is_empty() {
                part(ui, say!("Contract"), |ui| contract(ui, &sheet.opened.contract, actions));
            }
            if !sheet.opened.row.note.changes.is_empty() {
                part(ui, say!("What it changed"), |ui| changes(ui, sheet, actions));
            }
            if !sheet.opened.forwards.is_empty() {
                part(ui, say!("Handed on"), |ui| sheet.opened.forwards.iter().for_each(|note| forward(ui, note)));
            }
        });
        keyboard::keep_in_sight(ui);
    });
}

fn part(ui: &mut Ui, title: &str, draw: impl FnOnce(&mut Ui)) {
    ui.add_space(16.0);
    section_title(ui, title);
    draw(ui);
}

/// The request line and the headers as they came.
fn lines(ui: &mut Ui, sheet: &Sheet<'_>, actions: &mut Vec<Action>) {
    let palette = theme::palette(ui);
    let (row, shows_secrets) = (&sheet.opened.row, sheet.open.shows_secrets());
    let masked = shown_target(&row.note.path);
    let is_secret = masked != row.note.path;
    let target = if shows_secrets { &row.note.path } else { &masked };
    ui.horizontal_wrapped(|ui| {
        selectable(ui, format!("{} {target}", row.note.method), theme::mono(theme::SMALL), palette.text);
        if is_secret {
            secret(ui, shows_secrets, say!("the request line"), actions);
        }
    });
    ui.add_space(3.0);
    if sheet.opened.headers.is_empty() {
        ui.label(RichText::new(say!("No headers were read.")).color(palette.second));
    }
    let width = NAME_WIDTH.min(ui.available_width() * 0.4);
    for header in &sheet.opened.headers {
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = 10.0;
            ui.vertical(|ui| {
                ui.set_width(width);
                selectable(ui, &header.name, theme::mono(theme::SMALL), palette.second);
            });
            let shown = shown_header(&header.name, &header.value);
            let is_secret = shown != header.value;
            let value = if shows_secrets { header.value.as_str() } else { &shown };
            ui.vertical(|ui| {
                ui.horizontal_wrapped(|ui| {
                    selectable(ui, value, theme::mono(theme::SMALL), palette.text);
                    if is_secret {
                        secret(ui, shows_secrets, &header.name, actions);
                    }
                });
            });
        });
    }
}

fn secret(ui: &mut Ui, is_shown: bool, of: &str, actions: &mut Vec<Action>) {
    let (text, name) = if is_shown {
        (say!("mask"), say!("Mask the secret in {place}", place = of))
    } else {
        (say!("show"), say!("Show the secret in {place}", place = of))
    };
    if link(ui, text, &name).on_hover_text(say!("Shows or masks the secrets of this request (X)")).clicked() {
        actions.push(TrafficAction::ToggleSecrets.into());
    }
}

fn said(ui: &mut Ui, label: &str, text: impl Into<String>) {
    let ink = theme::palette(ui).text;
    labelled(ui, label, |ui| {
        selectable(ui, text, theme::regular(theme::BODY), ink);
    });
}

fn timing(ui: &mut Ui, sheet: &Sheet<'_>) {
    // The table's row may know it already.
    let note = &sheet.opened.row.note;
    let told = sheet.inbox.traffic.list.row(note.id).and_then(|row| row.note.took_micros);
    said(ui, say!("Answered after"), budget_label(note.took_micros.or(told)));
    said(ui, say!("Received"), full_stamp(note.received_at, &sheet.inbox.zone));
    let (here, declared) = (sheet.opened.body.len() as u64, note.body_bytes);
    let size = if here == declared {
        bytes_label(declared)
    } else {
        say!("{here} of {all}: it was cut at the limit", here = bytes_label(here), all = bytes_label(declared))
    };
    said(ui, say!("Body"), size);
}

fn sender(ui: &mut Ui, sheet: &Sheet<'_>, actions: &mut Vec<Action>) {
    let palette = theme::palette(ui);
    let row = &sheet.opened.row;
    said(ui, say!("From"), row.note.peer.as_deref().unwrap_or(say!("not known")));
    if row.note.source != "default" {
        said(ui, say!("Endpoint"), &row.note.source);
    }
    said(ui, say!("Request"), format!("#{}", row.note.id.0));
    if let Some(of) = row.replay_of {
        labelled(ui, say!("Sent again of"), |ui| {
            let text = format!("#{}", of.0);
            if link(ui, &text, &say!("Open request {number}", number = text)).clicked() {
                actions.push(TrafficAction::Show(of).into());
            }
        });
    }
    if let Some(reason) = &row.note.reason {
        labelled(ui, say!("Reason"), |ui| {
            selectable(ui, reason, theme::regular(theme::BODY), palette.text);
        });
    }
    if let Some(id) = &row.note.call_id {
        labelled(ui, say!("Call"), |ui| {
            let name = row.title.clone().unwrap_or_else(|| id.to_string());
            if link(ui, &name, say!("Open the call of the request")).on_hover_text(say!("Opens the call (O)")).clicked()
            {
                actions.push(TrafficAction::OpenCall.into());
            }
        });
    }
}

fn contract(ui: &mut Ui, deviations: &[Deviation], actions: &mut Vec<Action>) {
    let of = |is_it: fn(&DeviationKind) -> bool| -> Vec<&Deviation> {
        deviations.iter().filter(|deviation| is_it(&deviation.kind)).collect()
    };
    let kinds = [
        (say!("Missing"), Tone::Neutral, of(|kind| matches!(kind, DeviationKind::Missing))),
        (say!("New here"), Tone::Mixed, of(|kind| matches!(kind, DeviationKind::New))),
        (say!("Retyped"), Tone::Mixed, of(|kind| matches!(kind, DeviationKind::Retyped { .. }))),
    ];
    for (label, tone, found) in kinds.into_iter().filter(|(_, _, found)| !found.is_empty()) {
        labelled(ui, label, |ui| {
            ui.horizontal_wrapped(|ui| {
                ui.spacing_mut().item_spacing = egui::vec2(5.0, 4.0);
                for deviation in found.iter().take(LISTED) {
                    if field(ui, deviation, tone) {
                        actions.push(BodyAction::GoTo(deviation.path.clone()).into());
                    }
                }
                if found.len() > LISTED {
                    let more = say!("and {count} more", count = count_label((found.len() - LISTED) as u64));
                    ui.label(RichText::new(more).color(theme::palette(ui).second));
                }
            });
        });
    }
}

/// What a deviation is, in a few words.
pub fn deviation_label(kind: &DeviationKind) -> String {
    match kind {
        DeviationKind::Missing => say!("missing").to_owned(),
        DeviationKind::New => say!("new field").to_owned(),
        DeviationKind::Retyped { expected, found } => {
            say!("{found}, not {expected}", found = found, expected = expected)
        }
    }
}

/// A field's path as a chip; true when it is clicked.
fn field(ui: &mut Ui, deviation: &Deviation, tone: Tone) -> bool {
    let text = match &deviation.kind {
        DeviationKind::Missing | DeviationKind::New => deviation.path.clone(),
        kind @ DeviationKind::Retyped { .. } => format!("{}: {}", deviation.path, deviation_label(kind)),
    };
    let name = match deviation.kind {
        DeviationKind::Missing => say!("{path} is missing: show where it would stand", path = deviation.path),
        DeviationKind::New | DeviationKind::Retyped { .. } => say!("Show {path} in the body", path = deviation.path),
    };
    let (ink, ground) = theme::palette(ui).tone(tone);
    crate::ui::widgets::field_chip(ui, &text, &name, ink, ground).clicked()
}

fn changes(ui: &mut Ui, sheet: &Sheet<'_>, actions: &mut Vec<Action>) {
    let palette = theme::palette(ui);
    for change in &sheet.opened.row.note.changes {
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing.x = 6.0;
            if link(ui, &change.path, &say!("Show {path} in the body", path = change.path)).clicked() {
                actions.push(BodyAction::GoTo(change.path.clone()).into());
            }
            let text = match &change.before {
                Some(before) => format!("{before} → {}", change.after),
                None => say!("added: {value}", value = change.after),
            };
            ui.add(Label::new(RichText::new(text).color(palette.text)).wrap());
        });
    }
}

fn forward(ui: &mut Ui, note: &ForwardNote) {
    let palette = theme::palette(ui);
    let tries = say_many!(u64::from(note.tries), "{n} try", "{n} tries");
    let answer = match (note.status, note.took_micros) {
        (Some(status), Some(took)) => say!("{status} after {time}", status = status, time = millis_label(took)),
        (Some(status), None) => status.to_string(),
        (None, _) => String::new(),
    };
    let (ink, what) = match note.state {
        ForwardState::Sent => (palette.good, say!("handed on").to_owned()),
        ForwardState::Waiting if note.tries == 0 => (palette.second, say!("on its way").to_owned()),
        ForwardState::Waiting => (palette.mixed, say!("tried again later, {tries} so far", tries = tries)),
        ForwardState::Dead => (palette.bad, say!("given up after {tries}", tries = tries)),
    };
    labelled(ui, &note.target_name, |ui| {
        ui.add(Label::new(RichText::new(what).color(ink)).wrap());
        let why = note.why.clone().unwrap_or_default();
        let more = [answer, why].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(": ");
        if !more.is_empty() {
            let small = RichText::new(more).font(theme::regular(theme::SMALL)).color(palette.second);
            ui.add(Label::new(small).wrap());
        }
    });
}

/// What can be done with it.
fn foot(ui: &mut Ui, sheet: &Sheet<'_>, actions: &mut Vec<Action>) {
    let palette = theme::palette(ui);
    let panel = Panel::bottom("what to do with the request")
        .show_separator_line(false)
        .frame(Frame::new().fill(palette.panel).inner_margin(Margin { left: 18, right: 10, top: 7, bottom: 7 }))
        .show(ui, |ui| {
            ui.horizontal(|ui| {
                ui.spacing_mut().item_spacing.x = 8.0;
                let copy = button(ui, ButtonKind::Plain, say!("Copy as cURL"));
                if copy.on_hover_text(say!("A command that sends the same bytes again (C)")).clicked() {
                    actions.push(TrafficAction::CopyCurl.into());
                }
                if button(ui, ButtonKind::Plain, say!("Send again…"))
                    .on_hover_text(say!("Here or to any URL (R)"))
                    .clicked()
                {
                    actions.push(TrafficAction::SendAgain.into());
                }
                if ui.available_width() > 138.0 {
                    let compare = button(ui, ButtonKind::Plain, say!("Compare…"));
                    if compare.on_hover_text(say!("With another request (D)")).clicked() {
                        actions.push(TrafficAction::Compare.into());
                    }
                }
                ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                    let name = say!("More to do with the request");
                    let more = icon_button(ui, ButtonKind::Plain, icon::MORE, false, palette.second, name);
                    menu::draw(sheet, &more, actions);
                });
            });
        });
    let edge = panel.response.rect;
    ui.painter().hline(edge.left() - INDENT..=edge.right(), edge.top() + 0.5, theme::hairline(ui));
}
