//! The names that stand before a colon (`status:`), each with an example and what it finds: for the help, for what is
//! offered, and for naming the nearest where one is not known.

/// An operator.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TrafficOperator {
    /// As it is typed (`status:`).
    pub typed: &'static str,
    /// An example (`status:4xx`).
    pub example: &'static str,
    /// What it finds.
    pub meaning: &'static str,
}

/// How many letters may be wrong for a name to be taken for another's slip.
const MOST_SLIPS: usize = 2;

impl TrafficOperator {
    /// In the order they are named to a person.
    pub const ALL: [Self; 15] = [
        op("status:", "status:4xx,500", "Our answer's status: a code, a class, a range (>=400, 400..499)"),
        op(
            "verdict:",
            "verdict:repeat,refused",
            "What became of it: new, repeat, updated, unparsed, refused or checked",
        ),
        op("id:", "id:42", "The request of that number, or of a call whose id begins so"),
        op("method:", "method:POST", "The method"),
        op("path:", "path:/webhook", "Text in the path or query"),
        op("from:", "from:192.168.", "Senders whose address begins so"),
        op("call:", "call:ann", "Text in the call's id or its caller's name"),
        op("size:", "size:>10k", "The body's size (k, m and g count in thousands)"),
        op("took:", "took:>100ms", "How long we took to answer (us, ms or s)"),
        op("after:", "after:10:30", "From a time of today, a day, or so long ago on (90s, 15min, 2h, 7d)"),
        op("before:", "before:2025-01-20", "Before such a time"),
        op("on:", "on:yesterday", "On a day, in a month or a year"),
        op(
            "is:",
            "is:replay",
            "Sent again from here (replay), answered otherwise on purpose (rehearsed), handed on (forwarded), on its way (waiting), given up (dead)",
        ),
        op("header:", "header:user-agent:curl", "Text in a header, or in the one of that name"),
        op("body:", "body:\"follow up\"", "Text in the body as it came; slow"),
    ];

    /// Without the colon.
    pub fn name(&self) -> &'static str {
        self.typed.trim_end_matches(':')
    }

    /// The one of that name, in any case.
    pub(super) fn named(name: &str) -> Option<&'static Self> {
        Self::ALL.iter().find(|operator| operator.name().eq_ignore_ascii_case(name))
    }

    /// The one whose name is most like that, if any is.
    pub(super) fn nearest(name: &str) -> Option<&'static Self> {
        let name = name.to_ascii_lowercase();
        let slips = |operator: &&Self| {
            let is_part = operator.name().starts_with(&name) || name.starts_with(operator.name());
            if is_part { 1 } else { distance(&name, operator.name()) }
        };
        let nearest = Self::ALL.iter().min_by_key(slips)?;
        (slips(&nearest) <= MOST_SLIPS.min(name.len() / 3)).then_some(nearest)
    }
}

const fn op(typed: &'static str, example: &'static str, meaning: &'static str) -> TrafficOperator {
    TrafficOperator { typed, example, meaning }
}

/// How many letters are to be changed, added or left out to make one of the other; two that changed places count once.
fn distance(one: &str, other: &str) -> usize {
    let (one, other) = (one.as_bytes(), other.as_bytes());
    let mut rows = vec![vec![0; other.len() + 1]; one.len() + 1];
    for at in 0..=one.len() {
        for to in 0..=other.len() {
            rows[at][to] = if at == 0 || to == 0 {
                at + to
            } else {
                let changed = rows[at - 1][to - 1] + usize::from(one[at - 1] != other[to - 1]);
                let least = changed.min(rows[at - 1][to] + 1).min(rows[at][to - 1] + 1);
                let is_swapped = at > 1 && to > 1 && one[at - 1] == other[to - 2] && one[at - 2] == other[to - 1];
                if is_swapped { least.min(rows[at - 2][to - 2] + 1) } else { least }
            };
        }
    }
    rows[one.len()][other.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_name_is_a_slip_away() {
        let nearest = |name| TrafficOperator::nearest(name).map_or("", TrafficOperator::name);
        for (typed, meant) in [
            ("stauts", "status"),
            ("Statuss", "status"),
            ("code", ""),
            ("verdcit", "verdict"),
            ("headers", "header"),
            ("meth", "method"),
            ("ip", ""),
            ("sise", "size"),
            ("until", ""),
        ] {
            assert_eq!(nearest(typed), meant, "{typed}");
        }
    }

    #[test]
    fn every_example_is_understood() {
        for operator in TrafficOperator::ALL {
            let read = super::super::parse(operator.example, super::super::samples::NOW, &jiff::tz::TimeZone::UTC);
            assert!(read.problems.is_empty() && read.filter.parts.len() == 1, "{}: {read:?}", operator.example);
            assert!(operator.example.starts_with(operator.typed));
        }
    }
}
