//! Keys to actions, as `inbox::ACTS` names them. Never while something is being typed, but for the few that say so.

use egui::{Context, Event, Id, Key, Modifiers};

use crate::inbox::{ACTS, Act, Action, Inbox, WorkAction};

/// How long after `g` the second key may come, in seconds.
const CHORD_SECS: f64 = 1.5;
/// The keys that begin a chord.
const CHORDS: [Key; 2] = [Key::G, Key::T];
const DIGITS: [Key; 9] =
    [Key::Num1, Key::Num2, Key::Num3, Key::Num4, Key::Num5, Key::Num6, Key::Num7, Key::Num8, Key::Num9];

/// Reads the keys pressed since the last frame.
pub fn read(ctx: &Context, inbox: &Inbox, actions: &mut Vec<Action>) {
    // A form has the keys to itself.
    if inbox.search_draft.is_some() {
        return;
    }
    let is_typing = ctx.text_edit_focused() || inbox.picker.is_some();
    if is_typing {
        take(ctx, actions, None, |act| act.is_global);
        if inbox.picker.is_some() && !ctx.text_edit_focused() && pressed(ctx, Key::Escape) {
            actions.push(Action::Back);
        }
        return;
    }
    if pressed(ctx, Key::Escape) {
        // Escape first gives the keyboard back from a button, then closes what is open.
        ctx.memory_mut(egui::Memory::stop_text_input);
        actions.push(Action::Back);
    }
    let chord = Id::unique("chord");
    let now = ctx.input(|input| input.time);
    let begun = ctx.data(|data| data.get_temp::<(Key, f64)>(chord));
    if let Some((first, _)) = begun.filter(|(_, at)| now - at < CHORD_SECS) {
        let before = actions.len();
        take(ctx, actions, Some(first), |_| !inbox.shortcuts_shown);
        if first == Key::T {
            let number = DIGITS.iter().position(|key| pressed(ctx, *key));
            actions.extend(number.map(|number| Action::Work(WorkAction::TickNumber(number + 1))));
        }
        if actions.len() > before {
            ctx.data_mut(|data| data.remove::<(Key, f64)>(chord));
            return;
        }
    }
    for key in CHORDS {
        if pressed(ctx, key) {
            ctx.data_mut(|data| data.insert_temp(chord, (key, now)));
        }
    }
    // A button with the keyboard is pressed by Enter.
    let has_focus = ctx.memory(|memory| memory.focused().is_some());
    take(ctx, actions, None, |act| {
        let is_help = matches!(act.action, Action::ToggleShortcuts);
        (is_help || !inbox.shortcuts_shown) && !(has_focus && act.keys.contains(&"Enter"))
    });
}

fn pressed(ctx: &Context, key: Key) -> bool {
    taken(ctx, Modifiers::NONE, key) > 0
}

/// Takes the keys of the acts, after `first` where they are the second of a chord.
fn take(ctx: &Context, actions: &mut Vec<Action>, first: Option<Key>, is_wanted: impl Fn(&Act) -> bool) {
    for act in ACTS.iter().filter(|act| is_wanted(act)) {
        for stroke in act.keys {
            let (begin, end) = stroke.split_once(" then ").map_or((None, *stroke), |(one, two)| (Some(one), two));
            if begin.and_then(Key::from_name) != first {
                continue;
            }
            let (modifiers, name) = modified(end);
            let Some(key) = Key::from_name(name) else { continue };
            for _ in 0..taken(ctx, modifiers, key) {
                actions.push(act.action.clone());
            }
        }
    }
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

/// Takes a key out of what was pressed, with these modifiers and no others; how often. Signs that need Shift on some
/// keyboards are taken with and without.
fn taken(ctx: &Context, wanted: Modifiers, key: Key) -> usize {
    let is_sign = matches!(key, Key::Questionmark | Key::Slash | Key::Comma);
    let fits = |modifiers: &Modifiers, found: Key| {
        let is_key = found == key && (is_sign || modifiers.shift == wanted.shift);
        // Some systems tell the key and not the sign on it.
        let is_question = key == Key::Questionmark && found == Key::Slash && modifiers.shift;
        let is_slash = !(key == Key::Slash && modifiers.shift);
        (is_key && is_slash || is_question) && modifiers.command == wanted.command && !modifiers.alt
    };
    ctx.input_mut(|input| {
        let before = input.events.len();
        input.events.retain(
            |event| !matches!(event, Event::Key { key, pressed: true, modifiers, .. } if fits(modifiers, *key)),
        );
        before - input.events.len()
    })
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
