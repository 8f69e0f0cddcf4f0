//! What a person has done once and for all: saved searches that give tags, over a real socket and across a restart.

use call_inbox::bus::{Command, Event};
use call_inbox::call::{EntryId, SavedSearch};

use crate::support::engines::Running;

#[test]
fn a_saved_search_tags_what_arrives_from_now_on_and_after_a_restart() {
    let mut running = Running::start("127.0.0.1:0");
    let tags_of_next = |running: &mut Running| {
        running.command(Command::SendTestCall);
        running.wait_for(|event| match event {
            Event::CallArrived(row) => Some(row.tags),
            Event::CommandFailed { what, why } => panic!("{what}: {why}"),
            _ => None,
        })
    };
    assert_eq!(tags_of_next(&mut running), [""; 0]);
    let (name, text, tag) = (String::from("Tests"), String::from("test"), Some(String::from("Ours")));
    running.command(Command::SaveSearch(SavedSearch { id: EntryId(0), name, text, tag }));
    let saved = running.wait_for(|event| matches!(event, Event::SavedSearchesLoaded(_)).then_some(event));
    running.engines().heard(&saved);
    assert_eq!(tags_of_next(&mut running), ["Ours"]);
    let mut again = Running::start_in(running.stop(), "127.0.0.1:0");
    assert_eq!(tags_of_next(&mut again), ["Ours"]);
}
