//! A contact centre with as many calls as one likes.

use std::collections::HashSet;
use std::sync::Arc;

use mock_server::host::{Host, Patience};
use mock_server::load::Story;
use mock_server::server::Server;
use mock_server::world::{Settings, World};
use scenarios::centre::{Address, Agent, Centre, Name, Plan, Queue};
use scenarios::flow::{Action, AppletKind, Flow, HangUp, Medium, MediumManager, Opening, Party, Processing, Step};
use scenarios::guid::Guid;
use scenarios::scenario::Scenario;
use scenarios::time::{Instant, Span};
use scenarios::timeline;

use crate::Outcome;

/// When the first call comes.
const FIRST: &str = "2024-03-01T00:00:00Z";

/// How far apart calls come: a million of them fill 31 days, the longest window that can be asked for.
const APART: i64 = 2678;

/// How many agents there are: so many that a call never comes to one who still has another.
const AGENTS: usize = 400;

/// From the start of a call to the end of the last wrap, at most.
const LASTS: Span = Span::from_secs(330);

/// A window that has all calls in it, as a query.
pub(crate) const WINDOW: &str = "start=2024-03-01T00:00:00Z&end=2024-04-01T00:00:00Z";

/// A centre with so many calls. Each waits in a queue, is answered, put on hold, transferred to a colleague, and wrapped
/// up by both, as in the FAQ's example.
pub(crate) fn scenario(calls: usize) -> Outcome<Scenario> {
    let start = Instant::parse(FIRST)?;
    let mut scenario = Scenario::empty(start);
    scenario.now = Some(start + Span::from_millis(APART * i64::try_from(calls)?) + LASTS);
    scenario.centre = centre();
    let mut names = Names::default();
    scenario.flows = (0..calls).map(|number| call(number, start, &mut names)).collect::<Outcome<_>>()?;
    Ok(scenario)
}

/// Serves so many calls, until it is killed, as the command line would.
#[expect(clippy::print_stdout, reason = "whoever started it waits for its address")]
pub(crate) fn serve(calls: usize) -> Outcome<()> {
    // On a thread of its own, too.
    let world = std::thread::spawn(move || world(calls).map_err(|error| error.to_string())).join();
    let world = world.map_err(|_| "the calls cannot be made")??;
    tokio::runtime::Runtime::new()?.block_on(async {
        let server = Server::bind("127.0.0.1:0", Host::new(world, Patience::default())).await?;
        println!("listening on http://{}", server.address()?);
        server.run(std::future::pending()).await;
        Ok(())
    })
}

fn world(calls: usize) -> Outcome<World> {
    let scenario = scenario(calls)?;
    let timeline = timeline::compile(&scenario).map_err(|problems| problems[0].to_string())?;
    let story = Story::Told(Arc::new(scenario), Arc::new(timeline));
    Ok(World::of(story, &Settings::default()).map_err(|problems| problems[0].to_string())?)
}

fn centre() -> Centre {
    let agent = |number| Agent {
        id: agent_id(number),
        name: None,
        touchpoint: format!("07700{:06}", 900_000 + number).into(),
        skills: vec!["Billing".into()],
        presence: "Ready".into(),
    };
    Centre {
        agents: (0..AGENTS).map(agent).collect(),
        skills: vec!["Billing".into()],
        queues: vec![Queue { name: "Customer service".into() }],
        plans: vec![Plan { name: "Customer Support Plan".into(), reporting_group: Some("Support".into()) }],
        addresses: vec![Address {
            address: "02079460100".into(),
            name: "Main support number".into(),
            mapping: "Always open".into(),
            plan: "Customer Support Plan".into(),
        }],
        ..Centre::default()
    }
}

fn agent_id(number: usize) -> Name {
    (1000 + number % AGENTS).to_string().into()
}

/// One copy of each name, as whoever reads a file keeps it.
#[derive(Default)]
struct Names(HashSet<Name>);

impl Names {
    fn of(&mut self, text: &str) -> Name {
        if let Some(known) = self.0.get(text) {
            return known.clone();
        }
        let name = Name::from(text);
        self.0.insert(name.clone());
        name
    }
}

fn call(number: usize, start: Instant, names: &mut Names) -> Outcome<Flow> {
    let name: Name = format!("call {number}").into();
    // Calls differ a little, as calls do.
    let varied = |most: i64| i64::try_from(number % 97).map(|part| part * most / 97);
    let [first, second] = [2 * number, 2 * number + 1].map(|number| names.of(&agent_id(number)));
    let mut at = Span::ZERO;
    let mut steps = Vec::new();
    let mut step = |after: i64, action: Action| {
        at = at + Span::from_millis(after);
        steps.push(Step { at, action, processing: Processing::default() });
    };
    step(326, Action::Applet { name: names.of("Welcome"), kind: AppletKind::Announcement });
    step(46, Action::Applet { name: names.of("Call record"), kind: AppletKind::CallRecording });
    step(2750, Action::Applet { name: names.of("Main menu"), kind: AppletKind::Menu });
    step(2073, Action::Applet { name: names.of("Skills"), kind: AppletKind::SkillTagger });
    let (skills, virtual_queues) = (vec![names.of("Billing")], Vec::new());
    step(410, Action::Queue { queue: names.of("Customer service"), skills, virtual_queues, by: None });
    step(1180 + varied(20_000)?, Action::Ring { agent: first.clone(), channel: None });
    step(4312, Action::Answer { party: Party::Agent(first.clone()) });
    step(12_000 + varied(90_000)?, Action::Consult { agent: second.clone(), by: None, channel: None });
    step(4906, Action::Answer { party: Party::Agent(second.clone()) });
    step(18_256, Action::Transfer { to: second.clone(), by: None });
    step(5000, Action::Wrapped { agent: first });
    step(20_000 + varied(90_000)?, Action::HangUp { by: HangUp::Customer, clears: Span::ZERO });
    step(6512, Action::Wrapped { agent: second });
    steps.shrink_to_fit();
    Ok(Flow {
        medium: Medium::Phone,
        manager: MediumManager::default(),
        start: start + Span::from_millis(APART * i64::try_from(number)?),
        opening: Opening::Inbound {
            from: names.of(&format!("0770090{:04}", number % 10_000)),
            to: names.of("02079460100"),
        },
        guid: Guid::derived(&["interaction", &name]),
        conversation: Guid::derived(&["conversation", &name]),
        service: None,
        outcome: None,
        plan_after: None,
        categorised: None,
        steps,
        name,
    })
}
