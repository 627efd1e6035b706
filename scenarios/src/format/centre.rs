//! The config of a simulated centre, as a TOML file.

mod keys;
mod law;

use super::findings::Findings;
use super::table::{Key, Row, Tables};
use super::{Located, check, keys as scenario_keys, read, syntax};
use crate::scenario::{Pace, Shape};
use crate::simulation::config::{
    Absence, Config, Durations, Frequencies, Limits, Media, Outage, OutageKind, Shift, Team, TeamQueue,
};

/// Reads the config of a centre; what the text does not say of a team is as in [`Team::new`].
///
/// ```toml
/// [[team]]
/// name = "Orders"
/// agents = 14
/// opens = "7h"
/// open_for = "13h"
/// daily = 540
/// shift = [
///   { begins = "0s", lasts = "8h" },
///   { begins = "5h", lasts = "8h" },
/// ]
///
/// [team.times]
/// talk = "log-normal mean 3m deviation 3m30s"
/// patience = "exponential mean 5m"
///
/// [[outage]]
/// kind = "lines"
/// from = 2024-03-05T10:00:00Z
/// until = 2024-03-05T10:20:00Z
/// ```
///
/// # Errors
///
/// Everything that is wrong with the text, in its order: where it is no TOML, keys that are unknown, values that are not
/// what belongs there, and if there is none of these, what is wrong between them: see [`Config::problems`].
pub fn parse_centre(text: &str) -> Result<Config, Vec<Located>> {
    let mut found = Findings::new(text);
    let tables = syntax::tables(text, &mut found);
    let file = Row::whole(&tables);
    check::check(&keys::CENTRE, &file, &mut found);
    let config = config(&file, &mut found);
    let problems = found.problems();
    let Some(config) = config.filter(|_| problems.is_empty()) else { return Err(problems) };
    let problems = config.problems();
    if problems.is_empty() {
        return Ok(config);
    }
    let mut located: Vec<_> = (problems.into_iter())
        .map(|problem| found.positions.located(found.positions.span(&problem.place), problem))
        .collect();
    located.sort_by_key(|problem| problem.span.start);
    Err(located)
}

/// Whether a text is meant to be the config of a centre, and not a scenario: it has teams.
pub fn is_centre(text: &str) -> bool {
    text.lines().any(|line| {
        let line = line.trim_start();
        line.starts_with("[[team]]") || line.strip_prefix("team").is_some_and(|rest| rest.trim_start().starts_with('='))
    })
}

fn config(file: &Row<'_>, found: &mut Findings) -> Option<Config> {
    let clients = read::clients(file, found);
    let usual = Config::default();
    Some(Config {
        shape: file.get_or(&scenario_keys::SHAPE, Shape::default())?,
        processing: pace(file, usual.processing)?,
        clients: clients?,
        teams: file.rows(&keys::TEAMS).iter().map(team).collect::<Option<_>>()?,
        outages: file.rows(&keys::OUTAGES).iter().map(outage).collect::<Option<_>>()?,
    })
}

fn pace(file: &Row<'_>, usual: Pace) -> Option<Pace> {
    let Some(row) = file.rows(&scenario_keys::PROCESSING).into_iter().next() else { return Some(usual) };
    Some(Pace {
        delay: row.get_or(&scenario_keys::processing::DELAY, usual.delay)?,
        categorised: row.get_or(&scenario_keys::processing::CATEGORISED, usual.categorised)?,
    })
}

