//! Sending again: to ourselves and to others, often, changed, and stopped.

use std::sync::mpsc::{Receiver, sync_channel};

use super::target::{Target, address, answer};
use super::*;
use crate::bus::{Event, Subscriber, TrafficEvent};
use crate::traffic::{EditedRequest, FORWARD_HEADER, REPLAY_HEADER, Resend, SentAgain};

const CAME: [(&str, &str); 7] = [
    ("Host", "in.example"),
    ("Content-Type", "application/json"),
    ("X-Webhook-Secret", "yesterday"),
    ("Authorization", "Bearer s3cret-1"),
    ("svix-signature", "v1,old"),
    ("X-Call-Inbox-Forward", "3"),
    ("X-Call-Inbox-Replay", "3"),
];

fn resend(times: u32) -> Resend {
    Resend { id: DeliveryId(9), url: None, times, edited: None }
}

fn own(url: String) -> Audience {
    let signer: Signer = Arc::new(|body, _| vec![(String::from("webhook-signature"), format!("v1,{}", body.len()))]);
    Audience::Own { url, secret: Some(Secret::new("s3cret-1")), signer: Some(signer) }
}

fn other(url: String) -> Audience {
    Audience::Other { url, secret: Some(Secret::new("s3cret-1")) }
}

/// Sends and gives what was told of each try.
fn go(resend: Resend, audience: Audience) -> Vec<SentAgain> {
    let mut told = Vec::new();
    let again = Again::new(delivery(9, &CAME, b"{}"), resend, audience);
    again.go(&Http::default(), &clock(), || false, |so_far| told.push(so_far.clone()));
    told
}

#[test]
fn to_ourselves_it_is_let_in_and_signed_anew() {
    let target = Target::answering(|_, _| answer("200 OK", r#"{"received":true}"#));
    let told = go(resend(2), own(target.url()));
    let heard = target.heard().remove(1);
    assert_eq!((heard.line.as_str(), heard.text().as_str()), ("POST /calls?agent=7 HTTP/1.1", "{}"));
    for (name, value) in [
        ("X-Webhook-Secret", Some("s3cret-1")),
        ("webhook-signature", Some("v1,2")),
        ("svix-signature", None),
        (REPLAY_HEADER, Some("9")),
        (FORWARD_HEADER, None),
    ] {
        assert_eq!(heard.header(name), value, "{name}");
    }
    let last = told.last().unwrap();
    assert_eq!((told.len(), last.tried, last.taken, last.status), (2, 2, 2, Some(200)));
    assert_eq!((last.answer.as_str(), last.is_over()), (r#"{"received":true}"#, true));
    assert!(last.took_micros.is_some() && last.why.is_none());
}

#[test]
fn others_get_the_original_signature_and_no_secret() {
    let target = Target::start();
    let told = go(resend(1), other(format!("{}?token=t", target.url())));
    let heard = target.heard().remove(0);
    assert_eq!(heard.line, "POST /calls?token=t HTTP/1.1");
    for (name, value) in [
        ("X-Webhook-Secret", None),
        ("Authorization", None),
        ("svix-signature", Some("v1,old")),
        (REPLAY_HEADER, Some("9")),
        ("Content-Type", Some("application/json")),
    ] {
        assert_eq!(heard.header(name), value, "{name}");
    }
    assert_eq!(told[0].to, format!("{}?…", target.url()));
}

#[test]
fn it_can_be_changed_first() {
    let target = Target::start();
    let headers = vec![
        Header { name: "X-New".into(), value: "1".into() },
        Header { name: "X-Webhook-Secret".into(), value: "theirs".into() },
    ];
    let edited = EditedRequest { method: "PUT".into(), headers, body: b"changed".to_vec() };
    go(Resend { edited: Some(edited), ..resend(1) }, other(target.url()));
    let heard = target.heard().remove(0);
    assert_eq!((heard.line.as_str(), heard.text().as_str()), ("PUT /calls HTTP/1.1", "changed"));
    let kept = (heard.header("X-New"), heard.header("X-Webhook-Secret"), heard.header("svix-signature"));
    assert_eq!(kept, (Some("1"), Some("theirs"), None));
    for (method, body) in [("GET", b"".as_slice()), ("DELETE", b"x")] {
        let edited = EditedRequest { method: method.into(), headers: Vec::new(), body: body.to_vec() };
        go(Resend { edited: Some(edited), ..resend(1) }, other(target.url()));
        let heard = target.heard().pop().unwrap();
        assert!(heard.line.starts_with(method) && heard.body == body, "{heard:?}");
    }
}

#[test]
fn what_was_not_taken_says_why() {
    let target = Target::answering(|number, _| match number {
        0 => answer("401 Unauthorized", "who are you?"),
        _ => answer("200 OK", ""),
    });
    let told = go(resend(2), other(target.url()));
    assert_eq!((told[0].status, told[0].answer.as_str(), told[0].taken), (Some(401), "who are you?", 0));
    assert_eq!((told[1].status, told[1].taken), (Some(200), 1));
    let nobody = go(resend(1), other(format!("http://{}/", address())));
    assert_eq!(nobody[0].why.as_deref(), Some("Nobody was reached: connection refused."));
    let edited = EditedRequest { method: "BREW".into(), headers: Vec::new(), body: Vec::new() };
    let unsendable = go(Resend { edited: Some(edited), ..resend(1) }, other(target.url()));
    assert!(unsendable[0].why.as_ref().unwrap().contains("BREW"), "{unsendable:?}");
}

/// The next event, waited for.
fn next(events: &Subscriber, woken: &Receiver<()>) -> Event {
    loop {
        if let Some(event) = events.next() {
            return event;
        }
        woken.recv_timeout(DEADLINE).unwrap();
    }
}

#[test]
fn the_rest_can_be_left_and_the_next_order_goes_on() {
    let (release, held) = sync_channel::<()>(2);
    let held = Mutex::new(held);
    let target = Target::answering(move |_, _| {
        held.lock().unwrap().recv_timeout(DEADLINE).unwrap();
        answer("200 OK", "")
    });
    let bus = Bus::default();
    let (wake, woken) = sync_channel(1);
    let events = bus.subscribe(Arc::new(move || _ = wake.try_send(())));
    let resender = Resender::start(clock(), bus).unwrap();
    let url = target.url();
    let order = move |times| {
        let audience = other(url.clone());
        move || Ok(Again::new(delivery(9, &CAME, b"{}"), resend(times), audience))
    };
    resender.send(order(1_000));
    target.hears(1);
    resender.stop_sending();
    release.send(()).unwrap();
    let Event::Traffic(TrafficEvent::SentAgain(told)) = next(&events, &woken) else { panic!("nothing told") };
    assert_eq!((told.tried, told.of, told.is_over()), (1, 1, true));
    resender.send(order(1));
    release.send(()).unwrap();
    let Event::Traffic(TrafficEvent::SentAgain(told)) = next(&events, &woken) else { panic!("nothing told") };
    assert_eq!((told.tried, told.of, target.heard().len()), (1, 1, 2));
    resender.send(|| Err(String::from("It is gone.")));
    let failed = Event::CommandFailed { what: String::from("Sending again"), why: String::from("It is gone.") };
    assert_eq!(next(&events, &woken), failed);
}
