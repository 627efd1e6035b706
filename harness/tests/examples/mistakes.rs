//! The zoo: wrong analyses and clients. Each is a right one, and a mistake that a person would make.

use crate::batch::Change;

/// A right analysis, a mistake in it, and who has to catch it.
pub(crate) struct Mistake {
    /// What it is called.
    pub(crate) name: &'static str,
    /// The example that it is made in.
    pub(crate) analysis: &'static str,
    /// The mistake, in one sentence.
    pub(crate) says: &'static str,
    /// What is different in the example or its client.
    pub(crate) changes: &'static [Change],
    /// How it is put to the test.
    pub(crate) put: Put,
    /// The judge and the id of a finding that it has to lead to.
    pub(crate) caught: &'static str,
}

/// How a mistake is put to the test: with what such mistakes are found with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Put {
    /// Once to each scenario of the catalog that concerns the question.
    Catalog,
    /// Again and again, as the world's clock goes on.
    Polled,
    /// In another way, which must make no difference.
    Otherwise,
    /// While the server is busy, or refuses a token.
    Faulty,
    /// To a centre with many interactions.
    Large,
}

const fn mistake(
    name: &'static str,
    analysis: &'static str,
    says: &'static str,
    put: Put,
    caught: &'static str,
    changes: &'static [Change],
) -> Mistake {
    Mistake { name, analysis, says, changes, put, caught }
}

use Put::{Catalog, Faulty, Large, Otherwise, Polled};

