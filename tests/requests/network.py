"""What a client sees of each failure of the network: prints what `requests` raises, or what it finds in the end."""

import json
import sys

import requests

SERVER, TOKEN = sys.argv[1:]
HEADERS = {"Authorization": f"Bearer {TOKEN}", "Accept": "application/vnd.newvoicemedia.v3+json"}

FAILURES = {
    "reset": {"fault": "reset"},
    "closed": {"fault": "closed"},
    "truncated": {"fault": "truncated", "bytes": 40},
    "longer than announced": {"fault": "wrong-length", "more": -20},
    "shorter than announced": {"fault": "wrong-length", "more": 20},
    "drip": {"fault": "drip", "bytes": 50, "every": "1ms"},
    "drip for ever": {"fault": "drip", "bytes": 1, "every": "1h"},
    "half-open": {"fault": "half-open"},
}


def causes(error):
    """The names of an error and of all that led to it, without what libraries wrap them in."""
    names = [type(error).__name__]
    inner = error.__cause__ or error.__context__ or next((arg for arg in error.args if isinstance(arg, Exception)), None)
    return names + (causes(inner) if inner else [])


def seen():
    """What a client with half a second of patience sees."""
    try:
        answer = requests.get(f"{SERVER}/stats/agent-status", headers=HEADERS, timeout=0.5)
    except requests.RequestException as error:
        chain = causes(error)
        return f"{chain[0]}: {chain[-1]}"
    try:
        return f"{answer.status_code}, {len(answer.json()['items'])} agents"
    except ValueError as error:
        return f"{answer.status_code}, {type(error).__name__}"


def play(name, failure):
    plan = {"name": "network", "rule": [{**failure, "times": 1}]}
    requests.put(f"{SERVER}/__control/worlds/default/faults", json=plan).raise_for_status()
    return {"failure": name, "fault": failure["fault"], "first": seen(), "then": seen()}


print(json.dumps([play(name, failure) for name, failure in FAILURES.items()]))
