"""Answers as the examples do, one after the other in one process: starting Python takes longer than most analyses.

A line of standard input tells the analysis, its environment, and changes to make to its text before; a line of standard
output is the answer, or what went wrong.
"""

import json
import sys
import traceback
import types
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[2] / "examples" / "python"


@cache
def modules(name, changes):
    """The client and the analysis, freshly loaded and changed."""
    loaded = []
    left = json.loads(changes)
    for part in ("insights", name):
        source = (FOLDER / f"{part}.py").read_text()
        for change in [change for change in left if change["from"] in source]:
            source = source.replace(change["from"], change["to"])
            left.remove(change)
        module = types.ModuleType(part)
        sys.modules[part] = module
        exec(compile(source, f"{part}.py", "exec"), module.__dict__)
        loaded.append(module)
    if left:
        raise ValueError(f"there is nothing to change: {left[0]['from']}")
    return loaded


for line in sys.stdin:
    asked = json.loads(line)
    try:
        insights, analysis = modules(asked["analysis"], json.dumps(asked["changes"]))
        sys.modules["insights"] = insights
        told = {"answer": analysis.answer(insights.Api(asked["environment"]))}
        json.dumps(told)
    except Exception:
        told = {"error": traceback.format_exc(limit=-3)}
    print(json.dumps(told), flush=True)
