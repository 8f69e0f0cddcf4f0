//! The head of the open call: who, how to reach them, how it went, and what to do with it.

use egui::{Align, Frame, Label, Layout, Margin, Panel, Popup, RichText, Ui};

use super::widgets::{
    ButtonKind, avatar, button, chip, icon, icon_button, labelled_button, line, removable, score_bar, script,
};
use super::{picker, theme};
use crate::call::CallerField;
use crate::inbox::{
    Action, ContactKind, DetailPage, Inbox, PickerAction, PickerKind, full_stamp, initials, until_label,
};

/// Below this width, in points, Snooze and Tag are in the menu.
const BUTTONS_FROM: f32 = 560.0;

/// Height of the line with the name and the buttons, in points.
const TITLE_HEIGHT: f32 = 32.0;

pub fn draw(ui: &mut Ui, inbox: &Inbox, page: &DetailPage, actions: &mut Vec<Action>) {
    let palette = theme::palette(ui);
    let edge = ui.max_rect();
    let panel = Panel::top("head")
        .show_separator_line(false)
        .frame(Frame::new().inner_margin(Margin { left: 22, right: 22, top: 16, bottom: 12 }))
        .show(ui, |ui| {
            ui.horizontal_top(|ui| {
                avatar(ui, &initials(&page.title), 40.0);
                ui.add_space(4.0);
                let is_narrow = edge.width() < BUTTONS_FROM;
                ui.vertical(|ui| {
                    ui.spacing_mut().item_spacing.y = 2.0;
                    let row = egui::vec2(ui.available_width(), TITLE_HEIGHT);
                    ui.allocate_ui_with_layout(row, Layout::right_to_left(Align::Center), |ui| {
                        buttons(ui, inbox, page, is_narrow, actions);
                        ui.with_layout(Layout::left_to_right(Align::Center), |ui| title(ui, page));
                    });
                    // Below the buttons, so that they may be as wide as the page.
                    contacts(ui, page);
                });
            });
            ui.add_space(8.0);
            how(ui, page);
            if let Some(text) = inbox.reach_line() {
                ui.add_space(6.0);
                unbroken(ui, icon::CLOCK, text, theme::regular(theme::SMALL), palette.second, |ui, _| {
                    script::cut(ui, text, theme::regular(theme::SMALL), palette.second)
                });
            }
            tags(ui, inbox, page, actions);
            snoozed(ui, inbox, page, actions);
        });
    let y = panel.response.rect.bottom() - 0.5;
    ui.painter().hline(edge.x_range(), y, theme::hairline(ui));
}

/// The tags; each can be taken away.
fn tags(ui: &mut Ui, inbox: &Inbox, page: &DetailPage, actions: &mut Vec<Action>) {
    if page.detail.tags.is_empty() {
        return;
    }
    ui.add_space(6.0);
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = egui::vec2(6.0, 6.0);
        for tag in &page.detail.tags {
            let name = format!("Remove the tag {tag}");
            // While several calls are chosen, acts are about them and not about this one.
            let is_taken = ui.add_enabled_ui(inbox.selection.is_empty(), |ui| removable(ui, icon::TAG, tag, &name));
            if is_taken.inner {
                actions.push(Action::Tag(tag.clone(), false));
            }
        }
    });
}

fn snoozed(ui: &mut Ui, inbox: &Inbox, page: &DetailPage, actions: &mut Vec<Action>) {
    let Some(until) = page.detail.triage.snoozed_until else { return };
    let palette = theme::palette(ui);
    ui.add_space(2.0);
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 6.0;
        let symbol = RichText::new(icon::SNOOZE).font(theme::icons(16.0)).color(palette.mixed);
        ui.add(Label::new(symbol).selectable(false));
        let text = format!("Snoozed until {}", until_label(until, inbox.now, &inbox.zone));
        let text = RichText::new(text).font(theme::medium(theme::BODY)).color(palette.mixed);
        ui.label(text).on_hover_text(full_stamp(until, &inbox.zone));
        if button(ui, ButtonKind::Quiet, "Bring back now").clicked() {
            actions.push(Action::Snooze(None));
        }
    });
}

