//! What happens to those who contact the demo centre.

use super::floor::Floor;
use crate::centre::Name;
use crate::chance::Chance;
use crate::flow::{
    Action, AppletKind, Breakout, Flow, HangUp, Medium, MediumManager, Misreport, Opening, Party, Processing,
    SETBACK_LASTS, Step,
};
use crate::guid::Guid;
use crate::time::{Instant, Span};

/// The shop's number.
pub(super) const SHOP: &str = "02079460100";
/// The aftercare's number.
pub(super) const AFTERCARE: &str = "02079460200";
/// The mailbox.
pub(super) const MAILBOX: &str = "help@shop.example";
/// The chat on the website.
pub(super) const WEBSITE: &str = "chat.shop.example";
/// Where cases come from.
pub(super) const CASES: &str = "crm.shop.example";

/// An outside contact to whom calls are handed over.
const COURIER: &str = "02079460999";

/// How often each kind of story is told, of all.
const STORIES: [(Story, i64); 25] = [
    (Story::Handled(Course::Plain), 30),
    (Story::Handled(Course::Hold), 10),
    (Story::Email, 10),
    (Story::Chat, 10),
    (Story::Case, 5),
    (Story::Outbound, 8),
    (Story::OutboundUnanswered, 3),
    (Story::Internal, 2),
    (Story::Personal, 2),
    (Story::Consulted(Consulted::Leaves), 4),
    (Story::Consulted(Consulted::TakesOver), 5),
    (Story::BlindTransfer, 3),
    (Story::Requeued, 3),
    (Story::Consulted(Consulted::Joins), 2),
    (Story::NotAnswered, 3),
    (Story::LineFault, 2),
    (Story::LeftInPlan, 4),
    (Story::LeftInQueue, 5),
    (Story::BrokenOut, 5),
    (Story::CalledBack, 3),
    (Story::HandedOver, 3),
    (Story::Interrupted, 3),
    (Story::ParkedEmail, 3),
    (Story::Handled(Course::Break), 2),
    (Story::Handled(Course::InternalError), 1),
];

#[derive(Clone, Copy, Debug)]
enum Story {
    Handled(Course),
    Consulted(Consulted),
    Email,
    Chat,
    Case,
    Outbound,
    OutboundUnanswered,
    Internal,
    Personal,
    BlindTransfer,
    Requeued,
    NotAnswered,
    LineFault,
    LeftInPlan,
    LeftInQueue,
    BrokenOut,
    CalledBack,
    HandedOver,
    Interrupted,
    ParkedEmail,
}

/// What happens in a call that one agent handles.
#[derive(Clone, Copy, Debug)]
enum Course {
    Plain,
    Hold,
    /// The agent goes on a break after it.
    Break,
    InternalError,
}

/// What a colleague does who was consulted.
#[derive(Clone, Copy, Debug)]
enum Consulted {
    Leaves,
    TakesOver,
    Joins,
}

/// What comes in at an instant: mostly one interaction, sometimes two that belong together.
pub(super) fn tell(name: &str, at: Instant, floor: &mut Floor, chance: &mut Chance) -> Vec<Flow> {
    let total: i64 = STORIES.iter().map(|(_, weight)| weight).sum();
    let mut drawn = chance.between(1, total);
    let story = STORIES.iter().find(|(_, weight)| {
        drawn -= weight;
        drawn <= 0
    });
    let story = story.map_or(Story::Handled(Course::Plain), |(story, _)| *story);
    Telling { name, at, floor, chance }.tell(story)
}

struct Telling<'a> {
    name: &'a str,
    at: Instant,
    floor: &'a mut Floor,
    chance: &'a mut Chance,
}