fn team(row: &Row<'_>) -> Option<Team> {
    use keys::team as key;
    let usual = Team::new(&row.get(&key::NAME)?, row.get(&key::AGENTS)?);
    Some(Team {
        days_a_week: row.get_or(&key::DAYS_A_WEEK, usual.days_a_week)?,
        ill: row.get_or(&key::ILL, usual.ill)?,
        versatile: row.get_or(&key::VERSATILE, usual.versatile)?,
        opens: row.get_or(&key::OPENS, usual.opens)?,
        open_for: row.get_or(&key::OPEN_FOR, usual.open_for)?,
        closed: row.get_or(&key::CLOSED, usual.closed)?,
        overtime: row.get_or(&key::OVERTIME, usual.overtime)?,
        daily: row.get_or(&key::DAILY, usual.daily)?,
        spread: row.get_or(&key::SPREAD, usual.spread)?,
        by_hour: row.get_or(&key::BY_HOUR, usual.by_hour)?,
        by_weekday: row.get_or(&key::BY_WEEKDAY, usual.by_weekday)?,
        target: row.get_or(&key::TARGET, usual.target)?,
        queues: list(row, &key::QUEUES, usual.queues, queue)?,
        shifts: list(row, &key::SHIFTS, usual.shifts, shift)?,
        absences: list(row, &key::ABSENCES, usual.absences, absence)?,
        media: media(row, usual.media)?,
        times: times(row, usual.times)?,
        percent: percent(row, usual.percent)?,
        limits: limits(row, usual.limits)?,
        name: usual.name,
        agents: usual.agents,
    })
}

/// What the tables at the key tell; if the key is left out, the usual ones.
fn list<T>(row: &Row<'_>, key: &Tables, usual: Vec<T>, read: fn(&Row<'_>) -> Option<T>) -> Option<Vec<T>> {
    if row.has(key) { row.rows(key).iter().map(read).collect() } else { Some(usual) }
}

fn queue(row: &Row<'_>) -> Option<TeamQueue> {
    Some(TeamQueue { name: row.get(&keys::queue::NAME)?, share: row.get_or(&keys::SHARE, 1)? })
}

fn shift(row: &Row<'_>) -> Option<Shift> {
    Some(Shift {
        begins: row.get(&keys::shift::BEGINS)?,
        lasts: row.get(&keys::shift::LASTS)?,
        share: row.get_or(&keys::SHARE, 1)?,
    })
}

fn absence(row: &Row<'_>) -> Option<Absence> {
    use keys::absence as key;
    Some(Absence {
        label: row.get(&key::LABEL)?,
        availability: row.get(&key::AVAILABILITY)?,
        after: row.get(&key::AFTER)?,
        spread: row.get_or(&key::SPREAD, crate::time::Span::ZERO)?,
        lasts: row.get(&key::LASTS)?,
        percent: row.get_or(&key::PERCENTAGE, 100.0)?,
        weekday: row.maybe(&key::WEEKDAY)?,
    })
}

fn media(row: &Row<'_>, usual: Media) -> Option<Media> {
    use keys::media as key;
    let Some(row) = row.rows(&keys::team::MEDIA).into_iter().next() else { return Some(usual) };
    Some(Media {
        call: row.get_or(&key::CALL, usual.call)?,
        chat: row.get_or(&key::CHAT, usual.chat)?,
        email: row.get_or(&key::EMAIL, usual.email)?,
        case: row.get_or(&key::CASE, usual.case)?,
        outbound: row.get_or(&key::OUTBOUND, usual.outbound)?,
        internal: row.get_or(&key::INTERNAL, usual.internal)?,
    })
}

fn times(row: &Row<'_>, usual: Durations) -> Option<Durations> {
    use keys::times as key;
    let Some(row) = row.rows(&keys::team::TIMES).into_iter().next() else { return Some(usual) };
    Some(Durations {
        login: row.get_or(&key::LOGIN, usual.login)?,
        plan: row.get_or(&key::PLAN, usual.plan)?,
        ring: row.get_or(&key::RING, usual.ring)?,
        talk: row.get_or(&key::TALK, usual.talk)?,
        wrap: row.get_or(&key::WRAP, usual.wrap)?,
        patience: row.get_or(&key::PATIENCE, usual.patience)?,
        hold: row.get_or(&key::HOLD, usual.hold)?,
        chat: row.get_or(&key::CHAT, usual.chat)?,
        chat_patience: row.get_or(&key::CHAT_PATIENCE, usual.chat_patience)?,
        writing: row.get_or(&key::WRITING, usual.writing)?,
        filing: row.get_or(&key::FILING, usual.filing)?,
    })
}

