//! A call as one page to review: what is known of it, and its transcript in step with the recording, which lies beside the
//! page.
//!
//! **Invariant:** the page asks nothing of a network and runs no script but ours; nothing that a payload says is markup.

use std::fmt::Write as _;

use anyhow::Result;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use jiff::tz::TimeZone;
use sha2::{Digest as _, Sha256};

use super::markup::Escaped;
use super::page::{contact, mood, section};
use crate::call::Note;
use crate::inbox::{DetailPage, Section, full_stamp};
use crate::transcript::write::{Line, Script, moment};
use crate::transcript::{Places, Side, Turn, Word};

const LOOK: &str = include_str!("page.css");
/// So many turns are laid out together when they come into sight. Of 5,000 one by one the browser would look after each, for
/// every frame; all at once it would lay out what nobody sees.
const PART: usize = 50;
const SCRIPT: &str = include_str!("page.js");

/// What a page to review shows.
pub struct Review<'a> {
    /// What is known of the call.
    pub page: &'a DetailPage,
    /// What was said, if that is known.
    pub script: Option<&'a Script>,
    /// The recording's file beside the page, or why there is none, in a sentence.
    pub recording: Result<&'a str, &'a str>,
    /// For the times of notes.
    pub zone: &'a TimeZone,
}

/// The page.
///
/// # Errors
/// None that is known; those of writing.
pub fn review(review: &Review<'_>) -> Result<String> {
    let script = review.script;
    let places = script.map(|script| Places::of(script.transcript())).unwrap_or_default();
    Ok(format!(
        include_str!("page.html"),
        policy = policy(),
        title = Escaped(&review.page.title),
        look = LOOK,
        facts = facts(review.page),
        about = about(review, &places)?,
        transcript = transcript(script, review.recording.is_ok()),
        player = player(review.recording),
        script = SCRIPT,
    ))
}

/// Should something slip through the escaping, it still can't run or ask for anything: only this script runs, by its hash.
fn policy() -> String {
    let hash = STANDARD.encode(Sha256::digest(SCRIPT));
    // `'self'` where a server hands the page out, `file:` where it is opened from a folder.
    format!(
        "default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{hash}'; media-src 'self' file:; base-uri 'none'; \
         form-action 'none'"
    )
}

