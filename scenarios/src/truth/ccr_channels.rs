//! Which calls were handed to outside contacts?

use crate::centre::Name;
use crate::guid::Guid;
use crate::scenario::Scenario;
use crate::time::Instant;

use super::account::accounts;

/// A call was with an outside contact, to whom a Call Connect Router applet had handed it.
///
/// The API marks such a channel by the party id `CCRConnect`, and tells of it only once it has completed (FAQ, "How do
/// I identify Call Connect Router channels?"). Truth tells of it from its beginning, so whoever watches the API sees it
/// later than this.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CcrChannel {
    /// The interaction.
    pub interaction: Guid,
    /// The name of its flow.
    pub flow: Name,
    /// The outside contact's address.
    pub contact: Name,
    /// When the call was handed over.
    pub start: Instant,
    /// When the contact hung up or the call ended; `None` while it goes on.
    pub end: Option<Instant>,
}

/// Every call that was with an outside contact until then, by its start.
pub fn ccr_channels(scenario: &Scenario, until: Instant) -> Vec<CcrChannel> {
    let all = accounts(scenario).flat_map(|(_, account)| account.ccr_channels);
    let mut channels: Vec<_> = all.filter_map(|channel| channel.until(until)).collect();
    channels.sort_by_key(|channel| (channel.start, channel.interaction));
    channels
}

impl CcrChannel {
    fn until(self, until: Instant) -> Option<Self> {
        let end = self.end.filter(|end| *end <= until);
        (self.start <= until).then_some(Self { end, ..self })
    }
}

#[cfg(test)]
mod tests {
    use super::super::telling::*;
    use super::*;
    use crate::flow::Action;

    fn told(steps: [(&str, Action); 3], until: Instant) -> Vec<String> {
        let row = |channel: &CcrChannel| format!("{} {} {}", channel.contact, after(channel.start), after(channel.end));
        ccr_channels(&three_agents().with(call("c", steps)), until).iter().map(row).collect()
    }

    #[test]
    fn a_channel_is_there_while_the_api_does_not_tell_of_it_yet() {
        let handed_back = [("5s", hand_over("07700900999")), ("65s", Action::HandBack), ("70s", hang_up())];
        assert_eq!(told(handed_back.clone(), at("4s")), [""; 0]);
        assert_eq!(told(handed_back.clone(), at("5s")), ["07700900999 5s -"]);
        assert_eq!(told(handed_back, at("65s")), ["07700900999 5s 1m5s"]);
    }

    #[test]
    fn hanging_up_ends_the_outside_contacts_channel_too() {
        let first_refuses =
            [("5s", hand_over("07700900999")), ("6s", Action::HandBack), ("7s", hand_over("07700900888"))];
        let mut flow = call("c", first_refuses);
        flow.steps.push(step("90s", hang_up()));
        let channels = ccr_channels(&three_agents().with(flow), finally());
        let ends: Vec<_> = channels.iter().map(|channel| after(channel.end)).collect();
        assert_eq!(ends, ["6s", "1m30s"]);
    }
}
