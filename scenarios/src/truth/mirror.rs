//! What became of each interaction, party by party?

use crate::centre::Name;
use crate::flow::{AppletKind, Flow, HeldKind, Medium, MediumManager, Opening};
use crate::guid::Guid;
use crate::scenario::Scenario;
use crate::time::{Instant, Span};

use super::account::{Account, Ended, accounts, address};
use super::queues::{QueueEntry, QueueKind, QueueOutcome};
use super::seat::Seat;
use super::stay::Stay;

/// An interaction as a copy of the API's would have it once everything has been processed: as far as it follows from
/// what happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mirrored {
    /// The interaction.
    pub interaction: Guid,
    /// The name of its flow.
    pub flow: Name,
    /// The conversation that it belongs to.
    pub conversation: Guid,
    /// Its medium.
    pub medium: Medium,
    /// The application that manages it.
    pub manager: MediumManager,
    /// Who began it, and with whom.
    pub opening: Opening,
    /// The address that began it; an agent's own, of a call to a colleague.
    pub connect_from: Name,
    /// The address that was contacted.
    pub connect_to: Name,
    /// How it came to its plan; `None` where no plan ran.
    pub plan: Option<Mapped>,
    /// What reports call the service; `None` where no plan ran.
    pub service: Option<Name>,
    /// How it ended, in the built-in vocabulary or as an administrator's text; `None` until then, and where neither has a
    /// word for it.
    pub outcome: Option<Name>,
    /// When it was categorised; `None` until then, and after an error.
    pub categorised: Option<Instant>,
    /// When it began.
    pub start: Instant,
    /// Where it stands.
    pub standing: Standing,
    /// From its start to when the last line was clear and the last wrap done; `None` while it goes on. What goes on with
    /// an outside contact does not count.
    pub duration: Option<Span>,
    /// Each party's part, by when it began, then by party.
    pub parts: Vec<Part>,
}

/// How an interaction came from an address to its plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mapped {
    /// The address's name.
    pub address: Name,
    /// The name of the mapping from it to the plan.
    pub mapping: Name,
    /// The plan's name.
    pub plan: Name,
    /// The plan's reporting group; `None` where it has none.
    pub reporting_group: Option<Name>,
}

/// Where an interaction stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Standing {
    /// It goes on, a wrap included.
    Ongoing,
    /// It is over.
    Completed,
    /// Processing ended on an error.
    InternalError,
}

/// One party's part in an interaction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// The party.
    pub who: Who,
    /// When it began.
    pub from: Instant,
    /// When it ended, wrap included; `None` while it goes on.
    pub to: Option<Instant>,
    /// What happened in it, by when it began, then by kind.
    pub events: Vec<PartEvent>,
}

/// A party. An outside contact has a part only once that is over.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Who {
    /// The customer.
    Customer,
    /// An agent.
    Agent(Name),
    /// An outside contact.
    Contact(Name),
}

/// Something that went on in a part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PartEvent {
    /// What.
    pub what: Happened,
    /// When it began.
    pub from: Instant,
    /// When it ended; `None` while it goes on.
    pub to: Option<Instant>,
}

/// What can go on in a part.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Happened {
    /// Is rung.
    Ringing,
    /// Is connected.
    Connected,
    /// Runs in that plan.
    Planned(Name),
    /// Passes an applet of the plan.
    Passed(Name, AppletKind),
    /// Is recorded.
    Recorded,
    /// Waits in an ACD queue, and what becomes of that.
    Queued(Name, QueueOutcome),
    /// Waits because of that agent.
    Held(Name, HeldKind),
    /// Does the after-work.
    Wrap,
}

/// Every interaction that had begun by then, by its start.
pub fn mirror(scenario: &Scenario, until: Instant) -> Vec<Mirrored> {
    let begun = accounts(scenario).filter(|(flow, _)| flow.start <= until);
    begun.map(|(flow, account)| mirrored(scenario, flow, account, until)).collect()
}

