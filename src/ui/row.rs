//! One row of the list: who and when, mood and outcome and score, the start of the summary or what a search found said.

use std::ops::Range;

use egui::{Align2, Color32, CornerRadius, EventFilter, FontId, Id, Rect, Response, Role, Sense, Ui, Vec2, WidgetInfo};

use super::keyboard;
use super::keys;
use super::row_acts;
use super::theme::{self, Palette};
use super::widgets::{icon, line, line_with_hits, stand};
use crate::call::query::{Place, shorter_around};
use crate::call::{CallRow, Seq};
use crate::inbox::{Action, ChoiceAction, Inbox, RowSlot, day_label, full_stamp, sentence_case, until_label};

const LEFT: f32 = 26.0;
const RIGHT: f32 = 15.0;
/// Room for a score of two figures: what stands beside it then stands below each other.
const SCORE_WIDTH: f32 = 18.0;
/// A word that was found in the summary stands within so many characters of its beginning: what a row shows.
const HIT_WITHIN: usize = 40;

pub fn draw(ui: &mut Ui, inbox: &Inbox, slot: RowSlot<'_>, rect: Rect, actions: &mut Vec<Action>) {
    let palette = theme::palette(ui);
    let seq = match slot {
        RowSlot::Known(row) => row.seq,
        RowSlot::Reading(seq) => seq,
    };
    let response = ui.interact(rect, ui.scope_id().with(("row", seq)), Sense::click());
    keep_keyboard(ui, inbox, seq, &response);
    let is_over = ui.rect_contains_pointer(rect);
    let is_selected = inbox.list.selected() == Some(seq);
    let is_chosen = inbox.selection.contains(seq);
    let ground = match (is_selected || is_chosen, is_over) {
        (true, _) => palette.selected,
        (false, true) => palette.hover,
        (false, false) => palette.panel,
    };
    ui.painter().rect_filled(rect, CornerRadius::ZERO, ground);
    ui.painter().hline(rect.x_range(), rect.bottom() - 0.5, theme::hairline(ui));
    if is_selected && (palette.is_strong || !inbox.selection.is_empty()) {
        // The open call is told from the chosen ones.
        let edge = Rect::from_min_max(rect.min, egui::pos2(rect.left() + 3.0, rect.bottom() - 1.0));
        ui.painter().rect_filled(edge, CornerRadius::ZERO, palette.accent);
    }
    match slot {
        RowSlot::Known(row) => {
            known(ui, inbox, row, rect, palette);
            response.widget_info(|| WidgetInfo::selected(Role::ListItem, true, is_selected, spoken(inbox, row)));
        }
        RowSlot::Reading(_) => {
            reading(ui, rect, palette);
            response.widget_info(|| WidgetInfo::labeled(Role::ListItem, true, say!("Reading the call")));
        }
    }
    keyboard::ring(ui, &response, rect.shrink(1.0));
    let RowSlot::Known(row) = slot else {
        click(ui, &response, seq, actions);
        return;
    };
    let is_choosing = !inbox.selection.is_empty();
    if (is_over || is_choosing) && choose_box(ui, row, rect, is_chosen) {
        actions.push(Action::Choose(ChoiceAction::Toggle(seq)));
    } else if is_over && !is_choosing {
        let lines = lines(rect).map(|line| rect.top() + line);
        if let Some(action) = row_acts::draw(ui, row, rect, lines, ground) {
            actions.push(action);
        } else {
            click(ui, &response, seq, actions);
        }
    } else {
        click(ui, &response, seq, actions);
    }
    // Not wherever a row is pointed at: it would lie over the row below.
    let first_line = Rect::from_min_max(rect.min, egui::pos2(rect.right(), rect.top() + lines(rect)[0] + MIDDLE));
    if ui.rect_contains_pointer(first_line) {
        response.on_hover_ui(|ui| {
            ui.label(full_stamp(row.received_at, &inbox.zone));
        });
    }
}

