/** Pipes that are thought to have aged alike: by classes of diameter, since what a utility knows of each pipe's inside is little more. */

export interface PipeGroup {
  /** Millimetres, `to` not included; null without an upper bound. */
  readonly from: number;
  readonly to: number | null;
  readonly pipes: readonly string[];
}

/** `bounds` in millimetres, rising. A class without pipes is left out. */
export function groupsOf(
  links: readonly { readonly code: string; readonly kind: string | null; readonly diameter: number | null }[],
  bounds: readonly number[],
): readonly PipeGroup[] {
  return [0, ...bounds].flatMap((from, index) => {
    const to = bounds[index] ?? null;
    const pipes = links
      .filter(
        ({ kind, diameter }) =>
          kind === 'pipe' && (diameter ?? 0) >= from && (to === null || (diameter ?? 0) < to),
      )
      .map(({ code }) => code);
    return pipes.length === 0 ? [] : [{ from, to, pipes }];
  });
}
