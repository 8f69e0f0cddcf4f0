//! Tests of handing on and sending again.
