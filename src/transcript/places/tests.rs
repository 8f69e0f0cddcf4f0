//! Sentences of summaries, and where they were said, or that they were not.

use super::*;
use crate::transcript::{Side, Turn};

fn places(lines: &[&str]) -> Places {
    let turn = |(at, line): (usize, &&str)| Turn {
        side: if at % 2 == 0 { Side::Agent } else { Side::Caller },
        text: (*line).to_owned(),
        ..Turn::default()
    };
    Places::of(&Transcript { turns: lines.iter().enumerate().map(turn).collect(), ..Transcript::default() })
}

/// 0 is the agent's first.
const ENGLISH: &[&str] = &[
    "Thank you for calling Northwind, this is Mira. How can I help you today?",
    "Hi, this is John Smith from Harbor Logistics. I saw your ad and I'd like to schedule a demo of the dispatch software.",
    "I'd be happy to set that up. How many trucks do you have on the road?",
    "We run about forty trucks out of Rotterdam, and our current tool can't handle cross-border routes.",
    "Understood. Does Tuesday at 3:30 in the afternoon work for the demo?",
    "Tuesday is fine. Could you also send the pricing sheet to my email beforehand? It's john at harbor dot com.",
    "I'll send the pricing sheet this evening. Is there anything else?",
    "Yes, our accountant needs an invoice for the pilot in euros, not dollars.",
    "I've noted that the invoice has to be in euros. Talk to you on Tuesday!",
    "Thanks, bye.",
];

const GERMAN: &[&str] = &[
    "Praxis Doktor Weber, guten Tag, Sie sprechen mit der digitalen Assistentin.",
    "Guten Tag, Schneider hier. Ich habe am Donnerstag einen Termin und muss ihn leider verschieben.",
    "Kein Problem. Passt Ihnen stattdessen der Montag um 9 Uhr?",
    "Montag um neun passt. Und ich brauche noch ein neues Rezept für meine Blutdrucktabletten.",
    "Das Rezept liegt am Montag für Sie bereit. Bringen Sie bitte Ihre Versichertenkarte mit.",
    "Mache ich. Kann mein Mann auch gleich zur Grippeimpfung mitkommen?",
    "Ja, die Impfung ist ohne Anmeldung möglich.",
    "Wunderbar, auf Wiederhören.",
];

const HINDI: &[&str] = &[
    "नमस्ते, सूर्या सोलर में आपका स्वागत है। मैं आपकी क्या मदद कर सकती हूं?",
    "नमस्ते, मेरा नाम राजेश शर्मा है। मुझे अपने घर की छत पर सोलर पैनल लगवाने हैं।",
    "बहुत बढ़िया। आपका महीने का बिजली बिल कितना आता है?",
    "बिजली का बिल लगभग 4500 रुपये आता है, गर्मियों में ज्यादा।",
    "ठीक है। क्या हमारा इंजीनियर शनिवार सुबह साइट देखने आ सकता है?",
    "हां, शनिवार सुबह ठीक रहेगा। सरकारी सब्सिडी के कागज भी भेज दीजिए।",
    "जरूर, सब्सिडी के कागज व्हाट्सएप पर भेज दूंगी।",
];

#[test]
fn what_a_summary_says_in_english_is_found_where_it_was_said() {
    let places = places(ENGLISH);
    for (sentence, turn) in [
        ("John Smith of Harbor Logistics called to schedule a demo of the dispatch software.", 1),
        ("They run 40 trucks in Rotterdam.", 3),
        ("The current tool cannot handle cross-border routes", 3),
        ("Demo scheduled for Tuesday 3:30 PM.", 4),
        ("Send pricing sheet by email", 5),
        ("Invoice for the pilot in euros", 7),
        ("The accountant needs the invoice in euros.", 7),
    ] {
        assert_eq!(places.find(sentence), Some(turn), "{sentence}");
    }
}

#[test]
fn in_german() {
    let places = places(GERMAN);
    for (sentence, turn) in [
        ("Frau Schneider möchte ihren Termin am Donnerstag verschieben.", 1),
        ("Neuer Termin: Montag, 9 Uhr", 2),
        ("Montag 9 Uhr", 2),
        ("Neues Rezept für Blutdrucktabletten ausstellen", 3),
        ("Das Rezept liegt Montag bereit, Karte mitbringen", 4),
        ("Ihr Mann kommt zur Grippeimpfung mit.", 5),
    ] {
        assert_eq!(places.find(sentence), Some(turn), "{sentence}");
    }
}

