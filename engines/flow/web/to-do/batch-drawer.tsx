/** One act on several cases of the same stage; afterwards, what became of each. */
import { Alert, Button, Drawer, Form, Radio } from 'antd';
import { type ReactNode, useState } from 'react';
import { call } from '../../../../ui/call.ts';
import { confirmDanger } from '../../../../ui/confirm-danger.tsx';
import { Empty, Shown } from '../../../../ui/empty.tsx';
import { StatusTag } from '../../../../ui/status-tag.tsx';
import { tell } from '../../../../ui/tell.ts';
import { useAct, useCall } from '../../../../ui/use-call.ts';
import contract, { type WorkItem } from '../../contract.ts';
import { ActionFields } from '../action/action-fields.tsx';
import { type ActionValues, buildAct, buildActionForm, findMissing, toOffer } from '../action/action-form.ts';
import type { CaseFields } from '../case/case-fields.ts';
import type { Offer } from '../case/use-case.ts';
import { batchOffers } from './batch-acts.ts';

export interface BatchDrawerProps {
  readonly items: readonly WorkItem[];
  readonly onClose: () => void;
  /** At least one was done. */
  readonly onDone: () => void;
}

type Result = { readonly id: string; readonly done: boolean; readonly message: string | null };

const noFields: CaseFields = {};

export function BatchDrawer(props: BatchDrawerProps): ReactNode {
  const { items, onClose } = props;
  const first = items[0];
  const asked = useCall(
    contract.routes.detail,
    { type: first?.type ?? '', id: first?.caseId ?? '' },
    { enabled: first !== undefined },
  );
  const [results, setResults] = useState<readonly Result[] | undefined>(undefined);
  return (
    <Drawer
      open
      title={`批量办理 ${items.length} 件 · ${first?.stageTitle ?? ''}`}
      size={520}
      onClose={onClose}
      maskClosable={false}
    >
      {results ? (
        <Results items={items} results={results} onClose={onClose} />
      ) : (
        <Shown of={asked}>
          {(detail) => {
            const offers = batchOffers(detail.offers);
            if (offers.length === 0) return <Empty text="这个环节的操作需要逐件填写，不能批量办理" />;
            return (
              <BatchForm
                items={items}
                offers={offers}
                onResults={(found) => {
                  setResults(found);
                  if (found.some((one) => one.done)) props.onDone();
                }}
              />
            );
          }}
        </Shown>
      )}
    </Drawer>
  );
}

function BatchForm(props: {
  readonly items: readonly WorkItem[];
  readonly offers: readonly Offer[];
  readonly onResults: (results: readonly Result[]) => void;
}): ReactNode {
  const { items, offers } = props;
  const [chosen, setChosen] = useState(offers[0]);
  const [values, setValues] = useState<ActionValues>({});
  const [problems, setProblems] = useState<Readonly<Record<string, string>>>({});
  const [preparing, setPreparing] = useState(false);
  const { act, acting } = useAct(contract.routes.batch, {
    onDone: (reply) => props.onResults(reply.results),
  });
  const [first] = items;
  if (!first || !chosen) return null;
  const form = { ...buildActionForm(toOffer(chosen), noFields), files: 'absent' as const };
  async function submit(offer: Offer, type: string): Promise<void> {
    const missing = findMissing(form, values);
    setProblems(missing);
    if (Object.keys(missing).length > 0) return;
    if (
      !(await confirmDanger({
        title: `确定对 ${items.length} 件案件「${offer.title}」?`,
        hint: '每件都会留下同样的意见;已被他人办理的会跳过并告诉您。',
        okText: offer.title,
      }))
    )
      return;
    setPreparing(true);
    const cases = await versionsOf(items).catch(() => undefined);
    setPreparing(false);
    if (!cases) return tell('error', '没有读到案件的最新情况，请重试');
    const { action, opinion, unit, person } = buildAct(toOffer(offer), form, values);
    await act({
      type,
      action,
      cases,
      ...(opinion ? { opinion } : {}),
      ...(unit ? { unit } : {}),
      ...(person ? { person } : {}),
    });
  }
  return (
    <Form layout="vertical" requiredMark>
      <Form.Item label="操作" required>
        <Radio.Group
          value={chosen.action}
          onChange={(event) => setChosen(offers.find((one) => one.action === event.target.value))}
          options={offers.map((one) => ({ value: one.action, label: one.title }))}
        />
      </Form.Item>
      <ActionFields
        type={first.type}
        caseId={first.caseId}
        offer={chosen}
        form={form}
        values={values}
        onChange={(part) => setValues((old) => ({ ...old, ...part }))}
        problems={problems}
        fields={noFields}
        row={{}}
      />
      <Button
        type="primary"
        block
        danger={chosen.negative}
        loading={acting || preparing}
        onClick={() => void submit(chosen, first.type)}
      >
        对 {items.length} 件{chosen.title}
      </Button>
    </Form>
  );
}

/** Rows carry the version they were read at; where a list does not tell it, the case is asked. */
function versionsOf(items: readonly WorkItem[]): Promise<{ id: string; version: number; item?: string }[]> {
  return Promise.all(
    items.map(async ({ type, caseId, version, item }) => ({
      id: caseId,
      ...(item === undefined ? {} : { item }),
      version: version ?? (await call(contract.routes.detail, { type, id: caseId })).version,
    })),
  );
}

function Results(props: {
  readonly items: readonly WorkItem[];
  readonly results: readonly Result[];
  readonly onClose: () => void;
}): ReactNode {
  const done = props.results.filter((one) => one.done).length;
  const failed = props.results.length - done;
  return (
    <>
      <Alert
        type={failed === 0 ? 'success' : 'warning'}
        showIcon
        title={failed === 0 ? `${done} 件全部办理完成` : `${done} 件办理完成，${failed} 件没有办成`}
        style={{ marginBottom: 12 }}
      />
      <ul className="flow-results">
        {props.results
          .toSorted((left, right) => Number(left.done) - Number(right.done))
          .map((one) => (
            <li key={one.id} data-done={one.done ? 'yes' : 'no'}>
              <b className="city-number">
                {props.items.find((item) => item.caseId === one.id)?.number ?? one.id}
              </b>
              <StatusTag tone={one.done ? 'green' : 'red'}>{one.done ? '已办' : '未办'}</StatusTag>
              {one.message && <span>{one.message}</span>}
            </li>
          ))}
      </ul>
      <Button block style={{ marginTop: 16 }} onClick={props.onClose}>
        完成
      </Button>
    </>
  );
}
