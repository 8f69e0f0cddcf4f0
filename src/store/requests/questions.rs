//! The questions about requests, as a [`Reader`] answers them.

use super::{RequestSearch, rows, search, whole};
use crate::call::{Delivery, DeliveryId};
use crate::store::{Reader, StoreError};
use crate::traffic::{TrafficFilter, TrafficRow};

const FINDING: &str = "Looking for requests";
const READING: &str = "Reading the requests";
const READING_ONE: &str = "Reading the request";

impl Reader {
    /// These rows of the table, in this order; what is gone is left out.
    ///
    /// # Errors
    /// [`StoreError::Question`], as for every question here.
    pub fn requests(&self, ids: &[DeliveryId]) -> Result<Vec<TrafficRow>, StoreError> {
        self.ask(READING, |connection| rows::rows_at(connection, ids))
    }

    /// A request as a row, whole, and the body of our answer; `None` if it is not there.
    ///
    /// # Errors
    /// As for [`Self::requests`].
    pub fn request(&self, id: DeliveryId) -> Result<Option<(TrafficRow, Delivery, String)>, StoreError> {
        self.ask(READING_ONE, |connection| whole::whole_at(connection, id))
    }

    /// The body of our answer to a request; `None` if the request is not there.
    ///
    /// # Errors
    /// As for [`Self::requests`].
    pub fn answer(&self, id: DeliveryId) -> Result<Option<String>, StoreError> {
        self.ask(READING_ONE, |connection| whole::answer_at(connection, id))
    }

    /// Begins to look for the requests that a filter means: all of them, or those that came after one.
    ///
    /// # Errors
    /// As for [`Self::requests`].
    pub fn begin_finding(&self, filter: TrafficFilter, after: Option<DeliveryId>) -> Result<RequestSearch, StoreError> {
        self.ask(FINDING, |connection| RequestSearch::begin(connection, filter, after))
    }

    /// Looks at some more requests: some milliseconds.
    ///
    /// # Errors
    /// As for [`Self::requests`].
    pub fn find_more(&self, search: &mut RequestSearch) -> Result<(), StoreError> {
        self.ask(FINDING, |connection| {
            let _one_moment = connection.unchecked_transaction()?;
            search.step(connection)
        })
    }

    /// The newest request there is.
    ///
    /// # Errors
    /// As for [`Self::requests`].
    pub fn newest_request(&self) -> Result<Option<DeliveryId>, StoreError> {
        self.ask(READING, search::newest)
    }

    /// The first request behind one of which it is not known yet how long we took.
    ///
    /// # Errors
    /// As for [`Self::requests`].
    pub fn first_untimed(&self, after: DeliveryId) -> Result<Option<DeliveryId>, StoreError> {
        self.ask(READING, |connection| search::first_untimed(connection, after))
    }

    /// How many requests there are.
    ///
    /// # Errors
    /// As for [`Self::requests`].
    pub fn request_count(&self) -> Result<u64, StoreError> {
        self.ask(READING, search::count)
    }
}
