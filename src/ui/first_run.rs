//! The first run: how calls get here, before there is one.

use egui::text::LayoutJob;
use egui::{Align2, Frame, Id, Label, Margin, Rect, RichText, ScrollArea, Sense, TextFormat, Ui, Vec2};

use super::widgets::{ButtonKind, button, heading, icon, key_caps, labelled_button, link_button};
use super::{keyboard, theme};
use crate::inbox::{Action, DesktopAction, HealthTone, Inbox, Onboarding, ToolAction, TrafficPage};

/// An address of the network with the hidden secret in it is one line.
const WIDTH: f32 = theme::TEXT_WIDTH;
/// Beside it in a narrow window, in points.
const BESIDE: f32 = 32.0;

pub fn draw(ui: &mut Ui, inbox: &Inbox, actions: &mut Vec<Action>) {
    let id = Id::unique("height of the first run");
    let room = ui.available_height();
    ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
        let width = WIDTH.min(ui.available_width() - 2.0 * BESIDE);
        let side = ((ui.available_width() - width) / 2.0).max(0.0);
        let before: f32 = ui.data(|data| data.get_temp(id)).unwrap_or(420.0);
        // A little above the middle, where the eye looks for it.
        let above = ((room - before) * 0.46).max(28.0);
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = 0.0;
            ui.add_space(side);
            ui.vertical(|ui| {
                ui.set_width(width);
                ui.add_space(above);
                ui.spacing_mut().item_spacing.x = 8.0;
                let top = ui.cursor().top();
                steps(ui, inbox, actions);
                let height = ui.cursor().top() - top;
                if (height - before).abs() > 0.5 {
                    ui.data_mut(|data| data.insert_temp(id, height));
                    ui.ctx().request_discard("the first run knows its height now");
                }
                ui.add_space(28.0);
            });
        });
        keyboard::keep_in_sight(ui);
    });
}

fn steps(ui: &mut Ui, inbox: &Inbox, actions: &mut Vec<Action>) {
    let palette = theme::palette(ui);
    let onboarding = inbox.onboarding();
    let is_listening = onboarding.url.is_some();
    let health = inbox.health();
    let (title, text) = if is_listening && health.tone == HealthTone::Good {
        (
            say!("Ready for the first call"),
            say!("Call Inbox is listening. Tell your voice agent where to send its calls, and they appear here."),
        )
    } else if health.tone == HealthTone::Waiting {
        (say!("Starting…"), say!("In a moment your voice agent's calls can come in here."))
    } else {
        (
            say!("Not ready yet"),
            say!("Calls can't come in: see above what is the matter. Once it is mended, this is how they get here."),
        )
    };
    heading(ui, title);
    ui.add_space(2.0);
    ui.add(Label::new(RichText::new(text).color(palette.second)).wrap());
    ui.add_space(22.0);

    step(ui, "1", say!("Paste this into the agent's settings"), |ui| {
        settings(ui, &onboarding, actions);
        ui.add_space(4.0);
        close_lines(ui, |ui| {
            small(ui, onboarding.advice);
            if link_button(ui, say!("Reach it from the internet…")).clicked() {
                actions.push(ToolAction::OpenPage(TrafficPage::Reach).into());
            }
        });
    });

    step(ui, "2", say!("Try it now"), |ui| {
        ui.horizontal_wrapped(|ui| {
            ui.add_enabled_ui(is_listening && !inbox.test_call_waits, |ui| {
                let text = if inbox.test_call_waits { say!("Sending…") } else { say!("Send a test call") };
                let send = button(ui, ButtonKind::Primary, text);
                if send.on_disabled_hover_text(say!("Nothing listens yet")).clicked() {
                    actions.push(Action::SendTestCall);
                }
            });
            if button(ui, ButtonKind::Plain, say!("Copy as cURL")).on_hover_text(&onboarding.curl).clicked() {
                ui.ctx().copy_text(onboarding.curl_copied.reveal().to_owned());
                actions.push(Action::Copied(say!("Command")));
            }
            ui.add_enabled_ui(is_listening && !inbox.test_call_waits, |ui| {
                if button(ui, ButtonKind::Plain, say!("Fill with sample calls")).clicked() {
                    actions.push(Action::SendSampleCalls);
                }
            });
        });
    });

    step(ui, "3", say!("Leave it running"), |ui| {
        close_lines(ui, |ui| {
            let desktop = &inbox.desktop;
            small(ui, say!("The platform sends each call once. What arrives while Call Inbox is closed is lost."));
            if desktop.starts_at_login {
                small(ui, say!("It starts when you log in."));
            } else if desktop.can_start_at_login && link_button(ui, say!("Start when I log in")).clicked() {
                actions.push(DesktopAction::StartAtLogin(true).into());
            }
        });
    });
    keys(ui);
}

