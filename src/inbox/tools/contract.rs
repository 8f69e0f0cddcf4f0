//! What is sent, against the contract and against what is usual, in words and shares for its page.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::{ContractAction, ToolAction, Tools, TrafficPage};
use crate::bus::{Command, TrafficCommand};
use crate::call::{DeliveryId, EntryId};
use crate::inbox::{Flight, Inbox, Offer, Screen, count_label, when_within};
use crate::traffic::{ContractWatch, FieldType, FieldUse, ShapeChange, ShapeChangeKind, documented};

/// What is sent.
#[derive(Debug, Default)]
pub struct ContractPage {
    /// What is known of it; `None` until it was read.
    pub known: Option<Arc<ContractWatch>>,
    /// Only fields are listed that are not as the contract says.
    pub only_differing: bool,
    /// Changes that nobody has seen.
    pub unseen: BTreeSet<EntryId>,
    flight: Flight,
    tally: Tally,
}

/// How many changes came since somebody looked at them.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
struct Tally {
    new: u64,
    left_out: u64,
    retyped: u64,
}

/// A change in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangeLine {
    /// Its number.
    pub id: EntryId,
    /// "New field callAnalysis.followUpOwner (string)"
    pub what: String,
    /// "first in #1042, today 10:42 · 12 times since"
    pub facts: String,
    /// A delivery that shows it.
    pub example: DeliveryId,
    /// Nobody has seen it.
    pub is_unseen: bool,
}

/// How a field is not as the contract says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FieldMark {
    /// The contract does not name it.
    Undocumented,
    /// It was never sent.
    NeverSent,
    /// It is usually sent as another type.
    OtherType,
}

impl FieldMark {
    /// What a person reads.
    pub fn label(self) -> &'static str {
        match self {
            Self::Undocumented => say!("not in the contract"),
            Self::NeverSent => say!("never sent"),
            Self::OtherType => say!("another type"),
        }
    }
}

/// A field in words.
#[derive(Debug, Clone, PartialEq)]
pub struct FieldLine {
    /// Its path.
    pub path: String,
    /// The contract's type.
    pub documented: Option<&'static str>,
    /// "string", "string 96 %, null 4 %"
    pub usual: String,
    /// "100 %", "3 %", "under 1 %"
    pub present: String,
    /// A share a day, the newest last; `None` where no payload came.
    pub days: Vec<Option<f32>>,
    /// Where it is not as the contract says.
    pub mark: Option<FieldMark>,
    /// The newest delivery that has it.
    pub example: Option<DeliveryId>,
}

impl ContractPage {
    /// Fields as they are listed now.
    pub fn fields(&self) -> Vec<FieldLine> {
        let Some(known) = &self.known else { return Vec::new() };
        let lines = known.fields.iter().map(|field| field_line(field, known.payloads));
        lines.filter(|line| !self.only_differing || line.mark.is_some()).collect()
    }
}

/// "New field a.b (string)", with the source where it is not the usual one.
pub fn change_sentence(change: &ShapeChange) -> String {
    let path = &change.path;
    let mut sentence = match &change.kind {
        ShapeChangeKind::New { found } => say!("New field {path} ({found})", path = path, found = found),
        ShapeChangeKind::Missing => say!("{path} was left out, it had always come", path = path),
        ShapeChangeKind::Retyped { usual, found } => {
            say!("{path} came as {found}, it is usually {usual}", path = path, found = found, usual = usual)
        }
    };
    if change.source != "default" {
        sentence = say!("{sentence}, by {source}", sentence = sentence, source = change.source);
    }
    sentence
}

impl Tally {
    fn count(&mut self, change: &ShapeChange) {
        match change.kind {
            ShapeChangeKind::New { .. } => self.new += 1,
            ShapeChangeKind::Missing => self.left_out += 1,
            ShapeChangeKind::Retyped { .. } => self.retyped += 1,
        }
    }

