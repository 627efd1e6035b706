//! A scenario by chance: what the model allows, as often as the config says.

use std::mem::discriminant;

use super::cast::Cast;
use super::config::Config;
use super::floor::Floor;
use super::model::{Act, Call, Customer, Who};
use crate::centre::Name;
use crate::chance::Chance;
use crate::flow::{
    Action, AppletKind, Breakout, CONSULT_RINGS_AFTER, Flow, HangUp, Load, Medium, MediumManager, Misreport, Opening,
    Party, Processing, SETBACK_LASTS, Step,
};
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

/// An interaction while it is being told.
struct Telling<'d, 'c> {
    drawing: &'d mut Drawing<'c>,
    flow: Flow,
    call: Call,
    at: Span,
    /// The call that a callback leads to: its name, start and agent.
    call_back: Option<(String, Instant, Who)>,
}

impl Telling<'_, '_> {
    fn go_on(&mut self) {
        let most = i64::from(self.drawing.config.steps.min(Config::MOST_STEPS));
        for _ in 0..self.drawing.chance.between(0, most).max(self.drawing.chance.between(0, most)) {
            self.wait();
            if !self.step() {
                return;
            }
        }
    }

    /// Mostly, everybody leaves and finishes their after-work.
    fn come_to_an_end(&mut self) {
        if self.drawing.chance.percent(self.drawing.config.percent.unfinished) {
            return;
        }
        if !self.call.is_over() {
            self.at = self.at + self.drawing.gap();
            let acts = self.call.next(self.at);
            let ends: Vec<Act> = acts.into_iter().filter(|act| is_end(*act) && self.share(*act) > 0).collect();
            let Some(end) = self.drawing.chance.pick(&ends).copied() else { return };
            self.take(end);
        }
        for who in 0..self.drawing.floor.len() {
            let can_wrap = self.share(Act::Wrapped(who)) > 0 && self.call.next(self.at).contains(&Act::Wrapped(who));
            if can_wrap && self.drawing.chance.percent(75) {
                self.at = self.at + self.drawing.gap();
                self.take(Act::Wrapped(who));
            }
        }
    }

    /// Time passes; often until the agent's next call, where that could come between.
    fn wait(&mut self) {
        self.at = self.at + self.drawing.gap();
        if self.flow.medium.load() == Load::Live || !self.drawing.chance.percent(40) {
            return;
        }
        let next_call = |who| self.drawing.floor.next_call(who, self.flow.start + self.at);
        if let Some(at) = self.call.only_talker().and_then(next_call) {
            self.at = at - self.flow.start;
        }
    }

    /// One of the things that can come next, if any.
    fn step(&mut self) -> bool {
        let overlap = self.drawing.chance.percent(self.drawing.config.percent.overlaps);
        let surprise = self.drawing.chance.percent(self.drawing.config.percent.surprises);
        let mut acts = self.call.next(self.at);
        acts.retain(|act| self.is_possible(*act, overlap, surprise));
        let mut kinds: Vec<(Act, u32)> = Vec::with_capacity(acts.len());
        for act in &acts {
            if !kinds.iter().any(|(kind, _)| discriminant(kind) == discriminant(act)) {
                let share = self.share(*act);
                kinds.push((*act, if surprise { Self::surprising(*act) * share.min(1) } else { share }));
            }
        }
        let Some(kind) = self.drawing.chance.share(kinds.iter().map(|(_, share)| *share)) else { return false };
        acts.retain(|act| discriminant(act) == discriminant(&kinds[kind].0));
        let Some(act) = self.drawing.chance.pick(&acts).copied() else { return false };
        self.take(act);
        true
    }

    /// Whether the rest of the centre lets it happen.
    fn is_possible(&self, act: Act, overlap: bool, surprise: bool) -> bool {
        let floor = &self.drawing.floor;
        let now = self.flow.start + self.at;
        let takes = |who, at| {
            let is_busy = self.flow.medium.load() == Load::Live && !floor.is_free(who, at);
            floor.is_logged_in(who, at) && (overlap || !is_busy)
        };
        if let Act::Ring(who) = act {
            // The platform offers interactions to those who are ready.
            return takes(who, now) && (surprise || floor.is_ready(who, now));
        }
        if let Act::Consult { to, .. } | Act::BlindTransfer { to, .. } = act {
            return takes(to, now + CONSULT_RINGS_AFTER);
        }
        if let Act::Interrupt(who) = act {
            return floor.is_on_call(who, now);
        }
        if act == Act::CallBack {
            return (0..floor.len()).any(|who| self.drawing.could_call_back(who, now));
        }
        self.lets_talk(act)
    }

