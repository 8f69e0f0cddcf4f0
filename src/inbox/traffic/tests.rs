//! The table of requests, the open one and its body, as plain state.

use std::sync::Arc;

use super::samples::{open_one, opened, row};
use super::{BodyAction, BodyView, Comparing, RequestKind, RequestTab, TrafficAction};
use crate::bus::{Command, Event, Ticket, TrafficCommand, TrafficEvent};
use crate::call::{DeliveryId, Verdict};
use crate::inbox::samples::inbox;
use crate::inbox::{Action, Inbox, Motion, Screen};
use crate::traffic::{Comparison, CopyForm, SaveForm, TrafficFilter};

fn act(inbox: &mut Inbox, action: impl Into<Action>) -> Vec<TrafficCommand> {
    asked(inbox.act(action.into()))
}

fn tell(inbox: &mut Inbox, event: TrafficEvent) -> Vec<TrafficCommand> {
    asked(inbox.apply(Event::Traffic(event)))
}

fn asked(commands: Vec<Command>) -> Vec<TrafficCommand> {
    let of_traffic = |command| match command {
        // What other pages of the screen ask is theirs.
        Command::Traffic(TrafficCommand::LoadForwarding | TrafficCommand::LoadWatch) => None,
        Command::Traffic(command) => Some(command),
        _ => None,
    };
    commands.into_iter().filter_map(of_traffic).collect()
}

fn found(inbox: &mut Inbox, ids: core::ops::RangeInclusive<i64>, is_complete: bool) -> Vec<TrafficCommand> {
    let ticket = inbox.traffic.list.ticket();
    let newest = Some(DeliveryId(*ids.end()));
    let looked_at = ids.clone().count() as u64;
    let ids = Arc::new(ids.map(DeliveryId).collect());
    tell(inbox, TrafficEvent::Found { ticket, ids, rows: Vec::new(), looked_at, is_complete, newest })
}

fn followed(inbox: &mut Inbox, ids: core::ops::RangeInclusive<i64>) -> Vec<TrafficCommand> {
    let ticket = inbox.traffic.list.ticket();
    let rows = ids.clone().map(|id| row(id, Verdict::New)).collect();
    let newest = Some(DeliveryId(*ids.end()));
    tell(inbox, TrafficEvent::Followed { ticket, ids: ids.map(DeliveryId).collect(), rows, newest })
}

/// The screen, with requests from 1 on, of which ten fit.
fn shown(count: i64) -> Inbox {
    let mut inbox = inbox();
    let commands = act(&mut inbox, Action::OpenScreen(Screen::Traffic));
    assert!(matches!(commands[..], [TrafficCommand::Find { ticket: Ticket(1), .. }, ..]), "{commands:?}");
    found(&mut inbox, 1..=count, true);
    act(&mut inbox, TrafficAction::RowsShown { first: 0, end: 11, page: 10 });
    inbox
}

fn logged(inbox: &mut Inbox) -> Vec<TrafficCommand> {
    asked(inbox.apply(Event::RequestsLogged))
}

fn after(commands: &[TrafficCommand]) -> Vec<i64> {
    let of_follow = |command: &TrafficCommand| match command {
        TrafficCommand::Follow { after, .. } => Some(after.0),
        _ => None,
    };
    commands.iter().filter_map(of_follow).collect()
}

#[test]
fn what_comes_is_followed_one_question_at_a_time() {
    let mut inbox = shown(5);
    assert_eq!(after(&logged(&mut inbox)), [5]);
    assert!(after(&logged(&mut inbox)).is_empty());
    let commands = followed(&mut inbox, 6..=8);
    assert_eq!((after(&commands), inbox.traffic.list.len()), (vec![8], 8));
    assert!(after(&followed(&mut inbox, 9..=9)).is_empty());
    assert_eq!(inbox.traffic.list.id_at(0), Some(DeliveryId(9)));
}

#[test]
fn nobody_asks_while_nobody_looks_and_what_came_is_caught_up_with() {
    let mut inbox = shown(5);
    inbox.act(Action::OpenScreen(Screen::Calls));
    assert_eq!(logged(&mut inbox), []);
    assert_eq!(after(&act(&mut inbox, Action::OpenScreen(Screen::Traffic))), [5]);
}

#[test]
fn a_request_that_is_shown_from_elsewhere_brings_the_table_up_to_date() {
    let mut inbox = shown(5);
    inbox.act(Action::OpenScreen(Screen::Settings));
    logged(&mut inbox);
    let commands = act(&mut inbox, TrafficAction::Show(DeliveryId(2)));
    assert_eq!((after(&commands), inbox.screen), (vec![5], Screen::Traffic));
    assert_eq!(commands.last(), Some(&TrafficCommand::Open { id: DeliveryId(2) }));
}

