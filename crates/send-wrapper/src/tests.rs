use std::cell::Cell;
use std::rc::Rc;
use std::thread::spawn;

use super::SendWrapper;

#[test]
fn on_its_own_thread_the_value_is_there() {
    let mut wrapped = SendWrapper::new(Rc::new(Cell::new(1)));
    wrapped.set(2);
    *wrapped = Rc::new(Cell::new(wrapped.get() + 1));
    assert!(wrapped.valid());
    assert_eq!(wrapped.clone().take().get(), 3);
    assert_eq!(format!("{wrapped:?}"), "SendWrapper(Cell { value: 3 })");
}

#[test]
fn a_dropped_wrapper_drops_its_value_once_and_a_taken_one_hands_it_over() {
    let shared = Rc::new(());
    drop(SendWrapper::new(Rc::clone(&shared)));
    assert_eq!(Rc::strong_count(&shared), 1);
    let taken = SendWrapper::new(Rc::clone(&shared)).take();
    assert_eq!(Rc::strong_count(&shared), 2);
    drop(taken);
    assert_eq!(Rc::strong_count(&shared), 1);
}

#[test]
fn another_thread_may_hold_it_and_not_use_it() {
    let wrapped = SendWrapper::new(Rc::new(()));
    let (wrapped, valid) = spawn(move || {
        let valid = wrapped.valid();
        (wrapped, valid)
    })
    .join()
    .unwrap_or_else(|_| unreachable!("to hold it is allowed"));
    assert!(!valid);
    assert!(wrapped.valid());
    assert!(spawn(move || Rc::strong_count(&wrapped)).join().is_err());
}

#[test]
fn another_thread_may_drop_only_what_needs_no_drop() {
    let number = SendWrapper::new(1);
    assert!(spawn(move || drop(number)).join().is_ok());
    let text = SendWrapper::new(String::new());
    assert!(spawn(move || drop(text)).join().is_err());
}
