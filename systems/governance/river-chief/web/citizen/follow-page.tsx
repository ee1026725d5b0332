/** 查河湖上报: by number and code, without signing in. */
import { type ReactNode, useState } from 'react';
import { useSearchParams } from 'react-router';
import type { OutputOf } from '../../../../../kernel/contract.ts';
import { momentText } from '../../../../../ui/form/city-time.ts';
import {
  PhoneButton,
  PhoneCard,
  PhoneField,
  PhoneInput,
  PhonePage,
  PhoneRow,
  PhoneRows,
} from '../../../../../ui/phone/phone.tsx';
import { useAct } from '../../../../../ui/use-call.ts';
import contract from '../../contract.ts';

type Followed = OutputOf<typeof contract.routes.followReport>;

export default function FollowPage(): ReactNode {
  const [query] = useSearchParams();
  const [number, setNumber] = useState(query.get('number') ?? '');
  const [code, setCode] = useState('');
  const [found, setFound] = useState<Followed | undefined>(undefined);
  const { act, acting, error } = useAct(contract.routes.followReport, { onDone: setFound });
  return (
    <PhonePage title="查河湖上报">
      <PhoneCard>
        <PhoneField label="编号" required>
          <PhoneInput value={number} maxLength={24} placeholder="HZ20261126-00001" onChange={setNumber} />
        </PhoneField>
        <PhoneField label="查询码" required error={error?.message}>
          <PhoneInput value={code} maxLength={6} placeholder="六位数字" onChange={setCode} />
        </PhoneField>
      </PhoneCard>
      <PhoneButton
        disabled={acting || number.trim() === '' || code.trim() === ''}
        onClick={() => void act({ number: number.trim(), code: code.trim() })}
      >
        {acting ? '正在查询…' : '查询'}
      </PhoneButton>
      {found && (
        <PhoneCard title={`${found.kind} · ${found.state}`}>
          <p className="phone-hint">{found.reach}</p>
          <PhoneRows>
            {found.progress.map((each) => (
              <PhoneRow key={each.at + each.title} title={each.title} note={momentText(each.at)} />
            ))}
          </PhoneRows>
          {found.result && <p>整改情况：{found.result}</p>}
        </PhoneCard>
      )}
    </PhonePage>
  );
}
