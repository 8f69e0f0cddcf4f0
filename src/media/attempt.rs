//! One attempt at a file: a request, its redirects, each of them guarded, and the body into the file.

use std::fs::File;
use std::io::{self, Cursor as Bytes, Read};
use std::net::IpAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::answer::{Head, MAX_PAGE_BYTES, Meaning, begins_like_markup, failure, impostor};
use super::desk::Desk;
use super::folder::{has_at, write_at};
use super::guard;
use super::http::{Answer, Ask, Break, Patience, broken_body};
use super::link::Link;
use super::policy::Policy;
use super::slot::{Cursor, Slot};
use super::trouble::{Trouble, Turn};
use crate::call::{MediaCause, MediaState};

const MAX_REDIRECTS: usize = 5;
/// Read and written at a time.
const BLOCK_BYTES: usize = 64 * 1024;
/// Bytes that are asked for once more, and compared, where the server names no version.
const OVERLAP_BYTES: u64 = 512;
/// How often what has arrived is made safe and remembered.
const KEEP_EVERY: Duration = Duration::from_secs(2);
/// Where a link led to is asked directly for that long.
const LED_TO_LASTS: Duration = Duration::from_secs(60);

/// How an attempt ended.
pub(super) enum End {
    /// Nothing is missing.
    Whole,
    /// It goes on at another place, or is left: the caller looks.
    GoOn,
    /// What is here is of another version.
    Changed,
    /// It did not work.
    Failed(Trouble),
}

/// Makes attempts at one file.
pub(super) struct Attempt<'a> {
    desk: &'a Arc<Desk>,
    slot: &'a Arc<Slot>,
    policy: Arc<Policy>,
    began: Instant,
    file: Option<File>,
    kept_at: Instant,
    /// Where the link led to, and when that was asked.
    led_to: Option<(Link, Vec<IpAddr>, Instant)>,
}

/// What a body is, and where it belongs.
struct Part {
    at: u64,
    /// The first byte of it that is missing.
    missing_at: u64,
    /// Past its last byte, if that is known.
    to: Option<u64>,
    /// Read on through what is here: the server can't be asked for less.
    is_all: bool,
    host: String,
}

impl<'a> Attempt<'a> {
    pub(super) fn new(desk: &'a Arc<Desk>, slot: &'a Arc<Slot>) -> Self {
        let now = Instant::now();
        Self { desk, slot, policy: desk.policy(), began: now, file: None, kept_at: now, led_to: None }
    }

    /// Asks for what is missing and takes it in.
    pub(super) fn make(&mut self) -> End {
        let (uri, hole, from, version) = {
            let mut state = self.slot.lock();
            if state.media.total_bytes.is_some_and(|total| total > 0 && state.map.is_whole(total)) {
                return End::Whole;
            }
            let hole = state.next_hole().unwrap_or(0..u64::MAX);
            let before = if hole.start > 0 { state.map.ready(hole.start.saturating_sub(OVERLAP_BYTES)) } else { 0 };
            let overlap = if state.media.etag.is_none() { before.min(OVERLAP_BYTES).min(hole.start) } else { 0 };
            (state.media.uri.clone(), hole.clone(), hole.start - overlap, state.media.etag.clone())
        };
        let to = Some(hole.end).filter(|end| *end != u64::MAX && self.slot.lock().media.total_bytes != Some(*end));
        // A version is only asked for where it matters: without parts there is nothing to put together.
        let version = version.filter(|_| from > 0 || self.slot.lock().map.bytes() > 0);
        let ask = Ask { from, to, version: version.as_deref() };
        let (answer, link) = match self.ask(&uri, &ask) {
            Ok(answered) => answered,
            Err(Some(trouble)) => return End::Failed(trouble),
            Err(None) => return End::GoOn,
        };
        self.desk.is_online();
        self.take_in(answer, &link, from, hole.start)
    }

