//! Whether the tables of a file have the keys that they should have, and at each what belongs there.

use super::findings::Findings;
use super::kind::ticked;
use super::table::{AnyKey, Case, Entry, Need, Row, StepKind, Table};
use crate::problem;

/// Notes where everything stands in a table, and whatever is wrong with its keys and values.
pub(super) fn check(table: &Table, row: &Row<'_>, found: &mut Findings) {
    found.place(&row.place, &row.span);
    let mut check = Check { table, row, misspelt: Vec::new(), found };
    check.known_keys();
    check.required_keys();
    check.cases();
    if !table.kinds.is_empty() {
        check.kinds();
    }
}

/// The most keys that are all listed where nobody can tell which was meant; of more, only those are that are most like
/// what was written.
const FEW: usize = 15;
const LIKEST: usize = 6;

struct Check<'c, 'd> {
    table: &'c Table,
    row: &'c Row<'d>,
    /// Of each unknown key, the one that was probably meant.
    misspelt: Vec<Option<&'static str>>,
    found: &'c mut Findings,
}

impl Check<'_, '_> {
    fn known_keys(&mut self) {
        for (written, value) in self.row.entries() {
            let name: &str = written.get_ref();
            let place = self.row.place.key(name);
            if let Some(key) = self.table.keys.iter().find(|key| key.entry().name == name) {
                key.check(value, &place, self.found);
                continue;
            }
            let names = || self.table.keys.iter().map(|key| key.entry().name);
            let meant = problem::nearest(name, names());
            self.misspelt.push(meant);
            let what = format!("{} is not a key of {}", ticked(name), with_article(self.table.noun));
            let advice = match meant {
                Some(meant) => format!("write {}", ticked(meant)),
                None if self.table.keys.len() <= FEW => format!("its keys are {}", listed(names())),
                None => {
                    format!("the likest of its keys are {}", listed(problem::likest(name, names(), LIKEST)))
                }
            };
            self.found.wrong(written.span(), place, what, advice);
        }
    }

    fn required_keys(&mut self) {
        let subject = format!("the {}", self.table.noun);
        for key in self.table.keys.iter().filter(|key| key.entry().need == Need::Required) {
            self.require(*key, &subject);
        }
        for [one, other] in self.table.pairs {
            for (one, other) in [(one, other), (other, one)] {
                if self.row.has(*one) {
                    self.require(*other, &ticked(one.entry().name));
                }
            }
        }
    }

    fn cases(&mut self) {
        self.companions();
        let Some(case) = self.case() else { return };
        let subject = with_article(&format!("{} {}", (case.word)(), self.table.noun));
        for key in case.needs {
            self.require(*key, &subject);
        }
        for (key, advice) in case.refuses.iter().filter(|(key, _)| self.row.has(*key)) {
            let what = format!("{subject} has no {}", ticked(key.entry().name));
            self.refuse(*key, what, (*advice).to_owned());
        }
    }

    /// The case that holds; `None` where the word is none that could.
    fn case(&self) -> Option<&'static Case> {
        let first = self.table.cases.first()?;
        let Some(word) = self.row.value(first.key) else {
            return Some(first).filter(|case| case.key.entry().need != Need::Required);
        };
        self.table.cases.iter().find(|case| word.get_ref().as_str() == Some((case.word)()))
    }

    /// Notes keys that stand beside another word than those that take them.
    fn companions(&mut self) {
        let Some(first) = self.table.cases.first() else { return };
        let Some(word) = self.row.value(first.key).and_then(|written| written.get_ref().as_str()) else { return };
        let is_known =
            first.key.schema()["enum"].as_array().is_some_and(|words| words.iter().any(|known| known == word));
        for key in self.table.companions().filter(|key| is_known && self.row.has(*key)) {
            let hosts: Vec<_> =
                self.table.cases.iter().filter(|case| case.goes_with(key)).map(|case| (case.word)()).collect();
            if !hosts.contains(&word) {
                let what = format!("{} does not go with {}", ticked(key.entry().name), ticked(word));
                self.refuse(key, what, format!("it goes with {}", listed(hosts)));
            }
        }
    }

    fn kinds(&mut self) {
        let all = self.table.kinds;
        let mut told: Vec<_> = all.iter().filter(|kind| self.row.has(kind.key)).collect();
        told.sort_by_key(|kind| self.row.key_span(kind.key).start);
        let Some((first, rest)) = told.split_first() else {
            // Of a step that has an unknown key, that was probably to tell it.
            if self.misspelt.is_empty() {
                let names: Vec<_> = all.iter().map(|kind| ticked(kind.key.entry().name)).collect();
                let what = format!("the {} does not tell what happens", self.table.noun);
                let advice = format!("add one of {}", names.join(", "));
                self.found.absent(self.row.span.clone(), self.row.place.clone(), what, advice);
            }
            return;
        };
        for second in rest {
            let what = format!("{} cannot stand beside {}", name(second), name(first));
            self.refuse(second.key, what, format!("write a {} for each", self.table.noun));
        }
        for kind in &told {
            for key in kind.needs {
                self.require(*key, &name(kind));
            }
        }
        for key in self.table.keys.iter().filter(|key| self.row.has(**key)) {
            let hosts: Vec<_> = all.iter().filter(|kind| kind.goes_with(*key)).map(name).collect();
            if !hosts.is_empty() && !told.iter().any(|kind| kind.goes_with(*key)) {
                let what = format!("{} does not go with {}", ticked(key.entry().name), name(first));
                self.refuse(*key, what, format!("it goes with {}", hosts.join(", ")));
            }
        }
    }

    /// Notes that `subject` lacks the key, if it does and not just because the key is misspelt.
    fn require(&mut self, key: &dyn AnyKey, subject: &str) {
        let Entry { name, about, .. } = key.entry();
        if !self.row.has(key) && !self.misspelt.contains(&Some(name)) {
            let what = format!("{subject} has no {}", ticked(name));
            self.found.absent(self.row.span.clone(), self.row.place.key(name), what, format!("add {about}"));
        }
    }

    /// Notes that what stands at the key should not be there.
    fn refuse(&mut self, key: &dyn AnyKey, what: String, advice: String) {
        self.found.wrong(self.row.key_span(key), self.row.place_of(key), what, advice);
    }
}

fn listed<'k>(names: impl IntoIterator<Item = &'k str>) -> String {
    names.into_iter().map(ticked).collect::<Vec<_>>().join(", ")
}

fn name(kind: &StepKind) -> String {
    ticked(kind.key.entry().name)
}

fn with_article(noun: &str) -> String {
    let article = if noun.starts_with(['a', 'e', 'i', 'o']) { "an" } else { "a" };
    format!("{article} {noun}")
}
