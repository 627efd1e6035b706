//! Sockets: who connects is served until the server is told to stop.

mod amiss;
mod broken;
mod browsers;
mod busy;
mod dated;
mod dispatch;
mod fault;
mod head;
mod layers;
mod linger;
mod logged;
mod path;

use std::convert::Infallible;
use std::error::Error as StdError;
use std::future::{Future, poll_fn};
use std::io;
use std::net::SocketAddr;
use std::task::Poll;
use std::time::Duration;

use axum::body::Body;
use axum::http::Request;
use axum::response::Response;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::{HttpService, service_fn};
use hyper_util::rt::TokioIo;
use tokio::net::{TcpListener, TcpStream, ToSocketAddrs};
use tokio::sync::watch;
use tower::ServiceExt as _;
use tower::util::BoxCloneSyncService;

use crate::ahead::Ahead;
use crate::host::Host;
use busy::{Busy, Taken};
use layers::{Answered, Layered};
use linger::Lingering;

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
        let listener = TcpListener::bind(address).await?;
        host.permit_magic(listener.local_addr()?.ip().is_loopback());
        Ok(Self { listener, host })
    }

    /// The address that it has.
    ///
    /// # Errors
    ///
    /// If the system does not tell.
    pub fn address(&self) -> io::Result<SocketAddr> {
        self.listener.local_addr()
    }

    /// Answers until `stop` is done; requests that are being answered then are finished. Meanwhile what the worlds will be
    /// asked about is worked out ahead.
    pub async fn run(self, stop: impl Future<Output = ()>) {
        let _ahead = Ahead::begin(&self.host);
        let dispatch = layers::around(self.host.clone());
        let (connections, _) = watch::channel(false);
        let patience = self.host.patience();
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
            let busy = Busy::default();
            let stream = TokioIo::new(Lingering::new(undelayed(stream), busy.clone()));
            let answer = answered(dispatch.clone(), busy.clone());
            let connection = http1::Builder::new().serve_connection(stream, answer);
            tokio::spawn(serve(connection, busy, patience.head, connections.subscribe()));
        }
        drop(self.listener);
        // Who listens is told that no more requests are taken; when nobody listens any more, all have been answered.
        connections.send_replace(true);
        if tokio::time::timeout(patience.stop, connections.closed()).await.is_err() {
            tracing::warn!("some connections were still busy and have been cut");
        }
    }
}

/// Answers the requests of one connection until the client, or the server, has had enough.
async fn serve<S: Answer>(
    mut connection: http1::Connection<Stream, S>,
    busy: Busy,
    patience: Duration,
    mut stopping: watch::Receiver<bool>,
) {
    let ended = tokio::select! {
        ended = &mut connection => ended,
        () = silent(&busy, patience) => return connection.into_parts().io.into_inner().give_up().await,
        _ = stopping.changed() => {
            Pin::new(&mut connection).graceful_shutdown();
            poll_fn(|cx| match Pin::new(&mut connection).poll(cx) {
                // A request whose head has not come is not waited for.
                Poll::Pending if !busy.is_busy() => Poll::Ready(Ok(())),
                ended @ (Poll::Ready(_) | Poll::Pending) => ended,
            })
            .await
        }
    };
    if let Err(error) = ended {
        tracing::debug!(%error, "a connection broke off");
    }
}

/// Done when the connection has been free for as long as `patience`, and the head of a request has not come.
///
/// It is looked at four times in that time, and so may last a quarter longer: a timer that is set and removed for each
/// request, as the HTTP library has one, takes as long as finding out who asks.
async fn silent(busy: &Busy, patience: Duration) {
    let mut since = (busy.heads(), 0);
    while since.1 < 4 {
        tokio::time::sleep(patience / 4).await;
        let heads = busy.heads();
        since = if heads == since.0 && !busy.is_busy() { (heads, since.1 + 1) } else { (heads, 0) };
    }
}

type Stream = TokioIo<Lingering>;

/// What `dispatch` answers, with note taken of when it does.
fn answered(dispatch: Layered, busy: Busy) -> impl Answer {
    service_fn(move |request: Request<Incoming>| {
        let answering = busy.answering();
        let answer = dispatch.clone().oneshot(request);
        async move {
            answer.await.map(|response| {
                answering.breaks(response.extensions().get().copied());
                answering.until_taken(response)
            })
        }
    })
}

/// What answers requests.
trait Answer: HttpService<Incoming, ResBody = Taken<Answered>, Future: Send, Error: StdError + Send + Sync> + Send {}

impl<S: HttpService<Incoming, ResBody = Taken<Answered>, Future: Send, Error: StdError + Send + Sync> + Send> Answer
    for S
{
}

/// Everything that a server answers, without a socket; see [`app`].
pub type App = BoxCloneSyncService<Request<Body>, Response, Infallible>;

/// Everything that a server answers, without a socket.
pub fn app(host: Host) -> App {
    let dispatch = layers::around(host);
    let answer = tower::service_fn(move |request: Request<Body>| dispatch.clone().oneshot(request));
    BoxCloneSyncService::new(answer.map_response(|response| response.map(Body::new)))
}

fn undelayed(stream: TcpStream) -> TcpStream {
    // Where it cannot be set, answers are slower and no less right.
    let _ = stream.set_nodelay(true);
    stream
}
