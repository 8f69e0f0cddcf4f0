//! The first run: how calls get here, before there is one.

use egui::{Align2, Frame, Margin, RichText, ScrollArea, Sense, Ui, Vec2};

use super::theme;
use super::widgets::{ButtonKind, button, heading, icon, labelled_button, selectable};
use crate::inbox::{Action, HealthTone, Inbox};

const WIDTH: f32 = 560.0;

pub fn draw(ui: &mut Ui, inbox: &Inbox, actions: &mut Vec<Action>) {
    ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
        let width = WIDTH.min(ui.available_width() - 48.0);
        let side = ((ui.available_width() - width) / 2.0).max(0.0);
        let above = ((ui.available_height() - 380.0) / 2.0).max(24.0);
        ui.horizontal_top(|ui| {
            ui.add_space(side);
            ui.vertical(|ui| {
                ui.set_width(width);
                ui.add_space(above);
                steps(ui, inbox, actions);
                ui.add_space(24.0);
            });
        });
    });
}

fn steps(ui: &mut Ui, inbox: &Inbox, actions: &mut Vec<Action>) {
    let palette = theme::palette(ui);
    let onboarding = inbox.onboarding();
    let is_listening = onboarding.url.is_some();
    let health = inbox.health();
    let (title, text) = if is_listening && health.tone == HealthTone::Good {
        (
            "Ready for the first call",
            "Call Inbox is listening. Tell your voice agent where to send its calls, and they appear here.",
        )
    } else if health.tone == HealthTone::Waiting {
        ("Starting…", "In a moment your voice agent's calls can come in here.")
    } else {
        (
            "Not ready yet",
            "Calls can't come in: see above what is the matter. Once it is mended, this is how they get here.",
        )
    };
    heading(ui, title);
    ui.label(RichText::new(text).color(palette.second));
    ui.add_space(18.0);

    step(ui, "1", "Paste this into the agent's settings", |ui| {
        Frame::new()
            .fill(palette.panel)
            .stroke(theme::hairline(ui))
            .corner_radius(8)
            .inner_margin(Margin::symmetric(12, 10))
            .show(ui, |ui| {
                ui.set_width(ui.available_width());
                let top_right = ui.max_rect().right_top();
                selectable(ui, &onboarding.settings_json, theme::mono(theme::SMALL), palette.text);
                // Over the first line, which is short: the long one needs the whole width.
                let corner = egui::Rect::from_min_size(top_right + Vec2::new(-72.0, -7.0), Vec2::new(78.0, 32.0));
                // Takes no room: the frame would grow with it.
                let mut corner = ui.new_child(egui::UiBuilder::new().max_rect(corner));
                if labelled_button(&mut corner, ButtonKind::Quiet, icon::COPY, "Copy", "Copy the settings").clicked() {
                    ui.ctx().copy_text(onboarding.settings_json_copied.reveal().to_owned());
                    actions.push(Action::Copied("Settings"));
                }
            });
        ui.add_space(2.0);
        ui.label(RichText::new(onboarding.advice).font(theme::regular(theme::SMALL)).color(palette.second));
    });

    step(ui, "2", "Try it now", |ui| {
        ui.horizontal_wrapped(|ui| {
            ui.add_enabled_ui(is_listening && !inbox.test_call_waits, |ui| {
                let send = button(ui, ButtonKind::Primary, "Send a test call");
                if send.on_disabled_hover_text("Nothing listens yet").clicked() {
                    actions.push(Action::SendTestCall);
                }
            });
            if button(ui, ButtonKind::Plain, "Copy as cURL").on_hover_text(&onboarding.curl).clicked() {
                ui.ctx().copy_text(onboarding.curl_copied.reveal().to_owned());
                actions.push(Action::Copied("Command"));
            }
            ui.add_enabled_ui(is_listening && !inbox.test_call_waits, |ui| {
                if button(ui, ButtonKind::Plain, "Fill with sample calls").clicked() {
                    actions.push(Action::SendSampleCalls);
                }
            });
        });
    });

    step(ui, "3", "Leave it running", |ui| {
        let once = "The platform sends each call once. What arrives while Call Inbox is closed is lost.";
        ui.label(RichText::new(once).font(theme::regular(theme::SMALL)).color(palette.second));
    });
}

fn step(ui: &mut Ui, number: &str, title: &str, content: impl FnOnce(&mut Ui)) {
    let palette = theme::palette(ui);
    ui.horizontal_top(|ui| {
        let (rect, _) = ui.allocate_exact_size(Vec2::splat(24.0), Sense::hover());
        ui.painter().circle_filled(rect.center(), 12.0, palette.accent_ground);
        ui.painter().text(rect.center(), Align2::CENTER_CENTER, number, theme::semibold(theme::BODY), palette.accent);
        ui.add_space(6.0);
        ui.vertical(|ui| {
            ui.set_width(ui.available_width());
            ui.add_space(3.0);
            ui.label(RichText::new(title).font(theme::semibold(theme::BODY)).color(palette.text));
            ui.add_space(4.0);
            content(ui);
        });
    });
    ui.add_space(14.0);
}
