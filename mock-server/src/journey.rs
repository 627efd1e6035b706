//! Moving a world's clock, and what falls due on the way.

use scenarios::guid::Guid;
use scenarios::history::History;
use scenarios::record::{Body, Interaction, Status};
use scenarios::time::{Instant, Span};
use scenarios::timeline::Row;
use scenarios::view;

use crate::clock::{Clock, Pace};
use crate::host::{Host, Hosted};
use crate::world::World;

/// How far the clock of a centre at work is moved at once, where it is told what falls due on the way.
const LONGEST: Span = Span::from_secs(31 * 24 * 60 * 60);

/// How far a clock is to be moved forwards.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Advance {
    /// By that much.
    By(Span),
    /// To that instant.
    To(Instant),
    /// To the next instant at which any answer changes.
    ToNextChange,
    /// To the first instant from now on at which that holds.
    Until(Condition),
}

/// What a clock can be moved to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Condition {
    /// The API tells that status of that interaction.
    Interaction(Guid, Status),
    /// Everything that is told has been processed.
    Settled,
}

/// Why a clock was not moved.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Stuck {
    /// It would go back.
    #[error("The clock shows {0} already; PUT it to an earlier instant to go back.")]
    Backwards(Instant),
    /// There is nothing to come.
    #[error("Nothing changes any more after {0}.")]
    NothingToCome(Instant),
    /// What would fall due has no end.
    #[error(
        "The clock shows {0}; of a centre at work what falls due is told for 31 days at most: PUT the clock further."
    )]
    TooFar(Instant),
    /// The condition never holds.
    #[error("That does not hold at {0}, nor at any instant after it.")]
    Never(Instant),
}

/// Sets the clock of a world, to any instant, and answers with what it shows. `None` leaves the instant, or the pace.
pub(crate) fn set(hosted: &Hosted, to: Option<Instant>, pace: Option<Pace>) -> (Clock, Instant) {
    let set = hosted.replaced::<_, std::convert::Infallible>(|world, now| {
        let to = to.unwrap_or(now);
        let clock = Clock::set(pace.unwrap_or(world.clock().pace()), to);
        Ok((world.with_clock(clock), (clock, to)))
    });
    match set {
        Ok(set) => set,
    }
}

/// Moves the clock of a world forwards, and tells `due` of the world as it is then, of the instant at which the clock
/// stood, and of that at which it stands.
///
/// # Errors
///
/// If it cannot be moved so; it then shows what it did.
pub(crate) fn advance<T>(
    host: &Host,
    hosted: &Hosted,
    advance: &Advance,
    due: impl FnOnce(&World, Instant, Instant) -> T,
) -> Result<T, Stuck> {
    hosted.replaced(|world, now| {
        let remembered = host.remembered(world);
        let to = destination(remembered.history(), now, advance)?;
        let moved = world.with_clock(Clock::set(world.clock().pace(), to));
        let due = due(&moved, now, to);
        Ok((moved, due))
    })
}

fn destination(history: History<'_>, now: Instant, advance: &Advance) -> Result<Instant, Stuck> {
    match advance {
        Advance::By(span) => within_reach(history, now, now + *span),
        Advance::To(to) if *to < now => Err(Stuck::Backwards(now)),
        Advance::To(to) => within_reach(history, now, *to),
        Advance::ToNextChange => history.next_change(now).ok_or(Stuck::NothingToCome(now)),
        Advance::Until(Condition::Settled) => {
            Ok(history.settled().ok_or(Stuck::Never(now))?.map_or(now, |settled| settled.max(now)))
        }
        Advance::Until(Condition::Interaction(guid, status)) => {
            let row = view::interaction_ever(history, &guid.to_string()).ok_or(Stuck::Never(now))?;
            let mut instants: Vec<Instant> = row.processed().filter(|instant| now < *instant).collect();
            instants.sort_unstable();
            let mut instants = std::iter::once(now).chain(instants);
            instants.find(|instant| is_at(&row, *status, *instant)).ok_or(Stuck::Never(now))
        }
    }
}

/// That instant, unless what falls due until then is more than can be told.
fn within_reach(history: History<'_>, now: Instant, to: Instant) -> Result<Instant, Stuck> {
    match history {
        History::Daily(_) if to - now > LONGEST => Err(Stuck::TooFar(now)),
        History::Daily(_) | History::Whole(_) => Ok(to),
    }
}

/// Whether the API tells that status of an interaction at `now`.
fn is_at(row: &Row<Interaction>, status: Status, now: Instant) -> bool {
    row.is_known(now)
        && match &row.body {
            Body::Told(interaction) => interaction.status_at(now) == status,
            // A recorded one has ended when its duration says so.
            Body::Recorded(_) if row.end_at(now).is_some() => status == Status::Completed,
            Body::Recorded(_) => status == Status::Ongoing,
        }
}