fn percent(row: &Row<'_>, usual: Frequencies) -> Option<Frequencies> {
    use keys::percent as key;
    let Some(row) = row.rows(&keys::team::PERCENTAGES).into_iter().next() else { return Some(usual) };
    let number = |key: &Key<_>, usual| row.get_or(key, usual);
    Some(Frequencies {
        left_in_plan: number(&key::LEFT_IN_PLAN, usual.left_in_plan)?,
        personal: number(&key::PERSONAL, usual.personal)?,
        declined: number(&key::DECLINED, usual.declined)?,
        unanswered: number(&key::UNANSWERED, usual.unanswered)?,
        fault: number(&key::FAULT, usual.fault)?,
        no_reply: number(&key::NO_REPLY, usual.no_reply)?,
        recorded: number(&key::RECORDED, usual.recorded)?,
        hold: number(&key::HOLD, usual.hold)?,
        consult: number(&key::CONSULT, usual.consult)?,
        blind_transfer: number(&key::BLIND_TRANSFER, usual.blind_transfer)?,
        requeue: number(&key::REQUEUE, usual.requeue)?,
        park: number(&key::PARK, usual.park)?,
        internal_error: number(&key::INTERNAL_ERROR, usual.internal_error)?,
        callback: number(&key::CALLBACK, usual.callback)?,
        handed_over: number(&key::HANDED_OVER, usual.handed_over)?,
        intend: number(&key::INTEND, usual.intend)?,
        late: number(&key::LATE, usual.late)?,
        corrected: number(&key::CORRECTED, usual.corrected)?,
    })
}

fn limits(row: &Row<'_>, usual: Limits) -> Option<Limits> {
    use keys::limits as key;
    let Some(row) = row.rows(&keys::team::LIMITS).into_iter().next() else { return Some(usual) };
    Some(Limits {
        chats: row.get_or(&key::CHATS, usual.chats)?,
        written: row.get_or(&key::WRITTEN, usual.written)?,
        waiting: row.get_or(&key::WAITING, usual.waiting)?,
        estimated_wait: row.get_or(&key::ESTIMATED_WAIT, usual.estimated_wait)?,
        longest_wait: row.get_or(&key::LONGEST_WAIT, usual.longest_wait)?,
        offer_callback: row.get_or(&key::OFFER_CALLBACK, usual.offer_callback)?,
    })
}

fn outage(row: &Row<'_>) -> Option<Outage> {
    use keys::outage as key;
    let kind = match row.get(&key::KIND)? {
        keys::Strikes::Lines => OutageKind::Lines,
        keys::Strikes::Processing => OutageKind::Processing,
        keys::Strikes::Surge => OutageKind::Surge(row.get(&key::FACTOR)?),
    };
    let team = row.maybe(&key::TEAM)?;
    Some(Outage { kind, team, from: row.get(&key::FROM)?, until: row.get(&key::UNTIL)? })
}

#[cfg(test)]
mod tests {
    use super::super::table::Need;
    use super::*;
    use crate::simulation::Law;
    use crate::time::Span;

    fn told(text: &str) -> Vec<String> {
        parse_centre(text).err().unwrap_or_default().iter().map(ToString::to_string).collect()
    }

    #[test]
    fn the_file_of_the_usual_centre_says_what_holds_anyway() {
        let read = parse_centre(include_str!("../../centres/usual.toml"));
        assert_eq!(read.map_err(|problems| problems[0].to_string()), Ok(Config::default()));
    }

