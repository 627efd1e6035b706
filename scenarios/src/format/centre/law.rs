//! Laws of lengths of time, as texts such as `log-normal mean 3m deviation 3m30s`.

use serde_json::{Value as Json, json};
use toml::de::DeValue;

use crate::format::kind::{Kind, Misfit, quoted, shown};
use crate::problem::nearest;
use crate::simulation::Law;
use crate::time::Span;

/// A law.
pub(super) struct LawText;

/// Every law's word, and what follows it.
const LAWS: [(&str, &str); 5] = [
    ("never", "never"),
    ("always", "always 20s"),
    ("exponential", "exponential mean 3m"),
    ("log-normal", "log-normal mean 3m deviation 3m30s"),
    ("weibull", "weibull mean 5m shape 0.9"),
];

impl Kind for LawText {
    type Value = Law;

    fn noun(&self) -> &'static str {
        "a law"
    }

    fn example(&self) -> String {
        let examples: Vec<_> = LAWS.iter().map(|(_, example)| quoted(example)).collect();
        format!("one of the kind {}", examples.join(", "))
    }

    fn read(&self, written: &DeValue<'_>) -> Result<Law, Vec<Misfit>> {
        let text = written.as_str().ok_or_else(|| vec![self.wrong_type(written)])?;
        law(text).ok_or_else(|| {
            let word = text.split_whitespace().next().unwrap_or_default();
            let meant = nearest(word, LAWS.iter().map(|(word, _)| *word));
            let right = LAWS.iter().find(|(word, _)| Some(*word) == meant);
            let right = right.map_or_else(|| self.example(), |(_, example)| format!("it like {}", quoted(example)));
            vec![Misfit {
                element: None,
                what: format!("{} is not a law", shown(text)),
                advice: format!("write {right}"),
            }]
        })
    }

    fn write(&self, value: &Law) -> String {
        quoted(&match value {
            Law::Never => "never".to_owned(),
            Law::Always(span) => format!("always {span}"),
            Law::Exponential { mean } => format!("exponential mean {mean}"),
            Law::LogNormal { mean, deviation } => format!("log-normal mean {mean} deviation {deviation}"),
            Law::Weibull { mean, shape } => format!("weibull mean {mean} shape {shape}"),
        })
    }

    fn schema(&self) -> Json {
        json!({ "type": "string" })
    }
}

fn law(text: &str) -> Option<Law> {
    let (word, rest) = text.trim().split_once(' ').unwrap_or((text.trim(), ""));
    let one = |key: &str| Span::parse(rest.trim().strip_prefix(key)?).ok();
    let two = |second: &str| {
        let (mean, other) = rest.trim().strip_prefix("mean ")?.split_once(second)?;
        Some((Span::parse(mean).ok()?, other.trim()))
    };
    Some(match word {
        "never" if rest.is_empty() => Law::Never,
        "always" => Law::Always(one("")?),
        "exponential" => Law::Exponential { mean: one("mean ")? },
        "log-normal" => {
            let (mean, deviation) = two("deviation ")?;
            Law::LogNormal { mean, deviation: Span::parse(deviation).ok()? }
        }
        "weibull" => {
            let (mean, shape) = two("shape ")?;
            Law::Weibull { mean, shape: shape.parse().ok().filter(|shape: &f64| shape.is_finite())? }
        }
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_law_is_read_as_it_is_written() {
        for (_, text) in LAWS {
            let Some(law) = law(text) else { panic!("{text} is no law") };
            assert_eq!(LawText.write(&law), quoted(text));
        }
        assert_eq!(law(" exponential  mean 1h 30m "), Some(Law::Exponential { mean: Span::from_secs(5_400) }));
    }

    #[test]
    fn what_is_no_law_is_not_read() {
        for text in
            ["", "normal mean 3m", "never mind", "exponential 3m", "log-normal mean 3m", "weibull mean 3m shape x"]
        {
            assert_eq!(law(text), None, "{text}");
        }
    }
}
