//! Sockets: who connects is served until the server is told to stop.

mod answering;
mod browsers;
mod dated;
mod fault;
mod head;
mod layers;
mod linger;
mod logged;

use std::convert::Infallible;
use std::future::Future;
use std::io;
use std::net::SocketAddr;
use std::time::Duration;

use axum::body::Body;
use axum::http::Request;
use axum::response::Response;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream, ToSocketAddrs};
use tokio::sync::watch;
use tower::util::BoxCloneSyncService;
use tower::{ServiceExt as _, service_fn};

use crate::host::Host;
use layers::Layered;
use linger::Lingering;

/// How long requests that are being answered when the server is told to stop may take.
const LAST_ANSWERS: Duration = Duration::from_secs(5);

/// How long to wait when no connection can be accepted, as when all file descriptors are in use.
const BREATH: Duration = Duration::from_millis(50);

/// A server that has its address, and does not answer yet.
#[derive(Debug)]
pub struct Server {
    listener: TcpListener,
    host: Host,
}

impl Server {
    /// Takes an address; port 0 stands for any that is free.
    ///
    /// # Errors
    ///
    /// If there is no such address here, or it is in use.
    pub async fn bind(address: impl ToSocketAddrs, host: Host) -> io::Result<Self> {
        Ok(Self { listener: TcpListener::bind(address).await?, host })
    }

    /// The address that it has.
    ///
    /// # Errors
    ///
    /// If the system does not tell.
    pub fn address(&self) -> io::Result<SocketAddr> {
        self.listener.local_addr()
    }

    /// Answers until `stop` is done; requests that are being answered then are finished.
    pub async fn run(self, stop: impl Future<Output = ()>) {
        let answering = layers::around(self.host.clone());
        let (connections, _) = watch::channel(false);
        let mut http = http1::Builder::new();
        http.timer(TokioTimer::new()).header_read_timeout(self.host.patience().head);
        let mut stop = std::pin::pin!(stop);
        loop {
            let stream = tokio::select! {
                accepted = self.listener.accept() => match accepted {
                    Ok((stream, _)) => stream,
                    Err(error) => {
                        tracing::warn!(%error, "no connection can be accepted");
                        tokio::time::sleep(BREATH).await;
                        continue;
                    }
                },
                () = &mut stop => break,
            };
            let service = TowerToHyperService::new(answering.clone());
            let connection = http.serve_connection(TokioIo::new(Lingering::new(undelayed(stream))), service);
            tokio::spawn(serve(connection, connections.subscribe()));
        }
        drop(self.listener);
        // Who listens is told that no more requests are taken; when nobody listens any more, all have been answered.
        connections.send_replace(true);
        if tokio::time::timeout(LAST_ANSWERS, connections.closed()).await.is_err() {
            tracing::warn!("some connections were still busy and have been cut");
        }
    }
}

/// Answers the requests of one connection until the client, or the server, has had enough.
async fn serve(mut connection: Connection, mut stopping: watch::Receiver<bool>) {
    let ended = tokio::select! {
        ended = &mut connection => ended,
        _ = stopping.changed() => {
            Pin::new(&mut connection).graceful_shutdown();
            (&mut connection).await
        }
    };
    let Err(error) = ended else { return };
    tracing::debug!(%error, "a connection broke off");
    if error.is_timeout() {
        connection.into_parts().io.into_inner().give_up().await;
    }
}

type Connection = http1::Connection<TokioIo<Lingering>, TowerToHyperService<Layered>>;

/// What answers requests.
pub type App = BoxCloneSyncService<Request<Body>, Response, Infallible>;

/// Everything that a server answers, without a socket.
pub fn app(host: Host) -> App {
    let answering = layers::around(host);
    let unboxed = service_fn(move |request: Request<Body>| answering.clone().oneshot(request));
    BoxCloneSyncService::new(unboxed.map_response(|response| response.map(Body::new)))
}

fn undelayed(stream: TcpStream) -> TcpStream {
    // Where it cannot be set, answers are slower and no less right.
    let _ = stream.set_nodelay(true);
    stream
}
