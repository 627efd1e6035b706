//! Which step can follow which.