fn mirrored(scenario: &Scenario, flow: &Flow, account: Account, until: Instant) -> Mirrored {
    let ended = account.ended;
    let plan = plan(scenario, flow);
    let is_answered = account.seats.iter().any(Seat::has_answered);
    let outcome = outcome(flow, &account, is_answered);
    let mut parts: Vec<Part> = customer(&account, plan.as_ref(), until).into_iter().collect();
    parts.extend(account.seats.into_iter().filter_map(|seat| seat.until(until)).map(agent));
    let ends: Option<Vec<Instant>> = parts.iter().map(|part| part.to).collect();
    let over = ended.zip(ends.and_then(|ends| ends.into_iter().max()));
    let contacts = account.ccr_channels.into_iter().filter_map(|channel| {
        let stay = Stay { from: channel.start, to: Some(channel.end.filter(|end| *end <= until)?) };
        let rung = Stay { from: stay.from, to: Some(stay.from) };
        let events = vec![event(Happened::Ringing, rung), event(Happened::Connected, stay)];
        Some(Part { who: Who::Contact(channel.contact), from: stay.from, to: stay.to, events })
    });
    parts.extend(contacts);
    for part in &mut parts {
        part.events.sort_by(|a, b| (a.from, &a.what).cmp(&(b.from, &b.what)));
    }
    parts.sort_by(|a, b| (a.from, &a.who).cmp(&(b.from, &b.who)));
    let (connect_from, connect_to) = match &flow.opening {
        Opening::Inbound { from, to } | Opening::Outbound { from, to, .. } => (from.clone(), to.clone()),
        Opening::Internal { agent, to } => (touchpoint(scenario, agent), touchpoint(scenario, to)),
    };
    let of_plan = || plan.as_ref().map(|plan| plan.reporting_group.as_ref().unwrap_or(&plan.plan).clone());
    let categorised = over.filter(|(how, _)| *how == Ended::Properly).map(|(_, end)| {
        let after = flow.categorised.unwrap_or(scenario.processing.categorised);
        end + after
    });
    Mirrored {
        interaction: flow.guid,
        flow: flow.name.clone(),
        conversation: flow.conversation,
        medium: flow.medium,
        manager: flow.manager,
        opening: flow.opening.clone(),
        connect_from,
        connect_to,
        service: flow.service.clone().or_else(of_plan),
        outcome: over.and(outcome),
        categorised: categorised.filter(|at| *at <= until),
        plan,
        start: flow.start,
        standing: match over {
            None => Standing::Ongoing,
            Some((Ended::Properly, _)) => Standing::Completed,
            Some((Ended::OnAnError, _)) => Standing::InternalError,
        },
        duration: over.map(|(_, end)| end - flow.start),
        parts,
    }
}

/// How the interaction came to its plan.
fn plan(scenario: &Scenario, flow: &Flow) -> Option<Mapped> {
    let address = address(scenario, flow)?;
    let plan = scenario.centre.plan(&address.plan);
    Some(Mapped {
        address: address.name.clone(),
        mapping: address.mapping.clone(),
        plan: address.plan.clone(),
        reporting_group: plan.and_then(|plan| plan.reporting_group.clone()),
    })
}

/// The outcome that it has at its end. The built-in vocabulary speaks of plans and queues only, and so has no word for what
/// agents begin.
fn outcome(flow: &Flow, account: &Account, is_answered: bool) -> Option<Name> {
    if flow.outcome.is_some() {
        return flow.outcome.clone();
    }
    let word = match (account.ended, &flow.opening) {
        (Some(Ended::OnAnError), _) => "Other",
        (Some(Ended::Properly) | None, Opening::Outbound { .. } | Opening::Internal { .. }) => return None,
        (Some(Ended::Properly) | None, Opening::Inbound { .. }) => match account.unanswered {
            _ if flow.medium == Medium::PhoneCallback => "CallbackQueued",
            _ if is_answered => "Delivered",
            Some(unanswered) => unanswered,
            None => "HangUpIVR",
        },
    };
    Some(word.into())
}

/// The address at which an agent is rung.
fn touchpoint(scenario: &Scenario, agent: &Name) -> Name {
    scenario.centre.agent(agent).map_or(agent, |agent| &agent.touchpoint).clone()
}

