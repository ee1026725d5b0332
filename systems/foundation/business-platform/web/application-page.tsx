/** 应用详情: one application, one place — its keys, its sign-on, its grants, its shelf. */
import { Button, Table } from 'antd';
import type { ReactNode } from 'react';
import { Link, useParams } from 'react-router';
import { RegisterDetail } from '../../../../engines/registers/web/parts/register-detail.tsx';
import { confirmDanger } from '../../../../ui/confirm-danger.tsx';
import { Empty, Shown } from '../../../../ui/empty.tsx';
import { Section } from '../../../../ui/layout.tsx';
import { StatusTag } from '../../../../ui/status-tag.tsx';
import { tell } from '../../../../ui/tell.ts';
import { type OutputOf } from '../../../../kernel/contract.ts';
import { useAct, useCall } from '../../../../ui/use-call.ts';
import contract from '../contract.ts';
import { AppKeys } from './parts/app-keys.tsx';
import { Wide } from './parts/wide.tsx';
import { SignOn } from './parts/sign-on.tsx';
import { grantStates } from '../data/words.ts';
import './market.css';

type Detail = OutputOf<typeof contract.routes.application>;

export default function ApplicationPage(): ReactNode {
  const { id = '' } = useParams();
  const asked = useCall(contract.routes.application, { id });
  return (
    <>
      <RegisterDetail
        register="business-platform.application"
        id={id}
        extra={asked.data?.mayGovern && <GovernActs id={id} detail={asked.data} />}
      />
      <div className="city-page">
        <Shown of={asked} rows={6}>
          {(detail) => (
            <>
              <AppKeys app={id} keys={detail.keys} mayManage={detail.mayManage} />
              <Grants grants={detail.grants} app={id} />
              <SignOn app={id} client={detail.client} mayManage={detail.mayManage} />
            </>
          )}
        </Shown>
      </div>
    </>
  );
}

function GovernActs(props: { readonly id: string; readonly detail: Detail }): ReactNode {
  const { id, detail } = props;
  const done = { onDone: () => tell('success', '已办理') };
  const shelf = useAct(contract.routes.setShelf, done);
  const state = useAct(contract.routes.setState, done);
  async function stop(): Promise<void> {
    const hint = '它的密钥立即不能再调用，也不再出现在货架上。';
    if (await confirmDanger({ title: `停用“${detail.name}”？`, hint, okText: '停用' }))
      await state.act({ id, status: 'suspended' });
  }
  return (
    <>
      <Button loading={shelf.acting} onClick={() => void shelf.act({ id, on: detail.shelf === 'off' })}>
        {detail.shelf === 'off' ? '上架到货架' : '从货架撤下'}
      </Button>
      {detail.status === 'active' ? (
        <Button danger onClick={() => void stop()}>
          停用
        </Button>
      ) : (
        <Button loading={state.acting} onClick={() => void state.act({ id, status: 'active' })}>
          恢复
        </Button>
      )}
    </>
  );
}

function Grants(props: { readonly grants: Detail['grants']; readonly app: string }): ReactNode {
  return (
    <Section
      title="可以调用的接口"
      flush
      extra={<Link to={`/business-platform/statistics?app=${props.app}`}>调用统计</Link>}
    >
      <Wide label="授权">
        <Table
          rowKey="id"
          size="small"
          pagination={{ pageSize: 20, hideOnSinglePage: true }}
          dataSource={[...props.grants]}
          locale={{
            emptyText: (
              <Empty text="还没有获准的接口" action={<Link to="/business-platform">到接口市场挑选</Link>} />
            ),
          }}
          columns={[
            {
              title: '接口',
              render: (_, grant) => (
                <Link to={`/business-platform/interfaces/${grant.code}`}>{grant.title}</Link>
              ),
            },
            { title: '主版本', render: (_, grant) => `${grant.major}.x` },
            { title: '提供单位', dataIndex: 'ownerName' },
            { title: '每分钟', dataIndex: 'perMinute', align: 'end' },
            { title: '每日', dataIndex: 'perDay', align: 'end' },
            { title: '期限', dataIndex: 'until' },
            {
              title: '状态',
              render: (_, grant) => (
                <StatusTag tone={grantStates[grant.status]?.tone}>
                  {grantStates[grant.status]?.title ?? grant.status}
                </StatusTag>
              ),
            },
            {
              title: '授权',
              render: (_, grant) => <Link to={`/business-platform/grants/${grant.id}`}>{grant.number}</Link>,
            },
          ]}
        />
      </Wide>
    </Section>
  );
}