/// A row that goes, with nothing to be clicked.
pub fn leaving(ui: &mut Ui, inbox: &Inbox, row: &CallRow, rect: Rect) {
    let palette = theme::palette(ui);
    let opacity = ui.opacity();
    ui.set_opacity(0.5 * opacity);
    known(ui, inbox, row, rect, palette);
    ui.set_opacity(opacity);
    ui.painter().hline(rect.x_range(), rect.bottom() - 0.5, theme::hairline(ui));
}

fn click(ui: &Ui, response: &Response, seq: Seq, actions: &mut Vec<Action>) {
    if response.clicked() {
        let modifiers = ui.input(|input| input.modifiers);
        actions.push(match (modifiers.shift, modifiers.command) {
            (true, _) => Action::Choose(ChoiceAction::ExtendTo(seq)),
            (_, true) => Action::Choose(ChoiceAction::Toggle(seq)),
            _ => Action::SelectCall(seq),
        });
    }
}

/// Where the letters of each of the three lines stand, below the top of a row.
fn lines(rect: Rect) -> [f32; 3] {
    if rect.height() < 70.0 { [19.0, 36.0, 53.0] } else { [25.0, 45.0, 65.0] }
}

/// The middle of what stands beside letters, above the line they stand on.
const MIDDLE: f32 = 4.5;

/// The id under which it is noted that the keyboard is to follow the open call.
fn follow_id() -> Id {
    Id::unique("rows follow the keyboard")
}

/// Arrows that walk the list while a row has the keyboard take it along.
pub fn follow_keyboard(ui: &Ui, actions: &[Action]) {
    let is_moved = actions.iter().any(|action| matches!(action, Action::Move(_)));
    let is_on_row = ui.memory(egui::Memory::focused).is_some_and(|id| ui.data(|data| data.get_temp(id) == Some(IsRow)));
    if is_moved && is_on_row {
        ui.data_mut(|data| data.insert_temp(follow_id(), true));
    }
}

/// Marks an id as that of a row.
#[derive(Clone, Copy, PartialEq)]
struct IsRow;

fn keep_keyboard(ui: &Ui, inbox: &Inbox, seq: Seq, response: &Response) {
    if response.has_focus() {
        keys::leave_arrows(ui, response);
        ui.data_mut(|data| data.insert_temp(response.id, IsRow));
    } else if inbox.list.selected() == Some(seq) && ui.data(|data| data.get_temp(follow_id()) == Some(true)) {
        ui.data_mut(|data| data.remove::<bool>(follow_id()));
        response.request_focus();
    }
}

/// The box that chooses a call; true when it was clicked.
fn choose_box(ui: &Ui, row: &CallRow, rect: Rect, is_chosen: bool) -> bool {
    let palette = theme::palette(ui);
    let place =
        Rect::from_center_size(egui::pos2(rect.left() + 14.0, rect.top() + lines(rect)[1] - MIDDLE), Vec2::splat(24.0));
    let response = ui.interact(place, ui.scope_id().with(("choose", row.seq)), Sense::click());
    let name = say!("Select the call of {who}", who = row.title);
    response.widget_info(|| WidgetInfo::selected(Role::CheckBox, true, is_chosen, &name));
    let (symbol, ink) = if is_chosen { (icon::CHECKED, palette.accent) } else { (icon::UNCHECKED, palette.second) };
    let ink = if response.hovered() { palette.text } else { ink };
    ui.painter().text(place.center(), Align2::CENTER_CENTER, symbol, theme::icons(16.0), ink);
    // Arrows walk the list, not the buttons beside it.
    let filter = EventFilter { vertical_arrows: true, horizontal_arrows: true, ..EventFilter::default() };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, filter));
    keyboard::ring(ui, &response, place);
    response.on_hover_text(say!("Select (X)")).clicked()
}

