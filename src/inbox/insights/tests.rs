//! Insights as state: what is asked when, which answers count, what bars and periods do to the search.

use jiff::tz::TimeZone;

use super::*;
use crate::bus::Event;
use crate::call::insights::{Counted, Tally};
use crate::call::query::value_of;
use crate::inbox::samples::{filled, row};
use crate::inbox::{Action, Field, SearchAction};

const DAY: i64 = 86_400_000;

fn open() -> (Inbox, Vec<Command>) {
    let mut inbox = filled(3);
    let commands = inbox.act(Action::OpenScreen(Screen::Insights));
    (inbox, commands)
}

fn asked(commands: &[Command]) -> Option<(Ticket, InsightsQuestion)> {
    commands.iter().find_map(|command| match command {
        Command::LoadInsights { ticket, question } => Some((*ticket, (**question).clone())),
        _ => None,
    })
}

/// What the store would answer if these were all the calls.
fn answered(inbox: &mut Inbox, question: &InsightsQuestion, calls: &[Counted<'_>]) {
    let mut tally = Tally::of(question);
    calls.iter().for_each(|call| tally.add(call));
    let (ticket, insights) = (inbox.insights.ticket, Arc::new(tally.insights()));
    inbox.apply(Event::InsightsLoaded { ticket, insights, is_complete: true });
}

fn calls(inbox: &Inbox) -> Vec<Counted<'static>> {
    let now = inbox.now;
    let call = |days: i64, outcome, mood, score| Counted {
        received_at: UnixMillis(now.0 - days * DAY),
        outcome,
        mood,
        score,
        ..Counted::default()
    };
    vec![
        call(0, Some("demo_scheduled"), Some("Happy"), Some(90.0)),
        call(1, Some("Demo Scheduled"), Some("Angry"), Some(40.0)),
        call(2, None, None, None),
        call(35, Some("Demo Scheduled"), Some("Happy"), Some(80.0)),
    ]
}

fn act(inbox: &mut Inbox, action: InsightsAction) -> Vec<Command> {
    inbox.act(action.into())
}

#[test]
fn opening_asks_once_for_all_calls_of_the_last_thirty_days() {
    let (mut inbox, commands) = open();
    let (_, question) = asked(&commands).unwrap();
    assert_eq!((question.query().view, question.window.period), (crate::call::View::All, Period::Days(30)));
    assert!(inbox.insights.is_waiting());
    assert_eq!(asked(&inbox.act(Action::OpenScreen(Screen::Insights))), None);
    answered(&mut inbox, &question, &[]);
    assert!(inbox.insights.page().unwrap().is_empty() && !inbox.insights.is_waiting());
    assert_eq!(asked(&inbox.act(Action::OpenScreen(Screen::Insights))), None);
}

