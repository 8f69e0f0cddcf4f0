//! Settings, Senders and security: the ready URL with its secret, the signatures that are checked.

use egui::{Align2, ComboBox, Frame, RichText, StrokeKind, TextEdit, Ui, Vec2};

use super::parts::{CONTROL, copied, flow, note, row, rule};
use crate::bus::{Scheme, Secret};
use crate::inbox::{Action, Inbox, SenderAction, Senders};
use crate::ui::widgets::{ButtonKind, button};
use crate::ui::{keyboard, theme};
use crate::words::say;

pub fn draw(ui: &mut Ui, inbox: &Inbox, actions: &mut Vec<Action>) {
    let senders = inbox.senders();
    secret(ui, inbox, &senders, actions);
    rule(ui);
    let mut done = Vec::new();
    signatures(ui, inbox, &senders, &mut done);
    actions.extend(done.into_iter().map(Action::Senders));
}

fn secret(ui: &mut Ui, inbox: &Inbox, senders: &Senders, actions: &mut Vec<Action>) {
    let mut done = Vec::new();
    row(ui, inbox, say!("Secret"), &senders.advice, |ui| {
        flow(ui, |ui| {
            if senders.lines.is_empty() {
                if button(ui, ButtonKind::Plain, say!("Make a secret")).clicked() {
                    done.push(SenderAction::NewSecret);
                }
                return;
            }
            let is_shown = inbox.senders_draft.is_secret_shown;
            let show = if is_shown { say!("Hide the secret") } else { say!("Show the secret") };
            if button(ui, ButtonKind::Plain, show).clicked() {
                done.push(SenderAction::ToggleSecret);
            }
            if button(ui, ButtonKind::Plain, say!("Make a new secret")).clicked() {
                done.push(SenderAction::NewSecret);
            }
        });
    });
    // In the order of the lines: what is said to be copied, and the button's name.
    let names = [
        (say!("Ready URL"), say!("Copy the Ready URL")),
        (say!("Header"), say!("Copy the header")),
        (say!("Header"), say!("Copy the token")),
    ];
    for (line, (what, name)) in senders.lines.iter().zip(names) {
        row(ui, inbox, say(line.label), "", |ui| copied(ui, &line.shown, &line.copied, what, name, actions));
    }
    if !senders.lines.is_empty() {
        row(ui, inbox, "", "", |ui| {
            note(
                ui,
                say!("A new secret counts at once, and senders with the old one are refused. Undo (Z) brings it back."),
            );
        });
    }
    actions.extend(done.into_iter().map(Action::Senders));
}

fn signatures(ui: &mut Ui, inbox: &Inbox, senders: &Senders, done: &mut Vec<SenderAction>) {
    row(ui, inbox, say!("Signatures"), &senders.signing, |ui| {
        let chosen = senders.scheme.map_or(say!("Not checked"), Scheme::label);
        let list = ComboBox::from_id_salt("signatures").selected_text(chosen).width(240.0);
        let shown = list.show_ui(ui, |ui| {
            for choice in std::iter::once(None).chain(Scheme::ALL.map(Some)) {
                let label = choice.map_or(say!("Not checked"), Scheme::label);
                let is_chosen = senders.scheme == choice;
                if ui.selectable_label(is_chosen, label).clicked() && !is_chosen {
                    done.push(SenderAction::ChooseScheme(choice));
                }
            }
        });
        let name = say!("Signatures: {chosen}", chosen = chosen);
        shown.response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::ComboBox, true, &name));
    });
    if senders.scheme.is_none() {
        return;
    }
    let draft = &inbox.senders_draft;
    let mut is_entered = false;
    row(ui, inbox, say!("Key"), "", |ui| {
        let (typed, entered) =
            text_box(ui, say!("Signing key"), draft.key.reveal(), say!("The platform's signing key"), true);
        done.extend(typed.map(|key| SenderAction::TypeKey(Secret::new(key))));
        is_entered |= entered;
    });
    if let Some(usual) = senders.usual_header {
        row(ui, inbox, say!("Header"), "", |ui| {
            let (typed, entered) = text_box(ui, say!("Header of the signature"), &draft.header, usual, false);
            done.extend(typed.map(SenderAction::TypeHeader));
            is_entered |= entered;
        });
    }
    row(ui, inbox, "", "", |ui| {
        ui.add_enabled_ui(senders.can_use_signing, |ui| {
            if button(ui, ButtonKind::Plain, say!("Check signatures")).clicked() {
                done.push(SenderAction::UseSigning);
            }
        });
    });
    if is_entered {
        done.push(SenderAction::UseSigning);
    }
}

/// A box to type in: what it holds now if that changed, and whether Enter was pressed in it.
pub fn text_box(ui: &mut Ui, name: &str, text: &str, hint: &str, is_secret: bool) -> (Option<String>, bool) {
    const WIDTH: f32 = 280.0;
    const PADDING: f32 = 10.0;
    let palette = theme::palette(ui);
    let width = WIDTH.min(ui.max_rect().width());
    let (rect, _) = ui.allocate_exact_size(Vec2::new(width, CONTROL), egui::Sense::hover());
    let mut typed = text.to_owned();
    let inner = rect.shrink2(Vec2::new(PADDING, 0.0));
    ui.painter().rect_filled(rect, egui::CornerRadius::same(theme::RADIUS), palette.panel);
    let field = TextEdit::singleline(&mut typed)
        .frame(Frame::NONE)
        .password(is_secret)
        .font(theme::regular(theme::BODY))
        .align(Align2::LEFT_CENTER)
        .hint_text(RichText::new(hint).color(palette.second))
        .desired_width(inner.width());
    // In a place of its own: what follows keeps its distance from the box, not from the text in it.
    let mut inside = ui.new_child(egui::UiBuilder::new().max_rect(inner));
    let response = inside.put(inner, field).accessible_name(name);
    let edge = theme::field_edge(ui, response.has_focus());
    ui.painter().rect_stroke(rect, egui::CornerRadius::same(theme::RADIUS), edge, StrokeKind::Inside);
    if response.has_focus() {
        keyboard::shown(ui, response.id);
    }
    let is_entered = response.lost_focus() && ui.input(|input| input.key_pressed(egui::Key::Enter));
    (response.changed().then_some(typed), is_entered)
}
