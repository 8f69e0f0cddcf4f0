//! Settings, Listener: whether it listens, the URL, from where it can be reached.

use egui::{RichText, Sense, Ui, Vec2};

use super::parts::{CONTROL, copied, flow, note, row, rule};
use crate::inbox::{Action, HealthTone, Inbox, ReachChoice, SenderAction, ToolAction, TrafficPage};
use crate::ui::theme;
use crate::ui::widgets::{ButtonKind, Segment, button, link, segmented};

use super::senders::text_box;

pub fn draw(ui: &mut Ui, inbox: &Inbox, actions: &mut Vec<Action>) {
    let health = inbox.health();
    row(ui, inbox, say!("State"), "", |ui| {
        let palette = theme::palette(ui);
        let ink = match health.tone {
            HealthTone::Good => palette.good,
            HealthTone::Waiting => palette.third,
            HealthTone::Bad => palette.bad,
        };
        // What is the matter, and what to do, the banner above every screen says.
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = 6.0;
            let (dot, _) = ui.allocate_exact_size(Vec2::new(10.0, CONTROL), Sense::hover());
            ui.painter().circle_filled(dot.center(), 4.5, ink);
            ui.label(RichText::new(&health.headline).font(theme::medium(theme::BODY)).color(palette.text));
            ui.label(RichText::new(&health.address).color(palette.second));
        });
    });
    let senders = inbox.senders();
    if let Some(url) = inbox.url_to_copy() {
        // With the secret in it, it is shown as that is.
        let is_open = health.url.as_deref() == Some(url.reveal());
        let shown = if is_open { url.reveal() } else { senders.lines.first().map_or("", |line| line.shown.as_str()) };
        let about = say!("Goes into the agent's settings, as the address for calls that ended.");
        row(ui, inbox, say!("Webhook URL"), about, |ui| {
            copied(ui, shown, &url, "Webhook URL", say!("Copy the webhook URL"), actions);
        });
        let about = say!("Goes the way of a real call, through the port.");
        row(ui, inbox, say!("Test call"), about, |ui| {
            if button(ui, ButtonKind::Plain, say!("Send a test call")).clicked() {
                actions.push(Action::SendTestCall);
            }
        });
    }
    rule(ui);
    row(ui, inbox, say!("Can be reached from"), "", |ui| {
        let choices = ReachChoice::ALL.map(|choice| Segment::new(choice.label(), choice));
        let chosen = segmented(ui, &choices, senders.reach);
        actions.extend(chosen.map(|choice| Action::Senders(SenderAction::ChooseReach(choice))));
        if inbox.senders_draft.is_address_open {
            ui.add_space(8.0);
            flow(ui, |ui| {
                let address = &inbox.senders_draft.address;
                let name = say!("Address and port");
                let (typed, is_entered) = text_box(ui, name, address, "192.168.1.4:8787", false);
                actions.extend(typed.map(|typed| Action::Senders(SenderAction::TypeAddress(typed))));
                if button(ui, ButtonKind::Plain, say!("Listen there")).clicked() || is_entered {
                    actions.push(Action::Senders(SenderAction::UseAddress));
                }
            });
        }
        ui.add_space(5.0);
        note(ui, say!("Whoever is not on this computer needs the secret, which is made if there is none."));
        ui.add_space(6.0);
        if link(ui, say!("A tunnel or a proxy for the internet"), say!("Go to Reach, for tunnels and proxies"))
            .clicked()
        {
            actions.push(ToolAction::OpenPage(TrafficPage::Reach).into());
        }
    });
}
