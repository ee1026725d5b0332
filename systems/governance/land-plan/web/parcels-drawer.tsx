/** Fills a version in work from a file; every bad row is named and then nothing is taken. */
import { Alert, Button, Drawer, Form, Input, InputNumber, Select, Upload } from 'antd';
import { type ReactNode, useState } from 'react';
import { CallError } from '../../../../ui/call.ts';
import { tell } from '../../../../ui/tell.ts';
import { useAct } from '../../../../ui/use-call.ts';
import contract from '../contract.ts';
import { datumOptions, storeAreas } from './send-file.ts';

interface Values {
  readonly datum?: (typeof datumOptions)[number]['value'];
  readonly zone?: number | null;
  readonly numberFrom?: string;
  readonly nameFrom?: string;
  readonly landUseFrom?: string;
}

export function ParcelsDrawer(props: {
  readonly id: string;
  readonly open: boolean;
  readonly onClose: () => void;
}): ReactNode {
  const [form] = Form.useForm<Values>();
  const [file, setFile] = useState<File | undefined>(undefined);
  const { act, acting, error } = useAct(contract.routes.importParcels, {
    onDone: ({ parcels, mended }) => {
      tell('success', `已导入 ${parcels} 个图斑${mended > 0 ? `，其中 ${mended} 个修正了图形` : ''}`);
      props.onClose();
    },
    onRefused: () => undefined,
  });
  async function send({ datum, zone, numberFrom, nameFrom, landUseFrom }: Values): Promise<void> {
    if (file === undefined) return;
    try {
      await act({
        id: props.id,
        file: await storeAreas(file),
        ...(datum === undefined ? {} : { datum }),
        ...(zone ? { zone } : {}),
        numberFrom: numberFrom ?? '',
        nameFrom: nameFrom ?? '',
        landUseFrom: landUseFrom ?? '',
      });
    } catch (problem) {
      tell('error', problem instanceof CallError ? problem.message : '上传没有成功');
    }
  }
  return (
    <Drawer
      title="导入管控图斑"
      size={520}
      open={props.open}
      onClose={props.onClose}
      footer={
        <Button type="primary" loading={acting} disabled={file === undefined} onClick={() => form.submit()}>
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
              <ul className="land-plan-problems">
                {error.problems.map(({ path, message }) => (
                  <li key={path + message}>{message}</li>
                ))}
              </ul>
            )
          }
        />
      )}
      <Form<Values> form={form} layout="vertical" onFinish={(values) => void send(values)}>
        <Form.Item label="图形文件" extra="GeoJSON、KML、打包为 zip 的 Shapefile 或勘测定界文本">
          <Upload
            accept=".json,.geojson,.kml,.kmz,.zip,.txt"
            showUploadList={false}
            beforeUpload={(chosen) => {
              setFile(chosen);
              return false;
            }}
          >
            <Button>{file?.name ?? '选择文件'}</Button>
          </Upload>
        </Form.Item>
        <Form.Item name="datum" label="坐标系">
          <Select allowClear placeholder="以文件写明的坐标系为准" options={[...datumOptions]} />
        </Form.Item>
        <Form.Item name="zone" label="3度带带号">
          <InputNumber min={25} max={45} placeholder="坐标已带带号可不填" style={{ width: '100%' }} />
        </Form.Item>
        <Form.Item name="numberFrom" label="图斑编号取自属性">
          <Input maxLength={100} placeholder="不填则用行号" />
        </Form.Item>
        <Form.Item name="nameFrom" label="名称取自属性">
          <Input maxLength={100} />
        </Form.Item>
        <Form.Item name="landUseFrom" label="用地分类代码取自属性">
          <Input maxLength={100} />
        </Form.Item>
      </Form>
    </Drawer>
  );
}
