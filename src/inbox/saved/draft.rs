//! The form by which a search is saved or changed: what it holds, and what stands against saving that.

use super::SavedAction;
use super::name::short_name;
use crate::bus::Command;
use crate::call::query::parse;
use crate::call::{EntryId, SavedSearch};
use crate::inbox::{Field, Inbox, NoticeKind};

/// The longest name and the longest tag, in characters.
const NAME_CHARS: usize = 60;

/// A search that is being saved or changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SearchDraft {
    /// Which; `EntryId(0)` for a new one.
    pub id: EntryId,
    /// What it is to be called.
    pub name: String,
    /// What it looks for.
    pub text: String,
    /// It tags calls that arrive and match.
    pub gives_tag: bool,
    /// With this.
    pub tag: String,
}

impl SearchDraft {
    /// It is saved already and is being changed.
    pub fn is_change(&self) -> bool {
        self.id != EntryId(0)
    }
}

impl From<&SavedSearch> for SearchDraft {
    fn from(search: &SavedSearch) -> Self {
        Self {
            id: search.id,
            name: search.name.clone(),
            text: search.text.clone(),
            gives_tag: search.tag.is_some(),
            tag: search.tag.clone().unwrap_or_default(),
        }
    }
}

impl Inbox {
    /// What is not understood in the search of the form, in a sentence.
    pub fn draft_problem(&self) -> Option<String> {
        let text = &self.search_draft.as_ref()?.text;
        parse(text, self.now, &self.zone).problems.into_iter().next().map(|problem| problem.sentence)
    }

