//! The work of the reading thread: one question after another, and a list in steps between them.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::asked::{Asked, Job};
use crate::app::clock;
use crate::bus::{Bus, Event, Ticket, TrafficEvent};
use crate::call::DeliveryId;
use crate::store::{Reader, RequestSearch, StoreError};
use crate::traffic::{CopyForm, OpenedDelivery, TrafficFilter, TrafficRow, compare, curl, safe_body};

/// So many found are told at once, before the rest is: several screens full.
const FIRST_FOUND: usize = 200;
/// Fewer are told after that time, so that a person sees that it is looked for.
const FIRST_WAIT: Duration = Duration::from_millis(5);
/// How often it is told how far it is.
const TOLD_EVERY: Duration = Duration::from_millis(250);
/// Rows that come with a list: two screens full.
const FIRST_ROWS: usize = 100;
/// Rows that come with what came since.
const FOLLOWED_ROWS: usize = 200;

/// How long after it came it may be that we have not noted yet how long we took.
const UNTIMED_MS: i64 = 2_000;

/// The thread's belongings.
pub(super) struct Reading {
    reader: Reader,
    asked: Arc<Asked>,
    bus: Bus,
    finding: Option<Finding>,
}

/// A list that is being looked for.
struct Finding {
    ticket: Ticket,
    filter: TrafficFilter,
    search: RequestSearch,
    begun: Instant,
    told: Option<Instant>,
}

/// What could not be done, and why.
struct Failure {
    what: &'static str,
    why: String,
}

impl Reading {
    pub fn new(reader: Reader, asked: Arc<Asked>, bus: Bus) -> Self {
        Self { reader, asked, bus, finding: None }
    }

    /// Works until closed.
    pub fn run(mut self) {
        while let Some(job) = self.asked.next(self.finding.is_some()) {
            // One odd body must not end the thread that shows all the others.
            let worked = catch_unwind(AssertUnwindSafe(|| self.work(job))).unwrap_or_else(|_| {
                log::error!("reading a request failed unexpectedly");
                self.finding = None;
                Err(Failure { what: "Reading the requests", why: String::from("It failed unexpectedly.") })
            });
            if let Err(Failure { what, why }) = worked {
                self.bus.publish(&Event::CommandFailed { what: what.to_owned(), why });
            }
        }
    }

    fn work(&mut self, job: Job) -> Result<(), Failure> {
        self.follow_database().map_err(failed("Reading the requests"))?;
        match job {
            Job::Open(id) => self.open(id).map_err(failed("Opening the request")),
            Job::Compare(one, other) => self.compare(one, other).map_err(failed("Comparing the requests")),
            Job::Copy(id, form, shows_secrets) => self.copy(id, form, shows_secrets),
            Job::Rows(ticket, ids) => {
                let rows = self.reader.requests(&ids).map_err(failed("Reading the requests"))?;
                self.tell(TrafficEvent::RowsLoaded { ticket, rows });
                Ok(())
            }
            Job::Follow(ticket, filter, after) => {
                self.follow(ticket, filter, after).map_err(failed("Looking for requests"))
            }
            Job::Find(ticket, filter) => self.find(ticket, filter).map_err(failed("Looking for requests")),
            Job::GoOn => match self.finding.take() {
                Some(finding) => self.go_on(finding).map_err(failed("Looking for requests")),
                None => Ok(()),
            },
        }
    }

    fn tell(&self, event: TrafficEvent) {
        self.bus.publish(&Event::Traffic(event));
    }

    /// Turns to the database that is there now; a list is looked for anew in another one.
    fn follow_database(&mut self) -> Result<(), StoreError> {
        if !self.reader.is_outdated() {
            return Ok(());
        }
        self.reader.follow()?;
        if let Some(finding) = self.finding.take() {
            self.find(finding.ticket, finding.filter)?;
        }
        Ok(())
    }

    fn find(&mut self, ticket: Ticket, filter: TrafficFilter) -> Result<(), StoreError> {
        self.finding = None;
        let search = self.reader.begin_finding(filter.clone(), None)?;
        self.go_on(Finding { ticket, filter, search, begun: Instant::now(), told: None })
    }

    /// One step; the list is put back if there is more to look at.
    fn go_on(&mut self, mut finding: Finding) -> Result<(), StoreError> {
        self.reader.find_more(&mut finding.search)?;
        let search = &finding.search;
        let is_due = match finding.told {
            _ if search.is_complete() => true,
            None => search.found.len() >= FIRST_FOUND || finding.begun.elapsed() >= FIRST_WAIT,
            Some(told) => told.elapsed() >= TOLD_EVERY,
        };
        if is_due {
            let newest = search.found.get(..FIRST_ROWS).unwrap_or(&search.found);
            self.tell(TrafficEvent::Found {
                ticket: finding.ticket,
                rows: self.reader.requests(newest)?,
                ids: Arc::new(search.found.iter().rev().copied().collect()),
                looked_at: search.looked_at,
                is_complete: search.is_complete(),
                newest: search.newest,
            });
            finding.told = Some(Instant::now());
        }
        self.finding = (!finding.search.is_complete()).then_some(finding);
        Ok(())
    }

