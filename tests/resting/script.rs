//! Trees as JavaScript, short: what siblings of one shape share is written once.

use crate::tree::Tree;

/// `export const` of a tree: `[tag, attributes, ...children]`.
pub(crate) fn constant(name: &str, tree: &Tree) -> String {
    let tree = written(tree, &mut string);
    format!("/** @type {{import(\"../rest.js\").Tree}} */\nexport const {name}={tree};\n")
}

/// How a text is written.
type Write<'a> = &'a mut dyn FnMut(&str) -> String;

/// A tree, with its texts written in order.
fn written(tree: &Tree, text: Write) -> String {
    let Tree::Element {
        tag,
        attributes,
        children,
    } = tree
    else {
        let Tree::Text(words) = tree else {
            return String::new();
        };
        return text(words);
    };
    let attributes: Vec<_> = attributes
        .iter()
        .map(|(name, value)| pair(name, &text(value)))
        .collect();
    let children = all_written(children, text);
    format!("[{},{{{}}}{children}]", string(tag), attributes.join(","))
}

fn pair(name: &str, value: &str) -> String {
    let is_word = name.bytes().all(|byte| byte.is_ascii_alphabetic());
    let key = if is_word {
        name.to_owned()
    } else {
        string(name)
    };
    if key == value {
        key
    } else {
        format!("{key}:{value}")
    }
}

/// Children, each after a comma. Two or more of one shape are one template and a list of what differs.
fn all_written(children: &[Tree], text: Write) -> String {
    let alike = |child: &Tree| shape(child) == shape(&children[0]);
    if children.len() < 2 || !children.iter().all(alike) {
        let each = children
            .iter()
            .map(|child| format!(",{}", written(child, text)));
        return each.collect();
    }
    let all: Vec<_> = children.iter().map(texts).collect();
    let differs = |at: &usize| all.iter().any(|texts| texts[*at] != all[0][*at]);
    let holes: Vec<_> = (0..all[0].len()).filter(differs).collect();
    let rows: Vec<_> = all.iter().map(|texts| row(texts, &holes)).collect();
    let names: Vec<_> = (0..holes.len()).map(letter).collect();
    let mut at = 0..;
    let template = written(&children[0], &mut |words| {
        let at = at.next();
        let hole = holes.iter().position(|hole| Some(*hole) == at);
        hole.map_or_else(|| string(words), letter)
    });
    format!(
        ",...[{}].map(([{}])=>{template})",
        rows.join(","),
        names.join(",")
    )
}

fn row(texts: &[&str], holes: &[usize]) -> String {
    let values: Vec<_> = holes.iter().map(|at| string(texts[*at])).collect();
    format!("[{}]", values.join(","))
}

fn letter(at: usize) -> String {
    char::from(b'a' + u8::try_from(at).unwrap()).to_string()
}

/// What two trees have in common that differ in their texts only.
fn shape(tree: &Tree) -> Vec<&str> {
    let Tree::Element {
        tag,
        attributes,
        children,
    } = tree
    else {
        return vec!["#text"];
    };
    let mut shape = vec![tag.as_str()];
    shape.extend(attributes.iter().map(|(name, _)| name.as_str()));
    shape.extend(children.iter().flat_map(self::shape));
    shape.push("/");
    shape
}

/// The texts of a tree, in the order in which they are written.
fn texts(tree: &Tree) -> Vec<&str> {
    match tree {
        Tree::Text(words) => vec![words],
        Tree::Element {
            attributes,
            children,
            ..
        } => {
            let own = attributes.iter().map(|(_, value)| value.as_str());
            own.chain(children.iter().flat_map(texts)).collect()
        }
    }
}

fn string(text: &str) -> String {
    serde_json::to_string(text).unwrap()
}

#[test]
fn what_siblings_share_is_written_once_and_texts_are_escaped() {
    let tree =
        crate::tree::read(r#"<p a="1"><b c="x" d-e="y">&quot;</b><b c="x" d-e="z">\</b></p>"#);
    let script = constant("t", &tree[0]);
    let (_, script) = script.split_once("t=").unwrap();
    assert_eq!(
        script,
        r#"["p",{a:"1"},...[["y","\""],["z","\\"]].map(([a,b])=>["b",{c:"x","d-e":a},b])];"#
            .to_owned()
            + "\n"
    );
}
