/** 关阀方案 of one pipe: valves to shut, who is without water, and whether the hydraulic model agrees. */
import type { ReactNode } from 'react';
import { Empty, Shown } from '../../../../ui/empty.tsx';
import { StatusTag } from '../../../../ui/status-tag.tsx';
import { useCall } from '../../../../ui/use-call.ts';
import contract from '../contract.ts';
import type { Closure } from './network-layers.ts';
import './lifeline.css';

export function useClosure(network: string, pipe: string) {
  return useCall(
    contract.routes.closure,
    { id: network, pipe },
    { fresh: 300_000, enabled: network !== '' && pipe !== '' },
  );
}

export function ClosurePart(props: { readonly network: string; readonly pipe: string }): ReactNode {
  const reply = useClosure(props.network, props.pipe);
  return (
    <Shown of={reply} rows={4}>
      {({ nearest, fewest }) =>
        nearest === null ? (
          <Empty text="与水源之间没有能关严的阀门，须停泵或现场加装止水" />
        ) : (
          <div className="lifeline-plans">
            <Plan title="停水最少" plan={nearest} />
            {fewest !== null && <Plan title="关阀最少" plan={fewest} />}
          </div>
        )
      }
    </Shown>
  );
}

function Plan(props: { readonly title: string; readonly plan: Closure }): ReactNode {
  const { title, plan } = props;
  return (
    <section className="lifeline-plan" aria-label={title}>
      <h3>
        {title}：关 {plan.valves.length} 个阀门，停水 {plan.users} 户
        <StatusTag tone={plan.verified ? 'green' : 'red'}>
          {plan.verified ? '模拟核实：管段已无水流' : (plan.problem ?? '模拟未通过，请人工复核')}
        </StatusTag>
      </h3>
      <ol>
        {plan.valves.map(({ code, pipe, address }) => (
          <li key={code}>
            <b>{code}</b>
            <span className="city-muted">{address ?? `管段 ${pipe}`}</span>
          </li>
        ))}
      </ol>
      <p>
        停水节点：{plan.dry.length === 0 ? '无' : plan.dry.join('、')}
        {plan.keys.length > 0 && <b className="lifeline-key">重要用户：{plan.keys.join('、')}，须先告知</b>}
      </p>
      <p>
        低压节点：
        {plan.low.length === 0
          ? '无'
          : plan.low.map(({ node, pressure }) => `${node}（${pressure} MPa）`).join('、')}
      </p>
    </section>
  );
}
