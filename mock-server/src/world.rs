//! A world: what happened, when it is, and who may ask.

use std::path::PathBuf;
use std::sync::Arc;

use scenarios::demo;
use scenarios::fault::{Plan, ReadyMade};
use scenarios::problem::{Place, Problem};
use scenarios::scenario::{Client, Scenario, Shape};
use scenarios::simulation::Operation;
use scenarios::time::{Instant, Span};
use scenarios::timeline::{self, Timeline};

use crate::clock::{Clock, Pace, system_now};
use crate::load::{self, Recording, Story, Trouble};
use crate::token::Credentials;

/// The name of the world that every server has.
pub const DEFAULT: &str = "default";

/// What the demo is called.
const DEMO: &str = "demo";

/// Everything that an answer depends on; never changed, only replaced.
#[derive(Clone, Debug)]
pub struct World {
    tale: Tale,
    clock: Clock,
    credentials: Arc<Credentials>,
    shape: Shape,
    largest_page: u32,
    /// What people call the story: a name of the catalog, or files; `None` where it came without.
    title: Option<Arc<str>>,
    /// What goes wrong between it and its clients from the first, and when that begins; `None` for nothing.
    faults: Option<(Arc<Plan>, Instant)>,
}

/// What a world tells of.
#[derive(Clone, Debug)]
pub(crate) enum Tale {
    /// A scenario, and what the platform made of it.
    Scenario(Arc<Scenario>, Arc<Timeline>),
    /// Recorded answers, of which nothing more is known than what they say.
    Recorded(Arc<Timeline>),
    /// A centre at work, which goes on for ever.
    Centre(Arc<Operation>),
}

/// What is set from outside, over what a story says itself.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// How the clock goes; `None` for what [`World::of`] says.
    pub pace: Option<Pace>,
    /// What the clock shows first; `None` for what [`World::of`] says.
    pub at: Option<Instant>,
    /// To when the story is shifted; `None` to leave it when it was. A centre without an end cannot be shifted.
    pub rebase: Option<Rebase>,
    /// The fields that are served; `None` for what the story says.
    pub shape: Option<Shape>,
    /// The most items that a page has, whatever `limit` is sent; `None` for no other limit than that.
    pub largest_page: Option<u32>,
    /// A token that is always good; `None` for none.
    pub token: Option<String>,
    /// What goes wrong between the world and its clients, on purpose.
    pub faults: Faults,
}

/// Which plan of faults a world begins with.
#[derive(Clone, Debug, Default)]
pub enum Faults {
    /// That of its scenario, if it has one.
    #[default]
    AsTold,
    /// None, whatever the scenario says.
    None,
    /// That one, whatever the scenario says. It begins when the world is made.
    Plan(Arc<Plan>),
}

impl Faults {
    /// Reads `none`, or the name of a ready-made plan.
    ///
    /// # Errors
    ///
    /// What would be right.
    pub fn parse(text: &str) -> Result<Self, String> {
        if text == "none" {
            return Ok(Self::None);
        }
        let ready = ReadyMade::of(text).map(|ready| Self::Plan(Arc::new(ready.plan())));
        ready.ok_or_else(|| {
            format!("{text:?} is no plan; there are {}, and none", ReadyMade::ALL.map(ReadyMade::name).join(", "))
        })
    }
}

/// When a story is to stand still: at its `now`, or just after the last of it has been processed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rebase {
    /// When the world is made.
    Now,
    /// At that instant.
    At(Instant),
}

impl Rebase {
    /// Reads `now`, or an instant.
    ///
    /// # Errors
    ///
    /// What would be right.
    pub fn parse(text: &str) -> Result<Self, String> {
        if text == "now" {
            return Ok(Self::Now);
        }
        Instant::parse(text).map(Self::At).map_err(|error| error.to_string())
    }
}

