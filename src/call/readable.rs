//! Any JSON as something readable: text as paragraphs, lists as bullets, records as labelled rows, tasks as a checklist.
//! Every scalar of the value is in some block, in full.

use super::label::words_from_key;
use super::task::TaskKey;
use super::{Call, Datum};

/// Levels of labelled rows drawn inside one another; what lies deeper is shown as JSON text.
const MAX_SHOWN_DEPTH: usize = 6;

/// One readable piece of a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// Running text.
    Paragraph(String),
    /// Points, each with what belongs to it.
    Bullets(Vec<Entry>),
    /// Labelled values.
    Rows(Vec<(String, Vec<Block>)>),
    /// Things to do.
    Tasks(Vec<Task>),
    /// A short remark on what stands above it.
    Note(String),
    /// JSON text too deep to draw.
    Code(String),
}

/// A point of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The point itself.
    pub text: String,
    /// What belongs to it.
    pub detail: Vec<Block>,
}

/// Something to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Task {
    /// Tells it from the others of its call, also when the platform sends the call again.
    pub key: TaskKey,
    /// What.
    pub text: String,
    /// The platform says that it is done.
    pub is_done: bool,
    /// When, in the platform's words.
    pub due: Option<String>,
    /// Everything else: owner, priority, status.
    pub tags: Vec<(String, String)>,
    /// What belongs to it and is not a single value.
    pub detail: Vec<Block>,
}

const TASK_KEYS: [&str; 7] = ["task", "action", "item", "title", "description", "text", "name"];
const DUE_KEYS: [&str; 8] = ["dueDate", "due_date", "due", "deadline", "by", "date", "when", "dueAt"];

/// The blocks of a value. With `as_tasks`, points are things to do.
pub fn blocks(value: &Datum, as_tasks: bool) -> Vec<Block> {
    draw(value, as_tasks, MAX_SHOWN_DEPTH)
}

/// The things to do that the platform named for a call, in reading order.
pub fn tasks_of(call: &Call) -> Vec<Task> {
    let mut tasks = Vec::new();
    if let Some(items) = &call.analysis.action_items {
        collect(blocks(items, true), &mut tasks);
    }
    tasks.retain(|task| !task.text.is_empty());
    tasks
}

fn collect(blocks: Vec<Block>, tasks: &mut Vec<Task>) {
    for block in blocks {
        match block {
            Block::Tasks(found) => tasks.extend(found),
            Block::Rows(rows) => rows.into_iter().for_each(|(_, blocks)| collect(blocks, tasks)),
            Block::Bullets(entries) => entries.into_iter().for_each(|entry| collect(entry.detail, tasks)),
            Block::Paragraph(_) | Block::Note(_) | Block::Code(_) => {}
        }
    }
}

/// The same as indented lines of text, for where nothing can be drawn.
pub fn lines_of(blocks: &[Block]) -> Vec<String> {
    let mut lines = Vec::new();
    let nested = |blocks: &[Block]| lines_of(blocks).into_iter().map(|line| format!("  {line}")).collect::<Vec<_>>();
    for block in blocks {
        match block {
            Block::Paragraph(text) | Block::Note(text) | Block::Code(text) => {
                lines.extend(text.lines().map(str::to_owned));
            }
            Block::Bullets(entries) => {
                for entry in entries {
                    lines.push(format!("- {}", entry.text));
                    lines.extend(nested(&entry.detail));
                }
            }
            Block::Rows(rows) => {
                for (label, blocks) in rows {
                    match blocks.as_slice() {
                        [Block::Paragraph(text)] if !text.contains('\n') => lines.push(format!("{label}: {text}")),
                        blocks => {
                            lines.push(format!("{label}:"));
                            lines.extend(nested(blocks));
                        }
                    }
                }
            }
            Block::Tasks(tasks) => {
                for task in tasks {
                    let mark = if task.is_done { 'x' } else { ' ' };
                    let due = task.due.as_ref().map(|due| format!(" (due {due})")).unwrap_or_default();
                    let tags: String = task.tags.iter().map(|(label, value)| format!(", {label}: {value}")).collect();
                    lines.push(format!("[{mark}] {}{due}{tags}", task.text));
                    lines.extend(nested(&task.detail));
                }
            }
        }
    }
    lines
}

