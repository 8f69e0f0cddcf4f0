//! `replay`: a request sent again, to the inbox that runs on the folder or to any URL.

use std::cell::Cell;
use std::io;

use anyhow::{Context, Result, anyhow, bail};
use serde::Serialize;

use super::arguments::{Common, ReplayWish};
use super::settings::Settings;
use super::traffic::OwnHook;
use super::{clock, listing, printed};
use crate::call::{Delivery, DeliveryId, Header};
use crate::relay::{Again, Http, check_url};
use crate::traffic::{EditedRequest, Resend, SentAgain};

const NOBODY: &str =
    "No inbox runs on this folder that the request could be sent to. Start one (`call-inbox serve`), or name a URL.";

/// Sends it and says what was answered to each try.
///
/// # Errors
/// There is no such request, nobody to send it to, or a try was not answered 2xx.
pub fn replay(common: &Common, wish: &ReplayWish) -> Result<()> {
    let (store, reader) = listing::open(common)?;
    let settings = Settings::look(store.folder());
    let id = DeliveryId(wish.id);
    let Some(delivery) = reader.delivery(id)? else {
        bail!("There is no request with the number {}; `call-inbox traffic` lists them.", wish.id);
    };
    if let Some(url) = &wish.url {
        check_url(url).map_err(|why| anyhow!(why))?;
    }
    let is_cut = delivery.note.body_bytes > delivery.body.len() as u64;
    if is_cut && wish.body.is_none() {
        printed::note(&format!("only the first {} bytes of its body were kept", delivery.body.len()));
    }
    let own = OwnHook { url: store.announced(), secret: settings.secret, signing: settings.signing };
    let audience = own.audience(wish.url.clone()).map_err(|_| anyhow!(NOBODY))?;
    let resend = Resend { id, url: wish.url.clone(), times: wish.times, edited: edited(wish, &delivery)? };
    let printing: Cell<io::Result<()>> = Cell::new(Ok(()));
    let is_gone = Cell::new(false);
    let mut first_failure = None;
    Again::new(delivery, resend, audience).go(
        &Http::default(),
        &clock::system(),
        || is_gone.get(),
        |so_far| {
            let outcome = printed::line(&if wish.json { json(so_far) } else { text(so_far) });
            is_gone.set(outcome.is_err());
            printing.set(outcome);
            first_failure = first_failure.take().or_else(|| failure(so_far));
        },
    );
    printing.into_inner()?;
    match first_failure {
        Some(why) => bail!("Not every try was taken: {why}"),
        None => Ok(()),
    }
}

/// The request as it was changed on the command line; `None` if nothing was.
fn edited(wish: &ReplayWish, delivery: &Delivery) -> Result<Option<EditedRequest>> {
    if wish.body.is_none() && wish.header.is_empty() && wish.method.is_none() {
        return Ok(None);
    }
    let body = match &wish.body {
        Some(file) => std::fs::read(file).with_context(|| format!("The body can't be read: {}", file.display()))?,
        None => delivery.body.clone(),
    };
    let given = wish.header.iter().map(|line| {
        let (name, value) = line.split_once(':').with_context(|| format!("A header is NAME: VALUE, not “{line}”."))?;
        Ok(Header { name: name.trim().to_owned(), value: value.trim().to_owned() })
    });
    let given = given.collect::<Result<Vec<_>>>()?;
    let is_given = |header: &&Header| given.iter().any(|new| new.name.eq_ignore_ascii_case(&header.name));
    let kept: Vec<Header> = delivery.headers.iter().filter(|header| !is_given(header)).cloned().collect();
    let headers = kept.into_iter().chain(given.into_iter().filter(|header| !header.value.is_empty())).collect();
    let method = wish.method.as_ref().map_or(delivery.note.method.clone(), |method| method.to_ascii_uppercase());
    Ok(Some(EditedRequest { method, headers, body }))
}

/// Why the last try was not taken, in a sentence.
fn failure(so_far: &SentAgain) -> Option<String> {
    match so_far.status {
        Some(200..=299) => None,
        Some(status) => Some(format!("one was answered {status}: {}", so_far.answer.trim())),
        None => so_far.why.clone(),
    }
}

fn took_ms(so_far: &SentAgain) -> Option<f64> {
    // An f64 holds any time an answer can take.
    so_far.took_micros.map(|micros| micros as f64 / 1_000.0)
}

fn text(so_far: &SentAgain) -> String {
    let count = format!("{}/{}", so_far.tried, so_far.of);
    let line = match so_far.status {
        Some(status) => {
            format!("{count}  {status}  {:.1} ms  {}", took_ms(so_far).unwrap_or_default(), so_far.answer.trim())
        }
        None => format!("{count}  {}", so_far.why.as_deref().unwrap_or_default()),
    };
    line.chars().map(|letter| if letter.is_control() { ' ' } else { letter }).collect()
}

/// One try, for scripts.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Try<'a> {
    id: i64,
    to: &'a str,
    r#try: u32,
    of: u32,
    status: Option<u16>,
    took_ms: Option<f64>,
    answer: &'a str,
    why: Option<&'a str>,
}

fn json(so_far: &SentAgain) -> String {
    let one = Try {
        id: so_far.id.0,
        to: &so_far.to,
        r#try: so_far.tried,
        of: so_far.of,
        status: so_far.status,
        took_ms: took_ms(so_far),
        answer: &so_far.answer,
        why: so_far.why.as_deref(),
    };
    serde_json::to_string(&one).expect("texts and numbers are always JSON")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn so_far(status: Option<u16>) -> SentAgain {
        SentAgain {
            id: DeliveryId(7),
            to: "http://a.example/x".into(),
            tried: 1,
            of: 2,
            taken: 0,
            status,
            answer: status.map_or_else(String::new, |_| "no\nsuch agent".into()),
            took_micros: status.map(|_| 1_250),
            why: status.is_none().then(|| "Nobody was reached: connection refused.".into()),
        }
    }

    #[test]
    fn a_try_is_one_line_for_people_and_for_scripts() {
        assert_eq!(text(&so_far(Some(404))), "1/2  404  1.2 ms  no such agent");
        assert_eq!(text(&so_far(None)), "1/2  Nobody was reached: connection refused.");
        assert_eq!(
            json(&so_far(Some(404))),
            r#"{"id":7,"to":"http://a.example/x","try":1,"of":2,"status":404,"tookMs":1.25,"answer":"no\nsuch agent","why":null}"#
        );
        assert_eq!(failure(&so_far(Some(204))), None);
        assert!(failure(&so_far(Some(302))).is_some() && failure(&so_far(None)).is_some());
    }
}
