/** Warns of open cases of the same class near the place, and lets the official say which one this report belongs to. */
import { Alert, Radio } from 'antd';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import type { Point } from '../../../../../kernel/register.ts';
import { momentText } from '../../../../../ui/form/city-time.ts';
import { useMay } from '../../../../../ui/session.ts';
import { useCall } from '../../../../../ui/use-call.ts';
import contract from '../../contract.ts';
import { casePath } from '../rows/case-words.ts';

export function NearbyCases(props: {
  readonly matter: string | null;
  readonly at: Point | undefined;
  /** Case that the report goes into once it is registered; undefined registers it on its own. */
  readonly into: string | undefined;
  readonly onInto: (id: string | undefined) => void;
}): ReactNode {
  const { matter, at } = props;
  const mayMerge = useMay('urban-management:accept');
  const asked = useCall(
    contract.routes.nearby,
    { matter: matter ?? '', lon: at?.lon ?? 0, lat: at?.lat ?? 0 },
    { enabled: matter !== null && at !== undefined, fresh: 30_000 },
  );
  if (matter === null || at === undefined || asked.data === undefined) return null;
  const { rows, metres, hours } = asked.data;
  if (rows.length === 0)
    return (
      <p className="urban-clear" role="status">
        ✓ {metres} 米、{hours} 小时内没有同类在办案件
      </p>
    );
  return (
    <Alert
      type="warning"
      showIcon
      title={`${metres} 米、${hours} 小时内有 ${rows.length} 件同类在办案件，可能重复`}
      description={
        <Radio.Group
          className="urban-nearby"
          value={props.into ?? ''}
          onChange={(event) => props.onInto(String(event.target.value) || undefined)}
        >
          {rows.map((row) => (
            <div key={row.id}>
              {mayMerge && <Radio value={row.id}>登记后并入</Radio>}
              <Link to={casePath(row.id)} className="city-number">
                {row.number}
              </Link>{' '}
              {row.title}
              <span className="city-muted">
                {' '}
                · {row.stageTitle} · {row.metres} 米 · {momentText(row.openedAt)}
              </span>
            </div>
          ))}
          {mayMerge && (
            <div>
              <Radio value="">不是同一问题，单独登记</Radio>
            </div>
          )}
        </Radio.Group>
      }
    />
  );
}
