/** One delivery: its fields and values, signing for it, doubting one of them. */
import { Button, Table } from 'antd';
import { type ReactNode, useState } from 'react';
import { useParams } from 'react-router';
import registersContract from '../../../../../engines/registers/contract.ts';
import { Shown } from '../../../../../ui/empty.tsx';
import { momentText } from '../../../../../ui/form/city-time.ts';
import { WordsModal } from '../../../../../ui/form/words-modal.tsx';
import { DescriptionList, PageFrame, Section } from '../../../../../ui/layout.tsx';
import { useMay } from '../../../../../ui/session.ts';
import { tell } from '../../../../../ui/tell.ts';
import { useAct, useCall } from '../../../../../ui/use-call.ts';
import type { Fact } from '../../card/card.ts';
import contract from '../../contract.ts';
import { fieldTable, listTable } from '../../data/tables.ts';

function titleOf(key: string): string {
  return fieldTable.rows.find((field) => field.key === key)?.title ?? key;
}

function textOf({ field: key, value }: Fact): string {
  const field = fieldTable.rows.find((each) => each.key === key);
  if (value === null) return '（已清空）';
  if (typeof value === 'boolean') return value ? '是' : '否';
  return listTable.lists[field?.list ?? '']?.find(([code]) => code === value)?.[1] ?? String(value);
}

/** By name where the department may have names. */
function whoOf(people: unknown, member: string | null): string {
  if (member === null) return '本户';
  const known = (Array.isArray(people) ? people : []) as readonly { member: string; name?: string }[];
  const index = known.findIndex((each) => each.member === member);
  return known[index]?.name ?? `成员 ${index + 1}`;
}

export default function DeliveryPage(): ReactNode {
  const { id = '' } = useParams();
  const mayReceive = useMay('village-data:receive');
  const mayDoubt = useMay('village-data:doubt');
  const reply = useCall(registersContract.routes.read, { register: 'village-data.delivery', id });
  const receive = useAct(contract.routes.receive, { onDone: () => tell('success', '已签收') });
  const [doubted, setDoubted] = useState<Fact | undefined>(undefined);
  return (
    <Shown of={reply} rows={8}>
      {({ row }) => {
        const plain = row as unknown as Readonly<Record<string, unknown>>;
        const facts = Array.isArray(plain['facts']) ? (plain['facts'] as readonly Fact[]) : [];
        const receivedAt = plain['receivedAt'] as string | null;
        return (
          <PageFrame
            title={String(plain['receipt'] ?? '')}
            breadcrumb={[{ title: '送达记录', to: '/village-data/deliveries' }]}
            summary="只含本部门职责用途内的字段"
            extra={
              mayReceive &&
              receivedAt === null && (
                <Button type="primary" loading={receive.acting} onClick={() => void receive.act({ id })}>
                  签收
                </Button>
              )
            }
          >
            <Section title="送达">
              <DescriptionList
                items={[
                  { label: '户编号', value: String(plain['number'] ?? '') },
                  { label: '送达时间', value: momentText(plain['at'] as string) },
                  { label: '从上传到送达', value: `${String(plain['seconds'] ?? '—')} 秒` },
                  { label: '签收', value: receivedAt === null ? '未签收' : momentText(receivedAt) },
                  { label: '内容摘要（SM3）', value: String(plain['digest'] ?? ''), wide: true },
                ]}
              />
            </Section>
            <Section title="内容" flush>
              <Table<Fact>
                size="small"
                rowKey={(fact) => `${fact.member ?? ''}${fact.field}`}
                pagination={false}
                dataSource={[...facts]}
                locale={{ emptyText: '您不能查看内容' }}
                columns={[
                  { title: '对象', width: 120, render: (_, { member }) => whoOf(plain['people'], member) },
                  { title: '字段', width: 140, render: (_, fact) => titleOf(fact.field) },
                  { title: '值', render: (_, fact) => textOf(fact) },
                  {
                    title: '',
                    width: 96,
                    render: (_, fact) =>
                      mayDoubt && (
                        <Button type="link" size="small" onClick={() => setDoubted(fact)}>
                          有疑义
                        </Button>
                      ),
                  },
                ]}
              />
            </Section>
            {doubted && <Doubt delivery={id} fact={doubted} onClose={() => setDoubted(undefined)} />}
          </PageFrame>
        );
      }}
    </Shown>
  );
}

function Doubt(props: {
  readonly delivery: string;
  readonly fact: Fact;
  readonly onClose: () => void;
}): ReactNode {
  const { delivery, fact, onClose } = props;
  const { act, acting } = useAct(contract.routes.doubt, {
    onDone: ({ number }) => {
      tell('success', `已转疑义校核 ${number}，请村里核实`);
      onClose();
    },
  });
  const { of, member, field } = fact;
  return (
    <WordsModal
      open
      title={`对“${titleOf(field)}”提出疑义`}
      okText="提出"
      acting={acting}
      label="疑义和依据"
      placeholder="与哪里的记录不一致、依据是什么"
      most={500}
      onSend={(reason) => void act({ delivery, of, member, field, reason })}
      onClose={onClose}
    />
  );
}
