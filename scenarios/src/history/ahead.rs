//! What is needed of a history without an end, and when: so that it can be worked out before anybody waits for it.

use super::{History, Part, Topic, day_of};
use crate::simulation::midnight;
use crate::time::{Instant, Span};

/// For so long after its midnight a day is told by what begins in that time alone. Two days need not be there as a whole
/// then while one follows the other.
pub const DAWN: Span = Span::from_secs(2 * 60 * 60);

/// A part of a history, and on which topic its rows are needed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Need {
    /// The part.
    pub part: Part,
    /// The topic.
    pub topic: Topic,
}

impl Need {
    /// What it takes to tell, at every instant from one to another, what goes on then, and what has begun since the last
    /// midnight UTC, whatever `include` is: all that dashboards of the present ask. By topic, and in the order of days.
    pub fn between(from: Instant, until: Instant) -> Vec<Self> {
        let mut needs = Vec::new();
        for topic in [Topic::Agents, Topic::Interactions] {
            for day in day_of(from)..=day_of(until) {
                let begun = [from, until].map(|now| History::begun_on(day, now.max(midnight(day))));
                for part in History::before(topic, day).chain(begun) {
                    let need = Self { part, topic };
                    if !needs.contains(&need) {
                        needs.push(need);
                    }
                }
            }
        }
        needs
    }

    /// Works it out, for whoever remembers it.
    pub fn work_out(self, history: History<'_>) {
        history.held(self.part, self.topic);
    }
}

/// How long before it is needed something is worked out, where the clock goes so many times as fast as real time: ten
/// minutes of real time, as far as the day that goes on is there by then.
pub fn lead(rate: u32) -> Span {
    const REAL: i64 = 10 * 60 * 1000;
    Span::from_millis(REAL.saturating_mul(i64::from(rate)).min(DAWN.as_millis() / 2))
}

/// The first instant after `now` from which on something else is needed: see [`Need::between`].
pub fn next_turn(now: Instant) -> Instant {
    let day = day_of(now);
    let morning = midnight(day) + DAWN;
    if now < morning { morning } else { midnight(day.saturating_add(1)) }
}

impl History<'_> {
    /// The part in which what begins on a day stands for who asks at `now`, when nothing is told of what is still to come.
    pub(crate) fn begun_on(day: i64, now: Instant) -> Part {
        if now < midnight(day) + DAWN { Part::Dawn(day) } else { Part::Day(day) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Instant {
        Instant::parse(text).unwrap()
    }

    #[test]
    fn of_the_coming_day_only_the_dawn_is_needed_before_midnight() {
        let before = Need::between(at("2024-03-04T23:00Z"), at("2024-03-04T23:59:59.999Z"));
        let over = Need::between(at("2024-03-04T23:00Z"), at("2024-03-05T00:00Z"));
        let day = day_of(at("2024-03-04T00:00Z"));
        for topic in [Topic::Agents, Topic::Interactions] {
            let has = |needs: &[Need], part| needs.contains(&Need { part, topic });
            assert!(has(&before, Part::Day(day)) && has(&over, Part::Day(day)));
            assert!(!has(&before, Part::Dawn(day + 1)) && has(&over, Part::Dawn(day + 1)));
            assert!(!has(&over, Part::Day(day + 1)) && !has(&over, Part::Dawn(day)));
            assert!(!has(&before, Part::Late(day)) && has(&over, Part::Late(day)));
        }
    }

    #[test]
    fn what_is_needed_changes_at_each_turn_and_not_between_them() {
        let mut now = at("2024-03-04T13:00Z");
        for expected in ["2024-03-05T00:00Z", "2024-03-05T02:00Z", "2024-03-06T00:00Z", "2024-03-06T02:00Z"] {
            let turn = next_turn(now);
            assert_eq!(turn, at(expected));
            let last = turn - Span::from_millis(1);
            assert_eq!(Need::between(last, last), Need::between(now, now));
            assert_ne!(Need::between(turn, turn), Need::between(now, now));
            now = turn;
        }
    }

    #[test]
    fn the_lead_is_ten_real_minutes_but_at_most_half_a_dawn() {
        for (rate, lead_of_rate) in [(1, 600), (2, 1_200), (6, 3_600), (60, 3_600), (100_000, 3_600)] {
            assert_eq!(lead(rate), Span::from_secs(lead_of_rate), "x{rate}");
        }
    }
}
