//! Insights as state.
