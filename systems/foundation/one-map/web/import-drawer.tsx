/** Import of a layer: the file is looked into first, wrong rows are named, and it comes in whole or not at all. */
import { Alert, Button, Checkbox, Drawer, Form, Input, InputNumber, Select, Upload } from 'antd';
import { type ReactNode, useState } from 'react';
import { useNavigate } from 'react-router';
import type { OutputOf } from '../../../../kernel/contract.ts';
import { call, CallError } from '../../../../ui/call.ts';
import { tell } from '../../../../ui/tell.ts';
import { useAct } from '../../../../ui/use-call.ts';
import contract from '../contract.ts';
import { DepartmentsPicker } from '../../../../ui/form/departments-picker.tsx';
import { type DatumName, datumOptions, storeShapes } from './send-file.ts';

type Read = OutputOf<typeof contract.routes.readFile>;

interface Values {
  readonly title: string;
  readonly datum?: DatumName;
  readonly zone?: number | null;
  readonly titleColumn?: string;
  readonly heightColumn?: string;
  readonly sharedWith?: readonly string[];
  readonly colour: string;
  readonly note?: string;
  readonly skipWrong?: boolean;
  readonly addressColumn?: string;
}

interface Sent {
  readonly id: string;
  readonly name: string;
}

export function ImportDrawer(props: { readonly onClose: () => void }): ReactNode {
  const [form] = Form.useForm<Values>();
  const [sent, setSent] = useState<Sent | undefined>(undefined);
  const [read, setRead] = useState<Read | undefined>(undefined);
  const [problem, setProblem] = useState<CallError | undefined>(undefined);
  /** Columns of a table without coordinates. */
  const [heads, setHeads] = useState<readonly string[]>([]);
  const [busy, setBusy] = useState(false);
  const navigate = useNavigate();
  const { act, acting } = useAct(contract.routes.importLayer, {
    onDone: ({ id, features, skipped }) => {
      tell('success', `已导入 ${features} 个要素${skipped > 0 ? `，跳过 ${skipped} 行` : ''}`);
      void navigate(`/one-map/layers/${id}`);
    },
    onRefused: setProblem,
  });
  const datum = Form.useWatch('datum', form);

  async function look(
    file: Sent,
    wanted: DatumName | undefined,
    zone?: number | null,
    addressColumn?: string,
  ): Promise<void> {
    setBusy(true);
    setProblem(undefined);
    try {
      const found = await call(contract.routes.readFile, {
        file: file.id,
        ...(wanted === undefined ? {} : { datum: wanted }),
        ...(zone ? { zone } : {}),
        ...(addressColumn ? { addressColumn } : {}),
      });
      if (found.needsAddress) setHeads(found.columns);
      setRead(found);
      if (wanted === undefined && found.declared !== null) form.setFieldValue('datum', found.declared);
    } catch (refused) {
      setRead(undefined);
      setProblem(refused instanceof CallError ? refused : undefined);
    } finally {
      setBusy(false);
    }
  }
  async function send(file: File): Promise<void> {
    setBusy(true);
    setProblem(undefined);
    try {
      const stored = { id: await storeShapes(file), name: file.name };
      setSent(stored);
      setHeads([]);
      form.setFieldsValue({ title: file.name.replace(/\.[^.]*$/, '').slice(0, 60) });
      form.resetFields(['datum', 'zone', 'addressColumn']);
      await look(stored, undefined);
    } catch (refused) {
      setProblem(refused instanceof CallError ? refused : undefined);
      setBusy(false);
    }
  }
  async function finish(values: Values): Promise<void> {
    if (sent === undefined) return;
    setProblem(undefined);
    await act({
      file: sent.id,
      title: values.title,
      ...(values.datum === undefined ? {} : { datum: values.datum }),
      ...(values.zone ? { zone: values.zone } : {}),
      titleColumn: values.titleColumn ?? '',
      heightColumn: values.heightColumn ?? '',
      sharedWith: [...(values.sharedWith ?? [])],
      colour: values.colour,
      note: values.note ?? '',
      skipWrong: values.skipWrong ?? false,
      ...(values.addressColumn ? { addressColumn: values.addressColumn } : {}),
    });
  }
  const columns = (read?.columns ?? []).map((name) => ({ value: name, label: name }));
  return (
    <Drawer
      open
      title="导入图层"
      size={520}
      onClose={props.onClose}
      footer={
        <Button
          type="primary"
          loading={acting}
          disabled={sent === undefined || read === undefined || read.needsAddress}
          onClick={() => form.submit()}
        >
          导入
        </Button>
      }
    >
      <div className="one-map-panel">
        <Upload
          accept=".json,.geojson,.kml,.kmz,.gpx,.csv,.txt,.zip,.tif,.tiff"
          showUploadList={false}
          beforeUpload={(file) => {
            void send(file);
            return false;
          }}
        >
          <Button loading={busy}>{sent?.name ?? '选择文件'}</Button>
        </Upload>
        <p className="city-muted">
          GeoJSON、KML/KMZ、GPX、带经纬度两列或地址列的 CSV、打包为 zip 的 Shapefile；GeoTIFF
          影像只取范围，不存像元
        </p>
        {problem && (
          <Refusal message={problem.message} lines={problem.problems.map(({ message }) => message)} />
        )}
        {read && !read.needsAddress && <Found read={read} />}
        {read?.needsAddress && (
          <Alert
            type="info"
            showIcon
            title="表里没有经度和纬度两列，可以选择地址列，按地名和本人可见的记录定位"
          />
        )}
        <Form<Values>
          form={form}
          layout="vertical"
          initialValues={{ colour: '#1677ff' }}
          onFinish={(values) => void finish(values)}
        >
          {heads.length > 0 && (
            <Form.Item
              name="addressColumn"
              label="按这一列的地址定位"
              extra="认不出的行会列出来，不会放到猜的位置"
            >
              <Select
                options={heads.map((name) => ({ value: name, label: name }))}
                onChange={(column: string) => sent && void look(sent, undefined, null, column)}
              />
            </Form.Item>
          )}
          <Form.Item
            name="datum"
            label="坐标系"
            rules={[{ required: true, message: '请选择坐标系' }]}
            extra={read && read.declared === null ? '文件没有写明，请向提供者核实后选择' : undefined}
          >
            <Select
              options={[...datumOptions]}
              onChange={(chosen: DatumName) => sent && void look(sent, chosen, form.getFieldValue('zone'))}
            />
          </Form.Item>
          {datum === 'gauss-kruger' && (
            <Form.Item name="zone" label="3度带带号">
              <InputNumber
                min={25}
                max={45}
                placeholder="坐标已带带号可不填"
                style={{ width: '100%' }}
                onBlur={() => sent && void look(sent, datum, form.getFieldValue('zone'))}
              />
            </Form.Item>
          )}
          <Form.Item name="title" label="图层名称" rules={[{ required: true, message: '请填写名称' }]}>
            <Input maxLength={60} />
          </Form.Item>
          <Form.Item name="titleColumn" label="要素名称取自">
            <Select allowClear options={columns} />
          </Form.Item>
          {read !== undefined && read.areas > 0 && (
            <Form.Item name="heightColumn" label="高度（米）取自" extra="填了可立体显示">
              <Select allowClear options={columns} />
            </Form.Item>
          )}
          <Form.Item name="colour" label="颜色">
            <Input type="color" />
          </Form.Item>
          <Form.Item name="sharedWith" label="共享给其他部门">
            <DepartmentsPicker placeholder="不选则只有本部门" />
          </Form.Item>
          <Form.Item name="note" label="说明">
            <Input.TextArea rows={2} maxLength={500} />
          </Form.Item>
          {read !== undefined && read.problemCount > 0 && (
            <Form.Item name="skipWrong" valuePropName="checked">
              <Checkbox>跳过有问题的 {read.problemCount} 行，导入其余的</Checkbox>
            </Form.Item>
          )}
        </Form>
      </div>
    </Drawer>
  );
}

function Refusal(props: { readonly message: string; readonly lines: readonly string[] }): ReactNode {
  return (
    <Alert
      type="error"
      title={props.message}
      description={props.lines.length > 0 && <Lines lines={props.lines} />}
    />
  );
}

function Lines(props: { readonly lines: readonly string[] }): ReactNode {
  return (
    <ul className="one-map-lines">
      {props.lines.slice(0, 20).map((line) => (
        <li key={line}>{line}</li>
      ))}
    </ul>
  );
}

function Found(props: { readonly read: Read }): ReactNode {
  const { read } = props;
  const parts = [
    read.points > 0 ? `点 ${read.points}` : '',
    read.lines > 0 ? `线 ${read.lines}` : '',
    read.areas > 0 ? `面 ${read.areas}` : '',
  ].filter((part) => part !== '');
  return (
    <Alert
      type={read.problemCount > 0 ? 'warning' : 'success'}
      title={`共 ${read.rows} 行：${parts.join('，') || '没有图形'}${read.problemCount > 0 ? `；${read.problemCount} 行有问题` : ''}`}
      description={
        read.problemCount > 0 && (
          <Lines lines={read.problems.map(({ row, message }) => `第 ${row} 行：${message}`)} />
        )
      }
    />
  );
}
