//! The body as a tree that folds: only rows in sight are laid out, whatever its size.

use std::ops::Range;
use std::sync::Arc;

use egui::text::{LayoutJob, TextFormat, TextWrapping};
use egui::{
    Align2, Color32, CornerRadius, Galley, Pos2, Rect, Response, Role, Sense, Stroke, Ui, UiBuilder, Vec2, WidgetInfo,
};

use super::body::{fault_text, top_for};
use super::open::Sheet;
use super::request::deviation_label;
use crate::call::Tone;
use crate::inbox::{Action, BodyAction, BodyView};
use crate::traffic::{JsonFault, LineKind};
use crate::ui::keyboard;
use crate::ui::theme::{self, Palette};
use crate::ui::widgets::{Piece, VirtualRows, line, link, virtual_rows};

const LEFT: f32 = 30.0;
const INDENT: f32 = 15.0;
/// Deeper lines are not moved further in: they would leave the window.
const DEEPEST: u16 = 24;
/// So much of a value is laid out, in bytes: more than a row shows.
const LAID_BYTES: usize = 600;
/// Rows below the tree that show where it stops to be JSON.
const FAULT_ROWS: usize = 2;
/// Bytes shown before and after that place.
const AROUND_FAULT: usize = 36;

pub fn draw(ui: &mut Ui, sheet: &Sheet<'_>, actions: &mut Vec<Action>) {
    let (open, opened) = (sheet.open, sheet.opened);
    let fault = opened.outline.fault.as_ref();
    let tree_rows = open.folds().rows();
    let count = tree_rows + if fault.is_some() { FAULT_ROWS } else { 0 };
    let fit = f64::from(ui.available_height() / theme::CODE_LINE);
    let top = top_for(open, BodyView::Pretty, fit);
    let rows = VirtualRows { count, height: theme::CODE_LINE, top, bar_name: say!("Scroll the body") };
    let sight = virtual_rows(
        ui,
        &rows,
        |_| false,
        |ui, piece, rect| {
            let Piece::Row(row) = piece else { return };
            match (open.folds().line_in(row).filter(|_| row < tree_rows), fault) {
                (Some(line), _) => one(ui, sheet, line, rect, actions),
                (None, Some(fault)) => fault_row(ui, sheet, fault, row == tree_rows, rect),
                (None, None) => {}
            }
        },
    );
    if sight.scrolled_to.is_some() || open.reveal().is_some() {
        actions.push(BodyAction::Scrolled(sight.scrolled_to.unwrap_or(top)).into());
    }
}

fn one(ui: &mut Ui, sheet: &Sheet<'_>, at: usize, rect: Rect, actions: &mut Vec<Action>) {
    let (open, outline) = (sheet.open, &sheet.opened.outline);
    let palette = theme::palette(ui);
    let Some(entry) = outline.lines.get(at) else { return };
    let response = ui.interact(rect, ui.scope_id().with(("line", at)), Sense::click());
    let is_over = ui.rect_contains_pointer(rect);
    let is_chosen = open.chosen() == Some(at);
    if is_chosen {
        ui.painter().rect_filled(rect, 0.0, palette.selected);
    } else if is_over {
        ui.painter().rect_filled(rect, 0.0, palette.hover);
    }
    if open.hit_line() == Some(at) {
        let edge = Rect::from_min_max(rect.min, Pos2::new(rect.left() + 3.0, rect.bottom()));
        ui.painter().rect_filled(edge, CornerRadius::ZERO, palette.accent);
    }
    let x = rect.left() + LEFT + INDENT * f32::from(entry.depth.min(DEEPEST));
    let opens = matches!(entry.kind, LineKind::Opens { children: 1.., .. });
    let is_folded = open.folds().is_folded(at);
    if opens {
        let sign = if is_folded { "▸" } else { "▾" };
        let place = Pos2::new(x - 9.0, rect.center().y);
        ui.painter().text(place, Align2::CENTER_CENTER, sign, theme::mono(11.0), palette.second);
    }
    let deviation = open.deviation_at(at).map(|deviation| deviation_label(&deviation.kind));
    let tag = deviation.map(|text| {
        let (ink, ground) = palette.tone(Tone::Mixed);
        (line(ui, &text, theme::regular(11.5), ink, 190.0), ink, ground)
    });
    let beside = tag.as_ref().map_or(0.0, |(galley, ..)| galley.size().x + 22.0);
    let written = Written::of(sheet, at, is_folded);
    let galley = lay(ui, sheet, &written, (rect.right() - 16.0 - x - beside).max(40.0), palette);
    let end = x + galley.size().x;
    let is_cut = galley.elided || written.is_cut;
    ui.painter().galley(Pos2::new(x, rect.center().y - galley.size().y / 2.0), galley, palette.text);
    if let Some((galley, ink, ground)) = tag {
        let size = galley.size() + Vec2::new(10.0, 2.0);
        let place = Rect::from_min_size(Pos2::new(end + 8.0, rect.center().y - size.y / 2.0), size);
        ui.painter().rect_filled(place, CornerRadius::same(4), ground);
        ui.painter().galley(place.center() - galley.size() / 2.0, galley, ink);
    }
    let spoken = written.spoken(open.deviation_at(at).map(|deviation| deviation_label(&deviation.kind)));
    response.widget_info(|| WidgetInfo::selected(Role::TreeItem, true, is_chosen, &spoken));
    keyboard::ring(ui, &response, rect);
    let is_scalar = !matches!(entry.kind, LineKind::Opens { .. } | LineKind::Closes);
    if response.clicked() {
        actions.push(
            match (opens, is_scalar && is_cut) {
                (true, _) => BodyAction::Toggle(at),
                (_, true) => BodyAction::ShowWhole(Some(at)),
                _ => BodyAction::Choose(at),
            }
            .into(),
        );
    }
    if entry.kind != LineKind::Closes {
        if is_chosen || is_over {
            copies(ui, at, rect, is_chosen, actions);
        }
        menu(&response, at, opens, is_folded, is_scalar && is_cut, actions);
    }
}

