//! Nothing of a person survives, and everything else does.

use proptest::prelude::*;

use super::*;

fn safe(text: &str) -> String {
    String::from_utf8(safe_body(text.as_bytes())).unwrap()
}

/// The text with every string and number taken out: white space, keys, order, literals.
fn frame(text: &str) -> (String, Option<usize>) {
    let mut frame = String::new();
    let fault = pieces(text, |piece| match piece {
        Piece::Frame(text) => frame.push_str(text),
        Piece::Key(key) => frame.push_str(key),
        Piece::Text(..) => frame.push('s'),
        Piece::Number(..) => frame.push('n'),
    });
    (frame, fault.map(|_| 0))
}

/// Every string.
fn texts(text: &str) -> Vec<(String, Field)> {
    let mut found = Vec::new();
    pieces(text, |piece| {
        if let Piece::Text(raw, field) = piece {
            found.push((Spelled::read(raw).text, field));
        }
    });
    found
}

const CALL: &str = "{\n  \"callId\": \"693bff62619c51fac21acf50\",\n  \"recordingUri\": \"https:\\/\\/storage.acme.io/recordings/693bff62619c51fac21acf50/call_recording.ogg?X-Sig=0af&Expires=3600\",\n  \"callerDetails\": {\"name\": \"Asha Verma\", \"phoneNumber\" : \"+91 98765-43210\", \"email\": \"asha.verma@acme.io\",\n    \"scheduledTime\": \"2025-12-15T10:00:00+05:30\", \"pincode\": 560034, \"age\": \"34\", \"city\": \"Bengaluru\", \"gender\":\"Female\", \"company\":\"Verma & Daughters\"},\n  \"callAnalysis\": {\"summary\": \"Asha (call her on 9876543210!) wants 2 panels.\", \"mood\": \"Positive\", \"score\": 85, \"callOutcome\": \"Demo Scheduled\",\n    \"classification\":\"Verma follow-up\", \"sentiment\": {\"overall\":\"positive\",\"score\":0.7321}},\n  \"name\": null, \"n\\u00e1me\": \"\\u00c1gnes\", \"x\": 1.50e+3, \"x\": true, \"asha.verma@acme.io\": [12.971599, -7]\n}\r\n";

#[test]
fn a_call_keeps_its_shape_and_loses_its_people() {
    let made = safe(CALL);
    for own in [
        "693bff",
        "acme",
        "Asha",
        "asha",
        "Verma",
        "verma",
        "98765",
        "43210",
        "2025-12-15",
        "560034",
        "\"34\"",
        "Bengaluru",
        "wants",
        "12.971599",
        "0af",
        "gnes",
    ] {
        assert!(!made.contains(own), "{own}: {made}");
    }
    for kept in [
        "{\n  \"callId\": \"",
        "\"https:\\/\\/example.com\\/recordings\\/",
        ".ogg?X-Sig=",
        "&Expires=",
        "\"phoneNumber\" : \"+91 20255-501",
        "T10:30:00+05:30\", \"pincode\": ",
        "\"gender\":\"Female\"",
        "\"mood\": \"Positive\", \"score\": 85, \"callOutcome\": \"Demo Scheduled\",\n",
        "{\"overall\":\"positive\",\"score\":0.7321}",
        "\"name\": null, \"n\\u00e1me\": \"\\u00",
        "\"x\": 1.50e+3, \"x\": true, \"person1@example.com\": [",
        ", -7]\n}\r\n",
        "\"email\": \"person1@example.com\"",
    ] {
        assert!(made.contains(kept), "{kept}: {made}");
    }
    // The same id in both places, and a sentence with its signs.
    let id = made.split('"').nth(3).unwrap();
    assert_eq!((id.len(), made.matches(id).count()), (24, 2), "{made}");
    assert!(made.contains(" (") && made.contains("!) "), "{made}");
}

#[test]
fn equal_values_stay_equal_and_others_differ() {
    let made = safe(
        r#"[{"name":"Ann Lee"},{"name":"Bob Ray"},{"name":"Ann Lee"},{"phone":"+1 212 555 0199"},{"phone":"12125550199"}]"#,
    );
    let found: Vec<String> = texts(&made).into_iter().map(|(text, _)| text).collect();
    assert_eq!(found[0], found[2]);
    assert_ne!(found[0], found[1]);
    let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
    assert_eq!(digits(&found[3]), digits(&found[4]));
}

