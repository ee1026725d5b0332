/** Documents that were sent to this organ and wait for a receipt. */
import { Button, Drawer } from 'antd';
import { type ReactNode, useState } from 'react';
import { Empty, Shown } from '../../../../../ui/empty.tsx';
import { momentText } from '../../../../../ui/form/city-time.ts';
import { useMay } from '../../../../../ui/session.ts';
import { useDepartments } from '../../../../../ui/sources.ts';
import { StatusTag } from '../../../../../ui/status-tag.tsx';
import { tell } from '../../../../../ui/tell.ts';
import { useAct, useCall } from '../../../../../ui/use-call.ts';
import contract from '../../contract.ts';
import { nameInList } from '../../data/document-kinds.ts';
import { Paper, SentPreview } from '../draft/page-preview.tsx';
import { SentFiles } from './sent-files.tsx';
import { ReasonButton } from './delivery-list.tsx';

interface WaitingRow {
  readonly id: string;
  readonly [field: string]: unknown;
}

export function WaitingList(props: {
  readonly rows: readonly WaitingRow[];
  readonly onReceived: (incoming: string) => void;
  readonly onSettled: () => void;
}): ReactNode {
  const { rows } = props;
  const [shown, setShown] = useState<string | undefined>(undefined);
  if (rows.length === 0) return <Empty text="没有待签收的来文" />;
  return (
    <ul className="office-waiting">
      {rows.map((row) => (
        <Waiting key={row.id} row={row} {...props} onShow={() => setShown(row.id)} />
      ))}
      <Drawer open={shown !== undefined} title="来文" size={640} onClose={() => setShown(undefined)}>
        {shown !== undefined && <Sent id={shown} />}
      </Drawer>
    </ul>
  );
}

function Waiting(props: {
  readonly row: WaitingRow;
  readonly onReceived: (incoming: string) => void;
  readonly onSettled: () => void;
  readonly onShow: () => void;
}): ReactNode {
  const { row } = props;
  const departments = useDepartments();
  const may = useMay('office:receive');
  const { act, acting } = useAct(contract.routes.receive, {
    onDone: ({ id, number }) => {
      tell('success', `已签收登记，收文编号 ${number}`);
      props.onReceived(id);
    },
  });
  const from = departments.find((one) => one.id === row['sender'])?.shortName ?? '';
  const urgency = row['urgency'];
  return (
    <li>
      <div>
        <button type="button" className="city-link office-waiting-title" onClick={props.onShow}>
          {String(row['title'])}
        </button>
        <p className="city-muted">
          {from} {typeof row['number'] === 'string' && row['number']} · {momentText(String(row['sentAt']))}{' '}
          送达
        </p>
      </div>
      {typeof urgency === 'string' && <StatusTag tone="red">{nameInList('urgencies', urgency)}</StatusTag>}
      {may && (
        <span className="office-waiting-acts">
          <Button type="primary" loading={acting} onClick={() => void act({ id: row.id })}>
            签收
          </Button>
          <ReasonButton
            route={contract.routes.returnDelivery}
            id={row.id}
            title="退回"
            onDone={props.onSettled}
          />
        </span>
      )}
    </li>
  );
}

function Sent({ id }: { readonly id: string }): ReactNode {
  const asked = useCall(contract.routes.delivery, { id });
  return (
    <Shown of={asked}>
      {({ content, attachments }) => (
        <>
          <SentFiles delivery={id} files={attachments} />
          <Paper label="来文版面" inside>
            <SentPreview content={content} />
          </Paper>
        </>
      )}
    </Shown>
  );
}