/// A line as it is written.
struct Written {
    key: String,
    value: String,
    /// Behind a folded value: how much is in it.
    more: String,
    kind: LineKind,
    is_cut: bool,
}

impl Written {
    fn of(sheet: &Sheet<'_>, at: usize, is_folded: bool) -> Self {
        let (outline, body) = (&sheet.opened.outline, sheet.opened.body.as_slice());
        let entry = &outline.lines[at];
        let key = outline.key_text(at, body).map(|key| key.chars().take(120).collect()).unwrap_or_default();
        let value = entry.value.start as usize..(entry.value.end as usize).min(body.len());
        let laid = value.start..value.end.min(value.start + LAID_BYTES);
        let is_cut = laid.end < value.end;
        let mut text = String::from_utf8_lossy(body.get(laid).unwrap_or_default()).into_owned();
        text = text.chars().map(|c| if c.is_control() { '·' } else { c }).collect();
        let mut more = String::new();
        if let LineKind::Opens { is_object, children, .. } = entry.kind {
            let close = if is_object { "}" } else { "]" };
            text = String::from(if is_object { "{" } else { "[" });
            if children == 0 {
                text.push_str(close);
            } else if is_folded {
                text.push_str(&format!(" … {close}"));
                let children = u64::from(children);
                more = if is_object {
                    say_many!(children, "  {n} field", "  {n} fields")
                } else {
                    say_many!(children, "  {n} item", "  {n} items")
                };
            }
        }
        Self { key, value: text, more, kind: entry.kind, is_cut }
    }

    fn ink(&self, palette: &Palette) -> Color32 {
        match self.kind {
            LineKind::String => palette.code_string,
            LineKind::Number => palette.code_number,
            LineKind::Bool | LineKind::Null => palette.code_word,
            LineKind::Opens { .. } | LineKind::Closes => palette.text,
        }
    }

    /// For a screen reader.
    fn spoken(&self, deviation: Option<String>) -> String {
        let value: String = self.value.chars().take(160).collect();
        let key = if self.key.is_empty() { String::new() } else { format!("{}: ", self.key) };
        let deviation = deviation.map_or_else(String::new, |text| format!(", {text}"));
        format!("{key}{value}{}{deviation}", self.more)
    }
}

fn lay(ui: &Ui, sheet: &Sheet<'_>, written: &Written, width: f32, palette: &Palette) -> Arc<Galley> {
    let mut job = LayoutJob::default();
    let wanted = sheet.open.find().unwrap_or_default();
    let format = |color| TextFormat { font_id: theme::mono(theme::SMALL), color, ..TextFormat::default() };
    let mut append = |text: &str, color| {
        let mut done = 0;
        for place in places_of(text, wanted) {
            job.append(&text[done..place.start], 0.0, format(color));
            job.append(&text[place.clone()], 0.0, TextFormat { background: palette.hit, ..format(palette.text) });
            done = place.end;
        }
        job.append(&text[done..], 0.0, format(color));
    };
    if !written.key.is_empty() {
        append(&written.key, palette.code_key);
        append(": ", palette.text);
    }
    append(&written.value, written.ink(palette));
    append(&written.more, palette.second);
    job.wrap = TextWrapping::truncate_at_width(width);
    job.break_on_newline = false;
    ui.painter().layout_job(job)
}

/// Where some words stand in a text, whatever the case of their letters (as far as those are ASCII).
pub fn places_of(text: &str, wanted: &str) -> Vec<Range<usize>> {
    let wanted = wanted.trim();
    if wanted.is_empty() || wanted.len() > text.len() {
        return Vec::new();
    }
    let mut places = Vec::new();
    let mut at = 0;
    while at + wanted.len() <= text.len() {
        let end = at + wanted.len();
        if text.get(at..end).is_some_and(|part| part.eq_ignore_ascii_case(wanted)) {
            places.push(at..end);
            at = end;
        } else {
            at += 1;
        }
    }
    places
}

