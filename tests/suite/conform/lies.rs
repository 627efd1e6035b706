use harness::conform::{Conform, Control, Judged, Report, Standing};
use scenarios::fault::{Fault, Plan};
use scenarios::format;

use super::{control, fails, run, served};

/// Which claims tell each lie: others may, too.
const TELLING: [(&str, &[&str]); 61] = [
    ("row-missing", &["2.1.total-count", "2.4.polling-loses-nothing"]),
    ("total-changed", &["2.1.total-count"]),
    ("up-to-stale", &["2.1.up-to-is-now"]),
    ("date-behind", &["2.1.up-to-is-now"]),
    ("date-ahead", &["2.1.up-to-is-now"]),
    ("late-data", &["6.transfer", "6.the-faqs-call"]),
    ("row-repeated", &["2.2.pages-hold-everything-once"]),
    ("row-moved", &["2.2.pages-hold-everything-once"]),
    ("out-of-order", &["3.order-of-activities", "3.order-of-wfm-states"]),
    ("states-rewritten", &["4.8.ready-to-receive"]),
    ("unknown-values", &["4.4.presence-category", "4.6.state"]),
    ("nulls", &["4.7.delivered-is-answered", "6.callback"]),
    ("corrections-dropped", &["2.4.processed-after-the-end", "2.4.polling-loses-nothing"]),
    ("include-ignored", &["2.4.started-or-ended-is-complete", "2.4.processed-is-complete"]),
    ("start-ignored", &["2.4.started"]),
    ("end-ignored", &["2.4.started"]),
    ("start-excluded", &["2.3.bounds"]),
    ("end-included", &["2.3.bounds"]),
    ("pages-from-zero", &["2.2.pages-hold-everything-once"]),
    ("last-page-missing", &["2.1.page-count"]),
    ("empty-page-counted", &["2.1.nothing"]),
    ("total-of-page", &["2.1.total-count"]),
    ("limit-ignored", &["2.2.limit"]),
    ("ccr-missing", &["6.outside-contacts-come-late"]),
    ("ccr-as-agent", &["4.2.agents-are-known"]),
    ("holds-missing", &["6.consult"]),
    ("wrap-missing", &["4.4.as-the-channel"]),
    ("offsets-from-channel", &["4.3.offsets-count-from-the-interaction"]),
    ("seconds-for-millis", &["5.one-presence-at-a-time", "6.the-faqs-call"]),
    ("fractions-missing", &["4.date-times"]),
    ("zone-missing", &["4.date-times"]),
    ("local-time", &["2.1.up-to-is-now"]),
    ("zero-for-null", &["4.1.no-duration-while-ongoing"]),
    ("ongoing-as-completed", &["4.1.ongoing-are-ongoing"]),
    ("ongoing-missing", &["4.6.in-hand-is-current"]),
    ("busy-as-presence", &["5.presence-is-never-busy"]),
    ("logged-out-missing", &["4.6.all-agents"]),
    ("workload-of-calls-alone", &["4.6.counts-what-is-in-hand"]),
    ("failed-as-failure", &["4.4.work-category"]),
    ("answered-as-abandoned", &["4.7.delivered-is-answered"]),
    ("queue-type-ignored", &["3.1.queue-type", "3.1.queue-type-of-queue-times"]),
    ("agent-id-ignored", &["3.1.agent-of-activities", "3.1.agent-of-wfm-states"]),
    ("agent-ids-as-numbers", &["4.4.agent"]),
    ("guids-in-capitals", &["6.the-faqs-call"]),
    ("guids-alike", &["4.1.guids-differ"]),
    ("channel-guids-alike", &["4.2.guids-differ"]),
    ("conversation-missing", &["6.callback"]),
    ("type-ignored", &["3.1.type"]),
    ("queues-ignored", &["3.1.queues"]),
    ("window-cut", &["2.3.more-than-31-days"]),
    ("wrong-values-ignored", &["7.date", "7.number"]),
    ("start-optional", &["2.3.start-required"]),
    ("token-unchecked", &["1.3.token-required", "1.3.token-checked"]),
    ("token-never-expires", &["1.2.expires"]),
    ("scope-unchecked", &["1.2.other-scopes"]),
    ("version-unchecked", &["1.5.no-version", "1.5.other-version"]),
    ("version-ignored", &["1.4.version-2-fields"]),
    ("refusals-as-pages", &["1.1.json", "7.message"]),
    ("missing-as-empty", &["7.unknown-interaction"]),
    ("client-unchecked", &["1.2.grant-type-missing", "1.2.scope-invalid", "1.2.client-required"]),
    ("expires-in-millis", &["1.2.two-hours"]),
];

/// What the reference does not forbid: fields have come to version 3 before. It is told as news.
const NO_LIES: [&str; 1] = ["unknown-fields"];

/// What these claims come to when worlds lie like that.
fn told(word: &str, control: Control, only: &[&str]) -> Report {
    let fault = Fault::lies().map(Fault::Meaning).find(|fault| fault.word() == word);
    let fault = fault.unwrap_or_else(|| panic!("there is no lie {word}"));
    let faults = Some(format::print_faults(&Plan::always(word, fault)));
    let only = only.iter().map(|id| (*id).to_owned()).collect();
    run(&Conform { control: Some(Control { faults, ..control }), only, choices: true, ..Conform::default() })
}

#[test]
fn every_lie_is_told_by_the_claims_that_it_breaks() {
    let served = served();
    let lies = std::sync::Mutex::new(TELLING.iter());
    let next = || lies.lock().unwrap_or_else(std::sync::PoisonError::into_inner).next();
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                while let Some((word, claims)) = next() {
                    let report = told(word, control(&served), claims);
                    let fails = fails(&report);
                    for claim in *claims {
                        assert!(fails.contains(claim), "{word} is not told by {claim}:\n{report}");
                    }
                }
            });
        }
    });
}

#[test]
fn every_lie_that_there_is_stands_in_the_table() {
    let mut known: Vec<&str> = TELLING.iter().map(|(word, _)| *word).chain(NO_LIES).collect();
    let mut all: Vec<&str> = Fault::lies().map(|lie| Fault::Meaning(lie).word()).collect();
    known.sort_unstable();
    all.sort_unstable();
    assert_eq!(known, all);
    let claims: Vec<&str> = harness::conform::claims().iter().map(|claim| claim.id).collect();
    for claim in TELLING.iter().flat_map(|(_, claims)| *claims) {
        assert!(claims.contains(claim), "there is no claim {claim}");
    }
}

#[test]
fn what_is_new_is_news_and_no_failure() {
    let served = served();
    for word in NO_LIES {
        let report = told(word, control(&served), &["8."]);
        assert_eq!(fails(&report), Vec::<&str>::new(), "{report}");
        let has_news = |judged: &Judged| matches!(&judged.standing, Standing::Holds { news, .. } if !news.is_empty());
        assert!(report.claims.iter().any(has_news), "{report}");
        assert!(report.to_string().contains("news: a field \"unheardOf\", which no example has"), "{report}");
    }
}
