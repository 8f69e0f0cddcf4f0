//! The sections, with the field that finds a setting: a list beside the page, or a menu above it.

use egui::{
    Align, Align2, ComboBox, CornerRadius, Id, Key, Label, Layout, Modifiers, Response, RichText, Role, ScrollArea,
    Sense, Stroke, StrokeKind, Ui, Vec2, WidgetInfo,
};

use crate::inbox::{Action, Field, Inbox, SettingsAction, SettingsRow, SettingsSection};
use crate::ui::widgets::{field, heading, icon, line};
use crate::ui::{keyboard, keys, theme};

/// Height of a section in the list, in points.
const ITEM: f32 = 32.0;
/// Beside the list, in points.
const MARGIN: f32 = 16.0;
/// Width of the menu, in points.
const MENU_WIDTH: f32 = 200.0;

fn symbol(section: SettingsSection) -> &'static str {
    match section {
        SettingsSection::Appearance => icon::COLOURS,
        SettingsSection::Listener => icon::LISTENER,
        SettingsSection::Senders => icon::LOCK,
        SettingsSection::Storage => icon::FOLDER,
        SettingsSection::Fetching => icon::DOWNLOAD,
        SettingsSection::Playback => icon::VOLUME,
        SettingsSection::Notifications => icon::NOTIFICATIONS,
        SettingsSection::Window => icon::WINDOW,
        SettingsSection::Requests => icon::HISTORY,
        SettingsSection::Shortcuts => icon::KEYBOARD,
        SettingsSection::About => icon::ABOUT,
    }
}

/// The list, as high as the page.
pub fn list(ui: &mut Ui, inbox: &Inbox, actions: &mut Vec<Action>) {
    let edge = ui.max_rect();
    ui.painter().vline(edge.right() - 0.5, edge.y_range(), theme::hairline(ui));
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = 0.0;
        ui.add_space(MARGIN);
        ui.vertical(|ui| {
            ui.set_width(ui.available_width() - MARGIN);
            ui.add_space(20.0);
            heading(ui, say!("Settings"));
            ui.add_space(8.0);
            find(ui, inbox, actions);
            ui.add_space(8.0);
            ScrollArea::vertical().id_salt("sections").auto_shrink(false).show(ui, |ui| {
                ui.spacing_mut().item_spacing.y = 0.0;
                if inbox.settings.search.trim().is_empty() {
                    sections(ui, inbox, actions);
                } else {
                    found(ui, inbox, actions);
                }
                ui.add_space(MARGIN);
                keyboard::keep_in_sight(ui);
            });
        });
    });
}

fn id_of(section: SettingsSection) -> Id {
    Id::unique(("section of settings", section))
}

/// The open one is reached by Tab; arrows lead from there to the others.
fn sections(ui: &mut Ui, inbox: &Inbox, actions: &mut Vec<Action>) {
    let open = inbox.settings.section;
    let focused = ui.memory(egui::Memory::focused);
    if SettingsSection::ALL.into_iter().any(|section| section != open && focused == Some(id_of(section))) {
        ui.memory_mut(|memory| memory.request_focus(id_of(open)));
    }
    for section in SettingsSection::ALL {
        let response = item(ui, section, section == open);
        if section == open {
            keys::leave_arrows(ui, &response);
        }
        if response.clicked() {
            actions.push(SettingsAction::Open(section).into());
        }
    }
}

fn item(ui: &mut Ui, section: SettingsSection, is_open: bool) -> Response {
    let palette = theme::palette(ui);
    let (rect, _) = ui.allocate_exact_size(Vec2::new(ui.available_width(), ITEM), Sense::hover());
    let sense = if is_open { Sense::click() } else { Sense::CLICK };
    let response = ui.interact(rect, id_of(section), sense);
    response.widget_info(|| WidgetInfo::selected(Role::Tab, true, is_open, section.label()));
    let radius = CornerRadius::same(theme::RADIUS);
    if is_open {
        ui.painter().rect_filled(rect, radius, palette.selected);
        if palette.is_strong {
            let edge = Stroke::new(1.0, palette.accent);
            ui.painter().rect_stroke(rect, radius, edge, StrokeKind::Inside);
        }
    } else if response.hovered() {
        ui.painter().rect_filled(rect, radius, palette.hover);
    }
    let ink = if is_open { palette.text } else { palette.second };
    let mark = if is_open { palette.accent } else { palette.second };
    let at = egui::pos2(rect.left() + 18.0, rect.center().y);
    ui.painter().text(at, Align2::CENTER_CENTER, symbol(section), theme::icons(17.0), mark);
    let font = if is_open { theme::semibold(theme::BODY) } else { theme::regular(theme::BODY) };
    let text = line(ui, section.label(), font, ink, rect.width() - 42.0);
    ui.painter().galley(egui::pos2(rect.left() + 36.0, rect.center().y - text.size().y / 2.0), text, ink);
    keyboard::ring(ui, &response, rect);
    response
}

