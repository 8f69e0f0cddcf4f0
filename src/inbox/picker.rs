//! Things to pick from while typing: acts by name, tags, times to put a call off until. One at a time is open; a field, what
//! fits, and where the keyboard is among it.

use std::ops::Range;

use super::acts::{ACTS, Act};
use super::fit::{Rank, fit};
use super::{Action, Detail, Field, Inbox, SavedAction, Screen, snooze_choices, snooze_time, until_label};
use crate::bus::Command;
use crate::call::query::ValueKind;
use crate::call::{EntryId, Seq, Triage, TriageChange, UnixMillis};

/// The longest tag, in characters.
const TAG_CHARS: usize = 60;

/// What is picked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PickerKind {
    /// An act: the command palette.
    Acts,
    /// A time to put calls off until.
    Snooze,
    /// Tags.
    Tags,
}

/// What a person does while something is picked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PickerAction {
    /// Begin.
    Open(PickerKind),
    /// Begin to put off this call alone.
    SnoozeOf(Seq),
    /// End without having picked.
    Close,
    /// The field holds this.
    Type(String),
    /// Go that many lines down.
    Step(isize),
    /// Take the line where the keyboard is.
    TakeHere,
    /// Take this line.
    Take(usize),
    /// Take this line and stay (tags: on, or off).
    Toggle(usize),
}

/// What is open to be picked from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picker {
    /// What is picked.
    pub kind: PickerKind,
    /// What the field holds.
    pub typed: String,
    /// The line where the keyboard is.
    pub at: usize,
    /// Tags that exist.
    tags: Vec<String>,
    /// The call it is about, if it is neither the open one nor the chosen ones.
    pub about: Option<Seq>,
}

/// One line to pick.
#[derive(Debug, Clone, PartialEq)]
pub struct PickerLine {
    /// What it is.
    pub text: String,
    /// Which parts of it were typed.
    pub hits: Vec<Range<usize>>,
    /// Beside it, quieter: the time, why it is not possible.
    pub beside: String,
    /// The key that does the same.
    pub keys: Option<&'static str>,
    /// On or off, where it can be either.
    pub is_on: Option<bool>,
    /// The heading of the lines it is among.
    pub section: Option<&'static str>,
    /// It can be taken now.
    pub is_possible: bool,
    /// Of what kind it is.
    pub face: LineFace,
    pub(super) choice: Choice,
}

/// Of what kind a line is, for the sign before it.
#[derive(Debug, Clone, Copy)]
pub enum LineFace {
    /// A time, a tag.
    Plain,
    /// An act.
    Act(&'static Act),
    /// A saved search.
    Saved,
    /// A caller.
    Caller,
    /// A search for what is typed.
    Search,
}

impl PartialEq for LineFace {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Act(one), Self::Act(other)) => std::ptr::eq(*one, *other),
            _ => std::mem::discriminant(self) == std::mem::discriminant(other),
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Choice {
    Act(usize),
    Until(Option<UnixMillis>),
    Tag(String),
    Saved(EntryId),
    Call(Seq),
    Search(String),
}

impl PickerLine {
    pub(super) fn new(text: impl Into<String>, choice: Choice) -> Self {
        Self {
            text: text.into(),
            hits: Vec::new(),
            beside: String::new(),
            keys: None,
            is_on: None,
            section: None,
            is_possible: true,
            face: LineFace::Plain,
            choice,
        }
    }

    /// The same under a heading.
    pub(super) fn under(mut self, section: &'static str) -> Self {
        self.section = Some(section);
        self
    }
}

impl PickerKind {
    /// What the field asks for.
    pub fn hint(self) -> &'static str {
        match self {
            Self::Acts => say!("Type a command, a caller, a saved search…"),
            Self::Snooze => say!("Pick a time… (fri 14:00)"),
            Self::Tags => say!("Find or add a tag"),
        }
    }

    /// Its name.
    pub fn title(self) -> &'static str {
        match self {
            Self::Acts => say!("Commands"),
            Self::Snooze => say!("Snooze until"),
            Self::Tags => say!("Tags"),
        }
    }
}

