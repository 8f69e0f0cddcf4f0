//! `OpenMic`: pairs of who and what.

use super::list;
use crate::call::Datum;
use crate::transcript::draft::{Draft, DraftTurn};
use crate::transcript::fields::are_mostly;
use crate::transcript::generic::pair;
use crate::transcript::roles::role_of;
use crate::transcript::turn::Format;

/// `{"transcript":[["assistant","Hello"],["user","Hi"]]}`
pub(super) fn openmic(value: &Datum) -> Option<Draft> {
    let items = list(value, &["transcript", "transcripts", "messages"])?;
    if !are_mostly(items, |item| pair(item).is_some_and(|(role, _)| role_of(role).is_some())) {
        return None;
    }
    let turn = |(role, text): (&str, &str)| DraftTurn {
        role: Some(role.to_owned()),
        text: text.to_owned(),
        ..DraftTurn::default()
    };
    let turns = items.iter().filter_map(pair).map(turn).collect();
    Some(Draft { format: Format::Openmic, turns, ..Draft::default() })
}
