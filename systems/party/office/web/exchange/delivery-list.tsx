/** Where a document was sent and what became of it; the sender may recall what was not received. */
import type { ReactNode } from 'react';
import registers from '../../../../../engines/registers/contract.ts';
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

const tones: Readonly<Record<string, string>> = {
  sent: 'blue',
  received: 'green',
  returned: 'red',
  recalled: 'grey',
};

export function DeliveryTag({ status }: { readonly status: string }): ReactNode {
  return <StatusTag tone={tones[status]}>{nameInList('delivery-states', status)}</StatusTag>;
}

function standing(row: { readonly [field: string]: unknown }): boolean {
  return row['status'] === 'sent' || row['status'] === 'received';
}

export function DeliveryList({ document }: { readonly document: string }): ReactNode {
  const where = JSON.stringify({ document });
  const asked = useCall(registers.routes.list, { register: 'office.delivery', where, size: 200 });
  const departments = useDepartments();
  const may = useMay('office:distribute');
  const nameOf = (id: unknown) => departments.find((one) => one.id === id)?.shortName ?? String(id);
  return (
    <Shown of={asked}>
      {({ rows }) => (
        <>
          <ul className="office-deliveries">
            {rows.map((row) => (
              <li key={row.id}>
                <b>{nameOf(row['receiver'])}</b>
                <span className="city-muted">{nameInList('delivery-kinds', String(row['kind']))}</span>
                {row['resent'] === true && <StatusTag tone="blue">补发</StatusTag>}
                <DeliveryTag status={String(row['status'])} />
                <span className="city-muted city-number">
                  {momentText((row['settledAt'] ?? row['sentAt']) as string)}
                </span>
                {typeof row['reason'] === 'string' && <span>{row['reason']}</span>}
                {may && row['status'] === 'sent' && (
                  <ReasonButton
                    route={contract.routes.recallDelivery}
                    id={row.id}
                    title="撤回"
                    onDone={() => void asked.refetch()}
                  />
                )}
              </li>
            ))}
          </ul>
          {may && (
            <ResendButton
              document={document}
              without={rows.filter(standing).map((row) => String(row['receiver']))}
              onSent={() => void asked.refetch()}
            />
          )}
        </>
      )}
    </Shown>
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