/// How to reach the caller, what came of it, and when it was.
fn facts(page: &DetailPage) -> String {
    let mut facts = String::new();
    let contacts: Vec<String> = page.contacts.iter().map(contact).collect();
    if !contacts.is_empty() {
        _ = writeln!(facts, r#"<p class="contacts">{}</p>"#, contacts.join(" · "));
    }
    let analysis = &page.detail.call.analysis;
    let mut chips: Vec<String> = analysis.mood.iter().map(mood).collect();
    let chip = |class: &str, text: &str| format!(r#"<span class="chip{class}" dir="auto">{}</span>"#, Escaped(text));
    chips.extend(page.chips().map(|text| chip("", text)));
    chips.extend(analysis.score.iter().map(|score| chip("", &format!("Score {}", score.label()))));
    chips.extend(page.detail.tags.iter().map(|tag| chip(" tag", &format!("#{tag}"))));
    if !chips.is_empty() {
        _ = writeln!(facts, r#"<p class="chips">{}</p>"#, chips.join("\n"));
    }
    _ = write!(facts, r#"<p class="quiet">{}</p>"#, Escaped(&page.when_full));
    facts
}

/// Everything but how the call reached us.
fn about(review: &Review<'_>, places: &Places) -> Result<String> {
    let mut about = Vec::new();
    for part in &review.page.sections {
        match part {
            Section::Deliveries(_) => {}
            Section::Text { title, text } => {
                let text = with_places(text, places);
                about.extend(
                    format!("<section>\n<h2>{title}</h2>\n<p class=\"text\" dir=\"auto\">{text}</p>\n</section>\n")
                        .bytes(),
                );
            }
            Section::Notes => {
                let notes: String = review.page.detail.notes.iter().map(|said| note(said, review)).collect();
                if !notes.is_empty() {
                    about.extend(format!("<section>\n<h2>Notes</h2>\n{notes}</section>\n").bytes());
                }
            }
            Section::Blocks { .. } | Section::Tasks { .. } | Section::Facts { .. } => {
                section(&mut about, review.page, part, review.zone)?;
            }
        }
    }
    Ok(String::from_utf8(about)?)
}

/// A text whose sentences lead to where they were said.
fn with_places(text: &str, places: &Places) -> String {
    let mut marked = String::new();
    for sentence in sentences(text) {
        let said = sentence.trim_end();
        let space = &sentence[said.len()..];
        match places.find(said) {
            Some(turn) => {
                _ = write!(marked, "<a class=\"said\" href=\"#t{turn}\">{}</a>{}", Escaped(said), Escaped(space));
            }
            None => _ = write!(marked, "{}", Escaped(sentence)),
        }
    }
    marked
}

/// The sentences of a text with the space behind them.
fn sentences(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let ends = |(at, c): (usize, char)| {
            let behind = &rest[at + c.len_utf8()..];
            let next = behind.trim_start();
            let is_end = match c {
                '\n' | '。' | '।' => true,
                '!' | '?' => next.len() < behind.len(),
                // What goes on in small letters was an abbreviation.
                '.' => next.len() < behind.len() && !next.starts_with(char::is_lowercase),
                _ => false,
            };
            is_end.then(|| rest.len() - next.len())
        };
        let end = rest.char_indices().find_map(ends).unwrap_or(rest.len());
        let (sentence, behind) = rest.split_at(end);
        rest = behind;
        Some(sentence)
    })
}

fn note(note: &Note, review: &Review<'_>) -> String {
    let turn = note.turn.map(|turn| turn as usize);
    let turn = turn.filter(|turn| review.script.is_some_and(|script| script.spoken().any(|line| line.number == *turn)));
    let place = match (note.at_ms, turn) {
        (Some(at), _) if review.recording.is_ok() => {
            format!("<button type=\"button\" class=\"at\" data-at=\"{at}\">{}</button> ", moment(at))
        }
        (Some(at), _) => format!("{} ", moment(at)),
        (None, Some(turn)) => format!("<a class=\"said\" href=\"#t{turn}\">In the transcript:</a> "),
        (None, None) => String::new(),
    };
    let when = full_stamp(note.written_at, review.zone);
    format!(
        "<p class=\"text note\" dir=\"auto\">{place}{}</p><p class=\"quiet\">{}</p>\n",
        Escaped(&note.text),
        Escaped(&when)
    )
}

/// What was said, a turn after the other; a file in which nothing was found as the text it is.
fn transcript(script: Option<&Script>, can_play: bool) -> String {
    let Some(script) = script else {
        return String::from("<p class=\"quiet\">There is no transcript of this call.</p>");
    };
    let mut drawn = String::new();
    let is_timed = script.spoken().any(|line| line.turn.start_ms.is_some());
    let has_turns = script.spoken().next().is_some();
    if has_turns && !is_timed && can_play {
        drawn.push_str("<p class=\"quiet\">This transcript has no times, so it can't follow the sound.</p>\n");
    }
    _ = writeln!(drawn, r#"<div class="{}">"#, if is_timed { "timed" } else { "untimed" });
    let lines: Vec<Line<'_>> = script.spoken().collect();
    for part in lines.chunks(PART) {
        drawn.push_str("<div class=\"part\">\n");
        part.iter().for_each(|line| turn(&mut drawn, *line, is_timed, can_play));
        drawn.push_str("</div>\n");
    }
    drawn.push_str("</div>\n");
    let raw = &script.transcript().raw;
    if !has_turns && !raw.is_empty() {
        _ = writeln!(drawn, "<pre dir=\"auto\">\n{}</pre>", Escaped(raw));
    }
    for remark in &script.transcript().remarks {
        _ = writeln!(drawn, r#"<p class="quiet" dir="auto">{}</p>"#, Escaped(remark));
    }
    drawn
}

fn turn(drawn: &mut String, line: Line<'_>, is_timed: bool, can_play: bool) {
    let turn = line.turn;
    let side = match turn.side {
        Side::Agent => "agent",
        Side::Caller => "caller",
        Side::Speaker(_) | Side::Tool | Side::Hidden => "speaker",
    };
    let times = turn.start_ms.filter(|_| can_play);
    let times = times.map(|start| format!(r#" data-t="{start} {}""#, turn.end_ms.unwrap_or_default()));
    let at = match turn.start_ms.map(moment) {
        Some(at) if can_play => format!("<button type=\"button\" class=\"at\">{at}</button>"),
        Some(at) => format!("<span class=\"at\">{at}</span>"),
        // Its place stays empty beside those that have one.
        None if is_timed => String::from("<span></span>"),
        None => String::new(),
    };
    let number = line.number;
    _ = writeln!(
        drawn,
        "<article class=\"turn {side}\" id=\"t{number}\"{}>{}<div><div class=\"who\" dir=\"auto\">{}</div>\
         <p class=\"text\" dir=\"auto\">{}{}</p>{}</div></article>",
        times.unwrap_or_default(),
        at,
        Escaped(line.name),
        with_words(turn),
        if turn.is_interrupted { " —" } else { "" },
        turn.translation
            .iter()
            .map(|said| format!(r#"<p class="text quiet" dir="auto">{}</p>"#, Escaped(said)))
            .collect::<String>(),
    );
}

/// The text, with what is highlighted while it is heard.
fn with_words(turn: &Turn) -> String {
    let mut marked = String::new();
    let mut end = 0;
    let in_text = |word: &&Word| turn.text.get(word.at.clone()).is_some_and(|word| !word.is_empty());
    for word in turn.words.iter().filter(in_text) {
        if word.at.start < end {
            continue;
        }
        let (between, said) = (&turn.text[end..word.at.start], &turn.text[word.at.clone()]);
        _ = write!(
            marked,
            r#"{}<b data-t="{} {}">{}</b>"#,
            Escaped(between),
            word.start_ms,
            word.end_ms,
            Escaped(said)
        );
        end = word.at.end;
    }
    _ = write!(marked, "{}", Escaped(&turn.text[end..]));
    marked
}

/// Without script, or before it ran, the browser's own controls.
fn player(recording: Result<&str, &str>) -> String {
    match recording {
        Err(why) => format!(r#"<p class="quiet">{}</p>"#, Escaped(why)),
        Ok(file) => format!(
            r#"<audio controls preload="metadata" src="{file}"></audio>
<button type="button" id="play" aria-label="Play" title="Play (space)" hidden><svg viewBox="0 0 24 24" aria-hidden="true"><path class="start" d="M8 5v14l11-7z"/><path class="pause" d="M6 5h4v14H6zm8 0h4v14h-4z"/></svg></button>
<input type="range" id="seek" min="0" max="0" step="0.01" value="0" aria-label="Place in the recording" hidden>
<span id="clock" hidden>0:00</span>
<button type="button" id="speed" title="Speed ([ and ])" hidden>1×</button>
<p class="quiet" id="trouble" hidden>This browser can't play the recording. It is the file {file} beside this page.</p>"#,
            file = Escaped(file)
        ),
    }
}

#[cfg(test)]
mod tests;
