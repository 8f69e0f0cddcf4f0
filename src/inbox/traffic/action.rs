//! What a person can do with requests.

use crate::call::DeliveryId;
use crate::inbox::{Action, Motion};
use crate::traffic::SaveForm;

/// Something a person did with requests.
#[derive(Debug, Clone, PartialEq)]
pub enum TrafficAction {
    /// The filter now holds this.
    Filter(String),
    /// Show this kind only, or no longer.
    Kind(RequestKind),
    /// Put the keyboard into the filter.
    FocusFilter,
    /// Freeze the table, or let it go on.
    TogglePause,
    /// Look for the requests again after a failure.
    Reload,
    /// Go that far in the table.
    Move(Motion),
    /// Open a request; while one is to be picked, compare the open one with it.
    Take(DeliveryId),
    /// Open the request where the keyboard is; while one is to be picked, compare with it.
    TakeHere,
    /// Compare the open request with this one; opens it if none is open.
    TakeOther(DeliveryId),
    /// Open a request, whatever is being picked.
    Show(DeliveryId),
    /// Close the open request.
    Close,
    /// These rows are on screen (positions, newest first).
    RowsShown {
        /// First position.
        first: usize,
        /// Past the last.
        end: usize,
        /// How many rows fit.
        page: usize,
    },
    /// The table was scrolled to there: rows above the top, with fraction.
    Scrolled(f64),
    /// The edge between the table and the open request was moved: the table's share of the height.
    SplitAt(f32),
    /// The edge between the two sides of the open request was moved: the left one's share of the width.
    SideAt(f32),
    /// Show another side of the open request.
    Tab(RequestTab),
    /// Show the body in another way.
    Body(BodyView),
    /// Show the secrets of the open request, or mask them again.
    ToggleSecrets,
    /// Compare with another request: the next one that is taken.
    Compare,
    /// Compare with the delivery of the same call before this one.
    CompareBefore,
    /// Compare no more.
    StopComparing,
    /// Copy the open request as a command line.
    CopyCurl,
    /// Copy the body.
    CopyBody,
    /// Copy the same shape with nothing personal in it.
    CopySafe,
    /// Write the open request as a file.
    Save(SaveForm),
    /// Write all requests in the table as an HTTP archive.
    SaveAll,
    /// Send the open request again: asks where to and how.
    SendAgain,
    /// Open the call that the open request belongs to.
    OpenCall,
    /// Something within the body.
    In(BodyAction),
}

/// Something a person did within the body of the open request.
#[derive(Debug, Clone, PartialEq)]
pub enum BodyAction {
    /// Show this field.
    GoTo(String),
    /// Show the place where it stops to be JSON.
    GoToFault,
    /// Fold what begins on this line, or unfold it.
    Toggle(usize),
    /// Fold all but the outermost.
    FoldAll,
    /// Unfold all.
    UnfoldAll,
    /// This line is the one that acts are about.
    Choose(usize),
    /// Copy the path of a line.
    CopyPath(usize),
    /// Copy the value of a line.
    CopyValue(usize),
    /// Show the value of a line whole, over the rest; `None` puts it away.
    ShowWhole(Option<usize>),
    /// Begin to find something.
    Find,
    /// This is to be found.
    Type(String),
    /// The next place.
    NextHit,
    /// The place before.
    PreviousHit,
    /// Find no more.
    CloseFind,
    /// The body was scrolled to there.
    Scrolled(f64),
}

/// Kinds of requests that are looked at often: one operator each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RequestKind {
    /// Every one.
    All,
    /// Turned away.
    Refused,
    /// Not JSON.
    Unparsed,
    /// Bytes we had.
    Repeats,
    /// Answered 4xx or 5xx.
    Errors,
}

impl RequestKind {
    /// In the order they are offered.
    pub const ALL: [Self; 5] = [Self::All, Self::Refused, Self::Unparsed, Self::Repeats, Self::Errors];

    /// What a person reads.
    pub fn label(self) -> &'static str {
        match self {
            Self::All => say!("All"),
            Self::Refused => say!("Refused"),
            Self::Unparsed => say!("Unparsed"),
            Self::Repeats => say!("Repeats"),
            Self::Errors => say!("Errors"),
        }
    }

    /// What would be typed for it.
    pub fn typed(self) -> &'static str {
        match self {
            Self::All => "",
            Self::Refused => "verdict:refused",
            Self::Unparsed => "verdict:unparsed",
            Self::Repeats => "verdict:repeat",
            Self::Errors => "status:>=400",
        }
    }
}

/// Sides of the open request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub enum RequestTab {
    /// What came.
    #[default]
    Request,
    /// What we answered.
    Answer,
    /// Beside another.
    Compare,
}

impl RequestTab {
    /// In their order.
    pub const ALL: [Self; 3] = [Self::Request, Self::Answer, Self::Compare];

    /// What a person reads.
    pub fn label(self) -> &'static str {
        match self {
            Self::Request => say!("Request"),
            Self::Answer => say!("Answer"),
            Self::Compare => say!("Compare"),
        }
    }
}

/// Ways to show a body.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub enum BodyView {
    /// As a tree.
    #[default]
    Pretty,
    /// As the text it is.
    Raw,
    /// As bytes.
    Hex,
}

impl BodyView {
    /// In their order.
    pub const ALL: [Self; 3] = [Self::Pretty, Self::Raw, Self::Hex];

    /// What a person reads.
    pub fn label(self) -> &'static str {
        match self {
            Self::Pretty => say!("Pretty"),
            Self::Raw => say!("Raw"),
            Self::Hex => say!("Hex"),
        }
    }
}

impl From<TrafficAction> for Action {
    fn from(action: TrafficAction) -> Self {
        Self::Traffic(action)
    }
}

impl From<BodyAction> for Action {
    fn from(action: BodyAction) -> Self {
        Self::Traffic(TrafficAction::In(action))
    }
}
