//! One connection's side of HTTP as a state machine: bytes in, steps out. Pure: time is an argument, no socket is known.
//! Reads one request at a time; what was sent ahead waits until the answer is written.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::chunked::Chunked;
use super::start_line::{self, Fault, Framing, Opening};
use crate::call::UnixMillis;
use crate::webhook::head::RequestHead;
use crate::webhook::limits::Limits;

/// A moment, both to measure with and to show.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Moment {
    pub(super) instant: Instant,
    pub(super) wall: UnixMillis,
}

/// A request that was read whole.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct WholeRequest {
    pub(super) head: Arc<RequestHead>,
    pub(super) body: Vec<u8>,
    /// The connection may go on after the answer.
    pub(super) stays: bool,
    /// HTTP/1.0 or HTTP/1.1.
    pub(super) minor_version: u8,
}

/// A request that is answered at the door.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::webhook) struct Refusal {
    pub(in crate::webhook) status: u16,
    /// In a sentence without a full stop.
    pub(in crate::webhook) reason: String,
    /// If it could be read.
    pub(in crate::webhook) head: Option<RequestHead>,
    /// As far as it was read.
    pub(in crate::webhook) body: Vec<u8>,
    /// As declared, or as far as it was read.
    pub(in crate::webhook) body_bytes: u64,
    /// Somebody is there to be answered.
    pub(in crate::webhook) is_answered: bool,
}

/// What is to be done next.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Step {
    /// Read on.
    Read,
    /// Tell the sender to go on with its body, then read on.
    Continue,
    /// Have it answered, then say so.
    Whole(WholeRequest),
    /// Answer with this and close.
    Refuse(Refusal),
}

/// Where a connection stands, for choosing which one has to go.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Standing {
    /// No request, or only a part of its head, since then.
    Head(Instant),
    /// A part of its body, since then.
    Body(Instant),
    /// A whole request that is owed an answer.
    Owed,
}

/// One connection's conversation.
pub(super) struct Conversation {
    limits: Limits,
    peer: SocketAddr,
    /// Read, not yet understood.
    incoming: Vec<u8>,
    phase: Phase,
}

enum Phase {
    /// Nothing of a request is here. Ends at the deadline.
    Silent {
        since: Instant,
        until: Instant,
    },
    /// Some of a head is here; of `incoming` that many bytes were looked at.
    Head {
        began: Moment,
        seen: usize,
    },
    Body(Box<Partial>),
    /// Answered by others; nothing is read.
    Owed,
    /// Refused or over; nothing is read any more.
    Over,
}

struct Partial {
    opening: Opening,
    body: Vec<u8>,
    chunks: Option<Chunked>,
    since: Instant,
    continue_owed: bool,
}

/// The first room a body gets. Only bytes that came make it grow, not what was declared.
const FIRST_BODY_ROOM: usize = 16 * 1024;

/// Of bodies that can't be a call (too large) so much is kept to be looked at.
const CUT_BODY_BYTES: usize = 64 * 1024;

impl Conversation {
    pub(super) fn new(limits: Limits, peer: SocketAddr, now: Instant) -> Self {
        let phase = Phase::Silent { since: now, until: now + limits.head_time };
        Self { limits, peer, incoming: Vec::new(), phase }
    }

    /// Whether bytes should be read from the sender now.
    pub(super) fn wants_bytes(&self) -> bool {
        !matches!(self.phase, Phase::Owed | Phase::Over)
    }

    /// Takes bytes that came.
    pub(super) fn take(&mut self, mut bytes: &[u8], now: Moment) {
        if let Phase::Body(partial) = &mut self.phase
            && self.incoming.is_empty()
            && let Framing::Length(length) = partial.opening.framing
        {
            let missing = usize::try_from(length).unwrap_or(usize::MAX).saturating_sub(partial.body.len());
            let (body, rest) = bytes.split_at(missing.min(bytes.len()));
            partial.body.extend_from_slice(body);
            bytes = rest;
        }
        self.incoming.extend_from_slice(bytes);
        self.begin(now);
    }

