//! Small pieces that several panels draw with.
//!
//! **Invariant:** no widget here knows a call; it gets texts, colours and sizes.

mod button;
mod chip;
mod field;
mod find_line;
pub mod icon;
mod key_caps;
mod line;
pub mod script;
mod segmented;
mod tall_rows;
mod virtual_rows;

pub use button::{ButtonKind, button, icon_button, labelled_button, link, link_button, named_button, round_button};
pub use chip::{avatar, badge, chip, chip_button, field_chip, removable, score_bar};
pub use field::field;
pub use find_line::{FindStep, Places, find_count, find_line, find_steps};
pub use key_caps::{KeyCaps, key_caps};
pub use line::{heading, hits_in, line, line_with_hits, mark_found, marked, section_title, selectable, stand, struck};
pub use segmented::{Segment, segmented};
pub use tall_rows::{Tall, TallRows, tall_rows};
pub use virtual_rows::{Piece, Shift, VirtualRows, moving_rows, virtual_rows};