    /// Asks, and follows where it is sent. `None` if it was left.
    fn ask(&mut self, uri: &str, ask: &Ask<'_>) -> Result<(Answer, Link), Option<Trouble>> {
        let refused = |why| Some(Trouble::of(Turn::Refused(MediaCause::Other), why));
        let shortcut = self.led_to.take().filter(|(.., asked)| asked.elapsed() < LED_TO_LASTS);
        let mut known = shortcut.as_ref().map(|(_, ips, _)| ips.clone());
        let is_shortcut = shortcut.is_some();
        let mut link = match shortcut {
            Some((link, ..)) => link,
            None => Link::parse(uri).map_err(refused)?,
        };
        for _ in 0..=MAX_REDIRECTS {
            let ips = match known.take() {
                Some(ips) => ips,
                None => self.pass(&link)?,
            };
            let patience = Patience { connect: self.policy.connect_within, stall: self.policy.stall_after };
            let line = self.desk.http.line(&link, &ips, patience).map_err(refused)?;
            if !self.hold(line.cutter()) {
                return Err(None);
            }
            let answer = line.ask(ask);
            if self.is_interrupted() {
                return Err(None);
            }
            let answer = answer.map_err(|what| Some(Trouble::unanswered(&what, &link.host)))?;
            match answer.head.meaning() {
                Meaning::Moved(location) => link = link.follow(&location).map_err(refused)?,
                // A signed link that we were led to may have run out: the first one mints another.
                Meaning::Failed if is_shortcut => return Err(None),
                _ => {
                    self.led_to = Some((link.clone(), ips, Instant::now()));
                    return Ok((answer, link));
                }
            }
        }
        Err(Some(Trouble::of(Turn::NotYet, say!("The server sends us on and on: more than five redirects."))))
    }

    /// The host's addresses, if it may be asked.
    fn pass(&self, link: &Link) -> Result<Vec<IpAddr>, Option<Trouble>> {
        let ips = match link.ip {
            Some(ip) => vec![ip],
            None => self
                .desk
                .names
                .look_up(&link.host, self.policy.connect_within)
                .map_err(|error| Some(Trouble::unknown_host(&error, &link.host)))?,
        };
        guard::pass(link, &ips, &self.desk.allowed()).map_err(|why| {
            let cause = MediaCause::HostNotAllowed(link.host_and_port());
            Some(Trouble::of(Turn::Refused(cause), why))
        })?;
        if ips.is_empty() {
            return Err(Some(Trouble::of(Turn::NotYet, say!("There is no host named {host}.", host = link.host))));
        }
        Ok(ips)
    }

    /// Lets others cut the line. False if it is too late for that.
    fn hold(&self, cutter: super::http::Cutter) -> bool {
        let mut state = self.slot.lock();
        state.cutter = Some(cutter);
        !state.is_left && !self.desk.is_stopping()
    }

    fn is_interrupted(&self) -> bool {
        let state = self.slot.lock();
        state.is_left || state.is_jumping || self.desk.is_stopping()
    }

    /// Takes in what an answer brings.
    fn take_in(&mut self, answer: Answer, link: &Link, asked: u64, missing_at: u64) -> End {
        let Answer { head, body } = answer;
        let (at, to, total, is_all) = match head.meaning() {
            Meaning::Whole { total } => (0, total, total, true),
            Meaning::Part { from, to, total } => (from, to, total, false),
            Meaning::NoMore { total } => return self.no_more(total, asked),
            Meaning::Moved(_) | Meaning::Failed => return End::Failed(self.explain(&head, body)),
        };
        if at > asked {
            return End::Failed(Trouble::of(
                Turn::NotYet,
                say!("The server sent another part of the file than was asked for."),
            ));
        }
        if is_all && total == Some(0) {
            return End::Failed(Trouble::of(Turn::NotYet, say!("The file is still empty at the server.")));
        }
        if total.or(to).is_some_and(|size| size > self.policy.max_file_bytes) {
            return End::Failed(Trouble::too_large(total.or(to), &self.policy));
        }
        let mut body = body;
        if at == 0 {
            body = match self.look_at(body) {
                Ok(body) => body,
                Err(trouble) => return End::Failed(trouble),
            };
        }
        {
            let mut state = self.slot.lock();
            let version = head.version();
            let differs = |known: Option<&str>, new: Option<&str>| known.is_some() && new.is_some() && known != new;
            let is_other = differs(state.media.etag.as_deref(), version.as_deref())
                || state.media.total_bytes.is_some() && total.is_some() && state.media.total_bytes != total;
            if is_other && state.map.bytes() > 0 {
                if !is_all {
                    return End::Changed;
                }
                state.begin_anew();
            }
            state.media.etag = version.or(state.media.etag.take());
            state.media.total_bytes = total.or(state.media.total_bytes);
            // To a question for a part, all of it is only an answer if it has changed.
            state.can_jump = Some(!is_all || head.takes_ranges && (asked == 0 || is_other));
            state.cursor = Some(Cursor::new(at));
            if state.has_to_jump() {
                state.cursor = None;
                state.left_off(at);
                return End::GoOn;
            }
        }
        self.slot.changed.notify_all();
        self.desk.tell_progress(self.slot);
        let part = Part { at, missing_at, to, is_all, host: link.host.clone() };
        let end = self.write(body, part);
        self.slot.lock().cursor = None;
        end
    }