fn customer(account: &Account, plan: Option<&Mapped>, until: Instant) -> Option<Part> {
    let part = account.customer.as_ref()?;
    let until_left = |stay: Stay| Stay { to: stay.to.into_iter().chain(part.left).min(), ..stay };
    let mut events = vec![(Happened::Ringing, part.ringing)];
    events.extend(part.connected.map(|stay| (Happened::Connected, stay)));
    events.extend(part.held.iter().map(|(by, stay)| (Happened::Held(by.clone(), HeldKind::Held), *stay)));
    for seat in &account.seats {
        let parked = |stay: &Stay| (Happened::Held(seat.agent.clone(), HeldKind::Parked), *stay);
        events.extend(seat.parked.iter().map(parked));
    }
    events.extend(part.recorded.iter().map(|stay| (Happened::Recorded, *stay)));
    events.extend(
        plan.zip(account.plan_entered).map(|(plan, at)| (Happened::Planned(plan.plan.clone()), Stay::since(at))),
    );
    events.extend(account.applets.iter().map(|applet| {
        let passed = Stay { from: applet.at, to: Some(applet.at) };
        (Happened::Passed(applet.name.clone(), applet.kind), passed)
    }));
    let queued = account.queue_entries.iter().filter(|entry| entry.kind == QueueKind::Acd);
    events.extend(queued.cloned().filter_map(|entry| entry.until(until)).map(|entry| {
        let QueueEntry { queue, outcome, entered, left, .. } = entry;
        (Happened::Queued(queue, outcome), Stay { from: entered, to: left })
    }));
    let known = events.into_iter().filter_map(|(what, stay)| Some(event(what, until_left(stay).until(until)?)));
    Some(Part {
        who: Who::Customer,
        from: part.ringing.from,
        to: part.left.filter(|left| *left <= until),
        events: known.collect(),
    })
}

fn agent(seat: Seat) -> Part {
    let mut events = vec![event(Happened::Ringing, seat.ringing)];
    events.extend(seat.connected.iter().map(|stay| event(Happened::Connected, *stay)));
    events.extend(seat.recorded.iter().map(|stay| event(Happened::Recorded, *stay)));
    events.extend(seat.wrap.map(|stay| event(Happened::Wrap, stay)));
    Part { from: seat.ringing.from, to: seat.done(), who: Who::Agent(seat.agent), events }
}

fn event(what: Happened, stay: Stay) -> PartEvent {
    PartEvent { what, from: stay.from, to: stay.to }
}

#[cfg(test)]
mod tests {
    use super::super::telling::*;
    use super::*;

    fn told(until: Instant) -> Vec<String> {
        let mirrored = mirror(&three_agents().with(faq_transfer()), until);
        let mut lines = Vec::new();
        for one in mirrored {
            lines.push(format!("{:?} {:?}", one.standing, one.duration.map(Span::as_millis)));
            for part in one.parts {
                lines.push(format!("{:?} {} {}", part.who, after(part.from), after(part.to)));
                lines.extend(part.events.iter().map(|e| format!("  {:?} {} {}", e.what, after(e.from), after(e.to))));
            }
        }
        lines
    }

    #[test]
    fn the_faqs_call_is_what_the_faq_shows() {
        assert_eq!(
            told(finally()),
            [
                "Completed Some(87028)",
                "Customer 0s 1m24.646s",
                "  Ringing 0s 0s",
                "  Connected 0s 1m24.646s",
                "  Passed(\"ACD1\", Acd) 5.625s 5.625s",
                "  Queued(\"ACD1\", Answered) 5.725s 12.512s",
                "  Held(\"01\", Held) 30.233s 53.402s",
                "Agent(\"01\") 6.721s 58.618s",
                "  Ringing 6.721s 12.512s",
                "  Connected 12.512s 53.401s",
                "  Wrap 53.401s 58.618s",
                "Agent(\"002\") 30.239s 1m27.028s",
                "  Ringing 30.239s 35.145s",
                "  Connected 35.145s 1m22.81s",
                "  Wrap 1m22.81s 1m27.028s",
            ]
        );
    }

    #[test]
    fn an_interaction_goes_on_until_the_last_wrap_is_done() {
        assert_eq!(told(at("87027ms"))[0], "Ongoing None");
        assert_eq!(told(at("87028ms"))[0], "Completed Some(87028)");
    }
}
