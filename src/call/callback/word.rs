//! The words of "when": what a phrase about times of day is made of. One unknown word and the phrase is not understood.

use jiff::civil::Weekday;

use super::times::{Hours, Weekdays};
use crate::call::query::tokens_of;

/// A word, by what it means for a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Word {
    Days(Weekdays),
    Part(Hours),
    Clock(Clock),
    /// A hyphen, "to", "until".
    To,
    Or,
    Comma,
    After,
    Before,
    Between,
    From,
    /// "6 pm onwards".
    Onwards,
    Around,
    Not,
    Any,
    InDays(u8),
    Next,
    Early,
    Late,
}

/// A time of day as it was said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Clock {
    pub hour: u8,
    pub minute: u8,
    /// Whether after noon, where it was said or can't be otherwise.
    pub is_pm: Option<bool>,
}

impl Clock {
    /// Minutes from midnight, if it is afternoon or if it is not.
    pub fn minutes(self, is_pm: bool) -> u16 {
        let hour = match (self.hour, is_pm) {
            (12, false) => 0,
            (1..=11, true) => self.hour + 12,
            _ => self.hour,
        };
        u16::from(hour) * 60 + u16::from(self.minute)
    }

    /// Minutes from midnight, if that is certain.
    pub fn certain(self) -> Option<u16> {
        self.is_pm.map(|is_pm| self.minutes(is_pm))
    }
}

/// Several words that mean one thing.
const PHRASES: [(&str, &str); 39] = [
    ("a.m.", "am"),
    ("p.m.", "pm"),
    ("a.m", "am"),
    ("p.m", "pm"),
    ("o'clock", " "),
    ("o’clock", " "),
    ("day after tomorrow", "overmorrow"),
    ("any time", "anytime"),
    ("any-time", "anytime"),
    ("any day", "anytime"),
    ("all day", "anytime"),
    ("no preference", "anytime"),
    ("each day", "daily"),
    ("every day", "daily"),
    ("week day", "weekday"),
    ("week end", "weekend"),
    ("working day", "weekday"),
    ("business day", "weekday"),
    ("office hours", "worktime"),
    ("business hours", "worktime"),
    ("working hours", "worktime"),
    ("work hours", "worktime"),
    ("during the day", "daytime"),
    ("lunch break", "lunchtime"),
    ("lunch hour", "lunchtime"),
    ("lunch time", "lunchtime"),
    ("or later", "onwards"),
    ("local time", " "),
    ("après-midi", "afternoon"),
    ("l'", " "),
    ("平日", " weekdays "),
    ("週末", " weekends "),
    ("午前中", " morning "),
    ("午前", " morning "),
    ("午後", " afternoon "),
    ("夕方", " evening "),
    ("いつでも", " anytime "),
    ("の", " "),
    ("के बाद", " onwards "),
];

/// The words of a phrase; `None` if one of them says something else than when.
pub(super) fn words_of(text: &str) -> Option<Vec<Word>> {
    let mut text = text.to_lowercase();
    for (phrase, word) in PHRASES {
        if text.contains(phrase) {
            text = text.replace(phrase, word);
        }
    }
    let mut words = Vec::new();
    let mut rest = text.as_str();
    while let Some(first) = rest.chars().next() {
        if first.is_whitespace() {
            rest = &rest[first.len_utf8()..];
        } else if first.is_ascii_digit() {
            let (clock, after) = clock(rest)?;
            words.push(Word::Clock(clock));
            rest = after;
        } else if first.is_alphanumeric() {
            let end = rest.find(|c: char| !(is_in_word(c))).unwrap_or(rest.len());
            words.extend(word(&rest[..end])?);
            rest = &rest[end..];
        } else {
            words.extend(match first {
                '-' | '–' | '—' | '~' => Some(Word::To),
                ',' | ';' => Some(Word::Comma),
                '/' | '&' | '+' => Some(Word::Or),
                '.' | '(' | ')' | '!' => None,
                _ => return None,
            });
            rest = &rest[first.len_utf8()..];
        }
    }
    Some(words)
}

