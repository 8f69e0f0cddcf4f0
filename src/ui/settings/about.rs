//! Settings, About: what this is, which version, as what calls are kept, who may use it, what helps with a report.

use std::sync::Arc;

use egui::{
    Color32, ColorImage, Id, Image, Label, RichText, Role, Sense, TextureHandle, TextureOptions, Ui, Vec2, WidgetInfo,
};

use super::licences;
use super::parts::{fact, flow, note, row, rule};
use crate::inbox::{Action, Inbox, SettingsAction, VERSION};
use crate::ui::theme;
use crate::ui::widgets::{ButtonKind, button};

/// Width and height of the icon, in points.
const ICON: f32 = 72.0;
/// What is left free around the sign within it, in points: the sign, not the picture, stands in line with the texts.
const AROUND: f32 = ICON / 16.0;

pub fn draw(ui: &mut Ui, inbox: &Inbox, actions: &mut Vec<Action>) {
    let palette = theme::palette(ui);
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 18.0;
        if let Some(icon) = icon(ui) {
            let (rect, response) = ui.allocate_exact_size(Vec2::splat(ICON - 2.0 * AROUND), Sense::hover());
            response.widget_info(|| WidgetInfo::labeled(Role::Image, true, say!("The icon of Call Inbox")));
            Image::from_texture((icon.id(), Vec2::splat(ICON))).paint_at(ui, rect.expand(AROUND));
        }
        ui.vertical(|ui| {
            ui.spacing_mut().item_spacing.y = 2.0;
            ui.add_space((ICON - 2.0 * AROUND - 50.0) / 2.0);
            let name = RichText::new("Call Inbox").font(theme::semibold(22.0)).color(palette.text);
            ui.add(Label::new(name).selectable(false));
            note(ui, say!("It runs on this computer alone, and keeps what it receives there."));
        });
    });
    ui.add_space(22.0);
    row(ui, inbox, say!("Version"), "", |ui| fact(ui, VERSION));
    row(ui, inbox, say!("Kept as"), &inbox.data_folder, |ui| {
        let format = inbox.settings.folder.as_ref().map(|facts| facts.format);
        let text = format.map_or_else(
            || say!("An SQLite database, with files beside it").to_owned(),
            |format| say!("An SQLite database, format {format}, with files beside it", format = format),
        );
        fact(ui, &text);
    });
    let about = say!("Version, system and sizes. No secrets, no addresses, nothing of your calls.");
    row(ui, inbox, say!("For a report"), about, |ui| {
        flow(ui, |ui| {
            // Without the sizes half of it would be missing.
            ui.add_enabled_ui(inbox.settings.folder.is_some(), |ui| {
                if button(ui, ButtonKind::Plain, say!("Copy details for a report")).clicked() {
                    actions.push(SettingsAction::CopyDetails.into());
                }
            });
        });
    });
    rule(ui);
    let about = say!(
        "Call Inbox may be used, changed and passed on under the MIT licence or the Apache licence 2.0, as you like."
    );
    row(ui, inbox, say!("Licences"), about, |ui| licences::choice(ui, inbox, actions));
    licences::draw(ui, inbox);
}

/// The icon at as many pixels as it has here; made once, and again where pixels are smaller or larger.
fn icon(ui: &Ui) -> Option<TextureHandle> {
    let pixels = (ICON * ui.ctx().pixels_per_point()).round() as usize;
    let id = Id::unique("the icon");
    if let Some((made_for, icon)) = ui.data(|data| data.get_temp::<(usize, Arc<TextureHandle>)>(id))
        && made_for == pixels
    {
        return Some((*icon).clone());
    }
    let png = include_bytes!("../../../assets/icon-256.png");
    let whole = eframe::icon_data::from_png_bytes(png).ok()?;
    let size = [whole.width as usize, whole.height as usize];
    let whole = ColorImage::from_rgba_unmultiplied(size, &whole.rgba);
    let handle = ui.ctx().load_texture("icon", smaller(&whole, pixels), TextureOptions::LINEAR);
    ui.data_mut(|data| data.insert_temp(id, (pixels, Arc::new(handle.clone()))));
    Some(handle)
}

/// A square picture with fewer pixels, each the mean of those it stands for; a graphics card would leave most of them out.
fn smaller(whole: &ColorImage, side: usize) -> ColorImage {
    let [width, height] = whole.size;
    let side = side.clamp(1, width.min(height).max(1));
    let span = |at: usize, of: usize| {
        let begin = at * of / side;
        begin..((at + 1) * of).div_ceil(side).max(begin + 1).min(of)
    };
    let mut pixels = Vec::with_capacity(side * side);
    for y in 0..side {
        for x in 0..side {
            let (rows, columns) = (span(y, height), span(x, width));
            let count = (rows.len() * columns.len()).max(1);
            let mut sum = [0_usize; 4];
            for row in rows {
                for pixel in &whole.pixels[row * width + columns.start..row * width + columns.end] {
                    for (sum, part) in sum.iter_mut().zip(pixel.to_array()) {
                        *sum += usize::from(part);
                    }
                }
            }
            pixels.push(mean(sum, count));
        }
    }
    ColorImage::new([side, side], pixels)
}

fn mean(sum: [usize; 4], count: usize) -> Color32 {
    let [red, green, blue, alpha] = sum.map(|sum| u8::try_from((sum + count / 2) / count).unwrap_or(u8::MAX));
    theme::premultiplied(red, green, blue, alpha)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_smaller_picture_is_the_mean_of_the_larger() {
        let (white, black) = (Color32::WHITE, Color32::BLACK);
        let whole = ColorImage::new([4, 4], [white, black, white, white].repeat(4));
        let small = smaller(&whole, 2);
        assert_eq!(small.size, [2, 2]);
        assert_eq!((small.pixels[0].r(), small.pixels[1].r()), (128, 255));
        assert_eq!(smaller(&whole, 100).size, [4, 4]);
    }
}
