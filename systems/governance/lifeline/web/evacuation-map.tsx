/** How far people must be led away, drawn around the space on the city's map. */
import { type ReactNode, useMemo } from 'react';
import { CityMap } from '../../../../engines/maps/web/city-map.tsx';
import type { MapLayer } from '../../../../ui/map-frame.tsx';

const metresPerDegree = 111_320;
const corners = 72;
const layers = ['lifeline.gas-space'];

interface Place {
  readonly lon: number;
  readonly lat: number;
}

function ringOf({ lon, lat }: Place, radius: number): [number, number][] {
  const across = metresPerDegree * Math.cos((lat * Math.PI) / 180);
  return Array.from({ length: corners + 1 }, (_, corner) => {
    const angle = (corner / corners) * 2 * Math.PI;
    return [lon + (radius * Math.cos(angle)) / across, lat + (radius * Math.sin(angle)) / metresPerDegree];
  });
}

function layerOf(position: Place, radius: number): MapLayer {
  return {
    id: 'evacuation',
    title: `疏散范围 ${Math.round(radius)} m`,
    kind: 'area',
    from: {
      geojson: {
        type: 'FeatureCollection',
        features: [
          {
            type: 'Feature',
            properties: {},
            geometry: { type: 'Polygon', coordinates: [ringOf(position, radius)] },
          },
        ],
      },
    },
    colour: '#cf1322',
  };
}

export function EvacuationMap(props: { readonly position: Place; readonly radius: number }): ReactNode {
  const { radius } = props;
  const { lon, lat } = props.position;
  const extra = useMemo(() => [layerOf({ lon, lat }, radius)], [lon, lat, radius]);
  const fit = useMemo(() => {
    const ring = ringOf({ lon, lat }, radius * 1.6);
    const [lons, lats] = [ring.map(([x]) => x), ring.map(([, y]) => y)];
    return [Math.min(...lons), Math.min(...lats), Math.max(...lons), Math.max(...lats)] as const;
  }, [lon, lat, radius]);
  return (
    <CityMap
      layers={layers}
      extra={extra}
      height={280}
      fit={fit}
      label={`半径 ${Math.round(radius)} 米的疏散范围`}
    />
  );
}
