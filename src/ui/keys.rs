//! Keys to actions, as `inbox::ACTS` names them. Never while something is being typed, but for the few that say so.

use egui::text_selection::LabelSelectionState;
use egui::{Context, Event, EventFilter, Id, Key, Modifiers, Response, Ui};

use crate::inbox::{ACTS, Act, Action, Group, Inbox, Screen, WorkAction};

/// How long after `g` the second key may come, in seconds.
const CHORD_SECS: f64 = 1.5;
/// The keys that begin a chord.
const CHORDS: [Key; 2] = [Key::G, Key::T];
const DIGITS: [Key; 9] =
    [Key::Num1, Key::Num2, Key::Num3, Key::Num4, Key::Num5, Key::Num6, Key::Num7, Key::Num8, Key::Num9];

/// Reads the keys pressed since the last frame, in the order they were pressed.
pub fn read(ctx: &Context, inbox: &Inbox, actions: &mut Vec<Action>) {
    // A form has the keys to itself, but for those that change how everything looks.
    let is_form = inbox.search_draft.is_some() || inbox.tools.resend.is_some();
    // So has a menu: what it lies over is not worked by keys meanwhile.
    let is_menu = !ctx.text_edit_focused() && egui::Popup::is_any_open(ctx);
    let is_typing = ctx.text_edit_focused() || inbox.picker.is_some();
    let events = ctx.input_mut(|input| std::mem::take(&mut input.events));
    let mut left = Vec::with_capacity(events.len());
    let is_selected = ctx.with_plugin(|state: &mut LabelSelectionState| state.has_selection()) == Some(true);
    for event in events {
        // The system's way to say Ctrl+C, which is also about text that is selected.
        let event = match event {
            Event::Copy if !is_typing && !is_form && !is_selected => {
                let (modifiers, key) = (Modifiers::COMMAND, Key::C);
                Event::Key { key, modifiers, pressed: true, repeat: false, physical_key: None }
            }
            event => event,
        };
        let Event::Key { key, pressed: true, modifiers, .. } = event else {
            left.push(event);
            continue;
        };
        let stroke = Stroke { key, modifiers };
        let is_taken = if is_form || is_menu || inbox.shortcuts_shown && ctx.text_edit_focused() {
            let act = stroke.act(inbox, None).filter(|act| act.group == Group::Look);
            actions.extend(act.map(|act| act.action.clone()));
            act.is_some()
        } else if is_typing {
            typing(ctx, inbox, stroke, actions)
        } else {
            walking(ctx, inbox, stroke, actions)
        };
        if !is_taken {
            left.push(event);
        }
    }
    ctx.input_mut(|input| input.events = left);
}

/// Marks an id as one that leaves arrows and Space to the acts while it has the keyboard.
#[derive(Clone, Copy, PartialEq)]
struct LeavesArrows;

/// From now on arrows and Space are for the acts although this has the keyboard.
pub fn leave_arrows(ui: &Ui, response: &Response) {
    let filter = EventFilter { vertical_arrows: true, horizontal_arrows: true, ..EventFilter::default() };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, filter));
    ui.data_mut(|data| data.insert_temp(response.id, LeavesArrows));
}

/// Marks an id as one that walks by all four arrows, Home and End while it has the keyboard.
#[derive(Clone, Copy, PartialEq)]
struct TakesArrows;

/// From now on all arrows, Home and End are for this while it has the keyboard.
pub fn take_arrows(ui: &Ui, id: Id) {
    let filter = EventFilter { vertical_arrows: true, horizontal_arrows: true, ..EventFilter::default() };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(id, filter));
    ui.data_mut(|data| data.insert_temp(id, TakesArrows));
}

/// A key that was pressed.
#[derive(Clone, Copy)]
struct Stroke {
    key: Key,
    modifiers: Modifiers,
}

impl Stroke {
    /// Whether it is this key with these modifiers and no others. Signs that need Shift on some keyboards are taken with
    /// and without.
    fn is(self, wanted: Modifiers, key: Key) -> bool {
        let is_sign = matches!(key, Key::Questionmark | Key::Slash | Key::Comma | Key::Equals | Key::Plus);
        let is_key = self.key == key && (is_sign || self.modifiers.shift == wanted.shift);
        // Some systems tell the key and not the sign on it.
        let is_question = key == Key::Questionmark && self.key == Key::Slash && self.modifiers.shift;
        let is_slash = !(key == Key::Slash && self.modifiers.shift);
        let has_modifiers = self.modifiers.command == wanted.command && !self.modifiers.alt;
        (is_key && is_slash || is_question) && has_modifiers
    }

    fn is_plain(self, key: Key) -> bool {
        self.is(Modifiers::NONE, key)
    }

