//! Scenarios as TOML text.
