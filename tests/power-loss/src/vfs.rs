//! The calls from SQLite: to the ordinary VFS, and to the [`Disk`] whose folder they are for.
//!
//! <https://www.sqlite.org/c3ref/vfs.html>, <https://www.sqlite.org/c3ref/io_methods.html>
#![expect(
    unsafe_code,
    non_snake_case,
    reason = "the interface is C's, with C's names"
)]

use std::ffi::{CStr, OsStr, c_char, c_int, c_void};
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use rusqlite::ffi::{
    SQLITE_OK, sqlite3_file, sqlite3_initialize, sqlite3_int64, sqlite3_io_methods, sqlite3_vfs,
    sqlite3_vfs_find, sqlite3_vfs_register,
};

use crate::Disk;

type Shared = Arc<Mutex<Disk>>;

static DISKS: Mutex<Vec<(PathBuf, Shared)>> = Mutex::new(Vec::new());

/// The ordinary VFS, by its address: it lives as long as the process.
static REAL: OnceLock<usize> = OnceLock::new();

/// A folder on such a disk, until this is dropped.
pub struct Watched {
    folder: PathBuf,
    disk: Shared,
}

impl Watched {
    /// From now on writes and syncs fail with a code of SQLite, or work again.
    pub fn fail(&self, code: Option<i32>) {
        lock(&self.disk).fault = code;
    }
}

impl Watched {
    /// Tells the disk that the folder itself was synced: what was deleted stays so.
    pub fn folder_synced(&self) {
        lock(&self.disk).sync_folder();
    }
}

impl Drop for Watched {
    fn drop(&mut self) {
        lock(&DISKS).retain(|(folder, _)| *folder != self.folder);
    }
}

/// Puts the files under a folder on a disk, for every connection of this process that opens one of them
/// from now on.
#[must_use]
pub fn watch(folder: &Path, disk: Disk) -> Watched {
    REAL.get_or_init(register);
    let disk = Arc::new(Mutex::new(disk));
    lock(&DISKS).push((folder.to_owned(), Arc::clone(&disk)));
    Watched {
        folder: folder.to_owned(),
        disk,
    }
}

fn lock<T: ?Sized>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// What SQLite holds of an open file; the ordinary VFS's own lies behind it.
#[repr(C)]
struct File {
    base: sqlite3_file,
    seen: *mut Seen,
}

/// A file of a watched folder.
struct Seen {
    path: PathBuf,
    disk: Shared,
}

fn register() -> usize {
    // SAFETY: SQLite's own VFS is copied, so every call that is not ours stays its; both copies and the
    // name are leaked, and so live as long as the process, as SQLite asks.
    unsafe {
        sqlite3_initialize();
        let real = sqlite3_vfs_find(std::ptr::null());
        assert!(!real.is_null(), "SQLite has a VFS");
        let mut ours: sqlite3_vfs = *real;
        ours.zName = c"power-loss".as_ptr();
        ours.szOsFile += c_int::try_from(size_of::<File>()).unwrap_or(0);
        ours.xOpen = Some(open);
        ours.xDelete = Some(delete);
        let registered = sqlite3_vfs_register(Box::leak(Box::new(ours)), 1);
        assert_eq!(registered, SQLITE_OK);
        real as usize
    }
}

fn real_vfs() -> *mut sqlite3_vfs {
    *REAL.get_or_init(register) as *mut sqlite3_vfs
}

unsafe fn path(name: *const c_char) -> Option<PathBuf> {
    // SAFETY: SQLite passes a C string, or null for a file of its own that is deleted at once.
    let name = (!name.is_null()).then(|| unsafe { CStr::from_ptr(name) })?;
    Some(PathBuf::from(OsStr::from_bytes(name.to_bytes())))
}

fn disk_of(path: &Path) -> Option<Shared> {
    let disks = lock(&DISKS);
    let found = disks.iter().find(|(folder, _)| path.starts_with(folder));
    found.map(|(_, disk)| Arc::clone(disk))
}

unsafe extern "C" fn open(
    _: *mut sqlite3_vfs,
    name: *const c_char,
    file: *mut sqlite3_file,
    flags: c_int,
    out: *mut c_int,
) -> c_int {
    // SAFETY: SQLite gave the room that `szOsFile` asks for, and a name as above.
    unsafe {
        let ours = file.cast::<File>();
        (*ours).base.pMethods = std::ptr::null();
        let Some(open) = (*real_vfs()).xOpen else {
            return 1;
        };
        let opened = open(real_vfs(), name, real(file), flags, out);
        if opened != SQLITE_OK {
            return opened;
        }
        let seen = path(name).and_then(|path| {
            Some(Seen {
                disk: disk_of(&path)?,
                path,
            })
        });
        if let Some(seen) = &seen {
            lock(&seen.disk).open(&seen.path);
        }
        (*ours).seen = seen.map_or(std::ptr::null_mut(), |seen| Box::into_raw(Box::new(seen)));
        (*ours).base.pMethods = &raw const METHODS;
        SQLITE_OK
    }
}

unsafe extern "C" fn delete(_: *mut sqlite3_vfs, name: *const c_char, is_synced: c_int) -> c_int {
    // SAFETY: the arguments are passed on as they came.
    unsafe {
        if let Some(path) = path(name)
            && let Some(disk) = disk_of(&path)
        {
            lock(&disk).delete(&path, is_synced != 0);
        }
        match (*real_vfs()).xDelete {
            Some(delete) => delete(real_vfs(), name, is_synced),
            None => 1,
        }
    }
}

