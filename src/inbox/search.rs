//! The search as it is typed: what it means, what could be typed next, what was searched for before, and the filters that
//! set one operator of it each.

use std::collections::HashMap;

use super::{Action, Inbox, Motion, Screen};
use crate::bus::Command;
use crate::call::query::{
    Completion, Completions, Highlighter, Place, Problem, Search, ValueKind, complete, parse, value_of, with_operator,
};
use crate::call::{Query, Sort, View};
use crate::words;

/// Searches that are remembered.
const RECENT: usize = 10;
/// Of them offered in an empty search box.
const RECENT_OFFERED: usize = 6;
/// Lines offered while a search is typed.
const OFFERED: usize = 9;
/// Values offered by a filter.
const CHOICES: usize = 12;

/// What a person does with the search.
#[derive(Debug, Clone, PartialEq)]
pub enum SearchAction {
    /// The box holds this now, with the cursor there (in bytes).
    Type(String, usize),
    /// Go that many lines down in what is offered.
    Step(isize),
    /// Take an offered line.
    Take(usize),
    /// Done typing: open the first call that was found.
    Submit,
    /// Offer nothing more until something is typed.
    Close,
    /// The cursor stands where it was wanted.
    CursorSet,
    /// A filter's choices are looked at.
    OpenFilter(Filter),
    /// Set a filter, or take it away.
    Filter(Filter, Option<String>),
    /// Choose an order.
    Sort(Sort),
    /// Look for the same in all calls.
    Everywhere,
}

/// A filter beside the search box: one operator each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Filter {
    /// Mood.
    Mood,
    /// Outcome.
    Outcome,
    /// Classification.
    Class,
    /// A range of scores.
    Score,
    /// When calls arrived.
    Date,
}

impl Filter {
    /// In the order they are offered.
    pub const ALL: [Self; 5] = [Self::Mood, Self::Outcome, Self::Class, Self::Score, Self::Date];

    /// What a person reads.
    pub fn label(self) -> &'static str {
        match self {
            Self::Mood => say!("Mood"),
            Self::Outcome => say!("Outcome"),
            Self::Class => say!("Class"),
            Self::Score => say!("Score"),
            Self::Date => say!("Date"),
        }
    }

    /// The operators it sets.
    fn fields(self) -> &'static [&'static str] {
        match self {
            Self::Mood => &["mood"],
            Self::Outcome => &["outcome"],
            Self::Class => &["class"],
            Self::Score => &["score"],
            Self::Date => &["on", "after", "before"],
        }
    }

    /// Whose values it offers, where they are those that calls have.
    fn values(self) -> Option<ValueKind> {
        match self {
            Self::Mood => Some(ValueKind::At(Place::Mood)),
            Self::Outcome => Some(ValueKind::At(Place::Outcome)),
            Self::Class => Some(ValueKind::At(Place::Class)),
            Self::Score | Self::Date => None,
        }
    }

    /// Choices that are always the same: what a person reads, what is typed.
    fn fixed(self) -> &'static [(&'static str, &'static str)] {
        match self {
            Self::Score => &[
                (say_later!("80 and more"), "score:>=80"),
                (say_later!("60 to 79"), "score:60..79"),
                (say_later!("40 to 59"), "score:40..59"),
                (say_later!("Below 40"), "score:<40"),
                (say_later!("No score"), "score:none"),
            ],
            Self::Date => &[
                (say_later!("Today"), "on:today"),
                (say_later!("Yesterday"), "on:yesterday"),
                (say_later!("Last 7 days"), "after:7d"),
                (say_later!("Last 30 days"), "after:30d"),
                (say_later!("Older than 30 days"), "before:30d"),
            ],
            Self::Mood | Self::Outcome | Self::Class => &[],
        }
    }
}

/// A choice of a filter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FilterChoice {
    /// What a person reads.
    pub label: String,
    /// What is set: an operator with its value (`mood:Positive`, without quotes).
    pub typed: String,
    /// It is set.
    pub is_on: bool,
}

