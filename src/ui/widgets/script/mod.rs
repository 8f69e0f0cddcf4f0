//! Texts of every script: those that run from right to left, and those that mix both ways.
//!
//! egui shapes letters and joins them, but puts words in one order only: a line from right to left that breaks would begin
//! with its end. Here a text is broken in the order it is read, and each row put in the order it is seen.
//!
//! **Invariant:** a text without a letter that runs from right to left is laid out by egui alone. Of any other, the galley
//! keeps the text and its characters in the order they are read, so that places in it are the same as in the text.

mod direction;
mod galley;
mod pieces;
mod places;
mod select;
mod shape;
#[cfg(test)]
mod tests;

pub use direction::{apart, is_from_right, is_plain};
pub use places::places;
pub use select::{cut, words};

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use egui::text::LayoutJob;
use egui::{Align, Galley, Id, Layout, Ui, Vec2};

/// Galleys that were set, by the address of what egui made of the same job.
type Shelf = HashMap<usize, Kept>;

/// A galley that was set.
struct Kept {
    /// What egui made of the job. It makes a new one when its fonts or its texture change, and this one is void then.
    plain: Arc<Galley>,
    set: Arc<Galley>,
    /// The pass it was last asked for in.
    used: u64,
}

/// Puts what belongs to a text beside it where it begins: at the left, or at the right where it runs from there. What is
/// put there stands in columns of [`column()`].
pub fn beside<T>(ui: &mut Ui, text: &str, then: impl FnOnce(&mut Ui) -> T) -> T {
    if !is_from_right(text) {
        return ui.horizontal_top(then).inner;
    }
    let size = Vec2::new(ui.available_width(), 0.0);
    ui.allocate_ui_with_layout(size, Layout::right_to_left(Align::TOP), then).inner
}

/// What stands below each other beside something.
pub fn column<T>(ui: &mut Ui, then: impl FnOnce(&mut Ui) -> T) -> T {
    let align = if ui.layout().prefer_right_to_left() { Align::Max } else { Align::Min };
    ui.with_layout(Layout::top_down(align), then).inner
}

/// Within this, texts from right to left stand close to what is at their left, rather than at the right end of the column.
pub fn close<T>(ui: &mut Ui, then: impl FnOnce(&mut Ui) -> T) -> T {
    let id = Id::unique("texts stand close");
    let before = ui.data_mut(|data| data.get_temp::<bool>(id).is_some());
    ui.data_mut(|data| data.insert_temp(id, true));
    let done = then(ui);
    if !before {
        ui.data_mut(|data| data.remove::<bool>(id));
    }
    done
}

/// How wide a text is set at most here.
pub fn room(ui: &Ui, job: &LayoutJob) -> f32 {
    let width = ui.available_width();
    let is_close = ui.data(|data| data.get_temp::<bool>(Id::unique("texts stand close")).is_some());
    if !is_close || is_plain(&job.text) || ui.layout().horizontal_placement() != Align::Min {
        return width;
    }
    // As wide as its widest row, so that its rows end where that begins.
    let mut job = job.clone();
    job.wrap.max_width = width;
    let set = lay(ui, job);
    let left = set.rows.iter().map(|row| row.pos.x).fold(width, f32::min);
    (width - left).ceil().min(width)
}

/// Lays out a text as it is read. What is broken into rows is set to the right where it runs from there; one row is as
/// wide as its words, and is cut with "…" at the end of what is read.
pub fn lay(ui: &Ui, job: LayoutJob) -> Arc<Galley> {
    let is_plain = is_plain(&job.text);
    let plain = ui.painter().layout_job(job);
    if is_plain { plain } else { kept(ui, plain) }
}

fn kept(ui: &Ui, plain: Arc<Galley>) -> Arc<Galley> {
    let id = Id::unique("texts from right to left");
    let shelf = ui.data_mut(|data| Arc::clone(data.get_temp_mut_or_default::<Arc<Mutex<Shelf>>>(id)));
    let pass = ui.ctx().cumulative_pass_nr();
    let key = Arc::as_ptr(&plain).addr();
    // The galley that is kept holds the address, so that no other can have it.
    let mut known = shelf.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(kept) = known.get_mut(&key).filter(|kept| Arc::ptr_eq(&kept.plain, &plain)) {
        kept.used = pass;
        return Arc::clone(&kept.set);
    }
    drop(known);
    let set = Arc::new(galley::set(ui, &plain));
    let mut shelf = shelf.lock().unwrap_or_else(PoisonError::into_inner);
    shelf.retain(|_, kept| kept.used + 1 >= pass);
    shelf.insert(key, Kept { plain, set: Arc::clone(&set), used: pass });
    set
}
