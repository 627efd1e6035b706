//! What a contact centre is like: how many work there and when, what comes in, how long things take.

mod check;

pub use chrono::Weekday;

use super::law::Law;
use crate::centre::{Availability, Name};
use crate::scenario::{Client, Pace, Shape};
use crate::time::{Instant, Span};

/// A contact centre to be simulated: teams of agents, each of which serves its own queues.
///
/// Shares are relative to one another, 0 stands for never; percentages are of 100. Times of day are UTC.
#[derive(Clone, Debug, PartialEq)]
pub struct Config {
    /// The shape in which records are served.
    pub shape: Shape,
    /// How fast the platform works, while it does.
    pub processing: Pace,
    /// Who may ask for tokens; empty for anybody.
    pub clients: Vec<Client>,
    /// The teams.
    pub teams: Vec<Team>,
    /// What goes wrong, and when.
    pub outages: Vec<Outage>,
}

/// A team of agents, and all that comes in for it.
#[derive(Clone, Debug, PartialEq)]
pub struct Team {
    /// Its name.
    pub name: Name,
    /// How many agents it has.
    pub agents: u32,
    /// On how many days a week each of them works, at most; not when the team is closed.
    pub days_a_week: u32,
    /// How often an agent is ill on a day on which that is possible: on every other of their days.
    pub ill: f64,
    /// How many of them serve all queues of the team; the others serve one each.
    pub versatile: f64,
    /// When its day begins, after midnight.
    pub opens: Span,
    /// How long it is open then; at most 24 hours, which is round the clock.
    pub open_for: Span,
    /// Days on which it does not open.
    pub closed: Vec<Weekday>,
    /// How long agents stay after closing, at most, for those who still wait. Whoever waits then is told to come back.
    pub overtime: Span,
    /// How many interactions begin on a usual day.
    pub daily: f64,
    /// By how much days differ from what is expected of them: the standard deviation of how busy they are, in percent.
    /// That the rate itself varies from day to day is what Brown et al. (2005) and Avramidis et al. (2004) find.
    pub spread: f64,
    /// How busy each hour of the day is, relative to the others; only the hours in which the team is open count.
    pub by_hour: [f64; 24],
    /// How busy each day of the week is from Monday on, in percent of a usual day.
    pub by_weekday: [f64; 7],
    /// Within which time an interaction should be answered: the target of the team's virtual queue.
    pub target: Span,
    /// The queues.
    pub queues: Vec<TeamQueue>,
    /// When agents come and go.
    pub shifts: Vec<Shift>,
    /// What they are not ready for calls for.
    pub absences: Vec<Absence>,
    /// What comes in, and what agents begin.
    pub media: Media,
    /// How long things take.
    pub times: Durations,
    /// How often what happens.
    pub percent: Frequencies,
    /// How much an agent does at once, and how much may wait.
    pub limits: Limits,
}

/// A queue of a team. Its name is also that of the skill that it asks for.
#[derive(Clone, Debug, PartialEq)]
pub struct TeamQueue {
    /// Its name.
    pub name: Name,
    /// How much of what comes in is for this queue.
    pub share: u32,
}

/// A shift.
#[derive(Clone, Debug, PartialEq)]
pub struct Shift {
    /// When it begins, after the team has opened.
    pub begins: Span,
    /// How long it lasts; it has to end by closing time.
    pub lasts: Span,
    /// How many of the agents work in it. Each agent always works in the same.
    pub share: u32,
}

/// A planned absence from the queues.
#[derive(Clone, Debug, PartialEq)]
pub struct Absence {
    /// The label of the presence that the agent chooses.
    pub label: Name,
    /// What that stands for. Somebody who is ready for outbound calls makes some.
    pub availability: Availability,
    /// When it begins, after the shift has.
    pub after: Span,
    /// By how much later it may begin, so that not all of a shift are away at once; it begins when the agent has finished
    /// what they have in hand.
    pub spread: Span,
    /// How long it lasts.
    pub lasts: Span,
    /// How often it takes place.
    pub percent: f64,
    /// The day of the week on which it takes place; `None` for every day.
    pub weekday: Option<Weekday>,
}

