//! Calls as one page to read or to print: a list that leads to each call, then the calls. It needs no network and no
//! script, and lets none in.

use std::io::Write;

use anyhow::Result;
use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::super::listing::note_text;
use super::markup::{Escaped, Readable, ToDo};
use super::{Calls, stamp};
use crate::call::{CallRow, Mood, Seq, Tone, UnixMillis};
use crate::inbox::{Contact, DetailPage, Fact, Section, count_label, full_stamp, sentence_case};

const LOOK: &str = include_str!("page.css");
/// Should something slip through the escaping, it still can't run or ask for anything.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

/// Writes the page.
pub fn write(out: &mut dyn Write, calls: &Calls<'_>, query: &str, now: UnixMillis, zone: &TimeZone) -> Result<()> {
    open(out, query, calls.count(), &full_stamp(now, zone))?;
    contents(out, calls, zone)?;
    writeln!(out, "<main>")?;
    calls.each(|detail| article(out, &DetailPage::of(detail, now, zone), zone))?;
    writeln!(out, "</main>\n</body>\n</html>")?;
    Ok(())
}

fn open(out: &mut dyn Write, query: &str, count: u64, when: &str) -> Result<()> {
    let title = if query.trim().is_empty() { String::from("All calls") } else { format!("Calls: {query}") };
    let (title, count) =
        (Escaped(&title), format!("{} {}", count_label(count), if count == 1 { "call" } else { "calls" }));
    writeln!(
        out,
        r#"<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>{title}</title>
<style>
{LOOK}</style>
</head>
<body>
<header class="top" id="top">
<h1 dir="auto">{title}</h1>
<p class="quiet">{count} · exported {} by Call Inbox</p>
</header>"#,
        Escaped(when)
    )?;
    Ok(())
}