/// Reads the name of a shape.
///
/// # Errors
///
/// What would be right.
pub fn shape(text: &str) -> Result<Shape, String> {
    match text {
        "current" => Ok(Shape::Current),
        "2020" => Ok(Shape::Y2020),
        _ => Err("a shape is \"current\" or \"2020\"".to_owned()),
    }
}

impl World {
    /// The world in which that story has happened.
    ///
    /// Unless the settings say otherwise, the clock stands still, at the scenario's `now` or else at the instant at which
    /// everything had been processed; that of a centre at work is live. A live clock shows the system's time, a faster one
    /// begins with the story, or with the present where that has no beginning.
    ///
    /// # Errors
    ///
    /// What is wrong with the scenario, if it cannot be told at the time that it is shifted to.
    pub fn of(story: Story, settings: &Settings) -> Result<Self, Vec<Problem>> {
        let story = match settings.rebase {
            None => story,
            Some(Rebase::Now) => story.ending_at(system_now())?,
            Some(Rebase::At(instant)) => story.ending_at(instant)?,
        };
        let told = story.told(settings.at.unwrap_or_else(system_now));
        let pace = settings.pace.or(settings.at.map(|_| Pace::Frozen)).unwrap_or(told.pace);
        let from = settings.at.unwrap_or_else(|| match pace {
            Pace::Frozen => told.now,
            Pace::Running(1) => system_now(),
            Pace::Running(_) => told.start,
        });
        let faults = match &settings.faults {
            Faults::AsTold => told.faults.map(|plan| (plan, told.start)),
            Faults::None => None,
            Faults::Plan(plan) => Some((Arc::clone(plan), from)),
        };
        Ok(Self {
            tale: told.tale,
            faults,
            clock: Clock::set(pace, from),
            credentials: Arc::new(Credentials::new(DEFAULT, told.clients, settings.token.clone())),
            shape: settings.shape.unwrap_or(told.shape),
            largest_page: settings.largest_page.unwrap_or(u32::MAX),
            title: told.title,
        })
    }

    /// The world that those files and folders tell of; see [`load::story`] and [`World::of`].
    ///
    /// # Errors
    ///
    /// Everything that is wrong with them.
    pub fn open(paths: &[PathBuf], settings: &Settings) -> Result<Self, Vec<Trouble>> {
        let story = load::story(paths)?;
        let shifted = |problem: Problem| Trouble::Mismatched(format!("when it is shifted, {problem}"));
        let world = Self::of(story, settings);
        let world = world.map_err(|problems| problems.into_iter().map(shifted).collect::<Vec<_>>())?;
        let names: Vec<String> = paths.iter().map(|path| path.display().to_string()).collect();
        Ok(if names.is_empty() { world } else { world.titled(&names.join(", ")) })
    }

    /// This world, with a story that people call so.
    #[must_use]
    pub fn titled(self, title: &str) -> Self {
        Self { title: Some(title.into()), ..self }
    }

    /// This world in the place of `old`, which showed `now`: with its credentials, which are now for the clients of this
    /// one, and but for what the settings say with its clock.
    #[must_use]
    pub(crate) fn in_place_of(self, old: &Self, now: Instant, settings: &Settings) -> Self {
        let clock = match (settings.at, settings.pace) {
            (None, None) => old.clock,
            (at, pace) => Clock::set(pace.unwrap_or(old.clock.pace()), at.unwrap_or(now)),
        };
        let credentials = old.credentials.taken_over_by(self.credentials.clients().to_vec());
        Self { clock, credentials: Arc::new(credentials), ..self }
    }

    /// This world, with the clock of `old` if that runs.
    #[must_use]
    pub fn going_on_from(self, old: &Self) -> Self {
        match old.clock {
            Clock::Frozen(_) => self,
            Clock::Running { .. } => Self { clock: old.clock, ..self },
        }
    }

