/** Where it is, on a small map. */
import type { ReactNode } from 'react';
import type { Point } from '../../../../kernel/register.ts';
import { Section } from '../../../../ui/layout.tsx';
import { CityMap } from '../../../maps/web/city-map.tsx';

/** What else stands around it is asked for on the big map; here only the place itself. */
const noLayers: readonly string[] = [];

export function CasePosition(props: {
  readonly at: Point;
  readonly address?: string | undefined;
}): ReactNode {
  const { at } = props;
  return (
    <Section title="位置" flush>
      <CityMap
        layers={noLayers}
        height={240}
        centre={at}
        zoom={10}
        marker={at}
        legend={false}
        label={`位置图${props.address ? `:${props.address}` : ''}`}
      />
      <p className="flow-place">
        {props.address && <span>{props.address}</span>}
        <span className="city-muted city-number">
          {at.lon.toFixed(6)}, {at.lat.toFixed(6)}
        </span>
      </p>
    </Section>
  );
}

export function pointOf(value: unknown): Point | undefined {
  const at = value as Partial<Point> | null | undefined;
  return typeof at?.lon === 'number' && typeof at.lat === 'number' ? { lon: at.lon, lat: at.lat } : undefined;
}
