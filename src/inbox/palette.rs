//! What the command palette offers: acts, saved searches, settings, callers, by some of their letters. Pure.

use std::cmp::Reverse;
use std::collections::HashSet;

use super::acts::{ACTS, Act, Group};
use super::fit::{Fit, Rank, fit};
use super::picker::Choice;
use super::{Action, Detail, Inbox, LineFace, PickerAction, PickerKind, PickerLine, Screen, TrafficAction};

/// The most lines for what is typed: nobody reads further.
const MOST_LINES: usize = 40;
/// Acts that are remembered as used last.
const RECENT: usize = 5;
/// Callers are looked for from so many letters on.
const CALLER_LETTERS: usize = 2;
/// The most callers.
const MOST_CALLERS: usize = 5;

/// Other words for an act, by its name.
const ALSO: &[(&str, &str)] = &[
    (say_later!("Done, or not done"), say_later!("archive complete finish close reopen")),
    (say_later!("Star"), say_later!("favourite flag important pin")),
    (say_later!("Unread, or read"), say_later!("seen mark")),
    (say_later!("Snooze"), say_later!("later remind postpone defer")),
    (say_later!("Tag"), say_later!("label category")),
    (say_later!("Add a note"), say_later!("comment write")),
    (say_later!("Add a task"), say_later!("todo reminder")),
    (say_later!("Undo"), say_later!("revert take back")),
    (say_later!("Larger"), say_later!("zoom in bigger text size")),
    (say_later!("Smaller"), say_later!("zoom out text size")),
    (say_later!("Usual size"), say_later!("zoom reset")),
    (say_later!("Less motion, or not"), say_later!("animation reduced still")),
    (say_later!("Compact rows, or comfortable"), say_later!("density dense")),
    (say_later!("Light theme"), say_later!("appearance day bright colour mode")),
    (say_later!("Dark theme"), say_later!("appearance night colour mode")),
    (say_later!("Theme of the system"), say_later!("appearance automatic colour mode")),
    (say_later!("Keys"), say_later!("help shortcuts keyboard cheat sheet")),
    (say_later!("Call back"), say_later!("queue phone return ring")),
    (say_later!("Insights"), say_later!("statistics charts report analytics numbers")),
    (say_later!("Traffic"), say_later!("requests webhook log developer")),
    (say_later!("Reach"), say_later!("tunnel internet public address ngrok")),
    (say_later!("Forwarding"), say_later!("relay proxy hand on")),
    (say_later!("Contract"), say_later!("schema fields payload changes")),
    (say_later!("Rehearsal"), say_later!("fault simulate error answers test")),
    (say_later!("Do not disturb until tomorrow"), say_later!("mute notifications quiet silence")),
    (say_later!("Quit"), say_later!("exit close end")),
    (
        say_later!("Settings: Appearance"),
        say_later!("theme light dark size zoom rows density contrast motion animation"),
    ),
    (say_later!("Settings: Listener"), say_later!("address port webhook url network")),
    (say_later!("Settings: Senders and security"), say_later!("who may send secret signature password")),
    (say_later!("Settings: Storage"), say_later!("folder where calls are kept database disk size")),
    (say_later!("Settings: Fetching"), say_later!("download recordings transcripts hosts private")),
    (say_later!("Settings: Playback"), say_later!("audio device volume speed silence")),
    (say_later!("Settings: Notifications"), say_later!("sound quiet hours disturb alerts bell")),
    (say_later!("Settings: Window"), say_later!("login background tray keep listening start closing")),
    (say_later!("Settings: Requests kept"), say_later!("how many traffic limits age prune delete")),
    (say_later!("Settings: Shortcuts"), say_later!("keys keyboard")),
    (say_later!("Settings: About"), say_later!("version licences")),
];

/// What the palette stands on: acts that are for this screen come before others that fit as well.
fn likely(act: &Act, inbox: &Inbox) -> u8 {
    match (inbox.screen, act.group) {
        (Screen::Calls, Group::Work) | (Screen::Traffic, Group::Inspect) => 0,
        (Screen::Calls, Group::Listen | Group::Read) => 1,
        (Screen::Settings, Group::Settings) => 0,
        (_, Group::Go | Group::Look | Group::Settings) => 2,
        _ => 3,
    }
}

