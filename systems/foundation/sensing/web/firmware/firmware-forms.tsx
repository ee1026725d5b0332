/** Forms of the firmware page: a version with its file, and an upgrade in waves. */
import { DatePicker, Form, Input, InputNumber } from 'antd';
import type { Dayjs } from 'dayjs';
import type { ReactNode } from 'react';
import telemetryContract, { type FirmwareView } from '../../../../../engines/telemetry/contract.ts';
import { FormModal } from '../../../../../ui/form/form-modal.tsx';
import { UploadBox } from '../../../../../ui/upload-box.tsx';
import { useAct } from '../../../../../ui/use-call.ts';

interface Version {
  readonly version: string;
  readonly file: readonly string[];
  readonly releasedOn?: Dayjs;
  readonly note?: string;
}

const needed = (message: string) => [{ required: true, message }];

export function SaveFirmware(props: {
  readonly model: { readonly id: string; readonly name: string };
  readonly onClose: () => void;
}): ReactNode {
  const { model, onClose } = props;
  const [form] = Form.useForm<Version>();
  const save = useAct(telemetryContract.routes.saveFirmware, { onDone: onClose });
  const send = ({ version, file: [file], releasedOn, note }: Version) => {
    if (file === undefined) return;
    const released = releasedOn === undefined ? {} : { releasedOn: releasedOn.format('YYYY-MM-DD') };
    void save.act({ id: model.id, version, file, ...released, ...(note ? { note } : {}) });
  };
  return (
    <FormModal
      form={form}
      open
      title={`登记${model.name}的固件版本`}
      okText="登记"
      acting={save.acting}
      onSend={send}
      onClose={onClose}
    >
      <Form.Item name="version" label="版本" rules={needed('请填写版本，与设备报告的一致')}>
        <Input maxLength={60} />
      </Form.Item>
      <Form.Item
        name="file"
        label="固件文件"
        rules={needed('请选择文件')}
        extra="压缩成 zip 上传；大小和 SM3 摘要由系统计算"
      >
        <UploadBox accept=".zip" most={1} />
      </Form.Item>
      <Form.Item name="releasedOn" label="发布日期">
        <DatePicker style={{ width: '100%' }} />
      </Form.Item>
      <Form.Item name="note" label="说明">
        <Input.TextArea rows={3} maxLength={500} showCount />
      </Form.Item>
    </FormModal>
  );
}

interface Waves {
  readonly group?: string;
  readonly waveSize: number;
  readonly mostFailed: number;
  readonly waitMinutes: number;
}

/** A first wave of ten shows whether it works before the others get it: suggested, and for the person to change. */
const suggested: Waves = { waveSize: 10, mostFailed: 0, waitMinutes: 60 };

export function StartUpgrade(props: {
  readonly firmware: FirmwareView;
  readonly onClose: () => void;
}): ReactNode {
  const { firmware, onClose } = props;
  const [form] = Form.useForm<Waves>();
  const start = useAct(telemetryContract.routes.startUpgrade, { onDone: onClose });
  const send = ({ group, ...waves }: Waves) =>
    void start.act({ id: firmware.id, ...waves, ...(group ? { group } : {}) });
  const number = (
    name: keyof Waves,
    label: string,
    [lowest, highest]: readonly [number, number],
    extra?: string,
  ) => (
    <Form.Item name={name} label={label} rules={needed('请填写整数')} {...(extra ? { extra } : {})}>
      <InputNumber min={lowest} max={highest} precision={0} style={{ width: '100%' }} />
    </Form.Item>
  );
  return (
    <FormModal
      form={form}
      open
      title={`升级到 ${firmware.version}`}
      okText="下发"
      acting={start.acting}
      onSend={send}
      onClose={onClose}
      initialValues={suggested}
    >
      <Form.Item name="group" label="分组" extra="空则此物模型您管辖的全部在用设备">
        <Input maxLength={40} />
      </Form.Item>
      {number('waveSize', '每批台数', [1, 500])}
      {number('mostFailed', '每批允许失败台数', [0, 500], '超过就停在这一批，由人决定是否继续')}
      {number('waitMinutes', '等待设备报告新版本（分钟）', [1, 10_080])}
    </FormModal>
  );
}
