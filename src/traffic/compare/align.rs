//! Which item of one list is which of another: what both have meets, in order, so that what was put in or taken out is one
//! difference. The longest common subsequence where lists are short (500 items each); in longer ones what is there once
//! in both is brought together first. What then is left between two meetings meets by likeness, or from the front.
//!
//! Turned around, the same meets: the lists are taken in an order of their own.

use std::collections::HashMap;

/// Lists of 500 items each.
const MOST_CELLS: usize = 500 * 500;
/// In all of a comparison: less than a second, whatever a body holds.
const MOST_CELLS_IN_ALL: usize = 40 * MOST_CELLS;
/// Likeness is worked out of at most so many items with so many.
const MOST_ALIKE: usize = 50;

/// A step through two lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    /// These meet; whether they are the same is not said.
    Both(usize, usize),
    /// Only the first list has it.
    Removed(usize),
    /// Only the second list has it.
    Added(usize),
}

/// Aligns the lists of one comparison.
pub(super) struct Alignment {
    cells: usize,
}

impl Default for Alignment {
    fn default() -> Self {
        Self { cells: MOST_CELLS_IN_ALL }
    }
}

impl Alignment {
    /// Through two lists, of which the same numbers stand for the same. `likeness` says how much of two items is the same.
    pub(super) fn steps(
        &mut self,
        one: &[u64],
        other: &[u64],
        mut likeness: impl FnMut(usize, usize) -> usize,
    ) -> Vec<Step> {
        let is_turned = (one.len(), one) > (other.len(), other);
        let pairs = if is_turned {
            let mut pairs = self.pairs(other, one, |at, others| likeness(others, at));
            pairs.iter_mut().for_each(|(at, others)| core::mem::swap(at, others));
            pairs
        } else {
            self.pairs(one, other, likeness)
        };
        let mut steps = Vec::with_capacity(one.len().max(other.len()));
        let (mut at, mut others) = (0, 0);
        for (next, their_next) in pairs {
            steps.extend((at..next).map(Step::Removed));
            steps.extend((others..their_next).map(Step::Added));
            steps.push(Step::Both(next, their_next));
            (at, others) = (next + 1, their_next + 1);
        }
        steps.extend((at..one.len()).map(Step::Removed));
        steps.extend((others..other.len()).map(Step::Added));
        steps
    }

    /// What meets, in order.
    fn pairs(
        &mut self,
        one: &[u64],
        other: &[u64],
        mut likeness: impl FnMut(usize, usize) -> usize,
    ) -> Vec<(usize, usize)> {
        let mut same = Vec::with_capacity(one.len());
        let whole = Part { one: 0, other: 0, len: one.len(), others: other.len() };
        let middle = trim(one, other, whole, &mut same);
        if middle.cells() <= MOST_CELLS {
            self.common(one, other, middle, &mut same);
        } else {
            let mut part = middle;
            for (at, others) in once_in_both(one, other, middle) {
                self.common(one, other, part.up_to(at, others), &mut same);
                same.push((at, others));
                part = part.behind(at, others);
            }
            self.common(one, other, part, &mut same);
        }
        let end = (middle.one + middle.len, middle.other + middle.others);
        same.extend((end.0..one.len()).zip(end.1..other.len()));
        with_the_rest(&same, one.len(), other.len(), &mut likeness)
    }

    /// The longest common subsequence, of what is short enough.
    fn common(&mut self, one: &[u64], other: &[u64], part: Part, same: &mut Vec<(usize, usize)>) {
        let middle = trim(one, other, part, same);
        let end = part.end_of(middle);
        if middle.cells() > MOST_CELLS.min(self.cells) {
            same.extend(end);
            return;
        }
        self.cells -= middle.cells();
        let width = middle.others + 1;
        let mut longest = vec![0_u32; (middle.len + 1) * width];
        for at in (0..middle.len).rev() {
            for others in (0..middle.others).rev() {
                let is_same = one[middle.one + at] == other[middle.other + others];
                let cell = at * width + others;
                longest[cell] =
                    if is_same { longest[cell + width + 1] + 1 } else { longest[cell + width].max(longest[cell + 1]) };
            }
        }
        let (mut at, mut others) = (0, 0);
        while at < middle.len && others < middle.others {
            let cell = at * width + others;
            if one[middle.one + at] == other[middle.other + others] {
                same.push((middle.one + at, middle.other + others));
                (at, others) = (at + 1, others + 1);
            } else if longest[cell + width] >= longest[cell + 1] {
                at += 1;
            } else {
                others += 1;
            }
        }
        same.extend(end);
    }
}

