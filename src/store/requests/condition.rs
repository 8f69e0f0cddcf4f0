//! What a filter asks of facts, as an SQL condition on `deliveries d`. Values are always parameters.

use rusqlite::types::Value;

use crate::call::{UnixMillis, Verdict};
use crate::traffic::{FactTest, NumberRange, TrafficFilter};

/// A condition with its parameters, numbered from 3 on.
#[derive(Debug, Default)]
pub(super) struct Condition {
    pub text: String,
    pub params: Vec<Value>,
}

/// The number of the first parameter: those before are the step's range.
const FIRST: usize = 3;

impl Condition {
    /// Of all that a filter asks of facts; `1` if that is nothing.
    pub fn of(filter: &TrafficFilter) -> Self {
        let mut condition = Self::default();
        for (is_negated, test) in filter.facts() {
            condition.text.push_str(if condition.text.is_empty() { "" } else { " AND " });
            // A length of time that is not known is in no range, and "not in the range" holds for it.
            condition.text.push_str(if is_negated { "NOT ifnull((" } else { "ifnull((" });
            condition.write(test);
            condition.text.push_str("), 0)");
        }
        if condition.text.is_empty() {
            condition.text.push('1');
        }
        condition
    }

    fn write(&mut self, test: &FactTest) {
        match test {
            FactTest::Status(ranges) => self.ranges("d.status", ranges),
            FactTest::Size(ranges) => self.ranges("d.body_bytes", ranges),
            FactTest::Took(ranges) => self.ranges("d.took_micros", ranges),
            FactTest::Verdict(verdicts) => self.verdicts(verdicts),
            FactTest::Number(id) => self.compare("d.id = ", Value::Integer(*id)),
            FactTest::Received { from, until } => {
                let bounds = [("d.received_at >= ", from), ("d.received_at < ", until)];
                let bounds: Vec<(&str, UnixMillis)> =
                    bounds.iter().filter_map(|(text, at)| Some((*text, (**at)?))).collect();
                self.joined(&bounds, " AND ", "1", |condition, (text, at)| {
                    condition.compare(text, Value::Integer(at.0));
                });
            }
            FactTest::Replay => self.text.push_str("d.replay_of IS NOT NULL"),
            FactTest::Rehearsed => self.text.push_str("d.rehearsed IS NOT NULL"),
            FactTest::Forward(state) => {
                self.text.push_str("EXISTS (SELECT 1 FROM forwards f WHERE f.delivery_id = d.id AND ");
                self.compare("f.state = ", Value::Text(state.as_str().to_owned()));
                self.text.push(')');
            }
            FactTest::Any(tests) => self.joined(tests, " OR ", "0", Self::write),
        }
    }

    fn ranges(&mut self, column: &str, ranges: &[NumberRange]) {
        self.joined(ranges, " OR ", "0", |condition, range| {
            condition.text.push_str(column);
            condition.compare(" BETWEEN ", Value::Integer(bound(range.min)));
            condition.compare(" AND ", Value::Integer(bound(range.max)));
        });
    }

    fn verdicts(&mut self, verdicts: &[Verdict]) {
        self.joined(verdicts, " OR ", "0", |condition, verdict| {
            condition.compare("d.verdict = ", Value::Text(verdict.as_str().to_owned()));
        });
    }

    fn joined<T>(&mut self, items: &[T], between: &str, nothing: &str, mut write: impl FnMut(&mut Self, &T)) {
        self.text.push('(');
        for (at, item) in items.iter().enumerate() {
            self.text.push_str(if at == 0 { "" } else { between });
            write(self, item);
        }
        self.text.push_str(if items.is_empty() { nothing } else { "" });
        self.text.push(')');
    }

    fn compare(&mut self, text: &str, value: Value) {
        self.text.push_str(&format!("{text}?{}", FIRST + self.params.len()));
        self.params.push(value);
    }
}

fn bound(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}
