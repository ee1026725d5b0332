/** Where it is: the phone's own position, a tap on the map, or town and village by name; each works without the others. */
import { type ReactNode, useState } from 'react';
import maps from '../../../../../engines/maps/contract.ts';
import type { Point } from '../../../../../kernel/register.ts';
import { Icon } from '../../../../../ui/icon.tsx';
import { MapFrame } from '../../../../../ui/map-frame.tsx';
import { PhoneButton, PhoneField, PhoneInput } from '../../../../../ui/phone/phone.tsx';
import { useCall } from '../../../../../ui/use-call.ts';
import { AreaSteps } from './area-steps.tsx';
import type { ReportProblems, ReportValues } from './report-draft.ts';

export function PlacePart(props: {
  readonly values: ReportValues;
  readonly problems: ReportProblems;
  readonly change: (part: Partial<ReportValues>) => void;
}): ReactNode {
  const { values, change, problems } = props;
  const [way, setWay] = useState<'map' | 'names' | undefined>(undefined);
  const [said, setSaid] = useState<string | undefined>(undefined);
  const [go, setGo] = useState<{ centre: Point; zoom: number } | undefined>(undefined);
  const shown = way ?? (values.area !== '' && !values.position ? 'names' : 'map');
  function choose(at: Point): void {
    change({ position: round(at), area: '' });
    setSaid(undefined);
  }
  function ask(): void {
    setSaid('正在定位…');
    findPosition().then(
      (at) => {
        choose(at);
        setGo({ centre: at, zoom: 16 });
        setWay('map');
      },
      () => {
        setSaid('没有取到您的位置。请在地图上点一下，或按名称选择所在村（社区）');
        setWay('map');
      },
    );
  }
  return (
    <div className="report-place">
      <PhoneButton plain onClick={ask}>
        <Icon name="locate" />
        用我现在的位置
      </PhoneButton>
      <div className="report-ways" role="group" aria-label="选择位置的方法">
        <button type="button" aria-pressed={shown === 'map'} onClick={() => setWay('map')}>
          地图上点选
        </button>
        <button type="button" aria-pressed={shown === 'names'} onClick={() => setWay('names')}>
          按地名选择
        </button>
      </div>
      <p role="status" className="phone-hint">
        {said}
      </p>
      {shown === 'map' ? (
        <>
          <div className="report-map">
            <MapFrame
              height={260}
              label="点击地图选择事发位置"
              onPoint={choose}
              {...(values.position ? { marker: values.position, centre: values.position } : {})}
              {...(go ? { go } : {})}
            />
          </div>
          {values.position ? (
            <PlaceWords at={values.position} />
          ) : (
            <p className="phone-hint">放大地图，在事发的地方点一下</p>
          )}
        </>
      ) : (
        <AreaSteps value={values.area} onChange={(area) => change({ area, position: null })} />
      )}
      {problems.position && (
        <p className="phone-error" role="alert">
          {problems.position}
        </p>
      )}
      <PhoneField
        label="具体位置"
        required
        error={problems.address}
        hint="如：颍河路与清河路交叉口东南角，公交站旁"
      >
        <PhoneInput
          value={values.address}
          maxLength={256}
          placeholder="路名、门牌或旁边的单位"
          onChange={(address) => change({ address })}
        />
      </PhoneField>
    </div>
  );
}

function PlaceWords(props: { readonly at: Point }): ReactNode {
  const { lon, lat } = props.at;
  const asked = useCall(maps.routes.locate, { lon, lat }, { fresh: 600_000 });
  const place = asked.data;
  if (place && !place.inCity)
    return (
      <p className="phone-error" role="alert">
        这里不在阜阳市范围内，请重新选点
      </p>
    );
  return (
    <p className="report-picked" role="status">
      <Icon name="check" /> 已选位置{place ? `：${place.narrowest?.name ?? place.county?.name ?? ''}` : ''}
      。不准的话在地图上重新点一下
    </p>
  );
}

function round(at: Point): Point {
  return { lon: Number(at.lon.toFixed(6)), lat: Number(at.lat.toFixed(6)) };
}

const waitMilliseconds = 10_000;

/** Rejects when there is none, whatever the reason: the page then offers the other ways. */
function findPosition(): Promise<Point> {
  return new Promise((resolve, reject) => {
    if (!('geolocation' in navigator)) return reject(new Error('no geolocation'));
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => resolve({ lon: coords.longitude, lat: coords.latitude }),
      () => reject(new Error('no position')),
      { enableHighAccuracy: true, timeout: waitMilliseconds, maximumAge: 30_000 },
    );
  });
}
