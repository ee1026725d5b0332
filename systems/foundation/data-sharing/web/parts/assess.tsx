/** 安全评估: each item of the checklist is answered; the conclusion follows from those that must hold. */
import { Input, Modal, Radio } from 'antd';
import { type ReactNode, useState } from 'react';
import { StatusTag } from '../../../../../ui/status-tag.tsx';
import { useAct } from '../../../../../ui/use-call.ts';
import type { AccordView } from '../../accord-routes.ts';
import contract from '../../contract.ts';

export function Assess(props: {
  readonly id: string;
  readonly checklist: AccordView['checklist'];
  readonly onClose: () => void;
}): ReactNode {
  const { id, checklist, onClose } = props;
  const [answers, setAnswers] = useState<Readonly<Record<string, boolean>>>({});
  const [opinion, setOpinion] = useState('');
  const assess = useAct(contract.routes.assess, { onDone: onClose });
  const complete = checklist.every((item) => answers[item.id] !== undefined) && opinion.trim().length >= 2;
  return (
    <Modal
      open
      width={720}
      title="数据安全评估"
      okText="登记"
      cancelText="取消"
      okButtonProps={{ disabled: !complete, loading: assess.acting }}
      onCancel={onClose}
      onOk={() =>
        void assess.act({
          id,
          answers: checklist.map((item) => ({ id: item.id, holds: answers[item.id] === true, note: '' })),
          opinion: opinion.trim(),
        })
      }
    >
      <ul className="sharing-checklist">
        {checklist.map((item) => (
          <li key={item.id}>
            <p>
              {item.title} {item.mandatory && <StatusTag tone="yellow">必须符合</StatusTag>}
              <br />
              <span className="city-muted">{item.source}（可修改的默认，使用前核对）</span>
            </p>
            <Radio.Group
              aria-label={item.title}
              value={answers[item.id]}
              onChange={(event) => setAnswers({ ...answers, [item.id]: event.target.value === true })}
              options={[
                { value: true, label: '符合' },
                { value: false, label: '不符合' },
              ]}
            />
          </li>
        ))}
      </ul>
      <Input.TextArea
        aria-label="评估意见"
        placeholder="评估意见"
        rows={3}
        maxLength={1000}
        value={opinion}
        onChange={(event) => setOpinion(event.target.value)}
      />
    </Modal>
  );
}
