//! Analyses in Python and JavaScript: right ones, which nobody blames, and wrong ones, each of which is caught.

mod batch;
mod day;
mod mistakes;
mod right;
mod zoo;
