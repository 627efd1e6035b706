//! A scenario by chance: what the model allows, as often as the config says.

mod telling;

use self::telling::Telling;
use super::cast::Cast;
use super::config::Config;
use super::floor::Floor;
use super::model::{Call, Who};
use crate::centre::Name;
use crate::chance::Chance;
use crate::flow::{Flow, Load, Medium, MediumManager, Opening};
use crate::guid::Guid;
use crate::scenario::{Pace, PresenceChange, Scenario};
use crate::time::{Instant, Span};

/// Midnights and changes of summer time, in London and in New York.
const CROSSINGS: [&str; 9] = [
    "2024-03-05T00:00:00Z", // midnight in London and by UTC
    "2024-07-01T23:00:00Z", // midnight in London, in summer
    "2024-03-05T05:00:00Z", // midnight in New York
    "2024-07-02T04:00:00Z", // midnight in New York, in summer
    "2024-03-31T01:00:00Z", // summer time begins in London
    "2024-10-27T01:00:00Z", // and ends
    "2024-03-10T07:00:00Z", // summer time begins in New York
    "2024-11-03T06:00:00Z", // and ends
    "2024-12-31T00:00:00Z", // the last midnight of a leap year
];

/// The day on which everything else happens.
const MORNING: &str = "2024-03-05T09:00:00Z";

/// How long before a crossing scenarios begin at most.
const EVE: Span = Span::from_secs(20 * 60);

/// A scenario that can have happened.
pub(super) fn draw(chance: Chance, config: &Config, cast: &Cast) -> Scenario {
    let scenario = Scenario::empty(Instant::EARLIEST);
    let floor = Floor::of(&scenario);
    let mut drawing = Drawing { chance, config, cast, scenario, floor, flows: Vec::new() };
    drawing.set_the_stage();
    drawing.presences();
    drawing.floor = Floor::of(&drawing.scenario);
    drawing.interactions();
    drawing.scenario.flows = drawing.flows;
    drawing.scenario.flows.sort_by_key(|flow| flow.start);
    drawing.scenario
}

struct Drawing<'c> {
    chance: Chance,
    config: &'c Config,
    cast: &'c Cast,
    scenario: Scenario,
    floor: Floor,
    flows: Vec<Flow>,
}

/// What is known of an interaction before anything happens in it.
struct Planned {
    start: Instant,
    medium: Medium,
    number: usize,
}

