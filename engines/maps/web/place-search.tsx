/** The search box of the map: counties, coordinates, and records of the layers that are shown. */
import { useQuery } from '@tanstack/react-query';
import { AutoComplete, Input } from 'antd';
import { type ReactNode, useDeferredValue, useState } from 'react';
import type { Point } from '../../../kernel/register.ts';
import { call, callFile } from '../../../ui/call.ts';
import { preparePinyin } from '../../../ui/form/match-pinyin.ts';
import registersContract from '../../registers/contract.ts';
import contract from '../contract.ts';
import type { CatalogueLayer } from './layer/to-map-layer.ts';
import { type Box, findAreas, type Outline, readCoordinate } from './place/find-place.ts';
import { pointIn, titleIn } from './place/read-row.ts';

export interface FoundPlace {
  readonly title: string;
  readonly box?: Box;
  readonly at?: Point;
}

const mostRows = 6;

export function PlaceSearch(props: {
  readonly layers: readonly CatalogueLayer[];
  readonly onFound: (place: FoundPlace) => void;
}): ReactNode {
  const [text, setText] = useState('');
  const query = useDeferredValue(text.trim());
  const outlines = useOutlines();
  const rows = useRows(query, props.layers);
  const at = readCoordinate(query);
  const areas = findAreas(query, outlines);
  const places = new Map<string, FoundPlace>([
    ...(at ? [['point', { title: `定位到 ${at.lon}, ${at.lat}`, at }] as const] : []),
    ...areas.map((area) => [`area ${area.code}`, { title: area.name, box: area.box }] as const),
    ...rows.map((row) => [`row ${row.id}`, { title: row.title, at: row.at }] as const),
  ]);
  return (
    <AutoComplete
      className="maps-search"
      value={text}
      options={[...places].map(([value, place]) => ({ value, label: place.title }))}
      onSearch={setText}
      onFocus={() => void preparePinyin()}
      onSelect={(value: string) => {
        const place = places.get(value);
        if (!place) return;
        setText(place.title);
        props.onFound(place);
      }}
      notFoundContent={query === '' ? null : '没有找到，可输入区县、经纬度或图层中的名称'}
    >
      <Input.Search
        allowClear
        placeholder="区县、经纬度或名称"
        aria-label="在地图上查找"
        onSearch={() => [...places.values()].slice(0, 1).forEach(props.onFound)}
      />
    </AutoComplete>
  );
}

function useOutlines(): readonly Outline[] {
  const asked = useQuery({
    queryKey: ['source', 'map outlines'],
    queryFn: async () => {
      const { blob } = await callFile(contract.routes.outlines, {});
      return (JSON.parse(await blob.text()) as { readonly features: readonly Outline[] }).features;
    },
    staleTime: Number.POSITIVE_INFINITY,
  });
  return asked.data ?? [];
}

interface FoundRow {
  readonly id: string;
  readonly title: string;
  readonly at: Point;
}

/** Asks the registers behind the shown layers by their own full-text search; a register that refuses finds nothing. */
function useRows(text: string, layers: readonly CatalogueLayer[]): readonly FoundRow[] {
  const registers = [...new Set(layers.map((layer) => layer.register))].slice(0, 4);
  const asked = useQuery({
    queryKey: ['source', 'map rows', registers, text],
    enabled: text.length >= 2 && readCoordinate(text) === undefined && registers.length > 0,
    staleTime: 30_000,
    queryFn: async ({ signal }) => {
      const replies = await Promise.allSettled(
        registers.map((register) =>
          call(registersContract.routes.list, { register, search: text, size: mostRows }, { signal }),
        ),
      );
      return replies.flatMap((reply, index) => {
        if (reply.status !== 'fulfilled') return [];
        const layer = layers.find((one) => one.register === registers[index]);
        return reply.value.rows.flatMap((row): FoundRow[] => {
          const at = pointIn(row);
          return at ? [{ id: row.id, title: `${titleIn(row)}(${layer?.title ?? ''})`, at }] : [];
        });
      });
    },
  });
  return asked.data ?? [];
}