    /// "The platform's payload changed: 3 new fields, 1 left out."
    fn sentence(self) -> String {
        let parts = [
            (self.new, say_many!(self.new, "{n} new field", "{n} new fields")),
            (self.left_out, say!("{count} left out", count = count_label(self.left_out))),
            (self.retyped, say!("{count} of another type", count = count_label(self.retyped))),
        ];
        let parts: Vec<String> = parts.into_iter().filter(|(count, _)| *count > 0).map(|(_, part)| part).collect();
        say!("The platform's payload changed: {what}.", what = parts.join(", "))
    }
}

/// "first in #1042".
fn first_shown(change: &ShapeChange) -> String {
    say!("first in #{number}", number = change.example.0)
}

fn field_line(field: &FieldUse, payloads: u64) -> FieldLine {
    let usual = match field.types.as_slice() {
        [] => String::from("–"),
        [(only, _)] => only.clone(),
        several => {
            let all = several.iter().map(|(_, count)| count).sum();
            let shown = several.iter().take(3).map(|(word, count)| format!("{word} {}", percent(*count, all)));
            let mut usual = shown.collect::<Vec<_>>().join(", ");
            if several.len() > 3 {
                usual.push_str(", …");
            }
            usual
        }
    };
    let is_free = documented(&field.path).is_some_and(|named| named.is_free);
    let is_as_documented = |documented: &str| {
        let first = field.types.iter().map(|(word, _)| word.as_str()).find(|word| *word != FieldType::Null.as_str());
        is_free || first.is_none_or(|word| documented == word)
    };
    let mark = match field.documented {
        None => Some(FieldMark::Undocumented),
        Some(_) if field.present == 0 => Some(FieldMark::NeverSent),
        Some(documented) if !is_as_documented(documented) => Some(FieldMark::OtherType),
        Some(_) => None,
    };
    FieldLine {
        path: field.path.clone(),
        documented: field.documented.map(|word| if is_free { "any" } else { word }),
        usual,
        present: percent(field.present, payloads),
        days: field.days.iter().map(|(_, had, of)| (*of > 0).then(|| *had as f32 / *of as f32)).collect(),
        mark: mark.filter(|_| payloads > 0),
        example: field.example,
    }
}

/// "96 %". What is there is never shown as nothing, and what is not whole never as all.
fn percent(part: u64, all: u64) -> String {
    match (part, all) {
        (_, 0) => String::from("–"),
        (0, _) => String::from("0 %"),
        (part, all) if part >= all => String::from("100 %"),
        (part, all) if part * 100 < all => String::from(say!("under 1 %")),
        (part, all) => format!("{} %", ((part as f64 * 100.0 / all as f64).round() as u64).min(99)),
    }
}

impl Inbox {
    /// The changes in words, newest first.
    pub fn change_lines(&self) -> Vec<ChangeLine> {
        let page = &self.tools.contract;
        let Some(known) = &page.known else { return Vec::new() };
        let line = |change: &ShapeChange| {
            let when = when_within(change.at, self.now, &self.zone);
            let since = match change.count {
                0 | 1 => String::from(say!("once so far")),
                count => say_many!(count, "{n} time since", "{n} times since"),
            };
            let first = first_shown(change);
            ChangeLine {
                id: change.id,
                what: change_sentence(change),
                facts: format!("{first}, {when} · {since}"),
                example: change.example,
                is_unseen: page.unseen.contains(&change.id),
            }
        };
        known.changes.iter().map(line).collect()
    }

    pub(super) fn load_watch(&mut self) -> Vec<Command> {
        if self.tools.contract.flight.ask() { vec![TrafficCommand::LoadWatch.into()] } else { Vec::new() }
    }

    pub(super) fn watch_loaded(&mut self, known: Arc<ContractWatch>) -> Vec<Command> {
        let page = &mut self.tools.contract;
        let is_stale = page.flight.landed();
        // An answer from before something was seen would bring it back.
        if !is_stale {
            page.unseen = known.changes.iter().filter(|change| !change.is_seen).map(|change| change.id).collect();
        }
        page.known = Some(known);
        if is_stale { vec![TrafficCommand::LoadWatch.into()] } else { Vec::new() }
    }

