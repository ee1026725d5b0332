/** The search box of the map: coordinates, divisions by name or pinyin, and records of the layers that the person may see. */
import { useQuery } from '@tanstack/react-query';
import { AutoComplete, Input } from 'antd';
import { type ReactNode, useDeferredValue, useState } from 'react';
import type { Point } from '../../../kernel/register.ts';
import type { OutputOf } from '../../../kernel/contract.ts';
import { callFile } from '../../../ui/call.ts';
import { useCall } from '../../../ui/use-call.ts';
import { preparePinyin } from '../../../ui/form/match-pinyin.ts';
import contract from '../contract.ts';
import { type Box, boxOf, findAreas, type Outline, readCoordinate } from './place/find-place.ts';

export interface FoundPlace {
  readonly title: string;
  readonly box?: Box;
  readonly at?: Point;
  readonly detail?: string;
}

type Known = OutputOf<typeof contract.routes.places>['places'][number];

const mostPlaces = 8;

function toFound(place: Known, outlines: readonly Outline[]): FoundPlace | undefined {
  const shown = { title: place.title, detail: detailOf(place) };
  if (place.at) return { ...shown, at: place.at };
  const county = outlines.find(({ properties }) => properties.code.slice(0, 6) === place.code?.slice(0, 6));
  return county && { ...shown, box: boxOf(county.geometry.coordinates) };
}

export function PlaceSearch(props: { readonly onFound: (place: FoundPlace) => void }): ReactNode {
  const [text, setText] = useState('');
  const query = useDeferredValue(text.trim());
  const outlines = useOutlines();
  const known = usePlaces(query);
  const at = readCoordinate(query);
  const areas = findAreas(query, outlines);
  const places = new Map<string, FoundPlace>([
    ...(at ? [['point', { title: `定位到 ${at.lon}, ${at.lat}`, at }] as const] : []),
    ...areas.map((area) => [`area ${area.code}`, { title: area.name, box: area.box }] as const),
    ...known.flatMap((place) => {
      const found = toFound(place, outlines);
      // Counties stand there already, with their whole outline.
      const isListed = areas.some(({ code }) => place.kind === 'division' && code === place.code);
      return found === undefined || isListed ? [] : [[`place ${place.id ?? place.code}`, found] as const];
    }),
  ]);
  return (
    <AutoComplete
      className="maps-search"
      value={text}
      options={[...places].map(([value, { title, detail }]) => ({
        value,
        label: (
          <span className="maps-found">
            {title}
            {detail && <span className="city-muted">{detail}</span>}
          </span>
        ),
      }))}
      onSearch={setText}
      onFocus={() => void preparePinyin()}
      onSelect={(value: string) => {
        const place = places.get(value);
        if (!place) return;
        setText(place.title);
        props.onFound(place);
      }}
      notFoundContent={query === '' ? null : '没有找到，可输入区县、乡镇、村、经纬度或图层中的名称'}
    >
      <Input.Search
        allowClear
        placeholder="地名、经纬度或名称"
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

/** How a place is told from others of its name, and how exact it is. */
function detailOf(place: Known): string {
  if (place.kind === 'record') return place.layer ?? '';
  if (place.by === 'records') return `按 ${place.records} 条记录估计的中心`;
  return place.by === 'none' ? '只定到区县' : '区划';
}

/** Asks the city's names and the records of every layer that the person may see. */
function usePlaces(text: string): readonly Known[] {
  const asked = useCall(
    contract.routes.places,
    { text, limit: mostPlaces },
    { fresh: 30_000, enabled: text.length >= 2 && readCoordinate(text) === undefined },
  );
  return asked.data?.places ?? [];
}