fn is_in_word(c: char) -> bool {
    // Marks of scripts like Devanagari are no letters, but of the word.
    c.is_alphabetic() || !c.is_ascii() && !c.is_whitespace() && !"–—’“”".contains(c)
}

/// "6", "6 pm", "6:30pm", "17.30", "10h30", "17 Uhr", and what comes after it.
fn clock(text: &str) -> Option<(Clock, &str)> {
    let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let count = digits(text);
    if count > 2 {
        return None;
    }
    let hour: u8 = text[..count].parse().ok()?;
    let is_24h_form = count == 2 && text.starts_with('0') && hour > 0;
    let mut rest = &text[count..];
    let mut minute = 0;
    let mut is_written_with_minutes = false;
    if let Some(after) = rest.strip_prefix([':', '.', 'h'])
        && digits(after) > 0
    {
        if digits(after) != 2 {
            return None;
        }
        minute = after[..2].parse().ok()?;
        is_written_with_minutes = true;
        rest = &after[2..];
        if let Some(seconds) = rest.strip_prefix(":00") {
            rest = seconds;
        }
    }
    let unit = rest.trim_start();
    let end = unit.find(|c: char| !is_in_word(c)).unwrap_or(unit.len());
    let mut is_pm = None;
    match &unit[..end] {
        "am" | "a" => is_pm = Some(false),
        "pm" | "p" => is_pm = Some(true),
        "h" | "hrs" | "hours" | "uhr" | "बजे" => {}
        _ => {
            let is_sure = hour > 12 || hour == 0 && is_written_with_minutes || is_24h_form;
            return checked(hour, minute, is_sure.then_some(hour >= 12)).map(|clock| (clock, rest));
        }
    }
    // "17 pm" is said by nobody but machines; "13 am" is nonsense.
    if is_pm == Some(false) && hour > 12 || is_pm == Some(true) && hour == 0 {
        return None;
    }
    let is_pm = is_pm.or_else(|| (hour > 12 || hour == 0 || is_24h_form).then_some(hour >= 12));
    checked(hour, minute, is_pm).map(|clock| (clock, &unit[end..]))
}

fn checked(hour: u8, minute: u8, is_pm: Option<bool>) -> Option<Clock> {
    let is_time = hour < 24 && minute < 60 || hour == 24 && minute == 0;
    is_time.then_some(Clock { hour, minute, is_pm })
}

