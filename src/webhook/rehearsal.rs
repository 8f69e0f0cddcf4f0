//! Answers that are altered on purpose: which, and how. Pure: the dice are an argument. When they leave is the waiting
//! room's business.

use std::sync::Arc;
use std::time::Duration;

use super::reply::Reply;
use crate::call::{Disposition, NewDelivery, Rehearsed};
use crate::traffic::{Rehearsal, seconds};

/// Rolls a number from 0 to 99, each as likely as the others.
pub type Dice = Arc<dyn Fn() -> u8 + Send + Sync>;

/// A rehearsal that goes on, with the dice that choose among calls.
#[derive(Clone)]
pub(super) struct Rehearsing {
    pub rehearsal: Rehearsal,
    pub dice: Dice,
}

/// What is answered instead of our own answer.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Altered {
    pub reply: Reply,
    pub rehearsed: Rehearsed,
    /// From the request's first byte on.
    pub delay: Duration,
}

/// Whether answers to such a request are altered: a sender's call, well-formed or not. Who looks whether we are there, and
/// who is turned away, is told the truth.
pub(super) fn concerns(delivery: &NewDelivery) -> bool {
    matches!(delivery.disposition, Disposition::Admitted(_) | Disposition::Unparsed { .. })
}

impl Rehearsing {
    /// Rolls the dice.
    pub(super) fn is_its_turn(&self) -> bool {
        self.rehearsal.is_any() && (self.dice)() < self.rehearsal.percent
    }
}

/// What is answered instead of `own`; `None` if that is the same. Without room to wait it is answered at once, and says so.
pub(super) fn alter(own: &Reply, rehearsal: &Rehearsal, has_room: bool) -> Option<Altered> {
    let status = rehearsal.status.filter(|status| Rehearsal::STATUSES.contains(status)).unwrap_or(own.status);
    let body = match &rehearsal.body {
        // These have none, whatever was chosen (RFC 9110, 15.3.5, 15.3.6 and 15.4.5).
        _ if matches!(status, 204 | 205 | 304) => "",
        Some(body) if body.len() <= Rehearsal::MOST_BODY_BYTES => body,
        _ => &own.body,
    };
    let delay_ms = rehearsal.delay_ms.min(Rehearsal::MOST_DELAY_MS);
    let mut what = Vec::new();
    if status != own.status {
        what.push(format!("{status} instead of {}", own.status));
    }
    if body != own.body {
        what.push(String::from(if body.is_empty() { "without a body" } else { "another body" }));
    }
    match delay_ms {
        0 => {}
        ms if has_room => what.push(format!("after {}", seconds(ms))),
        ms => what.push(format!("at once instead of after {}: no more can wait", seconds(ms))),
    }
    if what.is_empty() {
        return None;
    }
    let is_json = serde_json::from_str::<serde::de::IgnoredAny>(body).is_ok();
    let content_type = if is_json { own.content_type } else { "text/plain; charset=utf-8" };
    Some(Altered {
        reply: Reply { status, content_type, body: body.to_owned() },
        rehearsed: Rehearsed { status, what: what.join(", ") },
        delay: Duration::from_millis(if has_room { delay_ms } else { 0 }),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn altered(words: &str, has_room: bool) -> Option<(u16, String, String, u128)> {
        let altered = alter(&Reply::received(), &words.parse().unwrap(), has_room)?;
        assert_eq!(altered.rehearsed.status, altered.reply.status);
        let Altered { reply, rehearsed, delay } = altered;
        Some((reply.status, reply.body, rehearsed.what, delay.as_millis()))
    }

    #[test]
    fn what_is_altered_is_said() {
        let own = r#"{"received":true}"#;
        let of = |status, body: &str, what: &str, delay| Some((status, body.to_owned(), what.to_owned(), delay));
        for (words, has_room, wanted) in [
            ("status=503", true, of(503, own, "503 instead of 200", 0)),
            ("status=503,delay=2s", true, of(503, own, "503 instead of 200, after 2 s", 2_000)),
            ("delay=250ms", true, of(200, own, "after 250 ms", 250)),
            ("delay=2s", false, of(200, own, "at once instead of after 2 s: no more can wait", 0)),
            ("body=<p>", true, of(200, "<p>", "another body", 0)),
            ("status=204", true, of(204, "", "204 instead of 200, without a body", 0)),
            ("status=204,body=x", true, of(204, "", "204 instead of 200, without a body", 0)),
            ("status=200", true, None),
        ] {
            assert_eq!(altered(words, has_room), wanted, "{words}");
        }
    }

    #[test]
    fn a_body_says_what_it_is() {
        let kind = |words: &str| alter(&Reply::received(), &words.parse().unwrap(), true).unwrap().reply.content_type;
        assert_eq!(kind("body={\"a\":[1]}"), "application/json");
        assert_eq!(kind("body={\"a\":"), "text/plain; charset=utf-8");
    }

    #[test]
    fn the_dice_choose_so_many_of_a_hundred() {
        for percent in [0, 1, 37, 100] {
            let rehearsal = Rehearsal { status: Some(500), body: None, delay_ms: 0, percent };
            let chosen = (0..100).filter(|rolled| {
                let rolled = *rolled;
                Rehearsing { rehearsal: rehearsal.clone(), dice: Arc::new(move || rolled) }.is_its_turn()
            });
            assert_eq!(chosen.count(), usize::from(percent));
        }
    }
}
