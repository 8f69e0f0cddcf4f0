//! Every question about what is stored, on a connection of its own that can't write. Knows no thread and no event.

use std::sync::Arc;

use rusqlite::{Connection, InterruptHandle};

use super::callbacks::{self, CallbackStep};
use super::error::in_words;
use super::find::Search;
use super::folder::{FileIdentity, Folder};
use super::insights::Summing;
use super::rows::{self, KnownCall};
use super::transcripts::{self, TranscriptNote};
use super::{
    StoreError, attached, coverage, excerpts, find, history, media, notes, saved, schema, sounds, tags, tasks, values,
};
use crate::call::insights::{Insights, InsightsQuestion};
use crate::call::query::{Term, ValueKind};
use crate::call::{
    CallDetail, CallId, CallRow, Counts, Delivery, DeliveryId, DeliveryNote, Gap, Media, MediaKind, Peaks, Query,
    SavedSearch, Seq, Sound, UnixMillis,
};
use crate::transcript::{Reading, Transcript};

const LISTING: &str = "Reading the list";
const SUMMING: &str = "Summing the calls";

/// Answers questions. Every answer is as new as the question; two answers may differ by what was written in between.
pub struct Reader {
    connection: Connection,
    /// Of the database when it was opened; `None` when there was no database.
    identity: Option<FileIdentity>,
    folder: Folder,
}

impl std::fmt::Debug for Reader {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Reader").field("folder", &self.folder).finish_non_exhaustive()
    }
}

impl Reader {
    /// A reader of a folder's database; where there is none yet, of an empty one.
    pub(super) fn open(folder: Folder) -> Result<Self, StoreError> {
        let file = folder.database();
        let identity = FileIdentity::of(&file);
        let connection = match &identity {
            Some(_) => schema::connect_reader(&file)?,
            None => schema::connect_empty()?,
        };
        Ok(Self { connection, identity, folder })
    }

    /// Whether the database was put there, deleted or replaced since this reader was opened.
    pub fn is_outdated(&self) -> bool {
        FileIdentity::of(&self.folder.database()) != self.identity
    }

    /// Turns to the database that is there now, if it was put there or replaced since this reader was opened: for whoever
    /// keeps a reader.
    ///
    /// # Errors
    /// [`StoreError::Open`] and its kin; the reader stays with the database it had.
    pub fn follow(&mut self) -> Result<(), StoreError> {
        if self.is_outdated() {
            *self = Self::open(self.folder.clone())?;
        }
        Ok(())
    }

    /// Another reader of the same folder, for another thread.
    ///
    /// # Errors
    /// [`StoreError::Open`] and its kin.
    pub fn another(&self) -> Result<Self, StoreError> {
        Self::open(self.folder.clone())
    }

    /// Stops the question that runs, from another thread.
    pub(super) fn interrupt_handle(&self) -> InterruptHandle {
        self.connection.get_interrupt_handle()
    }

    /// Every call a query selects, in its order, the head of the list first.
    ///
    /// # Errors
    /// [`StoreError::Question`], as for every question here.
    pub fn order(&self, query: &Query) -> Result<Vec<Seq>, StoreError> {
        self.head(query, usize::MAX)
    }

    /// The head of the list that a query selects, at most `limit` calls.
    ///
    /// # Errors
    /// As for [`Self::order`].
    pub fn head(&self, query: &Query, limit: usize) -> Result<Vec<Seq>, StoreError> {
        let mut search = self.begin(query)?;
        search.want(limit);
        let has_enough = |search: &Search| search.is_in_order() && search.found.len() >= limit;
        while !search.is_complete() && !has_enough(&search) {
            self.step(&mut search)?;
        }
        self.sort(&mut search)?;
        search.found.truncate(limit);
        Ok(search.found)
    }

    /// The rows of the head of the list that a query selects, at most `limit`.
    ///
    /// # Errors
    /// As for [`Self::order`].
    pub fn rows(&self, query: &Query, limit: usize) -> Result<Vec<CallRow>, StoreError> {
        self.rows_of(&self.head(query, limit)?)
    }

