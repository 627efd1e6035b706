//! When did an agent log in and out?

use crate::centre::{Availability, Name};
use crate::scenario::Scenario;
use crate::time::Instant;

use super::presences::histories;

/// The time from one login of an agent to the next logout.
///
/// To log in is to change from Logged Out to any other presence. Without a Logged Out before, the login cannot be told,
/// and without one in the evening, neither can the next morning's: the two days are one session (FAQ, "How do I
/// determine login time?").
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// The agent.
    pub agent: Name,
    /// When the agent logged in; `None` if that was before the scenario begins, and cannot be told.
    pub login: Option<Instant>,
    /// When the agent logged out; `None` if not yet. The platform may have done so, where the agent had chosen it for
    /// the end of an interaction.
    pub logout: Option<Instant>,
}

/// Every agent's sessions until then, by agent, then by time.
pub fn logins(scenario: &Scenario, until: Instant) -> Vec<Session> {
    let mut sessions = Vec::new();
    for (agent, history) in histories(scenario, until) {
        let mut session: Option<Session> = None;
        let mut was_logged_out = false;
        for presence in history {
            let logged_out = presence.label.availability == Availability::LoggedOut;
            if logged_out {
                sessions.extend(session.take().map(|s| Session { logout: Some(presence.stay.from), ..s }));
            } else {
                let login = was_logged_out.then_some(presence.stay.from);
                session.get_or_insert_with(|| Session { agent: agent.clone(), login, logout: None });
            }
            was_logged_out = logged_out;
        }
        sessions.extend(session);
    }
    sessions
}

#[cfg(test)]
mod tests {
    use super::super::telling::*;
    use super::*;
    use crate::centre::PresenceLabel;

    fn told(scenario: &Scenario) -> Vec<String> {
        let row = |session: &Session| format!("{} {} {}", session.agent, after(session.login), after(session.logout));
        logins(scenario, finally()).iter().map(row).collect()
    }

    #[test]
    fn to_log_in_is_to_change_from_logged_out_to_anything_else() {
        let day = [("5m", "Away"), ("10m", "Ready"), ("8h", "Logged Out"), ("9h", "Logged Out"), ("24h", "Ready")];
        let scenario = centre([("01", "Logged Out")]).sets("01", day);
        assert_eq!(told(&scenario), ["01 5m 8h", "01 1d -"]);
    }

    #[test]
    fn the_login_of_an_agent_who_is_there_from_the_start_cannot_be_told() {
        let scenario = centre([("01", "Ready"), ("002", "Logged Out")]).sets("01", [("8h", "Logged Out")]);
        assert_eq!(told(&scenario), ["01 - 8h"]);
    }

    #[test]
    fn an_agent_who_never_logs_out_has_one_session_for_ever() {
        let scenario = centre([("01", "Logged Out")]).sets("01", [("1h", "Ready"), ("9h", "Away"), ("25h", "Ready")]);
        assert_eq!(told(&scenario), ["01 1h -"]);
    }

    #[test]
    fn the_platform_can_log_an_agent_out_when_a_call_ends() {
        let steps = [("2m", intend("01", "Logged Out")), ("11m", wrapped("01"))];
        let scenario = centre([("01", "Ready")]).with(answered_call("c", steps));
        assert_eq!(told(&scenario), ["01 - 11m"]);
    }

    #[test]
    fn what_counts_is_what_a_label_stands_for() {
        let home = PresenceLabel { label: "Gone home".into(), availability: Availability::LoggedOut };
        let scenario = centre([("01", "Gone home")]).with_label(home);
        let scenario = scenario.sets("01", [("1h", "Ready"), ("9h", "Gone home")]);
        assert_eq!(told(&scenario), ["01 1h 9h"]);
    }
}