    /// The next step. To be called until it says [`Step::Read`].
    pub(super) fn step(&mut self, now: Moment) -> Step {
        self.begin(now);
        if let Phase::Head { began, seen } = self.phase {
            match self.read_head(began, seen, now.instant) {
                Ok(true) => {}
                Ok(false) => return Step::Read,
                Err(fault) => return self.refuse_head(fault, began),
            }
        }
        let Phase::Body(partial) = &mut self.phase else { return Step::Read };
        let limit = self.limits.body_bytes;
        let done = match (&mut partial.chunks, partial.opening.framing) {
            (Some(chunks), _) => match chunks.read(&self.incoming, &mut partial.body, limit) {
                Ok(used) => {
                    self.incoming.drain(..used);
                    chunks.is_done()
                }
                Err(fault) => return self.refuse_body(fault),
            },
            (None, Framing::Length(length)) if length > limit => {
                return self
                    .refuse_body(Fault::new(413, format!("the body has {length} bytes, at most {limit} are taken")));
            }
            (None, Framing::Length(length)) => {
                let missing = usize::try_from(length).unwrap_or(usize::MAX).saturating_sub(partial.body.len());
                let here = missing.min(self.incoming.len());
                partial.body.extend(self.incoming.drain(..here));
                missing == here
            }
            (None, Framing::Chunked) => unreachable!("a chunked body has a decoder"),
        };
        if done {
            return self.finish();
        }
        if std::mem::take(&mut partial.continue_owed) && partial.body.is_empty() { Step::Continue } else { Step::Read }
    }

    /// The answer to the whole request was written, and the connection goes on.
    pub(super) fn answered(&mut self, now: Instant) {
        self.phase = Phase::Silent { since: now, until: now + self.limits.idle_time };
    }

    /// When [`Self::time_is_up`] is to be called, unless something happens before.
    pub(super) fn deadline(&self) -> Option<Instant> {
        match &self.phase {
            Phase::Silent { until, .. } => Some(*until),
            Phase::Head { began, .. } => Some(began.instant + self.limits.head_time),
            Phase::Body(partial) => {
                let earned = Duration::from_secs(partial.body.len() as u64 / self.limits.body_pace.max(1));
                Some(partial.since + self.limits.body_time + earned)
            }
            Phase::Owed | Phase::Over => None,
        }
    }

    /// The deadline has passed: how to answer. `None`: there is nobody to answer, just close.
    pub(super) fn time_is_up(&mut self) -> Option<Refusal> {
        match &self.phase {
            Phase::Head { began, .. } => {
                let began = *began;
                let secs = self.limits.head_time.as_secs();
                let fault = Fault::new(408, format!("the head was not complete after {secs} seconds"));
                self.refused(self.refused_head(fault, began))
            }
            Phase::Body(_) => {
                let refusal = self.cut_off("the body came too slowly");
                refusal.map(|refusal| Refusal { status: 408, ..refusal })
            }
            _ => None,
        }
    }

    /// The sender has closed its side: what is lost with it.
    pub(super) fn ended(&mut self) -> Option<Refusal> {
        match self.phase {
            Phase::Body(_) => {
                let refusal = self.cut_off("the connection was closed before the whole body was here");
                refusal.map(|refusal| Refusal { is_answered: false, ..refusal })
            }
            _ => None,
        }
    }

    /// There is no room for this body.
    pub(super) fn no_room(&mut self) -> Option<Refusal> {
        let refusal = self.cut_off("too much is being received at the moment");
        refusal.map(|refusal| Refusal { status: 503, ..refusal })
    }

