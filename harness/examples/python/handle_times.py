"""How long did each agent ring, talk, hold and wrap, of each interaction?

The traps: a hold stands on the customer's channel, and the agent's Connected goes on through it. The wrap is part of the
agent's channel and of the interaction, but nobody talks. What still goes on has no duration.
"""

from insights import between, instant, main


def answer(api):
    rows = {}
    for interaction in api.window("/stats/interactions"):
        # What goes on has gone on until now.
        now = between(instant(interaction["start"]), api.now)
        customers = [channel for channel in interaction["channels"] if is_customer(channel)]
        for channel in interaction["channels"]:
            # An outside contact has a channel too, and is no agent.
            if channel["party"]["role"] != "Agent":
                continue
            # IDs are texts: "007" and "7" are two agents.
            agent = channel["party"]["id"]
            # Who is rung twice about one call has two channels, and one row.
            row = rows.setdefault((agent, interaction["guid"]), {
                "agent": agent, "interaction": interaction["guid"], "ring": 0, "talk": 0, "hold": 0, "wrap": 0,
            })
            hold = sum(held(customer, channel, agent, now) for customer in customers)
            row["ring"] += length(channel, "Ringing", now)
            row["talk"] += length(channel, "Connected", now) - hold
            row["hold"] += hold
            row["wrap"] += length(channel, "Wrap", now)
    return list(rows.values())


def is_customer(channel):
    return channel["party"]["role"] == "External" and channel["party"]["id"] != "CCRConnect"


def events(channel, kind):
    return [event for event in channel["events"] if event["type"] == kind]


def end(event, now):
    """When an event ended. Offsets count from the interaction's start, on every channel."""
    return now if event["duration"] is None else event["offset"] + event["duration"]


def length(channel, kind, now):
    return sum(end(event, now) - event["offset"] for event in events(channel, kind))


def held(customer, channel, agent, now):
    """How long that agent had the customer on hold. Parked is not held: then the agent is free for others."""
    total = 0
    for hold in events(customer, "Held"):
        properties = hold["properties"] or {}
        if properties.get("initiatingAgentId") != agent or properties.get("type") == "Parked":
            continue
        for connected in events(channel, "Connected"):
            overlap = min(end(hold, now), end(connected, now)) - max(hold["offset"], connected["offset"])
            total += max(overlap, 0)
    return total


if __name__ == "__main__":
    main(answer)
