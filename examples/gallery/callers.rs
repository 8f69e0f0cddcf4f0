//! The calls of the gallery: who called, when, and what they said, as the platform sends it.

use std::sync::Arc;

use call_inbox::bus::Event;
use call_inbox::call::{CallDetail, Counts, Seq, Triage, UnixMillis};
use call_inbox::inbox::{Action, Tab, TranscriptAction};

use crate::window::{NOW, Scene, detail};

pub const JOHN: &str = r#"{"callId":"693bff62619c51fac21acf50",
"recordingUri":"https://storage.example.com/recordings/693bff62619c51fac21acf50/call_recording.ogg",
"transcriptUri":"https://storage.example.com/transcripts/693bff62619c51fac21acf50.json",
"callerDetails":{"name":"John Smith","company":"Northwind","phoneNumber":"+1 555 123 4567",
"email":"john.smith@example.com","address":"123 Main Street","city":"New York","state":"NY","country":"USA",
"pincode":"10001","occupation":"Head of operations","preferredContactMethod":"Phone",
"bestTimeToCall":"Weekday mornings","scheduledTime":"2025-12-15T15:00:00Z","language":"English"},
"callAnalysis":{"summary":"Customer called to schedule a product demo. Team of twelve, currently on spreadsheets, decision this quarter. Liked the reporting view and asked whether single sign-on is included.",
"mood":"Positive","score":85,"callOutcome":"Demo Scheduled","classification":"Sales Inquiry",
"interestsAndNeeds":{"product":"Team plan","seats":12,"mustHave":["Single sign-on","CSV export"],"timeline":"This quarter"},
"actionItems":[{"task":"Book the demo for Monday 15 December, 15:00","status":"done"},
{"task":"Send the security overview (single sign-on)","dueDate":"2025-12-12","owner":"Lena"},
{"task":"Prepare pricing for 12 seats","dueDate":"2025-12-15"}],
"sentiment":{"overall":"Positive","start":"Neutral","end":"Positive"}}}"#;

pub const ODD: &str = r#"{"callId":42,"callerDetails":["Zoë Ångström",null,{"phone":{"home":"0044 20 7946 0011","work":[1,2,3]}}],
"callAnalysis":{"summary":["First line.","Second line with a very long word: Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft."],
"mood":"","score":"85/100","callOutcome":null,"classification":{"primary":"Support","secondary":["Billing","Refund"]},
"interestsAndNeeds":"{\"plan\":\"gold\",\"nested\":{\"deep\":{\"deeper\":{\"deepest\":true}}}}",
"actionItems":"Call back; send an offer","sentiment":[0.1,0.25,-0.4,{"at":"1:20","value":"angry"}]},
"extra":{"campaign":"winter","ids":[1,2,3,4,5,6,7,8,9,10],"empty":{},"nothing":null,"flag":false,"big":12345678901234567890123},
"customer_note":"A field of nobody's contract"}"#;

const ASHA: &str = r#"{"callId":"a1","recordingUri":"https://files.example/asha.ogg","callerDetails":{"name":"आशा राव","company":"Surya Energy","phoneNumber":"+91 98200 12345",
"bestTimeToCall":"शाम को","country":"India","language":"हिन्दी"},"callAnalysis":{"summary":"5 किलोवाट की छत वाली सोलर प्रणाली का कोटेशन चाहती हैं। शाम को फ़ोन करना बेहतर रहेगा।","mood":"Neutral","score":62,
"callOutcome":"Callback requested","classification":"Quote","actionItems":["कोटेशन भेजें","साइट पर जाने का समय तय करें"]}}"#;
const UNKNOWN: &str = r#"{"callId":"u1","callerDetails":{"phoneNumber":"+44 20 7946 0958"},"callAnalysis":{"summary":"Second delivery missed this month, asked for a manager and would cancel otherwise.",
"mood":"Frustrated","score":31,"callOutcome":"Complaint","classification":"Complaint"}}"#;
const MARIA: &str = r#"{"callId":"m1","recordingUri":"https://files.example/maria.ogg","callerDetails":{"name":"María-José Fernández de la Vega y Santa Cruz de la Sierra","company":"Clínica Dental del Mediterráneo, Sociedad Limitada",
"phoneNumber":"+34 612 345 678","email":"maria-jose.fernandez-de-la-vega@clinica-dental-mediterraneo.example"},"callAnalysis":{"summary":"Booked the 14:30 slot on Thursday with Dr. Okafor, asked for a reminder by text.",
"mood":"Positive","score":91,"callOutcome":"Appointment booked","classification":"Appointment"}}"#;
const CHEN: &str = r#"{"callId":"c1","callerDetails":{"name":"陳偉","company":"東方貿易有限公司","phoneNumber":"+886 2 2345 6789","city":"臺北","language":"中文"},
"callAnalysis":{"summary":"正在比較方案，喜歡價格，但對合約期限不確定。希望收到一份中文的說明。","mood":"Mixed","score":70,"callOutcome":"Needs information","classification":"Sales",
"interestsAndNeeds":{"方案":"團隊版","人數":"二十"}}}"#;
const LAYLA: &str = r#"{"callId":"l1","callerDetails":{"name":"ليلى حداد","company":"مكتبة الأرز","phoneNumber":"+961 1 234 567","city":"بيروت","language":"العربية"},
"callAnalysis":{"summary":"اتصلت لتسأل عن الأسعار وعن موعد التسليم، وتفضّل الاتصال صباحًا.","mood":"Positive","score":78,"callOutcome":"Follow-up agreed","actionItems":["إرسال قائمة الأسعار"]}}"#;
const BARE: &str = r#"{"callId":"t1","recordingUri":"https://files.example/t1.ogg"}"#;
const PRIYA: &str = r#"{"callId":"p1","callerDetails":{"name":"Priya Nair","company":"Lakeside Clinic","phoneNumber":"+1 555 987 6543"},"callAnalysis":{"summary":"Happy with the trial, wants the contract reviewed by their lawyer until Friday.",
"mood":"Positive","score":88,"callOutcome":"Follow-up agreed","classification":"Sales"}}"#;
const BEN: &str = r#"{"callId":"b1","callerDetails":{"name":"Ben Cole","phoneNumber":"+1 555 222 1111"},"callAnalysis":{"summary":"Wrong number, hung up after the greeting.","mood":"Neutral","score":0,"callOutcome":"No interest"}}"#;