    /// Where it stands.
    pub(super) fn standing(&self) -> Standing {
        match &self.phase {
            Phase::Silent { since, .. } => Standing::Head(*since),
            Phase::Head { began, .. } => Standing::Head(began.instant),
            Phase::Body(partial) => Standing::Body(partial.since),
            Phase::Owed | Phase::Over => Standing::Owed,
        }
    }

    /// Nothing of a next request is here.
    pub(super) fn is_silent(&self) -> bool {
        matches!(self.phase, Phase::Silent { .. }) && self.incoming.is_empty()
    }

    /// How long nothing of a next request has come.
    pub(super) fn silent_for(&self, now: Instant) -> Duration {
        match self.phase {
            Phase::Silent { since, .. } => now.saturating_duration_since(since),
            _ => Duration::ZERO,
        }
    }

    /// Bytes held.
    pub(super) fn held_bytes(&self) -> usize {
        let body = if let Phase::Body(partial) = &self.phase { partial.body.capacity() } else { 0 };
        self.incoming.capacity() + body
    }

    /// From silence to a head, with its first byte. Empty lines before a request line are skipped (RFC 9112, 2.2).
    fn begin(&mut self, now: Moment) {
        if let Phase::Silent { .. } = self.phase {
            let empty = self.incoming.chunks(2).take_while(|pair| *pair == b"\r\n").count() * 2;
            self.incoming.drain(..empty);
            if !self.incoming.is_empty() && self.incoming != b"\r" {
                self.phase = Phase::Head { began: now, seen: 0 };
            }
        }
    }

    /// True once the head is read and the body's turn has come.
    fn read_head(&mut self, began: Moment, seen: usize, now: Instant) -> Result<bool, Fault> {
        // A TLS handshake: nobody would ever send the line we wait for.
        if self.incoming.starts_with(&[0x16, 0x03]) {
            return Err(Fault::new(400, "the sender spoke https, here is http"));
        }
        let most = self.limits.head_bytes;
        let window = &self.incoming[..self.incoming.len().min(most)];
        let Some(end) = start_line::find_end(window, seen)? else {
            if self.incoming.len() >= most {
                return Err(Fault::new(431, format!("the head is longer than {most} bytes")));
            }
            self.phase = Phase::Head { began, seen: self.incoming.len() };
            return Ok(false);
        };
        let opening = start_line::read(&self.incoming[..end], self.peer, began)?;
        self.incoming.drain(..end);
        let chunks = (opening.framing == Framing::Chunked).then(Chunked::new);
        let room = match opening.framing {
            Framing::Length(length) => usize::try_from(length).map_or(FIRST_BODY_ROOM, |l| l.min(FIRST_BODY_ROOM)),
            Framing::Chunked => 0,
        };
        let continue_owed = opening.expects_continue && self.incoming.is_empty();
        let body = Vec::with_capacity(room);
        self.phase = Phase::Body(Box::new(Partial { opening, body, chunks, since: now, continue_owed }));
        Ok(true)
    }

    fn finish(&mut self) -> Step {
        let Phase::Body(partial) = std::mem::replace(&mut self.phase, Phase::Owed) else { return Step::Read };
        if self.incoming.is_empty() {
            self.incoming = Vec::new();
        }
        let Partial { opening, body, .. } = *partial;
        Step::Whole(WholeRequest {
            head: Arc::new(opening.head),
            body,
            stays: opening.stays,
            minor_version: opening.minor_version,
        })
    }

    fn refuse_head(&mut self, fault: Fault, began: Moment) -> Step {
        let refusal = self.refused_head(fault, began);
        self.phase = Phase::Over;
        self.incoming = Vec::new();
        Step::Refuse(refusal)
    }

    fn refused_head(&self, fault: Fault, began: Moment) -> Refusal {
        let head = start_line::read_leniently(&self.incoming, self.peer, began);
        let Fault { status, reason } = fault;
        Refusal { status, reason, head, body: Vec::new(), body_bytes: 0, is_answered: true }
    }

