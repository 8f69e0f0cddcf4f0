//! What a person has done to what is kept: one thing to write, or thousands of marks in steps. Decides what is refused and
//! what is told once it is on disk; the statements are in the files named after what they write.

use std::sync::Arc;

use rusqlite::Connection;

use super::remark::Remark;
use super::rules::Rule;
use super::{attached, marks, media, notes, rows, saved, tags, tasks, watched, words};
use crate::bus::{Command, Entry, Event, Ticket};
use crate::call::{EntryId, Media, MediaKind, SavedSearch, Seq, TaskRef, TriageChange, UnixMillis};

/// Marking more calls than this at once is told by `Marked` alone: a list is quicker read again than mended that often.
pub(super) const MAX_TOLD: usize = 200;
/// Calls marked in one transaction: 20 µs each of computing, and as much for the disk if each stands on a page of its
/// own. A million at once would keep deliveries waiting for half a minute; they are turned away, and not sent again.
pub(super) const AT_ONCE: usize = 5_000;

const NO_CALL: &str = "The call is not there any more.";
const NO_NOTE: &str = "The note is not there any more.";
const NO_FILE: &str = "The attached file is not there any more.";
const NO_TASK: &str = "The task is not there any more.";

/// Something to write.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Deed {
    Mark(Marking),
    /// Carried out as soon as it is heard of, before what waits.
    StopMarking(Ticket),
    Tick {
        seq: Seq,
        task: TaskRef,
        is_done: bool,
    },
    AddTask(Seq, String),
    RemoveTask(EntryId, bool),
    AddNote(Seq, String, (Option<u64>, Option<u32>)),
    EditNote(EntryId, String),
    RemoveNote(EntryId, bool),
    /// A file is here that a person attached.
    Attach(Box<Media>),
    ShowAttached {
        seq: Seq,
        kind: MediaKind,
        uri: String,
        is_removed: bool,
    },
    /// What is known of files and of what is in them, how calls were listened to and read; nobody waits for it.
    Remark(Vec<Remark>),
    LoadSavedSearches,
    SaveSearch(SavedSearch),
    ForgetSearch(EntryId),
    /// A change in what a source sends was seen, or all of them.
    SeeChange(Option<EntryId>),
}

/// A mark on calls, and how far it is.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Marking {
    ticket: Ticket,
    pub seqs: Arc<Vec<Seq>>,
    change: TriageChange,
    marked: usize,
}

/// Why a deed was not done.
#[derive(Debug)]
pub(super) enum Fault {
    /// It makes no sense; the reason in a sentence.
    Refused(&'static str),
    Database(rusqlite::Error),
}

impl From<rusqlite::Error> for Fault {
    fn from(error: rusqlite::Error) -> Self {
        Self::Database(error)
    }
}

impl Deed {
    /// The deed that a command asks for; `None` if it asks for something else.
    pub fn of(command: Command) -> Option<Self> {
        Some(match command {
            Command::Mark { ticket, seqs, change } => Self::Mark(Marking { ticket, seqs, change, marked: 0 }),
            Command::StopMarking { ticket } => Self::StopMarking(ticket),
            Command::Tick { seq, task, is_done } => Self::Tick { seq, task, is_done },
            Command::AddTask { seq, text } => Self::AddTask(seq, text),
            Command::RemoveTask { id, is_removed } => Self::RemoveTask(id, is_removed),
            Command::AddNote { seq, text, at_ms, turn } => Self::AddNote(seq, text, (at_ms, turn)),
            Command::EditNote { id, text } => Self::EditNote(id, text),
            Command::RemoveNote { id, is_removed } => Self::RemoveNote(id, is_removed),
            Command::ShowAttached { seq, kind, uri, is_removed } => Self::ShowAttached { seq, kind, uri, is_removed },
            Command::LoadSavedSearches => Self::LoadSavedSearches,
            Command::SaveSearch(search) => Self::SaveSearch(search),
            Command::ForgetSearch { id } => Self::ForgetSearch(id),
            _ => return None,
        })
    }

    /// Calls to be marked in order of their place: those of one step share pages of the disk, then.
    #[must_use]
    pub fn in_order(self) -> Self {
        match self {
            Self::Mark(mut marking) if !marking.seqs.is_sorted() => {
                Arc::make_mut(&mut marking.seqs).sort_unstable();
                Self::Mark(marking)
            }
            deed => deed,
        }
    }

