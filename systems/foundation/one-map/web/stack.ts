/** The layers that are switched on, the first on top, each as strong as the person wants it. Pure. */

export interface StackEntry {
  readonly id: string;
  /** 0 to 1. */
  readonly opacity: number;
}

export type Stack = readonly StackEntry[];

/** A layer that is switched on comes to the top, where it is seen. */
export function toggle(stack: Stack, id: string): Stack {
  const without = stack.filter((entry) => entry.id !== id);
  return without.length < stack.length ? without : [{ id, opacity: 1 }, ...stack];
}

export function fade(stack: Stack, id: string, opacity: number): Stack {
  return stack.map((entry) => (entry.id === id ? { ...entry, opacity } : entry));
}

/** One place up (−1) or down (+1); at the end it stays. */
export function move(stack: Stack, id: string, by: -1 | 1): Stack {
  const from = stack.findIndex((entry) => entry.id === id);
  const [entry, other] = [stack[from], stack[from + by]];
  if (entry === undefined || other === undefined) return stack;
  return stack.map((each) => {
    if (each === entry) return other;
    return each === other ? entry : each;
  });
}
