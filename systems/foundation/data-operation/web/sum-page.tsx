/** 加密求和 at a department: join with a one-time key, compare the code by telephone, fill in the numbers, which are masked before they leave. */
import { Alert, Button, InputNumber, Table } from 'antd';
import { type ReactNode, useEffect, useState } from 'react';
import { Link, useParams } from 'react-router';
import { rosterDigest, spokenCode, SumProblem } from '../../../../engines/privacy/web/sum-party.ts';
import { CallError } from '../../../../ui/call.ts';
import { Shown } from '../../../../ui/empty.tsx';
import { DescriptionList, PageFrame, Section } from '../../../../ui/layout.tsx';
import { StatusTag } from '../../../../ui/status-tag.tsx';
import { useCall } from '../../../../ui/use-call.ts';
import contract from '../contract.ts';
import type { SumPart } from '../routes/sum-routes.ts';
import { giveSum, type Held, heldOf, joinSum, lineProblem, rosterOf, type SumLine } from './parts/run-sum.ts';
import './operation.css';

const empty: SumLine = { value: null, people: null };
const outcomes: Readonly<Record<string, string>> = {
  review: '全部部门已提交，合计已算出，等待审核',
  released: '合计已放行，本轮密钥和掩码数据已销毁',
  void: '这次求和已结束，没有放行结果',
};

export default function SumPage(): ReactNode {
  const { id = '' } = useParams();
  const asked = useCall(contract.routes.sumPart, { id }, { every: 3000 });
  return (
    <PageFrame
      title="加密求和"
      breadcrumb={[{ title: '加密求和', to: '/data-operation/sums' }]}
      summary="本部门的数在这台电脑上遮住后才提交，其他部门和平台都看不到，只能看到全部合计"
    >
      <Shown of={asked} rows={6}>
        {(part) => (
          <>
            <Agreed part={part} />
            <Roster part={part} />
            <Own key={part.attempt} id={id} part={part} again={() => void asked.refetch()} />
          </>
        )}
      </Shown>
    </PageFrame>
  );
}

function Agreed({ part }: { readonly part: SumPart }): ReactNode {
  const { number } = part;
  return (
    <Section title={part.title}>
      <DescriptionList
        items={[
          { label: '用途', value: part.scene, wide: true },
          {
            label: '合计的数',
            value: `${number.title}（${number.low} ~ ${number.high}，步长 ${number.step}）`,
          },
          { label: '分组', value: `${part.groupTitle}：${part.groups.join('、')}` },
          { label: '轮次', value: `第 ${part.attempt} 轮` },
        ]}
      />
      {part.named.length > 0 && (
        <Alert type="warning" showIcon title={`上一轮没有完成，点名：${part.named.join('、')}`} />
      )}
    </Section>
  );
}

/** Shown once all have joined; computed here, not taken from the platform. */
function useCode(part: SumPart): string | undefined {
  const [code, setCode] = useState<string>();
  const roster = rosterOf(part);
  const whole = roster.members.length === part.parties.length;
  const text = JSON.stringify(roster);
  useEffect(() => {
    let current = true;
    setCode(undefined);
    if (whole)
      void rosterDigest(JSON.parse(text)).then((digest) => {
        if (current) setCode(spokenCode(digest));
      });
    return () => {
      current = false;
    };
  }, [text, whole]);
  return code;
}

function Roster({ part }: { readonly part: SumPart }): ReactNode {
  const code = useCode(part);
  return (
    <Section title="参与部门" flush>
      <Table
        rowKey="party"
        size="small"
        pagination={false}
        dataSource={[...part.parties]}
        columns={[
          {
            title: '部门',
            render: (_, { party, name }) => (party === part.party ? `${name}（本部门）` : name),
          },
          { title: '状态', render: (_, { key, given }) => <PartyTag joined={key !== null} given={given} /> },
        ]}
      />
      {code !== undefined && (
        <p className="operation-code">
          核对码 <b>{code}</b>
          <span className="city-muted">
            提交前可打电话与其他部门核对：各家看到的应完全一样，不一样就不要提交
          </span>
        </p>
      )}
    </Section>
  );
}

function PartyTag({ joined, given }: { readonly joined: boolean; readonly given: boolean }): ReactNode {
  if (given) return <StatusTag tone="green">已提交</StatusTag>;
  return joined ? <StatusTag tone="blue">已加入</StatusTag> : <StatusTag tone="yellow">待加入</StatusTag>;
}

