//! What holds for every story.

use super::*;

#[test]
fn print_thirty() {
    for n in 0..30 {
        let s = Story::tell(7, n);
        println!(
            "{} [{} {} {:.0}s]\n{}\n",
            n,
            s.industry(),
            s.ending(),
            s.duration_secs(),
            s.payload("http://127.0.0.1:9")
        );
    }
}
