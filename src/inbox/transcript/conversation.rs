//! The turns as they are shown: corrected as the person said, each with the speaker's name, and in lines that follow each
//! other on screen.

use std::sync::Arc;

use super::timeline::Timeline;
use crate::transcript::{Places, Reading, Transcript, applied, speaking_time};

/// A turn counts as so many characters more than it has when it is asked how far down it stands: for the room around it.
const TURN_CHARS: u64 = 40;
/// A name above a turn counts as so many characters.
const NAME_CHARS: u64 = 45;
/// Of a tool's answer, no more characters are shown.
pub const ASIDE_CHARS: usize = 2_000;

/// A turn on screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Line {
    /// Which turn.
    pub turn: usize,
    /// Its speaker's name stands above it; those that follow by the same speaker go without.
    pub has_name: bool,
}

/// A transcript ready to be drawn.
#[derive(Debug, Clone)]
pub struct Conversation {
    /// With sides swapped and times moved as the person said.
    pub transcript: Transcript,
    /// "Agent 62 % · Caller 38 %", where it is known.
    pub speaking: Option<String>,
    /// There is a time to show.
    pub has_times: bool,
    /// How many items were not said on the phone (tools, prompts).
    pub asides: usize,
    names: Vec<String>,
    lines: Vec<Line>,
    /// How much stands above each line, and above what would come after the last.
    above: Vec<u64>,
    timeline: Timeline,
    places: Arc<Places>,
}

impl Conversation {
    /// Of a transcript as its file has it, and its words; `shows_asides` for tools and prompts too.
    pub fn of(file: &Transcript, places: Arc<Places>, reading: &Reading, shows_asides: bool) -> Self {
        let transcript = applied(file, reading);
        let names: Vec<String> = file.turns.iter().map(|turn| reading.name_of(turn)).collect();
        let mut conversation = Self {
            speaking: speaking_line(&transcript, &names),
            has_times: transcript.turns.iter().any(|turn| turn.side.is_spoken() && turn.start_ms.is_some()),
            asides: transcript.turns.iter().filter(|turn| !turn.side.is_spoken()).count(),
            timeline: Timeline::of(&transcript),
            places,
            lines: Vec::new(),
            above: Vec::new(),
            transcript,
            names,
        };
        conversation.lay_lines(shows_asides);
        conversation
    }

    /// Shows tools and prompts, or leaves them out.
    pub fn lay_lines(&mut self, shows_asides: bool) {
        let turns = &self.transcript.turns;
        // Where nobody said anything, what there is is shown.
        let shows_asides = shows_asides || turns.iter().all(|turn| !turn.side.is_spoken());
        let shown = (0..turns.len()).filter(|at| shows_asides || turns[*at].side.is_spoken());
        let mut before: Option<usize> = None;
        self.lines.clear();
        self.above = vec![0];
        let mut above = 0;
        for turn in shown {
            let is_same =
                |before: usize| turns[before].side == turns[turn].side && self.names[before] == self.names[turn];
            let has_name = !before.is_some_and(is_same);
            let said = &turns[turn];
            let chars = said.text.len() + said.translation.as_ref().map_or(0, String::len);
            let chars = if said.side.is_spoken() { chars } else { chars.min(ASIDE_CHARS) };
            above += TURN_CHARS + chars as u64 + if has_name { NAME_CHARS } else { 0 };
            self.lines.push(Line { turn, has_name });
            self.above.push(above);
            before = Some(turn);
        }
    }

    /// The turns on screen, in order.
    pub fn lines(&self) -> &[Line] {
        &self.lines
    }

    /// The line of a turn; of one that is not shown the line before it.
    pub fn line_of(&self, turn: usize) -> usize {
        let past = self.lines.partition_point(|line| line.turn <= turn);
        past.saturating_sub(1)
    }

    /// About how much stands above a line, in characters.
    pub fn above(&self, line: usize) -> u64 {
        self.above[line.min(self.lines.len())]
    }

    /// What a turn's speaker is called.
    pub fn name(&self, turn: usize) -> &str {
        self.names.get(turn).map_or("", String::as_str)
    }

    /// What is spoken when.
    pub fn timeline(&self) -> &Timeline {
        &self.timeline
    }

