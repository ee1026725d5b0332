/** Where a document was sent and what became of it; the sender may recall what was not received. */
import { Button, Pagination, Select } from 'antd';
import { type ReactNode, useState } from 'react';
import { askReason } from '../../../../../ui/confirm-danger.tsx';
import { Shown } from '../../../../../ui/empty.tsx';
import { momentText } from '../../../../../ui/form/city-time.ts';
import { useMay } from '../../../../../ui/session.ts';
import { StatusTag } from '../../../../../ui/status-tag.tsx';
import { tell } from '../../../../../ui/tell.ts';
import { useAct, useCall } from '../../../../../ui/use-call.ts';
import { useDepartments } from '../../../../../ui/sources.ts';
import contract from '../../contract.ts';
import { ResendButton } from './resend-button.tsx';
import { nameInList } from '../../data/document-kinds.ts';

const states = ['sent', 'received', 'returned', 'recalled'] as const;
type State = (typeof states)[number];
const pageSize = 50;

const tones: Readonly<Record<string, string>> = {
  sent: 'blue',
  received: 'green',
  returned: 'red',
  recalled: 'grey',
};

export function DeliveryTag({ status }: { readonly status: string }): ReactNode {
  return <StatusTag tone={tones[status]}>{nameInList('delivery-states', status)}</StatusTag>;
}

/** How far it has come: numbers by state that narrow the list, counties, organs; what waits is urged or called back together. */
export function DeliveryList({ document }: { readonly document: string }): ReactNode {
  const [state, setState] = useState<State | undefined>(undefined);
  const [area, setArea] = useState<string | undefined>(undefined);
  const [page, setPage] = useState(1);
  const asked = useCall(contract.routes.deliveryReceipts, {
    id: document,
    page,
    size: pageSize,
    ...(state === undefined ? {} : { state }),
    ...(area === undefined ? {} : { area }),
  });
  const departments = useDepartments();
  const may = useMay('office:distribute');
  const again = () => void asked.refetch();
  const countyName = (code: string | null) =>
    code === null
      ? '市直单位'
      : (
          departments.find((one) => one.area === code && one.id.endsWith('-government'))?.shortName ?? code
        ).replace(/(政府|管理委员会)$/, '');
  return (
    <Shown of={asked}>
      {({ counts, areas, rows, standing, total }) => (
        <>
          <div className="office-receipt-counts" role="group" aria-label="按状态查看">
            {states.map((one) => (
              <Button
                key={one}
                size="small"
                type={state === one ? 'primary' : 'default'}
                aria-pressed={state === one}
                onClick={() => {
                  setState(state === one ? undefined : one);
                  setPage(1);
                }}
              >
                {nameInList('delivery-states', one)} {counts[one]}
              </Button>
            ))}
            {areas.length > 1 && (
              <Select<string>
                size="small"
                allowClear
                aria-label="按县区查看"
                placeholder="全部县区"
                value={area ?? null}
                options={areas.map((one) => ({
                  value: one.area ?? '',
                  label: `${countyName(one.area)} ${one.received}/${one.total} 已签收`,
                }))}
                onChange={(code: string | undefined) => {
                  setArea(code);
                  setPage(1);
                }}
              />
            )}
          </div>
          <ul className="office-deliveries">
            {rows.map((row) => (
              <li key={row.id}>
                <b>{row.receiverName}</b>
                <span className="city-muted">{nameInList('delivery-kinds', row.kind)}</span>
                {row.resent && <StatusTag tone="blue">补发</StatusTag>}
                <DeliveryTag status={row.status} />
                <span className="city-muted city-number">{momentText(row.at)}</span>
                {row.urgedAt !== null && <span className="city-muted">已催签 {momentText(row.urgedAt)}</span>}
                {row.reason !== null && <span>{row.reason}</span>}
                {may && row.status === 'sent' && (
                  <ReasonButton
                    route={contract.routes.recallDelivery}
                    id={row.id}
                    title="撤回"
                    onDone={again}
                  />
                )}
              </li>
            ))}
          </ul>
          {total > pageSize && (
            <Pagination size="small" current={page} pageSize={pageSize} total={total} onChange={setPage} />
          )}
          {may && (
            <div className="office-receipt-acts">
              <ResendButton document={document} without={standing} onSent={again} />
              {counts.sent > 0 && <UrgeButton document={document} count={counts.sent} onDone={again} />}
              {counts.sent > 1 && <RecallAllButton document={document} onDone={again} />}
            </div>
          )}
        </>
      )}
    </Shown>
  );
}

function UrgeButton(props: {
  readonly document: string;
  readonly count: number;
  readonly onDone: () => void;
}): ReactNode {
  const { act, acting } = useAct(contract.routes.urgeReceivers, {
    onDone: ({ urged, without }) => {
      const missed = without === 0 ? '' : `，其中 ${without} 个单位没有签收人`;
      tell('success', `已向 ${urged} 个单位催签${missed}`);
      props.onDone();
    },
  });
  return (
    <Button loading={acting} onClick={() => void act({ id: props.document })}>
      催签未签收（{props.count}）
    </Button>
  );
}

function RecallAllButton(props: { readonly document: string; readonly onDone: () => void }): ReactNode {
  const { act, acting } = useAct(contract.routes.recallAll, {
    onDone: ({ recalled }) => {
      tell('success', `已撤回 ${recalled} 个单位`);
      props.onDone();
    },
  });
  async function ask(): Promise<void> {
    const reason = await askReason({
      title: '撤回全部未签收',
      okText: '全部撤回',
      hint: '已签收的单位不受影响。',
    });
    if (reason !== undefined) await act({ id: props.document, reason });
  }
  return (
    <Button danger loading={acting} onClick={() => void ask()}>
      撤回全部未签收
    </Button>
  );
}

type ReasonRoute = typeof contract.routes.recallDelivery | typeof contract.routes.returnDelivery;

/** A button that asks for a reason first. */
export function ReasonButton(props: {
  readonly route: ReasonRoute;
  readonly id: string;
  readonly title: string;
  readonly onDone: () => void;
}): ReactNode {
  const { route, id, title } = props;
  const { act, acting } = useAct(route, {
    onDone: () => {
      tell('success', `已${title}`);
      props.onDone();
    },
  });
  async function ask(): Promise<void> {
    const reason = await askReason({
      title: `${title}理由`,
      okText: title,
      ...(hints[title] ? { hint: hints[title] } : {}),
    });
    if (reason !== undefined) await act({ id, reason });
  }
  return (
    <button type="button" className="city-link" disabled={acting} onClick={() => void ask()}>
      {title}
    </button>
  );
}

const hints: Readonly<Record<string, string>> = {
  撤回: '撤回后收文单位读不到正文，也不能再签收。',
  退回: '退回后由发文单位处理，本单位不再读得到正文。',
};