fn buttons(ui: &mut Ui, inbox: &Inbox, page: &DetailPage, is_narrow: bool, actions: &mut Vec<Action>) {
    let palette = theme::palette(ui);
    let marks = page.detail.triage;
    ui.spacing_mut().item_spacing.x = 8.0;
    let id = page.detail.call.id.clone();
    let more = icon_button(ui, ButtonKind::Plain, icon::MORE, false, palette.second, "More");
    let picks: [Pick; 2] = [
        (PickerKind::Tags, icon::TAG, "Tag…", "Tag (L)", "L"),
        (PickerKind::Snooze, icon::SNOOZE, "Snooze…", "Snooze (H)", "H"),
    ];
    let is_chosen = !inbox.selection.is_empty();
    Popup::menu(&more).show(|ui| {
        ui.set_min_width(180.0);
        for (kind, _, text, _, key) in picks.iter().rev().filter(|_| is_narrow) {
            if ui.add(egui::Button::new(*text).shortcut_text(*key)).clicked() {
                actions.push(Action::Picker(PickerAction::Open(*kind)));
            }
        }
        let unread = if marks.unread { "Mark read" } else { "Mark unread" };
        if ui.add(egui::Button::new(unread).shortcut_text("U")).clicked() {
            actions.push(Action::ToggleUnread);
        }
        let mut copy = |ui: &mut Ui, label: &str, what: &'static str, text: &dyn Fn() -> String| {
            if ui.button(label).clicked() {
                ui.ctx().copy_text(text());
                actions.push(Action::Copied(what));
            }
        };
        copy(ui, "Copy call ID", "Call ID", &|| id.to_string());
        copy(ui, "Copy as JSON", "Call", &|| page.detail.call.document.to_json());
        if let Some(summary) = &page.detail.call.analysis.summary {
            copy(ui, "Copy summary", "Summary", &|| summary.clone());
        }
    });
    // While several calls are chosen, acts are about them and not about this one.
    ui.add_enabled_ui(!is_chosen, |ui| marking_buttons(ui, page, &picks, is_narrow.then_some(more.rect), actions));
}

/// How one of the things to pick is offered: what, its symbol, its text in a menu, its name, its key.
type Pick = (PickerKind, &'static str, &'static str, &'static str, &'static str);

fn marking_buttons(
    ui: &mut Ui,
    page: &DetailPage,
    picks: &[Pick],
    menu: Option<egui::Rect>,
    actions: &mut Vec<Action>,
) {
    let palette = theme::palette(ui);
    let marks = page.detail.triage;
    let (kind, symbol, text, name, hint) = if marks.done {
        (ButtonKind::Plain, icon::BACK_TO_INBOX, "To inbox", "Back to the inbox", "Not done after all (E)")
    } else {
        (ButtonKind::Primary, icon::CHECK, "Done", "Mark done", "Worked off (E)")
    };
    if labelled_button(ui, kind, symbol, text, name).on_hover_text(hint).clicked() {
        actions.push(Action::ToggleDone);
    }
    for (kind, symbol, _, name, _) in picks {
        let at = menu.unwrap_or_else(|| {
            let response = icon_button(ui, ButtonKind::Plain, symbol, false, palette.second, name);
            if response.clicked() {
                actions.push(Action::Picker(PickerAction::Open(*kind)));
            }
            response.rect
        });
        if ui.is_enabled() {
            picker::anchor(ui, *kind, at);
        }
    }
    let (ink, name) = if marks.starred { (palette.mixed, "Remove the star (S)") } else { (palette.second, "Star (S)") };
    if icon_button(ui, ButtonKind::Plain, icon::STAR, marks.starred, ink, name).clicked() {
        actions.push(Action::ToggleStar);
    }
}

