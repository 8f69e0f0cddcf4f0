//! Things to pick from while typing: acts by name, tags, times to put a call off until. One at a time is open; a field, what
//! fits, and where the keyboard is among it.

use super::acts::ACTS;
use super::palette::best_of;
use super::{Action, Detail, Field, Inbox, Screen, snooze_choices, snooze_time, until_label};
use crate::bus::Command;
use crate::call::query::ValueKind;
use crate::call::{TriageChange, UnixMillis};

/// The longest tag, in characters.
const TAG_CHARS: usize = 60;
/// Acts that are remembered as used last.
const RECENT: usize = 5;

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
}

/// One line to pick.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PickerLine {
    /// What it is.
    pub text: String,
    /// Beside it, quieter: the time, the keys.
    pub beside: String,
    /// On or off, where it can be either.
    pub is_on: Option<bool>,
    choice: Choice,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Choice {
    Act(usize),
    Until(Option<UnixMillis>),
    Tag(String),
}

impl PickerKind {
    /// What the field asks for.
    pub fn hint(self) -> &'static str {
        match self {
            Self::Acts => say!("Find a command"),
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
                PickerKind::Acts => self.act_lines(&picker.typed),
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
            PickerKind::Acts if self.picker_lines().is_empty() => Some(say!("No command is called so.")),
            PickerKind::Tags if picker.typed.is_empty() && self.picker_lines().is_empty() => {
                Some(say!("No tags yet. Type one and press Enter."))
            }
            _ => None,
        }
    }

    pub(super) fn pick(&mut self, action: PickerAction) -> Vec<Command> {
        match action {
            PickerAction::Open(kind) => return self.open_picker(kind),
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
        self.shortcuts_shown = false;
        self.picker = Some(Picker { kind, typed: String::new(), at: 0, tags: Vec::new() });
        self.focus = Some(Field::Picker);
        if kind == PickerKind::Tags { vec![Self::load_tags("")] } else { Vec::new() }
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
        let Some(line) = self.picker_lines().into_iter().nth(at) else { return Vec::new() };
        match line.choice {
            Choice::Act(at) => {
                self.picker = None;
                let act = &ACTS[at];
                let name = act.palette_name();
                self.recent_acts.retain(|recent| *recent != name);
                self.recent_acts.insert(0, name);
                self.recent_acts.truncate(RECENT);
                self.act(act.action.clone())
            }
            Choice::Until(until) => {
                self.picker = None;
                self.act(Action::Snooze(until))
            }
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

    fn act_lines(&self, typed: &str) -> Vec<PickerLine> {
        let mut possible: Vec<(usize, String)> = ACTS
            .iter()
            .enumerate()
            .filter(|(_, act)| (act.is_possible)(self))
            .map(|(at, act)| (at, act.palette_name()))
            .collect();
        possible
            .sort_by_key(|(_, name)| self.recent_acts.iter().position(|recent| recent == name).unwrap_or(usize::MAX));
        let line = |at: usize| {
            let (act, name) = &possible[at];
            PickerLine { text: name.clone(), beside: ACTS[*act].keys_label(), is_on: None, choice: Choice::Act(*act) }
        };
        best_of(typed, possible.iter().map(|(_, name)| name.as_str())).into_iter().map(line).collect()
    }

    fn snooze_lines(&self, typed: &str) -> Vec<PickerLine> {
        let typed = typed.trim().to_lowercase();
        let line = |text: &str, beside: String, until| PickerLine {
            text: text.to_owned(),
            beside,
            is_on: None,
            choice: Choice::Until(until),
        };
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
        if typed.is_empty() && self.all_targets_are(|marks| marks.snoozed_until.is_some()) {
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
        tags.retain(|tag| tag.to_lowercase().contains(&wanted));
        // What is typed word for word comes first.
        tags.sort_by_key(|tag| tag.to_lowercase() != wanted);
        let is_new = !wanted.is_empty() && tags.first().is_none_or(|tag| tag.to_lowercase() != wanted);
        let line = |tag: String| PickerLine {
            is_on: Some(is_on(&tag)),
            text: tag.clone(),
            beside: String::new(),
            choice: Choice::Tag(tag),
        };
        let mut lines: Vec<PickerLine> = tags.into_iter().map(line).collect();
        if is_new {
            let text = say!("New tag “{typed}”", typed = typed);
            let new = PickerLine { text, beside: String::new(), is_on: None, choice: Choice::Tag(typed) };
            lines.insert(0, new);
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
    use crate::call::Seq;

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
        assert_eq!(texts(&inbox), ["New tag “ho”", "Hot", "Hotel"]);
        inbox.pick(PickerAction::Step(1));
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
