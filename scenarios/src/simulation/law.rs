//! Laws that lengths of time follow.

use super::chance::Chance;
use crate::time::Span;

/// The law that a length of time follows.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Law {
    /// It never comes to its end: callers of unlimited patience.
    Never,
    /// Always the same.
    Always(Span),
    /// Exponential: what is left does not depend on what has passed. Erlang's service times, Palm's patience.
    Exponential {
        /// The mean.
        mean: Span,
    },
    /// Log-normal: mostly short, now and then very long. What times of service are found to follow.
    LogNormal {
        /// The mean.
        mean: Span,
        /// The standard deviation.
        deviation: Span,
    },
    /// Weibull: with a shape below 1 the longer it has lasted the longer it goes on, above 1 the other way round.
    Weibull {
        /// The mean.
        mean: Span,
        /// The shape.
        shape: f64,
    },
}

impl Law {
    /// The mean; `None` if there is no end to come.
    pub fn mean(self) -> Option<Span> {
        match self {
            Self::Never => None,
            Self::Always(mean)
            | Self::Exponential { mean }
            | Self::LogNormal { mean, .. }
            | Self::Weibull { mean, .. } => Some(mean),
        }
    }
}

/// A law with what follows from its parameters, ready to be drawn from.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Times {
    shape: Shape,
    /// No draw is longer, in milliseconds.
    longest: i64,
}

#[derive(Clone, Copy, Debug)]
enum Shape {
    Endless,
    Fixed(i64),
    /// Times the mean, in milliseconds.
    Exponential(f64),
    /// The mean and deviation of the logarithm of milliseconds.
    LogNormal(f64, f64),
    /// The scale in milliseconds, and the reciprocal of the shape.
    Weibull(f64, f64),
}

impl Times {
    /// Those of a law; a longer draw is held to `longest`.
    pub(crate) fn new(law: Law, longest: Span) -> Self {
        let millis = |span: Span| span.as_millis() as f64;
        let shape = match law {
            Law::Never => Shape::Endless,
            Law::Always(span) => Shape::Fixed(span.as_millis()),
            Law::Exponential { mean } => Shape::Exponential(millis(mean)),
            Law::LogNormal { mean, .. } | Law::Weibull { mean, .. } if mean <= Span::ZERO => Shape::Fixed(0),
            Law::LogNormal { mean, deviation } => {
                let variation = millis(deviation) / millis(mean);
                let variance = libm::log(1.0 + variation * variation);
                Shape::LogNormal(libm::log(millis(mean)) - variance / 2.0, variance.sqrt())
            }
            Law::Weibull { mean, shape } => {
                let power = 1.0 / shape;
                Shape::Weibull(millis(mean) / libm::tgamma(1.0 + power), power)
            }
        };
        Self { shape, longest: longest.as_millis() }
    }

    /// A length of time in milliseconds; `None` if it has no end.
    pub(super) fn draw(&self, chance: &mut Chance) -> Option<i64> {
        let drawn = match self.shape {
            Shape::Endless => return None,
            Shape::Fixed(millis) => return Some(millis.min(self.longest)),
            Shape::Exponential(mean) => mean * chance.exponential(),
            Shape::LogNormal(mean, deviation) => libm::exp(mean + deviation * chance.normal()),
            Shape::Weibull(scale, power) => scale * libm::pow(chance.exponential(), power),
        };
        // Rounded to the nearest; what is larger than any integer becomes the largest.
        Some(((drawn + 0.5) as i64).min(self.longest))
    }

    /// A length of time in milliseconds; the longest that is possible if it has no end.
    pub(crate) fn held(&self, chance: &mut Chance) -> i64 {
        self.draw(chance).unwrap_or(self.longest)
    }

    /// Whether it is always zero.
    pub(super) fn is_nothing(&self) -> bool {
        matches!(self.shape, Shape::Fixed(0))
    }
}

#[cfg(test)]
mod tests {
    use super::super::chance::{Key, Stream};
    use super::*;

    #[test]
    fn every_law_has_the_mean_that_it_says_and_no_draw_is_longer_than_the_longest() {
        let mean = Span::from_secs(200);
        for law in [
            Law::Always(mean),
            Law::Exponential { mean },
            Law::LogNormal { mean, deviation: Span::from_secs(150) },
            Law::Weibull { mean, shape: 0.7 },
            Law::Weibull { mean, shape: 2.0 },
        ] {
            let times = Times::new(law, Span::from_secs(36_000));
            let mut chance = Key::new(1, 0, 0).stream(Stream::Arrivals, 0);
            let total: i64 = (0..100_000).map(|_| times.held(&mut chance)).sum();
            assert!((total / 100_000 - mean.as_millis()).abs() < 3_000, "{law:?}: {}", total / 100_000);
            let short = Times::new(law, Span::from_secs(1));
            assert!((0..1_000).all(|_| short.held(&mut chance) <= 1_000), "{law:?}");
        }
    }

    #[test]
    fn what_never_ends_is_not_drawn() {
        let mut chance = Key::new(1, 0, 0).stream(Stream::Arrivals, 0);
        let times = Times::new(Law::Never, Span::from_secs(60));
        assert_eq!((times.draw(&mut chance), times.held(&mut chance)), (None, 60_000));
    }
}
