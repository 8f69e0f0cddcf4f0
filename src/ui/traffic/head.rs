//! The line of tabs at the top of both sides of the open request.

use egui::{Align, Align2, Frame, Layout, Margin, Panel, Role, Sense, Stroke, Ui, Vec2, WidgetInfo};

use crate::ui::keyboard;
use crate::ui::theme;

/// Height of the tabs, in points.
pub const HEIGHT: f32 = 38.0;

/// Draws the tabs, and beside them, from the right, what `beside` draws; the tab that was clicked.
pub fn tabs<T: Copy + PartialEq>(
    ui: &mut Ui,
    name: &str,
    all: &[(T, &str, &str)],
    now: T,
    beside: impl FnOnce(&mut Ui),
) -> Option<T> {
    let palette = theme::palette(ui);
    let mut clicked = None;
    Panel::top(name.to_owned())
        .exact_size(HEIGHT)
        .show_separator_line(false)
        .frame(Frame::new().inner_margin(Margin { left: 18, right: 10, top: 0, bottom: 0 }))
        .show(ui, |ui| {
            ui.horizontal(|ui| {
                ui.spacing_mut().item_spacing.x = 18.0;
                for (tab, text, hint) in all {
                    let is_shown = *tab == now;
                    let font = if is_shown { theme::semibold(theme::BODY) } else { theme::medium(theme::BODY) };
                    let ink = if is_shown { palette.text } else { palette.second };
                    let galley = ui.painter().layout_no_wrap((*text).to_owned(), font.clone(), ink);
                    let (rect, response) =
                        ui.allocate_exact_size(Vec2::new(galley.size().x, HEIGHT - 2.0), Sense::click());
                    response.widget_info(|| WidgetInfo::selected(Role::Tab, true, is_shown, *text));
                    let ink = if response.hovered() { palette.text } else { ink };
                    ui.painter().text(rect.center(), Align2::CENTER_CENTER, text, font, ink);
                    if is_shown {
                        let line = Stroke::new(2.0, palette.accent);
                        ui.painter().hline(rect.x_range(), rect.bottom() - 4.0, line);
                    }
                    keyboard::ring(ui, &response, rect.expand2(Vec2::new(6.0, -5.0)));
                    let response = if hint.is_empty() { response } else { response.on_hover_text(*hint) };
                    if response.clicked() {
                        clicked = Some(*tab);
                    }
                }
                ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                    ui.spacing_mut().item_spacing.x = 0.0;
                    beside(ui);
                });
            });
        });
    clicked
}