impl Inbox {
    /// What fits what is typed.
    pub fn picker_lines(&self) -> Vec<PickerLine> {
        match &self.picker {
            Some(picker) => match picker.kind {
                PickerKind::Acts => self.palette_lines(&picker.typed),
                PickerKind::Snooze => self.snooze_lines(&picker.typed),
                PickerKind::Tags => self.tag_lines(picker),
            },
            None => Vec::new(),
        }
    }

    /// What is wrong with what is typed, in a sentence.
    pub fn picker_problem(&self) -> Option<&'static str> {
        let picker = self.picker.as_ref()?;
        match picker.kind {
            PickerKind::Snooze if !picker.typed.trim().is_empty() && self.picker_lines().is_empty() => {
                snooze_time(&picker.typed, self.now, &self.zone).err()
            }
            PickerKind::Tags if picker.typed.is_empty() && self.picker_lines().is_empty() => {
                Some(say!("No tags yet. Type one and press Enter."))
            }
            _ => None,
        }
    }

    pub(super) fn pick(&mut self, action: PickerAction) -> Vec<Command> {
        match action {
            PickerAction::Open(kind) => return self.open_picker(kind),
            PickerAction::SnoozeOf(seq) => self.show_picker(PickerKind::Snooze, Some(seq)),
            PickerAction::Close => self.picker = None,
            PickerAction::Type(typed) => {
                let Some(picker) = &mut self.picker else { return Vec::new() };
                picker.typed = typed;
                picker.at = 0;
                if picker.kind == PickerKind::Tags {
                    return vec![Self::load_tags(&picker.typed)];
                }
            }
            PickerAction::Step(lines) => {
                let count = self.picker_lines().len();
                if let Some(picker) = &mut self.picker {
                    picker.at = picker.at.saturating_add_signed(lines).min(count.saturating_sub(1));
                }
            }
            PickerAction::TakeHere => {
                let at = self.picker.as_ref().map_or(0, |picker| picker.at);
                return self.take(at, false);
            }
            PickerAction::Take(at) => return self.take(at, false),
            PickerAction::Toggle(at) => return self.take(at, true),
        }
        Vec::new()
    }

    fn open_picker(&mut self, kind: PickerKind) -> Vec<Command> {
        if kind != PickerKind::Acts && !self.has_target() {
            return Vec::new();
        }
        self.show_picker(kind, None);
        if kind == PickerKind::Tags { vec![Self::load_tags("")] } else { Vec::new() }
    }

    fn show_picker(&mut self, kind: PickerKind, about: Option<Seq>) {
        self.shortcuts_shown = false;
        self.picker = Some(Picker { kind, typed: String::new(), at: 0, tags: Vec::new(), about });
        self.focus = Some(Field::Picker);
    }

    fn load_tags(begin: &str) -> Command {
        Command::LoadValues { kind: ValueKind::Tag, begin: begin.trim().to_owned() }
    }

    /// Tags that exist were read.
    pub(super) fn tags_loaded(&mut self, begin: &str, values: Vec<String>) {
        if let Some(picker) = &mut self.picker
            && picker.kind == PickerKind::Tags
            && picker.typed.trim() == begin
        {
            picker.tags = values;
        }
    }

    fn take(&mut self, at: usize, stays: bool) -> Vec<Command> {
        let line = self.picker_lines().into_iter().nth(at);
        let Some(line) = line.filter(|line| line.is_possible) else { return Vec::new() };
        match line.choice {
            Choice::Act(at) => {
                self.picker = None;
                self.used_act(line.text);
                self.act(ACTS[at].action.clone())
            }
            Choice::Saved(id) => {
                self.picker = None;
                self.act(SavedAction::Open(id).into())
            }
            Choice::Call(seq) => {
                self.picker = None;
                self.act(Action::SelectCall(seq))
            }
            Choice::Search(words) => {
                self.picker = None;
                self.list_all(words)
            }
            Choice::Until(until) => match self.picker.take().and_then(|picker| picker.about) {
                Some(seq) => self.mark(std::sync::Arc::new(vec![seq]), TriageChange::Snoozed(until)),
                None => self.act(Action::Snooze(until)),
            },
            Choice::Tag(tag) => {
                let is_on = line.is_on == Some(true);
                if !stays {
                    self.picker = None;
                }
                // Enter never takes a tag away: who types one wants it there.
                if is_on && !stays { Vec::new() } else { self.act(Action::Tag(tag, !is_on)) }
            }
        }
    }

    fn snooze_lines(&self, typed: &str) -> Vec<PickerLine> {
        let typed = typed.trim().to_lowercase();
        let line = |text: &str, beside, until| PickerLine { beside, ..PickerLine::new(text, Choice::Until(until)) };
        let mut lines = Vec::new();
        if !typed.is_empty()
            && let Ok(until) = snooze_time(&typed, self.now, &self.zone)
        {
            let label = until_label(until, self.now, &self.zone);
            lines.push(line(
                &say!("Until {label}", label = label),
                super::format::date_label(until, &self.zone),
                Some(until),
            ));
        }
        for choice in snooze_choices(self.now, &self.zone) {
            let is_there = lines.iter().any(|line| line.choice == Choice::Until(Some(choice.until)));
            if choice.name.to_lowercase().starts_with(&typed) && !is_there {
                lines.push(line(choice.name, choice.when, Some(choice.until)));
            }
        }
        let is_snoozed = |marks: Triage| marks.snoozed_until.is_some();
        let is_back_offered = match self.picker.as_ref().and_then(|picker| picker.about) {
            Some(seq) => self.marks_of(seq).is_some_and(is_snoozed),
            None => self.all_targets_are(is_snoozed),
        };
        if typed.is_empty() && is_back_offered {
            lines.push(line(say!("Bring back now"), String::new(), None));
        }
        lines
    }

    fn tag_lines(&self, picker: &Picker) -> Vec<PickerLine> {
        let typed: String = picker.typed.trim().chars().take(TAG_CHARS).collect();
        let wanted = typed.to_lowercase();
        let on = self.target_tags();
        let is_on = |tag: &str| on.iter().any(|one| one.to_lowercase() == tag.to_lowercase());
        let mut tags: Vec<String> = on.clone();
        let others = picker.tags.iter().filter(|tag| !is_on(tag)).cloned();
        tags.extend(others);
        let line = |tag: String| {
            let fit = fit(&typed, &tag).filter(|fit| fit.rank < Rank::Scattered)?;
            let line = PickerLine {
                is_on: Some(is_on(&tag)),
                hits: fit.hits,
                ..PickerLine::new(tag.clone(), Choice::Tag(tag))
            };
            Some((fit.rank, line))
        };
        let mut lines: Vec<(Rank, PickerLine)> = tags.into_iter().filter_map(line).collect();
        // What is typed word for word comes first, then what begins with it.
        lines.sort_by_key(|(rank, _)| *rank);
        let mut lines: Vec<PickerLine> = lines.into_iter().map(|(_, line)| line).collect();
        if !wanted.is_empty() && lines.iter().all(|line| line.text.to_lowercase() != wanted) {
            lines.push(PickerLine::new(say!("New tag “{tag}”", tag = typed), Choice::Tag(typed)));
        }
        lines
    }

    /// The tags that every call has which an act is about, as far as their rows are known.
    fn target_tags(&self) -> Vec<String> {
        if self.selection.is_empty() {
            if let Detail::Shown(page) = &self.detail {
                return page.detail.tags.clone();
            }
            let row = self.list.selected().and_then(|seq| self.list.row(seq));
            return row.map_or_else(Vec::new, |row| row.tags.clone());
        }
        let mut chosen = self.list.known_rows().filter(|row| self.selection.contains(row.seq));
        let mut tags = chosen.next().map_or_else(Vec::new, |row| row.tags.clone());
        for row in chosen {
            tags.retain(|tag| row.tags.contains(tag));
        }
        tags
    }

    pub(super) fn snooze(&mut self, until: Option<UnixMillis>) -> Vec<Command> {
        if self.screen == Screen::Calls { self.mark_targets(TriageChange::Snoozed(until)) } else { Vec::new() }
    }

    pub(super) fn tag(&mut self, tag: &str, is_set: bool) -> Vec<Command> {
        let tag: String = tag.trim().chars().take(TAG_CHARS).collect();
        if tag.is_empty() {
            return Vec::new();
        }
        self.mark_targets(TriageChange::Tagged(tag, is_set))
    }
}