impl Drawing<'_> {
    fn set_the_stage(&mut self) {
        let crosses = self.chance.percent(self.config.percent.crossings);
        let crossing = if crosses { self.chance.pick(&CROSSINGS) } else { None };
        let start = match crossing.and_then(|at| Instant::parse(at).ok()) {
            Some(crossing) => crossing - self.up_to(EVE),
            None => Instant::parse(MORNING).unwrap_or(Instant::EARLIEST),
        };
        self.scenario.start = start;
        let delay = Span::from_secs(self.chance.one_of(&[0, 0, 2, 20]));
        let delay = if self.config.percent.late == 0 { Span::ZERO } else { delay };
        let categorised = Span::from_secs(self.chance.one_of(&[5, 5, 30]));
        self.scenario.processing = Pace { delay, categorised };
        // More often many than few: what needs several agents is what goes wrong.
        let most = i64::from(self.config.agents.clamp(1, Config::MOST_AGENTS));
        let agents = self.chance.between(1, most).max(self.chance.between(1, most));
        let numbered = self.chance.percent(20);
        self.scenario.centre = self.cast.centre(usize::try_from(agents).unwrap_or(1), numbered);
    }

    // ---- presences ----

    fn presences(&mut self) {
        for who in 0..self.scenario.centre.agents.len() {
            if !self.chance.percent(self.config.percent.logins) {
                continue;
            }
            let plan: &[&str] = self.chance.one_of(&[
                &["Logged Out", "Ready"],
                &["Logged Out", "Team meeting", "Ready", "Tea break", "Ready", "Logged Out"],
                &["Logged Out", "Ready (Outbound)", "Lunch", "Ready"],
                &["Ready", "Lunch", "Ready"],
                &["Ready", "Tea break", "Ready (Offline)", "Ready"],
                &["Ready", "Away", "Ready", "Logged Out", "Ready"],
                &["Ready", "Logged Out"],
                &["Extended Away", "Ready"],
                &["Logged Out"],
            ]);
            let agent = &mut self.scenario.centre.agents[who];
            agent.presence = plan[0].into();
            let agent = agent.id.clone();
            let mut at = self.scenario.start;
            for label in &plan[1..] {
                at = at + self.up_to(Span::from_millis(self.within().as_millis() / 3 + 1_000));
                let delay = self.delay();
                let presence = (*label).into();
                self.scenario.presences.push(PresenceChange { at, agent: agent.clone(), presence, delay });
            }
        }
        self.scenario.presences.sort_by_key(|change| change.at);
    }

    // ---- interactions ----

    fn interactions(&mut self) {
        let most = i64::from(self.config.interactions.min(Config::MOST_INTERACTIONS));
        let count = self.chance.between(most.min(1), most);
        let mut at = Vec::new();
        for _ in 0..count {
            let again = at.last().copied().filter(|_| self.chance.percent(self.config.percent.equal_instants));
            let begins = match again {
                Some(same) => same,
                None => self.up_to(self.within()),
            };
            at.push(begins);
        }
        at.sort_unstable();
        let mut planned = Vec::new();
        for (position, begins) in at.into_iter().enumerate() {
            let media = Medium::ALL.iter().map(|medium| self.config.media.of(*medium));
            let Some(medium) = self.chance.share(media) else { return };
            let medium = Medium::ALL[medium];
            planned.push(Planned { start: self.scenario.start + begins, medium, number: position + 1 });
        }
        // What is no call is interrupted by calls, so it has to know them.
        planned.sort_by_key(|plan| plan.medium.load() != Load::Live);
        for plan in planned {
            let name = format!("{} {}", word(plan.medium), plan.number);
            let Some((opening, call)) = self.open(&plan) else { continue };
            self.tell(&name, plan.start, plan.medium, opening, call, None);
        }
    }

    /// How an interaction begins; `None` if the config allows no way.
    fn open(&mut self, plan: &Planned) -> Option<(Opening, Call)> {
        let shares = self.config.openings;
        let internal = if plan.medium == Medium::Phone { shares.internal } else { 0 };
        let outbound = if plan.medium == Medium::PhoneCallback { 0 } else { shares.outbound };
        let way = self.chance.share([shares.inbound, outbound, internal].into_iter())?;
        let begins_by_agent = if way > 0 { self.who_could_begin(plan.start, plan.medium) } else { None };
        match (way, begins_by_agent) {
            (1, Some(by)) => self.outbound(plan.medium, by),
            (2, Some(by)) => {
                let mut others = self.agents(|floor, who| who != by && floor.is_logged_in(who, plan.start));
                if !self.chance.percent(self.config.percent.overlaps) {
                    others.retain(|who| self.floor.is_free(*who, plan.start));
                }
                let to = *self.chance.pick(&others)?;
                let call = Call::internal(plan.medium, self.floor.len(), by, to)?;
                Some((Opening::Internal { agent: self.id(by), to: self.id(to) }, call))
            }
            _ if shares.inbound == 0 => None,
            _ => {
                let from = self.chance.pick(&self.cast.customers)?.address(plan.medium).clone();
                let to = self.chance.pick(self.cast.addresses(plan.medium))?.address.clone();
                Some((Opening::Inbound { from, to }, Call::inbound(plan.medium, self.floor.len())))
            }
        }
    }

    fn outbound(&mut self, medium: Medium, by: Who) -> Option<(Opening, Call)> {
        let to = self.chance.pick(&self.cast.customers)?.address(medium).clone();
        let own = self.scenario.centre.agents[by].touchpoint.clone();
        let shown = self.chance.pick(self.cast.addresses(medium))?.address.clone();
        let from = if self.chance.percent(50) { own } else { shown };
        let call = Call::outbound(medium, self.floor.len(), by)?;
        Some((Opening::Outbound { agent: self.id(by), from, to }, call))
    }

    fn who_could_begin(&mut self, at: Instant, medium: Medium) -> Option<Who> {
        let mut able = self.agents(|floor, who| floor.is_logged_in(who, at));
        if medium.load() == Load::Live {
            able.retain(|who| self.floor.is_free(*who, at));
        }
        self.chance.pick(&able).copied()
    }

    /// Whether the agent could make the call that a callback leads to: beside another one only if calls ever overlap.
    fn could_call_back(&self, who: Who, at: Instant) -> bool {
        let never_overlaps = self.config.percent.overlaps == 0;
        self.floor.is_logged_in(who, at) && (!never_overlaps || self.floor.is_free(who, at))
    }

    fn tell(
        &mut self,
        name: &str,
        start: Instant,
        medium: Medium,
        opening: Opening,
        call: Call,
        conversation: Option<Guid>,
    ) {
        let managers = [MediumManager::Vcc, MediumManager::Uc, MediumManager::Vbc];
        let manager = if self.chance.percent(90) { MediumManager::Cc } else { self.chance.one_of(&managers) };
        let flow = Flow {
            name: name.into(),
            medium,
            manager,
            start,
            opening,
            guid: Guid::derived(&["interaction", name]),
            conversation: conversation.unwrap_or_else(|| Guid::derived(&["conversation", name])),
            service: self.chance.percent(5).then(|| "Hotline".into()),
            outcome: self.chance.percent(5).then(|| "Resolved".into()),
            plan_after: self.chance.percent(10).then(|| self.up_to(Span::from_millis(900))),
            categorised: self.chance.percent(15).then(|| self.up_to(Span::from_secs(600))),
            steps: Vec::new(),
        };
        let mut telling = Telling { drawing: self, flow, call, at: Span::ZERO, call_back: None };
        telling.go_on();
        telling.come_to_an_end();
        let Telling { flow, call, call_back, .. } = telling;
        if medium.load() == Load::Live {
            self.floor.note(start, &call);
        }
        let conversation = flow.conversation;
        self.flows.push(flow);
        if let Some((name, start, by)) = call_back
            && let Some((opening, call)) = self.outbound(Medium::Phone, by)
        {
            self.tell(&name, start, Medium::Phone, opening, call, Some(conversation));
        }
    }

    // ---- what is drawn in many places ----

    fn agents(&self, is: impl Fn(&Floor, Who) -> bool) -> Vec<Who> {
        (0..self.floor.len()).filter(|who| is(&self.floor, *who)).collect()
    }

    fn id(&self, who: Who) -> Name {
        self.scenario.centre.agents[who].id.clone()
    }

    fn within(&self) -> Span {
        self.config.within.min(Config::LONGEST)
    }

    /// A span of up to that much.
    fn up_to(&mut self, most: Span) -> Span {
        Span::from_millis(self.chance.between(0, most.as_millis().max(0)))
    }

    /// How long what happens next takes to come: mostly seconds, now and then nothing, or minutes.
    fn gap(&mut self) -> Span {
        if self.chance.percent(self.config.percent.equal_instants) {
            return Span::ZERO;
        }
        match self.chance.between(1, 10) {
            1..=4 => Span::from_millis(self.chance.between(1, 3_000)),
            5..=9 => self.chance.secs(3, 60),
            _ => self.chance.secs(60, 600),
        }
    }

    /// How late the platform processes something; `None` for the usual pace.
    fn delay(&mut self) -> Option<Span> {
        let is_late = self.chance.percent(self.config.percent.late);
        is_late.then(|| self.up_to(Span::from_secs(200)))
    }
}

fn word(medium: Medium) -> &'static str {
    match medium {
        Medium::Phone => "call",
        Medium::PhoneCallback => "callback",
        Medium::Email => "email",
        Medium::Chat => "chat",
        Medium::Case => "case",
    }
}