/// The menu, with the field beside it.
pub fn menu(ui: &mut Ui, inbox: &Inbox, actions: &mut Vec<Action>) {
    const MARGIN: f32 = super::MARGIN;
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = 0.0;
        ui.add_space(MARGIN);
        ui.vertical(|ui| {
            ui.set_width(theme::TEXT_WIDTH.min(ui.available_width() - MARGIN));
            ui.add_space(20.0);
            heading(ui, say!("Settings"));
            ui.add_space(10.0);
            ui.horizontal(|ui| {
                ui.spacing_mut().item_spacing.x = 8.0;
                ui.spacing_mut().interact_size.y = ITEM;
                sections_menu(ui, inbox, actions);
                ui.vertical(|ui| find(ui, inbox, actions));
            });
            if !inbox.settings.search.trim().is_empty() {
                ui.add_space(8.0);
                ui.spacing_mut().item_spacing.y = 0.0;
                found(ui, inbox, actions);
                ui.add_space(8.0);
                // The page goes on below.
                let (rect, _) = ui.allocate_exact_size(Vec2::new(ui.available_width(), 1.0), Sense::hover());
                ui.painter().hline(rect.x_range(), rect.center().y, theme::hairline(ui));
            }
            ui.add_space(8.0);
        });
    });
}

fn sections_menu(ui: &mut Ui, inbox: &Inbox, actions: &mut Vec<Action>) {
    let open = inbox.settings.section;
    let width = MENU_WIDTH.min(ui.available_width() / 2.0);
    let menu = ComboBox::from_id_salt("sections").selected_text(open.label()).width(width).truncate();
    // All of them are seen at once where the window is high enough.
    let shown = menu.height(SettingsSection::ALL.len() as f32 * 36.0).show_ui(ui, |ui| {
        for section in SettingsSection::ALL {
            if ui.selectable_label(section == open, section.label()).clicked() {
                actions.push(SettingsAction::Open(section).into());
            }
        }
    });
    let name = say!("Section: {name}", name = open.label());
    shown.response.widget_info(|| WidgetInfo::labeled(Role::ComboBox, true, &name));
}

fn find(ui: &mut Ui, inbox: &Inbox, actions: &mut Vec<Action>) {
    let id = Id::unique("find a setting");
    let mut typed = inbox.settings.search.clone();
    let is_taken = ui.memory(|memory| memory.has_focus(id))
        && ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Enter));
    let response = field(ui, id, &mut typed, say!("Find a setting"), say!("Find a setting"), 1);
    if inbox.focus == Some(Field::Setting) {
        response.request_focus();
        actions.push(Action::FieldFocused);
    }
    if typed != inbox.settings.search {
        actions.push(SettingsAction::Find(typed).into());
    }
    if is_taken && let Some(row) = inbox.settings_found().first() {
        response.surrender_focus();
        actions.push(SettingsAction::GoTo(*row).into());
    }
}

/// The rows that were found, with where they stand.
fn found(ui: &mut Ui, inbox: &Inbox, actions: &mut Vec<Action>) {
    let rows = inbox.settings_found();
    if rows.is_empty() {
        let ink = theme::palette(ui).second;
        let text = say!("No setting is called that.");
        ui.with_layout(Layout::left_to_right(Align::Min), |ui| {
            ui.add_space(8.0);
            ui.add(Label::new(RichText::new(text).font(theme::regular(theme::SMALL)).color(ink)).wrap());
        });
    }
    for row in rows {
        if found_item(ui, row).clicked() {
            actions.push(SettingsAction::GoTo(row).into());
        }
    }
}

fn found_item(ui: &mut Ui, row: SettingsRow) -> Response {
    let palette = theme::palette(ui);
    let (rect, response) = ui.allocate_exact_size(Vec2::new(ui.available_width(), 44.0), Sense::click());
    let name = crate::words::say(row.name);
    let said = say!("{setting}, in {section}", setting = name, section = row.section.label());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &said));
    if response.hovered() || response.has_focus() {
        ui.painter().rect_filled(rect, CornerRadius::same(theme::RADIUS), palette.hover);
    }
    let at = egui::pos2(rect.left() + 18.0, rect.center().y);
    ui.painter().text(at, Align2::CENTER_CENTER, symbol(row.section), theme::icons(17.0), palette.second);
    let left = rect.left() + 36.0;
    let name = line(ui, name, theme::medium(theme::BODY), palette.text, rect.width() - 42.0);
    ui.painter().galley(egui::pos2(left, rect.top() + 5.0), name, palette.text);
    let place = line(ui, row.section.label(), theme::regular(theme::SMALL), palette.second, rect.width() - 42.0);
    ui.painter().galley(egui::pos2(left, rect.top() + 23.0), place, palette.second);
    keyboard::ring(ui, &response, rect);
    response
}