const MINUTE: i64 = 60_000;

/// The time so many minutes ago.
pub fn ago(minutes: i64) -> UnixMillis {
    UnixMillis(NOW.0 - minutes * MINUTE)
}

/// Every call, oldest first.
pub fn calls() -> Vec<CallDetail> {
    let told = [
        (BEN, 60 * 24 * 9, false),
        (PRIYA, 60 * 25, false),
        (BARE, 60 * 23, false),
        (LAYLA, 60 * 4, false),
        (CHEN, 60 * 3 + 39, false),
        (MARIA, 103, true),
        (UNKNOWN, 89, true),
        (ASHA, 70, true),
        (JOHN, 59, true),
    ];
    let calls = told.into_iter().zip(1..).map(|((json, minutes, is_unread), seq)| {
        let mut call = detail(seq, json);
        call.received_at = ago(minutes);
        call.triage = Triage { unread: is_unread, starred: seq == 2, ..Triage::default() };
        call.deliveries[0].received_at = call.received_at;
        call
    });
    calls.collect()
}

/// Which call John's is.
pub const JOHNS: i64 = 9;

/// An inbox with every call.
pub fn inbox() -> Scene {
    let mut scene = Scene::empty();
    scene.inbox.begin();
    list(&mut scene, &calls());
    scene
}

/// Answers the question for the list with these, and counts all of them.
pub fn list(scene: &mut Scene, calls: &[CallDetail]) {
    scene.list(calls.iter().map(CallDetail::row).collect());
    scene.apply(Event::CountsLoaded(counts()));
}

/// How many calls each view has.
pub fn counts() -> Counts {
    Counts { inbox: 9, unread: 4, tasks: 3, starred: 1, snoozed: 1, done: 214, all: 224 }
}

/// With its transcript shown, also where there is no room for it beside the call.
pub fn transcript_shown(mut scene: Scene) -> Scene {
    scene.act(TranscriptAction::ChooseTab(Tab::Transcript).into());
    scene
}

/// Every call, with that one open.
pub fn opened(call: CallDetail) -> Scene {
    let mut scene = inbox();
    scene.act(Action::SelectCall(call.seq));
    scene.apply(Event::CallLoaded(Box::new(call)));
    scene
}

/// The call of that number.
pub fn call(seq: i64) -> CallDetail {
    calls().into_iter().find(|call| call.seq == Seq(seq)).unwrap()
}

/// So many simple calls, oldest first.
pub fn many(count: i64) -> Vec<CallDetail> {
    let one = |seq: i64| {
        let mut call = calls().remove(usize::try_from(seq % 9).unwrap());
        call.seq = Seq(seq);
        call.received_at = ago((count - seq) * 37);
        call
    };
    (1..=count).map(one).collect()
}

/// Something told of requests.
pub fn told(event: call_inbox::bus::TrafficEvent) -> Event {
    Event::Traffic(event)
}

/// A waveform of two who take turns, with pauses between words.
pub fn peaks(columns: usize) -> Arc<call_inbox::call::Peaks> {
    const TURNS: [usize; 9] = [110, 260, 90, 420, 180, 70, 320, 140, 230];
    let mut side = Vec::with_capacity(columns);
    for (at, length) in TURNS.into_iter().cycle().enumerate() {
        side.extend(std::iter::repeat_n(at % 2, length));
        if side.len() >= columns {
            break;
        }
    }
    let noise = |at: usize| (at.wrapping_mul(2_654_435_761) >> 7) % 97;
    let loud = |at: usize, lane: usize| {
        let is_word = noise(at / 9) > 18;
        let swell = 40.0 + 34.0 * (at as f32 / 23.0).sin() + 26.0 * (at as f32 / 7.0).sin();
        if side[at] == lane && is_word { (swell.max(10.0) as u8).saturating_add(noise(at) as u8 / 3) } else { 2 }
    };
    let lanes = (0..2).map(|lane| (0..columns).map(|at| loud(at, lane)).collect()).collect();
    Arc::new(call_inbox::call::Peaks { lanes, is_speech: vec![true; columns], is_complete: true })
}
