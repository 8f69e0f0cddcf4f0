//! The questions about requests, as a [`Reader`] answers them.

use super::{rows, whole};
use crate::call::{Delivery, DeliveryId};
use crate::store::{Reader, StoreError};
use crate::traffic::TrafficRow;

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
}
