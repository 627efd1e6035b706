//! Scenarios that a file can tell, however unlikely, and texts that are hardly files.

use std::collections::HashSet;
use std::hash::Hash;

use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;

use crate::centre::{Address, Agent, Availability, Centre, Name, Plan, PresenceLabel, Queue, VirtualQueue};
use crate::fault::{
    self, Delay, DelayClock, Fault, Meaning, Moment, Network, Position, ReadyMade, Rule, Service, Status, Target,
};
use crate::flow::{
    Action, AppletKind, Breakout, Flow, HangUp, Medium, MediumManager, Misreport, Opening, Party, Processing,
    SETBACK_LASTS, Step,
};
use crate::guid::Guid;
use crate::scenario::{Client, Pace, PresenceChange, Scenario, Shape};
use crate::time::{Instant, Span};

/// Any scenario that a file can tell.
pub(super) fn scenario() -> impl Strategy<Value = Scenario> {
    let head = (instant(), option::of(instant()), select(&[Shape::Current, Shape::Y2020][..]), pace());
    let access = (option::of(plan_of_faults()), vec(client(), 0..3));
    (head, access, centre(), vec(presence_change(), 0..3), vec(flow(), 0..4)).prop_map(
        |((start, now, shape, processing), (faults, clients), centre, presences, flows)| Scenario {
            start,
            now,
            shape,
            processing,
            faults,
            clients: distinct(clients, |client| client.id.clone()),
            centre,
            presences,
            flows: distinct(distinct(flows, |flow| flow.name.clone()), |flow| flow.guid),
        },
    )
}

/// Any text, more often than not made of what files are made of.
pub(super) fn text() -> impl Strategy<Value = String> {
    vec(fragment(), 0..40).prop_map(|fragments| fragments.concat())
}

/// A piece of a file, or of anything.
pub(super) fn fragment() -> impl Strategy<Value = String> {
    let words = [
        "[",
        "]",
        "[[",
        "]]",
        "{",
        "}",
        "=",
        " = ",
        ",",
        ".",
        "\n",
        "\r\n",
        "\r",
        "\"",
        "'",
        "\"\"\"",
        "'''",
        "#",
        "\\",
        "true",
        "1",
        "-1",
        "1.5",
        "inf",
        "2024-03-05T09:00:00Z",
        "2024-03-05",
        "09:00:00",
        "\"1h 30m\"",
        "\"\"",
        "\u{feff}",
        "start",
        "now",
        "agent",
        "interaction",
        "processing",
        "steps",
        "at",
        "ring",
        "queue",
        "skills",
        "direction",
        "[[agent]]\nid = \"a\"\n",
        "[processing]\n",
        "[[interaction]]\n",
        "{ at = \"1s\", ring = \"a\" }",
        "steps = [",
        "start = 2024-03-05T09:00:00Z\n",
        "direction = \"internal\"\n",
        "é",
        "\u{0}",
    ];
    prop_oneof![4 => select(words.to_vec()).prop_map(str::to_owned), 1 => odd_text()]
}

fn odd_text() -> impl Strategy<Value = String> {
    let awkward =
        ['"', '\\', '\'', '\n', '\r', '\t', '\u{0}', '\u{7f}', '\u{85}', '\u{2028}', '\u{feff}', '#', '=', 'é'];
    vec(prop_oneof![select(awkward.to_vec()), any::<char>()], 0..8).prop_map(String::from_iter)
}

/// A name; now and then one that comes up elsewhere, or that looks like something else.
fn name() -> impl Strategy<Value = Name> {
    let usual = ["anna", "bob", "Sales", "true", "5s", "2024-03-05", "016f8db7-798f-407c-9925-ef8c2b51e6b0", ""];
    prop_oneof![select(usual.to_vec()).prop_map(Name::from), odd_text().prop_map(Name::from)]
}

/// The id of an agent: any name but the word for the customer.
fn agent_id() -> impl Strategy<Value = Name> {
    name().prop_filter("the word for the customer is no agent", |name| &**name != "customer")
}

