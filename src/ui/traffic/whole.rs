//! A long value, shown whole over the rest.

use egui::{Frame, Id, Label, Modal, RichText, ScrollArea, Ui};

use super::open::Sheet;
use crate::inbox::{Action, BodyAction, count_label};
use crate::ui::theme;
use crate::ui::widgets::{ButtonKind, button};

/// So many letters are laid out; the rest is copied.
const SHOWN_CHARS: usize = 20_000;

pub fn draw(ui: &Ui, sheet: &Sheet<'_>, actions: &mut Vec<Action>) {
    let Some(line) = sheet.open.whole() else { return };
    let (outline, body) = (&sheet.opened.outline, &sheet.opened.body);
    let path = outline.path_of(line, body);
    let value = outline.unescaped(line, body);
    let chars = value.chars().count();
    let shown: String = value.chars().take(SHOWN_CHARS).collect();
    let ctx = ui.ctx();
    let room = ctx.content_rect();
    let frame = Frame::window(&ctx.global_style()).inner_margin(20);
    let modal = Modal::new(Id::unique("whole value")).frame(frame).show(ctx, |ui| {
        let palette = theme::palette(ui);
        ui.set_width(620.0_f32.min(room.width() - 80.0));
        ui.add(Label::new(RichText::new(path).font(theme::mono(theme::BODY)).color(palette.text)).truncate());
        let count = if chars > SHOWN_CHARS {
            format!("{} characters, the first {} of them", count_label(chars as u64), count_label(SHOWN_CHARS as u64))
        } else {
            format!("{} characters", count_label(chars as u64))
        };
        ui.label(RichText::new(count).font(theme::regular(theme::SMALL)).color(palette.second));
        ui.add_space(8.0);
        let height = (room.height() - 220.0).min(360.0);
        ScrollArea::vertical().max_height(height).auto_shrink([false, true]).show(ui, |ui| {
            ui.add(Label::new(RichText::new(shown).font(theme::mono(theme::SMALL)).color(palette.text)).wrap());
        });
        ui.add_space(12.0);
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = 8.0;
            if button(ui, ButtonKind::Plain, "Copy the value").clicked() {
                actions.push(BodyAction::CopyValue(line).into());
            }
            button(ui, ButtonKind::Plain, "Close").clicked()
        })
        .inner
    });
    if modal.inner || modal.should_close() {
        actions.push(BodyAction::ShowWhole(None).into());
    }
}
