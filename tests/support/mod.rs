//! A real server on a real socket, in this process, and a real client.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use mock_server::host::{Host, Patience};
use mock_server::server::Server;
use mock_server::world::{Faults, Settings, World};
use tokio::sync::oneshot;

/// The Accept header of version 3.
pub(crate) const V3: &str = "application/vnd.newvoicemedia.v3+json";

/// The token that every served world takes.
pub(crate) const TOKEN: &str = "good";

/// A server that ends with its value.
pub(crate) struct Served {
    pub(crate) host: Host,
    pub(crate) client: reqwest::blocking::Client,
    address: SocketAddr,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<std::thread::JoinHandle<()>>,
}

/// Settings with [`TOKEN`] in them, and without faults: tests of what is told do not ask what becomes of it on its way.
pub(crate) fn settings() -> Settings {
    Settings { token: Some(TOKEN.to_owned()), faults: Faults::None, ..Settings::default() }
}

/// The world of a scenario file.
pub(crate) fn world(path: &Path, settings: &Settings) -> World {
    match World::open(&[path.to_owned()], settings) {
        Ok(world) => world,
        Err(troubles) => panic!("{} cannot be served: {:?}", path.display(), troubles),
    }
}

/// A file of the catalog.
pub(crate) fn catalog(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/catalog").join(name)
}

impl Served {
    pub(crate) fn start(world: World) -> Self {
        let host = Host::new(world, Patience::default());
        let (stop, stopped) = oneshot::channel();
        let (told, address) = std::sync::mpsc::channel();
        let serving = host.clone();
        let thread = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
            let runtime = runtime.unwrap_or_else(|error| panic!("no runtime: {error}"));
            runtime.block_on(async move {
                let server = Server::bind("127.0.0.1:0", serving).await;
                let server = server.unwrap_or_else(|error| panic!("no port: {error}"));
                let address = server.address().unwrap_or_else(|error| panic!("no address: {error}"));
                told.send(address).unwrap_or_else(|_| panic!("the test has gone"));
                server
                    .run(async {
                        let _ = stopped.await;
                    })
                    .await;
            });
        });
        let address = address.recv().unwrap_or_else(|_| panic!("the server did not start"));
        // One connection, kept: a test asks thousands of questions.
        let client = reqwest::blocking::Client::new();
        Self { host, client, address, stop: Some(stop), thread: Some(thread) }
    }

    pub(crate) fn base(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The answer of version 3 to a path below `/stats`: status and body.
    pub(crate) fn ask(&self, path_and_query: &str) -> (u16, serde_json::Value) {
        self.ask_as(V3, path_and_query)
    }

    /// The answer to a path below `/stats` in the version that `accept` asks for.
    pub(crate) fn ask_as(&self, accept: &str, path_and_query: &str) -> (u16, serde_json::Value) {
        let request = self
            .client
            .get(format!("{}/stats{path_and_query}", self.base()))
            .header("Accept", accept)
            .bearer_auth(TOKEN);
        let answer = request.send().unwrap_or_else(|error| panic!("no answer to {path_and_query}: {error}"));
        let status = answer.status().as_u16();
        let body = answer.json().unwrap_or_else(|error| panic!("no JSON from {path_and_query}: {error}"));
        (status, body)
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        if let Some(stop) = self.stop.take() {
            let _ = stop.send(());
        }
        // The client's connections are closed first, or the server would wait for them.
        self.client = reqwest::blocking::Client::new();
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}
