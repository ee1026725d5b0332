/** The card of a clicked feature of an uploaded layer: all its attributes, and the way to its layer. */
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { Shown } from '../../../../ui/empty.tsx';
import { useCall } from '../../../../ui/use-call.ts';
import contract from '../contract.ts';
import { areaText, lengthText } from './texts.ts';

export function FeatureBox(props: {
  readonly layer: string;
  readonly id: string;
  readonly title: string;
}): ReactNode {
  const asked = useCall(contract.routes.features, { id: props.layer, feature: props.id }, { fresh: 60_000 });
  return (
    <Shown of={asked} rows={3}>
      {({ rows: [row] }) =>
        row === undefined ? (
          <p className="city-muted">图层刚刚有变化，请重新点选</p>
        ) : (
          <div className="maps-card">
            <p className="maps-card-layer">{props.title}</p>
            <h3>{row.title}</h3>
            <dl>
              {row.measure !== null && (
                <div>
                  <dt>{row.kind === 'area' ? '面积' : '长度'}</dt>
                  <dd>{row.kind === 'area' ? areaText(row.measure) : lengthText(row.measure)}</dd>
                </div>
              )}
              {Object.entries(row.properties)
                .filter(([, value]) => value !== null)
                .slice(0, 12)
                .map(([name, value]) => (
                  <div key={name}>
                    <dt>{name}</dt>
                    <dd>{String(value)}</dd>
                  </div>
                ))}
            </dl>
            <p className="maps-card-actions">
              <Link to={`/one-map/layers/${props.layer}?feature=${props.id}`}>查看明细</Link>
            </p>
          </div>
        )
      }
    </Shown>
  );
}
