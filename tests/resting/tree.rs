//! Elements, read from the HTML that Leptos writes.

/// An element or a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Tree {
    Element {
        tag: String,
        attributes: Vec<(String, String)>,
        children: Vec<Tree>,
    },
    Text(String),
}

/// What is to be seen at rest: without Leptos' markers, what is hidden, and the status, which has
/// nothing to say yet.
pub(crate) fn read(html: &str) -> Vec<Tree> {
    let mut rest = html;
    let trees = siblings(&mut rest);
    assert_eq!(rest, "", "an element that ends twice");
    trees
}

/// Reads up to the end of the element around, or of the text.
fn siblings(rest: &mut &str) -> Vec<Tree> {
    let mut trees = Vec::new();
    while !rest.is_empty() && !rest.starts_with("</") {
        if let Some(comment) = rest.strip_prefix("<!--") {
            *rest = comment.split_once("-->").unwrap().1;
        } else if let Some(marked) = rest.strip_prefix("<!>") {
            *rest = marked;
        } else if rest.starts_with('<') {
            trees.extend(Some(element(rest)).filter(is_seen));
        } else {
            let end = rest.find('<').unwrap_or(rest.len());
            let (text, more) = rest.split_at(end);
            trees.push(Tree::Text(unescape(text)));
            *rest = more;
        }
    }
    // A space stands where the browser has an empty text.
    trees.retain(|tree| *tree != Tree::Text(" ".to_owned()));
    trees
}

fn element(rest: &mut &str) -> Tree {
    *rest = &rest[1..];
    let end = rest.find([' ', '>']).unwrap();
    let tag = rest[..end].to_owned();
    *rest = &rest[end..];
    let mut attributes = Vec::new();
    while let Some(attribute) = rest.strip_prefix(' ') {
        *rest = attribute;
        let name = take(rest, '=').to_owned();
        take(rest, '"');
        attributes.push((name, unescape(take(rest, '"'))));
    }
    take(rest, '>');
    let children = siblings(rest);
    assert_eq!(take(rest, '>'), format!("</{tag}"));
    Tree::Element {
        tag,
        attributes,
        children,
    }
}

fn is_seen(tree: &Tree) -> bool {
    let Tree::Element {
        attributes,
        children,
        ..
    } = tree
    else {
        return true;
    };
    let has = |name: &str, value: &str| {
        attributes
            .iter()
            .any(|(known, is)| known == name && is == value)
    };
    !(has("data-open", "false") || has("role", "status") && children.is_empty())
}

/// What stands before the next `end`, which goes too.
fn take<'a>(rest: &mut &'a str, end: char) -> &'a str {
    let (before, after) = rest.split_once(end).unwrap();
    *rest = after;
    before
}

fn unescape(text: &str) -> String {
    let text = text
        .replace("&quot;", "\"")
        .replace("&lt;", "<")
        .replace("&gt;", ">");
    text.replace("&amp;", "&")
}

#[test]
fn markers_hidden_elements_and_entities_are_read() {
    let html = r#"<!--<() />--><p a="&quot;&amp;lt;">x<!>y<!> <b data-open="false">no<i>no</i></b></p><!>"#;
    let texts = ["x", "y"].map(|text| Tree::Text(text.to_owned()));
    let expected = Tree::Element {
        tag: "p".to_owned(),
        attributes: vec![("a".to_owned(), "\"&lt;".to_owned())],
        children: texts.to_vec(),
    };
    assert_eq!(read(html), [expected]);
}
