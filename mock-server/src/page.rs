//! The page for people.

use maud::{DOCTYPE, Markup, html};
use scenarios::time::Instant;

use crate::guide;
use crate::router::STATS;
use crate::world::World;

/// What the server is, when it is there, and what to try; `base` is the address that the reader used.
pub(crate) fn front(base: &str, world: &World, now: Instant) -> Markup {
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { "Insights Stats API, mocked" }
                style { (STYLE) }
            }
            body {
                main {
                    h1 { "Insights Stats API, mocked" }
                    p {
                        "This server answers as the Vonage Contact Center Insights Stats API does. Its clock "
                        (world.clock()) " and shows " strong { time datetime=(now) { (now) } } "."
                    }
                    h2 { "Try it" }
                    @for example in guide::examples(base, world, now) {
                        h3 { (example.what) }
                        pre { code { (example.command) } }
                    }
                    h2 { "Endpoints" }
                    ul {
                        li { code { "POST /Auth/connect/token" } }
                        @for (_, path, _) in STATS {
                            li { code { "GET " (path) } }
                        }
                    }
                    p {
                        "Parameters, answers and errors: " a href="/openapi.json" { "the OpenAPI document" } "."
                    }
                }
            }
        }
    }
}

const STYLE: &str = "
:root { color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif; }
body { margin: 0; padding: 2rem 1rem; }
main { max-width: 52rem; margin: auto; }
h1 { font-size: 1.6rem; } h2 { font-size: 1.2rem; margin-top: 2rem; } h3 { font-size: 1rem; font-weight: 500; margin: 1rem 0 .25rem; }
pre { margin: 0; padding: .75rem 1rem; border: 1px solid #8886; border-radius: .4rem; overflow-x: auto; }
code { font-family: ui-monospace, monospace; font-size: .9em; }
ul { padding-left: 1.2rem; }
";
