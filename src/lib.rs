//! Call Inbox: the receiving end of a post-call webhook. The modules, in the order a call passes through them:
//! POST ▶ `webhook` ▶ `store` ▶ `bus` ▶ `inbox` ▶ `ui` ▶ pixels. `app` plugs them together.

#[macro_use]
pub mod words;

pub mod call;

pub mod transcript;

pub mod traffic;

pub mod webhook;

pub mod store;

pub mod relay;

pub mod tunnel;

pub mod media;

pub mod playback;

pub mod bus;

pub mod inbox;

pub mod simulator;

pub mod ui;

pub mod app;
