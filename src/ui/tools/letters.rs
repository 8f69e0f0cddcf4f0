//! Requests that a target does not have: those that were given up, and those that wait after a failure.

use egui::{Align, Label, Layout, RichText, Sense, Ui, Vec2};

use super::parts::{line_with_end, small};
use crate::inbox::{Action, ForwardingAction, Inbox, ToolAction, count_label, full_stamp, wait_label, when_label};
use crate::traffic::{ForwardNote, Forwarding};
use crate::ui::theme;
use crate::ui::widgets::{ButtonKind, line, link_button, named_button, section_title};

const ROW_HEIGHT: f32 = 40.0;
/// Widths of the columns, in points.
const NUMBER: f32 = 74.0;
/// The least and the most that names of targets get, and the space after them.
const LEAST_TARGET: f32 = 80.0;
const MOST_TARGET: f32 = 260.0;
const AFTER_TARGET: f32 = 20.0;
const WHEN: f32 = 118.0;
const BUTTON: f32 = 104.0;

/// Those that were given up.
pub fn dead(ui: &mut Ui, inbox: &Inbox, known: &Forwarding, actions: &mut Vec<Action>) {
    let count = inbox.tools.forwarding.dead().max(known.dead.len() as u64);
    let title = say!("Given up ({count})", count = count_label(count));
    line_with_end(
        ui,
        |ui| section_title(ui, &title),
        |ui| {
            if count > 1 && link_button(ui, say!("Send all again")).clicked() {
                actions.push(ForwardingAction::ReviveAll.into());
            }
        },
    );
    small(ui, say!("Tried many times and not taken. They stay here until you send them again or remove the target."));
    ui.spacing_mut().item_spacing.y = 0.0;
    let target = target_width(ui, known);
    for note in &known.dead {
        ui.push_id(note.id, |ui| {
            row(ui, inbox, note, target, actions, |ui, actions| {
                let name =
                    say!("Send #{number} to {target} again", number = note.delivery.0, target = note.target_name);
                if named_button(ui, ButtonKind::Plain, say!("Send again"), &name).clicked() {
                    actions.push(ForwardingAction::Revive(note.target, Some(note.id)).into());
                }
            });
        });
    }
    more(ui, count, known.dead.len());
}

/// Those that wait and were tried already.
pub fn waiting(ui: &mut Ui, inbox: &Inbox, known: &Forwarding, actions: &mut Vec<Action>) {
    section_title(ui, say!("Waiting after a failure"));
    ui.spacing_mut().item_spacing.y = 0.0;
    let target = target_width(ui, known);
    for note in &known.waiting {
        ui.push_id(note.id, |ui| {
            row(ui, inbox, note, target, actions, |ui, _| {
                let next = note.next_at.map_or_else(|| say!("in its turn").to_owned(), |at| wait_label(at, inbox.now));
                small(ui, &next);
            });
        });
    }
    let count: u64 = known.targets.iter().map(|note| note.waiting).sum();
    more(ui, count, known.waiting.len());
}

/// As wide as the longest name of a target, within reason: the same for both lists.
fn target_width(ui: &Ui, known: &Forwarding) -> f32 {
    let names = known.targets.iter().map(|note| note.target.label());
    let font = || theme::regular(theme::BODY);
    let width = |name: String| line(ui, &name, font(), egui::Color32::PLACEHOLDER, MOST_TARGET).size().x;
    let longest = names.map(width).fold(LEAST_TARGET, f32::max);
    // Why it is not there is worth as much room.
    longest.min(ui.available_width() * 0.3) + AFTER_TARGET
}

fn more(ui: &mut Ui, count: u64, listed: usize) {
    let left = count.saturating_sub(listed as u64);
    if left > 0 {
        ui.add_space(6.0);
        small(ui, &say!("{count} more are not listed here.", count = count_label(left)));
    }
}

/// Which request, to whom, why it is not there; `end` draws what stands at the right.
fn row(
    ui: &mut Ui,
    inbox: &Inbox,
    note: &ForwardNote,
    target_width: f32,
    actions: &mut Vec<Action>,
    end: impl FnOnce(&mut Ui, &mut Vec<Action>),
) {
    let palette = theme::palette(ui);
    let (rect, _) = ui.allocate_exact_size(Vec2::new(ui.available_width(), ROW_HEIGHT), Sense::hover());
    if !ui.is_rect_visible(rect) {
        return;
    }
    ui.painter().hline(rect.x_range(), rect.bottom() - 0.5, theme::hairline(ui));
    let cell = |ui: &mut Ui, left: f32, width: f32, layout: Layout| {
        let place =
            egui::Rect::from_min_size(egui::pos2(left, rect.top()), Vec2::new(width.max(0.0), rect.height() - 1.0));
        ui.new_child(egui::UiBuilder::new().max_rect(place).layout(layout).id_salt(left as i32))
    };
    let middle = Layout::left_to_right(Align::Center);
    let mut number = cell(ui, rect.left(), NUMBER, middle);
    let shown = link_button(&mut number, &format!("#{}", note.delivery.0));
    if shown.on_hover_text(say!("Open the request")).clicked() {
        actions.push(ToolAction::ShowRequest(note.delivery).into());
    }
    let mut right = rect.right() - BUTTON;
    let mut button = cell(ui, right, BUTTON, Layout::right_to_left(Align::Center));
    end(&mut button, actions);
    if let Some(at) = note.tried_at {
        right -= WHEN;
        let mut when = cell(ui, right, WHEN, middle);
        let shown =
            line(&when, &when_label(at, inbox.now, &inbox.zone), theme::regular(theme::SMALL), palette.second, WHEN);
        when.add(Label::new(shown).selectable(false)).on_hover_text(full_stamp(at, &inbox.zone));
    }
    let mut target = cell(ui, rect.left() + NUMBER, target_width - AFTER_TARGET, middle);
    let name = RichText::new(&note.target_name).color(palette.text);
    target.add(Label::new(name).truncate().selectable(false)).on_hover_text(&note.target_name);
    let left = rect.left() + NUMBER + target_width;
    let mut why = cell(ui, left, right - left - 10.0, middle);
    let reason = reason(note);
    let shown = Label::new(RichText::new(&reason).color(palette.text)).truncate().selectable(false);
    why.add(shown).on_hover_text(&reason);
}

/// "it answered 410 Gone, 12 tries".
fn reason(note: &ForwardNote) -> String {
    let why = match (&note.why, note.status) {
        (Some(why), _) => why.trim_end_matches('.').to_owned(),
        (None, Some(status)) => say!("it answered {status}", status = status),
        (None, None) => say!("no answer").to_owned(),
    };
    say_many!(u64::from(note.tries), "{why}, {n} try", "{why}, {n} tries", why = why)
}
