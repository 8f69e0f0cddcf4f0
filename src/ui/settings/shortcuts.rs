//! Settings, Shortcuts: every key and what it does, by group, with a field to find one.

use egui::{CornerRadius, Id, Rect, Role, Sense, Stroke, StrokeKind, Ui, Vec2, WidgetInfo};

use super::parts::note;
use crate::inbox::{Action, Group, Inbox, KeyLine, SettingsAction};
use crate::ui::theme;
use crate::ui::widgets::{field, line, section_title};

/// In the order they are listed: what is used most first.
const GROUPS: [Group; 9] = [
    Group::Go,
    Group::Move,
    Group::Choose,
    Group::Work,
    Group::Read,
    Group::Listen,
    Group::Inspect,
    Group::Look,
    Group::Settings,
];
/// Height of a line, in points.
const LINE: f32 = 30.0;
/// Room for what a key does, in points.
const DOES_WIDTH: f32 = 250.0;

pub fn draw(ui: &mut Ui, inbox: &Inbox, actions: &mut Vec<Action>) {
    let mut typed = inbox.settings.key_search.clone();
    let id = Id::unique("find a key");
    ui.scope(|ui| {
        ui.set_max_width(320.0_f32.min(ui.available_width()));
        field(ui, id, &mut typed, say!("Find a key"), say!("Find a key"), 1);
    });
    if typed != inbox.settings.key_search {
        actions.push(SettingsAction::FindKey(typed).into());
    }
    ui.add_space(18.0);
    let mut is_any = false;
    for group in GROUPS {
        let lines = inbox.keys_found(group);
        if lines.is_empty() {
            continue;
        }
        is_any = true;
        section_title(ui, group.title());
        ui.spacing_mut().item_spacing.y = 0.0;
        for one in &lines {
            draw_line(ui, one);
        }
        ui.add_space(18.0);
    }
    if !is_any {
        note(ui, say!("No key is called so."));
    }
}

fn draw_line(ui: &mut Ui, one: &KeyLine) {
    let palette = theme::palette(ui);
    let (rect, response) = ui.allocate_exact_size(Vec2::new(ui.available_width(), LINE), Sense::hover());
    response.widget_info(|| {
        WidgetInfo::labeled(Role::Label, true, say!("{does}: {keys}", does = one.does, keys = one.keys))
    });
    if !ui.is_rect_visible(rect) {
        return;
    }
    let room = DOES_WIDTH.min(rect.width() / 2.0);
    let does = line(ui, one.does, theme::regular(theme::BODY), palette.text, room - 8.0);
    ui.painter().galley(egui::pos2(rect.left(), rect.center().y - does.size().y / 2.0), does, palette.text);
    let mut left = rect.left() + room;
    for (index, way) in one.keys.split("  or  ").enumerate() {
        if index > 0 {
            left = word(ui, say!("or"), left, rect);
        }
        for (at, stroke) in way.split(" then ").enumerate() {
            if at > 0 {
                left = word(ui, say!("then"), left, rect);
            }
            left = cap(ui, stroke, left, rect);
        }
    }
    ui.painter().hline(rect.x_range(), rect.bottom() - 0.5, theme::hairline(ui));
}

/// A key as a key; where the next thing begins.
fn cap(ui: &Ui, stroke: &str, left: f32, rect: Rect) -> f32 {
    let palette = theme::palette(ui);
    let text = line(ui, stroke, theme::medium(theme::SMALL), palette.text, rect.right() - left - 12.0);
    let size = Vec2::new((text.size().x + 12.0).max(22.0), 20.0);
    let place = Rect::from_min_size(egui::pos2(left, rect.center().y - size.y / 2.0), size);
    let edge = Stroke::new(theme::hairline(ui).width, palette.outline);
    ui.painter().rect(place, CornerRadius::same(4), palette.panel, edge, StrokeKind::Inside);
    ui.painter().galley(place.center() - text.size() / 2.0, text, palette.text);
    place.right() + 6.0
}

fn word(ui: &Ui, word: &str, left: f32, rect: Rect) -> f32 {
    let ink = theme::palette(ui).second;
    let text = line(ui, word, theme::regular(theme::SMALL), ink, 60.0);
    let right = left + text.size().x + 6.0;
    ui.painter().galley(egui::pos2(left, rect.center().y - text.size().y / 2.0), text, ink);
    right
}
