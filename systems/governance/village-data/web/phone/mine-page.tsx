/** 我的村: households with what is to do first, one household's card, all of it working without a network. One page, since another could not be fetched out there. */
import { type ReactNode, useState } from 'react';
import { useSearchParams } from 'react-router';
import { Empty, Loading } from '../../../../../ui/empty.tsx';
import {
  PhoneButton,
  PhoneCard,
  PhoneInput,
  PhonePage,
  PhoneRow,
  PhoneRows,
} from '../../../../../ui/phone/phone.tsx';
import { StatusTag } from '../../../../../ui/status-tag.tsx';
import { headOf, withWaiting } from './card-text.ts';
import { HouseholdView } from './household-view.tsx';
import { type Card, type HeldVillage, useVillage } from './use-village.ts';
import '../village.css';

export default function MinePage(): ReactNode {
  const held = useVillage();
  const { village } = held;
  const [address, setAddress] = useSearchParams();
  const chosen = address.get('household') ?? undefined;
  if (village === undefined)
    return (
      <PhonePage title="我的村">
        <PhoneCard>
          {held.failed === undefined ? <Loading rows={8} /> : <p className="phone-error">{held.failed}</p>}
        </PhoneCard>
      </PhonePage>
    );
  const card = village.cards.find(({ household }) => household.id === chosen);
  if (card !== undefined)
    return (
      <HouseholdView
        key={card.household.id}
        card={withWaiting(card, held.waiting)}
        held={held}
        village={village}
        onClose={() => setAddress({}, { replace: true })}
      />
    );
  return (
    <PhonePage title={village.villages.map(({ name }) => name).join('、') || '我的村'}>
      <Waiting held={held} />
      <Households held={held} onOpen={(household) => setAddress({ household })} />
    </PhonePage>
  );
}

/** What has not gone out yet, and what the city did not take. */
function Waiting({ held }: { readonly held: HeldVillage }): ReactNode {
  if (held.waiting.length === 0)
    return held.online ? null : (
      <p className="village-note" role="status">
        没有网络，照常填写，联网后自动上传
      </p>
    );
  return (
    <PhoneCard title={`等待上传 ${held.waiting.length} 户`}>
      <p className="phone-hint">退出登录以后就打不开了，请先联网上传。</p>
      <PhoneRows>
        {held.waiting.map((draft) => (
          <PhoneRow
            key={draft.id}
            title={draft.title}
            note={
              draft.state === 'refused'
                ? `没有受理：${[draft.refusal, ...(draft.problems ?? []).map(({ message }) => message)].join('；')}`
                : '已加密存在手机里，联网后自动上传一次'
            }
            end={
              draft.state === 'refused' ? (
                <button type="button" className="city-link" onClick={() => void held.discard(draft.id)}>
                  知道了，重填
                </button>
              ) : (
                <StatusTag tone="yellow">待上传</StatusTag>
              )
            }
          />
        ))}
      </PhoneRows>
    </PhoneCard>
  );
}

type Filter = 'to-do' | 'conflict' | 'all';

const filters: readonly { readonly key: Filter; readonly title: string }[] = [
  { key: 'to-do', title: '要采集' },
  { key: 'conflict', title: '要核对' },
  { key: 'all', title: '全部' },
];

function countOf({ wanted, conflicts, doubts }: Card, filter: Filter): number {
  if (filter === 'all') return 1;
  return filter === 'to-do' ? wanted.length : conflicts.length + doubts.length;
}

const pageSize = 30;

function Households(props: { readonly held: HeldVillage; readonly onOpen: (id: string) => void }): ReactNode {
  const { village, waiting } = props.held;
  const [filter, setFilter] = useState<Filter>('to-do');
  const [text, setText] = useState('');
  const [pages, setPages] = useState(1);
  if (village === undefined) return null;
  const cards = village.cards.map((card) => withWaiting(card, waiting));
  const found = cards.filter(
    (card) =>
      countOf(card, filter) > 0 &&
      (text === '' ||
        String(card.household.values['number']).endsWith(text) ||
        card.members.some(({ values }) => String(values['name'] ?? '').includes(text))),
  );
  return (
    <>
      {village.tasks.length > 0 && (
        <PhoneCard title="采集任务">
          <PhoneRows>
            {village.tasks.map((task) => (
              <PhoneRow
                key={task.request}
                title={task.title}
                note={`${task.departmentName} · ${task.dueOn} 前 · 只列缺的和过期的`}
                end={<b className="village-count">还差 {task.left} 项</b>}
              />
            ))}
          </PhoneRows>
        </PhoneCard>
      )}
      <PhoneCard>
        <div className="village-tabs" role="tablist" aria-label="户">
          {filters.map(({ key, title }) => (
            <button
              key={key}
              type="button"
              role="tab"
              aria-selected={filter === key}
              onClick={() => {
                setFilter(key);
                setPages(1);
              }}
            >
              {title} {cards.filter((card) => countOf(card, key) > 0).length}
            </button>
          ))}
        </div>
        <PhoneInput type="search" value={text} onChange={setText} placeholder="姓名或户号后几位" />
        {found.length === 0 && (
          <Empty text={filter === 'to-do' ? '没有要采集的，部门要的都已掌握' : '没有找到'} />
        )}
        <PhoneRows>
          {found.slice(0, pages * pageSize).map((card) => (
            <PhoneRow
              key={card.household.id}
              title={`${headOf(card)} 户`}
              note={`${card.household.values['hamlet'] ?? ''} · ${String(card.household.values['number']).slice(12)} 号 · ${card.members.length} 人`}
              end={<Marks card={card} />}
              onClick={() => props.onOpen(card.household.id)}
            />
          ))}
        </PhoneRows>
        {found.length > pages * pageSize && (
          <PhoneButton plain onClick={() => setPages(pages + 1)}>
            再看 {Math.min(pageSize, found.length - pages * pageSize)} 户
          </PhoneButton>
        )}
      </PhoneCard>
    </>
  );
}

function Marks({ card }: { readonly card: Card }): ReactNode {
  const missing = card.wanted.filter(({ state }) => state === 'missing').length;
  const stale = card.wanted.length - missing;
  return (
    <span className="village-marks">
      {card.conflicts.length > 0 && <StatusTag tone="red">冲突 {card.conflicts.length}</StatusTag>}
      {card.doubts.length > 0 && <StatusTag tone="red">疑义 {card.doubts.length}</StatusTag>}
      {missing > 0 && <StatusTag tone="blue">缺 {missing}</StatusTag>}
      {stale > 0 && <StatusTag tone="yellow">过期 {stale}</StatusTag>}
    </span>
  );
}
