//! Who takes part in generated scenarios: people, numbers, queues and plans, with the names that `fake` has for a locale.
//!
//! Only the lists of words are taken from `fake`. They are drawn from by [`Chance`] and the version is pinned, so that a
//! seed gives the same names in every release.

use std::collections::HashSet;

use fake::locales::{
    AR_SA, CY_GB, DE_DE, Data, EN, FA_IR, FR_FR, IT_IT, JA_JP, NL_NL, PT_BR, PT_PT, TR_TR, ZH_CN, ZH_TW,
};

use super::config::{Config, Locale};
use crate::centre::{Address, Agent, Availability, Centre, Name, Plan, PresenceLabel, Queue, VirtualQueue};
use crate::chance::Chance;
use crate::flow::Medium;
use crate::time::Span;

/// How many customers there are to choose from.
const CUSTOMERS: usize = 12;

/// Ids that are easily taken for one another, or for numbers.
const NUMBERED: [&str; 6] = ["01", "001", "2", "10", "1", "010"];

/// Everyone and everything that can be named.
#[derive(Clone, Debug)]
pub(super) struct Cast {
    /// The centre, with as many agents as there can be.
    centre: Centre,
    /// Ids for the agents that look like numbers.
    numbers: Vec<Name>,
    /// Customers who can contact the centre, or be contacted.
    pub(super) customers: Vec<Customer>,
    /// Outside contacts to whom calls are handed over.
    pub(super) contacts: Vec<Name>,
}

/// A customer, by each medium.
#[derive(Clone, Debug)]
pub(super) struct Customer {
    number: Name,
    email: Name,
    name: Name,
}

/// The words of a locale.
struct Words {
    first_names: &'static [&'static str],
    last_names: &'static [&'static str],
    /// A person's name, of `{FirstName}` and `{LastName}`.
    full_name: &'static str,
    /// A telephone number, of `#` for any digit and `^` for any but 0.
    numbers: &'static [&'static str],
    fields: &'static [&'static str],
    industries: &'static [&'static str],
}

/// Numbers of North America that are kept for fiction.
const FICTIONAL: &[&str] = &["^##55501##"];

impl Cast {
    pub(super) fn of(config: &Config) -> Self {
        let words = words(config.locale);
        let mut casting = Casting { words, chance: Chance::new(config.names.cast_signed()), taken: HashSet::new() };
        let agents = config.agents.clamp(1, Config::MOST_AGENTS);
        let centre = casting.centre(agents);
        let customers = (0..CUSTOMERS).map(|_| casting.customer()).collect();
        let contacts = vec![casting.number(), casting.number()];
        let numbers = (0..agents as usize).map(|position| match NUMBERED.get(position) {
            Some(id) => (*id).into(),
            None => format!("{:03}", position + 1).into(),
        });
        Self { numbers: numbers.collect(), centre, customers, contacts }
    }

    /// The centre with that many agents, whose ids may look like numbers.
    pub(super) fn centre(&self, agents: usize, numbered: bool) -> Centre {
        let mut centre = self.centre.clone();
        centre.agents.truncate(agents);
        if numbered {
            for (agent, id) in centre.agents.iter_mut().zip(&self.numbers) {
                agent.id = id.clone();
            }
        }
        centre
    }

    /// The addresses at which the centre is reached by a medium.
    pub(super) fn addresses(&self, medium: Medium) -> &[Address] {
        let all = &self.centre.addresses;
        match medium {
            Medium::Phone | Medium::PhoneCallback => &all[..2],
            Medium::Email => &all[2..3],
            Medium::Chat => &all[3..4],
            Medium::Case => &all[4..],
        }
    }
}

impl Customer {
    /// The customer's address in a medium.
    pub(super) fn address(&self, medium: Medium) -> &Name {
        match medium {
            Medium::Phone | Medium::PhoneCallback => &self.number,
            Medium::Email => &self.email,
            Medium::Chat | Medium::Case => &self.name,
        }
    }
}

struct Casting {
    words: Words,
    chance: Chance,
    /// What has a name already.
    taken: HashSet<String>,
}

impl Casting {
    fn centre(&mut self, agents: u32) -> Centre {
        let skills: Vec<Name> = (0..2).map(|_| self.distinct(|casting| casting.of(casting.words.fields))).collect();
        let queues = (0..3).map(|_| Queue { name: self.distinct(|casting| casting.of(casting.words.fields)) });
        let queues = queues.collect();
        let virtual_queues = ["Everybody", "Loyal customers"];
        let targets = [20, 10];
        let virtual_queues = virtual_queues.iter().zip(targets);
        let plans: Vec<Name> = (0..3).map(|_| self.distinct(|casting| casting.of(casting.words.industries))).collect();
        let [first, second, third] = &plans[..] else { return Centre::default() };
        let numbers = [self.number(), self.number()];
        let address = |address: Name, name: &str, plan: &Name| Address {
            address,
            name: name.into(),
            mapping: "Default".into(),
            plan: plan.clone(),
        };
        let [main, other] = numbers;
        Centre {
            agents: (0..agents).map(|position| self.agent(position, &skills)).collect(),
            queues,
            virtual_queues: virtual_queues
                .map(|(name, target)| VirtualQueue { name: (*name).into(), target: Span::from_secs(target) })
                .collect(),
            plans: vec![
                Plan { name: first.clone(), reporting_group: Some("Sales".into()) },
                Plan { name: second.clone(), reporting_group: None },
                Plan { name: third.clone(), reporting_group: Some("Service".into()) },
            ],
            addresses: vec![
                address(main, "Main line", first),
                address(other, "Service line", third),
                address("help@centre.example".into(), "Mailbox", second),
                address("chat.centre.example".into(), "Website", first),
                address("crm.centre.example".into(), "Cases", third),
            ],
            presences: [
                ("Lunch", Availability::ExtendedAway),
                ("Tea break", Availability::Away),
                ("Team meeting", Availability::ExtendedAway),
            ]
            .map(|(label, availability)| PresenceLabel { label: label.into(), availability })
            .into(),
            skills,
        }
    }

