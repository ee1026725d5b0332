/** Granting or refusing a request of a case: a verdict and the words for it. */
import { Alert, Button, Drawer, Form, Radio } from 'antd';
import { type ReactNode, useState } from 'react';
import type { CaseDetail, Request } from '../case/use-case.ts';
import { RequestView } from '../case/request-view.tsx';
import { OpinionInput } from './opinion-input.tsx';
import { keepDraft, readDraft } from './opinion-draft.ts';
import { useSendAct } from './use-send-act.ts';

export interface DecideDrawerProps {
  readonly detail: CaseDetail;
  readonly request: Request;
  readonly onClose: () => void;
}

const action = 'verb.decide';

export function DecideDrawer(props: DecideDrawerProps): ReactNode {
  const { request, onClose } = props;
  // As it was when the drawer opened: the decision is about what was seen.
  const [seen] = useState(props.detail);
  const caseId = seen.id;
  const [granted, setGranted] = useState<boolean | undefined>(undefined);
  const [opinion, setOpinion] = useState(() => readDraft(caseId, action));
  const { send, sending, refusal } = useSendAct(seen, onClose);
  const wanting = whatIsWanting(granted, opinion);
  return (
    <Drawer
      open
      title={`审定：${request.kindTitle}`}
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
                seen.version,
                `审定${request.kindTitle}`,
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

function whatIsWanting(granted: boolean | undefined, opinion: string): string | undefined {
  if (granted === undefined) return '请先选择同意或不同意';
  return opinion.trim() === '' ? '请填写审定意见' : undefined;
}