    /// The server says that there is nothing from there on.
    fn no_more(&self, total: Option<u64>, asked: u64) -> End {
        let mut state = self.slot.lock();
        match total {
            Some(total) if total > 0 && state.map.is_whole(total) => {
                state.map.cut(total);
                state.media.total_bytes = Some(total);
                End::Whole
            }
            // The answers before did not say how large it is.
            None if state.media.total_bytes.is_none() && asked > 0 && state.map.ready(0) >= asked => {
                state.media.total_bytes = Some(state.map.ready(0));
                End::Whole
            }
            _ if asked == 0 => End::Failed(Trouble::of(Turn::NotYet, say!("The file is still empty at the server."))),
            _ => End::Changed,
        }
    }

    /// What a server says about why it does not give the file.
    fn explain(&self, head: &Head, body: Box<dyn Read + Send>) -> Trouble {
        let mut page = Vec::new();
        // As much as there is: why it broke off does not matter.
        _ = body.take(MAX_PAGE_BYTES as u64).read_to_end(&mut page);
        failure(head, &page, self.is_past_its_end())
    }

    fn is_past_its_end(&self) -> bool {
        let end = self.slot.lock().media.expires_at;
        end.is_some_and(|end| end <= self.desk.now())
    }

    /// Looks at how a file begins, and gives all of it back if it may be one.
    fn look_at(&self, mut body: Box<dyn Read + Send>) -> Result<Box<dyn Read + Send>, Trouble> {
        let mut page = Vec::new();
        let mut block = [0; 64];
        let is_blank = |page: &[u8]| page.len() < MAX_PAGE_BYTES && page.trim_ascii().is_empty();
        // What breaks here breaks again when it is read on.
        while is_blank(&page) {
            match body.read(&mut block) {
                Ok(read) if read > 0 => page.extend_from_slice(&block[..read]),
                _ => break,
            }
        }
        if begins_like_markup(&page) {
            let more = MAX_PAGE_BYTES - page.len().min(MAX_PAGE_BYTES);
            _ = body.by_ref().take(more as u64).read_to_end(&mut page);
            if let Some(trouble) = impostor(self.slot.key.1, &page, self.is_past_its_end()) {
                return Err(trouble);
            }
        }
        Ok(Box::new(Bytes::new(page).chain(body)))
    }

    /// Writes a body into the file, as it comes.
    fn write(&mut self, mut body: Box<dyn Read + Send>, part: Part) -> End {
        let mut file = match self.file.take().map_or_else(|| self.desk.folder.open_part(self.slot.key), Ok) {
            Ok(file) => file,
            Err(error) => return End::Failed(Trouble::disk(&error)),
        };
        let end = self.pour(&mut *body, &part, &mut file);
        self.file = Some(file);
        let left_at = self.slot.lock().cursor.map(|cursor| cursor.at);
        if let (End::GoOn | End::Failed(_), Some(at)) = (&end, left_at) {
            self.slot.lock().left_off(at);
        }
        let is_whole = {
            let state = self.slot.lock();
            state.media.total_bytes.is_some_and(|total| state.map.is_whole(total))
        };
        // What has come is safe before anybody relies on it.
        let kept = if is_whole { Ok(()) } else { self.keep(true) };
        match (end, kept) {
            (End::Failed(trouble), _) => End::Failed(trouble),
            (_, Err(error)) => End::Failed(Trouble::disk(&error)),
            (end, Ok(())) => end,
        }
    }

