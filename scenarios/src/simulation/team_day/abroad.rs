//! What becomes of those whom a queue turns away.

use super::TeamDay;
use crate::flow::{Action, AppletKind, Breakout, HangUp, Medium, Processing};
use crate::simulation::setting::Millis;
use crate::time::Span;

impl TeamDay<'_> {
    /// The interaction breaks out of its queue. Callers are handed to an outside contact, leave a message, or are told to
    /// try again; the rest is told to, or comes to nothing.
    pub(super) fn turn_away(&mut self, case: usize, at: Millis, why: Breakout) {
        self.step(case, at, Action::BreakOut { why });
        let words = &self.setting.words;
        let handed_over = self.setting.team.percent.handed_over;
        if self.flows[case].medium != Medium::Phone {
            return self.hang_up(case, at + 500, HangUp::Platform);
        }
        let chance = &mut self.cases[case].chance;
        if !self.dark && chance.percent(handed_over) {
            return self.hand_over(case, at);
        }
        if chance.percent(50.0) {
            let message = chance.between(8_000, 60_000);
            self.applet(case, at + 300, &words.voicemail, AppletKind::Voicemail);
            self.hang_up(case, at + 300 + message, HangUp::Customer);
        } else {
            self.applet(case, at + 300, &words.try_again, AppletKind::Announcement);
            self.hang_up(case, at + 5_000, HangUp::Platform);
        }
    }

    /// The Call Connect Router hands the call to an outside contact, of whom the platform learns late.
    fn hand_over(&mut self, case: usize, at: Millis) {
        let setting = self.setting;
        let chance = &mut self.cases[case].chance;
        let talk = setting.times.talk.held(chance).max(2_000);
        let late = Span::from_millis(chance.between(40_000, 600_000));
        let hangs_up = chance.percent(50.0);
        self.applet(case, at + 300, &setting.words.router, AppletKind::CallConnectRouter);
        let contact = setting.addresses.contact.clone();
        let channel = self.channel(case);
        self.step(case, at + 500, Action::HandOver { contact, channel });
        let over = at + 500 + talk;
        let processing = Processing { delay: Some(late).max(self.held_up(over)), misreported: None };
        self.processed_step(case, over, Action::HandBack, processing);
        let by = if hangs_up { HangUp::Customer } else { HangUp::Platform };
        self.hang_up(case, over + 1_500, by);
    }
}