/// All of them.
pub(crate) const ZOO: &[Mistake] = &[
    // What the events of an interaction mean.
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
    // What a transfer is.
    mistake(
        "consult_counted_as_transfer",
        "transfers",
        "whoever is rung while an agent has the customer is taken to get the customer",
        Catalog,
        "truth/extra-row",
        &[
            (
                "    if not hold or not colleague:\n        return None\n",
                "    return receiver(colleague) if colleague else None\n",
            ),
            (" and (done is None or done > gone)", ""),
        ],
    ),
    mistake(
        "conference_counted_as_transfer",
        "transfers",
        "who leaves while a colleague stays is taken to have handed over, though all three had talked",
        Catalog,
        "truth/extra-row",
        &[(
            "    if not hold or not colleague:\n        return None\n",
            "    return receiver(colleague) if colleague else None\n",
        )],
    ),
    mistake(
        "blind_transfer_missed",
        "transfers",
        "only colleagues who were consulted before are found",
        Catalog,
        "truth/missing-row",
        &[(" or rung(agents, gone)", "")],
    ),
    mistake(
        "transfer_into_a_queue_missed",
        "transfers",
        "a customer who is put back into a queue is not found",
        Catalog,
        "truth/missing-row",
        &[(" or queued(customer, agents, gone)", "")],
    ),
    mistake(
        "transfer_when_the_wrap_ends",
        "transfers",
        "an agent's channel ends with the wrap, long after the customer was handed over",
        Catalog,
        "truth/missing-row",
        &[(r#"return wraps[0]["offset"] if wraps else end(channel)"#, "return end(channel)")],
    ),
    mistake(
        "ringing_counted_as_answering",
        "transfers",
        "a colleague who is rung is taken to have answered",
        Catalog,
        "truth/wrong-value",
        &[(r#" if events(channel, "Connected") else None}"#, "}")],
    ),
    mistake(
        "offset_added_to_the_channels_start",
        "transfers",
        "an event's offset is added to that of its channel",
        Catalog,
        "truth/wrong-value",
        &[(r#"later(interaction["start"], gone)"#, r#"later(interaction["start"], channel["offset"] + gone)"#)],
    ),
    mistake(
        "milliseconds_cut_off",
        "transfers",
        "instants are kept in whole seconds",
        Catalog,
        "truth/wrong-value",
        &[("f\"{moment.microsecond // 1000:03}Z\"", "\"000Z\"")],
    ),
    // What a login is.
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
    // Idle and busy, waiting and answered.
    mistake(
        "presence_alone_tells",
        "availability",
        "whoever is Ready is taken to be idle, calls or not",
        Catalog,
        "truth/wrong-value",
        &[(r#"states & {"Ringing", "Connected"}"#, "set()")],
    ),
    mistake(
        "wrap_before_work",
        "availability",
        "whoever wraps up is taken to do nothing else at the same time",
        Catalog,
        "truth/wrong-value",
        &[
            (r#"if states & {"Ringing", "Connected"}"#, r#"if "Wrap" in states"#),
            (r#"state = "busy""#, r#"state = "wrap-only""#),
            (r#"elif "Wrap" in states:"#, r#"elif states & {"Ringing", "Connected"}:"#),
            ("            state = \"wrap-only\"\n        else", "            state = \"busy\"\n        else"),
        ],
    ),
    mistake(
        "ringing_added_to_the_wait",
        "queue_outcomes",
        "being rung is added to the time in the queue, of which it is a part",
        Catalog,
        "truth/wrong-value",
        &[
            (
                "    queues = {}\n",
                "    queues = {}\n    rings = {\n        interaction[\"guid\"]: sum(\n            event[\"duration\"] or 0 for channel in \
                 interaction[\"channels\"] if channel[\"party\"][\"role\"] == \"Agent\"\n            for event in \
                 channel[\"events\"] if event[\"type\"] == \"Ringing\"\n        )\n        for interaction in \
                 api.window(\"/stats/interactions\")\n    }\n",
            ),
            (r#"else stay["duration"]"#, r#"else stay["duration"] + rings.get(stay["interactionGuid"], 0)"#),
        ],
    ),
    mistake(
        "virtual_queues_forgotten",
        "queue_outcomes",
        "without queueType only ACD queues are told",
        Catalog,
        "truth/missing-row",
        &[(r#", queueType="All""#, "")],
    ),
    mistake(
        "breakouts_counted_as_abandoned",
        "queue_outcomes",
        "whoever was not answered is taken to have hung up",
        Catalog,
        "truth/wrong-value",
        &[(r#"row["breakout"] += 1"#, r#"row["abandoned"] += 1"#)],
    ),
    mistake(
        "waiting_counted_as_abandoned",
        "queue_outcomes",
        "whoever has no category yet is taken to have hung up",
        Catalog,
        "truth/wrong-value",
        &[(r#"row["waiting"] += 1"#, r#"row["abandoned"] += 1"#)],
    ),
    mistake(
        "outside_contacts_of_the_ongoing",
        "ccr_channels",
        "outside contacts are looked for in what goes on, where they never are",
        Catalog,
        "truth/missing-row",
        &[(r#"api.window("/stats/interactions", include="Processed")"#, r#"api.pages("/stats/interactions/ongoing")"#)],
    ),
    // Keeping a copy up to date.
    mistake(
        "started_used_for_polling",
        "mirror",
        "the default include is polled with, so that what changes later is never seen",
        Polled,
        "client/processed-when-polling",
        &[(r#", include="Processed""#, "")],
    ),
    mistake(
        "dedupe_by_position",
        "mirror",
        "what stands at the same place of two answers is taken for the same",
        Polled,
        "truth/missing-row",
        &[
            ("for interaction in api.window(", "for position, interaction in enumerate(api.window("),
            (r#"include="Processed"):"#, r#"include="Processed")):"#),
            (r#"[interaction["guid"]] ="#, "[str(position)] ="),
        ],
    ),
    mistake(
        "each_version_kept",
        "mirror",
        "what comes again is kept beside what was known",
        Polled,
        "truth/duplicate-row",
        &[(r#"[interaction["guid"]] ="#, r#"[interaction["guid"] + str(api.now)] ="#)],
    ),
    mistake(
        "first_version_kept",
        "mirror",
        "what is known already is not replaced by what is known better",
        Polled,
        "truth/wrong-value",
        &[(
            r#"copy["interactions"][interaction["guid"]] = interaction"#,
            r#"copy["interactions"].setdefault(interaction["guid"], interaction)"#,
        )],
    ),
    mistake(
        "completed_taken_for_final",
        "mirror",
        "what was completed once is not looked at again, so that outside contacts and corrections that come late are missed",
        Polled,
        "truth/wrong-value",
        &[(
            r#"        copy["interactions"][interaction["guid"]] = interaction"#,
            r#"        if copy["interactions"].get(interaction["guid"], {"status": "new"})["status"] != "Completed":
            copy["interactions"][interaction["guid"]] = interaction"#,
        )],
    ),
    mistake(
        "a_second_later",
        "mirror",
        "the next window begins a second after the last one, so as to get nothing twice",
        Polled,
        "client/next-start",
        &[
            (r#"instant(copy["upTo"])"#, r#"instant(copy["upTo"]) + timedelta(seconds=1)"#),
            (
                "from insights import instant, main",
                "from datetime import timedelta\n\nfrom insights import instant, main",
            ),
        ],
    ),
    // How to ask.
    mistake(
        "first_page_only",
        "handle_times",
        "only the first page is read, which is all there is as long as there is little",
        Otherwise,
        "client/all-pages",
        &[(r#"pages = answer["meta"]["pageCount"]"#, "pages = 1")],
    ),
    mistake(
        "last_page_missed",
        "mirror",
        "pages are counted from 1, and read as if they were counted from 0",
        Otherwise,
        "metamorphic/page-size",
        &[(r#"pages = answer["meta"]["pageCount"]"#, r#"pages = answer["meta"]["pageCount"] - 1"#)],
    ),
    mistake(
        "pages_until_there_are_five",
        "logins",
        "five pages are read whatever there is",
        Catalog,
        "client/invented-pages",
        &[(r#"pages = answer["meta"]["pageCount"]"#, "pages = 5")],
    ),
    mistake(
        "window_moves_between_pages",
        "handle_times",
        "the window's end is the time of each request, so that no two pages are of the same question",
        Otherwise,
        "client/same-query-on-all-pages",
        &[(
            "            answer = self.get(",
            r#"            query["end"] = text(self.end - timedelta(milliseconds=page - 1))
            answer = self.get("#,
        )],
    ),
    mistake(
        "token_per_request",
        "transfers",
        "a token is asked for before each request",
        Large,
        "client/token-reuse",
        &[("        headers = {\"Accept\"", "        self.renew()\n        headers = {\"Accept\"")],
    ),
    mistake(
        "no_version",
        "logins",
        "JSON is asked for, and no version of it",
        Catalog,
        "client/version-header",
        &[("application/vnd.newvoicemedia.v3+json", "application/json")],
    ),
    mistake(
        "token_in_the_query",
        "logins",
        "the token is sent as a parameter",
        Catalog,
        "client/bearer-token",
        &[
            (r#", "Authorization": f"Bearer {self.token}""#, ""),
            ("?{urlencode(query)}", "?access_token={self.token}&{urlencode(query)}"),
        ],
    ),
    mistake(
        "a_quarter_at_once",
        "logins",
        "a window of a quarter is asked for in one piece",
        Catalog,
        "client/window-length",
        &[
            ("days=31", "days=366"),
            ("start = start or self.start", "start = self.start - timedelta(days=90)"),
            ("/stats/agent-activities/presence", "/stats/agent-activities"),
        ],
    ),
    mistake(
        "limit_of_ten_thousand",
        "handle_times",
        "a limit is sent that is larger than the largest",
        Catalog,
        "client/bad-request",
        &[("LIMIT = 500", "LIMIT = 10_000")],
    ),
    mistake(
        "misspelt_parameter",
        "queue_outcomes",
        "a parameter is spelt as others spell it, and ignored",
        Catalog,
        "client/known-parameters",
        &[("queueType=", "queue_type=")],
    ),
    mistake(
        "offset_of_a_time_zone",
        "transfers",
        "instants are sent with the offset of a time zone",
        Catalog,
        "client/times-in-utc",
        &[
            ("moment.astimezone(timezone.utc)", "moment.astimezone(timezone(timedelta(hours=1)))"),
            (":03}Z\"", ":03}+01:00\""),
        ],
    ),
    mistake(
        "asked_again_and_again",
        "availability",
        "the same is asked three times, to be sure",
        Catalog,
        "client/busy-polling",
        &[(
            "    rows = []\n",
            "    rows = []\n    for _ in range(2):\n        list(api.pages(\"/stats/agent-status\"))\n",
        )],
    ),
    mistake(
        "interactions_one_by_one",
        "handle_times",
        "each interaction is asked for by its GUID, though the list has told it already",
        Large,
        "client/one-by-one",
        &[(
            "        # What goes on has gone on until now.\n",
            "        interaction = api.get(f\"/stats/interactions/{interaction['guid']}\")\n",
        )],
    ),
    mistake(
        "immediate_retry",
        "transfers",
        "what was refused with 429 is asked again at once",
        Faulty,
        "client/retry-after",
        &[("time.sleep(float(error.headers.get(\"Retry-After\") or wait))", "time.sleep(0)")],
    ),
    mistake(
        "endless_hope",
        "transfers",
        "what was refused as wrong is asked again, as if it could become right",
        Catalog,
        "client/giving-up",
        &[
            ("LIMIT = 500", "LIMIT = 10_000"),
            ("MAY_PASS = (429", "MAY_PASS = (400, 429"),
            ("wait, is_renewed = 0.5", "wait, is_renewed = 0.001"),
        ],
    ),
    mistake(
        "token_for_ever",
        "logins",
        "a token is taken to be good for ever, and never renewed",
        Faulty,
        "client/token-renewal",
        &[("error.code == 401 and not is_renewed", "False")],
    ),
    mistake(
        "refused_token_again",
        "logins",
        "what was refused with 401 is asked again with the same token",
        Faulty,
        "client/refused-token",
        &[
            ("                    self.renew()\n", ""),
            ("MAY_PASS = (429", "MAY_PASS = (401, 429"),
            ("wait, is_renewed = 0.5", "wait, is_renewed = 0.001"),
        ],
    ),
    mistake(
        "fields_that_must_be_known",
        "mirror",
        "an item with a field that was not there yesterday is an error",
        Faulty,
        "client/unknown-fields",
        &[(
            "        # The same interaction comes again",
            "        KNOWN = {\"guid\", \"conversationGuid\", \"status\", \"medium\", \"mediumManager\", \"start\", \"duration\", \
             \"direction\", \"serviceName\",\n                 \"connectTo\", \"connectFrom\", \"categorizedAt\", \"outcome\", \
             \"interactionPlanMapping\", \"channels\"}\n        assert set(interaction) <= KNOWN, set(interaction) - KNOWN\n        \
             # The same interaction comes again",
        )],
    ),
    mistake(
        "words_that_must_be_known",
        "queue_outcomes",
        "a category that nobody has heard of is an error",
        Faulty,
        "client/unknown-values",
        &[(
            "    return list(queues.values())",
            "    assert all(stay[\"category\"] in (None, \"Answered\", \"Abandoned\", \"Breakout\") for stay in \
             api.window(\"/stats/queue-times\", queueType=\"ACD\"))\n    return list(queues.values())",
        )],
    ),
    mistake(
        "never_null",
        "handle_times",
        "a field that has always had a value is taken to have one always",
        Faulty,
        "client/nulls",
        &[("        # What goes on has gone on until now.\n", "        interaction[\"mediumManager\"].upper()\n")],
    ),
];
