//! Several of which one is chosen, side by side in one frame: one stop for the Tab key.

use egui::{CornerRadius, CursorIcon, Rect, Role, Sense, Stroke, StrokeKind, Ui, WidgetInfo};

use super::stops::Stops;
use crate::ui::{keyboard, theme};

const HEIGHT: f32 = 32.0;
const PADDING: f32 = 12.0;
/// Between the frame and what is chosen, in points.
const INSET: f32 = 2.0;

/// One of several.
pub struct Segment {
    /// What stands in it.
    pub text: String,
    /// Its name for screen readers and on hover.
    pub name: String,
    /// It is the chosen one.
    pub is_on: bool,
}

/// How wide they are together, in points.
pub fn width(ui: &Ui, segments: &[Segment]) -> f32 {
    segments.iter().map(|segment| segment_width(ui, &segment.text)).sum::<f32>() + 2.0 * INSET
}

/// Draws them; the one that was chosen now.
pub fn draw(ui: &mut Ui, name: &str, segments: &[Segment]) -> Option<usize> {
    let palette = theme::palette(ui);
    let size = egui::vec2(width(ui, segments), HEIGHT);
    let (whole, _) = ui.allocate_exact_size(size, Sense::hover());
    let edge = Stroke::new(theme::hairline(ui).width, palette.outline);
    ui.painter().rect(whole, CornerRadius::same(theme::RADIUS + 1), palette.panel, edge, StrokeKind::Inside);
    let home = segments.iter().position(|segment| segment.is_on).unwrap_or(0);
    let stops = Stops::walked(ui, name, segments.len(), segments.len(), home);
    let mut chosen = None;
    let mut x = whole.left() + INSET;
    for (at, segment) in segments.iter().enumerate() {
        let right = x + segment_width(ui, &segment.text);
        let rect = Rect::from_x_y_ranges(x..=right, whole.top() + INSET..=whole.bottom() - INSET);
        x = right;
        let response = ui.interact(rect, stops.id(at), stops.sense(at, true));
        response.widget_info(|| WidgetInfo::selected(Role::RadioButton, true, segment.is_on, &segment.name));
        let radius = CornerRadius::same(theme::RADIUS - 1);
        let ink = match (segment.is_on, response.hovered()) {
            (true, _) => {
                ui.painter().rect_filled(rect, radius, palette.accent_ground);
                palette.accent
            }
            (false, true) => {
                ui.painter().rect_filled(rect, radius, palette.hover);
                palette.text
            }
            (false, false) => palette.second,
        };
        let text = ui.painter().layout_no_wrap(segment.text.clone(), theme::medium(theme::BODY), ink);
        ui.painter().galley(rect.center() - text.size() / 2.0, text, ink);
        keyboard::ring(ui, &response, rect.expand(INSET));
        if response.clicked() {
            chosen = Some(at);
        }
        response.on_hover_text(&segment.name).on_hover_cursor(CursorIcon::PointingHand);
    }
    chosen
}

fn segment_width(ui: &Ui, text: &str) -> f32 {
    let ink = theme::palette(ui).text;
    ui.painter().layout_no_wrap(text.to_owned(), theme::medium(theme::BODY), ink).size().x + 2.0 * PADDING
}
