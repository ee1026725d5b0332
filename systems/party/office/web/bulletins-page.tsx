/** 公告: what reached me, with a receipt when I open it, and how many have read what I published. */
import { Button, Form, Input } from 'antd';
import { type ReactNode, useState } from 'react';
import type { OutputOf } from '../../../../kernel/contract.ts';
import { newId } from '../../../../kernel/ids.ts';
import { Empty, Shown } from '../../../../ui/empty.tsx';
import { momentText } from '../../../../ui/form/city-time.ts';
import { FormModal } from '../../../../ui/form/form-modal.tsx';
import { PageFrame, Section } from '../../../../ui/layout.tsx';
import { useMay } from '../../../../ui/session.ts';
import { StatusTag } from '../../../../ui/status-tag.tsx';
import { tell } from '../../../../ui/tell.ts';
import { useAct, useCall } from '../../../../ui/use-call.ts';
import contract from '../contract.ts';
import { DepartmentsPicker } from '../../../../ui/form/departments-picker.tsx';
import './office.css';

type Bulletin = OutputOf<typeof contract.routes.bulletins>['rows'][number];

export default function BulletinsPage(): ReactNode {
  const asked = useCall(contract.routes.bulletins, {}, { every: 60_000 });
  const may = useMay('office:notify');
  const [writing, setWriting] = useState(false);
  return (
    <PageFrame
      title="公告"
      summary="打开即回执；发布人看得到阅读情况"
      extra={
        may && (
          <Button type="primary" onClick={() => setWriting(true)}>
            发布公告
          </Button>
        )
      }
    >
      <Shown of={asked}>
        {({ rows }) =>
          rows.length === 0 ? (
            <Section>
              <Empty text="没有公告" />
            </Section>
          ) : (
            <>
              {rows.map((row) => (
                <BulletinCard key={row.id} row={row} />
              ))}
            </>
          )
        }
      </Shown>
      {writing && <Publish onClose={() => setWriting(false)} />}
    </PageFrame>
  );
}

function BulletinCard({ row }: { readonly row: Bulletin }): ReactNode {
  const [open, setOpen] = useState(false);
  const { act } = useAct(contract.routes.readBulletin);
  const unread = row.readAt === null && !row.mine;
  function toggle(): void {
    setOpen(!open);
    if (!open && unread) void act({ id: row.id });
  }
  return (
    <Section className="office-reading">
      <button type="button" className="office-reading-title" aria-expanded={open} onClick={toggle}>
        <b>{row.title}</b>
        {row.mine ? (
          <StatusTag tone="blue">
            已阅 {row.read} / {row.readers}
          </StatusTag>
        ) : (
          <StatusTag tone={unread ? 'red' : 'green'}>{unread ? '未读' : '已读'}</StatusTag>
        )}
      </button>
      <p className="city-muted">
        {row.publisherName} {momentText(row.publishedAt)}
      </p>
      {open && <p className="office-bulletin">{row.body}</p>}
      {open && row.mine && <Receipts id={row.id} />}
    </Section>
  );
}

function Receipts({ id }: { readonly id: string }): ReactNode {
  const asked = useCall(contract.routes.receipts, { id });
  return (
    <Shown of={asked}>
      {({ rows }) => (
        <p className="office-units">
          {rows.map((one) => (
            <StatusTag key={`${one.unitName}${one.readerName}`} tone={one.readAt === null ? 'grey' : 'green'}>
              {one.unitName} {one.readerName} {one.readAt === null ? '未读' : momentText(one.readAt)}
            </StatusTag>
          ))}
        </p>
      )}
    </Shown>
  );
}

interface PublishValues {
  readonly title: string;
  readonly body: string;
  readonly units: readonly string[];
}

function Publish({ onClose }: { readonly onClose: () => void }): ReactNode {
  const [form] = Form.useForm<PublishValues>();
  const [id] = useState(() => newId());
  const { act, acting } = useAct(contract.routes.publish, {
    onDone: ({ readers }) => {
      tell('success', `已发布，送达 ${readers} 人`);
      onClose();
    },
  });
  return (
    <FormModal
      form={form}
      open
      title="发布公告"
      okText="发布"
      acting={acting}
      onClose={onClose}
      onSend={({ title, body, units }) => void act({ id, title, body, units: [...units] })}
    >
      <Form.Item name="title" label="标题" rules={[{ required: true, message: '请填写标题' }]}>
        <Input maxLength={120} />
      </Form.Item>
      <Form.Item name="body" label="内容" rules={[{ required: true, message: '请填写内容' }]}>
        <Input.TextArea maxLength={10_000} autoSize={{ minRows: 5, maxRows: 14 }} />
      </Form.Item>
      <Form.Item name="units" label="接收单位" rules={[{ required: true, message: '请选择接收单位' }]}>
        <DepartmentsPicker />
      </Form.Item>
    </FormModal>
  );
}