#[test]
fn the_answers_are_said_in_words_beside_the_time_before() {
    let (mut inbox, commands) = open();
    let calls = calls(&inbox);
    answered(&mut inbox, &asked(&commands).unwrap().1, &calls);
    let page = inbox.insights.page().unwrap();
    let said: Vec<_> =
        page.headlines.iter().map(|one| format!("{}: {}. {}", one.label, one.value, one.words)).collect();
    assert_eq!(
        said,
        [
            "Calls: 3. 2 more than in the 30 days before, +200 %",
            "Positive callers: 50 %. 50 points less than in the 30 days before",
            "Median score: 65. 15 points less than in the 30 days before",
            "Asked for a call back: 0. No caller asked",
            "Not done yet: 3. 100 % of 3 calls",
            "Length of a call: –. No recording was measured",
        ]
    );
    let top = &page.top_outcome;
    assert_eq!((top.value.as_str(), top.words.as_str()), ("Demo scheduled", "2 calls, 1 more"));
    assert_eq!(page.span, "13 Nov to 12 Dec, compared with the 30 days before");
    let calls = &page.headlines[0];
    assert_eq!(calls.change.as_ref().map(|change| change.words.as_str()), Some("200 % more"));
    assert_eq!((calls.below[0].as_str(), calls.course.len()), ("than the 30 days before", 15));
    let score = page.headlines[2].change.as_ref().unwrap();
    assert_eq!((score.way, score.is_good, score.words.as_str()), (Way::Less, Some(false), "15 points less"));
    let names = |chart: &Chart| chart.bars.iter().map(|bar| bar.name.clone()).collect::<Vec<_>>();
    assert_eq!(names(&page.outcomes), ["Demo scheduled: 2 calls, 1 more", "Not said: 1 call, 1 more"]);
    assert_eq!(names(&page.moods)[..2], ["Angry: 1 call, 1 more", "Happy: 1 call, as many as before"]);
    assert_eq!(page.calls.bars.len(), 30);
    assert_eq!(page.calls.bars[29].name, "Friday 12 December 2025: 1 call, 1 more");
    assert_eq!(page.scores.bars[9].name, "Scores 90 to 100: 1 call, 1 more");
    assert_eq!(page.hours.note, "Most calls come between 11:00 and 12:00, your time");
    assert_eq!(page.weekdays.note, "Most calls come on Wednesdays");
    assert_eq!(page.week.note, "Most call on Wednesdays, 11:00 to 12:00, your time");
    assert_eq!(page.week.bars[4 * 24 + 11].name, "Friday 11:00 to 12:00: 1 call");
    assert!(page.calls.bars[2].is_weekend && !page.calls.bars[29].is_weekend);
    assert_eq!(page.scores.middle, Some((6.5, String::from("Median 65"))));
    assert_eq!(page.lengths.bars, []);
}

#[test]
fn pressing_a_bar_narrows_the_search_and_pressing_it_again_takes_that_back() {
    let (mut inbox, commands) = open();
    let calls = calls(&inbox);
    answered(&mut inbox, &asked(&commands).unwrap().1, &calls);
    let narrowing = inbox.insights.page().unwrap().outcomes.bars[0].narrowing.clone().unwrap();
    let commands = act(&mut inbox, InsightsAction::Narrow(narrowing.clone()));
    assert_eq!(value_of(&inbox.search, "outcome").as_deref(), Some("=demo_scheduled"));
    assert!(commands.iter().any(|command| matches!(command, Command::LoadList { .. })));
    let (_, question) = asked(&commands).unwrap();
    assert_eq!((inbox.screen, question.window.period), (Screen::Insights, Period::Days(30)));
    answered(&mut inbox, &question, &calls[..2]);
    assert!(inbox.insights.page().unwrap().outcomes.bars[0].is_on);
    act(&mut inbox, InsightsAction::Narrow(narrowing));
    assert_eq!(inbox.search, "");
}

#[test]
fn a_day_alone_is_compared_with_nothing_until_a_period_is_chosen() {
    let (mut inbox, commands) = open();
    let calls = calls(&inbox);
    answered(&mut inbox, &asked(&commands).unwrap().1, &calls);
    let day = inbox.insights.page().unwrap().calls.bars[28].narrowing.clone().unwrap();
    let commands = act(&mut inbox, InsightsAction::Narrow(day));
    assert_eq!((inbox.search.as_str(), inbox.insights_period()), ("on:2025-12-11", None));
    assert!(!asked(&commands).unwrap().1.window.is_compared());
    let commands = act(&mut inbox, InsightsAction::Choose(Period::Days(7)));
    assert_eq!((inbox.search.as_str(), inbox.insights_period()), ("", Some(Period::Days(7))));
    assert_eq!(asked(&commands).unwrap().1.window.period, Period::Days(7));
}

