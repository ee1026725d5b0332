/** Disputes, delays and suspensions that wait for this person's answer; each leads to its case, where it is decided. */
import { Drawer } from 'antd';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import flow from '../../../../../engines/flow/contract.ts';
import { Empty, Shown } from '../../../../../ui/empty.tsx';
import { momentText } from '../../../../../ui/form/city-time.ts';
import { StatusTag } from '../../../../../ui/status-tag.tsx';
import { useCall } from '../../../../../ui/use-call.ts';
import { casePath, caseType } from '../rows/case-words.ts';

const tones: Readonly<Record<string, string>> = { dispute: 'red', delay: 'yellow', suspend: 'purple' };

export function RequestDrawer(props: { readonly open: boolean; readonly onClose: () => void }): ReactNode {
  return (
    <Drawer open={props.open} onClose={props.onClose} size={640} title="待我审定的申请" destroyOnHidden>
      <Requests />
    </Drawer>
  );
}

function Requests(): ReactNode {
  const asked = useCall(flow.routes.requests, { type: caseType, size: 100 });
  return (
    <Shown of={asked}>
      {({ rows, more }) =>
        rows.length === 0 ? (
          <Empty text="没有等待您审定的异议、延期或缓办申请" />
        ) : (
          <ul className="urban-requests">
            {rows.map((row) => (
              <li key={row.id}>
                <p>
                  <StatusTag tone={tones[row.kind]}>{row.kindTitle}</StatusTag>{' '}
                  <Link to={casePath(row.caseId)}>
                    <span className="city-number">{row.number}</span> {row.title}
                  </Link>
                </p>
                <p>{row.reason}</p>
                <p className="city-muted">
                  {row.unitName ?? ''} {row.askedName} · {momentText(row.askedAt)}
                </p>
              </li>
            ))}
            {more && <li className="city-muted">还有更多，请到“我的待办”查看</li>}
          </ul>
        )
      }
    </Shown>
  );
}
