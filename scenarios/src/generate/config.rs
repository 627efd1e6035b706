//! How large generated scenarios are, and how often what happens in them.

use crate::flow::Medium;
use crate::time::Span;

/// How large generated scenarios are, and how often what happens in them.
///
/// The defaults make small and nasty ones: everything that can happen does so within a few hundred of them. Shares are
/// relative to one another, 0 stands for never; percentages are of 100. An interaction that nothing with a share could
/// bring to an end is left without one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Config {
    /// How many agents there are at most; at least one, and no more than [`Config::MOST_AGENTS`].
    pub agents: u32,
    /// How many interactions are begun at most; call backs come on top. No more than [`Config::MOST_INTERACTIONS`].
    pub interactions: u32,
    /// How many steps an interaction has at most before it comes to its end.
    pub steps: u32,
    /// How long after the scenario's start interactions begin at the latest.
    pub within: Span,
    /// How many interactions there are of each medium; the calls that callbacks lead to come on top.
    pub media: MediaShares,
    /// Who begins them.
    pub openings: OpeningShares,
    /// How often each step is taken where it is possible.
    pub actions: ActionShares,
    /// How often what else happens.
    pub percent: Percentages,
    /// The language of names and numbers.
    pub locale: Locale,
    /// Which names: the same people, numbers, queues and plans for the same seed, whatever happens to them.
    pub names: u64,
}

/// How many interactions there are of each medium, relative to one another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MediaShares {
    /// Calls.
    pub phone: u32,
    /// Callbacks that wait in a queue.
    pub phone_callback: u32,
    /// Emails.
    pub email: u32,
    /// Chats.
    pub chat: u32,
    /// Cases of the customer's CRM.
    pub case: u32,
}

/// How many interactions are begun by whom, relative to one another; only calls can be internal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OpeningShares {
    /// By a customer.
    pub inbound: u32,
    /// By an agent, to a customer.
    pub outbound: u32,
    /// By an agent, to a colleague.
    pub internal: u32,
}

/// How often each step is taken, relative to the others that are possible then.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ActionShares {
    /// The customer passes an applet.
    pub applet: u32,
    /// The plan leads into a queue.
    pub queue: u32,
    /// An agent is offered it from the queue.
    pub ring: u32,
    /// An agent is offered it straight from the plan: a personal call.
    pub personal: u32,
    /// Whoever is rung answers.
    pub answer: u32,
    /// Whoever is rung does not answer.
    pub no_answer: u32,
    /// An agent's line fails.
    pub fault: u32,
    /// The customer is put on hold.
    pub hold: u32,
    /// The customer is taken back.
    pub retrieve: u32,
    /// The interaction is parked.
    pub park: u32,
    /// The parked interaction is taken back.
    pub unpark: u32,
    /// A call comes between.
    pub interrupt: u32,
    /// The agent comes back from that call.
    pub resume: u32,
    /// A colleague is consulted.
    pub consult: u32,
    /// The colleague who was consulted takes over.
    pub transfer: u32,
    /// A colleague, or a queue, is given the interaction without a consult.
    pub blind_transfer: u32,
    /// The colleague who was consulted joins.
    pub conference: u32,
    /// One of several agents leaves.
    pub leave: u32,
    /// Recording is switched on or off.
    pub recording: u32,
    /// A queue is left without an agent.
    pub breakout: u32,
    /// A waiting callback leads to a call.
    pub call_back: u32,
    /// The Call Connect Router hands the call to an outside contact.
    pub hand_over: u32,
    /// The outside contact hangs up.
    pub hand_back: u32,
    /// Whoever talks ends it, or the plan does.
    pub hangup: u32,
    /// The customer gives up before an agent has answered.
    pub abandon: u32,
    /// After-work is finished.
    pub wrapped: u32,
    /// An agent chooses the presence to be set at the end.
    pub intend: u32,
    /// The platform's processing ends on an error.
    pub internal_error: u32,
}

/// How often what happens, in percent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Percentages {
    /// Agents who come and go; the others are ready from the start.
    pub logins: u32,
    /// Steps and presences that the platform processes late; with 0, nothing else takes it any time either.
    pub late: u32,
    /// Outside contacts whose channel is processed late, mostly after the interaction was complete.
    pub late_contacts: u32,
    /// Steps whose time is first reported wrong, and corrected later.
    pub corrected: u32,
    /// Steps and interactions that come at the same instant as the one before.
    pub equal_instants: u32,
    /// Scenarios that begin shortly before a midnight or a change of summer time, in London or in New York.
    pub crossings: u32,
    /// Steps that may involve an agent who has another call in hand; with 0, no agent ever has two.
    pub overlaps: u32,
    /// Steps that are chosen without regard to how usual they are.
    pub surprises: u32,
    /// Interactions that are left as they are, without an end.
    pub unfinished: u32,
}