fn draw(value: &Datum, as_tasks: bool, levels: usize) -> Vec<Block> {
    let value = &*value.unquoted();
    if levels == 0 && !value.is_scalar() {
        return vec![Block::Code(value.to_json())];
    }
    match value {
        _ if value.is_blank() => Vec::new(),
        Datum::Null => Vec::new(),
        Datum::Bool(_) | Datum::Number(_) => vec![Block::Paragraph(scalar(value))],
        Datum::Text(_) if as_tasks => vec![Block::Tasks(vec![task(value, levels)])],
        Datum::Text(text) => vec![Block::Paragraph(text.clone())],
        Datum::Unread(raw) => vec![Block::Code(raw.to_string())],
        Datum::List(items) => list(items, as_tasks, levels),
        Datum::Record(fields) if as_tasks && is_task(value) => {
            vec![Block::Tasks(vec![task(value, levels)])].into_iter().filter(|_| !fields.is_empty()).collect()
        }
        Datum::Record(fields) => record(fields, as_tasks, levels),
    }
}

fn list(items: &[Datum], as_tasks: bool, levels: usize) -> Vec<Block> {
    let said: Vec<&Datum> = items.iter().filter(|item| !item.is_blank()).collect();
    if said.is_empty() {
        return Vec::new();
    }
    let tasks_apart = said.iter().any(|item| is_task(item) && item.get("status").or(item.get("done")).is_some());
    if as_tasks || tasks_apart {
        return vec![Block::Tasks(said.into_iter().map(|item| task(item, levels)).collect())];
    }
    let entry = |item: &&Datum| {
        let item = &*item.unquoted();
        if item.is_scalar() {
            return Entry { text: scalar(item), detail: Vec::new() };
        }
        match headline(item) {
            Some((key, text)) => {
                let rest = without(item, &key);
                match in_one_line(&rest) {
                    Some(rest) if rest.is_empty() => Entry { text, detail: Vec::new() },
                    Some(rest) => Entry { text, detail: vec![Block::Note(rest)] },
                    None => Entry { text, detail: draw(&rest, false, levels - 1) },
                }
            }
            None if in_one_line(item).is_some() => {
                Entry { text: in_one_line(item).unwrap_or_default(), detail: Vec::new() }
            }
            None => Entry { text: String::new(), detail: draw(item, false, levels - 1) },
        }
    };
    vec![Block::Bullets(said.iter().map(entry).collect())]
}

/// A record of a few short values: "Overall positive · Score 0.7".
fn in_one_line(value: &Datum) -> Option<String> {
    const CHARS: usize = 60;
    let Datum::Record(fields) = value else { return None };
    let said: Vec<_> = fields.iter().filter(|(_, value)| !value.is_blank()).collect();
    if !said.iter().all(|(_, value)| value.is_scalar()) {
        return None;
    }
    let pieces: Vec<_> = said.iter().map(|(key, value)| format!("{} {}", words_from_key(key), scalar(value))).collect();
    let text = pieces.join(" · ");
    (text.chars().count() <= CHARS && !text.contains('\n')).then_some(text)
}

fn record(fields: &[(String, Datum)], as_tasks: bool, levels: usize) -> Vec<Block> {
    let said = fields.iter().filter(|(_, value)| !value.is_blank());
    let is_numbered =
        !fields.is_empty() && fields.iter().enumerate().all(|(index, (key, _))| *key == index.to_string());
    if is_numbered {
        return list(&said.map(|(_, value)| value.clone()).collect::<Vec<_>>(), as_tasks, levels);
    }
    let rows: Vec<_> = said
        .map(|(key, value)| {
            let nested_tasks = as_tasks && !value.is_scalar();
            (words_from_key(key), draw(value, nested_tasks, levels - 1))
        })
        .filter(|(_, blocks)| !blocks.is_empty())
        .collect();
    if rows.is_empty() { Vec::new() } else { vec![Block::Rows(rows)] }
}

fn is_task(value: &Datum) -> bool {
    matches!(value, Datum::Record(_)) && headline(value).is_some()
}

/// The field that says what a record is about, and what it says.
fn headline(value: &Datum) -> Option<(String, String)> {
    TASK_KEYS.iter().find_map(|key| {
        let said = value.get(key).filter(|said| said.is_scalar() && !said.is_blank())?;
        Some(((*key).to_owned(), scalar(said)))
    })
}

/// The record without the value that [`Datum::get`] gives for a key.
fn without(value: &Datum, key: &str) -> Datum {
    let counts = value.get(key);
    let mut left_out = false;
    let fields = value.fields().iter().filter(|(name, said)| {
        let is_it = !left_out && name == key && Some(said) == counts;
        left_out |= is_it;
        !is_it
    });
    Datum::Record(fields.cloned().collect())
}

