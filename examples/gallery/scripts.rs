//! Scenes of names and texts in every script, from left to right and from right to left.

use std::sync::Arc;

use call_inbox::bus::{Event, PlayerStatus};
use call_inbox::call::{CallDetail, Callback, EntryId, Note, OwnTask, Seq, Triage};
use call_inbox::inbox::{Action, Screen, TranscriptAction};
use call_inbox::transcript::{Side, Transcript, Turn, Word};

use crate::callers::{ago, inbox, list, transcript_shown};
use crate::listening::{demo, heard, plays, said};
use crate::studio::{Picture, still};
use crate::window::{Scene, detail};

pub fn pictures() -> Vec<Picture> {
    vec![
        still("Scripts", "twenty names", names),
        still("Scripts", "more names", more_names),
        still("Scripts", "a search", search),
        still("Scripts", "detail in Arabic", || open(ARABIC)),
        still("Scripts", "detail in Hebrew", || open(HEBREW)),
        still("Scripts", "detail in Urdu", || open(URDU)),
        still("Scripts", "detail in Devanagari", || open(HINDI)),
        still("Scripts", "detail in Chinese", || open(CHINESE)),
        still("Scripts", "transcript in Arabic", || transcript(11_200)),
        still("Scripts", "transcript, found", transcript_found),
        still("Scripts", "call back", callbacks),
    ]
}

const ARABIC: &str = r#"{"callId":"s1","callerDetails":{"name":"ليلى حداد","company":"مكتبة الأرز","phoneNumber":"+961 1 234 567","email":"layla@alarz.example","city":"بيروت","address":"شارع الحمرا 12، مبنى B","language":"العربية","bestTimeToCall":"صباحًا بين 9:30 و 11:00"},
"callAnalysis":{"summary":"اتصلت ليلى لتسأل عن أسعار خطة Team Plan لاثني عشر مستخدمًا (12 seats)، وعن موعد التسليم. تفضّل الاتصال صباحًا على الرقم +961 1 234 567 أو عبر layla@alarz.example، وتريد العرض قبل 2025-12-15 بنسبة خصم 15%.\n\nستقرّر هذا الأسبوع.","mood":"Positive","score":78,"callOutcome":"اتُّفق على متابعة","classification":"مبيعات",
"interestsAndNeeds":["خطة Team Plan لـ 12 مستخدمًا","تصدير CSV (شهريًا)","Single sign-on"],
"actionItems":[{"task":"إرسال قائمة الأسعار إلى layla@alarz.example","dueDate":"2025-12-12","owner":"لينا"},{"task":"تجهيز عرض Team Plan","status":"done"},"Call back on Monday"],
"sentiment":{"البداية":"محايد","النهاية":"إيجابي جدًا، لأنها حصلت على كل الإجابات التي كانت تريدها عن الأسعار والتسليم","overall":"إيجابي"}}}"#;
const HEBREW: &str = r#"{"callId":"s2","callerDetails":{"name":"ליאור כהן","company":"Northwind בע\"מ","phoneNumber":"+972 50 123 4567","city":"תל אביב"},
"callAnalysis":{"summary":"ליאור ביקש הצעת מחיר עבור 12 משתמשים (Team Plan) עד 15.12.2025. הוא שאל אם יש SSO, ואמר: \"אם המחיר מתחת ל-₪2,400 — סגרנו\".","mood":"Neutral","score":64,"callOutcome":"נשלחה הצעה","interestsAndNeeds":{"מוצר":"Team Plan","משתמשים":12,"תקציב":"עד ₪2,400 לחודש"},"actionItems":["לשלוח הצעת מחיר","לקבוע שיחה ל-10:30"]}}"#;
const URDU: &str = r#"{"callId":"s3","callerDetails":{"name":"سارہ قریشی","company":"قریشی ٹریڈرز","phoneNumber":"+92 300 1234567","city":"لاہور","language":"اردو"},
"callAnalysis":{"summary":"سارہ نے ۲۴ گھنٹوں میں 3 بار فون کیا کیونکہ آرڈر نمبر AX-2025-118 ابھی تک نہیں پہنچا۔ وہ چاہتی ہیں کہ شام ۶ بجے کے بعد +92 300 1234567 پر فون کیا جائے۔","mood":"Frustrated","score":31,"callOutcome":"شکایت","actionItems":["کوریئر سے بات کریں","شام کو فون کریں"]}}"#;
const HINDI: &str = r#"{"callId":"s4","callerDetails":{"name":"श्रीमती विद्युल्लता कृष्णमूर्ति","company":"सूर्या ऊर्जा प्राइवेट लिमिटेड","phoneNumber":"+91 98200 12345","city":"पुणे","language":"हिन्दी"},
"callAnalysis":{"summary":"५ किलोवाट की छत वाली सोलर प्रणाली का कोटेशन चाहती हैं। उन्होंने पूछा कि सब्सिडी (PM Surya Ghar) कितनी मिलेगी, और क्या किस्तों में भुगतान हो सकता है। शाम को 6:30 के बाद फ़ोन करना बेहतर रहेगा, क्योंकि दिन में वे विद्यालय में पढ़ाती हैं। निर्णय इसी महीने होगा, और तीन कंपनियों से बात चल रही है।","mood":"Neutral","score":62,"callOutcome":"कोटेशन भेजना है","classification":"पूछताछ","interestsAndNeeds":["५ किलोवाट","सब्सिडी की जानकारी"],"actionItems":["कोटेशन भेजें","साइट पर जाने का समय तय करें"]}}"#;
const CHINESE: &str = r#"{"callId":"s5","callerDetails":{"name":"陳偉","company":"東方貿易有限公司","phoneNumber":"+886 2 2345 6789","city":"臺北","language":"中文"},
"callAnalysis":{"summary":"客戶正在比較「團隊版」與「企業版」兩個方案，喜歡價格（每月 NT$2,400），但對合約期限不確定；希望在 12 月 15 日之前收到一份中文的說明，並安排三十分鐘的線上示範。另外詢問是否支援單一登入（SSO）、資料匯出以及發票開立，並提到公司目前約有二十位使用者，明年預計增加到五十位。","mood":"Mixed","score":70,"callOutcome":"需要更多資訊","interestsAndNeeds":{"方案":"團隊版","人數":"二十"},"actionItems":["寄送中文說明","安排示範"]}}"#;

