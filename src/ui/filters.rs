//! The filters below the search box, one operator each, and beside them the order of the list: all in one line, which
//! gets tighter the more there is to say.

use egui::{
    Align2, CornerRadius, Popup, PopupCloseBehavior, Rect, Response, Role, ScrollArea, Sense, Stroke, Ui, UiBuilder,
    WidgetInfo,
};

use super::keyboard;
use super::theme;
use super::widgets::{icon, line};
use crate::call::Sort;
use crate::inbox::{Action, Filter, Inbox, SearchAction};

const HEIGHT: f32 = 24.0;
/// The widest that what a filter is set to gets, in points.
const SET_WIDTH: f32 = 120.0;
/// Narrower than this, what a filter is set to is hardly told, in points.
const SET_LEAST: f32 = 36.0;
const MENU_WIDTH: f32 = 190.0;
const MENU_HEIGHT: f32 = 324.0;
const CROSS: f32 = 18.0;
/// Room for the sign that there is more, in points.
const SIGN: f32 = 12.0;

pub fn draw(ui: &mut Ui, inbox: &Inbox, actions: &mut Vec<Action>) {
    // With the distance between any two things, 8 points.
    ui.add_space(theme::GRID);
    let room = ui.available_width();
    let (line, _) = ui.allocate_exact_size(egui::vec2(room, HEIGHT), Sense::hover());
    let wanted = order_width(ui, inbox, true);
    let set = Filter::ALL.map(|filter| inbox.filter_label(filter));
    let has_word = natural_width(ui, &set) + 8.0 + wanted <= room;
    let order_width = if has_word { wanted } else { HEIGHT };
    let left = Rect::from_min_max(line.min, egui::pos2(line.right() - order_width - 4.0, line.bottom()));
    let layout = egui::Layout::left_to_right(egui::Align::Center);
    chips(&mut ui.new_child(UiBuilder::new().max_rect(left).layout(layout).id_salt("filters")), inbox, actions);
    let right = Rect::from_min_max(egui::pos2(line.right() - order_width, line.top()), line.max);
    order(ui, inbox, right, has_word, actions);
}

/// The filters alone, in one line.
pub fn chips(ui: &mut Ui, inbox: &Inbox, actions: &mut Vec<Action>) {
    let set = Filter::ALL.map(|filter| inbox.filter_label(filter));
    let fit = Fit::of(ui.available_width(), &widths(ui, &set));
    ui.spacing_mut().item_spacing = egui::vec2(fit.gap, 4.0);
    for (filter, set) in Filter::ALL.into_iter().zip(&set) {
        one(ui, inbox, filter, set.as_deref(), &fit, actions);
    }
}

/// How wide the text of each chip is, and whether it says what is set.
fn widths(ui: &Ui, set: &[Option<String>; 5]) -> [(f32, bool); 5] {
    let mut widths = [(0.0, false); 5];
    for ((filter, set), width) in Filter::ALL.into_iter().zip(set).zip(&mut widths) {
        let galley = text_of(ui, filter.label(), set.as_deref(), SET_WIDTH);
        *width = (galley.size().x, set.is_some());
    }
    widths
}

/// The room that all chips take at their ease.
fn natural_width(ui: &Ui, set: &[Option<String>; 5]) -> f32 {
    Fit::EASY.width(&widths(ui, set))
}

fn text_of(ui: &Ui, name: &str, set: Option<&str>, width: f32) -> std::sync::Arc<egui::Galley> {
    let palette = theme::palette(ui);
    let is_set = set.is_some();
    let ink = if is_set { palette.accent } else { palette.second };
    let font = if is_set { theme::medium(theme::SMALL) } else { theme::regular(theme::SMALL) };
    line(ui, set.unwrap_or(name), font, ink, width)
}

