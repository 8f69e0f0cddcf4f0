//! The page on how the platform gets to this machine: what is there, the local network, a proxy, a tunnel.

use egui::{Align, Align2, Label, Layout, RichText, Role, Sense, Ui, Vec2, WidgetInfo};

use super::parts::{card, card_title, code_block, page, small, text_line};
use super::tunnel;
use crate::bus::Secret;
use crate::inbox::{Action, Check, CheckState, Inbox, ReachAction, ReachPage, SecretLine, SenderAction};
use crate::ui::theme;
use crate::ui::widgets::{ButtonKind, button, icon, link_button};

const ABOUT: &str = "The voice agent's platform sends calls over the internet; this listens on one machine. There are three ways \
                     for a call to get here.";
const PROXY: &str = "For a server of your own with a name and https in front. A call through it needs the secret, because the \
                     proxy says by X-Forwarded-For that it came from elsewhere. Keep that line: without it every call would \
                     look like one from this machine, and be let in without a secret.";

pub fn draw(ui: &mut Ui, inbox: &Inbox, actions: &mut Vec<Action>) {
    let shown = inbox.reach_page();
    page(ui, "Reach", ABOUT, |ui| {
        for check in &shown.checks {
            draw_check(ui, check);
        }
        secret(ui, inbox, &shown, actions);
        ui.add_space(12.0);
        card(ui, |ui| tunnel::draw(ui, &shown, actions));
        ui.add_space(6.0);
        card(ui, |ui| network(ui, &shown, actions));
        ui.add_space(6.0);
        card(ui, |ui| proxy(ui, &shown, actions));
    });
}

/// Draws one thing that has to be so.
fn draw_check(ui: &mut Ui, check: &Check) {
    let palette = theme::palette(ui);
    let (symbol, ink, said) = match check.state {
        CheckState::Done => (icon::DONE, palette.good, "done"),
        CheckState::Open => (icon::OPEN, palette.third, "not yet"),
        CheckState::Waiting => (icon::CLOCK, palette.second, "in a moment"),
        CheckState::Wrong => (icon::WARNING, palette.bad, "not right"),
    };
    let (rect, response) = ui.allocate_exact_size(Vec2::new(ui.available_width(), 22.0), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, format!("{}, {said}", check.text)));
    let at = egui::pos2(rect.left() + 8.0, rect.center().y);
    ui.painter().text(at, Align2::CENTER_CENTER, symbol, theme::icons(17.0), ink);
    let ink = if check.state == CheckState::Wrong { palette.bad } else { palette.text };
    let text = crate::ui::widgets::line(ui, &check.text, theme::regular(theme::BODY), ink, rect.width() - 26.0);
    ui.painter().galley(egui::pos2(rect.left() + 25.0, rect.center().y - text.size().y / 2.0), text, ink);
}

fn secret(ui: &mut Ui, inbox: &Inbox, shown: &ReachPage, actions: &mut Vec<Action>) {
    text_line(ui, |ui| {
        ui.add_space(25.0);
        if !shown.has_secret {
            if link_button(ui, "Make a secret").clicked() {
                actions.push(Action::Senders(SenderAction::NewSecret));
            }
            return;
        }
        let text = if inbox.senders_draft.is_secret_shown { "Hide the secret" } else { "Show the secret" };
        if link_button(ui, text).clicked() {
            actions.push(Action::Senders(SenderAction::ToggleSecret));
        }
    });
}

/// A URL with the secret in it, as a text to copy.
pub fn secret_block(ui: &mut Ui, line: &SecretLine, actions: &mut Vec<Action>) {
    code_block(ui, &line.shown, &line.copied, line.label, &format!("Copy the {}", line.label), actions);
}

fn network(ui: &mut Ui, shown: &ReachPage, actions: &mut Vec<Action>) {
    let card = &shown.network;
    card_title(ui, "The same network");
    small(ui, &card.text);
    ui.add_space(6.0);
    if let Some(url) = &card.url {
        secret_block(ui, url, actions);
    }
    let (text, is_beyond) =
        if card.is_open { ("Listen on this machine only", false) } else { ("Listen for the network", true) };
    if button(ui, ButtonKind::Plain, text).clicked() {
        actions.push(ReachAction::ListenBeyond(is_beyond).into());
    }
}

fn proxy(ui: &mut Ui, shown: &ReachPage, actions: &mut Vec<Action>) {
    card_title(ui, "A reverse proxy of your own");
    small(ui, PROXY);
    for snippet in &shown.proxies {
        ui.add_space(6.0);
        let ink = theme::palette(ui).second;
        let name = RichText::new(snippet.program).font(theme::medium(theme::SMALL)).color(ink);
        ui.add(Label::new(name).selectable(false));
        let what = if snippet.program == "Caddy" { "Lines for Caddy" } else { "Lines for nginx" };
        let name = format!("Copy the lines for {}", snippet.program);
        code_block(ui, &snippet.text, &Secret::new(&*snippet.text), what, &name, actions);
    }
    ui.add_space(4.0);
    match &shown.proxied_url {
        Some(url) => {
            small(ui, "The platform is then given this URL, with your own name in it:");
            ui.add_space(2.0);
            secret_block(ui, url, actions);
        }
        None => {
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                small(ui, "There is no secret yet: make one above, it belongs at the end of the URL.");
            });
        }
    }
}