/// What can be copied of a line, at its end.
fn copies(ui: &mut Ui, at: usize, rect: Rect, is_chosen: bool, actions: &mut Vec<Action>) {
    let palette = theme::palette(ui);
    let place = Rect::from_min_max(Pos2::new(rect.right() - 128.0, rect.top()), rect.max - Vec2::new(14.0, 0.0));
    let ground = if is_chosen { palette.selected } else { palette.hover };
    ui.painter().rect_filled(place.expand2(Vec2::new(8.0, 0.0)), 0.0, ground);
    let layout = egui::Layout::right_to_left(egui::Align::Center);
    ui.scope_builder(UiBuilder::new().max_rect(place).layout(layout).id_salt(("copies", at)), |ui| {
        ui.spacing_mut().item_spacing.x = 10.0;
        if link(ui, say!("copy value"), say!("Copy the value")).clicked() {
            actions.push(BodyAction::CopyValue(at).into());
        }
        if link(ui, say!("path"), say!("Copy the path")).clicked() {
            actions.push(BodyAction::CopyPath(at).into());
        }
    });
}

fn menu(response: &Response, at: usize, opens: bool, is_folded: bool, is_cut: bool, actions: &mut Vec<Action>) {
    response.context_menu(|ui| {
        ui.set_min_width(150.0);
        let mut entry = |ui: &mut Ui, text: &str, action: BodyAction| {
            if ui.button(text).clicked() {
                actions.push(action.into());
                ui.close();
            }
        };
        entry(ui, say!("Copy the path"), BodyAction::CopyPath(at));
        entry(ui, say!("Copy the value"), BodyAction::CopyValue(at));
        if is_cut {
            entry(ui, say!("Show it whole"), BodyAction::ShowWhole(Some(at)));
        }
        if opens {
            entry(ui, if is_folded { say!("Unfold") } else { say!("Fold") }, BodyAction::Toggle(at));
        }
    });
}

/// What is wrong, and below it the bytes around that place.
fn fault_row(ui: &Ui, sheet: &Sheet<'_>, fault: &JsonFault, is_first: bool, rect: Rect) {
    let palette = theme::palette(ui);
    ui.painter().rect_filled(rect, 0.0, palette.bad_ground);
    let edge = Rect::from_min_max(rect.min, Pos2::new(rect.left() + 3.0, rect.bottom()));
    ui.painter().rect_filled(edge, CornerRadius::ZERO, palette.bad);
    let (x, y) = (rect.left() + 14.0, rect.center().y);
    if is_first {
        let text = line(ui, &fault_text(fault), theme::medium(theme::SMALL), palette.bad, rect.width() - 28.0);
        ui.painter().galley(Pos2::new(x, y - text.size().y / 2.0), text, palette.bad);
        return;
    }
    let body = &sheet.opened.body;
    let at = fault.at.min(body.len());
    let before = text_of(&body[at.saturating_sub(AROUND_FAULT)..at]);
    let here = body.get(at..).and_then(|rest| rest.utf8_chunks().next()).map(|chunk| chunk.valid());
    let here = here.and_then(|text| text.chars().next());
    let here_bytes = here.map_or(usize::from(at < body.len()), char::len_utf8);
    let after = text_of(&body[(at + here_bytes).min(body.len())..(at + here_bytes + AROUND_FAULT).min(body.len())]);
    let here = match here {
        Some(c) => text_of(c.to_string().as_bytes()),
        None if at < body.len() => String::from("\u{fffd}"),
        None => say!("end").to_owned(),
    };
    let mut job = LayoutJob::default();
    let format = TextFormat { font_id: theme::mono(theme::SMALL), color: palette.text, ..TextFormat::default() };
    job.append(&before, 0.0, format.clone());
    job.append(&here, 0.0, TextFormat { background: palette.bad, color: palette.panel, ..format.clone() });
    job.append(&after, 0.0, format);
    job.wrap = TextWrapping::truncate_at_width(rect.width() - 28.0);
    job.break_on_newline = false;
    let galley = ui.painter().layout_job(job);
    ui.painter().galley(Pos2::new(x, y - galley.size().y / 2.0), galley, palette.text);
    ui.painter().hline(rect.x_range(), rect.bottom() - 0.5, Stroke::new(1.0, palette.bad_ground));
}

/// Bytes as text in a line.
fn text_of(bytes: &[u8]) -> String {
    let sign = |c: char| match c {
        '\n' => '⏎',
        '\t' => '→',
        c if c.is_control() => '·',
        c => c,
    };
    String::from_utf8_lossy(bytes).chars().map(sign).collect()
}