/// How chips are drawn so that all stand in one line.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Fit {
    /// Beside a text, in points.
    padding: f32,
    /// Between two chips, in points.
    gap: f32,
    /// The sign that there is more.
    has_sign: bool,
    /// A cross that takes away what is set; its menu does it too.
    has_cross: bool,
    /// The widest text of what is set, in points.
    set_width: f32,
}

impl Fit {
    const EASY: Self = Self { padding: 6.0, gap: 4.0, has_sign: false, has_cross: true, set_width: SET_WIDTH };

    /// The easiest that fits into so much room.
    fn of(room: f32, widths: &[(f32, bool)]) -> Self {
        let is_any_set = widths.iter().any(|(_, is_set)| *is_set);
        let signed = Self { has_sign: true, ..Self::EASY };
        if !is_any_set && signed.width(widths) <= room {
            return signed;
        }
        let tight = Self { padding: 4.0, gap: 2.0, ..Self::EASY };
        let least = Self { has_cross: false, ..tight };
        let ways = [Self::EASY, tight, least].map(|way| Self { set_width: way.room_for_set(room, widths), ..way });
        // Longer texts matter more than room beside them, and than the cross.
        let is_told = |way: &Self| way.set_width >= SET_LEAST;
        ways.into_iter()
            .find(|way| is_told(way) && way.width(widths) <= room)
            .unwrap_or(Self { set_width: ways[2].set_width.max(12.0), ..ways[2] })
    }

    fn beside(&self, is_set: bool) -> f32 {
        let sign = match is_set {
            true if self.has_cross => CROSS - 3.0,
            false if self.has_sign => SIGN,
            _ => 0.0,
        };
        2.0 * self.padding + sign
    }

    fn width(&self, widths: &[(f32, bool)]) -> f32 {
        let one = |(width, is_set): &(f32, bool)| {
            self.beside(*is_set) + if *is_set { width.min(self.set_width) } else { *width }
        };
        widths.iter().map(one).sum::<f32>() + self.gap * (widths.len() as f32 - 1.0)
    }

    /// How wide the longest of what is set may be, so that all of it fits.
    fn room_for_set(&self, room: f32, widths: &[(f32, bool)]) -> f32 {
        let empty: Vec<(f32, bool)> =
            widths.iter().map(|(width, set)| (if *set { 0.0 } else { *width }, *set)).collect();
        let mut left = room - self.width(&empty);
        let mut set: Vec<f32> = widths.iter().filter(|(_, is_set)| *is_set).map(|(width, _)| *width).collect();
        set.sort_by(f32::total_cmp);
        let mut count = set.len() as f32;
        for width in set {
            if width > left / count {
                return (left / count).floor();
            }
            left -= width;
            count -= 1.0;
        }
        SET_WIDTH
    }
}

fn one(ui: &mut Ui, inbox: &Inbox, filter: Filter, set: Option<&str>, fit: &Fit, actions: &mut Vec<Action>) {
    let (response, is_cleared) = chip(ui, filter.label(), set, fit);
    if is_cleared {
        actions.push(Action::SearchBox(SearchAction::Filter(filter, None)));
        return;
    }
    if response.clicked() {
        actions.push(Action::SearchBox(SearchAction::OpenFilter(filter)));
    }
    Popup::menu(&response).close_behavior(PopupCloseBehavior::CloseOnClick).show(|ui| {
        ui.set_width(MENU_WIDTH);
        let choices = inbox.filter_choices(filter);
        // As high as it may get from the first frame on: what is offered comes a moment later.
        let list = ScrollArea::vertical().max_height(MENU_HEIGHT).min_scrolled_height(MENU_HEIGHT);
        list.auto_shrink([false, true]).show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            if set.is_some() && entry(ui, &any(filter.label()), false) {
                actions.push(Action::SearchBox(SearchAction::Filter(filter, None)));
            }
            if choices.is_empty() {
                ui.label(match filter {
                    Filter::Outcome => say!("No call has said an outcome yet."),
                    _ => say!("No call has said a value yet."),
                });
            }
            for choice in choices {
                let taken = entry(ui, &choice.label, choice.is_on);
                if taken {
                    let value = (!choice.is_on).then_some(choice.typed);
                    actions.push(Action::SearchBox(SearchAction::Filter(filter, value)));
                }
            }
            keyboard::keep_in_sight(ui);
        });
    });
}