    /// Begins to look for what a query selects.
    pub(super) fn begin(&self, query: &Query) -> Result<Search, StoreError> {
        self.ask(LISTING, |connection| Search::begin(connection, query))
    }

    /// Goes on looking.
    pub(super) fn step(&self, search: &mut Search) -> Result<(), StoreError> {
        self.ask(LISTING, |connection| search.step(connection))
    }

    /// Brings what was found into its order.
    pub(super) fn sort(&self, search: &mut Search) -> Result<(), StoreError> {
        self.ask(LISTING, |connection| search.sort(connection))
    }

    /// What the calls of a search say together.
    ///
    /// # Errors
    /// As for [`Self::order`].
    pub fn insights(&self, question: InsightsQuestion) -> Result<Insights, StoreError> {
        let mut summing = self.begin_summing(question)?;
        while !summing.is_complete() {
            self.sum(&mut summing)?;
        }
        Ok(summing.insights())
    }

    /// Begins to sum.
    pub(super) fn begin_summing(&self, question: InsightsQuestion) -> Result<Summing, StoreError> {
        self.ask(SUMMING, |connection| Summing::begin(connection, question))
    }

    /// Goes on summing.
    pub(super) fn sum(&self, summing: &mut Summing) -> Result<(), StoreError> {
        self.ask(SUMMING, |connection| summing.step(connection))
    }

    /// Values that exist and begin with something, the most frequent first.
    ///
    /// # Errors
    /// As for [`Self::order`].
    pub fn values(&self, kind: ValueKind, begin: &str) -> Result<Vec<String>, StoreError> {
        self.ask("Reading what could be searched for", |connection| values::beginning_with(connection, kind, begin))
    }

    /// How many calls are not in the search's index yet.
    ///
    /// # Errors
    /// As for [`Self::order`].
    pub fn unindexed_count(&self) -> Result<u64, StoreError> {
        self.ask("Reading the index", find::count_unindexed)
    }

    /// These rows, in this order; what is gone is left out.
    ///
    /// # Errors
    /// As for [`Self::order`].
    pub fn rows_of(&self, seqs: &[Seq]) -> Result<Vec<CallRow>, StoreError> {
        self.ask(LISTING, |connection| rows::rows_at(connection, seqs))
    }

    /// The same, and what was said where a search found it, of calls of which nothing else shows why they were found.
    ///
    /// # Errors
    /// As for [`Self::order`].
    pub fn rows_found(&self, seqs: &[Seq], term: &Term) -> Result<Vec<CallRow>, StoreError> {
        self.ask(LISTING, |connection| {
            let mut rows = rows::rows_at(connection, seqs)?;
            excerpts::add(connection, term, &mut rows)?;
            Ok(rows)
        })
    }

    /// A call whole; `None` if it is not there.
    ///
    /// # Errors
    /// As for [`Self::order`].
    pub fn detail(&self, seq: Seq) -> Result<Option<CallDetail>, StoreError> {
        self.ask("Reading the call", |connection| {
            let _one_moment = connection.unchecked_transaction()?;
            detail_at(connection, seq)
        })
    }

    /// A call whole but for other calls of its caller, which cost more than all the rest; `None` if it is not there.
    ///
    /// # Errors
    /// As for [`Self::order`].
    pub fn detail_alone(&self, seq: Seq) -> Result<Option<CallDetail>, StoreError> {
        self.ask("Reading the call", |connection| {
            let _one_moment = connection.unchecked_transaction()?;
            let known = rows::known_call_at(connection, seq)?;
            known.map(|(id, known)| alone_of(connection, id, &known)).transpose()
        })
    }

    /// A call whole, by its key; `None` if it is not there.
    ///
    /// # Errors
    /// As for [`Self::order`].
    pub fn detail_by_id(&self, id: &CallId) -> Result<Option<CallDetail>, StoreError> {
        self.ask("Reading the call", |connection| {
            let _one_moment = connection.unchecked_transaction()?;
            let known = rows::known_call(connection, id)?;
            known.map(|known| detail_of(connection, id.clone(), &known)).transpose()
        })
    }

