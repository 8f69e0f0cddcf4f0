//! What the calls of the search say together: the period, the question and its answer, what a click on a bar means.
//!
//! **Invariant:** it is about the one search of the window, among all calls. While it is in sight it is summed again after
//! calls came or changed, never twice at a time and with a pause between; what was summed before stays until then.

mod headlines;
mod narrowing;
mod page;
mod words;

pub use headlines::{Change, Headline, Way};
pub use narrowing::Narrowing;
pub use page::{Chart, ChartBar, Ink, InsightsPage};
pub use words::{change_words, talk_words};

use std::sync::Arc;

use jiff::Timestamp;
use jiff::civil::Date;

use super::{Action, Inbox, Screen};
use crate::bus::{Command, Ticket};
use crate::call::UnixMillis;
use crate::call::insights::{Insights, InsightsQuestion, Period, Window};
use crate::call::query::parse;

/// The least time between two sums of the same, in milliseconds.
const PAUSE_MS: i64 = 2_000;

/// What a person does with insights.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum InsightsAction {
    /// Look that far back; dates in the search give way.
    Choose(Period),
    /// Look at the calls of a bar alone; if they are looked at alone already, at all again.
    Narrow(Narrowing),
    /// Open the list of these calls.
    ShowCalls,
    /// Sum again: calls came or changed, it is another day, or it failed.
    Refresh,
}

impl From<InsightsAction> for Action {
    fn from(action: InsightsAction) -> Self {
        Self::Insights(action)
    }
}

/// Insights as plain state.
#[derive(Debug, Default)]
pub struct InsightsView {
    period: Period,
    page: Option<InsightsPage>,
    ticket: Ticket,
    /// What was asked last.
    asked: Option<Asked>,
    /// What is in sight.
    shown: Option<Asked>,
    asked_at: UnixMillis,
    is_waiting: bool,
    /// Something changed since it was asked.
    is_stale: bool,
    failure: Option<String>,
}

/// What tells a question from another.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Asked {
    text: String,
    period: Period,
    today: Date,
}

impl InsightsView {
    /// What is in sight; `None` until the first answer.
    pub fn page(&self) -> Option<&InsightsPage> {
        self.page.as_ref()
    }

    /// An answer is on its way.
    pub fn is_waiting(&self) -> bool {
        self.is_waiting
    }

    /// What is in sight is what was asked for last.
    pub fn is_current(&self) -> bool {
        self.shown.is_some() && self.shown == self.asked
    }

    /// Why there is none, if it failed.
    pub fn failure(&self) -> Option<&str> {
        self.failure.as_deref()
    }

    pub(super) fn spoil(&mut self) {
        self.is_stale = true;
    }

    /// The same of what is stored a moment after it is told.
    pub(super) fn spoil_soon(&mut self, now: UnixMillis) {
        if !self.is_stale {
            self.is_stale = true;
            self.asked_at = now;
        }
    }
}

impl Inbox {
    /// The period that is looked at; `None` while the search says its own dates.
    pub fn insights_period(&self) -> Option<Period> {
        self.insights_grounds().1
    }

    /// When it is to be summed again, if it is.
    pub fn insights_due_at(&self) -> Option<UnixMillis> {
        let view = &self.insights;
        if self.screen != Screen::Insights || view.is_waiting || view.failure.is_some() {
            return None;
        }
        let is_yesterdays = view.asked.as_ref().is_some_and(|asked| asked.today != self.today());
        (view.is_stale || is_yesterdays).then(|| UnixMillis(view.asked_at.0 + PAUSE_MS))
    }

    pub(super) fn act_on_insights(&mut self, action: InsightsAction) -> Vec<Command> {
        match action {
            InsightsAction::Choose(period) => {
                // From the palette also where something else is in sight.
                if self.screen != Screen::Insights {
                    (self.screen, self.returns_to) = (Screen::Insights, None);
                }
                self.insights.period = period;
                let text = narrowing::without_dates(&self.search);
                let mut commands = self.search_for(text);
                commands.extend(self.ask_insights(false));
                commands
            }
            InsightsAction::Narrow(narrowing) => {
                let text = narrowing.turned(&self.search);
                self.search_for(text)
            }
            InsightsAction::ShowCalls => {
                let (text, period) = self.insights_grounds();
                let (today, own) = (self.today(), self.search.clone());
                self.remember_search();
                self.list_all(period.map_or(own, |period| narrowing::with_period(&text, period, today)))
            }
            InsightsAction::Refresh => {
                let is_due = self.insights_due_at().is_some_and(|at| at <= self.now);
                let is_again = self.insights.failure.is_some();
                if is_due || is_again { self.ask_insights(true) } else { Vec::new() }
            }
        }
    }

    /// The screen was opened, or the search is another one.
    pub(super) fn ask_insights(&mut self, is_forced: bool) -> Vec<Command> {
        if self.screen != Screen::Insights {
            return Vec::new();
        }
        let (text, period) = self.insights_grounds();
        let asked = Asked { text: text.clone(), period: period.unwrap_or(Period::All), today: self.today() };
        let is_known = self.insights.asked.as_ref() == Some(&asked) && self.insights.failure.is_none();
        if is_known && !is_forced && (self.insights.is_waiting || !self.insights.is_stale) {
            return Vec::new();
        }
        let term = parse(&text, self.now, &self.zone).term;
        let window = Window::of(asked.period, self.now, &self.zone);
        let view = &mut self.insights;
        view.ticket = Ticket(view.ticket.0 + 1);
        view.asked = Some(asked);
        view.asked_at = self.now;
        (view.is_waiting, view.is_stale, view.failure) = (true, false, None);
        let question = Box::new(InsightsQuestion { term, window, zone: self.zone.clone() });
        vec![Command::LoadInsights { ticket: view.ticket, question }]
    }

    pub(super) fn insights_loaded(&mut self, ticket: Ticket, insights: Arc<Insights>, is_complete: bool) {
        if ticket != self.insights.ticket {
            return;
        }
        // Half of the sums would stand in the place of all of them.
        if !is_complete && self.insights.shown == self.insights.asked {
            return;
        }
        let page = InsightsPage::of(insights, is_complete, &self.search);
        let view = &mut self.insights;
        view.page = Some(page);
        view.shown.clone_from(&view.asked);
        view.is_waiting = !is_complete;
    }

    /// A command failed, perhaps this one.
    pub(super) fn insights_failed(&mut self, what: &str, why: &str) {
        if self.insights.is_waiting && what.starts_with("Summing") {
            self.insights.is_waiting = false;
            self.insights.failure = Some(say!("{what} failed: {why}", what = what, why = why));
        }
    }

    /// Answers may be lost.
    pub(super) fn lose_insights(&mut self) -> Vec<Command> {
        self.insights.is_waiting = false;
        self.insights.is_stale = true;
        self.ask_insights(true)
    }

    /// The search without its dates, and the period that it or the person chose; a search that says other dates as it is.
    fn insights_grounds(&self) -> (String, Option<Period>) {
        match narrowing::dates_of(&self.search, self.today()) {
            narrowing::Dates::None => (self.search.trim().to_owned(), Some(self.insights.period)),
            narrowing::Dates::Period(period) => (narrowing::without_dates(&self.search), Some(period)),
            narrowing::Dates::Own => (self.search.trim().to_owned(), None),
        }
    }

    fn today(&self) -> Date {
        self.zone.to_datetime(Timestamp::from_millisecond(self.now.0).unwrap_or_default()).date()
    }
}

#[cfg(test)]
mod tests;
