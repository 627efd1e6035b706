//! A small model of one interaction: who is where, and what can come next.
//!
//! It is a second opinion. It was written from what the steps mean, and asks neither the table of legal steps nor the
//! compiler; where it disagrees with them, one of the two is wrong, and the tests look for that.

use crate::flow::{CONSULT_RINGS_AFTER, Load, Medium};
use crate::time::Span;

/// An agent, by their position in the centre.
pub(super) type Who = usize;

/// One thing that can happen, without its details.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Act {
    Applet,
    Queue,
    /// An agent gives the interaction to a queue.
    QueueFrom(Who),
    HandOver,
    HandBack,
    BreakOut,
    CallBack,
    Ring(Who),
    Answer(Who),
    NoAnswer(Who),
    CustomerAnswers,
    CustomerDoesNotAnswer,
    Fault(Who),
    Hold(Who),
    Retrieve(Who),
    Park(Who),
    Unpark(Who),
    Interrupt(Who),
    Resume(Who),
    Consult {
        by: Who,
        to: Who,
    },
    Transfer {
        by: Who,
        to: Who,
    },
    BlindTransfer {
        by: Who,
        to: Who,
    },
    Conference(Who),
    Leave(Who),
    StartRecording,
    StopRecording,
    CustomerHangsUp,
    AgentHangsUp,
    PlatformHangsUp,
    InternalError,
    Wrapped(Who),
    Intend(Who),
}

/// Where the customer is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Customer {
    /// There is none: colleagues talk among themselves.
    None,
    /// Has not answered yet.
    Rung,
    Plan,
    Queue,
    /// With the agents, held or not.
    Agents,
    /// With an outside contact.
    Contact,
}

/// What an agent has to do with the interaction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// Nothing.
    Out,
    /// Was in it, and may have after-work to do.
    Left,
    /// Calls, and waits for the answer.
    Calls,
    /// Is rung from then on; by whoever consults them, or as the next one to take it.
    Rings {
        from: Span,
        consulted_by: Option<Who>,
    },
    Talks,
    /// Talks to the colleague who consults them.
    Advises(Who),
    Parked,
    Interrupted,
}

/// An interaction as far as it has gone.
#[derive(Clone, Debug)]
pub(super) struct Call {
    medium: Medium,
    customer: Customer,
    parts: Vec<Part>,
    held_by: Option<Who>,
    recording: bool,
    over: bool,
    /// Nothing more is processed, not even after-work.
    broken: bool,
    /// When agents were rung or talked.
    pub(super) work: Vec<Stretch>,
    /// When they talked, and had nobody on hold meanwhile.
    pub(super) talks: Vec<Stretch>,
    taken: usize,
}

/// From when to when an agent did something.
#[derive(Clone, Copy, Debug)]
pub(super) struct Stretch {
    pub(super) who: Who,
    pub(super) from: Span,
    /// `None` while it goes on.
    pub(super) until: Option<Span>,
    /// How many steps came before the one that it began with.
    pub(super) step: usize,
}

impl Call {
    /// A customer has reached the centre.
    pub(super) fn inbound(medium: Medium, agents: usize) -> Self {
        Self {
            medium,
            customer: Customer::Plan,
            parts: vec![Part::Out; agents],
            held_by: None,
            recording: false,
            over: false,
            broken: false,
            work: Vec::new(),
            talks: Vec::new(),
            taken: 0,
        }
    }

    /// An agent contacts a customer; what is no call needs no answer. Nobody calls by a callback that waits in a queue.
    pub(super) fn outbound(medium: Medium, agents: usize, by: Who) -> Option<Self> {
        let mut call = Self::inbound(medium, agents);
        let (customer, part) = match medium {
            Medium::Phone => (Customer::Rung, Part::Calls),
            Medium::Email | Medium::Chat | Medium::Case => (Customer::Agents, Part::Talks),
            Medium::PhoneCallback => return None,
        };
        call.customer = customer;
        call.set(by, part, Span::ZERO);
        Some(call)
    }

    /// An agent calls a colleague.
    pub(super) fn internal(medium: Medium, agents: usize, by: Who, to: Who) -> Option<Self> {
        if medium != Medium::Phone || by == to {
            return None;
        }
        let mut call = Self::inbound(medium, agents);
        call.customer = Customer::None;
        call.set(by, Part::Calls, Span::ZERO);
        call.set(to, Part::Rings { from: Span::ZERO, consulted_by: None }, Span::ZERO);
        Some(call)
    }

