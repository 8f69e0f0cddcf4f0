//! The channels: any thread publishes without waiting, each subscriber drains its own bounded queue.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use super::{Event, TrafficEvent};

/// Events waiting per subscriber: at 500 requests a second, eight seconds of a stalled window. Beyond that a subscriber
/// reads everything again anyway.
pub const EVENT_QUEUE_LENGTH: usize = 4_096;

/// Asks whoever drains a queue to do so soon. Called from any thread; must not block.
pub type Waker = Arc<dyn Fn() + Send + Sync>;

/// Where events are published.
#[derive(Clone, Default)]
pub struct Bus {
    queues: Arc<RwLock<Vec<Arc<Queue>>>>,
    /// The newest state events: what a new or overflowed subscriber could not read again anywhere else.
    states: Arc<Mutex<Vec<Event>>>,
}

struct Queue {
    state: Mutex<State>,
    waker: Waker,
}

#[derive(Default)]
struct State {
    events: VecDeque<Event>,
    overflowed: bool,
    /// Hints of which one is in the queue, which is enough.
    hints: Vec<Event>,
    closed: bool,
}

/// One reader of events.
pub struct Subscriber {
    queue: Arc<Queue>,
}

impl Bus {
    /// A queue of its own for a reader; `waker` is called after something was put into it.
    pub fn subscribe(&self, waker: Waker) -> Subscriber {
        let state = State { events: self.states().iter().cloned().collect(), ..State::default() };
        let queue = Arc::new(Queue { state: Mutex::new(state), waker });
        self.queues.write().unwrap_or_else(PoisonError::into_inner).push(Arc::clone(&queue));
        Subscriber { queue }
    }

    /// Hands an event to every subscriber. Never waits for one of them.
    pub fn publish(&self, event: &Event) {
        if is_state(event) {
            let mut states = self.states();
            states.retain(|earlier| std::mem::discriminant(earlier) != std::mem::discriminant(event));
            states.push(event.clone());
        }
        let queues = self.queues.read().unwrap_or_else(PoisonError::into_inner);
        let mut closed = false;
        for queue in queues.iter() {
            closed |= !queue.push(event);
        }
        drop(queues);
        if closed {
            let mut queues = self.queues.write().unwrap_or_else(PoisonError::into_inner);
            queues.retain(|queue| !queue.lock().closed);
        }
    }

    fn states(&self) -> std::sync::MutexGuard<'_, Vec<Event>> {
        self.states.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Events that tell a state and are stored nowhere, and what nobody may miss.
fn is_state(event: &Event) -> bool {
    matches!(
        event,
        Event::ListenerChanged(_)
            | Event::StoreChanged(_)
            | Event::ReachChanged(_)
            | Event::PlayerChanged(_)
            | Event::DevicesFound(_)
            | Event::DatabaseSetAside { .. }
            | Event::RehearsalChanged(_)
            | Event::TunnelChanged(_)
    )
}

/// Events that say only that there is something to be read again.
fn is_hint(event: &Event) -> bool {
    matches!(event, Event::TrafficGrew | Event::RequestsLogged | Event::Traffic(TrafficEvent::ForwardingChanged))
}

impl Queue {
    fn lock(&self) -> std::sync::MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// False once the subscriber is gone.
    fn push(&self, event: &Event) -> bool {
        let mut state = self.lock();
        if state.closed {
            return false;
        }
        if is_hint(event) {
            if state.hints.contains(event) {
                return true;
            }
            state.hints.push(event.clone());
        }
        if state.events.len() >= EVENT_QUEUE_LENGTH {
            state.events.retain(is_state);
            state.overflowed = true;
        }
        if !state.overflowed || is_state(event) {
            if is_state(event) {
                state.events.retain(|earlier| std::mem::discriminant(earlier) != std::mem::discriminant(event));
            }
            state.events.push_back(event.clone());
        }
        drop(state);
        (self.waker)();
        true
    }
}

impl Subscriber {
    /// The next event, if one waits. After an overflow that is [`Event::Resync`], once.
    pub fn next(&self) -> Option<Event> {
        let mut state = self.queue.lock();
        if state.overflowed {
            state.overflowed = false;
            state.hints.clear();
            return Some(Event::Resync);
        }
        let event = state.events.pop_front();
        if let Some(event) = &event {
            state.hints.retain(|hint| hint != event);
        }
        event
    }
}

impl Drop for Subscriber {
    fn drop(&mut self) {
        let mut state = self.queue.lock();
        state.closed = true;
        state.events.clear();
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;
    use crate::bus::StoreState;
    use crate::call::Counts;

    fn silent() -> Waker {
        Arc::new(|| ())
    }

    #[test]
    fn every_subscriber_gets_every_event_and_is_woken() {
        let bus = Bus::default();
        let woken = Arc::new(AtomicUsize::new(0));
        let count = Arc::clone(&woken);
        let one = bus.subscribe(Arc::new(move || _ = count.fetch_add(1, Ordering::Relaxed)));
        let two = bus.subscribe(silent());
        bus.publish(&Event::StoreChanged(StoreState::Ready));
        assert_eq!(one.next(), two.next());
        assert_eq!((one.next(), woken.load(Ordering::Relaxed)), (None, 1));
    }

    #[test]
    fn an_overflow_becomes_one_resync_and_keeps_the_states() {
        let bus = Bus::default();
        let reader = bus.subscribe(silent());
        bus.publish(&Event::StoreChanged(StoreState::Ready));
        for _ in 0..EVENT_QUEUE_LENGTH + 10 {
            bus.publish(&Event::CountsLoaded(Counts::default()));
        }
        assert_eq!(reader.next(), Some(Event::Resync));
        assert_eq!(reader.next(), Some(Event::StoreChanged(StoreState::Ready)));
        assert_eq!(reader.next(), None);
        bus.publish(&Event::CountsLoaded(Counts::default()));
        assert_eq!(reader.next(), Some(Event::CountsLoaded(Counts::default())));
    }

    #[test]
    fn a_late_subscriber_learns_the_states() {
        let bus = Bus::default();
        bus.publish(&Event::StoreChanged(StoreState::Failing { reason: String::from("disk full") }));
        bus.publish(&Event::StoreChanged(StoreState::Ready));
        let reader = bus.subscribe(silent());
        assert_eq!((reader.next(), reader.next()), (Some(Event::StoreChanged(StoreState::Ready)), None));
    }

    #[test]
    fn hints_of_traffic_do_not_pile_up() {
        let bus = Bus::default();
        let reader = bus.subscribe(silent());
        bus.publish(&Event::TrafficGrew);
        bus.publish(&Event::TrafficGrew);
        assert_eq!((reader.next(), reader.next()), (Some(Event::TrafficGrew), None));
        bus.publish(&Event::TrafficGrew);
        assert_eq!(reader.next(), Some(Event::TrafficGrew));
    }
}