#[test]
fn the_list_shows_what_was_summed_and_insights_know_it_again() {
    let (mut inbox, commands) = open();
    inbox.act(Action::Search("ann".into()));
    answered(&mut inbox, &asked(&commands).unwrap().1, &[]);
    let commands = act(&mut inbox, InsightsAction::ShowCalls);
    assert_eq!(
        (inbox.screen, inbox.view, inbox.search.as_str()),
        (Screen::Calls, crate::call::View::All, "ann after:29d")
    );
    let listed = commands.iter().find_map(|command| match command {
        Command::LoadList { query, .. } => Some(query.clone()),
        _ => None,
    });
    let received = |term: &crate::call::query::Term| match term {
        crate::call::query::Term::All(terms) => terms.iter().any(|term| {
            let from = UnixMillis((inbox.now.0.div_euclid(DAY) - 29) * DAY);
            *term == crate::call::query::Term::Received { from: Some(from), until: None }
        }),
        _ => false,
    };
    assert!(listed.is_some_and(|query| received(&query.term)));
    let commands = inbox.act(Action::OpenScreen(Screen::Insights));
    // The period that the search says is the one that was looked at.
    assert_eq!((asked(&commands), inbox.insights_period()), (None, Some(Period::Days(30))));
}

#[test]
fn calls_that_arrive_are_summed_after_a_pause_and_only_in_sight() {
    let (mut inbox, commands) = open();
    answered(&mut inbox, &asked(&commands).unwrap().1, &[]);
    assert_eq!(inbox.insights_due_at(), None);
    for seq in 4..40 {
        inbox.apply(Event::CallArrived(Box::new(row(seq))));
    }
    assert_eq!(inbox.insights_due_at(), Some(UnixMillis(inbox.now.0 + PAUSE_MS)));
    assert_eq!(act(&mut inbox, InsightsAction::Refresh), []);
    inbox.tick(UnixMillis(inbox.now.0 + PAUSE_MS));
    let commands = act(&mut inbox, InsightsAction::Refresh);
    let (_, question) = asked(&commands).unwrap();
    inbox.apply(Event::CallArrived(Box::new(row(40))));
    assert_eq!(inbox.insights_due_at(), None, "not twice at a time");
    answered(&mut inbox, &question, &[]);
    assert!(inbox.insights_due_at().is_some(), "once more for the last");
    inbox.act(Action::OpenScreen(Screen::Settings));
    assert_eq!(inbox.insights_due_at(), None);
    assert!(asked(&inbox.act(Action::OpenScreen(Screen::Insights))).is_some());
}

#[test]
fn a_recording_that_was_measured_counts_once_its_length_is_stored() {
    let (mut inbox, commands) = open();
    answered(&mut inbox, &asked(&commands).unwrap().1, &[]);
    inbox.tick(UnixMillis(inbox.now.0 + 10 * PAUSE_MS));
    let read = |is_complete| {
        let peaks = Arc::new(crate::call::Peaks { is_complete, ..crate::call::Peaks::default() });
        let sound = crate::call::Sound {
            codec: "WAV".into(),
            channels: 1,
            sample_rate: 8_000,
            duration_ms: 60_000,
            has_sides: false,
            damage: None,
            talk: None,
        };
        Event::SoundRead { seq: crate::call::Seq(1), sound: Box::new(sound), peaks }
    };
    inbox.apply(read(false));
    assert_eq!(inbox.insights_due_at(), None);
    inbox.apply(read(true));
    assert_eq!(inbox.insights_due_at(), Some(UnixMillis(inbox.now.0 + PAUSE_MS)));
}

#[test]
fn another_day_is_another_question() {
    let (mut inbox, commands) = open();
    answered(&mut inbox, &asked(&commands).unwrap().1, &[]);
    inbox.tick(UnixMillis(inbox.now.0 + DAY));
    assert!(inbox.insights_due_at().is_some_and(|at| at <= inbox.now));
    let (_, question) = asked(&act(&mut inbox, InsightsAction::Refresh)).unwrap();
    assert_eq!(question.window.today, jiff::civil::date(2025, 12, 13));
}

