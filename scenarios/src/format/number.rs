//! Numbers as values of keys.

use std::fmt;

use serde_json::{Value as Json, json};
use toml::de::DeValue;

use super::kind::{Kind, Misfit};

/// A whole number.
pub(super) struct Whole<N> {
    pub(super) least: N,
    pub(super) most: N,
}

/// Any number: whole or with a fraction.
pub(super) struct Number;

/// So many numbers.
pub(super) struct Numbers<const COUNT: usize>;

impl<N> Kind for Whole<N>
where
    N: TryFrom<i128> + Into<Json> + PartialOrd + Copy + fmt::Display + Sync,
{
    type Value = N;

    fn noun(&self) -> &'static str {
        "a whole number"
    }

    fn example(&self) -> String {
        format!("a number from {} to {}", self.least, self.most)
    }

    fn read(&self, written: &DeValue<'_>) -> Result<N, Vec<Misfit>> {
        let integer = written.as_integer().ok_or_else(|| vec![self.wrong_type(written)])?;
        let number = i128::from_str_radix(integer.as_str(), integer.radix()).unwrap_or(i128::MAX);
        match N::try_from(number) {
            Ok(number) if (self.least..=self.most).contains(&number) => Ok(number),
            Ok(_) | Err(_) => {
                let what = format!("{integer} is out of range");
                Err(vec![Misfit { element: None, what, advice: format!("write {}", self.example()) }])
            }
        }
    }

    fn write(&self, value: &N) -> String {
        value.to_string()
    }

    fn schema(&self) -> Json {
        json!({ "type": "integer", "minimum": self.least.into(), "maximum": self.most.into() })
    }
}

impl Kind for Number {
    type Value = f64;

    fn noun(&self) -> &'static str {
        "a number"
    }

    fn example(&self) -> String {
        "a number such as 12 or 2.5".to_owned()
    }

    fn read(&self, written: &DeValue<'_>) -> Result<f64, Vec<Misfit>> {
        let text = written.as_integer().map(|integer| integer.as_str());
        let text = text.or_else(|| written.as_float().map(|float| float.as_str()));
        let number = text.and_then(|text| text.replace('_', "").parse().ok());
        number.filter(|number: &f64| number.is_finite()).ok_or_else(|| vec![self.wrong_type(written)])
    }

    fn write(&self, value: &f64) -> String {
        value.to_string()
    }

    fn schema(&self) -> Json {
        json!({ "type": "number" })
    }
}

impl<const COUNT: usize> Kind for Numbers<COUNT> {
    type Value = [f64; COUNT];

    fn noun(&self) -> &'static str {
        "a list of numbers"
    }

    fn example(&self) -> String {
        format!("{COUNT} numbers in brackets")
    }

    fn read(&self, written: &DeValue<'_>) -> Result<[f64; COUNT], Vec<Misfit>> {
        let elements = written.as_array().ok_or_else(|| vec![self.wrong_type(written)])?;
        let mut numbers = Vec::new();
        let mut misfits = Vec::new();
        for (position, element) in elements.iter().enumerate() {
            match Number.read(element.get_ref()) {
                Ok(number) => numbers.push(number),
                Err(wrong) => misfits.extend(wrong.into_iter().map(|m| Misfit { element: Some(position), ..m })),
            }
        }
        if !misfits.is_empty() {
            return Err(misfits);
        }
        numbers.try_into().map_err(|numbers: Vec<f64>| {
            let what = format!("{} numbers where {COUNT} belong", numbers.len());
            vec![Misfit { element: None, what, advice: format!("write {}", self.example()) }]
        })
    }

    fn write(&self, value: &[f64; COUNT]) -> String {
        let numbers: Vec<_> = value.iter().map(f64::to_string).collect();
        format!("[{}]", numbers.join(", "))
    }

    fn schema(&self) -> Json {
        json!({ "type": "array", "items": { "type": "number" }, "minItems": COUNT, "maxItems": COUNT })
    }
}
