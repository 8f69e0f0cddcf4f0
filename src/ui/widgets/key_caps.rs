//! Keys as they look on a keyboard: "Ctrl+Shift+P" as three caps, "G then I" as two with a word between.

use std::sync::Arc;

use egui::{CornerRadius, Galley, Pos2, Rect, Response, Sense, StrokeKind, Ui, Vec2, WidgetInfo};

use crate::ui::theme;

/// Height of a cap, in points; no cap is narrower.
const CAP: f32 = 18.0;
/// Left and right of the sign, in points.
const PADDING: f32 = 5.0;
/// Between two caps, in points.
const GAP: f32 = 3.0;
/// Beside a word between two caps, besides that, in points.
const BESIDE_WORD: f32 = 2.0;
/// Size of the sign, in points.
const SIGN: f32 = 11.0;

/// Keys laid out.
pub struct KeyCaps {
    pieces: Vec<(Arc<Galley>, bool)>,
    /// In points.
    pub width: f32,
}

/// What stands on a key.
fn sign(key: &str) -> &str {
    let is_mac = cfg!(target_os = "macos");
    match key {
        "ArrowDown" => "↓",
        "ArrowUp" => "↑",
        "ArrowLeft" => "←",
        "ArrowRight" => "→",
        "PageDown" => say!("Page Down"),
        "PageUp" => say!("Page Up"),
        "Ctrl" if is_mac => "⌘",
        "Shift" if is_mac => "⇧",
        other => other,
    }
}

/// The signs of a stroke and the words between them; true for a sign.
fn pieces(keys: &str) -> Vec<(&str, bool)> {
    let mut pieces = Vec::new();
    for (nth, mut stroke) in keys.split(" then ").enumerate() {
        if nth > 0 {
            pieces.push((say!("then"), false));
        }
        while let Some((modifier, rest)) =
            stroke.split_once('+').filter(|(one, rest)| !one.is_empty() && !rest.is_empty())
        {
            pieces.push((sign(modifier), true));
            stroke = rest;
        }
        pieces.push((sign(stroke), true));
    }
    pieces
}

/// Lays keys out.
pub fn key_caps(ui: &Ui, keys: &str) -> KeyCaps {
    let ink = theme::palette(ui).second;
    let lay = |(text, is_cap): (&str, bool)| {
        let font = if is_cap { theme::medium(SIGN) } else { theme::regular(SIGN) };
        (ui.painter().layout_no_wrap(text.to_owned(), font, ink), is_cap)
    };
    let pieces: Vec<_> = pieces(keys).into_iter().map(lay).collect();
    let gaps = GAP * pieces.len().saturating_sub(1) as f32;
    let width = pieces.iter().map(|(galley, is_cap)| width(galley, *is_cap)).sum::<f32>() + gaps;
    KeyCaps { pieces, width }
}

fn width(galley: &Galley, is_cap: bool) -> f32 {
    if is_cap { (galley.size().x + 2.0 * PADDING).max(CAP) } else { galley.size().x + 2.0 * BESIDE_WORD }
}

impl KeyCaps {
    /// Draws them from there to the right.
    pub fn paint(&self, ui: &Ui, left_center: Pos2) {
        let palette = theme::palette(ui);
        let mut left = left_center.x;
        for (galley, is_cap) in &self.pieces {
            let size = Vec2::new(width(galley, *is_cap), CAP);
            let rect = Rect::from_min_size(egui::pos2(left, left_center.y - CAP / 2.0), size);
            if *is_cap {
                let edge = egui::Stroke::new(theme::hairline(ui).width, palette.outline);
                ui.painter().rect(rect, CornerRadius::same(4), palette.raised, edge, StrokeKind::Inside);
            }
            let at = egui::pos2(rect.center().x - galley.size().x / 2.0, rect.center().y - galley.size().y / 2.0);
            ui.painter().galley(at, Arc::clone(galley), palette.second);
            left += size.x + GAP;
        }
    }

    /// Draws them where the next thing stands, named for screen readers.
    pub fn show(&self, ui: &mut Ui, name: &str) -> Response {
        let (rect, response) = ui.allocate_exact_size(Vec2::new(self.width, CAP), Sense::hover());
        response.widget_info(|| WidgetInfo::labeled(egui::Role::Label, true, name));
        self.paint(ui, rect.left_center());
        response
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strokes_fall_into_their_keys() {
        let signs = |keys| pieces(keys).into_iter().map(|(text, _)| text).collect::<Vec<_>>();
        assert_eq!(signs("Shift+P"), [sign("Shift"), "P"]);
        assert_eq!(signs("Ctrl++"), [sign("Ctrl"), "+"]);
        assert_eq!(signs("G then ,"), ["G", "then", ","]);
        assert_eq!(signs("ArrowDown"), ["↓"]);
        assert_eq!(signs("+"), ["+"]);
    }
}
