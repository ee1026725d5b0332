/** 督查通报: written from the figures of a period, signed by the leader in charge, printed as an official document. */
import { Button, DatePicker, Popconfirm } from 'antd';
import dayjs from 'dayjs';
import { type ReactNode, useState } from 'react';
import registers from '../../../../engines/registers/contract.ts';
import { newId } from '../../../../kernel/ids.ts';
import { shanghaiDate } from '../../../../kernel/working-time.ts';
import { addressOf } from '../../../../ui/call.ts';
import { Empty, Shown } from '../../../../ui/empty.tsx';
import { momentText } from '../../../../ui/form/city-time.ts';
import { PageFrame, Section } from '../../../../ui/layout.tsx';
import { useMay } from '../../../../ui/session.ts';
import { StatusTag } from '../../../../ui/status-tag.tsx';
import { tell } from '../../../../ui/tell.ts';
import { useAct, useCall } from '../../../../ui/use-call.ts';
import contract from '../contract.ts';
import './supervision.css';

export default function BulletinsPage(): ReactNode {
  const asked = useCall(registers.routes.list, { register: 'supervision.bulletin', size: 50 });
  const mayWrite = useMay('supervision:verify');
  return (
    <PageFrame
      title="督查通报"
      summary="灯色和得分按签发当时的数写入，签发后不再变"
      extra={mayWrite && <WriteBulletin />}
    >
      <Section>
        <Shown of={asked}>
          {({ rows }) =>
            rows.length === 0 ? (
              <Empty text="还没有通报" />
            ) : (
              <ul className="supervise-reports">
                {rows.map((row) => (
                  <BulletinItem key={row.id} row={row} />
                ))}
              </ul>
            )
          }
        </Shown>
      </Section>
    </PageFrame>
  );
}

function WriteBulletin(): ReactNode {
  const today = shanghaiDate(new Date());
  const [period, setPeriod] = useState({ from: `${today.slice(0, 7)}-01`, to: today });
  const [id, setId] = useState(() => newId());
  const { act, acting } = useAct(contract.routes.writeBulletin, {
    onDone: () => {
      tell('success', '已起草，待分管领导签发');
      setId(newId());
    },
  });
  return (
    <>
      <DatePicker.RangePicker
        aria-label="通报时段"
        allowClear={false}
        value={[dayjs(period.from), dayjs(period.to)]}
        onChange={(days) => {
          const [from, to] = days ?? [];
          if (from && to) setPeriod({ from: from.format('YYYY-MM-DD'), to: to.format('YYYY-MM-DD') });
        }}
      />
      <Button type="primary" loading={acting} onClick={() => void act({ id, ...period })}>
        起草通报
      </Button>
    </>
  );
}

function BulletinItem({
  row,
}: {
  readonly row: { readonly id: string; readonly [field: string]: unknown };
}): ReactNode {
  const mayIssue = useMay('supervision:decide');
  const office = useMay('supervision:verify');
  const { act, acting } = useAct(contract.routes.issueBulletin, {
    onDone: ({ number }) => tell('success', `已签发，文号 ${number}`),
  });
  const issued = row['status'] === 'issued';
  return (
    <li>
      <p>
        <b>{String(row['title'])}</b>{' '}
        <StatusTag tone={issued ? 'green' : 'yellow'}>{issued ? String(row['number']) : '待签发'}</StatusTag>
        {issued && <span className="city-muted"> {momentText(String(row['issuedAt']))}</span>}
      </p>
      <span className="supervise-acts">
        {(issued || office || mayIssue) && (
          <>
            <Button href={addressOf(contract.routes.bulletinFile, { id: row.id, as: 'pdf' })} download>
              PDF
            </Button>
            <Button href={addressOf(contract.routes.bulletinFile, { id: row.id, as: 'docx' })} download>
              Word
            </Button>
          </>
        )}
        {mayIssue && !issued && (
          <Popconfirm
            title="签发后编号印发，内容不再变"
            okText="签发"
            cancelText="取消"
            onConfirm={() => void act({ id: row.id })}
          >
            <Button type="primary" loading={acting}>
              签发
            </Button>
          </Popconfirm>
        )}
      </span>
    </li>
  );
}