fn instant() -> impl Strategy<Value = Instant> {
    let any_time = Instant::EARLIEST.as_millis()..=Instant::LATEST.as_millis();
    prop_oneof![
        any_time.prop_map(Instant::from_millis),
        (0..=4_000_000_i64).prop_map(|seconds| Instant::from_millis(seconds * 1000)),
        Just(Instant::EARLIEST),
        Just(Instant::LATEST),
    ]
}

fn span() -> impl Strategy<Value = Span> {
    prop_oneof![
        (0..=100_000_i64).prop_map(Span::from_millis),
        (0..=1_000_000_000_000_i64).prop_map(Span::from_millis),
        Just(Span::ZERO),
        Just(Span::from_secs(5)),
    ]
}

fn guid() -> impl Strategy<Value = Guid> {
    name().prop_map(|name| Guid::derived(&["any", &name]))
}

fn names() -> impl Strategy<Value = Vec<Name>> {
    vec(name(), 0..3)
}

fn pace() -> impl Strategy<Value = Pace> {
    prop_oneof![Just(Pace::default()), (span(), span()).prop_map(|(delay, categorised)| Pace { delay, categorised })]
}

fn client() -> impl Strategy<Value = Client> {
    let scopes = prop_oneof![Just(vec!["stats".into()]), names()];
    (name(), name(), scopes).prop_map(|(id, secret, scopes)| Client { id, secret, scopes })
}

/// Any plan of faults, of which each strikes where it may.
pub(super) fn plan_of_faults() -> impl Strategy<Value = fault::Plan> {
    let name = name().prop_filter("what is told of has a name", |name| !name.trim().is_empty());
    let own = (name, 0..=i64::MAX as u64, vec(rule(), 0..4)).prop_map(|(name, seed, mut rules)| {
        // What is asked for again was kept back before.
        let always = |rule: &Rule| matches!(rule.fault, Fault::Network(_)) && rule.position == Position::default();
        if !rules.iter().any(always) {
            rules.iter_mut().for_each(|rule| rule.position.attempt = rule.position.attempt.map(|_| 1));
        }
        fault::Plan { name, seed, rules }
    });
    prop_oneof![own, select(&ReadyMade::ALL[..]).prop_map(ReadyMade::plan)]
}

fn rule() -> impl Strategy<Value = Rule> {
    let moment = || prop_oneof![instant().prop_map(Moment::At), span().prop_map(Moment::After)];
    let several = || option::of(1..=1_000_000_u32);
    let who = (option::of(select(&Target::ALL[..])), option::of(name()), option::of(span()));
    let counts = (several(), several(), several(), several(), option::of(1..=100_u32), several());
    let when = prop_oneof![
        Just((None, None)),
        moment().prop_map(|from| (Some(from), None)),
        instant().prop_map(|until| (None, Some(Moment::At(until)))),
        (instant(), span()).prop_map(|(from, until)| (Some(Moment::At(from)), Some(Moment::After(until)))),
    ];
    (fault(), who, counts, when).prop_map(|(fault, who, counts, (from, until))| {
        let (target, client, window_over) = who;
        let (request, poll, page, attempt, percent, times) = counts;
        let target = target.filter(|target| fault.concerns(*target));
        let has_pages = target.is_none_or(Target::has_pages);
        let position = Position {
            target,
            client,
            request,
            poll: poll.filter(|_| has_pages),
            page: page.filter(|_| has_pages),
            attempt,
            window_over: window_over.filter(|_| target.is_none_or(Target::has_window)),
            from,
            until,
            percent,
            times,
        };
        Rule { fault, position }
    })
}

