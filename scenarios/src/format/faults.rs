//! Plans of faults, in a table `[faults]` of a scenario or as a text of their own.

mod about;
mod json;
pub(super) mod keys;
mod possible;

use keys::{faults as plan_key, rule as key};

pub use about::{About, fault_keys, needs_and_takes, position_keys};
pub use json::faults_of_json;
pub(super) use keys::FAULTS;

use super::findings::Findings;
use super::kind::{Time, ticked};
use super::print::Entries;
use super::table::{AnyKey, Key, Row};
use super::{Located, check, syntax};
use crate::centre::Name;
use crate::fault::{Delay, DelayClock, Fault, Meaning, Moment, Network, Plan, Position, ReadyMade, Rule, Service};

/// The name of a plan, unless the text says otherwise.
const DEFAULT_NAME: &str = "faults";

/// How many characters a name has that is too long for a header, in which each may take twelve bytes.
const TOO_LONG: usize = 201;

/// Reads a plan of faults by itself.
///
/// ```toml
/// name = "a bad morning"
/// seed = 7
///
/// [[rule]]
/// fault = "unavailable"
/// retry_after = "10s"
/// endpoint = "/stats/interactions"
/// page = 2
/// attempt = 1
///
/// [[rule]]
/// fault = "slow"
/// delay = "800ms"
/// deviation = "1s"
/// percent = 20
/// ```
///
/// # Errors
///
/// Everything that is wrong with the text, in its order: where it is no TOML, keys that are unknown or do not go together,
/// values that are not what belongs there, and positions at which no request can be.
pub fn parse_faults(text: &str) -> Result<Plan, Vec<Located>> {
    let mut found = Findings::new(text);
    let tables = syntax::tables(text, &mut found);
    let file = Row::whole(&tables);
    check::check(&keys::faults::TABLE, &file, &mut found);
    let plan = plan(&file, &mut found);
    let problems = found.problems();
    plan.filter(|_| problems.is_empty()).ok_or(problems)
}

/// Whether a text is meant to be a plan of faults by itself, and not a scenario: it has rules, or says which plan is ready.
pub fn is_plan_of_faults(text: &str) -> bool {
    text.lines().any(|line| {
        let line = line.trim_start();
        let begins = |key| line.strip_prefix(key).is_some_and(|rest: &str| rest.trim_start().starts_with('='));
        line.starts_with("[[rule]]") || begins("rule") || begins("ready")
    }) && !text.lines().any(|line| line.trim_start().starts_with("[faults"))
}

/// Writes a plan as a text that is read back as the same.
pub fn print_faults(plan: &Plan) -> String {
    let mut text = String::new();
    write(plan, "", &mut text);
    text.trim_start().to_owned()
}

/// Adds the table of a scenario that tells a plan.
pub(super) fn add(plan: &Plan, text: &mut String) {
    text.extend(["\n", &FAULTS.header(), "\n"]);
    write(plan, "faults.", text);
}

fn write(plan: &Plan, prefix: &str, text: &mut String) {
    let mut head = Entries::default();
    if let Some(ready) = ReadyMade::of(&plan.name).filter(|ready| ready.plan() == *plan) {
        text.push_str(&head.put(&plan_key::READY, &ready).lines());
        return;
    }
    head.unless(&DEFAULT_NAME.into(), &plan_key::NAME, &plan.name).unless(&0, &plan_key::SEED, &plan.seed);
    text.push_str(&head.lines());
    for rule in &plan.rules {
        text.extend(["\n[[", prefix, "rule]]\n", &entries_of(rule).lines()]);
    }
}

