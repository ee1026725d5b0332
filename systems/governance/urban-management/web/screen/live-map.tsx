/** The dark map of live cases in the middle of the wall; a case opens its card, a county is entered by a click. */
import { useQuery } from '@tanstack/react-query';
import type { FeatureCollection } from 'geojson';
import { type ReactNode, useMemo, useRef } from 'react';
import maps from '../../../../../engines/maps/contract.ts';
import { useCityStyle } from '../../../../../engines/maps/web/use-city-style.ts';
import { areaAtLevel, isInArea } from '../../../../../kernel/area.ts';
import { call, callFile } from '../../../../../ui/call.ts';
import { Loading } from '../../../../../ui/empty.tsx';
import { type MapFeature, MapFrame } from '../../../../../ui/map-frame.tsx';
import { useCall } from '../../../../../ui/use-call.ts';
import { boxOf, type CaseFeature, countyBox, lightLayer, outlineLayer } from './case-lights.ts';
import { CaseCard } from './case-card.tsx';
import type { Step } from './use-screen.ts';

const most = 5000;
/** As the board of the desk has it by default; colours only, no number depends on it. */
const soonHours = 24;

export function LiveMap(props: {
  readonly area: string | undefined;
  readonly onEnter: (step: Step) => void;
}): ReactNode {
  const { area } = props;
  const { style, whole, settled } = useCityStyle();
  const outlines = useOutlines();
  const asked = useCall(
    maps.routes.features,
    { layer: 'urban-management.cases', box: (whole ?? [114, 32, 117, 34]).join(','), limit: most },
    { enabled: settled, every: 30_000, keep: true },
  );
  const features: readonly CaseFeature[] | undefined = asked.data?.features;
  const county = area === undefined ? undefined : areaAtLevel(area, 'county');
  const layers = useMemo(
    () => [
      ...(county === undefined ? [] : [outlineLayer(outlines, county)]),
      lightLayer(features ?? [], new Date(), soonHours),
    ],
    [outlines, county, features],
  );
  const hit = useRef(false);
  const inTown = useMemo(
    () => (area !== undefined && area !== county ? boxOf(within(features ?? [], area)) : undefined),
    [features, area, county],
  );
  const fit = inTown ?? countyBox(outlines, county) ?? whole;

  async function enter(lon: number, lat: number): Promise<void> {
    // The frame tells of the place first and then of the feature there, if any: a case that was meant is no county.
    hit.current = false;
    await Promise.resolve();
    if (hit.current || area !== undefined) return;
    const place = await call(maps.routes.locate, { lon, lat }).catch(() => undefined);
    if (place?.county) props.onEnter({ area: place.county.code, name: place.county.name });
  }
  if (!settled) return <Loading />;
  return (
    <MapFrame
      layers={layers}
      height="100%"
      label="在办案件分布，颜色为时限灯"
      {...(style ? { style } : {})}
      {...(fit ? { fit } : {})}
      card={(feature) => <Card feature={feature} features={features ?? []} />}
      onFeature={() => {
        hit.current = true;
      }}
      onPoint={({ lon, lat }) => void enter(lon, lat)}
    />
  );
}

function Card(props: { readonly feature: MapFeature; readonly features: readonly CaseFeature[] }): ReactNode {
  const found = props.features.find((one) => one.id === String(props.feature.id));
  return found ? <CaseCard of={found} /> : null;
}

function within(features: readonly CaseFeature[], area: string): readonly CaseFeature[] {
  return features.filter((one) => {
    const code = one.properties['caseArea'];
    return typeof code === 'string' && isInArea(code, area);
  });
}

function useOutlines(): FeatureCollection | undefined {
  return useQuery({
    queryKey: ['source', 'outlines'],
    queryFn: async () => {
      const { blob } = await callFile(maps.routes.outlines, {});
      return JSON.parse(await blob.text()) as FeatureCollection;
    },
    staleTime: Number.POSITIVE_INFINITY,
  }).data;
}
