//! The parameters of a request, as they were sent.

use std::borrow::Cow;

use axum::http::Uri;

/// The query of a request.
///
/// How the real API reads odd queries is unknown. Our choice: names are matched without regard to case, the first of
/// several values counts, an empty value is none, and bytes that are not UTF-8 are replaced.
#[derive(Clone, Debug)]
pub(crate) struct Query<'r>(Vec<(Cow<'r, str>, Cow<'r, str>)>);

impl<'r> Query<'r> {
    /// The query of that address.
    pub(crate) fn of(uri: &'r Uri) -> Self {
        Self(form_urlencoded::parse(uri.query().unwrap_or_default().as_bytes()).collect())
    }

    /// The value of the parameter of that name.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        let (_, value) = self.0.iter().find(|(sent, _)| sent.eq_ignore_ascii_case(name))?;
        Some(&**value).filter(|value| !value.is_empty())
    }
}