    fn refuse_body(&mut self, fault: Fault) -> Step {
        let Phase::Body(partial) = std::mem::replace(&mut self.phase, Phase::Over) else { return Step::Read };
        let Partial { opening, mut body, chunks, .. } = *partial;
        let body_bytes = match opening.framing {
            Framing::Length(length) => {
                body.append(&mut self.incoming);
                length
            }
            Framing::Chunked => body.len() as u64,
        };
        // A malformed chunk may have spoilt a call, which is kept whole; what is too large is kept to be recognised.
        if chunks.is_none() || fault.status == 413 {
            body.truncate(CUT_BODY_BYTES);
            body.shrink_to_fit();
        }
        self.incoming = Vec::new();
        let (Fault { status, reason }, head) = (fault, Some(opening.head));
        Step::Refuse(Refusal { status, reason, head, body, body_bytes, is_answered: true })
    }

    /// Ends in the middle of a body.
    fn cut_off(&mut self, why: &str) -> Option<Refusal> {
        let Phase::Body(partial) = std::mem::replace(&mut self.phase, Phase::Over) else { return None };
        let here = partial.body.len() as u64;
        let (reason, body_bytes) = match partial.opening.framing {
            Framing::Length(length) => (format!("{why} ({here} of {length} bytes)"), length),
            Framing::Chunked => (format!("{why} ({here} bytes)"), here),
        };
        let Partial { opening, body, .. } = *partial;
        self.incoming = Vec::new();
        Some(Refusal { status: 400, reason, head: Some(opening.head), body, body_bytes, is_answered: true })
    }

