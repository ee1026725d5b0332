/** 我的待办: the first page of the desk, one hub for the work of all systems. */
import { Badge, Button, Dropdown, Tabs } from 'antd';
import { type ReactNode, useCallback, useRef, useState } from 'react';
import { useNavigate, useSearchParams } from 'react-router';
import { useQueryClient } from '@tanstack/react-query';
import { PageFrame } from '../../../../ui/layout.tsx';
import { useLive } from '../../../../ui/live.ts';
import { useSession } from '../../../../ui/session.ts';
import { useCall } from '../../../../ui/use-call.ts';
import contract from '../../contract.ts';
import { ActingDrawer } from './acting-drawer.tsx';
import { casePath } from './case-path.ts';
import { CasesTab } from './cases-tab.tsx';
import { DoneTab } from './done-tab.tsx';
import { ReadingsTab } from './readings-tab.tsx';
import { RequestsTab } from './requests-tab.tsx';
import { ToDoTab } from './to-do-tab.tsx';
import '../flow.css';

const supervised = { supervised: 'true' };

export default function ToDoPage(): ReactNode {
  const { subject, pages } = useSession();
  const pathOf = useCallback((type: string, id: string) => casePath(pages, type, id), [pages]);
  const counts = useCall(contract.routes.counts, {}, { every: 60_000, keep: true }).data;
  const tab = useTab();
  useFreshLists();
  const all = (count: number | undefined) =>
    count ? (
      <Badge
        count={count}
        overflowCount={counts?.more ? counts.total - 1 : 9999}
        color="#c8281e"
        size="small"
      />
    ) : null;
  const tabs = [
    {
      key: 'to-do',
      label: <span className="flow-tab">待办 {all(counts?.total)}</span>,
      children: <ToDoTab pathOf={pathOf} />,
    },
    {
      key: 'requests',
      label: <span className="flow-tab">待审定 {all(counts?.requests)}</span>,
      children: <RequestsTab pathOf={pathOf} />,
    },
    { key: 'readings', label: '待阅', children: <ReadingsTab pathOf={pathOf} /> },
    { key: 'done', label: '已办', children: <DoneTab pathOf={pathOf} /> },
    {
      key: 'mine',
      label: '我发起',
      children: (
        <CasesTab
          name="mine"
          pathOf={pathOf}
          where={{ initiator: subject.id }}
          emptyText="没有您发起的案件"
        />
      ),
    },
    {
      key: 'watched',
      label: '督办',
      children: <CasesTab name="watched" pathOf={pathOf} where={supervised} emptyText="没有督办的案件" />,
    },
  ];
  return (
    <PageFrame title="我的待办" breadcrumb={[]} extra={<PageButtons />}>
      <Tabs className="flow-tabs" activeKey={tab.key} onChange={tab.choose} items={tabs} destroyOnHidden />
    </PageFrame>
  );
}

/** The tab stands in the address; each keeps its own filters and page while one goes to and fro. */
function useTab(): { readonly key: string; readonly choose: (key: string) => void } {
  const [address, setAddress] = useSearchParams();
  const left = useRef(new Map<string, string>());
  const key = address.get('tab') ?? 'to-do';
  return {
    key,
    choose: (next) => {
      left.current.set(key, address.toString());
      const kept = new URLSearchParams(left.current.get(next) ?? '');
      if (next === 'to-do') kept.delete('tab');
      else kept.set('tab', next);
      setAddress(kept, { replace: true });
    },
  };
}

/** New work shows by itself. */
function useFreshLists(): void {
  const client = useQueryClient();
  const renew = () => {
    void client.invalidateQueries({ queryKey: ['call', contract.routes.counts.path] });
    void client.invalidateQueries({ queryKey: ['list', 'flow.to-do'] });
    void client.invalidateQueries({ queryKey: ['list', 'flow.to-do.phone'] });
  };
  useLive('notice', renew);
  useLive('reconnected', renew);
}

function PageButtons(): ReactNode {
  const [acting, setActing] = useState(false);
  return (
    <>
      <Button onClick={() => setActing(true)}>代理</Button>
      <OpenMenu />
      {acting && <ActingDrawer onClose={() => setActing(false)} />}
    </>
  );
}

/** Types that the person may register at the desk. */
function OpenMenu(): ReactNode {
  const navigate = useNavigate();
  const types = (useCall(contract.routes.types, {}, { fresh: 5 * 60_000 }).data ?? []).filter(
    (one) => one.mayOpen,
  );
  const [first] = types;
  if (!first) return null;
  const go = (type: string) => void navigate(`/flow/open/${encodeURIComponent(type)}`);
  if (types.length === 1) return <Button onClick={() => go(first.type)}>登记{first.title}</Button>;
  return (
    <Dropdown
      trigger={['click']}
      menu={{
        items: types.map((one) => ({ key: one.type, label: one.title })),
        onClick: ({ key }) => go(key),
      }}
    >
      <Button>登记案件</Button>
    </Dropdown>
  );
}
