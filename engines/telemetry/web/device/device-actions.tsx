/** What an operator may do with a device: put it in and out of use, give it a key, send it commands. */
import { Button, Input, Modal, Select, Space, Typography } from 'antd';
import { type ReactNode, useState } from 'react';
import { askReason, confirmDanger } from '../../../../ui/confirm-danger.tsx';
import { useAct } from '../../../../ui/use-call.ts';
import contract from '../../contract.ts';
import { stages } from '../../registers/device.ts';
import { type SecretShape, secretShapes, withoutSecret } from '../../registers/secret-shapes.ts';
import type { DeviceReply } from '../../routes/device-routes.ts';

const acts = { active: '启用', disabled: '停用', retired: '退役', registered: '登记' } as const;

export function DeviceActions(props: { readonly device: DeviceReply }): ReactNode {
  const { device } = props;
  const change = useAct(contract.routes.changeStage);
  const issue = useAct(contract.routes.issueKey);
  async function giveKey(): Promise<void> {
    const shape = secretShapes[device.protocol ?? ''];
    const password = await (shape === undefined ? askRandom() : askPassword(shape));
    if (password === undefined) return;
    const reply = await issue.act({ id: device.id, ...(password === null ? {} : { password }) });
    if (reply) showKey(reply.code, reply.key);
  }
  async function move(stage: keyof typeof acts): Promise<void> {
    const reason = await askReason({ title: `${acts[stage]}设备`, placeholder: '写明原因' });
    if (reason !== undefined) await change.act({ id: device.id, stage, reason });
  }
  return (
    <Space wrap>
      {stages[device.stage].next.map((stage) => (
        <Button
          key={stage}
          type={stage === 'active' ? 'primary' : 'default'}
          danger={stage === 'retired'}
          loading={change.acting}
          onClick={() => void move(stage)}
        >
          {acts[stage]}
        </Button>
      ))}
      {device.stage !== 'retired' && !withoutSecret.has(device.protocol ?? '') && (
        <Button loading={issue.acting} onClick={() => void giveKey()}>
          {secretShapes[device.protocol ?? ''] === undefined ? '发放密钥' : '登记密码'}
        </Button>
      )}
    </Space>
  );
}

const overlapHint = '旧密钥在参数规定的时间内仍然有效；现有连接会断开，重新登录。';

/** Null: make a random one. */
async function askRandom(): Promise<null | undefined> {
  const sure = await confirmDanger({
    title: '发放新密钥',
    hint: `新密钥只显示一次；${overlapHint}`,
    okText: '发放',
  });
  return sure ? null : undefined;
}

/** What is set on the device; undefined when the person turned back. */
function askPassword({ title, shape, pattern, source }: SecretShape): Promise<string | undefined> {
  return new Promise((resolve) => {
    let password = '';
    const dialog = Modal.confirm({
      title: `登记${title}`,
      content: (
        <>
          <p className="city-muted">
            与设备上设置的一致，{shape}（{source}）。{overlapHint}
          </p>
          <Input
            autoFocus
            maxLength={64}
            placeholder={shape}
            aria-label={title}
            autoComplete="off"
            onChange={(event) => {
              password = event.target.value.trim();
              dialog.update({ okButtonProps: { disabled: !pattern.test(password) } });
            }}
          />
        </>
      ),
      okText: '登记',
      okButtonProps: { disabled: true },
      cancelText: '取消',
      onOk: () => resolve(password),
      onCancel: () => resolve(undefined),
    });
  });
}

function showKey(code: string, key: string): void {
  Modal.success({
    title: '已登记（只显示这一次）',
    content: (
      <div>
        <p>
          设备编码：<Typography.Text copyable>{code}</Typography.Text>
        </p>
        <p>
          密钥：<Typography.Text copyable>{key}</Typography.Text>
        </p>
      </div>
    ),
    okText: '已抄录',
  });
}

/** Sends a service of the model; parameters are written one by one. */
export function CommandForm(props: { readonly device: DeviceReply }): ReactNode {
  const { device } = props;
  const send = useAct(contract.routes.sendCommand);
  const [name, setName] = useState(device.services[0]?.name);
  const [input, setInput] = useState<Readonly<Record<string, string>>>({});
  const service = device.services.find((each) => each.name === name);
  if (service === undefined) return <p className="city-muted">物模型没有可下发的指令</p>;
  return (
    <Space.Compact block>
      <Select
        aria-label="指令"
        value={name}
        onChange={setName}
        options={device.services.map((each) => ({ value: each.name, label: each.title }))}
        style={{ minWidth: 130 }}
      />
      {service.input.map((parameter) => (
        <Input
          key={parameter.name}
          aria-label={parameter.title}
          placeholder={parameter.title}
          value={input[parameter.name] ?? ''}
          onChange={(event) => setInput({ ...input, [parameter.name]: event.target.value })}
        />
      ))}
      <Button
        type="primary"
        loading={send.acting}
        disabled={device.stage !== 'active'}
        onClick={() =>
          void send.act({ id: device.id, name: service.name, input: typed(service.input, input) })
        }
      >
        下发
      </Button>
    </Space.Compact>
  );
}

/** What was typed, in the types of the parameters; what is no number stays text, and the server says so. */
function typed(
  parameters: readonly { readonly name: string; readonly type: string }[],
  input: Readonly<Record<string, string>>,
): Record<string, number | boolean | string> {
  return Object.fromEntries(
    parameters.flatMap(({ name, type }): [string, number | boolean | string][] => {
      const text = input[name]?.trim() ?? '';
      if (text === '') return [];
      const number = Number(text);
      if (type === 'boolean') return [[name, text === '是' || text === 'true']];
      return [[name, type === 'text' || Number.isNaN(number) ? text : number]];
    }),
  );
}