impl Telling<'_> {
    fn tell(&mut self, story: Story) -> Vec<Flow> {
        match story {
            Story::Handled(course) => self.handled(course),
            Story::Consulted(consulted) => self.with_colleague(consulted),
            Story::LineFault => self.line_fault(),
            Story::Email => self.written(Medium::Email),
            Story::Case => self.written(Medium::Case),
            Story::Chat => self.written(Medium::Chat),
            Story::ParkedEmail => self.parked_email(),
            Story::Interrupted => self.interrupted(),
            Story::Outbound => self.outbound(true),
            Story::OutboundUnanswered => self.outbound(false),
            Story::Internal => self.internal(),
            Story::Personal => self.personal(),
            Story::BlindTransfer => self.blind_transfer(),
            Story::Requeued => self.requeued(),
            Story::NotAnswered => self.not_answered(),
            Story::LeftInPlan => self.left_in_plan(),
            Story::LeftInQueue => self.left_in_queue(),
            Story::BrokenOut => self.broken_out(),
            Story::CalledBack => self.called_back(),
            Story::HandedOver => self.handed_over(),
        }
    }

    // ---- calls that one agent handles ----

    fn handled(&mut self, course: Course) -> Vec<Flow> {
        let Some(agent) = self.floor.take(self.at) else { return self.left_in_queue() };
        let mut call = self.queued_call();
        self.connect(&mut call, &agent);
        match course {
            Course::Hold => {
                call.after(self.chance.mostly_short(20, 200)).step(Action::Hold { agent: None });
                call.after(self.chance.mostly_short(10, 90)).step(Action::Retrieve { agent: None });
            }
            Course::Break => {
                call.after(self.chance.secs(5, 20));
                call.step(Action::Intend { agent: None, presence: "Tea break".into() });
            }
            Course::InternalError => {
                call.after(self.chance.secs(5, 60)).step(Action::InternalError);
                self.floor.free_from(&agent, call.at());
                return vec![call.flow];
            }
            Course::Plain => {}
        }
        call.after(self.chance.mostly_short(20, 420)).step(hang_up(self.chance));
        self.wrap(&mut call, &agent);
        if matches!(course, Course::Break) {
            self.floor.away(&agent, call.at(), Span::from_secs(600));
        }
        vec![call.flow]
    }

    fn personal(&mut self) -> Vec<Flow> {
        let Some(agent) = self.floor.take(self.at) else { return self.left_in_plan() };
        let mut call = self.inbound_call();
        call.after(self.chance.secs(2, 5)).step(Action::Ring { agent: agent.clone(), channel: None });
        self.answer_and_talk(&mut call, &agent);
        self.wrap(&mut call, &agent);
        vec![call.flow]
    }

    fn outbound(&mut self, answered: bool) -> Vec<Flow> {
        let Some(agent) = self.floor.take(self.at) else { return Vec::new() };
        let mut call = self.outbound_call("", &agent);
        call.after(self.chance.secs(4, 20));
        if answered {
            call.step(Action::Answer { party: Party::Customer });
            call.after(self.chance.mostly_short(30, 400)).step(hang_up(self.chance));
        } else {
            call.step(Action::NoAnswer { party: Party::Customer, lasts: SETBACK_LASTS });
        }
        self.wrap(&mut call, &agent);
        vec![call.flow]
    }

    fn internal(&mut self) -> Vec<Flow> {
        let (Some(caller), Some(colleague)) = (self.floor.take(self.at), self.floor.take(self.at)) else {
            return Vec::new();
        };
        let opening = Opening::Internal { agent: caller.clone(), to: colleague.clone() };
        let mut call = Draft::new(self.name, Medium::Phone, self.at, opening);
        call.after(self.chance.secs(2, 8)).step(Action::Answer { party: Party::Agent(colleague.clone()) });
        call.after(self.chance.mostly_short(15, 200));
        call.step(Action::HangUp { by: HangUp::Agent, clears: Span::ZERO });
        self.floor.free_from(&caller, call.at());
        self.floor.free_from(&colleague, call.at());
        vec![call.flow]
    }

    // ---- calls that two agents handle ----

    fn with_colleague(&mut self, consulted: Consulted) -> Vec<Flow> {
        let Some((first, second)) = self.two() else { return self.handled(Course::Plain) };
        let mut call = self.queued_call();
        self.connect(&mut call, &first);
        call.after(self.chance.mostly_short(15, 180));
        call.step(Action::Consult { agent: second.clone(), by: None, channel: None });
        call.after(self.chance.secs(3, 12)).step(answered_by(&second));
        call.after(self.chance.mostly_short(10, 60));
        match consulted {
            Consulted::TakesOver => {
                call.step(Action::Transfer { to: second.clone(), by: None });
                call.after(self.chance.secs(3, 15)).step(Action::Wrapped { agent: first.clone() });
                self.floor.free_from(&first, call.at());
                call.after(self.chance.mostly_short(20, 300)).step(hang_up(self.chance));
                self.wrap(&mut call, &second);
            }
            Consulted::Joins => {
                call.step(Action::Conference { with: second.clone() });
                call.after(self.chance.mostly_short(20, 120)).step(Action::Leave { agent: second.clone() });
                self.floor.free_from(&second, call.at());
                call.after(self.chance.mostly_short(10, 120)).step(hang_up(self.chance));
                self.wrap(&mut call, &first);
            }
            Consulted::Leaves => {
                call.step(Action::Leave { agent: second.clone() });
                self.floor.free_from(&second, call.at());
                call.after(self.chance.secs(1, 3)).step(Action::Retrieve { agent: None });
                call.after(self.chance.mostly_short(20, 300)).step(hang_up(self.chance));
                self.wrap(&mut call, &first);
            }
        }
        vec![call.flow]
    }

    fn blind_transfer(&mut self) -> Vec<Flow> {
        let Some((first, second)) = self.two() else { return self.handled(Course::Plain) };
        let mut call = self.queued_call();
        self.connect(&mut call, &first);
        call.after(self.chance.mostly_short(15, 120));
        call.step(Action::BlindTransfer { to: second.clone(), by: None, channel: None });
        call.after(self.chance.secs(3, 10));
        call.step(Action::Wrapped { agent: first.clone() });
        self.floor.free_from(&first, call.at());
        self.answer_and_talk(&mut call, &second);
        self.wrap(&mut call, &second);
        vec![call.flow]
    }

    fn requeued(&mut self) -> Vec<Flow> {
        let Some((first, second)) = self.two() else { return self.handled(Course::Plain) };
        let mut call = self.queued_call();
        self.connect(&mut call, &first);
        call.after(self.chance.mostly_short(15, 120));
        // Each agent's talk is a recording of its own; the wait between them is none.
        call.step(Action::StopRecording);
        call.step(queue("Billing", "Billing", Some(first.clone())));
        call.after(self.chance.secs(2, 9)).step(Action::Wrapped { agent: first.clone() });
        self.floor.free_from(&first, call.at());
        call.after(self.chance.secs(2, 20)).step(Action::Ring { agent: second.clone(), channel: None });
        self.answer_and_talk(&mut call, &second);
        self.wrap(&mut call, &second);
        vec![call.flow]
    }

    fn not_answered(&mut self) -> Vec<Flow> {
        let Some((first, second)) = self.two() else { return self.handled(Course::Plain) };
        let mut call = self.queued_call();
        call.after(self.chance.secs(1, 6)).step(Action::Ring { agent: first.clone(), channel: None });
        call.after(Span::from_secs(20));
        call.step(Action::NoAnswer { party: Party::Agent(first.clone()), lasts: SETBACK_LASTS });
        self.floor.free_from(&first, call.at() + SETBACK_LASTS);
        self.connect(&mut call, &second);
        call.after(self.chance.mostly_short(20, 300)).step(hang_up(self.chance));
        self.wrap(&mut call, &second);
        vec![call.flow]
    }

    fn line_fault(&mut self) -> Vec<Flow> {
        let Some((first, second)) = self.two() else { return self.handled(Course::Plain) };
        let mut call = self.queued_call();
        call.after(self.chance.secs(1, 6)).step(Action::Ring { agent: first.clone(), channel: None });
        call.after(self.chance.secs(1, 4)).step(Action::Fault { agent: first.clone(), lasts: SETBACK_LASTS });
        self.floor.free_from(&first, call.at() + SETBACK_LASTS);
        self.connect(&mut call, &second);
        call.after(self.chance.mostly_short(20, 300)).step(hang_up(self.chance));
        self.wrap(&mut call, &second);
        vec![call.flow]
    }

    // ---- calls that no agent handles ----

    fn left_in_plan(&mut self) -> Vec<Flow> {
        let mut call = self.inbound_call();
        call.after(self.chance.secs(2, 25)).step(by_customer());
        vec![call.flow]
    }

    fn left_in_queue(&mut self) -> Vec<Flow> {
        let mut call = self.queued_call();
        call.after(self.chance.mostly_short(8, 180)).step(by_customer());
        vec![call.flow]
    }

    fn broken_out(&mut self) -> Vec<Flow> {
        let mut call = self.queued_call();
        call.after(self.chance.mostly_short(1, 120));
        call.step(Action::BreakOut { why: self.chance.one_of(&Breakout::ALL) });
        call.after(self.chance.secs(1, 2)).step(applet("Leave a message", AppletKind::Voicemail));
        call.after(self.chance.secs(10, 45)).step(by_customer());
        vec![call.flow]
    }

    fn called_back(&mut self) -> Vec<Flow> {
        let conversation = Guid::derived(&["conversation", self.name]);
        let mut asking = self.inbound_call();
        asking.after(self.chance.secs(3, 12)).step(applet("Call me back", AppletKind::Callback));
        asking.after(self.chance.secs(3, 9)).step(Action::HangUp { by: HangUp::Platform, clears: Span::ZERO });
        asking.flow.conversation = Guid::derived(&["conversation", self.name, "request"]);
        let customer = asking.customer();
        let opening = Opening::Inbound { from: customer.clone(), to: SHOP.into() };
        let mut waiting = Draft::new(&format!("{} waits", self.name), Medium::PhoneCallback, asking.at(), opening);
        waiting.flow.conversation = conversation;
        waiting.after(Span::from_millis(400)).step(queue("Orders", "Orders", None));
        waiting.after(self.chance.secs(30, 400));
        let Some(agent) = self.floor.take(waiting.at()) else {
            waiting.step(by_customer());
            return vec![asking.flow, waiting.flow];
        };
        self.at = waiting.at();
        let mut call = self.outbound_call(" calls back", &agent);
        call.flow.conversation = conversation;
        waiting.step(Action::CallBack { flow: call.flow.name.clone() });
        call.flow.opening = Opening::Outbound { agent: agent.clone(), from: SHOP.into(), to: customer };
        call.after(self.chance.secs(4, 15)).step(Action::Answer { party: Party::Customer });
        call.after(self.chance.mostly_short(30, 300)).step(hang_up(self.chance));
        self.wrap(&mut call, &agent);
        vec![asking.flow, waiting.flow, call.flow]
    }

    fn handed_over(&mut self) -> Vec<Flow> {
        let mut call = self.inbound_call();
        call.after(self.chance.secs(2, 9)).step(applet("To the courier", AppletKind::CallConnectRouter));
        call.after(Span::from_millis(120)).step(Action::HandOver { contact: COURIER.into(), channel: None });
        call.after(self.chance.mostly_short(20, 200)).step(Action::HandBack).processed_after(Span::from_secs(40));
        call.after(self.chance.secs(1, 8)).step(by_customer());
        vec![call.flow]
    }

    // ---- everything but calls ----

    fn written(&mut self, medium: Medium) -> Vec<Flow> {
        let Some(agent) = self.floor.take(self.at) else { return Vec::new() };
        let mut work = self.queued_writing(medium);
        self.connect(&mut work, &agent);
        work.after(self.chance.mostly_short(60, 500));
        let by =
            if medium == Medium::Chat && self.chance.between(0, 1) == 0 { HangUp::Customer } else { HangUp::Agent };
        work.step(Action::HangUp { by, clears: Span::ZERO });
        self.wrap(&mut work, &agent);
        vec![work.flow]
    }

    fn parked_email(&mut self) -> Vec<Flow> {
        let Some(agent) = self.floor.take(self.at) else { return Vec::new() };
        let mut work = self.queued_writing(Medium::Email);
        self.connect(&mut work, &agent);
        work.after(self.chance.secs(30, 120)).step(Action::Park { agent: None });
        work.after(self.chance.secs(60, 300)).step(Action::Unpark { agent: agent.clone() });
        work.after(self.chance.secs(30, 120)).step(Action::HangUp { by: HangUp::Agent, clears: Span::ZERO });
        self.wrap(&mut work, &agent);
        vec![work.flow]
    }

    /// An agent is on a chat and an email when a call comes between.
    fn interrupted(&mut self) -> Vec<Flow> {
        let Some(agent) = self.floor.take(self.at) else { return Vec::new() };
        let name = self.name.to_owned();
        let mut email = self.queued_writing(Medium::Email);
        email.rename(&format!("{name} email"));
        self.connect(&mut email, &agent);
        let mut chat = self.queued_writing(Medium::Chat);
        chat.rename(&format!("{name} chat"));
        self.connect(&mut chat, &agent);
        self.at = email.at().max(chat.at()) + self.chance.secs(20, 90);
        let mut call = self.queued_call();
        call.after(self.chance.secs(1, 5)).step(Action::Ring { agent: agent.clone(), channel: None });
        email.until(call.at()).step(Action::Interrupt { agent: None });
        self.answer_and_talk(&mut call, &agent);
        self.wrap(&mut call, &agent);
        email.until(call.at()).step(Action::Resume { agent: agent.clone() });
        chat.until(call.at()).after(self.chance.secs(5, 60)).step(by_customer());
        email.after(self.chance.secs(70, 200)).step(Action::HangUp { by: HangUp::Agent, clears: Span::ZERO });
        self.floor.free_from(&agent, email.at());
        vec![email.flow, chat.flow, call.flow]
    }

    // ---- how interactions begin and end ----

    fn inbound_call(&mut self) -> Draft {
        let from = format!("07700900{}", self.chance.between(500, 999));
        let to = self.chance.one_of(&[SHOP, AFTERCARE]);
        let mut call =
            Draft::new(self.name, Medium::Phone, self.at, Opening::Inbound { from: from.into(), to: to.into() });
        call.after(Span::from_millis(320)).step(applet("Welcome", AppletKind::Announcement));
        call.after(self.chance.secs(2, 6)).step(applet("How can we help", AppletKind::Menu));
        call
    }

    fn queued_call(&mut self) -> Draft {
        let mut call = self.inbound_call();
        let skill = self.chance.one_of(&["Orders", "Returns", "Billing"]);
        call.after(self.chance.secs(1, 4)).step(applet("Skill", AppletKind::SkillTagger));
        call.after(Span::from_millis(40)).step(applet("Record", AppletKind::CallRecording));
        call.after(Span::from_millis(300)).step(queue(skill, skill, None));
        call
    }

    fn queued_writing(&mut self, medium: Medium) -> Draft {
        let customer = self.chance.between(1, 400);
        let (from, to) = match medium {
            Medium::Email => (format!("customer{customer}@mail.example"), MAILBOX),
            Medium::Chat => (format!("visitor-{customer}"), WEBSITE),
            Medium::Case => (format!("case-{customer}"), CASES),
            Medium::Phone | Medium::PhoneCallback => (format!("07700900{}", customer + 500), SHOP),
        };
        let opening = Opening::Inbound { from: from.into(), to: to.into() };
        let mut work = Draft::new(self.name, medium, self.at, opening);
        work.after(Span::from_millis(350)).step(queue("Orders", "Orders", None));
        work
    }

    fn outbound_call(&mut self, suffix: &str, agent: &Name) -> Draft {
        let to = format!("07700900{}", self.chance.between(500, 999));
        let opening = Opening::Outbound { agent: agent.clone(), from: SHOP.into(), to: to.into() };
        Draft::new(&format!("{}{suffix}", self.name), Medium::Phone, self.at, opening)
    }

    fn two(&mut self) -> Option<(Name, Name)> {
        let first = self.floor.take(self.at)?;
        match self.floor.take(self.at) {
            Some(second) => Some((first, second)),
            None => {
                self.floor.free_from(&first, self.at);
                None
            }
        }
    }

    fn connect(&mut self, draft: &mut Draft, agent: &Name) {
        draft.after(self.chance.mostly_short(1, 15)).step(Action::Ring { agent: agent.clone(), channel: None });
        draft.after(self.chance.secs(2, 9)).step(answered_by(agent));
        if draft.flow.medium == Medium::Phone {
            draft.after(Span::from_millis(19)).step(Action::StartRecording);
        }
    }

    fn answer_and_talk(&mut self, call: &mut Draft, agent: &Name) {
        call.after(self.chance.secs(2, 9)).step(answered_by(agent));
        if !call.is_recorded() {
            call.after(Span::from_millis(19)).step(Action::StartRecording);
        }
        call.after(self.chance.mostly_short(20, 240)).step(hang_up(self.chance));
    }

    /// After-work; now and then its end is first reported too late, and corrected five minutes later.
    fn wrap(&mut self, draft: &mut Draft, agent: &Name) {
        draft.after(self.chance.mostly_short(3, 60)).step(Action::Wrapped { agent: agent.clone() });
        if self.chance.between(0, 39) == 0 {
            draft.misreported(Span::from_secs(12), Span::from_secs(300));
        }
        self.floor.free_from(agent, draft.at());
    }
}

