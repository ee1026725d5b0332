/** Chooses an area: drawn on the map corner by corner, typed, pasted from a layer, or the outline of a county. */
import { useQuery } from '@tanstack/react-query';
import { Button, Input, Modal, Select } from 'antd';
import { type ReactNode, useMemo, useState } from 'react';
import { callFile } from '../../../ui/call.ts';
import { MapFrame, type MapLayer } from '../../../ui/map-frame.tsx';
import contract from '../contract.ts';
import './maps.css';
import {
  areaOfGeoJson,
  boxOfArea,
  cornerLine,
  cornersIn,
  type DrawnArea,
  readArea,
} from './place/read-area.ts';

export interface NamedArea {
  readonly title: string;
  readonly shape: DrawnArea;
}

export interface AreaInputProps {
  readonly value?: NamedArea;
  readonly onChange?: (area: NamedArea) => void;
  readonly id?: string;
}

const colour = '#d4380d';

export function AreaInput(props: AreaInputProps): ReactNode {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button {...(props.id ? { id: props.id } : {})} onClick={() => setOpen(true)}>
        {props.value ? `“${props.value.title}”` : '画出范围…'}
      </Button>
      <Modal
        open={open}
        title="范围"
        width={820}
        footer={null}
        destroyOnHidden
        onCancel={() => setOpen(false)}
      >
        <Drawing
          start={props.value}
          onDone={(area) => {
            props.onChange?.(area);
            setOpen(false);
          }}
        />
      </Modal>
    </>
  );
}

interface County {
  readonly name: string;
  readonly shape: DrawnArea;
}

/** Counties with their outlines. */
function useCounties(): readonly County[] {
  const asked = useQuery({
    queryKey: ['source', 'county outlines'],
    queryFn: async () => {
      const { blob } = await callFile(contract.routes.outlines, {});
      const { features } = JSON.parse(await blob.text()) as {
        features: { properties: { name: string } }[];
      };
      return features.flatMap((feature) => {
        const shape = areaOfGeoJson(feature);
        return shape === undefined ? [] : [{ name: feature.properties.name, shape }];
      });
    },
    staleTime: Number.POSITIVE_INFINITY,
  });
  return asked.data ?? [];
}

function Drawing(props: {
  readonly start: NamedArea | undefined;
  readonly onDone: (area: NamedArea) => void;
}): ReactNode {
  const counties = useCounties();
  const [title, setTitle] = useState(props.start?.title ?? '');
  // An outline is not text: nobody edits a thousand corners by hand.
  const [given, setGiven] = useState(props.start?.shape);
  const [text, setText] = useState('');
  const shape = useMemo(() => given ?? readArea(text), [given, text]);
  const layers = useMemo(() => layersOf(shape, text), [shape, text]);
  const fit = useMemo(() => given && boxOfArea(given), [given]);
  function edit(next: string): void {
    setGiven(undefined);
    setText(next);
  }
  return (
    <div className="maps-area-input">
      <div className="maps-area-bar">
        <Input
          aria-label="范围名称"
          placeholder="范围名称，例如 渣土车禁行区"
          maxLength={40}
          value={title}
          onChange={(event) => setTitle(event.target.value)}
        />
        <Select<string>
          aria-label="取区县界线"
          placeholder="取区县界线"
          value={null}
          options={counties.map(({ name }) => ({ value: name, label: name }))}
          onChange={(name) => {
            setText('');
            setGiven(counties.find((each) => each.name === name)?.shape);
            setTitle(name);
          }}
        />
      </div>
      <MapFrame
        height={360}
        label="画范围的地图"
        legend={false}
        layers={layers}
        {...(fit ? { fit } : {})}
        onPoint={(at) =>
          edit(
            `${given === undefined && !isPasted(text) ? `${text.trimEnd()}\n` : ''}${cornerLine(at)}`.trimStart(),
          )
        }
      />
      <Input.TextArea
        aria-label="界线上的点"
        rows={4}
        placeholder={'在地图上依次点出界线，或每行输入“经度,纬度”，或粘贴图层要素的 GeoJSON'}
        value={
          given === undefined ? text : `（已有界线，${given.flat(2).length} 个点；点地图或在此输入即重画）`
        }
        onChange={(event) => edit(given === undefined ? event.target.value : '')}
      />
      <div className="maps-area-bar">
        <Button
          disabled={given === undefined && text === ''}
          onClick={() =>
            edit(isPasted(text) || given ? '' : text.trimEnd().split('\n').slice(0, -1).join('\n'))
          }
        >
          {given || isPasted(text) ? '重画' : '退一点'}
        </Button>
        <Button
          type="primary"
          disabled={shape === undefined || title.trim() === ''}
          onClick={() => shape && props.onDone({ title: title.trim(), shape })}
        >
          用这个范围
        </Button>
      </div>
    </div>
  );
}

function isPasted(text: string): boolean {
  return text.trimStart().startsWith('{');
}

function layersOf(shape: DrawnArea | undefined, text: string): readonly MapLayer[] {
  const path =
    shape === undefined && !isPasted(text) ? cornersIn(text).filter((each) => each.length === 2) : [];
  const feature = (geometry: object) =>
    ({ type: 'Feature' as const, properties: {}, geometry }) as GeoJSON.Feature;
  const areas = (shape ?? []).map((polygon) =>
    feature({ type: 'Polygon', coordinates: polygon.map((ring) => [...ring, ...ring.slice(0, 1)]) }),
  );
  const of = (features: GeoJSON.Feature[]) => ({ geojson: { type: 'FeatureCollection' as const, features } });
  return [
    { id: 'drawn-area', title: '范围', kind: 'area', colour, from: of(areas) },
    {
      id: 'drawn-line',
      title: '界线',
      kind: 'line',
      colour,
      from: of(path.length > 1 ? [feature({ type: 'LineString', coordinates: path })] : []),
    },
    {
      id: 'drawn-points',
      title: '点',
      kind: 'point',
      colour,
      from: of(path.map((coordinates) => feature({ type: 'Point', coordinates }))),
    },
  ];
}
