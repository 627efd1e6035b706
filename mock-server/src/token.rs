//! Who may ask, and the tokens that prove it.

use std::borrow::Cow;
use std::sync::Arc;

use arc_swap::ArcSwapOption;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use scenarios::fault::ReadyMade;
use scenarios::problem;
use scenarios::scenario::Client;
use scenarios::time::{Instant, Span};
use sha2::{Digest as _, Sha256};

/// How long a token is valid (reference, section 1.2).
pub const LIFETIME: Span = Span::from_secs(7200);

/// The scope of the Stats API.
pub const STATS: &str = "stats";

/// The scopes that exist: that of this API, and those of its neighbours (reference, section 1.2), for which a token can
/// be had but is no good here.
pub const SCOPES: [&str; 8] = [
    STATS,
    "agents-availability:read",
    "users:read",
    "users:write",
    "interaction-content:read",
    "interaction-content:delete",
    "interactions:write",
    "globalpci",
];

/// Who may ask for tokens, and which tokens are good.
#[derive(Clone, Debug)]
pub struct Credentials {
    world: Box<str>,
    clients: Vec<Client>,
    /// The world's own client, which may ask for every scope that exists; `None` for the default world, which has none.
    own: Option<OwnClient>,
    /// A token that is good whatever the clock says; `None` where none was named.
    standing: Option<String>,
    /// What tokens are signed with. A function of the world's name and clients, so that replicas accept each other's.
    secret: [u8; 32],
    last: LastToken,
}

/// The client that belongs to a world. A function of the world's name.
#[derive(Clone, Debug, PartialEq, Eq)]
struct OwnClient {
    id: String,
    secret: String,
}

/// Why no token was given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NoToken {
    /// `grant_type` is missing or another than `client_credentials`.
    UnsupportedGrant,
    /// `scope` is missing.
    NoScope,
    /// There is no such scope, or the client does not own it.
    InvalidScope(String),
    /// The client is not known, or its secret is another.
    InvalidClient,
    /// The client id names a plan of faults that there is not; perhaps that other one is meant.
    UnknownPlan(String, Option<&'static str>),
}

/// Why a token is no good.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Denied {
    /// There is none, it was not given here, or it has expired.
    Unauthorised,
    /// It is good, but for this other scope.
    OtherScope(String),
}

/// The fields of a token request; each `None` where it was not sent or is empty.
#[derive(Clone, Copy, Debug, Default)]
pub struct TokenRequest<'a> {
    /// `grant_type`
    pub grant_type: Option<&'a str>,
    /// `scope`
    pub scope: Option<&'a str>,
    /// `client_id`
    pub client_id: Option<&'a str>,
    /// `client_secret`
    pub client_secret: Option<&'a str>,
    /// Whether a client id such as `demo+rate-limit` stands for the client `demo`, whose requests meet that plan of faults.
    pub is_magic: bool,
}

/// Whose token it is, and since when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Bearer {
    /// The id of the client that it was given to.
    pub(crate) client: String,
    /// When it was given; `None` if it never expires.
    pub(crate) issued: Option<Instant>,
}

impl Credentials {
    /// The credentials of the world of that name. With no `clients`, any id with any secret is accepted.
    pub fn new(world: &str, clients: Vec<Client>, standing: Option<String>) -> Self {
        let secret = secret(world, &clients);
        Self { world: world.into(), clients, own: None, standing, secret, last: LastToken::default() }
    }

    /// The same for the world of that name, which has a client of its own.
    #[must_use]
    pub fn owned_by(self, world: &str) -> Self {
        let credentials = Self::new(world, self.clients, self.standing);
        let hushed = hash(&credentials.secret, b"client");
        let own = OwnClient { id: format!("{OWN}{world}"), secret: BASE64.encode(&hushed[..18]) };
        Self { own: Some(own), ..credentials }
    }

    /// The same for those clients instead of the ones that they were for. Tokens that were given stay good, and so does the
    /// world's own client.
    #[must_use]
    pub(crate) fn taken_over_by(&self, clients: Vec<Client>) -> Self {
        Self { clients, ..self.clone() }
    }