/// The list that leads to each call.
fn contents(out: &mut dyn Write, calls: &Calls<'_>, zone: &TimeZone) -> Result<()> {
    if calls.count() == 0 {
        writeln!(out, r#"<p class="quiet">No call was found.</p>"#)?;
        return Ok(());
    }
    let heads = ["Received", "Caller", "Company", "Mood", "Score", "Outcome", "Tags"];
    let heads: String = heads.iter().map(|head| format!(r#"<th scope="col">{head}</th>"#)).collect();
    writeln!(out, "<nav aria-label=\"Calls\">\n<table>\n<thead><tr>{heads}</tr></thead>\n<tbody>")?;
    calls.each_row(|row| line(out, row, zone))?;
    writeln!(out, "</tbody>\n</table>\n</nav>")?;
    Ok(())
}

fn line(out: &mut dyn Write, row: &CallRow, zone: &TimeZone) -> Result<()> {
    let when = Timestamp::from_millisecond(row.received_at.0)
        .map(|at| at.to_zoned_datetime(zone.clone()).strftime("%Y-%m-%d %H:%M").to_string())
        .unwrap_or_default();
    let company = row.company.as_deref().unwrap_or_default();
    let outcome = row.outcome.as_deref().unwrap_or_default();
    let score = row.score.as_ref().map(crate::call::Score::label).unwrap_or_default();
    writeln!(
        out,
        r##"<tr><td class="when">{when}</td><td dir="auto"><a href="#{}">{}</a></td><td dir="auto">{}</td><td>{}</td><td class="number">{}</td><td dir="auto">{}</td><td dir="auto">{}</td></tr>"##,
        anchor(row.seq),
        Escaped(&row.title),
        Escaped(company),
        row.mood.as_ref().map(mood).unwrap_or_default(),
        Escaped(&score),
        Escaped(outcome),
        Escaped(&row.tags.join(", ")),
    )?;
    Ok(())
}

fn article(out: &mut dyn Write, page: &DetailPage, zone: &TimeZone) -> Result<()> {
    let detail = &page.detail;
    let id = anchor(detail.seq);
    writeln!(out, "<article id=\"{id}\" aria-labelledby=\"{id}-who\">\n<header>")?;
    writeln!(out, r#"<h2 id="{id}-who" dir="auto">{}</h2>"#, Escaped(&page.title))?;
    if !page.contacts.is_empty() {
        let contacts: Vec<String> = page.contacts.iter().map(contact).collect();
        writeln!(out, r#"<p class="contacts">{}</p>"#, contacts.join(" · "))?;
    }
    let mut facts: Vec<String> = detail.call.analysis.mood.iter().map(mood).collect();
    facts.extend(page.chips().map(|chip| format!(r#"<span class="chip" dir="auto">{}</span>"#, Escaped(chip))));
    if let Some(score) = &detail.call.analysis.score {
        facts.push(format!(r#"<span class="chip">Score <b dir="auto">{}</b></span>"#, Escaped(&score.label())));
    }
    facts
        .extend(detail.tags.iter().map(|tag| format!(r#"<span class="chip tag" dir="auto">#{}</span>"#, Escaped(tag))));
    if !facts.is_empty() {
        writeln!(out, r#"<p class="chips">{}</p>"#, facts.join("\n"))?;
    }
    let mut marks =
        vec![format!(r#"<time datetime="{}">{}</time>"#, stamp(detail.received_at), Escaped(&page.when_full))];
    let marked =
        [(detail.triage.unread, "Unread"), (detail.triage.starred, "★ Starred"), (detail.triage.done, "✓ Done")];
    marks.extend(marked.iter().filter(|(is_set, _)| *is_set).map(|(_, name)| String::from(*name)));
    marks.extend(
        detail.triage.snoozed_until.map(|until| format!("Snoozed until {}", Escaped(&full_stamp(until, zone)))),
    );
    writeln!(out, "<p class=\"quiet\">{}</p>\n</header>", marks.join(" · "))?;
    for part in &page.sections {
        section(out, page, part, zone)?;
    }
    writeln!(out, "<p class=\"up\"><a href=\"#top\">Back to the list</a></p>\n</article>")?;
    Ok(())
}

/// A part of what is known of a call; nothing of an empty one.
pub(super) fn section(out: &mut dyn Write, page: &DetailPage, part: &Section, zone: &TimeZone) -> Result<()> {
    let (title, body) = match part {
        Section::Text { title, text } => (*title, format!(r#"<p class="text" dir="auto">{}</p>"#, Escaped(text))),
        Section::Blocks { title, blocks } => (*title, Readable(blocks).to_string()),
        Section::Tasks { blocks } => {
            let own = page.detail.own_tasks.iter();
            let own = own.map(|task| ToDo { text: &task.text, is_done: task.done_at.is_some() });
            let own: String = own.map(|task| format!("{task}</li>")).collect();
            let own = if own.is_empty() { own } else { format!(r#"<ul class="tasks">{own}</ul>"#) };
            ("Action items", format!("{}{own}", Readable(blocks)))
        }
        Section::Notes => {
            let note = |note: &crate::call::Note| {
                let when = full_stamp(note.written_at, zone);
                format!(
                    r#"<p class="text note" dir="auto">{}</p><p class="quiet">{}</p>"#,
                    Escaped(&note_text(note)),
                    Escaped(&when)
                )
            };
            ("Notes", page.detail.notes.iter().map(note).collect())
        }
        Section::Facts { title, facts } => (*title, format!("<dl>{}</dl>", facts.iter().map(fact).collect::<String>())),
        Section::Deliveries(deliveries) => {
            let delivery = |delivery: &crate::inbox::DeliveryLine| {
                let more = delivery.changes.iter().chain(&delivery.note);
                let more: String =
                    more.map(|more| format!(r#"<br><span dir="auto">{}</span>"#, Escaped(more))).collect();
                let (when, facts) = (Escaped(&delivery.when_full), Escaped(&delivery.facts));
                format!("<li>{when}: {}, {facts}{more}</li>\n", delivery.verdict.as_str())
            };
            let lines: String = deliveries.iter().map(delivery).collect();
            ("Deliveries", format!(r#"<ul class="quiet">{lines}</ul>"#))
        }
    };
    if !body.is_empty() {
        writeln!(out, "<section>\n<h3>{title}</h3>\n{body}\n</section>")?;
    }
    Ok(())
}

fn anchor(seq: Seq) -> String {
    format!("call-{}", seq.0)
}

/// Never colour alone: a sign and the platform's word.
pub(super) fn mood(mood: &Mood) -> String {
    let (class, sign) = match mood.tone {
        Tone::Good => ("good", "☺"),
        Tone::Bad => ("bad", "☹"),
        Tone::Mixed => ("mixed", "◐"),
        Tone::Neutral => ("neutral", "○"),
    };
    format!(
        r#"<span class="mood {class}" dir="auto"><span aria-hidden="true">{sign}</span> {}</span>"#,
        Escaped(&sentence_case(&mood.word))
    )
}

pub(super) fn contact(contact: &Contact) -> String {
    let text = Escaped(&contact.text);
    match &contact.link {
        Some(link) => format!(r#"<a href="{}" dir="auto">{text}</a>"#, Escaped(link)),
        None => format!(r#"<span dir="auto">{text}</span>"#),
    }
}

fn fact(fact: &Fact) -> String {
    let as_sent = fact.as_sent.as_ref();
    let as_sent = as_sent.map(|sent| format!(r#" <span class="quiet" dir="auto">({})</span>"#, Escaped(sent)));
    let (label, text) = (Escaped(&fact.label), Escaped(&fact.text));
    format!(
        "<dt dir=\"auto\">{label}</dt><dd><span class=\"text\" dir=\"auto\">{text}</span>{}</dd>\n",
        as_sent.unwrap_or_default()
    )
}
