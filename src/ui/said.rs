//! What the analysis says, with small links to where it was said in the transcript.

use egui::text::TextFormat;
use egui::{Color32, CursorIcon, Rect, Role, Sense, Stroke, Ui, WidgetInfo};

use super::keyboard;
use super::theme;
use super::widgets::{hits_in, link_button, marked, script, selectable};
use crate::inbox::{Action, Inbox, TranscriptAction, sentences, time_label};

/// "0:15", or "said here" where there are no times.
fn label(inbox: &Inbox, turn: usize) -> String {
    let shown = inbox.transcript.conversation();
    let start_ms = shown.and_then(|shown| shown.transcript.turns.get(turn)?.start_ms);
    start_ms.map_or_else(|| say!("said here").to_owned(), time_label)
}

fn name(label: &str) -> String {
    if label == say!("said here") {
        say!("Go to where it was said").to_owned()
    } else {
        say!("Go to where it was said, {time}", time = label)
    }
}

/// A link in a line of others.
pub fn link(ui: &mut Ui, inbox: &Inbox, turn: usize, actions: &mut Vec<Action>) {
    let text = label(inbox, turn);
    let response = link_button(ui, &text);
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, name(&text)));
    if response.on_hover_text(say!("Where it was said")).clicked() {
        actions.push(TranscriptAction::GoTo(turn).into());
    }
}

/// A text that was said at one place, if it was.
pub fn whole(ui: &mut Ui, inbox: &Inbox, text: &str, ink: Color32, actions: &mut Vec<Action>) {
    let place = inbox.transcript.place_of(text).map(|turn| (text.len(), turn));
    linked(ui, inbox, text, place.as_slice(), ink, actions);
}

/// A text whose sentences may have been said.
pub fn text(ui: &mut Ui, inbox: &Inbox, text: &str, ink: Color32, actions: &mut Vec<Action>) {
    let mut places: Vec<(usize, usize)> = Vec::new();
    if inbox.transcript.conversation().is_some() {
        for sentence in sentences(text) {
            places.extend(inbox.transcript.place_of(&text[sentence.clone()]).map(|turn| (sentence.end, turn)));
        }
    }
    linked(ui, inbox, text, &places, ink, actions);
}

/// A text with links behind some places of it, in bytes.
fn linked(ui: &mut Ui, inbox: &Inbox, text: &str, places: &[(usize, usize)], ink: Color32, actions: &mut Vec<Action>) {
    if places.is_empty() {
        selectable(ui, text, theme::regular(theme::BODY), ink);
        return;
    }
    let palette = theme::palette(ui);
    let body = TextFormat {
        font_id: theme::regular(theme::BODY),
        color: ink,
        line_height: Some(theme::LINE),
        ..TextFormat::default()
    };
    let link = TextFormat { font_id: theme::medium(theme::SMALL), color: palette.accent, ..body.clone() };
    let hits = hits_in(ui, text);
    let mut job = egui::text::LayoutJob::default();
    let mut links = Vec::new();
    let mut done = 0;
    for (end, turn) in places {
        append(ui, &mut job, text, done..*end, &hits, &body);
        let label = label(inbox, *turn).replace(' ', "\u{a0}");
        job.append("\u{a0}", 0.0, body.clone());
        let from = job.text.chars().count();
        job.append(&label, 0.0, link.clone());
        links.push((from, from + label.chars().count(), *turn));
        done = *end;
    }
    append(ui, &mut job, text, done..text.len(), &hits, &body);
    job.wrap.max_width = script::room(ui, &job);
    let galley = script::lay(ui, job);
    let response = script::words(ui, &galley);
    for (at, (from, to, turn)) in links.into_iter().enumerate() {
        let place = script::places(&galley, &(from..to)).into_iter().next().unwrap_or(Rect::ZERO);
        let place = place.translate(response.rect.min.to_vec2());
        let link = ui.interact(place.expand2(egui::vec2(2.0, 0.0)), ui.scope_id().with(("said", at)), Sense::click());
        let text = label(inbox, turn);
        link.widget_info(|| WidgetInfo::labeled(Role::Button, true, name(&text)));
        keyboard::ring(ui, &link, place.expand2(egui::vec2(3.0, 0.0)));
        if link.hovered() {
            ui.painter().hline(place.x_range(), place.bottom() - 2.0, Stroke::new(1.0, palette.accent));
        }
        if link.on_hover_cursor(CursorIcon::PointingHand).on_hover_text(say!("Where it was said")).clicked() {
            actions.push(TranscriptAction::GoTo(turn).into());
        }
    }
}

/// A part of a text with what was found in it marked.
fn append(
    ui: &Ui,
    job: &mut egui::text::LayoutJob,
    text: &str,
    part: core::ops::Range<usize>,
    hits: &[core::ops::Range<usize>],
    format: &TextFormat,
) {
    let within = hits.iter().filter(|hit| hit.start >= part.start && hit.end <= part.end);
    let hits: Vec<_> = within.map(|hit| hit.start - part.start..hit.end - part.start).collect();
    let one = marked(ui, &text[part], &hits, format);
    for section in &one.sections {
        let range = section.byte_range.start.0..section.byte_range.end.0;
        job.append(&one.text[range], 0.0, section.format.clone());
    }
}
