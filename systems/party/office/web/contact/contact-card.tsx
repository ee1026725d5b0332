/** One person: whom he serves, for what, and the numbers as far as the reader may see them. */
import type { ReactNode } from 'react';
import registers from '../../../../../engines/registers/contract.ts';
import type { OutputOf } from '../../../../../kernel/contract.ts';
import { call } from '../../../../../ui/call.ts';
import { FieldValue } from '../../../../../ui/field-value.tsx';
import { tell } from '../../../../../ui/tell.ts';
import type contract from '../../contract.ts';
import { contact } from '../../registers/contact.ts';

type Person = OutputOf<(typeof contract)['routes']['contacts']>['rows'][number];

async function reveal(id: string, reason: string): Promise<unknown> {
  const input = { register: 'office.contact', id, field: 'mobile', reason };
  try {
    return (await call(registers.routes.reveal, input)).value;
  } catch (error) {
    tell('error', error instanceof Error ? error.message : '没能查看，请稍后重试');
    throw error;
  }
}

export function ContactCard({ person }: { readonly person: Person }): ReactNode {
  const { id, name, unitName, duty, work, officePhone, mobile, mobileMasked, mayReveal, room } = person;
  return (
    <li className="office-contact">
      <p className="office-contact-name">
        <b>{name}</b>
        <span>{duty}</span>
      </p>
      <p className="city-muted">
        {unitName}
        {room !== null && ` · ${room}`}
      </p>
      {work !== null && <p className="office-contact-work">{work}</p>}
      <dl>
        {officePhone !== null && (
          <div>
            <dt>办公电话</dt>
            <dd>
              <a className="city-number" href={`tel:${officePhone}`}>
                {officePhone}
              </a>
            </dd>
          </div>
        )}
        {mobile !== null && (
          <div>
            <dt>手机</dt>
            <dd>
              <FieldValue
                field={contact.fields.mobile}
                value={mobile}
                {...(mobileMasked ? { masked: true } : {})}
                {...(mayReveal ? { reveal: (reason: string) => reveal(id, reason) } : {})}
              />
            </dd>
          </div>
        )}
      </dl>
    </li>
  );
}
