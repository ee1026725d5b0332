/** The legend of the twin view: what colours and columns mean, and what is drawn beside the entities. */
import type { ReactNode } from 'react';
import type { CatalogueLayer } from '../../../../../engines/maps/web/layer/to-map-layer.ts';
import { deviceStates, stateNames } from '../../../../../engines/telemetry/contract.ts';
import { unitText } from '../../../../../engines/telemetry/web/device/device-words.ts';
import type { TwinKind } from '../../routes/twin-routes.ts';
import { colourOf } from './state-words.ts';
import { blocksKey, linesKey, type TwinState } from './use-twin-state.ts';

export function TwinLegend(props: {
  readonly state: TwinState;
  readonly kinds: readonly TwinKind[];
  readonly layers: readonly CatalogueLayer[];
  readonly hasBlocks: boolean;
  readonly dark: boolean;
}): ReactNode {
  const { state, kinds, layers, hasBlocks, dark } = props;
  const { hasLines, lines } = state.twin;
  const tooMany = lines.data?.lines.filter(({ more }) => more) ?? [];
  const switches = [
    ...(hasLines ? [{ key: linesKey, title: '河流、管线' }] : []),
    ...(hasBlocks ? [{ key: blocksKey, title: '建筑' }] : []),
    ...layers.map(({ id, title }) => ({ key: id, title })),
  ];
  return (
    <div className="twin-legend">
      <ul className="twin-legend-states" aria-label="颜色">
        {stateNames.map((name) => (
          <li key={name}>
            <i style={{ background: colourOf(name, dark) }} />
            {deviceStates[name]}
          </li>
        ))}
      </ul>
      <details>
        <summary>立柱和图层</summary>
        <Scales kinds={kinds} />
        {switches.map(({ key, title }) => (
          <label key={key}>
            <input
              type="checkbox"
              checked={state.shown.has(key)}
              onChange={(event) => state.show(key, event.target.checked)}
            />
            {title}
          </label>
        ))}
      </details>
      {tooMany.length > 0 && <p>{tooMany.map(({ title }) => title).join('、')}太多，放大后看得全</p>}
    </div>
  );
}

function Scales(props: { readonly kinds: readonly TwinKind[] }): ReactNode {
  const seen = new Map(
    props.kinds.flatMap(({ measure }) => {
      if (measure === null) return [];
      const unit = unitText(measure.unit);
      return [[`${measure.title} ${measure.from}—${measure.to} ${unit}`.trim(), measure] as const];
    }),
  );
  if (seen.size === 0) return <p>这里没有可以比较的数值</p>;
  return (
    <ul aria-label="立柱的刻度">
      {[...seen.keys()].map((text) => (
        <li key={text}>{text}</li>
      ))}
    </ul>
  );
}
