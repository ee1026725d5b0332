/** 抄送与传阅: to whom the case was sent to be read, and who has read it; the reader's own receipt. */
import { Button } from 'antd';
import type { ReactNode } from 'react';
import { momentText } from '../../../../ui/form/city-time.ts';
import { Section } from '../../../../ui/layout.tsx';
import { useSession } from '../../../../ui/session.ts';
import { StatusTag } from '../../../../ui/status-tag.tsx';
import { tell } from '../../../../ui/tell.ts';
import { useAct } from '../../../../ui/use-call.ts';
import contract from '../../contract.ts';
import type { CaseDetail } from './use-case.ts';

export function CaseReaders(props: { readonly detail: CaseDetail }): ReactNode {
  const { detail } = props;
  const { subject } = useSession();
  const { act, acting } = useAct(contract.routes.confirmReading, {
    onDone: () => tell('success', '已确认阅知'),
  });
  const readers = detail.readers ?? [];
  if (readers.length === 0) return null;
  const mine = readers.find((reader) => reader.person === subject.id);
  const read = readers.filter((reader) => reader.readAt !== null).length;
  return (
    <Section
      title={`抄送与传阅 ${read}/${readers.length}`}
      extra={
        mine?.readAt === null && (
          <Button
            size="small"
            type="primary"
            loading={acting}
            onClick={() => void act({ caseId: detail.id })}
          >
            确认已阅
          </Button>
        )
      }
    >
      <ul className="flow-readers">
        {readers.map((reader) => (
          <li key={reader.person}>
            <StatusTag tone={reader.readAt === null ? 'grey' : 'green'}>
              {reader.readAt === null ? '未阅' : '已阅'}
            </StatusTag>
            <span>{reader.name}</span>
            <span className="city-muted city-number">
              {reader.readAt === null
                ? `${reader.sentName}${reader.kind === 'copy' ? '抄送' : '传阅'}`
                : momentText(reader.readAt)}
            </span>
          </li>
        ))}
      </ul>
    </Section>
  );
}
