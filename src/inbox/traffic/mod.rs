//! The requests on screen: the table, what it is filtered by, the one that is open, two side by side.
//!
//! **Invariant:** as for the whole inbox: no I/O, no clock, no egui.

mod act;
mod action;
mod compare;
mod filter;
mod hear;
mod label;
mod list;
mod request;
#[cfg(test)]
mod tests;

pub use action::{BodyAction, BodyView, RequestKind, RequestTab, TrafficAction};
pub use compare::Comparing;
pub use label::{
    BUDGET_MICROS, Pace, RowMark, budget_label, changes_label, from_label, path_label, request_time, row_marks,
    spoken_row, took_label, what_happened,
};
pub use list::RequestList;
pub use request::OpenRequest;

use super::Inbox;
use super::tools::TrafficPage;
use crate::call::{CallId, DeliveryId};
use crate::traffic::{ReadFilter, TrafficFilter};

/// The requests on screen.
#[derive(Debug, Default)]
pub struct Traffic {
    /// What is typed into the filter.
    pub filter: String,
    /// The table.
    pub list: RequestList,
    /// The one that is open below it.
    pub open: Option<OpenRequest>,
    /// Which side of it is shown.
    pub tab: RequestTab,
    /// How its body is shown.
    pub body: BodyView,
    /// What is compared.
    pub comparing: Comparing,
    /// The table's share of the height while a request is open, if a person moved the edge.
    pub split: Option<f32>,
    /// The left side's share of the width, if a person moved the edge.
    pub side: Option<f32>,
    read: ReadFilter,
    asked: Option<TrafficFilter>,
    /// The request that is being read.
    reading: Option<DeliveryId>,
    /// How many requests there were when last all of them were listed.
    all: Option<u64>,
    /// Requests were taken away since the table was read.
    is_outdated: bool,
    /// A call that is opened once it is found.
    call_to_open: Option<CallId>,
}

impl Inbox {
    /// The table is in sight.
    pub fn shows_requests(&self) -> bool {
        self.screen == super::Screen::Traffic && self.tools.page == TrafficPage::Requests
    }

    /// A request is open, and in sight.
    pub fn has_open_request(&self) -> bool {
        self.shows_requests() && self.traffic.shown().is_some()
    }
}

impl Traffic {
    /// The request that is shown whole.
    pub fn shown(&self) -> Option<&std::sync::Arc<crate::traffic::OpenedDelivery>> {
        self.open.as_ref()?.shown()
    }
}

#[cfg(test)]
pub(super) mod samples {
    //! Ready-made requests for the tests of this folder.

    use std::sync::Arc;

    use super::TrafficAction;
    use crate::bus::{Event, TrafficEvent};
    use crate::call::{CallId, Delivery, DeliveryId, DeliveryNote, Header, UnixMillis, Verdict};
    use crate::inbox::{Action, Inbox, Screen};
    use crate::traffic::{ForwardTally, OpenedDelivery, TrafficRow};

    /// Shows the screen with one request, and opens that.
    pub fn open_one(inbox: &mut Inbox) {
        inbox.act(Action::OpenScreen(Screen::Traffic));
        let found = TrafficEvent::Found {
            ticket: inbox.traffic.list.ticket(),
            ids: Arc::new(vec![DeliveryId(1)]),
            rows: vec![row(1, Verdict::New)],
            looked_at: 1,
            is_complete: true,
            newest: Some(DeliveryId(1)),
        };
        inbox.apply(Event::Traffic(found));
        inbox.act(TrafficAction::Take(DeliveryId(1)).into());
        inbox.apply(Event::Traffic(TrafficEvent::Opened(opened(1, "{}"))));
    }

    pub fn row(id: i64, verdict: Verdict) -> TrafficRow {
        TrafficRow {
            note: note(id, verdict),
            title: None,
            replay_of: None,
            rehearsed: None,
            forwards: ForwardTally::default(),
        }
    }

    fn note(id: i64, verdict: Verdict) -> DeliveryNote {
        let is_call = matches!(verdict, Verdict::New | Verdict::Repeat | Verdict::Updated);
        DeliveryNote {
            id: DeliveryId(id),
            received_at: UnixMillis(1_765_539_682_000),
            source: "default".into(),
            peer: Some("127.0.0.1:50000".into()),
            method: "POST".into(),
            path: "/webhook/call-completed".into(),
            status: match verdict {
                Verdict::Unparsed => 400,
                Verdict::Refused => 401,
                _ => 200,
            },
            verdict,
            reason: None,
            call_id: is_call.then(|| CallId::given("c1").unwrap()),
            body_bytes: 2,
            took_micros: Some(3_000),
            changes: Vec::new(),
        }
    }

    pub fn opened(id: i64, body: &str) -> Arc<OpenedDelivery> {
        let row = row(id, Verdict::New);
        let headers =
            [("Host", "127.0.0.1:8787"), ("Content-Type", "application/json"), ("X-Webhook-Secret", "s3cret")];
        let header = |(name, value): (&str, &str)| Header { name: name.into(), value: value.into() };
        let delivery = Delivery {
            note: row.note.clone(),
            headers: headers.into_iter().map(header).collect(),
            body: body.as_bytes().to_vec(),
        };
        Arc::new(OpenedDelivery::of(row, delivery, String::from(r#"{"received":true}"#), Vec::new()))
    }
}
