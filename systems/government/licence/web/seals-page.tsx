/** 电子印章: each organ's seals, its picture, state and uses. */
import { Button, Drawer, Form, Radio, Table } from 'antd';
import { type ReactNode, useState } from 'react';
import type { OutputOf } from '../../../../kernel/contract.ts';
import { DepartmentPicker } from '../../../../ui/department-picker.tsx';
import { Empty, Shown } from '../../../../ui/empty.tsx';
import { momentText } from '../../../../ui/form/city-time.ts';
import { FormModal } from '../../../../ui/form/form-modal.tsx';
import { WordsModal } from '../../../../ui/form/words-modal.tsx';
import { PageFrame, Section } from '../../../../ui/layout.tsx';
import { StatusTag } from '../../../../ui/status-tag.tsx';
import { tell } from '../../../../ui/tell.ts';
import { useAct, useCall } from '../../../../ui/use-call.ts';
import contract from '../contract.ts';
import './licence.css';

type Seal = OutputOf<typeof contract.routes.seals>['rows'][number];
type SealAct = 'suspend' | 'resume' | 'revoke';

const states = {
  active: { title: '启用', tone: 'green', acts: ['suspend', 'revoke'] },
  suspended: { title: '停用', tone: 'yellow', acts: ['resume', 'revoke'] },
  revoked: { title: '已注销', tone: 'grey', acts: [] },
} as const;
const actTitles: Readonly<Record<SealAct, string>> = { suspend: '停用', resume: '恢复', revoke: '注销' };

export default function SealsPage(): ReactNode {
  const asked = useCall(contract.routes.seals, {});
  const [making, setMaking] = useState(false);
  return (
    <PageFrame
      title="电子印章"
      summary="按 GB/T 38540 制作，SM2 签名；密钥由可信存证引擎保管。当前为测试根证书，印章不具法律效力"
      extra={
        <Button type="primary" onClick={() => setMaking(true)}>
          制章
        </Button>
      }
    >
      <Shown of={asked}>
        {({ rows }) =>
          rows.length === 0 ? (
            <Section>
              <Empty
                text="还没有电子印章"
                hint="为颁发机构制章后才能签发证照，为机关制公章后公文才能电子用印"
              />
            </Section>
          ) : (
            <div className="licence-seals">
              {rows.map((seal) => (
                <SealCard key={seal.id} seal={seal} />
              ))}
            </div>
          )
        }
      </Shown>
      {making && <MakeForm onClose={() => setMaking(false)} />}
    </PageFrame>
  );
}

function SealCard({ seal }: { readonly seal: Seal }): ReactNode {
  const [acting, setActing] = useState<SealAct | undefined>(undefined);
  const [showing, setShowing] = useState(false);
  const state = states[seal.state];
  return (
    <Section>
      <article className="licence-seal">
        <img src={`data:image/svg+xml;utf8,${encodeURIComponent(seal.picture)}`} alt={`${seal.name}的印模`} />
        <div>
          <h2>{seal.name}</h2>
          <p>
            <StatusTag tone={state.tone}>{state.title}</StatusTag> 有效期至{' '}
            {momentText(seal.validUntil).slice(0, 10)}
          </p>
          {seal.reason && <p className="city-muted">事由：{seal.reason}</p>}
          <p className="city-muted">编号 {seal.id}</p>
          <p className="licence-seal-acts">
            <Button size="small" onClick={() => setShowing(true)}>
              用章记录
            </Button>
            {state.acts.map((act) => (
              <Button key={act} size="small" danger={act === 'revoke'} onClick={() => setActing(act)}>
                {actTitles[act]}
              </Button>
            ))}
          </p>
        </div>
      </article>
      {showing && <Uses seal={seal} onClose={() => setShowing(false)} />}
      {acting && <ActForm seal={seal} act={acting} onClose={() => setActing(undefined)} />}
    </Section>
  );
}

function Uses(props: { readonly seal: Seal; readonly onClose: () => void }): ReactNode {
  const asked = useCall(contract.routes.sealUses, { id: props.seal.id });
  return (
    <Drawer open title={`${props.seal.name}：用章记录`} size={760} onClose={props.onClose}>
      <Shown of={asked}>
        {({ rows }) => (
          <Table
            rowKey="id"
            size="small"
            dataSource={[...rows]}
            locale={{ emptyText: '还没有用过' }}
            columns={[
              { title: '时间', dataIndex: 'at', width: 160, render: (at: string) => momentText(at) },
              { title: '用章人', dataIndex: 'byName', width: 100 },
              { title: '文件', dataIndex: 'document', ellipsis: true },
              {
                title: '摘要（SM3）',
                dataIndex: 'digest',
                ellipsis: true,
                render: (text: string) => <code>{text}</code>,
              },
            ]}
          />
        )}
      </Shown>
    </Drawer>
  );
}

function ActForm(props: {
  readonly seal: Seal;
  readonly act: SealAct;
  readonly onClose: () => void;
}): ReactNode {
  const { seal, act, onClose } = props;
  const change = useAct(contract.routes.changeSeal, {
    onDone: () => {
      tell('success', `已${actTitles[act]}`);
      onClose();
    },
  });
  return (
    <WordsModal
      open
      title={`${actTitles[act]}“${seal.name}”`}
      okText={actTitles[act]}
      danger={act === 'revoke'}
      acting={change.acting}
      label="事由"
      most={200}
      notice={act === 'revoke' && <p>注销后不能恢复，已盖章的文件不受影响。</p>}
      onSend={(reason) => void change.act({ id: seal.id, act, reason })}
      onClose={onClose}
    />
  );
}

interface NewSeal {
  readonly department: string;
  readonly kind: 'organ' | 'special';
}

function MakeForm(props: { readonly onClose: () => void }): ReactNode {
  const [form] = Form.useForm<NewSeal>();
  const make = useAct(contract.routes.makeSeal, {
    onDone: () => {
      tell('success', '已制章并启用');
      props.onClose();
    },
  });
  return (
    <FormModal
      form={form}
      open
      title="制作电子印章"
      okText="制章"
      acting={make.acting}
      initialValues={{ kind: 'special' }}
      onSend={(values) => void make.act(values)}
      onClose={props.onClose}
    >
      <Form.Item name="kind" label="印章种类">
        <Radio.Group
          options={[
            { value: 'special', label: '电子证照专用章' },
            { value: 'organ', label: '公章（公文和办理结果用印）' },
          ]}
        />
      </Form.Item>
      <Form.Item name="department" label="用章单位" rules={[{ required: true, message: '请选择用章单位' }]}>
        <DepartmentPicker />
      </Form.Item>
    </FormModal>
  );
}