/// A line offered while a search is typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggestion {
    /// What would be typed.
    pub text: String,
    /// What it means; empty for a search of before.
    pub meaning: String,
    /// It was searched for before.
    pub is_recent: bool,
}

/// What is known of the search that is typed.
#[derive(Debug, Default)]
pub struct Searching {
    read: Search,
    highlighter: Highlighter,
    asked: Option<Query>,
    completions: Completions,
    values: Vec<String>,
    is_offering: bool,
    at: Option<usize>,
    cursor: Option<usize>,
    recent: Vec<String>,
    choices: HashMap<ValueKind, Vec<String>>,
}

impl Searching {
    /// What could not be understood.
    pub fn problem(&self) -> Option<&Problem> {
        self.read.problems.first()
    }

    /// Finds the words of the search in texts.
    pub fn highlighter(&self) -> &Highlighter {
        &self.highlighter
    }

    /// The order of the list.
    pub fn sort(&self) -> Sort {
        self.read.sort.unwrap_or_default()
    }

    /// The offered line where the keyboard is.
    pub fn at(&self) -> Option<usize> {
        self.at
    }

    /// Where the cursor is to stand, once.
    pub fn cursor(&self) -> Option<usize> {
        self.cursor
    }
}

impl Inbox {
    /// What could be typed next; nothing while nothing is to be offered.
    pub fn suggestions(&self) -> Vec<Suggestion> {
        let searching = &self.searching;
        if !searching.is_offering {
            return Vec::new();
        }
        if self.search.trim().is_empty() {
            let recent = searching.recent.iter().take(RECENT_OFFERED);
            let line = |text: &String| Suggestion { text: text.clone(), meaning: String::new(), is_recent: true };
            return recent.map(line).collect();
        }
        let completions = &searching.completions;
        if completions.replaces.is_empty() && completions.values_of.is_none() {
            return Vec::new();
        }
        let known = completions.known.iter().map(|one| (one.text.clone(), one.meaning.clone()));
        let values = searching.values.iter().map(|value| (value.clone(), String::new()));
        // What stands there already is no suggestion.
        let typed = self.search.get(completions.replaces.clone()).unwrap_or_default().trim_matches('"').to_lowercase();
        let lines = known.chain(values).filter(|(text, _)| text.to_lowercase() != typed);
        lines.map(|(text, meaning)| Suggestion { text, meaning, is_recent: false }).take(OFFERED).collect()
    }

    /// What a filter offers.
    pub fn filter_choices(&self, filter: Filter) -> Vec<FilterChoice> {
        let now = self.filter_value(filter);
        let choice = |label: String, typed: String| {
            let is_on = now.as_ref().is_some_and(|now| now.to_lowercase() == typed.to_lowercase());
            FilterChoice { label, typed, is_on }
        };
        let fixed =
            filter.fixed().iter().map(|(label, typed)| choice(words::say(label).to_owned(), (*typed).to_owned()));
        let values = filter.values().and_then(|kind| self.searching.choices.get(&kind)).into_iter().flatten();
        let field = filter.fields()[0];
        let values = values.take(CHOICES).map(|value| choice(super::sentence_case(value), format!("{field}:{value}")));
        fixed.chain(values).collect()
    }

    /// What a filter is set to, for its chip; `None` if it is not set.
    pub fn filter_label(&self, filter: Filter) -> Option<String> {
        let now = self.filter_value(filter)?;
        let known = self.filter_choices(filter).into_iter().find(|choice| choice.is_on);
        Some(known.map_or_else(
            || {
                let value = now.split_once(':').map_or(now.as_str(), |(_, value)| value);
                match value.strip_prefix('=') {
                    _ if filter == Filter::Date => now.replace(':', " "),
                    Some("") => say!("Not said").to_owned(),
                    Some(whole) => super::sentence_case(whole),
                    None => super::sentence_case(value),
                }
            },
            |choice| choice.label,
        ))
    }

    /// Something is looked for; else the list holds all of its view.
    pub fn is_searched(&self) -> bool {
        !self.searching.read.term.is_everything()
    }

