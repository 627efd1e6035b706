//! TLS, without which the real API cannot be asked: there only if the crate is built with the feature `tls`.

/// Whether servers can be asked over TLS.
pub const IS_THERE: bool = cfg!(feature = "tls");

/// Says once, before the first client is made, which cryptography TLS is to use.
pub fn prepare() {
    #[cfg(feature = "tls")]
    // If somebody has said so before, it is said.
    let _ = rustls::crypto::ring::default_provider().install_default();
}