fn title(ui: &mut Ui, page: &DetailPage) {
    script::cut(ui, &page.title, theme::semibold(theme::TITLE), theme::palette(ui).text);
}

fn contacts(ui: &mut Ui, page: &DetailPage) {
    if page.contacts.is_empty() {
        return;
    }
    let palette = theme::palette(ui);
    ui.spacing_mut().interact_size.y = theme::LINE;
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = egui::vec2(4.0, 2.0);
        for contact in &page.contacts {
            let symbol = match contact.kind {
                ContactKind::Company => icon::COMPANY,
                ContactKind::Phone => icon::PHONE,
                ContactKind::Email => icon::MAIL,
            };
            let color = if contact.link.is_some() { palette.accent } else { palette.second };
            unbroken(ui, symbol, &contact.text, theme::regular(theme::BODY), color, |ui, text| match &contact.link {
                Some(link) => {
                    let verb = if contact.kind == ContactKind::Phone { "Call" } else { "Write to" };
                    ui.hyperlink_to(text, link).on_hover_text(format!("{verb} {}", contact.text))
                }
                None => script::cut(ui, &contact.text, theme::regular(theme::BODY), color),
            });
            ui.add_space(10.0);
        }
    });
}

/// A symbol and a text that begin a new line together rather than break, and are cut where a line is too short for them.
fn unbroken(
    ui: &mut Ui,
    symbol: &str,
    text: &str,
    font: egui::FontId,
    color: egui::Color32,
    draw: impl FnOnce(&mut Ui, RichText) -> egui::Response,
) {
    let lead = if symbol.is_empty() { 0.0 } else { 20.0 };
    let widest = ui.max_rect().width() - lead - 4.0;
    let galley = line(ui, text, font.clone(), color, widest);
    let width = lead + galley.size().x;
    if ui.available_size_before_wrap().x < width {
        ui.end_row();
    }
    ui.style_mut().wrap_mode = Some(egui::TextWrapMode::Truncate);
    ui.allocate_ui_with_layout(egui::vec2(width + 1.0, theme::LINE), Layout::left_to_right(Align::Center), |ui| {
        ui.spacing_mut().item_spacing.x = 4.0;
        if !symbol.is_empty() {
            ui.add(
                Label::new(RichText::new(symbol).font(theme::icons(15.0)).color(palette_second(ui))).selectable(false),
            );
        }
        draw(ui, RichText::new(text).font(font).color(color))
    });
}

fn palette_second(ui: &Ui) -> egui::Color32 {
    theme::palette(ui).second
}

fn how(ui: &mut Ui, page: &DetailPage) {
    let palette = theme::palette(ui);
    let analysis = &page.detail.call.analysis;
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = egui::vec2(8.0, 6.0);
        if let Some(mood) = &analysis.mood {
            let (ink, ground) = palette.tone(mood.tone);
            chip(ui, Some(icon::face(mood.tone)), &mood.word, ink, ground);
        }
        for text in page.chips() {
            chip(ui, None, text, palette.second, palette.neutral_ground);
        }
        if let Some(score) = &analysis.score {
            ui.add_space(2.0);
            let color = score.value.map_or(palette.second, |value| palette.score(value));
            ui.label(RichText::new("Score").font(theme::regular(theme::SMALL)).color(palette.second));
            if let Some(value) = score.value {
                score_bar(ui, value, 72.0);
            }
            let label = RichText::new(score.label()).font(theme::semibold(16.0)).color(color);
            ui.add(Label::new(label).truncate());
        }
        ui.add_space(2.0);
        let when = match page.detail.call.caller.known(CallerField::Language) {
            Some(language) => format!("{} · {language}", page.when),
            None => page.when.clone(),
        };
        unbroken(ui, "", &when, theme::regular(theme::SMALL), palette.second, |ui, _| {
            script::cut(ui, &when, theme::regular(theme::SMALL), palette.second).on_hover_text(&page.when_full)
        });
    });
}
