//! What we answered, how long that took, and whether it was altered on purpose.

use egui::{CornerRadius, Frame, Label, Margin, RichText, ScrollArea, Ui};

use super::open::Sheet;
use super::row::status_ink;
use crate::inbox::{Pace, budget_label};
use crate::traffic::REHEARSAL_HEADER;
use crate::ui::blocks::labelled;
use crate::ui::widgets::{badge, icon, section_title, selectable};
use crate::ui::{keyboard, theme};

pub fn draw(ui: &mut Ui, sheet: &Sheet<'_>) {
    let palette = theme::palette(ui);
    let row = &sheet.opened.row;
    let id = row.note.id;
    ScrollArea::vertical().id_salt(("answer", id.0)).auto_shrink(false).show(ui, |ui| {
        Frame::new().inner_margin(Margin { left: 18, right: 18, top: 6, bottom: 18 }).show(ui, |ui| {
            ui.set_max_width(theme::TEXT_WIDTH.min(ui.available_width()));
            ui.spacing_mut().item_spacing = egui::vec2(8.0, 3.0);
            ui.spacing_mut().interact_size.y = theme::LINE;
            ui.horizontal(|ui| {
                let ink = status_ink(row.note.status, palette);
                let status = row.note.status.to_string();
                ui.label(RichText::new(&status).font(theme::semibold(22.0)).color(ink));
                ui.add_space(4.0);
                let (ink, ground) = palette.verdict(row.note.verdict);
                badge(ui, row.note.verdict.as_str(), ink, ground);
            });
            if let Some(rehearsed) = &row.rehearsed {
                ui.add_space(6.0);
                altered(ui, rehearsed);
            }
            ui.add_space(10.0);
            let told = sheet.inbox.traffic.list.row(id).and_then(|row| row.note.took_micros);
            let took = row.note.took_micros.or(told);
            let ink = match Pace::of(took) {
                Pace::Late => palette.bad,
                Pace::Slow => palette.mixed,
                Pace::Fine | Pace::Unknown => palette.text,
            };
            labelled(ui, say!("Answered after"), |ui| {
                selectable(ui, budget_label(took), theme::regular(theme::BODY), ink);
            });
            if let Some(reason) = &row.note.reason {
                labelled(ui, say!("Why"), |ui| {
                    selectable(ui, reason, theme::regular(theme::BODY), palette.text);
                });
            }
            if let Some(rehearsed) = &row.rehearsed {
                labelled(ui, say!("Header"), |ui| {
                    let text = format!("{REHEARSAL_HEADER}: {rehearsed}");
                    selectable(ui, text, theme::mono(theme::SMALL), palette.text);
                });
            }
            ui.add_space(14.0);
            section_title(ui, say!("Body"));
            if sheet.opened.answer.is_empty() {
                ui.label(RichText::new(say!("None.")).color(palette.second));
            } else {
                Frame::new()
                    .fill(palette.background)
                    .corner_radius(CornerRadius::same(theme::RADIUS))
                    .inner_margin(Margin::symmetric(10, 8))
                    .show(ui, |ui| {
                        ui.set_width(ui.available_width());
                        selectable(ui, &sheet.opened.answer, theme::mono(theme::SMALL), palette.text);
                    });
            }
        });
        keyboard::keep_in_sight(ui);
    });
}

fn altered(ui: &mut Ui, how: &str) {
    let palette = theme::palette(ui);
    Frame::new()
        .fill(palette.mixed_ground)
        .corner_radius(CornerRadius::same(theme::RADIUS))
        .inner_margin(Margin::symmetric(10, 7))
        .show(ui, |ui| {
            ui.set_width(ui.available_width());
            ui.horizontal_top(|ui| {
                ui.label(RichText::new(icon::EDIT).font(theme::icons(16.0)).color(palette.mixed));
                let text = say!("Altered on purpose: {how}. The sender was told so in a header.", how = how);
                ui.add(Label::new(RichText::new(text).color(palette.text)).wrap());
            });
        });
}
