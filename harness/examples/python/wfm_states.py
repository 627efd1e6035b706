"""In which state was each agent when, as workforce management sees it? A copy that is kept up to date from run to run.

The trap: states that were told before are rewritten when something is processed late. All of the agent's from there on come
again; one that began in between does not, and no row says that it is gone.
"""

import json

from insights import instant, main


def answer(api):
    file = api.state / "wfm_states.json"
    copy = json.loads(file.read_text()) if file.exists() else {"upTo": None, "agents": {}}
    start = instant(copy["upTo"]) if copy["upTo"] else api.start
    news = {}
    for state in api.window("/stats/wfm/agent-states", start=start, include="Processed"):
        news.setdefault(state["agentId"], []).append({
            "agent": state["agentId"],
            "start": state["start"],
            "duration": state["duration"],
            "state": state["state"],
            "description": state["description"],
        })
    for agent, states in news.items():
        # Texts of one form and one time zone: they sort as the instants do.
        first = min(state["start"] for state in states)
        known = [state for state in copy["agents"].get(agent, []) if state["start"] < first]
        copy["agents"][agent] = known + states
    copy["upTo"] = api.up_to
    file.write_text(json.dumps(copy))
    return [state for states in copy["agents"].values() for state in states]


if __name__ == "__main__":
    main(answer)
