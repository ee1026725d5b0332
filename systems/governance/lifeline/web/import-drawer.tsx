/** Imports an EPANET model: the file, whose network it is, and where its coordinates lie; what is wrong is said line by line. */
import { Alert, Button, Drawer, Form, Input, InputNumber, Radio, Upload } from 'antd';
import { type ReactNode, useState } from 'react';
import { useNavigate } from 'react-router';
import type { InputOf } from '../../../../kernel/contract.ts';
import { AreaPicker } from '../../../../ui/area-picker.tsx';
import { DepartmentPicker } from '../../../../ui/department-picker.tsx';
import { uploadFile } from '../../../../ui/upload-file.ts';
import { CallError } from '../../../../ui/call.ts';
import { tell } from '../../../../ui/tell.ts';
import { useAct } from '../../../../ui/use-call.ts';
import contract from '../contract.ts';

type Input_ = InputOf<typeof contract.routes.importNetwork>;

interface Values {
  readonly file: File;
  readonly code: string;
  readonly name: string;
  readonly area: string;
  readonly department: string;
  readonly datum: 'degrees' | 'local';
  readonly x?: number;
  readonly y?: number;
  readonly lon?: number;
  readonly lat?: number;
  readonly scale?: number;
  readonly turn?: number;
}

function inputOf(file: string, values: Values): Input_ {
  const { code, name, area, department } = values;
  const { x = 0, y = 0, lon = 0, lat = 0, scale = 1, turn = 0 } = values;
  return {
    file,
    code,
    name,
    area,
    department,
    placement:
      values.datum === 'degrees' ? { datum: 'degrees' } : { datum: 'local', x, y, lon, lat, scale, turn },
  };
}

const wanted = [{ required: true, message: '请填写' }];

export function ImportDrawer(props: { readonly open: boolean; readonly onClose: () => void }): ReactNode {
  const [form] = Form.useForm<Values>();
  const [datum, setDatum] = useState<Values['datum']>('local');
  const navigate = useNavigate();
  const { act, acting, error } = useAct(contract.routes.importNetwork, {
    onDone: ({ id }) => void navigate(`/lifeline/networks/${id}`),
  });
  async function send(values: Values): Promise<void> {
    // Browsers know no type for .inp, and the store keeps files by what they are.
    const text = new Blob([values.file], { type: 'text/plain' });
    try {
      const stored = await uploadFile(text, values.file.name.replace(/\.inp$/i, '.txt'));
      await act(inputOf(stored.id, values));
    } catch (problem) {
      tell('error', problem instanceof CallError ? problem.message : '上传没有成功');
    }
  }
  return (
    <Drawer
      title="导入供水管网模型"
      size={520}
      open={props.open}
      onClose={props.onClose}
      footer={
        <Button type="primary" loading={acting} onClick={() => form.submit()}>
          检查并导入
        </Button>
      }
    >
      {error !== null && (
        <Alert
          type="error"
          title={error.message}
          description={
            error.problems.length > 0 && (
              <ul className="lifeline-problems">
                {error.problems.map(({ path, message }) => (
                  <li key={path + message}>{message}</li>
                ))}
              </ul>
            )
          }
        />
      )}
      <Form<Values>
        form={form}
        layout="vertical"
        initialValues={{ datum: 'local', scale: 1, turn: 0 }}
        onFinish={(values) => void send(values)}
      >
        <Form.Item
          name="file"
          label="模型文件"
          rules={wanted}
          extra="EPANET 的 .inp 文件，UTF-8 或 GB 18030；节点须有坐标"
        >
          <ModelFile />
        </Form.Item>
        <Form.Item name="code" label="编号" rules={wanted}>
          <Input maxLength={40} />
        </Form.Item>
        <Form.Item name="name" label="名称" rules={wanted}>
          <Input maxLength={60} />
        </Form.Item>
        <Form.Item name="area" label="所在区划" rules={wanted}>
          <AreaPicker />
        </Form.Item>
        <Form.Item name="department" label="权属单位" rules={wanted}>
          <DepartmentPicker />
        </Form.Item>
        <Form.Item name="datum" label="模型坐标">
          <Radio.Group
            options={[
              { value: 'local', label: '平面坐标' },
              { value: 'degrees', label: '经纬度（CGCS2000）' },
            ]}
            onChange={(event) => setDatum(event.target.value === 'degrees' ? 'degrees' : 'local')}
          />
        </Form.Item>
        {datum === 'local' && <LocalFields />}
      </Form>
    </Drawer>
  );
}

function ModelFile(props: {
  readonly id?: string;
  readonly onChange?: (file: File | undefined) => void;
}): ReactNode {
  return (
    <Upload
      accept=".inp,.txt,text/plain"
      maxCount={1}
      beforeUpload={() => false}
      {...(props.id ? { id: props.id } : {})}
      onChange={({ fileList }) => props.onChange?.(fileList[0]?.originFileObj)}
    >
      <Button>选择 .inp 文件</Button>
    </Upload>
  );
}

const numbers = [
  ['x', '已知点 X'],
  ['y', '已知点 Y'],
  ['lon', '已知点经度'],
  ['lat', '已知点纬度'],
  ['scale', '一个单位多少米'],
  ['turn', '偏转角（度，顺时针）'],
] as const;

function LocalFields(): ReactNode {
  return (
    <div className="lifeline-place">
      {numbers.map(([name, label]) => (
        <Form.Item key={name} name={name} label={label} rules={wanted}>
          <InputNumber style={{ width: '100%' }} controls={false} />
        </Form.Item>
      ))}
    </div>
  );
}
