/** The card of one moving device: what it is, what it measured last, and the way to its page. */
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { Shown } from '../../../../ui/empty.tsx';
import { momentText } from '../../../../ui/form/city-time.ts';
import { StatusTag } from '../../../../ui/status-tag.tsx';
import { useCall } from '../../../../ui/use-call.ts';
import contract from '../../contract.ts';
import { unitText, valueText } from '../device/device-words.ts';
import { paths } from '../paths.ts';
import { states, type Target } from './target.ts';

const mostValues = 8;

export function TargetCard(props: { readonly target: Target; readonly onClose: () => void }): ReactNode {
  const { target } = props;
  const { title, tone } = states[target.state];
  const reply = useCall(contract.routes.device, { id: target.id }, { every: 10_000, keep: true });
  return (
    <div className="city-map-card telemetry-target" role="dialog" aria-label={target.name}>
      <button type="button" className="city-map-card-close" aria-label="关闭" onClick={props.onClose}>
        ×
      </button>
      <p className="telemetry-target-head">
        <StatusTag tone={tone}>{title}</StatusTag>
        {target.state === 'alarm' && (
          <StatusTag tone={target.online ? 'green' : 'grey'}>{target.online ? '在线' : '离线'}</StatusTag>
        )}
      </p>
      <h3>{target.name}</h3>
      <p className="city-muted">位置时间 {momentText(new Date(target.at * 1000).toISOString())}</p>
      <Shown of={reply} rows={3}>
        {({ code, properties, last }) => (
          <dl>
            <dt>编码</dt>
            <dd>{code}</dd>
            {properties.slice(0, mostValues).map((property) => (
              <Value
                key={property.name}
                title={property.title}
                text={valueText(
                  property,
                  last.find((value) => value.property === property.name),
                )}
                unit={unitText(property.unit)}
              />
            ))}
          </dl>
        )}
      </Shown>
      <Link to={paths.device(target.id)}>打开设备</Link>
    </div>
  );
}

function Value(props: { readonly title: string; readonly text: string; readonly unit: string }): ReactNode {
  return (
    <>
      <dt>{props.title}</dt>
      <dd>
        {props.text} {props.text !== '—' && <small>{props.unit}</small>}
      </dd>
    </>
  );
}