fn fault() -> impl Strategy<Value = Fault> {
    let lasting = || (1..=100_000_i64).prop_map(Span::from_millis);
    let several = || 1..=1_000_000_u32;
    let other = || prop_oneof![-1_000_000..=-1_i64, 1..=1_000_000_i64];
    let delay = prop_oneof![
        lasting().prop_map(Delay::Fixed),
        (lasting(), span()).prop_map(|(mean, deviation)| Delay::LogNormal { mean, deviation }),
    ];
    let clock = select(&[DelayClock::Real, DelayClock::World][..]);
    prop_oneof![
        6 => select(&Fault::EACH[..]),
        1 => (several(), lasting(), any::<bool>())
            .prop_map(|(limit, per, hint)| Fault::Service(Service::RateLimit { limit, per, hint })),
        1 => (select(&[Status::TooManyRequests, Status::Unavailable][..]), option::of(span()))
            .prop_map(|(status, after)| Fault::Service(Service::Refused(status, after))),
        1 => (delay, clock).prop_map(|(delay, clock)| Fault::Service(Service::Slow { delay, clock })),
        1 => (several(), span()).prop_map(|(bytes, every)| Fault::Network(Network::Drip { bytes, every })),
        1 => other().prop_map(|by| Fault::Network(Network::WrongLength { by })),
        1 => other().prop_map(|rows| Fault::Meaning(Meaning::TotalChanged { rows })),
        1 => lasting().prop_map(|by| Fault::Meaning(Meaning::LateData { by })),
    ]
}

fn centre() -> impl Strategy<Value = Centre> {
    let agent = (agent_id(), option::of(name()), option::of(name()), names(), option::of(name())).prop_map(
        |(id, name, touchpoint, skills, presence)| Agent {
            name,
            touchpoint: touchpoint.unwrap_or_else(|| id.clone()),
            skills,
            presence: presence.unwrap_or_else(|| "Logged Out".into()),
            id,
        },
    );
    let queue = name().prop_map(|name| Queue { name });
    let virtual_queue = (name(), span()).prop_map(|(name, target)| VirtualQueue { name, target });
    let plan = (name(), option::of(name())).prop_map(|(name, reporting_group)| Plan { name, reporting_group });
    let address =
        (name(), option::of(name()), option::of(name()), name()).prop_map(|(address, name, mapping, plan)| {
            let mapping = mapping.unwrap_or_else(|| "Default".into());
            Address { name: name.unwrap_or_else(|| address.clone()), address, mapping, plan }
        });
    let presence = (name(), select(&Availability::ALL[..]))
        .prop_map(|(label, availability)| PresenceLabel { label, availability });
    let queues = (vec(queue, 0..3), vec(virtual_queue, 0..3));
    (vec(agent, 0..3), names(), queues, vec(plan, 0..3), vec(address, 0..3), vec(presence, 0..3)).prop_map(
        |(agents, skills, (queues, virtual_queues), plans, addresses, presences)| Centre {
            agents: distinct(agents, |agent| agent.id.clone()),
            skills,
            queues: distinct(queues, |queue| queue.name.clone()),
            virtual_queues: distinct(virtual_queues, |queue| queue.name.clone()),
            plans: distinct(plans, |plan| plan.name.clone()),
            addresses: distinct(addresses, |address| address.address.clone()),
            presences: distinct(presences, |presence| presence.label.clone()),
        },
    )
}

fn presence_change() -> impl Strategy<Value = PresenceChange> {
    (instant(), name(), name(), option::of(span())).prop_map(|(at, agent, presence, delay)| PresenceChange {
        at,
        agent,
        presence,
        delay,
    })
}

fn flow() -> impl Strategy<Value = Flow> {
    let managers = [MediumManager::Cc, MediumManager::Vcc, MediumManager::Uc, MediumManager::Vbc];
    let head = (name(), select(&Medium::ALL[..]), select(managers.to_vec()), instant(), opening());
    let ids = (
        option::of(guid()),
        option::of(prop_oneof![guid(), name().prop_map(|name| Guid::derived(&["conversation", &name])),]),
    );
    let rest = (option::of(name()), option::of(name()), option::of(span()), option::of(span()));
    (head, ids, rest, vec(step(), 0..5)).prop_map(
        |((name, medium, manager, start, opening), (guid, conversation), rest, mut steps)| {
            steps.sort_by_key(|step| step.at);
            let tellable = |at: Span| start + at - start == at;
            steps
                .retain(|step| tellable(step.at) && step.processing.misreported.is_none_or(|wrong| tellable(wrong.at)));
            let (service, outcome, plan_after, categorised) = rest;
            Flow {
                medium,
                manager,
                start,
                opening,
                guid: guid.unwrap_or_else(|| Guid::derived(&["interaction", &name])),
                conversation: conversation.unwrap_or_else(|| Guid::derived(&["conversation", &name])),
                service,
                outcome,
                plan_after,
                categorised,
                steps,
                name,
            }
        },
    )
}