/// What a word means: nothing if it only joins others, `None` if it says something else than when.
fn word(raw: &str) -> Option<Option<Word>> {
    let folded: String = tokens_of(raw).map(|token| token.folded).collect();
    let day = |day| Some(Word::Days(Weekdays::of(day)));
    let part = |from, to| Some(Word::Part(Hours::between(from, to)));
    Some(match folded.as_str() {
        "monday" | "mondays" | "mon" | "montag" | "montags" | "lunes" | "lundi" | "सोमवार" => {
            day(Weekday::Monday)
        }
        "tuesday" | "tuesdays" | "tue" | "tues" | "dienstag" | "dienstags" | "martes" | "mardi" => {
            day(Weekday::Tuesday)
        }
        "wednesday" | "wednesdays" | "wed" | "mittwoch" | "mittwochs" | "miercoles" | "mercredi" => {
            day(Weekday::Wednesday)
        }
        "thursday" | "thursdays" | "thu" | "thur" | "thurs" | "donnerstag" | "donnerstags" | "jueves" | "jeudi" => {
            day(Weekday::Thursday)
        }
        "friday" | "fridays" | "fri" | "freitag" | "freitags" | "viernes" | "vendredi" => day(Weekday::Friday),
        "saturday" | "saturdays" | "sat" | "samstag" | "samstags" | "sabado" | "sabados" | "samedi" => {
            day(Weekday::Saturday)
        }
        "sunday" | "sundays" | "sun" | "sonntag" | "sonntags" | "domingo" | "domingos" | "dimanche" => {
            day(Weekday::Sunday)
        }
        "weekday" | "weekdays" | "workdays" | "werktags" => Some(Word::Days(Weekdays::WORKDAYS)),
        "weekend" | "weekends" | "wochenende" => Some(Word::Days(Weekdays::WEEKEND)),
        "daily" | "everyday" | "taglich" => Some(Word::Days(Weekdays::ALL)),
        "morning" | "mornings" | "morgens" | "vormittag" | "vormittags" | "mananas" | "matin" | "matinee" | "सुबह" => {
            part(8, 12)
        }
        "afternoon" | "afternoons" | "nachmittag" | "nachmittags" | "दोपहर" => part(12, 18),
        "tarde" | "tardes" => part(13, 20),
        "evening" | "evenings" | "abend" | "abends" | "soir" | "soiree" | "शाम" => part(17, 21),
        "night" | "nights" | "noche" | "noches" => part(19, 22),
        "lunch" | "lunchtime" | "mittag" | "mittags" => part(12, 14),
        "worktime" | "daytime" => part(9, 17),
        "noon" | "midday" | "midi" => Some(Word::Clock(Clock { hour: 12, minute: 0, is_pm: Some(true) })),
        "midnight" => Some(Word::Clock(Clock { hour: 24, minute: 0, is_pm: Some(true) })),
        "to" | "till" | "until" | "til" | "through" | "thru" | "bis" | "hasta" => Some(Word::To),
        "or" | "and" | "oder" | "und" | "y" | "et" | "ou" | "और" => Some(Word::Or),
        "after" | "past" | "since" | "ab" | "nach" | "apres" | "despues" => Some(Word::After),
        "before" | "by" | "vor" | "avant" | "antes" => Some(Word::Before),
        "between" | "zwischen" | "entre" => Some(Word::Between),
        "from" | "von" => Some(Word::From),
        "onwards" | "onward" | "later" => Some(Word::Onwards),
        "around" | "about" | "approximately" | "approx" | "ca" | "circa" | "gegen" => Some(Word::Around),
        "not" | "except" | "never" | "excluding" => Some(Word::Not),
        "any" | "anytime" | "whenever" | "always" | "flexible" | "jederzeit" => Some(Word::Any),
        "today" => Some(Word::InDays(0)),
        "tomorrow" => Some(Word::InDays(1)),
        "overmorrow" => Some(Word::InDays(2)),
        "next" => Some(Word::Next),
        "early" => Some(Word::Early),
        "late" => Some(Word::Late),
        // A word for both morning and tomorrow is left alone.
        "on" | "in" | "at" | "the" | "during" | "of" | "time" | "times" | "best" | "only" | "please" | "call"
        | "me" | "is" | "preferably" | "preferred" | "ideally" | "usually" | "mostly" | "generally" | "but" | "a"
        | "an" | "am" | "im" | "der" | "die" | "le" | "la" | "les" | "las" | "los" | "el" | "por" | "de" | "del"
        | "को" => None,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn only_clock(text: &str) -> Option<(u8, u8, Option<bool>)> {
        match words_of(text)?.as_slice() {
            [Word::Clock(clock)] => Some((clock.hour, clock.minute, clock.is_pm)),
            _ => None,
        }
    }

    #[test]
    fn clocks_are_read_in_every_form() {
        for (text, clock) in [
            ("6", Some((6, 0, None))),
            ("6pm", Some((6, 0, Some(true)))),
            ("6 p.m.", Some((6, 0, Some(true)))),
            ("6:30 am", Some((6, 30, Some(false)))),
            ("17.30", Some((17, 30, Some(true)))),
            ("09:00", Some((9, 0, Some(false)))),
            ("10h30", Some((10, 30, None))),
            ("17 Uhr", Some((17, 0, Some(true)))),
            ("noon", Some((12, 0, Some(true)))),
            ("25", None),
            ("10:75", None),
            ("13 am", None),
            ("1700", None),
            ("6:5", None),
        ] {
            assert_eq!(only_clock(text), clock, "{text}");
        }
    }

    #[test]
    fn an_unknown_word_spoils_the_phrase() {
        assert_eq!(words_of("after the children are in bed"), None);
        assert_eq!(words_of("mornings IST"), None);
        assert!(words_of("on weekday mornings, please").is_some());
    }
}
