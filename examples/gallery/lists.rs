//! Scenes of the left half of the window: the list in each density and state, its filters, the rail, lists that are empty.

use std::sync::Arc;

use call_inbox::bus::Event;
use call_inbox::call::{CallDetail, Counts, EntryId, SavedSearch, Seq, View};
use call_inbox::inbox::{Action, Density, LooksAction, Wish};
use egui_kittest::kittest::Queryable;

use crate::callers::{JOHNS, call, calls, counts, inbox, list, many, opened};
use crate::studio::{Picture, Window, still};
use crate::window::Scene;

pub fn pictures() -> Vec<Picture> {
    let pointed = |name, scene| Picture { family: "Lists", name, scene, then: |window| point_at(window, "Mar\u{ed}a") };
    vec![
        still("Lists", "compact", || compact(open_among_many())),
        still("Lists", "high contrast", strong),
        pointed("row pointed at", inbox),
        pointed("row pointed at, compact", || compact(inbox())),
        Picture {
            family: "Lists",
            name: "open row pointed at",
            scene: || opened(call(JOHNS)),
            then: |window| point_at(window, "John Smith, Northwind"),
        },
        Picture {
            family: "Lists",
            name: "act pointed at",
            scene: inbox,
            then: |window| {
                point_at(window, "John Smith, Northwind");
                point_at(window, "Mark the call of John");
            },
        },
        still("Lists", "rows being read", being_read),
        still("Lists", "rows being read, high contrast", || strongly(being_read())),
        still("Lists", "large counts", large_counts),
        still("Lists", "one filter", || searched("mood:Positive")),
        still("Lists", "two filters", || searched("mood:Positive outcome:\"Demo scheduled with the head of sales\"")),
        still("Lists", "every filter", || {
            searched("mood:Positive outcome:\"Demo scheduled\" class:\"Sales inquiry\" score:>=80 on:today")
        }),
        still("Lists", "another order", || searched("sort:score")),
        still("Lists", "searching", || {
            let mut scene = inbox();
            scene.act(Action::Search("demo".into()));
            scene
        }),
        still("Lists", "found while indexing", || {
            let mut scene = searched("demo");
            scene.apply(Event::Indexing { left: 12_400 });
            scene
        }),
        still("Lists", "all done, more waits", || {
            all_done(Counts { tasks: 3, snoozed: 2, done: 214, all: 216, ..Counts::default() })
        }),
        still("Lists", "all done, nothing waits", || all_done(Counts { done: 214, all: 214, ..Counts::default() })),
        still("Lists", "nothing starred", || empty_view(View::Starred)),
        still("Lists", "nothing snoozed", || empty_view(View::Snoozed)),
        still("Lists", "no match in all calls", || {
            let mut scene = empty_view(View::All);
            scene.act(Action::Search("zeppelin".into()));
            list(&mut scene, &[]);
            scene
        }),
    ]
}

/// Moves the pointer there and leaves it.
fn point_at(window: &mut Window, name: &str) {
    window.query_all_by_label_contains(name).next().unwrap_or_else(|| panic!("nothing is called {name}")).hover();
    window.run_ok();
}

fn compact(mut scene: Scene) -> Scene {
    scene.act(LooksAction::Density(Density::Compact).into());
    scene
}

fn strongly(mut scene: Scene) -> Scene {
    scene.act(LooksAction::Contrast(Wish::On).into());
    scene
}

fn strong() -> Scene {
    strongly(open_among_many())
}

/// Many calls, one of them open, some marked.
fn open_among_many() -> Scene {
    let mut scene = opened(call(JOHNS));
    let mut calls: Vec<CallDetail> = many(120);
    calls[118].triage.snoozed_until = Some(crate::callers::ago(-90));
    calls[117].tags = vec!["Hot".into(), "Enterprise".into()];
    scene.inbox.begin();
    list(&mut scene, &calls);
    scene.act(Action::SelectCall(Seq(117)));
    scene
}

/// The order is known, the rows are not.
fn being_read() -> Scene {
    let mut scene = inbox();
    scene.inbox.begin();
    let order = Arc::new((100..400).map(Seq).collect());
    let ticket = scene.inbox.list.ticket();
    scene.apply(Event::ListLoaded { ticket, order, rows: Vec::new(), complete: true });
    scene.act(Action::SelectCall(Seq(397)));
    scene
}

fn large_counts() -> Scene {
    let mut scene = inbox();
    list(&mut scene, &many(300));
    scene.apply(Event::CountsLoaded(Counts {
        inbox: 48_213,
        unread: 1_204,
        tasks: 77,
        starred: 9,
        snoozed: 12,
        done: 9,
        all: 60_000,
    }));
    let search =
        |id, name: &str, text: &str| SavedSearch { id: EntryId(id), name: name.into(), text: text.into(), tag: None };
    scene.apply(Event::SavedSearchesLoaded(vec![
        search(1, "Hot leads", "score:>=80"),
        search(2, "Unhappy callers of this month", "mood:frustrated"),
    ]));
    scene.apply(Event::Counted { id: EntryId(1), count: 12 });
    scene.apply(Event::Counted { id: EntryId(2), count: 1_234 });
    scene
}

fn searched(text: &str) -> Scene {
    let mut scene = inbox();
    scene.act(Action::Search(text.into()));
    list(&mut scene, &calls());
    scene
}

fn all_done(counts: Counts) -> Scene {
    let mut scene = inbox();
    scene.inbox.begin();
    list(&mut scene, &[]);
    scene.apply(Event::CountsLoaded(counts));
    scene
}

/// A view without calls, while other views have some.
pub fn empty_view(view: View) -> Scene {
    let mut scene = inbox();
    scene.act(Action::SelectView(view));
    list(&mut scene, &[]);
    let mut counts = counts();
    match view {
        View::Unread => counts.unread = 0,
        View::Starred => counts.starred = 0,
        View::Snoozed => counts.snoozed = 0,
        _ => {}
    }
    scene.apply(Event::CountsLoaded(counts));
    scene
}