#[cfg(test)]
mod tests {
    use super::super::samples::filled;
    use super::*;
    use crate::bus::Event;

    fn texts(inbox: &Inbox) -> Vec<String> {
        inbox.picker_lines().into_iter().map(|line| line.text).collect()
    }

    fn opened(kind: PickerKind) -> Inbox {
        let mut inbox = filled(3);
        inbox.act(Action::SelectCall(Seq(2)));
        inbox.act(Action::Picker(PickerAction::Open(kind)));
        inbox
    }

    #[test]
    fn the_time_that_is_understood_is_shown_live_and_taken() {
        let mut inbox = opened(PickerKind::Snooze);
        // 2025-12-12 is a Friday.
        inbox.pick(PickerAction::Type("mon 14:00".into()));
        assert_eq!(texts(&inbox), ["Until Mon 14:00"]);
        inbox.pick(PickerAction::Type("mon 14:0x".into()));
        assert!(inbox.picker_problem().unwrap().starts_with("Not understood"));
        inbox.pick(PickerAction::Type("tom".into()));
        assert_eq!((texts(&inbox), inbox.picker_problem()), (vec!["Tomorrow".to_owned()], None));
        let commands = inbox.pick(PickerAction::TakeHere);
        let snoozed = |command: &Command| matches!(command, Command::Mark { seqs, change: TriageChange::Snoozed(Some(_)), .. } if **seqs == [Seq(2)]);
        assert!(commands.iter().any(snoozed), "{commands:?}");
        assert_eq!((inbox.list.len(), inbox.list.selected(), &inbox.picker), (2, Some(Seq(1)), &None));
    }

