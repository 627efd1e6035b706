//! Days of centres at work are worked out before anybody waits for them, where the clock goes.
//!
//! What is needed when is said by [`scenarios::history::Need`]. One thread at most is at it, and what it has begun whoever
//! needs it waits for instead of doing it again. Of what it does no answer shows anything but how soon it comes.

use std::collections::HashMap;
use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use scenarios::history::{History, Need, lead, next_turn};
use scenarios::simulation::Operation;
use scenarios::time::Instant;

use crate::days::Cores;
use crate::host::Host;
use crate::identity::Identity;
use crate::world::World;

/// For so long, or less, nobody looks at the clocks: one may have been set meanwhile, as the system's may.
const EVERY: Duration = Duration::from_secs(60);

/// For so long at least, however fast a clock goes.
const BREATH: Duration = Duration::from_secs(1);

/// What works ahead, for as long as this is kept. Dropping it waits for nothing.
#[derive(Debug)]
pub(crate) struct Ahead {
    host: Host,
    is_over: Arc<AtomicBool>,
}

impl Ahead {
    /// Begins to work ahead for all worlds of a host, those included that it will have.
    pub(crate) fn begin(host: &Host) -> Self {
        let ahead = Self { host: host.clone(), is_over: Arc::default() };
        if let Err(error) = ahead.thread() {
            tracing::warn!(%error, "nothing is worked out ahead: whoever asks first waits");
        }
        ahead
    }

    fn thread(&self) -> io::Result<JoinHandle<()>> {
        let (host, is_over) = (self.host.clone(), Arc::clone(&self.is_over));
        thread::Builder::new().name("ahead".to_owned()).spawn(move || run(&host, &is_over))
    }
}

impl Drop for Ahead {
    fn drop(&mut self) {
        self.is_over.store(true, Ordering::Relaxed);
        self.host.bell().ring();
    }
}

fn run(host: &Host, is_over: &AtomicBool) {
    let mut done = Done::default();
    loop {
        // Asked for first: whatever changes from now on is looked at again.
        let rung = host.bell().rung();
        if is_over.load(Ordering::Relaxed) {
            return;
        }
        let due = done.due(host);
        if due.is_empty() {
            host.bell().wait(rung, pause(host));
            continue;
        }
        // On a thread of its own: what that took besides is given back when it ends, and this one would keep it.
        thread::scope(|scope| {
            scope.spawn(|| done.work_out(host, due, rung));
        });
    }
}

/// What a world needs, from now on and as far ahead as its clock demands; `None` if it does not go on.
fn needs(world: &World, now: Instant) -> Option<(&Arc<Operation>, Vec<Need>)> {
    let (operation, rate) = world.goes_on()?;
    Some((operation, Need::between(now, now + lead(rate))))
}

/// How long it takes until something else is needed, or is to be looked at again; `None` for as long as no world changes.
fn pause(host: &Host) -> Option<Duration> {
    let pauses = host.worlds().into_iter().filter_map(|hosted| {
        let (world, now) = hosted.now();
        let (_, rate) = world.goes_on()?;
        let foreseen = now + lead(rate);
        let left = (next_turn(foreseen) - foreseen).as_millis() / i64::from(rate);
        Some(Duration::from_millis(u64::try_from(left).unwrap_or(0)).clamp(BREATH, EVERY))
    });
    pauses.min()
}

/// What is needed of a centre.
type Needed = (Identity<Operation>, Vec<Need>);

/// What was worked out ahead for each world, by its id. What has been forgotten since is not worked out again before
/// somebody asks for it: there is no room for it.
#[derive(Debug, Default)]
struct Done(HashMap<Box<str>, Needed>);

/// A world for which something is to be worked out.
struct Due {
    id: Box<str>,
    operation: Arc<Operation>,
    needs: Vec<Need>,
}

impl Done {
    /// The worlds for which something is to be worked out; those that are gone are forgotten.
    fn due(&mut self, host: &Host) -> Vec<Due> {
        let worlds = host.worlds();
        self.0.retain(|id, _| worlds.iter().any(|hosted| hosted.id() == &**id));
        let due = worlds.iter().filter_map(|hosted| {
            let (world, now) = hosted.now();
            let (operation, needs) = needs(&world, now)?;
            let is_done = |(of, done): &Needed| *of == Identity::of(operation) && *done == needs;
            let is_done = self.0.get(hosted.id()).is_some_and(is_done);
            (!is_done).then(|| Due { id: hosted.id().into(), operation: Arc::clone(operation), needs })
        });
        due.collect()
    }

