"""When was a customer handed over, by whom and to whom?

The trap: there is no transfer event. An agent leaves while the customer stays, and somebody else has the customer or
will: a colleague who was consulted before, one who is rung as the agent leaves, or whoever answers from a queue. A consult
from which the agent comes back is no transfer, and a conference is none.
"""

from insights import later, main

# So many milliseconds after a consult or a blind transfer has begun, the colleague is rung.
RINGS_AFTER = 6


def answer(api):
    return [row for interaction in api.window("/stats/interactions") for row in transfers(interaction)]


def transfers(interaction):
    channels = interaction["channels"]
    customer = next((channel for channel in channels if is_customer(channel)), None)
    agents = [channel for channel in channels if channel["party"]["role"] == "Agent"]
    for channel in agents if customer else []:
        gone = left(channel)
        if gone is None:
            continue
        taken = consulted(customer, agents, channel, gone) or rung(agents, gone) or queued(customer, agents, gone)
        if taken:
            yield {
                "interaction": interaction["guid"],
                # Offsets count from the interaction's start.
                "at": later(interaction["start"], gone),
                "from": channel["party"]["id"],
                "to": taken["to"],
            }


def is_customer(channel):
    return channel["party"]["role"] == "External" and channel["party"]["id"] != "CCRConnect"


def events(channel, kind):
    return [event for event in channel["events"] if event["type"] == kind]


def end(part):
    return None if part["duration"] is None else part["offset"] + part["duration"]


def left(channel):
    """When an agent who had been connected left: where the wrap begins, since that is part of the channel."""
    if not events(channel, "Connected"):
        return None
    wraps = events(channel, "Wrap")
    return wraps[0]["offset"] if wraps else end(channel)


def done(channel):
    """When an agent had left, or had stopped ringing."""
    return end(channel) if left(channel) is None else left(channel)


def receiver(channel):
    """The colleague, if they answered: who rings and never answers has been given nobody."""
    return {"to": channel["party"]["id"] if events(channel, "Connected") else None}


def consulted(customer, agents, leaver, gone):
    """The colleague who had been asked before: the customer's hold outlasts the agent.

    It does not when the agent has come back from the consult, nor when all three have talked before the agent leaves.
    """
    def is_held(hold):
        is_over = end(hold) is not None and end(hold) <= gone
        return hold["properties"]["type"] == "Held" and hold["offset"] <= gone and not is_over

    def is_asked(channel):
        is_there = done(channel) is None or done(channel) > gone
        return leaver["offset"] < channel["offset"] <= gone + RINGS_AFTER and is_there

    hold = next(filter(is_held, events(customer, "Held")), None)
    colleague = next(filter(is_asked, reversed(agents)), None)
    if not hold or not colleague:
        return None
    if hold["properties"]["initiatingAgentId"] == leaver["party"]["id"]:
        return receiver(colleague)
    # Another agent's hold goes on for its own reasons, unless it ends just as the colleague gets the customer. Where that
    # agent has left by then, it was that agent who transferred.
    holders = [channel for channel in agents if channel["party"]["id"] == hold["properties"]["initiatingAgentId"]]
    connected = events(colleague, "Connected")
    if not connected or end(hold) != (gone + 1 if connected[0]["offset"] <= gone else connected[0]["offset"]):
        return None
    stays = any(done(channel) is None or done(channel) >= end(hold) for channel in holders)
    return receiver(colleague) if stays else None


def rung(agents, gone):
    """The colleague who is rung as the agent leaves: a blind transfer."""
    return next((receiver(channel) for channel in agents if channel["offset"] == gone + RINGS_AFTER), None)


def queued(customer, agents, gone):
    """Whoever answers from the queue that begins as the agent leaves; nobody yet while it is waited for."""
    queue = next((queue for queue in events(customer, "Queue") if queue["offset"] == gone), None)
    if not queue:
        return None
    if queue["properties"]["result"] != "Delivered":
        return {"to": None}
    for channel in agents:
        if any(connected["offset"] == end(queue) for connected in events(channel, "Connected")):
            return receiver(channel)
    return {"to": None}


if __name__ == "__main__":
    main(answer)
