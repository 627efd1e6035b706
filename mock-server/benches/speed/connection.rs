//! A connection to a server, and its answers byte for byte.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};

use crate::Outcome;

/// What every request to the API says that it accepts.
pub(crate) const V3: &str = "application/vnd.newvoicemedia.v3+json";

/// A connection that is kept open.
#[derive(Debug)]
pub(crate) struct Connection {
    stream: BufReader<TcpStream>,
    address: SocketAddr,
}

/// An answer.
#[derive(Clone, Debug)]
pub(crate) struct Answer {
    /// The status line and the headers, each with its line break.
    pub(crate) head: Vec<String>,
    pub(crate) body: Vec<u8>,
}

impl Connection {
    pub(crate) fn to(address: SocketAddr) -> Outcome<Self> {
        let stream = TcpStream::connect(address)?;
        stream.set_nodelay(true)?;
        Ok(Self { stream: BufReader::new(stream), address })
    }

    /// The answer to a question of the API by the bearer of `token`.
    pub(crate) fn asked(&mut self, target: &str, token: &str) -> Outcome<Answer> {
        let headers = format!("accept: {V3}\r\nauthorization: Bearer {token}\r\n");
        self.exchange("GET", target, &headers, "")?.good(target)
    }

    /// The answer of the control API.
    pub(crate) fn controlled(&mut self, method: &str, target: &str, body: &str) -> Outcome<Answer> {
        self.exchange(method, target, "content-type: application/json\r\n", body)?.good(target)
    }

    /// A token of the default world, from the token endpoint.
    pub(crate) fn token(&mut self) -> Outcome<String> {
        let target = "/Auth/connect/token";
        let form = "grant_type=client_credentials&scope=stats&client_id=bench&client_secret=hush";
        let headers = "content-type: application/x-www-form-urlencoded\r\n";
        self.exchange("POST", target, headers, form)?.good(target)?.field("access_token")
    }

    fn exchange(&mut self, method: &str, target: &str, headers: &str, body: &str) -> Outcome<Answer> {
        let length = body.len();
        let host = self.address;
        let request =
            format!("{method} {target} HTTP/1.1\r\nhost: {host}\r\n{headers}content-length: {length}\r\n\r\n{body}");
        self.stream.get_mut().write_all(request.as_bytes())?;
        let mut head = Vec::new();
        loop {
            let mut line = String::new();
            self.stream.read_line(&mut line)?;
            match line.as_str() {
                "" => return Err("the server has closed the connection".into()),
                "\r\n" => break,
                _ => head.push(line),
            }
        }
        let mut answer = Answer { head, body: Vec::new() };
        answer.body.resize(answer.header("content-length").map_or(Ok(0), |length| length.parse())?, 0);
        self.stream.read_exact(&mut answer.body)?;
        Ok(answer)
    }
}

impl Answer {
    /// The value of a header.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.head.iter().find_map(|line| Some(line.strip_prefix(name)?.strip_prefix(':')?.trim()))
    }

    /// The whole, as it came.
    pub(crate) fn bytes(&self) -> Vec<u8> {
        [self.head.concat().as_bytes(), b"\r\n", &self.body].concat()
    }

    /// A text in the JSON of the body.
    pub(crate) fn field(&self, name: &str) -> Outcome<String> {
        let body: serde_json::Value = serde_json::from_slice(&self.body)?;
        Ok(body[name].as_str().ok_or_else(|| format!("there is no {name} in {body}"))?.to_owned())
    }

    fn good(self, target: &str) -> Outcome<Self> {
        let status = self.head.first().map_or("", String::as_str);
        if status.starts_with("HTTP/1.1 20") {
            return Ok(self);
        }
        Err(format!("{target} was answered with {status} {}", String::from_utf8_lossy(&self.body)).into())
    }
}