    /// Writes the next step, within a transaction of the caller's; gives what is to be told once that is on disk.
    /// Rules speak where something is found out of a call.
    pub fn write(&self, connection: &Connection, rules: &[Rule], now: UnixMillis) -> Result<Vec<Event>, Fault> {
        match self {
            Self::Mark(marking) => marking.write(connection, now),
            Self::StopMarking(_) => Ok(Vec::new()),
            Self::Tick { seq, task, is_done } => {
                check_call(connection, *seq)?;
                match task {
                    TaskRef::Said(key) => tasks::tick(connection, *seq, key, *is_done, now)?,
                    TaskRef::Own(id) if tasks::tick_own(connection, *seq, *id, *is_done, now)? => {}
                    TaskRef::Own(_) => return Err(Fault::Refused(NO_TASK)),
                }
                changed(connection, *seq, now)
            }
            Self::AddTask(seq, text) => {
                check_call(connection, *seq)?;
                let id = tasks::add(connection, *seq, said(text, "A task needs some words.")?, now)?;
                added(connection, *seq, Entry::Task(id), now)
            }
            Self::RemoveTask(id, is_removed) => {
                let seq = tasks::set_removed(connection, *id, *is_removed)?.ok_or(Fault::Refused(NO_TASK))?;
                changed(connection, seq, now)
            }
            Self::AddNote(seq, text, place) => {
                check_call(connection, *seq)?;
                // A bookmark may say nothing: its place does.
                let has_place = place.0.is_some() || place.1.is_some();
                let text = if has_place { text.trim() } else { said(text, "A note needs some words.")? };
                let id = notes::add(connection, *seq, text, *place, now)?;
                notes::count(connection, *seq)?;
                added(connection, *seq, Entry::Note(id), now)
            }
            Self::EditNote(id, text) => {
                let has_moment = notes::has_moment(connection, *id)?;
                let text = if has_moment { text.trim() } else { said(text, "A note needs some words.")? };
                let seq = notes::edit(connection, *id, text, now)?.ok_or(Fault::Refused(NO_NOTE))?;
                changed(connection, seq, now)
            }
            Self::RemoveNote(id, is_removed) => {
                let seq = notes::set_removed(connection, *id, *is_removed)?.ok_or(Fault::Refused(NO_NOTE))?;
                notes::count(connection, seq)?;
                changed(connection, seq, now)
            }
            Self::Attach(media) => {
                check_call(connection, media.seq)?;
                let (seq, kind) = (media.seq, media.kind);
                let replaces = media::find(connection, seq, kind)?.is_some_and(|before| before.uri != media.uri);
                attached::attach(connection, media, now)?;
                let told = Event::Attached { seq, kind, uri: media.uri.clone(), replaces };
                Ok(std::iter::once(told).chain(changed(connection, seq, now)?).collect())
            }
            Self::ShowAttached { seq, kind, uri, is_removed } => {
                if !attached::set_removed(connection, (*seq, *kind), uri, *is_removed)? {
                    return Err(Fault::Refused(NO_FILE));
                }
                let told = Event::FileReplaced { seq: *seq, kind: *kind };
                Ok(std::iter::once(told).chain(changed(connection, *seq, now)?).collect())
            }
            Self::Remark(remarks) => {
                let written = remarks.iter().map(|remark| remark.write(connection, rules));
                Ok(written.collect::<rusqlite::Result<Vec<_>>>()?.concat())
            }
            Self::LoadSavedSearches => Ok(vec![Event::SavedSearchesLoaded(saved::all(connection)?)]),
            Self::SaveSearch(search) => {
                saved::save(connection, &checked(search)?)?;
                Ok(vec![Event::SavedSearchesLoaded(saved::all(connection)?)])
            }
            Self::ForgetSearch(id) => {
                saved::forget(connection, *id)?;
                Ok(vec![Event::SavedSearchesLoaded(saved::all(connection)?)])
            }
            Self::SeeChange(id) => {
                watched::see(connection, *id)?;
                Ok(Vec::new())
            }
        }
    }

    /// What is left of it after a step.
    pub fn rest(self) -> Option<Self> {
        match self {
            Self::Mark(marking) if marking.end() < marking.seqs.len() => {
                Some(Self::Mark(Marking { marked: marking.end(), ..marking }))
            }
            _ => None,
        }
    }

    /// What is told when it could not be done: the sentence says why.
    pub fn failed(&self, why: &str) -> Vec<Event> {
        if let Self::Remark(remarks) = self {
            // Nobody asked for it; that the disk fails is told otherwise, and the files tell the same again.
            log::warn!("{} failed: {why}", self.what());
            return remarks.iter().filter_map(Remark::unwritten).collect();
        }
        let failure = Event::CommandFailed { what: self.what().to_owned(), why: why.to_owned() };
        std::iter::once(failure).chain(self.stopped()).collect()
    }

    /// What is told when the rest of it is left.
    pub fn stopped(&self) -> Option<Event> {
        let Self::Mark(Marking { ticket, marked, .. }) = self else { return None };
        Some(Event::Marked { ticket: *ticket, marked: *marked, of: *marked, back: Vec::new() })
    }

    /// Whether it may be done before one that came earlier: it is quick, and the order makes no difference.
    pub fn may_overtake(&self, earlier: &Self) -> bool {
        match (self, earlier) {
            (Self::Mark(quick), Self::Mark(earlier)) => {
                quick.seqs.len() <= MAX_TOLD && quick.column() != earlier.column()
            }
            (_, earlier) => matches!(earlier, Self::Mark(_)),
        }
    }

