/** 转换外来表格: records of other cities and platforms become the case import's own form, then go the way of every import. */
import { Alert, Button, Form, Radio, Table, Upload } from 'antd';
import { type ReactNode, useState } from 'react';
import { useNavigate } from 'react-router';
import registers from '../../../../engines/registers/contract.ts';
import { registerPath } from '../../../../engines/registers/web/parts/register-path.ts';
import type { OutputOf } from '../../../../kernel/contract.ts';
import { AreaPicker } from '../../../../ui/area-picker.tsx';
import { CallError } from '../../../../ui/call.ts';
import { PageFrame, Section } from '../../../../ui/layout.tsx';
import { tell } from '../../../../ui/tell.ts';
import { uploadFile } from '../../../../ui/upload-file.ts';
import { useAct } from '../../../../ui/use-call.ts';
import contract from '../contract.ts';
import { caseType } from './rows/case-words.ts';

const { convertSheet } = contract.routes;
type Converted = OutputOf<typeof convertSheet>;

const profiles = [
  { value: 'nyc311', label: '纽约 311 投诉导出表（CSV）' },
  { value: 'messages', label: '留言表（CSV 或每行一条 JSON，含 id、title、body）' },
] as const;
type Profile = (typeof profiles)[number]['value'];

export default function ForeignSheetPage(): ReactNode {
  const [profile, setProfile] = useState<Profile>('nyc311');
  const [area, setArea] = useState<string | null>(null);
  const [made, setMade] = useState<Converted | undefined>(undefined);
  return (
    <PageFrame
      title="转换外来表格"
      summary="把其他城市或平台导出的记录转换成案件导入表；外来记录不在本市，须指定由哪个区划办理"
    >
      <Section title="选择来源和文件">
        <Form layout="vertical" requiredMark>
          <Form.Item label="来源" required>
            <Radio.Group
              options={[...profiles]}
              value={profile}
              onChange={(event) => setProfile(event.target.value as Profile)}
            />
          </Form.Item>
          <Form.Item label="办理区划" htmlFor="foreign-area" required style={{ maxWidth: 420 }}>
            <AreaPicker id="foreign-area" value={area} onChange={setArea} />
          </Form.Item>
        </Form>
        <SheetUpload profile={profile} area={area} onMade={setMade} />
      </Section>
      {made && <Made made={made} />}
    </PageFrame>
  );
}

function SheetUpload(props: {
  readonly profile: Profile;
  readonly area: string | null;
  readonly onMade: (made: Converted | undefined) => void;
}): ReactNode {
  const { profile, area, onMade } = props;
  const [sending, setSending] = useState(false);
  const { act, acting } = useAct(convertSheet, { onDone: onMade });
  async function send(file: File): Promise<void> {
    if (area === null) return tell('warning', '请先选择办理区划');
    onMade(undefined);
    setSending(true);
    try {
      const stored = await uploadFile(file, file.name);
      await act({ file: stored.id, profile, area });
    } catch (error) {
      tell('error', error instanceof CallError ? error.message : '上传没有成功，请重试');
    } finally {
      setSending(false);
    }
  }
  return (
    <Upload.Dragger
      accept=".csv,.jsonl,.ndjson,.txt"
      multiple={false}
      showUploadList={false}
      disabled={sending || acting}
      beforeUpload={(file) => {
        void send(file);
        return false;
      }}
    >
      <p>{sending || acting ? '正在转换…' : '点击选择文件，或把文件拖到这里'}</p>
      <p className="city-muted">转换不写入案件；下一步由导入页逐行检查后再确认</p>
    </Upload.Dragger>
  );
}

function Made(props: { readonly made: Converted }): ReactNode {
  const { rows, skipped, file } = props.made;
  const navigate = useNavigate();
  const { act, acting } = useAct(registers.routes.startImport, {
    onDone: ({ id }) => void navigate(`${registerPath.import(caseType)}?batch=${id}`),
  });
  return (
    <Section title="转换结果">
      <Alert
        type={skipped.length === 0 ? 'success' : 'warning'}
        showIcon
        title={`已转换 ${rows.toLocaleString('zh-CN')} 条${skipped.length > 0 ? `，有记录不能转换，列在下面` : ''}`}
        action={
          <Button
            type="primary"
            loading={acting}
            onClick={() => void act({ register: caseType, file, columns: {} })}
          >
            检查并导入
          </Button>
        }
      />
      {skipped.length > 0 && (
        <Table
          size="small"
          style={{ marginTop: 12 }}
          rowKey="line"
          dataSource={skipped}
          columns={[
            { title: '行', dataIndex: 'line', width: 100, align: 'right' },
            { title: '不能转换的原因', dataIndex: 'reason' },
          ]}
          pagination={{ pageSize: 10, hideOnSinglePage: true }}
        />
      )}
    </Section>
  );
}
