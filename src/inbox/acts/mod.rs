//! Every act that has a name: its key, when it is possible, and the action it stands for. The keys, the help and the
//! command palette all read this list; an act is added by a line here.
//!
//! **Invariant:** an act is a line here and nowhere else; `is_possible` alone says when it is one.

mod possible;
#[cfg(test)]
mod tests;

use possible::{
    always, can_be_done, can_listen, can_move, has_calls, has_choice, has_loop, has_open, has_open_task,
    has_own_recording, has_own_transcript, has_recording, has_request_of_call, has_requests, has_snoozed, has_times,
    has_transcript, has_turns, is_rehearsing,
};

use super::{
    Action, AlertAction, BodyAction, BodyView, ChoiceAction, DesktopAction, Field, Inbox, InsightsAction, LooksAction,
    Motion, PickerAction, PickerKind, PlayerAction, RehearsalAction, SavedAction, Screen, SettingsAction,
    SettingsSection, ThemeChoice, ToolAction, TrafficAction, TrafficPage, TranscriptAction, WorkAction,
};
use crate::bus::TranscriptForm;
use crate::call::insights::Period;
use crate::call::{MediaKind, View};
use crate::traffic::SaveForm;
use crate::words;

/// An act with a name.
#[derive(Debug, Clone)]
pub struct Act {
    /// The group it is listed in.
    pub group: Group,
    /// What a person calls it; tells it from the others.
    pub name: &'static str,
    /// Keys that do it, any of them: `E`, `Shift+J`, `G then I`; `Ctrl` is the command key on a Mac.
    pub keys: &'static [&'static str],
    /// Also while something is typed.
    pub is_global: bool,
    /// What it does.
    pub action: Action,
    /// Whether there is anything that it could do now.
    pub is_possible: fn(&Inbox) -> bool,
}

/// The groups of the help, in its order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Group {
    /// From call to call.
    Move,
    /// With the open call or the chosen ones.
    Work,
    /// Which calls are acted on.
    Choose,
    /// To recordings.
    Listen,
    /// Transcripts.
    Read,
    /// Requests, for developers.
    Inspect,
    /// From screen to screen.
    Go,
    /// How everything looks.
    Look,
    /// From setting to setting.
    Settings,
}

impl Group {
    /// Its heading.
    pub fn title(self) -> &'static str {
        match self {
            Self::Move => say!("Move"),
            Self::Work => say!("Work"),
            Self::Choose => say!("Select"),
            Self::Listen => say!("Listen"),
            Self::Read => say!("Transcript"),
            Self::Inspect => say!("Traffic"),
            Self::Go => say!("Go"),
            Self::Look => say!("Appearance"),
            Self::Settings => say!("Settings"),
        }
    }
}

impl Group {
    /// Its keys are of one screen alone, where they may stand for other acts elsewhere.
    pub fn has_own_screen(self) -> bool {
        matches!(self, Self::Inspect | Self::Settings)
    }
}

impl Act {
    /// What the palette calls it: where it leads is said in full there ("Go to Snoozed").
    pub fn palette_name(&self) -> String {
        let leads = matches!(
            self.action,
            Action::SelectView(_)
                | Action::OpenScreen(_)
                | Action::Tool(ToolAction::OpenPage(_))
                | Action::Settings(SettingsAction::Open(_))
        );
        if leads { say!("Go to {place}", place = self.label()) } else { self.label().to_owned() }
    }

    /// What a person calls it, in their language.
    pub fn label(&self) -> &'static str {
        words::say(self.name)
    }

    /// "J  or  ↓", "G then I", "Ctrl+Shift+P" (with ⌘ on a Mac).
    pub fn keys_label(&self) -> String {
        let labels = self.keys.iter().map(|keys| keys_label(keys));
        labels.reduce(|keys, more| say!("{keys}  or  {more}", keys = keys, more = more)).unwrap_or_default()
    }
}

