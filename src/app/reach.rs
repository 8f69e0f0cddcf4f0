//! `reach`: how senders get to this machine, for people and for scripts. Nothing is started or changed; the secret is not said.

use std::net::SocketAddr;

use anyhow::Result;
use serde_json::json;

use super::arguments::Common;
use super::engines::{default_address, network_ip, reachable};
use super::settings::Settings;
use super::traffic::landmark;
use super::{paths, printed};
use crate::traffic::TunnelFound;
use crate::tunnel::{Asker, Places};
use crate::webhook::HOOK_PATH;

/// What is known of the ways to this machine.
struct Ways {
    /// The URL for programs on this machine.
    local: String,
    /// Our listener was seen to answer there, or why not.
    answers: Result<(), String>,
    /// The URL for others in the network, if they are let in.
    network: Option<String>,
    has_secret: bool,
    found: Vec<TunnelFound>,
}

/// Says it.
///
/// # Errors
/// There is no data folder, or stdout is gone.
pub fn reach(common: &Common, listen: Option<SocketAddr>, as_json: bool) -> Result<()> {
    let folder = paths::data_folder(common)?;
    let settings = Settings::read(&folder);
    let address = listen.or(settings.listen).unwrap_or_else(default_address);
    let base = format!("http://{}", reachable(address));
    let network = (!address.ip().to_canonical().is_loopback()).then(|| {
        let ip = if address.ip().is_unspecified() { network_ip().unwrap_or(address.ip()) } else { address.ip() };
        format!("http://{}{HOOK_PATH}", SocketAddr::new(ip, address.port()))
    });
    let ways = Ways {
        local: format!("{base}{HOOK_PATH}"),
        answers: Asker::new(landmark()).ask(&base),
        network,
        has_secret: settings.secret.as_ref().is_some_and(|secret| !secret.is_blank()),
        found: Places::of_this_machine().find(),
    };
    if as_json {
        return Ok(printed::line(&as_object(&ways).to_string())?);
    }
    Ok(in_words(&ways, address).iter().try_for_each(|line| printed::line(line))?)
}

fn as_object(ways: &Ways) -> serde_json::Value {
    let tunnels: Vec<_> =
        ways.found.iter().map(|found| json!({ "program": found.program.name(), "path": found.path })).collect();
    json!({
        "local": { "url": ways.local, "answers": ways.answers.is_ok(), "trouble": ways.answers.as_ref().err() },
        "network": ways.network.as_ref().map(|url| json!({ "url": url })),
        "hasSecret": ways.has_secret,
        "tunnels": tunnels,
    })
}

fn in_words(ways: &Ways, address: SocketAddr) -> Vec<String> {
    let answers = match &ways.answers {
        Ok(()) => "Call Inbox answers there.",
        Err(why) => why,
    };
    let network = match &ways.network {
        Some(url) => format!("{url}/SECRET"),
        None => format!("closed. To open it: call-inbox serve --listen 0.0.0.0:{}", address.port()),
    };
    let secret = if ways.has_secret {
        "set; whoever comes from elsewhere needs it. It is kept in settings.json in the data folder."
    } else {
        "none yet; it is made when the listener is opened to the network, or with the first tunnel."
    };
    let mut lines = vec![
        format!("from this computer  {}  {answers}", ways.local),
        format!("from the network    {network}"),
        format!("the secret          {secret}"),
    ];
    for found in &ways.found {
        let name = found.program.name();
        let how = match &found.path {
            Some(path) => format!("call-inbox serve --tunnel {name}  ({path}) {}", found.program.remark()),
            None => format!("{name} is not installed."),
        };
        lines.push(format!("from the internet   {how}"));
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::traffic::TunnelProgram;

    #[test]
    fn each_way_has_its_line_and_says_what_to_do() {
        let mut ways = Ways {
            local: String::from("http://127.0.0.1:8787/x"),
            answers: Err(String::from("Nobody answers there.")),
            network: None,
            has_secret: false,
            found: vec![TunnelFound { program: TunnelProgram::Ngrok, path: None }],
        };
        let address = "127.0.0.1:8787".parse().unwrap();
        let closed = in_words(&ways, address).join("\n");
        for part in ["Nobody answers there.", "--listen 0.0.0.0:8787", "none yet", "ngrok is not installed."] {
            assert!(closed.contains(part), "{part}: {closed}");
        }
        ways.found[0].path = Some(String::from("/usr/bin/ngrok"));
        (ways.network, ways.has_secret) = (Some(String::from("http://192.168.1.4:8787/x")), true);
        let open = in_words(&ways, address).join("\n");
        for part in ["http://192.168.1.4:8787/x/SECRET", "settings.json", "serve --tunnel ngrok"] {
            assert!(open.contains(part), "{part}: {open}");
        }
    }
}