fn task(value: &Datum, levels: usize) -> Task {
    let value = &*value.unquoted();
    let mut task = Task {
        key: TaskKey::of(""),
        text: String::new(),
        is_done: false,
        due: None,
        tags: Vec::new(),
        detail: Vec::new(),
    };
    if value.is_scalar() {
        task.text = scalar(value);
        task.key = TaskKey::of(&task.text);
        return task;
    }
    let Some((key, text)) = headline(value) else {
        task.detail = draw(value, false, levels - 1);
        return task;
    };
    task.key = TaskKey::of(&text);
    task.text = text;
    let mut rest = Vec::new();
    for (key, said) in without(value, &key).fields() {
        if said.is_blank() {
            continue;
        }
        let line = scalar(said);
        if said.is_scalar() && task.due.is_none() && DUE_KEYS.contains(&key.as_str()) {
            task.due = Some(line);
        } else if said.is_scalar() && line.chars().count() <= 40 {
            task.is_done |= says_done(key, &line);
            task.tags.push((words_from_key(key), line));
        } else {
            rest.push((key.clone(), said.clone()));
        }
    }
    task.detail = record(&rest, false, levels);
    task
}

fn says_done(key: &str, line: &str) -> bool {
    let line = line.to_lowercase();
    match key {
        "done" | "completed" | "isDone" | "isCompleted" => line == "true" || line == "yes",
        "status" | "state" => matches!(line.as_str(), "done" | "completed" | "complete" | "closed" | "finished"),
        _ => false,
    }
}

fn scalar(value: &Datum) -> String {
    match value {
        Datum::Text(text) => text.clone(),
        Datum::Bool(true) => String::from("true"),
        Datum::Bool(false) => String::from("false"),
        Datum::Number(digits) => digits.to_string(),
        Datum::Null => String::new(),
        other => other.to_json(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(json: &str, as_tasks: bool) -> Vec<Block> {
        blocks(&Datum::parse(json).unwrap(), as_tasks)
    }

    fn bullet(text: &str) -> Entry {
        Entry { text: text.into(), detail: vec![] }
    }

    #[test]
    fn texts_lists_and_records() {
        assert_eq!(shown(r#""Wants a demo""#, false), [Block::Paragraph("Wants a demo".into())]);
        assert_eq!(shown(r#"["a","b"]"#, false), [Block::Bullets(vec![bullet("a"), bullet("b")])]);
        assert_eq!(shown(r#"{"0":"a","1":"b"}"#, false), [Block::Bullets(vec![bullet("a"), bullet("b")])]);
        assert_eq!(
            shown(r#"{"primaryNeed":"Solar","budget":null}"#, false),
            [Block::Rows(vec![("Primary need".into(), vec![Block::Paragraph("Solar".into())])])]
        );
        for nothing in ["{}", "null", "\"\"", "[]", "[null,\"\"]", "{\"a\":null}"] {
            assert_eq!(shown(nothing, true), [], "{nothing}");
        }
    }

    #[test]
    fn tasks_have_a_due_date_and_tags() {
        let blocks = shown(r#"[{"task":"Send quote","owner":"agent","dueDate":"2025-12-15","status":"done"}]"#, true);
        let [Block::Tasks(tasks)] = blocks.as_slice() else { panic!("{blocks:?}") };
        assert_eq!((tasks[0].text.as_str(), tasks[0].due.as_deref()), ("Send quote", Some("2025-12-15")));
        assert_eq!(tasks[0].tags, [("Owner".into(), "agent".into()), ("Status".into(), "done".into())]);
        assert!(tasks[0].is_done);
    }

    #[test]
    fn action_items_by_party_are_checklists_under_labels() {
        let blocks = shown(r#"{"agent":["call back"],"customer":["send photo"]}"#, true);
        let [Block::Rows(rows)] = blocks.as_slice() else { panic!("{blocks:?}") };
        assert!(matches!(&rows[0].1[..], [Block::Tasks(tasks)] if tasks[0].text == "call back"));
    }

    #[test]
    fn json_in_a_string_is_read_and_the_very_deep_is_text() {
        assert!(matches!(shown(r#""{\"overall\":\"positive\"}""#, false)[..], [Block::Rows(_)]));
        let deep = format!("{}\"x\"{}", "{\"a\":".repeat(20), "}".repeat(20));
        assert!(format!("{:?}", shown(&deep, false)).contains("Code("));
    }
}