    /// Everything that can happen so long after the start.
    pub(super) fn next(&self, at: Span) -> Vec<Act> {
        let mut acts = Vec::with_capacity(32);
        if self.broken {
            return acts;
        }
        if !self.over {
            self.to_the_customer(&mut acts);
            for who in 0..self.parts.len() {
                self.by_or_to(who, at, &mut acts);
            }
            acts.push(Act::InternalError);
        }
        for (who, part) in self.parts.iter().enumerate() {
            if *part == Part::Left {
                acts.push(Act::Wrapped(who));
            }
            if *part != Part::Out {
                acts.push(Act::Intend(who));
            }
        }
        acts
    }

    fn to_the_customer(&self, acts: &mut Vec<Act>) {
        let is_call = self.medium == Medium::Phone;
        match self.customer {
            Customer::None => acts.push(Act::AgentHangsUp),
            Customer::Rung => acts.extend([Act::CustomerAnswers, Act::CustomerDoesNotAnswer, Act::AgentHangsUp]),
            Customer::Plan => {
                if !self.anybody_rings() {
                    acts.extend([Act::Applet, Act::Queue]);
                    acts.extend(is_call.then_some(Act::HandOver));
                }
                acts.extend([Act::CustomerHangsUp, Act::PlatformHangsUp]);
            }
            Customer::Queue => {
                acts.extend([Act::BreakOut, Act::CustomerHangsUp]);
                acts.extend((self.medium == Medium::PhoneCallback).then_some(Act::CallBack));
            }
            Customer::Agents => {
                acts.push(Act::CustomerHangsUp);
                acts.extend(self.anybody_has_the_customer().then_some(Act::AgentHangsUp));
            }
            Customer::Contact => acts.extend([Act::HandBack, Act::CustomerHangsUp, Act::PlatformHangsUp]),
        }
        if self.recording {
            acts.push(Act::StopRecording);
        } else if is_call && self.talkers() > 0 {
            acts.push(Act::StartRecording);
        }
    }

    fn by_or_to(&self, who: Who, at: Span, acts: &mut Vec<Act>) {
        let part = self.parts[who];
        if !matches!(part, Part::Out | Part::Left) {
            acts.push(Act::Fault(who));
        }
        match part {
            Part::Out | Part::Left => {
                let offered = matches!(self.customer, Customer::Plan | Customer::Queue);
                if offered && self.medium != Medium::PhoneCallback && !self.anybody_rings() {
                    acts.push(Act::Ring(who));
                }
            }
            Part::Calls => {}
            Part::Rings { from, .. } => {
                if at >= from {
                    acts.extend([Act::Answer(who), Act::NoAnswer(who)]);
                }
            }
            Part::Talks => self.by_a_talker(who, acts),
            Part::Advises(_) => acts.extend([Act::Conference(who), Act::Leave(who)]),
            Part::Parked => acts.push(Act::Unpark(who)),
            Part::Interrupted => acts.push(Act::Resume(who)),
        }
    }

    fn by_a_talker(&self, who: Who, acts: &mut Vec<Act>) {
        let is_call = self.medium == Medium::Phone;
        let with_customer = self.customer == Customer::Agents;
        let consulted = self.parts.iter().position(|part| part.consulted_by() == Some(who));
        if let Some(to) = consulted {
            acts.push(Act::Transfer { by: who, to });
        }
        match self.held_by {
            Some(holder) if holder == who => acts.push(Act::Retrieve(who)),
            Some(_) => {}
            None => {
                if is_call && with_customer {
                    acts.push(Act::Hold(who));
                }
                if self.is_alone(who) {
                    acts.push(Act::Park(who));
                }
                if self.is_alone(who) && with_customer {
                    acts.push(Act::QueueFrom(who));
                    acts.extend(self.bystanders().map(|to| Act::BlindTransfer { by: who, to }));
                }
            }
        }
        if self.medium.load() != Load::Live {
            acts.push(Act::Interrupt(who));
        }
        let is_anybody_advising = self.parts.iter().any(|part| matches!(part, Part::Advises(_)));
        if is_call && with_customer && !self.anybody_rings() && !is_anybody_advising {
            acts.extend(self.bystanders().map(|to| Act::Consult { by: who, to }));
        }
        if with_customer && self.talkers() > 1 && consulted.is_none() {
            acts.push(Act::Leave(who));
        }
    }

