//! One whole request to what the ledger keeps and what the sender reads. Pure: admission and parsing in a row.

use sha2::{Digest, Sha256};

use super::admission::{Admission, Rules, admit, kept_bytes};
use super::door::Refusal;
use super::head::RequestHead;
use super::payload;
use super::reply::Reply;
use super::signature;
use crate::call::{Disposition, NewDelivery};
use crate::traffic::replay_of;

/// The only endpoint there is so far.
const SOURCE: &str = "default";

/// What becomes of a request.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Intake {
    /// To be kept.
    pub(super) delivery: NewDelivery,
    /// To be answered once it is kept.
    pub(super) reply: Reply,
}

/// Decides on a request that was read whole.
pub(super) fn take_in(head: &RequestHead, body: Vec<u8>, rules: &Rules) -> Intake {
    match admit(head, rules) {
        Admission::Refused { status, reason } => refused(head, body, status, reason),
        Admission::Check => {
            let disposition = Disposition::Checked { status: 200, reason: String::from("a browser or a health check") };
            let reply = Reply::here();
            let mut delivery = delivery(head, body, kept_bytes(404), disposition);
            delivery.answer = if head.method == "HEAD" { Some(String::new()) } else { reply.noted() };
            Intake { delivery, reply }
        }
        Admission::Call => match signature_fault(head, &body, rules) {
            Some(reason) => refused(head, body, 401, reason),
            None => call(head, body),
        },
    }
}

fn refused(head: &RequestHead, body: Vec<u8>, status: u16, reason: String) -> Intake {
    let reply = Reply::refused(status, &reason);
    let mut delivery = delivery(head, body, kept_bytes(status), Disposition::Refused { status, reason });
    delivery.answer = reply.noted();
    Intake { delivery, reply }
}

/// What is wrong with the signature, where one is asked for. The bytes as they came are looked at, before any reading.
fn signature_fault(head: &RequestHead, body: &[u8], rules: &Rules) -> Option<String> {
    signature::check(rules.terms.signing.as_ref()?, head, body, head.received_at).err()
}

fn call(head: &RequestHead, body: Vec<u8>) -> Intake {
    let placeholder = Disposition::Unparsed { status: 0, reason: String::new() };
    let mut delivery = delivery(head, body, usize::MAX, placeholder);
    // A fault in our own reading must not cost a body: it is kept like one that is not JSON.
    let read = std::panic::catch_unwind(|| payload::read(&delivery.body, &delivery.body_sha256));
    let (disposition, reply) = match read {
        Ok(Ok(payload)) => (Disposition::Admitted(Box::new(payload)), Reply::received()),
        Ok(Err(fault)) => {
            let reply = Reply::refused(400, &format!("the body is not JSON: {}", fault.reason));
            (Disposition::Unparsed { status: 400, reason: fault.reason }, reply)
        }
        Err(_) => {
            let reason = String::from("Call Inbox failed in reading the body; it is kept");
            (Disposition::Unparsed { status: 500, reason: reason.clone() }, Reply::refused(500, &reason))
        }
    };
    delivery.disposition = disposition;
    delivery.answer = reply.noted();
    Intake { delivery, reply }
}

/// A request that was refused at the door, if its head could be read.
pub(super) fn turned_away(refusal: Refusal) -> Option<NewDelivery> {
    let Refusal { status, reason, head, body, body_bytes, is_answered } = refusal;
    // Whoever hung up was told nothing.
    let answer = if is_answered { Reply::refused(status, &reason).noted() } else { Some(String::new()) };
    let disposition = Disposition::Refused { status, reason };
    let mut delivery = delivery(&head?, body, usize::MAX, disposition);
    delivery.body_bytes = body_bytes.max(delivery.body_bytes);
    delivery.answer = answer;
    Some(delivery)
}

