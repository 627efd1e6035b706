//! What a server answers, asked as clients ask.

// How tests get a server, and ask it.
mod given;
// The real program, and every byte of its answers.
mod process;
// A thousand requests of all kinds, always the same.
mod drawn;
// Everything that can be asked about a scenario.
#[path = "../../../tests/support/questions.rs"]
mod questions;
// Commands in the README and its chapters.
#[path = "../../../tests/support/transcript.rs"]
mod transcript;

// Tokens: who gets one, and what is said to the others.
mod tokens;
// Worlds: what belongs to one is of no use in another.
mod worlds;
// The control API: worlds that are made, moved in time and deleted while the server runs.
mod control;
// Headers: the order in which they are checked, and what is said of wrong ones.
mod headers;
// Parameters: what is read, and what is said of wrong ones.
mod parameters;
// Recorded answers come back as they were.
mod recorded;
// The shapes that records are told in: today's, that of 2020, and version 2.
mod shapes;
// Records that were rendered for one answer are sent in others.
mod rendered;
// The OpenAPI document agrees with the server.
mod document;
// Files that change while they are served.
mod reload;
// Faults on purpose: what is refused, delayed or told wrongly, and how answers and the journal say so.
mod faults;
// Over real sockets: what a client sees of each fault, in one table.
mod each_fault;
// Over real sockets: what a client sees when the network fails.
mod network;
// Over real sockets: methods, browsers, compression, and clients that misbehave.
mod sockets;
// Isolation: many worlds at once, and a journal of a million requests.
mod isolation;
// Processes: started alike they answer alike, wherever, whenever, and however their clocks were moved.
mod replicas;
// Generated scenarios: printed, served, and small ones played.
mod generated;
// The command line: what is printed where, and exit codes.
mod balanced;
mod centre;
mod commands;
// What people are told to type, typed.
mod typed;
// Exports: which files are written, and which are left alone.
mod export;
