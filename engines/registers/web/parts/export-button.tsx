/** 导出: the rows of the present filters as a sheet, made in the background, with progress and download. */
import { Button, Form, Modal, Radio } from 'antd';
import { type ReactNode, useState } from 'react';
import { JobProgress, jobPace } from '../../../../ui/job-progress.tsx';
import type { ListState } from '../../../../ui/query-table.tsx';
import { fileUrl } from '../../../../ui/upload-file.ts';
import { useAct, useCall } from '../../../../ui/use-call.ts';
import contract from '../../contract.ts';
import type { ExportReply } from '../../routes/sheet-routes.ts';
import type { NamedField } from './use-register.ts';

export interface ExportButtonProps {
  readonly register: string;
  readonly title: string;
  readonly state: ListState;
  readonly rowState: 'active' | 'archived' | 'all';
  readonly fields: readonly NamedField[];
}

interface Wanted {
  readonly columns: 'list' | 'all';
  readonly format: 'xlsx' | 'csv';
}

export function ExportButton(props: ExportButtonProps): ReactNode {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button onClick={() => setOpen(true)}>导出</Button>
      <Modal
        open={open}
        title={`导出：${props.title}`}
        footer={null}
        onCancel={() => setOpen(false)}
        destroyOnHidden
      >
        <ExportSteps {...props} />
      </Modal>
    </>
  );
}

function ExportSteps(props: ExportButtonProps): ReactNode {
  const [job, setJob] = useState<string | undefined>(undefined);
  const start = useAct(contract.routes.startExport, { onDone: (reply) => setJob(reply.job) });
  const listed = props.fields.filter(({ info }) => info.list).map(({ name }) => name);
  function send({ columns, format }: Wanted): void {
    const { search, sort, where } = props.state;
    void start.act({
      register: props.register,
      format,
      state: props.rowState,
      ...(columns === 'list' && listed.length > 0 ? { fields: listed } : {}),
      ...(search === undefined ? {} : { search }),
      ...(sort === undefined ? {} : { sort }),
      ...(Object.keys(where).length === 0 ? {} : { where }),
    });
  }
  if (job !== undefined) return <ExportJob job={job} onAgain={() => setJob(undefined)} />;
  return (
    <Form<Wanted> layout="vertical" initialValues={{ columns: 'all', format: 'xlsx' }} onFinish={send}>
      <p className="city-muted" style={{ marginBottom: 12 }}>
        按当前查询条件导出，代码显示为名称；无权查看的内容保持脱敏。导出会留下记录。
      </p>
      <Form.Item name="columns" label="导出的列">
        <Radio.Group
          options={[
            { value: 'all', label: '全部字段' },
            { value: 'list', label: '列表常用字段' },
          ]}
        />
      </Form.Item>
      <Form.Item name="format" label="格式">
        <Radio.Group
          options={[
            { value: 'xlsx', label: 'Excel(.xlsx)' },
            { value: 'csv', label: 'CSV' },
          ]}
        />
      </Form.Item>
      <Button type="primary" htmlType="submit" loading={start.acting}>
        开始导出
      </Button>
    </Form>
  );
}

function ExportJob(props: { readonly job: string; readonly onAgain: () => void }): ReactNode {
  const [last, setLast] = useState<ExportReply | undefined>(undefined);
  const asked = useCall(contract.routes.exportStatus, { job: props.job }, { fresh: 0, every: jobPace(last) });
  const cancel = useAct(contract.routes.cancelExport);
  const reply = asked.data;
  if (reply !== undefined && reply !== last) setLast(reply);
  if (reply === undefined) return <JobProgress job={{ state: 'waiting', done: 0, message: '' }} />;
  return (
    <JobProgress job={reply} onCancel={() => void cancel.act({ job: props.job })}>
      {reply.file !== null && (
        <Button type="primary" href={fileUrl(reply.file)} download>
          下载{reply.rows === null ? '' : `（${reply.rows.toLocaleString('zh-CN')} 行）`}
        </Button>
      )}
      <Button onClick={props.onAgain}>重新导出</Button>
    </JobProgress>
  );
}
