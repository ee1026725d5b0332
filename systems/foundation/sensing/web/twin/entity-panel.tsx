/** Beside the map: the open entity, or all that the map shows, the gravest first, for hand and keyboard. */
import type { ReactNode } from 'react';
import { deviceStates, stateNames } from '../../../../../engines/telemetry/contract.ts';
import { unitText, valueText } from '../../../../../engines/telemetry/web/device/device-words.ts';
import { Empty, Loading } from '../../../../../ui/empty.tsx';
import { StatusTag } from '../../../../../ui/status-tag.tsx';
import type { Placed, TwinKind } from '../../routes/twin-routes.ts';
import { EntityCard } from './entity-card.tsx';
import { stateTones } from './state-words.ts';
import { keyOf } from './twin-layers.ts';
import type { TwinState } from './use-twin-state.ts';

const mostListed = 100;

export function EntityPanel({ state }: { readonly state: TwinState }): ReactNode {
  const { chosen, at } = state;
  if (chosen !== undefined)
    return <EntityCard key={`${chosen.kind}/${chosen.id}`} chosen={chosen} at={at} state={state} />;
  const { data, error } = state.twin.view;
  if (data === undefined) return error ? null : <Loading rows={8} />;
  if (data.entities === null)
    return <Empty text="图上的实体太多，已按格汇总" hint="放大地图，或点一个汇总点，就能逐个查看" />;
  if (data.entities.length === 0) return <Empty text="图上这一带没有实体" />;
  const listed = data.entities
    .toSorted((a, b) => stateNames.indexOf(a[5]) - stateNames.indexOf(b[5]))
    .slice(0, mostListed);
  return (
    <ul className="twin-entities" aria-label="图上的实体">
      {listed.map((entity) => (
        <li key={keyOf(entity)}>
          <button
            type="button"
            onClick={() => {
              const [kind, id, , lon, lat] = entity;
              state.choose({ kind, id });
              state.fly({ lon, lat });
            }}
          >
            <StatusTag tone={stateTones[entity[5]]}>{deviceStates[entity[5]]}</StatusTag>
            <span>{entity[2]}</span>
            <Compared entity={entity} kind={data.kinds[entity[6]]} />
          </button>
        </li>
      ))}
      {data.entities.length > listed.length && (
        <li className="twin-more">另有 {data.entities.length - listed.length} 个，请放大地图或在图上点选</li>
      )}
    </ul>
  );
}

function Compared(props: { readonly entity: Placed; readonly kind: TwinKind | undefined }): ReactNode {
  const value = props.entity[7];
  const measure = props.kind?.measure;
  if (value === null || measure == null) return <em>—</em>;
  return (
    <em>
      {valueText({ type: 'number', precision: measure.precision }, { value, words: null })}
      <small>{unitText(measure.unit)}</small>
    </em>
  );
}
