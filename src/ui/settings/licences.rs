//! Who made what is in here, and under which terms: texts of the project's own files, in a box that scrolls.

use std::sync::LazyLock;

use egui::{Frame, Label, Margin, RichText, ScrollArea, Ui};

use crate::inbox::{Action, Inbox, Licences, SettingsAction};
use crate::ui::theme;
use crate::ui::widgets::{Segment, segmented};

/// Height of the box, in points.
const HEIGHT: f32 = 320.0;

static PARTS: LazyLock<Vec<&str>> = LazyLock::new(|| include_str!("../../../assets/licences.txt").lines().collect());
static FONTS: LazyLock<Vec<&str>> = LazyLock::new(|| {
    let inter = include_str!("../../../assets/fonts/OFL.txt").lines();
    let between = ["", "────────────────────────", ""];
    inter.chain(between).chain(include_str!("../../../assets/fonts/DejaVu-LICENSE.txt").lines()).collect()
});
static MIT: LazyLock<Vec<&str>> = LazyLock::new(|| include_str!("../../../LICENSE-MIT").lines().collect());
static APACHE: LazyLock<Vec<&str>> = LazyLock::new(|| include_str!("../../../LICENSE-APACHE").lines().collect());

/// Which of them is shown.
pub fn choice(ui: &mut Ui, inbox: &Inbox, actions: &mut Vec<Action>) {
    let offered = std::iter::once(Licences::Closed).chain(Licences::ALL);
    let offered: Vec<_> = offered.map(|one| Segment::of(say!("Licences"), one.label(), one)).collect();
    let chosen = segmented(ui, &offered, inbox.settings.licences);
    actions.extend(chosen.map(|licences| SettingsAction::Show(licences).into()));
}

/// The text that is shown, if one is: only the lines in sight are laid out.
pub fn draw(ui: &mut Ui, inbox: &Inbox) {
    let lines: &[&str] = match inbox.settings.licences {
        Licences::Closed => return,
        Licences::Parts => &PARTS,
        Licences::Fonts => &FONTS,
        Licences::Mit => &MIT,
        Licences::Apache => &APACHE,
    };
    let palette = theme::palette(ui);
    let frame = Frame::new()
        .fill(palette.panel)
        .stroke(theme::hairline(ui))
        .corner_radius(8)
        .inner_margin(Margin::symmetric(14, 10));
    frame.show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.spacing_mut().item_spacing.y = 0.0;
        let area = ScrollArea::both().id_salt(("licences", inbox.settings.licences.label()));
        let area = area.max_height(HEIGHT).auto_shrink([false, true]);
        area.show_rows(ui, 17.0, lines.len(), |ui, rows| {
            for text in &lines[rows] {
                let text = RichText::new(*text).font(theme::mono(11.5)).color(palette.text);
                ui.scope(|ui| {
                    ui.set_height(17.0);
                    ui.add(Label::new(text).extend());
                });
            }
        });
    });
}