/// What interactions there are, relative to one another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Media {
    /// Calls that come in.
    pub call: u32,
    /// Chats.
    pub chat: u32,
    /// Emails.
    pub email: u32,
    /// Cases of the customer's CRM.
    pub case: u32,
    /// Calls to customers, if an agent has nothing else to do.
    pub outbound: u32,
    /// Calls to colleagues, if both have nothing else to do.
    pub internal: u32,
}

/// How long things take. What is longer than [`LONGEST`] is held to that.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Durations {
    /// From the beginning of a shift until the agent has logged in; half an hour at most.
    pub login: Law,
    /// From the beginning of a call until it is in a queue: announcements, menus.
    pub plan: Law,
    /// From the first ring until the agent or the customer answers.
    pub ring: Law,
    /// A conversation, by telephone.
    pub talk: Law,
    /// After-work, of calls.
    pub wrap: Law,
    /// How long callers wait before they hang up, from the queue on. Palm (1953) takes it for exponential, as Erlang A
    /// does (Garnett, Mandelbaum, Reiman 2002); Kort (1983) for Weibull.
    pub patience: Law,
    /// How long a customer is on hold, and how long agents consult one another.
    pub hold: Law,
    /// A chat.
    pub chat: Law,
    /// How long those who chat wait before they leave.
    pub chat_patience: Law,
    /// The work on an email or a case.
    pub writing: Law,
    /// After-work of everything but calls.
    pub filing: Law,
}

/// How often what happens, in percent.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Frequencies {
    /// Callers who hang up before they are in a queue.
    pub left_in_plan: f64,
    /// Calls that ask for one agent, and are offered to them before anybody else if they are free.
    pub personal: f64,
    /// Of these, calls that the agent declines.
    pub declined: f64,
    /// Other offers that the agent does not answer.
    pub unanswered: f64,
    /// Offers at which the agent's line fails.
    pub fault: f64,
    /// Outbound calls that the customer does not answer.
    pub no_reply: f64,
    /// Calls that are recorded.
    pub recorded: f64,
    /// Calls with a hold.
    pub hold: f64,
    /// Calls with a consult. Of these a third ends there, half are transferred, the rest become conferences.
    pub consult: f64,
    /// Calls and chats that are given to a colleague without a consult.
    pub blind_transfer: f64,
    /// Calls that are put into another queue by the agent.
    pub requeue: f64,
    /// Calls and emails that are parked for a while.
    pub park: f64,
    /// Calls that end on an error of the platform.
    pub internal_error: f64,
    /// Callers who want to be called back rather than wait longer than [`Limits::offer_callback`].
    pub callback: f64,
    /// Callers whom a queue turns away who are handed to an outside contact; of the others every second leaves a message.
    pub handed_over: f64,
    /// Agents who choose the break that is due while they still talk.
    pub intend: f64,
    /// Ends of calls that the platform processes half a minute to two minutes late.
    pub late: f64,
    /// Ends of after-work that are first reported 12 s too late, and corrected five minutes later.
    pub corrected: f64,
}

/// How much an agent does at once, and how much may wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Chats that an agent has at once.
    pub chats: u32,
    /// Emails and cases that an agent has at once.
    pub written: u32,
    /// Calls that may wait in a queue; the next is turned away.
    pub waiting: u32,
    /// The longest wait that a caller is put through, as the queue estimates it; `None` for no such limit.
    pub estimated_wait: Option<Span>,
    /// The longest wait of a caller before they are turned away; `None` for no such limit.
    pub longest_wait: Option<Span>,
    /// After which wait a call back is offered.
    pub offer_callback: Span,
}

/// Something that goes wrong, known beforehand: what has to be found in the records is part of the plan.
#[derive(Clone, Debug, PartialEq)]
pub struct Outage {
    /// What.
    pub kind: OutageKind,
    /// The team that it strikes; `None` for all.
    pub team: Option<Name>,
    /// From when on.
    pub from: Instant,
    /// Until when; that instant not included.
    pub until: Instant,
}

/// What can go wrong.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum OutageKind {
    /// The agents' lines fail: every offer that begins in that time ends in Failed, none is answered, and no agent calls.
    Lines,
    /// The platform's processing stands still: whatever is done about an interaction or a presence in that time is
    /// processed when it is over. That an interaction has begun is told as always.
    Processing,
    /// Many times as much comes in.
    Surge(
        /// How many times as much as on any other day.
        f64,
    ),
}

/// The longest that any one talk, chat or piece of writing lasts.
pub const LONGEST: Span = Span::from_secs(60 * 60);

