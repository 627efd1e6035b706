//! The real program, and a client that sees every byte of its answers.

use std::io::{self, BufRead, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};

use serde_json::Value;

/// A server in a process of its own, which ends with its value.
pub(crate) struct Process {
    child: Child,
    client: Connection,
}

/// A client's connection to a server, which is kept for as long as the server keeps it.
pub(crate) struct Connection {
    address: String,
    stream: Option<BufReader<TcpStream>>,
}

impl Process {
    /// `insights-mock serve` with those arguments.
    pub(crate) fn serve(arguments: &[&str]) -> Self {
        Self::serve_in(&[], arguments)
    }

    /// The same in an environment that has those variables besides.
    pub(crate) fn serve_in(variables: &[(String, String)], arguments: &[&str]) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_insights-mock"))
            .args(["serve", "--listen", "127.0.0.1:0"])
            .args(arguments)
            .envs(variables.iter().map(|(name, value)| (name, value)))
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("the program runs");
        let mut ready = String::new();
        BufReader::new(child.stdout.take().expect("it is piped")).read_line(&mut ready).expect("a line");
        let address = ready.trim_end().strip_prefix("listening on http://").expect("a ready line").to_owned();
        Self { child, client: Connection { address, stream: None } }
    }

    /// The whole answer to a whole request, byte by byte.
    pub(crate) fn exchange(&mut self, request: &[u8]) -> Vec<u8> {
        self.client.exchange(request)
    }

    /// Where it listens.
    pub(crate) fn address(&self) -> &str {
        &self.client.address
    }

    /// Another connection.
    pub(crate) fn connect(&self) -> Connection {
        Connection { address: self.client.address.clone(), stream: None }
    }
}

impl Connection {
    /// The whole answer to a whole request, byte by byte.
    pub(crate) fn exchange(&mut self, request: &[u8]) -> Vec<u8> {
        let mut stream = match self.stream.take() {
            Some(stream) => stream,
            None => BufReader::new(TcpStream::connect(&self.address).expect("the server listens")),
        };
        stream.get_mut().write_all(request).expect("the server reads");
        let answer = Answer::read(&mut stream, request.starts_with(b"HEAD ")).expect("a whole answer");
        if !answer.closes {
            self.stream = Some(stream);
        }
        answer.bytes
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.child.kill().and_then(|()| self.child.wait());
    }
}

/// A request as it goes over the wire, to a host whose name is always the same.
pub(crate) fn request(method: &str, target: &str, headers: &[(&str, &str)], body: &str) -> Vec<u8> {
    let mut head = format!("{method} {target} HTTP/1.1\r\nhost: insights.test\r\n");
    for (name, value) in headers {
        head.push_str(&format!("{name}: {value}\r\n"));
    }
    if !body.is_empty() {
        head.push_str(&format!("content-length: {}\r\n", body.len()));
    }
    format!("{head}\r\n{body}").into_bytes()
}

/// The status of an answer.
pub(crate) fn status_of(answer: &[u8]) -> u16 {
    let status = answer.get(9..12).and_then(|digits| std::str::from_utf8(digits).ok()?.parse().ok());
    status.expect("an answer begins with its status")
}

/// The body of an answer; null if it is no JSON.
pub(crate) fn json_of(answer: &[u8]) -> Value {
    let body = answer.windows(4).position(|bytes| bytes == b"\r\n\r\n").map_or(&[][..], |end| &answer[end + 4..]);
    serde_json::from_slice(body).unwrap_or_default()
}

/// An answer as it came over the wire.
struct Answer {
    bytes: Vec<u8>,
    /// Whether the server says that it is the last of its connection.
    closes: bool,
}

impl Answer {
    fn read(connection: &mut impl BufRead, is_bare: bool) -> io::Result<Self> {
        let mut bytes = Vec::new();
        while !bytes.ends_with(b"\r\n\r\n") {
            line(connection, &mut bytes)?;
        }
        let head = String::from_utf8_lossy(&bytes).to_ascii_lowercase();
        let closes = head.contains("\r\nconnection: close\r\n");
        let length = head.split("\r\ncontent-length: ").nth(1).and_then(|rest| rest.split("\r\n").next()?.parse().ok());
        if is_bare || head.starts_with("http/1.1 204") {
        } else if head.contains("\r\ntransfer-encoding: chunked\r\n") {
            loop {
                let size = line(connection, &mut bytes)?;
                let size = u64::from_str_radix(size.trim_end(), 16).map_err(io::Error::other)?;
                exactly(connection, size + 2, &mut bytes)?;
                if size == 0 {
                    break;
                }
            }
        } else {
            exactly(connection, length.unwrap_or(0), &mut bytes)?;
        }
        Ok(Self { bytes, closes })
    }
}

/// Reads a line to the end of `bytes`, and tells it.
fn line(connection: &mut impl BufRead, bytes: &mut Vec<u8>) -> io::Result<String> {
    let from = bytes.len();
    match connection.read_until(b'\n', bytes)? {
        0 => Err(io::ErrorKind::UnexpectedEof.into()),
        _ => Ok(String::from_utf8_lossy(&bytes[from..]).into_owned()),
    }
}

fn exactly(connection: &mut impl BufRead, count: u64, bytes: &mut Vec<u8>) -> io::Result<()> {
    let read = connection.take(count).read_to_end(bytes)?;
    if read as u64 == count { Ok(()) } else { Err(io::ErrorKind::UnexpectedEof.into()) }
}
