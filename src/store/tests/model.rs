//! Random deliveries and marks against a naive model: verdicts, documents, views, counts and rows agree at every step.

use std::collections::{BTreeMap, HashSet};

use proptest::prelude::*;

use super::*;
use crate::call::{Call, CallRow, Seq, Triage, TriageChange, Verdict, View, merge};
use crate::store::find::{self, Search};
use crate::store::{keeping, marks, rows, schema, tags};

#[derive(Debug, Clone)]
enum Step {
    Deliver { id: u8, json: String },
    Refuse,
    Mark { seqs: Vec<i64>, change: TriageChange, is_undone: bool },
}

fn step() -> impl Strategy<Value = Step> {
    let value =
        prop::sample::select(vec!["null", "\"\"", "1", "2", "\"word\"", "[]", "[1]", r#"{"d":1}"#, r#"{"e":2}"#]);
    let fields = prop::collection::vec((prop::sample::select(vec!["a", "b", "callAnalysis"]), value), 0..3);
    let json = (fields, any::<bool>()).prop_map(|(fields, is_spaced)| {
        let fields: Vec<_> = fields.iter().map(|(key, value)| format!("\"{key}\":{value}")).collect();
        format!("{{{}}}", fields.join(if is_spaced { ", " } else { "," }))
    });
    let change = (0..8, any::<bool>()).prop_map(|(mark, yes)| match mark {
        0 => TriageChange::Unread(yes),
        1 => TriageChange::Starred(yes),
        2 => TriageChange::Done(yes),
        3 => TriageChange::Snoozed(yes.then_some(UnixMillis(7))),
        4 => TriageChange::Snoozed(yes.then_some(UnixMillis(8))),
        5 => TriageChange::Tagged(String::from("Ärger"), yes),
        6 => TriageChange::Tagged(String::from(" ARGER! "), yes),
        _ => TriageChange::Tagged(String::from("vip"), yes),
    });
    prop_oneof![
        6 => (0..6_u8, json).prop_map(|(id, json)| Step::Deliver { id, json }),
        1 => Just(Step::Refuse),
        6 => (prop::collection::vec(0..8_i64, 0..4), change, any::<bool>())
            .prop_map(|(seqs, change, is_undone)| Step::Mark { seqs, change, is_undone }),
    ]
}

struct Known {
    id: String,
    document: Datum,
    bodies: HashSet<String>,
    updated: bool,
    triage: Triage,
    /// Folded.
    tags: HashSet<String>,
}

#[derive(Default)]
struct Model {
    calls: Vec<Known>,
    deliveries: usize,
    /// Names of tags, by what they are folded to.
    names: BTreeMap<String, String>,
}

impl Model {
    fn deliver(&mut self, id: &str, json: &str) -> Verdict {
        let later = Datum::parse(json).unwrap();
        let Some(known) = self.calls.iter_mut().find(|known| known.id == id) else {
            let triage = Triage { unread: true, ..Triage::default() };
            let bodies = HashSet::from([json.to_owned()]);
            let (id, tags) = (id.to_owned(), HashSet::new());
            self.calls.push(Known { id, document: later, bodies, updated: false, triage, tags });
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

    fn mark(&mut self, seqs: &[i64], change: &TriageChange) {
        let known = |seq: &i64| usize::try_from(seq - 1).ok();
        for at in seqs.iter().filter_map(known) {
            let Some(known) = self.calls.get_mut(at) else { continue };
            known.triage = known.triage.with(change);
            if let TriageChange::Tagged(name, yes) = change {
                let folded = tags::fold(name).unwrap();
                if *yes {
                    self.names.entry(folded.clone()).or_insert_with(|| name.trim().to_owned());
                    known.tags.insert(folded);
                } else {
                    known.tags.remove(&folded);
                }
            }
        }
        let calls = &self.calls;
        self.names.retain(|folded, _| calls.iter().any(|known| known.tags.contains(folded)));
    }

    fn rows(&self, view: View) -> Vec<CallRow> {
        let row = |(at, known): (usize, &Known)| {
            let call = Call::read(CallId::given(&known.id).unwrap(), IdSource::Given, known.document.clone());
            let received_at = refused(b"").received_at;
            let row = CallRow::of(&call, Seq(at as i64 + 1), received_at, known.updated, known.triage);
            let tagged = self.names.iter().filter(|(folded, _)| known.tags.contains(*folded));
            CallRow { tags: tagged.map(|(_, name)| name.clone()).collect(), ..row }
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

fn rows_of(connection: &rusqlite::Connection, calls: usize) -> Vec<CallRow> {
    (1..=calls as i64).map(|seq| rows::row_at(connection, Seq(seq)).unwrap().unwrap()).collect()
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
                    let kept = keeping::keep(&connection, &call(&id, &json), &[], UnixMillis(1)).unwrap();
                    model.deliveries += 1;
                    prop_assert_eq!(kept.receipt.verdict, model.deliver(&id, &json));
                    prop_assert_eq!(kept.receipt.delivery.0 as usize, model.deliveries);
                }
                Step::Refuse => {
                    keeping::keep(&connection, &refused(b"x"), &[], UnixMillis(1)).unwrap();
                    model.deliveries += 1;
                }
                Step::Mark { seqs, change, is_undone } => {
                    let all: Vec<_> = seqs.iter().copied().map(Seq).collect();
                    let before = model.rows(View::All);
                    let back = marks::set(&connection, &all, &change, UnixMillis(2)).unwrap();
                    if is_undone {
                        for (seqs, change) in &back {
                            marks::set(&connection, seqs, change, UnixMillis(3)).unwrap();
                        }
                        prop_assert_eq!(rows_of(&connection, model.calls.len()), before);
                        marks::set(&connection, &all, &change, UnixMillis(2)).unwrap();
                    }
                    model.mark(&seqs, &change);
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