/// What agents have in hand after their team has closed, overtime included, is finished within this time: three hands of
/// [`LONGEST`], with holds, consults and what was interrupted for it.
pub const FINISHED_WITHIN: Span = Span::from_secs(6 * 60 * 60);

/// Between an agent's logout and the next login there is at least this time.
pub const REST: Span = Span::from_secs(60 * 60);

/// The latest that an agent logs in after a shift has begun.
pub const LATEST_LOGIN: Span = Span::from_secs(30 * 60);

/// The largest number of agents.
pub const MOST: u32 = 10_000;

impl Team {
    /// A team that is open from 8 to 18 on all days but Sunday, and has as much to do as so many agents can.
    pub fn new(name: &str, agents: u32) -> Self {
        Self {
            name: name.into(),
            agents,
            days_a_week: 5,
            ill: 4.0,
            versatile: 70.0,
            opens: hours(8),
            open_for: hours(10),
            closed: vec![Weekday::Sun],
            overtime: minutes(20),
            daily: 42.0 * f64::from(agents),
            spread: 10.0,
            by_hour: BY_HOUR,
            by_weekday: BY_WEEKDAY,
            target: Span::from_secs(20),
            queues: vec![TeamQueue { name: name.into(), share: 1 }],
            shifts: vec![
                Shift { begins: Span::ZERO, lasts: hours(9), share: 1 },
                Shift { begins: hours(1), lasts: hours(9), share: 1 },
            ],
            absences: absences(),
            media: Media::default(),
            times: Durations::default(),
            percent: Frequencies::default(),
            limits: Limits::default(),
        }
    }
}

impl Default for Config {
    /// A centre of 44 agents in four teams, one of which works round the clock.
    fn default() -> Self {
        let queue = |name: &str, share| TeamQueue { name: name.into(), share };
        let orders = Team {
            opens: hours(7),
            open_for: hours(13),
            shifts: vec![
                Shift { begins: Span::ZERO, lasts: hours(8), share: 3 },
                Shift { begins: hours(2), lasts: hours(8), share: 3 },
                Shift { begins: hours(5), lasts: hours(8), share: 4 },
            ],
            queues: vec![queue("Orders", 3), queue("Returns", 1)],
            daily: 540.0,
            ..Team::new("Orders", 14)
        };
        let service = Team {
            opens: hours(6),
            open_for: hours(24),
            closed: Vec::new(),
            shifts: vec![
                Shift { begins: Span::ZERO, lasts: hours(8), share: 4 },
                Shift { begins: hours(3), lasts: hours(8), share: 5 },
                Shift { begins: hours(8), lasts: hours(8), share: 5 },
                Shift { begins: hours(16), lasts: hours(8), share: 4 },
            ],
            queues: vec![queue("Service", 4), queue("Complaints", 1)],
            media: Media { chat: 16, ..Media::default() },
            daily: 480.0,
            ..Team::new("Service", 18)
        };
        let billing = Team { closed: vec![Weekday::Sat, Weekday::Sun], ..Team::new("Billing", 7) };
        let technical = Team {
            times: Durations {
                talk: Law::LogNormal { mean: minutes(7), deviation: minutes(8) },
                ..Durations::default()
            },
            percent: Frequencies { consult: 12.0, ..Frequencies::default() },
            media: Media { case: 20, ..Media::default() },
            daily: 120.0,
            ..Team::new("Technical", 5)
        };
        Self {
            shape: Shape::default(),
            processing: Pace { delay: Span::from_secs(2), categorised: Span::from_secs(30) },
            clients: Vec::new(),
            teams: vec![orders, service, billing, technical],
            outages: Vec::new(),
        }
    }
}

impl Default for Media {
    /// Mostly calls.
    fn default() -> Self {
        Self { call: 70, chat: 10, email: 10, case: 4, outbound: 5, internal: 1 }
    }
}