#[test]
fn what_comes_does_not_move_what_is_looked_at() {
    let mut inbox = shown(1_000);
    act(&mut inbox, TrafficAction::Scrolled(40.5));
    let in_sight = inbox.traffic.list.id_at(40);
    logged(&mut inbox);
    followed(&mut inbox, 1_001..=1_003);
    assert_eq!((inbox.traffic.list.top(), inbox.traffic.list.id_at(43)), (43.5, in_sight));
    act(&mut inbox, TrafficAction::Scrolled(0.0));
    followed(&mut inbox, 1_004..=1_004);
    assert_eq!((inbox.traffic.list.top(), inbox.traffic.list.id_at(0)), (0.0, Some(DeliveryId(1_004))));
}

#[test]
fn a_longer_answer_does_not_move_what_is_looked_at() {
    let mut inbox = shown(10);
    act(&mut inbox, TrafficAction::Filter("call".into()));
    found(&mut inbox, 500..=1_000, false);
    act(&mut inbox, TrafficAction::Scrolled(100.25));
    let in_sight = inbox.traffic.list.id_at(100);
    found(&mut inbox, 1..=1_000, true);
    assert_eq!((inbox.traffic.list.top(), inbox.traffic.list.id_at(100)), (100.25, in_sight));
}

#[test]
fn what_is_told_between_two_parts_of_an_answer_is_not_lost() {
    let mut inbox = shown(3);
    act(&mut inbox, TrafficAction::Filter("call".into()));
    assert!(after(&logged(&mut inbox)).is_empty());
    let commands = found(&mut inbox, 900..=1_000, false);
    assert_eq!(after(&commands), [1_000]);
    followed(&mut inbox, 1_001..=1_002);
    found(&mut inbox, 1..=1_000, true);
    assert_eq!((inbox.traffic.list.len(), inbox.traffic.list.id_at(0)), (1_002, Some(DeliveryId(1_002))));
}

#[test]
fn an_answer_to_a_filter_of_before_is_ignored() {
    let mut inbox = shown(3);
    let old = inbox.traffic.list.ticket();
    let commands = act(&mut inbox, TrafficAction::Filter("other".into()));
    assert!(matches!(commands[..], [TrafficCommand::Find { ticket: Ticket(2), .. }]), "{commands:?}");
    let ids = Arc::new(vec![DeliveryId(9)]);
    tell(
        &mut inbox,
        TrafficEvent::Found { ticket: old, ids, rows: Vec::new(), looked_at: 1, is_complete: true, newest: None },
    );
    assert_eq!((inbox.traffic.list.len(), inbox.traffic.list.is_loading()), (3, true));
    assert_eq!(act(&mut inbox, TrafficAction::Filter("other ".into())), []);
}

#[test]
fn a_paused_table_stands_still_and_counts() {
    let mut inbox = shown(5);
    act(&mut inbox, TrafficAction::TogglePause);
    logged(&mut inbox);
    followed(&mut inbox, 6..=42);
    assert_eq!((inbox.traffic.list.len(), inbox.traffic.list.held()), (5, 37));
    assert_eq!(after(&logged(&mut inbox)), [42]);
    act(&mut inbox, TrafficAction::TogglePause);
    assert_eq!((inbox.traffic.list.len(), inbox.traffic.list.held(), inbox.traffic.list.top()), (42, 0, 0.0));
}

#[test]
fn rows_are_read_as_they_are_seen_and_once() {
    let mut inbox = shown(1_000);
    let shows = TrafficAction::RowsShown { first: 500, end: 510, page: 10 };
    let commands = act(&mut inbox, shows.clone());
    let [TrafficCommand::LoadRows { ids, .. }] = &commands[..] else { panic!("{commands:?}") };
    assert_eq!((ids.len(), ids.contains(&DeliveryId(500))), (90, true));
    assert_eq!(act(&mut inbox, shows), []);
    assert!(!inbox.traffic.list.is_news(500, 510, 10));
}