/// The order in a word.
fn order_word(sort: Sort) -> &'static str {
    match sort {
        Sort::Newest => say!("Newest"),
        Sort::Oldest => say!("Oldest"),
        Sort::ScoreDown => say!("Best score"),
        Sort::ScoreUp => say!("Lowest score"),
        Sort::Name => say!("Name"),
    }
}

fn order_width(ui: &Ui, inbox: &Inbox, has_word: bool) -> f32 {
    let word =
        line(ui, order_word(inbox.searching.sort()), theme::regular(theme::SMALL), theme::palette(ui).second, 90.0);
    if has_word { word.size().x + 22.0 } else { HEIGHT }
}

fn order(ui: &Ui, inbox: &Inbox, rect: Rect, has_word: bool, actions: &mut Vec<Action>) {
    let palette = theme::palette(ui);
    let now = inbox.searching.sort();
    let response = ui.interact(rect, ui.scope_id().with("order"), Sense::click());
    let name = say!("Order: {order}", order = now.label());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &name));
    let ink = match (response.hovered() || response.has_focus(), now == Sort::Newest) {
        (true, _) => palette.text,
        (false, true) => palette.second,
        (false, false) => palette.accent,
    };
    if response.hovered() {
        ui.painter().rect_filled(rect, CornerRadius::same(theme::RADIUS), palette.hover);
    }
    let at = if has_word { egui::pos2(rect.left() + 10.0, rect.center().y) } else { rect.center() };
    ui.painter().text(at, Align2::CENTER_CENTER, icon::SORT, theme::icons(16.0), ink);
    if has_word {
        let word = line(ui, order_word(now), theme::regular(theme::SMALL), ink, 90.0);
        let at = egui::pos2(rect.right() - 2.0 - word.size().x, rect.center().y - word.size().y / 2.0);
        ui.painter().galley(at, word, ink);
    }
    keyboard::ring(ui, &response, rect);
    let response = response.on_hover_text(name);
    Popup::menu(&response).show(|ui| {
        ui.set_width(MENU_WIDTH);
        ui.spacing_mut().item_spacing.y = 0.0;
        for sort in Sort::ALL {
            if entry(ui, sort.label(), sort == now) {
                actions.push(Action::SearchBox(SearchAction::Sort(sort)));
            }
        }
    });
}

/// A filter's name, or what it is set to with a cross that takes it away; whether that was clicked.
fn chip(ui: &mut Ui, name: &str, set: Option<&str>, fit: &Fit) -> (Response, bool) {
    let palette = theme::palette(ui);
    let is_set = set.is_some();
    let ink = if is_set { palette.accent } else { palette.second };
    let galley = text_of(ui, name, set, if is_set { fit.set_width } else { SET_WIDTH });
    let size = egui::vec2(galley.size().x + fit.beside(is_set), HEIGHT);
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
    let spoken =
        set.map_or_else(|| say!("Filter by {filter}", filter = name.to_lowercase()), |set| format!("{name}: {set}"));
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &spoken));
    let is_lit = response.hovered() || response.has_focus();
    let (ground, edge) = match (is_set, is_lit) {
        (true, _) => (palette.accent_ground, palette.accent_ground),
        (false, true) => (palette.hover, palette.edge),
        (false, false) => (palette.panel, palette.hairline),
    };
    let radius = CornerRadius::same(theme::RADIUS);
    ui.painter().rect(rect, radius, ground, Stroke::new(1.0, edge), egui::StrokeKind::Inside);
    let at = egui::pos2(rect.left() + fit.padding, rect.center().y - galley.size().y / 2.0);
    ui.painter().galley(at, galley.clone(), ink);
    keyboard::ring(ui, &response, rect);
    if !is_set {
        if fit.has_sign {
            let at = egui::pos2(rect.right() - 11.0, rect.center().y + 0.5);
            ui.painter().text(at, Align2::CENTER_CENTER, icon::DOWN, theme::icons(13.0), palette.second);
        }
        return (response, false);
    }
    let mut is_cleared = false;
    if fit.has_cross {
        let place = Rect::from_min_max(egui::pos2(rect.right() - CROSS, rect.top()), rect.max);
        let cross = ui.interact(place, ui.scope_id().with(("clear", name)), Sense::click());
        cross.widget_info(|| WidgetInfo::labeled(Role::Button, true, any(name)));
        ui.painter().text(place.center(), Align2::CENTER_CENTER, icon::CLOSE, theme::icons(13.0), ink);
        keyboard::ring(ui, &cross, place);
        is_cleared = cross.clicked();
    }
    let response = if galley.elided { response.on_hover_text(spoken) } else { response };
    (response, is_cleared)
}

