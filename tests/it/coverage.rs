//! When nobody listened, as the real program finds it out about itself.

#![expect(clippy::unwrap_used, reason = "a test may fail here")]

use std::path::Path;
use std::sync::Arc;

use call_inbox::bus::Bus;
use call_inbox::call::{GapReason, UnixMillis};
use call_inbox::store::{Access, Store};

use crate::support::program::{Served, folder};

/// Reasons of the gaps, and whether they are over.
fn gaps(folder: &Path) -> Vec<(GapReason, bool)> {
    let store = Store::open(folder, Access::Guest, Bus::default(), Arc::new(|| UnixMillis(0))).unwrap();
    let gaps = store.reader().unwrap().gaps(UnixMillis(0)..UnixMillis(i64::MAX), 10).unwrap();
    assert!(gaps.iter().all(|gap| gap.to.is_none_or(|to| to > gap.from)), "{gaps:?}");
    gaps.iter().map(|gap| (gap.reason, gap.to.is_some())).collect()
}

#[test]
fn a_program_that_is_closed_and_one_that_is_killed_leave_their_gaps() {
    let folder = folder();
    let begin = || {
        let served = Served::start(folder.path());
        // Once a call is kept, so is that we listen.
        assert_eq!(served.post(br#"{"callId":"a"}"#).status, 200);
        served
    };
    let served = begin();
    assert_eq!(gaps(folder.path()), []);
    assert_eq!(served.terminate(), Some(0));
    assert_eq!(gaps(folder.path()), [(GapReason::Closed, false)]);
    begin().kill();
    assert_eq!(gaps(folder.path()), [(GapReason::Closed, true)], "nobody has found out yet");
    let _served = begin();
    assert_eq!(gaps(folder.path()), [(GapReason::Closed, true), (GapReason::Crashed, true)]);
}
