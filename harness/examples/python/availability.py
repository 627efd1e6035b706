"""Is each agent idle or busy?

The trap: Busy is a word of ContactPad's. The presence stays Ready through calls; presence and interactions together tell.
What counts as busy is for whoever asks to say: here whoever is rung or at work, and not who only wraps up.
"""

from insights import main


def answer(api):
    rows = []
    for agent in api.pages("/stats/agent-status"):
        states = {interaction["state"] for interaction in agent["interaction"]}
        # An agent wraps up one thing and works on another at the same time: then they are busy.
        if states & {"Ringing", "Connected"}:
            state = "busy"
        elif "Wrap" in states:
            state = "wrap-only"
        else:
            state = {"LoggedOut": "logged-out", "Away": "away", "ExtendedAway": "away"}.get(agent["presence"]["name"], "idle")
        rows.append({"agent": agent["agentId"], "state": state})
    return rows


if __name__ == "__main__":
    main(answer)
