/** Publishes a draft, at once or from a moment to come; what the server finds wrong is listed. */
import { Alert, Form, Modal, Radio } from 'antd';
import { type ReactNode, useState } from 'react';
import { MomentInput } from '../../../../ui/form/date-inputs.tsx';
import { tell } from '../../../../ui/tell.ts';
import { useAct } from '../../../../ui/use-call.ts';
import contract, { type VersionInfo } from '../../contract.ts';

export function PublishForm(props: {
  readonly version: VersionInfo;
  readonly onClose: () => void;
}): ReactNode {
  const { id, revision, number, rule } = props.version;
  const [later, setLater] = useState(false);
  const [moment, setMoment] = useState<string | null>(null);
  const [refused, setRefused] = useState<{ message: string; details: readonly string[] } | undefined>(
    undefined,
  );
  const publish = useAct(contract.routes.publish, {
    onDone: () => {
      tell('success', '已发布');
      props.onClose();
    },
    onRefused: (error) =>
      setRefused({ message: error.message, details: error.problems.map((one) => one.message) }),
  });
  return (
    <Modal
      open
      title={`发布“${rule.title}”第 ${number} 版`}
      okText="发布"
      okButtonProps={{ disabled: later && moment === null }}
      confirmLoading={publish.acting}
      onCancel={props.onClose}
      onOk={() =>
        void publish.act({ id, revision, ...(later && moment !== null ? { effectiveFrom: moment } : {}) })
      }
    >
      <p className="city-muted">发布后内容不能再改，要改须起草新版本。发布前会再核对一次表和全部测试用例。</p>
      <Form layout="vertical">
        <Form.Item label="生效时间">
          <Radio.Group
            value={later}
            onChange={(event) => setLater(event.target.value === true)}
            options={[
              { value: false, label: '立即生效' },
              { value: true, label: '指定时间' },
            ]}
          />
        </Form.Item>
        {later && (
          <Form.Item label="从何时起">
            <MomentInput value={moment} onChange={setMoment} />
          </Form.Item>
        )}
      </Form>
      {refused && (
        <Alert
          type="error"
          showIcon
          title={refused.message}
          description={refused.details.map((one) => <div key={one}>{one}</div>)}
        />
      )}
    </Modal>
  );
}
