"""Tests of a client's retries, each against a server that fails as it is told.

INSIGHTS_MOCK tells where a server is that all of them share.
"""

import os
import unittest

import requests
from requests.adapters import HTTPAdapter
from urllib3.util import Retry

SERVER = os.environ.get("INSIGHTS_MOCK", "http://127.0.0.1:8080")
STORY = {"catalog": "faults/page_that_fails_at_first"}


def interactions(session, base_url, token):
    """What is tested: all interactions of a day, page by page."""
    session.headers.update({"Authorization": f"Bearer {token}", "Accept": "application/vnd.newvoicemedia.v3+json"})
    rows, page, pages = [], 1, 1
    while page <= pages:
        query = {"start": "2024-03-05", "limit": 2, "page": page}
        answer = session.get(f"{base_url}/stats/interactions", params=query, timeout=0.5)
        answer.raise_for_status()
        told = answer.json()
        rows, pages, page = rows + told["items"], told["meta"]["pageCount"], page + 1
    return rows


def patient():
    """A session that asks again: up to three times, unless the answer is one."""
    session = requests.Session()
    session.mount("http://", HTTPAdapter(max_retries=Retry(total=3, status_forcelist=[429, 503, 504])))
    return session


class Retries(unittest.TestCase):
    def world(self, **fault):
        world = requests.post(f"{SERVER}/__control/worlds?faults=none", json=STORY).json()
        control = f"{SERVER}/__control/worlds/{world['id']}"
        self.addCleanup(requests.delete, control)
        requests.put(f"{control}/faults", json={"name": "test", "rule": [fault]}).raise_for_status()
        return world["baseUrl"], world["token"]

    def test_a_page_that_is_not_to_be_had_comes_at_the_second_attempt(self):
        self.assertEqual(len(interactions(patient(), *self.world(fault="unavailable", page=2, attempt=1))), 7)

    def test_so_does_one_whose_connection_was_closed(self):
        self.assertEqual(len(interactions(patient(), *self.world(fault="closed", page=2, attempt=1))), 7)

    def test_who_does_not_ask_again_has_no_report(self):
        with self.assertRaisesRegex(requests.HTTPError, "503"):
            interactions(requests.Session(), *self.world(fault="unavailable", page=2, attempt=1))

    def test_a_body_that_breaks_off_is_nothing_that_the_library_asks_for_again(self):
        with self.assertRaises(requests.exceptions.ChunkedEncodingError):
            interactions(patient(), *self.world(fault="truncated", bytes=100, page=3, attempt=1))

    def test_pages_that_move_while_they_are_read_repeat_a_row_and_nobody_notices(self):
        rows = interactions(patient(), *self.world(fault="row-repeated", page=2))
        self.assertEqual([len(rows), len({row["guid"] for row in rows})], [7, 6])


if __name__ == "__main__":
    unittest.main()