    fn agent(&mut self, position: u32, skills: &[Name]) -> Agent {
        let (first, name) = self.person();
        let is_plain = first.bytes().all(|byte| byte.is_ascii_alphabetic());
        let stem = if is_plain { first.to_ascii_lowercase() } else { format!("agent{}", position + 1) };
        let same = (1..).map(|turn| if turn == 1 { stem.clone() } else { format!("{stem}{turn}") });
        // The word stands for the customer in scenario files.
        let mut free = same.filter(|id| id != "customer" && !self.taken.contains(id));
        let id = free.next().unwrap_or_default();
        self.taken.insert(id.clone());
        let skills = skills.iter().filter(|_| self.chance.percent(60)).cloned().collect();
        Agent { id: id.into(), name: Some(name.into()), touchpoint: self.number(), skills, presence: "Ready".into() }
    }

    fn customer(&mut self) -> Customer {
        let (first, name) = self.person();
        let is_plain = first.bytes().all(|byte| byte.is_ascii_alphabetic());
        let mailbox = if is_plain { first.to_ascii_lowercase() } else { "customer".to_owned() };
        let email = self.distinct(|casting| format!("{mailbox}{}@mail.example", casting.chance.between(1, 99)));
        Customer { number: self.number(), email, name: name.into() }
    }

    /// A first name, and the whole name.
    fn person(&mut self) -> (String, String) {
        let first = self.of(self.words.first_names);
        let last = self.of(self.words.last_names);
        let name = self.words.full_name.replace("{FirstName}", &first).replace("{LastName}", &last);
        (first, name)
    }

    fn number(&mut self) -> Name {
        self.distinct(|casting| {
            let format = casting.of(casting.words.numbers);
            let mut number = String::new();
            for sign in format.chars() {
                match sign {
                    '#' => number.push_str(&casting.chance.between(0, 9).to_string()),
                    '^' => number.push_str(&casting.chance.between(2, 9).to_string()),
                    '+' | '0'..='9' => number.push(sign),
                    _ => {}
                }
            }
            number
        })
    }

    fn of(&mut self, words: &[&str]) -> String {
        self.chance.pick(words).copied().unwrap_or_default().to_owned()
    }

    /// What `make` makes first that nothing else is called; after many tries a number makes the difference.
    fn distinct(&mut self, make: impl Fn(&mut Self) -> String) -> Name {
        for _ in 0..50 {
            let made = make(self);
            if self.taken.insert(made.clone()) {
                return made.into();
            }
        }
        let made = format!("{} {}", make(self), self.taken.len());
        self.taken.insert(made.clone());
        made.into()
    }
}

fn words(locale: Locale) -> Words {
    match locale {
        Locale::ArSa => of::<AR_SA>(FICTIONAL),
        Locale::CyGb => of::<CY_GB>(CY_GB::PHONE_CELL_NUMBER_FORMATS),
        Locale::DeDe => of::<DE_DE>(FICTIONAL),
        Locale::En => of::<EN>(FICTIONAL),
        Locale::FaIr => of::<FA_IR>(FA_IR::PHONE_CELL_NUMBER_FORMATS),
        Locale::FrFr => of::<FR_FR>(FR_FR::PHONE_CELL_NUMBER_FORMATS),
        Locale::ItIt => of::<IT_IT>(IT_IT::PHONE_CELL_NUMBER_FORMATS),
        Locale::JaJp => of::<JA_JP>(JA_JP::PHONE_CELL_NUMBER_FORMATS),
        Locale::NlNl => of::<NL_NL>(NL_NL::PHONE_CELL_NUMBER_FORMATS),
        Locale::PtBr => of::<PT_BR>(PT_BR::PHONE_CELL_NUMBER_FORMATS),
        Locale::PtPt => of::<PT_PT>(PT_PT::PHONE_CELL_NUMBER_FORMATS),
        Locale::TrTr => of::<TR_TR>(TR_TR::PHONE_CELL_NUMBER_FORMATS),
        Locale::ZhCn => of::<ZH_CN>(FICTIONAL),
        Locale::ZhTw => of::<ZH_TW>(FICTIONAL),
    }
}

/// The words of a locale; where `fake` knows no numbers of the country, `numbers` are North American ones.
fn of<L: Data>(numbers: &'static [&'static str]) -> Words {
    Words {
        first_names: L::NAME_FIRST_NAME,
        last_names: L::NAME_LAST_NAME,
        full_name: L::NAME_TPL,
        numbers,
        fields: L::JOB_FIELD,
        industries: L::COMPANY_INDUSTRY,
    }
}