#[test]
fn in_hindi() {
    let places = places(HINDI);
    for (sentence, turn) in [
        ("राजेश शर्मा अपने घर की छत पर सोलर पैनल लगवाना चाहते हैं।", 1),
        ("बिजली का बिल लगभग 4500 रुपये है।", 3),
        ("शनिवार सुबह इंजीनियर साइट देखने आएगा।", 4),
        ("सब्सिडी के कागज व्हाट्सएप पर भेजें", 6),
    ] {
        assert_eq!(places.find(sentence), Some(turn), "{sentence}");
    }
}

#[test]
fn what_was_not_said_is_nowhere() {
    for (lines, sentences) in [
        (
            ENGLISH,
            &[
                "The caller complained about a late refund.",
                "Positive and cooperative throughout the call",
                "Follow up next month with the procurement team",
                "Send a contract to the legal department",
                "Customer has twelve employees and uses Salesforce.",
                "The caller was calling about something and wants help today.",
                "Demo",
                "Tuesday",
                "",
                "👍",
            ][..],
        ),
        (
            GERMAN,
            &[
                "Der Kunde ist mit der Rechnung unzufrieden.",
                "Freundlich und geduldig",
                "Röntgenbilder an die Klinik schicken",
                "Rückruf am Freitag um 14 Uhr",
            ][..],
        ),
        (HINDI, &["ग्राहक को बैंक से कर्ज चाहिए।", "अगले महीने दिल्ली में मीटिंग तय करें", "बहुत नाराज और असंतुष्ट"][..]),
    ] {
        let places = places(lines);
        for sentence in sentences {
            assert_eq!(places.find(sentence), None, "{sentence}");
        }
        assert_eq!(Places::default().find(sentences[0]), None);
    }
}

#[test]
fn a_greeting_that_names_the_business_is_no_beginning() {
    let found = places(&[
        "Hello and welcome to FixNest, I'm Neha. How may I help?",
        "Good afternoon. I need somebody for two rooms to be painted. How soon can you come?",
        "Certainly. Who am I speaking with?",
        "It's Jesús Quintana.",
    ]);
    assert_eq!(found.find("The caller contacted FixNest about two rooms to be painted."), Some(1));
}

#[test]
fn a_question_and_its_answer_are_one_place_and_only_what_was_said_counts() {
    let mut lines = vec!["Filler about the weather in general"; 6];
    lines[2] = "Which warehouse should we deliver to?";
    lines[3] = "Gothenburg, gate seven";
    let found = places(&lines);
    assert_eq!(found.find("Deliver to the Gothenburg warehouse, gate 7"), Some(2));
    let turns = vec![
        Turn { side: Side::Hidden, text: String::from("Offer the winter discount of 15 percent"), ..Turn::default() },
        Turn { side: Side::Tool, text: String::from("winter discount 15 percent"), ..Turn::default() },
        Turn { side: Side::Agent, text: String::from("Hello there"), ..Turn::default() },
    ];
    let mut transcript = Transcript { turns, ..Transcript::default() };
    assert_eq!(Places::of(&transcript).find("Winter discount of 15 percent offered"), None);
    transcript.turns[2].text = String::from("Im Winter geben wir Rabatt: fünfzehn Prozent");
    transcript.turns[2].translation = Some(String::from("We have a winter discount of 15 percent"));
    assert_eq!(Places::of(&transcript).find("Winter discount of 15 percent offered"), Some(2));
}

#[test]
fn a_needle_is_found_among_thousands_of_turns() {
    let topics = ["the shipment to Oslo", "a broken gearbox", "the yearly contract", "our new address", "insurance"];
    let mut lines: Vec<String> = (0..5_000)
        .map(|at| format!("So about {}, let me check position {at} for you please", topics[at % topics.len()]))
        .collect();
    lines[3_210] = String::from("The gearbox was replaced by the workshop in Tromsø under warranty");
    let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    let found = places(&lines);
    assert_eq!(found.find("Gearbox replaced under warranty in Tromsø"), Some(3_210));
    assert_eq!(found.find("Shipment arrived damaged and was refused at the port of Hamburg"), None);
}
