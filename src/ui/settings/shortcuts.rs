//! Settings, Shortcuts: every key and what it does, by group, with a field to find one.

use egui::{Id, Rect, Role, Sense, Ui, Vec2, WidgetInfo};

use super::parts::note;
use crate::inbox::{Action, Group, Inbox, KeyLine, SettingsAction};
use crate::ui::theme;
use crate::ui::widgets::{field, key_caps, line, section_title};

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
        note(ui, say!("No key is called that."));
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
        let caps = key_caps(ui, way);
        caps.paint(ui, egui::pos2(left, rect.center().y));
        left += caps.width + 6.0;
    }
    ui.painter().hline(rect.x_range(), rect.bottom() - 0.5, theme::hairline(ui));
}

fn word(ui: &Ui, word: &str, left: f32, rect: Rect) -> f32 {
    let ink = theme::palette(ui).second;
    let text = line(ui, word, theme::regular(theme::SMALL), ink, 60.0);
    let right = left + text.size().x + 6.0;
    ui.painter().galley(egui::pos2(left, rect.center().y - text.size().y / 2.0), text, ink);
    right
}