/// A part of both lists.
#[derive(Clone, Copy)]
struct Part {
    one: usize,
    other: usize,
    len: usize,
    others: usize,
}

impl Part {
    fn cells(self) -> usize {
        self.len.saturating_mul(self.others)
    }

    fn up_to(self, at: usize, others: usize) -> Self {
        Self { len: at - self.one, others: others - self.other, ..self }
    }

    fn behind(self, at: usize, others: usize) -> Self {
        Self {
            one: at + 1,
            other: others + 1,
            len: self.one + self.len - at - 1,
            others: self.other + self.others - others - 1,
        }
    }

    /// What was trimmed off at the end, in pairs.
    fn end_of(self, middle: Self) -> impl Iterator<Item = (usize, usize)> {
        let begins = (middle.one + middle.len, middle.other + middle.others);
        (begins.0..self.one + self.len).zip(begins.1..self.other + self.others)
    }
}

/// Notes what is the same at the beginning, and leaves out what is the same at the end.
fn trim(one: &[u64], other: &[u64], part: Part, same: &mut Vec<(usize, usize)>) -> Part {
    let (ours, theirs) = (&one[part.one..part.one + part.len], &other[part.other..part.other + part.others]);
    let front = ours.iter().zip(theirs).take_while(|(ours, theirs)| ours == theirs).count();
    same.extend((part.one..).zip(part.other..).take(front));
    let (ours, theirs) = (&ours[front..], &theirs[front..]);
    let back = ours.iter().rev().zip(theirs.iter().rev()).take_while(|(ours, theirs)| ours == theirs).count();
    Part { one: part.one + front, other: part.other + front, len: ours.len() - back, others: theirs.len() - back }
}

/// What is there exactly once in both, as far as it stands in the same order.
fn once_in_both(one: &[u64], other: &[u64], part: Part) -> Vec<(usize, usize)> {
    let once = |list: &[u64], begin: usize, len: usize| {
        let mut places: HashMap<u64, Option<usize>> = HashMap::with_capacity(len);
        for (at, print) in list.iter().enumerate().skip(begin).take(len) {
            places.entry(*print).and_modify(|place| *place = None).or_insert(Some(at));
        }
        places
    };
    let ours = once(one, part.one, part.len);
    let theirs = once(other, part.other, part.others);
    let is_once = |at: &usize| ours.get(&one[*at]) == Some(&Some(*at));
    let pairs = (part.one..part.one + part.len).filter(is_once);
    let pairs: Vec<(usize, usize)> =
        pairs.filter_map(|at| Some((at, theirs.get(&one[at]).copied().flatten()?))).collect();
    // The longest run in the order of both: for each length the smallest end, and what comes before.
    let mut ends: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = Vec::with_capacity(pairs.len());
    for (index, (_, others)) in pairs.iter().enumerate() {
        let length = ends.partition_point(|end| pairs[*end].1 < *others);
        before.push(length.checked_sub(1).map(|shorter| ends[shorter]));
        if length == ends.len() {
            ends.push(index);
        } else {
            ends[length] = index;
        }
    }
    let mut run: Vec<(usize, usize)> =
        std::iter::successors(ends.last().copied(), |index| before[*index]).map(|index| pairs[index]).collect();
    run.reverse();
    run
}

/// Puts what stands between two meetings together too.
fn with_the_rest(
    same: &[(usize, usize)],
    len: usize,
    others_len: usize,
    likeness: &mut impl FnMut(usize, usize) -> usize,
) -> Vec<(usize, usize)> {
    let mut pairs = Vec::with_capacity(len.min(others_len));
    let (mut at, mut others) = (0, 0);
    for (next, their_next) in same.iter().copied().chain([(len, others_len)]) {
        let gap = Part { one: at, other: others, len: next - at, others: their_next - others };
        if gap.len == gap.others || gap.len.max(gap.others) > MOST_ALIKE {
            pairs.extend((at..next).zip(others..their_next));
        } else if gap.len < gap.others {
            pairs.extend(
                most_alike(gap.len, gap.others, |one, other| likeness(at + one, others + other))
                    .map(|(one, other)| (at + one, others + other)),
            );
        } else {
            pairs.extend(
                most_alike(gap.others, gap.len, |other, one| likeness(at + one, others + other))
                    .map(|(other, one)| (at + one, others + other)),
            );
        }
        if next < len && their_next < others_len {
            pairs.push((next, their_next));
        }
        (at, others) = (next + 1, their_next + 1);
    }
    pairs
}

