/** 变更历史: each version of a row, who made it and what it changed. */
import type { ReactNode } from 'react';
import { Empty, Failed, Loading } from '../../../../ui/empty.tsx';
import { momentText } from '../../../../ui/form/city-time.ts';
import { Section } from '../../../../ui/layout.tsx';
import { useCall } from '../../../../ui/use-call.ts';
import contract from '../../contract.ts';

export function RowHistory(props: { readonly register: string; readonly id: string }): ReactNode {
  const asked = useCall(contract.routes.history, { register: props.register, id: props.id });
  return (
    <Section title="变更历史">
      {asked.isPending && <Loading rows={3} />}
      {asked.isError && <Failed error={asked.error} onRetry={() => void asked.refetch()} />}
      {asked.data?.versions.length === 0 && <Empty text="没有变更记录" />}
      {asked.data && (
        <ol className="city-timeline">
          {asked.data.versions.map((version) => (
            <li key={version.version}>
              <div className="city-timeline-head">
                <b>{versionTitle(version.version, version.state)}</b>
                <span>{version.byName || '系统'}</span>
              </div>
              <p className="city-timeline-meta city-number">
                {momentText(version.at)} · 第 {version.version} 版
              </p>
              {version.note && <blockquote>{version.note}</blockquote>}
              {version.changes.length > 0 && version.version > 1 && <Changes changes={version.changes} />}
            </li>
          ))}
        </ol>
      )}
    </Section>
  );
}

function versionTitle(version: number, state: string): string {
  if (state === 'archived') return '归档';
  return version === 1 ? '新建' : '修改';
}

export interface Change {
  readonly field: string;
  readonly title: string;
  readonly before: string;
  readonly after: string;
}

/** What was, struck out, and what is: told apart by more than colour. */
export function Changes(props: { readonly changes: readonly Change[] }): ReactNode {
  return (
    <dl className="register-changes">
      {props.changes.map((change) => (
        <div key={change.field}>
          <dt>{change.title}</dt>
          <dd>
            <del>{change.before === '' ? '（空）' : change.before}</del> →{' '}
            <ins>{change.after === '' ? '（空）' : change.after}</ins>
          </dd>
        </div>
      ))}
    </dl>
  );
}
