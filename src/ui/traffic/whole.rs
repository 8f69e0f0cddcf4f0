//! A long value, shown whole over the rest.

use egui::{Label, RichText, ScrollArea, Ui};

use super::open::Sheet;
use crate::inbox::{Action, BodyAction, count_label};
use crate::ui::dialog::{self, Place};
use crate::ui::widgets::{ButtonKind, button};
use crate::ui::{keyboard, theme};

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
    let modal = dialog::show(ctx, "whole value", Place::Middle, 620.0, 20, |ui| {
        let palette = theme::palette(ui);
        ui.add(Label::new(RichText::new(path).font(theme::mono(theme::BODY)).color(palette.text)).truncate());
        let count = if chars > SHOWN_CHARS {
            say!(
                "{all} characters, the first {shown} of them",
                all = count_label(chars as u64),
                shown = count_label(SHOWN_CHARS as u64)
            )
        } else {
            say!("{all} characters", all = count_label(chars as u64))
        };
        ui.label(RichText::new(count).font(theme::regular(theme::SMALL)).color(palette.second));
        ui.add_space(8.0);
        let height = dialog::room_for(ctx, Place::Middle, 150.0, 360.0);
        ScrollArea::vertical().max_height(height).auto_shrink([false, true]).show(ui, |ui| {
            ui.add(Label::new(RichText::new(shown).font(theme::mono(theme::SMALL)).color(palette.text)).wrap());
            keyboard::keep_in_sight(ui);
        });
        dialog::buttons(ui, |ui| {
            if button(ui, ButtonKind::Primary, say!("Copy the value")).clicked() {
                actions.push(BodyAction::CopyValue(line).into());
            }
            button(ui, ButtonKind::Plain, say!("Close")).clicked()
        })
    });
    if modal.inner || modal.should_close() {
        actions.push(BodyAction::ShowWhole(None).into());
    }
}
