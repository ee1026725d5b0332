/** 修订: what was struck out and put in between two versions of a draft. */
import { Select } from 'antd';
import { type ReactNode, useState } from 'react';
import type { OutputOf } from '../../../../../kernel/contract.ts';
import { Shown } from '../../../../../ui/empty.tsx';
import { momentText } from '../../../../../ui/form/city-time.ts';
import { useCall } from '../../../../../ui/use-call.ts';
import contract from '../../contract.ts';

type Changes = OutputOf<typeof contract.routes.changes>;
type Versions = OutputOf<typeof contract.routes.versions>['rows'];

export function ChangeView({ id }: { readonly id: string }): ReactNode {
  const asked = useCall(contract.routes.versions, { id });
  return (
    <Shown of={asked}>
      {({ rows }) =>
        rows.length < 2 ? (
          <p className="city-muted office-hint">只有一个版本，没有修订</p>
        ) : (
          <Compared id={id} versions={rows} />
        )
      }
    </Shown>
  );
}

function Compared({ id, versions }: { readonly id: string; readonly versions: Versions }): ReactNode {
  const last = versions.at(-1)?.number ?? 1;
  const [from, setFrom] = useState(versions.at(-2)?.number ?? 1);
  const [to, setTo] = useState(last);
  const asked = useCall(contract.routes.changes, { id, from, to }, { keep: true });
  const options = versions.map((one) => ({
    value: one.number,
    label: `第 ${one.number} 版 ${one.step} ${one.editorName} ${momentText(one.at)}`,
  }));
  return (
    <>
      <div className="office-versions">
        <Select aria-label="修订前版本" value={from} options={options} onChange={setFrom} />
        <span>→</span>
        <Select aria-label="修订后版本" value={to} options={options} onChange={setTo} />
      </div>
      <Shown of={asked}>
        {(changes) => (
          <dl className="office-changes">
            <Changed title="标题" parts={changes.title} />
            <Changed title="主送机关" parts={changes.recipients} />
            <Changed title="正文" parts={changes.body} />
          </dl>
        )}
      </Shown>
    </>
  );
}

function Changed({ title, parts }: { readonly title: string; readonly parts: Changes['body'] }): ReactNode {
  if (parts.every((part) => part.kind === 'same')) return null;
  return (
    <>
      <dt>{title}</dt>
      <dd>
        {parts.map((part, index) => {
          if (part.kind === 'same') return <span key={index}>{part.text}</span>;
          return part.kind === 'added' ? (
            <ins key={index}>{part.text}</ins>
          ) : (
            <del key={index}>{part.text}</del>
          );
        })}
      </dd>
    </>
  );
}
