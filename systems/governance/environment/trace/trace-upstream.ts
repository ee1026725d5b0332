/** Who may have fouled the water at a section: outfalls upstream, on its river and on what flows into it, with the hour when they would have. Pure. */
import rules from '../data/trace-rules.json' with { type: 'json' };

/** A river flows into `into` at so many kilometres from that river's beginning; null where it leaves the city. */
export interface River {
  readonly id: string;
  readonly into: string | null;
  readonly intoKilometre: number | null;
  readonly length: number;
}

export interface Place {
  readonly river: string;
  /** Kilometres from the river's beginning. */
  readonly kilometre: number;
}

export interface Outfall extends Place {
  readonly id: string;
}

export interface Upstream {
  readonly id: string;
  /** Along the water. */
  readonly kilometres: number;
  readonly hours: number;
  /** When what the section saw would have left it, milliseconds: earliest and latest. */
  readonly from: number;
  readonly to: number;
  /** Part that is left after the way. */
  readonly left: number;
}

const hour = 3_600_000;

/** Kilometres along the water down to the section; undefined when it lies below, or on another water. */
function wayDown(rivers: ReadonlyMap<string, River>, outfall: Place, section: Place): number | undefined {
  let [river, kilometre, way] = [outfall.river, outfall.kilometre, 0];
  // A water that flows into itself by a slip of the pen must not be followed for ever.
  for (const seen = new Set<string>(); !seen.has(river); ) {
    if (river === section.river)
      return kilometre <= section.kilometre ? way + section.kilometre - kilometre : undefined;
    seen.add(river);
    const here = rivers.get(river);
    if (here?.into == null || here.intoKilometre === null) return undefined;
    way += Math.max(0, here.length - kilometre);
    [river, kilometre] = [here.into, here.intoKilometre];
  }
  return undefined;
}

/** Nearest first. */
export function traceUpstream(
  rivers: readonly River[],
  section: Place,
  seenAt: number,
  outfalls: readonly Outfall[],
): readonly Upstream[] {
  const { metresPerSecond, windowHours, decayPerDay } = rules.water;
  const byId = new Map(rivers.map((river) => [river.id, river]));
  return outfalls
    .flatMap((outfall) => {
      const kilometres = wayDown(byId, outfall, section);
      if (kilometres === undefined) return [];
      const hours = (kilometres * 1000) / metresPerSecond / 3600;
      const left = seenAt - hours * hour;
      const half = (windowHours * hour) / 2;
      return [
        {
          id: outfall.id,
          kilometres,
          hours,
          from: left - half,
          to: left + half,
          left: Math.exp((-decayPerDay * hours) / 24),
        },
      ];
    })
    .toSorted((a, b) => a.kilometres - b.kilometres);
}
