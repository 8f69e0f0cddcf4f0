//! `list`, `show` and `traffic`: what is stored, for people and for scripts. They only read, beside whoever owns the folder.

use std::io::Write;

use anyhow::{Context, Result, bail};
use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::arguments::{Common, ListWish};
use super::{clock, paths, printed};
use crate::bus::{Bus, MAX_GAPS};
use crate::call::query::parse;
use crate::call::{
    Block, CallDetail, CallId, CallRow, Datum, DeliveryNote, Media, Note, Query, Sound, UnixMillis, View, lines_of,
    shown_target,
};
use crate::inbox::{DetailPage, Section, bytes_label, day_label, gap_label, millis_label, moment_label, until_label};
use crate::store::{Access, Reader, Store};

/// Rows read at a time.
pub(super) const PAGE: usize = 500;

/// What is stored, to be read beside whoever owns the folder.
pub(super) fn open(common: &Common) -> Result<(Store, Reader)> {
    let folder = paths::data_folder(common)?;
    let store = Store::open(&folder, Access::Guest, Bus::default(), clock::system())?;
    let reader = store.reader()?;
    Ok((store, reader))
}

/// What the words of a search ask for, among all calls; what could not be understood is said on stderr.
pub(super) fn query_of(words: &[String]) -> Query {
    let search = parse(&words.join(" "), clock::now(), &TimeZone::system());
    for problem in &search.problems {
        printed::note(&problem.sentence);
    }
    Query { view: View::All, term: search.term, sort: search.sort.unwrap_or_default() }
}

/// Calls, newest first.
///
/// # Errors
/// The inbox can't be read, or stdout is gone.
pub fn list(common: &Common, wish: &ListWish) -> Result<()> {
    let (_store, reader) = open(common)?;
    let query = query_of(&wish.query);
    if wish.count {
        return Ok(printed::line(&reader.order(&query)?.len().to_string())?);
    }
    let found = reader.head(&query, wish.limit.unwrap_or(usize::MAX))?;
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    if wish.json {
        for seq in &found {
            if let Some(detail) = reader.detail_alone(*seq)? {
                writeln!(out, "{}", detail_json(&detail, false).to_json())?;
            }
        }
    } else {
        for page in found.chunks(PAGE) {
            for row in &reader.rows_of(page)? {
                writeln!(out, "{}", row_line(row, clock::now(), &TimeZone::system()))?;
            }
        }
    }
    out.flush()?;
    Ok(())
}

/// One call.
///
/// # Errors
/// There is no such call, the inbox can't be read, or stdout is gone.
pub fn show(common: &Common, call_id: &str, is_json: bool, is_raw: bool) -> Result<()> {
    let (_store, reader) = open(common)?;
    let id = CallId::given(call_id).with_context(|| format!("“{call_id}” can't be a call's id."))?;
    if is_raw {
        let Some(body) = reader.first_body(&id)? else { bail!("There is no call with the id {id}.") };
        return Ok(printed::bytes(&body)?);
    }
    let Some(detail) = reader.detail_by_id(&id)? else { bail!("There is no call with the id {id}.") };
    if is_json {
        return Ok(printed::line(&detail_json(&detail, true).to_json())?);
    }
    let page = DetailPage::of(detail, clock::now(), &TimeZone::system());
    Ok(printed::bytes(page_text(&page).as_bytes())?)
}

/// Deliveries, newest first; for people also, between them, when none could arrive.
///
/// # Errors
/// The inbox can't be read, or stdout is gone.
pub fn traffic(common: &Common, is_json: bool, limit: Option<usize>) -> Result<()> {
    let (_store, reader) = open(common)?;
    let mut left = limit.unwrap_or(usize::MAX);
    let mut before = None;
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    let (now, zone) = (clock::now(), TimeZone::system());
    // Oldest first, so that the newest that was not printed yet is the last. Scripts get deliveries alone.
    let mut gaps = if is_json { Vec::new() } else { reader.gaps(UnixMillis(0)..now, MAX_GAPS)? };
    while left > 0 {
        let notes = reader.deliveries(before, left.min(PAGE))?;
        let Some(last) = notes.last() else { break };
        before = Some(last.id);
        left -= notes.len();
        for note in &notes {
            while let Some(gap) = gaps.pop_if(|gap| gap.from >= note.received_at) {
                writeln!(out, "-- {}", gap_label(&gap, now, &zone))?;
            }
            let line = if is_json { delivery_json(note).to_json() } else { delivery_line(note) };
            writeln!(out, "{line}")?;
        }
    }
    out.flush()?;
    Ok(())
}

