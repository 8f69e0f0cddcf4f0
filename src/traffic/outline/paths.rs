//! Where a line stands in the whole, as a path that a person and a program can follow, and back.

use std::fmt::Write as _;

use super::words::unquoted;
use super::{LineKind, Outline};

/// A step of a path.
enum Step {
    Key(String),
    Item(usize),
}

impl Outline {
    /// Where a line stands in the whole: `callAnalysis.items[2].name`; keys that are not plain names as `["odd key"]`;
    /// empty for the whole itself. A closing bracket has the path of its opening one.
    pub fn path_of(&self, line: usize, body: &[u8]) -> String {
        let mut path = String::new();
        let mut at = 0;
        while at != line && line < self.lines.len() {
            let Some(LineKind::Opens { end, .. }) = self.lines.get(at).map(|line| line.kind) else { break };
            if end as usize == line {
                break;
            }
            let siblings = self.children_of(at).take_while(|child| *child <= line);
            let Some((index, child)) = siblings.enumerate().last() else { break };
            match self.key_text(child, body) {
                Some(key) => push_key(&mut path, &key),
                None => push_item(&mut path, index),
            }
            at = child;
        }
        path
    }

    /// The line of a path. Of keys that occur twice the last, which is what programs read; `[]` is the first item. Keys
    /// may also stand there plainly if they have no point and no bracket.
    pub fn line_of(&self, path: &str, body: &[u8]) -> Option<usize> {
        let mut at = 0;
        for step in steps(path)? {
            at = match step {
                Step::Key(key) => {
                    let named = |child: &usize| self.key_text(*child, body).is_some_and(|name| name == *key);
                    self.children_of(at).filter(named).last()?
                }
                Step::Item(index) => {
                    let is_list = matches!(self.lines.get(at)?.kind, LineKind::Opens { is_object: false, .. });
                    self.children_of(at).nth(index).filter(|_| is_list)?
                }
            };
        }
        (at < self.lines.len()).then_some(at)
    }

    /// The lines of the members or items of what begins on a line, in order.
    pub fn children_of(&self, line: usize) -> impl Iterator<Item = usize> + '_ {
        let count = match self.lines.get(line).map(|line| line.kind) {
            Some(LineKind::Opens { children, .. }) => children as usize,
            _ => 0,
        };
        std::iter::successors(Some(line + 1), |child| Some(self.after(*child))).take(count)
    }

    /// The line behind a value and all that is in it.
    fn after(&self, line: usize) -> usize {
        match self.lines.get(line).map(|line| line.kind) {
            Some(LineKind::Opens { end, .. }) => end as usize + 1,
            _ => line + 1,
        }
    }

    /// The key of a line without quotes and escapes; `None` for items of lists and closing brackets.
    pub fn key_text<'a>(&self, line: usize, body: &'a [u8]) -> Option<std::borrow::Cow<'a, str>> {
        let key = self.lines.get(line)?.key.clone()?;
        Some(unquoted(body.get(key.start as usize..key.end as usize)?))
    }
}

/// Goes on to a member.
pub(in crate::traffic) fn push_key(path: &mut String, key: &str) {
    if !is_plain(key) {
        let quoted = serde_json::to_string(key).expect("writing a string to memory cannot fail");
        let _ = write!(path, "[{quoted}]");
        return;
    }
    if !path.is_empty() {
        path.push('.');
    }
    path.push_str(key);
}

/// Goes on to an item.
pub(in crate::traffic) fn push_item(path: &mut String, index: usize) {
    let _ = write!(path, "[{index}]");
}

/// A name that JavaScript and others take behind a point.
fn is_plain(key: &str) -> bool {
    let is_in_name = |letter: char| letter.is_alphanumeric() || letter == '_' || letter == '$';
    key.chars().all(is_in_name) && key.chars().next().is_some_and(|first| !first.is_numeric())
}

/// Reads a path; `None` if it is none.
fn steps(path: &str) -> Option<Vec<Step>> {
    let mut steps = Vec::new();
    let mut rest = path;
    while !rest.is_empty() {
        let step;
        (step, rest) = match rest.strip_prefix('[') {
            Some(inner) if inner.starts_with('"') => {
                let mut source = serde_json::Deserializer::from_str(inner).into_iter::<String>();
                let key = source.next()?.ok()?;
                let behind = &inner[source.byte_offset()..];
                (Step::Key(key), behind.strip_prefix(']')?)
            }
            Some(inner) => {
                let (index, behind) = inner.split_once(']')?;
                (Step::Item(if index.is_empty() { 0 } else { index.parse().ok()? }), behind)
            }
            None => {
                let name = if steps.is_empty() { rest } else { rest.strip_prefix('.')? };
                let (key, behind) = name.split_at(name.find(['.', '[']).unwrap_or(name.len()));
                (Step::Key(key.to_owned()), behind)
            }
        };
        steps.push(step);
    }
    Some(steps)
}