/// Name, company, outcome, summary.
const NAMES: [[&str; 4]; 20] = [
    [
        "ليلى حداد",
        "مكتبة الأرز",
        "اتُّفق على متابعة",
        "اتصلت لتسأل عن أسعار Team Plan وعن موعد التسليم، وتفضّل الاتصال صباحًا.",
    ],
    ["ליאור כהן", "Northwind בע\"מ", "נשלחה הצעה", "ליאור ביקש הצעת מחיר עבור 12 משתמשים (Team Plan) עד סוף השבוע."],
    ["سارہ قریشی", "", "شکایت", "آرڈر نمبر AX-2025-118 ابھی تک نہیں پہنچا۔"],
    ["محمد عبد الرحمن بن سلمان آل الشيخ العنزي", "شركة الخليج للتجارة والمقاولات المحدودة", "", "+966 50 123 4567"],
    ["علی رضایی", "Tehran Trading", "پیگیری", "درباره قیمت ۱۲ دستگاه پرسید."],
    ["श्रीमती विद्युल्लता कृष्णमूर्ति", "सूर्या ऊर्जा", "कोटेशन भेजना है", "५ किलोवाट की छत वाली सोलर प्रणाली का कोटेशन चाहती हैं।"],
    ["陳偉", "東方貿易有限公司", "需要更多資訊", "正在比較方案，喜歡價格，但對合約期限不確定。"],
    ["佐藤 さくら", "さくら歯科クリニック", "予約済み", "木曜日の14時30分に予約。リマインダーを希望。"],
    ["김민수", "서울전자", "데모 예약", "다음 주 월요일 오후 세 시에 데모를 원합니다."],
    ["สมชาย ใจดี", "ร้านกาแฟใจดี", "ขอใบเสนอราคา", "ต้องการใบเสนอราคาสำหรับเครื่องชงกาแฟ 3 เครื่อง"],
    ["முருகன் செல்வம்", "செல்வம் ஸ்டோர்ஸ்", "திரும்ப அழைக்கவும்", "விலை பட்டியலை அனுப்பவும், மாலையில் அழைக்கவும்."],
    ["রবীন্দ্রনাথ চৌধুরী", "চৌধুরী অ্যান্ড সন্স", "ফলো-আপ", "দাম জানতে চেয়েছেন এবং সন্ধ্যায় ফোন করতে বলেছেন।"],
    ["Иван Петров", "Северный ветер", "Назначена встреча", "Просил прислать договор до пятницы."],
    ["Ελένη Παπαδοπούλου", "Αιγαίο", "Ραντεβού", "Ζήτησε προσφορά για δώδεκα θέσεις."],
    ["Գևորգ Սարգսյան", "", "", "Հարցրեց գների մասին։"],
    ["ნინო ბერიძე", "", "", "იკითხა ფასების შესახებ."],
    ["José Ñúñez-O’Brien", "Ångström & Søn", "Appointment booked", "Booked the 14:30 slot — “as soon as possible”."],
    ["Nguyễn Thị Hồng", "Công ty Ánh Dương", "Hẹn gọi lại", "Muốn nhận báo giá trước ngày 15."],
    ["أحمد 🙂 Smith", "Blue Sky 🚀", "متابعة", "Called from the airport ✈️ and sends greetings."],
    ["רחל Levi", "", "חזרה ללקוח", "Asked whether מערכת ההזמנות works on Saturdays."],
];

