//! What the contract watch counts: added up once for each delivery, told once for each change, whatever is lost or comes twice.

use super::*;
use crate::bus::TrafficEvent;
use crate::call::{DeliveryId, EntryId};
use crate::traffic::{DOCUMENTED, FieldType, ShapeChange, ShapeChangeKind};

const DAY_MS: i64 = 86_400_000;
/// The day of the tests' clock.
const TODAY: i64 = 1_765_539_682_000 / DAY_MS;

fn counted(after: i64, upto: i64, day: i64, fields: &[(&str, FieldType)]) -> Counted {
    let mut counted = Counted::after(DeliveryId(after));
    for id in after + 1..=upto {
        counted.count("default", UnixMillis(day * DAY_MS + 5), DeliveryId(id), fields);
    }
    Counted { upto: DeliveryId(upto), ..counted }
}

fn change(path: &str, kind: ShapeChangeKind, example: i64) -> ShapeChange {
    ShapeChange {
        id: EntryId(0),
        source: String::from("default"),
        path: path.to_owned(),
        kind,
        example: DeliveryId(example),
        at: UnixMillis(example),
        count: 1,
        is_seen: false,
    }
}

fn new(path: &str, example: i64) -> ShapeChange {
    change(path, ShapeChangeKind::New { found: String::from("string") }, example)
}

impl Fixture {
    /// Has it written; the changes that were told for it.
    fn count(&self, counted: Counted) -> Vec<ShapeChange> {
        let put = move |connection: &rusqlite::Connection| {
            commit::write(connection, |connection| crate::store::watched::put(connection, &counted)).unwrap()
        };
        let told = self.on_writer(put).into_iter().map(|event| match event {
            Event::Traffic(TrafficEvent::ShapeChanged(change)) => *change,
            other => panic!("{other:?}"),
        });
        told.collect()
    }
}

#[test]
fn what_was_counted_arrives_once_even_if_it_comes_twice_or_late() {
    let fixture = Fixture::new();
    let first = counted(0, 3, TODAY, &[("callId", FieldType::String)]);
    fixture.count(first.clone());
    fixture.count(first);
    fixture.count(counted(7, 9, TODAY, &[("callId", FieldType::String)]));
    let reader = fixture.reader();
    assert_eq!(reader.last_counted().unwrap(), DeliveryId(3));
    fixture.count(counted(3, 4, TODAY, &[("callId", FieldType::Null), ("x.y", FieldType::Number)]));
    let watch = reader.contract_watch(clock()()).unwrap();
    assert_eq!((reader.last_counted().unwrap(), watch.payloads), (DeliveryId(4), 4));
    let habit = &reader.habits().unwrap()["default"];
    assert_eq!(habit.payloads(), 4);

    assert_eq!(watch.fields.len(), DOCUMENTED.len() + 1);
    let names: Vec<_> = watch.fields.iter().map(|field| field.path.as_str()).collect();
    assert_eq!((names[0], names[1], names[DOCUMENTED.len()]), ("callId", "recordingUri", "x.y"));
    let id = &watch.fields[0];
    assert_eq!(id.types, [(String::from("string"), 3), (String::from("null"), 1)]);
    assert_eq!((id.documented, id.present, id.example), (Some("string"), 4, Some(DeliveryId(4))));
    let never = &watch.fields[1];
    assert_eq!((never.documented, never.present, never.example, never.types.len()), (Some("string"), 0, None, 0));
    let day = UnixMillis(TODAY * DAY_MS);
    assert_eq!((&id.days, &never.days), (&vec![(day, 4, 4)], &vec![(day, 0, 4)]));
    assert_eq!((watch.fields[29].documented, watch.fields[29].present), (None, 1));
}

#[test]
fn it_reaches_the_disk_by_the_writer_and_its_changes_are_told_after_it() {
    let mut fixture = Fixture::new();
    let fields = [("callId", FieldType::String)];
    let changes = vec![new("a", 2)];
    fixture.store().writer().keep_watched(Counted { changes, ..counted(0, 2, TODAY, &fields) });
    let told = fixture.events.find(|event| match event {
        Event::Traffic(TrafficEvent::ShapeChanged(change)) => Some(*change),
        _ => None,
    });
    assert_eq!((told.path.as_str(), told.example, told.id), ("a", DeliveryId(2), EntryId(1)));
    assert_eq!(fixture.reader().last_counted().unwrap(), DeliveryId(2));
    // What is on its way when the store closes arrives.
    fixture.store().writer().keep_watched(counted(2, 5, TODAY, &fields));
    fixture.reopen();
    assert_eq!(fixture.reader().contract_watch(clock()()).unwrap().payloads, 5);
}