    #[test]
    fn tags_that_exist_are_offered_and_new_ones_made() {
        let mut inbox = opened(PickerKind::Tags);
        inbox.apply(Event::ValuesLoaded { kind: ValueKind::Tag, begin: String::new(), values: vec!["Hot".into()] });
        assert_eq!(texts(&inbox), ["Hot"]);
        inbox.pick(PickerAction::Type("ho".into()));
        inbox.apply(Event::ValuesLoaded {
            kind: ValueKind::Tag,
            begin: "ho".into(),
            values: vec!["Hot".into(), "Hotel".into()],
        });
        assert_eq!(texts(&inbox), ["Hot", "Hotel", "New tag “ho”"]);
        let commands = inbox.pick(PickerAction::TakeHere);
        let tagged = TriageChange::Tagged("Hot".into(), true);
        assert!(matches!(&commands[..], [Command::Mark { change, .. }] if *change == tagged), "{commands:?}");
        assert_eq!(inbox.list.row(Seq(2)).unwrap().tags, ["Hot"]);
        inbox.act(Action::Undo);
        assert!(inbox.list.row(Seq(2)).unwrap().tags.is_empty());
    }

    #[test]
    fn enter_never_takes_a_tag_away_and_a_click_does() {
        let mut inbox = opened(PickerKind::Tags);
        inbox.act(Action::Tag("Hot".into(), true));
        inbox.pick(PickerAction::Type("hot".into()));
        assert!(inbox.pick(PickerAction::TakeHere).is_empty());
        inbox.pick(PickerAction::Open(PickerKind::Tags));
        let commands = inbox.pick(PickerAction::Toggle(0));
        let change = TriageChange::Tagged("Hot".into(), false);
        assert!(matches!(&commands[..], [Command::Mark { change: found, .. }] if *found == change), "{commands:?}");
        assert!(inbox.picker.is_some());
    }

    #[test]
    fn acts_used_last_come_first() {
        let mut inbox = opened(PickerKind::Acts);
        inbox.pick(PickerAction::Type("go to done".into()));
        inbox.pick(PickerAction::TakeHere);
        inbox.pick(PickerAction::Open(PickerKind::Acts));
        assert_eq!(texts(&inbox)[0], "Go to Done");
    }
}
