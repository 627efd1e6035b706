//! The only source of variety: numbers that follow from a key.
//!
//! The generator is `SplitMix64` (Steele, Lea, Flood: "Fast splittable pseudorandom number generators", 2014), begun at a
//! hash of what the numbers are for: the seed, the day, the team, and which of its streams. So nothing that is drawn for
//! one interaction depends on what happened to another, and any day can be told without those before it.
//!
//! The same numbers come out on every machine: beyond integers there are only the operations that IEEE 754 fixes to the
//! last bit (`+ - * /` and the square root), and logarithm and exponential from `libm`, which are written in those.

/// What a sequence of numbers is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stream {
    /// How busy the day is, and when interactions come in.
    Arrivals,
    /// What is special about what comes in: its number among that follows.
    Interaction,
    /// What is special about a callback and its call: the interaction's number follows.
    Callback,
    /// What is special about a call that an agent makes: the interaction's number follows.
    Dialled,
    /// Identifiers: the interaction's number follows.
    Identity,
    /// What an agent does in a shift: the agent's number follows.
    Roster,
    /// Whether a fault strikes, and for how long: nothing follows.
    Fault,
}

/// A sequence of numbers.
#[derive(Clone, Debug)]
pub(crate) struct Chance(u64);

/// The numbers of a team's day, by what they are for.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Key(u64);

const STEP: u64 = 0x9e37_79b9_7f4a_7c15;

impl Key {
    /// Those of a team on a day.
    pub(crate) fn new(seed: u64, day: i64, team: usize) -> Self {
        let day = mix(mix(seed.wrapping_add(STEP)).wrapping_add(day.cast_unsigned()));
        Self(mix(day.wrapping_add((team as u64 + 1).wrapping_mul(STEP))))
    }

    /// The numbers for the one of that number.
    pub(crate) fn stream(self, stream: Stream, number: usize) -> Chance {
        let of_stream = self.0 ^ (stream as u64 + 1) << 56;
        Chance(mix(of_stream.wrapping_add((number as u64).wrapping_mul(STEP))))
    }
}

impl Chance {
    /// The next 64 bits.
    pub(super) fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(STEP);
        mix(self.0)
    }

    /// A number that is larger than 0 and smaller than 1.
    pub(super) fn unit(&mut self) -> f64 {
        const WIDTH: f64 = (1u64 << 52) as f64;
        ((self.bits() >> 12) as f64 + 0.5) / WIDTH
    }

    /// A number from 0 on, smaller than `bound`; 0 if that is 0.
    pub(super) fn below(&mut self, bound: u32) -> u32 {
        ((self.bits() >> 32).wrapping_mul(u64::from(bound)) >> 32) as u32
    }

    /// A number of milliseconds from `low` on, smaller than `high`.
    pub(super) fn between(&mut self, low: i64, high: i64) -> i64 {
        low + i64::from(self.below(u32::try_from(high - low).unwrap_or(0)))
    }

    /// True that often, in percent.
    pub(crate) fn percent(&mut self, percent: f64) -> bool {
        self.unit() * 100.0 < percent
    }

    /// Exponentially distributed, with the mean 1.
    pub(super) fn exponential(&mut self) -> f64 {
        -libm::log(self.unit())
    }

    /// Normally distributed, with the mean 0 and the deviation 1.
    pub(super) fn normal(&mut self) -> f64 {
        quantile(self.unit())
    }
}

/// The output function of `SplitMix64`.
fn mix(mut bits: u64) -> u64 {
    bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    bits ^ (bits >> 31)
}

/// The value that a normally distributed number falls short of with that probability.
///
/// The algorithm is AS 241, PPND16 (Wichura: "The percentage points of the normal distribution", 1988); its error is about
/// 1e-16 of the value.
fn quantile(probability: f64) -> f64 {
    let from_middle = probability - 0.5;
    if from_middle.abs() <= 0.425 {
        let r = 0.180625 - from_middle * from_middle;
        return from_middle * polynomial(&MIDDLE[0], r) / polynomial(&MIDDLE[1], r);
    }
    let tail = if from_middle < 0.0 { probability } else { 1.0 - probability };
    let r = (-libm::log(tail)).sqrt();
    let value = if r <= 5.0 {
        polynomial(&TAIL[0], r - 1.6) / polynomial(&TAIL[1], r - 1.6)
    } else {
        polynomial(&FAR_TAIL[0], r - 5.0) / polynomial(&FAR_TAIL[1], r - 5.0)
    };
    if from_middle < 0.0 { -value } else { value }
}

fn polynomial(coefficients: &[f64; 8], at: f64) -> f64 {
    coefficients.iter().rev().fold(0.0, |sum, coefficient| sum * at + coefficient)
}

/// Numerator and denominator of a quotient of polynomials, from the constant term on.
type Quotient = [[f64; 8]; 2];