    pub(super) fn shape_changed(&mut self, change: &ShapeChange) -> Vec<Command> {
        if !change.is_seen {
            self.tools.contract.unseen.insert(change.id);
        }
        self.tools.contract.tally.count(change);
        // It is for whoever looks at requests; others see a mark at Traffic. Where the changes are listed, one more line
        // says it.
        if self.screen == Screen::Traffic && self.tools.page != TrafficPage::Contract {
            let show = ToolAction::OpenPage(TrafficPage::Contract).into();
            let offer = Offer { label: say!("Show"), action: show };
            self.notices.offer(self.tools.contract.tally.sentence(), offer, self.now);
        }
        if self.screen == Screen::Traffic { self.load_watch() } else { Vec::new() }
    }

    /// How many changes of what is sent nobody has seen, for the mark at Traffic.
    pub fn traffic_mark(&self) -> Option<u64> {
        Some(self.tools.contract.unseen.len() as u64).filter(|count| *count > 0)
    }

    /// The changes are looked at.
    pub(super) fn contract_shown(&mut self) {
        self.tools.contract.tally = Tally::default();
        self.notices.drop_told();
    }

    pub(super) fn act_on_contract(&mut self, action: ContractAction) -> Vec<Command> {
        let page = &mut self.tools.contract;
        match action {
            ContractAction::OnlyWhatDiffers(only) => {
                page.only_differing = only;
                Vec::new()
            }
            ContractAction::See(id) => {
                match id {
                    Some(id) => _ = page.unseen.remove(&id),
                    None => page.unseen.clear(),
                }
                page.tally = Tally::default();
                let mut commands = vec![TrafficCommand::SeeChange { id }.into()];
                commands.extend(self.load_watch());
                commands
            }
        }
    }
}

impl Tools {
    pub(super) fn contract_failed(&mut self) {
        self.contract.flight = Flight::Idle;
    }
}

#[cfg(test)]
mod tests {
    use super::super::samples::{change, watch};
    use super::*;
    use crate::bus::{Event, TrafficEvent};
    use crate::inbox::Action;
    use crate::inbox::samples::inbox;

    fn load(inbox: &mut Inbox, known: ContractWatch) -> Vec<Command> {
        inbox.apply(Event::Traffic(TrafficEvent::WatchLoaded(Arc::new(known))))
    }

    fn opened() -> Inbox {
        let mut inbox = inbox();
        inbox.act(ToolAction::OpenPage(TrafficPage::Contract).into());
        assert!(load(&mut inbox, watch()).is_empty());
        inbox
    }

    #[test]
    fn changes_are_told_in_words() {
        let lines = opened().change_lines();
        assert_eq!(lines[0].what, "New field callAnalysis.followUpOwner (string)");
        assert_eq!(lines[0].facts, "first in #1042, today 10:42 · 12 times since");
        assert_eq!(lines[1].what, "callAnalysis.score came as string, it is usually number");
        assert_eq!(lines.iter().map(|line| line.is_unseen).collect::<Vec<_>>(), [true, true, false]);
        let gone = ShapeChange { kind: ShapeChangeKind::Missing, source: "staging".into(), ..change(1) };
        assert_eq!(first_shown(&gone), "first in #1042");
        assert_eq!(change_sentence(&gone), "callAnalysis.followUpOwner was left out, it had always come, by staging");
    }