/// A flow that is being told, and how far it has got.
struct Draft {
    flow: Flow,
    offset: Span,
}

impl Draft {
    fn new(name: &str, medium: Medium, start: Instant, opening: Opening) -> Self {
        let flow = Flow {
            name: name.into(),
            medium,
            manager: MediumManager::default(),
            start,
            opening,
            guid: Guid::derived(&["interaction", name]),
            conversation: Guid::derived(&["conversation", name]),
            service: None,
            outcome: None,
            plan_after: None,
            categorised: None,
            steps: Vec::new(),
        };
        Self { flow, offset: Span::ZERO }
    }

    fn rename(&mut self, name: &str) {
        self.flow.name = name.into();
        self.flow.guid = Guid::derived(&["interaction", name]);
        self.flow.conversation = Guid::derived(&["conversation", name]);
    }

    fn at(&self) -> Instant {
        self.flow.start + self.offset
    }

    fn after(&mut self, span: Span) -> &mut Self {
        self.offset = self.offset + span;
        self
    }

    fn until(&mut self, instant: Instant) -> &mut Self {
        self.offset = self.offset.max(instant - self.flow.start);
        self
    }

    fn step(&mut self, action: Action) -> &mut Self {
        self.flow.steps.push(Step { at: self.offset, action, processing: Processing::default() });
        self
    }

