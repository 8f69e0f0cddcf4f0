//! The card of the tunnel: which programs are here, start and stop, how it goes, the public URL.

use egui::{Align, Label, Layout, RichText, Ui};

use super::parts::{card_title, line_with_end, small};
use crate::inbox::{Action, CheckState, ProgramLine, ReachAction, ReachPage};
use crate::ui::theme;
use crate::ui::widgets::{ButtonKind, icon, link_button, named_button};

/// Lines of a tunnel's log that are shown.
const LOG_LINES: usize = 12;

const ABOUT: &str = say_later!(
    "The quickest way: a program on this machine opens a public https address and passes calls on. It brings a \
                     secret with it, if there is none."
);

pub fn draw(ui: &mut Ui, shown: &ReachPage, actions: &mut Vec<Action>) {
    let card = &shown.tunnel;
    line_with_end(
        ui,
        |ui| card_title(ui, say!("A tunnel")),
        |ui| {
            if link_button(ui, say!("Look again"))
                .on_hover_text(say!("Look which of the programs are installed"))
                .clicked()
            {
                actions.push(ReachAction::FindTunnels.into());
            }
        },
    );
    small(ui, crate::words::say(ABOUT));
    ui.add_space(6.0);
    if let Some(status) = &card.status {
        sentence(ui, status, card.state);
    }
    log(ui, &card.log);
    ui.add_space(4.0);
    for line in &card.programs {
        ui.push_id(line.program, |ui| program(ui, line, actions));
    }
}

fn sentence(ui: &mut Ui, text: &str, state: CheckState) {
    let palette = theme::palette(ui);
    let (symbol, ink) = match state {
        CheckState::Done => (icon::DONE, palette.good),
        CheckState::Wrong => (icon::WARNING, palette.bad),
        CheckState::Open | CheckState::Waiting => (icon::CLOCK, palette.second),
    };
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = 6.0;
        ui.add(Label::new(RichText::new(symbol).font(theme::icons(17.0)).color(ink)).selectable(false));
        ui.add(Label::new(RichText::new(text).color(ink)).wrap());
    });
}

fn log(ui: &mut Ui, lines: &[String]) {
    if lines.is_empty() {
        return;
    }
    let palette = theme::palette(ui);
    small(ui, say!("It said at last:"));
    let shown = lines[lines.len().saturating_sub(LOG_LINES)..].join("\n");
    egui::Frame::new().fill(palette.background).corner_radius(theme::RADIUS).inner_margin(8).show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.add(Label::new(RichText::new(shown).font(theme::mono(11.0)).color(palette.second)).wrap());
    });
}

fn program(ui: &mut Ui, line: &ProgramLine, actions: &mut Vec<Action>) {
    let palette = theme::palette(ui);
    let name = line.program.name();
    ui.separator();
    ui.horizontal_top(|ui| {
        ui.with_layout(Layout::right_to_left(Align::Min), |ui| {
            if line.is_running {
                if named_button(ui, ButtonKind::Plain, say!("Stop"), &say!("Stop {program}", program = name)).clicked()
                {
                    actions.push(ReachAction::Stop.into());
                }
            } else if line.path.is_some() {
                if named_button(ui, ButtonKind::Plain, say!("Start"), &say!("Start {program}", program = name))
                    .clicked()
                {
                    actions.push(ReachAction::Start(line.program).into());
                }
            } else {
                let text =
                    RichText::new(say!("not installed")).font(theme::regular(theme::SMALL)).color(palette.second);
                ui.add(Label::new(text).selectable(false));
            }
            ui.with_layout(Layout::top_down(Align::Min), |ui| {
                let ink = if line.path.is_some() { palette.text } else { palette.second };
                ui.add(Label::new(RichText::new(name).font(theme::medium(theme::BODY)).color(ink)).selectable(false));
                small(ui, line.text);
                if let Some(path) = &line.path {
                    let path = RichText::new(path).font(theme::mono(11.0)).color(palette.second);
                    ui.add(Label::new(path).truncate());
                }
            });
        });
    });
}
