/** What a chief and a citizen both fill in about a problem: its kind, and where it is. */
import { type ReactNode, useMemo, useState } from 'react';
import type { Point } from '../../../../../kernel/register.ts';
import { Icon } from '../../../../../ui/icon.tsx';
import { locate } from '../../../../../ui/locate.ts';
import { MapFrame, type MapLayer } from '../../../../../ui/map-frame.tsx';
import { PhoneButton, PhoneField, PhoneSelect } from '../../../../../ui/phone/phone.tsx';
import { useCall } from '../../../../../ui/use-call.ts';
import contract from '../../contract.ts';
import { boxOf, riverLayer } from '../grade.tsx';

export function KindField(props: {
  readonly value: string;
  readonly error: string | undefined;
  readonly onChange: (kind: string) => void;
}): ReactNode {
  const kinds = useCall(contract.routes.kinds, {}, { fresh: 3_600_000 }).data?.rows ?? [];
  const hint = kinds.find(({ code }) => code === props.value)?.hint;
  return (
    <PhoneField label="问题类别" required error={props.error} {...(hint ? { hint } : {})}>
      <PhoneSelect
        value={props.value}
        options={kinds.map(({ code, name, group }) => ({
          value: code,
          label: group === name ? name : `${name}（${group}）`,
        }))}
        onChange={props.onChange}
      />
    </PhoneField>
  );
}

export function PlaceField(props: {
  readonly line: readonly (readonly [number, number])[];
  readonly value: Point | null;
  readonly error: string | undefined;
  readonly onChange: (at: Point) => void;
}): ReactNode {
  const { line, value } = props;
  const [go, setGo] = useState<{ centre: Point; zoom: number } | undefined>(undefined);
  const layers = useMemo((): readonly MapLayer[] => {
    const { id, title, from } = riverLayer('reach', '河段', [{ id: 'reach', name: '', line, grade: null }]);
    return [{ id, title, kind: 'line', from, colour: '#1677ff' }];
  }, [line]);
  const fit = boxOf(line);
  function choose(at: Point): void {
    props.onChange({ lon: Number(at.lon.toFixed(6)), lat: Number(at.lat.toFixed(6)) });
  }
  return (
    <>
      <PhoneButton
        plain
        onClick={() =>
          locate((at) => {
            choose(at);
            setGo({ centre: at, zoom: 16 });
          })
        }
      >
        <Icon name="locate" />
        用我现在的位置
      </PhoneButton>
      <div className="river-map">
        <MapFrame
          layers={layers}
          height={240}
          legend={false}
          label="点击地图选择问题位置"
          onPoint={choose}
          {...(fit ? { fit } : {})}
          {...(value ? { marker: value } : {})}
          {...(go ? { go } : {})}
        />
      </div>
      {props.error ? (
        <p className="phone-error" role="alert">
          {props.error}
        </p>
      ) : (
        <p className="phone-hint">
          {value ? '已选位置，不准的话在地图上重新点一下' : '在地图上点一下问题所在的地方'}
        </p>
      )}
    </>
  );
}
