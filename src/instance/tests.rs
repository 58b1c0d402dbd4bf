//! One element in a page that the test makes up; no clock, no browser.

mod element;
mod page;
mod votes;

use serde_json::Value as Json;

use super::*;

/// What the shell was told: what, JSON, the replaced ids.
type Told = Vec<(String, String, String)>;

/// A page around one element.
struct Host {
    instance: Instance,
    page: Rc<RefCell<String>>,
    told: Rc<RefCell<Told>>,
    /// Whether the host takes events over.
    takes: Rc<Cell<bool>>,
}

thread_local! {
    static RANDOM: Cell<u8> = const { Cell::new(0) };
}

fn counted() -> [u8; 10] {
    RANDOM.set(RANDOM.get() + 1);
    [RANDOM.get(); 10]
}

const NOW_MS: u64 = 1_765_990_800_016;

impl Host {
    fn new(options: &str, page: &str) -> Self {
        let (page, told) = (
            Rc::new(RefCell::new(page.to_owned())),
            Rc::<RefCell<Told>>::default(),
        );
        let takes = Rc::new(Cell::new(false));
        let (looked, heard, taking) = (page.clone(), told.clone(), takes.clone());
        let world = World {
            look: Box::new(move || looked.borrow().clone()),
            tell: Box::new(move |what, json, replaced| {
                let told = (what.to_owned(), json.to_owned(), replaced.trim().to_owned());
                heard.borrow_mut().push(told);
                !(what == SUBMIT.name && taking.get())
            }),
            now_ms: || NOW_MS,
            random: counted,
        };
        let instance = Instance::new(world);
        instance.configure(options);
        Self {
            instance,
            page,
            told,
            takes,
        }
    }

    /// The page changes.
    fn page(&self, page: &str) {
        page.clone_into(&mut self.page.borrow_mut());
    }

    /// What was told since the last time.
    fn told(&self) -> Told {
        self.told.take()
    }

    /// The names of what was told since the last time.
    fn names(&self) -> Vec<String> {
        self.told().into_iter().map(|(what, ..)| what).collect()
    }

    /// The events that were submitted since the last time.
    fn submitted(&self) -> Vec<Json> {
        let told = self.told().into_iter();
        told.filter(|(what, ..)| what == SUBMIT.name)
            .map(|(_, json, _)| read(&json))
            .collect()
    }

    fn shown(&self, control: Control) -> String {
        self.instance
            .state
            .with_untracked(|state| state.shown[control as usize].clone())
    }

    fn update(&self, update: impl FnOnce(&mut State)) {
        self.instance.state.update(update);
    }
}

#[track_caller]
fn read(json: &str) -> Json {
    serde_json::from_str(json).unwrap()
}

/// A page whose element names this span.
fn span(id: &str) -> String {
    ["-\0-\0-\0+", id].concat()
}

const NOWHERE: &str = "-\0-";
const DISABLED: &str = "-\0+\0-\0+42";