    /// This world under another name, with a client and a secret of its own.
    #[must_use]
    pub(crate) fn named(self, name: &str) -> Self {
        let credentials = Credentials::clone(&self.credentials).owned_by(name);
        Self { credentials: Arc::new(credentials), ..self }
    }

    /// This world with another clock.
    #[must_use]
    pub(crate) fn with_clock(&self, clock: Clock) -> Self {
        Self { clock, ..self.clone() }
    }

    /// What it tells of.
    pub(crate) fn tale(&self) -> &Tale {
        &self.tale
    }

    /// Whether an answer may take a while, since what it tells has to be worked out first.
    pub(crate) fn takes_time(&self) -> bool {
        match self.tale {
            Tale::Scenario(..) | Tale::Recorded(_) => false,
            Tale::Centre(_) => true,
        }
    }

    /// The centre of which it tells more and more, and how many times as fast as real time; `None` if its clock stands still,
    /// or all that it ever tells is there.
    pub(crate) fn goes_on(&self) -> Option<(&Arc<Operation>, u32)> {
        match (&self.tale, self.clock.pace()) {
            (Tale::Centre(operation), Pace::Running(rate)) => Some((operation, rate)),
            (Tale::Centre(_), Pace::Frozen) | (Tale::Scenario(..) | Tale::Recorded(_), _) => None,
        }
    }

    /// What people call its story; `None` where it came without a name.
    pub(crate) fn title(&self) -> Option<&str> {
        self.title.as_deref()
    }

    /// When it is.
    pub fn clock(&self) -> &Clock {
        &self.clock
    }

    /// Who may ask.
    pub fn credentials(&self) -> &Credentials {
        &self.credentials
    }

    /// What goes wrong between it and its clients from the first, and when that begins.
    pub(crate) fn faults(&self) -> Option<(&Arc<Plan>, Instant)> {
        self.faults.as_ref().map(|(plan, began)| (plan, *began))
    }

    /// The fields that are served.
    pub fn shape(&self) -> Shape {
        self.shape
    }

    /// The most items that a page has, whatever `limit` is sent.
    pub(crate) fn largest_page(&self) -> u32 {
        self.largest_page
    }
}

/// What a story says of its world.
struct Told {
    tale: Tale,
    /// When it begins.
    start: Instant,
    /// Where a clock that stands still stands.
    now: Instant,
    /// How its clock goes.
    pace: Pace,
    clients: Vec<Client>,
    shape: Shape,
    title: Option<Arc<str>>,
    faults: Option<Arc<Plan>>,
}

/// The first instant at which a window without an end, which reaches to now and excludes it, returns what happened then.
fn just_after(instant: Instant) -> Instant {
    instant + Span::from_millis(1)
}

/// Where the clock of a scenario stands: at its `now`, or just after all that it tells has been processed.
fn stands_at(scenario: &Scenario, timeline: &Timeline) -> Instant {
    scenario.now.unwrap_or_else(|| just_after(timeline.settled().unwrap_or(scenario.start)))
}

/// Where the clock of recorded answers stands: at their last `upTo`, or just after the last thing that they tell of.
fn given_at(recording: &Recording) -> Option<Instant> {
    recording.up_to.max(recording.last.map(just_after))
}

impl Story {
    /// What the story says, told at `present`.
    fn told(self, present: Instant) -> Told {
        match self {
            Self::Told(scenario, timeline) => Told {
                start: scenario.start,
                now: stands_at(&scenario, &timeline),
                pace: Pace::Frozen,
                clients: scenario.clients.clone(),
                shape: scenario.shape,
                faults: scenario.faults.clone().map(Arc::new),
                tale: Tale::Scenario(scenario, timeline),
                title: None,
            },
            Self::Recorded(recording) => Told {
                start: recording.start().unwrap_or(present),
                now: given_at(&recording).unwrap_or(present),
                pace: Pace::Frozen,
                clients: Vec::new(),
                shape: Shape::default(),
                faults: None,
                tale: Tale::Recorded(Arc::new(Timeline::recorded(recording.items))),
                title: None,
            },
            Self::Centre(operation) => Told {
                start: present,
                now: present,
                pace: Pace::Running(1),
                clients: operation.clients().to_vec(),
                shape: operation.shape(),
                faults: None,
                tale: Tale::Centre(operation),
                title: None,
            },
            Self::Demo => Told { title: Some(DEMO.into()), ..Self::Centre(Arc::new(demo::centre())).told(present) },
        }
    }

