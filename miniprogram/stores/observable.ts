/** A value that changes by events only, and tells who listens. */
export interface Store<State, Event> {
  read(): State;
  /** Applies an event and tells the listeners, unless nothing changed. */
  tell(event: Event): void;
  /** Calls `listen` now and after every change. Answers how to stop. */
  subscribe(listen: (state: State) => void): () => void;
}

/** Makes a store of a pure reducer. A reducer that answers the same object says that nothing changed. */
export function createStore<State, Event>(
  initial: State,
  reduce: (state: State, event: Event) => State,
): Store<State, Event> {
  let state = initial;
  const listeners = new Set<(state: State) => void>();
  return {
    read: () => state,
    tell: (event) => {
      const next = reduce(state, event);
      if (next === state) return;
      state = next;
      for (const listen of listeners) listen(state);
    },
    subscribe: (listen) => {
      listeners.add(listen);
      listen(state);
      return () => listeners.delete(listen);
    },
  };
}
