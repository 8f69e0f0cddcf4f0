//! What lies over the window and has the keyboard to itself: one edge, one margin, one shade behind it, the same order of
//! buttons. When it is gone the keyboard is where it was before.

use egui::{Align, Align2, Context, Event, Frame, Id, Key, Layout, Modal, ModalResponse, RichText, Ui, Vec2};

use super::theme;

/// Left free beside a dialog in a narrow window, in points.
const BESIDE: f32 = 32.0;

/// Where a dialog stands.
#[derive(Clone, Copy, PartialEq)]
pub enum Place {
    /// In the middle.
    Middle,
    /// So far below the upper edge, in points: what is found below a field does not move it.
    Top(f32),
}

/// What had the keyboard before a dialog, and in which pass a dialog was last drawn.
#[derive(Clone, Copy)]
struct Before {
    focused: Option<Id>,
    /// It was a field.
    is_field: bool,
    pass: u64,
    /// Escape was pressed in that pass.
    is_left: bool,
}

fn before_id() -> Id {
    Id::unique("before what lies over")
}

/// How high what scrolls within a dialog may get, if so much stands above and below it, in points.
pub fn room_for(ctx: &Context, place: Place, others: f32, most: f32) -> f32 {
    let height = ctx.content_rect().height();
    let above = match place {
        Place::Middle => 24.0,
        Place::Top(_) => top(ctx, place),
    };
    (height - above - 24.0 - others).clamp(96.0, most)
}

fn top(ctx: &Context, place: Place) -> f32 {
    match place {
        Place::Middle => 0.0,
        // A low window has little to spare.
        Place::Top(wanted) => wanted.min(ctx.content_rect().height() * 0.09).max(16.0),
    }
}

/// Draws a dialog so wide, in points, with this around its content.
pub fn show<T>(
    ctx: &Context,
    id: &'static str,
    place: Place,
    width: f32,
    margin: i8,
    content: impl FnOnce(&mut Ui) -> T,
) -> ModalResponse<T> {
    remember(ctx);
    let id = Id::unique(id);
    let (align, offset) = match place {
        Place::Middle => (Align2::CENTER_CENTER, Vec2::ZERO),
        Place::Top(_) => (Align2::CENTER_TOP, Vec2::new(0.0, top(ctx, place))),
    };
    let style = ctx.global_style();
    let dim = theme::palette_of(&style.visuals).dim;
    let room = ctx.content_rect().width() - BESIDE - 2.0 * f32::from(margin);
    Modal::new(id)
        .area(Modal::default_area(id).anchor(align, offset))
        .frame(Frame::window(&style).inner_margin(margin))
        .backdrop_color(dim)
        .show(ctx, |ui| {
            ui.set_width(width.min(room));
            content(ui)
        })
}

/// Notes what has the keyboard, if nothing lay over the window a moment ago.
pub fn remember(ctx: &Context) {
    let pass = ctx.cumulative_pass_nr();
    let known = ctx.data(|data| data.get_temp::<Before>(before_id()));
    let (focused, is_field) = match known {
        Some(before) => (before.focused, before.is_field),
        None => (ctx.memory(egui::Memory::focused), ctx.text_edit_focused()),
    };
    let is_escape = |event: &Event| matches!(event, Event::Key { key: Key::Escape, pressed: true, .. });
    let is_left = ctx.input(|input| input.raw.events.iter().any(is_escape));
    ctx.data_mut(|data| data.insert_temp(before_id(), Before { focused, is_field, pass, is_left }));
}

/// The keyboard goes back to where it was once nothing lies over the window; at the end of a frame.
pub fn give_back(ctx: &Context) {
    let known = ctx.data(|data| data.get_temp::<Before>(before_id()));
    let pass = ctx.cumulative_pass_nr();
    let Some(before) = known.filter(|before| before.pass < pass) else { return };
    // What had the keyboard there keeps it until it was once not drawn.
    if before.pass + 1 == pass {
        ctx.request_repaint();
        return;
    }
    ctx.data_mut(|data| data.remove::<Before>(before_id()));
    // Once something was done, the keys are the list's and not a field's.
    let Some(id) = before.focused.filter(|_| before.is_left || !before.is_field) else { return };
    // Only if it is still there, and nothing else has asked for it meanwhile.
    let is_there = ctx.read_response(id).is_some_and(|response| response.enabled());
    if is_there && ctx.memory(egui::Memory::focused).is_none() {
        ctx.memory_mut(|memory| memory.request_focus(id));
    }
}

/// The heading of a dialog.
pub fn title(ui: &mut Ui, text: &str) {
    let ink = theme::palette(ui).text;
    ui.add(egui::Label::new(RichText::new(text).font(theme::semibold(theme::TITLE)).color(ink)).wrap());
}

/// The line of buttons: from the right edge, what is done first, then Cancel.
pub fn buttons<T>(ui: &mut Ui, content: impl FnOnce(&mut Ui) -> T) -> T {
    ui.add_space(16.0);
    ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
        ui.spacing_mut().item_spacing.x = 8.0;
        content(ui)
    })
    .inner
}
