"""A workforce report: the WFM states of the last full hour, in one go, with a ready token and the real time.

Usage: hourly_states.py BASE_URL TOKEN      prints the number of states and of agents
"""

import json
import sys
from datetime import datetime, timedelta, timezone
from urllib.parse import urlencode
from urllib.request import Request, urlopen


def main(base_url, token):
    hour = datetime.now(timezone.utc).replace(minute=0, second=0, microsecond=0, tzinfo=None)
    headers = {
        "Accept": "application/vnd.newvoicemedia.v3+json",
        "Authorization": f"Bearer {token}",
        "x-external-id": "hourly report",
    }
    states = []
    page = 1
    while True:
        query = urlencode({
            "limit": 5000,
            "page": f"{page}",
            "start": f"{(hour - timedelta(hours=1)).isoformat()}Z",
            "end": f"{hour.isoformat()}Z",
            "include": "Processed",
        })
        with urlopen(Request(f"{base_url}/stats/wfm/agent-states?{query}", headers=headers)) as answer:
            body = json.load(answer)
        for item in body["items"]:
            states.append([item[field] for field in ("agentId", "start", "duration", "state", "description")])
        if body["meta"]["page"] >= body["meta"]["pageCount"]:
            break
        page += 1
    print(json.dumps({"states": len(states), "agents": len({state[0] for state in states})}))


main(*sys.argv[1:])
