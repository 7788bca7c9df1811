import { combine } from "@atlaskit/pragmatic-drag-and-drop/combine";
import {
  draggable,
  dropTargetForElements,
  monitorForElements,
} from "@atlaskit/pragmatic-drag-and-drop/element/adapter";
import { setCustomNativeDragPreview } from "@atlaskit/pragmatic-drag-and-drop/element/set-custom-native-drag-preview";
import { attachClosestEdge } from "@atlaskit/pragmatic-drag-and-drop-hitbox/closest-edge/attach-closest-edge";
import { extractClosestEdge } from "@atlaskit/pragmatic-drag-and-drop-hitbox/closest-edge/extract-closest-edge";
import { type RefObject, useEffect, useEffectEvent } from "react";
import type { Actions } from "./actions";
import type { Node } from "./model";
import { type Edge, edgesOf, settle } from "./places";
import { type Store, useStore } from "./store";
import { find } from "./tree";
import classes from "./visual.module.css";

/** A block of the design on its way, or one that is only being made. */
type Cargo = { block?: string; fresh?: Node };

function cargoNode(store: Store, data: Record<string, unknown>): Node | null {
  const { block, fresh } = data as Cargo;
  return block ? find(store.read().design, block) : (fresh ?? null);
}

/** Lets an element be taken up; `cargo` is asked when that happens. */
export function useDragSource(
  ref: RefObject<HTMLElement | null>,
  cargo: () => Cargo,
  label: string,
  enabled: boolean,
) {
  const load = useEffectEvent(cargo);
  useEffect(() => {
    const element = ref.current;
    if (!element || !enabled) return;
    return draggable({
      element,
      getInitialData: () => ({ ...load() }),
      onGenerateDragPreview: ({ nativeSetDragImage }) =>
        setCustomNativeDragPreview({
          nativeSetDragImage,
          getOffset: () => ({ x: 12, y: 14 }),
          render: ({ container }) => {
            const chip = document.createElement("div");
            chip.className = classes.dragged ?? "";
            chip.textContent = label;
            container.append(chip);
          },
        }),
    });
  }, [ref, label, enabled]);
}

/** A block that others may be dropped beside or into. */
export function useDropOn(ref: RefObject<HTMLElement | null>, id: string, enabled: boolean) {
  const store = useStore();
  useEffect(() => {
    const element = ref.current;
    if (!element || !enabled) return;
    const edgesFor = (data: Record<string, unknown>): readonly Edge[] => {
      const { design } = store.read();
      const node = cargoNode(store, data);
      const target = find(design, id);
      return node && target ? edgesOf(design, target, node) : [];
    };
    return dropTargetForElements({
      element,
      canDrop: ({ source }) => edgesFor(source.data).length > 0,
      getData: ({ input, source }) => {
        const allowedEdges = edgesFor(source.data).filter((edge) => edge !== "inside");
        const data = { target: id, slot: 0 };
        return allowedEdges.length > 0 ? attachClosestEdge(data, { element, input, allowedEdges }) : data;
      },
    });
  }, [ref, id, enabled, store]);
}

/** An empty column or branch. */
export function useDropInto(ref: RefObject<HTMLElement | null>, id: string, slot: number, enabled: boolean) {
  const store = useStore();
  useEffect(() => {
    const element = ref.current;
    if (!element || !enabled) return;
    return dropTargetForElements({
      element,
      canDrop: ({ source }) => {
        const node = cargoNode(store, source.data);
        return (
          node !== null && settle(store.read().design, node, { parent: id || null, slot, index: 0 }) !== null
        );
      },
      getData: () => ({ target: id, slot }),
    });
  }, [ref, id, slot, enabled, store]);
}

/** Shows where a drag would end, and ends it there. */
export function useDragging(store: Store, actions: Actions) {
  useEffect(
    () =>
      combine(
        monitorForElements({
          canMonitor: ({ source }) => cargoNode(store, source.data) !== null,
          onDragStart: ({ source }) =>
            store.set({ dragging: (source.data as Cargo).block ?? "fresh", editing: null }),
          onDrag: ({ location }) => {
            const [innermost] = location.current.dropTargets;
            const next = innermost ? dropOf(innermost.data) : null;
            const { drop } = store.read();
            if (drop?.id !== next?.id || drop?.edge !== next?.edge || drop?.slot !== next?.slot) {
              store.set({ drop: next });
            }
          },
          onDrop: ({ source, location }) => {
            const [innermost] = location.current.dropTargets;
            const { block, fresh } = source.data as Cargo;
            store.set({ drop: null, dragging: null });
            if (!innermost) return;
            const { id, edge, slot } = dropOf(innermost.data);
            actions.drop({ id: block, node: fresh }, id, edge, slot);
          },
        }),
      ),
    [store, actions],
  );
}

function dropOf(data: Record<string | symbol, unknown>): { id: string; edge: Edge; slot: number } {
  return { id: String(data.target), edge: extractClosestEdge(data) ?? "inside", slot: Number(data.slot) };
}
