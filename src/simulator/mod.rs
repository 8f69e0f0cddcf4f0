//! A stand-in for the calling platform: makes lifelike calls, posts them, serves their recordings and transcripts.
//!
//! **Invariant:** nothing here is used by the way of a real call.