    /// Works that out, as long as the bell of the host has been rung no more often than that.
    fn work_out(&mut self, host: &Host, due: Vec<Due>, rung: u64) {
        let before = host.worked_out();
        for Due { id, operation, needs } in due {
            let centre = host.attended(&operation, Cores::One);
            for need in &needs {
                if host.bell().rung() != rung {
                    return;
                }
                need.work_out(History::Daily(&centre));
            }
            self.0.insert(id, (Identity::of(&operation), needs));
        }
        tracing::debug!(days_of_teams = host.worked_out() - before, "worked out ahead");
    }
}

#[cfg(test)]
mod tests {
    use scenarios::format::parse_centre;
    use scenarios::history::{Days, Topic, day_of};
    use scenarios::simulation::midnight;
    use scenarios::time::Span;
    use scenarios::view::{self, ActivityFilter, Include, Paging, QueueFilter, QueueTypes, Window};

    use super::*;
    use crate::clock::{Clock, Pace};
    use crate::host::{Bounds, Patience};
    use crate::load::Story;
    use crate::world::Settings;

    /// Two teams, of which one works past midnight UTC.
    const CENTRE: &str = r#"
[[team]]
name = "Orders"
agents = 4
opens = "14h"
open_for = "16h"
daily = 30
shift = [{ begins = "0s", lasts = "8h" }, { begins = "8h", lasts = "8h" }]

[[team]]
name = "Billing"
agents = 2
daily = 15
"#;

    fn operation() -> Arc<Operation> {
        Arc::new(Operation::new(parse_centre(CENTRE).unwrap(), 7).unwrap())
    }

    fn at(text: &str) -> Instant {
        Instant::parse(text).unwrap()
    }

    fn world(operation: &Arc<Operation>, pace: Pace) -> World {
        let settings = Settings { pace: Some(pace), at: Some(at("2024-03-08T12:00Z")), ..Settings::default() };
        World::of(Story::Centre(Arc::clone(operation)), &settings).unwrap()
    }

    fn host(world: World, days: usize) -> Host {
        Host::bounded(world, Patience::default(), Bounds { days, ..Bounds::default() })
    }

    fn roomy(world: World) -> Host {
        host(world, Bounds::default().days)
    }

    /// Has everything worked out that is needed from `now` on, as the clock of that rate foresees it.
    fn work_ahead(host: &Host, operation: &Arc<Operation>, now: Instant, rate: u32) {
        let needs = Need::between(now, now + lead(rate));
        let due = vec![Due { id: "default".into(), operation: Arc::clone(operation), needs }];
        Done::default().work_out(host, due, host.bell().rung());
    }

    /// Asks what dashboards ask at `now`.
    fn ask(host: &Host, operation: &Arc<Operation>, now: Instant) {
        let centre = host.attended(operation, Cores::All);
        let history = History::Daily(&centre);
        let all = Paging { page: 1, limit: 5000 };
        assert_eq!(view::agent_status(history, now, all).total, 6);
        view::ongoing_interactions(history, now, all);
        for include in Include::ALL {
            let window = Window { start: midnight(day_of(now)), end: now, include };
            view::interactions(history, now, &window, all);
            view::activities(history, now, &window, &ActivityFilter::default(), all);
            view::agent_states(history, now, &window, None, all);
            let filter = QueueFilter { names: None, types: QueueTypes::All };
            view::queue_activity(history, now, &window, &filter, all);
            view::queue_times(history, now, &window, &filter, all);
        }
    }

    /// Asks at instants from `from` on and up to, but not at, `until`.
    fn ask_between(host: &Host, operation: &Arc<Operation>, from: Instant, until: Instant) {
        let span = (until - from).as_millis();
        for part in 0..8 {
            ask(host, operation, from + Span::from_millis(span * part / 8));
        }
        ask(host, operation, until - Span::from_millis(1));
    }

    #[test]
    fn no_dashboard_ever_waits_for_a_day_that_was_worked_out_ahead() {
        let operation = operation();
        let day = day_of(at("2024-03-08T12:00Z"));
        let [agents, interactions] = [Topic::Agents, Topic::Interactions]
            .map(|topic| (day..day + 3).map(|day| Days::day(&*operation, day, topic).bytes()).max().unwrap_or(0));
        // Room for a day with what comes before it, and not for two.
        let little = (2 * agents.max(interactions)).max(agents + interactions) * 5 / 4;
        for (rate, most) in [(1, Bounds::default().days), (60, Bounds::default().days), (1, little), (60, little)] {
            let host = host(world(&operation, Pace::Running(rate)), most);
            let mut now = at("2024-03-08T12:00Z");
            // Over two midnights, and the mornings after them.
            for _ in 0..5 {
                work_ahead(&host, &operation, now, rate);
                let worked_out = host.worked_out();
                let next = next_turn(now + lead(rate)) - lead(rate);
                ask_between(&host, &operation, now, next);
                assert_eq!(host.worked_out(), worked_out, "from {now} to {next} at x{rate} within {most}");
                now = next;
            }
        }
    }

