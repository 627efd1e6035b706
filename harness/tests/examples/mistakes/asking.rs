//! How to ask.

use super::Put::{Catalog, Faulty, Large, Otherwise};
use super::{Mistake, mistake};

pub(super) const ALL: &[Mistake] = &[
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
        "all_windows_at_once",
        "handle_times",
        "the window is cut into twenty pieces, and all of them are asked for at the same time, so as to be faster",
        Catalog,
        "client/needless-parallelism",
        &[
            (
                "from insights import between, instant, main\n",
                "from concurrent.futures import ThreadPoolExecutor\n\nfrom insights import between, instant, main, text\n",
            ),
            ("for interaction in api.window(\"/stats/interactions\"):", "for interaction in at_once(api):"),
            (
                "def is_customer(channel):",
                "def at_once(api):
    step = (api.end - api.start) / 20
    cuts = [api.start + step * piece for piece in range(20)] + [api.end]

    def piece(start, end):
        return list(api.pages(\"/stats/interactions\", start=text(start), end=text(end)))

    with ThreadPoolExecutor(20) as pool:
        return [interaction for part in pool.map(piece, cuts, cuts[1:]) for interaction in part]


def is_customer(channel):",
            ),
        ],
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