    /// A file as its call names it now, with what is known of it; `None` if the call names none or is gone.
    ///
    /// # Errors
    /// As for [`Self::order`].
    pub fn media(&self, seq: Seq, kind: MediaKind) -> Result<Option<Media>, StoreError> {
        self.ask("Reading where a file stands", |connection| media::find(connection, seq, kind))
    }

    /// Files that nobody has settled, of calls before `before`, the newest call first; of at most `limit` calls.
    ///
    /// # Errors
    /// As for [`Self::order`].
    pub fn unsettled_media(&self, before: Option<Seq>, limit: usize) -> Result<Vec<Media>, StoreError> {
        self.ask("Reading what is to be fetched", |connection| media::unsettled(connection, before, limit))
    }

    /// Files of which there are bytes here, least recently used first.
    ///
    /// # Errors
    /// As for [`Self::order`].
    pub fn media_here(&self) -> Result<Vec<Media>, StoreError> {
        self.ask("Reading which files are here", media::here)
    }

    /// What a call's recording holds, and its waveform, once it was decoded.
    ///
    /// # Errors
    /// As for [`Self::order`].
    pub fn sound(&self, seq: Seq) -> Result<Option<(Sound, Arc<Peaks>)>, StoreError> {
        self.ask("Reading the waveform", |connection| sounds::find(connection, seq))
    }

    /// What was said in a call, if its transcript was read, and how a person reads it.
    ///
    /// # Errors
    /// As for [`Self::order`].
    pub fn transcript(&self, seq: Seq) -> Result<(Option<Transcript>, Reading), StoreError> {
        self.ask("Reading the transcript", |connection| {
            Ok((transcripts::find(connection, seq)?, transcripts::reading(connection, seq)?))
        })
    }

    /// How a person reads a call's transcript.
    ///
    /// # Errors
    /// As for [`Self::order`].
    pub fn reading(&self, seq: Seq) -> Result<Reading, StoreError> {
        self.ask("Reading the transcript", |connection| transcripts::reading(connection, seq))
    }

    /// What is known of a transcript that was read, without its turns.
    ///
    /// # Errors
    /// As for [`Self::order`].
    pub fn transcript_note(&self, seq: Seq) -> Result<Option<TranscriptNote>, StoreError> {
        self.ask("Reading the transcript", |connection| transcripts::note(connection, seq))
    }

    /// Calls before `before` whose transcript is here and was not read as it is, the newest first, at most `limit`; and before
    /// which call more of them may be, `None` at the end.
    ///
    /// # Errors
    /// As for [`Self::order`].
    pub fn unread_transcripts(&self, before: Option<Seq>, limit: usize) -> Result<(Vec<Seq>, Option<Seq>), StoreError> {
        self.ask("Looking for what was not read yet", |connection| transcripts::unread(connection, before, limit))
    }

    /// The next call with a recording that was not heard to the end, older than that one, else the newest.
    ///
    /// # Errors
    /// As for [`Self::order`].
    pub fn unheard(&self, after: Option<Seq>) -> Result<Option<Seq>, StoreError> {
        self.ask("Looking for what was not heard yet", |connection| sounds::unheard(connection, after))
    }

    /// How many deliveries a call had.
    ///
    /// # Errors
    /// As for [`Self::order`].
    pub fn delivery_count(&self, seq: Seq) -> Result<u64, StoreError> {
        self.ask("Counting the deliveries", |connection| rows::count_notes_of(connection, seq))
    }

    /// The body of a call's first delivery, byte for byte; `None` if the call is not there.
    ///
    /// # Errors
    /// As for [`Self::order`].
    pub fn first_body(&self, id: &CallId) -> Result<Option<Vec<u8>>, StoreError> {
        self.ask("Reading the delivery", |connection| rows::first_body(connection, id))
    }

    /// Those to call back among the newest calls before `below`; looks at `limit` of them at most.
    pub(super) fn callbacks(&self, below: Option<Seq>, limit: usize) -> Result<CallbackStep, StoreError> {
        self.ask("Reading whom to call back", |connection| callbacks::callbacks(connection, below, limit))
    }