/// The groups in the order they are listed in while nothing is typed.
fn groups(inbox: &Inbox) -> [(Group, &'static str); 9] {
    let work = if inbox.selection.is_empty() { say!("For this call") } else { say!("For the chosen calls") };
    [
        (Group::Inspect, say!("For this request")),
        (Group::Work, work),
        (Group::Go, say!("Go to")),
        (Group::Listen, Group::Listen.title()),
        (Group::Read, Group::Read.title()),
        (Group::Look, Group::Look.title()),
        (Group::Choose, Group::Choose.title()),
        (Group::Settings, Group::Settings.title()),
        (Group::Move, Group::Move.title()),
    ]
}

/// It is for the table of requests, not for the one that is open.
fn is_of_all_requests(act: &Act) -> bool {
    let is_of_table = |action: &TrafficAction| {
        matches!(
            action,
            TrafficAction::Move(_)
                | TrafficAction::TakeHere
                | TrafficAction::FocusFilter
                | TrafficAction::TogglePause
                | TrafficAction::SaveAll
        )
    };
    act.group == Group::Inspect
        && match &act.action {
            Action::Traffic(action) => is_of_table(action),
            action => *action == Action::SendTestCall,
        }
}

/// Why an act is not possible now, where a person can do something about it.
fn obstacle(act: &Act, inbox: &Inbox) -> Option<&'static str> {
    let has_open = inbox.screen == Screen::Calls && matches!(inbox.detail, Detail::Shown(_));
    Some(match act.group {
        Group::Work if inbox.has_target() => say!("Not for this call"),
        Group::Work => say!("Open a call first"),
        Group::Listen if inbox.open_recording_seq().is_some() => say!("Set a loop first"),
        Group::Listen if has_open => say!("No recording here"),
        Group::Listen => say!("Open a call first"),
        Group::Read if has_open => say!("No transcript here"),
        Group::Read => say!("Open a call first"),
        Group::Inspect if inbox.screen != Screen::Traffic => say!("In Traffic"),
        Group::Inspect if inbox.has_open_request() => say!("Not for this request"),
        Group::Inspect => say!("Open a request first"),
        Group::Move | Group::Choose if inbox.screen == Screen::Calls => say!("No calls in the list"),
        Group::Move | Group::Choose => say!("In the calls"),
        Group::Look => say!("As far as it goes"),
        Group::Go if act.name == "Save this search" => say!("Search for something first"),
        Group::Settings => say!("In Settings"),
        Group::Go => return None,
    })
}

/// How what is typed fits an act: by the whole name, by what it leads to, or by another word for it.
fn fit_of_act(typed: &str, act: &Act, name: &str) -> Option<Fit> {
    let whole = fit(typed, name);
    let lead = name.len() - act.name.len();
    let end = (lead > 0).then(|| fit(typed, act.name).map(|fit| fit.moved(lead))).flatten();
    let by_name = [whole, end].into_iter().flatten().min_by_key(|fit| (fit.rank, Reverse(fit.score)));
    if by_name.as_ref().is_some_and(|fit| fit.rank < Rank::Scattered) {
        return by_name;
    }
    let also = ALSO.iter().find(|(named, _)| *named == act.name).and_then(|(_, words)| fit(typed, words));
    also.filter(|fit| fit.rank <= Rank::Words).map(Fit::by_another_word).or(by_name)
}

/// A line with what it is ordered by: less comes first.
type Ranked = ((bool, Rank, u8, usize, Reverse<i32>, usize), PickerLine);

impl Inbox {
    /// What was picked last, the last first.
    pub fn recent_commands(&self) -> &[String] {
        &self.recent_acts
    }

    /// What was picked in earlier runs.
    pub fn remember_commands(&mut self, recent: Vec<String>) {
        self.recent_acts = recent;
        self.recent_acts.truncate(RECENT);
    }

    pub(super) fn used_act(&mut self, name: String) {
        self.recent_acts.retain(|recent| *recent != name);
        self.recent_acts.insert(0, name);
        self.recent_acts.truncate(RECENT);
    }

    pub(super) fn palette_lines(&self, typed: &str) -> Vec<PickerLine> {
        let typed = typed.trim();
        if typed.is_empty() { self.all_lines() } else { self.found_lines(typed) }
    }

    fn act_line(at: usize, name: String) -> PickerLine {
        let act = &ACTS[at];
        let mut line = PickerLine::new(name, Choice::Act(at));
        line.keys = act.keys.first().copied();
        line.face = LineFace::Act(act);
        line
    }

    fn recency(&self, name: &str) -> usize {
        self.recent_acts.iter().position(|recent| recent == name).unwrap_or(usize::MAX)
    }

