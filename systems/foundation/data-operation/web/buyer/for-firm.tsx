/** Shows the answer; or, to whom no enterprise is or whose number is not verified, where he gets what he lacks. */
import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import type { CallError } from '../../../../../ui/call.ts';
import { Shown } from '../../../../../ui/empty.tsx';
import { PhoneCard } from '../../../../../ui/phone/phone.tsx';

const lacking: Readonly<
  Record<string, { readonly title: string; readonly text: string; readonly to: string }>
> = {
  'access.levelNeeded': {
    title: '请先实名认证',
    text: '以企业名义办事，须先核实您本人的身份。',
    to: '/access/identity',
  },
  'data-operation.noEnterprise': {
    title: '没有可代表的企业',
    text: '法定代表人请先认领企业；经办人请由法定代表人授权“以企业名义订购数据产品、核对结算”，再到“企业授权”里开始代办。',
    to: '/access/enterprises',
  },
};

export function ForFirm<T>(props: {
  readonly of: UseQueryResult<T, CallError>;
  readonly children: (data: T) => ReactNode;
}): ReactNode {
  const lack = lacking[props.of.error?.code ?? ''];
  if (lack === undefined) return <Shown of={props.of}>{props.children}</Shown>;
  return (
    <PhoneCard title={lack.title}>
      <p>{lack.text}</p>
      <Link className="phone-button is-primary" to={lack.to}>
        去办理
      </Link>
    </PhoneCard>
  );
}