#[test]
fn older_answers_and_half_ones_do_not_take_the_place_of_whole_ones() {
    let (mut inbox, commands) = open();
    let (old, question) = asked(&commands).unwrap();
    let sums = |count: usize| {
        let mut tally = Tally::of(&question);
        (0..count)
            .for_each(|_| tally.add(&Counted { received_at: UnixMillis(1_765_539_682_000), ..Counted::default() }));
        Arc::new(tally.insights())
    };
    let told = |ticket, count, is_complete| Event::InsightsLoaded { ticket, insights: sums(count), is_complete };
    let shown = |inbox: &Inbox| inbox.insights.page().map(|page| (page.insights.sums.calls, page.is_complete));
    inbox.apply(told(old, 1, false));
    assert_eq!(shown(&inbox), Some((1, false)));
    inbox.apply(told(old, 2, true));
    inbox.apply(Event::CallArrived(Box::new(row(9))));
    inbox.tick(UnixMillis(inbox.now.0 + PAUSE_MS));
    act(&mut inbox, InsightsAction::Refresh);
    inbox.apply(told(old, 7, true));
    inbox.apply(told(inbox.insights.ticket, 1, false));
    assert_eq!(shown(&inbox), Some((2, true)));
    inbox.apply(told(inbox.insights.ticket, 3, true));
    assert_eq!(shown(&inbox), Some((3, true)));
}

#[test]
fn a_failure_is_said_and_tried_again_when_asked_to() {
    let (mut inbox, _) = open();
    inbox.apply(Event::CommandFailed { what: "Summing the calls".into(), why: "the disk is gone".into() });
    assert_eq!(inbox.insights.failure(), Some("Summing the calls failed: the disk is gone"));
    inbox.apply(Event::CallArrived(Box::new(row(9))));
    assert_eq!(inbox.insights_due_at(), None);
    assert!(asked(&act(&mut inbox, InsightsAction::Refresh)).is_some());
    assert_eq!(inbox.insights.failure(), None);
}

#[test]
fn after_a_resync_it_is_asked_again() {
    let (mut inbox, commands) = open();
    let (old, _) = asked(&commands).unwrap();
    let commands = inbox.apply(Event::Resync);
    assert!(asked(&commands).is_some_and(|(ticket, _)| ticket > old));
}

#[test]
fn the_search_is_typed_there_and_opens_no_call() {
    let (mut inbox, _) = open();
    inbox.act(Action::FocusSearch);
    assert!(inbox.focus_search && inbox.screen == Screen::Insights);
    let commands = inbox.act(Action::SearchBox(SearchAction::Type("ann".into(), 3)));
    assert!(asked(&commands).is_some());
    let ticket = inbox.list.ticket();
    inbox.apply(Event::ListLoaded { ticket, order: Arc::new(vec![crate::call::Seq(1)]), rows: vec![], complete: true });
    assert!(inbox.act(Action::SearchBox(SearchAction::Submit)).is_empty());
    assert_eq!((inbox.screen, inbox.focus), (Screen::Insights, None::<Field>));
    assert_eq!(inbox.recent_searches(), ["ann"]);
}

#[test]
fn many_values_are_gathered_and_what_has_no_word_is_a_value_too() {
    let (mut inbox, commands) = open();
    let now = inbox.now;
    let values: Vec<String> =
        (0..20).map(|number| format!("Outcome {number:02}")).chain([String::from("🙂")]).collect();
    let calls: Vec<_> = values
        .iter()
        .map(|value| Counted { received_at: now, outcome: Some(value), mood: Some("🙂"), ..Counted::default() })
        .collect();
    answered(&mut inbox, &asked(&commands).unwrap().1, &calls);
    let page = inbox.insights.page().unwrap();
    let last = page.outcomes.bars.last().unwrap();
    assert_eq!((page.outcomes.bars.len(), last.name.as_str()), (9, "All other values: 13 calls, 13 more"));
    assert_eq!((last.narrowing.clone(), page.outcomes.most()), (None, 1));
    let mood = page.moods.bars[0].clone();
    act(&mut inbox, InsightsAction::Narrow(mood.narrowing.unwrap()));
    assert_eq!((mood.label.as_str(), inbox.search.as_str()), ("🙂", "mood:=🙂"));
}

