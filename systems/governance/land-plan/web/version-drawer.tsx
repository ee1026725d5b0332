/** The facts of a version: a new one, or one that is still in work. */
import { Button, Drawer, Form, Input, Select } from 'antd';
import { type ReactNode } from 'react';
import { useNavigate } from 'react-router';
import type { OutputOf } from '../../../../kernel/contract.ts';
import { UploadBox } from '../../../../ui/upload-box.tsx';
import { useAct } from '../../../../ui/use-call.ts';
import contract from '../contract.ts';
import { controlLines } from '../data/lines.ts';

type Version = OutputOf<typeof contract.routes.version>;

interface Values {
  readonly line: string;
  readonly title: string;
  readonly documentNumber?: string;
  readonly authority?: string;
  readonly approvedOn?: string;
  readonly effectiveFrom: string;
  readonly scale?: string;
  readonly note?: string;
  readonly document?: readonly string[];
}

const wanted = [{ required: true, message: '请填写' }];
const lineOptions = controlLines.map(({ code, title }) => ({ value: code, label: title }));

function factsOf(values: Values) {
  return {
    title: values.title,
    documentNumber: values.documentNumber ?? '',
    authority: values.authority ?? '',
    ...(values.approvedOn ? { approvedOn: values.approvedOn } : {}),
    effectiveFrom: values.effectiveFrom,
    scale: values.scale ?? '',
    note: values.note ?? '',
    document: [...(values.document ?? [])],
  };
}

function startOf(version: Version): Partial<Values> {
  const { approvedOn, ...rest } = version;
  return { ...rest, ...(approvedOn === null ? {} : { approvedOn }) };
}

export function VersionDrawer(props: {
  readonly open: boolean;
  readonly onClose: () => void;
  readonly version?: Version;
}): ReactNode {
  const { version, onClose } = props;
  const [form] = Form.useForm<Values>();
  const navigate = useNavigate();
  const make = useAct(contract.routes.makeVersion, {
    onDone: ({ id }) => void navigate(`/land-plan/versions/${id}`),
  });
  const change = useAct(contract.routes.changeVersion, { onDone: onClose });
  async function send(values: Values): Promise<void> {
    if (version === undefined) await make.act({ line: values.line, ...factsOf(values) });
    else await change.act({ id: version.id, version: version.version, ...factsOf(values) });
  }
  return (
    <Drawer
      title={version === undefined ? '新建规划成果版本' : '修改版本信息'}
      size={520}
      open={props.open}
      onClose={onClose}
      footer={
        <Button type="primary" loading={make.acting || change.acting} onClick={() => form.submit()}>
          保存
        </Button>
      }
    >
      <Form<Values>
        form={form}
        layout="vertical"
        initialValues={version === undefined ? {} : startOf(version)}
        onFinish={(values) => void send(values)}
      >
        {version === undefined && (
          <Form.Item name="line" label="管控线" rules={wanted}>
            <Select options={lineOptions} />
          </Form.Item>
        )}
        <Form.Item name="title" label="名称" rules={wanted}>
          <Input maxLength={100} />
        </Form.Item>
        <Form.Item name="documentNumber" label="批准文号">
          <Input maxLength={60} />
        </Form.Item>
        <Form.Item name="authority" label="批准机关">
          <Input maxLength={60} />
        </Form.Item>
        <Form.Item name="approvedOn" label="批准日期">
          <Input type="date" />
        </Form.Item>
        <Form.Item name="effectiveFrom" label="生效日期" rules={wanted}>
          <Input type="date" />
        </Form.Item>
        <Form.Item name="scale" label="成果比例尺">
          <Input maxLength={20} placeholder="如 1:10000" />
        </Form.Item>
        <Form.Item name="document" label="批准文件">
          <UploadBox />
        </Form.Item>
        <Form.Item name="note" label="说明">
          <Input.TextArea rows={3} maxLength={1000} />
        </Form.Item>
      </Form>
    </Drawer>
  );
}