    fn refused(&mut self, refusal: Refusal) -> Option<Refusal> {
        self.phase = Phase::Over;
        self.incoming = Vec::new();
        Some(refusal)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn limits() -> Limits {
        Limits { head_bytes: 512, body_bytes: 100, ..Limits::default() }
    }

    /// What a sender sees of a conversation: every step but reading on, with an answer after each whole request.
    fn steps(parts: &[&[u8]]) -> Vec<String> {
        let start = Instant::now();
        let now = Moment { instant: start, wall: UnixMillis(1) };
        let mut talk = Conversation::new(limits(), "127.0.0.1:1".parse().unwrap(), start);
        let mut told = Vec::new();
        for part in parts {
            talk.take(part, now);
            loop {
                match talk.step(now) {
                    Step::Read => break,
                    Step::Continue => told.push(String::from("continue")),
                    Step::Whole(whole) => {
                        let body = String::from_utf8_lossy(&whole.body).into_owned();
                        told.push(format!("{} {} {body:?} {}", whole.head.method, whole.head.target, whole.stays));
                        talk.answered(start);
                    }
                    Step::Refuse(refusal) => {
                        told.push(format!("{} {:?}", refusal.status, refusal.head.map(|head| head.target)));
                        return told;
                    }
                }
            }
        }
        told
    }

    const TALKS: [&str; 7] = [
        "POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhello\r\nGET /b HTTP/1.1\r\nHost: x\r\n\r\n",
        "POST /a HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n3;e\r\nabc\r\n2\r\nde\r\n0\r\nT: v\r\n\r\nGET /b HTTP/1.0\r\n\r\n",
        "\r\n\r\nPOST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 101\r\n\r\n",
        "POST /a HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n65\r\n",
        "POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nContent-Length: 3\r\n\r\nabc",
        "POST /a HTTP/1.1\nHost: x\n\n",
        "POST /a HTTP/1.1\r\nHost: x\r\nX: \r\n\r\nPOST /c HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\nok",
    ];

    #[test]
    fn requests_follow_each_other_and_faults_end_the_talk() {
        assert_eq!(steps(&[TALKS[0].as_bytes()]), ["POST /a \"hello\" true", "GET /b \"\" true"]);
        assert_eq!(steps(&[TALKS[1].as_bytes()]), ["POST /a \"abcde\" true", "GET /b \"\" false"]);
        assert_eq!(steps(&[TALKS[2].as_bytes()]), ["413 Some(\"/a\")"]);
        assert_eq!(steps(&[TALKS[3].as_bytes()]), ["413 Some(\"/a\")"]);
        assert_eq!(steps(&[TALKS[4].as_bytes()]), ["400 Some(\"/a\")"]);
        assert_eq!(steps(&[TALKS[5].as_bytes()]), ["400 Some(\"/a\")"]);
    }

    #[test]
    fn a_byte_at_a_time_is_the_same_as_all_at_once() {
        for talk in TALKS {
            let single: Vec<&[u8]> = talk.as_bytes().chunks(1).collect();
            assert_eq!(steps(&single).len(), steps(&[talk.as_bytes()]).len(), "{talk:?}");
            // A fault may be seen before the target is whole; all else is equal.
            if !steps(&[talk.as_bytes()])[0].starts_with('4') {
                assert_eq!(steps(&single), steps(&[talk.as_bytes()]));
            }
        }
    }

    proptest! {
        #[test]
        fn any_split_is_the_same_as_all_at_once(which in 0..3usize, cuts in prop::collection::vec(0..200usize, 0..12)) {
            let bytes = TALKS[[0, 1, 6][which]].as_bytes();
            let mut cuts: Vec<usize> = cuts.into_iter().map(|cut| cut.min(bytes.len())).collect();
            cuts.extend([0, bytes.len()]);
            cuts.sort_unstable();
            let parts: Vec<&[u8]> = cuts.windows(2).map(|pair| &bytes[pair[0]..pair[1]]).collect();
            prop_assert_eq!(steps(&parts), steps(&[bytes]));
        }

        #[test]
        fn no_bytes_make_it_panic(parts in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..40), 0..8)) {
            let parts: Vec<&[u8]> = parts.iter().map(Vec::as_slice).collect();
            steps(&parts);
        }
    }

    #[test]
    fn a_sender_that_waits_is_told_to_go_on_once() {
        let head = b"POST /a HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n";
        assert_eq!(steps(&[head, b"o", b"k"]), ["continue", "POST /a \"ok\" true"]);
        assert_eq!(steps(&[&[&head[..], b"ok"].concat()]), ["POST /a \"ok\" true"]);
        let large = b"POST /a HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 200\r\n\r\n";
        assert_eq!(steps(&[large]), ["413 Some(\"/a\")"]);
        assert_eq!(steps(&[b"POST /a HTTP/1.1\r\nHost: x\r\nExpect: tea\r\n\r\n"]), ["417 Some(\"/a\")"]);
    }

    #[test]
    fn heads_are_bounded_and_tls_is_recognised() {
        assert_eq!(steps(&[format!("GET /{}", "x".repeat(600)).as_bytes()])[0].split(' ').next(), Some("431"));
        assert_eq!(steps(&[b"\x16\x03\x01\x02\x00"]), ["400 None"]);
    }

    #[test]
    fn deadlines_belong_to_the_phase() {
        let start = Instant::now();
        let now = Moment { instant: start, wall: UnixMillis(1) };
        let limits = Limits { body_pace: 10, ..limits() };
        let mut talk = Conversation::new(limits, "127.0.0.1:1".parse().unwrap(), start);
        assert_eq!(talk.deadline(), Some(start + limits.head_time));
        talk.take(b"POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 90\r\n\r\n0123456789", now);
        assert_eq!(
            (talk.step(now), talk.deadline()),
            (Step::Read, Some(start + limits.body_time + Duration::from_secs(1)))
        );
        let refusal = talk.time_is_up().unwrap();
        assert_eq!((refusal.status, refusal.body.len(), refusal.body_bytes), (408, 10, 90));
        assert_eq!((talk.deadline(), talk.wants_bytes()), (None, false));
    }
}