/// The lines to paste, coloured as bodies are, with what copies them in the corner.
fn settings(ui: &mut Ui, onboarding: &Onboarding, actions: &mut Vec<Action>) {
    let palette = theme::palette(ui);
    let frame = Frame::new()
        .fill(palette.panel)
        .stroke(theme::hairline(ui))
        .corner_radius(8)
        .inner_margin(Margin::symmetric(14, 11));
    frame.show(ui, |ui| {
        ui.set_width(ui.available_width());
        let top_right = ui.max_rect().right_top();
        ui.add(Label::new(coloured(ui, &onboarding.settings_json)).wrap().selectable(true));
        // Over the first line, which is short: the long one needs the whole width.
        let corner = Rect::from_min_size(top_right + Vec2::new(-76.0, -7.0), Vec2::new(84.0, 32.0));
        // Takes no room: the frame would grow with it.
        let mut corner = ui.new_child(egui::UiBuilder::new().max_rect(corner));
        let copy = labelled_button(&mut corner, ButtonKind::Quiet, icon::COPY, say!("Copy"), say!("Copy the settings"));
        if copy.clicked() {
            ui.ctx().copy_text(onboarding.settings_json_copied.reveal().to_owned());
            actions.push(Action::Copied(say!("Settings")));
        }
    });
}

/// Names and texts in quotes in their colours.
fn coloured(ui: &Ui, json: &str) -> LayoutJob {
    let palette = theme::palette(ui);
    let mut job = LayoutJob::default();
    let mut append = |text: &str, color| {
        let format =
            TextFormat { line_height: Some(theme::LINE), ..TextFormat::simple(theme::mono(theme::SMALL), color) };
        job.append(text, 0.0, format);
    };
    for (nth, part) in json.split('"').enumerate() {
        if nth % 2 == 0 {
            append(part, palette.second);
            continue;
        }
        let is_name = !part.contains(':');
        append(&format!("\"{part}\""), if is_name { palette.code_key } else { palette.code_string });
    }
    job.wrap.break_anywhere = true;
    job
}

/// The two keys that lead to all others.
fn keys(ui: &mut Ui) {
    let palette = theme::palette(ui);
    ui.add_space(6.0);
    let (rect, _) = ui.allocate_exact_size(Vec2::new(ui.available_width(), 1.0), Sense::hover());
    ui.painter().hline(rect.x_range(), rect.center().y, theme::hairline(ui));
    ui.add_space(10.0);
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = Vec2::new(8.0, 6.0);
        for (keys, text) in [("?", say!("Every key")), ("Ctrl+Shift+P", say!("Find a command"))] {
            key_caps(ui, keys).show(ui, keys);
            let text = RichText::new(text).font(theme::regular(theme::SMALL)).color(palette.second);
            ui.add(Label::new(text).selectable(false));
            ui.add_space(14.0);
        }
    });
}

/// Lines of small text close to each other.
fn close_lines(ui: &mut Ui, content: impl FnOnce(&mut Ui)) {
    ui.scope(|ui| {
        ui.spacing_mut().item_spacing = Vec2::new(5.0, 3.0);
        ui.spacing_mut().interact_size.y = 16.0;
        ui.horizontal_wrapped(content);
    });
}

fn small(ui: &mut Ui, text: &str) {
    let text = RichText::new(text).font(theme::regular(theme::SMALL)).color(theme::palette(ui).second);
    ui.add(Label::new(text).wrap());
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
            ui.add_space(5.0);
            content(ui);
        });
    });
    ui.add_space(16.0);
}
