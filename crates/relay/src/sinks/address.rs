//! Which addresses a sink may connect to.
//!
//! A sink that is not allowed to reach private addresses resolves its host's name here, and its
//! connections go to the very addresses that were looked at: a name that is public when it is
//! checked and private when it is used (DNS rebinding) leads nowhere.

use std::error::Error;
use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use reqwest::dns::{Addrs, Name, Resolve, Resolving};

/// A name that leads to private addresses alone.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("its name leads to a private address")]
pub(super) struct Private;

/// A resolver that gives public addresses alone.
#[derive(Clone, Copy, Debug)]
pub(super) struct PublicOnly;

impl Resolve for PublicOnly {
    fn resolve(&self, name: Name) -> Resolving {
        Box::pin(async move {
            let found = tokio::net::lookup_host((name.as_str(), 0)).await?;
            let kept = public(found).map_err(|error| -> Box<dyn Error + Send + Sync> {
                Box::new(io::Error::other(error))
            })?;
            Ok(Box::new(kept.into_iter()) as Addrs)
        })
    }
}

/// The public ones of some addresses.
pub(super) fn public(found: impl Iterator<Item = SocketAddr>) -> Result<Vec<SocketAddr>, Private> {
    let kept: Vec<_> = found.filter(|each| !is_private(each.ip())).collect();
    if kept.is_empty() {
        return Err(Private);
    }
    Ok(kept)
}

/// Whether an error stems from [`Private`].
pub(super) fn is_cause(error: &(dyn Error + 'static)) -> bool {
    let mut next = Some(error);
    while let Some(each) = next {
        let inner = each
            .downcast_ref::<io::Error>()
            .and_then(io::Error::get_ref);
        let inner = inner.and_then(|inner| inner.downcast_ref::<Private>());
        if each.is::<Private>() || inner.is_some() {
            return true;
        }
        next = each.source();
    }
    false
}

/// Whether an address is not one of the public internet: this machine, this network, carriers'
/// networks, and what is set apart
/// (<https://www.iana.org/assignments/iana-ipv4-special-registry>,
/// <https://www.iana.org/assignments/iana-ipv6-special-registry>).
pub(super) fn is_private(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => is_private_v4(ip),
        IpAddr::V6(ip) => is_private_v6(ip),
    }
}

fn is_private_v4(ip: Ipv4Addr) -> bool {
    let [a, b, c, _] = ip.octets();
    matches!(
        (a, b, c),
        (0 | 10 | 127 | 224.., ..)
            | (100, 64..=127, _)
            | (169, 254, _)
            | (172, 16..=31, _)
            | (192, 0, 0 | 2)
            | (192, 88, 99)
            | (192, 168, _)
            | (198, 18 | 19, _)
            | (198, 51, 100)
            | (203, 0, 113)
    )
}

fn is_private_v6(ip: Ipv6Addr) -> bool {
    let words = ip.segments();
    let within = |high: u16, low: u16| {
        let [a, b] = high.to_be_bytes();
        let [c, d] = low.to_be_bytes();
        is_private_v4(Ipv4Addr::new(a, b, c, d))
    };
    match words {
        // IPv4 in other clothes: mapped, NAT64, 6to4.
        [0, 0, 0, 0, 0, 0xffff, high, low] | [0x64, 0xff9b, 0, 0, 0, 0, high, low] => {
            within(high, low)
        }
        [0x2002, high, low, ..] => within(high, low),
        // Outside the block that is given out (2000::/3), and in it: Teredo and other special
        // purposes (2001::/23), documentation.
        [0x2001, 0..=0x1ff | 0xdb8, ..] | [0x3fff, 0..=0xfff, ..] => true,
        [first, ..] => !(0x2000..=0x3fff).contains(&first),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_this_machine_and_network_are_private_in_every_form() {
        for private in [
            "127.0.0.1",
            "127.255.0.1",
            "0.0.0.0",
            "10.1.2.3",
            "172.16.0.1",
            "172.31.255.255",
            "192.168.1.1",
            "169.254.169.254",
            "100.64.0.1",
            "192.0.0.1",
            "198.18.0.1",
            "224.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "::ffff:127.0.0.1",
            "::ffff:10.0.0.1",
            "::127.0.0.1",
            "64:ff9b::a00:1",
            "2002:7f00:1::",
            "fc00::1",
            "fd12::1",
            "fe80::1",
            "fec0::1",
            "ff02::1",
            "2001:db8::1",
            "2001::1",
        ] {
            assert!(is_private(private.parse().unwrap()), "{private}");
        }
        for public in [
            "1.1.1.1",
            "8.8.8.8",
            "172.15.0.1",
            "172.32.0.1",
            "100.63.0.1",
            "100.128.0.1",
            "192.1.0.1",
            "2606:4700::1111",
            "::ffff:8.8.8.8",
            "64:ff9b::808:808",
            "2002:808:808::",
        ] {
            assert!(!is_private(public.parse().unwrap()), "{public}");
        }
    }

    #[test]
    fn a_name_that_turns_private_gives_no_address_and_a_mixed_one_its_public_alone() {
        let looked = |addresses: &[&str]| {
            let found: Vec<SocketAddr> = addresses
                .iter()
                .map(|ip| SocketAddr::new(ip.parse().unwrap(), 0))
                .collect();
            public(found.into_iter())
        };
        assert_eq!(looked(&["8.8.8.8"]).unwrap().len(), 1);
        assert_eq!(looked(&["127.0.0.1"]), Err(Private));
        assert_eq!(looked(&[]), Err(Private));
        let mixed = looked(&["10.0.0.1", "8.8.8.8", "::1"]).unwrap();
        assert_eq!(mixed[0].ip().to_string(), "8.8.8.8");
        assert_eq!(mixed.len(), 1);
    }
}