#[test]
fn how_long_an_answer_took_is_asked_for_until_it_is_known() {
    let mut inbox = shown(2);
    let mut unknown = row(2, Verdict::New);
    unknown.note.took_micros = None;
    let ticket = inbox.traffic.list.ticket();
    tell(&mut inbox, TrafficEvent::RowsLoaded { ticket, rows: vec![row(1, Verdict::New), unknown.clone()] });
    let again = |commands: &[TrafficCommand]| {
        commands.iter().any(|it| matches!(it, TrafficCommand::LoadRows { ids, .. } if *ids == [DeliveryId(2)]))
    };
    assert!(again(&logged(&mut inbox)));
    assert!(!again(&logged(&mut inbox)), "asked already");
    tell(&mut inbox, TrafficEvent::RowsLoaded { ticket, rows: vec![unknown.clone()] });
    assert!(again(&logged(&mut inbox)));
    tell(&mut inbox, TrafficEvent::RowsLoaded { ticket, rows: vec![row(2, Verdict::New)] });
    assert!(!again(&logged(&mut inbox)));
    // One that the program never answered is not asked for for ever.
    tell(&mut inbox, TrafficEvent::RowsLoaded { ticket, rows: vec![unknown] });
    inbox.now.0 += 200_000;
    assert!(!again(&logged(&mut inbox)));
}

#[test]
fn keys_walk_and_open_and_the_open_one_follows() {
    let mut inbox = shown(5);
    assert_eq!(act(&mut inbox, TrafficAction::Move(Motion::Down)), []);
    assert_eq!(inbox.traffic.list.selected(), Some(DeliveryId(5)));
    let open = |id| TrafficCommand::Open { id: DeliveryId(id) };
    assert_eq!(act(&mut inbox, TrafficAction::TakeHere), [open(5)]);
    // One is read at a time: what was passed over is not read.
    assert_eq!(act(&mut inbox, TrafficAction::Move(Motion::Down)), []);
    assert_eq!(act(&mut inbox, TrafficAction::Move(Motion::Down)), []);
    assert_eq!(tell(&mut inbox, TrafficEvent::Opened(opened(5, "{}"))), [open(3)]);
    assert!(inbox.traffic.shown().is_none());
    assert_eq!(tell(&mut inbox, TrafficEvent::Opened(opened(3, "{}"))), []);
    assert_eq!(inbox.traffic.shown().map(|opened| opened.row.note.id), Some(DeliveryId(3)));
}

#[test]
fn escape_closes_the_topmost_thing() {
    let mut inbox = inbox();
    open_one(&mut inbox);
    act(&mut inbox, TrafficAction::Filter("call".into()));
    act(&mut inbox, BodyAction::Find);
    act(&mut inbox, TrafficAction::Compare);
    act(&mut inbox, Action::Back);
    assert_eq!(inbox.traffic.open.as_ref().and_then(|open| open.find()), None);
    act(&mut inbox, Action::Back);
    assert_eq!((inbox.traffic.comparing.clone(), inbox.traffic.open.is_some()), (Comparing::Off, true));
    act(&mut inbox, Action::Back);
    assert_eq!((inbox.traffic.open.is_some(), inbox.traffic.filter.as_str()), (false, "call"));
    act(&mut inbox, Action::Back);
    assert_eq!((inbox.screen, inbox.traffic.filter.as_str()), (Screen::Traffic, ""));
    act(&mut inbox, Action::Back);
    assert_eq!(inbox.screen, Screen::Calls);
}

#[test]
fn secrets_are_shown_of_one_request_only() {
    let mut inbox = inbox();
    open_one(&mut inbox);
    act(&mut inbox, TrafficAction::ToggleSecrets);
    let copies = |commands: Vec<TrafficCommand>| match &commands[..] {
        [TrafficCommand::Copy { id, form: CopyForm::Curl { url }, shows_secrets }] => {
            (id.0, url.clone(), *shows_secrets)
        }
        _ => panic!("{commands:?}"),
    };
    let url = "http://127.0.0.1:8787/webhook/call-completed".to_owned();
    assert_eq!(copies(act(&mut inbox, TrafficAction::CopyCurl)), (1, url.clone(), true));
    act(&mut inbox, TrafficAction::Take(DeliveryId(2)));
    tell(&mut inbox, TrafficEvent::Opened(opened(2, "{}")));
    assert_eq!(copies(act(&mut inbox, TrafficAction::CopyCurl)), (2, url, false));
}

#[test]
fn a_kind_is_one_operator_of_the_filter() {
    let mut inbox = shown(3);
    act(&mut inbox, TrafficAction::Filter("ann \"verdict:refused x\"".into()));
    for (kind, typed) in [
        (RequestKind::Refused, "ann \"verdict:refused x\" verdict:refused"),
        (RequestKind::Errors, "ann \"verdict:refused x\" status:>=400"),
        (RequestKind::Errors, "ann \"verdict:refused x\""),
        (RequestKind::Repeats, "ann \"verdict:refused x\" verdict:repeat"),
        (RequestKind::All, "ann \"verdict:refused x\""),
    ] {
        act(&mut inbox, TrafficAction::Kind(kind));
        assert_eq!(inbox.traffic.filter, typed, "{kind:?}");
    }
}

