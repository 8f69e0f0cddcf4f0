//! One turn: when, who, what; the word that is spoken, what was found in it, what is unsure about it.

use std::ops::Range;
use std::sync::Arc;

use egui::text::{LayoutJob, TextFormat};
use egui::{
    Align2, Color32, CornerRadius, CursorIcon, Galley, Id, Key, Modifiers, Pos2, Rect, Response, Role, Sense, Shape,
    Stroke, StrokeKind, Ui, UiBuilder, WidgetInfo,
};

use super::super::keys;
use super::super::theme::{self, Palette};
use super::super::widgets::{ButtonKind, Tall, field, icon, icon_button, marked, script};
use super::menu;
use crate::call::Note;
use crate::inbox::{ASIDE_CHARS, Action, Conversation, Inbox, Line, OpenTranscript, TranscriptAction, time_label};
use crate::transcript::{Side, Turn};
use crate::ui::keyboard;

/// Room around a row's words, in points: left, right, above a name, between turns of one speaker.
const PAD_LEFT: f32 = 8.0;
const PAD_RIGHT: f32 = 16.0;
const PAD_NAME: f32 = 8.0;
const PAD_SAME: f32 = 2.0;
/// Height of the field for a name, in points.
const FIELD_HEIGHT: f32 = 36.0;
/// Below this the recogniser was not sure.
const UNSURE_BELOW: f32 = 0.6;

/// What was found in a text, and whether it was gone to last.
type Marks = Vec<(Range<usize>, bool)>;

/// A turn that was laid out.
pub struct Laid {
    line: Line,
    name: Option<Arc<Galley>>,
    text: Arc<Galley>,
    translation: Option<Arc<Galley>>,
    /// Where the words begin below the row's top.
    text_y: f32,
    height: f32,
}

impl Tall for Laid {
    fn height(&self) -> f32 {
        self.height
    }
}

/// What all turns of a frame are drawn with.
pub struct Sheet<'a> {
    inbox: &'a Inbox,
    open: &'a OpenTranscript<'a>,
    shown: &'a Conversation,
    palette: &'static Palette,
    /// Room for the time, in points.
    gutter: f32,
    /// Of the words.
    width: f32,
}

impl<'a> Sheet<'a> {
    pub fn of(ui: &Ui, inbox: &'a Inbox, open: &'a OpenTranscript<'a>, shown: &'a Conversation, width: f32) -> Self {
        let palette = theme::palette(ui);
        let last_ms = shown.transcript.turns.iter().rev().find_map(|turn| turn.start_ms).unwrap_or(0);
        let longest = time_label(last_ms).replace(|c: char| c.is_ascii_digit(), "0");
        let time = ui.painter().layout_no_wrap(longest, theme::regular(theme::SMALL), palette.second).size().x;
        let gutter = match (shown.has_times, open.notes.is_empty()) {
            (true, _) => time.ceil() + 22.0,
            (false, false) => 20.0,
            (false, true) => 0.0,
        };
        let width = (width - PAD_LEFT - gutter - PAD_RIGHT).max(80.0);
        Self { inbox, open, shown, palette, gutter, width }
    }