    /// Whether nobody talks on two calls at once from then on.
    fn lets_talk(&self, act: Act) -> bool {
        let begins = matches!(
            act,
            Act::Answer(_)
                | Act::CustomerAnswers
                | Act::Retrieve(_)
                | Act::Unpark(_)
                | Act::Conference(_)
                | Act::Transfer { .. }
        );
        if !begins || self.flow.medium != Medium::Phone || self.drawing.floor.is_silent(self.flow.start + self.at) {
            return true;
        }
        let mut then = self.call.clone();
        then.take(act, self.at);
        self.drawing.floor.lets_talk(self.flow.start, &then, self.flow.steps.len())
    }

    /// How often it is taken, relative to what else is possible.
    fn share(&self, act: Act) -> u32 {
        let shares = &self.drawing.config.actions;
        match act {
            Act::Applet => shares.applet,
            Act::Queue => shares.queue,
            Act::Ring(_) if self.call.customer() == Customer::Plan => shares.personal,
            Act::Ring(_) => shares.ring,
            Act::Answer(_) | Act::CustomerAnswers => shares.answer,
            Act::NoAnswer(_) | Act::CustomerDoesNotAnswer => shares.no_answer,
            Act::Fault(_) => shares.fault,
            Act::Hold(_) => shares.hold,
            Act::Retrieve(_) => shares.retrieve,
            Act::Park(_) => shares.park,
            Act::Unpark(_) => shares.unpark,
            Act::Interrupt(_) => shares.interrupt,
            Act::Resume(_) => shares.resume,
            Act::Consult { .. } => shares.consult,
            Act::Transfer { .. } => shares.transfer,
            Act::BlindTransfer { .. } | Act::QueueFrom(_) => shares.blind_transfer,
            Act::Conference(_) => shares.conference,
            Act::Leave(_) => shares.leave,
            Act::StartRecording | Act::StopRecording => shares.recording,
            Act::BreakOut => shares.breakout,
            Act::CallBack => shares.call_back,
            Act::HandOver => shares.hand_over,
            Act::HandBack => shares.hand_back,
            Act::CustomerHangsUp if !self.call.anybody_has_the_customer() => shares.abandon,
            Act::CustomerHangsUp | Act::AgentHangsUp | Act::PlatformHangsUp => shares.hangup,
            Act::Wrapped(_) => shares.wrapped,
            Act::Intend(_) => shares.intend,
            Act::InternalError => shares.internal_error,
        }
    }

    /// How often it is taken where how usual it is does not count: everything alike, but what ends too much.
    fn surprising(act: Act) -> u32 {
        if is_end(act) || act == Act::InternalError {
            1
        } else if let Act::Fault(_) = act {
            3
        } else {
            10
        }
    }

    fn take(&mut self, act: Act) {
        let Some(action) = self.action(act) else { return };
        let mut processing = Processing { delay: self.drawing.delay(), misreported: None };
        if act == Act::HandBack && self.drawing.chance.percent(self.drawing.config.percent.late_contacts) {
            processing.delay = Some(self.drawing.chance.secs(120, 1_800));
        }
        if self.drawing.chance.percent(self.drawing.config.percent.corrected) {
            let wrong = self.at + self.drawing.chance.secs(-20, 60);
            let corrected_after = self.drawing.chance.secs(1, 400);
            processing.misreported = Some(Misreport { at: wrong.max(Span::ZERO), corrected_after });
        }
        self.call.take(act, self.at);
        self.flow.steps.push(Step { at: self.at, action, processing });
    }

