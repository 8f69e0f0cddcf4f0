//! Which bytes of a file are here: what was written, what can be read on, what is still missing. Pure.

use core::ops::Range;

/// Bytes that are here, as ranges in order that neither touch nor overlap.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct RangeMap {
    ranges: Vec<Range<u64>>,
}

impl RangeMap {
    /// The ranges as they were kept somewhere, in whatever order.
    pub(super) fn of(ranges: &[Range<u64>]) -> Self {
        let mut map = Self::default();
        ranges.iter().for_each(|range| map.insert(range.clone()));
        map
    }

    /// In order.
    pub(super) fn ranges(&self) -> &[Range<u64>] {
        &self.ranges
    }

    /// These have come.
    pub(super) fn insert(&mut self, new: Range<u64>) {
        if new.start >= new.end {
            return;
        }
        // All that touch the new one become one with it.
        let first = self.ranges.partition_point(|range| range.end < new.start);
        let last = self.ranges.partition_point(|range| range.start <= new.end);
        let touched = &self.ranges[first..last];
        let start = touched.first().map_or(new.start, |range| range.start.min(new.start));
        let end = touched.last().map_or(new.end, |range| range.end.max(new.end));
        self.ranges.splice(first..last, core::iter::once(start..end));
    }

    /// Nothing is here from there on.
    pub(super) fn cut(&mut self, len: u64) {
        self.ranges.retain(|range| range.start < len);
        if let Some(last) = self.ranges.last_mut() {
            last.end = last.end.min(len);
        }
    }

    /// How many bytes are here from there on, without a gap.
    pub(super) fn ready(&self, from: u64) -> u64 {
        let next = self.ranges.partition_point(|range| range.end <= from);
        self.ranges.get(next).filter(|range| range.start <= from).map_or(0, |range| range.end - from)
    }

    /// How many bytes are here.
    pub(super) fn bytes(&self) -> u64 {
        self.ranges.iter().map(|range| range.end - range.start).sum()
    }

    /// Past the last byte that is here.
    pub(super) fn end(&self) -> u64 {
        self.ranges.last().map_or(0, |range| range.end)
    }

    /// All of so many bytes are here.
    pub(super) fn is_whole(&self, total: u64) -> bool {
        self.ready(0) >= total
    }

    /// The first missing bytes at or after a place; up to `u64::MAX` where the length is not known. `None` if none are.
    pub(super) fn hole(&self, from: u64, total: Option<u64>) -> Option<Range<u64>> {
        let start = from + self.ready(from);
        let limit = total.unwrap_or(u64::MAX);
        let next = self.ranges.iter().find(|range| range.start > start);
        let end = next.map_or(limit, |range| range.start.min(limit));
        (start < end).then_some(start..end)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn ranges_that_touch_become_one() {
        let mut map = RangeMap::default();
        for range in [10..20, 30..40, 20..30, 50..50, 5..6] {
            map.insert(range);
        }
        assert_eq!(map.ranges(), [5..6, 10..40]);
        assert_eq!((map.ready(10), map.ready(39), map.ready(40), map.ready(0)), (30, 1, 0, 0));
        assert_eq!((map.bytes(), map.end()), (31, 40));
    }

    #[test]
    fn holes_are_found_from_a_place_on() {
        let map = RangeMap::of(&[10..20, 30..40]);
        assert_eq!(map.hole(0, Some(50)), Some(0..10));
        assert_eq!(map.hole(12, Some(50)), Some(20..30));
        assert_eq!(map.hole(35, Some(50)), Some(40..50));
        assert_eq!(map.hole(35, None), Some(40..u64::MAX));
        assert_eq!(map.hole(35, Some(40)), None);
        assert_eq!(RangeMap::default().hole(0, Some(0)), None);
    }

    #[test]
    fn a_cut_takes_what_lies_behind_it() {
        let mut map = RangeMap::of(&[0..10, 20..30]);
        map.cut(25);
        assert_eq!(map.ranges(), [0..10, 20..25]);
        map.cut(4);
        assert_eq!((map.ranges().len(), map.end()), (1, 4));
        assert!(map.is_whole(4) && !map.is_whole(5));
    }

    proptest! {
        #[test]
        fn the_map_says_what_a_row_of_flags_says(
            inserts in prop::collection::vec((0_u64..64, 0_u64..16), 0..24),
            from in 0_u64..80,
            cut in prop::option::of(0_u64..80),
        ) {
            let mut map = RangeMap::default();
            let mut flags = [false; 96];
            for (start, len) in inserts {
                map.insert(start..start + len);
                flags[start as usize..(start + len) as usize].fill(true);
            }
            if let Some(cut) = cut {
                map.cut(cut);
                flags[cut as usize..].fill(false);
            }
            let ready = flags[from as usize..].iter().take_while(|flag| **flag).count() as u64;
            prop_assert_eq!(map.ready(from), ready);
            prop_assert_eq!(map.bytes(), flags.iter().filter(|flag| **flag).count() as u64);
            prop_assert!(map.ranges().windows(2).all(|pair| pair[0].end < pair[1].start));
            prop_assert!(map.ranges().iter().all(|range| range.start < range.end));
            let hole = map.hole(from, Some(90));
            let first = (from..90).find(|at| !flags[*at as usize]);
            prop_assert_eq!(hole.as_ref().map(|hole| hole.start), first);
            if let Some(hole) = hole {
                prop_assert!((hole.start..hole.end).all(|at| !flags[at as usize]));
                prop_assert!(hole.end == 90 || flags[hole.end as usize]);
            }
            prop_assert_eq!(RangeMap::of(map.ranges()), map);
        }
    }
}
