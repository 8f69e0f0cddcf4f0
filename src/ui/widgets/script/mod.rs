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

pub use direction::{is_from_right, is_plain};
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

/// Puts what belongs to a text beside it where it begins: at the left, or at the right where it runs from there.
pub fn beside<T>(ui: &mut Ui, text: &str, then: impl FnOnce(&mut Ui) -> T) -> T {
    if !is_from_right(text) {
        return ui.horizontal_top(then).inner;
    }
    let size = Vec2::new(ui.available_width(), 0.0);
    ui.allocate_ui_with_layout(size, Layout::right_to_left(Align::TOP), then).inner
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
