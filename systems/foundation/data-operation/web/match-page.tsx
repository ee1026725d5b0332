/** 隐私求交: the party loads its list in its own browser; blinded points leave it, and nothing else. */
import { Alert, Button, Progress } from 'antd';
import { type ReactNode, useRef, useState } from 'react';
import { Link, useParams } from 'react-router';
import type { OutputOf } from '../../../../kernel/contract.ts';
import { type KeyKind, keyKinds } from '../../../../engines/privacy/contract.ts';
import type { KeyList } from '../../../../engines/privacy/web/match-party.ts';
import { CallError, call } from '../../../../ui/call.ts';
import { Shown } from '../../../../ui/empty.tsx';
import { PageFrame, Section } from '../../../../ui/layout.tsx';
import { useCall } from '../../../../ui/use-call.ts';
import contract from '../contract.ts';
import { ListFile } from './parts/list-file.tsx';
import { type MatchStep, runMatch } from './parts/run-match.ts';
import './operation.css';

type Project = OutputOf<typeof contract.routes.project>;

const steps: readonly (readonly [MatchStep, string])[] = [
  ['blind', '在本机盲化名单'],
  ['send', '上传盲化后的点'],
  ['compute', '城市一方计算'],
  ['raise', '在本机二次盲化底库'],
  ['finish', '比对，提交审核'],
];

type Outcome = { readonly run: string } | { readonly problem: string };

export default function MatchPage(): ReactNode {
  const { id = '' } = useParams();
  const asked = useCall(contract.routes.project, { id }, { still: true });
  return (
    <PageFrame
      title="隐私求交"
      breadcrumb={[
        { title: '运营项目', to: '/data-operation' },
        { title: '项目', to: `/data-operation/projects/${id}` },
      ]}
      summary="双方只交换盲化后的曲线点：城市看不到您的名单，您看不到城市的底库"
    >
      <Shown of={asked} rows={5}>
        {(project) => <Match id={id} project={project} />}
      </Shown>
    </PageFrame>
  );
}

function useMatch(id: string, project: Project) {
  const [at, setAt] = useState<{ readonly step: MatchStep; readonly done: number }>();
  const [outcome, setOutcome] = useState<Outcome>();
  const stop = useRef<AbortController>(undefined);
  const run = useRef<string>(undefined);
  const start = async (keys: readonly string[]) => {
    const control = new AbortController();
    stop.current = control;
    run.current = undefined;
    setOutcome(undefined);
    setAt({ step: 'blind', done: 0 });
    try {
      const made = await runMatch(
        id,
        { scope: project.scope, step: project.step, keys },
        {
          signal: control.signal,
          begun: (begun) => {
            run.current = begun;
          },
          step: (step, done) => setAt({ step, done }),
        },
      );
      setOutcome(made === undefined ? { problem: '城市一方没有算完，本次作废，请稍后再试' } : { run: made });
    } catch (problem) {
      if (control.signal.aborted) setOutcome({ problem: '已取消，中间数据已销毁' });
      else
        setOutcome({
          problem: problem instanceof CallError ? problem.message : '本机计算出错，请刷新页面后重试',
        });
    }
    setAt(undefined);
  };
  const cancel = async () => {
    stop.current?.abort();
    if (run.current !== undefined)
      await call(contract.routes.cancelMatch, { id: run.current }).catch(() => undefined);
  };
  return { at, outcome, start, cancel };
}

function Match({ id, project }: { readonly id: string; readonly project: Project }): ReactNode {
  const [list, setList] = useState<{ readonly list: KeyList; readonly name: string }>();
  const { at, outcome, start, cancel } = useMatch(id, project);
  const kind = (project.keyKind ?? 'id-card') as KeyKind;
  const keys = list?.list.keys ?? [];
  const fits = keys.length > 0 && keys.length <= project.most;
  return (
    <>
      <Section title="这台电脑上会发生什么">
        <ul className="operation-promise">
          <li>名单在本机读取、统一写法、盲化；离开本机的只有椭圆曲线上的点，城市一方无法还原。</li>
          <li>
            密钥由本浏览器生成并保存，任何页面都读不出；一个项目只用这一把，请一直用这台电脑的这个浏览器。
          </li>
          <li>
            名单补齐到 {project.step} 的整数倍，不少于 {project.least} 个、不多于{' '}
            {project.most.toLocaleString('zh-CN')} 个；与此前名单相差太少的不予计算。
          </li>
          <li>结果经审核放行后才能看到。还可运行 {project.runs - project.used} 次。</li>
        </ul>
      </Section>
      <Section title={`名单（${keyKinds[kind]}）`}>
        <div className="operation-steps">
          <ListFile
            kind={kind}
            disabled={at !== undefined}
            onList={(read, name) => setList({ list: read, name })}
          />
          {list !== undefined && (
            <p role="status">
              {list.name}：有效 <b>{keys.length.toLocaleString('zh-CN')}</b> 个，未识别 {list.list.invalid}{' '}
              行，重复 {list.list.repeated} 个
            </p>
          )}
          {list !== undefined && !fits && (
            <Alert type="warning" showIcon title="名单里没有有效的键，或超过上限" />
          )}
          {outcome !== undefined && 'problem' in outcome && (
            <Alert type="error" showIcon title={outcome.problem} />
          )}
          {outcome !== undefined && 'run' in outcome && (
            <Alert
              type="info"
              showIcon
              title="求交完成，等待审核"
              description={<Link to={`/data-operation/runs/${outcome.run}`}>查看这次运行</Link>}
            />
          )}
          {at !== undefined && <Steps at={at} />}
          <div className="operation-file">
            {at === undefined ? (
              <Button type="primary" disabled={!fits || !project.mayRun} onClick={() => void start(keys)}>
                开始求交
              </Button>
            ) : (
              <Button onClick={() => void cancel()}>取消</Button>
            )}
          </div>
        </div>
      </Section>
    </>
  );
}

/** `from` is how many steps lie between this one and the one at work. */
function percentOf(from: number, done: number): number {
  if (from < 0) return 100;
  return from === 0 ? Math.floor(done * 100) : 0;
}

function Steps({ at }: { readonly at: { readonly step: MatchStep; readonly done: number } }): ReactNode {
  const now = steps.findIndex(([step]) => step === at.step);
  return (
    <div role="status" aria-live="polite">
      {steps.map(([step, title], index) => (
        <div key={step}>
          <span className={index <= now ? '' : 'city-muted'}>
            {index + 1}. {title}
          </span>
          <Progress size="small" aria-label={title} percent={percentOf(index - now, at.done)} />
        </div>
      ))}
    </div>
  );
}