    /// The step with its details; `None` if nobody is there for it.
    fn action(&mut self, act: Act) -> Option<Action> {
        let id = |who: Who| self.drawing.scenario.centre.agents[who].id.clone();
        // The agent may be left out where there is only one.
        let only = self.call.only_talker();
        let chance = &mut self.drawing.chance;
        let mut maybe = |who| if only == Some(who) && chance.percent(50) { None } else { Some(id(who)) };
        Some(match act {
            Act::Hold(who) => Action::Hold { agent: maybe(who) },
            Act::Retrieve(who) => Action::Retrieve { agent: maybe(who) },
            Act::Park(who) => Action::Park { agent: maybe(who) },
            Act::Interrupt(who) => Action::Interrupt { agent: maybe(who) },
            Act::Consult { by, to } => Action::Consult { agent: id(to), by: maybe(by), channel: None },
            Act::Transfer { by, to } => Action::Transfer { to: id(to), by: maybe(by) },
            Act::BlindTransfer { by, to } => Action::BlindTransfer { to: id(to), by: maybe(by), channel: None },
            Act::Intend(who) => {
                let agent = maybe(who);
                let presence = self.drawing.chance.one_of(&["Lunch", "Tea break", "Team meeting"]).into();
                Action::Intend { agent, presence }
            }
            Act::Ring(who) => Action::Ring { agent: id(who), channel: None },
            Act::Answer(who) => Action::Answer { party: Party::Agent(id(who)) },
            Act::NoAnswer(who) => Action::NoAnswer { party: Party::Agent(id(who)), lasts: self.lasts() },
            Act::CustomerAnswers => Action::Answer { party: Party::Customer },
            Act::CustomerDoesNotAnswer => Action::NoAnswer { party: Party::Customer, lasts: SETBACK_LASTS },
            Act::Fault(who) => Action::Fault { agent: id(who), lasts: self.lasts() },
            Act::Unpark(who) => Action::Unpark { agent: id(who) },
            Act::Resume(who) => Action::Resume { agent: id(who) },
            Act::Conference(who) => Action::Conference { with: id(who) },
            Act::Leave(who) => Action::Leave { agent: id(who) },
            Act::Wrapped(who) => Action::Wrapped { agent: id(who) },
            Act::Applet => self.applet(),
            Act::Queue => self.queue(None)?,
            Act::QueueFrom(who) => self.queue(Some(who))?,
            Act::StartRecording => Action::StartRecording,
            Act::StopRecording => Action::StopRecording,
            Act::BreakOut => Action::BreakOut { why: self.why() },
            Act::CallBack => self.call_back()?,
            Act::HandOver => {
                let contact = self.drawing.chance.pick(&self.drawing.cast.contacts)?.clone();
                Action::HandOver { contact, channel: None }
            }
            Act::HandBack => Action::HandBack,
            Act::CustomerHangsUp => self.hang_up(HangUp::Customer),
            Act::AgentHangsUp => self.hang_up(HangUp::Agent),
            Act::PlatformHangsUp => self.hang_up(HangUp::Platform),
            Act::InternalError => Action::InternalError,
        })
    }

    fn applet(&mut self) -> Action {
        let kind = self.drawing.chance.one_of(&AppletKind::ALL);
        let name = match kind {
            AppletKind::Announcement => "Welcome",
            AppletKind::CallRecording => "Record calls",
            AppletKind::Menu => "Main menu",
            AppletKind::SkillTagger => "Skills",
            AppletKind::Acd => "To the queue",
            AppletKind::Callback => "Call me back",
            AppletKind::Voicemail => "Leave a message",
            AppletKind::CallConnectRouter => "Outside contact",
        };
        Action::Applet { name: name.into(), kind }
    }

    fn queue(&mut self, by: Option<Who>) -> Option<Action> {
        let Drawing { chance, scenario, .. } = &mut *self.drawing;
        let centre = &scenario.centre;
        let queue = chance.pick(&centre.queues)?.name.clone();
        let skills = centre.skills.iter().filter(|_| chance.percent(30)).cloned().collect();
        let virtual_queues = centre.virtual_queues.iter().filter(|_| chance.percent(25));
        let virtual_queues = virtual_queues.map(|queue| queue.name.clone()).collect();
        Some(Action::Queue { queue, skills, virtual_queues, by: by.map(|by| centre.agents[by].id.clone()) })
    }

    fn why(&mut self) -> Breakout {
        if self.flow.medium.load() == Load::Live {
            self.drawing.chance.one_of(&Breakout::ALL)
        } else {
            Breakout::QueueDuration
        }
    }

    fn call_back(&mut self) -> Option<Action> {
        let now = self.flow.start + self.at;
        let later = now + self.drawing.up_to(Span::from_secs(30));
        let able = |at| move |floor: &Floor, who: Who| floor.is_logged_in(who, at) && floor.is_free(who, at);
        let mut start = later;
        let mut who = self.drawing.agents(able(later));
        if who.is_empty() {
            start = now;
            who = (0..self.drawing.floor.len()).filter(|who| self.drawing.could_call_back(*who, now)).collect();
        }
        let by = *self.drawing.chance.pick(&who)?;
        let name = format!("call for {}", self.flow.name);
        let action = Action::CallBack { flow: name.as_str().into() };
        self.call_back = Some((name, start, by));
        Some(action)
    }

    fn hang_up(&mut self, by: HangUp) -> Action {
        let clears = if self.drawing.chance.percent(30) { Span::from_millis(700) } else { Span::ZERO };
        Action::HangUp { by, clears }
    }

    fn lasts(&mut self) -> Span {
        if self.drawing.chance.percent(60) { SETBACK_LASTS } else { self.drawing.chance.secs(1, 60) }
    }
}

fn is_end(act: Act) -> bool {
    matches!(act, Act::CustomerHangsUp | Act::AgentHangsUp | Act::PlatformHangsUp | Act::CustomerDoesNotAnswer)
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
