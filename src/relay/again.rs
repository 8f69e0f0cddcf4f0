//! One request sent again, once or many times in a row, as a person asked for it: what goes out, and what came of each try. Never
//! marked as handed on; always marked as sent again.

use std::sync::Arc;

use super::copy;
use super::http::{Answer, Http, NoAnswer, Outgoing};
use crate::bus::Secret;
use crate::call::{Clock, Delivery, UnixMillis};
use crate::traffic::{EditedRequest, FORWARD_HEADER, REPLAY_HEADER, Resend, SentAgain, shown_url};

/// The most tries of one order.
const MOST_TIMES: u32 = 1_000;

/// As much of an answer as is told, in characters.
const TOLD_CHARS: usize = 2_000;

/// Signatures of one standard carry names of two.
const STANDARD_SIGNATURES: [&str; 6] =
    ["webhook-id", "webhook-timestamp", "webhook-signature", "svix-id", "svix-timestamp", "svix-signature"];

/// The headers that sign a body at a time.
pub type Signer = Arc<dyn Fn(&[u8], UnixMillis) -> Vec<(String, String)> + Send + Sync>;

/// For whom it is meant.
#[derive(Clone)]
pub enum Audience {
    /// Our own listener: let in by its secret, and signed anew if it checks that.
    Own {
        /// Where it takes calls.
        url: String,
        /// What it asks for.
        secret: Option<Secret>,
        /// How calls must be signed.
        signer: Option<Signer>,
    },
    /// Somebody else: gets the signatures of the original, which may be stale, and nothing that only we shall know.
    Other {
        /// Where to.
        url: String,
        /// What must not go there.
        secret: Option<Secret>,
    },
}

/// A request that is to be sent again.
pub struct Again {
    so_far: SentAgain,
    outgoing: Outgoing,
    signer: Option<Signer>,
}

impl Again {
    /// Makes the request ready.
    pub fn new(delivery: Delivery, resend: Resend, audience: Audience) -> Self {
        let Delivery { note, headers: as_they_came, body } = delivery;
        let as_it_came = || EditedRequest { method: note.method.clone(), headers: as_they_came.clone(), body };
        let EditedRequest { method, headers, body } = resend.edited.unwrap_or_else(as_it_came);
        let mut headers = copy::end_to_end(&headers);
        headers.retain(|header| !copy::is(header, FORWARD_HEADER));
        let (url, signer) = match audience {
            Audience::Own { url, secret, signer } => {
                headers.retain(|header| !copy::is(header, copy::SECRET_HEADER));
                if let Some(secret) = secret.filter(|secret| !secret.is_blank()) {
                    copy::put(&mut headers, copy::SECRET_HEADER, secret.reveal().to_owned());
                }
                let query = note.path.split('#').next().and_then(|target| target.split_once('?'));
                (query.map_or(url.clone(), |(_, query)| format!("{url}?{query}")), signer)
            }
            Audience::Other { url, secret } => {
                copy::without_secret(&mut headers, &as_they_came, secret.as_ref());
                (url, None)
            }
        };
        copy::put(&mut headers, REPLAY_HEADER, note.id.0.to_string());
        let so_far = SentAgain {
            id: note.id,
            to: shown_url(&url),
            tried: 0,
            of: resend.times.clamp(1, MOST_TIMES),
            taken: 0,
            status: None,
            answer: String::new(),
            took_micros: None,
            why: None,
        };
        Self { so_far, outgoing: Outgoing { method, url, headers, body }, signer }
    }

    /// Sends it as often as was asked for, one after the other, and tells how it goes after each try; ends early once that is
    /// wanted, and then says that nothing more comes.
    pub fn go(mut self, http: &Http, clock: &Clock, is_stopped: impl Fn() -> bool, mut tell: impl FnMut(&SentAgain)) {
        while !self.so_far.is_over() {
            self.once(http, clock);
            if is_stopped() {
                self.so_far.of = self.so_far.tried;
            }
            tell(&self.so_far);
        }
    }

    fn once(&mut self, http: &Http, clock: &Clock) {
        if let Some(signer) = &self.signer {
            let fresh = signer(&self.outgoing.body, clock());
            let is_stale = |name: &str| {
                let is_standard = STANDARD_SIGNATURES.iter().any(|known| name.eq_ignore_ascii_case(known));
                is_standard || fresh.iter().any(|(fresh, _)| name.eq_ignore_ascii_case(fresh))
            };
            self.outgoing.headers.retain(|header| !is_stale(&header.name));
            fresh.into_iter().for_each(|(name, value)| copy::put(&mut self.outgoing.headers, &name, value));
        }
        note(&mut self.so_far, http.send(&self.outgoing));
    }
}

/// Takes note of what came of a try.
fn note(so_far: &mut SentAgain, came: Result<Answer, NoAnswer>) {
    so_far.tried += 1;
    match came {
        Ok(answer) => {
            so_far.taken += u32::from(answer.is_success());
            so_far.status = Some(answer.status);
            so_far.answer = beginning(&answer.body);
            so_far.took_micros = Some(u64::try_from(answer.took.as_micros()).unwrap_or(u64::MAX));
            so_far.why = None;
        }
        Err(error) => {
            (so_far.status, so_far.took_micros) = (None, None);
            so_far.answer.clear();
            so_far.why = Some(sentence(&error));
        }
    }
}

fn sentence(error: &NoAnswer) -> String {
    match error {
        NoAnswer::Unsendable(why) => format!("It can't be sent as it is: {why}"),
        NoAnswer::Unreachable(why) => format!("Nobody was reached: {why}."),
        NoAnswer::Unanswered(why) => format!("It was sent and not answered: {why}."),
    }
}

fn beginning(body: &[u8]) -> String {
    String::from_utf8_lossy(body).chars().take(TOLD_CHARS).collect()
}
