//! `LiveKit`: the session report, the history of the Python and the Node kit, and what those who build on it write:
//! `conversation`, `conversation_items`, exports of a database in which an item's words stand only in its Python spelling.

use super::list;
use crate::call::Datum;
use crate::transcript::draft::{Draft, DraftTurn, Kind, Stamp, items_of, number_of, text_of};
use crate::transcript::fields::{answered, are_mostly, asked, is_interrupted, words_in};
use crate::transcript::stamp::stamp_of;
use crate::transcript::turn::Format;

const TYPES: [&str; 5] = ["message", "function_call", "function_call_output", "agent_handoff", "agent_config_update"];
const STARTS: [&str; 4] = ["created_at", "createdAt", "timestamp", "time"];

/// `{"chat_history":{"items":[..]},"audio_recording_started_at":..}`
pub(super) fn report(value: &Datum) -> Option<Draft> {
    let history = value.get("chat_history")?;
    let items = items_of(history.get("items"));
    let is_report = ["job_id", "events", "room_id", "room", "sdk_version", "audio_recording_started_at"];
    if items.is_empty() || !is_report.iter().any(|name| value.get(name).is_some()) {
        return None;
    }
    // Epoch seconds, or milliseconds if somebody multiplied.
    let began = number_of(value.get("audio_recording_started_at"));
    let began_at = began.map(|began| if began < 1e11 { began * 1e3 } else { began });
    Some(Draft { began_at, ..draft(Format::LivekitReport, items) })
}

/// `{"items":[{"type":"message","role":"user","content":["Hi"]}]}` and its relatives.
pub(super) fn history(value: &Datum) -> Option<Draft> {
    if let Datum::List(items) = value {
        return are_mostly(items, is_item).then(|| draft(Format::Livekit, items));
    }
    if let Some(items) = list(value, &["items"]) {
        let is_known = are_mostly(items, |item| is_item(item) || is_said(item));
        // Nobody said anything, but that is what it is.
        return (is_known || items.is_empty()).then(|| draft(Format::Livekit, items));
    }
    let items = list(value, &["conversation_items", "conversation"])?;
    are_mostly(items, is_said).then(|| draft(Format::Livekit, items))
}

fn is_item(item: &Datum) -> bool {
    let is_typed = matches!(item.get("type"), Some(Datum::Text(name)) if TYPES.contains(&name.as_str()));
    is_typed
        && ["content", "name", "call_id", "callId", "new_agent_id", "newAgentId", "instructions"]
            .iter()
            .any(|name| item.get(name).is_some())
}

fn is_said(item: &Datum) -> bool {
    item.get("role").is_some() && item.get("content").is_some()
}

fn draft(format: Format, items: &[Datum]) -> Draft {
    Draft { format, turns: items.iter().map(turn).collect(), ..Draft::default() }
}

fn turn(item: &Datum) -> DraftTurn {
    let metrics = item.get("metrics");
    let of_metrics = |name: &str| stamp_of(name, metrics.and_then(|metrics| metrics.get(name)));
    let created = STARTS.iter().map(|name| stamp_of(name, item.get(name))).find(|stamp| *stamp != Stamp::None);
    let spoke = of_metrics("started_speaking_at");
    let mut turn = DraftTurn {
        role: text_of(item.get("role")),
        text: item.get("content").or_else(|| item.get("text")).and_then(words_in).unwrap_or_default(),
        start: if spoke == Stamp::None { created.unwrap_or_default() } else { spoke },
        end: of_metrics("stopped_speaking_at"),
        confidence: number_of(item.get("transcript_confidence").or_else(|| item.get("transcriptConfidence"))),
        is_interrupted: is_interrupted(item),
        ..DraftTurn::default()
    };
    let kind = text_of(item.get("type")).unwrap_or_default();
    match kind.as_str() {
        "function_call" => {
            turn.kind = Kind::Tool;
            turn.text = asked(text_of(item.get("name")), item.get("arguments").or_else(|| item.get("args")));
        }
        "function_call_output" => {
            turn.kind = Kind::Tool;
            turn.text = answered(text_of(item.get("name")), item.get("output"));
        }
        "agent_handoff" => {
            turn.kind = Kind::Hidden;
            let next = text_of(item.get("new_agent_id").or_else(|| item.get("newAgentId")));
            turn.text = next.map(|next| format!("Handed over to {next}")).unwrap_or_default();
        }
        "agent_config_update" => {
            turn.kind = Kind::Hidden;
            turn.text = item.get("instructions").and_then(words_in).unwrap_or_default();
        }
        _ if turn.text.is_empty() => {
            if let Some(raw) = text_of(item.get("raw")) {
                read_python(&raw, &mut turn);
            }
        }
        _ => {}
    }
    turn
}

/// `id='item_1' type='message' role='user' content=['Hello?'] interrupted=False created_at=1761732988.8`
fn read_python(raw: &str, turn: &mut DraftTurn) {
    let value = |name: &str| {
        let mark = format!("{name}=");
        let at = raw.match_indices(&mark).find(|(at, _)| *at == 0 || raw[..*at].ends_with(' '))?.0;
        Some(&raw[at + mark.len()..])
    };
    let Some(content) = value("content").and_then(|content| content.strip_prefix('[')) else { return };
    let (texts, after) = python_texts(content);
    if texts.is_empty() {
        return;
    }
    turn.text = texts.join("\n");
    let plain = |name: &str| {
        // Behind the words, where nobody can have said it.
        let mark = format!(" {name}=");
        let at = after.find(&mark)? + mark.len();
        after[at..].split(' ').next()
    };
    let role = value("role").and_then(|role| role.strip_prefix('\'')?.split('\'').next());
    turn.role = role.map(str::to_owned).or_else(|| turn.role.take());
    turn.is_interrupted = plain("interrupted") == Some("True");
    turn.confidence = plain("transcript_confidence").and_then(|sure| sure.parse().ok());
    if let Some(secs) = plain("created_at").and_then(|secs| secs.parse::<f64>().ok()).filter(|secs| *secs > 1e9) {
        turn.start = Stamp::Wall(secs * 1e3);
    }
}

/// The texts of a Python list after its bracket, and what follows them.
fn python_texts(list: &str) -> (Vec<String>, &str) {
    let mut texts = Vec::new();
    let mut rest = list;
    loop {
        rest = rest.trim_start_matches([' ', ',']);
        let Some(quote) = rest.chars().next().filter(|quote| matches!(quote, '\'' | '"')) else { break };
        let mut text = String::new();
        let mut letters = rest[1..].char_indices();
        let mut end = rest.len();
        while let Some((at, letter)) = letters.next() {
            match letter {
                _ if letter == quote => {
                    end = at + 2;
                    break;
                }
                '\\' => match letters.next() {
                    Some((_, 'n')) => text.push('\n'),
                    Some((_, 't')) => text.push('\t'),
                    Some((_, escaped @ ('\\' | '\'' | '"'))) => text.push(escaped),
                    Some((_, other)) => text.extend(['\\', other]),
                    None => {}
                },
                _ => text.push(letter),
            }
        }
        texts.push(text);
        rest = &rest[end..];
    }
    (texts, rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_in_pythons_spelling_are_read() {
        let (texts, rest) = python_texts(r#"'it\'s', "he said \"no\"", 'a\nb'] interrupted=False"#);
        assert_eq!(texts, ["it's", "he said \"no\"", "a\nb"]);
        assert_eq!(rest, "] interrupted=False");
        assert_eq!(python_texts("'open").0, ["open"]);
        assert_eq!(python_texts("").0, Vec::<String>::new());
    }
}
