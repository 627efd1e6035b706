//! What a login is.

use super::Put::Catalog;
use super::{Mistake, mistake};

pub(super) const ALL: &[Mistake] = &[
    mistake(
        "login_only_to_ready",
        "logins",
        "a login is taken to be the change to Ready, though agents come back to a meeting, too",
        Catalog,
        "truth/wrong-value",
        &[(
            "elif agent not in open_session:",
            r#"elif presence["category"] == "Ready" and agent not in open_session:"#,
        )],
    ),
    mistake(
        "logged_out_never_seen",
        "logins",
        "the category is spelt as it is in prose, and never found",
        Catalog,
        "truth/missing-row",
        &[(r#"== "LoggedOut""#, r#"== "Logged Out""#)],
    ),
    mistake(
        "break_is_a_logout",
        "logins",
        "whoever is away is taken to have logged out",
        Catalog,
        "truth/extra-row",
        &[(r#"presence["category"] == "LoggedOut""#, r#"presence["category"] != "Ready""#)],
    ),
    mistake(
        "first_presence_is_a_login",
        "logins",
        "the first presence in the window is taken for a login, though the agent had been there before",
        Catalog,
        "truth/wrong-value",
        &[("start if was_logged_out.get(agent) else None", "start if was_logged_out.get(agent, True) else None")],
    ),
];