fn known(ui: &Ui, inbox: &Inbox, row: &CallRow, rect: Rect, palette: &Palette) {
    let (left, right) = (rect.left() + LEFT, rect.right() - RIGHT);
    let [first, second, third] = lines(rect).map(|line| rect.top() + line);
    let found = inbox.searching.highlighter();
    who(ui, inbox, row, left..right, first, palette);
    what_came_of_it(ui, inbox, row, left..right, second, palette);
    // Third line.
    let mut left = left;
    if let Some(until) = row.triage.snoozed_until {
        symbol(ui, left - 1.0, third, icon::SNOOZE, theme::icons(14.0), palette.mixed);
        let until = say!("Snoozed until {when}", when = until_label(until, inbox.now, &inbox.zone));
        let until = line(ui, &until, theme::medium(theme::SMALL), palette.mixed, right - left - 18.0);
        let width = until.size().x;
        stand(ui, egui::pos2(left + 18.0, third), until, palette.mixed);
        left += width + 28.0;
    }
    let text = row.excerpt.clone().unwrap_or_else(|| match (row.has_recording, row.has_transcript) {
        (true, true) => say!("Recording and transcript").to_owned(),
        (true, false) => say!("Recording only").to_owned(),
        (false, true) => say!("Transcript only").to_owned(),
        (false, false) => say!("No summary").to_owned(),
    });
    let (text, hits) = match &row.said {
        Some(said) => (said.clone(), found.hits_at(Place::Transcript, said)),
        None if found.is_empty() => (text, Vec::new()),
        None => {
            let text = shorter_around(&text, found, HIT_WITHIN);
            let hits = found.hits(&text);
            (text, hits)
        }
    };
    let text = line_with_hits(ui, &text, &hits, theme::regular(theme::SMALL), palette.second, right - left);
    stand(ui, egui::pos2(left, third), text, palette.second);
}

/// A symbol beside letters that stand on `base`.
fn symbol(ui: &Ui, x: f32, base: f32, symbol: &str, font: FontId, ink: Color32) {
    ui.painter().text(egui::pos2(x, base - MIDDLE), Align2::LEFT_CENTER, symbol, font, ink);
}

/// The first line: unread or not, who, starred or not, when.
fn who(ui: &Ui, inbox: &Inbox, row: &CallRow, span: Range<f32>, base: f32, palette: &Palette) {
    let unread = row.triage.unread;
    if unread {
        ui.painter().circle_filled(egui::pos2(span.start - 12.0, base - MIDDLE), 4.0, palette.accent);
    }
    let when = day_label(row.received_at, inbox.now, &inbox.zone);
    let when = line(ui, &when, theme::regular(theme::SMALL), palette.second, 120.0);
    let mut edge = span.end - when.size().x;
    stand(ui, egui::pos2(edge, base), when, palette.second);
    if row.triage.starred {
        edge -= 19.0;
        symbol(ui, edge, base, icon::STAR, theme::icons_filled(14.0), palette.mixed);
    }
    let font = if unread { theme::semibold(theme::BODY) } else { theme::regular(theme::BODY) };
    let name = match &row.company {
        Some(company) => format!("{} · {company}", row.title),
        None => row.title.clone(),
    };
    let found = inbox.searching.highlighter();
    let mut hits = found.hits_at(Place::From, &row.title);
    if let Some(company) = &row.company {
        let begin = name.len() - company.len();
        let found = found.hits_at(Place::Company, company);
        hits.extend(found.into_iter().map(|hit| hit.start + begin..hit.end + begin));
    }
    let name = line_with_hits(ui, &name, &hits, font, palette.text, edge - span.start - 10.0);
    stand(ui, egui::pos2(span.start, base), name, palette.text);
}

