//! The OpenAPI document passes a linter that was not written here, without an error or a warning.

use std::process::Command;

use mock_server::openapi;

#[tokio::test]
async fn the_document_passes_spectral_with_its_default_rules() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/openapi");
    let document = tempfile::Builder::new().suffix(".json").tempfile();
    let document = document.unwrap_or_else(|error| panic!("no file for the document: {error}"));
    let written = std::fs::write(document.path(), openapi::document().await.to_string());
    assert!(written.is_ok(), "{written:?}");
    let output = Command::new(format!("{folder}/node_modules/.bin/spectral"))
        .args(["lint", "--fail-severity", "hint", "--ruleset", &format!("{folder}/spectral.yaml")])
        .arg(document.path())
        .output();
    let output = output.unwrap_or_else(|error| panic!("spectral does not start: {error}; .ci/test installs it"));
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
}
