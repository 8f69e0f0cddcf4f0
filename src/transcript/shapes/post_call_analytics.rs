//! Amazon's post-call analytics sample: speech segments in seconds, and labels for the speakers beside them.

use crate::call::Datum;
use crate::transcript::draft::{Draft, DraftTurn, DraftWord, items_of, number_of, secs_of, text_of};
use crate::transcript::turn::Format;

pub(super) fn read(root: &Datum) -> Option<Draft> {
    let segments = items_of(root.get("SpeechSegments"));
    if !segments.iter().any(|segment| segment.get("SegmentStartTime").is_some() || text_in(segment).is_some()) {
        return None;
    }
    let labels = root.get("ConversationAnalytics").unwrap_or(root).get("SpeakerLabels");
    let labels: Vec<(String, String)> = items_of(labels)
        .iter()
        .filter_map(|label| text_of(label.get("Speaker")).zip(text_of(label.get("DisplayText"))))
        .collect();
    let mut turns: Vec<DraftTurn> = Vec::with_capacity(segments.len());
    for segment in segments {
        let turn = turn(segment, &labels);
        // An interruption is told of the one who interrupts; cut short was whoever spoke before.
        if segment.get("SegmentInterruption") == Some(&Datum::Bool(true))
            && let Some(before) = turns.last_mut().filter(|before| before.role != turn.role)
        {
            before.is_interrupted = true;
        }
        turns.push(turn);
    }
    Some(Draft { format: Format::PostCallAnalytics, turns, ..Draft::default() })
}

/// As it is shown, edited perhaps, else as it was recognised.
fn text_in(segment: &Datum) -> Option<String> {
    text_of(segment.get("DisplayText")).or_else(|| text_of(segment.get("OriginalText")))
}

fn turn(segment: &Datum, labels: &[(String, String)]) -> DraftTurn {
    let speaker = text_of(segment.get("SegmentSpeaker"));
    let label = labels.iter().find(|(name, _)| Some(name) == speaker.as_ref()).map(|(_, label)| label.clone());
    let words: Vec<&Datum> = items_of(segment.get("WordConfidence")).iter().collect();
    let sureness: Vec<f64> = words.iter().filter_map(|word| number_of(word.get("Confidence"))).collect();
    let word = |word: &&Datum| DraftWord {
        text: text_of(word.get("Text")).unwrap_or_default().trim().to_owned(),
        start: secs_of(word.get("StartTime")),
        end: secs_of(word.get("EndTime")),
    };
    DraftTurn {
        role: label.or(speaker),
        text: text_in(segment).unwrap_or_default().trim().to_owned(),
        start: secs_of(segment.get("SegmentStartTime")),
        end: secs_of(segment.get("SegmentEndTime")),
        words: words.iter().map(word).collect(),
        confidence: (!sureness.is_empty()).then(|| sureness.iter().sum::<f64>() / sureness.len() as f64),
        ..DraftTurn::default()
    }
}