/// The second line: mood, outcome, tags, what there is to hear and read, the score.
fn what_came_of_it(ui: &Ui, inbox: &Inbox, row: &CallRow, span: Range<f32>, base: f32, palette: &Palette) {
    let found = inbox.searching.highlighter();
    let mut edge = span.end;
    if let Some(score) = &row.score {
        let color = score.value.map_or(palette.second, |value| palette.score(value));
        let label = line(ui, &score.label(), theme::semibold(theme::BODY), color, 70.0);
        let width = label.size().x;
        stand(ui, egui::pos2(edge - width, base), label, color);
        edge -= width.max(SCORE_WIDTH);
    }
    for (is_there, sign) in [(row.has_transcript, icon::TRANSCRIPT), (row.has_recording, icon::RECORDING)] {
        if is_there && row.excerpt.is_some() {
            edge -= 20.0;
            let is_heard = sign == icon::RECORDING && plays(inbox, row);
            let ink = if is_heard { palette.accent } else { palette.third };
            symbol(ui, edge, base, sign, theme::icons(14.0), ink);
        }
    }
    let mut x = span.start;
    if let Some(mood) = &row.mood {
        let (ink, _) = palette.tone(mood.tone);
        symbol(ui, x - 1.0, base, icon::face(mood.tone), theme::icons(15.0), ink);
        x += 18.0;
        let said = sentence_case(&mood.word);
        let hits = found.hits_at(Place::Mood, &said);
        let room = (edge - x - 20.0).min(110.0);
        let word = line_with_hits(ui, &said, &hits, theme::medium(theme::SMALL), ink, room);
        let width = word.size().x;
        stand(ui, egui::pos2(x, base), word, ink);
        x += width + 8.0;
    }
    let outcome = match (&row.outcome, &row.mood) {
        (Some(outcome), _) => sentence_case(outcome),
        (None, None) => say!("No analysis").to_owned(),
        (None, Some(_)) => String::new(),
    };
    let hits = found.hits_at(Place::Outcome, &outcome);
    let small = theme::regular(theme::SMALL);
    let outcome = line_with_hits(ui, &outcome, &hits, small, palette.second, edge - x - 10.0);
    let width = outcome.size().x;
    stand(ui, egui::pos2(x, base), outcome, palette.second);
    tags(ui, row, x + width + 8.0, edge - 8.0, base - MIDDLE, palette);
}

/// Up to two tags where there is room for them whole.
fn tags(ui: &Ui, row: &CallRow, left: f32, right: f32, middle: f32, palette: &Palette) {
    let mut x = left;
    for tag in row.tags.iter().take(2) {
        let galley = line(ui, tag, theme::regular(11.0), palette.second, 84.0);
        let size = galley.size() + Vec2::new(10.0, 3.0);
        if x + size.x > right {
            return;
        }
        let ground = Rect::from_min_size(egui::pos2(x, middle - size.y / 2.0), size);
        ui.painter().rect_filled(ground, CornerRadius::same(4), palette.neutral_ground);
        ui.painter().galley(ground.min + Vec2::new(5.0, 1.5), galley, palette.second);
        x += size.x + 4.0;
    }
}

/// Bars where text will be.
fn reading(ui: &Ui, rect: Rect, palette: &Palette) {
    for (y, width) in lines(rect).map(|base| base - MIDDLE - 4.0).into_iter().zip([0.5, 0.35, 0.8]) {
        let size = Vec2::new((rect.width() - LEFT - RIGHT) * width, 8.0);
        let bar = Rect::from_min_size(rect.min + Vec2::new(LEFT, y), size);
        ui.painter().rect_filled(bar, CornerRadius::same(4), palette.skeleton);
    }
}

/// Its recording is heard.
fn plays(inbox: &Inbox, row: &CallRow) -> bool {
    inbox.player.is_going() && inbox.player.holds(row.seq)
}

/// The row for a screen reader.
fn spoken(inbox: &Inbox, row: &CallRow) -> String {
    let marks =
        [(row.triage.unread, say!("unread")), (row.triage.starred, say!("starred")), (row.triage.done, say!("done"))];
    let mut parts = vec![row.title.clone()];
    parts.extend(row.company.clone());
    parts.extend(marks.iter().filter(|(is_set, _)| *is_set).map(|(_, word)| (*word).to_owned()));
    parts.extend(plays(inbox, row).then(|| say!("playing").to_owned()));
    parts.extend(row.mood.as_ref().map(|mood| say!("mood {mood}", mood = mood.word)));
    parts.extend(row.outcome.clone());
    parts.extend(row.score.as_ref().map(|score| say!("score {score}", score = score.label())));
    parts.extend(row.tags.iter().map(|tag| say!("tag {tag}", tag = tag)));
    let until = row.triage.snoozed_until;
    parts.extend(until.map(|until| say!("snoozed until {when}", when = until_label(until, inbox.now, &inbox.zone))));
    parts.push(day_label(row.received_at, inbox.now, &inbox.zone));
    parts.join(", ")
}
