//! What a person wrote on the open call, and a field for more.

use egui::{Id, Key, Label, Modifiers, RichText, Ui};

use super::quiet_field::QuietField;
use super::tasks::{focus, sign, text};
use super::theme;
use super::widgets::{ButtonKind, button, chip_button, field, icon, removable, section_title};
use crate::call::Note;
use crate::inbox::{
    Action, DetailPage, Field, Inbox, PlayerAction, TranscriptAction, WorkAction, full_stamp, in_reading_order, moment,
    sentence_case, time_label, turn_label, when_label,
};

pub fn draw(ui: &mut Ui, inbox: &Inbox, page: &DetailPage, actions: &mut Vec<Action>) {
    let seq = page.detail.seq;
    let draft = inbox.draft(seq);
    if !page.detail.notes.is_empty() {
        section_title(ui, say!("Notes"));
    }
    for note in in_reading_order(&page.detail.notes) {
        ui.push_id(("note", note.id), |ui| match &draft.edit {
            Some((id, words)) if *id == note.id => edit(ui, words, actions),
            _ => shown(ui, inbox, note, actions),
        });
        ui.add_space(6.0);
    }
    let id = Id::unique(("note field", seq));
    let mut typed = draft.note.clone();
    let mut is_sent = is_sent(ui, id);
    let about = match draft.note_turn {
        Some(turn) => Some((icon::TRANSCRIPT, turn_words(inbox, turn), say!("Not about a turn"))),
        None => draft.note_at.map(|at_ms| (icon::RECORDING, time_label(at_ms), say!("Not about a moment"))),
    };
    if let Some((symbol, what, name)) = &about
        && removable(ui, symbol, &say!("About {what}", what = what), name)
    {
        actions.push(WorkAction::NoteAt(None).into());
    }
    let field = QuietField { id, symbol: icon::EDIT, name: say!("Add a note"), key: "N", is_tall: true };
    let response = field.draw(ui, &mut typed);
    focus(ui, inbox, Field::Note, &response, actions);
    if typed != draft.note {
        actions.push(WorkAction::TypeNote(typed).into());
    }
    let is_bookmark = draft.note.trim().is_empty();
    if !is_bookmark || draft.note_at.is_some() {
        ui.horizontal(|ui| {
            let text = if is_bookmark { say!("Save as a bookmark") } else { say!("Save the note") };
            is_sent |= button(ui, ButtonKind::Plain, text).clicked();
            hint(ui, if cfg!(target_os = "macos") { "⌘ Enter" } else { "Ctrl+Enter" });
        });
    }
    if is_sent {
        response.surrender_focus();
        actions.push(WorkAction::AddNote.into());
    }
}

fn shown(ui: &mut Ui, inbox: &Inbox, note: &Note, actions: &mut Vec<Action>) {
    /// Side of a sign, in points.
    const SIGN: f32 = 24.0;
    let palette = theme::palette(ui);
    ui.spacing_mut().interact_size.y = SIGN;
    let end = ui.cursor().left_top() + egui::vec2(ui.available_width(), 0.0);
    ui.horizontal(|ui| {
        ui.set_min_height(SIGN);
        ui.spacing_mut().item_spacing.x = 4.0;
        if let Some(turn) = note.turn {
            let what = turn_words(inbox, turn);
            if chip_button(ui, &sentence_case(&what), &say!("Go to {what}", what = what)).clicked() {
                actions.push(TranscriptAction::GoTo(turn as usize).into());
            }
            ui.add_space(4.0);
        } else if let Some(moment) = moment(note) {
            if chip_button(ui, &moment.time, &say!("Play from {time}", time = moment.time)).clicked() {
                actions.push(PlayerAction::GoTo(note.id).into());
            }
            ui.add_space(4.0);
        }
        let when = when_label(note.written_at, inbox.now, &inbox.zone);
        let written = full_stamp(note.written_at, &inbox.zone);
        let (when, stamp) = match note.edited_at {
            Some(at) => {
                let edited = full_stamp(at, &inbox.zone);
                (
                    say!("{when} · edited", when = when),
                    say!("{written}\nEdited {edited}", written = written, edited = edited),
                )
            }
            None => (when, written),
        };
        let label = RichText::new(when).font(theme::regular(theme::SMALL)).color(palette.second);
        ui.label(label).on_hover_text(stamp);
    });
    let place = |at: f32| egui::Rect::from_min_size(end - egui::vec2(SIGN * at, 0.0), egui::Vec2::splat(SIGN));
    if sign(ui, place(2.0), icon::EDIT, say!("Edit the note")) {
        actions.push(WorkAction::EditNote(note.id).into());
    }
    if sign(ui, place(1.0), icon::REMOVE, say!("Remove the note")) {
        actions.push(WorkAction::RemoveNote(note.id).into());
    }
    if note.text.trim().is_empty() {
        let ink = theme::palette(ui).second;
        ui.label(RichText::new(say!("Bookmark")).color(ink));
    } else {
        text(ui, &note.text);
    }
}

/// "1:23 Ann: how the turn begins".
fn turn_words(inbox: &Inbox, turn: u32) -> String {
    /// So much of what was said is told, in characters.
    const CHARS: usize = 32;
    let shown = inbox.transcript.conversation();
    let label = turn_label(shown, turn as usize);
    let said = shown.and_then(|shown| shown.transcript.turns.get(turn as usize)).map(|said| said.text.as_str());
    let Some(said) = said else { return label };
    let words: String = said.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(CHARS).collect();
    let more = if said.chars().count() > CHARS { "…" } else { "" };
    format!("{label}: {words}{more}")
}

fn edit(ui: &mut Ui, words: &str, actions: &mut Vec<Action>) {
    let id = Id::unique("note edit");
    let mut typed = words.to_owned();
    let has_focus = ui.memory(|memory| memory.has_focus(id));
    let mut is_saved = is_sent(ui, id);
    let mut is_left = has_focus && ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Escape));
    let response = field(ui, id, &mut typed, "", say!("The note's words"), words.lines().count().clamp(2, 8));
    if ui.memory(|memory| memory.focused().is_none()) {
        response.request_focus();
    }
    ui.horizontal(|ui| {
        is_saved |= button(ui, ButtonKind::Plain, say!("Save")).clicked();
        is_left |= button(ui, ButtonKind::Quiet, say!("Cancel")).clicked();
    });
    if typed != words {
        actions.push(WorkAction::TypeEdit(typed).into());
    }
    if is_saved || is_left {
        response.surrender_focus();
        actions.push(if is_saved { WorkAction::SaveEdit } else { WorkAction::CancelEdit }.into());
    }
}

/// Ctrl and Enter in a field of several lines.
fn is_sent(ui: &Ui, id: Id) -> bool {
    ui.memory(|memory| memory.has_focus(id)) && ui.input_mut(|input| input.consume_key(Modifiers::COMMAND, Key::Enter))
}

fn hint(ui: &mut Ui, text: &str) {
    let ink = theme::palette(ui).second;
    ui.add(Label::new(RichText::new(text).font(theme::regular(theme::SMALL)).color(ink)).selectable(false));
}
