//! The page on how the platform gets to this machine: what is there, the local network, a proxy, a tunnel.

use egui::{Align, Align2, Label, Layout, RichText, Role, Sense, Ui, Vec2, WidgetInfo};

use super::parts::{PART_GAP, card, card_title, code_block, page, small};
use super::{steps, tunnel};
use crate::bus::Secret;
use crate::inbox::{Action, Inbox, ReachAction, ReachPage, SecretLine};
use crate::ui::widgets::{ButtonKind, button, icon, line, section_title};
use crate::ui::{keyboard, theme};

const ABOUT: &str = say_later!(
    "The platform sends calls over the internet; this listens on one machine. A public address leads from there \
                     to here."
);
const PROXY: &str = say_later!(
    "For a server of your own with a name and https in front. A call through it needs the secret, because the \
                     proxy says by X-Forwarded-For that it came from elsewhere. Keep that line: without it every call would \
                     look like one from this machine, and be let in without a secret."
);

pub fn draw(ui: &mut Ui, inbox: &Inbox, actions: &mut Vec<Action>) {
    let shown = inbox.reach_page();
    page(ui, say!("Reach"), crate::words::say(ABOUT), |ui| {
        steps::draw(ui, inbox, &shown, actions);
        ui.add_space(PART_GAP - 6.0);
        section_title(ui, say!("Ways to a public address"));
        card(ui, |ui| tunnel::draw(ui, &shown, actions));
        ui.add_space(6.0);
        card(ui, |ui| folded(ui, say!("A reverse proxy of your own"), |ui| proxy(ui, &shown, actions)));
        ui.add_space(PART_GAP - 6.0);
        section_title(ui, say!("Without the internet"));
        card(ui, |ui| network(ui, &shown, actions));
    });
}

/// A URL with the secret in it, as a text to copy.
pub fn secret_block(ui: &mut Ui, line: &SecretLine, actions: &mut Vec<Action>) {
    code_block(ui, &line.shown, &line.copied, line.label, &say!("Copy the {what}", what = line.label), actions);
}

fn network(ui: &mut Ui, shown: &ReachPage, actions: &mut Vec<Action>) {
    let card = &shown.network;
    card_title(ui, say!("The same network"));
    small(ui, &card.text);
    ui.add_space(6.0);
    if let Some(url) = &card.url {
        secret_block(ui, url, actions);
    }
    let (text, is_beyond) = if card.is_open {
        (say!("Listen on this machine only"), false)
    } else {
        (say!("Listen for the network"), true)
    };
    if button(ui, ButtonKind::Plain, text).clicked() {
        actions.push(ReachAction::ListenBeyond(is_beyond).into());
    }
}

/// A card of which only the title is seen until it is opened.
fn folded(ui: &mut Ui, title: &str, content: impl FnOnce(&mut Ui)) {
    let id = ui.scope_id().with(title);
    let is_open = ui.data(|data| data.get_temp::<bool>(id)).unwrap_or(false);
    let palette = theme::palette(ui);
    let (rect, response) = ui.allocate_exact_size(Vec2::new(ui.available_width(), 24.0), Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::DisclosureTriangle, true, is_open, title));
    let ink = palette.text;
    let name = line(ui, title, theme::semibold(theme::BODY), ink, rect.width() - 30.0);
    ui.painter().galley(egui::pos2(rect.left(), rect.center().y - name.size().y / 2.0), name, ink);
    let sign = if is_open { icon::UP } else { icon::DOWN };
    let at = egui::pos2(rect.right() - 9.0, rect.center().y);
    let ink = if response.hovered() { palette.text } else { palette.second };
    ui.painter().text(at, Align2::CENTER_CENTER, sign, theme::icons(18.0), ink);
    keyboard::ring(ui, &response, rect.expand2(Vec2::new(6.0, 2.0)));
    if response.on_hover_cursor(egui::CursorIcon::PointingHand).clicked() {
        ui.data_mut(|data| data.insert_temp(id, !is_open));
    }
    if is_open {
        content(ui);
    }
}

fn proxy(ui: &mut Ui, shown: &ReachPage, actions: &mut Vec<Action>) {
    ui.add_space(6.0);
    small(ui, crate::words::say(PROXY));
    for snippet in &shown.proxies {
        ui.add_space(6.0);
        let ink = theme::palette(ui).second;
        let name = RichText::new(snippet.program).font(theme::medium(theme::SMALL)).color(ink);
        ui.add(Label::new(name).selectable(false));
        let what = if snippet.program == "Caddy" { say!("Lines for Caddy") } else { say!("Lines for nginx") };
        let name = say!("Copy the lines for {program}", program = snippet.program);
        code_block(ui, &snippet.text, &Secret::new(&*snippet.text), what, &name, actions);
    }
    ui.add_space(4.0);
    match &shown.proxied_url {
        Some(url) => {
            small(ui, say!("The platform is then given this URL, with your own name in it:"));
            ui.add_space(2.0);
            secret_block(ui, url, actions);
        }
        None => {
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                small(ui, say!("There is no secret yet: make one above, it belongs at the end of the URL."));
            });
        }
    }
}