    fn pour(&mut self, body: &mut dyn Read, part: &Part, file: &mut File) -> End {
        let mut block = vec![0; BLOCK_BYTES];
        let mut at = part.at;
        loop {
            if self.is_interrupted() {
                return End::GoOn;
            }
            if self.began.elapsed() > self.policy.attempt_within {
                return End::Failed(Trouble::of(
                    Turn::NotYet,
                    say!("Fetching the file takes too long; it goes on later."),
                ));
            }
            self.desk.make_way(self.slot);
            let read = match body.read(&mut block) {
                Ok(read) => read,
                Err(_) if self.is_interrupted() => return End::GoOn,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return End::Failed(Trouble::interrupted(&broken_body(error), &part.host)),
            };
            if read == 0 {
                return self.ended(part, at);
            }
            let bytes = &block[..read];
            let past = at + read as u64;
            if past > self.policy.max_file_bytes {
                return End::Failed(Trouble::too_large(None, &self.policy));
            }
            match self.store(file, at, bytes) {
                Ok(true) => {}
                Ok(false) => return End::Changed,
                Err(error) => return End::Failed(Trouble::disk(&error)),
            }
            at = past;
            let is_closed = {
                let mut state = self.slot.lock();
                state.map.insert(at - read as u64..at);
                if let Some(cursor) = state.cursor.as_mut() {
                    cursor.at = at;
                }
                !part.is_all && at >= part.missing_at && state.map.ready(at) > 0
            };
            self.slot.changed.notify_all();
            self.desk.tell_progress(self.slot);
            if is_closed {
                self.slot.lock().cursor = None;
                return End::GoOn;
            }
            if self.kept_at.elapsed() > KEEP_EVERY {
                let synced = file.sync_data();
                if let Err(error) = synced.and_then(|()| self.keep(false)) {
                    return End::Failed(Trouble::disk(&error));
                }
            }
        }
    }

    /// Writes bytes, or compares them with what is there already. False if they differ.
    fn store(&self, file: &mut File, at: u64, bytes: &[u8]) -> io::Result<bool> {
        let here = self.slot.lock().map.ready(at).min(bytes.len() as u64);
        let (old, new) = bytes.split_at(usize::try_from(here).unwrap_or(bytes.len()));
        if !old.is_empty() && !has_at(file, at, old)? {
            return Ok(false);
        }
        if !new.is_empty() {
            write_at(file, at + here, new)?;
        }
        Ok(true)
    }

    /// The body has come to its end.
    fn ended(&self, part: &Part, at: u64) -> End {
        if self.is_interrupted() {
            return End::GoOn;
        }
        if part.to.is_some_and(|to| at < to) {
            return End::Failed(Trouble::interrupted(&Break::Closed, &part.host));
        }
        let mut state = self.slot.lock();
        if at == 0 {
            return End::Failed(Trouble::of(Turn::NotYet, say!("The file is still empty at the server.")));
        }
        let brought_nothing = at <= part.missing_at;
        if (part.to.is_none() || brought_nothing) && state.media.total_bytes.is_none() {
            state.media.total_bytes = Some(at);
        }
        // The whole was read through: what was here before, behind its end, is of another one.
        if part.is_all && state.map.end() > at {
            state.map.cut(at);
        }
        state.cursor = None;
        End::GoOn
    }

    /// Has what has arrived remembered.
    fn keep(&mut self, is_sync_due: bool) -> io::Result<()> {
        if let Some(file) = self.file.as_ref().filter(|_| is_sync_due) {
            file.sync_data()?;
        }
        self.kept_at = Instant::now();
        self.desk.keep(self.slot);
        Ok(())
    }

    /// Gives the file its name and its checksum.
    ///
    /// # Errors
    /// `Interrupted` if the program ends.
    pub(super) fn finish(&mut self) -> io::Result<()> {
        let (desk, slot) = (self.desk, self.slot);
        let total = slot.lock().media.total_bytes.unwrap_or(0);
        let mut file = self.file.take().map_or_else(|| desk.folder.open_part(slot.key), Ok)?;
        let go_on = || !desk.is_stopping() && !slot.lock().is_left;
        let sum = desk.folder.finish(slot.key, &mut file, total, &go_on)?;
        let mut state = slot.lock();
        state.media.state = MediaState::Kept;
        (state.media.sha256, state.media.used_at) = (Some(sum), Some(desk.now()));
        (state.media.why, state.media.cause, state.media.retry_at, state.media.tries) = (None, None, None, 0);
        Ok(())
    }
}
