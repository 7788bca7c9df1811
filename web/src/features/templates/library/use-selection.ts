import { useState } from "react";

export type Selection = {
  ids: readonly number[];
  has: (id: number) => boolean;
  toggle: (id: number) => void;
  set: (ids: readonly number[]) => void;
  clear: () => void;
};

/** Which of the rows on show are chosen. What a filter takes away is chosen no more. */
export function useSelection(shown: readonly number[]): Selection {
  const [chosen, setChosen] = useState<readonly number[]>([]);
  const ids = chosen.filter((id) => shown.includes(id));
  return {
    ids,
    has: (id) => ids.includes(id),
    toggle: (id) => setChosen(ids.includes(id) ? ids.filter((each) => each !== id) : [...ids, id]),
    set: setChosen,
    clear: () => setChosen([]),
  };
}
