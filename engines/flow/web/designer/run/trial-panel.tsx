/** 试走: the author plays his drawing step by step: answers for people, lets events happen, moves the working clock, takes steps back. */
import { Alert, Button, InputNumber, Space } from 'antd';
import { type ReactNode, useEffect, useState } from 'react';
import { momentText } from '../../../../../ui/form/city-time.ts';
import { useAct } from '../../../../../ui/use-call.ts';
import contract from '../../../contract.ts';
import type { Trial, TrialMove, TrialPlan } from '../../../process/trial.ts';
import type { Diagram } from '../diagram/diagram-types.ts';
import { FormRow } from '../panel/form-row.tsx';
import { paintNodes } from './paint-nodes.ts';

const firstPlan: TrialPlan = { values: {}, signers: {}, decisions: {}, moves: [] };
const hoursADay = 8;
const mostMoves = 100;

const rests = { work: '办理', join: '等候汇合', wait: '等候', scope: '内部进行中' } as const;
const come = {
  timer: '提前到时',
  message: '收到消息',
  signal: '收到信号',
  job: '自动办理完成',
  call: '子案件办结',
} as const;

/** Tokens by node, each with how it rests there. */
function paint(diagram: Diagram, trial: Trial): void {
  const nodes = [...new Set(trial.tokens.map(({ node }) => node))];
  paintNodes(
    diagram,
    nodes.map((node) => {
      const here = trial.tokens.filter((token) => token.node === node);
      const words = here.length === 1 ? rests[here[0]?.rests ?? 'work'] : `${here.length} 个令牌`;
      return { node, share: here.some((token) => token.rests === 'work') ? 0.8 : 0.4, words, hint: words };
    }),
  );
}

export function TrialPanel({
  draft,
  diagram,
}: {
  readonly draft: string;
  readonly diagram: Diagram;
}): ReactNode {
  const [plan, setPlan] = useState(firstPlan);
  const [trial, setTrial] = useState<Trial>();
  const { act, acting } = useAct(contract.routes.tryDraft, { onDone: setTrial });
  useEffect(() => {
    if (trial !== undefined) paint(diagram, trial);
    return () => paintNodes(diagram, []);
  }, [diagram, trial]);

  function play(next: TrialPlan): void {
    setPlan(next);
    void act({ id: draft, plan: next });
  }
  const move = (one: TrialMove) => play({ ...plan, moves: [...plan.moves, one] });
  const full = plan.moves.length >= mostMoves;
  return (
    <aside className="designer-panel" aria-label="试走">
      <h2>试走</h2>
      <p className="city-muted">按引擎的同一套规则一步一步走，不产生案件，不通知任何人。</p>
      <Space wrap>
        <Button
          type={trial === undefined ? 'primary' : 'default'}
          loading={acting}
          onClick={() => play({ ...plan, moves: [] })}
        >
          {trial === undefined ? '开始试走' : '重新开始'}
        </Button>
        {plan.moves.length > 0 && (
          <Button disabled={acting} onClick={() => play({ ...plan, moves: plan.moves.slice(0, -1) })}>
            退一步
          </Button>
        )}
      </Space>
      {trial && (
        <>
          {trial.countersigns.map(({ node, title, signers }) => (
            <FormRow key={node} label={`${title}的会签人数`}>
              {(id) => (
                <InputNumber<number>
                  id={id}
                  min={1}
                  max={10}
                  precision={0}
                  disabled={acting}
                  value={signers}
                  onChange={(count) =>
                    // Another number makes another way: from the beginning.
                    play({ ...plan, signers: { ...plan.signers, [node]: count ?? 1 }, moves: [] })
                  }
                />
              )}
            </FormRow>
          ))}
          {trial.refused !== null && (
            <Alert
              type="warning"
              showIcon
              title={`第 ${trial.refused.move + 1} 步不能走：${trial.refused.why}`}
            />
          )}
          {full && <Alert type="info" showIcon title={`一次最多走 ${mostMoves} 步`} />}
          <Standing trial={trial} disabled={acting || full || trial.refused !== null} onMove={move} />
          <Steps trial={trial} />
        </>
      )}
    </aside>
  );
}

function Standing(props: {
  readonly trial: Trial;
  readonly disabled: boolean;
  readonly onMove: (move: TrialMove) => void;
}): ReactNode {
  const { trial, disabled, onMove } = props;
  if (trial.closed) return <Alert type="success" showIcon title={`已办结：${trial.outcome ?? '完成'}`} />;
  return (
    <>
      <p className="city-number">现在 {momentText(trial.now)}（工作时间）</p>
      <ul className="designer-trial" aria-label="当前位置">
        {trial.items.map((item) => (
          <li key={item.id}>
            <b>{item.title || item.node}</b>
            <span className="city-muted">
              问：{item.asked}
              {item.dueAt !== null && `，${momentText(item.dueAt)} 前`}
            </span>
            <Space wrap>
              {item.actions.map(({ action, title, against }) => (
                <Button
                  key={action}
                  size="small"
                  danger={against}
                  disabled={disabled}
                  onClick={() => onMove({ does: 'act', item: item.id, action, values: {} })}
                >
                  {title}
                </Button>
              ))}
            </Space>
          </li>
        ))}
        {trial.waits.map((wait) => (
          <li key={wait.id}>
            <b>{wait.title || wait.name || wait.node}</b>
            <span className="city-muted">
              {wait.kind === 'timer' ? `${momentText(wait.dueAt ?? trial.now)} 到时` : `等：${wait.name}`}
              {wait.incident !== null && `，异常：${wait.incident || '未处理的错误'}`}
            </span>
            <Space wrap>
              <Button
                size="small"
                disabled={disabled}
                onClick={() => onMove({ does: 'fire', wait: wait.id, values: {} })}
              >
                {come[wait.kind]}
              </Button>
              {(wait.kind === 'job' || wait.kind === 'call') &&
                (wait.errors.length > 0 ? wait.errors : ['']).map((error) => (
                  <Button
                    key={error}
                    size="small"
                    danger
                    disabled={disabled}
                    onClick={() => onMove({ does: 'fail', wait: wait.id, error })}
                  >
                    失败{error && `（${error}）`}
                  </Button>
                ))}
            </Space>
          </li>
        ))}
      </ul>
      <Space wrap>
        <Button size="small" disabled={disabled} onClick={() => onMove({ does: 'advance', hours: 1 })}>
          过 1 个工作小时
        </Button>
        <Button
          size="small"
          disabled={disabled}
          onClick={() => onMove({ does: 'advance', hours: hoursADay })}
        >
          过 1 个工作日
        </Button>
        <Button
          size="small"
          disabled={disabled}
          onClick={() => onMove({ does: 'advance', hours: 5 * hoursADay })}
        >
          过 5 个工作日
        </Button>
      </Space>
    </>
  );
}

function Steps({ trial }: { readonly trial: Trial }): ReactNode {
  return (
    <ol className="designer-trial" aria-label="走过的步骤">
      {trial.steps.map((step, index) => (
        <li key={`${index} ${step.at}`}>
          <span className="city-number city-muted">{momentText(step.at)}</span> {step.title}
          {step.notes.map((note) => (
            <small key={note} className="city-muted">
              {note}
            </small>
          ))}
        </li>
      ))}
    </ol>
  );
}
