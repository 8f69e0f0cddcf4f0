//! The open call: its head, and its parts below.

use egui::{Frame, Label, Margin, RichText, ScrollArea, Ui, Vec2};

use super::detail_head::Head;
use super::keyboard;
use super::widgets::{badge, mark_found, section_title, selectable};
use super::{blocks, empty, history, notes, nothing_open, player, reading, said, tasks, theme, transcript};
use crate::inbox::{Action, DeliveryLine, Detail, DetailPage, Fact, Inbox, Section};

pub fn draw(ui: &mut Ui, inbox: &Inbox, actions: &mut Vec<Action>) {
    player::draw(ui, inbox, actions);
    player::strip(ui, inbox, actions);
    match &inbox.detail {
        Detail::Nothing => nothing_open::draw(ui, inbox, actions),
        Detail::Reading(seq) if inbox.is_reading_failed() => {
            if empty::failed_here(
                ui,
                say!("This call can't be shown"),
                say!("It could not be read. It is still in the inbox."),
            ) {
                actions.push(Action::SelectCall(*seq));
            }
        }
        Detail::Reading(seq) => reading::call(ui, inbox, *seq, actions),
        Detail::Missing(_) => {
            empty::detail(ui, say!("This call is gone"), say!("It is not in the inbox any more. Choose another one."));
        }
        Detail::Shown(page) => shown(ui, inbox, page, actions),
    }
}

fn shown(ui: &mut Ui, inbox: &Inbox, page: &DetailPage, actions: &mut Vec<Action>) {
    Head::of_page(inbox, page).draw(ui, inbox, actions);
    mark_found(ui, inbox.searching.highlighter());
    if transcript::draw(ui, inbox, actions) == transcript::Left::Nothing {
        return;
    }
    let palette = theme::palette(ui);
    ScrollArea::vertical().id_salt(("call", page.detail.seq)).auto_shrink(false).show(ui, |ui| {
        Frame::new().inner_margin(Margin { left: 22, right: 22, top: 16, bottom: 32 }).show(ui, |ui| {
            ui.set_max_width(theme::TEXT_WIDTH.min(ui.available_width()));
            ui.spacing_mut().item_spacing.y = theme::GRID;
            for (index, section) in page.sections.iter().enumerate() {
                ui.push_id(index, |ui| match section {
                    Section::Text { title, text } => {
                        section_title(ui, title);
                        said::text(ui, inbox, text, palette.text, actions);
                    }
                    Section::Blocks { title, blocks } => {
                        section_title(ui, title);
                        let mut ticks = blocks::Ticks::new(page, inbox);
                        blocks::draw(ui, blocks, &mut ticks);
                        actions.extend(ticks.gone_to());
                    }
                    Section::Tasks { blocks } => tasks::draw(ui, inbox, page, blocks, actions),
                    Section::Notes => notes::draw(ui, inbox, page, actions),
                    Section::Facts { title, facts } => {
                        section_title(ui, title);
                        for fact in facts {
                            draw_fact(ui, fact, actions);
                        }
                    }
                    Section::Deliveries(lines) => {
                        section_title(ui, &say!("Deliveries ({n})", n = lines.len()));
                        deliveries(ui, lines);
                    }
                });
                // The two lines to write on stand together.
                let is_with_next = matches!(section, Section::Tasks { .. }) && page.detail.notes.is_empty();
                if !is_with_next {
                    ui.add_space(16.0);
                }
            }
            history::draw(ui, inbox, &page.detail.history, actions);
        });
        keyboard::keep_in_sight(ui);
    });
}

fn draw_fact(ui: &mut Ui, fact: &Fact, actions: &mut Vec<Action>) {
    let palette = theme::palette(ui);
    blocks::labelled(ui, &fact.label, |ui| {
        if !fact.is_copied {
            selectable(ui, &fact.text, theme::regular(theme::BODY), palette.text);
        } else {
            // On lines as high as those of other values, so that they stand level with their labels.
            let format = egui::TextFormat {
                font_id: theme::regular(theme::BODY),
                color: palette.text,
                line_height: Some(theme::LINE),
                ..egui::TextFormat::default()
            };
            let mut job = egui::text::LayoutJob::single_section(fact.text.clone(), format);
            job.wrap = egui::text::TextWrapping::truncate_at_width(ui.available_width());
            job.break_on_newline = false;
            let galley = ui.painter().layout_job(job);
            let (rect, value) = ui.allocate_exact_size(egui::vec2(galley.size().x, theme::LINE), egui::Sense::click());
            let at = rect.min;
            let ink = if value.hovered() || value.has_focus() { palette.accent } else { palette.text };
            ui.painter().galley_with_override_text_color(at, galley, ink);
            let name = say!("Copy {what}: {value}", what = fact.label.to_lowercase(), value = fact.text);
            let value = value.on_hover_cursor(egui::CursorIcon::PointingHand).on_hover_text(say!("Click to copy"));
            value.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, &name));
            if value.clicked() {
                ui.ctx().copy_text(fact.text.clone());
                actions.push(Action::Copied(match fact.label.as_str() {
                    label if label == say!("Recording") => say_later!("Recording's address"),
                    label if label == say!("Transcript") => say_later!("Transcript's address"),
                    _ => say_later!("Call ID"),
                }));
            }
        }
        if let Some(sent) = &fact.as_sent {
            let small = RichText::new(sent).font(theme::regular(theme::SMALL)).color(palette.second);
            ui.add(Label::new(small).wrap());
        }
    });
}

/// The most deliveries drawn; a call that is sent more often is a fault that Traffic shows whole.
const DELIVERIES_SHOWN: usize = 60;

fn deliveries(ui: &mut Ui, lines: &[DeliveryLine]) {
    let palette = theme::palette(ui);
    let left_out = lines.len().saturating_sub(DELIVERIES_SHOWN);
    if left_out > 0 {
        let text = say!("{n} earlier ones are not listed here.", n = left_out);
        ui.label(RichText::new(text).font(theme::regular(theme::SMALL)).color(palette.second));
    }
    for delivery in &lines[left_out..] {
        ui.horizontal(|ui| {
            ui.set_min_height(24.0);
            ui.allocate_ui(Vec2::new(theme::LABEL_WIDTH, theme::LINE), |ui| {
                ui.set_min_width(theme::LABEL_WIDTH);
                ui.label(RichText::new(&delivery.when).color(palette.second)).on_hover_text(&delivery.when_full);
            });
            let (ink, ground) = palette.verdict(delivery.verdict);
            badge(ui, delivery.verdict.as_str(), ink, ground);
            ui.add(Label::new(RichText::new(&delivery.facts).color(palette.second)).truncate());
        });
        for change in delivery.changes.iter().chain(&delivery.note) {
            ui.horizontal(|ui| {
                ui.add_space(theme::LABEL_WIDTH + 8.0);
                ui.add(Label::new(RichText::new(change).font(theme::regular(theme::SMALL)).color(palette.text)).wrap());
            });
        }
    }
}
