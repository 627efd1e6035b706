use scenarios::generate::*;
use scenarios::timeline::compile;
#[test]
fn x() {
    let config = Config::default();
    let mut bad = 0;
    for seed in 0..5000 {
        let s = seeded(seed, &config);
        if let Err(p) = compile(&s) { bad += 1; if bad < 10 { println!("{seed}: {}", p[0]); } }
    }
    println!("bad {bad}");
    println!("{}", scenarios::format::print(&seeded(3, &config)));
}
