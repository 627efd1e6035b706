//! Whatever the config, what is drawn can have happened, and can be written down.

use proptest::prelude::*;
use proptest::sample::select;

use super::super::possible::possible;
use super::super::{ActionShares, Config, Locale, MediaShares, OpeningShares, Percentages, scenarios, seeded};
use crate::format::{parse, print};
use crate::time::Span;
use crate::timeline::compile;

#[test]
fn the_compiler_accepts_every_scenario_that_is_drawn() {
    proptest!(ProptestConfig::with_cases(4_000), |(scenario in scenarios(&Config::default()))| {
        prop_assert_eq!(compile(&scenario).err(), None);
    });
}

#[test]
fn whatever_the_config_scenarios_compile_keep_within_it_and_read_back_as_printed() {
    proptest!(ProptestConfig::with_cases(1_000), |(config in config(), seed in any::<u64>())| {
        let scenario = seeded(seed, &config);
        prop_assert_eq!(compile(&scenario).err(), None);
        prop_assert_eq!(&parse(&print(&scenario)).map(|source| source.scenario), &Ok(scenario.clone()));
        prop_assert_eq!(&possible(scenario.clone()), &scenario);
        prop_assert!(scenario.centre.agents.len() <= config.agents as usize);
        let begun = scenario.flows.iter().filter(|flow| !flow.name.starts_with("call for "));
        prop_assert!(begun.count() <= config.interactions as usize);
        prop_assert_eq!(seeded(seed, &config), scenario);
    });
}

#[test]
fn the_cast_is_the_same_whatever_happens_to_it_and_another_for_another_seed_of_names() {
    let config = Config::default();
    let cast = |seed, config: &Config| super::super::cast::Cast::of(config).centre(3, seed % 2 == 0);
    assert_eq!(cast(1, &config), cast(3, &config));
    assert_ne!(cast(1, &config), cast(1, &Config { names: 2, ..config.clone() }));
}

fn config() -> impl Strategy<Value = Config> {
    let sizes = (1u32..9, 0u32..9, 0u32..40, 0i64..10_000_000);
    let share = || prop_oneof![Just(0u32), 1u32..100];
    let shares = proptest::collection::vec(share(), 28);
    let media = proptest::array::uniform5(share());
    let openings = proptest::array::uniform3(share());
    let percent = proptest::array::uniform9(0u32..=100);
    (sizes, media, openings, shares, percent, select(Locale::ALL.to_vec()), any::<u64>()).prop_map(
        |((agents, interactions, steps, within), media, openings, shares, percent, locale, names)| Config {
            agents,
            interactions,
            steps,
            within: Span::from_millis(within),
            media: MediaShares {
                phone: media[0],
                phone_callback: media[1],
                email: media[2],
                chat: media[3],
                case: media[4],
            },
            openings: OpeningShares { inbound: openings[0], outbound: openings[1], internal: openings[2] },
            actions: actions(&shares),
            percent: Percentages {
                logins: percent[0],
                late: percent[1],
                late_contacts: percent[2],
                corrected: percent[3],
                equal_instants: percent[4],
                crossings: percent[5],
                overlaps: percent[6],
                surprises: percent[7],
                unfinished: percent[8],
            },
            locale,
            names,
        },
    )
}

fn actions(shares: &[u32]) -> ActionShares {
    let mut shares = shares.iter().copied();
    let mut next = || shares.next().unwrap_or_default();
    ActionShares {
        applet: next(),
        queue: next(),
        ring: next(),
        personal: next(),
        answer: next(),
        no_answer: next(),
        fault: next(),
        hold: next(),
        retrieve: next(),
        park: next(),
        unpark: next(),
        interrupt: next(),
        resume: next(),
        consult: next(),
        transfer: next(),
        blind_transfer: next(),
        conference: next(),
        leave: next(),
        recording: next(),
        breakout: next(),
        call_back: next(),
        hand_over: next(),
        hand_back: next(),
        hangup: next(),
        abandon: next(),
        wrapped: next(),
        intend: next(),
        internal_error: next(),
    }
}
