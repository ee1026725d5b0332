/** 代理: who acts for me while I am away, and for whom I act; given for a time and for some case types or all. */
import { useQueryClient } from '@tanstack/react-query';
import { Button, Drawer, Form, Input, Select } from 'antd';
import { type ReactNode, useState } from 'react';
import { confirmDanger } from '../../../../ui/confirm-danger.tsx';
import { momentText } from '../../../../ui/form/city-time.ts';
import { MomentInput } from '../../../../ui/form/date-inputs.tsx';
import { SubjectPicker } from '../../../../ui/form/remote-pickers.tsx';
import { useMay, useSession } from '../../../../ui/session.ts';
import { StatusTag } from '../../../../ui/status-tag.tsx';
import { tell } from '../../../../ui/tell.ts';
import { useAct, useCall } from '../../../../ui/use-call.ts';
import contract, { type Acting } from '../../contract.ts';

export function ActingDrawer(props: { readonly onClose: () => void }): ReactNode {
  const client = useQueryClient();
  const { subject } = useSession();
  const all = useCall(contract.routes.acting, {}).data ?? [];
  const renew = () => void client.invalidateQueries({ queryKey: ['call', contract.routes.acting.path] });
  const given = all.filter((one) => one.owner === subject.id);
  const taken = all.filter((one) => one.deputy === subject.id);
  const arranged = all.filter((one) => one.owner !== subject.id && one.deputy !== subject.id);
  return (
    <Drawer open title="代理" size={560} onClose={props.onClose}>
      <ActingForm onDone={renew} />
      <ActingList title="我委托的" list={given} own onDone={renew} />
      <ActingList title="委托给我的" list={taken} own={false} onDone={renew} />
      {arranged.length > 0 && <ActingList title="我安排的" list={arranged} own onDone={renew} />}
    </Drawer>
  );
}

interface Filled {
  /** Null: one's own. */
  readonly owner: string | null;
  readonly deputy: string | null;
  readonly types: readonly string[];
  readonly from: string | null;
  readonly until: string | null;
  readonly reason: string;
}

const nothing: Filled = { owner: null, deputy: null, types: [], from: null, until: null, reason: '' };

function ActingForm(props: { readonly onDone: () => void }): ReactNode {
  const [filled, setFilled] = useState(nothing);
  const arranges = useMay('flow:manage-acting');
  const types = useCall(contract.routes.types, {}, { fresh: 5 * 60_000 }).data ?? [];
  const { act, acting } = useAct(contract.routes.addActing, {
    onDone: () => {
      tell('success', filled.owner === null ? '已委托代理' : '已代填离岗，本人和代理人收到消息');
      setFilled(nothing);
      props.onDone();
    },
  });
  const change = (part: Partial<Filled>) => setFilled((old) => ({ ...old, ...part }));
  const { deputy, from, until } = filled;
  return (
    <Form layout="vertical" requiredMark>
      {arranges && (
        <Form.Item label="离岗人" htmlFor="acting-owner" extra="替下属登记离岗时填写；不填为本人">
          <SubjectPicker id="acting-owner" value={filled.owner} onChange={(id) => change({ owner: id })} />
        </Form.Item>
      )}
      <Form.Item label="代理人" htmlFor="acting-deputy" required>
        <SubjectPicker id="acting-deputy" value={deputy} onChange={(id) => change({ deputy: id })} />
      </Form.Item>
      <Form.Item label="开始时间" htmlFor="acting-from" required>
        <MomentInput id="acting-from" value={from} onChange={(moment) => change({ from: moment })} />
      </Form.Item>
      <Form.Item label="结束时间" htmlFor="acting-until" required>
        <MomentInput id="acting-until" value={until} onChange={(moment) => change({ until: moment })} />
      </Form.Item>
      <Form.Item label="案件类型" htmlFor="acting-types" extra="不选则为全部类型">
        <Select
          id="acting-types"
          mode="multiple"
          value={[...filled.types]}
          options={types.map((one) => ({ value: one.type, label: one.title }))}
          onChange={(chosen: string[]) => change({ types: chosen })}
        />
      </Form.Item>
      <Form.Item label="事由" htmlFor="acting-reason">
        <Input
          id="acting-reason"
          maxLength={200}
          value={filled.reason}
          onChange={(event) => change({ reason: event.target.value })}
        />
      </Form.Item>
      <Button
        type="primary"
        block
        loading={acting}
        disabled={deputy === null || from === null || until === null}
        onClick={() => {
          if (deputy === null || from === null || until === null) return;
          void act({
            deputy,
            ...(filled.owner === null ? {} : { owner: filled.owner }),
            types: [...filled.types],
            from,
            until,
            reason: filled.reason,
          });
        }}
      >
        {filled.owner === null ? '委托代理' : '代填离岗'}
      </Button>
    </Form>
  );
}

function ActingList(props: {
  readonly title: string;
  readonly list: readonly Acting[];
  readonly own: boolean;
  readonly onDone: () => void;
}): ReactNode {
  const { act } = useAct(contract.routes.endActing, { onDone: props.onDone });
  async function end(one: Acting): Promise<void> {
    const sure = await confirmDanger({
      title: `终止${one.deputyName}的代理?`,
      hint: '终止后对方不能再办理您的待办。',
      okText: '终止代理',
    });
    if (sure) await act({ id: one.id });
  }
  return (
    <section className="flow-acting">
      <h4>{props.title}</h4>
      {props.list.length === 0 && <p className="city-muted">没有代理</p>}
      <ul>
        {props.list.map((one) => (
          <li key={one.id}>
            <StatusTag tone={stateOf(one).tone}>{stateOf(one).words}</StatusTag>
            <span>
              {props.own ? one.deputyName : one.ownerName}
              {one.givenBy !== null && `（${one.givenBy}为${one.ownerName}安排）`}
              <small className="city-muted city-number">
                {momentText(one.from)} 至 {momentText(one.until)}
              </small>
            </span>
            {props.own && stateOf(one).running && (
              <Button size="small" danger onClick={() => void end(one)}>
                终止
              </Button>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

function stateOf(one: Acting): { readonly words: string; readonly tone: string; readonly running: boolean } {
  const now = Date.now();
  if (one.endedAt !== null || Date.parse(one.until) <= now)
    return { words: '已结束', tone: 'grey', running: false };
  if (one.idle) return { words: '账号停用，未生效', tone: 'orange', running: true };
  return Date.parse(one.from) > now
    ? { words: '未开始', tone: 'blue', running: true }
    : { words: '代理中', tone: 'green', running: true };
}
