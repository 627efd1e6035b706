"""A queue of callers and those who answer them, simulated with SimPy.

    station.py AGENTS CALLERS_A_SECOND TALK PATIENCE

Prints how many callers had to wait, how many hung up, and the mean wait in seconds, each with its standard error, as JSON.
It knows nothing of the simulation that it is compared with.
"""

import json
import math
import random
import sys

import simpy

DAYS, WARM_UP, COUNTED = 60, 2 * 3600, 8 * 3600


def law(text):
    """What draws a length of time in seconds; None for one without an end."""
    word, *numbers = text.split()
    numbers = [float(number) for number in numbers]
    if word == "never":
        return None
    if word == "exponential":
        return lambda: random.expovariate(1 / numbers[0])
    if word == "log-normal":
        mean, deviation = numbers
        variance = math.log(1 + (deviation / mean) ** 2)
        return lambda: random.lognormvariate(math.log(mean) - variance / 2, math.sqrt(variance))
    if word == "weibull":
        mean, shape = numbers
        return lambda: random.weibullvariate(mean / math.gamma(1 + 1 / shape), shape)
    raise SystemExit(f"{text} is no law")


def caller(env, agents, talk, patience, counted):
    came = env.now
    with agents.request() as turn:
        if patience is None:
            yield turn
        else:
            yield turn | env.timeout(patience())
        wait = env.now - came
        if WARM_UP <= came < WARM_UP + COUNTED:
            counted.append((wait > 0, not turn.triggered, wait))
        if turn.triggered:
            yield env.timeout(talk())


def day(agents, rate, talk, patience):
    """The sums over a day's callers: how many, how many waited and hung up, and their waits."""
    env, counted = simpy.Environment(), []
    team = simpy.Resource(env, agents)

    def come():
        while True:
            yield env.timeout(random.expovariate(rate))
            env.process(caller(env, team, talk, patience, counted))

    env.process(come())
    env.run(WARM_UP + COUNTED + 2 * 3600)
    return (len(counted), *(sum(column) for column in zip(*counted)))


def ratio(days, column):
    """A mean over the callers of all days, with its standard error."""
    callers = sum(sums[0] for sums in days)
    mean = sum(sums[column] for sums in days) / callers
    squares = sum((sums[column] - mean * sums[0]) ** 2 for sums in days)
    return mean, math.sqrt(squares / (len(days) * (len(days) - 1))) / (callers / len(days))


def main():
    random.seed(7)
    agents, rate, talk, patience = sys.argv[1:]
    days = [day(int(agents), float(rate), law(talk), law(patience)) for _ in range(DAYS)]
    print(json.dumps({"waited": ratio(days, 1), "abandoned": ratio(days, 2), "wait": ratio(days, 3)}))


main()