fn number(value: impl std::fmt::Display) -> Datum {
    Datum::Number(value.to_string().into())
}

fn text_or_null(text: Option<&str>) -> Datum {
    text.map_or(Datum::Null, Datum::from)
}

/// RFC 3339, in UTC.
fn stamp(at: UnixMillis) -> Datum {
    Timestamp::from_millisecond(at.0).map_or(Datum::Null, |at| Datum::Text(format!("{at:.3}")))
}

/// The payload's own fields first, then ours. A field of the payload that has the name of one of ours moves under
/// `payload`, so that ours can be relied on.
pub(super) fn detail_json(detail: &CallDetail, is_whole: bool) -> Datum {
    let call = &detail.call;
    let score = call.analysis.score.as_ref();
    let number_or_null = || score.and_then(|score| score.value).map_or(Datum::Null, number);
    let mut own: Vec<(String, Datum)> = Vec::new();
    let mut push = |key: &str, value: Datum| own.push((key.to_owned(), value));
    push("receivedAt", stamp(detail.received_at));
    push("deliveries", number(detail.deliveries.len()));
    push("score", number_or_null());
    if let Some(score) = score {
        push("scoreText", Datum::Text(score.text.clone()));
    }
    push("unread", Datum::Bool(detail.triage.unread));
    push("starred", Datum::Bool(detail.triage.starred));
    push("done", Datum::Bool(detail.triage.done));
    push("snoozedUntil", detail.triage.snoozed_until.map_or(Datum::Null, stamp));
    push("tags", Datum::List(detail.tags.iter().map(|tag| Datum::from(tag.as_str())).collect()));
    push("notes", Datum::List(detail.notes.iter().map(note_json).collect()));
    push("tasks", tasks_json(detail));
    push("idSource", Datum::from(call.id_source.as_str()));
    if is_whole {
        let sound = detail.sound.as_ref().map(|(sound, _)| sound);
        push("recording", detail.recording.as_ref().map_or(Datum::Null, |media| recording_json(media, sound)));
        push("transcript", detail.transcript.as_ref().map_or(Datum::Null, |media| Datum::Record(media_fields(media))));
        push("received", Datum::List(detail.deliveries.iter().map(delivery_json).collect()));
    }
    let mut fields = vec![(String::from("callId"), Datum::from(call.id.as_str()))];
    let mut moved = Vec::new();
    for (key, _) in call.document.fields() {
        if fields.iter().any(|(name, _)| name == key) {
            continue;
        }
        let mut value = call.document.get(key).cloned().unwrap_or_default();
        if key == "callAnalysis"
            && let Datum::Record(parts) = &mut value
            && let Some(score) = parts.iter().rposition(|(name, _)| name == "score")
        {
            parts[score].1 = number_or_null();
        }
        if own.iter().any(|(name, _)| name == key) || key == "payload" {
            moved.push((key.clone(), value));
        } else {
            fields.push((key.clone(), value));
        }
    }
    if call.document.fields().is_empty() && !call.document.is_blank() {
        fields.push((String::from("payload"), call.document.clone()));
    } else if !moved.is_empty() {
        fields.push((String::from("payload"), Datum::Record(moved)));
    }
    fields.extend(own);
    Datum::Record(fields)
}

/// `atSecs` only of a note about a moment of the recording.
fn note_json(note: &Note) -> Datum {
    let moment = note.at_ms.map(|at| (String::from("atSecs"), secs(at)));
    let fields = [("at", stamp(note.written_at)), ("text", Datum::from(note.text.as_str()))];
    Datum::Record(fields.into_iter().map(|(key, value)| (key.to_owned(), value)).chain(moment).collect())
}