/// The ordinary VFS's part of an open file.
unsafe fn real(file: *mut sqlite3_file) -> *mut sqlite3_file {
    // SAFETY: `szOsFile` made room for both, ours first; its size keeps the alignment of pointers.
    unsafe { file.cast::<File>().add(1).cast() }
}

unsafe fn seen<'a>(file: *mut sqlite3_file) -> Option<&'a Seen> {
    // SAFETY: set when the file was opened, freed when it is closed.
    unsafe { (*file.cast::<File>()).seen.as_ref() }
}

/// A fault that was asked for, for a file of a watched folder.
unsafe fn fault(file: *mut sqlite3_file) -> Option<c_int> {
    // SAFETY: as `seen`.
    unsafe { lock(&seen(file)?.disk).fault }
}

macro_rules! pass_on {
    ($($name:ident($($argument:ident: $type:ty),*) -> $result:ty;)+) => {$(
        unsafe extern "C" fn $name(file: *mut sqlite3_file, $($argument: $type),*) -> $result {
            // SAFETY: the arguments are passed on as they came, with the ordinary VFS's own file.
            unsafe {
                let real = real(file);
                match (*(*real).pMethods).$name {
                    Some(call) => call(real, $($argument),*),
                    None => Default::default(),
                }
            }
        }
    )+};
}

pass_on! {
    xRead(to: *mut c_void, length: c_int, at: sqlite3_int64) -> c_int;
    xFileSize(size: *mut sqlite3_int64) -> c_int;
    xLock(level: c_int) -> c_int;
    xUnlock(level: c_int) -> c_int;
    xCheckReservedLock(out: *mut c_int) -> c_int;
    xFileControl(operation: c_int, argument: *mut c_void) -> c_int;
    xSectorSize() -> c_int;
    xDeviceCharacteristics() -> c_int;
    xShmMap(page: c_int, size: c_int, extend: c_int, out: *mut *mut c_void) -> c_int;
    xShmLock(offset: c_int, count: c_int, flags: c_int) -> c_int;
    xShmBarrier() -> ();
    xShmUnmap(delete: c_int) -> c_int;
}

unsafe extern "C" fn close(file: *mut sqlite3_file) -> c_int {
    // SAFETY: SQLite closes each open file once.
    unsafe {
        let real = real(file);
        let closed = (*(*real).pMethods)
            .xClose
            .map_or(SQLITE_OK, |close| close(real));
        let ours = file.cast::<File>();
        if !(*ours).seen.is_null() {
            drop(Box::from_raw((*ours).seen));
        }
        closed
    }
}

unsafe extern "C" fn write(
    file: *mut sqlite3_file,
    from: *const c_void,
    length: c_int,
    at: sqlite3_int64,
) -> c_int {
    // SAFETY: SQLite passes `length` readable bytes.
    unsafe {
        if let Some(fault) = fault(file) {
            return fault;
        }
        if let Some(seen) = seen(file) {
            let bytes =
                std::slice::from_raw_parts(from.cast::<u8>(), usize::try_from(length).unwrap_or(0));
            lock(&seen.disk).write(&seen.path, usize::try_from(at).unwrap_or(0), bytes);
        }
        let real = real(file);
        (*(*real).pMethods)
            .xWrite
            .map_or(1, |write| write(real, from, length, at))
    }
}

unsafe extern "C" fn truncate(file: *mut sqlite3_file, length: sqlite3_int64) -> c_int {
    // SAFETY: passed on as it came.
    unsafe {
        if let Some(seen) = seen(file) {
            lock(&seen.disk).truncate(&seen.path, usize::try_from(length).unwrap_or(0));
        }
        let real = real(file);
        (*(*real).pMethods)
            .xTruncate
            .map_or(1, |truncate| truncate(real, length))
    }
}

/// The model alone is synced: the bytes of this process need not meet the real disk.
unsafe extern "C" fn sync(file: *mut sqlite3_file, _: c_int) -> c_int {
    // SAFETY: as `seen`.
    unsafe {
        if let Some(fault) = fault(file) {
            return fault;
        }
        if let Some(seen) = seen(file) {
            lock(&seen.disk).sync(&seen.path);
        }
    }
    SQLITE_OK
}

/// Version 2: with the shared index of a WAL, without files mapped into memory, whose writes would not
/// be seen here.
static METHODS: sqlite3_io_methods = sqlite3_io_methods {
    iVersion: 2,
    xClose: Some(close),
    xRead: Some(xRead),
    xWrite: Some(write),
    xTruncate: Some(truncate),
    xSync: Some(sync),
    xFileSize: Some(xFileSize),
    xLock: Some(xLock),
    xUnlock: Some(xUnlock),
    xCheckReservedLock: Some(xCheckReservedLock),
    xFileControl: Some(xFileControl),
    xSectorSize: Some(xSectorSize),
    xDeviceCharacteristics: Some(xDeviceCharacteristics),
    xShmMap: Some(xShmMap),
    xShmLock: Some(xShmLock),
    xShmBarrier: Some(xShmBarrier),
    xShmUnmap: Some(xShmUnmap),
    xFetch: None,
    xUnfetch: None,
};