#[test]
fn what_is_not_said_and_an_hour_of_the_week_are_looked_at_alone() {
    let (mut inbox, commands) = open();
    let calls = calls(&inbox);
    answered(&mut inbox, &asked(&commands).unwrap().1, &calls);
    let page = inbox.insights.page().unwrap();
    let (blank, cell) =
        (page.outcomes.bars[1].narrowing.clone().unwrap(), page.week.bars[4 * 24 + 11].narrowing.clone());
    act(&mut inbox, InsightsAction::Narrow(blank));
    assert_eq!(inbox.search, "outcome:=\"\"");
    assert_eq!(inbox.filter_label(crate::inbox::Filter::Outcome).as_deref(), Some("Not said"));
    act(&mut inbox, InsightsAction::Narrow(cell.unwrap()));
    assert_eq!(inbox.search, "outcome:=\"\" weekday:friday hour:11");
}

#[test]
fn calls_of_one_day_alone_are_shown_by_the_hour() {
    let (mut inbox, commands) = open();
    let calls = calls(&inbox);
    answered(&mut inbox, &asked(&commands).unwrap().1, &calls[..1]);
    let chart = &inbox.insights.page().unwrap().calls;
    assert_eq!((chart.title, chart.bars.len(), chart.bars[11].count), ("Calls per hour", 24, 1));
    assert_eq!(chart.note, "All of them came on Friday 12 December 2025; none on the other 29 days");
    let hour = chart.bars[11].narrowing.clone().unwrap();
    act(&mut inbox, InsightsAction::Narrow(hour));
    assert_eq!(inbox.search, "hour:11");
}

#[test]
fn lengths_and_callbacks_are_counted_where_they_are_known() {
    let (mut inbox, commands) = open();
    let call = |talk_ms, is_done| Counted {
        received_at: inbox.now,
        talk_ms,
        is_done,
        wants_callback: true,
        ..Counted::default()
    };
    let calls = [call(Some(45_000), true), call(Some(700_000), false), call(None, false)];
    answered(&mut inbox, &asked(&commands).unwrap().1, &calls);
    let page = inbox.insights.page().unwrap();
    let said: Vec<_> =
        page.headlines[3..].iter().map(|one| format!("{}: {}. {}", one.label, one.value, one.words)).collect();
    assert_eq!(
        said,
        [
            "Asked for a call back: 3. 1 done, 2 still open",
            "Not done yet: 2. 67 % of 3 calls",
            "Length of a call: 6 min 13 s. On average, of 2 calls measured; 12 min 25 s in all"
        ]
    );
    let names: Vec<_> =
        page.lengths.bars.iter().map(|bar| bar.name.as_str()).filter(|name| !name.contains(": 0")).collect();
    assert_eq!(
        names,
        [
            "From 30 s to less than 1 min: 1 call, 1 more",
            "10 min or longer: 1 call, 1 more",
            "Not measured: 1 call, 1 more"
        ]
    );
    let longest = page.lengths.bars[5].narrowing.clone().unwrap();
    act(&mut inbox, InsightsAction::Narrow(longest));
    assert_eq!(inbox.search, "length:>=600s");
}

#[test]
fn the_persons_zone_says_when_a_day_begins() {
    let mut inbox = Inbox::new(TimeZone::fixed(jiff::tz::offset(13)), UnixMillis(1_765_539_682_000), "/x", "calls");
    inbox.begin();
    let commands = inbox.act(Action::OpenScreen(Screen::Insights));
    let (_, question) = asked(&commands).unwrap();
    // It is past midnight there.
    assert_eq!(question.window.today, jiff::civil::date(2025, 12, 13));
}