    /// What the empty search box says: "Search 48,213 calls".
    pub fn search_hint(&self) -> String {
        match self.list.len() as u64 {
            count if count > 0 && !self.is_searched() && self.list.is_complete() => {
                say_many!(count, "Search {n} call", "Search {n} calls")
            }
            _ => say!("Search calls").to_owned(),
        }
    }

    /// "48,213 calls", "12 found"; what is not known yet is left open.
    pub fn list_label(&self) -> String {
        let count = self.list.len() as u64;
        let is_search = self.is_searched();
        if !self.list.is_complete() {
            return String::from(if is_search { say!("Searching…") } else { say!("Reading…") });
        }
        if is_search { say_many!(count, "{n} found", "{n} found") } else { say_many!(count, "{n} call", "{n} calls") }
    }

    /// Searches that are remembered, the last first.
    pub fn recent_searches(&self) -> &[String] {
        &self.searching.recent
    }

    /// Searches of earlier runs.
    pub fn remember_searches(&mut self, recent: Vec<String>) {
        self.searching.recent = recent;
    }

    pub(super) fn query(&self) -> Query {
        let read = parse(&self.search, self.now, &self.zone);
        Query { view: self.view, term: read.term, sort: read.sort.unwrap_or_default() }
    }

    pub(super) fn reload_list(&mut self) -> Vec<Command> {
        let query = self.query();
        let ticket = self.list.ask(query.sort);
        self.searching.asked = Some(query.clone());
        vec![Command::LoadList { ticket, query }]
    }

    /// The search box holds this from now on; the list is another matter.
    pub(super) fn read_search(&mut self, words: String) {
        self.searching.read = parse(&words, self.now, &self.zone);
        self.searching.highlighter = Highlighter::of(&self.searching.read.term);
        self.search = words;
        self.find_again();
    }

    /// The search box holds this from now on.
    pub(super) fn search_for(&mut self, words: String) -> Vec<Command> {
        self.read_search(words);
        // What is typed may ask for nothing yet (`mood:`), or for the same.
        if self.searching.asked.as_ref() == Some(&self.query()) {
            return Vec::new();
        }
        self.selection.clear();
        self.list.set_top(0.0);
        let mut commands = self.reload_list();
        commands.extend(self.ask_insights(false));
        commands
    }

    pub(super) fn act_on_search(&mut self, action: SearchAction) -> Vec<Command> {
        match action {
            SearchAction::Type(text, cursor) => {
                let mut commands = if text == self.search { Vec::new() } else { self.search_for(text) };
                commands.extend(self.offer(cursor));
                commands
            }
            SearchAction::Step(lines) => {
                let count = self.suggestions().len();
                let at = self.searching.at;
                // Up from the first line leads back into the box.
                self.searching.at = match (at, lines) {
                    (None, 1..) => (count > 0).then_some(0),
                    (Some(0), ..0) | (None, _) => None,
                    (Some(at), lines) => Some(at.saturating_add_signed(lines).min(count.saturating_sub(1))),
                };
                Vec::new()
            }
            SearchAction::Take(at) => self.take_suggestion(at),
            SearchAction::Submit => {
                self.remember_search();
                self.searching.is_offering = false;
                if self.list.is_loading() || self.screen != Screen::Calls {
                    Vec::new()
                } else {
                    self.act(Action::Move(Motion::First))
                }
            }
            SearchAction::Close => {
                self.searching.is_offering = false;
                self.searching.at = None;
                Vec::new()
            }
            SearchAction::CursorSet => {
                self.searching.cursor = None;
                Vec::new()
            }
            SearchAction::OpenFilter(filter) => {
                let load = |kind| Command::LoadValues { kind, begin: String::new() };
                filter.values().map(load).into_iter().collect()
            }
            SearchAction::Filter(filter, value) => {
                let mut text = self.search.clone();
                for field in filter.fields() {
                    text = with_operator(&text, field, None);
                }
                if let Some((field, value)) = value.as_deref().and_then(|value| value.split_once(':')) {
                    text = with_operator(&text, field, Some(value));
                }
                self.search_for(text.trim().to_owned())
            }
            SearchAction::Sort(sort) => {
                let value = (sort != Sort::Newest).then(|| sort.word());
                let text = with_operator(&self.search, "sort", value);
                self.search_for(text.trim().to_owned())
            }
            SearchAction::Everywhere => {
                self.view = View::All;
                self.selection.clear();
                self.list.set_top(0.0);
                self.reload_list()
            }
        }
    }

