//! The head of the open call: who, how to reach them, how it went, and what to do with it.

use egui::{Align, Frame, Label, Layout, Margin, Panel, RichText, Stroke, Ui};

use super::theme;
use super::widgets::{ButtonKind, avatar, button, chip, icon, icon_button, score_bar};
use crate::call::CallerField;
use crate::inbox::{Action, ContactKind, DetailPage, initials};

pub fn draw(ui: &mut Ui, page: &DetailPage, actions: &mut Vec<Action>) {
    let palette = theme::palette(ui);
    let edge = ui.max_rect();
    let panel = Panel::top("head")
        .show_separator_line(false)
        .frame(Frame::new().inner_margin(Margin { left: 22, right: 22, top: 16, bottom: 12 }))
        .show(ui, |ui| {
            ui.horizontal_top(|ui| {
                avatar(ui, &initials(&page.title), 40.0);
                ui.add_space(4.0);
                ui.with_layout(Layout::right_to_left(Align::TOP), |ui| {
                    buttons(ui, page, actions);
                    ui.with_layout(Layout::top_down(Align::LEFT), |ui| who(ui, page));
                });
            });
            ui.add_space(8.0);
            how(ui, page);
        });
    let y = panel.response.rect.bottom() - 0.5;
    ui.painter().hline(edge.x_range(), y, Stroke::new(1.0, palette.hairline));
}

fn buttons(ui: &mut Ui, page: &DetailPage, actions: &mut Vec<Action>) {
    let palette = theme::palette(ui);
    let marks = page.detail.triage;
    ui.spacing_mut().item_spacing.x = 8.0;
    let id = page.detail.call.id.clone();
    let menu = ui.menu_button(RichText::new(icon::MORE).font(theme::icons(18.0)).color(palette.second), |ui| {
        ui.set_min_width(180.0);
        let unread = if marks.unread { "Mark read" } else { "Mark unread" };
        if ui.add(egui::Button::new(unread).shortcut_text("U")).clicked() {
            actions.push(Action::ToggleUnread);
            ui.close();
        }
        if ui.button("Copy call ID").clicked() {
            ui.ctx().copy_text(id.to_string());
            actions.push(Action::Copied("Call ID"));
            ui.close();
        }
        if ui.button("Copy as JSON").clicked() {
            ui.ctx().copy_text(page.detail.call.document.to_json());
            actions.push(Action::Copied("Call"));
            ui.close();
        }
        if let Some(summary) = &page.detail.call.analysis.summary
            && ui.button("Copy summary").clicked()
        {
            ui.ctx().copy_text(summary.clone());
            actions.push(Action::Copied("Summary"));
            ui.close();
        }
    });
    menu.response.accessible_name("More").on_hover_text("More");
    let (kind, text, hint) = if marks.done {
        (ButtonKind::Plain, format!("{}  To inbox", icon::BACK_TO_INBOX), "Not done after all (E)")
    } else {
        (ButtonKind::Primary, format!("{}  Done", icon::CHECK), "Worked off (E)")
    };
    let name = if marks.done { "Back to the inbox" } else { "Mark done" };
    if button(ui, kind, &text).accessible_name(name).on_hover_text(hint).clicked() {
        actions.push(Action::ToggleDone);
    }
    let (ink, name) = if marks.starred { (palette.mixed, "Remove the star (S)") } else { (palette.second, "Star (S)") };
    if icon_button(ui, icon::STAR, marks.starred, ink, name).clicked() {
        actions.push(Action::ToggleStar);
    }
}

fn who(ui: &mut Ui, page: &DetailPage) {
    let palette = theme::palette(ui);
    ui.spacing_mut().item_spacing.y = 1.0;
    let title = RichText::new(&page.title).font(theme::semibold(theme::TITLE)).color(palette.text);
    ui.add(Label::new(title).truncate());
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = 5.0;
        for (index, contact) in page.contacts.iter().enumerate() {
            if index > 0 {
                ui.label(RichText::new("·").color(palette.third));
            }
            match &contact.link {
                Some(link) => {
                    let text = RichText::new(&contact.text).color(palette.accent);
                    let verb = if contact.kind == ContactKind::Phone { "Call" } else { "Write to" };
                    ui.hyperlink_to(text, link).on_hover_text(format!("{verb} {}", contact.text));
                }
                None => {
                    ui.add(Label::new(RichText::new(&contact.text).color(palette.second)).truncate());
                }
            }
        }
    });
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
        ui.label(RichText::new(&page.when).font(theme::regular(theme::SMALL)).color(palette.second))
            .on_hover_text(&page.when_full);
        if let Some(language) = page.detail.call.caller.known(CallerField::Language) {
            let text = RichText::new(format!("· {language}")).font(theme::regular(theme::SMALL)).color(palette.second);
            ui.add(Label::new(text).truncate());
        }
    });
}
