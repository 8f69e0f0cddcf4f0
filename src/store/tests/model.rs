//! Random deliveries and marks against a naive model: verdicts, documents, views, counts and rows agree at every step.

use std::collections::HashSet;

use proptest::prelude::*;

use super::*;
use crate::call::{Call, CallRow, Seq, Triage, TriageChange, Verdict, View, merge};
use crate::store::find::{self, Search};
use crate::store::{keeping, marks, rows, schema};

#[derive(Debug, Clone)]
enum Step {
    Deliver { id: u8, json: String },
    Refuse,
    Mark { seqs: Vec<i64>, change: TriageChange },
}

fn step() -> impl Strategy<Value = Step> {
    let value =
        prop::sample::select(vec!["null", "\"\"", "1", "2", "\"word\"", "[]", "[1]", r#"{"d":1}"#, r#"{"e":2}"#]);
    let fields = prop::collection::vec((prop::sample::select(vec!["a", "b", "callAnalysis"]), value), 0..3);
    let json = (fields, any::<bool>()).prop_map(|(fields, is_spaced)| {
        let fields: Vec<_> = fields.iter().map(|(key, value)| format!("\"{key}\":{value}")).collect();
        format!("{{{}}}", fields.join(if is_spaced { ", " } else { "," }))
    });
    let change = (0..3, any::<bool>()).prop_map(|(mark, yes)| match mark {
        0 => TriageChange::Unread(yes),
        1 => TriageChange::Starred(yes),
        _ => TriageChange::Done(yes),
    });
    prop_oneof![
        6 => (0..6_u8, json).prop_map(|(id, json)| Step::Deliver { id, json }),
        1 => Just(Step::Refuse),
        4 => (prop::collection::vec(0..8_i64, 0..4), change).prop_map(|(seqs, change)| Step::Mark { seqs, change }),
    ]
}

struct Known {
    id: String,
    document: Datum,
    bodies: HashSet<String>,
    updated: bool,
    triage: Triage,
}

#[derive(Default)]
struct Model {
    calls: Vec<Known>,
    deliveries: usize,
}

impl Model {
    fn deliver(&mut self, id: &str, json: &str) -> Verdict {
        let later = Datum::parse(json).unwrap();
        let Some(known) = self.calls.iter_mut().find(|known| known.id == id) else {
            let triage = Triage { unread: true, ..Triage::default() };
            let bodies = HashSet::from([json.to_owned()]);
            self.calls.push(Known { id: id.to_owned(), document: later, bodies, updated: false, triage });
            return Verdict::New;
        };
        if !known.bodies.insert(json.to_owned()) {
            return Verdict::Repeat;
        }
        let (document, changes) = merge(&known.document, &later);
        if changes.is_empty() {
            return Verdict::Repeat;
        }
        (known.document, known.updated) = (document, true);
        Verdict::Updated
    }

    fn rows(&self, view: View) -> Vec<CallRow> {
        let row = |(at, known): (usize, &Known)| {
            let call = Call::read(CallId::given(&known.id).unwrap(), IdSource::Given, known.document.clone());
            CallRow::of(
                &call,
                Seq(at as i64 + 1),
                raw(b"", refused(b"").disposition).received_at,
                known.updated,
                known.triage,
            )
        };
        self.calls.iter().enumerate().filter(|(_, known)| view.holds(known.triage, 0)).map(row).collect()
    }
}

fn found(connection: &rusqlite::Connection, query: &Query) -> Vec<Seq> {
    let mut search = Search::begin(connection, query).unwrap();
    while !search.is_complete() {
        search.step(connection).unwrap();
    }
    search.found
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_store_agrees_with_a_naive_model(steps in prop::collection::vec(step(), 1..40)) {
        let connection = schema::connect_empty().unwrap();
        let mut model = Model::default();
        for step in steps {
            match step {
                Step::Deliver { id, json } => {
                    let id = format!("c{id}");
                    let kept = keeping::keep(&connection, &call(&id, &json), UnixMillis(1)).unwrap();
                    model.deliveries += 1;
                    prop_assert_eq!(kept.receipt.verdict, model.deliver(&id, &json));
                    prop_assert_eq!(kept.receipt.delivery.0 as usize, model.deliveries);
                }
                Step::Refuse => {
                    keeping::keep(&connection, &refused(b"x"), UnixMillis(1)).unwrap();
                    model.deliveries += 1;
                }
                Step::Mark { seqs, change } => {
                    for seq in seqs {
                        marks::set_mark(&connection, Seq(seq), &change, UnixMillis(2)).unwrap();
                        if let Some(known) = usize::try_from(seq - 1).ok().and_then(|at| model.calls.get_mut(at)) {
                            known.triage = known.triage.with(&change);
                        }
                    }
                }
            }
            let counts = find::counts(&connection).unwrap();
            for view in View::ALL {
                let wanted = model.rows(view);
                prop_assert_eq!(counts.of(view), wanted.len() as u64);
                let mut seqs = found(&connection, &Query::view(view));
                seqs.reverse();
                let rows: Vec<_> = seqs.iter().map(|seq| rows::row_at(&connection, *seq).unwrap().unwrap()).collect();
                prop_assert_eq!(rows, wanted);
                let found = found(&connection, &search(view, "C1"));
                let titled = |row: &CallRow| row.id.as_str() == "c1";
                prop_assert_eq!(found.len(), model.rows(view).iter().filter(|row| titled(row)).count());
            }
        }
        for (at, known) in model.calls.iter().enumerate() {
            let json = rows::document_at(&connection, Seq(at as i64 + 1)).unwrap().unwrap();
            prop_assert_eq!(json, known.document.to_json());
        }
        prop_assert_eq!(rows::notes_below(&connection, i64::MAX, 1_000).unwrap().len(), model.deliveries);
    }
}