/// What takes a filter away.
fn any(name: &str) -> String {
    say!("Any {filter}", filter = name.to_lowercase())
}

/// A line of a menu, with a tick if it is on; true when it is taken.
fn entry(ui: &mut Ui, text: &str, is_on: bool) -> bool {
    let palette = theme::palette(ui);
    let (rect, response) = ui.allocate_exact_size(egui::vec2(ui.available_width(), 27.0), Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::MenuItem, true, is_on, text));
    if response.hovered() || response.has_focus() {
        ui.painter().rect_filled(rect, theme::RADIUS, palette.hover);
    }
    keyboard::ring(ui, &response, rect);
    if is_on {
        let at = egui::pos2(rect.left() + 13.0, rect.center().y);
        ui.painter().text(at, Align2::CENTER_CENTER, icon::CHECK, theme::icons(15.0), palette.accent);
    }
    let galley = line(ui, text, theme::regular(theme::BODY), palette.text, rect.width() - 36.0);
    ui.painter().galley(egui::pos2(rect.left() + 27.0, rect.center().y - galley.size().y / 2.0), galley, palette.text);
    response.clicked()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As wide as the names are in Inter at 12 points.
    const NAMES: [f32; 5] = [33.0, 48.0, 32.0, 34.0, 27.0];

    fn with(set: &[(usize, f32)]) -> Vec<(f32, bool)> {
        let mut widths: Vec<(f32, bool)> = NAMES.map(|width| (width, false)).to_vec();
        set.iter().for_each(|(at, width)| widths[*at] = (*width, true));
        widths
    }

    #[test]
    fn whatever_is_set_all_filters_stand_in_one_line() {
        let all = |width: f32| (0..5).map(|at| (at, width)).collect::<Vec<_>>();
        for room in [259.0, 299.0, 560.0] {
            for set in [vec![], vec![(0, 46.0)], vec![(1, 120.0)], vec![(0, 46.0), (1, 120.0)], all(50.0), all(120.0)] {
                let widths = with(&set);
                let fit = Fit::of(room, &widths);
                assert!(fit.width(&widths) <= room, "{room} {set:?}: {fit:?} is {}", fit.width(&widths));
                assert!(set.is_empty() || fit.set_width >= 24.0, "{room} {set:?}: {fit:?}");
            }
        }
    }

    #[test]
    fn there_is_a_cross_and_a_sign_where_there_is_room() {
        assert!(Fit::of(560.0, &with(&[])).has_sign);
        assert!(!Fit::of(260.0, &with(&[])).has_sign);
        assert!(Fit::of(299.0, &with(&[(0, 46.0)])).has_cross);
        assert!(!Fit::of(259.0, &with(&[(0, 46.0), (1, 100.0), (2, 100.0), (3, 60.0)])).has_cross);
    }
}
