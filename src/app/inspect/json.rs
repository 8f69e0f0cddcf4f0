//! A request for scripts: what `traffic --json` tells of it, and its headers, its body, our answer.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::app::listing::delivery_json;
use crate::call::{Datum, Delivery, Header, shown_header};
use crate::traffic::{Deviation, DeviationKind, TrafficRow, deviations};

/// All of it.
pub(super) fn request_json(row: &TrafficRow, delivery: &Delivery, answer: &str, shows_secrets: bool) -> Datum {
    let Datum::Record(mut fields) = delivery_json(&delivery.note) else { return Datum::Null };
    if shows_secrets && let Some((_, path)) = fields.iter_mut().find(|(key, _)| key == "path") {
        *path = Datum::from(delivery.note.path.as_str());
    }
    let header = |Header { name, value }: &Header| {
        let value = if shows_secrets { value.as_str().into() } else { shown_header(name, value) };
        record(vec![("name", Datum::from(name.as_str())), ("value", Datum::from(&*value))])
    };
    let mut push = |key: &str, value: Datum| {
        if !fields.iter().any(|(name, _)| name == key) {
            fields.push((key.to_owned(), value));
        }
    };
    push("replayOf", row.replay_of.map_or(Datum::Null, |of| Datum::Number(of.0.to_string().into())));
    push("rehearsed", row.rehearsed.as_deref().map_or(Datum::Null, Datum::from));
    push("headers", Datum::List(delivery.headers.iter().map(header).collect()));
    match core::str::from_utf8(&delivery.body) {
        Ok(body) => push("body", Datum::from(body)),
        Err(_) => push("bodyBase64", Datum::Text(STANDARD.encode(&delivery.body))),
    }
    push("answer", Datum::from(answer));
    push("deviations", Datum::List(deviations(&delivery.body).iter().map(deviation_json).collect()));
    Datum::Record(fields)
}

fn deviation_json(Deviation { path, kind }: &Deviation) -> Datum {
    let mut fields = vec![("path", Datum::from(path.as_str()))];
    match kind {
        DeviationKind::Missing => fields.push(("kind", Datum::from("missing"))),
        DeviationKind::New => fields.push(("kind", Datum::from("new"))),
        DeviationKind::Retyped { expected, found } => fields.extend([
            ("kind", Datum::from("retyped")),
            ("expected", Datum::from(*expected)),
            ("found", Datum::from(*found)),
        ]),
    }
    record(fields)
}

/// An object, in that order.
pub(super) fn record(fields: Vec<(&str, Datum)>) -> Datum {
    Datum::Record(fields.into_iter().map(|(key, value)| (key.to_owned(), value)).collect())
}
