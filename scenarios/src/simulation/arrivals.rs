//! When interactions begin: a Poisson process whose rate varies over the day, the week, and from day to day.
//!
//! That arrivals at a call centre are such a process, and that its rate is itself uncertain, is what Brown et al. (2005,
//! section 4.1) and Avramidis, Deslauriers and L'Ecuyer (2004) find. Within each hour the rate is constant, so the process
//! can be drawn exactly: as much exponentially distributed expectation lies between two arrivals as the rate has to add up.

use super::chance::Chance;
use super::config::OutageKind;
use super::setting::{DAY, Millis, Setting, weekday};
use crate::time::Instant;

const HOUR: Millis = 60 * 60 * 1000;

/// The instants at which interactions begin, ascending.
#[derive(Debug)]
pub(super) struct Arrivals {
    stretches: Vec<Stretch>,
    chance: Chance,
    /// How far the first of the stretches left has been gone through.
    reached: f64,
    /// The position of that stretch.
    at: usize,
}

/// A time in which the rate is constant.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Stretch {
    until: f64,
    /// Per millisecond.
    rate: f64,
}

impl Arrivals {
    /// Those of a team on a day that begins at `midnight`.
    pub(super) fn new(setting: &Setting, day: i64, midnight: Instant, mut chance: Chance) -> Self {
        // A day is as busy as one with that mean and deviation: log-normal, so that it is never less than nothing.
        let variation = setting.team.spread / 100.0;
        let variance = libm::log(1.0 + variation * variation);
        let busy = libm::exp(variance.sqrt() * chance.normal() - variance / 2.0);
        let expected = setting.team.daily * setting.team.by_weekday[weekday(day)] / 100.0 * busy;
        Self { stretches: stretches(setting, expected, midnight), chance, reached: setting.opens as f64, at: 0 }
    }
}

impl Iterator for Arrivals {
    type Item = Millis;

    fn next(&mut self) -> Option<Millis> {
        let mut needed = self.chance.exponential();
        loop {
            let Stretch { until, rate } = *self.stretches.get(self.at)?;
            let room = (until - self.reached) * rate;
            if needed < room {
                self.reached += needed / rate;
                return Some(self.reached as Millis);
            }
            needed -= room;
            self.reached = until;
            self.at += 1;
        }
    }
}

/// The stretches of a team's day on which so many interactions are expected.
fn stretches(setting: &Setting, expected: f64, midnight: Instant) -> Vec<Stretch> {
    let surges = || {
        setting.outages.iter().filter_map(|(kind, from, until)| match kind {
            OutageKind::Surge(factor) => {
                Some((*factor, (*from - midnight).as_millis(), (*until - midnight).as_millis()))
            }
            OutageKind::Lines | OutageKind::Processing => None,
        })
    };
    let mut bounds: Vec<Millis> =
        (setting.opens / HOUR + 1..).map(|hour| hour * HOUR).take_while(|at| *at < setting.closes).collect();
    bounds.extend(
        surges().flat_map(|(_, from, until)| [from, until]).filter(|at| setting.opens < *at && *at < setting.closes),
    );
    bounds.push(setting.closes);
    bounds.sort_unstable();
    bounds.dedup();
    let weight = |at: Millis| setting.team.by_hour[(at % DAY / HOUR) as usize];
    let mut from = setting.opens;
    let mut parts = Vec::with_capacity(bounds.len());
    for until in bounds {
        let factor: f64 =
            surges().filter(|(_, begins, ends)| *begins <= from && from < *ends).map(|(factor, ..)| factor).product();
        parts.push((from, until, weight(from), factor));
        from = until;
    }
    let whole: f64 = parts.iter().map(|(from, until, weight, _)| weight * (until - from) as f64).sum();
    let rate = |weight: f64, factor: f64| if whole > 0.0 { expected * weight / whole * factor } else { 0.0 };
    parts
        .into_iter()
        .map(|(_, until, weight, factor)| Stretch { until: until as f64, rate: rate(weight, factor) })
        .collect()
}
