/** 导出: the rows of the present filters as a sheet, made in the background, with progress and download. */
import { Alert, Button, Form, Modal, Radio } from 'antd';
import { type ReactNode, useState } from 'react';
import { useNavigate } from 'react-router';
import type { InputOf } from '../../../../kernel/contract.ts';
import { Shown } from '../../../../ui/empty.tsx';
import { handWish } from '../../../../ui/handed-wish.ts';
import { JobProgress, jobPace } from '../../../../ui/job-progress.tsx';
import type { ListState } from '../../../../ui/query-table.tsx';
import { fileUrl } from '../../../../ui/upload-file.ts';
import { useAct, useCall } from '../../../../ui/use-call.ts';
import contract from '../../contract.ts';
import type { ExportReply } from '../../routes/sheet-routes.ts';
import type { NamedField } from './use-register.ts';

type Wish = InputOf<typeof contract.routes.planExport>;

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
  const [wish, setWish] = useState<Wish | undefined>(undefined);
  const [job, setJob] = useState<string | undefined>(undefined);
  const start = useAct(contract.routes.startExport, { onDone: (reply) => setJob(reply.job) });
  const plan = useAct(contract.routes.planExport);
  const listed = props.fields.filter(({ info }) => info.list).map(({ name }) => name);
  /** What needs no approval begins at once; what does is explained first. */
  async function send({ columns, format }: Wanted): Promise<void> {
    const { search, sort, where } = props.state;
    const wanted: Wish = {
      register: props.register,
      format,
      state: props.rowState,
      ...(columns === 'list' && listed.length > 0 ? { fields: listed } : {}),
      ...(search === undefined ? {} : { search }),
      ...(sort === undefined ? {} : { sort }),
      ...(Object.keys(where).length === 0 ? {} : { where }),
    };
    const planned = await plan.act(wanted);
    if (planned === undefined) return;
    if (planned.reasons.length === 0) await start.act(wanted);
    else setWish(wanted);
  }
  if (job !== undefined) return <ExportJob job={job} onAgain={() => setJob(undefined)} />;
  if (wish !== undefined) return <NeedsApproval wish={wish} onBack={() => setWish(undefined)} />;
  return (
    <Form<Wanted>
      layout="vertical"
      initialValues={{ columns: 'all', format: 'xlsx' }}
      onFinish={(wanted) => void send(wanted)}
    >
      <p className="city-muted" style={{ marginBottom: 12 }}>
        按当前查询条件导出，代码显示为名称；无权查看的内容保持脱敏。导出会留下记录；含个人或敏感信息的、行数多的须先经审批。
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
      <Button type="primary" htmlType="submit" loading={start.acting || plan.acting}>
        开始导出
      </Button>
    </Form>
  );
}

/** Why it does not go at once, and the way to whoever decides. */
function NeedsApproval(props: { readonly wish: Wish; readonly onBack: () => void }): ReactNode {
  const navigate = useNavigate();
  const plan = useCall(contract.routes.planExport, props.wish);
  return (
    <Shown of={plan} rows={3}>
      {({ rows, reasons, approveAt }) => (
        <>
          <Alert
            type="warning"
            showIcon
            title="这项导出须经审批"
            description={`共 ${rows.toLocaleString('zh-CN')} 行；${reasons.join('；')}。获准后由本人下载一次，文件带有可溯源的水印。`}
          />
          <p style={{ display: 'flex', gap: 8, marginTop: 16 }}>
            {approveAt !== null && (
              <Button
                type="primary"
                onClick={() => void navigate(`${approveAt}?wish=${handWish(props.wish)}`)}
              >
                申请导出
              </Button>
            )}
            <Button onClick={props.onBack}>换一种导法</Button>
          </p>
        </>
      )}
    </Shown>
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