#[test]
fn a_change_is_told_once_and_counted_on() {
    let fixture = Fixture::new();
    let retyped = |found: &str| ShapeChangeKind::Retyped { usual: String::from("number"), found: found.to_owned() };
    let first = vec![new("a", 1), change("a", ShapeChangeKind::Missing, 1), change("a", retyped("string"), 1)];
    let told = fixture.count(Counted { changes: first, ..counted(0, 1, TODAY, &[]) });
    assert_eq!(told.iter().map(|change| change.id.0).collect::<Vec<_>>(), [1, 2, 3]);
    let again = vec![ShapeChange { count: 10, ..new("a", 2) }, change("a", retyped("array"), 2)];
    let told = fixture.count(Counted { changes: again, ..counted(1, 2, TODAY, &[]) });
    assert_eq!(told.iter().map(|change| change.kind.clone()).collect::<Vec<_>>(), [retyped("array")]);

    let reader = fixture.reader();
    let all = reader.shape_changes(9).unwrap();
    let seen: Vec<_> = all.iter().map(|change| (change.id.0, change.count, change.example.0, change.is_seen)).collect();
    assert_eq!(seen, [(4, 1, 2, false), (3, 1, 1, false), (2, 1, 1, false), (1, 11, 1, false)]);
    assert_eq!(reader.shape_changes(1).unwrap(), all[..1]);
}

#[test]
fn changes_are_seen_one_by_one_or_all() {
    let fixture = Fixture::new();
    fixture.count(Counted { changes: vec![new("a", 1), new("b", 1), new("c", 1)], ..counted(0, 1, TODAY, &[]) });
    let seen = || -> Vec<bool> {
        fixture.on_writer(|_| ());
        fixture.reader().shape_changes(9).unwrap().iter().map(|change| change.is_seen).collect()
    };
    fixture.store().writer().see_change(Some(EntryId(2)));
    let deadline = Instant::now() + DEADLINE;
    while seen() != [false, true, false] {
        assert!(Instant::now() < deadline, "{:?}", seen());
    }
    fixture.store().writer().see_change(None);
    while seen() != [true; 3] {
        assert!(Instant::now() < deadline, "{:?}", seen());
    }
}

#[test]
fn old_days_are_put_together_and_lose_nothing() {
    let fixture = Fixture::new();
    let fields = [("callId", FieldType::String)];
    for (number, day) in [TODAY - 200, TODAY - 120, TODAY - 40, TODAY - 3, TODAY].into_iter().enumerate() {
        let after = number as i64 * 10;
        fixture.count(counted(after, after + 10, day, &fields));
    }
    let days: Vec<i64> = fixture.on_writer(|connection| {
        let mut statement = connection.prepare("SELECT day FROM fields_seen WHERE path = '' ORDER BY day").unwrap();
        statement.query_map([], |row| row.get(0)).unwrap().collect::<rusqlite::Result<_>>().unwrap()
    });
    assert_eq!(days, [0, TODAY - 40, TODAY - 3, TODAY]);
    let watch = fixture.reader().contract_watch(clock()()).unwrap();
    assert_eq!((watch.payloads, watch.fields[0].present), (50, 50));
    let told: Vec<_> = watch.fields[0].days.iter().map(|(day, present, of)| (day.0 / DAY_MS, *present, *of)).collect();
    assert_eq!(told, [(TODAY - 3, 10, 10), (TODAY, 10, 10)]);
}

#[test]
fn calls_are_shown_to_be_counted_and_nothing_else_is() {
    let fixture = Fixture::new();
    fixture.keep(call("a", r#"{"n":1}"#));
    fixture.keep(refused(b"no"));
    fixture.keep(raw(b"{", Disposition::Unparsed { status: 400, reason: String::from("cut") }));
    fixture.keep(NewDelivery { replay_of: Some(DeliveryId(1)), ..call("a", r#"{"n":2}"#) });
    fixture.keep(call("a", r#"{"n":1}"#));
    let reader = fixture.reader();
    let look = |after: i64, most: usize| {
        let mut shown = Vec::new();
        let show =
            |delivery: Delivered<'_>| shown.push((delivery.id.0, String::from_utf8_lossy(delivery.body).into_owned()));
        let last = reader.deliveries_to_count(DeliveryId(after), most, show).unwrap();
        (last.map(|id| id.0), shown)
    };
    let body = || String::from(r#"{"n":1}"#);
    assert_eq!(look(0, 500), (Some(5), vec![(1, body()), (5, body())]));
    assert_eq!(look(1, 3), (Some(4), vec![]));
    assert_eq!(look(5, 500), (None, vec![]));
}