/// Keys as they are written on keyboards: "G then I", "Ctrl+Shift+P" (with ⌘ on a Mac), "↓".
pub fn keys_label(keys: &str) -> String {
    if let Some((first, second)) = keys.split_once(" then ") {
        return say!("{first} then {second}", first = keys_label(first), second = keys_label(second));
    }
    let mut label = keys.to_owned();
    if cfg!(target_os = "macos") {
        label = label.replace("Ctrl+", "⌘").replace("Shift+", "⇧");
    }
    for (name, sign) in [
        ("ArrowDown", "↓"),
        ("ArrowUp", "↑"),
        ("ArrowLeft", "←"),
        ("ArrowRight", "→"),
        ("PageDown", say_in!("key", "Page Down")),
        ("PageUp", say_in!("key", "Page Up")),
        ("Backspace", say_in!("key", "Backspace")),
        ("Ctrl", say_in!("key", "Ctrl")),
        ("Shift", say_in!("key", "Shift")),
        ("Home", say_in!("key", "Home")),
        ("End", say_in!("key", "End")),
        ("Enter", say_in!("key", "Enter")),
        ("Esc", say_in!("key", "Esc")),
        ("Space", say_in!("key", "Space")),
        ("click", say_in!("key", "click")),
    ] {
        // A name that is a part of another stands behind it here: "Backspace" before "Space".
        if label.ends_with(name) || label.starts_with(name) {
            label = label.replace(name, sign);
        }
    }
    label
}

const fn act(
    group: Group,
    name: &'static str,
    keys: &'static [&'static str],
    action: Action,
    is_possible: fn(&Inbox) -> bool,
) -> Act {
    Act { group, name, keys, is_global: false, action, is_possible }
}

const fn work(
    name: &'static str,
    keys: &'static [&'static str],
    action: DesktopAction,
    is_possible: fn(&Inbox) -> bool,
) -> Act {
    act(Group::Work, name, keys, Action::Desktop(action), is_possible)
}

const fn listen(
    name: &'static str,
    keys: &'static [&'static str],
    action: PlayerAction,
    is_possible: fn(&Inbox) -> bool,
) -> Act {
    act(Group::Listen, name, keys, Action::Player(action), is_possible)
}

const fn read(
    name: &'static str,
    keys: &'static [&'static str],
    action: TranscriptAction,
    is_possible: fn(&Inbox) -> bool,
) -> Act {
    act(Group::Read, name, keys, Action::Transcript(action), is_possible)
}

const fn inspect(
    name: &'static str,
    keys: &'static [&'static str],
    action: TrafficAction,
    is_possible: fn(&Inbox) -> bool,
) -> Act {
    act(Group::Inspect, name, keys, Action::Traffic(action), is_possible)
}

const fn in_body(
    name: &'static str,
    keys: &'static [&'static str],
    action: BodyAction,
    is_possible: fn(&Inbox) -> bool,
) -> Act {
    let action = Action::Traffic(TrafficAction::In(action));
    Act { group: Group::Inspect, name, keys, is_global: true, action, is_possible }
}

/// A page of the developer's view.
const fn page(name: &'static str, keys: &'static [&'static str], page: TrafficPage) -> Act {
    act(Group::Go, name, keys, Action::Tool(ToolAction::OpenPage(page)), always)
}

/// What calls say together in so much time.
const fn insights(name: &'static str, period: Period) -> Act {
    act(Group::Go, name, &[], Action::Insights(InsightsAction::Choose(period)), always)
}

/// How everything looks, also while something is typed.
const fn look(
    name: &'static str,
    keys: &'static [&'static str],
    action: LooksAction,
    is_possible: fn(&Inbox) -> bool,
) -> Act {
    Act { group: Group::Look, name, keys, is_global: true, action: Action::Looks(action), is_possible }
}

/// A section of Settings, by the palette.
const fn section(name: &'static str, section: SettingsSection) -> Act {
    act(Group::Settings, name, &[], Action::Settings(SettingsAction::Open(section)), always)
}