    /// The same, shifted so that a clock that stands still stands at `instant`.
    fn ending_at(self, instant: Instant) -> Result<Self, Vec<Problem>> {
        Ok(match self {
            Self::Told(scenario, timeline) => {
                let later = instant - stands_at(&scenario, &timeline);
                let last = timeline.settled().max(scenario.now).unwrap_or(scenario.start);
                can_be_shifted([scenario.start, last], later)?;
                let scenario = Arc::new(Arc::unwrap_or_clone(scenario).shifted(later));
                let timeline = Arc::new(timeline::compile(&scenario)?);
                Self::Told(scenario, timeline)
            }
            Self::Recorded(recording) => {
                let later = instant - given_at(&recording).unwrap_or(instant);
                can_be_shifted(recording.start().into_iter().chain(recording.last), later)?;
                Self::Recorded(recording.shifted(later))
            }
            Self::Centre(_) | Self::Demo => {
                let what = "a centre at work has no end that could be shifted".to_owned();
                let advice = "set its clock instead, which can show any instant".to_owned();
                return Err(vec![Problem { place: Place::whole(), what, advice }]);
            }
        })
    }
}

/// Whether these instants can be told `later`.
fn can_be_shifted(told: impl IntoIterator<Item = Instant>, later: Span) -> Result<(), Vec<Problem>> {
    // Beyond what can be told, instants stay at its edge.
    match told.into_iter().find(|instant| *instant + later - *instant != later) {
        None => Ok(()),
        Some(instant) => {
            let what = format!("what it tells of {instant} would come before the year 0 or after the year 9999");
            Err(vec![Problem { place: Place::whole(), what, advice: "rebase it to another instant".to_owned() }])
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_story_is_not_shifted_out_of_the_years_that_can_be_told() {
        let toml = "start = 2024-03-05T09:00:00Z\n[[agent]]\nid = \"anna\"\n[[presence]]\nat = \"1h\"\nagent = \"anna\"\n\
                    set = \"Ready\"";
        let json = r#"[{"guid":"g","channels":[],"start":"2024-03-05T09:00:00Z","duration":3600000}]"#;
        let stories = [Story::of_text(toml).unwrap(), Story::Recorded(load::recorded::parse("monday", json).unwrap())];
        for story in stories {
            let rebased = |to: &str| {
                let rebase = Some(Rebase::At(Instant::parse(to).unwrap()));
                let problems = World::of(story.clone(), &Settings { rebase, ..Settings::default() }).err();
                problems.map(|problems| problems[0].to_string())
            };
            assert_eq!(rebased("0000-01-01T02:00"), None);
            assert_eq!(
                rebased("0000-01-01T00:59").as_deref(),
                Some(
                    "the scenario: what it tells of 2024-03-05T09:00:00.000Z would come before the year 0 or after the \
                     year 9999; rebase it to another instant"
                )
            );
            assert_eq!(rebased("9999-12-31T23:59:59.999Z"), None);
        }
    }

    #[test]
    fn a_centre_at_work_cannot_be_shifted() {
        let settings = Settings { rebase: Some(Rebase::Now), ..Settings::default() };
        let problems = World::of(Story::Demo, &settings).err().unwrap_or_default();
        assert_eq!(
            problems[0].to_string(),
            "the scenario: a centre at work has no end that could be shifted; set its clock instead, which can show any \
             instant"
        );
    }
}
