//! What a file lies on. SQLite's log needs memory that all its users share and locks that hold,
//! which a network's file system does not give (<https://www.sqlite.org/wal.html#overview>).

use std::path::Path;

use super::super::StoreError;

/// File systems that another machine or another program stands behind, by the number that
/// `statfs` tells: <https://man7.org/linux/man-pages/man2/statfs.2.html>.
const ELSEWHERE: [(u64, &str); 14] = [
    (0x6969, "NFS"),
    (0x517B, "SMB"),
    (0xFE53_4D42, "SMB"),
    (0xFF53_4D42, "CIFS"),
    (0x0102_1997, "9p"),
    (0x6573_5546, "FUSE"),
    (0x00C3_6400, "Ceph"),
    (0x5346_414F, "AFS"),
    (0x6B41_4653, "AFS"),
    (0x7375_7245, "Coda"),
    (0x0BD0_0BD0, "Lustre"),
    (0x4750_4653, "GPFS"),
    (0x1983_0326, "BeeGFS"),
    (0x786F_4256, "a shared folder of VirtualBox"),
];

/// Refuses a file, or the place of a new one, that does not lie on this machine.
pub(super) fn refuse_elsewhere(
    path: &Path,
    kind_of: impl Fn(&Path) -> Option<u64>,
) -> Result<(), StoreError> {
    let place = path
        .parent()
        .filter(|parent| !parent.as_os_str().is_empty());
    let kind = kind_of(path).or_else(|| kind_of(place.unwrap_or(Path::new("."))));
    match ELSEWHERE.iter().find(|(number, _)| Some(*number) == kind) {
        Some((_, name)) => Err(StoreError::Elsewhere {
            path: path.display().to_string(),
            kind: name,
        }),
        None => Ok(()),
    }
}

/// The number of a path's file system; `None`: there is nothing there, or it cannot be told.
#[cfg(target_os = "linux")]
pub(super) fn kind(path: &Path) -> Option<u64> {
    let told = rustix::fs::statfs(path).ok()?;
    // Its type has a sign on some machines; the number has 32 bits.
    u64::try_from(i128::from(told.f_type) & 0xFFFF_FFFF).ok()
}

/// Elsewhere the numbers are others.
#[cfg(not(target_os = "linux"))]
pub(super) fn kind(_: &Path) -> Option<u64> {
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_lies_on_another_machine_is_refused_and_says_what_to_do() {
        for (number, name) in ELSEWHERE {
            let of = |path: &Path| (path == Path::new("/srv/store")).then_some(number);
            for path in ["/srv/store", "/srv/store/new.db"] {
                let error = refuse_elsewhere(Path::new(path), of).unwrap_err();
                assert_eq!(error.code(), "store_elsewhere");
                let said = error.to_string();
                assert!(
                    said.contains(name) && said.contains("store_network_files to allow"),
                    "{said}"
                );
            }
        }
    }

    #[test]
    fn a_local_disk_and_what_nobody_knows_pass() {
        let ext4 = |_: &Path| Some(0xEF53);
        assert_eq!(refuse_elsewhere(Path::new("store.db"), ext4), Ok(()));
        assert_eq!(refuse_elsewhere(Path::new("store.db"), |_| None), Ok(()));
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn the_system_tells_what_a_path_lies_on() {
        const PROC: u64 = 0x9FA0;
        assert_eq!(kind(Path::new("/proc")), Some(PROC));
        assert_eq!(kind(Path::new("/proc/no such file")), None);
    }
}
