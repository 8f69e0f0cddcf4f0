//! The part of Settings about who may send: from where the listener can be reached, the ready URL with its secret, the
//! signatures that are checked.

use egui::{Align2, Frame, RichText, StrokeKind, TextEdit, Ui, Vec2};

use super::keyboard;
use super::settings::{chosen_button, note};
use super::theme;
use super::widgets::{ButtonKind, button, icon, icon_button, section_title, selectable};
use crate::bus::{Scheme, Secret};
use crate::inbox::{Action, Inbox, ReachChoice, SenderAction, Senders};

/// The height of a box to type in, in points.
const BOX_HEIGHT: f32 = 32.0;

pub fn draw(ui: &mut Ui, inbox: &Inbox, actions: &mut Vec<Action>) {
    let senders = inbox.senders();
    let mut done = Vec::new();
    reach(ui, inbox, &senders, &mut done);
    ui.add_space(22.0);
    secret(ui, inbox, &senders, &mut done, actions);
    ui.add_space(22.0);
    signatures(ui, inbox, &senders, &mut done);
    actions.extend(done.into_iter().map(Action::Senders));
}

fn reach(ui: &mut Ui, inbox: &Inbox, senders: &Senders, done: &mut Vec<SenderAction>) {
    section_title(ui, "Can be reached from");
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = 4.0;
        for choice in ReachChoice::ALL {
            if chosen_button(ui, senders.reach == choice, choice.label()).clicked() {
                done.push(SenderAction::ChooseReach(choice));
            }
        }
    });
    if inbox.senders_draft.is_address_open {
        ui.add_space(6.0);
        ui.horizontal(|ui| {
            let (typed, entered) =
                text_box(ui, "Address and port", &inbox.senders_draft.address, "192.168.1.4:8787", false);
            done.extend(typed.map(SenderAction::TypeAddress));
            if button(ui, ButtonKind::Plain, "Listen there").clicked() || entered {
                done.push(SenderAction::UseAddress);
            }
        });
    }
}

fn secret(ui: &mut Ui, inbox: &Inbox, senders: &Senders, done: &mut Vec<SenderAction>, actions: &mut Vec<Action>) {
    section_title(ui, "Secret for senders from elsewhere");
    ui.add(egui::Label::new(RichText::new(&senders.advice).color(theme::palette(ui).second)).wrap());
    ui.add_space(6.0);
    for line in &senders.lines {
        ui.horizontal(|ui| {
            let name = format!("Copy the {}", line.label.trim_start_matches("Or a "));
            let ink = theme::palette(ui).accent;
            // Before the text, which may be long and wraps.
            ui.allocate_ui(Vec2::new(theme::LABEL_WIDTH, BOX_HEIGHT), |ui| {
                ui.set_min_width(theme::LABEL_WIDTH);
                ui.label(RichText::new(line.label).color(theme::palette(ui).second));
                ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                    if icon_button(ui, ButtonKind::Quiet, icon::COPY, false, ink, &name).clicked() {
                        ui.ctx().copy_text(line.copied.reveal().to_owned());
                        actions.push(Action::Copied(if line.label == "Ready URL" { "Ready URL" } else { "Header" }));
                    }
                });
            });
            selectable(ui, &line.shown, theme::regular(theme::BODY), theme::palette(ui).text);
        });
    }
    ui.horizontal_wrapped(|ui| {
        if senders.lines.is_empty() {
            if button(ui, ButtonKind::Plain, "Make a secret").clicked() {
                done.push(SenderAction::NewSecret);
            }
            return;
        }
        let show = if inbox.senders_draft.is_secret_shown { "Hide the secret" } else { "Show the secret" };
        if button(ui, ButtonKind::Plain, show).clicked() {
            done.push(SenderAction::ToggleSecret);
        }
        if button(ui, ButtonKind::Plain, "Make a new secret").clicked() {
            done.push(SenderAction::NewSecret);
        }
    });
    if !senders.lines.is_empty() {
        ui.add_space(2.0);
        note(ui, "A new secret counts at once, and senders with the old one are refused. Undo (Z) brings it back.");
    }
}

fn signatures(ui: &mut Ui, inbox: &Inbox, senders: &Senders, done: &mut Vec<SenderAction>) {
    section_title(ui, "Signatures");
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = Vec2::splat(4.0);
        let choices = std::iter::once(None).chain(Scheme::ALL.map(Some));
        for choice in choices {
            let label = choice.map_or("Not checked", Scheme::label);
            if chosen_button(ui, senders.scheme == choice, label).clicked() {
                done.push(SenderAction::ChooseScheme(choice));
            }
        }
    });
    ui.add_space(6.0);
    ui.add(egui::Label::new(RichText::new(&senders.signing).color(theme::palette(ui).second)).wrap());
    if senders.scheme.is_none() {
        return;
    }
    ui.add_space(6.0);
    let draft = &inbox.senders_draft;
    let mut is_entered = false;
    ui.horizontal_wrapped(|ui| {
        let (typed, entered) = text_box(ui, "Key", draft.key.reveal(), "The platform's signing key", true);
        done.extend(typed.map(|key| SenderAction::TypeKey(Secret::new(key))));
        is_entered |= entered;
        if let Some(usual) = senders.usual_header {
            let (typed, entered) = text_box(ui, "Header", &draft.header, usual, false);
            done.extend(typed.map(SenderAction::TypeHeader));
            is_entered |= entered;
        }
        ui.add_enabled_ui(senders.can_use_signing, |ui| {
            if button(ui, ButtonKind::Plain, "Check signatures").clicked() {
                done.push(SenderAction::UseSigning);
            }
        });
    });
    if is_entered {
        done.push(SenderAction::UseSigning);
    }
}

/// A box to type in: what it holds now if that changed, and whether Enter was pressed in it.
fn text_box(ui: &mut Ui, name: &str, text: &str, hint: &str, is_secret: bool) -> (Option<String>, bool) {
    const WIDTH: f32 = 240.0;
    const PADDING: f32 = 10.0;
    let palette = theme::palette(ui);
    let (rect, _) = ui.allocate_exact_size(Vec2::new(WIDTH, BOX_HEIGHT), egui::Sense::hover());
    let mut typed = text.to_owned();
    let inner = rect.shrink2(Vec2::new(PADDING, 0.0));
    let field = TextEdit::singleline(&mut typed)
        .frame(Frame::NONE)
        .password(is_secret)
        .font(theme::regular(theme::BODY))
        .align(Align2::LEFT_CENTER)
        .hint_text(RichText::new(hint).color(palette.second))
        .desired_width(inner.width());
    let response = ui.put(inner, field).accessible_name(name);
    // What follows keeps its distance from the box, not from the text in it.
    ui.add_space(PADDING);
    let edge = theme::field_edge(ui, response.has_focus());
    ui.painter().rect_stroke(rect, egui::CornerRadius::same(theme::RADIUS), edge, StrokeKind::Inside);
    if response.has_focus() {
        keyboard::shown(ui, response.id);
    }
    let is_entered = response.lost_focus() && ui.input(|input| input.key_pressed(egui::Key::Enter));
    (response.changed().then_some(typed), is_entered)
}