const fn set(name: &'static str, keys: &'static [&'static str], action: Action) -> Act {
    act(Group::Settings, name, keys, action, Inbox::shows_settings)
}

/// Every act that has a name. Where a key stands twice, what is possible on the screen that is shown counts.
pub const ACTS: &[Act] = &[
    inspect(say_later!("Next request"), &["J", "ArrowDown"], TrafficAction::Move(Motion::Down), has_requests),
    inspect(say_later!("Previous request"), &["K", "ArrowUp"], TrafficAction::Move(Motion::Up), has_requests),
    inspect(say_later!("A screenful down"), &["PageDown"], TrafficAction::Move(Motion::PageDown), has_requests),
    inspect(say_later!("A screenful up"), &["PageUp"], TrafficAction::Move(Motion::PageUp), has_requests),
    inspect(say_later!("Newest request"), &["Home"], TrafficAction::Move(Motion::First), has_requests),
    inspect(say_later!("Oldest request"), &["End"], TrafficAction::Move(Motion::Last), has_requests),
    inspect(say_later!("Open the request"), &["Enter"], TrafficAction::TakeHere, has_requests),
    inspect(say_later!("Filter the requests"), &["/"], TrafficAction::FocusFilter, Inbox::shows_requests),
    inspect(say_later!("Pause, or go on"), &["P"], TrafficAction::TogglePause, Inbox::shows_requests),
    inspect(say_later!("Copy as cURL"), &["C"], TrafficAction::CopyCurl, Inbox::has_open_request),
    inspect(say_later!("Send again"), &["R"], TrafficAction::SendAgain, Inbox::has_open_request),
    inspect(say_later!("Compare with another"), &["D"], TrafficAction::Compare, Inbox::has_open_request),
    inspect(say_later!("Compare with previous"), &["Shift+D"], TrafficAction::CompareBefore, has_request_of_call),
    inspect(say_later!("Save as a fixture"), &["S"], TrafficAction::Save(SaveForm::Fixture), Inbox::has_open_request),
    inspect(say_later!("Show, or mask secrets"), &["X"], TrafficAction::ToggleSecrets, Inbox::has_open_request),
    inspect(say_later!("Open its call"), &["O"], TrafficAction::OpenCall, has_request_of_call),
    inspect(say_later!("Body as a tree"), &["1"], TrafficAction::Body(BodyView::Pretty), Inbox::has_open_request),
    inspect(say_later!("Body as text"), &["2"], TrafficAction::Body(BodyView::Raw), Inbox::has_open_request),
    inspect(say_later!("Body as bytes"), &["3"], TrafficAction::Body(BodyView::Hex), Inbox::has_open_request),
    in_body(say_later!("Find in the body"), &["Ctrl+F"], BodyAction::Find, Inbox::has_open_request),
    in_body(say_later!("Next place found"), &["F3"], BodyAction::NextHit, Inbox::has_open_request),
    in_body(say_later!("Place found before"), &["Shift+F3"], BodyAction::PreviousHit, Inbox::has_open_request),
    inspect(say_later!("Fold the body"), &[], TrafficAction::In(BodyAction::FoldAll), Inbox::has_open_request),
    inspect(say_later!("Unfold the body"), &[], TrafficAction::In(BodyAction::UnfoldAll), Inbox::has_open_request),
    inspect(say_later!("Copy the body"), &[], TrafficAction::CopyBody, Inbox::has_open_request),
    inspect(say_later!("Copy a safe sample"), &[], TrafficAction::CopySafe, Inbox::has_open_request),
    inspect(
        say_later!("Save a safe fixture"),
        &[],
        TrafficAction::Save(SaveForm::SafeFixture),
        Inbox::has_open_request,
    ),
    inspect(say_later!("Save the body"), &[], TrafficAction::Save(SaveForm::Body), Inbox::has_open_request),
    inspect(say_later!("Save the request as HAR"), &[], TrafficAction::Save(SaveForm::Har), Inbox::has_open_request),
    inspect(say_later!("Save all requests in the table as HAR"), &[], TrafficAction::SaveAll, has_requests),
    act(Group::Inspect, say_later!("Send a test call"), &[], Action::SendTestCall, Inbox::shows_requests),
    act(Group::Move, say_later!("Next call"), &["J", "ArrowDown"], Action::Move(Motion::Down), can_move),
    act(Group::Move, say_later!("Previous call"), &["K", "ArrowUp"], Action::Move(Motion::Up), can_move),
    act(Group::Move, say_later!("A screenful down"), &["PageDown"], Action::Move(Motion::PageDown), can_move),
    act(Group::Move, say_later!("A screenful up"), &["PageUp"], Action::Move(Motion::PageUp), can_move),
    act(Group::Move, say_later!("First call"), &["Home"], Action::Move(Motion::First), can_move),
    act(Group::Move, say_later!("Last call"), &["End"], Action::Move(Motion::Last), can_move),
    act(Group::Move, say_later!("Open the call"), &["Enter"], Action::OpenHere, can_move),
    act(Group::Move, say_later!("Back"), &["Esc"], Action::Back, always),
    act(Group::Choose, say_later!("Select the call"), &["X"], Action::Choose(ChoiceAction::ToggleHere), has_calls),
    act(
        Group::Choose,
        say_later!("Select to the next"),
        &["Shift+J", "Shift+ArrowDown"],
        Action::Choose(ChoiceAction::Extend(Motion::Down)),
        has_calls,
    ),
    act(
        Group::Choose,
        say_later!("Select to the previous"),
        &["Shift+K", "Shift+ArrowUp"],
        Action::Choose(ChoiceAction::Extend(Motion::Up)),
        has_calls,
    ),
    act(Group::Choose, say_later!("Select all"), &["Ctrl+A"], Action::Choose(ChoiceAction::All), has_calls),
    act(Group::Choose, say_later!("Select none"), &[], Action::Choose(ChoiceAction::Clear), has_choice),
    act(Group::Work, say_later!("Done, or not done"), &["E"], Action::ToggleDone, can_be_done),
    act(Group::Work, say_later!("Star"), &["S"], Action::ToggleStar, Inbox::has_target),
    act(Group::Work, say_later!("Unread, or read"), &["U"], Action::ToggleUnread, Inbox::has_target),
    act(
        Group::Work,
        say_later!("Snooze"),
        &["H"],
        Action::Picker(PickerAction::Open(PickerKind::Snooze)),
        Inbox::has_target,
    ),
    act(Group::Work, say_later!("Bring back now"), &[], Action::Snooze(None), has_snoozed),
    act(
        Group::Work,
        say_later!("Tag"),
        &["L"],
        Action::Picker(PickerAction::Open(PickerKind::Tags)),
        Inbox::has_target,
    ),
    act(Group::Work, say_later!("Add a note"), &["N"], Action::FocusField(Field::Note), has_open),
    act(Group::Work, say_later!("Add a task"), &["A"], Action::FocusField(Field::Task), has_open),
    act(
        Group::Work,
        say_later!("Tick the next task"),
        &["T then T"],
        Action::Work(WorkAction::TickNext),
        has_open_task,
    ),
    work(say_later!("Attach a file…"), &["Ctrl+Shift+O"], DesktopAction::ChooseAttachment, has_open),
    work(
        say_later!("Remove the attached recording"),
        &[],
        DesktopAction::Detach(MediaKind::Recording),
        has_own_recording,
    ),
    work(
        say_later!("Remove the attached transcript"),
        &[],
        DesktopAction::Detach(MediaKind::Transcript),
        has_own_transcript,
    ),
    act(Group::Work, say_later!("Copy the call as text"), &["Ctrl+C"], Action::CopyCall, has_open),
    act(Group::Work, say_later!("Undo"), &["Z", "Ctrl+Z"], Action::Undo, always),
    listen(say_later!("Play, or pause"), &["Space"], PlayerAction::Toggle, can_listen),
    listen(say_later!("Back 5 s"), &["ArrowLeft"], PlayerAction::Step(-5_000), can_listen),
    listen(say_later!("Ahead 5 s"), &["ArrowRight"], PlayerAction::Step(5_000), can_listen),
    listen(say_later!("Back 1 s"), &["Shift+ArrowLeft"], PlayerAction::Step(-1_000), can_listen),
    listen(say_later!("Ahead 1 s"), &["Shift+ArrowRight"], PlayerAction::Step(1_000), can_listen),
    listen(say_later!("Back 30 s"), &[","], PlayerAction::Step(-30_000), can_listen),
    listen(say_later!("Ahead 30 s"), &["."], PlayerAction::Step(30_000), can_listen),
    listen(say_later!("Back to before the jump"), &["Backspace"], PlayerAction::UndoSeek, can_listen),
    listen(say_later!("Slower"), &["["], PlayerAction::Slower, can_listen),
    listen(say_later!("Faster"), &["]"], PlayerAction::Faster, can_listen),
    listen(say_later!("Normal speed"), &["\\"], PlayerAction::SetSpeed(1.0), can_listen),
    listen(say_later!("Skip silence, or not"), &["Q"], PlayerAction::ToggleSkipSilence, always),
    listen(say_later!("Mute, or not"), &["M"], PlayerAction::ToggleMute, always),
    listen(say_later!("Less loud"), &["-"], PlayerAction::StepVolume(-1), always),
    listen(say_later!("Louder"), &["="], PlayerAction::StepVolume(1), always),
    listen(say_later!("Bookmark this moment"), &["B"], PlayerAction::Bookmark, has_recording),
    listen(say_later!("Note about this moment"), &["Shift+N"], PlayerAction::NoteHere, has_recording),
    listen(say_later!("Loop from here"), &["I"], PlayerAction::LoopFrom, has_recording),
    listen(say_later!("Loop to here"), &["O"], PlayerAction::LoopTo, has_recording),
    listen(say_later!("No loop"), &["Shift+O"], PlayerAction::ClearLoop, has_loop),
    listen(say_later!("Save the loop as a clip"), &["C"], PlayerAction::SaveClip, has_loop),
    listen(say_later!("Next unheard call"), &["Shift+Space", "G then N"], PlayerAction::NextUnheard, always),
    listen(say_later!("Mark heard"), &[], PlayerAction::MarkHeard(true), has_recording),
    listen(say_later!("Mark unheard"), &[], PlayerAction::MarkHeard(false), has_recording),
    Act {
        group: Group::Read,
        name: say_later!("Find in the transcript"),
        keys: &["Ctrl+F"],
        is_global: true,
        action: Action::Transcript(TranscriptAction::Find),
        is_possible: has_turns,
    },
    Act {
        group: Group::Read,
        name: say_later!("Next place found"),
        keys: &["F3"],
        is_global: true,
        action: Action::Transcript(TranscriptAction::NextHit),
        is_possible: has_turns,
    },
    Act {
        group: Group::Read,
        name: say_later!("Place found before"),
        keys: &["Shift+F3"],
        is_global: true,
        action: Action::Transcript(TranscriptAction::PreviousHit),
        is_possible: has_turns,
    },
    read(say_later!("Back to what is heard"), &["F"], TranscriptAction::Follow, has_times),
    read(say_later!("Play from the turn"), &["P"], TranscriptAction::HearHere, has_times),
    read(say_later!("Next turn of the caller"), &["D"], TranscriptAction::NextCaller, has_turns),
    read(say_later!("Turn of the caller before"), &["Shift+D"], TranscriptAction::PreviousCaller, has_turns),
    read(say_later!("Note on the turn"), &["W"], TranscriptAction::NoteHere, has_turns),
    read(say_later!("Copy the turn"), &["Y"], TranscriptAction::CopyHere, has_turns),
    read(say_later!("Copy the transcript"), &["Shift+Y"], TranscriptAction::CopyAll, has_turns),
    read(say_later!("Call, or transcript"), &["V"], TranscriptAction::SwitchTab, has_transcript),
    read(say_later!("Rename the speaker"), &["R"], TranscriptAction::RenameHere, has_turns),
    read(say_later!("Swap agent and caller"), &[], TranscriptAction::Swap, has_turns),
    read(say_later!("Times 0.5 s later"), &[], TranscriptAction::Shift(500), has_times),
    read(say_later!("Times 0.5 s earlier"), &[], TranscriptAction::Shift(-500), has_times),
    read(say_later!("The turn is said now"), &[], TranscriptAction::SaidNowHere, has_times),
    read(say_later!("Times as the file has them"), &[], TranscriptAction::NoShift, has_times),
    read(say_later!("Tool calls and prompts, or not"), &[], TranscriptAction::ToggleAsides, has_turns),
    read(say_later!("The file as it is, or the turns"), &[], TranscriptAction::SwitchFile, has_transcript),
    read(say_later!("Save the transcript as text"), &[], TranscriptAction::Save(TranscriptForm::Text), has_turns),
    read(say_later!("Save the transcript as SRT"), &[], TranscriptAction::Save(TranscriptForm::Srt), has_turns),
    read(say_later!("Save the transcript as VTT"), &[], TranscriptAction::Save(TranscriptForm::Vtt), has_turns),
    read(say_later!("Save the transcript as JSON"), &[], TranscriptAction::Save(TranscriptForm::Json), has_turns),
    read(say_later!("Save the transcript as a page"), &[], TranscriptAction::Save(TranscriptForm::Page), has_turns),
    Act {
        group: Group::Go,
        name: say_later!("Search"),
        keys: &["/", "Ctrl+K"],
        is_global: true,
        action: Action::FocusSearch,
        is_possible: always,
    },
    Act {
        group: Group::Go,
        name: say_later!("Save this search"),
        keys: &["Ctrl+S"],
        is_global: true,
        action: Action::Saved(SavedAction::Save),
        is_possible: Inbox::can_save_search,
    },
    Act {
        group: Group::Go,
        name: say_later!("Find a command"),
        keys: &["Ctrl+Shift+P"],
        is_global: true,
        action: Action::Picker(PickerAction::Open(PickerKind::Acts)),
        is_possible: always,
    },
    Act {
        group: Group::Go,
        name: say_later!("Receive a file…"),
        keys: &["Ctrl+O"],
        is_global: true,
        action: Action::Desktop(DesktopAction::ChooseFiles),
        is_possible: always,
    },
    act(Group::Go, say_later!("Inbox"), &["G then I"], Action::SelectView(View::Inbox), always),
    act(Group::Go, say_later!("Unread"), &["G then U"], Action::SelectView(View::Unread), always),
    act(Group::Go, say_later!("Tasks"), &["G then K"], Action::SelectView(View::Tasks), always),
    act(Group::Go, say_later!("Starred"), &["G then S"], Action::SelectView(View::Starred), always),
    act(Group::Go, say_later!("Snoozed"), &["G then Z"], Action::SelectView(View::Snoozed), always),
    act(Group::Go, say_later!("Done"), &["G then D"], Action::SelectView(View::Done), always),
    act(Group::Go, say_later!("All calls"), &["G then A"], Action::SelectView(View::All), always),
    act(Group::Go, say_later!("Call back"), &["G then C"], Action::OpenScreen(Screen::Callbacks), always),
    act(Group::Go, say_later!("Traffic"), &["G then T"], Action::OpenScreen(Screen::Traffic), always),
    act(Group::Go, say_later!("Insights"), &["G then B"], Action::OpenScreen(Screen::Insights), always),
    insights(say_later!("Insights: 7 days"), Period::Days(7)),
    insights(say_later!("Insights: 30 days"), Period::Days(30)),
    insights(say_later!("Insights: 90 days"), Period::Days(90)),
    insights(say_later!("Insights: 12 months"), Period::Year),
    insights(say_later!("Insights: all time"), Period::All),
    Act {
        group: Group::Go,
        name: say_later!("Settings"),
        keys: &["G then ,", "Ctrl+,"],
        is_global: true,
        action: Action::OpenScreen(Screen::Settings),
        is_possible: always,
    },
    act(Group::Go, say_later!("Keys"), &["?"], Action::ToggleShortcuts, always),
    page(say_later!("Forwarding"), &["G then F"], TrafficPage::Forwarding),
    page(say_later!("Contract"), &["G then W"], TrafficPage::Contract),
    page(say_later!("Rehearsal"), &["G then E"], TrafficPage::Rehearsal),
    page(say_later!("Reach"), &["G then P"], TrafficPage::Reach),
    act(
        Group::Go,
        say_later!("Stop the rehearsal"),
        &[],
        Action::Tool(ToolAction::Rehearsal(RehearsalAction::Stop)),
        is_rehearsing,
    ),
    look(say_later!("Larger"), &["Ctrl++", "Ctrl+="], LooksAction::Larger, Inbox::can_be_larger),
    look(say_later!("Smaller"), &["Ctrl+-"], LooksAction::Smaller, Inbox::can_be_smaller),
    look(say_later!("Usual size"), &["Ctrl+0"], LooksAction::UsualSize, always),
    act(Group::Look, say_later!("Light theme"), &[], Action::ChooseTheme(ThemeChoice::Light), |inbox| {
        inbox.theme != ThemeChoice::Light
    }),
    act(Group::Look, say_later!("Dark theme"), &[], Action::ChooseTheme(ThemeChoice::Dark), |inbox| {
        inbox.theme != ThemeChoice::Dark
    }),
    act(Group::Look, say_later!("Theme of the system"), &[], Action::ChooseTheme(ThemeChoice::System), |inbox| {
        inbox.theme != ThemeChoice::System
    }),
    look(say_later!("Compact rows, or comfortable"), &[], LooksAction::SwitchDensity, always),
    look(say_later!("High contrast, or not"), &[], LooksAction::SwitchContrast, always),
    look(say_later!("Less motion, or not"), &[], LooksAction::SwitchStillness, always),
    set(say_later!("Next section"), &["J", "ArrowDown"], Action::Settings(SettingsAction::Next)),
    set(say_later!("Previous section"), &["K", "ArrowUp"], Action::Settings(SettingsAction::Previous)),
    set(say_later!("Find a setting"), &["Ctrl+F"], Action::FocusField(Field::Setting)),
    section(say_later!("Settings: Appearance"), SettingsSection::Appearance),
    section(say_later!("Settings: Listener"), SettingsSection::Listener),
    section(say_later!("Settings: Senders and security"), SettingsSection::Senders),
    section(say_later!("Settings: Storage"), SettingsSection::Storage),
    section(say_later!("Settings: Fetching"), SettingsSection::Fetching),
    section(say_later!("Settings: Playback"), SettingsSection::Playback),
    section(say_later!("Settings: Notifications"), SettingsSection::Notifications),
    section(say_later!("Settings: Window"), SettingsSection::Window),
    section(say_later!("Settings: Requests kept"), SettingsSection::Requests),
    section(say_later!("Settings: Shortcuts"), SettingsSection::Shortcuts),
    section(say_later!("Settings: About"), SettingsSection::About),
    act(
        Group::Settings,
        say_later!("Open the folder of the calls"),
        &[],
        Action::Settings(SettingsAction::OpenFolder),
        always,
    ),
    act(
        Group::Go,
        say_later!("Do not disturb until tomorrow"),
        &[],
        Action::Alerts(AlertAction::QuietUntilTomorrow),
        |inbox| inbox.alerts.prefs.is_on && !inbox.alerts.prefs.is_put_off(inbox.now),
    ),
    act(Group::Go, say_later!("Disturb me again"), &[], Action::Alerts(AlertAction::EndQuiet), |inbox| {
        inbox.alerts.prefs.is_put_off(inbox.now)
    }),
    Act {
        group: Group::Go,
        name: say_later!("Quit"),
        keys: &["Ctrl+Q"],
        is_global: true,
        action: Action::Desktop(DesktopAction::Quit),
        is_possible: always,
    },
];

/// What the help says of keys beyond those of the acts: the group, the keys, what they do.
pub const MORE_KEYS: &[(Group, &str, &str)] = &[
    (Group::Work, "T then 1 … 9", say_later!("Tick that task")),
    (Group::Read, "Enter", say_later!("Next place, in the field")),
    (Group::Read, "Shift+Enter", say_later!("Place before, in the field")),
    (Group::Inspect, "Ctrl+click", say_later!("Compare with it")),
    (Group::Choose, "Shift+click", say_later!("Select up to there")),
    (Group::Choose, "Ctrl+click", say_later!("Select one more")),
];