    /// Values that exist were read.
    pub(super) fn values_loaded(&mut self, kind: ValueKind, begin: &str, values: Vec<String>) {
        if begin.is_empty() {
            self.searching.choices.insert(kind, values.clone());
        }
        if self.searching.completions.values_of.as_ref().is_some_and(|(of, typed)| *of == kind && typed == begin) {
            self.searching.values = values;
        }
    }

    /// A call is opened from a search: that search was worth something.
    pub(super) fn remember_search(&mut self) {
        let text = self.search.trim().to_owned();
        if text.is_empty() {
            return;
        }
        let recent = &mut self.searching.recent;
        recent.retain(|known| *known != text);
        recent.insert(0, text);
        recent.truncate(RECENT);
    }

    fn offer(&mut self, cursor: usize) -> Vec<Command> {
        let searching = &mut self.searching;
        searching.is_offering = true;
        searching.at = None;
        searching.values.clear();
        searching.completions = complete(&self.search, cursor);
        let asked = searching.completions.values_of.clone();
        asked.map(|(kind, begin)| Command::LoadValues { kind, begin }).into_iter().collect()
    }

    fn take_suggestion(&mut self, at: usize) -> Vec<Command> {
        let Some(taken) = self.suggestions().into_iter().nth(at) else { return Vec::new() };
        let (text, cursor) = if taken.is_recent {
            (taken.text.clone(), taken.text.len())
        } else {
            self.searching.completions.apply(&self.search, &Completion { text: taken.text, meaning: taken.meaning })
        };
        self.searching.cursor = Some(cursor);
        // A click took the keyboard away.
        self.focus_search = true;
        let mut commands = self.search_for(text);
        commands.extend(self.offer(cursor));
        // Whole searches and values are complete; only an operator goes on.
        self.searching.is_offering = self.search[..cursor].ends_with(':');
        commands
    }

