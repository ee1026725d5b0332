/** What an entity measures: value, unit, time and quality; choosing one draws its last day. */
import type { ReactNode } from 'react';
import { qualities } from '../../../../../engines/telemetry/contract.ts';
import {
  qualityTitle,
  unitText,
  valueText,
} from '../../../../../engines/telemetry/web/device/device-words.ts';
import { momentText } from '../../../../../ui/form/city-time.ts';
import { StatusTag } from '../../../../../ui/status-tag.tsx';
import type { TwinEntity } from '../../routes/twin-routes.ts';

type Value = TwinEntity['values'][number];

export function ValueList(props: {
  readonly values: readonly Value[];
  readonly chosen: string | null;
  readonly onChoose?: (property: string) => void;
}): ReactNode {
  if (props.values.length === 0) return <p className="twin-more">没有可以显示的属性</p>;
  return (
    <ul className="twin-values" aria-label="读数">
      {props.values.map((value) => (
        <li key={value.property}>
          {props.onChoose && value.type !== 'text' ? (
            <button
              type="button"
              aria-pressed={value.property === props.chosen}
              onClick={() => props.onChoose?.(value.property)}
            >
              <Line value={value} />
            </button>
          ) : (
            <Line value={value} />
          )}
        </li>
      ))}
    </ul>
  );
}

function Line({ value }: { readonly value: Value }): ReactNode {
  const text = valueText(value, value);
  return (
    <>
      <span>{value.title}</span>
      <b>
        {text}
        {text !== '—' && <small>{unitText(value.unit)}</small>}
      </b>
      <time>{value.at === null ? '没有读数' : momentText(value.at).slice(5)}</time>
      {value.quality !== null && !qualities[value.quality].valid && (
        <StatusTag tone="yellow">{qualityTitle(value.quality)}</StatusTag>
      )}
    </>
  );
}
