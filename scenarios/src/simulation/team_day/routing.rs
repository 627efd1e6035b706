//! What comes in, how it waits, and to whom it is offered.

use super::{TeamDay, position};
use crate::flow::{Action, AppletKind, Breakout, HangUp, Load, Medium, Opening, Party, SETBACK_LASTS};
use crate::simulation::agenda::Event;
use crate::simulation::case::{Case, OfferEnd, Stage};
use crate::simulation::chance::{Chance, Stream};
use crate::simulation::desk::Wanted;
use crate::simulation::setting::{Millis, RINGS_FOR};

/// From the beginning of what is written until it is in a queue.
const QUEUES_AFTER: Millis = 350;

/// From the moment that nobody took what was meant for them until it is in a queue.
pub(super) const QUEUES_AGAIN_AFTER: Millis = 300;

impl TeamDay<'_> {
    /// Something begins: by a customer, or by an agent who has nothing else to do.
    pub(super) fn arrive(&mut self, at: Millis) {
        self.arrived += 1;
        let mut chance = self.key.stream(Stream::Interaction, self.arrived);
        let shares = self.setting.team.media.shares();
        let mut drawn = chance.below(shares.iter().sum());
        let kind = shares.iter().position(|share| {
            let here = drawn < *share;
            drawn = drawn.wrapping_sub(*share);
            here
        });
        match kind {
            Some(0) => self.call_in(at, chance),
            Some(1) => self.write_in(at, Medium::Chat, chance),
            Some(2) => self.write_in(at, Medium::Email, chance),
            Some(3) => self.write_in(at, Medium::Case, chance),
            Some(4) => self.call_out(at, chance),
            Some(_) | None => self.call_colleague(at, chance),
        }
    }

    /// A call comes in, and goes through the plan.
    fn call_in(&mut self, at: Millis, mut chance: Chance) {
        let (setting, words) = (self.setting, &self.setting.words);
        let percent = &setting.team.percent;
        let from = setting.customers.phones[chance.below(setting.customers.phones.len() as u32) as usize].clone();
        let lasts = setting.times.plan.held(&mut chance);
        let leaves = chance.percent(percent.left_in_plan);
        let is_personal = chance.percent(percent.personal);
        let recorded = chance.percent(percent.recorded);
        let case =
            self.begin(at, Medium::Phone, Opening::Inbound { from, to: setting.addresses.phone.clone() }, chance);
        self.cases[case].recorded = recorded;
        self.cases[case].queue = self.queue_by_share(case);
        if lasts > 0 {
            self.applet(case, at + lasts / 8, &words.welcome, AppletKind::Announcement);
            if leaves {
                return self.hang_up(case, at + lasts / 2, HangUp::Customer);
            }
            self.applet(case, at + lasts * 2 / 3, &words.menu, AppletKind::Menu);
            self.applet(case, at + lasts - lasts / 16, &words.skill, AppletKind::SkillTagger);
        }
        let reaches = if is_personal { Event::AsksFor(position(case)) } else { Event::Queues(position(case)) };
        self.agenda.note(at + lasts, reaches);
    }

    /// Something that is no call comes in.
    fn write_in(&mut self, at: Millis, medium: Medium, mut chance: Chance) {
        let (customers, addresses) = (&self.setting.customers, &self.setting.addresses);
        let (who, to) = match medium {
            Medium::Chat => (&customers.visitors, &addresses.website),
            Medium::Email => (&customers.mailboxes, &addresses.mailbox),
            Medium::Case => (&customers.cases, &addresses.cases),
            Medium::Phone | Medium::PhoneCallback => (&customers.phones, &addresses.phone),
        };
        let from = who[chance.below(who.len() as u32) as usize].clone();
        let case = self.begin(at, medium, Opening::Inbound { from, to: to.clone() }, chance);
        self.cases[case].queue = self.queue_by_share(case);
        self.agenda.note(at + QUEUES_AFTER, Event::Queues(position(case)));
    }

    fn queue_by_share(&mut self, case: usize) -> usize {
        let lines = &self.setting.queues;
        let Some(last) = lines.last() else { return 0 };
        if lines.len() == 1 {
            return 0;
        }
        let drawn = self.cases[case].chance.below(last.up_to);
        lines.partition_point(|line| line.up_to <= drawn)
    }

    pub(super) fn applet(&mut self, case: usize, at: Millis, name: &crate::centre::Name, kind: AppletKind) {
        self.step(case, at, Action::Applet { name: name.clone(), kind });
    }

    /// A caller asks for one agent, and is put through if that agent is free.
    pub(super) fn ask_for_one(&mut self, case: usize, at: Millis) {
        let wanted = self.wanted(case);
        let desk = self.cases[case].chance.below(self.desks.len() as u32) as usize;
        if self.desks.get(desk).is_none_or(|agent| !agent.is_idle() || !wanted.suits(agent)) {
            return self.enter_queue(case, at, None);
        }
        self.tell_queue(case, at, None);
        self.cases[case].personal = true;
        self.offer(case, desk, at);
    }

    /// The agent whom a caller has asked for does not take the call, which goes on into the queue of all.
    fn declined(&mut self, case: usize, at: Millis) {
        self.cases[case].personal = false;
        self.cases[case].stage = Stage::InPlan;
        self.step(case, at, Action::BreakOut { why: Breakout::AgentDecline });
        self.agenda.note(at + QUEUES_AGAIN_AFTER, Event::Queues(position(case)));
    }

    fn tell_queue(&mut self, case: usize, at: Millis, by: Option<usize>) {
        let queue = self.setting.queues[self.cases[case].queue].name.clone();
        let by = by.map(|desk| self.name(desk));
        let virtual_queues = vec![self.setting.addresses.virtual_queue.clone()];
        self.step(case, at, Action::Queue { skills: vec![queue.clone()], queue, virtual_queues, by });
    }

    /// The interaction enters its queue; from an agent's hands if `by` hands it over.
    pub(super) fn enter_queue(&mut self, case: usize, at: Millis, by: Option<usize>) {
        let setting = self.setting;
        let number = self.cases[case].queue;
        self.tell_queue(case, at, by);
        let medium = self.flows[case].medium;
        let called_in = medium == Medium::Phone && matches!(self.flows[case].opening, Opening::Inbound { .. });
        let Case { chance, load, since, gives_up, stage, .. } = &mut self.cases[case];
        let patience = match (medium, &load) {
            (Medium::PhoneCallback, _) | (_, Load::NonLive) => None,
            (_, Load::SemiLive) => setting.times.chat_patience.draw(chance),
            (_, Load::Live) => setting.times.patience.draw(chance),
        };
        let wants_call_back = called_in && chance.percent(setting.team.percent.callback);
        let load = *load;
        *gives_up = patience.map_or(Millis::MAX, |patience| at + patience);
        *since = at;
        *stage = Stage::Waiting;
        if load == Load::Live && self.logged_in[number] == 0 {
            return self.turn_away(case, at, Breakout::NoAgents);
        }
        if let Some(desk) = self.wanted(case).best(&self.desks) {
            return self.offer(case, desk, at);
        }
        if self.dark {
            return self.turn_away(case, at, Breakout::QueueDuration);
        }
        if medium == Medium::Phone {
            let limits = &setting.team.limits;
            let ahead = self.waiting[load as usize][number].len();
            if ahead >= limits.waiting as usize {
                return self.turn_away(case, at, Breakout::QueueLength);
            }
            let estimate = (ahead as Millis + 1) * setting.handling / Millis::from(self.logged_in[number]);
            if limits.estimated_wait.is_some_and(|longest| longest.as_millis() < estimate) {
                return self.turn_away(case, at, Breakout::EstimatedWaitTime);
            }
            if wants_call_back {
                self.agenda.note(at + limits.offer_callback.as_millis(), Event::CallbackOffered(position(case)));
            }
            if let Some(longest) = limits.longest_wait {
                self.agenda.note(at + longest.as_millis(), Event::WaitsTooLong(position(case)));
            }
        }
        self.wait(case);
        self.waiting[load as usize][number].push_back(position(case));
    }

    /// Notes when the customer gives up.
    fn wait(&mut self, case: usize) {
        let gives_up = self.cases[case].gives_up;
        if gives_up < Millis::MAX {
            self.agenda.note(gives_up, Event::GivesUp(position(case)));
        }
    }

    fn wanted(&self, case: usize) -> Wanted {
        let Case { load, queue, .. } = self.cases[case];
        let limits = &self.setting.team.limits;
        Wanted { load, skill: 1 << queue, chats: limits.chats, written: limits.written }
    }

    /// What has waited longest of what the agent can take is offered to them: calls first, then chats.
    pub(super) fn assign(&mut self, desk: usize, at: Millis) {
        if !self.desks[desk].is_open() {
            return;
        }
        for load in [Load::Live, Load::SemiLive, Load::NonLive] {
            // After closing, agents stay only for those who cannot wait until another day.
            if self.closed && load == Load::NonLive {
                return;
            }
            let agent = &self.desks[desk];
            let limits = &self.setting.team.limits;
            let wanted = Wanted { load, skill: agent.skills, chats: limits.chats, written: limits.written };
            if !wanted.suits(agent) {
                continue;
            }
            let lists = self.waiting[load as usize].iter().enumerate();
            let first = lists
                .filter(|(queue, _)| agent.skills & (1 << queue) != 0)
                .filter_map(|(queue, list)| Some((self.cases[*list.front()? as usize].since, queue)))
                .min();
            if let Some((_, queue)) = first
                && let Some(case) = self.waiting[load as usize][queue].pop_front()
            {
                return self.offer(case as usize, desk, at);
            }
        }
    }

    /// An agent is rung; how that ends is known at once. A callback needs no answer: the agent makes the call.
    pub(super) fn offer(&mut self, case: usize, desk: usize, at: Millis) {
        if self.flows[case].medium == Medium::PhoneCallback {
            return self.call_back(case, desk, at);
        }
        let percent = &self.setting.team.percent;
        let lines_fail = self.lines_fail(at);
        let Case { chance, gives_up, personal, .. } = &mut self.cases[case];
        let unanswered = if *personal { percent.declined } else { percent.unanswered };
        let drawn = chance.unit() * 100.0;
        let (end, rings_for) = if lines_fail || drawn < percent.fault {
            (OfferEnd::Fault, chance.between(300, 2_000))
        } else if drawn < percent.fault + unanswered {
            (OfferEnd::Unanswered, RINGS_FOR)
        } else {
            (OfferEnd::Answered, self.setting.times.ring.held(chance))
        };
        let (end, ends) =
            if *gives_up < at + rings_for { (OfferEnd::Abandoned, *gives_up) } else { (end, at + rings_for) };
        let (agent, channel) = (self.name(desk), self.channel(case));
        self.step(case, at, Action::Ring { agent, channel });
        self.desks[desk].rung = true;
        self.cases[case].desk = desk;
        self.cases[case].stage = Stage::Offered(end);
        self.agenda.note(ends, Event::OfferEnds(position(case)));
    }

    pub(super) fn offer_ends(&mut self, case: usize, at: Millis) {
        let Case { stage, desk, .. } = self.cases[case];
        let Stage::Offered(end) = stage else { return };
        match end {
            OfferEnd::Answered => {
                self.desks[desk].rung = false;
                self.desks[desk].idle_since = at;
                self.take_up(case, desk);
                self.agent_answers(case, at, desk);
                match self.cases[case].load {
                    Load::Live => {
                        self.desks[desk].calls = true;
                        self.interrupt_written(desk, at);
                        self.talk(case, at);
                    }
                    Load::SemiLive => {
                        self.desks[desk].chats += 1;
                        self.talk(case, at);
                        self.assign(desk, at);
                    }
                    Load::NonLive => {
                        self.desks[desk].written.push(position(case));
                        self.begin_writing(case, at);
                        self.assign(desk, at);
                    }
                }
            }
            OfferEnd::Unanswered => {
                let party = Party::Agent(self.name(desk));
                self.step(case, at, Action::NoAnswer { party, lasts: SETBACK_LASTS });
                self.set_back(desk, at);
                self.rejoin(case, at);
            }
            OfferEnd::Fault => {
                let agent = self.name(desk);
                self.step(case, at, Action::Fault { agent, lasts: SETBACK_LASTS });
                self.set_back(desk, at);
                self.rejoin(case, at);
            }
            OfferEnd::Abandoned => {
                self.hang_up(case, at, HangUp::Customer);
                self.desks[desk].rung = false;
                self.freed(desk, at);
            }
        }
    }

    /// An offer went wrong for the agent, who is offered nothing until that is over.
    pub(super) fn set_back(&mut self, desk: usize, at: Millis) {
        self.desks[desk].rung = true;
        self.agenda.note(at + SETBACK_LASTS.as_millis(), Event::Recovered(position(desk)));
    }

    /// What was offered in vain goes back to the head of its queue.
    fn rejoin(&mut self, case: usize, at: Millis) {
        if self.cases[case].personal {
            return self.declined(case, at);
        }
        self.cases[case].stage = Stage::Waiting;
        if let Some(desk) = self.wanted(case).best(&self.desks) {
            return self.offer(case, desk, at);
        }
        if self.dark {
            return self.turn_away(case, at, Breakout::QueueDuration);
        }
        self.wait_first(case);
    }

    /// The interaction waits at the head of its queue.
    pub(super) fn wait_first(&mut self, case: usize) {
        self.wait(case);
        let Case { queue, load, .. } = self.cases[case];
        self.waiting[load as usize][queue].push_front(position(case));
    }

    pub(super) fn give_up(&mut self, case: usize, at: Millis) {
        let Case { stage, gives_up, .. } = self.cases[case];
        if stage == Stage::Waiting && gives_up == at {
            self.leave_queue(case);
            self.hang_up(case, at, HangUp::Customer);
        }
    }

    /// A caller has waited for as long as anybody should.
    pub(super) fn waits_too_long(&mut self, case: usize, at: Millis) {
        let Case { stage, since, .. } = self.cases[case];
        let longest = self.setting.team.limits.longest_wait.map_or(Millis::MAX, |longest| longest.as_millis());
        if stage == Stage::Waiting && at - since == longest {
            self.leave_queue(case);
            self.turn_away(case, at, Breakout::QueueDuration);
        }
    }

    pub(super) fn leave_queue(&mut self, case: usize) {
        let Case { queue, load, .. } = self.cases[case];
        let list = &mut self.waiting[load as usize][queue];
        if let Some(place) = list.iter().position(|waiting| *waiting == position(case)) {
            list.remove(place);
        }
    }

    /// Nobody waits any longer.
    pub(super) fn send_everybody_away(&mut self, at: Millis) {
        for load in 0..self.waiting.len() {
            for queue in 0..self.waiting[load].len() {
                while let Some(case) = self.waiting[load][queue].pop_front() {
                    self.turn_away(case as usize, at, Breakout::QueueDuration);
                }
            }
        }
    }
}
