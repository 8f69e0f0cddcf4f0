//! Settings, Fetching: what is fetched when, and from which hosts.

use egui::Ui;

use super::parts::{fact, flow, row};
use crate::inbox::{Action, Inbox, PlayerAction};
use crate::ui::widgets::{icon, removable};

pub fn draw(ui: &mut Ui, inbox: &Inbox, actions: &mut Vec<Action>) {
    let about =
        say!("They are kept here, so that they can be heard and read without a network, and after their links expire.");
    row(ui, inbox, say!("On arrival"), about, |ui| {
        fact(ui, say!("The recording and the transcript of each call"));
    });
    let about = say!(
        "Often a file is not there yet when its call comes in. After that you can fetch it again beside the recording."
    );
    row(ui, inbox, say!("Tried again"), about, |ui| {
        fact(ui, say!("After 5 s, 15 s, 1 min, 5 min, 30 min and 2 h"));
    });
    let about = say!(
        "Files are fetched from public addresses. Those in your own network are fetched only from hosts that you allow, beside the recording that asks for it."
    );
    row(ui, inbox, say!("Allowed hosts"), about, |ui| {
        let hosts = &inbox.player.prefs.allowed_hosts;
        if hosts.is_empty() {
            fact(ui, say!("None"));
            return;
        }
        ui.add_space(4.0);
        flow(ui, |ui| {
            ui.spacing_mut().interact_size.y = 24.0;
            for host in hosts {
                let name = say!("Allow {host} no longer", host = host);
                if removable(ui, icon::CHECK, host, &name) {
                    actions.push(PlayerAction::ForbidHost(host.clone()).into());
                }
            }
        });
    });
}