/// A note in words: what it is about, if that is a moment of the recording, then what it says.
pub(super) fn note_text(note: &Note) -> String {
    match note.at_ms.map(moment_label) {
        None => note.text.clone(),
        Some(moment) if note.text.is_empty() => moment,
        Some(moment) => format!("{moment} {}", note.text),
    }
}

fn secs(ms: u64) -> Datum {
    number(ms as f64 / 1_000.0)
}

fn recording_json(media: &Media, sound: Option<&Sound>) -> Datum {
    let mut fields = media_fields(media);
    let mut push = |key: &str, value: Datum| fields.push((key.to_owned(), value));
    push("durationSecs", sound.map_or(Datum::Null, |sound| secs(sound.duration_ms)));
    push("codec", text_or_null(sound.map(|sound| sound.codec.as_str())));
    push("channels", sound.map_or(Datum::Null, |sound| number(sound.channels)));
    push("damage", text_or_null(sound.and_then(|sound| sound.damage.as_deref())));
    if let Some(talk) = sound.and_then(|sound| sound.talk) {
        let fields = [
            ("leftSecs", secs(talk.left_ms)),
            ("rightSecs", secs(talk.right_ms)),
            ("overlapSecs", secs(talk.overlap_ms)),
            ("deadAirSecs", secs(talk.dead_air_ms)),
            ("longestPauseSecs", secs(talk.longest_pause_ms)),
        ];
        push("talk", record(fields));
    }
    Datum::Record(fields)
}

/// Where a file stands.
fn media_fields(media: &Media) -> Vec<(String, Datum)> {
    let fields = [
        ("state", Datum::from(media.state.name())),
        ("why", text_or_null(media.why.as_deref())),
        ("bytes", number(media.bytes_kept())),
        ("totalBytes", media.total_bytes.map_or(Datum::Null, number)),
        ("sha256", text_or_null(media.sha256.as_deref())),
        ("expiresAt", media.expires_at.map_or(Datum::Null, stamp)),
        ("retryAt", media.retry_at.map_or(Datum::Null, stamp)),
        ("pinned", Datum::Bool(media.is_pinned)),
    ];
    fields.into_iter().map(|(key, value)| (key.to_owned(), value)).collect()
}

/// What the platform named, then what a person added.
fn tasks_json(detail: &CallDetail) -> Datum {
    let task = |text: &str, is_done, is_own| {
        record([("text", Datum::from(text)), ("done", Datum::Bool(is_done)), ("own", Datum::Bool(is_own))])
    };
    let said = detail.said_tasks().into_iter().map(|said| task(&said.text, said.is_done, false));
    let own = detail.own_tasks.iter().map(|own| task(&own.text, own.done_at.is_some(), true));
    Datum::List(said.chain(own).collect())
}

fn record<const N: usize>(fields: [(&str, Datum); N]) -> Datum {
    Datum::Record(fields.into_iter().map(|(key, value)| (key.to_owned(), value)).collect())
}

fn delivery_json(note: &DeliveryNote) -> Datum {
    let took = note.took_micros.map_or(Datum::Null, |micros| number(micros as f64 / 1_000.0));
    record([
        ("id", number(note.id.0)),
        ("receivedAt", stamp(note.received_at)),
        ("from", text_or_null(note.peer.as_deref())),
        ("method", Datum::from(note.method.as_str())),
        ("path", Datum::Text(shown_target(&note.path))),
        ("status", number(note.status)),
        ("verdict", Datum::from(note.verdict.as_str())),
        ("reason", text_or_null(note.reason.as_deref())),
        ("callId", text_or_null(note.call_id.as_ref().map(CallId::as_str))),
        ("bodyBytes", number(note.body_bytes)),
        ("tookMs", took),
    ])
}

fn row_line(row: &CallRow, now: UnixMillis, zone: &TimeZone) -> String {
    let when = day_label(row.received_at, now, zone);
    let mood = row.mood.as_ref().map_or("", |mood| mood.word.as_str());
    let score = row.score.as_ref().map(crate::call::Score::label).unwrap_or_default();
    let mark = if row.triage.unread { "•" } else { " " };
    let outcome = row.outcome.as_deref().unwrap_or_default();
    let id = row.id.as_str();
    let mut line = format!("{mark} {when:>11}  {:<28}  {mood:<12}  {score:>5}  {outcome:<28}  {id}", row.title);
    if let Some(until) = row.triage.snoozed_until {
        line.push_str(&format!("  (snoozed until {})", until_label(until, now, zone)));
    }
    row.tags.iter().for_each(|tag| line.push_str(&format!("  #{tag}")));
    line
}