    #[test]
    fn what_was_seen_stays_seen_although_an_older_answer_comes() {
        let mut inbox = opened();
        let see = inbox.act(ContractAction::See(Some(EntryId(1))).into());
        assert_eq!(
            see,
            [TrafficCommand::SeeChange { id: Some(EntryId(1)) }.into(), Command::from(TrafficCommand::LoadWatch)]
        );
        // Asked for again while an answer is on its way.
        assert_eq!(inbox.act(ContractAction::See(None).into()).len(), 1);
        assert!(inbox.tools.contract.unseen.is_empty());
        assert_eq!(load(&mut inbox, watch()), [TrafficCommand::LoadWatch.into()]);
        assert!(inbox.tools.contract.unseen.is_empty());
    }

    #[test]
    fn changes_are_told_in_one_message_and_only_where_requests_are_shown() {
        let mut inbox = inbox();
        let commands = inbox.apply(Event::Traffic(TrafficEvent::ShapeChanged(Box::new(change(9)))));
        assert!(commands.is_empty());
        assert!(inbox.tools.contract.unseen.contains(&EntryId(9)));
        assert!(inbox.notices.shown().is_empty());
        assert_eq!(inbox.traffic_mark(), Some(1));
        inbox.act(ToolAction::OpenPage(TrafficPage::Requests).into());
        let missing = |id| ShapeChange { kind: ShapeChangeKind::Missing, ..change(id) };
        for change in [change(11), change(12), missing(13)] {
            inbox.apply(Event::Traffic(TrafficEvent::ShapeChanged(Box::new(change))));
        }
        let notices = inbox.notices.shown();
        assert_eq!(notices.len(), 1);
        assert_eq!(notices[0].text, "The platform's payload changed: 3 new fields, 1 left out.");
        // Whoever leaves Traffic leaves it behind.
        let offer = notices[0].offer.clone().unwrap();
        inbox.act(Action::OpenScreen(Screen::Calls));
        inbox.tick(inbox.now);
        assert!(inbox.notices.shown().is_empty());
        inbox.act(offer.action);
        assert_eq!((inbox.screen, inbox.tools.page), (Screen::Traffic, TrafficPage::Contract));
        inbox.act(ToolAction::OpenPage(TrafficPage::Requests).into());
        inbox.apply(Event::Traffic(TrafficEvent::ShapeChanged(Box::new(change(14)))));
        assert_eq!(inbox.notices.shown()[0].text, "The platform's payload changed: 1 new field.");
        inbox.act(ToolAction::OpenPage(TrafficPage::Contract).into());
        assert!(inbox.notices.shown().is_empty(), "the page says it");
        inbox.apply(Event::Traffic(TrafficEvent::ShapeChanged(Box::new(change(10)))));
        assert!(inbox.notices.shown().is_empty() && inbox.tools.contract.unseen.contains(&EntryId(10)));
    }

    #[test]
    fn fields_are_marked_where_they_differ() {
        let mut inbox = opened();
        let marks = |inbox: &Inbox| -> Vec<(String, Option<FieldMark>)> {
            inbox.tools.contract.fields().into_iter().map(|line| (line.path, line.mark)).collect()
        };
        let all = marks(&inbox);
        assert_eq!(all.len(), 5);
        inbox.act(ContractAction::OnlyWhatDiffers(true).into());
        assert_eq!(
            marks(&inbox),
            [
                ("callAnalysis.score".into(), Some(FieldMark::OtherType)),
                ("callerDetails.age".into(), Some(FieldMark::NeverSent)),
                ("callAnalysis.followUpOwner".into(), Some(FieldMark::Undocumented)),
            ]
        );
        let line = &inbox.tools.contract.fields()[0];
        assert_eq!((line.usual.as_str(), line.present.as_str()), ("string 60 %, number 40 %", "100 %"));
        assert_eq!(line.days, [None, Some(1.0), Some(0.5)]);
    }

    #[test]
    fn shares_are_rounded_and_never_lie() {
        for (part, all, shown) in
            [(0, 0, "–"), (0, 9, "0 %"), (9, 9, "100 %"), (1, 1_000, "under 1 %"), (999, 1_000, "99 %"), (1, 3, "33 %")]
        {
            assert_eq!(percent(part, all), shown);
        }
    }
}
