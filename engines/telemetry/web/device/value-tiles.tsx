/** The last value of each property; choosing one draws its curve. */
import type { ReactNode } from 'react';
import { momentText } from '../../../../ui/form/city-time.ts';
import type { LastValue } from '../../routes/device-routes.ts';
import type { PropertySpec } from '../../thing-model.ts';
import { qualities } from '../../quality.ts';
import { qualityTitle, unitText, valueText } from './device-words.ts';

export interface ValueTilesProps {
  readonly properties: readonly PropertySpec[];
  readonly values: ReadonlyMap<string, LastValue>;
  readonly chosen: string;
  readonly onChoose: (property: string) => void;
}

export function ValueTiles(props: ValueTilesProps): ReactNode {
  return (
    <div className="telemetry-values">
      {props.properties.map((property) => {
        const last = props.values.get(property.name);
        const doubtful = last !== undefined && !qualities[last.quality].valid;
        return (
          <button
            key={property.name}
            type="button"
            className="telemetry-value"
            aria-pressed={property.name === props.chosen}
            disabled={property.type === 'text'}
            onClick={() => props.onChoose(property.name)}
          >
            <span className="telemetry-value-title">{property.title}</span>
            <span className="telemetry-value-number">
              {valueText(property, last)}
              <small>{unitText(property.unit)}</small>
            </span>
            <span className="telemetry-value-at">
              {last ? momentText(last.at) : '还没有读数'}
              {doubtful && last && <b>{qualityTitle(last.quality)}</b>}
            </span>
          </button>
        );
      })}
    </div>
  );
}
