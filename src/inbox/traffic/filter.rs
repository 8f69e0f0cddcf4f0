//! What the table is filtered by: what was typed, what of it is not understood, the kinds that are one click away.

use super::{RequestKind, TrafficAction};
use crate::bus::{Command, TrafficCommand};
use crate::inbox::{Inbox, count_label};
use crate::traffic::{FilterProblem, TrafficFilter, parse};

impl Inbox {
    /// What of the filter could not be understood.
    pub fn filter_problem(&self) -> Option<&FilterProblem> {
        self.traffic.read.problems.first()
    }

    /// Something is filtered out.
    pub fn is_filtering(&self) -> bool {
        self.traffic.read.filter != TrafficFilter::default()
    }

    /// Which kind is shown.
    pub fn request_kind(&self) -> RequestKind {
        let has = |kind: &RequestKind| {
            !kind.typed().is_empty() && words(&self.traffic.filter).any(|word| word == kind.typed())
        };
        RequestKind::ALL.into_iter().find(has).unwrap_or(RequestKind::All)
    }

    /// "1,204 requests", "12 found", "Looking… 240,000 of 1,000,000".
    pub fn requests_label(&self) -> String {
        let traffic = &self.traffic;
        let list = &traffic.list;
        let count = list.len() as u64;
        if list.is_looking() {
            let looked = list.looked_at();
            return match traffic.all.filter(|all| *all >= looked) {
                _ if looked == 0 => String::from(say!("Looking…")),
                Some(all) => say!("Looking… {looked} of {all}", looked = count_label(looked), all = count_label(all)),
                None => say!("Looking… {looked} so far", looked = count_label(looked)),
            };
        }
        if self.is_filtering() {
            say_many!(count, "{n} found", "{n} found")
        } else {
            say_many!(count, "{n} request", "{n} requests")
        }
    }

    /// Looks for the requests anew.
    pub(super) fn find_requests(&mut self) -> Vec<Command> {
        let traffic = &mut self.traffic;
        traffic.read = parse(&traffic.filter, self.now, &self.zone);
        let filter = traffic.read.filter.clone();
        traffic.asked = Some(filter.clone());
        traffic.is_outdated = false;
        let ticket = traffic.list.ask();
        vec![Command::Traffic(TrafficCommand::Find { ticket, filter })]
    }

    pub(super) fn filter_by(&mut self, typed: String) -> Vec<Command> {
        let traffic = &mut self.traffic;
        traffic.filter = typed;
        traffic.read = parse(&traffic.filter, self.now, &self.zone);
        // What is typed may ask for nothing yet (`status:`), or for the same.
        if traffic.asked.as_ref() == Some(&traffic.read.filter) {
            return Vec::new();
        }
        traffic.list.set_top(0.0);
        self.find_requests()
    }

    pub(super) fn show_kind(&mut self, kind: RequestKind) -> Vec<Command> {
        let is_on = self.request_kind() == kind;
        let is_kind = |word: &&str| RequestKind::ALL.iter().any(|kind| kind.typed() == *word);
        let mut left: Vec<&str> = words(&self.traffic.filter).filter(|word| !is_kind(word)).collect();
        if !is_on && kind != RequestKind::All {
            left.push(kind.typed());
        }
        let typed = left.join(" ");
        self.act_on_traffic(TrafficAction::Filter(typed))
    }
}

/// What stands between spaces; what stands in quotes together.
fn words(text: &str) -> impl Iterator<Item = &str> {
    let mut is_quoted = false;
    text.split(move |c: char| {
        is_quoted ^= c == '"';
        c.is_whitespace() && !is_quoted
    })
    .filter(|word| !word.is_empty())
}
