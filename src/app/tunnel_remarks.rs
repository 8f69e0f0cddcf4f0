//! What `serve` says of its tunnel, on stderr: the URL for the platform once it was seen to answer, and troubles.

use super::engines::Engines;
use super::printed;
use crate::bus::Secret;
use crate::traffic::{Tunnel, TunnelProgram, TunnelStatus};
use crate::webhook::HOOK_PATH;

/// Says what is new, and that once.
#[derive(Debug, Default)]
pub struct TunnelRemarks {
    last: Option<String>,
}

impl TunnelRemarks {
    /// The tunnel is otherwise than before.
    pub fn changed(&mut self, engines: &Engines, tunnel: &Tunnel) {
        let secret = engines.settings().secret.as_ref();
        let Some(remark) = remark(tunnel, secret) else { return };
        if self.last.as_ref() != Some(&remark) {
            printed::remark(&remark);
            self.last = Some(remark);
        }
    }
}

/// What is to be said, if anything is.
fn remark(tunnel: &Tunnel, secret: Option<&Secret>) -> Option<String> {
    let name = tunnel.program.map(TunnelProgram::name)?;
    match (&tunnel.status, &tunnel.public_url) {
        (TunnelStatus::Healthy, Some(base)) => {
            let token = secret.map(|secret| format!("/{}", secret.reveal())).unwrap_or_default();
            Some(format!("The tunnel is up, its address answers. The platform posts to {base}{HOOK_PATH}{token}"))
        }
        (TunnelStatus::Unhealthy(why), Some(base)) => Some(format!("The tunnel does not answer at {base}. {why}")),
        (TunnelStatus::Unhealthy(why), None) => Some(format!("The tunnel is not up yet. {why}")),
        (TunnelStatus::Failed(why), _) => Some(format!(
            "There is no tunnel. {why} Calls from this computer and its network are received all the same."
        )),
        (TunnelStatus::Starting, None) => Some(format!("{name} is started.")),
        (TunnelStatus::Off | TunnelStatus::Starting | TunnelStatus::Healthy, _) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(status: TunnelStatus, url: Option<&str>) -> Option<String> {
        let tunnel = Tunnel {
            program: Some(TunnelProgram::Ngrok),
            status,
            public_url: url.map(String::from),
            ..Tunnel::default()
        };
        remark(&tunnel, Some(&Secret::new("k3y")))
    }

    #[test]
    fn the_url_is_said_with_the_secret_once_it_was_seen_to_answer() {
        let url = Some("https://a.example");
        assert_eq!(said(TunnelStatus::Starting, url), None);
        let up = said(TunnelStatus::Healthy, url).unwrap();
        assert!(up.ends_with(" https://a.example/webhook/call-completed/k3y"), "{up}");
    }

    #[test]
    fn troubles_are_said_without_the_secret() {
        for (status, url) in [
            (TunnelStatus::Unhealthy(String::from("It rains.")), Some("https://a.example")),
            (TunnelStatus::Unhealthy(String::from("It rains.")), None),
            (TunnelStatus::Failed(String::from("It rains.")), None),
        ] {
            let said = said(status, url).unwrap();
            assert!(said.contains("It rains.") && !said.contains("k3y"), "{said}");
        }
        assert_eq!(said(TunnelStatus::Off, None), None);
    }
}