    fn filter_value(&self, filter: Filter) -> Option<String> {
        // In every frame, and mostly there is none.
        if !self.search.contains(':') {
            return None;
        }
        let set = |field: &&str| value_of(&self.search, field).map(|value| format!("{field}:{value}"));
        filter.fields().iter().find_map(set)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::super::samples::{filled, inbox};
    use super::*;
    use crate::bus::Event;

    fn typed(inbox: &mut Inbox, text: &str) -> Vec<Command> {
        inbox.act(Action::SearchBox(SearchAction::Type(text.to_owned(), text.len())))
    }

    fn texts(inbox: &Inbox) -> Vec<String> {
        inbox.suggestions().into_iter().map(|line| line.text).collect()
    }

    #[test]
    fn operators_and_values_that_exist_are_offered_and_typed() {
        let mut inbox = filled(2);
        typed(&mut inbox, "demo mo");
        assert_eq!(texts(&inbox), ["mood:"]);
        let commands = inbox.act(Action::SearchBox(SearchAction::Take(0)));
        assert_eq!((inbox.search.as_str(), inbox.searching.cursor()), ("demo mood:", Some(10)));
        let kind = ValueKind::At(Place::Mood);
        assert!(commands.contains(&Command::LoadValues { kind, begin: String::new() }));
        let values = vec![String::from("Positive"), String::from("Very angry")];
        inbox.apply(Event::ValuesLoaded { kind, begin: String::new(), values });
        assert_eq!(texts(&inbox), ["Positive", "Very angry"]);
        inbox.act(Action::SearchBox(SearchAction::Step(1)));
        inbox.act(Action::SearchBox(SearchAction::Step(1)));
        assert_eq!(inbox.searching.at(), Some(1));
        inbox.act(Action::SearchBox(SearchAction::Take(1)));
        assert_eq!(inbox.search, "demo mood:\"Very angry\" ");
        assert!(texts(&inbox).is_empty());
    }

    #[test]
    fn what_asks_for_the_same_is_not_asked_again() {
        let mut inbox = filled(2);
        assert_eq!(typed(&mut inbox, "ann").iter().filter(|one| matches!(one, Command::LoadList { .. })).count(), 1);
        let again = typed(&mut inbox, "ann mood:");
        assert!(!again.iter().any(|one| matches!(one, Command::LoadList { .. })), "{again:?}");
    }

    #[test]
    fn the_empty_box_says_how_many_calls_there_are() {
        let mut inbox = inbox();
        assert_eq!(inbox.search_hint(), "Search calls");
        inbox = filled(1);
        assert_eq!(inbox.search_hint(), "Search 1 call");
        inbox = filled(1_234);
        assert_eq!(inbox.search_hint(), "Search 1,234 calls");
        typed(&mut inbox, "roof");
        assert_eq!((inbox.search_hint().as_str(), inbox.list_label().as_str()), ("Search calls", "Searching…"));
    }

    #[test]
    fn a_filter_sets_one_operator_and_leaves_the_rest() {
        let mut inbox = filled(2);
        typed(&mut inbox, "roof sort:name");
        let set = |value: &str| Action::SearchBox(SearchAction::Filter(Filter::Mood, Some(value.to_owned())));
        inbox.act(set("mood:Very angry"));
        assert_eq!(inbox.filter_label(Filter::Mood).as_deref(), Some("Very angry"));
        inbox.act(set("mood:calm"));
        assert_eq!(inbox.filter_label(Filter::Mood).as_deref(), Some("Calm"));
        inbox.act(Action::SearchBox(SearchAction::Filter(Filter::Date, Some(String::from("after:7d")))));
        inbox.act(Action::SearchBox(SearchAction::Filter(Filter::Date, Some(String::from("on:today")))));
        assert_eq!(inbox.filter_label(Filter::Date).as_deref(), Some("Today"));
        inbox.act(Action::SearchBox(SearchAction::Filter(Filter::Mood, None)));
        assert!(!inbox.search.contains("mood") && !inbox.search.contains("after"), "{}", inbox.search);
        assert!(inbox.search.contains("roof") && inbox.searching.sort() == Sort::Name, "{}", inbox.search);
        inbox.act(Action::SearchBox(SearchAction::Sort(Sort::Newest)));
        assert!(!inbox.search.contains("sort"), "{}", inbox.search);
    }

    #[test]
    fn a_wrong_query_says_so_and_still_looks_for_its_words() {
        let mut inbox = inbox();
        typed(&mut inbox, "foo:bar");
        assert!(inbox.searching.problem().is_some_and(|problem| problem.sentence.contains("foo")));
        assert!(!inbox.query().term.is_everything());
        assert!(!inbox.searching.highlighter().is_empty());
    }

    #[test]
    fn searches_that_led_somewhere_are_offered_again() {
        let mut inbox = filled(3);
        typed(&mut inbox, "roof");
        let ticket = inbox.list.ticket();
        let order = Arc::new(vec![crate::call::Seq(1), crate::call::Seq(2)]);
        inbox.apply(Event::ListLoaded { ticket, order, rows: Vec::new(), complete: true });
        let commands = inbox.act(Action::SearchBox(SearchAction::Submit));
        assert!(commands.iter().any(|one| matches!(one, Command::LoadCall { .. })), "{commands:?}");
        assert_eq!(inbox.recent_searches(), ["roof"]);
        typed(&mut inbox, "");
        assert_eq!(texts(&inbox), ["roof"]);
        inbox.act(Action::SearchBox(SearchAction::Take(0)));
        assert_eq!(inbox.search, "roof");
    }
}
