import { createContext, useContext, useSyncExternalStore } from "react";
import type { TemplateProblem } from "@/lib/api-types-mail";
import type { Design } from "./model";
import type { Edge } from "./places";

export type State = {
  design: Design;
  selected: string | null;
  /** The empty branch or column that the next block goes into. */
  aim: { parent: string; slot: number } | null;
  /** The text that is being written in. */
  editing: string | null;
  drop: { id: string; edge: Edge; slot: number } | null;
  dragging: string | null;
  folded: ReadonlySet<string>;
  /** Worst level of the problems at each block. */
  marks: ReadonlyMap<string, "error" | "warning">;
  /** Those problems themselves. */
  problems: ReadonlyMap<string, readonly TemplateProblem[]>;
};

export type Store = {
  read: () => State;
  set: (change: Partial<State>) => void;
  subscribe: (listener: () => void) => () => void;
};

/** Outside React's own state, so that a key or a drag draws the blocks it concerns and no others. */
export function createStore(design: Design): Store {
  let state: State = {
    design,
    selected: null,
    aim: null,
    editing: null,
    drop: null,
    dragging: null,
    folded: new Set(),
    marks: new Map(),
    problems: new Map(),
  };
  const listeners = new Set<() => void>();
  return {
    read: () => state,
    set: (change) => {
      state = { ...state, ...change };
      for (const listener of [...listeners]) listener();
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

export const StoreContext = createContext<Store | null>(null);

export function useStore(): Store {
  const store = useContext(StoreContext);
  if (!store) throw new Error("no visual editor around");
  return store;
}

/** `pick` must give the same value while nothing of it changed. */
export function usePicked<T>(pick: (state: State) => T): T {
  const store = useStore();
  return useSyncExternalStore(store.subscribe, () => pick(store.read()));
}