    fn processed_after(&mut self, delay: Span) {
        if let Some(step) = self.flow.steps.last_mut() {
            step.processing.delay = Some(delay);
        }
    }

    fn misreported(&mut self, later: Span, corrected_after: Span) {
        if let Some(step) = self.flow.steps.last_mut() {
            step.processing.misreported = Some(Misreport { at: step.at + later, corrected_after });
        }
    }

    fn is_recorded(&self) -> bool {
        let recording = [Action::StartRecording, Action::StopRecording];
        let last = self.flow.steps.iter().rfind(|step| recording.contains(&step.action));
        last.is_some_and(|step| step.action == Action::StartRecording)
    }

    fn customer(&self) -> Name {
        match &self.flow.opening {
            Opening::Inbound { from, .. } => from.clone(),
            Opening::Outbound { to, .. } | Opening::Internal { to, .. } => to.clone(),
        }
    }
}

fn applet(name: &str, kind: AppletKind) -> Action {
    Action::Applet { name: name.into(), kind }
}

fn queue(name: &str, skill: &str, by: Option<Name>) -> Action {
    let virtual_queues = vec!["All customers".into()];
    Action::Queue { queue: name.into(), skills: vec![skill.into()], virtual_queues, by }
}

fn answered_by(agent: &Name) -> Action {
    Action::Answer { party: Party::Agent(agent.clone()) }
}

fn by_customer() -> Action {
    Action::HangUp { by: HangUp::Customer, clears: Span::ZERO }
}

fn hang_up(chance: &mut Chance) -> Action {
    match chance.one_of(&[HangUpBy::Customer, HangUpBy::Agent]) {
        HangUpBy::Customer => by_customer(),
        HangUpBy::Agent => Action::HangUp { by: HangUp::Agent, clears: chance.secs(0, 2) },
    }
}

#[derive(Clone, Copy)]
enum HangUpBy {
    Customer,
    Agent,
}
