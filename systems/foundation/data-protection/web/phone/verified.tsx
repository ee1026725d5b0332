/** Shows the answer, or, to a person whose number is not verified yet, where he verifies it. */
import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import type { CallError } from '../../../../../ui/call.ts';
import { Shown } from '../../../../../ui/empty.tsx';
import { PhoneCard } from '../../../../../ui/phone/phone.tsx';

export function Verified<T>(props: {
  readonly of: UseQueryResult<T, CallError>;
  readonly children: (data: T) => ReactNode;
}): ReactNode {
  if (props.of.error?.code !== 'access.levelNeeded') return <Shown of={props.of}>{props.children}</Shown>;
  return (
    <PhoneCard title="请先验证手机号">
      <p>个人信息只给本人。验证手机号后，就能查看本市登记了您的哪些信息。</p>
      <p className="protection-acts">
        <Link className="phone-button is-primary" to="/access/identity">
          去验证
        </Link>
      </p>
    </PhoneCard>
  );
}