    /// Why the form can't be saved as it stands.
    pub fn draft_obstacle(&self) -> Option<&'static str> {
        let draft = self.search_draft.as_ref()?;
        if draft.name.trim().is_empty() {
            return Some(say!("Give it a name."));
        }
        if draft.text.trim().is_empty() {
            return Some(say!("Say what to look for."));
        }
        if !draft.gives_tag {
            return None;
        }
        if !draft.tag.chars().any(char::is_alphanumeric) {
            return Some(if draft.tag.trim().is_empty() {
                say!("Name the tag.")
            } else {
                say!("A tag needs a letter or a digit.")
            });
        }
        self.draft_problem().map(|_| {
            say!("Only a search that is understood in full can tag calls. Correct it, or save it without a tag.")
        })
    }

    /// What a person does to the form.
    pub(super) fn draft_search(&mut self, action: SavedAction) {
        match (action, &mut self.search_draft) {
            (SavedAction::Save, _) => self.draft_current(),
            (SavedAction::Edit(id), _) => {
                if let Some(search) = self.saved.of(id) {
                    let draft = SearchDraft::from(search);
                    self.open_draft(draft);
                }
            }
            (SavedAction::Cancel, draft) => *draft = None,
            (SavedAction::TypeName(name), Some(draft)) => draft.name = name.chars().take(NAME_CHARS).collect(),
            (SavedAction::TypeText(text), Some(draft)) => draft.text = text,
            (SavedAction::GiveTag(gives_tag), Some(draft)) => {
                draft.gives_tag = gives_tag;
                if gives_tag {
                    self.focus = Some(Field::SearchTag);
                }
            }
            (SavedAction::TypeTag(tag), Some(draft)) => draft.tag = tag.chars().take(NAME_CHARS).collect(),
            _ => {}
        }
    }

    fn draft_current(&mut self) {
        if !self.can_save_search() {
            self.notices.push(NoticeKind::Done, say!("Search for something first, then save it"), self.now);
            return;
        }
        let text = self.search.trim();
        let draft = match self.saved.by_text(text) {
            Some(search) => SearchDraft::from(search),
            None => SearchDraft {
                id: EntryId(0),
                name: short_name(text),
                text: text.to_owned(),
                gives_tag: false,
                tag: String::new(),
            },
        };
        self.open_draft(draft);
    }

    fn open_draft(&mut self, draft: SearchDraft) {
        self.picker = None;
        self.shortcuts_shown = false;
        self.search_draft = Some(draft);
        self.focus = Some(Field::SearchName);
    }

    pub(super) fn confirm_draft(&mut self) -> Vec<Command> {
        if self.draft_obstacle().is_some() {
            return Vec::new();
        }
        let Some(draft) = self.search_draft.take() else { return Vec::new() };
        let tag = draft.gives_tag.then(|| draft.tag.trim().to_owned());
        let (name, text) = (draft.name.trim().to_owned(), draft.text.trim().to_owned());
        let search = SavedSearch { id: draft.id, name, text, tag };
        let Some(before) = self.saved.of(draft.id).cloned() else {
            // Said when its number is told: it can be taken back then.
            self.saved.awaited_name = Some(search.name.clone());
            return vec![Command::SaveSearch(search)];
        };
        if before == search {
            return Vec::new();
        }
        let is_open = self.open_saved_search() == Some(search.id);
        self.say_undoable(say!("Changed saved search “{name}”", name = search.name), Command::SaveSearch(before));
        let mut commands = vec![Command::SaveSearch(search.clone())];
        if is_open {
            commands.extend(self.list_all(search.text));
        }
        commands
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bus::Event;
    use crate::inbox::samples::filled;
    use crate::inbox::{Action, Screen};

    fn typed(text: &str) -> Inbox {
        let mut inbox = filled(3);
        inbox.act(Action::Search(text.into()));
        inbox.act(SavedAction::Save.into());
        inbox
    }

    fn angry(id: i64) -> SavedSearch {
        SavedSearch { id: EntryId(id), name: "Angry".into(), text: "mood:angry".into(), tag: None }
    }

    #[test]
    fn a_search_is_saved_under_a_name_made_of_it_and_taken_back() {
        let mut inbox = typed(" mood:angry ");
        assert_eq!(inbox.act(SavedAction::Confirm.into()), [Command::SaveSearch(angry(0))]);
        assert_eq!((&inbox.search_draft, inbox.notices.shown().len()), (&None, 0));
        inbox.apply(Event::SavedSearchesLoaded(vec![angry(7)]));
        assert_eq!(inbox.notices.shown()[0].text, "Saved search “Angry”");
        assert_eq!(inbox.is_saved_as(), Some("Angry"));
        assert_eq!(inbox.act(Action::Undo), [Command::ForgetSearch { id: EntryId(7) }]);
    }

    #[test]
    fn nothing_is_saved_without_a_search_a_name_or_a_tag_that_was_asked_for() {
        let mut inbox = filled(3);
        inbox.act(SavedAction::Save.into());
        assert_eq!(inbox.search_draft, None);
        assert_eq!(inbox.notices.shown()[0].text, "Search for something first, then save it");
        let mut inbox = typed("x");
        for (action, obstacle) in [
            (SavedAction::TypeName(" ".into()), Some("Give it a name.")),
            (SavedAction::TypeName("X".into()), None),
            (SavedAction::TypeText(" ".into()), Some("Say what to look for.")),
            (SavedAction::TypeText("x".into()), None),
            (SavedAction::GiveTag(true), Some("Name the tag.")),
            (SavedAction::TypeTag("!".into()), Some("A tag needs a letter or a digit.")),
            (SavedAction::TypeTag("Hot".into()), None),
        ] {
            inbox.act(action.into());
            assert_eq!(inbox.draft_obstacle(), obstacle);
            let draft = inbox.search_draft.clone();
            assert_eq!(inbox.act(SavedAction::Confirm.into()).is_empty(), obstacle.is_some());
            inbox.search_draft = draft;
        }
    }

    #[test]
    fn what_is_not_understood_can_be_saved_and_gives_no_tag() {
        let mut inbox = typed("score:abc");
        assert!(inbox.draft_problem().is_some());
        assert_eq!(inbox.draft_obstacle(), None);
        inbox.act(SavedAction::GiveTag(true).into());
        inbox.act(SavedAction::TypeTag("Hot".into()).into());
        assert!(inbox.draft_obstacle().unwrap().starts_with("Only a search that is understood in full"));
        inbox.act(SavedAction::TypeText("score:80".into()).into());
        assert_eq!((inbox.draft_problem(), inbox.draft_obstacle()), (None, None));
    }

    #[test]
    fn a_saved_search_is_changed_and_the_list_that_shows_it_follows() {
        let mut inbox = filled(3);
        inbox.apply(Event::SavedSearchesLoaded(vec![angry(7)]));
        inbox.act(SavedAction::Open(EntryId(7)).into());
        inbox.act(SavedAction::Save.into());
        assert!(inbox.search_draft.as_ref().is_some_and(SearchDraft::is_change));
        assert!(inbox.act(SavedAction::Confirm.into()).is_empty(), "nothing was changed");
        inbox.act(SavedAction::Edit(EntryId(7)).into());
        inbox.act(SavedAction::TypeText("mood:sad".into()).into());
        let commands = inbox.act(SavedAction::Confirm.into());
        assert!(
            matches!(&commands[..], [Command::SaveSearch(search), Command::LoadList { .. }] if search.text == "mood:sad")
        );
        assert_eq!(inbox.search, "mood:sad");
        assert_eq!(inbox.act(Action::Undo), [Command::SaveSearch(angry(7))]);
    }

    #[test]
    fn escape_closes_the_form_first() {
        let mut inbox = typed("x");
        inbox.act(Action::Back);
        assert_eq!((&inbox.search_draft, inbox.search.as_str()), (&None, "x"));
        inbox.act(Action::OpenScreen(Screen::Settings));
        inbox.act(SavedAction::Save.into());
        assert_eq!(inbox.search_draft, None);
    }
}