fn delivery_line(note: &DeliveryNote) -> String {
    let when = Timestamp::from_millisecond(note.received_at.0)
        .map(|at| at.to_zoned_datetime(TimeZone::system()).strftime("%Y-%m-%d %H:%M:%S%.3f").to_string())
        .unwrap_or_default();
    let took = note.took_micros.map(millis_label).unwrap_or_default();
    let about = note.reason.as_deref().or(note.call_id.as_ref().map(CallId::as_str)).unwrap_or_default();
    let (method, path, status) = (&note.method, shown_target(&note.path), note.status);
    let (verdict, size) = (note.verdict.as_str(), bytes_label(note.body_bytes));
    format!("{when}  {method:<4} {path}  {status}  {verdict:<8}  {size:>9}  {took:>7}  {about}")
}

fn page_text(page: &DetailPage) -> String {
    let mut text = format!("{}\n", page.title);
    let contacts: Vec<_> = page.contacts.iter().map(|contact| contact.text.as_str()).collect();
    if !contacts.is_empty() {
        text.push_str(&contacts.join(" · "));
        text.push('\n');
    }
    let mut facts: Vec<String> = page.detail.call.analysis.mood.iter().map(|mood| mood.word.clone()).collect();
    facts.extend(page.chips().map(str::to_owned));
    facts.extend(page.detail.call.analysis.score.iter().map(|score| format!("score {}", score.label())));
    facts.push(page.when.clone());
    text.push_str(&facts.join(" · "));
    text.push('\n');
    for section in &page.sections {
        section_text(page, section, &mut text);
    }
    text
}

fn section_text(page: &DetailPage, section: &Section, text: &mut String) {
    let mut line = |line: String| {
        text.push_str(&line);
        text.push('\n');
    };
    match section {
        Section::Text { title, text } => line(format!("\n{title}\n  {}", text.replace('\n', "\n  "))),
        Section::Blocks { title, blocks } => {
            line(format!("\n{title}"));
            for piece in lines_of(blocks) {
                line(format!("  {piece}"));
            }
        }
        Section::Tasks { blocks } => {
            let to_do = to_do_lines(page, blocks);
            if !to_do.is_empty() {
                line(String::from("\nAction items"));
            }
            to_do.iter().for_each(|piece| line(format!("  {piece}")));
        }
        Section::Notes => {
            if !page.detail.notes.is_empty() {
                line(String::from("\nNotes"));
            }
            for note in &page.detail.notes {
                line(format!("  {}", note_text(note).replace('\n', "\n  ")));
            }
        }
        Section::Facts { title, facts } => {
            line(format!("\n{title}"));
            for fact in facts {
                line(format!("  {:<16} {}", fact.label, fact.text));
            }
        }
        Section::Deliveries(deliveries) => {
            line(format!("\nDeliveries ({})", deliveries.len()));
            for delivery in deliveries {
                line(format!("  {}  {}  {}", delivery.when, delivery.verdict.as_str(), delivery.facts));
            }
        }
    }
}

