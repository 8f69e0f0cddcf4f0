//! The menus of the transcript and of a turn: what is wanted now and then.

use egui::{Button, Popup, Response, Ui};

use crate::bus::TranscriptForm;
use crate::inbox::{ACTS, Action, Conversation, Inbox, OpenTranscript, TranscriptAction, TranscriptFace};

/// Steps in which times are moved, in milliseconds.
const STEP_MS: i64 = 500;

/// What a form is called.
fn form_label(form: TranscriptForm) -> &'static str {
    match form {
        TranscriptForm::Text => say!("Text (TXT)"),
        TranscriptForm::Srt => say!("Subtitles (SRT)"),
        TranscriptForm::Vtt => say!("Subtitles (VTT)"),
        TranscriptForm::Json => say!("JSON"),
        TranscriptForm::Page => say!("Page that plays (HTML)"),
    }
}

pub fn draw(inbox: &Inbox, open: &OpenTranscript<'_>, more: &Response, actions: &mut Vec<Action>) {
    Popup::menu(more).show(|ui| {
        ui.set_min_width(220.0);
        if let TranscriptFace::Turns(shown) = &open.face {
            of_turns(ui, inbox, shown, actions);
            ui.separator();
            entry(ui, say!("Show the file"), TranscriptAction::ShowFile, actions);
        } else if let TranscriptFace::File { has_turns: true, .. } = &open.face {
            entry(ui, say!("Back to the turns"), TranscriptAction::ShowTurns, actions);
        } else {
            entry(ui, say!("Show the file"), TranscriptAction::ShowFile, actions);
        }
        entry(ui, say!("Fetch again"), TranscriptAction::FetchAgain, actions);
        if let Some(uri) = open.uri
            && ui.button(say!("Copy the link")).clicked()
        {
            ui.ctx().copy_text(uri.to_owned());
            actions.push(Action::Copied(say_later!("Transcript's address")));
        }
    });
}

fn of_turns(ui: &mut Ui, inbox: &Inbox, shown: &Conversation, actions: &mut Vec<Action>) {
    entry(ui, say!("Copy all"), TranscriptAction::CopyAll, actions);
    ui.menu_button(say!("Save as…"), |ui| {
        for form in TranscriptForm::ALL {
            entry(ui, form_label(form), TranscriptAction::Save(form), actions);
        }
    });
    ui.separator();
    entry(ui, say!("Swap agent and caller"), TranscriptAction::Swap, actions);
    entry(ui, say!("Rename the speaker"), TranscriptAction::RenameHere, actions);
    if shown.has_times {
        ui.menu_button(say!("Shift times"), |ui| {
            ui.set_min_width(200.0);
            entry(ui, say!("0.5 s earlier"), TranscriptAction::Shift(-STEP_MS), actions);
            entry(ui, say!("0.5 s later"), TranscriptAction::Shift(STEP_MS), actions);
            entry(ui, say!("The turn is said now"), TranscriptAction::SaidNowHere, actions);
            ui.add_enabled_ui(inbox.transcript.reading().offset_ms != 0, |ui| {
                entry(ui, say!("As the file has them"), TranscriptAction::NoShift, actions);
            });
        });
    }
    if shown.asides > 0 {
        let text = if inbox.transcript.shows_asides {
            say!("Hide tool calls and prompts")
        } else {
            say!("Show tool calls and prompts")
        };
        entry(ui, text, TranscriptAction::ToggleAsides, actions);
    }
    ui.separator();
    entry(ui, say!("Next turn of the caller"), TranscriptAction::NextCaller, actions);
    entry(ui, say!("Turn of the caller before"), TranscriptAction::PreviousCaller, actions);
}

/// What can be done with one turn.
pub fn of_turn(ui: &mut Ui, open: &OpenTranscript<'_>, shown: &Conversation, turn: usize, actions: &mut Vec<Action>) {
    ui.set_min_width(190.0);
    let said = &shown.transcript.turns[turn];
    let has_time = said.start_ms.is_some();
    ui.add_enabled_ui(has_time && open.no_sound.is_none(), |ui| {
        entry(ui, say!("Play from here"), TranscriptAction::Hear(turn), actions);
    });
    entry(ui, say!("Copy the turn"), TranscriptAction::Copy(turn), actions);
    entry(ui, say!("Note on this turn"), TranscriptAction::NoteOn(turn), actions);
    if said.side.is_spoken() {
        ui.separator();
        let name = say!("Rename {who}…", who = shown.name(turn));
        entry(ui, &name, TranscriptAction::Rename(turn), actions);
        ui.add_enabled_ui(has_time && open.no_sound.is_none(), |ui| {
            entry(ui, say!("Said now"), TranscriptAction::SaidNow(turn), actions);
        });
    }
}

/// A line of a menu, with its key if there is one.
fn entry(ui: &mut Ui, text: &str, action: TranscriptAction, actions: &mut Vec<Action>) {
    // What is done with one turn has the key of what is done with the turn here.
    let named = match &action {
        TranscriptAction::Hear(_) => TranscriptAction::HearHere,
        TranscriptAction::Copy(_) => TranscriptAction::CopyHere,
        TranscriptAction::NoteOn(_) => TranscriptAction::NoteHere,
        TranscriptAction::Rename(_) => TranscriptAction::RenameHere,
        other => other.clone(),
    };
    let named = Action::Transcript(named);
    let keys = ACTS.iter().find(|act| act.action == named).filter(|act| !act.keys.is_empty());
    let mut button = Button::new(text);
    if let Some(act) = keys {
        button = button.shortcut_text(act.keys_label());
    }
    if ui.add(button).clicked() {
        actions.push(action.into());
    }
}