/// What the table tells; `None` if it does not tell all that it should.
pub(super) fn plan(row: &Row<'_>, found: &mut Findings) -> Option<Plan> {
    if row.has(&plan_key::READY) {
        let others: [&dyn AnyKey; 3] = [&plan_key::NAME, &plan_key::SEED, &plan_key::RULES];
        for other in others.into_iter().filter(|other| row.has(*other)) {
            let what = format!("{} does not go with `ready`", ticked(other.entry().name));
            let advice = "a ready-made plan has rules and a name of its own".to_owned();
            found.wrong(row.key_span(other), row.place_of(other), what, advice);
        }
        return row.get(&plan_key::READY).map(ReadyMade::plan);
    }
    let rows = row.rows(&plan_key::RULES);
    let rules: Vec<_> = rows.iter().map(|row| rule(row, found)).collect();
    let name: Option<Name> = row.get_or(&plan_key::NAME, DEFAULT_NAME.into());
    let unfit = name.as_deref().and_then(|name| match name.chars().count() {
        _ if name.trim().is_empty() => Some("a plan without a name cannot be told of"),
        TOO_LONG.. => Some("no header can hold a name so long"),
        _ => None,
    });
    if let Some(what) = unfit {
        let advice = "leave it out, or write a short one".to_owned();
        found.wrong(row.span_of(&plan_key::NAME), row.place_of(&plan_key::NAME), what.to_owned(), advice);
    }
    let rules: Vec<_> = rules.into_iter().collect::<Option<_>>()?;
    possible::attempts(&rules, &rows, found);
    Some(Plan { name: name?, seed: row.get_or(&plan_key::SEED, 0)?, rules })
}

fn rule(row: &Row<'_>, found: &mut Findings) -> Option<Rule> {
    let rule = Rule { fault: fault(row)?, position: position(row)? };
    possible::rule(&rule, row, found);
    Some(rule)
}

fn fault(row: &Row<'_>) -> Option<Fault> {
    let retry_after = || row.maybe(&key::RETRY_AFTER);
    // What the word stands for has the usual parameters.
    Some(match row.get(&key::FAULT)? {
        Fault::Service(service) => Fault::Service(match service {
            Service::RateLimit { .. } => Service::RateLimit {
                limit: row.get(&key::LIMIT)?,
                per: row.get(&key::PER)?,
                hint: row.get_or(&key::HINT, true)?,
            },
            Service::Refused(status, _) => Service::Refused(status, retry_after()?),
            Service::TokenRevoked => Service::TokenRevoked,
            Service::TokenExpired { .. } => Service::TokenExpired { after: row.get(&key::AFTER)? },
            Service::Slow { .. } => {
                let mean = row.get(&key::DELAY)?;
                let deviation = row.maybe(&key::DEVIATION)?;
                Service::Slow {
                    delay: deviation.map_or(Delay::Fixed(mean), |deviation| Delay::LogNormal { mean, deviation }),
                    clock: row.get_or(&key::CLOCK, DelayClock::default())?,
                }
            }
        }),
        Fault::Network(network) => Fault::Network(match network {
            Network::Reset | Network::Closed | Network::HalfOpen => network,
            Network::Truncated { .. } => Network::Truncated { bytes: row.get(&key::BYTES)? },
            Network::WrongLength { .. } => Network::WrongLength { by: row.get(&key::MORE)? },
            Network::Drip { .. } => Network::Drip { bytes: row.get(&key::BYTES)?, every: row.get(&key::EVERY)? },
        }),
        Fault::Meaning(meaning) => Fault::Meaning(match meaning {
            Meaning::RowMissing { .. } => Meaning::RowMissing { row: row.get(&key::ROW)? },
            Meaning::TotalChanged { .. } => Meaning::TotalChanged { rows: row.get(&key::ROWS)? },
            Meaning::UpToStale { .. } => Meaning::UpToStale { by: row.get(&key::BY)? },
            Meaning::DateBehind { .. } => Meaning::DateBehind { by: row.get(&key::BY)? },
            Meaning::DateAhead { .. } => Meaning::DateAhead { by: row.get(&key::BY)? },
            Meaning::LateData { .. } => Meaning::LateData { by: row.get(&key::BY)? },
            Meaning::Lie(lie) => Meaning::Lie(lie),
        }),
    })
}