const MIDDLE: Quotient = [
    [
        3.387_132_872_796_366_5,
        133.141_667_891_784_38,
        1_971.590_950_306_551_3,
        13_731.693_765_509_46,
        45_921.953_931_549_87,
        67_265.770_927_008_7,
        33_430.575_583_588_13,
        2_509.080_928_730_122_7,
    ],
    [
        1.0,
        42.313_330_701_600_91,
        687.187_007_492_057_9,
        5_394.196_021_424_751,
        21_213.794_301_586_597,
        39_307.895_800_092_71,
        28_729.085_735_721_943,
        5_226.495_278_852_854,
    ],
];

const TAIL: Quotient = [
    [
        1.423_437_110_749_683_5,
        4.630_337_846_156_546,
        5.769_497_221_460_691,
        3.647_848_324_763_204_5,
        1.270_458_252_452_368_4,
        0.241_780_725_177_450_6,
        0.022_723_844_989_269_184,
        0.000_774_545_014_278_341_4,
    ],
    [
        1.0,
        2.053_191_626_637_759,
        1.676_384_830_183_803_8,
        0.689_767_334_985_1,
        0.148_103_976_427_480_08,
        0.015_198_666_563_616_457,
        0.000_547_593_808_499_534_5,
        1.050_750_071_644_416_9e-9,
    ],
];

const FAR_TAIL: Quotient = [
    [
        6.657_904_643_501_103,
        5.463_784_911_164_114,
        1.784_826_539_917_291_3,
        0.296_560_571_828_504_87,
        0.026_532_189_526_576_124,
        0.001_242_660_947_388_078_4,
        2.711_555_568_743_487_6e-5,
        2.010_334_399_292_288_1e-7,
    ],
    [
        1.0,
        0.599_832_206_555_888,
        0.136_929_880_922_735_8,
        0.014_875_361_290_850_615,
        0.000_786_869_131_145_613_2,
        1.846_318_317_510_054_8e-5,
        1.421_511_758_316_446e-7,
        2.044_263_103_389_939_8e-15,
    ],
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_key_gives_the_same_numbers_and_another_gives_others() {
        let first = |seed, day, team, stream, number| Key::new(seed, day, team).stream(stream, number).bits();
        assert_eq!(first(1, 2, 3, Stream::Arrivals, 4), 12_458_391_312_846_948_886);
        let mut numbers = Vec::new();
        for seed in 0..3 {
            for day in -3..3 {
                for team in 0..3 {
                    for stream in [
                        Stream::Arrivals,
                        Stream::Interaction,
                        Stream::Callback,
                        Stream::Dialled,
                        Stream::Identity,
                        Stream::Roster,
                        Stream::Fault,
                    ] {
                        numbers.extend((0..20).map(|number| first(seed, day, team, stream, number)));
                    }
                }
            }
        }
        let all = numbers.len();
        numbers.sort_unstable();
        numbers.dedup();
        assert_eq!(numbers.len(), all);
    }

    #[test]
    fn quantiles_are_those_of_the_tables() {
        // As Python's statistics.NormalDist().inv_cdf has them.
        for (probability, value) in [
            (0.5, 0.0),
            (0.075, -1.439_531_470_938_456),
            (0.9, 1.281_551_565_544_600_4),
            (0.975, 1.959_963_984_540_053_6),
            (1e-9, -5.997_807_015_007_688),
            (1e-14, -7.650_628_092_935_268),
            (0.999_999, 4.753_424_308_817_091),
        ] {
            let found = quantile(probability);
            assert!((found - value).abs() <= 1e-13, "{probability}: {found}");
        }
    }

    #[test]
    fn draws_have_the_mean_and_the_deviation_that_they_should() {
        const DRAWS: u32 = 200_000;
        let moments = |draw: fn(&mut Chance) -> f64| {
            let mut chance = Key::new(7, 0, 0).stream(Stream::Arrivals, 0);
            let (mut sum, mut squares) = (0.0, 0.0);
            for _ in 0..DRAWS {
                let drawn = draw(&mut chance);
                sum += drawn;
                squares += drawn * drawn;
            }
            let mean = sum / f64::from(DRAWS);
            (mean, (squares / f64::from(DRAWS) - mean * mean).sqrt())
        };
        for (draw, mean, deviation) in [
            (Chance::unit as fn(&mut Chance) -> f64, 0.5, 12f64.sqrt().recip()),
            (Chance::normal, 0.0, 1.0),
            (Chance::exponential, 1.0, 1.0),
            (|chance| f64::from(chance.below(10)), 4.5, 8.25f64.sqrt()),
        ] {
            let found = moments(draw);
            assert!((found.0 - mean).abs() < 0.02 * deviation, "{found:?} where {mean} belongs");
            assert!((found.1 / deviation - 1.0).abs() < 0.02, "{found:?} where {deviation} belongs");
        }
    }
}
