//! How many connections may be open, in all and from one place.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};

use crate::access::peer::{Network, network};

/// The bounds.
#[derive(Clone, Debug)]
pub struct Bounds {
    /// Connections in all.
    pub most: usize,
    /// Connections of one IPv4 address or one /64 of IPv6.
    pub per_address: usize,
    /// Proxies, to which the second bound does not apply.
    pub proxies: Vec<Network>,
}

/// The open connections; clones share them.
#[derive(Clone)]
pub(super) struct Slots(Arc<Shared>);

struct Shared {
    bounds: Bounds,
    open: Mutex<Open>,
}

#[derive(Default)]
struct Open {
    all: usize,
    of: HashMap<IpAddr, usize>,
}

/// One open connection; its place is free when this is dropped.
pub(super) struct Slot {
    slots: Slots,
    place: Option<IpAddr>,
}

impl Slots {
    pub(super) fn new(bounds: Bounds) -> Self {
        let open = Mutex::default();
        Self(Arc::new(Shared { bounds, open }))
    }

    /// A place for a connection from this address, if there is one.
    pub(super) fn take(&self, address: IpAddr) -> Option<Slot> {
        let bounds = &self.0.bounds;
        let is_proxy = bounds.proxies.iter().any(|proxy| proxy.contains(address));
        let place = (!is_proxy).then(|| network(address));
        let mut open = self.0.open.lock().unwrap_or_else(PoisonError::into_inner);
        if open.all >= bounds.most {
            return None;
        }
        if let Some(place) = place {
            let count = open.of.get(&place).copied().unwrap_or(0);
            if count >= bounds.per_address {
                return None;
            }
            open.of.insert(place, count + 1);
        }
        open.all += 1;
        let slots = self.clone();
        Some(Slot { slots, place })
    }
}

impl Drop for Slot {
    fn drop(&mut self) {
        let open = &self.slots.0.open;
        let mut open = open.lock().unwrap_or_else(PoisonError::into_inner);
        open.all -= 1;
        if let Some(place) = self.place
            && let Some(count) = open.of.get_mut(&place)
        {
            *count -= 1;
            if *count == 0 {
                open.of.remove(&place);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_bounded_and_free_again() {
        let slots = Slots::new(Bounds {
            most: 4,
            per_address: 2,
            proxies: vec!["10.0.0.0/8".parse().unwrap()],
        });
        let take = |address: &str| slots.take(address.parse().unwrap());
        let first = take("2001:db8::1");
        let second = take("2001:db8::2");
        assert!(first.is_some() && second.is_some());
        assert!(take("2001:db8::3").is_none(), "one customer has two");
        drop(first);
        let third = take("2001:db8::3");
        let proxied = [take("10.0.0.1"), take("10.0.0.1")];
        assert!(third.is_some() && proxied.iter().all(Option::is_some));
        assert!(
            take("10.0.0.1").is_none() && take("192.0.2.1").is_none(),
            "four in all"
        );
        drop((second, third, proxied));
        assert!(slots.0.open.lock().unwrap().of.is_empty());
        assert_eq!(slots.0.open.lock().unwrap().all, 0);
    }
}
