//! The command palette: every act by its name, and whatever else can be gone to.

use egui::{Context, Label, RichText, Sense, Ui, Vec2};

use super::dialog::{self, Place};
use super::widgets::{icon, key_caps};
use super::{picker, theme};
use crate::call::View;
use crate::inbox::{
    Act, Action, DesktopAction, Field, Group, Inbox, LineFace, PickerAction, PickerKind, Screen, TrafficAction,
    TranscriptAction, WorkAction,
};

const WIDTH: f32 = 600.0;
const PLACE: Place = Place::Top(72.0);
/// What stands around the lines, in points: the field and the foot.
const AROUND: f32 = 108.0;
/// The foot is left out of windows that are narrower, in points.
const FOOT_FROM: f32 = 420.0;

pub fn draw(ctx: &Context, inbox: &Inbox, actions: &mut Vec<Action>) {
    let Some(open) = &inbox.picker else { return };
    let modal = dialog::show(ctx, "palette", PLACE, WIDTH, 10, |ui| {
        let room = dialog::room_for(ui.ctx(), PLACE, AROUND, 396.0);
        picker::body(ui, inbox, open, room, actions);
        if ui.available_width() >= FOOT_FROM {
            foot(ui);
        }
    });
    if modal.should_close() {
        actions.push(Action::Picker(PickerAction::Close));
    }
}

/// What the keys do here.
fn foot(ui: &mut Ui) {
    ui.add_space(6.0);
    let (rect, _) = ui.allocate_exact_size(Vec2::new(ui.available_width(), 1.0), Sense::hover());
    ui.painter().hline(rect.x_range().expand(10.0), rect.center().y, theme::hairline(ui));
    ui.add_space(4.0);
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 6.0;
        ui.set_height(20.0);
        ui.add_space(4.0);
        for (keys, text) in
            [(&["ArrowUp", "ArrowDown"][..], say!("Choose")), (&["Enter"], say!("Do it")), (&["Esc"], say!("Close"))]
        {
            for key in keys {
                key_caps(ui, key).show(ui, key);
            }
            let text = RichText::new(text).font(theme::regular(theme::SMALL)).color(theme::palette(ui).second);
            ui.add(Label::new(text).selectable(false));
            ui.add_space(10.0);
        }
    });
}

/// The sign before a line.
pub fn sign(face: LineFace) -> Option<&'static str> {
    Some(match face {
        LineFace::Plain => return None,
        LineFace::Act(act) => sign_of_act(act),
        LineFace::Saved => icon::SAVED,
        LineFace::Caller => icon::PHONE,
        LineFace::Search => icon::SEARCH,
    })
}

fn sign_of_act(act: &Act) -> &'static str {
    match &act.action {
        Action::SelectView(view) => match view {
            View::Inbox => icon::INBOX,
            View::Unread => icon::UNREAD,
            View::Tasks => icon::CHECKED,
            View::Snoozed => icon::SNOOZE,
            View::Starred => icon::STAR,
            View::Done => icon::DONE,
            View::All => icon::ALL,
        },
        Action::OpenScreen(screen) => match screen {
            Screen::Calls => icon::INBOX,
            Screen::Callbacks => icon::CALL_BACK,
            Screen::Traffic => icon::TRAFFIC,
            Screen::Insights => icon::INSIGHTS,
            Screen::Settings => icon::SETTINGS,
        },
        Action::ToggleDone => icon::DONE,
        Action::ToggleStar => icon::STAR,
        Action::ToggleUnread => icon::UNREAD,
        Action::Snooze(_) | Action::Picker(PickerAction::Open(PickerKind::Snooze)) => icon::SNOOZE,
        Action::Picker(PickerAction::Open(PickerKind::Tags)) => icon::TAG,
        Action::Picker(_) | Action::ToggleShortcuts => icon::KEYBOARD,
        Action::FocusSearch => icon::SEARCH,
        Action::Undo => icon::HISTORY,
        Action::Saved(_) => icon::SAVED,
        Action::CopyCall
        | Action::Transcript(TranscriptAction::CopyHere | TranscriptAction::CopyAll)
        | Action::Traffic(TrafficAction::CopyCurl | TrafficAction::CopyBody | TrafficAction::CopySafe) => icon::COPY,
        Action::Work(WorkAction::TickNext) => icon::CHECKED,
        Action::FocusField(Field::Task)
        | Action::Desktop(DesktopAction::ChooseAttachment | DesktopAction::ChooseFiles) => icon::ADD,
        Action::Desktop(DesktopAction::Detach(_)) => icon::REMOVE,
        Action::Desktop(DesktopAction::Quit) => icon::CLOSE,
        Action::ChooseTheme(_) | Action::Looks(_) => icon::COLOURS,
        _ => match act.group {
            Group::Move => icon::DOWN,
            Group::Work => icon::EDIT,
            Group::Choose => icon::CHECK,
            Group::Listen => icon::RECORDING,
            Group::Read => icon::TRANSCRIPT,
            Group::Inspect => icon::TRAFFIC,
            Group::Go => icon::FORWARD,
            Group::Look | Group::Settings => icon::SETTINGS,
        },
    }
}
