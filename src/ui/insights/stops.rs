//! One stop for the Tab key where many things stand together: the arrows walk among them, Home and End go to the ends. Each
//! of them still has its own name, and can be pressed with the pointer.

use egui::{Id, Key, Modifiers, Sense, Ui};

use crate::ui::keys;

/// Things that share a stop.
pub struct Stops {
    id: Id,
    /// Which of them the Tab key leads to.
    at: usize,
}

impl Stops {
    /// So many of them, so many in a line; at first the Tab key leads to `home`. Reads the arrows if one of them has the
    /// keyboard.
    pub fn walked(ui: &Ui, name: &str, count: usize, in_a_line: usize, home: usize) -> Self {
        let id = ui.scope_id().with(("stops", name));
        let last = count.saturating_sub(1);
        let at = ui.data(|data| data.get_temp::<usize>(id)).unwrap_or(home).min(last);
        let mut stops = Self { id, at };
        if count == 0 || !ui.memory(|memory| memory.has_focus(stops.id(at))) {
            return stops;
        }
        keys::take_arrows(ui, stops.id(at));
        let pressed = |key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
        // Each of them is read, whichever was pressed.
        let steps = [Key::ArrowLeft, Key::ArrowRight, Key::ArrowUp, Key::ArrowDown, Key::Home, Key::End].map(pressed);
        let line = in_a_line.max(1);
        let begin = at - at % line;
        let wanted = match steps {
            [true, ..] => at.checked_sub(1),
            [_, true, ..] => Some(at + 1),
            [_, _, true, ..] => at.checked_sub(if line < count { line } else { 1 }),
            [_, _, _, true, ..] => Some(at + if line < count { line } else { 1 }),
            [.., true, _] => Some(begin),
            [.., true] => Some((begin + line - 1).min(last)),
            _ => None,
        };
        if let Some(wanted) = wanted.filter(|wanted| *wanted <= last && *wanted != at) {
            stops.at = wanted;
            ui.data_mut(|data| data.insert_temp(id, wanted));
            ui.memory_mut(|memory| memory.request_focus(stops.id(wanted)));
            ui.request_repaint();
        }
        stops
    }

    /// Of one of them.
    pub fn id(&self, at: usize) -> Id {
        self.id.with(at)
    }

    /// What it answers to: the pointer if it can be pressed, the keyboard if it is its turn.
    pub fn sense(&self, at: usize, can_be_pressed: bool) -> Sense {
        let press = if can_be_pressed { Sense::CLICK } else { Sense::HOVER };
        if at == self.at { press | Sense::FOCUSABLE } else { press }
    }
}
