"""What became of all that entered each queue?

The traps: without `queueType` virtual queues are left out. One interaction is one item for each queue that it enters, and a
virtual queue counts the same waiting once more. Being rung is still waiting, so it is part of the queue's time already.
"""

from insights import between, instant, main


def answer(api):
    queues = {}
    for stay in api.window("/stats/queue-times", queueType="All"):
        row = queues.setdefault((stay["queue"], stay["type"]), {
            "queue": stay["queue"], "type": stay["type"], "offered": 0, "answered": 0, "abandoned": 0, "breakout": 0,
            "waiting": 0, "failed": 0, "answeredWait": 0, "longestWait": 0,
        })
        # Who still waits has no category, and has waited until now.
        wait = between(instant(stay["start"]), api.now) if stay["duration"] is None else stay["duration"]
        row["offered"] += 1
        row["longestWait"] = max(row["longestWait"], wait)
        if stay["category"] is None:
            row["waiting"] += 1
        elif stay["category"] == "Answered":
            row["answered"] += 1
            row["answeredWait"] += wait
        elif stay["reason"] == "InternalError":
            row["failed"] += 1
        elif stay["category"] == "Abandoned":
            row["abandoned"] += 1
        else:
            # Each way out of a queue has a category of its own name; whichever comes, it is one.
            row["breakout"] += 1
    return list(queues.values())


if __name__ == "__main__":
    main(answer)
