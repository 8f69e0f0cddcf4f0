//! Buttons.

use egui::{Button, Color32, Response, RichText, Stroke, Ui, Vec2};

use crate::ui::theme;

/// How much a button asks to be clicked.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum ButtonKind {
    /// The one thing to do here.
    Primary,
    /// One of several.
    Plain,
    /// Text only.
    Quiet,
}

/// A button with a text.
pub fn button(ui: &mut Ui, kind: ButtonKind, text: &str) -> Response {
    let palette = theme::palette(ui);
    let (ink, ground, edge) = match kind {
        ButtonKind::Primary => (palette.on_accent, Some(palette.accent), Some(palette.accent)),
        ButtonKind::Plain => (palette.text, None, None),
        ButtonKind::Quiet => (palette.accent, Some(Color32::TRANSPARENT), Some(Color32::TRANSPARENT)),
    };
    ui.scope(|ui| {
        if kind == ButtonKind::Primary {
            let widgets = &mut ui.visuals_mut().widgets;
            for state in [&mut widgets.inactive, &mut widgets.hovered, &mut widgets.active] {
                state.weak_bg_fill = palette.accent;
                state.bg_stroke = Stroke::new(1.0, palette.accent);
            }
            widgets.hovered.weak_bg_fill = palette.accent_hover;
            widgets.active.weak_bg_fill = palette.accent_hover;
        }
        let mut widget = Button::new(RichText::new(text).font(theme::medium(theme::BODY)).color(ink));
        if kind == ButtonKind::Quiet {
            widget = widget.fill(ground.unwrap_or_default()).stroke(Stroke::new(1.0, edge.unwrap_or_default()));
        }
        ui.add(widget.min_size(Vec2::new(0.0, 30.0)))
    })
    .inner
}

/// A square button with a symbol, named for screen readers and on hover ("Star (S)").
pub fn icon_button(ui: &mut Ui, symbol: &str, is_filled: bool, color: Color32, name: &str) -> Response {
    let font = if is_filled { theme::icons_filled(18.0) } else { theme::icons(18.0) };
    ui.scope(|ui| {
        ui.spacing_mut().button_padding = Vec2::splat(5.0);
        ui.add(Button::new(RichText::new(symbol).font(font).color(color)).min_size(Vec2::splat(30.0)))
    })
    .inner
    .accessible_name(name)
    .on_hover_text(name)
}
