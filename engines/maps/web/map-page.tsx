/** 一张图: every layer that the person may see on the city's one map, with search, nearby records and measuring. */
import { Button, Drawer } from 'antd';
import { type ReactNode, useState } from 'react';
import type { Point } from '../../../kernel/register.ts';
import { Loading } from '../../../ui/empty.tsx';
import { Icon } from '../../../ui/icon.tsx';
import { CityMap } from './city-map.tsx';
import { type CatalogueLayer, firstShown } from './layer/to-map-layer.ts';
import { useCatalogue } from './layer/use-catalogue.ts';
import { LayerPanel } from './layer-panel.tsx';
import { MeasureBar } from './measure-bar.tsx';
import { NearestList } from './nearest-list.tsx';
import type { Box } from './place/find-place.ts';
import { type FoundPlace, PlaceSearch } from './place-search.tsx';
import { useMeasure } from './use-measure.ts';
import './maps.css';

interface View {
  readonly fit?: Box;
  readonly go?: { readonly centre: Point; readonly zoom: number };
  readonly marker?: Point;
}

const noLayers: readonly CatalogueLayer[] = [];
/** Streets can be told apart here. */
const closeZoom = 16;

export default function MapPage(): ReactNode {
  const asked = useCatalogue();
  const layers = asked.data?.layers ?? noLayers;
  const [chosen, setChosen] = useState<readonly string[] | undefined>(undefined);
  const shown = chosen ?? firstShown(layers, undefined);
  const [view, setView] = useState<View>({});
  const [near, setNear] = useState<{ readonly layer: CatalogueLayer; readonly at: Point } | undefined>(
    undefined,
  );
  const [panel, setPanel] = useState(false);
  const measure = useMeasure();

  function show(place: FoundPlace): void {
    if (place.box) setView({ fit: place.box });
    else if (place.at) setView({ go: { centre: place.at, zoom: closeZoom }, marker: place.at });
  }
  const catalogue = asked.isPending ? (
    <Loading rows={5} />
  ) : (
    <LayerPanel layers={layers} shown={shown} onShown={setChosen} />
  );
  const nearest = near && (
    <section className="maps-near">
      <header>
        <h3>附近的{near.layer.title}</h3>
        <button
          type="button"
          className="city-icon-button"
          aria-label="关闭附近"
          onClick={() => setNear(undefined)}
        >
          ×
        </button>
      </header>
      <NearestList
        layer={near.layer}
        at={near.at}
        onChoose={(one) => show({ title: '', at: { lon: one.lon, lat: one.lat } })}
      />
    </section>
  );
  return (
    <div className="maps-page">
      <aside className="maps-side">
        <h1>一张图</h1>
        {catalogue}
        {nearest}
      </aside>
      <div className="maps-main">
        <div className="maps-bar">
          <PlaceSearch layers={layers.filter((layer) => shown.includes(layer.id))} onFound={show} />
          <Button className="maps-narrow" icon={<Icon name="layer" />} onClick={() => setPanel(true)}>
            图层
          </Button>
          <MeasureBar measure={measure} />
        </div>
        <CityMap
          layers={shown}
          extra={measure.layers}
          height="100%"
          legend={false}
          {...(view.fit ? { fit: view.fit } : {})}
          {...(view.go ? { go: view.go } : {})}
          {...(view.marker ? { marker: view.marker } : {})}
          {...(measure.kind !== undefined ? { onPoint: measure.add, card: () => null } : {})}
          onNearest={(feature, layer) => setNear({ layer, at: feature.at })}
        />
      </div>
      <Drawer
        open={panel || (near !== undefined && isNarrow())}
        placement="bottom"
        size={420}
        title="图层"
        rootClassName="maps-narrow"
        onClose={() => {
          setPanel(false);
          setNear(undefined);
        }}
      >
        {near ? nearest : catalogue}
      </Drawer>
    </div>
  );
}

function isNarrow(): boolean {
  return matchMedia('(max-width: 800px)').matches;
}