    #[test]
    fn what_is_not_said_of_a_team_is_as_usual() {
        let read = parse_centre("[[team]]\nname = \"A\"\nagents = 3\n");
        assert_eq!(read.map(|config| config.teams), Ok(vec![Team::new("A", 3)]));
        let text = "[[team]]\nname = \"A\"\nagents = 3\nabsence = []\n[team.times]\npatience = \"never\"\n";
        let read = parse_centre(text).map(|config| (config.teams[0].absences.len(), config.teams[0].times.patience));
        assert_eq!(read, Ok((0, Law::Never)));
        assert_eq!(Law::Never.mean(), None);
        assert_eq!(Law::Always(Span::ZERO).mean(), Some(Span::ZERO));
    }

    #[test]
    fn what_is_said_to_hold_if_a_key_is_left_out_does() {
        let usual = Team::new("A", 3);
        for (table, of) in [
            ("", &keys::team::TABLE),
            ("media.", &keys::media::TABLE),
            ("times.", &keys::times::TABLE),
            ("percent.", &keys::percent::TABLE),
            ("limits.", &keys::limits::TABLE),
        ] {
            for entry in of.keys.iter().map(|key| key.entry()) {
                // Some are told in words.
                let Need::Default(default) = entry.need else { continue };
                if default.starts_with(char::is_alphabetic) || default.contains("each") {
                    continue;
                }
                let text = format!("[[team]]\nname = \"A\"\nagents = 3\n{table}{} = {default}\n", entry.name);
                let read = parse_centre(&text).map(|config| config.teams[0].clone());
                assert_eq!(read.as_ref(), Ok(&usual), "{text}");
            }
        }
    }

    #[test]
    fn mistakes_are_told_with_their_place_and_what_would_be_right() {
        let team = "[[team]]\nname = \"A\"\nagents = 3\n";
        for (text, right) in [
            ("", "1:1: the teams have 0 agents; let them have 1 to 10000 together"),
            ("[[teams]]", "1:3: `teams` is not a key of a centre; write `team`"),
            ("agent = 0", "4:1: `agent` is not a key of a team; write `agents`"),
            ("daily = \"40\"", "4:9: a text where a number belongs; write a number such as 12 or 2.5"),
            ("daily = -1", "4:9: -1 is out of range; write a number from 0 to 100000"),
            ("by_weekday = [1, 2]", "4:14: 2 numbers where 7 belong; write 7 numbers in brackets"),
            ("closed = [\"sundae\"]", "4:11: \"sundae\" is not a day of the week; write \"sunday\""),
            ("open_for = \"25h\"", "4:12: 1d1h is out of range; write a span from 1m to 1d"),
            ("opens = \"23h\"\nopen_for = \"24h\"", "4:9: the team's day may be told of until"),
            (
                "times.talk = \"lognormal mean 3m\"",
                "4:14: \"lognormal mean 3m\" is not a law; write it like \"log-normal mean",
            ),
            ("times.talk = \"never\"", "4:14: what never ends cannot be simulated; write a law with a mean"),
            ("times.ring = \"weibull mean 3s shape 99\"", "4:14: the law's parameters are out of range"),
            ("percent.consult = 101", "4:19: 101 is out of range; write a number from 0 to 100"),
            ("queue = [{ name = \"a,b\" }]", "4:19: \"a,b\" is no name by which the API could be asked for a queue"),
            ("shift = [{ begins = \"9h\", lasts = \"2h\" }]", "4:35: a shift of 2h that begins 9h after opening"),
            (
                "[[outage]]\nkind = \"surge\"\nfrom = 2024-03-05T10:00:00Z\nuntil = 2024-03-05T11:00:00Z",
                "4:1: a surge outage has no `factor`",
            ),
            (
                "[[outage]]\nkind = \"lines\"\nteam = \"B\"\nfrom = 2024-03-05T10:00:00Z\nuntil = 2024-03-05T10:00:00Z",
                "6:8: there is no team \"B\"",
            ),
        ] {
            let text =
                if text.is_empty() || text.starts_with("[[team") { text.to_owned() } else { format!("{team}{text}") };
            let told = told(&text);
            assert!(told.first().is_some_and(|told| told.starts_with(right)), "{text}: {told:?}");
        }
    }
}