    /// Gives a token: a function of the request and the instant, never drawn.
    ///
    /// # Errors
    ///
    /// The first of [`NoToken`] that applies, in the order of its variants (the order is our choice).
    pub fn issue(&self, request: TokenRequest<'_>, now: Instant) -> Result<String, NoToken> {
        if request.grant_type != Some("client_credentials") {
            return Err(NoToken::UnsupportedGrant);
        }
        let scope = request.scope.ok_or(NoToken::NoScope)?;
        let named = |client: &Client| client.scopes.iter().any(|own| &**own == scope);
        if !SCOPES.contains(&scope) && !self.clients.iter().any(named) {
            return Err(NoToken::InvalidScope(scope.to_owned()));
        }
        let (Some(sent), Some(given)) = (request.client_id, request.client_secret) else {
            return Err(NoToken::InvalidClient);
        };
        let (id, plan) = self.named(sent, request.is_magic)?;
        if let Some(own) = self.own.as_ref().filter(|own| own.id == id) {
            if own.secret != given {
                return Err(NoToken::InvalidClient);
            }
            if !SCOPES.contains(&scope) {
                return Err(NoToken::InvalidScope(scope.to_owned()));
            }
        } else if !self.clients.is_empty() {
            let known = |client: &&Client| &*client.id == id && &*client.secret == given;
            let client = self.clients.iter().find(known).ok_or(NoToken::InvalidClient)?;
            if !named(client) {
                return Err(NoToken::InvalidScope(scope.to_owned()));
            }
        }
        Ok(self.signed(&Claims(Some(now.as_millis()), scope.into(), told(id, plan)), plan))
    }

    /// Who asks for a token, be it given or not, and the plan of faults that the requests of that client meet; `None` if it
    /// does not say.
    pub(crate) fn asking(&self, request: TokenRequest<'_>) -> Option<(String, Option<ReadyMade>)> {
        let sent = request.client_id?;
        let (id, plan) = self.named(sent, request.is_magic).unwrap_or((sent, None));
        Some((told(id, plan).into_owned(), plan))
    }

    /// The client that an id names, and the plan that its requests are to meet.
    fn named<'i>(&self, sent: &'i str, is_magic: bool) -> Result<(&'i str, Option<ReadyMade>), NoToken> {
        let is_listed = self.clients.iter().any(|client| &*client.id == sent);
        if is_magic && !is_listed { magic(sent) } else { Ok((sent, None)) }
    }

    /// Whose token it is; `None` if it is no good, or nobody's.
    pub(crate) fn bearer(&self, token: &str) -> Option<Bearer> {
        if self.is_standing(token) {
            return None;
        }
        let payload = self.verified(token)?;
        let Claims(issued, _, client): Claims<'_> = serde_json::from_slice(&payload).ok()?;
        Some(Bearer { client: client.into_owned(), issued: issued.map(Instant::from_millis) })
    }

    /// Who may ask; nobody in particular, if anybody may.
    pub(crate) fn clients(&self) -> &[Client] {
        &self.clients
    }

    /// A token for the Stats API that is good whatever the clock shows, for clients that take a ready one.
    pub fn ready(&self) -> String {
        let client = self.own.as_ref().map(|own| own.id.as_str()).unwrap_or_default();
        self.standing.clone().unwrap_or_else(|| self.signed(&Claims(None, STATS.into(), client.into()), None))
    }

    /// Whether `token` is the one that is always good.
    pub(crate) fn is_standing(&self, token: &str) -> bool {
        self.standing.as_deref() == Some(token)
    }

    /// Whether the bearer of `token` may use the Stats API.
    ///
    /// # Errors
    ///
    /// [`Denied`], if not.
    pub fn admit(&self, token: &str, now: Instant) -> Result<(), Denied> {
        if self.is_standing(token) {
            return Ok(());
        }
        if let Some(last) = self.last.of(token) {
            return admitted(last, STATS, now);
        }
        let payload = self.verified(token).ok_or(Denied::Unauthorised)?;
        let Claims(issued, scope, _): Claims<'_> =
            serde_json::from_slice(&payload).map_err(|_| Denied::Unauthorised)?;
        if scope == STATS {
            self.last.set(token, issued);
        }
        admitted(issued, &scope, now)
    }

    /// A client id and secret that get a token for the Stats API, to show to people; `None` if the scenario's clients
    /// own no such scope.
    pub fn example(&self) -> Option<(&str, &str)> {
        if let Some(own) = &self.own {
            return Some((&own.id, &own.secret));
        }
        if self.clients.is_empty() {
            return Some(("any-id", "any-secret"));
        }
        let owner = self.clients.iter().find(|client| client.scopes.iter().any(|scope| &**scope == STATS))?;
        Some((&owner.id, &owner.secret))
    }

    fn signed(&self, claims: &Claims<'_>, plan: Option<ReadyMade>) -> String {
        // Claims are a number and two texts: there is nothing in them that JSON cannot hold.
        let payload = serde_json::to_vec(claims).unwrap_or_default();
        let plan = plan.map(|plan| format!("{MARK}{}", plan.name())).unwrap_or_default();
        format!("{}{plan}.{}.{}", self.world, BASE64.encode(&payload), BASE64.encode(hash(&self.secret, &payload)))
    }

    fn verified(&self, token: &str) -> Option<Vec<u8>> {
        let (plan, rest) = token.strip_prefix(&*self.world)?.split_once('.')?;
        let (payload, signature) = rest.split_once('.')?;
        let payload = BASE64.decode(payload).ok()?;
        let mut given = [0; 32];
        let length = BASE64.decode_slice(signature, &mut given).ok()?;
        let is_good = given[..length] == hash(&self.secret, &payload);
        // The plan is the end of the client's id, which is signed.
        let is_of_client = plan.is_empty()
            || (plan.starts_with(MARK)
                && serde_json::from_slice(&payload).is_ok_and(|Claims(_, _, client)| client.ends_with(plan)));
        (is_good && is_of_client).then_some(payload)
    }
}

