//! Keys to actions. Never while something is being typed.

use egui::{Context, Id, Key, Modifiers};

use crate::call::View;
use crate::inbox::{Action, Inbox, Motion, Screen};

/// How long after `g` the second key may come, in seconds.
const CHORD_SECS: f64 = 1.5;

/// Reads the keys pressed since the last frame.
pub fn read(ctx: &Context, inbox: &Inbox, actions: &mut Vec<Action>) {
    let search_pressed = ctx.input_mut(|input| input.consume_key(Modifiers::COMMAND, Key::K));
    if search_pressed {
        actions.push(Action::FocusSearch);
    }
    if ctx.text_edit_focused() {
        return;
    }
    let escape = ctx.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Escape));
    if escape {
        // Escape first gives the keyboard back from a button, then closes what is open.
        ctx.memory_mut(egui::Memory::stop_text_input);
        actions.push(Action::Back);
    }
    let chord = Id::unique("chord");
    let now = ctx.input(|input| input.time);
    let is_chord = ctx.data(|data| data.get_temp::<f64>(chord)).is_some_and(|at| now - at < CHORD_SECS);
    let pressed = |key: Key| ctx.input_mut(|input| input.consume_key(Modifiers::NONE, key));
    if is_chord {
        for (key, action) in [
            (Key::I, Action::SelectView(View::Inbox)),
            (Key::U, Action::SelectView(View::Unread)),
            (Key::S, Action::SelectView(View::Starred)),
            (Key::D, Action::SelectView(View::Done)),
            (Key::A, Action::SelectView(View::All)),
            (Key::C, Action::OpenScreen(Screen::Callbacks)),
            (Key::Comma, Action::OpenScreen(Screen::Settings)),
        ] {
            if pressed(key) {
                actions.push(action);
                ctx.data_mut(|data| data.remove::<f64>(chord));
                return;
            }
        }
    }
    if pressed(Key::G) {
        ctx.data_mut(|data| data.insert_temp(chord, now));
    }
    let asked = ctx.input_mut(|input| {
        input.consume_key(Modifiers::NONE, Key::Questionmark)
            || input.consume_key(Modifiers::SHIFT, Key::Questionmark)
            || input.consume_key(Modifiers::SHIFT, Key::Slash)
    });
    if asked {
        actions.push(Action::ToggleShortcuts);
    }
    if inbox.shortcuts_shown {
        return;
    }
    if pressed(Key::Slash) {
        actions.push(Action::FocusSearch);
    }
    if pressed(Key::Z) || ctx.input_mut(|input| input.consume_key(Modifiers::COMMAND, Key::Z)) {
        actions.push(Action::Undo);
    }
    if inbox.screen != Screen::Calls {
        return;
    }
    for (key, motion) in [
        (Key::J, Motion::Down),
        (Key::ArrowDown, Motion::Down),
        (Key::K, Motion::Up),
        (Key::ArrowUp, Motion::Up),
        (Key::PageDown, Motion::PageDown),
        (Key::PageUp, Motion::PageUp),
        (Key::Home, Motion::First),
        (Key::End, Motion::Last),
    ] {
        while pressed(key) {
            actions.push(Action::Move(motion));
        }
    }
    for (key, action) in [(Key::S, Action::ToggleStar), (Key::E, Action::ToggleDone), (Key::U, Action::ToggleUnread)] {
        if pressed(key) {
            actions.push(action);
        }
    }
}
