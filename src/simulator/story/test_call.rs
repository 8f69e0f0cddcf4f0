//! The call behind "Send a test call": short, pleasant, and plainly a test.

use fastrand::Rng;

use super::calendar::Appointment;
use super::ending::feeling;
use super::person::{Name, Person};
use super::place;
use super::plot::Plot;
use super::serial::Serial;

/// Who calls and what is said.
pub fn cast(serial: Serial) -> (Person, Plot) {
    let name = Name { first: "Test".into(), family: "Caller".into(), full: "Test call from Call Inbox".into() };
    let place = place::all().find(|place| place.language == "English").unwrap_or(place::FALLBACK);
    let caller = Person {
        place,
        name: name.full.clone(),
        latin: name.clone(),
        own: name,
        is_woman: Rng::with_seed(serial.number).bool(),
        phone: "+1-555-010-0100".into(),
        email: "test.call@example.com".into(),
        address: "1 Example Street".into(),
        pincode: "00001".into(),
        city: "Exampleville".into(),
        state: String::new(),
        country: "USA".into(),
        age: 42,
        occupation: "Test caller".into(),
        company: Some("Call Inbox".into()),
    };
    let line = |(index, text): (usize, &&str)| (index % 2 == 0, (*text).to_owned());
    let plot = Plot {
        industry: "test",
        ending: "test",
        feeling: feeling("positive"),
        business: "Call Inbox".into(),
        agent: "Maya",
        language: "English",
        appointment: Some(Appointment::after(serial.local_end(0), 1, 10, 0, 0)),
        mood: "Positive".into(),
        score: 92,
        outcome: "Test Successful".into(),
        classification: "Test Call".into(),
        summary: "This is a test call that Call Inbox sent to itself, through the same port a real call would take. \
                  If you can read this, receiving works. Press play to hear whether sound works, too."
            .into(),
        needs: vec![
            ("primary", "See that everything works".into()),
            ("nextStep", "Paste the webhook URL into the agent's settings".into()),
        ],
        tasks: vec![
            "Paste the webhook URL into the agent's settings".into(),
            "Make a real call and watch it arrive".into(),
        ],
        asks: Vec::new(),
        lines: LINES.iter().enumerate().map(line).collect(),
    };
    (caller, plot)
}

const LINES: [&str; 8] = [
    "Hello, this is a test call from Call Inbox. Can you hear me?",
    "Yes, loud and clear.",
    "Wonderful. The agent is on the left, the caller on the right.",
    "And the transcript follows along while this is playing?",
    "It should. Click any line to jump to it.",
    "Nice. Then the real calls may come.",
    "They are welcome. Have a good day!",
    "You too, bye.",
];
