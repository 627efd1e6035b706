use std::fs;

use mock_server::watch::{News, Watch};

use crate::given::{get, host, settings};

const ONE: &str = "start = 2024-03-05T08:00:00Z\n[[agent]]\nid = \"1\"\n";

#[tokio::test]
async fn a_file_that_changes_is_served_anew_and_a_wrong_one_is_not() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let file = folder.path().join("told.toml");
    let write = |text: &str| fs::write(&file, text).expect("a file can be written");
    write(ONE);
    let paths = vec![folder.path().to_owned()];
    let host = host(&paths);
    let mut watch = Watch::new(paths, settings());
    let agents = async || get(&host, "/stats/agent-status").await.body["meta"]["totalCount"].clone();

    assert!(matches!(watch.look(&host), News::Same));
    assert_eq!(agents().await, 1);

    write(&format!("{ONE}[[agent]]\nid = \"2\"\n"));
    assert!(matches!(watch.look(&host), News::Replaced));
    assert_eq!(agents().await, 2);

    write("start = nonsense");
    assert!(matches!(watch.look(&host), News::Wrong(troubles) if troubles.len() == 1));
    assert_eq!(agents().await, 2);
    assert!(matches!(watch.look(&host), News::Same));

    write(ONE);
    assert!(matches!(watch.look(&host), News::RightAgain));
    assert_eq!(agents().await, 1);

    fs::remove_file(&file).expect("the file can be removed");
    assert!(matches!(watch.look(&host), News::Wrong(_)));
    assert_eq!(agents().await, 1);
}
