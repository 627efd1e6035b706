//! What two thousand default draws contain, counted.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use super::super::{Config, seeded};
use super::table::{actions, explore};
use crate::centre::Name;
use crate::flow::{Action, Flow, Load, Medium};
use crate::record::{ActivityKind, Body, ChannelParty, WorkState};
use crate::scenario::Scenario;
use crate::time::{Instant, Span};
use crate::timeline::{Timeline, compile};
use crate::truth;
use crate::view::{self, ActivityFilter, Include, Paging, Window};

const DRAWS: u64 = 2_000;

/// Midnights and changes of summer time that a story can cross, by what they are; days are those of the draws.
const CROSSINGS: [(&str, &[&str]); 4] = [
    ("a midnight in London", &["2024-03-05T00:00:00Z", "2024-07-01T23:00:00Z", "2024-12-31T00:00:00Z"]),
    ("a midnight in New York", &["2024-03-05T05:00:00Z", "2024-07-02T04:00:00Z"]),
    ("a change of summer time in London", &["2024-03-31T01:00:00Z", "2024-10-27T01:00:00Z"]),
    ("a change of summer time in New York", &["2024-03-10T07:00:00Z", "2024-11-03T06:00:00Z"]),
];

#[test]
fn two_thousand_draws_contain_everything_that_can_happen() {
    let mut counts = Counts::default();
    for seed in 0..DRAWS {
        counts.add(&seeded(seed, &Config::default()));
    }
    let table = counts.table();
    eprintln!("{table}");

    let allowed = allowed_pairs();
    let missing: Vec<_> = allowed.iter().filter(|pair| !counts.pairs.contains_key(*pair)).collect();
    assert!(missing.is_empty(), "{} of {} pairs are missing: {missing:?}\n{table}", missing.len(), allowed.len());
    let refused: Vec<_> = counts.pairs.keys().filter(|pair| !allowed.contains(*pair)).collect();
    assert!(refused.is_empty(), "the table does not allow {refused:?}");

    let words: BTreeSet<&str> = actions().iter().map(Action::word).collect();
    assert_eq!(counts.words.keys().copied().collect::<BTreeSet<_>>(), words);
    assert_eq!(counts.media.keys().copied().collect::<BTreeSet<_>>(), Medium::ALL.into());
    for (what, count) in &counts.others {
        assert!(*count >= 10, "only {count} times {what}\n{table}");
    }
    assert_eq!(counts.others.len(), 9, "{table}");
}

/// Every pair of neighbouring steps that the table allows, by experiment.
fn allowed_pairs() -> BTreeSet<(&'static str, &'static str)> {
    let actions = actions();
    let mut pairs = BTreeSet::new();
    explore(|state| {
        if let Some(last) = state.flow.steps.last() {
            pairs.extend(state.next.iter().map(|number| (last.action.word(), actions[*number].word())));
        }
    });
    pairs
}

#[derive(Default)]
struct Counts {
    words: BTreeMap<&'static str, usize>,
    pairs: BTreeMap<(&'static str, &'static str), usize>,
    media: BTreeMap<Medium, usize>,
    others: BTreeMap<&'static str, usize>,
}

impl Counts {
    fn add(&mut self, scenario: &Scenario) {
        let timeline = compile(scenario).unwrap_or_else(|problems| panic!("{}", problems[0]));
        for flow in &scenario.flows {
            *self.media.entry(flow.medium).or_default() += 1;
            let words: Vec<_> = flow.steps.iter().map(|step| step.action.word()).collect();
            for word in &words {
                *self.words.entry(word).or_default() += 1;
            }
            for pair in words.windows(2) {
                *self.pairs.entry((pair[0], pair[1])).or_default() += 1;
            }
            self.note("two steps at one instant", flow.steps.windows(2).any(|pair| pair[0].at == pair[1].at));
            self.note("a corrected time", flow.steps.iter().any(|step| step.processing.misreported.is_some()));
            for (what, instants) in CROSSINGS {
                let crossed = instants.iter().filter_map(|at| Instant::parse(at).ok()).any(|at| crosses(flow, at));
                self.note(what, crossed);
            }
        }
        for levels in levels(scenario) {
            self.note("three levels of consult or transfer, each by who was given the one before", levels >= 3);
        }
        self.note("an agent with two media at once", has_two_media_at_once(&timeline));
        for row in &view::interactions(&timeline, Instant::LATEST, &EVER, ALL).items {
            let Body::Told(interaction) = &row.body else { continue };
            let Some(completion) = &interaction.completion else { continue };
            let late = interaction.channels.iter().any(|channel| {
                matches!(channel.party, ChannelParty::Router { .. }) && !channel.is_known(completion.processed)
            });
            self.note("an outside contact told after the interaction was complete", late);
        }
    }