fn named() -> Vec<CallDetail> {
    let one = |(number, [name, company, outcome, summary]): (usize, &[&str; 4])| {
        let text = |words: &str| words.replace('"', "\\\"");
        let json = format!(
            r#"{{"callId":"n{number}","recordingUri":"https://files.example/n{number}.ogg","callerDetails":{{"name":"{}","company":"{}"}},"callAnalysis":{{"summary":"{}","mood":"{}","score":{},"callOutcome":"{}"}}}}"#,
            text(name),
            text(company),
            text(summary),
            ["Positive", "Neutral", "Mixed", "Frustrated"][number % 4],
            [85, 11, 70, 100, 31][number % 5],
            text(outcome),
        );
        let seq = i64::try_from(NAMES.len() - number).unwrap();
        let mut call = detail(seq, &json);
        call.received_at = ago(7 + 61 * i64::try_from(number).unwrap());
        call.triage = Triage { unread: number % 2 == 0, starred: number % 7 == 3, ..Triage::default() };
        call
    };
    let mut calls: Vec<_> = NAMES.iter().enumerate().map(one).collect();
    calls.reverse();
    calls
}

fn names() -> Scene {
    let mut scene = inbox();
    list(&mut scene, &named());
    scene
}

fn more_names() -> Scene {
    let mut scene = inbox();
    list(&mut scene, &named()[..12]);
    scene
}

fn search() -> Scene {
    let mut scene = inbox();
    scene.act(Action::Search("Team أسعار המחיר حداد".replace(' ', " or ")));
    list(&mut scene, &named()[15..]);
    scene
}

/// A call with notes and tasks of a person, open beside the others.
fn open(json: &str) -> Scene {
    let mut call = detail(21, json);
    call.received_at = ago(3);
    let is_from_right = json == ARABIC || json == URDU || json == HEBREW;
    let note = |id: i64, text: &str| Note {
        id: EntryId(id),
        written_at: ago(2),
        edited_at: None,
        text: text.into(),
        at_ms: None,
        turn: None,
    };
    let task = |id: i64, text: &str, is_done: bool| OwnTask {
        id: EntryId(id),
        text: text.into(),
        created_at: ago(2),
        done_at: is_done.then_some(ago(1)),
    };
    if is_from_right {
        call.notes = vec![note(
            1,
            "تريد أن يتصل بها المحامي أولًا (Lena Roth)، ثم نرسل العقد في 2025-12-20 على الأكثر. الأسبوع القادم مشغولة.",
        )];
        call.own_tasks = vec![task(3, "اسأل Lena عن العقد", false), task(4, "احجز قاعة الاجتماعات", true)];
        call.tags = vec!["عميل مهم".into(), "Enterprise".into()];
    } else {
        call.notes = vec![note(1, "पहले उनके वकील अनुबंध पढ़ेंगे, इसलिए एक सप्ताह रखें। 律師先看合約。")];
        call.own_tasks = vec![task(3, "लीना से स्लाइड माँगें", false), task(4, "預約會議室", true)];
    }
    let mut scene = inbox();
    let mut all = named();
    all.push(call.clone());
    list(&mut scene, &all);
    scene.act(Action::SelectCall(Seq(21)));
    scene.apply(Event::CallLoaded(Box::new(call)));
    scene
}

