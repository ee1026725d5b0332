/** The desk of the map: panels at the side, tools above, the map or two maps that are swiped; a story starts it in another state. */
import { Button, Drawer, Segmented } from 'antd';
import type { Map as LibraryMap } from 'maplibre-gl';
import { type ReactNode, useCallback, useMemo, useState } from 'react';
import { firstShown } from '../../../../engines/maps/web/layer/to-map-layer.ts';
import { useCatalogue, useRevisions } from '../../../../engines/maps/web/layer/use-catalogue.ts';
import { MeasureBar } from '../../../../engines/maps/web/measure-bar.tsx';
import { type FoundPlace, PlaceSearch } from '../../../../engines/maps/web/place-search.tsx';
import { useMeasure } from '../../../../engines/maps/web/use-measure.ts';
import type { Point } from '../../../../kernel/register.ts';
import { Loading } from '../../../../ui/empty.tsx';
import { Icon } from '../../../../ui/icon.tsx';
import { useMay } from '../../../../ui/session.ts';
import { useCall } from '../../../../ui/use-call.ts';
import contract from '../contract.ts';
import { AnalysisPanel, type Overlay } from './analysis-panel.tsx';
import {
  drawingLayers,
  hexagonLayer,
  type Hexagons,
  noteLayer,
  stackLayers,
  type Timed,
  timedLayer,
} from './drawn-layers.ts';
import { LayerPanel } from './layer-panel.tsx';
import { useRoute } from './route/use-route.ts';
import type { Stack } from './stack.ts';
import { type Story, StoryHead } from './story-head.tsx';
import { type NoteDraft, StoryPanel } from './story-panel.tsx';
import { SwipeMap } from './swipe-map.tsx';
import { TimePanel, type TimeWindow } from './time-panel.tsx';
import { useDrawing } from './use-drawing.ts';
import { useView } from './use-view.ts';
import '../../../../engines/maps/web/maps.css';
import './one-map.css';

type Tab = 'layers' | 'analysis' | 'time' | 'story';
const nothing = { listed: [], declared: [] } as const;
/** Streets can be told apart here. */
const closeZoom = 16;

interface Look {
  readonly fit?: readonly [number, number, number, number];
  readonly go?: { readonly centre: Point; readonly zoom: number };
  readonly marker?: Point;
}

