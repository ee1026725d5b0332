/** 督查事项办理: the case with the split as it was planned and its tasks as they stand. */
import { Button } from 'antd';
import type { ReactNode } from 'react';
import { Link, useParams } from 'react-router';
import { CaseDetail, type ExtraSection } from '../../../../engines/flow/web/case/case-detail.tsx';
import { Shown } from '../../../../ui/empty.tsx';
import { useCall } from '../../../../ui/use-call.ts';
import { useDepartments } from '../../../../ui/sources.ts';
import contract from '../contract.ts';
import { TaskPlans } from '../matter/task-plan.ts';
import { TaskTable } from './parts/task-table.tsx';
import './supervision.css';

const groups = [
  { title: '事项', fields: ['source', 'sourceTitle', 'requirement', 'leader', 'supervisor', 'conclusion'] },
];

const sections: readonly ExtraSection[] = [
  { title: '任务', render: (detail) => <Tasks matter={detail.id} planned={detail.row?.['tasks']} /> },
];

function Tasks(props: { readonly matter: string; readonly planned: unknown }): ReactNode {
  const asked = useCall(contract.routes.board, { matter: props.matter }, { every: 15_000 });
  return (
    <Shown of={asked}>
      {({ rows }) => (rows.length > 0 ? <TaskTable rows={rows} /> : <Planned tasks={props.planned} />)}
    </Shown>
  );
}

function Planned({ tasks }: { readonly tasks: unknown }): ReactNode {
  const departments = useDepartments();
  const nameOf = (id: string) => departments.find((one) => one.id === id)?.shortName ?? id;
  const read = TaskPlans.safeParse(tasks);
  if (!read.success) return null;
  return (
    <ul className="supervise-list">
      {read.data.map((plan) => (
        <li key={plan.title}>
          <b>{plan.title}</b>
          <span>
            主办 {nameOf(plan.lead)}
            {plan.joint.length > 0 && `，协办 ${plan.joint.map(nameOf).join('、')}`}，{plan.dueOn} 前
          </span>
          <span className="city-muted">{plan.objective}</span>
        </li>
      ))}
    </ul>
  );
}

export default function MatterPage(): ReactNode {
  const { id = '' } = useParams();
  return (
    <CaseDetail
      type="supervision.matter"
      id={id}
      groups={groups}
      sections={sections}
      pathOf={(other) => `/supervision/matters/${other}`}
      extra={(detail) =>
        detail.offers.some(({ action }) => action === 'save') && (
          <Link to={`/supervision/matters/${id}/edit`}>
            <Button tabIndex={-1}>修改分解</Button>
          </Link>
        )
      }
    />
  );
}
