/** One alert: why, by which rule, the hours before it, its receipts, and what one may do about it. */
import { Button, DatePicker, Drawer } from 'antd';
import type { Dayjs } from 'dayjs';
import { type ReactNode, useState } from 'react';
import { Link, useNavigate, useParams } from 'react-router';
import registersContract from '../../../../engines/registers/contract.ts';
import { RegisterDetail } from '../../../../engines/registers/web/parts/register-detail.tsx';
import type { OutputOf } from '../../../../kernel/contract.ts';
import { Chart } from '../../../../ui/chart.tsx';
import { Empty, Shown } from '../../../../ui/empty.tsx';
import { momentText } from '../../../../ui/form/city-time.ts';
import { WordsModal } from '../../../../ui/form/words-modal.tsx';
import { Section } from '../../../../ui/layout.tsx';
import { StatusTag } from '../../../../ui/status-tag.tsx';
import { useAct, useCall } from '../../../../ui/use-call.ts';
import contract from '../contract.ts';
import { gradeTitles, type Grade } from '../data/words.ts';
import type { Evidence } from '../routes/alert-routes.ts';
import { Receipts } from './parts/receipt-table.tsx';
import './platform.css';

type Alert = OutputOf<typeof contract.routes.alert>;

const tones: Readonly<Record<string, string>> = { high: 'red', medium: 'yellow', low: 'grey' };

/** Shown below, or of no use to people. */
const ownFields = ['findings', 'caller', 'callerKind'];

export default function AlertPage(): ReactNode {
  const { id = '' } = useParams();
  const asked = useCall(contract.routes.alert, { id });
  const row = useCall(registersContract.routes.read, { register: 'data-platform.alert', id });
  const hasReceipts = typeof row.data?.row['agreement'] === 'string';
  const [hour, setHour] = useState<string>();
  return (
    <>
      <RegisterDetail
        register="data-platform.alert"
        id={id}
        without={ownFields}
        extra={asked.data && <Acts id={id} may={asked.data.may} />}
      />
      <div className="city-page">
        <Shown of={asked} rows={6}>
          {({ findings, course }) => (
            <>
              {course.length > 0 && (
                <Section title="发现前后48小时的调用">
                  <Chart
                    title="逐小时调用次数"
                    height={220}
                    data={{
                      kind: 'stack',
                      unit: '次',
                      categories: course.map((each) => momentText(each.hour)),
                      series: [
                        { name: '平常', values: course.map((each) => (each.found ? 0 : each.calls)) },
                        { name: '异常', values: course.map((each) => (each.found ? each.calls : 0)) },
                      ],
                    }}
                    onPick={({ category }) =>
                      setHour(course.find((each) => momentText(each.hour) === category)?.hour)
                    }
                  />
                </Section>
              )}
              <Section title="依据">
                {findings.length === 0 && <Empty text="没有依据" />}
                <ol className="platform-findings">
                  {findings.map((each) => (
                    <li key={each.hour}>
                      <Reason of={each} onOpen={hasReceipts ? () => setHour(each.hour) : undefined} />
                    </li>
                  ))}
                </ol>
              </Section>
            </>
          )}
        </Shown>
      </div>
      {hour && <HourReceipts id={id} hour={hour} onClose={() => setHour(undefined)} />}
    </>
  );
}

function valueText(value: number | boolean): string {
  if (typeof value === 'boolean') return value ? '是' : '否';
  return value.toLocaleString('zh-CN', { maximumFractionDigits: 2 });
}

function Reason(props: { readonly of: Evidence; readonly onOpen: (() => void) | undefined }): ReactNode {
  const { hour, grade, notes, rule, measures } = props.of;
  const known = Object.entries(measures).flatMap(([name, value]) =>
    value === null ? [] : [{ name, value }],
  );
  return (
    <>
      <header>
        <b>{momentText(hour)} 起一小时</b>
        <StatusTag tone={tones[grade]}>{gradeTitles[grade as Grade]}</StatusTag>
        <span>{notes.join('；')}</span>
        {props.onOpen && (
          <Button size="small" onClick={props.onOpen}>
            看凭证
          </Button>
        )}
      </header>
      <dl className="platform-measures">
        {known.map(({ name, value }) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{valueText(value)}</dd>
          </div>
        ))}
      </dl>
      <p className="city-muted">
        规则 {rule.key} 第{rule.version}版，第{rule.rows.join('、')}行
      </p>
    </>
  );
}