export function MapDesk(props: { readonly story?: Story }): ReactNode {
  const { story } = props;
  const kept = story?.view;
  const catalogue = useCall(contract.routes.catalogue, {}, { fresh: 60_000 });
  const declaredLayers = useCatalogue();
  const listed = catalogue.data?.layers ?? nothing.listed;
  const declared = declaredLayers.data?.layers ?? nothing.declared;
  const mayUse = useMay('one-map:use');
  const mayShare = useMay('one-map:share');
  const revisions = useRevisions(true);
  const [chosen, setChosen] = useState<Stack | undefined>(kept?.layers);
  const [right, setRight] = useState<Stack | undefined>(kept?.right ?? undefined);
  const [side, setSide] = useState<'left' | 'right'>('left');
  const [standing, setStanding] = useState(false);
  const [tab, setTab] = useState<Tab>('layers');
  const [panel, setPanel] = useState(false);
  const [look, setLook] = useState<Look>({});
  const [overlay, setOverlay] = useState<Overlay | undefined>(undefined);
  const [hexagons, setHexagons] = useState<Hexagons | undefined>(undefined);
  const [counted, setCounted] = useState<string | undefined>(undefined);
  const [time, setTime] = useState<TimeWindow | undefined>(kept?.time ?? undefined);
  const [timed, setTimed] = useState<Timed | undefined>(undefined);
  const [notes, setNotes] = useState<readonly NoteDraft[]>(kept?.notes ?? []);
  const [noting, setNoting] = useState<string | undefined>(undefined);
  const drawing = useDrawing(kept?.drawing, kept?.metres ?? 500);
  const measure = useMeasure();
  const routing = useRoute();
  const { view, hear } = useView();
  const [map, setMap] = useState<LibraryMap | undefined>(undefined);
  const onMap = useCallback(
    (made: LibraryMap | undefined) => {
      setMap(made);
      hear(made);
    },
    [hear],
  );

  const left: Stack = useMemo(
    () => chosen ?? firstShown(declared, undefined).map((id) => ({ id, opacity: 1 })),
    [chosen, declared],
  );
  const drawn = useMemo(
    () => [
      ...(hexagons ? [hexagonLayer(hexagons)] : []),
      ...(timed && time
        ? [timedLayer(timed, time.to === 0 ? -Infinity : time.from, time.to === 0 ? Infinity : time.to)]
        : []),
      ...drawingLayers({ kind: drawing.kind, path: drawing.path }, overlay?.area),
      ...measure.layers,
      ...routing.layers,
      noteLayer(notes),
    ],
    [hexagons, timed, time, drawing.kind, drawing.path, overlay, measure.layers, routing.layers, notes],
  );
  // Points under their own hexagons or beside their own times would say everything twice.
  const timedId = time?.layer;
  const uncovered = useCallback(
    (stack: Stack) => stack.filter(({ id }) => id !== counted && id !== timedId),
    [counted, timedId],
  );
  const shown = useMemo(
    () => [...stackLayers(uncovered(left), declared, listed, revisions.of, standing), ...drawn],
    [uncovered, left, declared, listed, revisions.of, standing, drawn],
  );
  const shownRight = useMemo(
    () => right && [...stackLayers(uncovered(right), declared, listed, revisions.of, standing), ...drawn],
    [uncovered, right, declared, listed, revisions.of, standing, drawn],
  );

  function show(place: FoundPlace): void {
    if (place.box) setLook({ fit: place.box });
    else if (place.at) setLook({ go: { centre: place.at, zoom: closeZoom }, marker: place.at });
  }
  function stand(): void {
    map?.easeTo({ pitch: standing ? 0 : 55, duration: 500 });
    setStanding(!standing);
  }
  /** What a click on the map is for now; undefined for looking at features. */
  function hearer(): ((at: Point) => void) | undefined {
    if (measure.kind !== undefined) return measure.add;
    if (routing.stops.drawing) return routing.stops.add;
    if (drawing.drawing) return drawing.add;
    if (noting === undefined || noting.trim() === '') return undefined;
    return (at) => {
      setNotes([...notes, { ...at, text: noting.trim() }]);
      setNoting(undefined);
    };
  }
  const onPoint = hearer();
  const stack = side === 'right' && right ? right : left;
  const open = stack.map(({ id }) => id);

  const panels = (
    <>
      {right && (
        <Segmented
          block
          aria-label="对比的哪一侧"
          value={side}
          options={[
            { value: 'left', label: '左侧图层' },
            { value: 'right', label: '右侧图层' },
          ]}
          onChange={setSide}
        />
      )}
      <Segmented
        block
        aria-label="面板"
        value={tab}
        options={[
          { value: 'layers' as const, label: '图层' },
          ...(mayUse
            ? [
                { value: 'analysis' as const, label: '分析' },
                { value: 'time' as const, label: '时间' },
              ]
            : []),
          { value: 'story' as const, label: '批注' },
        ]}
        onChange={setTab}
      />
      {tab === 'layers' &&
        (catalogue.isPending ? (
          <Loading rows={6} />
        ) : (
          <LayerPanel
            listed={listed}
            declared={declared}
            stack={stack}
            onStack={side === 'right' && right ? setRight : setChosen}
          />
        ))}
      {tab === 'analysis' && (
        <AnalysisPanel
          drawing={drawing}
          routing={routing}
          open={open}
          overlay={overlay}
          onOverlay={setOverlay}
          onGo={(at) => setLook({ go: { centre: at, zoom: closeZoom }, marker: at })}
          onFit={(fit) => setLook({ fit })}
          listed={listed}
          hexagons={hexagons}
          onHexagons={(found, layer) => {
            setHexagons(found);
            setCounted(layer);
          }}
        />
      )}
      {tab === 'time' && (
        <TimePanel listed={listed} view={view?.box} time={time} onTime={setTime} onRows={setTimed} />
      )}
      {tab === 'story' && (
        <StoryPanel
          notes={notes}
          onNotes={setNotes}
          noting={noting}
          onNoting={setNoting}
          mayShare={mayShare}
          view={
            view && {
              layers: [...left],
              right: right ? [...right] : null,
              centre: view.centre,
              zoom: view.zoom,
              notes: [...notes],
              drawing: drawing.shape ?? null,
              metres: drawing.metres,
              time: time ?? null,
            }
          }
        />
      )}
    </>
  );
  return (
    <div className="maps-page one-map">
      <aside className="maps-side">
        <h1>{story?.title ?? '一张图'}</h1>
        {story && <StoryHead story={story} />}
        {panels}
      </aside>
      <div className="maps-main">
        <div className="maps-bar">
          <PlaceSearch onFound={show} />
          <Button className="maps-narrow" icon={<Icon name="layer" />} onClick={() => setPanel(true)}>
            面板
          </Button>
          <MeasureBar measure={measure} />
          <Button
            aria-pressed={right !== undefined}
            type={right ? 'primary' : 'default'}
            onClick={() => {
              setRight(right ? undefined : left);
              setSide(right ? 'left' : 'right');
            }}
          >
            对比
          </Button>
          {listed.some((layer) => layer.height) && (
            <Button aria-pressed={standing} type={standing ? 'primary' : 'default'} onClick={stand}>
              立体
            </Button>
          )}
        </div>
        {!catalogue.isPending && !declaredLayers.isPending && (
          <SwipeMap
            left={shown}
            right={shownRight}
            declared={declared}
            listed={listed}
            onMap={onMap}
            onPoint={onPoint}
            start={kept && { centre: kept.centre, zoom: kept.zoom }}
            fit={look.fit}
            go={look.go}
            marker={look.marker}
          />
        )}
      </div>
      <Drawer
        open={panel}
        placement="bottom"
        size={480}
        title={story?.title ?? '一张图'}
        rootClassName="maps-narrow"
        onClose={() => setPanel(false)}
      >
        {story && <StoryHead story={story} />}
        <div className="one-map-drawer">{panels}</div>
      </Drawer>
    </div>
  );
}
