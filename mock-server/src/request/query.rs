//! The parameters of a request, as they were sent.

use axum::http::Uri;

/// The query of a request.
///
/// How the real API reads odd queries is unknown. Our choice: names are matched without regard to case, the first of
/// several values counts, an empty value is none, and bytes that are not UTF-8 are replaced.
#[derive(Clone, Debug)]
pub(crate) struct Query(Vec<(String, String)>);

impl Query {
    /// The query of that address.
    pub(crate) fn of(uri: &Uri) -> Self {
        let pairs = form_urlencoded::parse(uri.query().unwrap_or_default().as_bytes());
        Self(pairs.into_owned().collect())
    }

    /// The value of the parameter of that name.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        let (_, value) = self.0.iter().find(|(sent, _)| sent.eq_ignore_ascii_case(name))?;
        Some(value.as_str()).filter(|value| !value.is_empty())
    }
}
