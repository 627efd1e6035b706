//! When did each agent log in and out?

use std::collections::BTreeMap;

use crate::client::{Category, Client, Error, Include, PresenceActivity};
use crate::question::Login;

/// A login is the change from Logged Out to any other presence, and a logout the change to it.
///
/// # Errors
///
/// If the API does not answer.
pub async fn logins(api: Client) -> Result<Vec<Login>, Error> {
    let mut by_agent: BTreeMap<String, Vec<PresenceActivity>> = BTreeMap::new();
    for presence in api.presences(api.window(), Include::Started).await?.items {
        by_agent.entry(presence.agent_id.clone()).or_default().push(presence);
    }
    let mut logins = Vec::new();
    for (agent, presences) in by_agent {
        let mut session: Option<Login> = None;
        let mut was_logged_out = false;
        for presence in presences {
            let is_logged_out = presence.category == Category::LoggedOut;
            if is_logged_out {
                // Logged Out may follow itself, under another label.
                logins.extend(session.take().map(|login| Login { logout: Some(presence.start), ..login }));
            } else if session.is_none() {
                // Without a Logged Out before it, nobody can tell when the session began.
                let login = was_logged_out.then_some(presence.start);
                session = Some(Login { agent: agent.clone(), login, logout: None });
            }
            was_logged_out = is_logged_out;
        }
        logins.extend(session);
    }
    Ok(logins)
}
