/** Granting or refusing a request of a case: a verdict and the words for it. */
import { Alert, Button, Drawer, Form, Radio } from 'antd';
import { type ReactNode, useState } from 'react';
import type { Request } from '../case/use-case.ts';
import { RequestView } from '../case/case-requests.tsx';
import { OpinionInput } from './opinion-input.tsx';
import { keepDraft, readDraft } from './opinion-draft.ts';
import { useSendAct } from './use-send-act.ts';

export interface DecideDrawerProps {
  readonly type: string;
  readonly caseId: string;
  readonly version: number;
  readonly request: Request;
  readonly onClose: () => void;
}

const action = 'verb.decide';

export function DecideDrawer(props: DecideDrawerProps): ReactNode {
  const { request, caseId, onClose } = props;
  const [granted, setGranted] = useState<boolean | undefined>(undefined);
  const [opinion, setOpinion] = useState(() => readDraft(caseId, action));
  const { send, sending, refusal } = useSendAct(
    { type: props.type, id: caseId, version: props.version, stageTitle: null, timeline: [] },
    `审定${request.kindTitle}`,
    onClose,
  );
  const wanting =
    granted === undefined ? '请先选择同意或不同意' : opinion.trim() === '' ? '请填写审定意见' : undefined;
  return (
    <Drawer
      open
      title={`审定:${request.kindTitle}`}
      size={480}
      onClose={onClose}
      maskClosable={false}
      footer={
        <div className="flow-drawer-footer">
          {wanting && <span className="city-muted">{wanting}</span>}
          <Button onClick={onClose}>取消</Button>
          <Button
            type="primary"
            danger={granted === false}
            loading={sending}
            disabled={wanting !== undefined}
            onClick={() =>
              void send(
                {
                  action,
                  opinion: opinion.trim(),
                  target: { requestId: request.id, granted: granted === true },
                },
                props.version,
              )
            }
          >
            提交审定
          </Button>
        </div>
      }
    >
      {refusal && <Alert type="error" showIcon style={{ marginBottom: 16 }} title={refusal.text} />}
      <RequestView request={request} />
      <Form layout="vertical" requiredMark style={{ marginTop: 16 }}>
        <Form.Item label="结论" required>
          <Radio.Group
            value={granted ?? null}
            onChange={(event) => setGranted(event.target.value === true)}
            options={[
              { value: true, label: '同意' },
              { value: false, label: '不同意' },
            ]}
          />
        </Form.Item>
        <Form.Item label="审定意见" htmlFor="flow-decide" required>
          <OpinionInput
            id="flow-decide"
            value={opinion}
            onChange={(text) => {
              keepDraft(caseId, action, text);
              setOpinion(text);
            }}
          />
        </Form.Item>
      </Form>
    </Drawer>
  );
}
