//! What is generated can have happened, and everything that can happen is generated.

mod agreement;
mod coverage;
mod drawing;
mod knobs;
mod shrinking;
mod table;
mod told;