fn opening() -> impl Strategy<Value = Opening> {
    prop_oneof![
        (name(), name()).prop_map(|(from, to)| Opening::Inbound { from, to }),
        (name(), name(), name()).prop_map(|(agent, from, to)| Opening::Outbound { agent, from, to }),
        (name(), name()).prop_map(|(agent, to)| Opening::Internal { agent, to }),
    ]
}

fn step() -> impl Strategy<Value = Step> {
    let misreported = (span(), span()).prop_map(|(at, corrected_after)| Misreport { at, corrected_after });
    (span(), action(), option::of(span()), option::of(misreported)).prop_map(|(at, action, delay, misreported)| Step {
        at,
        action,
        processing: Processing { delay, misreported },
    })
}

fn action() -> impl Strategy<Value = Action> {
    let by = || option::of(name());
    let channel = || option::of(guid());
    let party = || prop_oneof![Just(Party::Customer), agent_id().prop_map(Party::Agent)];
    let lasts = || prop_oneof![Just(SETBACK_LASTS), span()];
    let hang_up = select(&[HangUp::Customer, HangUp::Agent, HangUp::Platform][..]);
    prop_oneof![
        (name(), select(&AppletKind::ALL[..])).prop_map(|(name, kind)| Action::Applet { name, kind }),
        (name(), names(), names(), by()).prop_map(|(queue, skills, virtual_queues, by)| Action::Queue {
            queue,
            skills,
            virtual_queues,
            by
        }),
        (name(), channel()).prop_map(|(agent, channel)| Action::Ring { agent, channel }),
        party().prop_map(|party| Action::Answer { party }),
        (party(), lasts()).prop_map(|(party, lasts)| Action::NoAnswer { party, lasts }),
        (name(), lasts()).prop_map(|(agent, lasts)| Action::Fault { agent, lasts }),
        by().prop_map(|agent| Action::Hold { agent }),
        by().prop_map(|agent| Action::Retrieve { agent }),
        by().prop_map(|agent| Action::Park { agent }),
        name().prop_map(|agent| Action::Unpark { agent }),
        by().prop_map(|agent| Action::Interrupt { agent }),
        name().prop_map(|agent| Action::Resume { agent }),
        (name(), by(), channel()).prop_map(|(agent, by, channel)| Action::Consult { agent, by, channel }),
        (name(), by()).prop_map(|(to, by)| Action::Transfer { to, by }),
        (name(), by(), channel()).prop_map(|(to, by, channel)| Action::BlindTransfer { to, by, channel }),
        name().prop_map(|with| Action::Conference { with }),
        name().prop_map(|agent| Action::Leave { agent }),
        Just(Action::StartRecording),
        Just(Action::StopRecording),
        select(&Breakout::ALL[..]).prop_map(|why| Action::BreakOut { why }),
        name().prop_map(|flow| Action::CallBack { flow }),
        (name(), channel()).prop_map(|(contact, channel)| Action::HandOver { contact, channel }),
        Just(Action::HandBack),
        (hang_up, span()).prop_map(|(by, clears)| Action::HangUp { by, clears }),
        name().prop_map(|agent| Action::Wrapped { agent }),
        (by(), name()).prop_map(|(agent, presence)| Action::Intend { agent, presence }),
        Just(Action::InternalError),
    ]
}

/// The first of each that have the same key.
fn distinct<T, K: Eq + Hash>(all: Vec<T>, key: impl Fn(&T) -> K) -> Vec<T> {
    let mut seen = HashSet::new();
    all.into_iter().filter(|one| seen.insert(key(one))).collect()
}