    /// What comes of something that [`Self::next`] has listed.
    pub(super) fn take(&mut self, act: Act, at: Span) {
        self.turn(act, at);
        for who in 0..self.parts.len() {
            let is_talking = matches!(self.parts[who], Part::Talks | Part::Advises(_)) && self.held_by != Some(who);
            let open = self.talks.iter_mut().find(|talk| talk.who == who && talk.until.is_none());
            match open {
                None if is_talking => self.talks.push(Stretch { who, from: at, until: None, step: self.taken }),
                Some(talk) if !is_talking => talk.until = Some(at),
                None | Some(_) => {}
            }
        }
        self.taken += 1;
    }

    fn turn(&mut self, act: Act, at: Span) {
        match act {
            Act::Applet | Act::Intend(_) => {}
            Act::Queue => self.customer = Customer::Queue,
            Act::QueueFrom(who) => {
                self.set(who, Part::Left, at);
                self.customer = Customer::Queue;
            }
            Act::HandOver => self.customer = Customer::Contact,
            Act::HandBack => self.customer = Customer::Plan,
            Act::BreakOut => {
                for who in self.everybody(|part| matches!(part, Part::Rings { .. })) {
                    self.set(who, Part::Out, at);
                }
                self.customer = Customer::Plan;
            }
            Act::Ring(who) => self.set(who, Part::Rings { from: at, consulted_by: None }, at),
            Act::Answer(who) => self.answer(who, at),
            Act::NoAnswer(who) | Act::Fault(who) => self.drop_out(who, at),
            Act::CustomerAnswers => {
                self.customer = Customer::Agents;
                for who in self.everybody(|part| part == Part::Calls) {
                    self.set(who, Part::Talks, at);
                }
            }
            Act::Hold(who) => self.held_by = Some(who),
            Act::Retrieve(_) => self.held_by = None,
            Act::Park(who) => {
                self.set(who, Part::Parked, at);
                self.held_by = Some(who);
            }
            Act::Unpark(who) => {
                self.set(who, Part::Talks, at);
                self.held_by = None;
            }
            Act::Interrupt(who) => self.set(who, Part::Interrupted, at),
            Act::Resume(who) => self.set(who, Part::Talks, at),
            Act::Consult { by, to } => {
                self.held_by = self.held_by.or(Some(by));
                self.set(to, Part::Rings { from: at + CONSULT_RINGS_AFTER, consulted_by: Some(by) }, at);
            }
            Act::Transfer { by, to } => self.transfer(by, to, at),
            Act::BlindTransfer { by, to } => {
                self.set(by, Part::Left, at);
                self.set(to, Part::Rings { from: at + CONSULT_RINGS_AFTER, consulted_by: None }, at);
                self.customer = Customer::Plan;
            }
            Act::Conference(who) => {
                self.set(who, Part::Talks, at);
                self.held_by = None;
            }
            Act::Leave(who) => {
                if self.parts[who] == Part::Talks && self.held_by == Some(who) {
                    self.held_by = None;
                }
                self.set(who, Part::Left, at);
            }
            Act::StartRecording => self.recording = true,
            Act::StopRecording => self.recording = false,
            Act::InternalError => {
                self.end(at);
                self.broken = true;
            }
            Act::CustomerDoesNotAnswer
            | Act::CallBack
            | Act::CustomerHangsUp
            | Act::AgentHangsUp
            | Act::PlatformHangsUp => self.end(at),
            Act::Wrapped(who) => self.set(who, Part::Out, at),
        }
    }

    fn answer(&mut self, who: Who, at: Span) {
        if let Some(consulting) = self.parts[who].consulted_by() {
            self.set(who, Part::Advises(consulting), at);
            return;
        }
        self.set(who, Part::Talks, at);
        self.held_by = None;
        if self.customer == Customer::None {
            for caller in self.everybody(|part| part == Part::Calls) {
                self.set(caller, Part::Talks, at);
            }
        } else {
            self.customer = Customer::Agents;
        }
    }

    /// The agent's line is gone, and with it whatever hung on it.
    fn drop_out(&mut self, who: Who, at: Span) {
        self.set(who, Part::Out, at);
        for adviser in self.everybody(|part| part.consulted_by() == Some(who)) {
            let part = if matches!(self.parts[adviser], Part::Advises(_)) { Part::Left } else { Part::Out };
            self.set(adviser, part, at);
        }
        if self.held_by.is_some_and(|holder| matches!(self.parts[holder], Part::Out | Part::Left)) {
            self.held_by = None;
        }
        match self.customer {
            Customer::None | Customer::Rung => self.end(at),
            Customer::Agents if !self.anybody_has_the_customer() => self.customer = Customer::Plan,
            Customer::Agents | Customer::Plan | Customer::Queue | Customer::Contact => {}
        }
    }