/// A language, with the names and numbers of its country.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Locale {
    /// Arabic, Saudi Arabia.
    ArSa,
    /// Welsh, Great Britain.
    CyGb,
    /// German, Germany.
    DeDe,
    /// English.
    #[default]
    En,
    /// Persian, Iran.
    FaIr,
    /// French, France.
    FrFr,
    /// Italian, Italy.
    ItIt,
    /// Japanese, Japan.
    JaJp,
    /// Dutch, the Netherlands.
    NlNl,
    /// Portuguese, Brazil.
    PtBr,
    /// Portuguese, Portugal.
    PtPt,
    /// Turkish, Turkey.
    TrTr,
    /// Chinese, China.
    ZhCn,
    /// Chinese, Taiwan.
    ZhTw,
}

impl Config {
    /// The most agents that a generated scenario can have.
    pub const MOST_AGENTS: u32 = 100;
    /// The most interactions that a generated scenario can have.
    pub const MOST_INTERACTIONS: u32 = 10_000;
    /// The most steps that an interaction can have before it comes to its end.
    pub const MOST_STEPS: u32 = 1_000;
    /// The longest time after the start at which interactions begin: ten years.
    pub const LONGEST: Span = Span::from_secs(10 * 365 * 24 * 60 * 60);
    /// The largest share.
    pub const LARGEST_SHARE: u32 = 1_000_000;
}

impl Default for Config {
    fn default() -> Self {
        Self {
            agents: 5,
            interactions: 5,
            steps: 28,
            within: Span::from_secs(40 * 60),
            media: MediaShares::default(),
            openings: OpeningShares::default(),
            actions: ActionShares::default(),
            percent: Percentages::default(),
            locale: Locale::default(),
            names: 1,
        }
    }
}

impl Default for MediaShares {
    /// Mostly calls.
    fn default() -> Self {
        Self { phone: 64, phone_callback: 6, email: 12, chat: 12, case: 6 }
    }
}

impl MediaShares {
    pub(super) fn of(&self, medium: Medium) -> u32 {
        match medium {
            Medium::Phone => self.phone,
            Medium::PhoneCallback => self.phone_callback,
            Medium::Email => self.email,
            Medium::Chat => self.chat,
            Medium::Case => self.case,
        }
    }
}

impl Default for OpeningShares {
    /// Mostly customers.
    fn default() -> Self {
        Self { inbound: 75, outbound: 17, internal: 8 }
    }
}

impl Default for ActionShares {
    /// What usually comes next is most likely, and everything else likely enough to be seen often.
    fn default() -> Self {
        Self {
            applet: 16,
            queue: 24,
            ring: 100,
            personal: 12,
            answer: 140,
            no_answer: 14,
            fault: 7,
            hold: 20,
            retrieve: 30,
            park: 12,
            unpark: 60,
            interrupt: 60,
            resume: 60,
            consult: 90,
            transfer: 50,
            blind_transfer: 16,
            conference: 200,
            leave: 40,
            recording: 14,
            breakout: 8,
            call_back: 60,
            hand_over: 10,
            hand_back: 60,
            hangup: 2,
            abandon: 3,
            wrapped: 60,
            intend: 6,
            internal_error: 1,
        }
    }
}

impl Default for Percentages {
    /// Enough of everything that a few scenarios show each.
    fn default() -> Self {
        Self {
            logins: 30,
            late: 10,
            late_contacts: 40,
            corrected: 8,
            equal_instants: 15,
            crossings: 25,
            overlaps: 40,
            surprises: 35,
            unfinished: 8,
        }
    }
}

impl Locale {
    /// Every locale.
    pub const ALL: [Self; 14] = [
        Self::ArSa,
        Self::CyGb,
        Self::DeDe,
        Self::En,
        Self::FaIr,
        Self::FrFr,
        Self::ItIt,
        Self::JaJp,
        Self::NlNl,
        Self::PtBr,
        Self::PtPt,
        Self::TrTr,
        Self::ZhCn,
        Self::ZhTw,
    ];
}