    /// The turn in which something that the analysis says was said, if words match well enough.
    pub fn place_of(&self, said: &str) -> Option<usize> {
        self.places.find(said)
    }
}

/// "Agent 62 % · Caller 38 %".
fn speaking_line(transcript: &Transcript, names: &[String]) -> Option<String> {
    use crate::transcript::Side;
    let time = speaking_time(transcript)?;
    let total = time.agent_ms + time.caller_ms + time.others_ms;
    // Of speakers that nobody knows the sides of, a share says nothing.
    if total == 0 || time.agent_ms + time.caller_ms == 0 {
        return None;
    }
    let name_of = |side: Side| {
        let turn = transcript.turns.iter().position(|turn| turn.side == side);
        turn.map_or_else(|| side.name(), |turn| names[turn].clone())
    };
    let percent = |ms: u64| (ms * 100 + total / 2) / total;
    let (agent, share) = (name_of(Side::Agent), percent(time.agent_ms));
    let mut parts = vec![
        if time.is_estimated {
            say!("{who} about {percent} %", who = agent, percent = share)
        } else {
            format!("{agent} {share} %")
        },
        format!("{} {} %", name_of(Side::Caller), percent(time.caller_ms)),
    ];
    if percent(time.others_ms) > 0 {
        parts.push(say!("others {percent} %", percent = percent(time.others_ms)));
    }
    Some(parts.join(" · "))
}

#[cfg(test)]
mod tests {
    use super::super::samples::{said, transcript};
    use super::*;
    use crate::transcript::Side;

    fn demo() -> Transcript {
        transcript(vec![
            said(Side::Hidden, "You are polite.", None),
            said(Side::Agent, "Hello there", Some((4_000, Some(10_000)))),
            said(Side::Agent, "This is Mira", Some((10_000, Some(12_000)))),
            said(Side::Tool, "lookup()", None),
            said(Side::Caller, "Hi Mira", Some((12_000, Some(14_000)))),
        ])
    }

    fn shown(file: &Transcript, reading: &Reading) -> Conversation {
        Conversation::of(file, Arc::new(Places::of(file)), reading, false)
    }

    #[test]
    fn turns_of_one_speaker_go_under_one_name_and_asides_wait_to_be_asked_for() {
        let mut shown = shown(&demo(), &Reading::default());
        let lines: Vec<_> = shown.lines().iter().map(|line| (line.turn, line.has_name)).collect();
        assert_eq!(lines, [(1, true), (2, false), (4, true)]);
        assert_eq!((shown.asides, shown.has_times), (2, true));
        shown.lay_lines(true);
        let lines: Vec<_> = shown.lines().iter().map(|line| (line.turn, line.has_name)).collect();
        assert_eq!(lines, [(0, true), (1, true), (2, false), (3, true), (4, true)]);
        assert_eq!((shown.line_of(3), shown.line_of(4)), (3, 4));
    }

    #[test]
    fn a_turn_that_is_not_shown_leads_to_the_one_before() {
        let shown = shown(&demo(), &Reading::default());
        assert_eq!((shown.line_of(0), shown.line_of(1), shown.line_of(3), shown.line_of(4)), (0, 0, 1, 2));
        assert!(shown.above(1) > 0 && shown.above(3) > shown.above(2));
    }

    #[test]
    fn names_and_shares_follow_what_the_person_said() {
        let mut reading = Reading::default();
        assert_eq!(shown(&demo(), &reading).speaking.unwrap(), "Agent 80 % · Caller 20 %");
        reading.is_swapped = true;
        reading.names.insert(Side::Agent.key(), "Ann".into());
        let shown = shown(&demo(), &reading);
        assert_eq!((shown.name(1), shown.name(4)), ("Ann", "Agent"));
        assert_eq!(shown.speaking.unwrap(), "Agent 20 % · Ann 80 %");
    }

    #[test]
    fn where_nobody_spoke_the_rest_is_shown() {
        let shown = shown(&transcript(vec![said(Side::Tool, "x", None)]), &Reading::default());
        assert_eq!((shown.lines().len(), shown.has_times), (1, false));
    }
}
