//! The table of requests, the open one and its body, as plain state.
