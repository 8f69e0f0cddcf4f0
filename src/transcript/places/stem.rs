//! What of a word is compared, and which words say nothing by themselves. Light: what most people write, in the languages
//! that calls are mostly in.

/// The stem of a folded word; nothing of a word that is in every second sentence, or that only summaries say.
pub(super) fn stem_of(word: &str) -> Option<String> {
    if let Some((_, digit)) = NUMBERS.iter().find(|(names, _)| names.contains(&word)) {
        return Some(String::from(*digit));
    }
    if word.starts_with(|c: char| c.is_ascii_digit()) {
        return Some(word.to_owned());
    }
    // Letters by themselves are what is left of "it's" and "don't"; a character of Chinese is a word.
    let is_letter = word.len() <= 2 && word.chars().nth(1).is_none();
    if is_letter || SAY_NOTHING.iter().any(|words| words.split(' ').any(|common| common == word)) {
        return None;
    }
    Some(if word.is_ascii() { latin(word) } else { other(word) })
}

/// Without the endings of English and German.
fn latin(word: &str) -> String {
    let mut stem = word;
    for (ending, replaced) in [("ing", 4), ("ed", 4), ("ies", 3), ("s", 3)] {
        if let Some(shorter) = stem.strip_suffix(ending).filter(|shorter| shorter.len() >= replaced) {
            if ending == "ies" {
                return format!("{shorter}y");
            }
            if ending == "s" && shorter.ends_with('s') {
                break;
            }
            stem = shorter;
            // planned, plan
            if ending != "s" {
                let twice = stem.as_bytes().windows(2).last().is_some_and(|pair| pair[0] == pair[1]);
                let is_doubled = twice && !stem.ends_with(['l', 's', 'z', 'e', 'o']);
                stem = if is_doubled { &stem[..stem.len() - 1] } else { stem };
            }
            break;
        }
    }
    for ending in ["en", "er", "em", "es", "e"] {
        if let Some(shorter) = stem.strip_suffix(ending).filter(|shorter| shorter.len() >= 4) {
            return shorter.to_owned();
        }
    }
    stem.to_owned()
}

/// Without the vowel signs that Hindi and its neighbours decline words with.
fn other(word: &str) -> String {
    let sign = |c: char| matches!(c, '\u{93e}'..='\u{94c}' | '\u{901}'..='\u{903}');
    let shorter = word.trim_end_matches(sign);
    let is_long_enough = shorter.chars().nth(2).is_some();
    if is_long_enough { shorter.to_owned() } else { word.to_owned() }
}

/// Numbers that are said as words. One is no number mostly.
const NUMBERS: &[(&[&str], &str)] = &[
    (&["two", "zwei", "दो"], "2"),
    (&["three", "drei", "तीन"], "3"),
    (&["four", "vier", "चार"], "4"),
    (&["five", "funf", "पांच", "पाच"], "5"),
    (&["six", "sechs", "छह", "छः"], "6"),
    (&["seven", "sieben", "सात"], "7"),
    (&["eight", "acht", "आठ"], "8"),
    (&["nine", "neun", "नौ"], "9"),
    (&["ten", "zehn", "दस"], "10"),
    (&["eleven", "elf", "ग्यारह"], "11"),
    (&["twelve", "zwolf", "बारह"], "12"),
    (&["twenty", "zwanzig", "बीस"], "20"),
    (&["thirty", "dreissig", "तीस"], "30"),
    (&["forty", "vierzig", "चालीस"], "40"),
    (&["fifty", "funfzig", "पचास"], "50"),
    (&["hundred", "hundert", "सौ"], "100"),
    (&["thousand", "tausend", "हजार"], "1000"),
];

/// Folded as all words are. A line a language, and last what summaries say of every call.
const SAY_NOTHING: &[&str] = &[
    "the an and or but if so of to in on at by for with from as is am are was were be been being it its this that these \
     those there here he she they we you me my your his her their our us him them who whom which what when where why how \
     do does did done doing have has had having will would shall should can could may might must not no yes ok okay just \
     also then than too very about into over out up down off again more most some any all both each other only own same \
     such one once now get got like need want know let please thanks thank well sure right good great really think go \
     going ve ll re don didn isn won \
     help something anything everything someone today",
    "der die das den dem des ein eine einen einem einer eines und oder aber wenn als wie wo wer was wann warum von zu zum \
     zur im in am an auf aus bei mit nach fur uber unter vor durch um ist sind war waren bin bist sein seine seinen ihr \
     ihre ihren ihrem ihnen er sie es wir ich du mir mich dir dich uns euch sich man nicht kein keine ja nein doch noch \
     nur auch schon sehr dann da dass hat haben habe hatte wird werden wurde wurden kann konnen konnte soll sollen muss \
     mussen mochte mochten will wollen bitte danke gern gerne gut also mal hier so bis",
    "का के की को में से पर है हैं था थे थी हो होगा होगी और या लेकिन यह वह ये वे मैं हम आप तुम मुझे हमें आपको उसे उन्हें उनका उनकी उनके मेरा \
     मेरी मेरे आपका आपकी आपके हमारा हमारी हमारे एक कि जो तो भी ही नहीं हां हाँ जी क्या कब कहां कैसे क्यों कर करना करने करें करता करती करते \
     किया की गया गई गए रहा रही रहे ने लिए साथ बाद अब तक इस उस कोई कुछ सकते सकता सकती चाहते चाहता चाहती चाहिए दिया",
    "hai hain ka ke ki ko mein se par aur ya yeh woh main hum aap mujhe aapko nahi haan ji kya kab kaise kar karna",
    "el la los las un una y o pero que de en por para con es son era su sus lo le les me mi te tu se no si muy ya como \
     le les des du une et ou mais ce cette ces il elle nous vous je est sont etait dans sur pour avec pas plus que qui ne",
    "call called calls calling caller callers customer customers agent agents user client asked asks ask asking wants \
     wanted requested requests request requesting said says say told tells mentioned mentions discussed expressed \
     inquired explained contacted contact confirmed provided interested regarding person during conversation \
     anrufer anruferin kunde kundin fragte fragt wunscht sagte sagt gefragt angerufen rief anruf agentin \
     कॉलर ग्राहक एजेंट कॉल कहा बताया पूछा",
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::call::query::tokens_of;

    fn stems(text: &str) -> Vec<String> {
        tokens_of(text).filter_map(|token| stem_of(&token.folded)).collect()
    }

    #[test]
    fn forms_of_a_word_are_one() {
        for forms in [
            "schedule scheduled scheduling schedules",
            "plan plans planned planning",
            "order orders ordered ordering",
            "Termin Termine Terminen Termins",
            "company companies",
            "kitchen kitchens",
            "two Zwei 2 दो",
            "दुकान दुकानें दुकानों",
        ] {
            let mut found = stems(forms);
            found.dedup();
            assert_eq!(found.len(), 1, "{forms}: {found:?}");
        }
        assert_eq!(stems("press class glass"), ["press", "class", "glass"]);
    }

    #[test]
    fn what_every_sentence_says_says_nothing() {
        for text in ["The caller asked about it", "Die Anruferin möchte das nicht", "ग्राहक ने कहा कि", "it's don't I'll"]
        {
            assert_eq!(stems(text), Vec::<String>::new(), "{text}");
        }
        assert_eq!(stems("电话 3 PM"), ["电", "话", "3", "pm"]);
    }
}