#[test]
fn the_next_one_that_is_taken_is_compared_the_older_first() {
    let mut inbox = inbox();
    open_one(&mut inbox);
    found(&mut inbox, 1..=1, true);
    followed(&mut inbox, 2..=9);
    act(&mut inbox, TrafficAction::Take(DeliveryId(7)));
    tell(&mut inbox, TrafficEvent::Opened(opened(7, "{}")));
    act(&mut inbox, TrafficAction::Compare);
    act(&mut inbox, TrafficAction::Move(Motion::Last));
    let compare = TrafficCommand::Compare { one: DeliveryId(1), other: DeliveryId(7) };
    assert_eq!(act(&mut inbox, TrafficAction::TakeHere), [compare]);
    let comparison = Comparison {
        one: DeliveryId(1),
        other: DeliveryId(7),
        heads: Vec::new(),
        fields: Vec::new(),
        has_same_bytes: true,
        same: 0,
        is_by_line: false,
        left_out: 0,
    };
    tell(&mut inbox, TrafficEvent::Compared(Arc::new(comparison)));
    assert!(matches!(inbox.traffic.comparing, Comparing::Shown(_)) && inbox.traffic.tab == RequestTab::Compare);
    // One of the two stays compared; any other ends it.
    act(&mut inbox, TrafficAction::Take(DeliveryId(1)));
    assert!(matches!(inbox.traffic.comparing, Comparing::Shown(_)));
    act(&mut inbox, TrafficAction::Take(DeliveryId(4)));
    assert_eq!(inbox.traffic.comparing, Comparing::Off);
}

#[test]
fn the_delivery_before_of_the_same_call_is_looked_for() {
    let mut inbox = inbox();
    open_one(&mut inbox);
    act(&mut inbox, TrafficAction::Take(DeliveryId(7)));
    tell(&mut inbox, TrafficEvent::Opened(opened(7, "{}")));
    let commands = act(&mut inbox, TrafficAction::CompareBefore);
    let [TrafficCommand::Follow { ticket, .. }] = commands[..] else { panic!("{commands:?}") };
    let ids = [2, 5, 6, 7, 9];
    let mut rows: Vec<_> = ids.iter().map(|id| row(*id, Verdict::Repeat)).collect();
    rows[2].note.call_id = crate::call::CallId::given("c1-other");
    let listed = inbox.traffic.list.len();
    let ids = ids.map(DeliveryId).to_vec();
    let commands = tell(&mut inbox, TrafficEvent::Followed { ticket, ids, rows, newest: None });
    assert_eq!(commands, [TrafficCommand::Compare { one: DeliveryId(5), other: DeliveryId(7) }]);
    assert_eq!(inbox.traffic.list.len(), listed, "they are no part of the table");
}

#[test]
fn a_field_is_shown_where_it_is_or_where_it_would_stand() {
    let mut inbox = inbox();
    open_one(&mut inbox);
    let body = r#"{"a":1,"b":{"c":2,"d":[{"e":3}]}}"#;
    act(&mut inbox, TrafficAction::Take(DeliveryId(2)));
    tell(&mut inbox, TrafficEvent::Opened(opened(2, body)));
    act(&mut inbox, TrafficAction::Body(BodyView::Hex));
    act(&mut inbox, BodyAction::FoldAll);
    let path = |inbox: &Inbox| {
        let (open, opened) = (inbox.traffic.open.as_ref().unwrap(), inbox.traffic.shown().unwrap());
        opened.outline.path_of(open.chosen().unwrap(), &opened.body)
    };
    for (wanted, shown) in [("b.c", "b.c"), ("b.d[0].e", "b.d[0].e"), ("b.missing.deep", "b"), ("missing", "")] {
        act(&mut inbox, BodyAction::GoTo(wanted.into()));
        assert_eq!(path(&inbox), shown);
    }
    assert_eq!(inbox.traffic.body, BodyView::Pretty);
}

