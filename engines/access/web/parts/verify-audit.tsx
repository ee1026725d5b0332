/** Recomputes the audit and its log, all of it or some days, and says whether anything in it was changed, and where first. */
import { Alert, Button, DatePicker, Modal } from 'antd';
import type { Dayjs } from 'dayjs';
import { type ReactNode, useState } from 'react';
import type { OutputOf } from '../../../../kernel/contract.ts';
import { DescriptionList } from '../../../../ui/layout.tsx';
import { useAct } from '../../../../ui/use-call.ts';
import { addressOf } from '../../../../ui/call.ts';
import { momentText } from '../../../../ui/form/city-time.ts';
import trustContract from '../../../trust/contract.ts';
import contract from '../../contract.ts';
import '../access.css';
import { daysFrom, daysUntil } from './audit-days.ts';

type Verdict = OutputOf<typeof contract.routes.verifyAudit>;

export function VerifyAudit(): ReactNode {
  const [open, setOpen] = useState(false);
  const [days, setDays] = useState<readonly [Dayjs, Dayjs] | undefined>(undefined);
  const [verdict, setVerdict] = useState<Verdict | undefined>(undefined);
  const verify = useAct(contract.routes.verifyAudit, { onDone: setVerdict });
  const range = days && {
    from: daysFrom(days[0].format('YYYY-MM-DD')),
    to: daysUntil(days[1].format('YYYY-MM-DD')),
  };
  return (
    <>
      <Button onClick={() => setOpen(true)}>校验审计</Button>
      <Modal
        open={open}
        title="校验审计"
        width={640}
        okText="开始校验"
        cancelText="关闭"
        confirmLoading={verify.acting}
        onOk={() => void verify.act(range ?? {})}
        onCancel={() => {
          setOpen(false);
          setVerdict(undefined);
        }}
      >
        <p className="city-muted">
          逐条重算摘要和树根，并验证国密签名。不选日期则校验全部记录；记录很多时请分段校验。
        </p>
        <DatePicker.RangePicker
          aria-label="校验的日期范围"
          style={{ width: '100%', marginBlock: 12 }}
          placeholder={['全部记录', '全部记录']}
          onChange={(chosen) => setDays(chosen?.[0] && chosen[1] ? [chosen[0], chosen[1]] : undefined)}
        />
        {verdict && <VerdictText verdict={verdict} />}
      </Modal>
    </>
  );
}

const troubles = {
  truncated: '日志被截断：现在的条数比先前签名的少',
  forked: '日志被改写：与先前签名的树根不一致',
  'head-forged': '树根的签名无效',
} as const;

function VerdictText(props: { readonly verdict: Verdict }): ReactNode {
  const { verdict } = props;
  const { health } = verdict;
  const stampFault = verdict.stamp?.fault ?? undefined;
  const trouble =
    verdict.firstBad ??
    (health === 'sound' ? undefined : troubles[health]) ??
    (stampFault && `时间戳：${stampFault}`);
  return (
    <>
      {trouble === undefined ? (
        <Alert type="success" showIcon title="审计完整，没有记录被改动、删除或插入。" />
      ) : (
        <Alert
          type="error"
          showIcon
          title={`审计不完整，第一处异常：${trouble}`}
          description="请立即报告安全管理员，并保留数据库现场。"
        />
      )}
      <div className="access-verdict">
        <DescriptionList columns={1} items={[...countsOf(verdict), ...timesOf(verdict)]} />
      </div>
    </>
  );
}

function countsOf(verdict: Verdict) {
  const { sealed, batches, unsealed, size, root, disposed } = verdict;
  const number = (value: number) => value.toLocaleString('zh-CN');
  return [
    { label: '已校验', value: `${number(sealed)} 条，${number(batches)} 次封存` },
    { label: '待封存', value: `${number(unsealed)} 条` },
    ...(disposed === 0 ? [] : [{ label: '到期处置', value: `第 ${number(disposed)} 次及以前的封存` }]),
    ...(root === ''
      ? []
      : [
          { label: '日志条数', value: number(size) },
          { label: '树根', value: <code className="access-root">{root}</code> },
        ]),
  ];
}

/** What authorities outside the city have witnessed, and how the server's clock stands to theirs. */
function timesOf({ stamp, authorities }: Verdict) {
  const witnessed =
    stamp === null
      ? '还没有'
      : `${stamp.authorities.join('、')}于 ${momentText(stamp.at)} 见证到第 ${stamp.size.toLocaleString('zh-CN')} 条，此后又有 ${stamp.unstamped.toLocaleString('zh-CN')} 条`;
  if (authorities.length === 0 && stamp === null)
    return [{ label: '第三方时间戳', value: '没有设置时间戳机构(TSA_URLS)' }];
  return [
    {
      label: '第三方时间戳',
      value: (
        <>
          {witnessed}
          {stamp !== null && (
            <>
              {' '}
              <a
                href={addressOf(trustContract.routes.stampFile, { log: 'audit' })}
                download="审计日志时间戳.json"
              >
                下载留存
              </a>
            </>
          )}
        </>
      ),
    },
    ...authorities.map(({ host, problem, offsetSeconds, clockOff }) => ({
      label: host,
      value:
        problem ??
        (offsetSeconds === null
          ? '还没有询问过'
          : `${clockOff ? '服务器时钟不准：' : ''}与本机相差 ${offsetSeconds.toFixed(1)} 秒`),
    })),
  ];
}