/// A partner for each of the fewer, in order, so that as much as possible is alike; the first ones where nothing is.
fn most_alike(
    few: usize,
    many: usize,
    mut likeness: impl FnMut(usize, usize) -> usize,
) -> impl Iterator<Item = (usize, usize)> {
    let width = many + 1;
    // The best of the first so many of the few among the first so many of the many.
    let mut best: Vec<Option<usize>> = vec![None; (few + 1) * width];
    best[..width].fill(Some(0));
    for one in 0..few {
        for other in one..many {
            let together = best[one * width + other].map(|before| before + likeness(one, other));
            let apart = best[(one + 1) * width + other];
            best[(one + 1) * width + other + 1] = together.max(apart);
        }
    }
    let mut pairs = Vec::with_capacity(few);
    let (mut one, mut other) = (few, many);
    while one > 0 && other > 0 {
        if best[one * width + other] == best[one * width + other - 1] {
            other -= 1;
        } else {
            (one, other) = (one - 1, other - 1);
            pairs.push((one, other));
        }
    }
    pairs.reverse();
    pairs.into_iter()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The length of the longest common subsequence, plainly.
    fn longest(one: &[u64], other: &[u64]) -> usize {
        let mut above = vec![0; other.len() + 1];
        for ours in one {
            let mut row = vec![0; other.len() + 1];
            for (at, theirs) in other.iter().enumerate() {
                row[at + 1] = if ours == theirs { above[at] + 1 } else { above[at + 1].max(row[at]) };
            }
            above = row;
        }
        above[other.len()]
    }

    fn alike(ours: u64, theirs: u64) -> usize {
        usize::from(ours % 4 == theirs % 4)
    }

    /// Steps go through both lists from the front to the end. How many of them meet what is the same.
    fn walked(one: &[u64], other: &[u64]) -> (Vec<Step>, usize) {
        let steps = Alignment::default().steps(one, other, |at, others| alike(one[at], other[others]));
        let (mut at, mut others, mut same) = (0, 0, 0);
        for step in &steps {
            match *step {
                Step::Both(ours, theirs) => {
                    assert_eq!((ours, theirs), (at, others));
                    same += usize::from(one[ours] == other[theirs]);
                    (at, others) = (at + 1, others + 1);
                }
                Step::Removed(ours) => {
                    assert_eq!(ours, at);
                    at += 1;
                }
                Step::Added(theirs) => {
                    assert_eq!(theirs, others);
                    others += 1;
                }
            }
        }
        assert_eq!((at, others), (one.len(), other.len()));
        (steps, same)
    }

    fn turned(steps: &[Step]) -> Vec<(Option<usize>, Option<usize>)> {
        let mut turned: Vec<_> = steps
            .iter()
            .map(|step| match *step {
                Step::Both(one, other) => (Some(other), Some(one)),
                Step::Removed(one) => (None, Some(one)),
                Step::Added(other) => (Some(other), None),
            })
            .collect();
        turned.sort_unstable();
        turned
    }

    fn sorted(steps: &[Step]) -> Vec<(Option<usize>, Option<usize>)> {
        let mut sorted: Vec<_> = turned(steps).into_iter().map(|(one, other)| (other, one)).collect();
        sorted.sort_unstable();
        sorted
    }

    proptest! {
        #[test]
        fn short_lists_meet_in_as_much_as_they_can(
            one in prop::collection::vec(0_u64..8, 0..20),
            other in prop::collection::vec(0_u64..8, 0..20),
        ) {
            let (steps, same) = walked(&one, &other);
            prop_assert_eq!(same, longest(&one, &other));
            prop_assert_eq!(turned(&steps), sorted(&walked(&other, &one).0));
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(32))]

        #[test]
        fn long_lists_meet_in_what_is_there_once(
            repeated in prop::collection::vec(0_u64..3, 1_200),
            out in prop::collection::btree_set(0_usize..1_200, 0..20),
            put_in in prop::collection::btree_set(0_usize..1_200, 0..20),
        ) {
            // Every third item is there once; what was taken out and put in is single items.
            let item = |at: usize| if at.is_multiple_of(3) { 100 + at as u64 } else { repeated[at] };
            let one: Vec<u64> = (0..1_200).map(item).collect();
            let put = |at: usize| put_in.contains(&at).then_some(10_000 + at as u64);
            let kept = |at: usize| (!out.contains(&at)).then_some(item(at));
            let other: Vec<u64> = (0..1_200).flat_map(|at| [put(at), kept(at)]).flatten().collect();
            let (steps, same) = walked(&one, &other);
            prop_assert!(same >= 1_200 - out.len(), "{same} of {}", 1_200 - out.len());
            prop_assert_eq!(turned(&steps), sorted(&walked(&other, &one).0));
        }
    }
}
