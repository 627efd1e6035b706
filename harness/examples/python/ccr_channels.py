"""Which calls were with an outside contact?

The trap: the channel of an outside contact is there only once it has ended, which may be after the interaction was complete.
So what was processed is asked for, and not only what started.
"""

from insights import later, main


def answer(api):
    return [
        {
            "interaction": interaction["guid"],
            "contact": channel["party"]["touchpoint"],
            "start": later(interaction["start"], channel["offset"]),
            "duration": channel["duration"],
        }
        for interaction in api.window("/stats/interactions", include="Processed")
        for channel in interaction["channels"]
        if channel["party"]["id"] == "CCRConnect"
    ]


if __name__ == "__main__":
    main(answer)
