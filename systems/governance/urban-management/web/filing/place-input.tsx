/** Chooses the place on the map of the desk, and says at once in which area and grid it lies. */
import { Button, Space } from 'antd';
import { type ReactNode, useState } from 'react';
import maps from '../../../../../engines/maps/contract.ts';
import { CityMap, type CityMapProps } from '../../../../../engines/maps/web/city-map.tsx';
import type { Point } from '../../../../../kernel/register.ts';
import { Icon } from '../../../../../ui/icon.tsx';
import { locate } from '../../../../../ui/locate.ts';
import { useCall } from '../../../../../ui/use-call.ts';

const layers = ['urban-management.cases', 'urban-management.components'];

export function PlaceInput(props: {
  readonly id?: string;
  readonly value?: unknown;
  readonly onChange?: (point: Point | null) => void;
}): ReactNode {
  const value = pointOf(props.value);
  const [go, setGo] = useState<CityMapProps['go']>(value && { centre: value, zoom: 15 });
  const choose = (at: Point) =>
    props.onChange?.({ lon: Number(at.lon.toFixed(6)), lat: Number(at.lat.toFixed(6)) });
  return (
    <div className="urban-place" id={props.id} tabIndex={-1}>
      <div className="urban-place-map">
        <CityMap
          layers={layers}
          height={300}
          legend={false}
          label="点击地图选择事发位置"
          onPoint={choose}
          card={() => null}
          {...(value ? { marker: value } : {})}
          {...(go ? { go } : {})}
        />
      </div>
      <Space wrap>
        <Button
          icon={<Icon name="locate" />}
          onClick={() =>
            locate((at) => {
              choose(at);
              setGo({ centre: at, zoom: 16 });
            })
          }
        >
          当前位置
        </Button>
        {value && <Button onClick={() => props.onChange?.(null)}>清除</Button>}
        {value ? <PlaceWords at={value} /> : <span className="city-muted">在地图上点一下选择位置</span>}
      </Space>
    </div>
  );
}

function PlaceWords(props: { readonly at: Point }): ReactNode {
  const { lon, lat } = props.at;
  const asked = useCall(maps.routes.locate, { lon, lat }, { fresh: 600_000 });
  const grids = useCall(
    maps.routes.nearest,
    { layer: 'urban-management.grids', lon, lat, metres: 100, limit: 1 },
    { fresh: 600_000 },
  );
  const place = asked.data;
  const grid = grids.data?.features[0]?.shown['name'];
  return (
    <span aria-live="polite">
      <span className="city-number">
        {lon.toFixed(6)}, {lat.toFixed(6)}
      </span>{' '}
      {place && !place.inCity && <b className="urban-bad">不在本市范围内，请重新选点</b>}
      {place?.inCity && (
        <>
          位于 <b>{place.narrowest?.name ?? place.county?.name ?? '本市'}</b>
          {grid && (
            <>
              ，附近网格 <b>{grid}</b>
            </>
          )}
        </>
      )}
    </span>
  );
}

export function pointOf(value: unknown): Point | undefined {
  const at = value as Partial<Point> | null | undefined;
  return typeof at?.lon === 'number' && typeof at.lat === 'number' ? { lon: at.lon, lat: at.lat } : undefined;
}
