/** The points of the device that alarmed, each with its course: whether it fell at once or slowly, and against which reference. */
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { Empty, Shown } from '../../../../ui/empty.tsx';
import { useCall } from '../../../../ui/use-call.ts';
import contract from '../contract.ts';
import { BridgeCourse } from './bridge-course.tsx';

const days = 30;

export function BridgePart(props: { readonly id: string }): ReactNode {
  const reply = useCall(contract.routes.bridgeOfIncident, { id: props.id });
  return (
    <Shown of={reply} rows={5}>
      {({ points }) =>
        points.length === 0 ? (
          <Empty text="报警设备没有登记桥梁监测点，或不在您的范围内" />
        ) : (
          points.map(({ id, name, bridge }) => (
            <section key={id}>
              <h4>
                <Link to={`/lifeline/bridges/${id}`}>
                  {bridge} {name}
                </Link>
              </h4>
              <Course id={id} />
            </section>
          ))
        )
      }
    </Shown>
  );
}

function Course(props: { readonly id: string }): ReactNode {
  const reply = useCall(contract.routes.bridgePoint, { id: props.id, days }, { every: 300_000 });
  return (
    <Shown of={reply} rows={5}>
      {(point) => <BridgeCourse point={point} />}
    </Shown>
  );
}