    /// Nothing is typed: what was used last, then group by group.
    fn all_lines(&self) -> Vec<PickerLine> {
        let possible = |act: &&Act| (act.is_possible)(self);
        let mut lines = Vec::new();
        for recent in &self.recent_acts {
            let at = ACTS.iter().position(|act| act.palette_name() == *recent && (act.is_possible)(self));
            lines.extend(at.map(|at| Self::act_line(at, recent.clone()).under(say!("Recent"))));
        }
        for (group, title) in groups(self) {
            for (at, act) in ACTS.iter().enumerate().filter(|(_, act)| act.group == group && possible(act)) {
                let name = act.palette_name();
                // It is here already.
                let is_this = act.action == Action::Picker(PickerAction::Open(PickerKind::Acts));
                if self.recency(&name) == usize::MAX && !is_this && !is_of_all_requests(act) {
                    lines.push(Self::act_line(at, name).under(title));
                }
            }
            if group == Group::Inspect {
                let of_all = ACTS.iter().enumerate().filter(|(_, act)| is_of_all_requests(act) && possible(act));
                let of_all = of_all.filter(|(_, act)| self.recency(act.name) == usize::MAX);
                lines.extend(of_all.map(|(at, act)| Self::act_line(at, act.palette_name()).under(say!("Requests"))));
            }
            if group == Group::Go {
                lines.extend(self.saved_lines().map(|line| line.under(say!("Saved searches"))));
            }
        }
        lines
    }

    fn saved_lines(&self) -> impl Iterator<Item = PickerLine> {
        self.saved.all().iter().map(|search| {
            let mut line = PickerLine::new(search.name.clone(), Choice::Saved(search.id));
            line.face = LineFace::Saved;
            line.beside = self.saved.count_of(search.id).map(crate::words::number).unwrap_or_default();
            line
        })
    }

    fn found_lines(&self, typed: &str) -> Vec<PickerLine> {
        let mut found: Vec<Ranked> = Vec::new();
        let mut names = HashSet::new();
        let mut not_now: Vec<Ranked> = Vec::new();
        for (at, act) in ACTS.iter().enumerate() {
            let name = act.palette_name();
            let Some(fit) = fit_of_act(typed, act, &name) else { continue };
            let is_possible = (act.is_possible)(self);
            let order = (!is_possible, fit.rank, likely(act, self), self.recency(&name), Reverse(fit.score), at);
            let mut line = Self::act_line(at, name.clone());
            line.hits = fit.hits;
            if is_possible {
                names.insert(name);
                found.push((order, line));
            } else if fit.rank <= Rank::Initials
                && let Some(why) = obstacle(act, self)
            {
                (line.keys, line.is_possible) = (None, false);
                why.clone_into(&mut line.beside);
                not_now.push((order, line));
            }
        }
        not_now.retain(|(_, line)| names.insert(line.text.clone()));
        found.append(&mut not_now);
        let others = self.saved_lines().chain(self.caller_lines(typed));
        found.extend(others.enumerate().filter_map(|(at, mut line)| {
            // Names of people and of searches are many: letters strewn over them say nothing.
            let fit = fit(typed, &line.text).filter(|fit| fit.rank < Rank::Scattered)?;
            line.hits = fit.hits;
            Some(((false, fit.rank, 1, usize::MAX, Reverse(fit.score), ACTS.len() + at), line))
        }));
        found.sort_by_key(|(order, _)| *order);
        let mut lines: Vec<PickerLine> = found.into_iter().map(|(_, line)| line).take(MOST_LINES).collect();
        let text = say!("Search calls for “{words}”", words = typed);
        let mut search = PickerLine::new(text, Choice::Search(typed.to_owned()));
        search.face = LineFace::Search;
        // What can be done stands before what can't.
        let at = lines.iter().position(|line| !line.is_possible).unwrap_or(lines.len());
        lines.insert(at, search);
        lines
    }

