/** One licence on the phone: present it for a minute, read it, fetch its file, see who used it. */
import { type ReactNode, useEffect, useState } from 'react';
import { useParams } from 'react-router';
import type { OutputOf } from '../../../../kernel/contract.ts';
import { addressOf } from '../../../../ui/call.ts';
import { Shown } from '../../../../ui/empty.tsx';
import { momentText } from '../../../../ui/form/city-time.ts';
import { PhoneButton, PhoneCard, PhonePage } from '../../../../ui/phone/phone.tsx';
import { QrCode } from '../../../../ui/qr-code.tsx';
import { StatusTag } from '../../../../ui/status-tag.tsx';
import { useAct, useCall } from '../../../../ui/use-call.ts';
import contract from '../contract.ts';
import './licence.css';

type Licence = OutputOf<typeof contract.routes.one>;
type Presented = OutputOf<typeof contract.routes.present>;

export default function MyLicencePage(): ReactNode {
  const { id = '' } = useParams();
  const asked = useCall(contract.routes.one, { id }, { every: 60_000 });
  return (
    <PhonePage title={asked.data?.name ?? '证照'}>
      <Shown of={asked}>
        {(licence) => (
          <>
            {licence.inForce && <Present id={id} name={licence.name} />}
            <Content licence={licence} />
            <Uses uses={licence.uses} />
            <PhoneCard title="变动记录">
              <ol className="licence-steps">
                {licence.steps.map((step) => (
                  <li key={`${step.at} ${step.act}`}>
                    <b>{step.act}</b>
                    <span className="phone-hint city-number">{momentText(step.at)}</span>
                    {step.reason && <span className="phone-hint">{step.reason}</span>}
                  </li>
                ))}
              </ol>
            </PhoneCard>
          </>
        )}
      </Shown>
    </PhonePage>
  );
}

function Present(props: { readonly id: string; readonly name: string }): ReactNode {
  const [shown, setShown] = useState<Presented | undefined>(undefined);
  const [left, setLeft] = useState(0);
  const { act, acting } = useAct(contract.routes.present, {
    onDone: (reply) => {
      setShown(reply);
      setLeft(reply.until - reply.from);
    },
  });
  useEffect(() => {
    if (shown === undefined) return undefined;
    const timer = setInterval(() => setLeft((seconds) => Math.max(0, seconds - 1)), 1000);
    return () => clearInterval(timer);
  }, [shown]);
  const live = shown !== undefined && left > 0;
  return (
    <PhoneCard>
      <div className="licence-present">
        {live && (
          <>
            <QrCode className="licence-qr" text={shown.code} title={`${props.name}的亮证码`} size={280} />
            <p role="timer">
              <b className="city-number">{left}</b> 秒后失效，截图无效
            </p>
          </>
        )}
        <PhoneButton plain={live} disabled={acting} onClick={() => void act({ id: props.id })}>
          {live ? '重新出示' : '出示证照'}
        </PhoneButton>
      </div>
    </PhoneCard>
  );
}

function Content({ licence }: { readonly licence: Licence }): ReactNode {
  const fields: readonly (readonly [string, string])[] = [
    ['编号', licence.number],
    ['持证主体', licence.holder],
    ['主体代码', licence.holderCode],
    ...licence.surface.map(({ label, value }) => [label, value] as const),
    ['颁发机构', licence.issuerName],
    ['颁发日期', licence.issuedOn],
    ['有效期', `${licence.validFrom} 至 ${licence.validUntil ?? '长期'}`],
    ['电子证照标识', licence.identifier],
  ];
  return (
    <PhoneCard
      title={
        <span className="licence-card-head">
          {licence.name}
          <StatusTag tone={licence.inForce ? 'green' : 'red'}>{licence.statusName}</StatusTag>
        </span>
      }
    >
      {licence.reason && <p className="phone-error">{licence.reason}</p>}
      <dl className="licence-fields">
        {fields.map(([label, value], at) => (
          <div key={`${label} ${at}`}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <p className="licence-files">
        <a className="phone-button" href={addressOf(contract.routes.ofd, { id: licence.id })} download>
          下载盖章文件（OFD）
        </a>
        <a className="phone-button" href={addressOf(contract.routes.pdf, { id: licence.id })} download>
          下载打印件（PDF）
        </a>
      </p>
    </PhoneCard>
  );
}

function Uses({ uses }: { readonly uses: Licence['uses'] }): ReactNode {
  return (
    <PhoneCard title="谁用过这张证照">
      {uses.length === 0 && <p className="phone-hint">还没有人用过</p>}
      <ol className="licence-steps">
        {uses.map((use) => (
          <li key={use.id}>
            <b>{use.user}</b>
            <span className="phone-hint city-number">{momentText(use.at)}</span>
            <span className="phone-hint">
              {use.purpose}；用了：{use.fields.join('、')}
            </span>
            <a href={addressOf(contract.routes.receipt, { id: use.id })} download={`用证回执-${use.id}.json`}>
              取回执
            </a>
          </li>
        ))}
      </ol>
    </PhoneCard>
  );
}