    #[test]
    fn what_nobody_has_worked_out_ahead_is_worked_out_by_who_asks() {
        let operation = operation();
        let host = roomy(world(&operation, Pace::Running(1)));
        work_ahead(&host, &operation, at("2024-03-08T12:00Z"), 1);
        let worked_out = host.worked_out();
        ask(&host, &operation, at("2024-03-09T00:00Z"));
        assert!(host.worked_out() > worked_out);
    }

    #[test]
    fn a_day_is_worked_out_once_however_many_need_it_at_the_same_time() {
        let operation = operation();
        let days = |needing: &[Cores]| {
            let host = roomy(world(&operation, Pace::Running(1)));
            thread::scope(|scope| {
                for cores in needing {
                    scope.spawn(|| host.attended(&operation, *cores).day(19_790, Topic::Agents));
                }
            });
            host.worked_out()
        };
        assert_eq!(days(&[Cores::One, Cores::All, Cores::All, Cores::One]), days(&[Cores::One]));
    }

    #[test]
    fn only_for_worlds_whose_clock_runs_is_anything_worked_out_and_for_each_once() {
        let operation = operation();
        let host = roomy(world(&operation, Pace::Frozen));
        let mut done = Done::default();
        assert!(done.due(&host).is_empty());
        assert_eq!(pause(&host), None, "nothing happens by itself");
        host.replace(world(&operation, Pace::Running(1)));
        let other = host.add(world(&operation, Pace::Running(60)));
        let due = done.due(&host);
        assert_eq!(due.iter().map(|due| &*due.id).collect::<Vec<_>>(), ["default", other.id()]);
        done.work_out(&host, due, host.bell().rung());
        assert!(done.due(&host).is_empty());
        assert_eq!(pause(&host), Some(EVERY));
        // The clock of one is set, the other is deleted.
        host.replace(host.world().0.with_clock(Clock::set(Pace::Running(1), at("2024-05-08T12:00Z"))));
        host.delete(other.id());
        let due = done.due(&host);
        assert_eq!(due.iter().map(|due| &*due.id).collect::<Vec<_>>(), ["default"]);
        assert!(!done.0.contains_key(other.id()), "what is gone is forgotten");
        done.work_out(&host, due, host.bell().rung());
        assert!(done.due(&host).is_empty());
    }

    #[test]
    fn what_is_worked_out_for_a_world_ends_when_that_is_another() {
        let operation = operation();
        let host = roomy(world(&operation, Pace::Running(1)));
        let rung = host.bell().rung();
        let mut done = Done::default();
        let due = done.due(&host);
        host.replace(world(&operation, Pace::Frozen));
        done.work_out(&host, due, rung);
        assert_eq!(host.worked_out(), 0);
        assert!(done.0.is_empty());
    }

    #[test]
    fn the_bell_is_rung_for_worlds_that_go_on_and_for_no_others() {
        let operation = operation();
        let host = roomy(world(&operation, Pace::Frozen));
        let [running, frozen] = [Pace::Running(1), Pace::Frozen].map(|pace| world(&operation, pace));
        let rings = |change: &dyn Fn()| {
            let before = host.bell().rung();
            change();
            host.bell().rung() - before
        };
        assert_eq!(rings(&|| host.replace(frozen.clone())), 0);
        assert_eq!(rings(&|| host.replace(running.clone())), 1);
        assert_eq!(rings(&|| host.replace(frozen.clone())), 1, "it no longer goes on");
        assert_eq!(rings(&|| drop(host.add(frozen.clone()))), 0);
        assert_eq!(rings(&|| drop(host.add(running.clone()))), 1);
        assert_eq!(rings(&|| assert!(host.delete("w1"))), 0);
        assert_eq!(rings(&|| assert!(host.delete("w2"))), 1);
    }

    #[test]
    fn the_thread_ends_when_nobody_wants_its_work_any_more() {
        for pace in [Pace::Frozen, Pace::Running(1), Pace::Running(100_000)] {
            let ahead = Ahead { host: roomy(world(&operation(), pace)), is_over: Arc::default() };
            let thread = ahead.thread().unwrap();
            drop(ahead);
            assert!(thread.join().is_ok());
        }
    }
}
