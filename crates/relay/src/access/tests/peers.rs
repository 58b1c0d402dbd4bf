use std::net::IpAddr;

use super::super::peer::{Network, client, network};
use super::headers;

fn ip(text: &str) -> IpAddr {
    text.parse().unwrap()
}

fn behind(direct: &str, forwarded: &[&str], trusted: &[&str]) -> String {
    let forwarded: Vec<_> = forwarded
        .iter()
        .map(|line| ("x-forwarded-for", *line))
        .collect();
    let trusted: Vec<Network> = trusted.iter().map(|each| each.parse().unwrap()).collect();
    client(ip(direct), &headers(&forwarded), &trusted).to_string()
}

#[test]
fn only_a_trusted_proxys_word_counts() {
    let ours = &["10.0.0.0/8", "fd00::/8"][..];
    for (direct, forwarded, trusted, found) in [
        ("203.0.113.7", &["198.51.100.1"][..], &[][..], "203.0.113.7"),
        ("203.0.113.7", &["198.51.100.1"], ours, "203.0.113.7"),
        ("10.1.2.3", &["198.51.100.1"], ours, "198.51.100.1"),
        // What the client itself wrote stands on the left.
        (
            "10.1.2.3",
            &["127.0.0.1, 10.9.9.9, 198.51.100.1"],
            ours,
            "198.51.100.1",
        ),
        (
            "10.1.2.3",
            &["192.0.2.1", "198.51.100.1, 10.0.0.2"],
            ours,
            "198.51.100.1",
        ),
        ("10.1.2.3", &["198.51.100.1:4711"], ours, "198.51.100.1"),
        ("10.1.2.3", &["[2001:db8::1]:4711"], ours, "2001:db8::1"),
        ("10.1.2.3", &["[2001:db8::1]"], ours, "2001:db8::1"),
        (
            "::ffff:10.1.2.3",
            &["::ffff:198.51.100.1"],
            ours,
            "198.51.100.1",
        ),
        ("fd00::1", &["2001:db8::1"], ours, "2001:db8::1"),
        ("10.1.2.3", &[], ours, "10.1.2.3"),
        ("10.1.2.3", &["unknown"], ours, "10.1.2.3"),
        ("10.1.2.3", &["198.51.100.1, "], ours, "10.1.2.3"),
        ("10.1.2.3", &["198.51.100.1, é"], ours, "10.1.2.3"),
        ("10.1.2.3", &["10.0.0.1, 10.0.0.2"], ours, "10.0.0.1"),
    ] {
        assert_eq!(behind(direct, forwarded, trusted), found, "{forwarded:?}");
    }
}

#[test]
fn a_customer_of_ipv6_is_one_place() {
    assert_eq!(
        network(ip("2001:db8:1:2:3:4:5:6")),
        network(ip("2001:db8:1:2::"))
    );
    assert_ne!(network(ip("2001:db8:1:2::")), network(ip("2001:db8:1:3::")));
    assert_eq!(network(ip("::ffff:192.0.2.1")), ip("192.0.2.1"));
    assert_ne!(network(ip("192.0.2.1")), network(ip("192.0.2.2")));
}

#[test]
fn a_network_holds_its_addresses_alone() {
    let within = |network: &str, address: &str| {
        let network: Network = network.parse().unwrap();
        network.contains(ip(address))
    };
    assert!(within("10.0.0.0/8", "10.255.0.1") && !within("10.0.0.0/8", "11.0.0.1"));
    assert!(within("10.1.2.3", "10.1.2.3") && !within("10.1.2.3", "10.1.2.4"));
    assert!(within("0.0.0.0/0", "192.0.2.1") && !within("0.0.0.0/0", "2001:db8::1"));
    assert!(within("::/0", "2001:db8::1") && within("::1/128", "::1"));
    assert!(within("10.0.0.0/8", "::ffff:10.0.0.1"));
}
