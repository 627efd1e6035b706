//! Questions to a history, answered part by part.

use std::marker::PhantomData;
use std::ops::Deref;

use super::runs::RunsBuilder;
use super::{ActivityType, Endpoint, Include, Page, Paging, QueueTypes, Runs, Window};
use crate::guid::Guid;
use crate::history::{Count, DAWN, Held, History, Part, Question, Tabled, Topic, day_of, days_between, is_all_between};
use crate::record::Interaction;
use crate::simulation::{REACH, midnight};
use crate::time::Instant;
use crate::timeline::Row;
use crate::timeline::table::{Keep, Wanted};

/// Which rows are asked for, in words that can be compared with those of other questions.
pub(super) struct Wish<'w, T> {
    pub(super) endpoint: Endpoint,
    /// Only those about one of these agents or queues; `None` for all.
    pub(super) subjects: Option<&'w [&'w str]>,
    /// Only activities of this type.
    pub(super) activity: Option<ActivityType>,
    /// Only what waited in queues of this type.
    pub(super) queues: QueueTypes,
    /// Whether a row is one of those, but for its subject; `None` if all are.
    pub(super) keep: Option<Keep<'w, T>>,
}

impl<T> Wish<'_, T> {
    /// All that an endpoint tells.
    pub(super) fn of(endpoint: Endpoint) -> Self {
        Self { endpoint, subjects: None, activity: None, queues: QueueTypes::All, keep: None }
    }

    fn wanted(&self) -> Wanted<'_, T> {
        Wanted { subjects: self.subjects, keep: self.keep }
    }

    fn is_for_all(&self) -> bool {
        self.subjects.is_none() && self.keep.is_none()
    }

    fn of_day(&self, day: i64) -> Question {
        let subjects = self.subjects.map(|subjects| subjects.iter().map(|subject| (*subject).into()).collect());
        Question { day, endpoint: self.endpoint, subjects, activity: self.activity, queues: self.queues }
    }
}

/// The page of those rows that a window returns at `now` and that are wished for.
pub(super) fn in_window<'h, T: Tabled>(
    history: History<'h>,
    now: Instant,
    window: &Window,
    paging: Paging,
    wish: &Wish<'_, T>,
) -> Page<Runs<'h, T>> {
    let mut page = RunsBuilder::new(history, paging);
    let days = match history {
        History::Whole(timeline) => {
            let held = Held::Borrowed(timeline);
            T::table(timeline).in_window(now, window, &wish.wanted(), &mut page.offer_of(Part::Whole, &held));
            return page.finish();
        }
        History::Daily(days) => days,
    };
    let offer = |page: &mut RunsBuilder<'h, T>, part| {
        let held = history.held(part, T::TOPIC);
        T::table(&held).in_window(now, window, &wish.wanted(), &mut page.offer_of(part, &held));
    };
    if window.start >= window.end || window.start > now {
        return page.finish();
    }
    if window.include != Include::Started {
        History::before(T::TOPIC, day_of(window.start)).for_each(|part| offer(&mut page, part));
    }
    for day in days_between(window.start, window.end, now) {
        let part = History::begun_on(day, now);
        if !is_all_between(day, window.start, window.end) {
            offer(&mut page, part);
            continue;
        }
        let is_processed = midnight(day.saturating_add(REACH)) <= now;
        let known = if is_processed && wish.is_for_all() { T::begun(days, day) } else { None };
        if let Some(rows) = known {
            page.offer_unseen(part, rows);
            continue;
        }
        let count = || count(history, now, day, wish);
        let rows = days.counted(&wish.of_day(day), now, &count);
        if page.would_keep(rows) { offer(&mut page, part) } else { page.pass_over(rows) }
    }
    page.finish()
}

/// How many of the rows that begin on a day are wished for at `now`.
fn count<T: Tabled>(history: History<'_>, now: Instant, day: i64, wish: &Wish<'_, T>) -> Count {
    let (start, end) = (midnight(day), midnight(day.saturating_add(1)));
    let window = Window { start, end, include: Include::Started };
    let part = History::begun_on(day, now);
    let held = history.held(part, T::TOPIC);
    let table = T::table(&held);
    let mut page = RunsBuilder::new(history, Paging { page: 1, limit: 0 });
    table.in_window(now, &window, &wish.wanted(), &mut page.offer_of(part, &held));
    let (from, until) = table.same_around(now);
    // Of what begins after the dawn nothing has been looked at.
    let morning = (part == Part::Dawn(day)).then(|| midnight(day) + DAWN);
    let until = [until, morning].into_iter().flatten().min();
    Count { rows: page.finish().total, from, until }
}

/// The page of those rows that go on at `now`.
pub(super) fn going_on<T: Tabled>(history: History<'_>, now: Instant, paging: Paging) -> Page<Runs<'_, T>> {
    let mut page = RunsBuilder::new(history, paging);
    for part in current(history, now, T::TOPIC) {
        let held = history.held(part, T::TOPIC);
        T::table(&held).ongoing(now, &mut page.offer_of(part, &held));
    }
    page.finish()
}

/// Shows the rows that go on at `now`, in order.
pub(super) fn open_at<T: Tabled>(history: History<'_>, now: Instant, mut found: impl FnMut(&Row<T>)) {
    for part in current(history, now, T::TOPIC) {
        let held = history.held(part, T::TOPIC);
        T::table(&held).open_at(now).into_iter().for_each(&mut found);
    }
}

/// The parts in which what goes on at `now` stands, in order.
fn current(history: History<'_>, now: Instant, topic: Topic) -> Vec<Part> {
    match history {
        History::Whole(_) => vec![Part::Whole],
        History::Daily(_) => {
            let day = day_of(now);
            History::before(topic, day).chain([History::begun_on(day, now)]).collect()
        }
    }
}

/// A row that was asked for by name.
#[derive(Clone, Debug)]
pub struct Found<'h, T> {
    held: Held<'h>,
    position: usize,
    of: PhantomData<fn() -> T>,
}

impl<'h> Found<'h, Interaction> {
    /// The interaction of that GUID in either case, or of that text in the GUID's place; whether or not anything is told of
    /// it at `now`.
    pub(super) fn by_guid(history: History<'h>, guid: &str, now: Instant) -> Option<Self> {
        let part = match history {
            History::Whole(_) => Part::Whole,
            // Those of a centre at work tell when the interaction began.
            History::Daily(_) => {
                let begin = Guid::parse(guid).ok()?.instant();
                (begin <= now).then_some(History::begun_on(day_of(begin), now))?
            }
        };
        let held = history.held(part, Topic::Interactions);
        let position = held.position_of(guid)?;
        Some(Self { held, position, of: PhantomData })
    }
}

impl<T: Tabled> Deref for Found<'_, T> {
    type Target = Row<T>;

    fn deref(&self) -> &Row<T> {
        &T::table(&self.held).rows()[self.position]
    }
}
