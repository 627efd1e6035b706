//! An interaction, step by step.

use std::mem::discriminant;

use super::Drawing;
use crate::flow::{
    Action, AppletKind, Breakout, CONSULT_RINGS_AFTER, Flow, HangUp, Load, Medium, Misreport, Party, Processing,
    SETBACK_LASTS, Step,
};
use crate::generate::config::Config;
use crate::generate::floor::Floor;
use crate::generate::model::{Act, Call, Customer, Who};
use crate::time::{Instant, Span};

/// An interaction while it is being told.
pub(super) struct Telling<'d, 'c> {
    pub(super) drawing: &'d mut Drawing<'c>,
    pub(super) flow: Flow,
    pub(super) call: Call,
    pub(super) at: Span,
    /// The call that a callback leads to: its name, start and agent.
    pub(super) call_back: Option<(String, Instant, Who)>,
}

impl Telling<'_, '_> {
    pub(super) fn go_on(&mut self) {
        let most = i64::from(self.drawing.config.steps.min(Config::MOST_STEPS));
        for _ in 0..self.drawing.chance.between(0, most).max(self.drawing.chance.between(0, most)) {
            self.wait();
            if !self.step() {
                return;
            }
        }
    }

    /// Mostly, everybody leaves and finishes their after-work.
    pub(super) fn come_to_an_end(&mut self) {
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
