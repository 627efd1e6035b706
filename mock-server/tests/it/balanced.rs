//! Three processes started alike behind nginx answer as one process does; and so they would in Kubernetes.

use std::io::{Read as _, Write as _};
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use serde_json::Value;

use crate::given::V3;
use crate::process::{Process, json_of, request, status_of};

const CENTRE: &str = r#"
[[team]]
name = "Orders"
agents = 5
opens = "6h"
open_for = "24h"
closed = []
daily = 90
shift = [{ begins = "0s", lasts = "8h" }, { begins = "8h", lasts = "8h" }, { begins = "16h", lasts = "8h" }]
"#;

fn deploy(file: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("deploy").join(file);
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// A centre's config, and whatever else a test writes.
struct Folder(tempfile::TempDir);

impl Folder {
    fn new(config: &str) -> Self {
        let folder = Self(tempfile::tempdir().expect("a folder can be made"));
        std::fs::write(folder.path("centre.toml"), config).expect("a file can be written");
        folder
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn serve(&self, arguments: &[&str]) -> Process {
        let config = self.path("centre.toml");
        Process::serve(&[&["--centre", config.to_str().expect("a text"), "--seed", "7"], arguments].concat())
    }
}

/// nginx with the config of `deploy`, but for its addresses; it ends with its value.
struct Balancer {
    nginx: Child,
    socket: PathBuf,
}

impl Balancer {
    fn before(replicas: &[Process; 3], folder: &Folder) -> Self {
        let socket = folder.path("nginx.sock");
        let mut config = deploy("nginx.conf");
        for (port, replica) in [8081, 8082, 8083].iter().zip(replicas) {
            let shown = format!("server 127.0.0.1:{port};");
            assert!(config.contains(&shown));
            config = config.replace(&shown, &format!("server {};", replica.address()));
        }
        let listen = "listen 127.0.0.1:8080;";
        assert!(config.contains(listen));
        config = config.replace(listen, &format!("listen unix:{};", socket.display()));
        let temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"];
        let temporary = temporary.map(|kind| format!("{kind}_temp_path {};", folder.path(kind).display())).concat();
        config = config.replace("http {", &format!("http {{ {temporary}"));
        std::fs::write(folder.path("nginx.conf"), config).expect("a file can be written");
        let nginx = Command::new("nginx")
            .arg("-p")
            .arg(folder.0.path())
            .args(["-c", "nginx.conf", "-e", "stderr", "-g", "daemon off; master_process off;"])
            .env("PATH", "/usr/sbin:/usr/local/sbin:/usr/bin:/bin")
            .stdin(Stdio::null())
            .spawn()
            .unwrap_or_else(|error| panic!("nginx does not start: {error}; .ci/test installs it"));
        let mut balancer = Self { nginx, socket };
        while UnixStream::connect(&balancer.socket).is_err() {
            assert!(balancer.nginx.try_wait().is_ok_and(|ended| ended.is_none()), "nginx has ended");
            std::thread::yield_now();
        }
        balancer
    }

    fn exchange(&self, sent: &[u8]) -> Vec<u8> {
        let mut stream = UnixStream::connect(&self.socket).expect("nginx listens");
        let sent = String::from_utf8_lossy(sent).replacen("\r\n", "\r\nconnection: close\r\n", 1);
        stream.write_all(sent.as_bytes()).expect("nginx reads");
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).expect("an answer");
        answer
    }
}

impl Drop for Balancer {
    fn drop(&mut self) {
        let _ = self.nginx.kill().and_then(|()| self.nginx.wait());
    }
}

/// A client that gets a token, looks at who is at work, and polls everything that was processed since it last did, page by
/// page; and what it was answered.
struct Client {
    token: String,
    up_to: String,
    answered: Vec<(String, u16, Value)>,
}

const POLLED: [&str; 5] = ["interactions", "agent-activities", "wfm/agent-states", "queue-times", "wfm/queue-activity"];

impl Client {
    fn new(exchange: &mut dyn FnMut(&[u8]) -> Vec<u8>, from: &str) -> Self {
        let form = "grant_type=client_credentials&scope=stats&client_id=somebody&client_secret=anything";
        let headers = [("content-type", "application/x-www-form-urlencoded")];
        let answer = exchange(&request("POST", "/Auth/connect/token", &headers, form));
        let token = json_of(&answer)["access_token"].as_str().unwrap_or_default().to_owned();
        Self { token, up_to: from.to_owned(), answered: Vec::new() }
    }

    fn get(&mut self, exchange: &mut dyn FnMut(&[u8]) -> Vec<u8>, target: &str) -> Value {
        let authorization = format!("Bearer {}", self.token);
        let headers = [("accept", V3), ("authorization", authorization.as_str())];
        let answer = exchange(&request("GET", target, &headers, ""));
        let body = json_of(&answer);
        let head = String::from_utf8_lossy(&answer).to_ascii_lowercase();
        let date = head.split("\r\n").find(|line| line.starts_with("date: ")).unwrap_or_default();
        self.answered.push((format!("{target} {date}"), status_of(&answer), body.clone()));
        body
    }

    fn poll(&mut self, exchange: &mut dyn FnMut(&[u8]) -> Vec<u8>) {
        self.get(exchange, "/stats/interactions/ongoing");
        let status = self.get(exchange, "/stats/agent-status?limit=100");
        for endpoint in POLLED {
            for page in 1.. {
                let since = &self.up_to;
                let target = format!("/stats/{endpoint}?start={since}&include=Processed&limit=20&page={page}");
                let body = self.get(exchange, &target);
                if body["items"].as_array().is_none_or(Vec::is_empty) {
                    break;
                }
            }
        }
        self.up_to = status["upTo"].as_str().unwrap_or_default().to_owned();
    }
}

#[test]
fn three_replicas_answer_a_client_that_polls_and_pages_as_one_server_does() {
    let folder = Folder::new(CENTRE);
    let start = "2024-03-04T22:00:00.000Z";
    let [mut one, mut first, mut second, mut third] = [(); 4].map(|()| folder.serve(&["--at", start]));
    let move_to = |servers: [&mut Process; 4], now: &str| {
        for server in servers {
            let body = format!(r#"{{"now":"{now}"}}"#);
            let set = server.exchange(&request("PUT", "/__control/worlds/default/clock", &[], &body));
            assert_eq!(status_of(&set), 200);
        }
    };
    let mut expected = Client::new(&mut |sent| one.exchange(sent), start);
    let replicas = [first, second, third];
    let balancer = Balancer::before(&replicas, &folder);
    [first, second, third] = replicas;
    let mut found = Client::new(&mut |sent| balancer.exchange(sent), start);
    assert_eq!(found.token, expected.token);
    // Over midnight, within a token's two hours.
    for now in ["2024-03-04T22:10:00Z", "2024-03-04T23:20:00Z", "2024-03-04T23:59:59.999Z"] {
        move_to([&mut one, &mut first, &mut second, &mut third], now);
        expected.poll(&mut |sent| one.exchange(sent));
        found.poll(&mut |sent| balancer.exchange(sent));
    }
    // The token has expired on all of them, and a new one is good on all of them.
    move_to([&mut one, &mut first, &mut second, &mut third], "2024-03-05T00:00:00Z");
    for _ in 0..3 {
        expected.get(&mut |sent| one.exchange(sent), "/stats/agent-status");
        found.get(&mut |sent| balancer.exchange(sent), "/stats/agent-status");
        assert_eq!(found.answered.last().map(|(_, status, _)| *status), Some(401));
    }
    expected.token = Client::new(&mut |sent| one.exchange(sent), start).token;
    found.token = Client::new(&mut |sent| balancer.exchange(sent), start).token;
    expected.poll(&mut |sent| one.exchange(sent));
    found.poll(&mut |sent| balancer.exchange(sent));

    assert_eq!(found.answered.len(), expected.answered.len());
    for (found, expected) in found.answered.iter().zip(&expected.answered) {
        assert_eq!(found, expected);
    }
    let items = |(_, _, body): &(String, u16, Value)| body["items"].as_array().map_or(0, Vec::len);
    let told: usize = found.answered.iter().map(items).sum();
    assert!(told > 100, "{told}");
    // Each of them took its turn.
    let turns = [&mut first, &mut second, &mut third].map(|replica| {
        let journal = json_of(&replica.exchange(&request("GET", "/__control/worlds/default/journal", &[], "")));
        journal["kept"].as_u64().unwrap_or_default()
    });
    let asked = u64::try_from(found.answered.len()).unwrap_or_default();
    assert!(turns.iter().all(|turns| *turns >= asked / 3), "{turns:?} of {asked}");
    assert_eq!(status_of(&balancer.exchange(&request("GET", "/__control/worlds", &[], ""))), 404);
}

#[test]
fn on_live_clocks_the_pages_of_three_replicas_are_those_of_one() {
    let folder = Folder::new(CENTRE);
    let mut one = folder.serve(&[]);
    let replicas = [(); 3].map(|()| folder.serve(&[]));
    let balancer = Balancer::before(&replicas, &folder);
    let pages = |exchange: &mut dyn FnMut(&[u8]) -> Vec<u8>| {
        let mut client = Client::new(exchange, "");
        let mut items = Vec::new();
        for page in 1.. {
            let body = client.get(
                exchange,
                &format!("/stats/agent-activities?start=2024-02-20&end=2024-03-02T12:00&limit=500&page={page}"),
            );
            let on_page = body["items"].as_array().cloned().unwrap_or_default();
            if on_page.is_empty() {
                return (body["meta"]["totalCount"].as_u64(), items);
            }
            items.extend(on_page);
        }
        unreachable!("there is a last page")
    };
    let expected = pages(&mut |sent| one.exchange(sent));
    let found = pages(&mut |sent| balancer.exchange(sent));
    assert_eq!(found.0, Some(expected.1.len() as u64));
    assert!(found == expected && expected.1.len() > 2000, "{:?} and {:?}", found.0, expected.0);
}

/// The documents of the manifest.
fn manifest() -> Vec<Value> {
    let script = "import json, sys, yaml; print(json.dumps(list(yaml.safe_load_all(sys.stdin))))";
    let mut python = Command::new("python3")
        .args(["-c", script])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap_or_else(|error| panic!("python3 does not start: {error}; .ci/test installs it"));
    let mut stdin = python.stdin.take().expect("it is piped");
    stdin.write_all(deploy("kubernetes.yaml").as_bytes()).expect("it reads");
    drop(stdin);
    let output = python.wait_with_output().expect("it ends");
    assert!(output.status.success(), "the manifest is no YAML, or python3-yaml is missing; .ci/test installs it");
    serde_json::from_slice(&output.stdout).expect("JSON")
}

#[test]
fn what_the_manifest_starts_is_what_the_program_takes_and_what_it_asks_is_answered() {
    let documents = manifest();
    let of_kind = |kind: &str| documents.iter().find(|document| document["kind"] == kind).expect("there is one");
    let [config, deployment, service] = ["ConfigMap", "Deployment", "Service"].map(of_kind);
    let pod = &deployment["spec"]["template"];
    let container = &pod["spec"]["containers"][0];

    // What refers to one another does.
    assert_eq!(deployment["spec"]["selector"]["matchLabels"], pod["metadata"]["labels"]);
    assert_eq!(service["spec"]["selector"], pod["metadata"]["labels"]);
    assert_eq!(service["spec"]["ports"][0]["targetPort"], container["ports"][0]["name"]);
    assert_eq!(pod["spec"]["volumes"][0]["name"], container["volumeMounts"][0]["name"]);
    assert_eq!(pod["spec"]["volumes"][0]["configMap"]["name"], config["metadata"]["name"]);
    let secret = &container["env"][0]["valueFrom"]["secretKeyRef"];
    assert_eq!(secret["name"], of_kind("Secret")["metadata"]["name"]);
    let token = of_kind("Secret")["stringData"][secret["key"].as_str().expect("a name")].as_str().expect("a token");

    // The program is started as the manifest says, but for where it listens and where the config is.
    let folder = Folder::new(config["data"]["centre.toml"].as_str().expect("a config"));
    let mount = container["volumeMounts"][0]["mountPath"].as_str().expect("a path");
    let arguments: Vec<String> = container["args"]
        .as_array()
        .expect("arguments")
        .iter()
        .map(|argument| {
            let argument = argument.as_str().expect("a text").replace("$(CONTROL_TOKEN)", token);
            argument.replace(mount, folder.0.path().to_str().expect("a text"))
        })
        .collect();
    assert_eq!(container["command"], serde_json::json!(["insights-mock"]));
    let port = container["ports"][0]["containerPort"].as_u64().expect("a port");
    assert!(arguments.contains(&format!("--listen=0.0.0.0:{port}")), "{arguments:?}");
    let (command, options) = arguments.split_first().expect("arguments");
    assert_eq!(command, "serve");
    let options: Vec<&str> =
        options.iter().map(String::as_str).filter(|option| !option.starts_with("--listen")).collect();
    let mut server = Process::serve(&options);

    for probe in ["startupProbe", "readinessProbe", "livenessProbe"] {
        let asked = &container[probe]["httpGet"];
        assert_eq!(asked["port"], container["ports"][0]["name"]);
        let answer = server.exchange(&request("GET", asked["path"].as_str().expect("a path"), &[], ""));
        assert_eq!((status_of(&answer), &json_of(&answer)["status"]), (200, &serde_json::json!("ok")), "{probe}");
    }
    let refused = server.exchange(&request("GET", "/__control/worlds", &[], ""));
    assert_eq!(status_of(&refused), 401);
    let token = format!("Bearer {token}");
    let worlds = json_of(&server.exchange(&request("GET", "/__control/worlds", &[("authorization", &token)], "")));
    assert_eq!(
        (&worlds["worlds"][0]["story"]["kind"], &worlds["worlds"][0]["story"]["agents"]),
        (&"centre".into(), &65.into())
    );
}