    /// How many calls each view holds.
    ///
    /// # Errors
    /// As for [`Self::order`].
    pub fn counts(&self) -> Result<Counts, StoreError> {
        self.ask("Counting the calls", find::counts)
    }

    /// How many calls there are.
    ///
    /// # Errors
    /// As for [`Self::order`].
    pub fn call_count(&self) -> Result<u64, StoreError> {
        self.counts().map(|counts| counts.all)
    }

    /// The saved searches, in order.
    ///
    /// # Errors
    /// As for [`Self::rows`].
    pub fn saved_searches(&self) -> Result<Vec<SavedSearch>, StoreError> {
        self.ask("Reading the saved searches", saved::all)
    }

    /// A page of Traffic, newest first: deliveries before `before` (the newest for `None`), at most `limit`.
    ///
    /// # Errors
    /// As for [`Self::order`].
    pub fn deliveries(&self, before: Option<DeliveryId>, limit: usize) -> Result<Vec<DeliveryNote>, StoreError> {
        let below = before.map_or(i64::MAX, |id| id.0);
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        self.ask("Reading the traffic", |connection| rows::notes_below(connection, below, limit))
    }

    /// The newest gaps in our listening that overlap a time, at most `limit`, oldest first.
    ///
    /// # Errors
    /// As for [`Self::order`].
    pub fn gaps(&self, within: std::ops::Range<UnixMillis>, limit: usize) -> Result<Vec<Gap>, StoreError> {
        self.ask("Reading when calls could not arrive", |connection| coverage::gaps(connection, within, limit))
    }

    /// A delivery whole; `None` if it is not there.
    ///
    /// # Errors
    /// As for [`Self::order`].
    pub fn delivery(&self, id: DeliveryId) -> Result<Option<Delivery>, StoreError> {
        self.ask("Reading the delivery", |connection| {
            let (note, body) = (rows::note_at(connection, id)?, rows::body_of(connection, id)?);
            Ok(note.zip(body).map(|(note, (headers, body))| Delivery { note, headers, body }))
        })
    }

    pub(super) fn ask<T>(
        &self,
        what: &'static str,
        question: impl FnOnce(&Connection) -> rusqlite::Result<T>,
    ) -> Result<T, StoreError> {
        question(&self.connection).map_err(|error| StoreError::Question { what, why: in_words(&error) })
    }
}

pub(super) fn detail_at(connection: &Connection, seq: Seq) -> rusqlite::Result<Option<CallDetail>> {
    let known = rows::known_call_at(connection, seq)?;
    known.map(|(id, known)| detail_of(connection, id, &known)).transpose()
}

fn detail_of(connection: &Connection, id: CallId, known: &KnownCall) -> rusqlite::Result<CallDetail> {
    let detail = alone_of(connection, id, known)?;
    Ok(CallDetail { history: history::history(connection, known.seq)?, ..detail })
}

fn alone_of(connection: &Connection, id: CallId, known: &KnownCall) -> rusqlite::Result<CallDetail> {
    let document = rows::document_at(connection, known.seq)?.unwrap_or_default();
    let call = attached::laid_over(connection, known.seq, rows::read_call(id, known.id_source, &document))?;
    let deliveries = rows::notes_of(connection, known.seq)?;
    let named = |uri: &Option<String>, kind| {
        uri.clone().map(|uri| media::as_named(connection, known.seq, kind, uri)).transpose()
    };
    let recording = named(&call.recording_uri, MediaKind::Recording)?;
    let transcript = named(&call.transcript_uri, MediaKind::Transcript)?;
    let detail = CallDetail::new(known.seq, known.received_at, call, known.triage, deliveries);
    Ok(CallDetail {
        tags: tags::names_of(connection, known.seq)?,
        notes: notes::of_call(connection, known.seq)?,
        own_tasks: tasks::own_of(connection, known.seq)?,
        ticks: tasks::ticks_of(connection, known.seq)?,
        // The waveform of another address's file is none of this one's.
        sound: match &recording {
            Some(media) if media.used_at.is_some() => sounds::find(connection, known.seq)?,
            _ => None,
        },
        listening: sounds::listening(connection, known.seq)?,
        recording,
        transcript,
        ..detail
    })
}