fn delivery(head: &RequestHead, mut body: Vec<u8>, keep: usize, disposition: Disposition) -> NewDelivery {
    let body_bytes = body.len() as u64;
    if body.len() > keep {
        body.truncate(keep);
        body.shrink_to_fit();
    }
    NewDelivery {
        source: String::from(SOURCE),
        received_at: head.received_at,
        peer: Some(head.peer.to_string()),
        method: head.method.clone(),
        path: head.target.clone(),
        headers: head.headers.clone(),
        body_bytes,
        body_sha256: Sha256::digest(&body).into(),
        body,
        disposition,
        answer: None,
        rehearsed: None,
        replay_of: replay_of(&head.headers),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::webhook::head::tests::head;

    const LOCAL: [(&str, &str); 2] = [("Host", "localhost"), ("Content-Type", "application/json")];

    fn post(body: &[u8]) -> Intake {
        take_in(&head("POST /webhook/call-completed?a=1", &LOCAL, "127.0.0.1:5"), body.to_vec(), &Rules::default())
    }

    #[test]
    fn a_call_is_admitted_with_its_bytes() {
        let intake = post(br#"{"callId":"c1"}"#);
        assert_eq!((&intake.reply, &intake.delivery.answer), (&Reply::received(), &None));
        let Disposition::Admitted(payload) = &intake.delivery.disposition else { panic!("{intake:?}") };
        assert_eq!(payload.call_id.as_str(), "c1");
        assert_eq!((intake.delivery.path.as_str(), intake.delivery.body_bytes), ("/webhook/call-completed?a=1", 15));
    }

    #[test]
    fn what_is_not_json_is_kept_whole() {
        let intake = post(&[b'x'; 100_000]);
        assert_eq!((intake.reply.status, intake.delivery.body.len()), (400, 100_000));
        assert!(
            matches!(&intake.delivery.disposition, Disposition::Unparsed { status: 400, reason } if reason.starts_with("line 1"))
        );
        assert_eq!(intake.delivery.answer, Some(intake.reply.body));
    }

    #[test]
    fn a_strangers_body_is_cut() {
        let stranger = head("POST /webhook/call-completed", &LOCAL, "10.0.0.9:5");
        let intake = take_in(&stranger, vec![b'x'; 100_000], &Rules::default());
        assert_eq!(
            (intake.reply.status, intake.delivery.body.len(), intake.delivery.body_bytes),
            (401, 65_536, 100_000)
        );
        let kept: [u8; 32] = Sha256::digest(&intake.delivery.body).into();
        assert_eq!(intake.delivery.body_sha256, kept);
        assert_eq!(intake.delivery.answer, Some(intake.reply.body));
    }

    #[test]
    fn a_look_is_checked() {
        let intake = take_in(&head("GET /webhook/call-completed", &[], "10.0.0.9:5"), Vec::new(), &Rules::default());
        assert!(matches!(intake.delivery.disposition, Disposition::Checked { status: 200, .. }));
        assert!(intake.reply.body.ends_with('\n') && !intake.reply.body.trim_end().contains('\n'));
        assert_eq!(intake.delivery.answer, Some(intake.reply.body));
        let headless = take_in(&head("HEAD /webhook/call-completed", &[], "10.0.0.9:5"), Vec::new(), &Rules::default());
        assert_eq!(headless.delivery.answer.as_deref(), Some(""), "what has no body has none");
    }

    #[test]
    fn who_is_turned_away_at_the_door_is_kept_with_our_answer_unless_nobody_heard_it() {
        let turned_away = |is_answered| {
            let head = Some(head("POST /webhook/call-completed", &LOCAL, "10.0.0.9:5"));
            let (reason, body) = (String::from("too slow"), b"{".to_vec());
            turned_away(Refusal { status: 408, reason, head, body, body_bytes: 9, is_answered }).unwrap().answer
        };
        assert_eq!(turned_away(true).as_deref(), Some(r#"{"received":false,"reason":"too slow"}"#));
        assert_eq!(turned_away(false).as_deref(), Some(""));
    }
}
