/** 请求进度: the answer with its ground, and the one download of a copy with its receipt. */
import { type ReactNode, useState } from 'react';
import { useParams } from 'react-router';
import type { OutputOf } from '../../../../kernel/contract.ts';
import { addressOf, callFile } from '../../../../ui/call.ts';
import { momentText } from '../../../../ui/form/city-time.ts';
import { dayText } from './phone/kept-words.ts';
import { PhoneButton, PhoneCard, PhonePage } from '../../../../ui/phone/phone.tsx';
import { saveFile } from '../../../../engines/registers/web/import/save-file.ts';
import { tell } from '../../../../ui/tell.ts';
import { useAct, useCall } from '../../../../ui/use-call.ts';
import contract from '../contract.ts';
import { StateTag } from './phone/state-tag.tsx';
import { Verified } from './phone/verified.tsx';
import './protection.css';

type Request = OutputOf<typeof contract.routes.myRequest>;

export default function MyRequestPage(): ReactNode {
  const { id = '' } = useParams();
  const asked = useCall(contract.routes.myRequest, { id }, { every: 60_000 });
  return (
    <PhonePage title="请求进度">
      <Verified of={asked}>
        {(request) => (
          <>
            <Head request={request} />
            {request.kind === 'access' && request.state === 'done' && (
              <Copy request={request} onTaken={() => void asked.refetch()} />
            )}
            {request.state === 'open' && <Withdraw id={request.id} />}
          </>
        )}
      </Verified>
    </PhonePage>
  );
}

function Head({ request }: { readonly request: Request }): ReactNode {
  const facts = [
    ['编号', request.number],
    ['责任部门', request.ownerName],
    ['提出时间', momentText(request.openedAt)],
    ['答复期限', request.state === 'open' && request.dueAt ? `${dayText(request.dueAt)} 前` : ''],
    ['办结时间', request.closedAt ? momentText(request.closedAt) : ''],
    ['涉及台账', request.registers.length > 1 ? request.registers.join('、') : ''],
    ['我的说明', request.reason ?? ''],
    ['依法保存至', request.keptUntil ? dayText(request.keptUntil) : ''],
  ] as const;
  return (
    <PhoneCard>
      <p className="protection-head">
        <b>{request.title}</b>
        <StateTag state={request.state} />
      </p>
      <dl className="protection-facts">
        {facts
          .filter(([, value]) => value !== '')
          .map(([title, value]) => (
            <div key={title}>
              <dt>{title}</dt>
              <dd>{value}</dd>
            </div>
          ))}
      </dl>
      {request.ground && (
        <p className="protection-said">
          <b>不予办理的理由：</b>
          {request.ground}
        </p>
      )}
      {request.answer && (
        <p className={request.ground ? '' : 'protection-said'}>
          <b>答复：</b>
          {request.answer}
        </p>
      )}
    </PhoneCard>
  );
}

function Copy(props: { readonly request: Request; readonly onTaken: () => void }): ReactNode {
  const { id, canTake, takenAt } = props.request;
  const [busy, setBusy] = useState(false);
  async function take(): Promise<void> {
    setBusy(true);
    await saveFile(() => callFile(contract.routes.take, { id }));
    setBusy(false);
    props.onTaken();
  }
  return (
    <PhoneCard title="个人信息副本">
      {canTake ? (
        <>
          <p>
            副本含一份可读文档（PDF）和一份数据文件（JSON），<b>只能下载一次</b>，平台不留存，请妥善保管。
          </p>
          <p className="protection-acts">
            <PhoneButton disabled={busy} onClick={() => void take()}>
              {busy ? '正在生成…' : '下载副本'}
            </PhoneButton>
          </p>
        </>
      ) : (
        <>
          <p>已于 {takenAt === null ? '' : momentText(takenAt)} 下载，需要时请重新申请。</p>
          <p className="protection-acts">
            <a
              className="phone-button"
              href={addressOf(contract.routes.receipt, { id })}
              download="副本交付回执.json"
            >
              下载交付回执
            </a>
          </p>
        </>
      )}
    </PhoneCard>
  );
}

function Withdraw(props: { readonly id: string }): ReactNode {
  const { act, acting } = useAct(contract.routes.withdrawRequest, {
    onDone: () => tell('success', '已撤回'),
  });
  return (
    <PhoneButton plain disabled={acting} onClick={() => void act({ id: props.id, reason: '本人不再需要' })}>
      撤回请求
    </PhoneButton>
  );
}