    fn said(&self, turn: usize) -> &'a Turn {
        &self.shown.transcript.turns[turn]
    }

    /// Colour of a speaker; the name always stands beside it.
    fn ink(&self, side: Side) -> Color32 {
        match side {
            Side::Agent | Side::Tool | Side::Hidden => self.palette.second,
            Side::Caller => self.palette.accent,
            Side::Speaker(number) => match number % 4 {
                1 => self.palette.accent,
                2 => self.palette.good,
                3 => self.palette.mixed,
                _ => self.palette.bad,
            },
        }
    }

    pub fn lay(&self, ui: &Ui, line: Line) -> Laid {
        let said = self.said(line.turn);
        let is_renamed = self.renamed(line.turn).is_some();
        let name = line.has_name.then(|| {
            let name = self.shown.name(line.turn);
            super::super::widgets::line(ui, name, theme::semibold(theme::SMALL), self.ink(said.side), self.width)
        });
        let (text_hits, translation_hits) = self.hits(line.turn);
        let body = TextFormat {
            font_id: theme::regular(theme::BODY),
            color: self.palette.text,
            line_height: Some(theme::LINE),
            ..TextFormat::default()
        };
        let text = if said.side.is_spoken() {
            let mut job = self.job(ui, &said.text, &text_hits, &body);
            if said.is_interrupted && !said.text.trim_end().ends_with(['—', '–', '-']) {
                job.append(" —", 0.0, TextFormat { color: self.palette.second, ..body });
            }
            job
        } else {
            let format = TextFormat { font_id: theme::mono(11.0), color: self.palette.second, ..body };
            let cut = said.text.char_indices().nth(ASIDE_CHARS).map_or(said.text.len(), |(at, _)| at);
            let hits: Vec<_> = text_hits.into_iter().filter(|(hit, _)| hit.end <= cut).collect();
            let mut job = self.job(ui, &said.text[..cut], &hits, &format);
            if cut < said.text.len() {
                job.append("…", 0.0, format);
            }
            job
        };
        let text = self.wrapped(ui, text);
        let translation = said.translation.as_deref().map(|words| {
            let small = TextFormat {
                font_id: theme::regular(theme::SMALL),
                color: self.palette.second,
                line_height: Some(17.0),
                ..TextFormat::default()
            };
            self.wrapped(ui, self.job(ui, words, &translation_hits, &small))
        });
        let pad = if line.has_name { PAD_NAME } else { PAD_SAME };
        let above = match (is_renamed, &name) {
            (true, _) => FIELD_HEIGHT,
            (false, Some(_)) => theme::LINE,
            (false, None) => 0.0,
        };
        let text_y = pad + above;
        let below = translation.as_ref().map_or(0.0, |galley| galley.size().y + 1.0);
        let height = text_y + text.size().y + below + pad.min(PAD_NAME - 2.0);
        Laid { line, name, text, translation, text_y, height }
    }

    fn wrapped(&self, ui: &Ui, mut job: LayoutJob) -> Arc<Galley> {
        job.wrap.max_width = self.width;
        script::lay(ui, job)
    }

    /// Words with what was found in them marked, and the place that was gone to last more so.
    fn job(&self, ui: &Ui, text: &str, hits: &[(Range<usize>, bool)], format: &TextFormat) -> LayoutJob {
        let ranges: Vec<Range<usize>> = hits.iter().map(|(hit, _)| hit.clone()).collect();
        let mut job = marked(ui, text, &ranges, format);
        if let Some((here, _)) = hits.iter().find(|(_, is_here)| *is_here) {
            for section in job.sections.iter_mut().filter(|section| section.byte_range.start.0 == here.start) {
                section.format.background = self.palette.accent;
                section.format.color = self.palette.on_accent;
            }
        }
        job
    }

    /// What was found in a turn's text and in its translation; of each whether it was gone to last.
    fn hits(&self, turn: usize) -> (Marks, Marks) {
        let view = &self.inbox.transcript;
        let hits = view.hits();
        let first = hits.partition_point(|hit| hit.turn < turn);
        let found = hits.iter().enumerate().skip(first).take_while(|(_, hit)| hit.turn == turn);
        let (translated, said): (Vec<_>, Vec<_>) = found.partition(|(_, hit)| hit.is_translation);
        let plain = |hits: Vec<(usize, &crate::inbox::Hit)>| {
            hits.into_iter().map(|(at, hit)| (hit.at.clone(), view.hit_at() == Some(at))).collect()
        };
        (plain(said), plain(translated))
    }

    fn renamed(&self, turn: usize) -> Option<&'a str> {
        let renaming = self.inbox.transcript.renaming.as_ref();
        renaming.filter(|renaming| renaming.turn == turn).map(|renaming| renaming.typed.as_str())
    }

    /// The part of a row that holds the word that is spoken, else all of it.
    pub fn spoken_part(&self, laid: &Laid) -> (f32, f32) {
        let word =
            self.spoken_word(laid.line.turn).and_then(|at| word_rect(&laid.text, &self.said(laid.line.turn).text, &at));
        Self::part(laid, word)
    }

    /// The part of a row that holds the place that was gone to last, else all of it.
    pub fn hit_part(&self, laid: &Laid) -> (f32, f32) {
        let view = &self.inbox.transcript;
        let hit = view.hit_at().and_then(|at| view.hits().get(at));
        let hit = hit.filter(|hit| hit.turn == laid.line.turn && !hit.is_translation);
        let place = hit.and_then(|hit| word_rect(&laid.text, &self.said(laid.line.turn).text, &hit.at));
        Self::part(laid, place)
    }

    fn part(laid: &Laid, place: Option<Rect>) -> (f32, f32) {
        // A row that fits is shown whole.
        match place.filter(|_| laid.height > 240.0) {
            Some(place) => (laid.text_y + place.top() - 40.0, laid.text_y + place.bottom() + 40.0),
            None => (0.0, laid.height.min(240.0)),
        }
    }

    fn spoken_word(&self, turn: usize) -> Option<Range<usize>> {
        let word = self.open.spoken.filter(|spoken| spoken.turn == turn)?.word?;
        Some(self.said(turn).words.get(word)?.at.clone())
    }

    pub fn draw(&self, ui: &mut Ui, laid: &Laid, rect: Rect, actions: &mut Vec<Action>) {
        let turn = laid.line.turn;
        ui.scope_builder(UiBuilder::new().max_rect(rect).id_salt(("turn", turn)), |ui| {
            self.row(ui, laid, rect, actions);
        });
    }

    fn row(&self, ui: &mut Ui, laid: &Laid, rect: Rect, actions: &mut Vec<Action>) {
        let turn = laid.line.turn;
        let said = self.said(turn);
        let palette = self.palette;
        let row = ui.interact(rect, ui.scope_id().with("row"), Sense::click());
        let label = self.row_label(turn);
        row.widget_info(|| WidgetInfo::labeled(Role::Button, true, &label));
        let is_spoken = self.open.spoken.is_some_and(|spoken| spoken.turn == turn);
        let ground = rect.shrink2(egui::vec2(0.0, 1.0));
        let radius = CornerRadius::same(theme::RADIUS);
        let is_over = ui.rect_contains_pointer(rect);
        let is_chosen = self.inbox.transcript.chosen() == Some(turn);
        if is_spoken {
            ui.painter().rect_filled(ground, radius, palette.selected);
            let bar = Rect::from_min_size(ground.min, egui::vec2(3.0, ground.height()));
            ui.painter().rect_filled(bar, CornerRadius::same(2), palette.accent);
        } else if is_over || is_chosen {
            ui.painter().rect_filled(ground, radius, palette.hover);
        }
        if self.open.flash == Some(turn) {
            ui.painter().rect_stroke(ground, radius, Stroke::new(2.0, palette.accent), StrokeKind::Inside);
        } else if is_chosen {
            ui.painter().rect_stroke(ground, radius, Stroke::new(1.0, palette.edge), StrokeKind::Inside);
        }
        keyboard::ring(ui, &row, ground);
        if row.has_focus() {
            keys::leave_arrows(ui, &row);
        }
        let is_by_key = row.clicked() && !row.clicked_by(egui::PointerButton::Primary);
        if is_by_key || row.double_clicked() {
            actions.push(TranscriptAction::Hear(turn).into());
        } else if row.clicked() || row.gained_focus() && !is_chosen {
            actions.push(TranscriptAction::Choose(turn).into());
        }
        row.context_menu(|ui| menu::of_turn(ui, self.open, self.shown, turn, actions));

        let x = rect.left() + PAD_LEFT + self.gutter;
        let first_y = rect.top() + if laid.line.has_name { PAD_NAME } else { PAD_SAME };
        self.time(ui, turn, egui::pos2(rect.left() + PAD_LEFT, first_y), is_over, actions);
        self.notes(ui, turn, egui::pos2(x - 11.0, first_y + theme::LINE / 2.0));
        if self.renamed(turn).is_some() {
            let place =
                Rect::from_min_size(egui::pos2(x, first_y), egui::vec2(self.width.min(220.0), FIELD_HEIGHT - 4.0));
            self.name_field(ui, turn, place, actions);
        } else if let Some(name) = &laid.name {
            self.name(ui, turn, name, egui::pos2(x, first_y), actions);
        }
        let at = egui::pos2(x, rect.top() + laid.text_y);
        let text = words(ui, at, &laid.text, "words");
        text.context_menu(|ui| menu::of_turn(ui, self.open, self.shown, turn, actions));
        if text.clicked() {
            actions.push(TranscriptAction::Choose(turn).into());
        }
        if let Some(word) = self.spoken_word(turn) {
            self.mark_word(ui, laid, at, &said.text, &word);
        }
        if let Some(sure) = said.confidence.filter(|sure| *sure < UNSURE_BELOW && said.side.is_spoken()) {
            underline(ui, &laid.text, at, palette);
            let percent = (sure.clamp(0.0, 1.0) * 100.0).round();
            text.on_hover_text(say!("Unsure: the recogniser was {percent} % sure of these words", percent = percent));
        }
        if let Some(translation) = &laid.translation {
            words(ui, at + egui::vec2(0.0, laid.text.size().y + 1.0), translation, "translation");
        }
        if is_over || is_chosen || row.has_focus() {
            let place = Rect::from_min_size(egui::pos2(rect.right() - 32.0, rect.top() + 2.0), egui::Vec2::splat(28.0));
            ui.scope_builder(UiBuilder::new().max_rect(place).id_salt("more"), |ui| {
                ui.spacing_mut().item_spacing = egui::Vec2::ZERO;
                // Beside a name there is room; words go on below it.
                let under = if is_spoken { palette.selected } else { palette.hover };
                ui.painter().rect_filled(place.shrink(2.0), radius, under);
                let name = say!("More about this turn");
                let more = icon_button(ui, ButtonKind::Quiet, icon::MORE, false, palette.second, name);
                if more.clicked() {
                    // So that the button stays while its menu is open.
                    actions.push(TranscriptAction::Choose(turn).into());
                }
                egui::Popup::menu(&more).show(|ui| menu::of_turn(ui, self.open, self.shown, turn, actions));
            });
        }
    }

    /// "Agent, 0:15", "Agent, turn 3".
    fn row_label(&self, turn: usize) -> String {
        let said = self.said(turn);
        let mut label = match said.start_ms {
            Some(start_ms) => format!("{}, {}", self.shown.name(turn), time_label(start_ms)),
            None => say!("{who}, turn {n}", who = self.shown.name(turn), n = turn + 1),
        };
        if said.is_interrupted {
            label = say!("{turn}, interrupted", turn = label);
        }
        if said.confidence.is_some_and(|sure| sure < UNSURE_BELOW) {
            label = say!("{turn}, unsure", turn = label);
        }
        label
    }

    fn time(&self, ui: &mut Ui, turn: usize, at: Pos2, is_over: bool, actions: &mut Vec<Action>) {
        let Some(start_ms) = self.said(turn).start_ms.filter(|_| self.shown.has_times) else { return };
        let palette = self.palette;
        let label = time_label(start_ms);
        let galley = ui.painter().layout_no_wrap(label.clone(), theme::regular(theme::SMALL), palette.second);
        let place = Rect::from_min_size(at, egui::vec2(self.gutter - 2.0, theme::LINE));
        // The row itself is what Tab goes to; Enter on it plays too.
        let response = ui.interact(place.expand2(egui::vec2(4.0, 0.0)), ui.scope_id().with("time"), Sense::CLICK);
        let is_playable = self.open.no_sound.is_none();
        let name = say!("Play from {time}", time = label);
        response.widget_info(|| WidgetInfo::labeled(Role::Button, is_playable, &name));
        let is_lit = response.hovered() && is_playable;
        let ink = if is_lit { palette.accent } else { palette.second };
        let y = at.y + (theme::LINE - galley.size().y) / 2.0;
        let width = galley.size().x;
        ui.painter().galley_with_override_text_color(egui::pos2(at.x, y), galley, ink);
        if is_over && is_playable {
            let ink = if is_lit { palette.accent } else { palette.second };
            let glyph = egui::pos2(at.x + width + 8.0, at.y + theme::LINE / 2.0);
            ui.painter().text(glyph, Align2::CENTER_CENTER, icon::PLAY, theme::icons_filled(14.0), ink);
        }
        let cursor = if is_playable { CursorIcon::PointingHand } else { CursorIcon::Default };
        let hint = self.open.no_sound.as_deref().unwrap_or(say!("Play from here"));
        if response.on_hover_cursor(cursor).on_hover_text(hint).clicked() {
            actions.push(TranscriptAction::Hear(turn).into());
        }
    }

    /// A marker where there are notes about a turn.
    fn notes(&self, ui: &mut Ui, turn: usize, at: Pos2) {
        let mut notes = self.open.notes.iter().filter(|(of, _)| *of == turn).map(|(_, note)| *note).peekable();
        if notes.peek().is_none() {
            return;
        }
        let of = |note: &Note| {
            let words = note.text.split_whitespace().collect::<Vec<_>>().join(" ");
            if words.is_empty() { say!("Bookmark").to_owned() } else { words }
        };
        let text = notes.map(of).collect::<Vec<_>>().join("\n");
        let at = if self.shown.has_times { at + egui::vec2(0.0, theme::LINE) } else { at };
        let place = Rect::from_center_size(at, egui::Vec2::splat(16.0));
        let response = ui.interact(place, ui.scope_id().with("note"), Sense::hover());
        let label = say!("Note: {text}", text = text);
        response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &label));
        ui.painter().text(at, Align2::CENTER_CENTER, icon::SAVED, theme::icons_filled(14.0), self.palette.mixed);
        response.on_hover_text(text);
    }

    fn name(&self, ui: &mut Ui, turn: usize, galley: &Arc<Galley>, at: Pos2, actions: &mut Vec<Action>) {
        let y = at.y + (theme::LINE - galley.size().y) / 2.0;
        let place = Rect::from_min_size(egui::pos2(at.x, at.y), egui::vec2(galley.size().x, theme::LINE));
        let is_spoken = self.said(turn).side.is_spoken();
        let sense = if is_spoken { Sense::CLICK } else { Sense::hover() };
        let response = ui.interact(place, ui.scope_id().with("name"), sense);
        let name = if is_spoken { say!("Rename {who}", who = galley.text()) } else { galley.text().to_owned() };
        let role = if is_spoken { Role::Button } else { Role::Label };
        response.widget_info(|| WidgetInfo::labeled(role, true, &name));
        ui.painter().galley(egui::pos2(at.x, y), Arc::clone(galley), self.palette.second);
        if !is_spoken {
            return;
        }
        if response.hovered() {
            let ink = self.ink(self.said(turn).side);
            ui.painter().hline(place.x_range(), place.bottom() - 2.0, Stroke::new(1.0, ink));
        }
        if response.on_hover_text(say!("Rename (R)")).on_hover_cursor(CursorIcon::PointingHand).clicked() {
            actions.push(TranscriptAction::Rename(turn).into());
        }
    }

    fn name_field(&self, ui: &mut Ui, turn: usize, place: Rect, actions: &mut Vec<Action>) {
        let id = Id::unique("speaker's name");
        let before = self.renamed(turn).unwrap_or_default();
        let has_focus = ui.memory(|memory| memory.has_focus(id));
        let is_left = has_focus && ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Escape));
        let is_kept = has_focus && ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Enter));
        let mut typed = before.to_owned();
        let field = ui.scope_builder(UiBuilder::new().max_rect(place).id_salt("name field"), |ui| {
            field(ui, id, &mut typed, say!("Name"), say!("The speaker's name"), 1)
        });
        let response = field.inner;
        if !has_focus && !response.lost_focus() {
            response.request_focus();
        }
        if typed != before {
            actions.push(TranscriptAction::TypeName(typed).into());
        }
        if is_left || is_kept || response.lost_focus() {
            response.surrender_focus();
            let action = if is_left { TranscriptAction::CancelName } else { TranscriptAction::SaveName };
            actions.push(action.into());
        }
    }

    /// The word that is spoken: in the accent, with a line below it.
    fn mark_word(&self, ui: &Ui, laid: &Laid, at: Pos2, text: &str, word: &Range<usize>) {
        let Some(place) = word_rect(&laid.text, text, word) else { return };
        let place = place.translate(at.to_vec2());
        let painter = ui.painter().with_clip_rect(place.expand2(egui::vec2(1.0, 0.0)).intersect(ui.clip_rect()));
        painter.rect_filled(place.expand(1.0), CornerRadius::ZERO, self.palette.selected);
        painter.galley_with_override_text_color(at, Arc::clone(&laid.text), self.palette.accent);
        let y = place.bottom() - 1.5;
        ui.painter().hline(place.x_range(), y, Stroke::new(2.0, self.palette.accent));
    }
}