fn spoken() -> Transcript {
    let mut asks = said(
        Side::Caller,
        9,
        "أهلًا. رأينا تقرير Northwind ونريد عرضًا لـ 12 مستخدمًا يوم الاثنين الساعة 10:30، فهل هذا ممكن؟ رقمي +961 1 234 567.",
    );
    let words: Vec<(usize, usize)> = asks
        .text
        .split_whitespace()
        .map(|word| {
            let begin = word.as_ptr().addr() - asks.text.as_ptr().addr();
            (begin, begin + word.len())
        })
        .collect();
    asks.words = words
        .into_iter()
        .zip(0..)
        .map(|((begin, end), at)| Word { at: begin..end, start_ms: 9_000 + at * 300, end_ms: 9_300 + at * 300 })
        .collect();
    let turns = vec![
        said(Side::Agent, 4, "مرحبًا، هنا ميرا من Northwind. كيف يمكنني مساعدتك اليوم؟"),
        asks,
        said(Side::Agent, 15, "Of course. Would you like to continue in English?"),
        said(Side::Caller, 19, "Yes, بس زميلي بيحكي عربي، so please send both."),
        Turn {
            confidence: Some(0.41),
            ..said(
                Side::Caller,
                33,
                "الاثنين الساعة الثالثة مناسب جدًا، وأرسلوا لنا من فضلكم شيئًا عن الأمان (security) قبل ذلك الموعد.",
            )
        },
        Turn {
            is_interrupted: true,
            translation: Some("سأرسل الملخّص اليوم، ثم".into()),
            ..said(Side::Agent, 39, "I will send the overview today, and then")
        },
        said(Side::Caller, 46, "ممتاز، شكرًا لك."),
    ];
    Transcript { turns, remarks: Vec::new(), ..demo() }
}

fn transcript(position_ms: u64) -> Scene {
    let call = CallDetail { notes: Vec::new(), ..heard() };
    let mut scene = inbox();
    let seq = call.seq;
    scene.act(Action::SelectCall(seq));
    scene.apply(Event::CallLoaded(Box::new(call)));
    scene.apply(Event::TranscriptLoaded { seq, transcript: Some(Arc::new(spoken())), reading: Box::default() });
    plays(&mut scene, PlayerStatus::Playing, position_ms);
    transcript_shown(scene)
}

fn transcript_found() -> Scene {
    let mut scene = transcript(40_000);
    scene.act(TranscriptAction::Find.into());
    scene.act(TranscriptAction::TypeFind("الساعة".into()).into());
    scene
}

fn callbacks() -> Scene {
    let asked = [
        r#"{"callId":"q1","callerDetails":{"name":"ليلى حداد","company":"مكتبة الأرز","phoneNumber":"+961 1 234 567","bestTimeToCall":"صباحًا"},"callAnalysis":{"callOutcome":"Callback requested","actionItems":["إرسال قائمة الأسعار"]}}"#,
        r#"{"callId":"q2","callerDetails":{"name":"ליאור כהן","company":"Northwind בע\"מ","phoneNumber":"+972 50 123 4567","bestTimeToCall":"Mornings"},"callAnalysis":{"callOutcome":"Callback requested"}}"#,
        r#"{"callId":"q3","callerDetails":{"name":"श्रीमती विद्युल्लता","company":"सूर्या ऊर्जा","phoneNumber":"+91 98200 12345","bestTimeToCall":"Evenings"},"callAnalysis":{"callOutcome":"Callback requested"}}"#,
    ];
    let mut scene = inbox();
    let callbacks = asked.iter().zip((10..20).rev()).filter_map(|(json, seq)| {
        let mut call = detail(seq, json);
        call.received_at = ago(60);
        Callback::of(&call)
    });
    scene.apply(Event::CallbacksLoaded(Arc::new(callbacks.collect())));
    scene.act(Action::OpenScreen(Screen::Callbacks));
    scene
}