    fn follow(&self, ticket: Ticket, filter: TrafficFilter, after: DeliveryId) -> Result<(), StoreError> {
        let asks_time = filter.asks_time();
        let mut search = self.reader.begin_finding(filter, Some(after))?;
        while !search.is_complete() {
            if self.asked.is_left(ticket) {
                return Ok(());
            }
            self.reader.find_more(&mut search)?;
        }
        let mut newest = search.newest;
        if asks_time && let Some(untimed) = self.just_stored(after)? {
            // Whether it is meant is known in a moment: it is followed from there then.
            search.found.retain(|id| *id < untimed);
            newest = newest.map(|newest| newest.min(DeliveryId(untimed.0 - 1)));
        }
        let newest_found = search.found.get(..FOLLOWED_ROWS).unwrap_or(&search.found);
        let rows = self.reader.requests(newest_found)?;
        let ids = search.found.into_iter().rev().collect();
        self.tell(TrafficEvent::Followed { ticket, ids, rows, newest });
        Ok(())
    }

    /// The first behind one of which it will be known in a moment how long we took.
    fn just_stored(&self, after: DeliveryId) -> Result<Option<DeliveryId>, StoreError> {
        let mut behind = after;
        while let Some(untimed) = self.reader.first_untimed(behind)? {
            let rows = self.reader.requests(&[untimed])?;
            if rows.iter().any(|row| clock::now().0.saturating_sub(row.note.received_at.0) < UNTIMED_MS) {
                return Ok(Some(untimed));
            }
            behind = untimed;
        }
        Ok(None)
    }

    fn open(&self, id: DeliveryId) -> Result<(), StoreError> {
        let Some((row, delivery, answer)) = self.reader.request(id)? else {
            self.tell(TrafficEvent::Gone { id });
            return Ok(());
        };
        let forwards = if is_handed_on(&row) { self.reader.forwards_of(id)? } else { Vec::new() };
        self.tell(TrafficEvent::Opened(Arc::new(OpenedDelivery::of(row, delivery, answer, forwards))));
        Ok(())
    }

    fn compare(&self, one: DeliveryId, other: DeliveryId) -> Result<(), StoreError> {
        match (self.reader.delivery(one)?, self.reader.delivery(other)?) {
            (Some(one), Some(other)) => self.tell(TrafficEvent::Compared(Arc::new(compare(&one, &other)))),
            (None, _) => self.tell(TrafficEvent::Gone { id: one }),
            (_, None) => self.tell(TrafficEvent::Gone { id: other }),
        }
        Ok(())
    }

    fn copy(&self, id: DeliveryId, form: CopyForm, shows_secrets: bool) -> Result<(), Failure> {
        let what = match &form {
            CopyForm::Curl { .. } => "cURL command",
            CopyForm::Body => "Body",
            CopyForm::Safe => "Safe sample",
            CopyForm::Text { what, .. } => what,
        };
        let Some(delivery) = self.reader.delivery(id).map_err(failed("Copying the request"))? else {
            self.tell(TrafficEvent::Gone { id });
            return Ok(());
        };
        let as_text = |bytes: Vec<u8>| {
            String::from_utf8(bytes).map_err(|_| Failure {
                what: "Copying the body",
                why: String::from("The body is no text (it is not UTF-8). Save it as a file instead."),
            })
        };
        let text = match form {
            CopyForm::Curl { url } if url.is_empty() => {
                let why = String::from("Nothing listens at the moment, so there is no URL to send to. Name one.");
                return Err(Failure { what: "Copying the cURL command", why });
            }
            CopyForm::Curl { url } => curl(&delivery, &url, shows_secrets),
            CopyForm::Body => as_text(delivery.body)?,
            CopyForm::Safe => as_text(safe_body(&delivery.body))?,
            CopyForm::Text { text, .. } => text,
        };
        self.tell(TrafficEvent::ToCopy { what, text });
        Ok(())
    }
}

fn is_handed_on(row: &TrafficRow) -> bool {
    let tally = row.forwards;
    tally.waiting + tally.sent + tally.dead > 0
}

fn failed(what: &'static str) -> impl Fn(StoreError) -> Failure {
    move |error| match error {
        StoreError::Question { what: asked, why } => Failure { what, why: format!("{asked} failed: {why}.") },
        other => Failure { what, why: other.to_string() },
    }
}
