//! Who speaks: the words that files have for agents, callers, tools and prompts, and who is left over.

use std::collections::HashMap;

use super::draft::{DraftTurn, Kind};
use super::turn::Side;

const AGENT: [&str; 8] = ["agent", "assistant", "bot", "ai", "llm", "robot", "model", "system_voice"];
const CALLER: [&str; 6] = ["user", "human", "customer", "caller", "client", "lead"];
const TOOL: [&str; 5] = ["function", "agent_action", "dtmf", "node_transition", "sms"];
const HIDDEN: [&str; 4] = ["system", "developer", "injected", "agent_config_update"];
/// Within a longer label only what hardly is a name: `Main Agent`, `Customer 2`.
const AGENT_WORDS: [&str; 4] = ["agent", "assistant", "bot", "ai"];
const CALLER_WORDS: [&str; 5] = ["user", "human", "customer", "caller", "client"];
/// A test's own agent plays the caller (`Testing Agent` against `Main Agent`).
const TESTER_WORDS: [&str; 4] = ["testing", "test", "tester", "simulated"];
/// Labels that say that there is none.
const NOBODY: [&str; 5] = ["", "unknown", "none", "null", "n_a"];

/// A label that tells the side.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Role {
    pub side: Side,
    /// The label is the role's name and nothing else.
    pub is_bare: bool,
}

/// The side that a label tells, if it does.
pub(super) fn role_of(label: &str) -> Option<Role> {
    let name = spelled_plainly(label);
    let name = name.strip_prefix("message_role_").unwrap_or(&name);
    let bare = |side| Some(Role { side, is_bare: true });
    if AGENT.contains(&name) {
        return bare(Side::Agent);
    }
    if CALLER.contains(&name) {
        return bare(Side::Caller);
    }
    if TOOL.contains(&name) || name.starts_with("function_call") || name == "tool" || name.starts_with("tool_") {
        return bare(Side::Tool);
    }
    if HIDDEN.contains(&name) {
        return bare(Side::Hidden);
    }
    let has = |words: &[&str]| name.split('_').any(|word| words.contains(&word));
    let side = match () {
        () if has(&AGENT_WORDS) && has(&TESTER_WORDS) => Side::Caller,
        () if has(&AGENT_WORDS) => Side::Agent,
        () if has(&CALLER_WORDS) => Side::Caller,
        () => return None,
    };
    Some(Role { side, is_bare: false })
}

/// In small letters with `_` between words, whatever stood between them.
fn spelled_plainly(label: &str) -> String {
    let mut out = String::with_capacity(label.len());
    let mut before = '_';
    for letter in label.trim().chars() {
        if !letter.is_alphanumeric() {
            if !out.ends_with('_') && !out.is_empty() {
                out.push('_');
            }
        } else {
            if letter.is_uppercase() && before.is_lowercase() {
                out.push('_');
            }
            out.extend(letter.to_lowercase());
        }
        before = letter;
    }
    out.truncate(out.trim_end_matches('_').len());
    out
}

fn is_nobody(label: &str) -> bool {
    NOBODY.contains(&spelled_plainly(label).as_str())
        && !label.chars().any(|letter| !letter.is_ascii() && letter.is_alphanumeric())
}

/// The sides of all turns and what their speakers are called, in order.
pub(super) fn cast(turns: &[DraftTurn]) -> Vec<(Side, Option<String>)> {
    let mut numbers: HashMap<Option<String>, u16> = HashMap::new();
    turns.iter().map(|turn| part(turn, &mut numbers)).collect()
}

fn part(turn: &DraftTurn, numbers: &mut HashMap<Option<String>, u16>) -> (Side, Option<String>) {
    let label =
        |label: &Option<String>| label.as_deref().map(str::trim).filter(|label| !is_nobody(label)).map(str::to_owned);
    let (said, called) = (label(&turn.role), label(&turn.speaker));
    match turn.kind {
        Kind::Tool => return (Side::Tool, None),
        Kind::Hidden => return (Side::Hidden, None),
        Kind::ByRole => {}
    }
    let by_role = said.as_deref().and_then(role_of);
    let role = by_role.or_else(|| called.as_deref().and_then(role_of));
    let is_name = |label: &String| role_of(label).is_none_or(|role| !role.is_bare);
    let name =
        called.filter(is_name).or(if by_role.is_none_or(|role| !role.is_bare) { said.filter(is_name) } else { None });
    match role.map(|role| role.side) {
        Some(side @ (Side::Tool | Side::Hidden)) => (side, None),
        Some(side) => (side, name),
        None => {
            let next = u16::try_from(numbers.len() + 1).unwrap_or(u16::MAX);
            let number = *numbers.entry(name.as_deref().map(str::to_lowercase)).or_insert(next);
            (Side::Speaker(number), name)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn turn(role: &str, speaker: Option<&str>) -> DraftTurn {
        DraftTurn { role: Some(role.to_owned()), speaker: speaker.map(str::to_owned), ..DraftTurn::default() }
    }

    #[test]
    fn roles_are_told_in_any_spelling() {
        let sides = [
            (Side::Agent, "agent assistant Bot AI LLM robot model system_voice MESSAGE_ROLE_AGENT AGENT"),
            (Side::Caller, "user human CUSTOMER Caller client lead MESSAGE_ROLE_USER"),
            (Side::Tool, "tool tool_calls tool_call_result toolResult function_call function_call_output function"),
            (Side::Tool, "MESSAGE_ROLE_TOOL_CALL agent-action dtmf node_transition"),
            (Side::Hidden, "system Developer injected agent_config_update"),
        ];
        for (side, labels) in sides {
            for label in labels.split(' ') {
                assert_eq!(role_of(label), Some(Role { side, is_bare: true }), "{label}");
            }
        }
        for label in ["transfer_target", "spk_0", "A", "0", "Mira", "Toolbox", "Aida", "ग्राहक", ""] {
            assert_eq!(role_of(label), None, "{label}");
        }
    }

    #[test]
    fn longer_labels_tell_the_side_and_stay_names() {
        for (label, side) in [
            ("Main Agent", Side::Agent),
            ("Testing Agent", Side::Caller),
            ("Customer 2", Side::Caller),
            ("AI Assistant", Side::Agent),
            ("Human Agent", Side::Agent),
        ] {
            assert_eq!(role_of(label), Some(Role { side, is_bare: false }), "{label}");
            assert_eq!(cast(&[turn(label, None)]), [(side, Some(label.to_owned()))]);
        }
    }

    #[test]
    fn who_is_not_known_is_numbered_by_first_appearance() {
        let turns = [turn("B", None), turn("a", None), turn("b", None), turn("agent", None), turn("unknown", None)];
        let named = |name: &str| Some(name.to_owned());
        let expected = [
            (Side::Speaker(1), named("B")),
            (Side::Speaker(2), named("a")),
            (Side::Speaker(1), named("b")),
            (Side::Agent, None),
            (Side::Speaker(3), None),
        ];
        assert_eq!(cast(&turns), expected);
    }

    #[test]
    fn names_beside_roles_are_kept_and_roles_beside_numbers_heard() {
        let turns = [turn("assistant", Some("Mira")), turn("user", Some("user")), turn("0", Some("agent"))];
        let expected =
            [(Side::Agent, Some("Mira".to_owned())), (Side::Caller, None), (Side::Agent, Some("0".to_owned()))];
        assert_eq!(cast(&turns), expected);
    }
}
