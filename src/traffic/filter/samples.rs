//! Filters at random, for tests: every operator, with values that some requests meet and some don't.

use proptest::prelude::*;

use crate::call::UnixMillis;

/// Friday, 12 December 2025, 12:00 UTC.
pub const NOW: UnixMillis = UnixMillis(1_765_540_800_000);

const PIECES: [&str; 58] = [
    "post",
    "HOOK",
    "ann",
    "zoe",
    "401",
    "20",
    "secret",
    "\"the secret\"",
    "call-1",
    "127",
    "nowhere",
    "new",
    "\u{fc}ber",
    "status:200",
    "status:4xx",
    "status:>=400",
    "status:400..404",
    "status:5,2xx",
    "verdict:new",
    "verdict:repeat,updated",
    "verdict:unparsed,refused,checked",
    "id:1",
    "id:3,call-2",
    "id:CALL-",
    "id:#2",
    "id:#4,#5",
    "method:post",
    "method:GET,put",
    "path:/hook",
    "path:\"?x=\"",
    "from:127.",
    "from:10.0.0.1",
    "from:fe80",
    "call:ann",
    "call:ZO\u{cb}",
    "call:call-3",
    "size:>12",
    "size:<5",
    "size:2..14",
    "size:>1k",
    "took:>1ms",
    "took:<1ms,>1s",
    "took:500us..2ms",
    "after:11:30",
    "before:90min",
    "after:7d",
    "on:yesterday",
    "is:replay",
    "is:rehearsed",
    "is:forwarded",
    "is:waiting,dead",
    "header:x-b",
    "header:X-B:2",
    "header:\"curl/\"",
    "body:name",
    "body:ANN",
    "body:\"zo\u{eb}\"",
    "body:\u{ff}",
];

/// A filter as it might be typed.
pub fn filter_text() -> impl Strategy<Value = String> {
    let piece = (any::<bool>(), proptest::sample::select(&PIECES[..]));
    proptest::collection::vec(piece, 0..4).prop_map(|pieces| {
        let signed = pieces.iter().map(|(is_negated, piece)| format!("{}{piece}", if *is_negated { "-" } else { "" }));
        signed.collect::<Vec<_>>().join(" ")
    })
}
