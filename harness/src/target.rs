//! The server that cases are put to: one in this process, or another one at a base URL.

use std::io;

use mock_server::host::{Host, Patience};
use mock_server::load::Story;
use mock_server::server::Server;
use mock_server::world::{Settings, World};
use scenarios::scenario::Scenario;
use scenarios::time::Instant;
use scenarios::timeline;
use tokio::sync::oneshot;

use crate::control::Control;

/// The server that cases are put to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Target {
    /// A mock server in this process, on a free port; it ends with the check.
    #[default]
    Own,
    /// A mock server that runs elsewhere.
    Other {
        /// Its address.
        base: String,
        /// What it wants to be shown by whoever controls it; `None` for nothing.
        control_token: Option<String>,
    },
}

/// A server that can be asked. Whatever was started for it ends with this value.
#[derive(Debug)]
pub struct Reached {
    /// Makes worlds on it.
    pub control: Control,
    _stop: Option<oneshot::Sender<()>>,
}

impl Target {
    /// Reaches it; must be called in a Tokio runtime, in which an own server then answers.
    ///
    /// # Errors
    ///
    /// If there is no port to be had, or no mock server at that address.
    pub async fn reach(&self, http: reqwest::Client) -> io::Result<Reached> {
        match self {
            Self::Own => {
                let (stop, stopped) = oneshot::channel::<()>();
                let server = Server::bind("127.0.0.1:0", Host::new(nothing()?, Patience::default())).await?;
                let base = format!("http://{}", server.address()?);
                tokio::spawn(server.run(async {
                    // Done when the other end is gone, whichever way.
                    let _ = stopped.await;
                }));
                Ok(Reached { control: Control::of(http, &base, None), _stop: Some(stop) })
            }
            Self::Other { base, control_token } => {
                let control = Control::of(http, base, control_token.clone());
                control.is_there().await.map_err(io::Error::other)?;
                Ok(Reached { control, _stop: None })
            }
        }
    }
}

/// An address as people write it.
///
/// # Errors
///
/// What would be right, if it is none.
pub fn address(text: &str) -> Result<String, String> {
    let host = ["http://", "https://"].into_iter().find_map(|scheme| text.strip_prefix(scheme));
    match host {
        Some(host) if !host.trim_start_matches('/').is_empty() => Ok(text.to_owned()),
        Some(_) => Err(format!("{text:?} is no address; a host has to follow")),
        None => Err(format!("{text:?} is no address; one begins with http:// or https://")),
    }
}

/// The default world, of which no case asks anything.
fn nothing() -> io::Result<World> {
    let scenario = Scenario::empty(Instant::EARLIEST);
    let timeline = timeline::compile(&scenario).map_err(|_| io::Error::other("an empty scenario is refused"))?;
    World::of(Story::Told(scenario.into(), timeline.into()), &Settings::default())
        .map_err(|_| io::Error::other("an empty world is refused"))
}
