//! One request on its way to one target, on a thread of its own: sent, judged, and what came of it written down. While our own
//! disk fails, the outcome is kept here and the request counts as under way: it is not sent once more.

use std::sync::Arc;

use super::copy;
use super::dispatch::{Shared, after};
use super::http::{Answer, NoAnswer, Outgoing};
use super::verdict::{self, Next};
use crate::bus::Secret;
use crate::call::{Delivery, Header, UnixMillis};
use crate::traffic::{
    DueForward, FORWARD_HEADER, ForwardOutcome, ForwardState, ForwardTarget, REPLAY_HEADER, TargetId,
};

/// A request that is under way.
pub(super) struct Flight {
    shared: Arc<Shared>,
    target: ForwardTarget,
    id: TargetId,
    due: DueForward,
    /// How the target stood when it began.
    era: u32,
    /// What must not go further.
    secret: Option<Secret>,
}

impl Flight {
    pub fn new(
        shared: Arc<Shared>,
        target: ForwardTarget,
        id: TargetId,
        due: DueForward,
        era: u32,
        secret: Option<Secret>,
    ) -> Self {
        Self { shared, target, id, due, era, secret }
    }

    /// Sends it, and writes down what came of it.
    pub fn go(self) {
        let found = self.insist("read", || self.shared.outbox.request(self.due.delivery));
        let Some(delivery) = found else { return };
        let Some(delivery) = delivery.filter(|delivery| !is_ours(&delivery.headers)) else {
            self.insist("left out", || self.shared.outbox.leave_out(self.id, &self.due));
            return;
        };
        let outgoing = self.outgoing(delivery);
        let at = (self.shared.clock)();
        let came = self.shared.http.send(&outgoing);
        drop(outgoing);
        // Then it may be we who have ended it; it is tried again after the next start.
        if came.is_err() && self.shared.is_ending() {
            return;
        }
        let outcome = self.judge(came, at);
        self.insist("noted", || self.shared.outbox.settle(&outcome));
    }

    /// Does what our own disk may not let us do just now, again and again; `None` if all ends meanwhile.
    fn insist<T>(&self, what: &str, work: impl Fn() -> Result<T, String>) -> Option<T> {
        loop {
            match work() {
                Ok(done) => return Some(done),
                Err(why) => log::warn!("a request that is handed on can't be {what}: {why}"),
            }
            if !self.shared.pause(self.shared.pace.again) {
                return None;
            }
        }
    }

    /// The request as it goes out: body and headers as they came, but for what was meant for us alone.
    fn outgoing(&self, delivery: Delivery) -> Outgoing {
        let Delivery { note, headers, body } = delivery;
        let mut sent = copy::end_to_end(&headers);
        copy::without_secret(&mut sent, &headers, self.secret.as_ref());
        copy::put(&mut sent, FORWARD_HEADER, note.id.0.to_string());
        Outgoing { method: note.method, url: self.target.url.clone(), headers: sent, body }
    }

    fn judge(&self, came: Result<Answer, NoAnswer>, at: UnixMillis) -> ForwardOutcome {
        let pace = &self.shared.pace;
        let now = (self.shared.clock)();
        let tries = self.due.tries.saturating_add(1);
        let blank = ForwardOutcome {
            due: self.due,
            target: self.id,
            state: ForwardState::Waiting,
            tries,
            next_at: None,
            status: None,
            why: None,
            took_micros: None,
            at,
            last: String::new(),
            down_until: None,
        };
        let standing = |next: Next| match next {
            Next::Sent => (ForwardState::Sent, None),
            Next::Later(wait) => (ForwardState::Waiting, Some(after(now, wait))),
            Next::Dead => (ForwardState::Dead, None),
        };
        match came {
            Ok(answer) => {
                let verdict = verdict::on_answer(&answer, tries, now, pace);
                let down_until = self.shared.note(self.id, |target| match verdict.is_unavailable {
                    true => target.unavailable(self.era, now, pace),
                    false => target.reached(),
                });
                let (state, next_at) = standing(verdict.next);
                ForwardOutcome {
                    state,
                    next_at,
                    status: Some(answer.status),
                    why: (state != ForwardState::Sent).then(|| verdict::reason(&answer)),
                    took_micros: Some(u64::try_from(answer.took.as_micros()).unwrap_or(u64::MAX)),
                    last: format!("{} after {} ms", answer.status, answer.took.as_millis()),
                    down_until,
                    ..blank
                }
            }
            Err(NoAnswer::Unanswered(why)) => {
                let down_until = self.shared.note(self.id, |target| target.unavailable(self.era, now, pace));
                let (state, next_at) = standing(verdict::on_silence(tries, pace).next);
                ForwardOutcome {
                    state,
                    next_at,
                    why: Some(sentence("did not answer", &why)),
                    last: why,
                    down_until,
                    ..blank
                }
            }
            Err(NoAnswer::Unreachable(why)) => {
                let down_until = self.shared.note(self.id, |target| target.unreachable(self.era, now, pace));
                let why_not = Some(sentence("can't be reached", &why));
                ForwardOutcome { tries: self.due.tries, why: why_not, last: why, down_until, ..blank }
            }
            Err(NoAnswer::Unsendable(why)) => {
                let down_until = self.shared.note(self.id, |_| ());
                let why_not = Some(format!("It can't be sent as it is: {why}"));
                ForwardOutcome { state: ForwardState::Dead, why: why_not, last: why, down_until, ..blank }
            }
        }
    }
}

impl Drop for Flight {
    fn drop(&mut self) {
        if std::thread::panicking() {
            // Not at once again.
            let now = (self.shared.clock)();
            self.shared.note(self.id, |target| target.unreachable(self.era, now, &self.shared.pace));
        }
        self.shared.landed(self.id, &self.due);
    }
}

/// It came from here: sent again, or handed on by another inbox. Two inboxes would hand it to one another for ever.
fn is_ours(headers: &[Header]) -> bool {
    headers.iter().any(|header| copy::is(header, FORWARD_HEADER) || copy::is(header, REPLAY_HEADER))
}

fn sentence(what: &str, why: &str) -> String {
    format!("The target {what}: {why}.")
}