    fn transfer(&mut self, by: Who, to: Who, at: Span) {
        self.set(by, Part::Left, at);
        if let Part::Rings { from, .. } = self.parts[to] {
            self.parts[to] = Part::Rings { from, consulted_by: None };
            if !self.anybody_has_the_customer() {
                self.customer = Customer::Plan;
            }
        } else {
            self.set(to, Part::Talks, at);
            self.held_by = None;
        }
    }

    fn end(&mut self, at: Span) {
        for who in self.everybody(|part| !matches!(part, Part::Out | Part::Left)) {
            // Whoever called a customer has after-work even if nobody answered.
            let called = self.parts[who] == Part::Calls && self.customer == Customer::Rung;
            let took_part = !matches!(self.parts[who], Part::Rings { .. } | Part::Calls);
            self.set(who, if called || took_part { Part::Left } else { Part::Out }, at);
        }
        self.over = true;
    }

    fn set(&mut self, who: Who, part: Part, at: Span) {
        match (self.parts[who].is_work(), part.is_work()) {
            (false, true) => {
                let from = if let Part::Rings { from, .. } = part { from } else { at };
                self.work.push(Stretch { who, from, until: None, step: self.taken });
            }
            (true, false) => {
                for work in self.work.iter_mut().filter(|work| work.who == who) {
                    work.until.get_or_insert(at);
                }
            }
            (true, true) | (false, false) => {}
        }
        self.parts[who] = part;
    }

    /// Where the customer is.
    pub(super) fn customer(&self) -> Customer {
        self.customer
    }

    /// Whether the interaction has ended.
    pub(super) fn is_over(&self) -> bool {
        self.over
    }

    /// The only agent who talks; `None` if there are none or several.
    pub(super) fn only_talker(&self) -> Option<Who> {
        let mut talkers = self.everybody(|part| part == Part::Talks).into_iter();
        talkers.next().filter(|_| talkers.next().is_none())
    }

    /// The agent who holds the customer.
    pub(super) fn holder(&self) -> Option<Who> {
        self.held_by
    }

    /// The agent who consults this one.
    pub(super) fn consulting(&self, who: Who) -> Option<Who> {
        self.parts[who].consulted_by()
    }

    /// Whether an agent talks or has paused, so that the customer is somebody's.
    pub(super) fn anybody_has_the_customer(&self) -> bool {
        self.parts.iter().any(|part| matches!(part, Part::Talks | Part::Parked | Part::Interrupted))
    }

    fn anybody_rings(&self) -> bool {
        self.parts.iter().any(|part| matches!(part, Part::Rings { .. } | Part::Calls))
    }

    fn talkers(&self) -> usize {
        self.parts.iter().filter(|part| **part == Part::Talks).count()
    }

    fn is_alone(&self, who: Who) -> bool {
        let mut others = self.parts.iter().enumerate().filter(|(other, _)| *other != who);
        others.all(|(_, part)| matches!(part, Part::Out | Part::Left))
    }

    fn bystanders(&self) -> impl Iterator<Item = Who> + '_ {
        let parts = self.parts.iter().enumerate();
        parts.filter(|(_, part)| matches!(part, Part::Out | Part::Left)).map(|(who, _)| who)
    }

    fn everybody(&self, is: impl Fn(Part) -> bool) -> Vec<Who> {
        let parts = self.parts.iter().enumerate();
        parts.filter(|(_, part)| is(**part)).map(|(who, _)| who).collect()
    }
}

impl Part {
    fn consulted_by(self) -> Option<Who> {
        match self {
            Self::Rings { consulted_by, .. } => consulted_by,
            Self::Advises(consulting) => Some(consulting),
            Self::Out | Self::Left | Self::Calls | Self::Talks | Self::Parked | Self::Interrupted => None,
        }
    }

    fn is_work(self) -> bool {
        match self {
            Self::Calls | Self::Rings { .. } | Self::Talks | Self::Advises(_) => true,
            Self::Out | Self::Left | Self::Parked | Self::Interrupted => false,
        }
    }
}