fn position(row: &Row<'_>) -> Option<Position> {
    let moment = |key: &Key<_>| {
        Some(row.maybe(key)?.map(|time| match time {
            Time::At(instant) => Moment::At(instant),
            Time::After(span) => Moment::After(span),
        }))
    };
    Some(Position {
        target: row.maybe(&key::ENDPOINT)?,
        client: row.maybe(&key::CLIENT)?,
        request: row.maybe(&key::REQUEST)?,
        poll: row.maybe(&key::POLL)?,
        page: row.maybe(&key::PAGE)?,
        attempt: row.maybe(&key::ATTEMPT)?,
        window_over: row.maybe(&key::WINDOW_OVER)?,
        from: moment(&key::FROM)?,
        until: moment(&key::UNTIL)?,
        percent: row.maybe(&key::PERCENT)?,
        times: row.maybe(&key::TIMES)?,
    })
}

fn entries_of(rule: &Rule) -> Entries {
    let mut entries = Entries::default();
    entries.put(&key::FAULT, &rule.fault);
    match &rule.fault {
        Fault::Service(service) => match service {
            Service::RateLimit { limit, per, hint } => {
                entries.put(&key::LIMIT, limit).put(&key::PER, per).unless(&true, &key::HINT, hint)
            }
            Service::Refused(_, retry_after) => entries.maybe(&key::RETRY_AFTER, retry_after.as_ref()),
            Service::TokenRevoked => &mut entries,
            Service::TokenExpired { after } => entries.put(&key::AFTER, after),
            Service::Slow { delay, clock } => {
                match delay {
                    Delay::Fixed(span) => entries.put(&key::DELAY, span),
                    Delay::LogNormal { mean, deviation } => {
                        entries.put(&key::DELAY, mean).put(&key::DEVIATION, deviation)
                    }
                };
                entries.unless(&DelayClock::default(), &key::CLOCK, clock)
            }
        },
        Fault::Network(network) => match network {
            Network::Reset | Network::Closed | Network::HalfOpen => &mut entries,
            Network::Truncated { bytes } => entries.put(&key::BYTES, bytes),
            Network::WrongLength { by } => entries.put(&key::MORE, by),
            Network::Drip { bytes, every } => entries.put(&key::BYTES, bytes).put(&key::EVERY, every),
        },
        Fault::Meaning(meaning) => match meaning {
            Meaning::RowMissing { row } => entries.put(&key::ROW, row),
            Meaning::TotalChanged { rows } => entries.put(&key::ROWS, rows),
            Meaning::UpToStale { by }
            | Meaning::DateBehind { by }
            | Meaning::DateAhead { by }
            | Meaning::LateData { by } => entries.put(&key::BY, by),
            Meaning::Lie(_) => &mut entries,
        },
    };
    let Position { target, client, request, poll, page, attempt, window_over, from, until, percent, times } =
        &rule.position;
    let time = |moment: &Option<Moment>| {
        moment.map(|moment| match moment {
            Moment::At(instant) => Time::At(instant),
            Moment::After(span) => Time::After(span),
        })
    };
    entries
        .maybe(&key::ENDPOINT, target.as_ref())
        .maybe(&key::CLIENT, client.as_ref())
        .maybe(&key::REQUEST, request.as_ref())
        .maybe(&key::POLL, poll.as_ref())
        .maybe(&key::PAGE, page.as_ref())
        .maybe(&key::ATTEMPT, attempt.as_ref())
        .maybe(&key::WINDOW_OVER, window_over.as_ref())
        .maybe(&key::FROM, time(from).as_ref())
        .maybe(&key::UNTIL, time(until).as_ref())
        .maybe(&key::PERCENT, percent.as_ref())
        .maybe(&key::TIMES, times.as_ref());
    entries
}