#[test]
fn json_in_a_string_stays_json_in_a_string() {
    let made = safe(r#"{"payload":"{\"name\":\"Ann Lee\",\"mood\":\"Calm\", \"n\":1}"}"#);
    assert!(
        made.starts_with(r#"{"payload":"{\"name\":\""#) && made.ends_with(r#"\",\"mood\":\"Calm\", \"n\":1}"}"#),
        "{made}"
    );
    assert!(!made.contains("Ann"), "{made}");
}

#[test]
fn other_scripts_stay_what_they_are() {
    for (name, low, high) in [
        ("अर्जुन शर्मा", '\u{900}', '\u{97f}'),
        ("Иван Петров", '\u{400}', '\u{4ff}'),
        ("山田太郎", '\u{4e00}', '\u{9fff}'),
        ("محمد علي", '\u{600}', '\u{6ff}'),
        ("김민준", '\u{ac00}', '\u{d7a3}'),
    ] {
        let made = texts(&safe(&format!(r#"{{"name":"{name}"}}"#))).remove(0).0;
        assert_ne!(made, name);
        assert!(made.chars().all(|c| c == ' ' || (low..=high).contains(&c)), "{name}: {made}");
        assert_eq!(made.chars().count(), name.chars().count());
    }
}

#[test]
fn wide_text_a_mark_and_faults_stay() {
    let wide: Vec<u8> = "\u{feff}{\"name\":\"Ann\"}".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let made = safe_body(&wide);
    assert!(made.starts_with(&[0xff, 0xfe, b'{', 0]) && made.len() % 2 == 0);
    assert!(safe("\u{feff}{\"name\":\"Ann\"}").starts_with("\u{feff}{\"name\":\""));
    let broken = safe("{\"callerDetails\":{\"name\":\"Ann Lee\",\"city\":\"Oslo\",},\"mood\":\"Calm\"}");
    assert!(broken.starts_with("{\"callerDetails\":{\"name\":\"") && broken.contains("\",},\"mood\":\""), "{broken}");
    assert!(!broken.contains("Ann") && !broken.contains("Oslo"), "{broken}");
    assert_eq!(frame(&broken).1, Some(0));
}

#[test]
fn a_whole_request_has_one_disguise() {
    let mut call = super::super::samples::delivery(br#"{"callId":"ann-77123","callerDetails":{"name":"Ann Lee"}}"#);
    call.note.path = String::from("/hook/s3cret?call=ann-77123");
    call.note.call_id = CallId::given("ann-77123");
    call.note.reason = Some(String::from("the id ann-77123 of Ann was derived from the body"));
    let header = |name: &str, value: &str| Header { name: name.to_owned(), value: value.to_owned() };
    call.headers =
        vec![header("X-Call-Id", "ann-77123"), header("Content-Length", "57"), header("X-Webhook-Secret", "s3cret")];
    let written = super::super::safe_fixture(&call, r#"{"received":true}"#);
    let fixture: serde_json::Value = serde_json::from_str(&written).unwrap();
    for own in ["77123", "Ann", "ann-", "s3cret"] {
        assert!(!written.contains(own), "{own}: {written}");
    }
    let id = fixture["callId"].as_str().unwrap();
    assert_eq!(written.matches(id).count(), 5, "{written}");
    assert_eq!(fixture["answer"]["body"], r#"{"received":true}"#);
    let length = fixture["request"]["body"].as_str().unwrap().len().to_string();
    assert_eq!(fixture["request"]["headers"][1]["value"], length);
    assert!(fixture["reason"].as_str().unwrap().ends_with("was derived from the body"), "{written}");
}

fn a_key() -> impl Strategy<Value = String> {
    prop_oneof![
        3 => prop::sample::select(vec![
            "name", "email", "phoneNumber", "summary", "address", "city", "company", "callId", "notes", "scheduledTime", "pincode",
            "age", "occupation", "state", "country", "actionItems", "recordingUri", "owner", "bestTimeToCall", "custom_field",
        ]).prop_map(String::from),
        1 => "[a-z]{2,8}Field",
    ]
}

fn a_value() -> impl Strategy<Value = String> {
    prop_oneof![
        "[A-Z][a-z]{3,9} [A-Z][a-z]{3,9}",
        "\\+[1-9][0-9]{1,2}[- ]?[0-9]{5}[- ]?[0-9]{5}",
        "[a-z]{4,9}\\.[a-z]{4,9}@[a-z]{4,9}\\.(com|io)",
        "https://[a-z]{5,9}\\.net/[a-z]{4,9}/[0-9a-f]{12}\\.ogg\\?sig=[0-9a-z]{6,20}",
        "[0-9a-f]{24}",
        "[A-Za-z]{3,12}( [A-Za-z0-9]{1,12}){1,10}[.!?]",
        "[0-9]{5,15}",
        "20[0-3][0-9]-0[1-9]-1[0-9]T1[0-9]:1[0-9]:1[0-9]Z",
        "\\PC{4,30}",
        "[а-яА-Я]{4,12} [а-я]{4,12}",
    ]
}

fn a_document() -> impl Strategy<Value = serde_json::Value> {
    let leaf = prop_oneof![
        4 => a_value().prop_map(serde_json::Value::from),
        1 => any::<i64>().prop_map(serde_json::Value::from),
        1 => any::<bool>().prop_map(serde_json::Value::from),
        1 => Just(serde_json::Value::Null),
    ];
    leaf.prop_recursive(3, 24, 5, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(serde_json::Value::from),
            prop::collection::vec((a_key(), inner), 1..5).prop_map(|fields| fields.into_iter().collect()),
        ]
    })
}

/// Whether it stands there as words of its own.
fn stands_in(text: &str, value: &str) -> bool {
    text.match_indices(value).any(|(at, _)| {
        let is_word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        !is_word(text[..at].chars().next_back()) && !is_word(text[at + value.len()..].chars().next())
    })
}

fn telling_runs(text: &str) -> Vec<String> {
    let runs = text.split(|c: char| !c.is_ascii_digit()).filter(|run| run.len() >= 5);
    runs.map(String::from).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    /// No string of a personal field survives, nor any long number; the frame does.
    #[test]
    fn nothing_personal_survives(document in a_document(), is_pretty in any::<bool>()) {
        let text = if is_pretty { serde_json::to_string_pretty(&document) } else { serde_json::to_string(&document) };
        let text = text.unwrap();
        let made = safe(&text);
        prop_assert_eq!(frame(&made), frame(&text), "{}", made);
        let after: Vec<String> = texts(&made).into_iter().map(|(text, _)| text).collect();
        for (value, _) in texts(&text) {
            let letters = value.chars().filter(|c| c.is_alphanumeric()).count();
            if letters >= 4 {
                let survives = after.iter().any(|text| stands_in(text, value.trim()));
                prop_assert!(!survives, "{:?} survives in {}", value, made);
            }
        }
        for run in telling_runs(&text) {
            prop_assert!(!telling_runs(&made).iter().any(|made| made.contains(&run)), "{} survives in {}", run, made);
        }
    }

    /// It can be read by a parser exactly when what came can be.
    #[test]
    fn a_fault_stays_a_fault(document in a_document(), at in any::<prop::sample::Index>(), change in "[\\x00-\\x7f]{0,2}") {
        let mut text = serde_json::to_string(&document).unwrap();
        let places: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
        let place = *at.get(&places);
        text.replace_range(place..=place + text[place..].chars().next().unwrap().len_utf8() - 1, &change);
        let reads = |text: &str| serde_json::from_str::<serde::de::IgnoredAny>(text).is_ok();
        let made = safe(&text);
        prop_assert_eq!(reads(&made), reads(&text), "{} became {}", text, made);
    }

    /// Any bytes at all are taken, and what came as text stays text of the same signs.
    #[test]
    fn any_bytes_are_taken(body in prop::collection::vec(any::<u8>(), 0..200)) {
        let made = safe_body(&body);
        prop_assert_eq!(core::str::from_utf8(&made).is_ok(), core::str::from_utf8(&body).is_ok());
    }
}
