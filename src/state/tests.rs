//! Somebody before one widget: what they do, and what becomes of it.

mod earlier;
mod editing;
mod follow_up;
mod parted;
mod sending;
mod votes;
mod withdrawn;
mod writing;

use super::*;

/// A widget whose ids are counted: 1, 2, 3 …
struct Widget {
    state: State,
    ids: u32,
}

impl Widget {
    /// With the options in the shell's order: controls, scale, ask, reasons.
    fn new(options: &str) -> Self {
        let options = Options::read(options, &mut |why| panic!("{why}"));
        let state = State {
            options,
            ..State::default()
        };
        Self { state, ids: 0 }
    }

    fn act<T>(&mut self, act: impl FnOnce(&mut State, NewId) -> T) -> T {
        let ids = &mut self.ids;
        act(&mut self.state, &mut || {
            *ids += 1;
            ids.to_string()
        })
    }

    fn choose(&mut self, control: Control, choice: &str) -> Vec<Cast> {
        self.act(|state, id| state.choose(control, choice, id))
    }

    fn thumb(&mut self, choice: &str) -> Vec<Cast> {
        self.choose(Control::Thumbs, choice)
    }

    fn rate(&mut self, points: &str) -> Vec<Cast> {
        self.choose(Control::Rating, points)
    }

    fn reason(&mut self, at: u8) -> Vec<Cast> {
        self.act(|state, id| state.toggle_reason(at, id))
    }

    fn write(&mut self, control: Control, text: &str) {
        text.clone_into(&mut self.state.shown[control as usize]);
    }

    fn send(&mut self) -> Vec<Cast> {
        self.act(|state, id| state.send(id)).unwrap()
    }

    fn comment(&mut self, text: &str) -> Vec<Cast> {
        self.write(Control::Comment, text);
        self.send()
    }

    fn shown(&self, control: Control) -> &str {
        &self.state.shown[control as usize]
    }

    /// The relay takes all that waits, in its order.
    fn deliver(&mut self) {
        let ids: Vec<_> = self
            .state
            .waiting
            .iter()
            .map(|vote| vote.said.id.clone())
            .collect();
        for id in ids {
            self.state.tried(&id);
            self.state.sent(&id);
        }
    }
}

/// A bad vote that the relay has; the boxes are open.
fn voted() -> Widget {
    let mut widget = Widget::new("+thumbs comment correction");
    widget.thumb("down");
    widget.deliver();
    widget
}

/// Whose, what is said, under which id, and which it revises.
fn brief(casts: &[Cast]) -> Vec<(Control, &str, &str, &str)> {
    casts
        .iter()
        .map(|cast| {
            (
                cast.control,
                cast.now.text.as_str(),
                cast.now.id.as_str(),
                cast.before.id.as_str(),
            )
        })
        .collect()
}

/// The one vote of a press.
#[track_caller]
fn one(casts: Vec<Cast>) -> Cast {
    let [cast] = casts.try_into().unwrap();
    cast
}

const EVERYTHING: &str = "+thumbs rating reasons comment correction\0-\0-\0+long\u{1}Too long\u{1}wrong\u{1}Wrong\u{1}slow\u{1}Slow";