/// What the platform named, then what a person added.
pub(super) fn to_do_lines(page: &DetailPage, blocks: &[Block]) -> Vec<String> {
    let own = page.detail.own_tasks.iter();
    let own = own.map(|task| format!("[{}] {}", if task.done_at.is_some() { 'x' } else { ' ' }, task.text));
    lines_of(blocks).into_iter().chain(own).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Arc;

    use crate::call::{Call, EntryId, IdSource, MediaKind, MediaState, OwnTask, Seq, Talk, Triage};

    fn detail(payload: &str) -> CallDetail {
        let document = Datum::parse(payload).unwrap();
        let call = Call::read(CallId::given("c1").unwrap(), IdSource::Given, document);
        CallDetail::new(Seq(1), UnixMillis(0), call, Triage::default(), Vec::new())
    }

    fn json(payload: &str) -> String {
        detail_json(&detail(payload), false).to_json()
    }

    #[test]
    fn a_recording_is_told_with_where_it_stands_and_what_it_holds() {
        let mut detail = detail(r#"{"recordingUri":"https://x.example/a"}"#);
        let named = Media::named(Seq(1), MediaKind::Recording, String::from("https://x.example/a"));
        detail.recording = Some(Media {
            state: MediaState::Kept,
            ranges: std::iter::once(0..70).collect(),
            total_bytes: Some(70),
            sha256: Some(String::from("ab")),
            ..named
        });
        let (codec, talk) = (String::from("MP3"), Some(Talk { left_ms: 1_500, ..Talk::default() }));
        let sound =
            Sound { codec, channels: 2, sample_rate: 8_000, duration_ms: 61_250, has_sides: true, damage: None, talk };
        detail.sound = Some((sound, Arc::default()));
        let whole = detail_json(&detail, true).to_json();
        let recording = r#""recording":{"state":"kept","why":null,"bytes":70,"totalBytes":70,"sha256":"ab","expiresAt":null,"retryAt":null,"pinned":false,"durationSecs":61.25,"codec":"MP3","channels":2,"damage":null,"talk":{"leftSecs":1.5,"rightSecs":0,"overlapSecs":0,"deadAirSecs":0,"longestPauseSecs":0}},"transcript":null"#;
        assert!(whole.contains(recording), "{whole}");
    }

    #[test]
    fn what_a_person_wrote_is_there() {
        let mut detail = detail(r#"{"callAnalysis":{"actionItems":["Call"]}}"#);
        let (id, at) = (EntryId(1), UnixMillis(1_000));
        detail.triage.snoozed_until = Some(at);
        detail.tags = vec![String::from("VIP")];
        detail.notes =
            vec![Note { id, written_at: at, edited_at: None, text: String::from("Hi"), at_ms: None, turn: None }];
        detail.own_tasks = vec![OwnTask { id, text: String::from("Quote"), created_at: at, done_at: Some(at) }];
        let text = detail_json(&detail, false).to_json();
        for part in [
            r#""snoozedUntil":"1970-01-01T00:00:01.000Z","tags":["VIP"]"#,
            r#""notes":[{"at":"1970-01-01T00:00:01.000Z","text":"Hi"}]"#,
            r#""tasks":[{"text":"Call","done":false,"own":false},{"text":"Quote","done":true,"own":true}]"#,
        ] {
            assert!(text.contains(part), "{part} in {text}");
        }
        assert!(json("{}").contains(r#""snoozedUntil":null,"tags":[],"notes":[],"tasks":[]"#));
    }

    #[test]
    fn a_line_ends_with_what_a_person_made_of_the_call() {
        let mut row = detail(r#"{"callerDetails":{"name":"Ann"}}"#).row();
        let line = |row: &CallRow| row_line(row, UnixMillis(0), &TimeZone::UTC);
        assert!(line(&row).ends_with("  c1"), "{}", line(&row));
        row.triage.snoozed_until = Some(UnixMillis(3_600_000));
        row.tags = vec![String::from("hot lead"), String::from("vip")];
        assert!(line(&row).ends_with("  c1  (snoozed until 01:00)  #hot lead  #vip"), "{}", line(&row));
    }

    #[test]
    fn the_payloads_fields_come_first_and_the_score_is_a_number() {
        let text = json(r#"{"callId":"c1","x":{"y":1},"callAnalysis":{"mood":"Calm","score":"85/100"}}"#);
        assert!(text.starts_with(r#"{"callId":"c1","x":{"y":1},"callAnalysis":{"mood":"Calm","score":85},"#), "{text}");
        assert!(text.contains(r#""receivedAt":"1970-01-01T00:00:00.000Z""#), "{text}");
        assert!(text.contains(r#""score":85,"scoreText":"85/100""#), "{text}");
    }

    #[test]
    fn fields_named_like_ours_move_aside_and_what_is_no_record_is_under_payload() {
        let text = json(r#"{"callId":"c1","unread":"mine"}"#);
        assert!(text.contains(r#""payload":{"unread":"mine"}"#) && text.contains(r#""unread":false"#), "{text}");
        assert!(json("[1,2]").contains(r#""payload":[1,2]"#));
    }
}