    /// The act that it does, after `first` where it is the second of a chord. A key may stand for one act on one screen and
    /// for another on another: what is possible goes first.
    fn act(self, inbox: &Inbox, first: Option<Key>) -> Option<&'static Act> {
        let does = |act: &&Act| {
            act.keys.iter().any(|stroke| {
                let (begin, end) = stroke.split_once(" then ").map_or((None, *stroke), |(one, two)| (Some(one), two));
                let (modifiers, name) = modified(end);
                begin.and_then(Key::from_name) == first
                    && Key::from_name(name).is_some_and(|key| self.is(modifiers, key))
            })
        };
        let mut acts = ACTS.iter().filter(does);
        let possible = acts.clone().find(|act| (act.is_possible)(inbox));
        // What is not possible is left to say so itself ("Nothing to undo"), but for what has its own screen.
        possible.or_else(|| acts.find(|act| !act.group.has_own_screen()))
    }

    /// It writes something into a field.
    fn is_written(self) -> bool {
        !self.modifiers.command && self.key.symbol_or_name().chars().count() == 1
    }
}

/// A key while something is typed: true if it was taken.
fn typing(ctx: &Context, inbox: &Inbox, stroke: Stroke, actions: &mut Vec<Action>) -> bool {
    if inbox.picker.is_some() && !ctx.text_edit_focused() && stroke.is_plain(Key::Escape) {
        actions.push(Action::Back);
        return true;
    }
    let act = stroke.act(inbox, None).filter(|act| act.is_global && !stroke.is_written());
    actions.extend(act.map(|act| act.action.clone()));
    act.is_some()
}

/// A key while nothing is typed: true if it was taken.
fn walking(ctx: &Context, inbox: &Inbox, stroke: Stroke, actions: &mut Vec<Action>) -> bool {
    if stroke.is_plain(Key::Escape) {
        // A menu closes before what lies below it.
        if egui::Popup::is_any_open(ctx) {
            return false;
        }
        // Escape first gives the keyboard back from a button, then closes what is open.
        ctx.memory_mut(egui::Memory::stop_text_input);
        actions.push(Action::Back);
        return true;
    }
    let chord = Id::unique("chord");
    let now = ctx.input(|input| input.time);
    let begun = ctx.data(|data| data.get_temp::<(Key, f64)>(chord));
    if let Some((first, _)) = begun.filter(|(_, at)| now - at < CHORD_SECS) {
        let number = DIGITS.iter().position(|key| first == Key::T && stroke.is_plain(*key));
        let ticked = number.map(|number| Action::Work(WorkAction::TickNumber(number + 1)));
        let act = stroke.act(inbox, Some(first)).filter(|_| !inbox.shortcuts_shown).map(|act| act.action.clone());
        if let Some(action) = ticked.or(act) {
            ctx.data_mut(|data| data.remove::<(Key, f64)>(chord));
            actions.push(action);
            return true;
        }
    }
    if let Some(key) = CHORDS.into_iter().find(|key| stroke.is_plain(*key)) {
        ctx.data_mut(|data| data.insert_temp(chord, (key, now)));
        return true;
    }
    // A button with the keyboard is pressed by Enter and Space, and left with arrows: one key, one thing done.
    let focused = ctx.memory(egui::Memory::focused);
    let leaves_arrows = focused.is_some_and(|id| ctx.data(|data| data.get_temp(id) == Some(LeavesArrows)));
    let is_for_focus = match stroke.key {
        Key::Enter => focused.is_some(),
        // From row to row of a page, where the section is left alone.
        Key::ArrowUp | Key::ArrowDown if inbox.screen == Screen::Settings => focused.is_some() && !leaves_arrows,
        Key::Space | Key::ArrowLeft | Key::ArrowRight => focused.is_some() && !leaves_arrows,
        Key::ArrowUp | Key::ArrowDown | Key::Home | Key::End => {
            focused.is_some_and(|id| ctx.data(|data| data.get_temp(id) == Some(TakesArrows)))
        }
        _ => false,
    };
    let act = stroke.act(inbox, None).filter(|act| {
        let is_help = matches!(act.action, Action::ToggleShortcuts);
        (is_help || !inbox.shortcuts_shown) && !is_for_focus
    });
    actions.extend(act.map(|act| act.action.clone()));
    act.is_some()
}

/// "Ctrl+Shift+P" as its modifiers and its key.
fn modified(stroke: &str) -> (Modifiers, &str) {
    let (mut modifiers, mut rest) = (Modifiers::NONE, stroke);
    while let Some((begin, end)) = rest.split_once('+').filter(|(_, end)| !end.is_empty()) {
        modifiers = modifiers.plus(if begin == "Ctrl" { Modifiers::COMMAND } else { Modifiers::SHIFT });
        rest = end;
    }
    (modifiers, rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_of_an_act_is_a_key() {
        for stroke in ACTS.iter().flat_map(|act| act.keys) {
            for part in stroke.split(" then ") {
                assert!(Key::from_name(modified(part).1).is_some(), "{stroke}");
            }
            if let Some((first, _)) = stroke.split_once(" then ") {
                assert!(Key::from_name(first).is_some_and(|key| CHORDS.contains(&key)), "{stroke}");
            }
        }
        assert_eq!(modified("Ctrl+Shift+P"), (Modifiers::COMMAND.plus(Modifiers::SHIFT), "P"));
    }
}