/// Whether a token with a good signature is good at `now`.
fn admitted(issued: Option<i64>, scope: &str, now: Instant) -> Result<(), Denied> {
    // A clock that was set back makes tokens of its future: they are as good as when they were given.
    if issued.is_some_and(|issued| now >= Instant::from_millis(issued) + LIFETIME) {
        return Err(Denied::Unauthorised);
    }
    if scope == STATS { Ok(()) } else { Err(Denied::OtherScope(scope.to_owned())) }
}

/// The last token for the Stats API whose signature was found good, and when it was issued. Who asks with a token most
/// likely asks with it again.
#[derive(Debug, Default)]
struct LastToken(ArcSwapOption<(Box<str>, Option<i64>)>);

impl LastToken {
    /// When `token` was issued; `None` if it is not the last one.
    fn of(&self, token: &str) -> Option<Option<i64>> {
        self.0.load().as_deref().filter(|(last, _)| **last == *token).map(|(_, issued)| *issued)
    }

    fn set(&self, token: &str, issued: Option<i64>) {
        self.0.store(Some(Arc::new((token.into(), issued))));
    }
}

/// A copy remembers nothing: it may be that of another world, with another secret.
impl Clone for LastToken {
    fn clone(&self) -> Self {
        Self::default()
    }
}

/// What the ids of worlds' own clients begin with; the world's name follows.
const OWN: &str = "client-";

/// What stands between a client's id, or a world's name in a token, and the name of a plan of faults.
const MARK: char = '+';

/// The name of the world that a token says it belongs to.
pub(crate) fn world_of_token(token: &str) -> Option<&str> {
    let (world, _) = token.split_once('.')?;
    Some(world.split_once(MARK).map_or(world, |(world, _)| world))
}

/// The plan of faults that a token says its bearer's requests meet.
pub(crate) fn plan_of_token(token: &str) -> Option<ReadyMade> {
    let (world, _) = token.split_once('.')?;
    ReadyMade::of(world.split_once(MARK)?.1)
}

/// The name of the world that a client of that id belongs to, if it is a world's own.
pub(crate) fn world_of_client(id: &str) -> Option<&str> {
    let id = id.strip_prefix(OWN)?;
    Some(parts(id).map_or(id, |(id, _)| id))
}

/// The two parts of an id such as `demo+rate-limit`. In a form whose plus was not escaped it has become a blank.
fn parts(id: &str) -> Option<(&str, &str)> {
    id.rsplit_once([MARK, ' '])
}

/// The id of a client whose requests meet that plan, as it is told.
fn told(id: &str, plan: Option<ReadyMade>) -> Cow<'_, str> {
    plan.map_or(id.into(), |plan| format!("{id}{MARK}{}", plan.name()).into())
}

