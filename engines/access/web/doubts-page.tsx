/** 存疑查询答复: looks by people of one's own department that the review doubted, answered by the department. */
import { Button } from 'antd';
import type { ReactNode } from 'react';
import { askReason } from '../../../ui/confirm-danger.tsx';
import { Shown } from '../../../ui/empty.tsx';
import { PageFrame, Section } from '../../../ui/layout.tsx';
import { tell } from '../../../ui/tell.ts';
import { useAct, useCall } from '../../../ui/use-call.ts';
import contract, { type Look } from '../contract.ts';
import { LookTable } from './parts/look-table.tsx';

export default function DoubtsPage(): ReactNode {
  const asked = useCall(contract.routes.doubts, {});
  return (
    <PageFrame
      title="存疑查询答复"
      summary="抽查认为存疑的个人信息查询，由单位向查询人核实后答复；本人不能答复自己的查询"
    >
      <Section flush>
        <Shown of={asked} rows={5}>
          {({ rows }) => (
            <LookTable
              rows={rows}
              emptyText="本单位没有存疑的查询"
              actions={(look) => <Answer look={look} />}
            />
          )}
        </Shown>
      </Section>
    </PageFrame>
  );
}

function Answer(props: { readonly look: Look }): ReactNode {
  const { look, state, own } = props.look;
  const answer = useAct(contract.routes.answerLook, { onDone: () => tell('success', '已答复') });
  if (state !== 'doubtful') return null;
  if (own) return <span className="city-muted">由他人答复</span>;
  async function say(): Promise<void> {
    const text = await askReason({
      title: '答复这次存疑查询',
      hint: '写明核实的情况和处理；不要写个人信息。',
      placeholder: '核实情况',
      okText: '答复',
    });
    if (text !== undefined) await answer.act({ look, answer: text });
  }
  return (
    <Button type="link" size="small" disabled={answer.acting} onClick={() => void say()}>
      答复
    </Button>
  );
}