#[test]
fn what_is_found_in_the_body_is_walked_in_a_ring() {
    let mut inbox = inbox();
    open_one(&mut inbox);
    act(&mut inbox, TrafficAction::Take(DeliveryId(2)));
    tell(&mut inbox, TrafficEvent::Opened(opened(2, "{\"name\":\"Ann\",\n\"x\":\"ANN b\",\n\"n\":1}")));
    act(&mut inbox, BodyAction::Find);
    act(&mut inbox, BodyAction::Type("ann".into()));
    let at = |inbox: &Inbox| {
        let open = inbox.traffic.open.as_ref().unwrap();
        (open.hit_at().map(|at| at + 1), open.hits().len())
    };
    assert_eq!(at(&inbox), (Some(1), 2));
    act(&mut inbox, BodyAction::PreviousHit);
    assert_eq!(at(&inbox), (Some(2), 2));
    act(&mut inbox, BodyAction::NextHit);
    assert_eq!(at(&inbox), (Some(1), 2));
    act(&mut inbox, TrafficAction::Body(BodyView::Raw));
    assert_eq!(at(&inbox), (Some(1), 2));
    act(&mut inbox, BodyAction::Type("nowhere".into()));
    assert_eq!(at(&inbox), (None, 0));
}

#[test]
fn what_is_gone_is_said_and_another_can_be_opened() {
    let mut inbox = shown(3);
    act(&mut inbox, TrafficAction::Take(DeliveryId(2)));
    tell(&mut inbox, TrafficEvent::Gone { id: DeliveryId(2) });
    assert!(inbox.traffic.open.as_ref().is_some_and(super::OpenRequest::is_gone));
    assert_eq!(act(&mut inbox, TrafficAction::Take(DeliveryId(3))), [TrafficCommand::Open { id: DeliveryId(3) }]);
}

#[test]
fn old_requests_that_are_taken_away_are_told_and_the_table_is_read_again() {
    let mut inbox = shown(3);
    let commands = tell(&mut inbox, TrafficEvent::Pruned { count: 1_204 });
    assert!(matches!(commands[..], [TrafficCommand::Find { .. }]), "{commands:?}");
    assert_eq!(inbox.notices.shown()[0].text, "1,204 old requests were taken away: more are not kept");
    found(&mut inbox, 2..=3, true);
    act(&mut inbox, TrafficAction::TogglePause);
    assert_eq!(tell(&mut inbox, TrafficEvent::Pruned { count: 1 }), []);
    let commands = act(&mut inbox, TrafficAction::TogglePause);
    assert!(matches!(commands[..], [TrafficCommand::Find { .. }]), "{commands:?}");
}

#[test]
fn all_in_the_table_are_saved_up_to_what_others_still_open() {
    let mut inbox = shown(12_000);
    assert_eq!(inbox.save_all_label(), "Save the newest 10,000 as HAR");
    let commands = act(&mut inbox, TrafficAction::SaveAll);
    let [TrafficCommand::Save { ids, form: SaveForm::Har, shows_secrets: false }] = &commands[..] else {
        panic!("{commands:?}")
    };
    assert_eq!((ids.len(), ids[0], ids[9_999]), (10_000, DeliveryId(2_001), DeliveryId(12_000)));
}

#[test]
fn how_far_it_looked_is_said_while_it_looks() {
    let mut inbox = shown(1_000_000);
    assert_eq!(inbox.requests_label(), "1,000,000 requests");
    act(&mut inbox, TrafficAction::Filter("call".into()));
    assert_eq!(inbox.requests_label(), "Looking…");
    let ticket = inbox.traffic.list.ticket();
    let (ids, rows, newest) = (Arc::default(), Vec::new(), Some(DeliveryId(1_000_000)));
    tell(&mut inbox, TrafficEvent::Found { ticket, ids, rows, looked_at: 240_000, is_complete: false, newest });
    assert_eq!(inbox.requests_label(), "Looking… 240,000 of 1,000,000");
    found(&mut inbox, 5..=16, true);
    assert_eq!(inbox.requests_label(), "12 found");
    assert_ne!(inbox.traffic.asked, Some(TrafficFilter::default()));
}

#[test]
fn nothing_is_done_to_requests_from_another_screen() {
    let mut inbox = inbox();
    open_one(&mut inbox);
    inbox.act(Action::OpenScreen(Screen::Calls));
    for action in [
        TrafficAction::Move(Motion::Down),
        TrafficAction::TakeHere,
        TrafficAction::CopyCurl,
        TrafficAction::Compare,
        TrafficAction::Save(SaveForm::Fixture),
        TrafficAction::SaveAll,
        TrafficAction::OpenCall,
    ] {
        assert_eq!(act(&mut inbox, action.clone()), [], "{action:?}");
    }
    assert_eq!((inbox.screen, inbox.traffic.comparing.clone()), (Screen::Calls, Comparing::Off));
}