/// The client that is named, and the plan that its requests are to meet.
fn magic(named: &str) -> Result<(&str, Option<ReadyMade>), NoToken> {
    let Some((id, plan)) = parts(named) else { return Ok((named, None)) };
    match ReadyMade::of(plan) {
        Some(plan) => Ok((id, Some(plan))),
        None => {
            let meant = problem::nearest(plan, ReadyMade::ALL.map(ReadyMade::name));
            Err(NoToken::UnknownPlan(plan.to_owned(), meant))
        }
    }
}

/// What a token says: when it was issued, or nothing if it never expires; for which scope; to which client.
#[derive(serde::Serialize, serde::Deserialize)]
struct Claims<'a>(Option<i64>, #[serde(borrow)] Cow<'a, str>, #[serde(borrow)] Cow<'a, str>);

fn hash(secret: &[u8; 32], payload: &[u8]) -> [u8; 32] {
    // Twice, so that a longer payload cannot be signed from the signature of a shorter one.
    let inner = Sha256::new().chain_update(secret).chain_update(payload).finalize();
    Sha256::new().chain_update(secret).chain_update(inner).finalize().into()
}

fn secret(world: &str, clients: &[Client]) -> [u8; 32] {
    let mut hash = Sha256::new();
    let mut part = |text: &str| {
        hash.update((text.len() as u64).to_be_bytes());
        hash.update(text);
    };
    part("insights-mock");
    part(world);
    for client in clients {
        part(&client.id);
        part(&client.secret);
        client.scopes.iter().for_each(|scope| part(scope));
    }
    hash.finalize().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Instant = Instant::EARLIEST;

    fn request(scope: &str) -> TokenRequest<'_> {
        TokenRequest {
            grant_type: Some("client_credentials"),
            scope: Some(scope),
            client_id: Some("reporting"),
            client_secret: Some("hush"),
            is_magic: false,
        }
    }

    fn client(scopes: &[&str]) -> Client {
        let scopes = scopes.iter().map(|scope| (*scope).into()).collect();
        Client { id: "reporting".into(), secret: "hush".into(), scopes }
    }

    #[test]
    fn a_token_is_good_for_two_hours_by_the_worlds_clock() {
        let credentials = Credentials::new("default", vec![], None);
        let token = credentials.issue(request(STATS), NOW).unwrap();
        let last = NOW + LIFETIME - Span::from_millis(1);
        assert_eq!(credentials.admit(&token, last), Ok(()));
        assert_eq!(credentials.admit(&token, NOW + LIFETIME), Err(Denied::Unauthorised));
    }

    #[test]
    fn replicas_give_the_same_token_and_accept_each_others() {
        let [here, there] = [(); 2].map(|()| Credentials::new("default", vec![client(&[STATS])], None));
        let token = here.issue(request(STATS), NOW).unwrap();
        assert_eq!(there.issue(request(STATS), NOW).as_ref(), Ok(&token));
        assert_eq!(there.admit(&token, NOW), Ok(()));
    }

    #[test]
    fn a_token_of_another_world_is_no_good() {
        let token = Credentials::new("other", vec![], None).issue(request(STATS), NOW).unwrap();
        assert_eq!(Credentials::new("default", vec![], None).admit(&token, NOW), Err(Denied::Unauthorised));
    }

    #[test]
    fn a_token_is_no_good_once_a_client_has_another_id_secret_or_scope() {
        let of = |client| Credentials::new("default", vec![client], None);
        let token = of(client(&[STATS])).issue(request(STATS), NOW).unwrap();
        assert_eq!(of(client(&[STATS])).admit(&token, NOW), Ok(()));
        for other in [
            Client { secret: "louder".into(), ..client(&[STATS]) },
            Client { id: "reportin".into(), secret: "ghush".into(), ..client(&[STATS]) },
            client(&[STATS, "users:read"]),
        ] {
            assert_eq!(of(other.clone()).admit(&token, NOW), Err(Denied::Unauthorised), "{other:?}");
        }
    }

    #[test]
    fn a_changed_token_is_no_good() {
        let credentials = Credentials::new("default", vec![], None);
        let token = credentials.issue(request("users:read"), NOW).unwrap();
        assert_eq!(credentials.admit(&token, NOW), Err(Denied::OtherScope("users:read".to_owned())));
        let (_, signature) = token.rsplit_once('.').unwrap();
        let forged = BASE64.encode(serde_json::to_vec(&(NOW.as_millis(), STATS, "reporting")).unwrap());
        for token in [
            format!("default.{forged}.{signature}"),
            format!("{forged}.{signature}"),
            forged,
            String::new(),
            ".".to_owned(),
            "é.é".to_owned(),
        ] {
            assert_eq!(credentials.admit(&token, NOW), Err(Denied::Unauthorised), "{token}");
        }
    }

    #[test]
    fn a_magic_client_id_names_a_plan_and_is_otherwise_that_of_the_client() {
        let credentials = Credentials::new("default", vec![client(&[STATS])], None).owned_by("w1");
        let magic = |id| credentials.issue(TokenRequest { client_id: Some(id), is_magic: true, ..request(STATS) }, NOW);
        let token = magic("reporting+rate-limit").unwrap();
        assert_eq!(magic("reporting rate-limit").as_ref(), Ok(&token));
        assert_eq!(plan_of_token(&token), Some(ReadyMade::RateLimit));
        assert_eq!(world_of_token(&token), Some("w1"));
        assert_eq!(credentials.admit(&token, NOW), Ok(()));
        assert_eq!(credentials.admit(&token, NOW + LIFETIME), Err(Denied::Unauthorised));
        let bearer = Bearer { client: "reporting+rate-limit".to_owned(), issued: Some(NOW) };
        assert_eq!(credentials.bearer(&token), Some(bearer));
        let other = token.replace("+rate-limit", "+chaos");
        assert_eq!(credentials.admit(&other, NOW), Err(Denied::Unauthorised));
        assert_eq!(magic("nobody+rate-limit"), Err(NoToken::InvalidClient));
        assert_eq!(
            magic("reporting+rate-limits"),
            Err(NoToken::UnknownPlan("rate-limits".to_owned(), Some("rate-limit")))
        );
        let plain = TokenRequest { client_id: Some("reporting+rate-limit"), ..request(STATS) };
        assert_eq!(credentials.issue(plain, NOW), Err(NoToken::InvalidClient));
        assert_eq!(world_of_client("client-w1+chaos"), Some("w1"));
    }

    #[test]
    fn a_standing_token_never_expires() {
        let credentials = Credentials::new("default", vec![], Some("letmein".to_owned()));
        assert_eq!(credentials.admit("letmein", Instant::LATEST), Ok(()));
        assert_eq!(credentials.admit("letmeout", NOW), Err(Denied::Unauthorised));
    }

    #[test]
    fn a_world_has_a_client_of_its_own_beside_those_of_its_scenario() {
        let credentials = Credentials::new("default", vec![client(&[STATS])], None).owned_by("w1");
        let (id, secret) = credentials.example().map(|(id, secret)| (id.to_owned(), secret.to_owned())).unwrap();
        assert_eq!(world_of_client(&id), Some("w1"));
        let own = |secret| TokenRequest { client_id: Some(&id), client_secret: Some(secret), ..request(STATS) };
        let token = credentials.issue(own(&secret), NOW).unwrap();
        assert_eq!(world_of_token(&token), Some("w1"));
        assert_eq!(credentials.admit(&token, NOW), Ok(()));
        assert_eq!(credentials.issue(own("hush"), NOW), Err(NoToken::InvalidClient));
        assert!(credentials.issue(request(STATS), NOW).is_ok());
    }

    #[test]
    fn a_ready_token_is_good_whatever_the_clock_shows() {
        let credentials = Credentials::new("default", vec![], None).owned_by("w1");
        assert_eq!(credentials.admit(&credentials.ready(), Instant::LATEST), Ok(()));
        assert_eq!(credentials.admit(&credentials.ready(), Instant::EARLIEST), Ok(()));
    }

    #[test]
    fn a_client_gets_tokens_for_its_own_scopes_only() {
        let credentials = Credentials::new("default", vec![client(&["users:read", "special"])], None);
        assert!(credentials.issue(request("users:read"), NOW).is_ok());
        assert!(credentials.issue(request("special"), NOW).is_ok());
        assert_eq!(credentials.issue(request(STATS), NOW), Err(NoToken::InvalidScope(STATS.to_owned())));
    }
}
