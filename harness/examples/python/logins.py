"""When did each agent log in and out?

The trap: a login is the change from Logged Out to any other presence, which need not be Ready; a break is no logout, and
whoever never logs out never logs in.
"""

from insights import main


def answer(api):
    sessions = []
    # Of each agent: the session that goes on, and whether the presence before was Logged Out.
    open_session, was_logged_out = {}, {}
    for presence in api.window("/stats/agent-activities/presence"):
        agent, start = presence["agentId"], presence["start"]
        is_logged_out = presence["category"] == "LoggedOut"
        if is_logged_out:
            # Logged Out may follow itself, under another label.
            session = open_session.pop(agent, None)
            if session:
                sessions.append({**session, "logout": start})
        elif agent not in open_session:
            # With no Logged Out before it, nobody can tell when the session began.
            login = start if was_logged_out.get(agent) else None
            open_session[agent] = {"agent": agent, "login": login}
        was_logged_out[agent] = is_logged_out
    sessions += ({**session, "logout": None} for session in open_session.values())
    return sessions


if __name__ == "__main__":
    main(answer)