function HourReceipts(props: {
  readonly id: string;
  readonly hour: string;
  readonly onClose: () => void;
}): ReactNode {
  const asked = useCall(contract.routes.receipts, { id: props.id, hour: props.hour });
  return (
    <Drawer open size={640} title={`${momentText(props.hour)}起一小时的凭证`} onClose={props.onClose}>
      <Shown of={asked} rows={6}>
        {({ receipts, more }) => <Receipts receipts={receipts} more={more} />}
      </Shown>
    </Drawer>
  );
}

type Form = 'explain' | 'dismiss' | 'handle';

const forms: Readonly<Record<Form, { readonly title: string; readonly label: string }>> = {
  explain: { title: '部门说明', label: '说明异常的原因和已采取的措施' },
  dismiss: { title: '认定误报', label: '误报的理由' },
  handle: { title: '转处置单', label: '通知责任部门的内容' },
};

function Acts(props: { readonly id: string; readonly may: Alert['may'] }): ReactNode {
  const { id, may } = props;
  const navigate = useNavigate();
  const [form, setForm] = useState<Form>();
  const close = () => setForm(undefined);
  const acknowledge = useAct(contract.routes.acknowledge);
  const explain = useAct(contract.routes.explain, { onDone: close });
  const dismiss = useAct(contract.routes.dismiss, { onDone: close });
  const handle = useAct(contract.routes.handle, {
    onDone: ({ handling }) => void navigate(`/flow/cases/data-platform.handling/${handling}`),
  });
  const send = (words: string, until: string | undefined) => {
    if (form === 'explain') void explain.act({ id, explanation: words });
    if (form === 'dismiss')
      void dismiss.act(until === undefined ? { id, reason: words } : { id, reason: words, until });
    if (form === 'handle') void handle.act({ id, notice: words });
  };
  return (
    <>
      {may.acknowledge && (
        <Button loading={acknowledge.acting} onClick={() => void acknowledge.act({ id })}>
          确认
        </Button>
      )}
      {may.explain && <Button onClick={() => setForm('explain')}>部门说明</Button>}
      {may.dismiss && <Button onClick={() => setForm('dismiss')}>认定误报</Button>}
      {may.handle && (
        <Button type="primary" onClick={() => setForm('handle')}>
          转处置单
        </Button>
      )}
      {form && (
        <WordsForm
          form={form}
          busy={explain.acting || dismiss.acting || handle.acting}
          onSend={send}
          onClose={close}
        />
      )}
    </>
  );
}

function WordsForm(props: {
  readonly form: Form;
  readonly busy: boolean;
  readonly onSend: (words: string, until: string | undefined) => void;
  readonly onClose: () => void;
}): ReactNode {
  const [until, setUntil] = useState<Dayjs | null>(null);
  const { title, label } = forms[props.form];
  return (
    <WordsModal
      open
      title={title}
      okText={title}
      acting={props.busy}
      label={label}
      most={1000}
      onSend={(words) => props.onSend(words, until?.format('YYYY-MM-DD'))}
      onClose={props.onClose}
    >
      {props.form === 'dismiss' && (
        <p className="platform-note">
          <DatePicker
            aria-label="例外有效至"
            placeholder="例外有效至（可不填）"
            value={until}
            onChange={setUntil}
          />{' '}
          填写后，到这一天为止同一调用方的同一类不再告警。
        </p>
      )}
      {props.form === 'handle' && (
        <p className="platform-note">
          情况紧急时可以先在 <Link to="/data-sharing">共享合同</Link> 暂停合同。
        </p>
      )}
    </WordsModal>
  );
}
