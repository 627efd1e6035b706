//! The least that a server of this kind can do: the HTTP library, and one answer for everything.

use std::convert::Infallible;
use std::io::Read as _;

use http_body_util::Full;
use hyper::body::{Bytes, Incoming};
use hyper::header::{HeaderName, HeaderValue};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{HeaderMap, Request, Response, StatusCode};
use hyper_util::rt::TokioIo;
use tokio::net::TcpListener;

use crate::Outcome;
use crate::connection::Answer;
use crate::process::Running;

/// A bare server that answers as `answer` says.
pub(crate) fn answering(answer: &Answer) -> Outcome<Running> {
    let bare = Running::bare(&answer.bytes())?;
    let same = bare.connection()?.asked("/", "")?;
    let sorted = |answer: &Answer| {
        let mut head = answer.head.clone();
        // The library writes the date itself, and the other headers in the order of their insertion.
        head.retain(|line| !line.starts_with("date"));
        head.sort();
        head
    };
    if sorted(&same) != sorted(answer) || same.body != answer.body {
        return Err(format!("the bare server answers {:?} instead of {:?}", same.head, answer.head).into());
    }
    Ok(bare)
}

/// Serves the answer that is read from the standard input, until it is killed.
#[expect(clippy::print_stdout, reason = "whoever started it waits for its address")]
pub(crate) fn serve() -> Outcome<()> {
    let mut answer = Vec::new();
    std::io::stdin().read_to_end(&mut answer)?;
    let (status, headers, body) = parsed(&answer)?;
    tokio::runtime::Runtime::new()?.block_on(async {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        println!("listening on http://{}", listener.local_addr()?);
        loop {
            let (stream, _) = listener.accept().await?;
            stream.set_nodelay(true)?;
            let (headers, body) = (headers.clone(), body.clone());
            let service = service_fn(move |_: Request<Incoming>| {
                let mut response = Response::new(Full::new(body.clone()));
                *response.status_mut() = status;
                *response.headers_mut() = headers.clone();
                async { Ok::<_, Infallible>(response) }
            });
            tokio::spawn(http1::Builder::new().serve_connection(TokioIo::new(stream), service));
        }
    })
}

fn parsed(answer: &[u8]) -> Outcome<(StatusCode, HeaderMap, Bytes)> {
    let end = answer.windows(4).position(|bytes| bytes == b"\r\n\r\n").ok_or("the answer has no head")?;
    let mut lines = std::str::from_utf8(&answer[..end])?.lines();
    let status = lines.next().and_then(|line| line.split(' ').nth(1)).ok_or("the answer has no status")?.parse()?;
    let mut headers = HeaderMap::new();
    for line in lines {
        let (name, value) = line.split_once(':').ok_or("a header has no value")?;
        // Those two are written by the library.
        if !["date", "content-length"].contains(&name) {
            headers.append(HeaderName::try_from(name)?, HeaderValue::from_str(value.trim())?);
        }
    }
    Ok((status, headers, Bytes::copy_from_slice(&answer[end + 4..])))
}
