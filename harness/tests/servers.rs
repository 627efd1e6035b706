//! `insights-harness conform` and `mutate`, as they are typed: exit codes, and what they print is what their chapters show.

#[path = "../../tests/support/pages.rs"]
mod pages;
#[path = "../../tests/support/shown.rs"]
mod shown;

use std::path::{Path, PathBuf};
use std::process::Output;
use std::sync::mpsc;

use mock_server::host::{Host, Patience};
use mock_server::load::Story;
use mock_server::server::Server;
use mock_server::world::{Settings, World};
use pages::{blocks, chapter};

/// The address of a server that plays the demo, and ends with the tests.
fn served() -> String {
    let (told, address) = mpsc::channel();
    std::thread::spawn(move || {
        tokio::runtime::Runtime::new().expect("a runtime").block_on(async {
            let demo = World::of(Story::Demo, &Settings::default()).expect("the demo");
            let server = Server::bind("127.0.0.1:0", Host::new(demo, Patience::default())).await.expect("a port");
            told.send(server.address().expect("an address")).expect("somebody waits for it");
            server.run(std::future::pending()).await;
        });
    });
    address.recv().expect("the server starts").to_string()
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the workspace").to_owned()
}

/// Runs lines of shell that find `insights-harness`.
fn shell(script: &str) -> Output {
    let programs = Path::new(env!("CARGO_BIN_EXE_insights-harness")).parent().expect("a folder");
    let path = format!("{}:{}", programs.display(), std::env::var("PATH").unwrap_or_default());
    let shell = std::process::Command::new("bash").args(["-c", script]).env("PATH", path).current_dir(root()).output();
    shell.unwrap_or_else(|error| panic!("bash does not start: {error}"))
}

#[test]
fn exit_codes_tell_what_holds_what_does_not_and_what_cannot_be_asked() {
    let address = served();
    let lying = "--faults <(printf 'name = \"l\"\\n[[rule]]\\nfault = \"total-of-page\"\\n')";
    for (line, code) in [
        (format!("conform --control http://{address} --only 2.1.page"), 0),
        (format!("conform --control http://{address} --only 2.1.total-count {lying}"), 1),
        (format!("conform --target http://{address} --client-id any --client-secret any --only 1.3.bearer"), 0),
        ("conform".to_owned(), 2),
        ("conform --target http://127.0.0.1:1 --token any --only 2.1".to_owned(), 2),
        (format!("conform --target http://{address} --only 2.1"), 2),
        (format!("conform --target http://{address} --token any --only 2.99"), 2),
        ("conform --list --only 2.1".to_owned(), 0),
        ("mutate --cmd true --lie local-time".to_owned(), 2),
        ("mutate --cmd 'python3 tests/clients/talk.py' --lie local-time".to_owned(), 1),
        ("mutate --cmd 'python3 tests/clients/talk.py' --lie local-time --min-caught 0".to_owned(), 0),
        ("mutate --cmd false --lie local-time".to_owned(), 2),
        ("mutate --cmd true --lie local-tim".to_owned(), 2),
        ("mutate".to_owned(), 2),
        ("mutate --list".to_owned(), 0),
    ] {
        let output = shell(&format!("insights-harness {line}"));
        let said = String::from_utf8_lossy(&output.stderr).into_owned() + &String::from_utf8_lossy(&output.stdout);
        assert_eq!(output.status.code(), Some(code), "{line}\n{said}");
    }
}

#[cfg(not(feature = "tls"))]
#[test]
fn without_tls_an_address_that_takes_it_is_refused_in_words() {
    let output = shell("insights-harness conform --target https://emea.api.newvoicemedia.com --token any --only 2.1");
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(
        String::from_utf8_lossy(&output.stderr),
        "error: https://emea.api.newvoicemedia.com is asked over TLS, which this program was built without; build it with \
         --features tls\n"
    );
}

#[test]
fn commands_print_what_is_shown() {
    const SHOWN: &str = "127.0.0.1:8080";
    let address = served();
    let mut commands = 0;
    for heading in ["Does a server keep to what is known?", "Would your tests notice a lie?"] {
        for block in blocks(&chapter(heading), "sh") {
            for typed in format!("\n{block}").split("\n$ ").skip(1) {
                let (line, shown) = typed.split_once('\n').unwrap_or((typed, ""));
                let output = shell(&line.replace(SHOWN, &address));
                let printed = String::from_utf8_lossy(&output.stdout).replace(&address, SHOWN);
                let error = String::from_utf8_lossy(&output.stderr).into_owned();
                assert!(
                    shown::is_like(printed.trim_end(), shown.trim_end()),
                    "$ {line}\nshown\n{shown}\nprinted\n{printed}\n{error}"
                );
                commands += 1;
            }
        }
    }
    assert_eq!(commands, 3);
}
