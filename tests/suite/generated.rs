//! What is generated from a seed stays what it is: the same bytes on every machine and in every release.

use std::fmt::Write as _;

use scenarios::format::print;
use scenarios::generate::{Config, Locale, seeded};

fn golden(name: &str, text: &str) {
    insta::with_settings!({
        snapshot_path => concat!(env!("CARGO_MANIFEST_DIR"), "/snapshots/generated"),
        prepend_module_to_snapshot => false,
        omit_expression => true,
    }, { insta::assert_snapshot!(name, text) });
}

#[test]
fn ten_seeds_give_the_scenarios_that_they_always_gave() {
    for seed in 1..=10 {
        golden(&format!("seed_{seed}"), &print(&seeded(seed, &Config::default())));
    }
}

#[test]
fn every_locale_has_the_names_that_it_always_had() {
    let mut names = String::new();
    for locale in Locale::ALL {
        let scenario = seeded(1, &Config { locale, names: 7, ..Config::default() });
        let centre = scenario.centre;
        writeln!(names, "{locale:?}").unwrap_or_default();
        for agent in centre.agents {
            writeln!(names, "  {} {:?} {}", agent.id, agent.name, agent.touchpoint).unwrap_or_default();
        }
        for queue in centre.queues {
            writeln!(names, "  {}", queue.name).unwrap_or_default();
        }
        for address in centre.addresses {
            writeln!(names, "  {} {}", address.address, address.plan).unwrap_or_default();
        }
    }
    golden("locales", &names);
}