impl Default for Durations {
    /// Talks that are log-normal with a deviation as large as their mean or larger, a little over three minutes: such are
    /// the times of service of the bank that Brown et al. (2005) look at, call by call. Callers who are a little more
    /// patient the longer they have waited, with a mean of some minutes, as there. What has no published figure is a
    /// guess: plan, ring, hold, and everything that is no call.
    fn default() -> Self {
        let secs = Span::from_secs;
        let usual = |mean, deviation| Law::LogNormal { mean: secs(mean), deviation: secs(deviation) };
        Self {
            login: Law::Exponential { mean: secs(70) },
            plan: usual(14, 6),
            ring: usual(5, 3),
            talk: usual(195, 215),
            wrap: usual(35, 40),
            patience: Law::Weibull { mean: secs(400), shape: 0.9 },
            hold: usual(45, 40),
            chat: usual(420, 300),
            chat_patience: Law::Exponential { mean: secs(300) },
            writing: usual(330, 270),
            filing: usual(20, 15),
        }
    }
}

impl Frequencies {
    /// Nothing of it ever happens: callers come, wait, talk and go.
    pub const NEVER: Self = Self {
        left_in_plan: 0.0,
        personal: 0.0,
        declined: 0.0,
        unanswered: 0.0,
        fault: 0.0,
        no_reply: 0.0,
        recorded: 0.0,
        hold: 0.0,
        consult: 0.0,
        blind_transfer: 0.0,
        requeue: 0.0,
        park: 0.0,
        internal_error: 0.0,
        callback: 0.0,
        handed_over: 0.0,
        intend: 0.0,
        late: 0.0,
        corrected: 0.0,
    };
}

impl Default for Frequencies {
    /// Guesses, but for what follows from them: in a week of the usual centre about six of a hundred callers abandon, and
    /// its agents are busy for little less than half of the time in which they are not away. Koole and Mandelbaum (2002)
    /// tell of 90 to 95 percent in large centres that are run well, where one or two of a hundred callers abandon; for the
    /// same waits, small teams have to be less busy.
    /// The centre of `centres/large.toml`, with teams of 40 to 70, is at 82 to 93 percent from Monday to Friday.
    fn default() -> Self {
        Self {
            left_in_plan: 2.5,
            personal: 2.0,
            declined: 15.0,
            unanswered: 1.5,
            fault: 0.3,
            no_reply: 30.0,
            recorded: 90.0,
            hold: 15.0,
            consult: 6.0,
            blind_transfer: 2.5,
            requeue: 2.0,
            park: 1.0,
            internal_error: 0.2,
            callback: 30.0,
            handed_over: 60.0,
            intend: 40.0,
            late: 1.0,
            corrected: 1.0,
        }
    }
}

impl Default for Limits {
    /// Three chats or two pieces of writing at once.
    fn default() -> Self {
        Self {
            chats: 3,
            written: 2,
            waiting: 5,
            estimated_wait: Some(minutes(8)),
            longest_wait: Some(minutes(10)),
            offer_callback: Span::from_secs(75),
        }
    }
}

/// The two humps of a working day, with their peaks at about eleven and fifteen o'clock (Brown et al. 2005).
const BY_HOUR: [f64; 24] = [
    2.0, 1.5, 1.0, 1.0, 1.0, 2.0, 4.0, 9.0, 15.0, 20.0, 23.0, 23.0, 20.0, 19.0, 21.0, 22.0, 20.0, 17.0, 13.0, 10.0,
    8.0, 6.0, 4.0, 3.0,
];

const BY_WEEKDAY: [f64; 7] = [115.0, 105.0, 100.0, 100.0, 95.0, 60.0, 45.0];

fn absences() -> Vec<Absence> {
    use Availability::{Away, ExtendedAway, ReadyOffline, ReadyOutbound};
    let every_day = |label: &str, availability, after, spread, lasts| Absence {
        label: label.into(),
        availability,
        after: minutes(after),
        spread: minutes(spread),
        lasts: minutes(lasts),
        percent: 100.0,
        weekday: None,
    };
    vec![
        every_day("Tea break", Away, 60, 90, 15),
        Absence { weekday: Some(Weekday::Tue), ..every_day("Team meeting", ExtendedAway, 165, 10, 30) },
        every_day("Lunch", ExtendedAway, 190, 140, 40),
        Absence { percent: 20.0, ..every_day("Ready (Offline)", ReadyOffline, 140, 40, 20) },
        Absence { percent: 15.0, ..every_day("Ready (Outbound)", ReadyOutbound, 375, 15, 40) },
        every_day("Tea break", Away, 380, 75, 15),
    ]
}

const fn minutes(number: i64) -> Span {
    Span::from_secs(number * 60)
}

const fn hours(number: i64) -> Span {
    minutes(number * 60)
}
