//! What became of each interaction, party by party?

use crate::centre::Name;
use crate::flow::{Flow, HeldKind, Medium};
use crate::guid::Guid;
use crate::scenario::Scenario;
use crate::time::{Instant, Span};

use super::account::{Account, Ended, accounts};
use super::queues::QueueKind;
use super::seat::Seat;
use super::stay::Stay;

/// An interaction as a copy of the API's would have it once everything has been processed: as far as it follows from
/// what happened. Plans, applets and recordings are left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mirrored {
    /// The interaction.
    pub interaction: Guid,
    /// The name of its flow.
    pub flow: Name,
    /// Its medium.
    pub medium: Medium,
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
    /// Waits in an ACD queue.
    Queued(Name),
    /// Waits because of that agent.
    Held(Name, HeldKind),
    /// Does the after-work.
    Wrap,
}

/// Every interaction that had begun by then, by its start.
pub fn mirror(scenario: &Scenario, until: Instant) -> Vec<Mirrored> {
    let begun = accounts(scenario).filter(|(flow, _)| flow.start <= until);
    begun.map(|(flow, account)| mirrored(flow, account, until)).collect()
}

fn mirrored(flow: &Flow, account: Account, until: Instant) -> Mirrored {
    let ended = account.ended;
    let mut parts: Vec<Part> = customer(&account, until).into_iter().collect();
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
    Mirrored {
        interaction: flow.guid,
        flow: flow.name.clone(),
        medium: flow.medium,
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

fn customer(account: &Account, until: Instant) -> Option<Part> {
    let part = account.customer.as_ref()?;
    let until_left = |stay: Stay| Stay { to: stay.to.into_iter().chain(part.left).min(), ..stay };
    let mut events = vec![(Happened::Ringing, part.ringing)];
    events.extend(part.connected.map(|stay| (Happened::Connected, stay)));
    events.extend(part.held.iter().map(|(by, stay)| (Happened::Held(by.clone(), HeldKind::Held), *stay)));
    for seat in &account.seats {
        let parked = |stay: &Stay| (Happened::Held(seat.agent.clone(), HeldKind::Parked), *stay);
        events.extend(seat.parked.iter().map(parked));
    }
    let queued = account.queue_entries.iter().filter(|entry| entry.kind == QueueKind::Acd);
    events.extend(
        queued.map(|entry| (Happened::Queued(entry.queue.clone()), Stay { from: entry.entered, to: entry.left })),
    );
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
                "  Queued(\"ACD1\") 5.725s 12.512s",
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