function problemText(problem: unknown): string {
  if (problem instanceof CallError) return problem.message;
  if (problem instanceof SumProblem)
    return problem.why === 'own-key' || problem.why === 'repeated'
      ? '平台给出的名册不对，本机拒绝提交；请与其他部门联系'
      : '名册或数值不符合约定，本机拒绝提交';
  return '本机计算出错，请刷新页面后重试';
}

function Own(props: { readonly id: string; readonly part: SumPart; readonly again: () => void }): ReactNode {
  const { id, part, again } = props;
  const mine = part.parties.find(({ party }) => party === part.party);
  const [held, setHeld] = useState<Held>();
  const [acting, setActing] = useState(false);
  const [problem, setProblem] = useState<string>();
  useEffect(() => void heldOf(id, part).then(setHeld), [id, part]);
  const act = async (run: () => Promise<void>) => {
    setActing(true);
    setProblem(undefined);
    await run().catch((caught: unknown) => setProblem(problemText(caught)));
    setActing(false);
    again();
  };
  return (
    <Section title="本部门">
      <div className="operation-steps">
        {problem !== undefined && <Alert type="error" showIcon title={problem} />}
        {outcomes[part.state] !== undefined && (
          <Alert
            type="info"
            showIcon
            title={outcomes[part.state]}
            description={<Link to={`/data-operation/runs/${part.run}`}>查看这次运行</Link>}
          />
        )}
        {part.state === 'failed' && <Alert type="error" showIcon title="这一轮作废，等待发起人重做" />}
        {part.state === 'joining' && mine?.key === null && (
          <>
            <p>加入时本浏览器生成一次性密钥，只用于这一轮；提交时请用同一台电脑的同一个浏览器。</p>
            <Button
              type="primary"
              loading={acting}
              disabled={!part.mayContribute}
              onClick={() => void act(() => joinSum(id, part))}
            >
              加入
            </Button>
          </>
        )}
        {part.state === 'joining' && mine?.key !== null && <p role="status">已加入，等待其他部门加入</p>}
        {part.state === 'giving' && mine?.given === true && <p role="status">已提交，等待其他部门提交</p>}
        {part.state === 'giving' && mine?.given === false && held === 'nothing' && (
          <Alert
            type="warning"
            showIcon
            title="这一轮的密钥不在这个浏览器里，请用加入时的浏览器提交，或请发起人重做一轮"
          />
        )}
        {part.state === 'giving' && mine?.given === false && held === 'key' && (
          <Lines part={part} acting={acting} onGive={(lines) => void act(() => giveSum(id, part, lines))} />
        )}
        {part.state === 'giving' && mine?.given === false && held === 'masked' && (
          <>
            <Alert type="warning" showIcon title="本部门的数已遮住，但平台还没有收到；只能重新发送同一份" />
            <Button type="primary" loading={acting} onClick={() => void act(() => giveSum(id, part, []))}>
              重新发送
            </Button>
          </>
        )}
      </div>
    </Section>
  );
}

function Lines(props: {
  readonly part: SumPart;
  readonly acting: boolean;
  readonly onGive: (lines: readonly SumLine[]) => void;
}): ReactNode {
  const { part } = props;
  const [lines, setLines] = useState<readonly SumLine[]>(part.groups.map(() => empty));
  const [tried, setTried] = useState(false);
  const change = (at: number, more: Partial<SumLine>) =>
    setLines(lines.map((line, place) => (place === at ? { ...line, ...more } : line)));
  const problems = lines.map((line) => lineProblem(part, line));
  const give = () => {
    setTried(true);
    if (problems.every((each) => each === undefined)) props.onGive(lines);
  };
  return (
    <>
      <Table
        rowKey="group"
        size="small"
        pagination={false}
        scroll={{ x: 'max-content' }}
        dataSource={part.groups.map((group, at) => ({ group, at }))}
        columns={[
          { title: part.groupTitle, dataIndex: 'group' },
          {
            title: part.number.title,
            render: (_, { group, at }) => (
              <InputNumber
                aria-label={`${group}的${part.number.title}`}
                value={lines[at]?.value ?? null}
                onChange={(value) => change(at, { value })}
              />
            ),
          },
          {
            title: '涉及人数',
            render: (_, { group, at }) => (
              <InputNumber
                aria-label={`${group}的人数`}
                value={lines[at]?.people ?? null}
                onChange={(people) => change(at, { people })}
              />
            ),
          },
          {
            title: '',
            render: (_, { at }) => (tried ? <span role="alert">{problems[at]}</span> : null),
          },
        ]}
      />
      <div className="operation-file">
        <Button type="primary" loading={props.acting} onClick={give}>
          遮住并提交
        </Button>
        <span className="city-muted">提交后本轮不能改数；人数只用来隐去合计人数过少的组</span>
      </div>
    </>
  );
}
