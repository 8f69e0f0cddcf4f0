//! Deliveries into counts: what each source usually sends, as it is known so far, and what is to be written next. In memory
//! alone; when it is written is `thread`'s business.

use std::collections::HashMap;
use std::panic::catch_unwind;

use crate::call::{DeliveryId, EntryId};
use crate::store::{Counted, Delivered};
use crate::traffic::{Habit, Shape, ShapeChange, ShapeChangeKind, changes, shows};

/// The most changes that are told of a source. What changes more often than that has no habit.
const MOST_CHANGES: usize = 300;

/// What is known of every source, and what was counted and not yet handed on.
#[derive(Debug)]
pub(super) struct Count {
    sources: HashMap<String, Source>,
    pending: Counted,
}

#[derive(Debug, Default)]
struct Source {
    habit: Habit,
    /// Told before, on disk or about to be.
    changes: Vec<(String, ShapeChangeKind)>,
}

impl Count {
    /// Goes on after that delivery with what was counted before.
    pub(super) fn new(after: DeliveryId, habits: HashMap<String, Habit>, told: Vec<ShapeChange>) -> Self {
        let known = habits.into_iter().map(|(name, habit)| (name, Source { habit, changes: Vec::new() }));
        let mut sources: HashMap<String, Source> = known.collect();
        for change in told {
            sources.entry(change.source).or_default().changes.push((change.path, change.kind));
        }
        Self { sources, pending: Counted::after(after) }
    }

    /// The last delivery that was looked at.
    pub(super) fn upto(&self) -> DeliveryId {
        self.pending.upto
    }

    /// All deliveries up to that one were looked at.
    pub(super) fn looked_upto(&mut self, last: DeliveryId) {
        self.pending.upto = self.pending.upto.max(last);
    }

    /// Nothing waits to be written.
    pub(super) fn is_written(&self) -> bool {
        self.pending.after == self.pending.upto
    }

    /// Something is there that is to be told soon.
    pub(super) fn has_news(&self) -> bool {
        !self.pending.changes.is_empty()
    }

    /// What is to be written; counting goes on behind it.
    pub(super) fn take(&mut self) -> Counted {
        let next = Counted::after(self.pending.upto);
        std::mem::replace(&mut self.pending, next)
    }

    /// Counts one delivery.
    pub(super) fn look_at(&mut self, delivery: Delivered<'_>) {
        // A fault in our own reading of one payload must not end the watch over all others.
        let Ok(Some(shape)) = catch_unwind(|| Shape::of(delivery.body)) else { return };
        if !self.sources.contains_key(delivery.source) {
            self.sources.insert(delivery.source.to_owned(), Source::default());
        }
        let Some(source) = self.sources.get_mut(delivery.source) else { return };
        let pending = &mut self.pending;
        let mut note = |path: &str, kind: &ShapeChangeKind| note(&mut pending.changes, delivery, path, kind);
        for (path, kind) in source.changes.iter().filter(|(path, kind)| shows(&source.habit, &shape, path, kind)) {
            note(path, kind);
        }
        for (path, kind) in changes(&source.habit, &shape) {
            let is_told = source.changes.iter().any(|(told, told_kind)| *told == path && is_same(told_kind, &kind));
            if !is_told && source.changes.len() < MOST_CHANGES {
                note(&path, &kind);
                source.changes.push((path, kind));
            }
        }
        let fields = source.habit.learn(&shape);
        pending.count(delivery.source, delivery.received_at, delivery.id, &fields);
    }
}

/// One more payload that shows a change.
fn note(changes: &mut Vec<ShapeChange>, delivery: Delivered<'_>, path: &str, kind: &ShapeChangeKind) {
    let known = changes
        .iter_mut()
        .find(|change| change.source == delivery.source && change.path == path && is_same(&change.kind, kind));
    match known {
        Some(change) => change.count += 1,
        None => changes.push(ShapeChange {
            // Given by the store.
            id: EntryId(0),
            source: delivery.source.to_owned(),
            path: path.to_owned(),
            kind: kind.clone(),
            example: delivery.id,
            at: delivery.received_at,
            count: 1,
            is_seen: false,
        }),
    }
}

/// Whether two changes of one field are told as one: what was usual before makes no difference.
fn is_same(one: &ShapeChangeKind, other: &ShapeChangeKind) -> bool {
    match (one, other) {
        (ShapeChangeKind::New { found }, ShapeChangeKind::New { found: other })
        | (ShapeChangeKind::Retyped { found, .. }, ShapeChangeKind::Retyped { found: other, .. }) => found == other,
        (ShapeChangeKind::Missing, ShapeChangeKind::Missing) => true,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::call::UnixMillis;

    fn look(count: &mut Count, id: i64, body: &str) {
        let (id, received_at) = (DeliveryId(id), UnixMillis(86_400_000 * 3 + id));
        count.look_at(Delivered { id, source: "default", received_at, body: body.as_bytes() });
        count.looked_upto(id);
    }

    const USUAL: &str = r#"{"callId":"a","score":1}"#;

    #[test]
    fn payloads_are_counted_and_a_change_is_noted_once_with_its_count() {
        let mut count = Count::new(DeliveryId(0), HashMap::new(), Vec::new());
        (1..=25).for_each(|id| look(&mut count, id, USUAL));
        assert!(!count.has_news() && !count.is_written());
        (26..=28).for_each(|id| look(&mut count, id, r#"{"callId":"a","score":"1","owner":null}"#));
        look(&mut count, 29, "no json");
        let counted = count.take();
        let told: Vec<_> =
            counted.changes.iter().map(|change| (change.path.as_str(), change.example.0, change.count)).collect();
        assert_eq!(told, [("owner", 26, 3), ("score", 26, 3)]);
        let uses: Vec<_> = counted
            .uses
            .iter()
            .map(|(used, (count, last))| {
                let field =
                    used.field.as_ref().map_or(String::new(), |(path, kind)| format!("{path} {}", kind.as_str()));
                (field, used.day, *count, last.0)
            })
            .collect();
        let wanted = [
            ("", 3, 28, 28),
            ("callId string", 3, 28, 28),
            ("owner null", 3, 3, 28),
            ("score string", 3, 3, 28),
            ("score number", 3, 25, 25),
        ];
        assert_eq!(uses, wanted.map(|(field, day, count, last)| (field.to_owned(), day, count, last)));
        assert_eq!((counted.after, counted.upto), (DeliveryId(0), DeliveryId(29)));
        assert!(count.is_written() && !count.has_news());
    }

    #[test]
    fn what_was_told_before_the_start_is_only_counted_on() {
        let mut before = Count::new(DeliveryId(0), HashMap::new(), Vec::new());
        (1..=25).for_each(|id| look(&mut before, id, USUAL));
        look(&mut before, 26, r#"{"callId":"a"}"#);
        let told = before.take().changes;
        assert_eq!(told.len(), 1);
        let habits = before.sources.into_iter().map(|(name, source)| (name, source.habit)).collect();
        let mut after = Count::new(DeliveryId(26), habits, told);
        look(&mut after, 27, r#"{"callId":"b"}"#);
        look(&mut after, 28, USUAL);
        let counted = after.take();
        assert_eq!(counted.changes.iter().map(|change| change.count).collect::<Vec<_>>(), [1]);
    }
}