    fn note(&mut self, what: &'static str, happened: bool) {
        *self.others.entry(what).or_default() += usize::from(happened);
    }

    fn table(&self) -> String {
        let mut table = String::new();
        let _ = writeln!(table, "{DRAWS} draws, {} kinds of pairs of steps", self.pairs.len());
        for (medium, count) in &self.media {
            let _ = writeln!(table, "{count:>7} {medium:?}");
        }
        for (what, count) in self.words.iter().chain(&self.others) {
            let _ = writeln!(table, "{count:>7} {what}");
        }
        let mut above = "";
        for ((first, second), count) in &self.pairs {
            if *first != above {
                let _ = writeln!(table, "        {first}, and then");
                above = first;
            }
            let _ = writeln!(table, "{count:>7}   {second}");
        }
        table
    }
}

const EVER: Window = Window { start: Instant::EARLIEST, end: Instant::LATEST, include: Include::Started };
const ALL: Paging = Paging { page: 1, limit: u32::MAX };

/// For each consult and transfer that somebody answered, how many there are up to it, from hand to hand.
fn levels(scenario: &Scenario) -> Vec<usize> {
    let consults = truth::consults(scenario, Instant::LATEST).into_iter();
    let consults =
        consults.filter_map(|consult| Some((consult.interaction, consult.answered?, consult.by, consult.agent)));
    let transfers = truth::transfers(scenario, Instant::LATEST).into_iter();
    let transfers = transfers.filter_map(|transfer| {
        let answer = transfer.answered?;
        Some((transfer.interaction, answer.at, transfer.from, answer.agent))
    });
    let mut hands: Vec<_> = consults.chain(transfers).collect();
    hands.sort();
    let mut levels: Vec<usize> = Vec::new();
    for (number, (interaction, at, by, _)) in hands.iter().enumerate() {
        let before = hands[..number].iter().zip(&levels);
        let led_here = before.filter(|((other, earlier, _, to), _)| (other, to) == (interaction, by) && earlier < at);
        levels.push(1 + led_here.map(|(_, levels)| *levels).max().unwrap_or_default());
    }
    levels
}

fn crosses(flow: &Flow, at: Instant) -> bool {
    let last = flow.steps.last().map_or(Span::ZERO, |step| step.at);
    flow.start < at && at < flow.start + last
}

fn has_two_media_at_once(timeline: &Timeline) -> bool {
    let activities = view::activities(timeline, Instant::LATEST, &EVER, &ActivityFilter::default(), ALL).items;
    let mut connected: Vec<(&Name, Load, Instant, Instant)> = Vec::new();
    for row in &activities {
        let Body::Told(activity) = &row.body else { continue };
        let ActivityKind::Work { state: WorkState::Connected, on } = &activity.kind else { continue };
        {
            let end = row.end_at(Instant::LATEST).unwrap_or(Instant::LATEST);
            connected.push((&activity.agent, on.medium.load(), row.start, end));
        }
    }
    connected.iter().enumerate().any(|(position, (agent, load, start, end))| {
        let mut others = connected[..position].iter();
        others.any(|(other, other_load, from, until)| {
            agent == other && load != other_load && start.max(from) < end.min(until)
        })
    })
}

#[test]
fn truth_finds_chains_of_three_transfers() {
    let chains = (0..DRAWS).map(|seed| seeded(seed, &Config::default())).filter(|scenario| {
        let mut hands: BTreeMap<Name, usize> = BTreeMap::new();
        for transfer in truth::transfers(scenario, Instant::LATEST) {
            *hands.entry(transfer.flow).or_default() += usize::from(transfer.answered.is_some());
        }
        hands.values().any(|transfers| *transfers >= 3)
    });
    assert!(chains.count() >= 5);
}