    /// Callers of the rows that are known, each with the newest of their calls.
    fn caller_lines(&self, typed: &str) -> Vec<PickerLine> {
        if typed.chars().count() < CALLER_LETTERS {
            return Vec::new();
        }
        let mut rows: Vec<_> = self
            .list
            .known_rows()
            .filter(|row| fit(typed, &row.title).is_some_and(|fit| fit.rank <= Rank::Words))
            .collect();
        rows.sort_by_key(|row| Reverse(row.seq));
        let mut names = HashSet::new();
        rows.retain(|row| names.insert((row.title.as_str(), row.company.as_deref())));
        let line = |row: &&crate::call::CallRow| {
            let mut line = PickerLine::new(row.title.clone(), Choice::Call(row.seq));
            line.face = LineFace::Caller;
            line.beside = super::when_label(row.received_at, self.now, &self.zone);
            line
        };
        rows.iter().take(MOST_CALLERS).map(line).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::super::samples::{detail, filled};
    use super::*;
    use crate::bus::Event;
    use crate::call::{EntryId, SavedSearch, Seq};

    fn opened() -> Inbox {
        let mut inbox = filled(3);
        inbox.act(Action::SelectCall(Seq(2)));
        inbox.apply(Event::CallLoaded(Box::new(detail(2, "{}"))));
        inbox.act(Action::Picker(PickerAction::Open(PickerKind::Acts)));
        inbox
    }

    fn texts(inbox: &mut Inbox, typed: &str) -> Vec<String> {
        inbox.act(Action::Picker(PickerAction::Type(typed.into())));
        inbox.picker_lines().into_iter().map(|line| line.text).collect()
    }

    #[test]
    fn the_best_fit_comes_first_and_then_what_is_for_this_screen() {
        let mut inbox = opened();
        assert_eq!(texts(&mut inbox, "traffic")[0], "Go to Traffic");
        assert_eq!(texts(&mut inbox, "st")[0], "Star");
        assert_eq!(texts(&mut inbox, "gs")[0], "Go to Starred");
        assert_eq!(texts(&mut inbox, "note add")[0], "Add a note");
        inbox.act(Action::Picker(PickerAction::Close));
        crate::inbox::traffic::samples::open_one(&mut inbox);
        inbox.act(Action::Picker(PickerAction::Open(PickerKind::Acts)));
        assert_eq!(texts(&mut inbox, "co")[0], "Copy as cURL");
        assert_eq!(texts(&mut inbox, "")[0], "Copy as cURL");
    }

    #[test]
    fn groups_are_told_while_nothing_is_typed() {
        let mut inbox = opened();
        inbox.remember_commands(vec!["Go to Done".into(), "No such act".into()]);
        let lines = inbox.picker_lines();
        let mut titles: Vec<_> = lines.iter().filter_map(|line| line.section).collect();
        titles.dedup();
        assert_eq!(titles[..3], ["Recent", "For this call", "Go to"]);
        assert_eq!(lines.iter().filter(|line| line.text == "Go to Done").count(), 1);
        assert!(lines.iter().all(|line| line.is_possible));
    }

    #[test]
    fn other_words_for_it_find_it_too() {
        let mut inbox = opened();
        assert_eq!(texts(&mut inbox, "archive")[0], "Done, or not done");
        assert_eq!(texts(&mut inbox, "cheat")[0], "Keys");
        assert!(texts(&mut inbox, "port").contains(&"Go to Settings: Listener".to_owned()));
    }

    #[test]
    fn what_is_not_possible_comes_last_with_the_reason_and_does_nothing() {
        let mut inbox = opened();
        texts(&mut inbox, "compare");
        let line = inbox.picker_lines().into_iter().next_back().unwrap();
        assert_eq!((line.is_possible, line.beside.as_str()), (false, "In Traffic"));
        let at = inbox.picker_lines().len() - 1;
        assert!(inbox.act(Action::Picker(PickerAction::Take(at))).is_empty());
        assert!(inbox.picker.is_some() && inbox.recent_acts.is_empty());
    }

    #[test]
    fn what_nothing_is_called_is_searched_for() {
        let mut inbox = opened();
        assert_eq!(texts(&mut inbox, "zzqx"), ["Search calls for “zzqx”"]);
        let commands = inbox.act(Action::Picker(PickerAction::TakeHere));
        assert_eq!((inbox.search.as_str(), &inbox.picker, commands.is_empty()), ("zzqx", &None, false));
    }

    #[test]
    fn callers_and_saved_searches_are_found() {
        let mut inbox = opened();
        let smith = |seq| detail(seq, r#"{"callerDetails":{"name":"John Smith"}}"#).row();
        for seq in [4, 5] {
            inbox.apply(Event::CallArrived(Box::new(smith(seq))));
        }
        let search = SavedSearch { id: EntryId(7), name: "Smiths".into(), text: "smith".into(), tag: None };
        inbox.apply(Event::SavedSearchesLoaded(vec![search]));
        assert_eq!(texts(&mut inbox, "smi")[..2], ["Smiths", "John Smith"]);
        inbox.act(Action::Picker(PickerAction::Take(1)));
        assert_eq!(inbox.list.selected(), Some(Seq(5)));
        inbox.act(Action::Picker(PickerAction::Open(PickerKind::Acts)));
        texts(&mut inbox, "smi");
        inbox.act(Action::Picker(PickerAction::Take(0)));
        assert_eq!(inbox.search, "smith");
    }
}
