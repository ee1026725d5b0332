/** The inclined city: ground, buildings, rivers and pipes, and on them every entity in its state, with themes above and the time below. */
import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react';
import {
  useCatalogue,
  useMapLayers,
  useRevisions,
} from '../../../../../engines/maps/web/layer/use-catalogue.ts';
import { useCityStyle } from '../../../../../engines/maps/web/use-city-style.ts';
import { Failed, Loading } from '../../../../../ui/empty.tsx';
import { type MapFeature, MapFrame } from '../../../../../ui/map-frame.tsx';
import { useThemeChoice } from '../../../../../ui/theme-context.ts';
import type { Placed } from '../../routes/twin-routes.ts';
import { TimeBar } from './time-bar.tsx';
import { TwinLegend } from './twin-legend.tsx';
import { chosenLayer, lineLayers, twinLayers } from './twin-layers.ts';
import { useAlarmPulses } from './use-alarm-pulses.ts';
import { useBlocks } from './use-blocks.ts';
import { blocksKey, linesKey, type TwinState } from './use-twin-state.ts';

const pitch = 52;
const none: never[] = [];
/** Parts of the city's box by which what is fitted is wider, and reaches further south: what is near looks larger, and the time bar lies below. */
const wider = 0.03;
const further = 0.16;

function inclined([west, south, east, north]: readonly [number, number, number, number]) {
  const [across, up] = [(east - west) * wider, (north - south) * further];
  return [west - across, south - up, east + across, north - up / 3] as const;
}

export function TwinMap({ state }: { readonly state: TwinState }): ReactNode {
  const { twin, map, zoom, shown, see, setMap } = state;
  const { style, whole, settled } = useCityStyle();
  const fit = useMemo(() => (whole ? inclined(whole) : undefined), [whole]);
  const dark = useThemeChoice().choice.mode === 'dark';
  const blocks = useBlocks(dark);
  const catalogue = useThemeLayers(state);
  const reply = twin.view.data;
  const revisions = useRevisions(true);
  const switched = useMemo(() => catalogue.filter(({ id }) => shown.has(id)), [catalogue, shown]);
  const declared = useMapLayers(switched, revisions.of);
  const lines = twin.hasLines && shown.has(linesKey) ? twin.lines.data?.lines : undefined;
  const entities = reply?.entities ?? null;
  const chosen = entities?.find((one) => one[0] === state.chosen?.kind && one[1] === state.chosen.id);
  const [lon, lat] = [chosen?.[3], chosen?.[4]];

  const ground = useMemo(() => lineLayers(lines ?? none), [lines]);
  const drawn = useMemo(() => twinLayers(reply, zoom, dark), [reply, zoom, dark]);
  const mark = useMemo(
    () => chosenLayer(lon === undefined || lat === undefined ? undefined : { lon, lat }),
    [lon, lat],
  );
  const layers = useMemo(
    () => [...(shown.has(blocksKey) ? blocks : none), ...ground, ...declared, mark, ...drawn],
    [blocks, ground, declared, mark, drawn, shown],
  );
  useAlarmPulses(map, entities);
  useArrival(state, chosen);

  useEffect(() => {
    if (map === undefined) return undefined;
    const look = () => see(map);
    look();
    map.on('moveend', look);
    return () => {
      map.off('moveend', look);
    };
  }, [map, see]);

  function hear(feature: MapFeature): void {
    if (Number(feature.properties['count'] ?? 1) > 1) {
      map?.easeTo({ center: [feature.at.lon, feature.at.lat], zoom: Math.min(feature.zoom + 2, 17) });
      return;
    }
    const [kind, id] = String(feature.id ?? '').split('/');
    if ((kind === 'device' || kind === 'entity') && id !== undefined) state.choose({ kind, id });
  }

  if (!settled) return <Loading rows={10} />;
  return (
    <div className="twin-map" data-entities={entities?.length}>
      <MapFrame
        layers={layers}
        height="100%"
        label="城市三维孪生视图"
        pitch={pitch}
        legend={false}
        onMap={setMap}
        onFeature={hear}
        {...(style ? { style } : {})}
        {...(fit ? { fit } : {})}
      />
      <ThemeTabs state={state} />
      <TwinLegend
        state={state}
        kinds={reply?.kinds ?? none}
        layers={catalogue}
        hasBlocks={blocks.length > 0}
        dark={dark}
      />
      {twin.themes.data !== undefined && (
        <TimeBar hours={twin.themes.data.hours} at={state.at} onAt={state.setAt} />
      )}
      <Notice state={state} />
    </div>
  );
}

/** Whoever comes by a link to one entity is taken there, once; who clicks is there already. */
function useArrival({ map, chosen, fly }: TwinState, found: Placed | undefined): void {
  const [linked] = useState(chosen?.id);
  const arrived = useRef(linked === undefined);
  const goal = found?.[1] === linked ? found : undefined;
  const go = useRef(fly);
  go.current = fly;
  useEffect(() => {
    if (map === undefined || goal === undefined || arrived.current) return;
    arrived.current = true;
    go.current({ lon: goal[3], lat: goal[4] });
  }, [map, goal]);
}

function useThemeLayers({ twin, theme }: TwinState) {
  const { data } = useCatalogue();
  const wanted = twin.themes.data?.themes.find(({ id }) => id === theme)?.layers;
  return useMemo(
    () => (wanted ?? []).flatMap((id) => data?.layers.filter((layer) => layer.id === id) ?? []),
    [data, wanted],
  );
}

function ThemeTabs({ state }: { readonly state: TwinState }): ReactNode {
  const themes = state.twin.themes.data?.themes ?? [];
  return (
    <div className="twin-themes" role="group" aria-label="专题">
      {themes.map(({ id, title }) => (
        <button key={id} type="button" aria-pressed={id === state.theme} onClick={() => state.setTheme(id)}>
          {title}
        </button>
      ))}
    </div>
  );
}

/** Nothing to see, or nothing that could be had: said over the map, which stays. */
function Notice({ state }: { readonly state: TwinState }): ReactNode {
  const { view, city } = state.twin;
  if (view.error)
    return (
      <div className="twin-notice">
        <Failed error={view.error} onRetry={() => void view.refetch()} />
      </div>
    );
  if (view.data === undefined) return null;
  const counts = Object.values(city.data?.counts ?? { unknown: 1 });
  const nothing = view.data.entities?.length === 0 && counts.every((count) => count === 0);
  if (nothing) return <p className="twin-notice">这个专题里没有您可以查看的实体</p>;
  return view.data.moreEntities ? (
    <p className="twin-notice">此范围内外部平台的实体没有全部显示，请放大地图查看</p>
  ) : null;
}