/// Words that can be selected, at a place.
fn words(ui: &mut Ui, at: Pos2, galley: &Arc<Galley>, salt: &str) -> Response {
    let place = Rect::from_min_size(at, galley.size());
    let words = UiBuilder::new().max_rect(place).id_salt(salt);
    ui.scope_builder(words, |ui| script::words(ui, galley)).inner
}

/// Where a word stands within its text, if it stands in one row.
fn word_rect(galley: &Galley, text: &str, word: &Range<usize>) -> Option<Rect> {
    let chars = |bytes: usize| text.get(..bytes).map(|before| before.chars().count());
    let places = script::places(galley, &(chars(word.start)?..chars(word.end)?));
    let (first, rest) = places.split_first()?;
    let is_one_row = rest.iter().all(|place| (place.top() - first.top()).abs() < 1.0);
    is_one_row.then(|| rest.iter().fold(*first, |all, place| all.union(*place)))
}

/// A quiet dotted line below words that the recogniser was not sure of.
fn underline(ui: &Ui, galley: &Galley, at: Pos2, palette: &Palette) {
    for row in &galley.rows {
        let rect = row.rect().translate(at.to_vec2());
        let y = rect.bottom() - 1.0;
        let ends = [egui::pos2(rect.left(), y), egui::pos2(rect.right(), y)];
        ui.painter().extend(Shape::dotted_line(&ends, palette.second, 4.0, 0.7));
    }
}
