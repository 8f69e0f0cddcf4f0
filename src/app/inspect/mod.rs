//! `inspect` and `diff`: one request in every form in which it can be looked at or handed on, and two side by side. They
//! only read, beside whoever owns the folder.
//!
//! **Invariant:** nothing is written but to stdout, stderr and the file that was named. Secrets are masked unless they were
//! asked for; the raw body is what came.

mod difference;
mod json;
mod text;

use std::path::Path;

use anyhow::{Result, bail};
use jiff::tz::TimeZone;

use super::arguments::{Common, DEFAULT_ADDRESS, InspectForm, InspectWish};
use super::export::put;
use super::listing::open;
use super::settings::Settings;
use super::{paths, printed};
use crate::call::{Delivery, DeliveryId};
use crate::store::Reader;
use crate::traffic::{TrafficRow, compare, curl, fixture, har, safe_body};

/// One request.
///
/// # Errors
/// There is no such request, the inbox can't be read, the file can't be written, or stdout is gone.
pub fn inspect(common: &Common, wish: &InspectWish) -> Result<()> {
    let (_store, reader) = open(common)?;
    let (row, delivery, answer) = request(&reader, wish.id)?;
    let shows_secrets = wish.show_secrets;
    let written = match wish.form() {
        InspectForm::Text => {
            text::request_text(&row, &delivery, &answer, shows_secrets, &TimeZone::system()).into_bytes()
        }
        InspectForm::Json => json::request_json(&row, &delivery, &answer, shows_secrets).to_json().into_bytes(),
        InspectForm::Curl => {
            let url = match &wish.url {
                Some(url) => url.clone(),
                None => own_base(common) + &delivery.note.path,
            };
            curl(&delivery, &url, shows_secrets).into_bytes()
        }
        InspectForm::Har => {
            let base_url = wish.url.as_deref().map_or_else(|| own_base(common), base_of);
            har(&[(delivery, answer)], &base_url, shows_secrets).into_bytes()
        }
        InspectForm::Raw => delivery.body,
        InspectForm::Safe => safe_body(&delivery.body),
        InspectForm::Fixture => fixture(&delivery, &answer, shows_secrets).into_bytes(),
    };
    deliver(wish.out.as_deref(), written, wish.form())
}

/// What differs between two requests.
///
/// # Errors
/// One of them is not there, the inbox can't be read, or stdout is gone.
pub fn diff(common: &Common, one: i64, other: i64, is_json: bool) -> Result<()> {
    let (_store, reader) = open(common)?;
    let (_, first, _) = request(&reader, one)?;
    let (_, second, _) = request(&reader, other)?;
    let comparison = compare(&first, &second).without_secrets();
    let written = if is_json {
        difference::comparison_json(&comparison).to_json() + "\n"
    } else {
        difference::comparison_text(&comparison)
    };
    Ok(printed::bytes(written.as_bytes())?)
}

fn request(reader: &Reader, id: i64) -> Result<(TrafficRow, Delivery, String)> {
    match reader.request(DeliveryId(id))? {
        Some(request) => Ok(request),
        None => bail!("There is no request {id}: `call-inbox traffic --json` shows the id of each."),
    }
}

/// Bodies go out as they are, everything else ends with a line.
fn deliver(out: Option<&Path>, mut written: Vec<u8>, form: InspectForm) -> Result<()> {
    if !matches!(form, InspectForm::Raw | InspectForm::Safe) && !written.ends_with(b"\n") {
        written.push(b'\n');
    }
    match out {
        Some(path) => put(path, &written),
        None => Ok(printed::bytes(&written)?),
    }
}

/// Where this inbox listens, as far as its settings tell.
fn own_base(common: &Common) -> String {
    let listen = paths::data_folder(common).ok().and_then(|folder| Settings::peek(&folder).listen);
    match listen {
        Some(address) => format!("http://{}", super::engines::reachable(address)),
        None => format!("http://{DEFAULT_ADDRESS}"),
    }
}

/// A URL without its path.
fn base_of(url: &str) -> String {
    let host = url.find("://").map_or(0, |at| at + "://".len());
    let end = url[host..].find(['/', '?', '#']).map_or(url.len(), |at| host + at);
    url[..end].to_owned()
}
