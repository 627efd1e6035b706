//! What the events of an interaction mean.

use super::Put::Catalog;
use super::{Mistake, mistake};

pub(super) const ALL: &[Mistake] = &[
    mistake(
        "wrap_counted_as_talk",
        "handle_times",
        "after-work is part of the agent's channel, so it is taken for talk",
        Catalog,
        "truth/wrong-value",
        &[(r#""Connected", now) - hold"#, r#""Connected", now) + length(channel, "Wrap", now) - hold"#)],
    ),
    mistake(
        "hold_counted_as_talk",
        "handle_times",
        "the agent's Connected goes on through a hold, so all of it is taken for talk",
        Catalog,
        "truth/wrong-value",
        &[(r#""Connected", now) - hold"#, r#""Connected", now)"#)],
    ),
    mistake(
        "everybodys_hold",
        "handle_times",
        "a hold is counted for every agent who is connected, not for the one who made it",
        Catalog,
        "truth/wrong-value",
        &[(r#"properties.get("initiatingAgentId") != agent or "#, "")],
    ),
    mistake(
        "offsets_from_the_channels_start",
        "handle_times",
        "offsets are taken to count from the start of the channel, not of the interaction",
        Catalog,
        "truth/wrong-value",
        &[(
            r#"max(hold["offset"], connected["offset"])"#,
            r#"max(hold["offset"], channel["offset"] + connected["offset"])"#,
        )],
    ),
    mistake(
        "ongoing_durations_as_zero",
        "handle_times",
        "what goes on has no duration yet, and is counted as nothing",
        Catalog,
        "truth/wrong-value",
        &[("return now if event", r#"return event["offset"] if event"#)],
    ),
    mistake(
        "only_the_first_connected",
        "handle_times",
        "who parks a call and takes it up again is connected twice, and the second time is not counted",
        Catalog,
        "truth/wrong-value",
        &[(r#"for event in events(channel, kind))"#, r#"for event in events(channel, kind)[:1])"#)],
    ),
    mistake(
        "last_channel_wins",
        "handle_times",
        "who is rung twice about one call has two channels, and the second overwrites the first",
        Catalog,
        "truth/wrong-value",
        &[
            (
                r#"rows.setdefault((agent, interaction["guid"]), {"#,
                r#"rows.__setitem__((agent, interaction["guid"]), None) or rows.setdefault(None, {"#,
            ),
            (
                r#"            hold = sum("#,
                r#"            rows[(agent, interaction["guid"])] = rows.pop(None)
            hold = sum("#,
            ),
        ],
    ),
    mistake(
        "outside_contact_taken_for_an_agent",
        "handle_times",
        "whoever has an id is taken for an agent, CCRConnect too",
        Catalog,
        "truth/extra-row",
        &[(r#"channel["party"]["role"] != "Agent""#, r#"channel["party"]["id"] is None"#)],
    ),
    mistake(
        "ids_compared_as_numbers",
        "handle_times",
        "agent IDs look like numbers, and lose their leading zeros",
        Catalog,
        "truth/missing-row",
        &[(r#"agent = channel["party"]["id"]"#, r#"agent = channel["party"]["id"].lstrip("0")"#)],
    ),
    mistake(
        "durations_in_seconds",
        "handle_times",
        "durations are taken for seconds, and made milliseconds",
        Catalog,
        "truth/wrong-value",
        &[(
            r#"return sum(end(event, now) - event["offset"] for"#,
            r#"return 1000 * sum(end(event, now) - event["offset"] for"#,
        )],
    ),
    mistake(
        "our_own_clock",
        "handle_times",
        "now is what the own computer's clock shows, not the server's",
        Catalog,
        "truth/wrong-value",
        &[(r#"self.now = instant(environ["INSIGHTS_NOW"])"#, "self.now = datetime.now(timezone.utc)")],
    ),
    mistake(
        "local_time_zone",
        "handle_times",
        "instants are sent in the local time of New York, with a Z behind them",
        Catalog,
        "truth/missing-row",
        &[("moment.astimezone(timezone.utc)", "moment.astimezone(timezone(timedelta(hours=-5)))")],
    ),
];