    /// Whether it is a marking of that ticket.
    pub fn marks_for(&self, ticket: Ticket) -> bool {
        matches!(self, Self::Mark(marking) if marking.ticket == ticket)
    }

    /// Whether calls may be found by more than before, once it is written.
    pub fn adds_words(&self) -> bool {
        match self {
            Self::Remark(remarks) => remarks.iter().any(Remark::adds_words),
            Self::SeeChange(_) => false,
            _ => true,
        }
    }

    fn what(&self) -> &'static str {
        match self {
            Self::Mark(Marking { change: TriageChange::Tagged(..), .. }) => "Tagging the calls",
            Self::Mark(Marking { change: TriageChange::Snoozed(_), .. }) => "Snoozing the calls",
            Self::Mark(_) => "Marking the calls",
            Self::StopMarking(_) => "Stopping",
            Self::Tick { .. } => "Ticking the task",
            Self::AddTask(..) => "Adding the task",
            Self::RemoveTask(_, true) => "Removing the task",
            Self::RemoveTask(_, false) => "Bringing the task back",
            Self::AddNote(..) => "Adding the note",
            Self::EditNote(..) => "Changing the note",
            Self::RemoveNote(_, true) => "Removing the note",
            Self::RemoveNote(_, false) => "Bringing the note back",
            Self::Attach(_) => "Attaching the file",
            Self::ShowAttached { is_removed: true, .. } => "Taking the attached file away",
            Self::ShowAttached { is_removed: false, .. } => "Bringing the attached file back",
            Self::Remark(_) => "Remembering what was fetched, heard and read",
            Self::LoadSavedSearches => "Reading the saved searches",
            Self::SaveSearch(_) => "Saving the search",
            Self::ForgetSearch(_) => "Forgetting the search",
            Self::SeeChange(_) => "Marking the change as seen",
        }
    }
}

impl Marking {
    /// Marks of different columns leave one another alone.
    fn column(&self) -> u8 {
        match self.change {
            TriageChange::Unread(_) => 0,
            TriageChange::Starred(_) => 1,
            TriageChange::Done(_) | TriageChange::Snoozed(_) => 2,
            TriageChange::Tagged(..) => 3,
        }
    }

    fn end(&self) -> usize {
        self.seqs.len().min(self.marked + AT_ONCE)
    }

    fn write(&self, connection: &Connection, now: UnixMillis) -> Result<Vec<Event>, Fault> {
        if let TriageChange::Tagged(name, _) = &self.change
            && tags::fold(name).is_none()
        {
            return Err(Fault::Refused("A tag needs a letter or a digit."));
        }
        let next = &self.seqs[self.marked..self.end()];
        let back = marks::set(connection, next, &self.change, now)?;
        let told = if self.seqs.len() <= MAX_TOLD { next } else { &[] };
        let mut events = changes(connection, told)?;
        events.push(Event::Marked { ticket: self.ticket, marked: self.end(), of: self.seqs.len(), back });
        Ok(events)
    }
}

/// These calls as they are now.
pub(super) fn changes(connection: &Connection, seqs: &[Seq]) -> rusqlite::Result<Vec<Event>> {
    let rows = seqs.iter().filter_map(|seq| rows::row_at(connection, *seq).transpose());
    rows.map(|row| row.map(|row| Event::CallChanged(Box::new(row)))).collect()
}

fn check_call(connection: &Connection, seq: Seq) -> Result<(), Fault> {
    if rows::is_there(connection, seq)? { Ok(()) } else { Err(Fault::Refused(NO_CALL)) }
}

fn said<'a>(text: &'a str, refusal: &'static str) -> Result<&'a str, Fault> {
    Some(text.trim()).filter(|text| !text.is_empty()).ok_or(Fault::Refused(refusal))
}

fn checked(search: &SavedSearch) -> Result<SavedSearch, Fault> {
    let tag = search.tag.as_deref().map(str::trim).filter(|tag| !tag.is_empty());
    if tag.is_some_and(|tag| tags::fold(tag).is_none()) {
        return Err(Fault::Refused("A tag needs a letter or a digit."));
    }
    Ok(SavedSearch {
        id: search.id,
        name: said(&search.name, "A saved search needs a name.")?.to_owned(),
        text: said(&search.text, "There is nothing to look for yet.")?.to_owned(),
        tag: tag.map(str::to_owned),
    })
}

/// After a person wrote something of a call: all that follows from it.
fn changed(connection: &Connection, seq: Seq, now: UnixMillis) -> Result<Vec<Event>, Fault> {
    words::derive(connection, seq)?;
    rows::touch(connection, seq, now)?;
    Ok(changes(connection, &[seq])?)
}

fn added(connection: &Connection, seq: Seq, entry: Entry, now: UnixMillis) -> Result<Vec<Event>, Fault> {
    let changed = changed(connection, seq, now)?;
    Ok(std::iter::once(Event::EntryAdded { seq, entry }).chain(changed).collect())
}
